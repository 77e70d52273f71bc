/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-field.h"
#include "anf-cli-print.h"
#include "anf-cli-ref.h"
#include "anf-cli-report-make.h"
#include "anf-cli-step.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <string.h>

/* Each tick is another's to set, and so another request. */
static gboolean
run_tick (AnfRun *run, GError **error)
{
  static const struct
  {
    const char *tick;
    const char *action;
  } ticks[] = { { "deployed", "deploy" }, { "checked", "check" }, { "accepted", "accept" } };
  const char *tick = anf_cli_run_get (run, "tick");
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *id = anf_cli_ref_resolve (run, ANF_FIELD_TASK, run->args[0], error);
  if (id == NULL || !anf_cli_field_collect (run, body, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (ticks); i++)
    {
      if (strcmp (ticks[i].tick, tick) != 0)
        continue;
      g_autofree char *path = anf_cli_run_path ("tasks", id, ticks[i].action);
      g_autoptr (AnfReply) reply = anf_cli_run_call (run, "POST", path, body, error);
      if (reply == NULL)
        return FALSE;
      anf_cli_print_record (run, reply);
      return TRUE;
    }
  return anf_cli_run_misuse (error, _ ("--tick is one of deployed|checked|accepted"));
}

/* 任务分解: one request, one task for each unit; what they are summed up by is the id of the
 * request. */
static gboolean
run_give (AnfRun *run, GError **error)
{
  g_autofree char *id = anf_cli_step_choose_id (run, error);
  g_autoptr (JsonObject) body = json_object_new ();
  if (id == NULL || !anf_cli_field_collect (run, body, error))
    return FALSE;
  if (!anf_cli_run_has (run, "unit") && !anf_cli_run_has (run, "group")
      && !anf_cli_run_has (run, "subscheme"))
    return anf_cli_run_misuse (error, _ ("say to whom: --unit, --group or --subscheme"));
  g_autofree char *path = anf_cli_run_path ("task-groups", id, NULL);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "PUT", path, body, error);
  if (reply != NULL)
    anf_cli_print_show (run, reply);
  return reply != NULL;
}

static gboolean
run_sum (AnfRun *run, GError **error)
{
  g_autofree char *path = anf_cli_run_path ("task-groups", run->args[0], NULL);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", path, NULL, error);
  if (reply != NULL)
    anf_cli_print_show (run, reply);
  return reply != NULL;
}

static gboolean
run_table (AnfRun *run, GError **error)
{
  const char *format = anf_cli_run_get (run, "format");
  if (!anf_cli_report_check_output (format, anf_cli_run_get (run, "output"), error))
    return FALSE;
  g_autofree char *path = anf_cli_report_path (run, "/reports/tasks", "csv", error);
  return path != NULL && anf_cli_step_save (run, path, error);
}

/* What one task asks, and each of several that are given together. */
#define FIELDS_ASKED                                                                               \
  { "due",          "due",                                                                         \
    ANF_FIELD_DATE, ANF_FIELD_OPTIONAL,                                                            \
    N_ ("DATE"),    N_ ("its last day, which does not move") },                                    \
      { "soft",         "soft",                                                                    \
        ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL,                                                        \
        NULL,           N_ ("the day is hoped for (力争); never overdue") },                       \
      { "with",         "with",      ANF_FIELD_UNIT,                                               \
        ANF_FIELD_MANY, N_ ("UNIT"), N_ ("who takes part; may be repeated") },                     \
      { "to",           "to",        ANF_FIELD_UNIT,                                               \
        ANF_FIELD_MANY, N_ ("UNIT"), N_ ("who gets what is handed in; may be repeated") },         \
      { "deliver",          "deliver",   ANF_FIELD_TEXT,                                           \
        ANF_FIELD_OPTIONAL, N_ ("TEXT"), N_ ("what is handed in") },                               \
      { "clause",           "clause",    ANF_FIELD_TEXT,                                           \
        ANF_FIELD_OPTIONAL, N_ ("TEXT"), N_ ("the words that ask for it") },                       \
      ANF_FIELD_ID

static const AnfField add_fields[] = {
  ANF_FIELD_IN_SCHEME,
  { "name", "name", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("what has to be done") },
  { "unit", "unit", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"),
    N_ ("which unit answers for it") },
  { "person", "person", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("NAME"),
    N_ ("and which person there (任务到人)") },
  FIELDS_ASKED,
  ANF_FIELD_REPLACE,
  ANF_FIELDS_END,
};

static const AnfField give_fields[] = {
  ANF_FIELD_IN_SCHEME,
  { "name", "name", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("what has to be done") },
  { "unit", "units", ANF_FIELD_UNIT, ANF_FIELD_MANY, N_ ("UNIT"),
    N_ ("who gets one; may be repeated") },
  { "group", "group", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"),
    N_ ("each unit below this one gets one") },
  { "subscheme", "subscheme", ANF_FIELD_SCHEME, ANF_FIELD_OPTIONAL, N_ ("SCHEME"),
    N_ ("each unit of this scheme's own gets one: it is below --scheme, or the same") },
  FIELDS_ASKED,
  ANF_FIELDS_END,
};

static const AnfField assign_fields[] = {
  { "person", "person", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("NAME"),
    N_ ("which person answers for it") },
  { "unit", "unit", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"),
    N_ ("another unit; the office's to say") },
  ANF_FIELDS_END,
};

static const AnfField tick_fields[] = {
  { "tick", NULL, ANF_FIELD_CHOICE, ANF_FIELD_REQUIRED, N_ ("deployed|checked|accepted"),
    N_ ("有布置, 有检查 or 有验收, in this order") },
  { "on", "on", ANF_FIELD_DATE, ANF_FIELD_OPTIONAL, N_ ("DATE"),
    N_ ("the day; today when not given") },
  { "remark", "remark", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"), N_ ("what else is said") },
  ANF_FIELDS_END,
};

static const AnfField undo_fields[] = {
  { "tick", "tick", ANF_FIELD_CHOICE, ANF_FIELD_REQUIRED, N_ ("deployed|checked|accepted"),
    N_ ("the last one that was set") },
  ANF_FIELD_REASON,
  ANF_FIELDS_END,
};

static const AnfField hand_in_fields[] = {
  { "text", "text", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("what was done, or the number of the paper; @FILE takes it from a file") },
  { "evidence", "evidence", ANF_FIELD_EVIDENCE, ANF_FIELD_MANY, N_ ("EVIDENCE"),
    N_ ("a file that shows it; may be repeated") },
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

static const AnfField table_fields[] = {
  ANF_FIELD_OF_SCHEME,
  { "format", NULL, ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL, "csv|xlsx",
    N_ ("how it is written; csv without it") },
  ANF_FIELD_OUTPUT,
  ANF_FIELDS_END,
};

static const AnfColumn columns[] = { { N_ ("ID"), "id" },
                                     { N_ ("STATE"), "state", "task" },
                                     { N_ ("DUE"), "due" },
                                     { N_ ("UNIT"), "unit", "unit" },
                                     { N_ ("PERSON"), "person" },
                                     { N_ ("DEPLOYED"), "deployed.on" },
                                     { N_ ("CHECKED"), "checked.on" },
                                     { N_ ("ACCEPTED"), "accepted.on" },
                                     { N_ ("NAME"), "name" },
                                     { NULL } };

static const AnfCommand commands[] = {
  { "add", "", 0, 0, N_ ("Add a task; those of a scheme are there once it is loaded"),
    "anfang task add --scheme wangyi-2018 --name 报送整改情况 --unit fgj --person 王某 --due "
    "2018-06-15",
    anf_cli_step_put, add_fields },
  { "give", "", 0, 0, N_ ("Give one task to each unit of a group or a scheme (任务分解)"),
    "anfang task give --scheme haicheng-2018 --name 报送自查情况 --group 各开发园区、镇区 --due "
    "2018-06-15",
    run_give, give_fields },
  { "sum", "GROUP", 1, 1, N_ ("Sum up the tasks that were given together"),
    "anfang task sum 0b7bd1ce-95d4-4a0e-9d2c-1a0a6f6f3a11", run_sum },
  { "assign", "TASK", 1, 1, N_ ("Name who answers for it"),
    "anfang task assign wangyi-2018.t22 --person 李某", anf_cli_step_act, assign_fields, "assign" },
  { "hand-in", "TASK", 1, 1, N_ ("Hand in what shows that it is done"),
    "anfang task hand-in wangyi-2018.t22 --text 王法办〔2018〕12号", anf_cli_step_act,
    hand_in_fields, "hand-in" },
  { "return", "TASK", 1, 1, N_ ("Send back what was handed in"),
    "anfang task return wangyi-2018.t22 --reason 缺少清理目录", anf_cli_step_act, reason_fields,
    "return" },
  { "tick", "TASK", 1, 1, N_ ("Set one of the ticks 有布置, 有检查 and 有验收"),
    "anfang task tick wangyi-2018.t22 --tick deployed --on 2018-03-01", run_tick, tick_fields },
  { "undo", "TASK", 1, 1, N_ ("Take a tick back; that it was there stays"),
    "anfang task undo wangyi-2018.t22 --tick deployed --reason 布置有误", anf_cli_step_act,
    undo_fields, "undo" },
  { "list", "", 0, 0, N_ ("List tasks"), "anfang task list --state overdue", anf_cli_step_list,
    list_fields },
  { "show", "TASK", 1, 1, N_ ("Show a task"), "anfang task show wangyi-2018.t22",
    anf_cli_step_show },
  { "table", "", 0, 0, N_ ("The tasks of a scheme as a wall chart (挂图作战)"),
    "anfang task table --scheme wangyi-2018 --format xlsx -o 任务清单.xlsx", run_table,
    table_fields },
  { NULL },
};

const AnfNoun anf_cli_task = { "task",  N_ ("what schemes and the office ask for by a day"),
                               "tasks", ANF_FIELD_TASK,
                               columns, commands };
