/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what a liaison does with a hold; see anf-hold.h. */

#include "anf-work.h"

gboolean anf_referrals_hold (AnfWork *work, GError **error);
gboolean anf_referrals_release (AnfWork *work, GError **error);

/** anf_referral_step: as anf_work_step(): what is said to be possible instead fits whether it is
 * held. */
gboolean anf_referral_step (AnfWork *work, AnfItem *referral, const char *event, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_referral_take_hold: what holds the matter of @before, which is done with, holds it in
 * @referral from now on. */
void anf_referral_take_hold (AnfItem *referral, AnfItem *before);
