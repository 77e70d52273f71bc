/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-report-make.h"

#include "anf-cli-field.h"
#include "anf-cli-print.h"
#include "anf-cli-step.h"
#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

gboolean
anf_cli_report_check_output (const char *format, const char *file, GError **error)
{
  if (g_strcmp0 (format, "pdf") == 0 && file == NULL)
    return anf_cli_run_misuse (error, _ ("a PDF is no text: name a file with -o"));
  if (g_strcmp0 (format, "docx") == 0 && file == NULL)
    return anf_cli_run_misuse (error, _ ("a document is no text: name a file with -o"));
  if (g_strcmp0 (format, "xlsx") == 0 && file == NULL)
    return anf_cli_run_misuse (error, _ ("a workbook is no text: name a file with -o"));
  return TRUE;
}

/* Each condition by itself is easier to write, and to quote for the shell. */
static char *
escape_filter (AnfRun *run)
{
  char **conditions = anf_cli_run_get_all (run, "where");
  if (conditions == NULL)
    return NULL;
  g_autofree char *filter = g_strjoinv (";", conditions);
  return g_uri_escape_string (filter, NULL, FALSE);
}

char *
anf_cli_report_path (AnfRun *run, const char *list, const char *fallback, GError **error)
{
  const char *format = anf_cli_run_get (run, "format");
  g_autofree char *query = anf_cli_field_query (run, error);
  if (query == NULL)
    return NULL;
  g_autofree char *filter = escape_filter (run);
  return g_strdup_printf ("%s%s%sformat=%s%s%s", list, query, *query == '\0' ? "?" : "&",
                          format != NULL ? format : fallback, filter != NULL ? "&filter=" : "",
                          filter != NULL ? filter : "");
}

static gboolean
has_words (JsonObject *body)
{
  static const char *const words[] = { "addressee", "advice", "next_steps", "numbered", "typical" };
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (json_object_has_member (body, words[i]))
      return TRUE;
  return FALSE;
}

/* Who may read a report may not be who makes it: one that is there is only fetched. But what is to
   be written into it goes to the service, which says whether it is in it. */
static char *
find_made (AnfRun *run, JsonObject *body)
{
  const char *period = anf_json_peek_string (body, "period");
  if (period == NULL || has_words (body))
    return NULL;
  g_autofree char *id = g_strjoin (".", anf_json_peek_string (body, "scheme"),
                                   anf_json_peek_string (body, "kind"), period, NULL);
  g_autofree char *path = anf_cli_run_path ("reports", id, NULL);
  g_autoptr (AnfReply) reply = anf_client_call (run->client, "GET", path, NULL, NULL, NULL);
  return reply != NULL ? g_steal_pointer (&id) : NULL;
}

static char *
make (AnfRun *run, JsonObject *body, GError **error)
{
  g_autoptr (AnfReply) reply = anf_client_call (run->client, "POST", "/reports", body, NULL, error);
  JsonObject *made = reply != NULL ? anf_reply_get_object (reply) : NULL;
  return made != NULL ? g_strdup (anf_json_peek_string (made, "id")) : NULL;
}

gboolean
anf_cli_report_run (AnfRun *run, GError **error)
{
  const char *format = anf_cli_run_get (run, "format");
  const char *file = anf_cli_run_get (run, "output");
  g_autoptr (JsonObject) body = json_object_new ();
  if (!anf_cli_report_check_output (format, file, error)
      || !anf_cli_field_collect (run, body, error) || !anf_cli_run_connect (run, error))
    return FALSE;
  if (format == NULL)
    format = run->globals->json ? "json" : "csv";
  json_object_set_string_member (body, "kind", run->command->verb);
  if (run->n_args > 0)
    json_object_set_string_member (body, "period", run->args[0]);
  g_autofree char *made = find_made (run, body);
  g_autofree char *id = made != NULL ? g_strdup (made) : make (run, body, error);
  if (id == NULL)
    return FALSE;
  g_autofree char *path = anf_cli_run_path ("reports", id, NULL);
  g_autofree char *target = g_strdup_printf ("%s?format=%s", path, format);
  return anf_cli_step_save (run, target, error);
}
