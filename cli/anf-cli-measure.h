/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-run.h"

/**
 * anf_cli_measure_parse:
 * @text: TEXT[@DATE[@NAME[@UNIT]]]: what is done, until when, by whom and of which unit
 *
 * The words may hold an `@` themselves: what follows one is meant so only behind a date, which
 * stands last or has no more than a name and a unit after it.
 *
 * Returns: (transfer full): the object of a plan's `measures`
 */
JsonNode *anf_cli_measure_parse (AnfRun *run,
                                 const AnfField *field,
                                 const char *text,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
