/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-store.h"

/* SM3 of blobs, as rows. */

/**
 * AnfBlobSm3Row:
 * @sha256: the blob's name
 * @checked_at: when all of it was read last and hashed to both
 */
typedef struct
{
  const char *sha256;
  const char *sm3;
  gint64 checked_at;
} AnfBlobSm3Row;

/** anf_blob_sm3_put: in the place of what was known of the blob. */
gboolean
anf_blob_sm3_put (AnfTx *tx, const AnfBlobSm3Row *row, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_blob_sm3_find: @sm3: (out) (transfer full) (nullable): NULL when no row of @sha256 is of
 * @since or later, and of @until or earlier */
gboolean anf_blob_sm3_find (AnfTx *tx,
                            const char *sha256,
                            gint64 since,
                            gint64 until,
                            char **sm3,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_blob_sm3_each: all of them. */
typedef gboolean (*AnfBlobSm3Each) (const AnfBlobSm3Row *row, gpointer data, GError **error);
gboolean anf_blob_sm3_each (AnfTx *tx, AnfBlobSm3Each each, gpointer data, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
