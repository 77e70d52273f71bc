/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-search-rows.h"

#include "anf-sql.h"

void
anf_search_text_clear (AnfSearchText *self)
{
  g_clear_pointer (&self->tags, g_free);
  g_clear_pointer (&self->open, g_free);
  g_clear_pointer (&self->hidden, g_free);
}

gboolean
anf_search_text_equal (const AnfSearchText *a, const AnfSearchText *b)
{
  return g_strcmp0 (a->tags, b->tags) == 0 && g_strcmp0 (a->open, b->open) == 0
         && g_strcmp0 (a->hidden, b->hidden) == 0;
}

/* The number in the first row, @absent when there is none. */
static gboolean
read_number (AnfCursor *cursor, gint64 absent, gint64 *number, GError **error)
{
  const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  *number = step == 1 ? anf_cursor_int (cursor, 0) : absent;
  return step >= 0;
}

gboolean
anf_search_rows_find (AnfTx *tx, AnfNoun noun, gint64 seq, gint64 *key, GError **error)
{
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error, "SELECT key FROM search_row WHERE noun = ?1 AND seq = ?2", "ti",
                      anf_noun_name (noun), seq);
  return read_number (cursor, 0, key, error);
}

gboolean
anf_search_rows_add (AnfTx *tx, AnfNoun noun, gint64 seq, gint64 *key, GError **error)
{
  return anf_tx_run (tx, NULL, error, "INSERT INTO search_row (noun, seq) VALUES (?1, ?2)", "ti",
                     anf_noun_name (noun), seq)
         && anf_search_rows_find (tx, noun, seq, key, error);
}

gboolean
anf_search_rows_put (AnfTx *tx, gint64 key, const AnfSearchText *text, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "INSERT INTO search (rowid, tags, open, hidden) VALUES (?1, ?2, ?3, ?4)",
                     "ittt", key, text->tags, text->open, text->hidden);
}

gboolean
anf_search_rows_take (AnfTx *tx, gint64 key, const AnfSearchText *text, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "INSERT INTO search (search, rowid, tags, open, hidden)"
                     " VALUES ('delete', ?1, ?2, ?3, ?4)",
                     "ittt", key, text->tags, text->open, text->hidden);
}

gboolean
anf_search_rows_clear (AnfTx *tx, GError **error)
{
  return anf_tx_run (tx, NULL, error, "INSERT INTO search (search) VALUES ('delete-all')", "");
}

static gboolean
step_rows (AnfCursor *cursor, AnfSearchEach each, gpointer data, GError **error)
{
  int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  for (; step == 1; step = anf_cursor_step (cursor, error))
    if (!each (anf_cursor_int (cursor, 0), anf_cursor_text (cursor, 1), anf_cursor_int (cursor, 2),
               data, error))
      return FALSE;
  return step == 0;
}

gboolean
anf_search_rows_list (
    AnfTx *tx, const AnfSearchQuery *query, AnfSearchEach each, gpointer data, GError **error)
{
  /* By key and not by rank: a page then costs the same wherever it is. */
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error,
      "SELECT r.key, r.noun, r.seq FROM search s JOIN search_row r ON r.key = s.rowid"
      " WHERE s.search MATCH ?1 AND s.rowid < ?2 ORDER BY s.rowid DESC LIMIT ?3",
      "tii", query->match, query->before, query->limit);
  return step_rows (cursor, each, data, error);
}

gboolean
anf_search_rows_each (
    AnfTx *tx, gint64 after, gint64 limit, AnfSearchEach each, gpointer data, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error, "SELECT key, noun, seq FROM search_row WHERE key > ?1 ORDER BY key LIMIT ?2", "ii",
      after, limit);
  return step_rows (cursor, each, data, error);
}

gboolean
anf_search_rows_has (AnfTx *tx, gint64 key, const char *match, gboolean *found, GError **error)
{
  gint64 number = 0;
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error, "SELECT 1 FROM search WHERE search MATCH ?1 AND rowid = ?2", "ti", match, key);
  if (!read_number (cursor, 0, &number, error))
    return FALSE;
  *found = number == 1;
  return TRUE;
}

gboolean
anf_search_rows_each_word (AnfTx *tx, AnfSearchWordAt each, gpointer data, GError **error)
{
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error, "SELECT doc, term, col, offset FROM search_instance", "");
  int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  for (; step == 1; step = anf_cursor_step (cursor, error))
    if (!each (anf_cursor_int (cursor, 0), anf_cursor_text (cursor, 1), anf_cursor_text (cursor, 2),
               anf_cursor_int (cursor, 3), data, error))
      return FALSE;
  return step == 0;
}

gboolean
anf_search_rows_count (AnfTx *tx, gint64 *count, GError **error)
{
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error, "SELECT ifnull (sum (cnt), 0) FROM search_word", "");
  return read_number (cursor, 0, count, error);
}

gboolean
anf_search_rows_get_built (AnfTx *tx, gint64 *built, GError **error)
{
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error, "SELECT built FROM search_state WHERE id = 1", "");
  return read_number (cursor, 0, built, error);
}

gboolean
anf_search_rows_set_built (AnfTx *tx, gint64 built, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "INSERT INTO search_state (id, built) VALUES (1, ?1)"
                     " ON CONFLICT (id) DO UPDATE SET built = excluded.built",
                     "i", built);
}

gboolean
anf_search_rows_each_link (
    AnfTx *tx, AnfNoun noun, gint64 seq, AnfSearchLink each, gpointer data, GError **error)
{
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error,
                      "SELECT kind, target FROM link WHERE noun = ?1 AND seq = ?2"
                      " ORDER BY kind, target",
                      "ti", anf_noun_name (noun), seq);
  int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  for (; step == 1; step = anf_cursor_step (cursor, error))
    if (!each (anf_cursor_text (cursor, 0), anf_cursor_text (cursor, 1), data, error))
      return FALSE;
  return step == 0;
}
