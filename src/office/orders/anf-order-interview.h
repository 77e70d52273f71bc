/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what a 约谈通知 says of the interview. */

#include "anf-work.h"

/** anf_order_settle_interview: @doc: a draft: its time as records have it; who has to come, where
 * the drafter leaves that open and the unit's record names them. */
gboolean anf_order_settle_interview (AnfWork *work,
                                     JsonObject *doc,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
