/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

#include <openssl/evp.h>

#define ANF_DIGEST_HEX_SIZE 65

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD_CTX, EVP_MD_CTX_free)

/** anf_digest_new: Returns: (transfer full): a running SHA-256. */
EVP_MD_CTX *anf_digest_new (void);

/** anf_digest_new_for: Returns: (transfer full) (nullable): a running @algorithm, `sha256` or
 * `sha1`
 */
EVP_MD_CTX *anf_digest_new_for (const char *algorithm);

EVP_MD_CTX *anf_digest_copy (const EVP_MD_CTX *digest);

void anf_digest_update (EVP_MD_CTX *digest, gconstpointer bytes, gsize size);

/** anf_digest_peek: the value so far of a SHA-256, which may go on. */
void anf_digest_peek (const EVP_MD_CTX *digest, char hex[ANF_DIGEST_HEX_SIZE]);

/** anf_digest_of: the SHA-256 of what is in memory. */
void anf_digest_of (gconstpointer bytes, gsize size, char hex[ANF_DIGEST_HEX_SIZE]);

/** anf_digest_update_from: the first @size bytes of @fd; CORRUPT when it has fewer. */
gboolean anf_digest_update_from (EVP_MD_CTX *digest, int fd, gint64 size, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
