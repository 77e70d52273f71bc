/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-people-columns.h"

#include "anf-sql.h"

/* Names of accounts have no slash in them. */
#define REPLY_ACCOUNT "substr (?1, 1, instr (?1, '/') - 1)"
#define REPLY_KEY "substr (?1, instr (?1, '/') + 1)"

static const struct
{
  const char *list; /* the row behind ?1 */
  const char *change;
} statements[ANF_PEOPLE_COLUMNS] = {
  [ANF_PEOPLE_INFORMANT]
  = { .list = "SELECT lead, doc FROM lead_informant WHERE lead > ?1 ORDER BY lead LIMIT 1",
      .change = "UPDATE lead_informant SET doc = ?2 WHERE lead = ?1" },
  [ANF_PEOPLE_SUBJECT]
  = { .list = "SELECT talk, doc FROM talk_subject WHERE talk > ?1 ORDER BY talk LIMIT 1",
      .change = "UPDATE talk_subject SET doc = ?2 WHERE talk = ?1" },
  [ANF_PEOPLE_ADDRESS]
  = { .list = "SELECT account, address FROM email WHERE account > ?1 ORDER BY account LIMIT 1",
      .change = "UPDATE email SET address = ?2 WHERE account = ?1" },
  [ANF_PEOPLE_LEAD_REQUEST]
  = { .list = "SELECT id, request FROM lead WHERE id > ?1 ORDER BY id LIMIT 1",
      .change = "UPDATE lead SET request = ?2 WHERE id = ?1" },
  [ANF_PEOPLE_TALK_REQUEST]
  = { .list = "SELECT id, request FROM talk WHERE id > ?1 ORDER BY id LIMIT 1",
      .change = "UPDATE talk SET request = ?2 WHERE id = ?1" },
  [ANF_PEOPLE_ACCOUNT_REQUEST]
  = { .list = "SELECT id, request FROM account WHERE id > ?1 ORDER BY id LIMIT 1",
      .change = "UPDATE account SET request = ?2 WHERE id = ?1" },
  [ANF_PEOPLE_REPLY] = { .list = "SELECT account || '/' || key, fingerprint FROM kept_reply"
                                 " WHERE (account, key) > (" REPLY_ACCOUNT ", " REPLY_KEY ")"
                                 " ORDER BY account, key LIMIT 1",
                         .change = "UPDATE kept_reply SET fingerprint = ?2"
                                   " WHERE account = " REPLY_ACCOUNT " AND key = " REPLY_KEY },
};

/* The one behind @id. @next: (out) (transfer full) (nullable): NULL behind the last */
static gboolean
look_behind (
    AnfTx *tx, AnfPeopleColumn column, const char *id, char **next, char **text, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (tx, error, statements[column].list, "t", id);
  const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  if (step == 1)
    {
      *next = g_strdup (anf_cursor_text (cursor, 0));
      *text = g_strdup (anf_cursor_text (cursor, 1));
    }
  return step >= 0;
}

static gboolean
change_column (
    AnfTx *tx, AnfPeopleColumn column, AnfPeopleChange change, gpointer data, GError **error)
{
  g_autofree char *id = g_strdup ("");
  while (id != NULL)
    {
      g_autofree char *next = NULL;
      g_autofree char *text = NULL;
      g_autofree char *changed = NULL;
      if (!look_behind (tx, column, id, &next, &text, error)
          || (next != NULL && !change (column, next, text, &changed, data, error))
          || (changed != NULL
              && !anf_tx_run (tx, NULL, error, statements[column].change, "tt", next, changed)))
        return FALSE;
      g_free (id);
      id = g_steal_pointer (&next);
    }
  return TRUE;
}

gboolean
anf_people_columns_change (AnfTx *tx, AnfPeopleChange change, gpointer data, GError **error)
{
  for (AnfPeopleColumn column = 0; column < ANF_PEOPLE_COLUMNS; column++)
    if (!change_column (tx, column, change, data, error))
      return FALSE;
  return TRUE;
}

gboolean
anf_people_columns_get_key (AnfTx *tx, char **key_id, GError **error)
{
  *key_id = NULL;
  g_autoptr (AnfCursor) cursor = anf_tx_query (tx, error, "SELECT key_id FROM people_key", "");
  const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  if (step == 1)
    *key_id = g_strdup (anf_cursor_text (cursor, 0));
  return step >= 0;
}

gboolean
anf_people_columns_set_key (AnfTx *tx, const char *key_id, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "INSERT INTO people_key (one, key_id) VALUES (1, ?1)"
                     " ON CONFLICT (one) DO UPDATE SET key_id = ?1",
                     "t", key_id);
}
