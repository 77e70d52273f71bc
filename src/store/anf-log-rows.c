/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-log-rows.h"

#include "anf-error.h"
#include "anf-sql.h"

#include <glib/gi18n.h>

#include <inttypes.h>
#include <string.h>

gboolean
anf_log_rows_add_leaf (AnfTx *tx,
                       gint64 index,
                       const guint8 hash[ANF_LOG_HASH_SIZE],
                       const char *record,
                       const char *line,
                       GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (hash, ANF_LOG_HASH_SIZE);
  return anf_tx_run (tx, NULL, error,
                     "INSERT INTO log_leaf (idx, hash, record, line) VALUES (?1, ?2, ?3, ?4)",
                     "ibtt", index, bytes, record, line);
}

gboolean
anf_log_rows_add_node (
    AnfTx *tx, guint level, gint64 index, const guint8 hash[ANF_LOG_HASH_SIZE], GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (hash, ANF_LOG_HASH_SIZE);
  return anf_tx_run (tx, NULL, error, "INSERT INTO log_node (level, idx, hash) VALUES (?1, ?2, ?3)",
                     "iib", (gint64)level, index, bytes);
}

static AnfCursor *
query_hashes (AnfTx *tx, guint level, gint64 first, gint64 count, GError **error)
{
  if (level == 0)
    return anf_tx_query (tx, error,
                         "SELECT idx, hash FROM log_leaf WHERE idx >= ?1 AND idx < ?2 ORDER BY idx",
                         "ii", first, first + count);
  return anf_tx_query (tx, error,
                       "SELECT idx, hash FROM log_node WHERE level = ?1 AND idx >= ?2 AND idx < ?3"
                       " ORDER BY idx",
                       "iii", (gint64)level, first, first + count);
}

gboolean
anf_log_rows_read (
    AnfTx *tx, guint level, gint64 first, gint64 count, guint8 *hashes, GError **error)
{
  g_autoptr (AnfCursor) cursor = query_hashes (tx, level, first, count, error);
  if (cursor == NULL)
    return FALSE;
  gint64 next = first;
  int step = anf_cursor_step (cursor, error);
  while (step == 1 && anf_cursor_int (cursor, 0) == next
         && sqlite3_column_bytes (cursor, 1) == ANF_LOG_HASH_SIZE)
    {
      memcpy (hashes + (next - first) * ANF_LOG_HASH_SIZE, sqlite3_column_blob (cursor, 1),
              ANF_LOG_HASH_SIZE);
      next++;
      step = anf_cursor_step (cursor, error);
    }
  if (step < 0)
    return FALSE;
  if (next == first + count)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_CORRUPT,
                          "log: hash %" G_GINT64_FORMAT " of level %u is missing or damaged", next,
                          level);
}

gint64
anf_log_rows_count (AnfTx *tx, GError **error)
{
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error, "SELECT ifnull (max (idx) + 1, 0) FROM log_leaf", "");
  if (cursor == NULL || anf_cursor_step (cursor, error) != 1)
    return -1;
  return anf_cursor_int (cursor, 0);
}

char *
anf_log_rows_get_line (AnfTx *tx, gint64 index, GError **error)
{
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error, "SELECT line FROM log_leaf WHERE idx = ?1", "i", index);
  if (cursor == NULL)
    return NULL;
  const int step = anf_cursor_step (cursor, error);
  if (step == 1)
    return g_strdup (anf_cursor_text (cursor, 0));
  if (step == 0)
    anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("the log has no leaf %" PRId64), index);
  return NULL;
}

gint64
anf_log_rows_find_last (AnfTx *tx, const char *record, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error, "SELECT idx FROM log_leaf WHERE record = ?1 ORDER BY idx DESC LIMIT 1", "t",
      record);
  if (cursor == NULL)
    return -1;
  const int step = anf_cursor_step (cursor, error);
  if (step == 1)
    return anf_cursor_int (cursor, 0);
  if (step == 0)
    anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("the log knows nothing of %s"), record);
  return -1;
}

gboolean
anf_log_rows_list (
    AnfTx *tx, const char *record, AnfLogRowsEach each, gpointer data, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error, "SELECT idx, line FROM log_leaf WHERE record = ?1 ORDER BY idx", "t", record);
  if (cursor == NULL)
    return FALSE;
  int step = anf_cursor_step (cursor, error);
  while (step == 1)
    {
      if (!each (anf_cursor_int (cursor, 0), anf_cursor_text (cursor, 1), data, error))
        return FALSE;
      step = anf_cursor_step (cursor, error);
    }
  return step == 0;
}

/* Every text that begins with @prefix is below this. */
static char *
dup_end (const char *prefix)
{
  return g_strconcat (prefix, "\xf4\x8f\xbf\xbf", NULL);
}

gboolean
anf_log_rows_list_group (AnfTx *tx,
                         const char *prefix,
                         const char *first,
                         AnfLogRowsEach each,
                         gpointer data,
                         GError **error)
{
  g_autofree char *end = dup_end (prefix);
  g_autofree char *record = NULL;
  {
    g_autoptr (AnfCursor) cursor
        = anf_tx_query (tx, error,
                        "SELECT record FROM log_leaf WHERE record >= ?1 AND record < ?2"
                        " ORDER BY record LIMIT 1",
                        "tt", first, end);
    const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
    if (step != 1)
      return step == 0;
    record = g_strdup (anf_cursor_text (cursor, 0));
  }
  return anf_log_rows_list (tx, record, each, data, error);
}

char *
anf_log_rows_find_last_group (AnfTx *tx, const char *prefix, GError **error)
{
  g_autofree char *end = dup_end (prefix);
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error,
                      "SELECT record FROM log_leaf WHERE record >= ?1 AND record < ?2"
                      " ORDER BY record DESC LIMIT 1",
                      "tt", prefix, end);
  if (cursor == NULL || anf_cursor_step (cursor, error) != 1)
    return NULL;
  return g_strdup (anf_cursor_text (cursor, 0));
}

gboolean
anf_log_rows_set_checkpoint (AnfTx *tx, gint64 size, const char *note, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "INSERT INTO log_checkpoint (id, size, note) VALUES (1, ?1, ?2)"
                     " ON CONFLICT (id) DO UPDATE SET size = excluded.size, note = excluded.note",
                     "it", size, note);
}

char *
anf_log_rows_get_checkpoint (AnfTx *tx, gint64 *size, GError **error)
{
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error, "SELECT size, note FROM log_checkpoint WHERE id = 1", "");
  if (cursor == NULL)
    return NULL;
  const int step = anf_cursor_step (cursor, error);
  if (step == 1)
    {
      *size = anf_cursor_int (cursor, 0);
      return g_strdup (anf_cursor_text (cursor, 1));
    }
  if (step == 0)
    anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("the log has no checkpoint yet"));
  return NULL;
}
