/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-choice.h"

#include "anf-cli-print.h"
#include "anf-json.h"

#include <glib/gi18n.h>

static const AnfColumn columns[] = {
  { N_ ("SCORE"), "score" }, { N_ ("UNIT"), "unit", "unit" }, { N_ ("WHY"), "why" }, { NULL }
};

/* 逾期未销号 2×5=10；… of what counts for anything. */
static char *
tell_reasons (JsonObject *score)
{
  GString *why = g_string_new (NULL);
  JsonArray *reasons = anf_json_peek_array (score, "reasons");
  for (guint i = 0; reasons != NULL && i < json_array_get_length (reasons); i++)
    {
      JsonObject *one = json_array_get_object_element (reasons, i);
      g_autofree char *value = anf_cli_print_member (one, "value");
      g_autofree char *weight = anf_cli_print_member (one, "weight");
      g_autofree char *points = anf_cli_print_member (one, "points");
      if (!g_str_equal (points, "0"))
        g_string_append_printf (why, "%s%s %s×%s=%s", why->len > 0 ? "；" : "",
                                anf_json_peek_string (one, "name"), value, weight, points);
    }
  return g_string_free (why, FALSE);
}

static JsonArray *
pick_chosen (JsonObject *choice)
{
  JsonArray *picked = json_array_new ();
  JsonArray *chosen = anf_json_peek_array (choice, "chosen");
  JsonArray *scores = anf_json_peek_array (choice, "scores");
  for (guint i = 0; scores != NULL && i < json_array_get_length (scores); i++)
    {
      JsonObject *score = json_array_get_object_element (scores, i);
      if (!anf_json_array_has_string (chosen, anf_json_peek_string (score, "unit")))
        continue;
      g_autofree char *why = tell_reasons (score);
      JsonObject *row = json_object_new ();
      json_object_set_member (row, "score", json_object_dup_member (score, "score"));
      json_object_set_member (row, "unit", json_object_dup_member (score, "unit"));
      json_object_set_string_member (row, "why", why);
      json_array_add_object_element (picked, row);
    }
  return picked;
}

void
anf_cli_choice_print (AnfRun *run, const AnfReply *reply)
{
  JsonObject *choice = anf_reply_get_object (reply);
  if (run->globals->json || run->globals->quiet || choice == NULL)
    {
      anf_cli_print_show (run, reply);
      return;
    }
  g_autoptr (JsonArray) chosen = pick_chosen (choice);
  anf_cli_print_items (run, chosen, columns);
  anf_cli_print_note (run, _ ("choice %s; with --json, the score of every unit"),
                      anf_json_peek_string (choice, "id"));
}
