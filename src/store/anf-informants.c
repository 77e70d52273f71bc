/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-informants.h"

#include "anf-sql.h"

gboolean
anf_informants_put (AnfTx *tx, const char *lead, const char *doc, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "INSERT INTO lead_informant (lead, doc) VALUES (?1, ?2)"
                     " ON CONFLICT (lead) DO UPDATE SET doc = excluded.doc",
                     "tt", lead, doc);
}

gboolean
anf_informants_remove (AnfTx *tx, const char *lead, GError **error)
{
  return anf_tx_run (tx, NULL, error, "DELETE FROM lead_informant WHERE lead = ?1", "t", lead);
}

gboolean
anf_informants_lookup (AnfTx *tx, const char *lead, char **doc, GError **error)
{
  *doc = NULL;
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error, "SELECT doc FROM lead_informant WHERE lead = ?1", "t", lead);
  const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  if (step == 1)
    *doc = g_strdup (anf_cursor_text (cursor, 0));
  return step >= 0;
}
