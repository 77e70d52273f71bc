/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-apart-rows.h"

#include "anf-sql.h"

/* Names of accounts have no slash in them. */
#define REPLY_ACCOUNT "substr (?1, 1, instr (?1, '/') - 1)"
#define REPLY_KEY "substr (?1, instr (?1, '/') + 1)"

static const struct
{
  const char *put;
  const char *remove;
  const char *lookup;
  const char *list;
  const char *change;
} statements[ANF_APART_COUNT] = {
  [ANF_APART_INFORMANT]
  = { .put = "INSERT INTO lead_informant (lead, doc) VALUES (?1, ?2)"
             " ON CONFLICT (lead) DO UPDATE SET doc = excluded.doc",
      .remove = "DELETE FROM lead_informant WHERE lead = ?1",
      .lookup = "SELECT doc FROM lead_informant WHERE lead = ?1",
      .list = "SELECT lead, doc FROM lead_informant WHERE lead > ?1 ORDER BY lead LIMIT 1",
      .change = "UPDATE lead_informant SET doc = ?2 WHERE lead = ?1" },
  [ANF_APART_SUBJECT]
  = { .put = "INSERT INTO talk_subject (talk, doc) VALUES (?1, ?2)"
             " ON CONFLICT (talk) DO UPDATE SET doc = excluded.doc",
      .remove = "DELETE FROM talk_subject WHERE talk = ?1",
      .lookup = "SELECT doc FROM talk_subject WHERE talk = ?1",
      .list = "SELECT talk, doc FROM talk_subject WHERE talk > ?1 ORDER BY talk LIMIT 1",
      .change = "UPDATE talk_subject SET doc = ?2 WHERE talk = ?1" },
  [ANF_APART_ADDRESS]
  = { .list = "SELECT account, address FROM email WHERE account > ?1 ORDER BY account LIMIT 1",
      .change = "UPDATE email SET address = ?2 WHERE account = ?1" },
  [ANF_APART_LEAD_REQUEST]
  = { .list = "SELECT id, request FROM lead WHERE id > ?1 ORDER BY id LIMIT 1",
      .change = "UPDATE lead SET request = ?2 WHERE id = ?1" },
  [ANF_APART_TALK_REQUEST]
  = { .list = "SELECT id, request FROM talk WHERE id > ?1 ORDER BY id LIMIT 1",
      .change = "UPDATE talk SET request = ?2 WHERE id = ?1" },
  [ANF_APART_ACCOUNT_REQUEST]
  = { .list = "SELECT id, request FROM account WHERE id > ?1 ORDER BY id LIMIT 1",
      .change = "UPDATE account SET request = ?2 WHERE id = ?1" },
  [ANF_APART_REPLY] = { .list = "SELECT account || '/' || key, fingerprint FROM kept_reply"
                                " WHERE (account, key) > (" REPLY_ACCOUNT ", " REPLY_KEY ")"
                                " ORDER BY account, key LIMIT 1",
                        .change = "UPDATE kept_reply SET fingerprint = ?2"
                                  " WHERE account = " REPLY_ACCOUNT " AND key = " REPLY_KEY },
};

gboolean
anf_apart_rows_put (AnfTx *tx, AnfApart apart, const char *id, const char *text, GError **error)
{
  g_return_val_if_fail (statements[apart].put != NULL, FALSE);
  return anf_tx_run (tx, NULL, error, statements[apart].put, "tt", id, text);
}

gboolean
anf_apart_rows_remove (AnfTx *tx, AnfApart apart, const char *id, GError **error)
{
  g_return_val_if_fail (statements[apart].remove != NULL, FALSE);
  return anf_tx_run (tx, NULL, error, statements[apart].remove, "t", id);
}

gboolean
anf_apart_rows_lookup (AnfTx *tx, AnfApart apart, const char *id, char **text, GError **error)
{
  *text = NULL;
  g_return_val_if_fail (statements[apart].lookup != NULL, FALSE);
  g_autoptr (AnfCursor) cursor = anf_tx_query (tx, error, statements[apart].lookup, "t", id);
  const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  if (step == 1)
    *text = g_strdup (anf_cursor_text (cursor, 0));
  return step >= 0;
}

/* The one behind @id. @next: (out) (transfer full) (nullable): NULL behind the last */
static gboolean
look_behind (AnfTx *tx, AnfApart apart, const char *id, char **next, char **text, GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (tx, error, statements[apart].list, "t", id);
  const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  if (step == 1)
    {
      *next = g_strdup (anf_cursor_text (cursor, 0));
      *text = g_strdup (anf_cursor_text (cursor, 1));
    }
  return step >= 0;
}

static gboolean
change_all (AnfTx *tx, AnfApart apart, AnfApartChange change, gpointer data, GError **error)
{
  g_autofree char *id = g_strdup ("");
  while (id != NULL)
    {
      g_autofree char *next = NULL;
      g_autofree char *text = NULL;
      if (!look_behind (tx, apart, id, &next, &text, error))
        return FALSE;
      g_autofree char *changed = next != NULL ? change (apart, next, text, data, error) : NULL;
      if (next != NULL
          && (changed == NULL
              || !anf_tx_run (tx, NULL, error, statements[apart].change, "tt", next, changed)))
        return FALSE;
      g_free (id);
      id = g_steal_pointer (&next);
    }
  return TRUE;
}

gboolean
anf_apart_rows_change (AnfTx *tx, AnfApartChange change, gpointer data, GError **error)
{
  for (AnfApart apart = 0; apart < ANF_APART_COUNT; apart++)
    if (!change_all (tx, apart, change, data, error))
      return FALSE;
  return TRUE;
}

gboolean
anf_apart_rows_get_key (AnfTx *tx, char **key_id, GError **error)
{
  *key_id = NULL;
  g_autoptr (AnfCursor) cursor = anf_tx_query (tx, error, "SELECT key_id FROM people_key", "");
  const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  if (step == 1)
    *key_id = g_strdup (anf_cursor_text (cursor, 0));
  return step >= 0;
}

gboolean
anf_apart_rows_set_key (AnfTx *tx, const char *key_id, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "INSERT INTO people_key (one, key_id) VALUES (1, ?1)"
                     " ON CONFLICT (one) DO UPDATE SET key_id = ?1",
                     "t", key_id);
}
