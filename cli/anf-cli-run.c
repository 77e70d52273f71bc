/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-run.h"

#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <string.h>

gboolean
anf_cli_run_misuse (GError **error, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, text);
  return FALSE;
}

char **
anf_cli_run_get_all (const AnfRun *run, const char *name)
{
  for (guint i = 0; i < anf_cli_command_count_fields (run->command); i++)
    if (g_str_equal (run->command->fields[i].name, name))
      return run->values[i];
  return NULL;
}

const char *
anf_cli_run_get (const AnfRun *run, const char *name)
{
  char **all = anf_cli_run_get_all (run, name);
  return all != NULL ? all[0] : NULL;
}

gboolean
anf_cli_run_has (const AnfRun *run, const char *name)
{
  return anf_cli_run_get (run, name) != NULL;
}

gboolean
anf_cli_run_get_number (
    const AnfRun *run, const char *name, guint64 min, guint64 max, guint64 *value, GError **error)
{
  const char *text = anf_cli_run_get (run, name);
  if (text == NULL || g_ascii_string_to_unsigned (text, 10, min, max, value, NULL))
    return TRUE;
  return anf_cli_run_misuse (error, _ ("--%s takes a number from %llu to %llu, not “%s”"), name,
                             (unsigned long long)min, (unsigned long long)max, text);
}

char *
anf_cli_run_path (const char *collection, const char *id, const char *action)
{
  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);
  return action != NULL ? g_strdup_printf ("/%s/%s/%s", collection, escaped, action)
                        : g_strdup_printf ("/%s/%s", collection, escaped);
}

gboolean
anf_cli_run_connect (AnfRun *run, GError **error)
{
  if (run->client != NULL)
    return TRUE;
  if (run->session == NULL)
    run->session = anf_session_load (run->globals->server, error);
  if (run->session == NULL)
    return FALSE;
  run->client = anf_client_new (run->session->server, run->session->token, error);
  return run->client != NULL;
}

AnfReply *
anf_cli_run_call (
    AnfRun *run, const char *method, const char *path, JsonObject *body, GError **error)
{
  if (!anf_cli_run_connect (run, error))
    return NULL;
  return anf_client_call (run->client, method, path, body, NULL, error);
}

char *
anf_cli_run_fetch_text (AnfRun *run, const char *path, GError **error)
{
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", path, NULL, error);
  if (reply == NULL)
    return NULL;
  gsize size = 0;
  const char *bytes = g_bytes_get_data (reply->body, &size);
  if (size > 0 && g_utf8_validate (bytes, (gssize)size, NULL))
    return g_strndup (bytes, size);
  anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("%s of the service is no text"), path);
  return NULL;
}

char *
anf_cli_run_me (AnfRun *run, GError **error)
{
  if (!anf_cli_run_connect (run, error))
    return NULL;
  if (run->session->account != NULL)
    return g_strdup (run->session->account);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", "/session", NULL, error);
  if (reply == NULL)
    return NULL;
  JsonObject *object = anf_reply_get_object (reply);
  const char *name = NULL;
  if (object != NULL && json_object_has_member (object, "account"))
    {
      JsonObject *account = anf_json_peek_object (object, "account");
      name = account != NULL ? anf_json_peek_string (account, "name")
                             : anf_json_peek_string (object, "account");
    }
  if (name == NULL)
    {
      anf_error_throw (error, ANF_ERROR_FAILED, _ ("the service did not say who is logged in"));
      return NULL;
    }
  run->session->account = g_strdup (name);
  return g_strdup (name);
}
