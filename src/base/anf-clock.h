/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * AnfClock:
 * @now: the present, in microseconds since 1970-01-01T00:00:00Z; called from any thread
 * @data: passed to @now
 *
 * The wall clock, passed in so that tests choose the time. Kept by value; @data must outlive it.
 */
typedef struct
{
  gint64 (*now) (gpointer data);
  gpointer data;
} AnfClock;

/** anf_clock_system: the machine's own clock. */
AnfClock anf_clock_system (void);

/** anf_clock_now: microseconds since the epoch, UTC. */
gint64 anf_clock_now (const AnfClock *clock);

/* Civil time in the services this is made for: one zone, no summer time since 1991. */
#define ANF_ZONE_OFFSET_SECONDS (8 * 60 * 60)

/**
 * anf_time_format:
 *
 * Returns: (transfer full): @time_us as `2026-01-31T09:30:00.123Z`, always UTC, always three
 * decimals (the canonical form in records and leaves; finer digits are cut off).
 */
char *anf_time_format (gint64 time_us);

/**
 * anf_time_parse:
 * @text: RFC 3339 with seconds and a zone, e.g. `2026-01-31T09:30:00.5+08:00`; nothing else that
 * ISO 8601 would allow
 * @time_us: (out): microseconds since the epoch
 */
gboolean
anf_time_parse (const char *text, gint64 *time_us, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_time_format_local: Returns: (transfer full): @time_us as `2026-01-31T17:30:00+08:00`, for
 * people; its decimals are cut off */
char *anf_time_format_local (gint64 time_us);

/** anf_time_local_date: fills @date with the day of @time_us in China Standard Time (+08:00). */
void anf_time_local_date (gint64 time_us, GDate *date);

/** anf_time_of_date: the way back: @hour o'clock of @date there, in microseconds since the epoch.
 */
gint64 anf_time_of_date (const GDate *date, guint hour);

/** anf_date_parse: exactly `YYYY-MM-DD`, a day that exists, 1900 to 2199. */
gboolean anf_date_parse (const char *text, GDate *date, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_date_format: Returns: (transfer full): `YYYY-MM-DD`. */
char *anf_date_format (const GDate *date);
/** anf_date_describe: Returns: (transfer full): as a document says it, GB/T 9704 7.3.5.4:
 * 2026年9月5日 */
char *anf_date_describe (const GDate *date);
