/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-webhook-rows.h"

#include "anf-sql.h"

void
anf_webhook_row_free (AnfWebhookRow *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->secret);
  g_free (self);
}

gboolean
anf_webhook_rows_add (AnfTx *tx, const AnfWebhookRow *row, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "INSERT INTO webhook_delivery (id, secret, position) VALUES (?1, ?2, ?3)",
                     "tti", row->id, row->secret, row->position);
}

gboolean
anf_webhook_rows_save (AnfTx *tx, const AnfWebhookRow *row, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "UPDATE webhook_delivery SET position = ?2, failures = ?3, failing_since = ?4,"
                     " retry_at = ?5 WHERE id = ?1",
                     "tiiii", row->id, row->position, row->failures, row->failing_since,
                     row->retry_at);
}

gboolean
anf_webhook_rows_remove (AnfTx *tx, const char *id, GError **error)
{
  return anf_tx_run (tx, NULL, error, "DELETE FROM webhook_delivery WHERE id = ?1", "t", id);
}

GPtrArray *
anf_webhook_rows_list (AnfTx *tx, GError **error)
{
  g_autoptr (GPtrArray) rows
      = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_webhook_row_free);
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error,
                      "SELECT id, secret, position, failures, failing_since, retry_at"
                      " FROM webhook_delivery ORDER BY id",
                      "");
  int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  for (; step == 1; step = anf_cursor_step (cursor, error))
    {
      AnfWebhookRow *row = g_new0 (AnfWebhookRow, 1);
      row->id = g_strdup (anf_cursor_text (cursor, 0));
      row->secret = g_strdup (anf_cursor_text (cursor, 1));
      row->position = anf_cursor_int (cursor, 2);
      row->failures = anf_cursor_int (cursor, 3);
      row->failing_since = anf_cursor_int (cursor, 4);
      row->retry_at = anf_cursor_int (cursor, 5);
      g_ptr_array_add (rows, row);
    }
  return step == 0 ? g_steal_pointer (&rows) : NULL;
}
