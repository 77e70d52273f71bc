/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-notice-rows.h"

#include "anf-error.h"
#include "anf-sql.h"

#include <glib/gi18n.h>

#define COLUMNS "SELECT seq, id, account, event, record, number, clock, due, at, read_at, mail"

gboolean
anf_notice_rows_add (AnfTx *tx, const AnfNoticeRow *row, gboolean *added, GError **error)
{
  int changes = 0;
  if (!anf_tx_run (tx, &changes, error,
                   "INSERT INTO notice (id, account, event, record, number, clock, due, at, mail)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO NOTHING",
                   "tttttttit", row->id, row->account, row->event, row->record, row->number,
                   row->clock, row->due, row->at, row->mail))
    return FALSE;
  *added = changes > 0;
  return TRUE;
}

gboolean
anf_notice_rows_find (AnfTx *tx, const char *account, const char *id, gint64 *seq, GError **error)
{
  *seq = 0;
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error, "SELECT seq FROM notice WHERE id = ?1 AND account = ?2", "tt", id, account);
  const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  if (step == 1)
    *seq = anf_cursor_int (cursor, 0);
  return step >= 0;
}

gboolean
anf_notice_rows_mark (AnfTx *tx, const char *account, const char *id, gint64 now, GError **error)
{
  int changes = 0;
  if (!anf_tx_run (tx, &changes, error,
                   "UPDATE notice SET read_at = CASE read_at WHEN 0 THEN ?3 ELSE read_at END"
                   " WHERE id = ?1 AND account = ?2",
                   "tti", id, account, now))
    return FALSE;
  return changes > 0 || anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("you have no such notice"));
}

static gboolean
each_row (AnfCursor *cursor, AnfNoticeEach each, gpointer data, GError **error)
{
  int step = anf_cursor_step (cursor, error);
  for (; step == 1; step = anf_cursor_step (cursor, error))
    {
      const AnfNoticeRow row = { .seq = anf_cursor_int (cursor, 0),
                                 .id = anf_cursor_text (cursor, 1),
                                 .account = anf_cursor_text (cursor, 2),
                                 .event = anf_cursor_text (cursor, 3),
                                 .record = anf_cursor_text (cursor, 4),
                                 .number = anf_cursor_text (cursor, 5),
                                 .clock = anf_cursor_text (cursor, 6),
                                 .due = anf_cursor_text (cursor, 7),
                                 .at = anf_cursor_int (cursor, 8),
                                 .read_at = anf_cursor_int (cursor, 9),
                                 .mail = anf_cursor_text (cursor, 10) };
      if (!each (&row, data, error))
        return FALSE;
    }
  return step == 0;
}

gboolean
anf_notice_rows_list (
    AnfTx *tx, const AnfNoticeQuery *query, AnfNoticeEach each, gpointer data, GError **error)
{
  const gint64 last = query->before > 0 ? query->before : G_MAXINT64;
  const char *sql = query->read
                        ? COLUMNS " FROM notice WHERE account = ?1 AND read_at <> 0 AND seq < ?2"
                                  " ORDER BY seq DESC LIMIT ?3"
                        : COLUMNS " FROM notice WHERE account = ?1 AND read_at = 0 AND seq < ?2"
                                  " ORDER BY seq DESC LIMIT ?3";
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error, sql, "tii", query->account, last, query->limit);
  return cursor != NULL && each_row (cursor, each, data, error);
}

gboolean
anf_notice_rows_list_mail (
    AnfTx *tx, const char *mail, gint64 limit, AnfNoticeEach each, gpointer data, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error, COLUMNS " FROM notice WHERE mail = ?1 ORDER BY seq LIMIT ?2", "ti", mail, limit);
  return cursor != NULL && each_row (cursor, each, data, error);
}
