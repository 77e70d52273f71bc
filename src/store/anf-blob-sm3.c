/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-blob-sm3.h"

#include "anf-sql.h"

gboolean
anf_blob_sm3_put (AnfTx *tx, const AnfBlobSm3Row *row, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "INSERT INTO blob_sm3 (sha256, sm3, checked_at) VALUES (?1, ?2, ?3)"
                     " ON CONFLICT (sha256) DO UPDATE SET sm3 = ?2, checked_at = ?3",
                     "tti", row->sha256, row->sm3, row->checked_at);
}

gboolean
anf_blob_sm3_find (
    AnfTx *tx, const char *sha256, gint64 since, gint64 until, char **sm3, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error, "SELECT sm3 FROM blob_sm3 WHERE sha256 = ?1 AND checked_at BETWEEN ?2 AND ?3",
      "tii", sha256, since, until);
  const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  *sm3 = step == 1 ? g_strdup (anf_cursor_text (cursor, 0)) : NULL;
  return step >= 0;
}

gboolean
anf_blob_sm3_each (AnfTx *tx, AnfBlobSm3Each each, gpointer data, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error, "SELECT sha256, sm3, checked_at FROM blob_sm3 ORDER BY sha256", "");
  if (cursor == NULL)
    return FALSE;
  int step = anf_cursor_step (cursor, error);
  for (; step == 1; step = anf_cursor_step (cursor, error))
    {
      const AnfBlobSm3Row row = { .sha256 = anf_cursor_text (cursor, 0),
                                  .sm3 = anf_cursor_text (cursor, 1),
                                  .checked_at = anf_cursor_int (cursor, 2) };
      if (!each (&row, data, error))
        return FALSE;
    }
  return step == 0;
}
