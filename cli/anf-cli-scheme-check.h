/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-run.h"

/** anf_cli_scheme_check: judges the file of the first argument without the service; fails when it
 * has a fault. */
gboolean anf_cli_scheme_check (AnfRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
