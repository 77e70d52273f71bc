/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-field.h"
#include "anf-cli-print.h"
#include "anf-cli-run.h"
#include "anf-cli-step.h"
#include "anf-json.h"
#include "anf-words.h"

#include <glib/gi18n.h>

static char *
search_path (AnfRun *run, GError **error)
{
  g_autofree char *query = anf_cli_field_query (run, error);
  if (query == NULL)
    return NULL;
  g_autofree char *text = g_strjoinv (" ", run->args);
  g_autofree char *escaped = g_uri_escape_string (text, NULL, FALSE);
  return g_strdup_printf ("/search%s%sq=%s", query, *query == '\0' ? "?" : "&", escaped);
}

/* A state is called by what its record is. */
static void
name_states (JsonObject *page)
{
  JsonArray *items = page != NULL ? anf_json_peek_array (page, "items") : NULL;
  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      const char *kind = anf_json_peek_string (item, "kind");
      const char *state = anf_json_peek_string (item, "state");
      if (kind != NULL && state != NULL)
        json_object_set_string_member (item, "state_word", anf_word_state (kind, state));
    }
}

static void
print_page (AnfRun *run, const AnfReply *reply)
{
  name_states (anf_reply_get_object (reply));
  anf_cli_step_print_page (run, reply);
}

static gboolean
run_search (AnfRun *run, GError **error)
{
  g_autofree char *path = search_path (run, error);
  return path != NULL
         && anf_cli_step_pages (run, path, anf_cli_run_has (run, "all"), print_page, error);
}

static const AnfField fields[] = {
  { "kind", "kind", ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL, N_ ("unit|visit|finding|order|register"),
    N_ ("only records of one kind") },
  ANF_FIELD_ONLY_SCHEME,
  ANF_FIELD_ONLY_UNIT,
  { "state", "state", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("STATE"),
    N_ ("only those in one state") },
  ANF_FIELDS_LIST,
};

static const AnfColumn columns[] = { { N_ ("KIND"), "kind", "noun" },
                                     { N_ ("NUMBER"), "number" },
                                     { N_ ("STATE"), "state_word" },
                                     { N_ ("UNIT"), "unit", "unit" },
                                     { N_ ("TEXT"), "title" },
                                     { N_ ("ID"), "id" },
                                     { NULL } };

static const AnfCommand commands[] = {
  { NULL, "TEXT…", 1, 8, N_ ("Find records in which every word given stands"),
    "anfang search 消防通道 --kind finding", run_search, fields },
  { NULL },
};

const AnfNoun anf_cli_search
    = { "search", N_ ("find records by what is written in them"), "search", ANF_FIELD_TEXT, columns,
        commands };
