/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-store.h"

/* What others said of the log, and which keys it had, as rows. */

gboolean anf_log_history_add_cosigned (AnfTx *tx, gint64 size, const char *note, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_log_history_get_cosigned: the newest cosigned checkpoint; NOT_FOUND. Returns: (transfer
 * full)
 */
char *anf_log_history_get_cosigned (AnfTx *tx, gint64 *size, GError **error);

/** anf_log_history_find_cosigned: the first of at least @size leaves, which is the same for ever.
 * @note: (out) (transfer full) (nullable): NULL when there is none yet; @found: (out): its size */
gboolean anf_log_history_find_cosigned (
    AnfTx *tx, gint64 size, char **note, gint64 *found, GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean anf_log_history_add_rotation (AnfTx *tx, gint64 size, const char *note, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_log_history_list_rotations: Returns: (transfer full) (element-type utf8): oldest first */
GPtrArray *anf_log_history_list_rotations (AnfTx *tx, GError **error) G_GNUC_WARN_UNUSED_RESULT;
