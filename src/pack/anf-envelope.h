/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-pack.h"

/* A pack closed to all but its recipients: CMS EnvelopedData (RFC 5652, 6) with AES-256-CBC,
   written as it comes. RSA recipients get the key by OAEP with SHA-256, those with an elliptic
   curve of NIST by ECDH. There is no SM2: OpenSSL 3.0 cannot do it in CMS, so such a certificate is
   refused.

   The encryption hides; it does not prove. What was changed on the way is found by verifying the
   pack within. Its lengths are of the indefinite form, as streams have them; `openssl cms -decrypt
   -inform DER` reads that, up to 2 GiB (measured with 3.0) and in three times that of memory;
   anf-envelope-open.h streams. */

typedef struct _AnfEnvelope AnfEnvelope;

/**
 * anf_envelope_new:
 * @certs_pem: (array zero-terminated=1): the recipients' certificates; any one of their keys opens
 * it
 * @sink: takes the envelope's bytes
 * @error: ANF_ERROR_INVALID naming the certificate (by its number, from 1) that cannot be a
 * recipient's, and why
 */
AnfEnvelope *anf_envelope_new (const char *const *certs_pem,
                               AnfPackSink sink,
                               gpointer data,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_envelope_write: has the form of an AnfPackSink, with the envelope as its data. */
gboolean anf_envelope_write (gconstpointer bytes, gsize size, gpointer envelope, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_envelope_finish: the end; what was written without it cannot be opened. */
gboolean anf_envelope_finish (AnfEnvelope *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void anf_envelope_free (AnfEnvelope *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfEnvelope, anf_envelope_free)
