/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-accounts.h"
#include "anf-checks-due.h"
#include "anf-content-hash.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-logins.h"
#include "anf-people.h"
#include "anf-sealing.h"

#include <glib/gi18n.h>

#include <string.h>

#define TOKEN_BYTES 32
/* One working day in the field. */
#define SESSION_S (12 * 60 * 60)

typedef struct
{
  AnfWork *work;
  const char *account;
  const char *device;
  const char *token;
  char *hash;
  gint64 device_at; /* by the device's clock; 0 when it did not say */
} Login;

static gboolean
read_hash (AnfTx *tx, gpointer data, GError **error)
{
  Login *login = data;
  g_autoptr (AnfRecord) record = NULL;
  if (!anf_records_lookup (tx, ANF_NOUN_ACCOUNT, login->account, &record, error))
    return FALSE;
  if (record != NULL && strcmp (record->state, "active") == 0)
    login->hash = anf_people_get_password (tx, login->account, error);
  return error == NULL || *error == NULL;
}

static void
reply_session (AnfWork *work, const char *token, gint64 expires_at, JsonObject *account)
{
  g_autofree char *until = anf_time_format (expires_at);
  g_autoptr (JsonObject) session = json_object_new ();
  anf_json_set_string (session, "token", token);
  json_object_set_string_member (session, "expires_at", until);
  json_object_set_object_member (session, "account", anf_sealing_dup_account (work, account));
  anf_work_reply_text (work, "application/json", anf_json_format_object (session));
}

static gboolean
start_session (AnfTx *tx, gpointer data, GError **error)
{
  Login *login = data;
  AnfWork *work = login->work;
  g_autofree char *token_hash = anf_content_hash (login->token);
  const gint64 expires_at = work->now + (gint64)SESSION_S * G_USEC_PER_SEC;
  work->tx = tx;
  g_autoptr (JsonObject) account = anf_work_find_account (work, "account", login->account, error);
  const gboolean done
      = account != NULL
        && anf_people_add_device (tx, login->account, login->device, work->now, error)
        && (login->device_at == 0
            || anf_checks_due_note_clock (tx, login->account, work->now,
                                          login->device_at - work->now, error))
        && anf_people_sweep_sessions (tx, work->now, error)
        && anf_people_add_session (tx, token_hash, login->account, login->device, expires_at,
                                   error);
  work->tx = NULL;
  if (!done)
    return FALSE;
  reply_session (work, login->token, expires_at, account);
  work->reply->status = 201;
  return TRUE;
}

/* For whoever watches the service's journal. What is typed where no such account is may be a
   password. */
static void
tell_of_tries (const char *account, guint wrong, gboolean known)
{
  if (known)
    g_warning ("%u wrong passwords in a row for the account %s", wrong, account);
  else
    g_warning ("%u logins in a row for an account that is not here", wrong);
}

gboolean
anf_accounts_create_session (AnfWork *work, GError **error)
{
  AnfOffice *office = work->office;
  const char *password = NULL;
  Login login = { .work = work };
  const char *device_time = anf_json_peek_string (work->call->body, "device_time");
  if (!anf_json_get_string (work->call->body, "account", &login.account, error)
      || !anf_json_get_string (work->call->body, "password", &password, error)
      || !anf_json_get_string (work->call->body, "device", &login.device, error)
      || (device_time != NULL && !anf_time_parse (device_time, &login.device_at, error))
      || !anf_logins_may_try (office->logins, login.account, work->now, error)
      || !anf_store_read (office->store, read_hash, &login, error))
    return FALSE;
  g_autofree char *hash = login.hash;
  if (!anf_logins_enter (office->logins, error))
    return FALSE;
  const gboolean right = anf_logins_is_right (office->logins, hash, password);
  anf_logins_leave (office->logins);
  const guint wrong = anf_logins_note (office->logins, login.account, right, work->now);
  if (wrong > 0)
    tell_of_tries (login.account, wrong, hash != NULL);
  if (!right)
    return anf_error_throw (error, ANF_ERROR_UNAUTHORIZED,
                            _ ("the account or the password is wrong"));
  g_autofree char *token = anf_random_hex (&office->random, TOKEN_BYTES);
  login.token = token;
  return anf_store_write (office->store, start_session, &login, error);
}

gboolean
anf_accounts_get_session (AnfWork *work, GError **error)
{
  reply_session (work, NULL, work->expires_at, work->account);
  return TRUE;
}

gboolean
anf_accounts_delete_session (AnfWork *work, GError **error)
{
  g_autofree char *hash = anf_content_hash (work->call->token);
  if (!anf_people_end_session (work->tx, hash, error))
    return FALSE;
  anf_work_reply_empty (work);
  return TRUE;
}
