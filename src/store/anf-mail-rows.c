/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-mail-rows.h"

#include "anf-sql.h"

void
anf_mail_row_free (AnfMailRow *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->account);
  g_free (self);
}

gboolean
anf_mail_rows_add (AnfTx *tx, const AnfMailRow *row, gboolean *waits, GError **error)
{
  *waits = FALSE;
  if (!anf_tx_run (tx, NULL, error,
                   "INSERT INTO mail (id, account, state, dated, retry_at)"
                   " VALUES (?1, ?2, 'waiting', ?3, ?4) ON CONFLICT (id) DO NOTHING",
                   "ttii", row->id, row->account, row->dated, row->retry_at))
    return FALSE;
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error, "SELECT state = 'waiting' AND failures = 0 FROM mail WHERE id = ?1", "t", row->id);
  if (cursor == NULL || anf_cursor_step (cursor, error) != 1)
    return FALSE;
  *waits = anf_cursor_int (cursor, 0) != 0;
  return TRUE;
}

gboolean
anf_mail_rows_save (AnfTx *tx, const AnfMailRow *row, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "UPDATE mail SET retry_at = ?2, failures = ?3, failing_since = ?4"
                     " WHERE id = ?1",
                     "tiii", row->id, row->retry_at, row->failures, row->failing_since);
}

gboolean
anf_mail_rows_end (AnfTx *tx, const char *id, const char *state, GError **error)
{
  return anf_tx_run (tx, NULL, error, "UPDATE mail SET state = ?2 WHERE id = ?1", "tt", id, state);
}

gboolean
anf_mail_rows_give_up (AnfTx *tx, const char *account, const char *id, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "UPDATE mail SET state = 'given_up' WHERE state = 'waiting'"
                     " AND (id = ?2 OR (account = ?1 AND failures > 0))",
                     "tt", account, id);
}

GPtrArray *
anf_mail_rows_list_due (AnfTx *tx, gint64 now, gint64 horizon, gint64 limit, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_mail_row_free);
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error,
                      "SELECT id, account, dated, retry_at, failures, failing_since FROM mail"
                      " WHERE state = 'waiting' AND (retry_at <= ?1 OR retry_at > ?2)"
                      " ORDER BY retry_at, id LIMIT ?3",
                      "iii", now, horizon, limit);
  int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  for (; step == 1; step = anf_cursor_step (cursor, error))
    {
      AnfMailRow *row = g_new0 (AnfMailRow, 1);
      row->id = g_strdup (anf_cursor_text (cursor, 0));
      row->account = g_strdup (anf_cursor_text (cursor, 1));
      row->dated = anf_cursor_int (cursor, 2);
      row->retry_at = anf_cursor_int (cursor, 3);
      row->failures = anf_cursor_int (cursor, 4);
      row->failing_since = anf_cursor_int (cursor, 5);
      g_ptr_array_add (rows, row);
    }
  return step == 0 ? g_steal_pointer (&rows) : NULL;
}

gboolean
anf_mail_rows_count (AnfTx *tx, const char *state, gint64 *count, GError **error)
{
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error, "SELECT count (*) FROM mail WHERE state = ?1", "t", state);
  if (cursor == NULL || anf_cursor_step (cursor, error) != 1)
    return FALSE;
  *count = anf_cursor_int (cursor, 0);
  return TRUE;
}

gboolean
anf_mail_rows_count_failed (AnfTx *tx, gint64 *count, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error, "SELECT count (*) FROM mail WHERE state = 'waiting' AND failures > 0", "");
  if (cursor == NULL || anf_cursor_step (cursor, error) != 1)
    return FALSE;
  *count = anf_cursor_int (cursor, 0);
  return TRUE;
}

gboolean
anf_mail_rows_forget (AnfTx *tx, gint64 dated, GError **error)
{
  return anf_tx_run (tx, NULL, error, "DELETE FROM mail WHERE state <> 'waiting' AND dated < ?1",
                     "i", dated);
}
