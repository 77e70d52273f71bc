/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-calendar.h"

/* How far a last day is away, in working days; what hangs on a day that the calendar does not know
   is not reached. */

/** anf_nearing_is_before: whether @today is between the @number-th working day before @due and @due
 * itself: a reminder is of use until then, and what an outage has kept back longer is past. */
gboolean anf_nearing_is_before (const AnfCalendar *calendar,
                                const GDate *today,
                                const GDate *due,
                                guint number);

/**
 * anf_nearing_is_ending:
 * @year: the last one that the calendar knows
 *
 * Whether periods that begin @today soon go beyond @year: from December on, when the State Council
 * has published the next year's days (国务院办公厅关于部分节假日安排的通知).
 */
gboolean anf_nearing_is_ending (int year, const GDate *today);

/** anf_nearing_is_overdue: whether @number working days have passed since @due. */
gboolean anf_nearing_is_overdue (const AnfCalendar *calendar,
                                 const GDate *today,
                                 const GDate *due,
                                 guint number);
