/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-log-rows.h"

/** anf_log_feed_list: at most @limit leaves after leaf @after (-1: from the first), oldest first.
 */
gboolean anf_log_feed_list (AnfTx *tx,
                            gint64 after,
                            gint64 limit,
                            AnfLogRowsEach each,
                            gpointer data,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
