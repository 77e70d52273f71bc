/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-noun.h"

/** anf_cli_main: Returns: the exit status: 0 done, 1 refused or failed, 2 wrongly used */
int anf_cli_main (int argc, char **argv);

/** anf_cli_nouns: Returns: NULL-terminated, in the order in which help lists them */
const AnfNoun *const *anf_cli_nouns (void);
