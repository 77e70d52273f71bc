/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-apart-rows.h"

#include "anf-sql.h"

static const struct
{
  const char *put;
  const char *remove;
  const char *lookup;
} statements[ANF_APART_COUNT] = {
  [ANF_APART_INFORMANT] = { .put = "INSERT INTO lead_informant (lead, doc) VALUES (?1, ?2)"
                                   " ON CONFLICT (lead) DO UPDATE SET doc = excluded.doc",
                            .remove = "DELETE FROM lead_informant WHERE lead = ?1",
                            .lookup = "SELECT doc FROM lead_informant WHERE lead = ?1" },
  [ANF_APART_SUBJECT] = { .put = "INSERT INTO talk_subject (talk, doc) VALUES (?1, ?2)"
                                 " ON CONFLICT (talk) DO UPDATE SET doc = excluded.doc",
                          .remove = "DELETE FROM talk_subject WHERE talk = ?1",
                          .lookup = "SELECT doc FROM talk_subject WHERE talk = ?1" },
};

gboolean
anf_apart_rows_put (AnfTx *tx, AnfApart apart, const char *id, const char *text, GError **error)
{
  return anf_tx_run (tx, NULL, error, statements[apart].put, "tt", id, text);
}

gboolean
anf_apart_rows_remove (AnfTx *tx, AnfApart apart, const char *id, GError **error)
{
  return anf_tx_run (tx, NULL, error, statements[apart].remove, "t", id);
}

gboolean
anf_apart_rows_lookup (AnfTx *tx, AnfApart apart, const char *id, char **text, GError **error)
{
  *text = NULL;
  g_autoptr (AnfCursor) cursor = anf_tx_query (tx, error, statements[apart].lookup, "t", id);
  const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  if (step == 1)
    *text = g_strdup (anf_cursor_text (cursor, 0));
  return step >= 0;
}
