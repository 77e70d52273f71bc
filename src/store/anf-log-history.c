/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-log-history.h"

#include "anf-error.h"
#include "anf-sql.h"

#include <glib/gi18n.h>

gboolean
anf_log_history_add_cosigned (AnfTx *tx, gint64 size, const char *note, GError **error)
{
  return anf_tx_run (tx, NULL, error, "INSERT INTO log_cosigned (size, note) VALUES (?1, ?2)", "it",
                     size, note);
}

/* A row of size and note, or none. */
static gboolean
take_row (AnfCursor *cursor, char **note, gint64 *size, GError **error)
{
  *note = NULL;
  const int step = anf_cursor_step (cursor, error);
  if (step != 1)
    return step == 0;
  *size = anf_cursor_int (cursor, 0);
  *note = g_strdup (anf_cursor_text (cursor, 1));
  return TRUE;
}

char *
anf_log_history_get_cosigned (AnfTx *tx, gint64 *size, GError **error)
{
  char *note = NULL;
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error, "SELECT size, note FROM log_cosigned ORDER BY seq DESC LIMIT 1", "");
  if (cursor == NULL || !take_row (cursor, &note, size, error))
    return NULL;
  if (note == NULL)
    anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("no witness has cosigned the log yet"));
  return note;
}

gboolean
anf_log_history_find_cosigned (AnfTx *tx, gint64 size, char **note, gint64 *found, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error, "SELECT size, note FROM log_cosigned WHERE size >= ?1 ORDER BY size, seq LIMIT 1",
      "i", size);
  return cursor != NULL && take_row (cursor, note, found, error);
}

gboolean
anf_log_history_add_rotation (AnfTx *tx, gint64 size, const char *note, GError **error)
{
  return anf_tx_run (tx, NULL, error, "INSERT INTO log_rotation (size, note) VALUES (?1, ?2)", "it",
                     size, note);
}

GPtrArray *
anf_log_history_list_rotations (AnfTx *tx, GError **error)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error, "SELECT note FROM log_rotation ORDER BY seq", "");
  if (cursor == NULL)
    return NULL;
  int step = anf_cursor_step (cursor, error);
  for (; step == 1; step = anf_cursor_step (cursor, error))
    g_ptr_array_add (notes, g_strdup (anf_cursor_text (cursor, 0)));
  return step == 0 ? g_steal_pointer (&notes) : NULL;
}
