/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what an order went through so far, as a letter that presses for it says. */

#include "anf-calendar.h"
#include "anf-orders.h"

/**
 * AnfOrderCourse:
 * @letter: the letter that presses; @day: its date
 * @overdue: (out): how often the rectification is late on that day
 * @most_days: (out): working days since the earliest limit that is over, @least_days: since the
 * last
 */
typedef struct
{
  AnfWork *work;
  const AnfItem *letter;
  const GDate *day;
  AnfCalendar *calendar;
  guint overdue;
  guint most_days;
  guint least_days;
} AnfOrderCourse;

/** anf_order_course_describe: Returns: (transfer full): when @order was handed over, what it is
 * late with, whether it is closed (@closed) and what was done until then for @finding, which it
 * carries (domain.md D.3); NULL on error */
char *anf_order_course_describe (
    AnfOrderCourse *self, AnfItem *order, const char *finding, gboolean closed, GError **error);

/** anf_order_course_find_late: @late: (out): whether the rectification of a finding that @doc, a
 * letter, names is past its limit today */
gboolean anf_order_course_find_late (AnfWork *work, JsonObject *doc, gboolean *late, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_course_is_told: whether @letter went out for @finding to @unit, or names it, and still
 * holds: what was withdrawn, or went to who had the matter before, is none of @unit's. */
gboolean anf_order_course_is_told (const AnfItem *letter, const char *finding, const char *unit);

/** anf_order_course_has_plan_back: whether a plan was filed for @order and sent back since. */
gboolean anf_order_course_has_plan_back (const AnfItem *order);
