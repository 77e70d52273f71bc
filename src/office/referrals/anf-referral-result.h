/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what a discipline body answered to a referral. */

#include "anf-work.h"

gboolean anf_referrals_result (AnfWork *work, GError **error);

/** anf_referral_list_results: what the body answered, oldest first, without what was put right
 * later. Returns: (transfer container) (element-type JsonObject): borrowed from @referral */
GPtrArray *anf_referral_list_results (JsonObject *referral);
