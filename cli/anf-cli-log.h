/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-noun.h"
#include "anf-tree.h"

/* What the commands of `anfang log` share. */

/** anf_cli_log_fetch_consistency: Returns: (transfer full): the hashes, not checked yet */
GByteArray *anf_cli_log_fetch_consistency (AnfRun *run, guint64 from, guint64 to, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_cli_log_pin_keys:
 *
 * The log's keys are pinned when first seen. A service that later shows another key is followed
 * when the pinned key itself names it (C2SP signed note, see anf-rotation.h), and not believed
 * otherwise.
 *
 * Returns: (transfer full) (element-type AnfVerifier): oldest first; the last is the one of now
 */
GPtrArray *anf_cli_log_pin_keys (AnfRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_log_fetch_changes: Returns: (transfer full) (element-type utf8): the notes by which the
 * log changed its key, oldest first, not checked yet */
GPtrArray *anf_cli_log_fetch_changes (AnfRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_log_fetch_checkpoint: the newest, signed by the pinned key. @note: (out) (transfer full)
 */
gboolean anf_cli_log_fetch_checkpoint (AnfRun *run, char **note, AnfTreeHead *head, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_monitor_run: `anfang log monitor` */
gboolean anf_cli_monitor_run (AnfRun *run, GError **error);
/** anf_cli_witness_run: `anfang log witness` */
gboolean anf_cli_witness_run (AnfRun *run, GError **error);
