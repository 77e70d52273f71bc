/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-calendar.h"

/**
 * anf_clock_count:
 * @clock: of a record's `clocks` (anf-clocks.h)
 * @error: ANF_ERROR_CORRUPT when it cannot be read as one
 *
 * How the clock's date comes about, for whoever doubts it (民法典 201–203): `day_zero`, which is
 * not counted; `days`, each {date, why, number?}, where @why is `working_day`, `weekend`, `holiday`
 * or `worked_weekend` and `number` tells the counted ones; for periods in days and months
 * `ends_on`, where the period ends by itself, and in `days` only the days of rest that it then
 * gives way to; `due`, or `missing_year` where the calendar ends; `calendar`, the version counted
 * with. A date that somebody has set is not counted: the object then has `fixed` only.
 *
 * Returns: (transfer full)
 */
JsonObject *anf_clock_count (JsonObject *clock,
                             const AnfCalendar *calendar,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
