/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-evaluate.h"
#include "anf-cli-evidence.h"
#include "anf-cli-field.h"
#include "anf-cli-print.h"
#include "anf-cli-ref.h"
#include "anf-cli-step.h"
#include "anf-json.h"
#include "anf-random.h"

#include <glib/gi18n.h>

static gboolean
turn_into_visit (AnfRun *run, const char *lead, GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  if (anf_cli_run_has (run, "area") || anf_cli_run_has (run, "fact"))
    return anf_cli_run_misuse (error, _ ("give --visit alone, or what a finding needs"));
  if (!anf_cli_field_collect (run, body, error))
    return FALSE;
  g_autofree char *path = anf_cli_run_path ("leads", lead, "turn");
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "POST", path, body, error);
  if (reply == NULL)
    return FALSE;
  anf_cli_print_record (run, reply);
  return TRUE;
}

static gboolean
check_finding (AnfRun *run, GError **error)
{
  static const char *const needed[] = { "area", "category", "fact", "clause", NULL };
  for (gsize i = 0; needed[i] != NULL; i++)
    if (!anf_cli_run_has (run, needed[i]))
      return anf_cli_run_misuse (
          error,
          _ ("give --visit for a visit, or --area, --category, --fact and --clause for a "
             "finding: --%s is missing"),
          needed[i]);
  return TRUE;
}

static gboolean
turn_into_finding (AnfRun *run, const char *lead, GError **error)
{
  const AnfRandom random = anf_random_system ();
  g_autofree char *fresh = anf_random_uuid (&random);
  const char *given = anf_cli_run_get (run, "id");
  g_autoptr (JsonObject) body = json_object_new ();
  if (!anf_cli_field_collect (run, body, error))
    return FALSE;
  json_object_set_string_member (body, "lead", lead);
  g_autofree char *path = anf_cli_run_path ("findings", given != NULL ? given : fresh, NULL);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "PUT", path, body, error);
  if (reply == NULL)
    return FALSE;
  /* Under “lead” it is a finding all the same. */
  run->noun = &anf_cli_finding;
  anf_cli_print_record (run, reply);
  return TRUE;
}

static gboolean
run_turn (AnfRun *run, GError **error)
{
  const gboolean visit = anf_cli_run_has (run, "visit");
  if (!visit && !check_finding (run, error))
    return FALSE;
  g_autofree char *lead = anf_cli_ref_resolve (run, ANF_FIELD_LEAD, run->args[0], error);
  if (lead == NULL)
    return FALSE;
  return visit ? turn_into_visit (run, lead, error) : turn_into_finding (run, lead, error);
}

static gboolean
run_attach (AnfRun *run, GError **error)
{
  return anf_cli_evidence_hand_in (run, "lead", ANF_FIELD_LEAD, error);
}

static gboolean
run_informant (AnfRun *run, GError **error)
{
  g_autofree char *lead = anf_cli_ref_resolve (run, ANF_FIELD_LEAD, run->args[0], error);
  g_autoptr (JsonObject) body = json_object_new ();
  if (lead == NULL || !anf_cli_field_collect (run, body, error))
    return FALSE;
  g_autofree char *path = anf_cli_run_path ("leads", lead, "informant");
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "POST", path, body, error);
  if (reply == NULL)
    return FALSE;
  anf_cli_print_show (run, reply);
  return TRUE;
}

static const AnfField add_fields[] = {
  ANF_FIELD_IN_SCHEME,
  { "source", "source", ANF_FIELD_CHOICE, ANF_FIELD_REQUIRED,
    N_ ("complaint|hotline|media|leader_note|transfer|self_check|discipline|survey"),
    N_ ("where it comes from") },
  { "text", "text", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("what it says; @FILE takes it from a file") },
  { "channel", "channel", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("through which it came, e.g. 12345热线") },
  { "survey", "survey.id", ANF_FIELD_SURVEY, ANF_FIELD_OPTIONAL, N_ ("SURVEY"),
    N_ ("of a survey or meeting: which one, and") },
  { "sheet", "survey.sheet", ANF_FIELD_NUMBER, ANF_FIELD_OPTIONAL, "N",
    N_ ("the sheet on which the opinion stands") },
  { "received", "received_on", ANF_FIELD_DATE, ANF_FIELD_OPTIONAL, N_ ("DATE"),
    N_ ("when the office got it; today when not given") },
  { "urgent", "urgent", ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL,
    N_ ("to be checked at once (直查快办)") },
  { "named", "named", ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL,
    N_ ("whoever gave it gave their name (实名), though you may not have it") },
  { "informant", "informant.name", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("NAME"),
    N_ ("who gave it; kept apart from the lead") },
  { "informant-phone", "informant.phone", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("and how to reach them") },
  { "unit", "unit", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"), N_ ("whom it is about") },
  { "area", "area", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("AREA"),
    N_ ("area of the scheme, by its id or name") },
  { "category", "category", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("CATEGORY"),
    N_ ("category of the area, as far as it can be told") },
  { "place", "place", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"), N_ ("where") },
  ANF_FIELD_ID,
  ANF_FIELD_REPLACE,
  ANF_FIELDS_END,
};

static const AnfField attach_fields[] = {
  ANF_FIELDS_HAND_IN,
  ANF_FIELDS_END,
};

static const AnfField verify_fields[] = {
  { "outcome", "outcome", ANF_FIELD_CHOICE, ANF_FIELD_REQUIRED,
    N_ ("substantiated|partly|unsubstantiated|out_of_scope"), N_ ("what checking it came to") },
  { "opinion", "opinion", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("the verdict") },
  ANF_FIELDS_END,
};

static const AnfField turn_fields[] = {
  { "visit", "visit", ANF_FIELD_VISIT, ANF_FIELD_OPTIONAL, N_ ("VISIT"),
    N_ ("the visit that goes there because of it") },
  { "area", "area", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("AREA"),
    N_ ("of a finding: area of the scheme, by its id or name") },
  { "category", "category", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("CATEGORY"),
    N_ ("category of the area, as the scheme words it; a wrong one is answered with all") },
  { "content", "content", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("CONTENT"),
    N_ ("which of the scheme's contents (效能监察的内容) it belongs to, by id or name") },
  { "unit", "unit", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"),
    N_ ("who is responsible; whom the lead is about when not given") },
  { "fact", "fact", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"), N_ ("what was found") },
  { "clause", "clause", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"), N_ ("what it breaks") },
  { "requirement", "requirement", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("what has to be done about it") },
  { "evidence", "evidence", ANF_FIELD_EVIDENCE, ANF_FIELD_MANY, N_ ("EVIDENCE"),
    N_ ("what of that which came with the lead shows it; may be repeated") },
  ANF_FIELD_ID,
  ANF_FIELDS_END,
};

static const AnfField answer_fields[] = {
  { "text", "text", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("what came of it") },
  { "channel", "channel", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("by which way the answer went") },
  { "told", "informant_told", ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL,
    N_ ("who gave it has been told; a named lead is not closed without") },
  ANF_FIELDS_END,
};

static const AnfField reason_fields[] = {
  ANF_FIELD_REASON,
  ANF_FIELDS_END,
};

static const AnfField list_fields[] = {
  ANF_FIELD_ONLY_SCHEME,
  ANF_FIELD_ONLY_UNIT,
  ANF_FIELD_ONLY_STATE,
  ANF_FIELDS_LIST,
};

static const AnfColumn columns[] = { { N_ ("NUMBER"), "number" },
                                     { N_ ("STATE"), "state", "lead" },
                                     { N_ ("SOURCE"), "source", "source" },
                                     { N_ ("NAMED"), "named" },
                                     { N_ ("URGENT"), "urgent" },
                                     { N_ ("UNIT"), "unit", "unit" },
                                     { N_ ("TEXT"), "text" },
                                     { N_ ("ID"), "id" },
                                     { NULL } };

static const AnfCommand commands[] = {
  { "add", "", 0, 0, N_ ("Register a complaint or other lead"),
    "anfang lead add --scheme haicheng-2018 --source hotline --channel 12345热线 --unit spj "
    "--informant 张某 --informant-phone 13800000000 --text 窗口无人值守",
    anf_cli_step_put, add_fields },
  { "attach", "LEAD FILE…", 2, -1,
    N_ ("Keep as evidence what came with it: photos, clippings, a leader's note"),
    "anfang lead attach XS-20180306-01 群众照片.jpg", run_attach, attach_fields },
  { "verify", "LEAD", 1, 1, N_ ("Say what checking it came to"),
    "anfang lead verify XS-20180306-01 --outcome substantiated --opinion 属实", anf_cli_step_act,
    verify_fields, "verify" },
  { "turn", "LEAD", 1, 1, N_ ("Turn it into a visit, or register a finding from it"),
    "anfang lead turn XS-20180306-01 --visit AF-20180306-01", run_turn, turn_fields },
  { "answer", "LEAD", 1, 1, N_ ("Close it with what came of it"),
    "anfang lead answer XS-20180306-01 --told --text 已责令整改", anf_cli_step_act, answer_fields,
    "answer" },
  { "evaluate", "LEAD", 1, 1, N_ ("Call back after the answer (跟踪回访)"),
    "anfang lead evaluate XS-20180306-01 --way 电话回访 --asked 反映人 --at "
    "2018-06-01T10:00:00+08:00 "
    "--unsolved --satisfaction 不满意 --text 仍需往返三次",
    anf_cli_step_act, anf_cli_evaluate_fields, "evaluate", anf_cli_evaluate_choose },
  { "informant", "LEAD", 1, 1, N_ ("Look who gave it; that you did is kept"),
    "anfang lead informant XS-20180306-01 --reason 电话核实", run_informant, reason_fields },
  { "list", "", 0, 0, N_ ("List leads, those given in a name first"),
    "anfang lead list --state received", anf_cli_step_list, list_fields },
  { "show", "LEAD", 1, 1, N_ ("Show a lead"), "anfang lead show XS-20180306-01",
    anf_cli_step_show },
  { NULL },
};

const AnfNoun anf_cli_lead = { "lead",  N_ ("complaints and other leads, where a case may start"),
                               "leads", ANF_FIELD_LEAD,
                               columns, commands };
