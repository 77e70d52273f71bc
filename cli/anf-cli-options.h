/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-noun.h"

/* How a command is typed, and explained. */

/** anf_cli_options_parse: reads @argv after noun and verb; fills @run, whose noun, command and
 * globals are set. */
gboolean anf_cli_options_parse (AnfRun *run, int argc, char **argv, gboolean *help, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
void anf_cli_options_clear (AnfRun *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnfRun, anf_cli_options_clear)

/** anf_cli_options_help: Returns: (transfer full): the options of @command in words */
char *anf_cli_options_help (const AnfNoun *noun, const AnfCommand *command);
