/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-step.h"

#include <glib/gi18n.h>

static const AnfField declare_fields[] = {
  ANF_FIELD_IN_SCHEME,
  { "area", "area", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("AREA"),
    N_ ("area of the scheme, by its id or name") },
  { "category", "category", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("CATEGORY"),
    N_ ("category of the area, as the scheme words it; a wrong one is answered with all") },
  { "found", "found", ANF_FIELD_NUMBER, ANF_FIELD_REQUIRED, "N",
    N_ ("how many problems the unit found; 0 when there are none") },
  { "unit", "unit", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"),
    N_ ("whose declaration it is, for a clerk who has it on paper; your own otherwise") },
  { "on", "declared_on", ANF_FIELD_DATE, ANF_FIELD_OPTIONAL, N_ ("DATE"),
    N_ ("the day of the declaration; today when not given") },
  { "note", "note", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"), N_ ("what else is said") },
  ANF_FIELD_ID,
  ANF_FIELDS_END,
};

static const AnfField list_fields[] = {
  ANF_FIELD_ONLY_SCHEME,
  ANF_FIELD_ONLY_UNIT,
  ANF_FIELDS_LIST,
};

static const AnfColumn columns[] = { { N_ ("DECLARED"), "declared_on" },
                                     { N_ ("UNIT"), "unit", "unit" },
                                     { N_ ("AREA"), "area", ANF_COLUMN_AREA },
                                     { N_ ("CATEGORY"), "category" },
                                     { N_ ("FOUND"), "found" },
                                     { N_ ("ID"), "id" },
                                     { NULL } };

static const AnfCommand commands[] = {
  { "declare", "", 0, 0, N_ ("Declare what a self-inspection (自查) found"),
    "anfang self-check declare --scheme haicheng-2018 --area a3 --category 效率低下、办事拖拉 "
    "--found 0",
    anf_cli_step_put, declare_fields },
  { "list", "", 0, 0, N_ ("List declarations"), "anfang self-check list --unit spj",
    anf_cli_step_list, list_fields },
  { NULL },
};

const AnfNoun anf_cli_self_check = { .name = "self-check",
                                     .summary = N_ ("what units declare of themselves"),
                                     .collection = "self-checks",
                                     .record = "selfcheck",
                                     .columns = columns,
                                     .commands = commands };
