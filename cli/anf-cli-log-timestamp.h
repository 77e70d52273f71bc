/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-run.h"

/** anf_cli_log_timestamp: `anfang log timestamp [-o FOLDER]`. */
gboolean anf_cli_log_timestamp (AnfRun *run, GError **error);
