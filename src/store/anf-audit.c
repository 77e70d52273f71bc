/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-audit.h"

#include "anf-sql.h"

gboolean
anf_audit_each_link (AnfTx *tx, AnfAuditLink each, gpointer data, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (tx, error,
                                               "SELECT noun, kind, target, id, seq FROM link"
                                               " ORDER BY noun, seq, kind, target",
                                               "");
  if (cursor == NULL)
    return FALSE;
  int step = anf_cursor_step (cursor, error);
  for (; step == 1; step = anf_cursor_step (cursor, error))
    {
      const AnfLinkRow row = { .noun = anf_cursor_text (cursor, 0),
                               .kind = anf_cursor_text (cursor, 1),
                               .target = anf_cursor_text (cursor, 2),
                               .id = anf_cursor_text (cursor, 3),
                               .seq = anf_cursor_int (cursor, 4) };
      if (!each (&row, data, error))
        return FALSE;
    }
  return step == 0;
}

gboolean
anf_audit_has_link (AnfTx *tx, const AnfLinkRow *row, gboolean *found, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error,
      "SELECT 1 FROM link WHERE noun = ?1 AND kind = ?2 AND target = ?3 AND seq = ?4 AND id = ?5",
      "tttit", row->noun, row->kind, row->target, row->seq, row->id);
  const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  *found = step == 1;
  return step >= 0;
}

gboolean
anf_audit_each_stray (AnfTx *tx, AnfAuditStray each, gpointer data, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error,
      "SELECT 'lead', lead FROM lead_informant WHERE lead NOT IN (SELECT id FROM lead)"
      " UNION ALL SELECT 'talk', talk FROM talk_subject"
      " WHERE talk NOT IN (SELECT id FROM talk) ORDER BY 1, 2",
      "");
  int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  for (; step == 1; step = anf_cursor_step (cursor, error))
    if (!each (anf_cursor_text (cursor, 0), anf_cursor_text (cursor, 1), data, error))
      return FALSE;
  return step == 0;
}

gboolean
anf_audit_each_counter (AnfTx *tx, AnfAuditCounter each, gpointer data, GError **error)
{
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error, "SELECT series, last FROM counter ORDER BY series", "");
  if (cursor == NULL)
    return FALSE;
  int step = anf_cursor_step (cursor, error);
  for (; step == 1; step = anf_cursor_step (cursor, error))
    if (!each (anf_cursor_text (cursor, 0), anf_cursor_int (cursor, 1), data, error))
      return FALSE;
  return step == 0;
}

gboolean
anf_audit_each_upload (AnfTx *tx, AnfAuditUpload each, gpointer data, GError **error)
{
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error,
                      "SELECT id, account, evidence, sha256, size, received, metadata, touched_at,"
                      " finished FROM upload ORDER BY id",
                      "");
  if (cursor == NULL)
    return FALSE;
  int step = anf_cursor_step (cursor, error);
  for (; step == 1; step = anf_cursor_step (cursor, error))
    {
      const AnfUploadRow row = { .id = (char *)anf_cursor_text (cursor, 0),
                                 .account = (char *)anf_cursor_text (cursor, 1),
                                 .evidence = (char *)anf_cursor_text (cursor, 2),
                                 .sha256 = (char *)anf_cursor_text (cursor, 3),
                                 .size = anf_cursor_int (cursor, 4),
                                 .received = anf_cursor_int (cursor, 5),
                                 .metadata = (char *)anf_cursor_text (cursor, 6),
                                 .touched_at = anf_cursor_int (cursor, 7),
                                 .finished = anf_cursor_int (cursor, 8) != 0 };
      if (!each (&row, data, error))
        return FALSE;
    }
  return step == 0;
}
