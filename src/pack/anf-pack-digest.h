/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

#define ANF_DIGEST_HEX_SIZE 65

/**
 * AnfPackDigest:
 * @size, @crc, @sha256, @sm3: the outcome, after anf_pack_digest_finish(); @sm3 is "" unless wanted
 *
 * All that a pack wants to know about a stream of bytes, taken in one pass.
 */
typedef struct
{
  guint64 size;
  guint32 crc;
  char sha256[ANF_DIGEST_HEX_SIZE];
  char sm3[ANF_DIGEST_HEX_SIZE];
  struct evp_md_ctx_st *sha256_context;
  struct evp_md_ctx_st *sm3_context;
} AnfPackDigest;

void anf_pack_digest_init (AnfPackDigest *self, gboolean with_sm3);
void anf_pack_digest_update (AnfPackDigest *self, gconstpointer bytes, gsize size);
void anf_pack_digest_finish (AnfPackDigest *self);
void anf_pack_digest_clear (AnfPackDigest *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnfPackDigest, anf_pack_digest_clear)

/**
 * anf_pack_digest_sm3:
 * @fd: read from its first byte to its last, wherever it stands
 *
 * Returns: (transfer full): SM3 (GB/T 32905) of the file in lower-case hex
 */
char *anf_pack_digest_sm3 (int fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_pack_digest_bytes_sm3: Returns: (transfer full): SM3 of @bytes in lower-case hex */
char *anf_pack_digest_bytes_sm3 (GBytes *bytes);

/** anf_pack_digest_bytes: Returns: (transfer full): SHA-256 of @bytes in lower-case hex */
char *anf_pack_digest_bytes (GBytes *bytes);
