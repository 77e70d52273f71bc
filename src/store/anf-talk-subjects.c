/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-talk-subjects.h"

#include "anf-sql.h"

gboolean
anf_talk_subjects_put (AnfTx *tx, const char *talk, const char *doc, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "INSERT INTO talk_subject (talk, doc) VALUES (?1, ?2)"
                     " ON CONFLICT (talk) DO UPDATE SET doc = excluded.doc",
                     "tt", talk, doc);
}

gboolean
anf_talk_subjects_lookup (AnfTx *tx, const char *talk, char **doc, GError **error)
{
  *doc = NULL;
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error, "SELECT doc FROM talk_subject WHERE talk = ?1", "t", talk);
  const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  if (step == 1)
    *doc = g_strdup (anf_cursor_text (cursor, 0));
  return step >= 0;
}
