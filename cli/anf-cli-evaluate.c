/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-evaluate.h"

#include "anf-cli-step.h"

#include <glib/gi18n.h>

const AnfField anf_cli_evaluate_fields[] = {
  { "way", "way", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("WAY"),
    N_ ("how, as the scheme words it, e.g. 电话回访; a wrong one is answered with all") },
  { "asked", "asked", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("KIND"),
    N_ ("who was asked: a kind of people such as 企业, never a name") },
  { "at", "asked_at", ANF_FIELD_TIME, ANF_FIELD_REQUIRED, N_ ("TIME"),
    N_ ("on which day, and when") },
  { "solved", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL, N_ ("it is solved, and stays so"),
    "solved" },
  { "unsolved", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL, N_ ("it is not") },
  { "satisfaction", "satisfaction", ANF_FIELD_CHOICE, ANF_FIELD_REQUIRED,
    "满意|基本满意|不满意|未评价", N_ ("what whoever was asked says of the result") },
  { "text", "text", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("in words; without names and telephone numbers") },
  { "evidence", "evidence", ANF_FIELD_EVIDENCE, ANF_FIELD_MANY, N_ ("EVIDENCE"),
    N_ ("what shows it, of a visit since; may be repeated") },
  ANF_FIELDS_END,
};

gboolean
anf_cli_evaluate_choose (AnfRun *run, JsonObject *body, GError **error)
{
  const gboolean solved = anf_cli_run_has (run, "solved");
  const gboolean unsolved = anf_cli_run_has (run, "unsolved");
  if (solved && unsolved)
    return anf_cli_run_misuse (error, _ ("give one of --%s and --%s"), "solved", "unsolved");
  if (solved || unsolved)
    json_object_set_boolean_member (body, "solved", solved);
  return TRUE;
}
