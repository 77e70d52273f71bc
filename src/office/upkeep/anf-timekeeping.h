/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: whether the machine's clock can be believed. A PC whose battery is empty
   wakes up years ago, one whose clock keeps another zone hours off: letters and receipts would be
   dated so, and limits counted from there. */

#include "anf-office.h"

/** anf_timekeeping_look: UNAVAILABLE when the clock is behind what was recorded last. */
gboolean anf_timekeeping_look (AnfOffice *office, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_timekeeping_trust:
 *
 * For a clock that was ahead, and is right now: the log says so, and what follows is held to that.
 * Does nothing where the clock is not behind.
 */
gboolean anf_timekeeping_trust (AnfOffice *office, GError **error) G_GNUC_WARN_UNUSED_RESULT;
