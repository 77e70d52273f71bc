/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-uploads.h"

#include "anf-sql.h"

void
anf_upload_row_free (AnfUploadRow *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->account);
  g_free (self->evidence);
  g_free (self->sha256);
  g_free (self->metadata);
  g_free (self);
}

gboolean
anf_uploads_put (AnfTx *tx, const AnfUploadRow *row, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "INSERT INTO upload (id, account, evidence, sha256, size, metadata,"
                     " touched_at, finished, received) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
                     " ON CONFLICT (id) DO UPDATE SET touched_at = excluded.touched_at,"
                     " finished = excluded.finished, received = excluded.received",
                     "ttttitiii", row->id, row->account, row->evidence, row->sha256, row->size,
                     row->metadata, row->touched_at, (gint64)row->finished, row->received);
}

gboolean
anf_uploads_lookup (AnfTx *tx, const char *id, AnfUploadRow **row, GError **error)
{
  *row = NULL;
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error,
      "SELECT id, account, evidence, sha256, size, metadata, touched_at, finished, received"
      " FROM upload WHERE id = ?1",
      "t", id);
  if (cursor == NULL)
    return FALSE;
  const int step = anf_cursor_step (cursor, error);
  if (step != 1)
    return step == 0;
  AnfUploadRow *found = g_new0 (AnfUploadRow, 1);
  found->id = g_strdup (anf_cursor_text (cursor, 0));
  found->account = g_strdup (anf_cursor_text (cursor, 1));
  found->evidence = g_strdup (anf_cursor_text (cursor, 2));
  found->sha256 = g_strdup (anf_cursor_text (cursor, 3));
  found->size = anf_cursor_int (cursor, 4);
  found->metadata = g_strdup (anf_cursor_text (cursor, 5));
  found->touched_at = anf_cursor_int (cursor, 6);
  found->finished = anf_cursor_int (cursor, 7) != 0;
  found->received = anf_cursor_int (cursor, 8);
  *row = found;
  return TRUE;
}

gboolean
anf_uploads_remove (AnfTx *tx, const char *id, GError **error)
{
  return anf_tx_run (tx, NULL, error, "DELETE FROM upload WHERE id = ?1", "t", id);
}

GPtrArray *
anf_uploads_list_stale (AnfTx *tx, gint64 before, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error, "SELECT id FROM upload WHERE finished IN (0, 1) AND touched_at < ?1 LIMIT 100",
      "i", before);
  if (cursor == NULL)
    return NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  int step = anf_cursor_step (cursor, error);
  while (step == 1)
    {
      g_ptr_array_add (ids, g_strdup (anf_cursor_text (cursor, 0)));
      step = anf_cursor_step (cursor, error);
    }
  return step == 0 ? g_steal_pointer (&ids) : NULL;
}
