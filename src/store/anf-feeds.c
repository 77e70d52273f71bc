/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-feeds.h"

#include "anf-sql.h"

gboolean
anf_feeds_set (AnfTx *tx, const char *account, const char *token_hash, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "INSERT INTO calendar_feed (account, token_hash) VALUES (?1, ?2)"
                     " ON CONFLICT (account) DO UPDATE SET token_hash = ?2",
                     "tt", account, token_hash);
}

gboolean
anf_feeds_remove (AnfTx *tx, const char *account, GError **error)
{
  return anf_tx_run (tx, NULL, error, "DELETE FROM calendar_feed WHERE account = ?1", "t", account);
}

gboolean
anf_feeds_find (AnfTx *tx, const char *token_hash, char **account_doc, GError **error)
{
  *account_doc = NULL;
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error,
                      "SELECT a.doc FROM calendar_feed f JOIN account a ON a.id = f.account"
                      " WHERE f.token_hash = ?1 AND a.state = 'active'",
                      "t", token_hash);
  if (cursor == NULL)
    return FALSE;
  const int step = anf_cursor_step (cursor, error);
  if (step == 1)
    *account_doc = g_strdup (anf_cursor_text (cursor, 0));
  return step >= 0;
}
