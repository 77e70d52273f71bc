/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-run.h"

/** anf_cli_report_run: makes the report that the verb names, or fetches it when it was made before;
 * `phase` takes the phase as its argument. */
gboolean anf_cli_report_run (AnfRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_report_check_output: what is no text needs a @file. */
gboolean anf_cli_report_check_output (const char *format,
                                      const char *file,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_report_path: Returns: (transfer full): where @list is, with the options that say what of
 * it; @fallback where no `--format` is given */
char *anf_cli_report_path (AnfRun *run, const char *list, const char *fallback, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
