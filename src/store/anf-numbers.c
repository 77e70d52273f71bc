/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-numbers.h"

#include "anf-sql.h"

gint64
anf_numbers_take (AnfTx *tx, const char *series, GError **error)
{
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error,
                      "INSERT INTO counter (series, last) VALUES (?1, 1)"
                      " ON CONFLICT (series) DO UPDATE SET last = last + 1 RETURNING last",
                      "t", series);
  if (cursor == NULL || anf_cursor_step (cursor, error) != 1)
    return 0;
  const gint64 number = anf_cursor_int (cursor, 0);
  return anf_cursor_step (cursor, error) == 0 ? number : 0;
}
