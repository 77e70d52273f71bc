/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-log-timestamp.h"

#include "anf-cli-print.h"
#include "anf-clock.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-timestamp.h"

#include <glib/gi18n.h>

#include <stdio.h>
#include <string.h>

typedef struct
{
  const char *authority;
  const char *checkpoint;
  const char *ca;
  GBytes *reply;
  gint64 at;
} Token;

/* Checked here too: the service says so, the authority proves it. */
static gboolean
read_token (JsonObject *object, Token *token, GError **error)
{
  const char *reply = NULL;
  if (!anf_json_get_string (object, "authority", &token->authority, error)
      || !anf_json_get_string (object, "ca", &token->ca, error)
      || !anf_json_get_string (object, "reply", &reply, error))
    return FALSE;
  if (!anf_timestamp_name_is_plain (token->authority))
    return anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("“%s” cannot be the name of an authority"),
                            token->authority);
  gsize size = 0;
  guchar *der = g_base64_decode (reply, &size);
  token->reply = g_bytes_new_take (der, size);
  g_autoptr (GBytes) data = g_bytes_new (token->checkpoint, strlen (token->checkpoint));
  return anf_timestamp_verify (token->reply, NULL, data, token->ca, &token->at, error);
}

static gboolean
save_file (const char *folder,
           const char *name,
           const char *suffix,
           gconstpointer bytes,
           gsize size,
           GError **error)
{
  g_autofree char *file = g_strconcat (name, suffix, NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  return g_file_set_contents_full (path, bytes, (gssize)size, G_FILE_SET_CONTENTS_CONSISTENT, 0644,
                                   error);
}

static gboolean
save_token (const char *folder, const Token *token, GError **error)
{
  gsize size = 0;
  gconstpointer der = g_bytes_get_data (token->reply, &size);
  return save_file (folder, token->authority, ".tsr", der, size, error)
         && save_file (folder, token->authority, ".pem", token->ca, strlen (token->ca), error)
         && save_file (folder, "checkpoint", "", token->checkpoint, strlen (token->checkpoint),
                       error);
}

static gboolean
tell_token (AnfRun *run, JsonObject *object, const char *checkpoint, gint64 size, GError **error)
{
  Token token = { .checkpoint = checkpoint };
  const char *folder = anf_cli_run_get (run, "output");
  gboolean done = read_token (object, &token, error);
  if (done && folder != NULL)
    done = save_token (folder, &token, error);
  if (done)
    {
      g_autofree char *when = anf_time_format_local (token.at);
      printf (_ ("%s stamped the first %llu leaves at %s\n"), token.authority,
              (unsigned long long)size, when);
    }
  g_clear_pointer (&token.reply, g_bytes_unref);
  return done;
}

static void
tell_missing (AnfRun *run, JsonObject *reply)
{
  JsonArray *missing = anf_json_peek_array (reply, "missing");
  const guint count = missing != NULL ? json_array_get_length (missing) : 0;
  for (guint i = 0; i < count; i++)
    anf_cli_print_note (run, _ ("no time-stamp from %s"), anf_json_array_get_string (missing, i));
}

gboolean
anf_cli_log_timestamp (AnfRun *run, GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "POST", "/log/timestamp", body, error);
  if (reply == NULL)
    return FALSE;
  JsonObject *object = anf_reply_get_object (reply);
  JsonArray *tokens = NULL;
  const char *checkpoint = NULL;
  gint64 size = 0;
  if (object == NULL || !anf_json_get_array (object, "tokens", &tokens, error)
      || !anf_json_get_string (object, "checkpoint", &checkpoint, error)
      || !anf_json_get_int (object, "size", &size, error))
    return FALSE;
  if (run->globals->json)
    {
      anf_cli_print_show (run, reply);
      return TRUE;
    }
  for (guint i = 0; i < json_array_get_length (tokens); i++)
    if (!tell_token (run, json_array_get_object_element (tokens, i), checkpoint, size, error))
      return FALSE;
  tell_missing (run, object);
  return TRUE;
}
