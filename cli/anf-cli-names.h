/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-noun.h"

/**
 * anf_cli_names_word:
 * @words: of the column: `unit`, `role`, or the noun whose state it is
 *
 * What people call the @name that a record has. Units are asked for at the service, each once;
 * where it does not tell, the id stays.
 *
 * Returns: (transfer none)
 */
const char *anf_cli_names_word (AnfRun *run, const char *words, const char *name);
