/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-scheme.h"

/*
 * Clocks stand as JSON objects in the `clocks` array of an order or referral:
 * {id, name, rule, clause?, trigger, trigger_at, due | missing_year, calendar,
 *  state running|met|late|stopped|replaced, met_at?, was?[{due?, rule, calendar, reason, at}]}.
 * These functions change such an array in place and nothing else. Times are microseconds since the
 * epoch; days are China's.
 */

/**
 * anf_clocks_start:
 * @clocks: the record's array
 * @rule: from the scheme
 * @trigger_at: when the event of day 0 happened
 *
 * Appends a running clock; one with the same id that still runs becomes `replaced`. A due date that
 * the calendar cannot reach is left out and `missing_year` names the year.
 */
gboolean anf_clocks_start (JsonArray *clocks,
                           const AnfSchemeClock *rule,
                           const AnfCalendar *calendar,
                           gint64 trigger_at,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_clocks_start_fixed: the same with a date given outright, which does not move (B.1 rule 6).
 */
void anf_clocks_start_fixed (JsonArray *clocks,
                             const AnfSchemeClock *rule,
                             const GDate *due,
                             const AnfCalendar *calendar,
                             gint64 trigger_at);

/** anf_clocks_find: Returns: (transfer none) (nullable): the newest clock of that id that is not
 * `replaced` */
JsonObject *anf_clocks_find (JsonArray *clocks, const char *id);

/**
 * AnfClockLimit: a date that a clock had, and has if it is the last one.
 * @clock: (transfer none): the record is sent back with another clock of the same id
 * @due: (nullable): there is none while the calendar does not reach so far
 * @since: (transfer none): from when it stood
 * @reason: (nullable): why it took the place of the one before, of the same clock
 */
typedef struct
{
  JsonObject *clock;
  const char *due;
  const char *since;
  const char *reason;
} AnfClockLimit;

/** anf_clocks_list_limits: Returns: (transfer full) (element-type AnfClockLimit): every date that
 * the clocks of that id had, also those that were moved or replaced, in the order in which they
 * were set */
GArray *anf_clocks_list_limits (JsonArray *clocks, const char *id);

/* @reason of a limit that was extended. */
#define ANF_CLOCK_EXTENDED "extended"

/** anf_clocks_meet: what it waits for happened at @at: `met`, or `late` when that is after the due
 * day. Does nothing when no such clock runs. */
void anf_clocks_meet (JsonArray *clocks, const char *id, gint64 at);

/** anf_clocks_stop: the clock no longer matters (withdrawn, settled). */
void anf_clocks_stop (JsonArray *clocks, const char *id);
void anf_clocks_stop_all (JsonArray *clocks);

/** anf_clocks_resume: a clock that was met runs again with its old due date (a returned plan). */
void anf_clocks_resume (JsonArray *clocks, const char *id);

/**
 * anf_clocks_restart:
 * @stopped_at: since when it stands still
 *
 * A stopped clock runs again, and ends as much later as it stood still: so many working days where
 * its rule is in these, else so many days, and then not on a day of rest (民法典 203). Does nothing
 * when no such clock was stopped. The date before is kept in `was`. UNAVAILABLE where the calendar
 * ends.
 */
gboolean anf_clocks_restart (JsonArray *clocks,
                             const char *id,
                             const AnfCalendar *calendar,
                             gint64 stopped_at,
                             gint64 at,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_clocks_move: a new due date for a clock, the old one kept in `was` with @reason; NOT_FOUND
 * when there is no such clock. */
gboolean anf_clocks_move (JsonArray *clocks,
                          const char *id,
                          const GDate *due,
                          const char *reason,
                          gint64 at,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_clocks_settle: counts anew with @calendar every clock that runs with another calendar or
 * that was met while its year was missing. Where the date comes out differently the old one is kept
 * in `was`; else the clock stays as it is. Returns: how many clocks changed. */
guint anf_clocks_settle (JsonArray *clocks, const AnfCalendar *calendar, gint64 at);

/** anf_clocks_is_overdue: whether a running clock's due day is before @today. */
gboolean anf_clocks_is_overdue (JsonObject *clock, const GDate *today);
