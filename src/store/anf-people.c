/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-people.h"

#include "anf-error.h"
#include "anf-sql.h"

#include <glib/gi18n.h>

gboolean
anf_people_set_password (AnfTx *tx, const char *account, const char *hash, GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "INSERT INTO credential (account, hash) VALUES (?1, ?2)"
                     " ON CONFLICT (account) DO UPDATE SET hash = excluded.hash",
                     "tt", account, hash);
}

char *
anf_people_get_password (AnfTx *tx, const char *account, GError **error)
{
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error, "SELECT hash FROM credential WHERE account = ?1", "t", account);
  if (cursor == NULL || anf_cursor_step (cursor, error) != 1)
    return NULL;
  return g_strdup (anf_cursor_text (cursor, 0));
}

gboolean
anf_people_add_device (
    AnfTx *tx, const char *account, const char *device, gint64 now, GError **error)
{
  if (!anf_tx_run (tx, NULL, error,
                   "INSERT INTO device (account, device, first_seen) VALUES (?1, ?2, ?3)"
                   " ON CONFLICT DO NOTHING",
                   "tti", account, device, now))
    return FALSE;
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error, "SELECT revoked FROM device WHERE account = ?1 AND device = ?2",
                      "tt", account, device);
  if (cursor == NULL || anf_cursor_step (cursor, error) != 1)
    return FALSE;
  if (anf_cursor_int (cursor, 0) == 0)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_DENIED,
                          _ ("this device has been revoked: ask the account administrator"));
}

gboolean
anf_people_revoke_device (AnfTx *tx, const char *account, const char *device, GError **error)
{
  int changes = 0;
  if (!anf_tx_run (tx, &changes, error,
                   "UPDATE device SET revoked = 1 WHERE account = ?1 AND device = ?2", "tt",
                   account, device))
    return FALSE;
  if (changes == 0)
    return anf_error_throw (error, ANF_ERROR_NOT_FOUND,
                            _ ("account %s never logged in from device %s"), account, device);
  return anf_tx_run (tx, NULL, error, "DELETE FROM session WHERE account = ?1 AND device = ?2",
                     "tt", account, device);
}

gboolean
anf_people_visit_devices (AnfTx *tx,
                          const char *account,
                          gint64 now,
                          void (*visit) (const AnfDevice *device, gpointer data),
                          gpointer data,
                          GError **error)
{
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error,
      "SELECT device, first_seen, revoked, (SELECT count (*) FROM session"
      "  WHERE account = d.account AND device = d.device AND expires_at > ?2)"
      " FROM device AS d WHERE account = ?1 ORDER BY first_seen DESC, device LIMIT ?3",
      "tii", account, now, (gint64)ANF_DEVICES_MAX);
  int step = -1;
  while (cursor != NULL && (step = anf_cursor_step (cursor, error)) == 1)
    {
      const AnfDevice device = { .name = anf_cursor_text (cursor, 0),
                                 .first_seen = anf_cursor_int (cursor, 1),
                                 .revoked = anf_cursor_int (cursor, 2) != 0,
                                 .sessions = anf_cursor_int (cursor, 3) };
      visit (&device, data);
    }
  return step == 0;
}

gboolean
anf_people_add_session (AnfTx *tx,
                        const char *token_hash,
                        const char *account,
                        const char *device,
                        gint64 expires_at,
                        GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "INSERT INTO session (token_hash, account, device, expires_at)"
                     " VALUES (?1, ?2, ?3, ?4)",
                     "ttti", token_hash, account, device, expires_at);
}

gboolean
anf_people_find_session (AnfTx *tx,
                         const char *token_hash,
                         gint64 now,
                         char **account_doc,
                         gint64 *expires_at,
                         GError **error)
{
  *account_doc = NULL;
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error,
                      "SELECT a.doc, s.expires_at FROM session s JOIN account a ON a.id = s.account"
                      " WHERE s.token_hash = ?1 AND s.expires_at > ?2 AND a.state = 'active'",
                      "ti", token_hash, now);
  if (cursor == NULL)
    return FALSE;
  const int step = anf_cursor_step (cursor, error);
  if (step == 1)
    {
      *account_doc = g_strdup (anf_cursor_text (cursor, 0));
      *expires_at = anf_cursor_int (cursor, 1);
    }
  return step >= 0;
}

gboolean
anf_people_end_session (AnfTx *tx, const char *token_hash, GError **error)
{
  return anf_tx_run (tx, NULL, error, "DELETE FROM session WHERE token_hash = ?1", "t", token_hash);
}

gboolean
anf_people_end_sessions (AnfTx *tx, const char *account, GError **error)
{
  return anf_tx_run (tx, NULL, error, "DELETE FROM session WHERE account = ?1", "t", account);
}

gboolean
anf_people_end_all_sessions (AnfTx *tx, GError **error)
{
  return anf_tx_run (tx, NULL, error, "DELETE FROM session", "");
}

gboolean
anf_people_sweep_sessions (AnfTx *tx, gint64 now, GError **error)
{
  return anf_tx_run (tx, NULL, error, "DELETE FROM session WHERE expires_at <= ?1", "i", now);
}

gboolean
anf_people_set_email (
    AnfTx *tx, const char *account, const char *address, const char *language, GError **error)
{
  if (address == NULL)
    return anf_tx_run (tx, NULL, error, "DELETE FROM email WHERE account = ?1", "t", account);
  return anf_tx_run (tx, NULL, error,
                     "INSERT INTO email (account, address, language) VALUES (?1, ?2, ?3)"
                     " ON CONFLICT (account) DO UPDATE SET address = ?2, language = ?3",
                     "ttt", account, address, language);
}

gboolean
anf_people_get_email (
    AnfTx *tx, const char *account, char **address, char **language, GError **error)
{
  *address = NULL;
  *language = NULL;
  g_autoptr (AnfCursor) cursor = anf_tx_query (
      tx, error, "SELECT address, language FROM email WHERE account = ?1", "t", account);
  const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  if (step == 1)
    {
      *address = g_strdup (anf_cursor_text (cursor, 0));
      *language = g_strdup (anf_cursor_text (cursor, 1));
    }
  return step >= 0;
}
