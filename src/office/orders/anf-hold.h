/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: a discipline body may ask to hold what it inquires into (暂缓, domain.md E.5,
   `hold_by_discipline`). The unit does not learn of it and goes on with what it was told to do; so
   do those here who visit and reinspect. Until the hold is released, nothing goes out that demands
   anything for a held finding or makes it public, and the order that carries it does not end. */

#include "anf-work.h"

#define ANF_HOLD_FLAG "hold_by_discipline"

/** anf_referral_is_held: whether the body that @referral went to asks to hold its matter now. */
gboolean anf_referral_is_held (const AnfItem *referral);

/** anf_hold_find: @held: (out): whether any of @findings, an array of ids, is held. */
gboolean anf_hold_find (AnfWork *work, JsonArray *findings, gboolean *held, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_hold_check: refuses with STATE when any of @findings is held. Who may not read the referral
 * is told whom to ask, and nothing of it. */
gboolean
anf_hold_check (AnfWork *work, JsonArray *findings, GError **error) G_GNUC_WARN_UNUSED_RESULT;
