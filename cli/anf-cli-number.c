/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-field.h"
#include "anf-cli-print.h"
#include "anf-cli-run.h"
#include "anf-cli-step.h"

#include <glib/gi18n.h>

static gboolean
run_used (AnfRun *run, GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  json_object_set_string_member (body, "up_to", run->args[0]);
  g_autofree char *id = anf_cli_step_choose_id (run, error);
  if (id == NULL || !anf_cli_field_collect (run, body, error))
    return FALSE;
  g_autofree char *path = anf_cli_run_path ("numberings", id, NULL);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "PUT", path, body, error);
  if (reply == NULL)
    return FALSE;
  anf_cli_print_record (run, reply);
  anf_cli_print_note (run, _ ("numbering goes on behind %s"), run->args[0]);
  return TRUE;
}

static const AnfField used_fields[] = {
  ANF_FIELD_IN_SCHEME,
  { "reason", "reason", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("where and when they were given") },
  ANF_FIELD_ID,
  ANF_FIELDS_END,
};

static const AnfField list_fields[] = {
  ANF_FIELD_ONLY_SCHEME,
  ANF_FIELDS_LIST,
};

static const AnfColumn columns[] = { { N_ ("UP TO"), "up_to" },   { N_ ("FIRST NUMBER"), "first" },
                                     { N_ ("REASON"), "reason" }, { N_ ("BY"), "created_by" },
                                     { N_ ("ID"), "id" },         { NULL } };

static const AnfCommand commands[] = {
  { "used", "NUMBER", 1, 1,
    N_ ("Note the last number that was given elsewhere: on paper before, or after the backup that "
        "was restored"),
    "anfang number used 海营商整〔2026〕18号 --scheme haicheng-2018 --reason "
    "启用系统前以纸质文件发出",
    run_used, used_fields },
  { "list", "", 0, 0, N_ ("List numbers that were given elsewhere"), "anfang number list",
    anf_cli_step_list, list_fields },
  { NULL },
};

const AnfNoun anf_cli_number = { .name = "number",
                                 .summary = N_ ("numbers that were given elsewhere"),
                                 .collection = "numberings",
                                 .record = "numbering",
                                 .columns = columns,
                                 .commands = commands };
