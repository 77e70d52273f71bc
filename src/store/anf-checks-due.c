/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-checks-due.h"

#include "anf-sql.h"

#include <string.h>

static const char *const kinds[] = { [ANF_DUE_EVIDENCE] = "evidence", [ANF_DUE_VISIT] = "visit" };

#define AGAIN " ON CONFLICT (kind, id) DO UPDATE SET round = round + 1"

void
anf_due_free (AnfDue *self)
{
  g_free (self->id);
  g_free (self);
}

gboolean
anf_checks_due_add (AnfTx *tx, AnfDueKind kind, const char *id, GError **error)
{
  return anf_tx_run (tx, NULL, error, "INSERT INTO check_due (kind, id) VALUES (?1, ?2)" AGAIN,
                     "tt", kinds[kind], id);
}

gboolean
anf_checks_due_add_visit (AnfTx *tx, const char *visit, GError **error)
{
  return anf_checks_due_add (tx, ANF_DUE_VISIT, visit, error)
         && anf_tx_run (tx, NULL, error,
                        "INSERT INTO check_due (kind, id) SELECT 'evidence', id FROM evidence"
                        " WHERE parent = ?1 AND state <> 'received' ORDER BY seq" AGAIN,
                        "t", visit);
}

GPtrArray *
anf_checks_due_list (AnfTx *tx, guint limit, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_due_free);
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error, "SELECT kind, id, round FROM check_due ORDER BY due LIMIT ?1", "i", (gint64)limit);
  if (cursor == NULL)
    return NULL;
  int step = anf_cursor_step (cursor, error);
  for (; step == 1; step = anf_cursor_step (cursor, error))
    {
      AnfDue *due = g_new0 (AnfDue, 1);
      due->kind = strcmp (anf_cursor_text (cursor, 0), kinds[ANF_DUE_VISIT]) == 0
                      ? ANF_DUE_VISIT
                      : ANF_DUE_EVIDENCE;
      due->id = g_strdup (anf_cursor_text (cursor, 1));
      due->round = anf_cursor_int (cursor, 2);
      g_ptr_array_add (list, due);
    }
  return step == 0 ? g_steal_pointer (&list) : NULL;
}

gboolean
anf_checks_due_done (AnfTx *tx, const AnfDue *due, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "DELETE FROM check_due WHERE kind = ?1 AND id = ?2 AND round = ?3", "tti",
                     kinds[due->kind], due->id, due->round);
}

gboolean
anf_checks_due_put_off (AnfTx *tx, const AnfDue *due, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "UPDATE check_due SET due = (SELECT max (due) + 1 FROM check_due)"
                     " WHERE kind = ?1 AND id = ?2",
                     "tt", kinds[due->kind], due->id);
}

gboolean
anf_checks_due_count_all (AnfTx *tx, gint64 *checks, gint64 *examinations, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (tx, error,
                                               "SELECT (SELECT count (*) FROM check_due),"
                                               " (SELECT count (*) FROM evidence"
                                               " WHERE state = 'received')",
                                               "");
  if (cursor == NULL || anf_cursor_step (cursor, error) != 1)
    return FALSE;
  *checks = anf_cursor_int (cursor, 0);
  *examinations = anf_cursor_int (cursor, 1);
  return TRUE;
}

gboolean
anf_checks_due_has (AnfTx *tx, AnfDueKind kind, const char *id, gboolean *has, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error, "SELECT 1 FROM check_due WHERE kind = ?1 AND id = ?2", "tt", kinds[kind], id);
  const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  *has = step == 1;
  return step >= 0;
}

gboolean
anf_checks_due_count (AnfTx *tx, const char *parent, gint64 *count, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error,
      "SELECT (SELECT count (*) FROM evidence e WHERE e.parent = ?1 AND (e.state = 'received'"
      " OR EXISTS (SELECT 1 FROM check_due d WHERE d.kind = 'evidence' AND d.id = e.id)))"
      " + (SELECT count (*) FROM check_due WHERE kind = 'visit' AND id = ?1)",
      "t", parent);
  if (cursor == NULL || anf_cursor_step (cursor, error) != 1)
    return FALSE;
  *count = anf_cursor_int (cursor, 0);
  return TRUE;
}

gboolean
anf_checks_due_note_clock (
    AnfTx *tx, const char *account, gint64 at, gint64 skew_us, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "INSERT INTO login_clock (account, at, skew_us) VALUES (?1, ?2, ?3)"
                     " ON CONFLICT DO NOTHING",
                     "tii", account, at, skew_us);
}

gboolean
anf_checks_due_find_clock (
    AnfTx *tx, const char *account, gint64 at, gint64 *skew_us, gboolean *known, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error,
      "SELECT skew_us FROM login_clock WHERE account = ?1 AND at <= ?2 ORDER BY at DESC LIMIT 1",
      "ti", account, at);
  const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  *known = step == 1;
  *skew_us = step == 1 ? anf_cursor_int (cursor, 0) : 0;
  return step >= 0;
}
