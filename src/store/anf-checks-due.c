/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-checks-due.h"

#include "anf-sql.h"

#include <string.h>

static const char *const kinds[] = {
  [ANF_DUE_EVIDENCE] = "evidence", [ANF_DUE_VISIT] = "visit", [ANF_DUE_EXAMINATION] = "examination"
};

/* Of a list, at most one part in so many is for what has failed before. */
#define RETRIES 4
/* Longer than any rest: what is further away was written before the clock was set back. */
#define HORIZON_US (G_GINT64_CONSTANT (2) * 3600 * G_USEC_PER_SEC)

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
                     "tt", kinds[kind], id)
         && anf_tx_run (tx, NULL, error,
                        "UPDATE check_setback SET retry_at = 0 WHERE kind = ?1 AND id = ?2", "tt",
                        kinds[kind], id);
}

gboolean
anf_checks_due_add_visit (AnfTx *tx, const char *visit, GError **error)
{
  return anf_checks_due_add (tx, ANF_DUE_VISIT, visit, error)
         && anf_tx_run (tx, NULL, error,
                        "INSERT INTO check_due (kind, id) SELECT 'evidence', id FROM evidence"
                        " WHERE parent = ?1 AND state <> 'received' ORDER BY seq" AGAIN,
                        "t", visit)
         && anf_tx_run (tx, NULL, error,
                        "UPDATE check_setback SET retry_at = 0 WHERE kind = 'evidence' AND id IN"
                        " (SELECT id FROM evidence WHERE parent = ?1)",
                        "t", visit);
}

static AnfDueKind
find_kind (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i], name) == 0)
      return (AnfDueKind)i;
  return ANF_DUE_EVIDENCE;
}

static gboolean
add_all (GPtrArray *list, AnfCursor *cursor, GError **error)
{
  int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  for (; step == 1; step = anf_cursor_step (cursor, error))
    {
      AnfDue *due = g_new0 (AnfDue, 1);
      due->kind = find_kind (anf_cursor_text (cursor, 0));
      due->id = g_strdup (anf_cursor_text (cursor, 1));
      due->round = anf_cursor_int (cursor, 2);
      due->failures = anf_cursor_int (cursor, 3);
      g_ptr_array_add (list, due);
    }
  return step == 0;
}

#define RESTED " (s.retry_at <= ?1 OR s.retry_at > ?2) ORDER BY s.retry_at LIMIT ?3"

GPtrArray *
anf_checks_due_list (AnfTx *tx, gint64 now, guint limit, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_due_free);
  g_autoptr (AnfCursor) again
      = anf_tx_query (tx, error,
                      "SELECT d.kind, d.id, d.round, s.failures FROM check_setback s"
                      " JOIN check_due d ON d.kind = s.kind AND d.id = s.id WHERE" RESTED,
                      "iii", now, now + HORIZON_US, (gint64)limit / RETRIES);
  if (!add_all (list, again, error))
    return NULL;
  g_autoptr (AnfCursor) fresh
      = anf_tx_query (tx, error,
                      "SELECT kind, id, round, 0 FROM check_due d WHERE NOT EXISTS"
                      " (SELECT 1 FROM check_setback s WHERE s.kind = d.kind AND s.id = d.id)"
                      " ORDER BY due LIMIT ?1",
                      "i", (gint64)limit - list->len);
  return add_all (list, fresh, error) ? g_steal_pointer (&list) : NULL;
}

GPtrArray *
anf_checks_due_list_received (AnfTx *tx, gint64 now, guint limit, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_due_free);
  g_autoptr (AnfCursor) again
      = anf_tx_query (tx, error,
                      "SELECT s.kind, e.id, 0, s.failures FROM check_setback s"
                      " JOIN evidence e ON e.id = s.id AND e.state = 'received'"
                      " WHERE s.kind = 'examination' AND" RESTED,
                      "iii", now, now + HORIZON_US, (gint64)limit / RETRIES);
  if (!add_all (list, again, error))
    return NULL;
  g_autoptr (AnfCursor) fresh
      = anf_tx_query (tx, error,
                      "SELECT 'examination', id, 0, 0 FROM evidence e WHERE state = 'received'"
                      " AND NOT EXISTS (SELECT 1 FROM check_setback s"
                      " WHERE s.kind = 'examination' AND s.id = e.id) ORDER BY seq LIMIT ?1",
                      "i", (gint64)limit - list->len);
  return add_all (list, fresh, error) ? g_steal_pointer (&list) : NULL;
}

gboolean
anf_checks_due_done (AnfTx *tx, const AnfDue *due, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "DELETE FROM check_due WHERE kind = ?1 AND id = ?2 AND round = ?3", "tti",
                     kinds[due->kind], due->id, due->round)
         && (due->failures == 0
             || anf_tx_run (tx, NULL, error,
                            "DELETE FROM check_setback WHERE kind = ?1 AND id = ?2", "tt",
                            kinds[due->kind], due->id));
}

gboolean
anf_checks_due_put_off (AnfTx *tx, const AnfDue *due, gint64 retry_at, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "INSERT INTO check_setback (kind, id, failures, retry_at)"
                     " VALUES (?1, ?2, 1, ?3) ON CONFLICT (kind, id) DO UPDATE"
                     " SET failures = failures + 1, retry_at = ?3",
                     "tti", kinds[due->kind], due->id, retry_at);
}

gboolean
anf_checks_due_count_all (AnfTx *tx, AnfDueCounts *counts, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (tx, error,
                                               "SELECT (SELECT count (*) FROM check_due),"
                                               " (SELECT count (*) FROM evidence"
                                               " WHERE state = 'received'),"
                                               " (SELECT count (*) FROM check_setback)",
                                               "");
  if (cursor == NULL || anf_cursor_step (cursor, error) != 1)
    return FALSE;
  counts->checks = anf_cursor_int (cursor, 0);
  counts->examinations = anf_cursor_int (cursor, 1);
  counts->setbacks = anf_cursor_int (cursor, 2);
  return TRUE;
}

/* @cursor: (nullable); whether it gives a row */
static gboolean
has_row (AnfCursor *cursor, gboolean *has, GError **error)
{
  const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  *has = step == 1;
  return step >= 0;
}

gboolean
anf_checks_due_has (AnfTx *tx, AnfDueKind kind, const char *id, gboolean *has, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error, "SELECT 1 FROM check_due WHERE kind = ?1 AND id = ?2", "tt", kinds[kind], id);
  return has_row (cursor, has, error);
}

gboolean
anf_checks_due_has_failed (AnfTx *tx, const char *id, gboolean *failed, GError **error)
{
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error,
                      "SELECT 1 FROM check_setback"
                      " WHERE kind IN ('evidence','visit','examination') AND id = ?1 LIMIT 1",
                      "t", id);
  return has_row (cursor, failed, error);
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
