/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-subjects.h"

#include "anf-sql.h"

char *
anf_subjects_format (const char *unit, const char *category)
{
  return g_strdup_printf ("%s %s", unit, category);
}

gboolean
anf_subjects_find_self_check (AnfTx *tx,
                              const char *unit,
                              const char *category,
                              const char *before,
                              char **doc,
                              GError **error)
{
  *doc = NULL;
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error,
                      "SELECT doc FROM selfcheck WHERE unit = ?1 AND parent = ?2"
                      " AND json_extract (doc, '$.created_at') <= ?3 ORDER BY seq DESC LIMIT 1",
                      "ttt", unit, category, before);
  const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  if (step == 1)
    *doc = g_strdup (anf_cursor_text (cursor, 0));
  return step >= 0;
}

#define CLOSED                                                                                     \
  " FROM link l JOIN finding f ON f.seq = l.seq"                                                   \
  " WHERE l.noun = 'finding' AND l.kind = 'subject' AND l.target = ?2"                             \
  " AND f.unit = ?1 AND f.state = 'closed'"                                                        \
  " AND json_extract (f.doc, '$.closed_at') BETWEEN ?3 AND ?4"

static gboolean
count_rows (AnfCursor *cursor, gint64 *count, GError **error)
{
  if (cursor == NULL || anf_cursor_step (cursor, error) != 1)
    return FALSE;
  *count = anf_cursor_int (cursor, 0);
  return TRUE;
}

gboolean
anf_subjects_count_closed (AnfTx *tx, const AnfSubjectSpan *span, gint64 *count, GError **error)
{
  g_autofree char *subject = anf_subjects_format (span->unit, span->category);
  g_autoptr (AnfCursor) cursor = anf_tx_query (tx, error, "SELECT count (*)" CLOSED, "tttt",
                                               span->unit, subject, span->since, span->until);
  return count_rows (cursor, count, error);
}

gboolean
anf_subjects_has_closed (
    AnfTx *tx, const AnfSubjectSpan *span, const char *finding, gboolean *has, GError **error)
{
  g_autofree char *subject = anf_subjects_format (span->unit, span->category);
  gint64 count = 0;
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error, "SELECT count (*)" CLOSED " AND f.id = ?5", "ttttt", span->unit,
                      subject, span->since, span->until, finding);
  const gboolean counted = count_rows (cursor, &count, error);
  *has = count > 0;
  return counted;
}

GPtrArray *
anf_subjects_list_closed (AnfTx *tx, const AnfSubjectSpan *span, GError **error)
{
  g_autofree char *subject = anf_subjects_format (span->unit, span->category);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error, "SELECT f.id" CLOSED " ORDER BY l.seq DESC LIMIT 100", "tttt",
                      span->unit, subject, span->since, span->until);
  int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  while (step == 1)
    {
      g_ptr_array_add (ids, g_strdup (anf_cursor_text (cursor, 0)));
      step = anf_cursor_step (cursor, error);
    }
  return step == 0 ? g_steal_pointer (&ids) : NULL;
}
