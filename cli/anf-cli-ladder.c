/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-accountable.h"
#include "anf-cli-print.h"
#include "anf-cli-run.h"
#include "anf-cli-step.h"
#include "anf-json.h"
#include "anf-random.h"

#include <glib/gi18n.h>

static gboolean
choose_draft (AnfRun *run, JsonObject *body, GError **error)
{
  if (!anf_cli_accountable_add (run, body, error))
    return FALSE;
  if (!anf_cli_run_has (run, "draft"))
    return TRUE;
  const AnfRandom random = anf_random_system ();
  g_autofree char *id = anf_random_uuid (&random);
  json_object_set_string_member (body, "order", id);
  anf_cli_print_note (run, _ ("the letter is drafted as order %s"), id);
  return TRUE;
}

static gboolean
run_sweep (AnfRun *run, GError **error)
{
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "POST", "/ladder/sweep", NULL, error);
  if (reply == NULL)
    return FALSE;
  if (run->globals->json)
    {
      anf_cli_print_reply (reply);
      return TRUE;
    }
  const gint64 changed = anf_json_peek_int (anf_reply_get_object (reply), "changed", 0);
  g_autofree char *text
      = g_strdup_printf (g_dngettext (NULL, "%d step proposed or ended\n",
                                      "%d steps proposed or ended\n", (gulong)changed),
                         (int)changed);
  anf_cli_print_text (text);
  return TRUE;
}

static const AnfField take_fields[] = {
  { "note", "note", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"), N_ ("what was done") },
  { "draft", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL, N_ ("draft its letter too") },
  { "rectify", "rectify", ANF_FIELD_TERM, ANF_FIELD_OPTIONAL, N_ ("PERIOD|DATE"),
    N_ ("how long it may take: 30d, 10wd, 6m or a date") },
  { "requirements", "requirements", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("what is asked of the unit") },
  { "grounds", "grounds", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("why it is pressed for") },
  { "mandate", "mandate", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("what it is done under") },
  { "to", "to", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("NAME"),
    N_ ("who gets it, where that is not the unit (accountability, circular)") },
  ANF_FIELDS_ACCOUNTABLE,
  { NULL },
};

static const AnfField decline_fields[] = {
  ANF_FIELD_REASON,
  { NULL },
};

static const AnfField list_fields[] = {
  ANF_FIELD_ONLY_SCHEME,
  { "unit", "unit", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"),
    N_ ("only those to one unit") },
  { "order", "order", ANF_FIELD_ORDER, ANF_FIELD_OPTIONAL, N_ ("ORDER"),
    N_ ("only those of one order") },
  ANF_FIELD_ONLY_STATE,
  ANF_FIELDS_LIST,
};

static const AnfColumn columns[] = { { N_ ("LEVEL"), "level" },
                                     { N_ ("STEP"), "name" },
                                     { N_ ("STATE"), "state", "step" },
                                     { N_ ("ORDER"), "order_number" },
                                     { N_ ("UNIT"), "unit", "unit" },
                                     { N_ ("DUE"), "why.due" },
                                     { N_ ("ID"), "id" },
                                     { NULL } };

static const AnfCommand commands[] = {
  { "list", "", 0, 0, N_ ("List the steps that orders have reached"),
    "anfang ladder list --state proposed", anf_cli_step_list, list_fields },
  { "show", "STEP", 1, 1, N_ ("Show a step and why it was reached"),
    "anfang ladder show 0b7bd1ce-95d4-4a0e-9d2c-1a0a6f6f3a11", anf_cli_step_show },
  { "take", "STEP", 1, 1, N_ ("Take it"),
    "anfang ladder take 0b7bd1ce-95d4-4a0e-9d2c-1a0a6f6f3a11 --draft --rectify 5wd",
    anf_cli_step_act, take_fields, "take", choose_draft },
  { "decline", "STEP", 1, 1, N_ ("Decide against it"),
    "anfang ladder decline 0b7bd1ce-95d4-4a0e-9d2c-1a0a6f6f3a11 --reason 已电话催办",
    anf_cli_step_act, decline_fields, "decline" },
  { "sweep", "", 0, 0, N_ ("Look at every order now, not only each half hour"),
    "anfang ladder sweep", run_sweep },
  { NULL },
};

const AnfNoun anf_cli_ladder = { "ladder", N_ ("pressing for what is overdue: who does what next"),
                                 "steps",  ANF_FIELD_STEP,
                                 columns,  commands,
                                 "step" };
