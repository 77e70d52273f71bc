/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-noun.h"

/* What a command can ask of the way in which it was typed. Wrong use is an error of the domain
   G_OPTION_ERROR, which ends the program with 2. */

/** anf_cli_run_misuse: sets @error to wrong use. Returns: FALSE */
gboolean anf_cli_run_misuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/** anf_cli_run_get: Returns: (transfer none) (nullable): the option's value */
const char *anf_cli_run_get (const AnfRun *run, const char *name);
/** anf_cli_run_get_all: Returns: (transfer none) (nullable): all its values */
char **anf_cli_run_get_all (const AnfRun *run, const char *name);
gboolean anf_cli_run_has (const AnfRun *run, const char *name);
/** anf_cli_run_get_number: @value stays as it is when the option was not given. */
gboolean anf_cli_run_get_number (const AnfRun *run,
                                 const char *name,
                                 guint64 min,
                                 guint64 max,
                                 guint64 *value,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_run_path: Returns: (transfer full): `/COLLECTION/ID[/ACTION]`, escaped */
char *anf_cli_run_path (const char *collection, const char *id, const char *action);

/** anf_cli_run_connect: makes @run's client from the stored login, once. */
gboolean anf_cli_run_connect (AnfRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_run_call: connects if need be, then anf_client_call(). */
AnfReply *anf_cli_run_call (AnfRun *run,
                            const char *method,
                            const char *path,
                            JsonObject *body,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_run_fetch_text: Returns: (transfer full): @path of the service, which must be text */
char *
anf_cli_run_fetch_text (AnfRun *run, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_run_me: Returns: (transfer full): the name of the account that is logged in */
char *anf_cli_run_me (AnfRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
