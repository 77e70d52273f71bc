/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-run.h"

/** anf_cli_clocks_run: prints how each deadline of the record comes about, day by day. */
gboolean anf_cli_clocks_run (AnfRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_clocks_name_weekday: in the reader's language, whatever the locale has */
const char *anf_cli_clocks_name_weekday (const GDate *date);
