/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-numbers.h"

#include "anf-sql.h"

gint64
anf_numbers_take (AnfTx *tx, const char *series, GError **error)
{
  /* Not by RETURNING, for which SQLite makes and drops a table of its own each time. */
  if (!anf_tx_run (tx, NULL, error,
                   "INSERT INTO counter (series, last) VALUES (?1, 1)"
                   " ON CONFLICT (series) DO UPDATE SET last = last + 1",
                   "t", series))
    return 0;
  const gint64 number = anf_numbers_peek (tx, series, error);
  return MAX (number, 0);
}

gint64
anf_numbers_peek (AnfTx *tx, const char *series, GError **error)
{
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error, "SELECT last FROM counter WHERE series = ?1", "t", series);
  const int row = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  return row == 1 ? anf_cursor_int (cursor, 0) : row;
}

gboolean
anf_numbers_pass (AnfTx *tx, const char *series, gint64 last, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "INSERT INTO counter (series, last) VALUES (?1, ?2)"
                     " ON CONFLICT (series) DO UPDATE SET last = max (last, ?2)",
                     "ti", series, last);
}
