/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-evaluate.h"
#include "anf-cli-field.h"
#include "anf-cli-print.h"
#include "anf-cli-ref.h"
#include "anf-cli-run.h"
#include "anf-cli-step.h"
#include "anf-json.h"
#include "anf-random.h"

#include <glib/gi18n.h>

/* The visit comes first: its scheme says which units the names mean. */
static gboolean
run_add (AnfRun *run, GError **error)
{
  g_autofree char *visit = anf_cli_ref_resolve (run, ANF_FIELD_VISIT, run->args[0], error);
  if (visit == NULL)
    return FALSE;
  g_autofree char *path = anf_cli_run_path ("visits", visit, NULL);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", path, NULL, error);
  if (reply == NULL)
    return FALSE;
  JsonObject *record = anf_reply_get_object (reply);
  run->scheme = g_strdup (record != NULL ? anf_json_peek_string (record, "scheme") : NULL);
  g_free (run->args[0]);
  run->args[0] = g_steal_pointer (&visit);
  return anf_cli_step_put (run, error);
}

static gboolean
add_visit (AnfRun *run, JsonObject *body, GError **error)
{
  json_object_set_string_member (body, "visit", run->args[0]);
  return TRUE;
}

static const AnfField add_fields[] = {
  { "content", "content", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("CONTENT"),
    N_ ("which of the scheme's contents (效能监察的内容) it belongs to, by id or name") },
  { "area", "area", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("AREA"),
    N_ ("area of the scheme, by its id or name") },
  { "category", "category", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("CATEGORY"),
    N_ ("category of the area, as the scheme words it; a wrong one is answered with all") },
  { "unit", "unit", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"),
    N_ ("who is responsible; the inspected unit when not given") },
  { "fact", "fact", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("what was found") },
  { "clause", "clause", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("what it breaks") },
  { "requirement", "requirement", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("what has to be done about it") },
  { "evidence", "evidence", ANF_FIELD_EVIDENCE, ANF_FIELD_MANY, N_ ("EVIDENCE"),
    N_ ("what shows it, by its id; may be repeated") },
  ANF_FIELD_ID,
  ANF_FIELD_REPLACE,
  ANF_FIELDS_END,
};

static const AnfField establish_fields[] = {
  { "with", "with", ANF_FIELD_ACCOUNT, ANF_FIELD_REQUIRED, N_ ("ACCOUNT"),
    N_ ("the second verifier") },
  { "opinion", "opinion", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("the verdict") },
  { "no-recurrence", "no_recurrence", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),
    N_ ("why it is no recurrence (反弹) of what was closed before, which is noted without") },
  ANF_FIELDS_END,
};

static const AnfField dismiss_fields[] = {
  { "with", "with", ANF_FIELD_ACCOUNT, ANF_FIELD_REQUIRED, N_ ("ACCOUNT"),
    N_ ("the second verifier") },
  ANF_FIELD_REASON,
  ANF_FIELDS_END,
};

static const AnfField merge_fields[] = {
  { "with", "with", ANF_FIELD_ACCOUNT, ANF_FIELD_REQUIRED, N_ ("ACCOUNT"),
    N_ ("the second verifier") },
  { "into", "into", ANF_FIELD_FINDING, ANF_FIELD_REQUIRED, N_ ("FINDING"),
    N_ ("the one that stays") },
  ANF_FIELD_REASON,
  ANF_FIELDS_END,
};

static const AnfField reopen_fields[] = {
  { "because-of", "because_of", ANF_FIELD_FINDING, ANF_FIELD_OPTIONAL, N_ ("FINDING"),
    N_ ("the established one by which it has come back; or") },
  { "evaluation", "evaluation", ANF_FIELD_NUMBER, ANF_FIELD_OPTIONAL, "N",
    N_ ("which evaluation since the closing says that it does not hold, from 1") },
  ANF_FIELD_REASON,
  ANF_FIELDS_END,
};

static const AnfField draw_fields[] = {
  { "scheme", "scheme", ANF_FIELD_SCHEME, ANF_FIELD_REQUIRED, N_ ("SCHEME"),
    N_ ("the programme that it belongs to") },
  { "from", "closed.from", ANF_FIELD_DATE, ANF_FIELD_REQUIRED, N_ ("DATE"),
    N_ ("of those that were closed on this day or later") },
  { "to", "closed.to", ANF_FIELD_DATE, ANF_FIELD_REQUIRED, N_ ("DATE"),
    N_ ("and on this day or before it, and not evaluated since") },
  { "unit", "closed.unit", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"),
    N_ ("only those of one unit") },
  { "count", "count", ANF_FIELD_NUMBER, ANF_FIELD_REQUIRED, "N", N_ ("how many are drawn") },
  { "purpose", "purpose", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("what the lot is for") },
  ANF_FIELD_ID,
  ANF_FIELDS_END,
};

static gboolean
run_draw (AnfRun *run, GError **error)
{
  const AnfRandom random = anf_random_system ();
  g_autofree char *fresh = anf_random_uuid (&random);
  const char *given = anf_cli_run_get (run, "id");
  g_autoptr (JsonObject) body = json_object_new ();
  if (!anf_cli_field_collect (run, body, error))
    return FALSE;
  g_autofree char *path = anf_cli_run_path ("draws", given != NULL ? given : fresh, NULL);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "PUT", path, body, error);
  if (reply != NULL)
    anf_cli_print_show (run, reply);
  return reply != NULL;
}

static const AnfField list_fields[] = {
  ANF_FIELD_ONLY_SCHEME,
  { "area", "area", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("AREA"),
    N_ ("only those of one area") },
  ANF_FIELD_ONLY_UNIT,
  { "visit", "visit", ANF_FIELD_VISIT, ANF_FIELD_OPTIONAL, N_ ("VISIT"),
    N_ ("only those of one visit") },
  { "lead", "lead", ANF_FIELD_LEAD, ANF_FIELD_OPTIONAL, N_ ("LEAD"),
    N_ ("only those from one lead") },
  { "order", "order", ANF_FIELD_ORDER, ANF_FIELD_OPTIONAL, N_ ("ORDER"),
    N_ ("only those of one order") },
  ANF_FIELD_ONLY_STATE,
  ANF_FIELDS_LIST,
};

static const AnfColumn columns[] = { { N_ ("NUMBER"), "number" },
                                     { N_ ("STATE"), "state", "finding" },
                                     { N_ ("AREA"), "area", ANF_COLUMN_AREA },
                                     { N_ ("UNIT"), "unit", "unit" },
                                     { N_ ("CATEGORY"), "category" },
                                     { N_ ("FACT"), "fact" },
                                     { N_ ("ID"), "id" },
                                     { NULL } };

static const AnfCommand commands[] = {
  { "add", "VISIT", 1, 1, N_ ("Record what was found"),
    "anfang finding add AF-20180306-01 --area a3 --category 效率低下、办事拖拉 --unit spj --fact "
    "窗口无人值守40分钟 "
    "--clause 条例第十五条 --evidence 0b7bd1ce-95d4-4a0e-9d2c-1a0a6f6f3a11",
    run_add, add_fields, NULL, add_visit },
  { "establish", "FINDING", 1, 1, N_ ("Confirm that it is so, by two verifiers"),
    "anfang finding establish HC18-03-2018-0001 --with zhao --opinion 属实", anf_cli_step_act,
    establish_fields, "establish" },
  { "dismiss", "FINDING", 1, 1, N_ ("Decide that it is not so"),
    "anfang finding dismiss HC18-03-2018-0001 --with zhao --reason 证据不足", anf_cli_step_act,
    dismiss_fields, "dismiss" },
  { "merge", "FINDING", 1, 1, N_ ("Decide that it is the same as another"),
    "anfang finding merge HC18-03-2018-0002 --into HC18-03-2018-0001 --with zhao "
    "--reason 同一问题",
    anf_cli_step_act, merge_fields, "merge" },
  { "reopen", "FINDING", 1, 1,
    N_ ("Open a closed one again: it has come back (反弹), or does not hold"),
    "anfang finding reopen HC18-03-2018-0001 --because-of HC18-03-2018-0009 --reason "
    "同类问题再次发生",
    anf_cli_step_act, reopen_fields, "reopen" },
  { "evaluate", "FINDING", 1, 1, N_ ("Look at a closed one again (事后评估)"),
    "anfang finding evaluate HC18-03-2018-0001 --way 电话回访 --asked 企业 --at "
    "2018-06-01T10:00:00+08:00 "
    "--solved --satisfaction 满意 --text 已能当场办结",
    anf_cli_step_act, anf_cli_evaluate_fields, "evaluate", anf_cli_evaluate_choose },
  { "draw", "", 0, 0, N_ ("Draw which closed ones to evaluate, by a lot that anybody can repeat"),
    "anfang finding draw --scheme haicheng-2018 --from 2018-04-01 --to 2018-06-30 --count 5 "
    "--purpose 二季度事后评估",
    run_draw, draw_fields },
  { "list", "", 0, 0, N_ ("List findings"), "anfang finding list --unit spj --state established",
    anf_cli_step_list, list_fields },
  { "show", "FINDING", 1, 1, N_ ("Show a finding"), "anfang finding show HC18-03-2018-0001",
    anf_cli_step_show },
  { NULL },
};

const AnfNoun anf_cli_finding = { "finding",  N_ ("what was found, and whether it is so"),
                                  "findings", ANF_FIELD_FINDING,
                                  columns,    commands };
