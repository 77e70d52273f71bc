/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* Detached CMS signatures (RFC 5652) over one short text, in the one form that packs have: one
   signer, RSA PKCS #1 v1.5 with SHA-256, his certificate, and the signed attributes content type,
   signing time and message digest. The same key, text and time give the same bytes. */

/**
 * anf_cms_sign:
 * @time_us: the signing time that is stated
 *
 * Returns: (transfer full): DER
 */
GBytes *anf_cms_sign (GBytes *content,
                      const char *key_pem,
                      const char *cert_pem,
                      gint64 time_us,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_cms_verify:
 * @signature: DER
 * @cert_pem: the certificate that it must be by; that it is valid now is not asked
 * @time_us: (out): the signing time stated
 * @error: ANF_ERROR_CORRUPT when it is not this certificate's signature, or has any byte that
 * anf_cms_sign() would not have written; ANF_ERROR_CONFLICT when it is a good signature of
 * something else than @content
 */
gboolean anf_cms_verify (GBytes *content,
                         GBytes *signature,
                         const char *cert_pem,
                         gint64 *time_us,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cms_fingerprint: Returns: (transfer full): SHA-256 of the certificate as `openssl x509
 * -fingerprint -sha256` prints it, `AB:CD:…` */
char *anf_cms_fingerprint (const char *cert_pem, GError **error) G_GNUC_WARN_UNUSED_RESULT;
