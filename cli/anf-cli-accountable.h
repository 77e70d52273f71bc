/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-run.h"

/* Rows of the tables of options of what may propose accountability. */
#define ANF_FIELDS_ACCOUNTABLE                                                                     \
  { "accountable",          NULL,                                                                  \
    ANF_FIELD_TEXT,         ANF_FIELD_MANY,                                                        \
    N_ ("NAME|POST|FACTS"), N_ ("of accountability: who did it; may be repeated"),                 \
    "accountable.persons" },                                                                       \
      { "accountable-leader",                                                                      \
        NULL,                                                                                      \
        ANF_FIELD_TEXT,                                                                            \
        ANF_FIELD_MANY,                                                                            \
        N_ ("NAME|POST|GROUND|FACTS"),                                                             \
        N_ ("which leader answers, too (一案双查), on a ground of the scheme (empty where it " \
            "lists none); may be repeated"),                                                       \
        "accountable.leaders" },                                                                   \
  {                                                                                                \
    "no-leader", "accountable.no_leaders", ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("TEXT"),        \
        N_ ("or why no leader does")                                                               \
  }

/** anf_cli_accountable_add: what these options say, into @body. */
gboolean
anf_cli_accountable_add (AnfRun *run, JsonObject *body, GError **error) G_GNUC_WARN_UNUSED_RESULT;
