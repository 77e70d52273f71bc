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

/** anf_nearing_is_overdue: whether @number working days have passed since @due. */
gboolean anf_nearing_is_overdue (const AnfCalendar *calendar,
                                 const GDate *today,
                                 const GDate *due,
                                 guint number);
