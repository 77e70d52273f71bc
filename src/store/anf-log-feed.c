/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-log-feed.h"

#include "anf-sql.h"

gboolean
anf_log_feed_list (
    AnfTx *tx, gint64 after, gint64 limit, AnfLogRowsEach each, gpointer data, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error, "SELECT idx, line FROM log_leaf WHERE idx > ?1 ORDER BY idx LIMIT ?2", "ii", after,
      limit);
  int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  for (; step == 1; step = anf_cursor_step (cursor, error))
    if (!each (anf_cursor_int (cursor, 0), anf_cursor_text (cursor, 1), data, error))
      return FALSE;
  return step == 0;
}
