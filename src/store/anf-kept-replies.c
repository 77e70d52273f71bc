/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-kept-replies.h"

#include "anf-sql.h"

void
anf_kept_reply_free (AnfKeptReply *self)
{
  if (self == NULL)
    return;
  g_free (self->fingerprint);
  g_free (self->content_type);
  g_free (self->body);
  g_free (self);
}

gboolean
anf_kept_replies_lookup (AnfTx *tx,
                         const char *account,
                         const char *key,
                         gint64 since,
                         AnfKeptReply **reply,
                         GError **error)
{
  *reply = NULL;
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error,
                      "SELECT fingerprint, status, version, content_type, body FROM kept_reply"
                      " WHERE account = ?1 AND key = ?2 AND at > ?3",
                      "tti", account, key, since);
  const int step = cursor != NULL ? anf_cursor_step (cursor, error) : -1;
  if (step != 1)
    return step == 0;
  AnfKeptReply *kept = g_new0 (AnfKeptReply, 1);
  kept->fingerprint = g_strdup (anf_cursor_text (cursor, 0));
  kept->status = (int)anf_cursor_int (cursor, 1);
  kept->version = anf_cursor_int (cursor, 2);
  kept->content_type = g_strdup (anf_cursor_text (cursor, 3));
  kept->body = g_strdup (anf_cursor_text (cursor, 4));
  *reply = kept;
  return TRUE;
}

gboolean
anf_kept_replies_add (AnfTx *tx,
                      const char *account,
                      const char *key,
                      gint64 at,
                      const AnfKeptReply *reply,
                      GError **error)
{
  return anf_tx_run (tx, NULL, error,
                     "INSERT INTO kept_reply (account, key, fingerprint, at, status, version,"
                     " content_type, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
                     " ON CONFLICT (account, key) DO UPDATE SET fingerprint = excluded.fingerprint,"
                     " at = excluded.at, status = excluded.status, version = excluded.version,"
                     " content_type = excluded.content_type, body = excluded.body",
                     "tttiiitt", account, key, reply->fingerprint, at, (gint64)reply->status,
                     reply->version, reply->content_type, reply->body);
}

gboolean
anf_kept_replies_sweep (AnfTx *tx, gint64 before, GError **error)
{
  return anf_tx_run (tx, NULL, error, "DELETE FROM kept_reply WHERE at <= ?1", "i", before);
}
