/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: reading the custody log. */

#include "anf-work.h"

/** anf_log_use_sees: @open: (out): whether the caller may know what the log says of @record,
 * `NOUN/ID`; may fail with NOT_FOUND where it is not there. */
gboolean anf_log_use_sees (AnfWork *work, const char *record, gboolean *open, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

gboolean anf_log_use_get_checkpoint (AnfWork *work, GError **error);
gboolean anf_log_use_find_leaf (AnfWork *work, GError **error);
gboolean anf_log_use_get_cosigned (AnfWork *work, GError **error);
gboolean anf_log_use_get_leaf (AnfWork *work, GError **error);
gboolean anf_log_use_get_proof (AnfWork *work, GError **error);
gboolean anf_log_use_get_consistency (AnfWork *work, GError **error);
gboolean anf_log_use_get_tile (AnfWork *work, GError **error);
gboolean anf_log_use_list_keys (AnfWork *work, GError **error);
gboolean anf_log_use_get_key (AnfWork *work, GError **error);
