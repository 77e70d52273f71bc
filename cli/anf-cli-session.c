/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-password.h"
#include "anf-cli-print.h"
#include "anf-cli-run.h"
#include "anf-cli-step.h"
#include "anf-clock.h"
#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

static JsonObject *
credentials (const char *account, const char *password, GError **error)
{
  g_autofree char *device = anf_session_device (error);
  if (device == NULL)
    return NULL;
  JsonObject *body = json_object_new ();
  json_object_set_string_member (body, "account", account);
  json_object_set_string_member (body, "password", password);
  const AnfClock clock = anf_clock_system ();
  g_autofree char *now = anf_time_format (anf_clock_now (&clock));
  json_object_set_string_member (body, "device_time", now);
  json_object_set_string_member (body, "device", device);
  return body;
}

static gboolean
keep (const AnfClient *client, const AnfReply *reply, const char *account, GError **error)
{
  JsonObject *object = anf_reply_get_object (reply);
  const char *token = object != NULL ? anf_json_peek_string (object, "token") : NULL;
  if (token == NULL)
    return anf_error_throw (error, ANF_ERROR_FAILED, _ ("the service gave no token"));
  g_autoptr (AnfSession) session = g_new0 (AnfSession, 1);
  session->server = g_strdup (anf_client_get_server (client));
  session->token = g_strdup (token);
  session->account = g_strdup (account);
  return anf_session_save (session, error);
}

static gboolean
must_change (const AnfReply *reply)
{
  JsonObject *session = anf_reply_get_object (reply);
  JsonObject *account = session != NULL ? anf_json_peek_object (session, "account") : NULL;
  return account != NULL && anf_json_peek_bool (account, "must_change_password");
}

static gboolean
run_login (AnfRun *run, GError **error)
{
  const char *account = anf_cli_run_get (run, "account");
  run->client = anf_client_new (run->args[0], NULL, error);
  if (run->client == NULL)
    return FALSE;
  g_autofree char *prompt = g_strdup_printf (_ ("Password of %s: "), account);
  g_autoptr (AnfPassword) password
      = anf_cli_password_read (anf_cli_run_get (run, "password-file"), prompt, error);
  if (password == NULL)
    return FALSE;
  g_autoptr (JsonObject) body = credentials (account, password, error);
  if (body == NULL)
    return FALSE;
  g_autoptr (AnfReply) reply = anf_client_call (run->client, "POST", "/session", body, NULL, error);
  if (reply == NULL || !keep (run->client, reply, account, error))
    return FALSE;
  if (run->globals->json)
    anf_cli_print_reply (reply);
  else
    anf_cli_print_note (run, _ ("logged in at %s as %s"), anf_client_get_server (run->client),
                        account);
  if (must_change (reply))
    anf_cli_print_note (run,
                        _ ("an administrator has set this password: choose one of your own first, "
                           "with “anfang account password %s”, then log in again"),
                        account);
  return TRUE;
}

static gboolean
run_logout (AnfRun *run, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "DELETE", "/session", NULL, &local_error);
  /* A session that is already over is what was wanted. */
  if (reply == NULL && !g_error_matches (local_error, ANF_ERROR, (int)ANF_ERROR_UNAUTHORIZED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!anf_session_forget (error))
    return FALSE;
  anf_cli_print_note (run, _ ("logged out"));
  return TRUE;
}

static gboolean
run_whoami (AnfRun *run, GError **error)
{
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", "/session", NULL, error);
  if (reply == NULL)
    return FALSE;
  JsonObject *object = anf_reply_get_object (reply);
  JsonObject *account = object != NULL ? anf_json_peek_object (object, "account") : NULL;
  if (run->globals->json || object == NULL)
    {
      anf_cli_print_reply (reply);
      return TRUE;
    }
  JsonObject *who = account != NULL ? account : object;
  const char *name = anf_json_peek_string (who, "name");
  if (name == NULL)
    name = anf_json_peek_string (object, "account");
  static const AnfColumn shown[] = { { NULL, "roles", "role" }, { NULL, "unit", "unit" } };
  g_autofree char *roles = anf_cli_print_cell (run, who, &shown[0]);
  g_autofree char *unit = anf_cli_print_cell (run, who, &shown[1]);
  g_autofree char *line = g_strdup_printf ("%s  %s  %s  %s\n", name != NULL ? name : "?", roles,
                                           unit, anf_client_get_server (run->client));
  anf_cli_print_text (line);
  return TRUE;
}

static const AnfField login_fields[] = {
  { "account", NULL, ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("NAME"), N_ ("who logs in") },
  { "password-file", NULL, ANF_FIELD_PATH, ANF_FIELD_OPTIONAL, N_ ("FILE"),
    N_ ("take the password from FILE, - for standard input, instead of asking") },
  ANF_FIELDS_END,
};

static const AnfCommand login[] = {
  { NULL, "URL", 1, 1, N_ ("Log in and remember it for the commands that follow"),
    "anfang login https://anfang.example --account li", run_login, login_fields },
  { NULL },
};

static const AnfCommand logout[] = {
  { NULL, "", 0, 0, N_ ("End the session, here and at the service"), "anfang logout", run_logout },
  { NULL },
};

static const AnfCommand whoami[] = {
  { NULL, "", 0, 0, N_ ("Tell who is logged in, with which roles and where"), "anfang whoami",
    run_whoami },
  { NULL },
};

const AnfNoun anf_cli_login
    = { .name = "login", .summary = N_ ("log in at a service"), .commands = login };
const AnfNoun anf_cli_logout
    = { .name = "logout", .summary = N_ ("end the session"), .commands = logout };
const AnfNoun anf_cli_whoami
    = { .name = "whoami", .summary = N_ ("who is logged in"), .commands = whoami };
