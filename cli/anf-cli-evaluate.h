/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-run.h"

/* `finding evaluate` and `lead evaluate` take the same. */

extern const AnfField anf_cli_evaluate_fields[];

/** anf_cli_evaluate_choose: `--solved` or `--unsolved`; neither, where nobody said anything. */
gboolean
anf_cli_evaluate_choose (AnfRun *run, JsonObject *body, GError **error) G_GNUC_WARN_UNUSED_RESULT;
