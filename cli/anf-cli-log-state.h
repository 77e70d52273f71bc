/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* What was seen of a service's log, in `$XDG_STATE_HOME/anfang/logs`. */

#define ANF_LOG_STATE_KEY "key"
#define ANF_LOG_STATE_CHECKPOINT "checkpoint"
/* Up to where `log monitor` has read; `log verify` sees far less, and must not move it. */
#define ANF_LOG_STATE_MONITOR "monitor"

/** anf_cli_log_state_path: Returns: (transfer full): where @name of @server is kept */
char *anf_cli_log_state_path (const char *server, const char *name);
/** anf_cli_log_state_load: Returns: (transfer full) (nullable): NULL when it was never kept */
char *anf_cli_log_state_load (const char *server, const char *name);
gboolean anf_cli_log_state_save (const char *server,
                                 const char *name,
                                 const char *text,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
