/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-run.h"

/* `anfang visit talk` is `anfang talk add`. */

extern const AnfField anf_cli_talk_fields[];

/** anf_cli_talk_add: writes down a talk under the visit that the first argument names. */
gboolean anf_cli_talk_add (AnfRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
