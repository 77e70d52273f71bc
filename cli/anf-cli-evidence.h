/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-field.h"
#include "anf-cli-run.h"

/* How files are handed in, whatever they are for. */
#define ANF_FIELDS_HAND_IN                                                                           \
  { "captured",         NULL,        ANF_FIELD_TIME,                                                 \
    ANF_FIELD_OPTIONAL, N_ ("TIME"), N_ ("when it was taken, e.g. 2018-03-06T09:41:00+08:00") },     \
      { "kind",                                                                                      \
        NULL,                                                                                        \
        ANF_FIELD_CHOICE,                                                                            \
        ANF_FIELD_OPTIONAL,                                                                          \
        N_ ("photo|audio|video|document"),                                                           \
        N_ ("what it is, when the guess from its type is wrong") },                                  \
      { "jobs",                                                                                      \
        NULL,                                                                                        \
        ANF_FIELD_NUMBER,                                                                            \
        ANF_FIELD_OPTIONAL,                                                                          \
        "N",                                                                                         \
        N_ ("so many files at once, 3 when not given") },                                            \
      { "patience",       NULL,                                                                      \
        ANF_FIELD_NUMBER, ANF_FIELD_OPTIONAL,                                                        \
        N_ ("SECONDS"),   N_ ("give up when nothing got through for so long, 120 when not given") }, \
      { "receipts",     NULL,                                                                        \
        ANF_FIELD_PATH, ANF_FIELD_OPTIONAL,                                                          \
        N_ ("FOLDER"),  N_ ("keep the receipts there instead of beside the files") },                \
  {                                                                                                  \
    "no-receipts", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL, N_ ("keep no receipts")           \
  }

/** anf_cli_evidence_hand_in: the files that stand behind what they are for, which is of @type and
 * named @noun. */
gboolean anf_cli_evidence_hand_in (AnfRun *run, const char *noun, AnfFieldType type, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
