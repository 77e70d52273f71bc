/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-run.h"
#include "anf-cli-step.h"

#include <glib/gi18n.h>

#define SOME_ID "0b7bd1ce-95d4-4a0e-9d2c-1a0a6f6f3a11"

/* Those that nobody has answered are those that are open. */
static gboolean
run_list (AnfRun *run, GError **error)
{
  if (!anf_cli_run_has (run, "unanswered"))
    return anf_cli_step_list (run, error);
  if (anf_cli_run_has (run, "state"))
    return anf_cli_run_misuse (error, _ ("give one of --%s and --%s"), "state", "unanswered");
  g_strfreev (run->values[0]);
  run->values[0] = g_new0 (char *, 2);
  run->values[0][0] = g_strdup ("open");
  return anf_cli_step_list (run, error);
}

static const AnfField list_fields[] = {
  ANF_FIELD_ONLY_STATE,
  { "visit", "visit", ANF_FIELD_VISIT, ANF_FIELD_OPTIONAL, N_ ("VISIT"),
    N_ ("only those of one visit") },
  { "order", "order", ANF_FIELD_ORDER, ANF_FIELD_OPTIONAL, N_ ("ORDER"),
    N_ ("only those of one order") },
  { "evidence", "evidence", ANF_FIELD_EVIDENCE, ANF_FIELD_OPTIONAL, N_ ("EVIDENCE"),
    N_ ("only those of one item of evidence") },
  { "unanswered", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL,
    N_ ("only those that wait for an answer") },
  ANF_FIELDS_LIST,
};

static const AnfField answer_fields[] = {
  { "outcome", "outcome", ANF_FIELD_CHOICE, ANF_FIELD_REQUIRED, N_ ("explained|unexplained"),
    N_ ("whether there is an explanation with which the evidence stands") },
  { "opinion", "opinion", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("the explanation, or why there is none; @FILE takes it from a file") },
  ANF_FIELDS_END,
};

static const AnfColumn columns[] = { { N_ ("STATE"), "state", "flag" },
                                     { N_ ("FILE"), "filename" },
                                     { N_ ("CHECK"), "check", "plausibility" },
                                     { N_ ("FIGURE"), "figure", ANF_COLUMN_FIGURE },
                                     { N_ ("LIMIT"), "threshold", ANF_COLUMN_FIGURE },
                                     { N_ ("ID"), "id" },
                                     { NULL } };

static const AnfCommand commands[] = {
  { "list", "", 0, 0, N_ ("List what the checks of plausibility found"),
    "anfang flag list --visit AF-20180306-01 --unanswered", run_list, list_fields },
  { "show", "FLAG", 1, 1, N_ ("Show a flag, its explanation and its answers"),
    "anfang flag show " SOME_ID, anf_cli_step_show },
  { "answer", "FLAG", 1, 1, N_ ("Answer a flag, so that its evidence may be built on, or not"),
    "anfang flag answer " SOME_ID " --outcome explained --opinion 手机由林某随身携带，时钟慢六分钟",
    anf_cli_step_act, answer_fields, "answer" },
  { NULL },
};

const AnfNoun anf_cli_flag = { "flag",  N_ ("what speaks against evidence, and what was answered"),
                               "flags", ANF_FIELD_RAISED,
                               columns, commands };
