/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-ref.h"
#include "anf-cli-run.h"
#include "anf-cli-step.h"
#include "anf-json.h"

#include <glib/gi18n.h>

static const AnfField draft_fields[] = {
  { "title", "title", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("its heading") },
  { "text", "text", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("what the public is to read; @FILE takes it from a file") },
  { "photo", "photos", ANF_FIELD_EVIDENCE, ANF_FIELD_MANY, N_ ("EVIDENCE"),
    N_ ("what shows it, by its id: its redacted copy goes out; may be repeated") },
  { "person", "persons", ANF_FIELD_TEXT, ANF_FIELD_MANY, N_ ("NAME"),
    N_ ("whom it names; may be repeated") },
  ANF_FIELD_ID,
  ANF_FIELD_REPLACE,
  ANF_FIELDS_END,
};

static const AnfField approve_fields[] = {
  { "persons", "persons", ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL, N_ ("named|masked"),
    N_ ("whether people go out by name or as 王某, where it names any") },
  ANF_FIELDS_END,
};

static const AnfField reason_fields[] = {
  ANF_FIELD_REASON,
  ANF_FIELDS_END,
};

static const AnfField publish_fields[] = {
  { "medium", "medium", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"),
    N_ ("where: a newspaper, a programme, a site") },
  { "on", "published_on", ANF_FIELD_DATE, ANF_FIELD_REQUIRED, N_ ("DATE"),
    N_ ("the day on which it was published") },
  { "url", "url", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("URL"), N_ ("its address") },
  ANF_FIELDS_END,
};

static const AnfField correct_fields[] = {
  ANF_FIELD_REASON,
  { "text", "text", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("what is right") },
  ANF_FIELDS_END,
};

static const AnfField list_fields[] = {
  ANF_FIELD_ONLY_SCHEME,
  ANF_FIELD_ONLY_UNIT,
  ANF_FIELD_ONLY_STATE,
  ANF_FIELDS_LIST,
};

static const AnfColumn columns[] = { { N_ ("STATE"), "state", "exposure" },
                                     { N_ ("UNIT"), "unit", "unit" },
                                     { N_ ("TITLE"), "title" },
                                     { N_ ("PUBLISHED"), "published.published_on" },
                                     { N_ ("ID"), "id" },
                                     { NULL } };

#define ID "0b7bd1ce-95d4-4a0e-9d2c-1a0a6f6f3a11"

static const AnfCommand commands[] = {
  { "draft", "FINDING…", 1, -1, N_ ("Propose to make a unit's case public (曝光)"),
    "anfang exposure draft HC18-03-2018-0001 --title 窗口无人值守 --text @稿件.txt",
    anf_cli_step_put, draft_fields, NULL, anf_cli_step_add_findings },
  { "approve", "EXPOSURE", 1, 1, N_ ("Approve it, as a leader who has not written it"),
    "anfang exposure approve " ID, anf_cli_step_act, approve_fields, "approve" },
  { "decline", "EXPOSURE", 1, 1, N_ ("Decide against making it public"),
    "anfang exposure decline " ID " --reason 已整改到位", anf_cli_step_act, reason_fields,
    "decline" },
  { "publish", "EXPOSURE", 1, 1, N_ ("Say where and when it was made public"),
    "anfang exposure publish " ID " --medium 海城电视台 --on 2018-04-10", anf_cli_step_act,
    publish_fields, "publish" },
  { "correct", "EXPOSURE", 1, 1,
    N_ ("Write a correction of what is out; then it is approved and published as the exposure was"),
    "anfang exposure correct " ID " --reason 数字有误 --text 应为40分钟", anf_cli_step_act,
    correct_fields, "correct" },
  { "revoke", "EXPOSURE", 1, 1, N_ ("Revoke what was made public"),
    "anfang exposure revoke " ID " --reason 事实不符", anf_cli_step_act, reason_fields, "revoke" },
  { "list", "", 0, 0, N_ ("List exposures"), "anfang exposure list --state published",
    anf_cli_step_list, list_fields },
  { "show", "EXPOSURE", 1, 1, N_ ("Show an exposure"), "anfang exposure show " ID,
    anf_cli_step_show },
  { NULL },
};

const AnfNoun anf_cli_exposure
    = { "exposure", N_ ("cases that are made public"), "exposures", ANF_FIELD_EXPOSURE, columns,
        commands };
