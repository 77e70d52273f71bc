/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-field.h"
#include "anf-cli-print.h"
#include "anf-cli-run.h"
#include "anf-cli-step.h"
#include "anf-json.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <inttypes.h>

/* How often one who follows asks when nothing was new. */
#define POLL_US (2 * G_USEC_PER_SEC)

static char *
events_path (AnfRun *run, const char *after, GError **error)
{
  g_autofree char *query = anf_cli_field_query (run, error);
  if (query == NULL || after == NULL)
    return query != NULL ? g_strconcat ("/events", query, NULL) : NULL;
  g_autofree char *escaped = g_uri_escape_string (after, NULL, FALSE);
  return g_strdup_printf ("/events%s%safter=%s", query, *query == '\0' ? "?" : "&", escaped);
}

static void
print_events (JsonObject *page)
{
  JsonArray *items = anf_json_peek_array (page, "items");
  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      g_autofree char *at = anf_cli_print_member (item, "leaf.at");
      g_autofree char *by = anf_cli_print_member (item, "leaf.by");
      g_autofree char *event = anf_cli_print_member (item, "leaf.event");
      g_autofree char *record = anf_cli_print_member (item, "leaf.record");
      g_autofree char *said = anf_word_is_chinese () ? anf_word_leaf (event) : g_strdup (event);
      g_autofree char *line
          = g_strdup_printf ("%" PRId64 "  %s  %s  %s  %s\n", anf_json_peek_int (item, "index", -1),
                             at, said, record, by);
      anf_cli_print_text (line);
    }
}

static gboolean
take_page (AnfRun *run, char **after, gboolean *more, GError **error)
{
  g_autofree char *path = events_path (run, *after, error);
  g_autoptr (AnfReply) reply
      = path != NULL ? anf_cli_run_call (run, "GET", path, NULL, error) : NULL;
  JsonObject *page = reply != NULL ? anf_reply_get_object (reply) : NULL;
  if (page == NULL)
    return FALSE;
  JsonArray *items = anf_json_peek_array (page, "items");
  const char *next = anf_json_peek_string (page, "next");
  const gboolean follows = anf_cli_run_has (run, "follow");
  if (!run->globals->json)
    print_events (page);
  else if (!follows || (items != NULL && json_array_get_length (items) > 0))
    anf_cli_print_reply (reply);
  *more = anf_json_peek_bool (page, "more");
  if (next != NULL)
    {
      g_free (*after);
      *after = g_strdup (next);
    }
  return anf_cli_print_flush (error);
}

static gboolean
run_events (AnfRun *run, GError **error)
{
  g_autofree char *after = g_strdup (anf_cli_run_get (run, "after"));
  const gboolean follows = anf_cli_run_has (run, "follow");
  gboolean more = TRUE;
  while (more || follows)
    {
      if (!more)
        g_usleep (POLL_US);
      if (!take_page (run, &after, &more, error))
        return FALSE;
    }
  return TRUE;
}

static const AnfField fields[] = {
  { "noun", "noun", ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL,
    N_ ("account|calendar|choice|draw|evidence|exposure|figure|finding|flag|lead|log|numbering|"
        "order|referral|register|report|scheme|selfcheck|sheets|step|survey|talk|task|timestamp|"
        "unit|visit|webhook"),
    N_ ("only events of such records") },
  { "after", NULL, ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("NUMBER"),
    N_ ("only those after the event of this number") },
  { "limit", "limit", ANF_FIELD_NUMBER, ANF_FIELD_OPTIONAL, "N",
    N_ ("so many on one page, 1 to 200") },
  { "follow", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL, N_ ("wait for what happens next") },
  ANF_FIELDS_END,
};

static const AnfCommand commands[] = {
  { NULL, "", 0, 0, N_ ("Tell what happened, oldest first: number, time, event, record, by whom"),
    "anfang events --noun order --follow", run_events, fields },
  { NULL },
};

const AnfNoun anf_cli_events
    = { "events", N_ ("what happened, one after the other"), "events", ANF_FIELD_TEXT, NULL,
        commands };
