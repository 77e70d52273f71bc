/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-print.h"
#include "anf-cli-ref.h"
#include "anf-cli-scheme-check.h"
#include "anf-cli-step.h"
#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

static const char *
current_version (AnfRun *run, const char *path, AnfReply **reply)
{
  *reply = anf_cli_run_call (run, "GET", path, NULL, NULL);
  return *reply != NULL ? (*reply)->etag : NULL;
}

static gboolean
run_load (AnfRun *run, GError **error)
{
  g_autofree char *text = NULL;
  gsize size = 0;
  if (!g_file_get_contents (run->args[0], &text, &size, error))
    return FALSE;
  g_autoptr (JsonObject) scheme = anf_json_parse_object (text, size, error);
  const char *id = NULL;
  if (scheme == NULL || !anf_json_get_string (scheme, "id", &id, error))
    {
      g_prefix_error (error, "%s: ", run->args[0]);
      return FALSE;
    }
  if (!anf_cli_run_connect (run, error))
    return FALSE;
  g_autofree char *path = anf_cli_run_path ("schemes", id, NULL);
  g_autoptr (AnfReply) before = NULL;
  const char *version
      = anf_cli_run_has (run, "replace") ? current_version (run, path, &before) : NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AnfReply) reply
      = anf_client_call (run->client, "PUT", path, scheme, version, &local_error);
  if (reply == NULL && version == NULL
      && g_error_matches (local_error, ANF_ERROR, (int)ANF_ERROR_CONFLICT))
    return anf_error_throw (error, ANF_ERROR_CONFLICT,
                            _ ("there is a scheme %s with other content; --replace changes it"),
                            id);
  if (reply == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  anf_cli_print_record (run, reply);
  return TRUE;
}

static gboolean
run_show (AnfRun *run, GError **error)
{
  g_autofree char *id = anf_cli_ref_resolve (run, ANF_FIELD_SCHEME, run->args[0], error);
  if (id == NULL)
    return FALSE;
  g_autofree char *path = anf_cli_run_path ("schemes", id, NULL);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", path, NULL, error);
  JsonObject *scheme = reply != NULL ? anf_reply_get_object (reply) : NULL;
  if (reply == NULL)
    return FALSE;
  run->document = scheme != NULL ? anf_json_peek_object (scheme, "document") : NULL;
  anf_cli_print_show (run, reply);
  run->document = NULL;
  return TRUE;
}

static const AnfField load_fields[] = {
  { "replace", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL,
    N_ ("change the scheme of that id when there is one with other content") },
  ANF_FIELDS_END,
};

static const AnfField check_fields[] = {
  { "parent", NULL, ANF_FIELD_PATH, ANF_FIELD_OPTIONAL, N_ ("FILE"),
    N_ ("the file of the scheme that it inherits from") },
  ANF_FIELDS_END,
};

static const AnfField list_fields[] = {
  { "parent", "parent", ANF_FIELD_SCHEME, ANF_FIELD_OPTIONAL, N_ ("SCHEME"),
    N_ ("only those that inherit from one") },
  ANF_FIELDS_LIST,
};

static const AnfColumn columns[] = {
  { N_ ("ID"), "id" }, { N_ ("STATE"), "state", "scheme" }, { N_ ("TITLE"), "title" }, { NULL }
};

static const AnfCommand commands[] = {
  { "check", "FILE", 1, 1, N_ ("Tell what is wrong with a scheme's file, without the service"),
    "anfang scheme check haicheng-2018.json", anf_cli_scheme_check, check_fields },
  { "load", "FILE", 1, 1, N_ ("Load a scheme, and the units that it names"),
    "anfang scheme load haicheng-2018.json", run_load, load_fields },
  { "list", "", 0, 0, N_ ("List the schemes"), "anfang scheme list", anf_cli_step_list,
    list_fields },
  { "show", "SCHEME", 1, 1, N_ ("Show a scheme"), "anfang scheme show haicheng-2018", run_show },
  { NULL },
};

const AnfNoun anf_cli_scheme
    = { "scheme", N_ ("programmes that visits belong to"), "schemes", ANF_FIELD_SCHEME, columns,
        commands };
