/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-noun.h"

/** anf_cli_choice_print: who was chosen, and by which figures; of all units with `--json`. */
void anf_cli_choice_print (AnfRun *run, const AnfReply *reply);
