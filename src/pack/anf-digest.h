/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

#define ANF_DIGEST_HEX_SIZE 65

/**
 * AnfDigest:
 * @size, @crc, @sha256, @sm3: the outcome, after anf_digest_finish(); @sm3 is "" unless wanted
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
} AnfDigest;

void anf_digest_init (AnfDigest *self, gboolean with_sm3);
void anf_digest_update (AnfDigest *self, gconstpointer bytes, gsize size);
void anf_digest_finish (AnfDigest *self);
void anf_digest_clear (AnfDigest *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnfDigest, anf_digest_clear)

/** anf_digest_bytes: Returns: (transfer full): SHA-256 of @bytes in lower-case hex */
char *anf_digest_bytes (GBytes *bytes);
