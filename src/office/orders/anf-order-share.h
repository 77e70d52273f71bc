/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: orders on which several work: one unit that answers (牵头、责任), others that
   help (配合) and may speak, and for the hard ones a leader by name (领导包案). */

#include "anf-work.h"

/** anf_order_check_share: `key` and `co_units` of a draft; INVALID naming what is wrong. */
gboolean
anf_order_check_share (AnfWork *work, JsonObject *doc, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_check_owner: that who answers for the order does not help with it; INVALID. */
gboolean anf_order_check_owner (JsonObject *doc, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_orders_comment: a unit that works on the order says something; it answers for nothing by
 * that. */
gboolean anf_orders_comment (AnfWork *work, GError **error);
