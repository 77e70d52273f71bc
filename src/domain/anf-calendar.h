/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

/* The years that a calendar may know, and the days that one year may name. */
#define ANF_CALENDAR_YEAR_MIN 1949
#define ANF_CALENDAR_YEAR_MAX 2199
#define ANF_CALENDAR_DAYS_MAX 366

/**
 * AnfCalendar:
 *
 * The State Council's working days, year by year: which weekdays are off and which weekend days are
 * worked. Immutable and reference counted; safe to use from any thread.
 */
typedef struct _AnfCalendar AnfCalendar;

/** anf_calendar_new: a calendar that knows no year yet. */
AnfCalendar *anf_calendar_new (void);
AnfCalendar *anf_calendar_ref (AnfCalendar *self);
void anf_calendar_unref (AnfCalendar *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfCalendar, anf_calendar_unref)

/**
 * anf_calendar_add_year:
 * @year_file: `{"year", "days": [{"date", "name", "off"}]}`; other members are ignored
 * @error: ANF_ERROR_INVALID naming the member; a file whose `status` is `not-published` is refused
 *
 * Returns: (transfer full): a copy of @self that knows one year more, or the same year anew when a
 * later notice has changed it
 */
AnfCalendar *anf_calendar_add_year (AnfCalendar *self,
                                    JsonObject *year_file,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_calendar_add_bytes: the same from the bytes of a year's file. */
AnfCalendar *anf_calendar_add_bytes (AnfCalendar *self,
                                     GBytes *year_file,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_calendar_new_from_resource: every year's file in @folder of @resource, e.g. those of
 * anf_data_get_resource() in `/anfang/holidays`. */
AnfCalendar *anf_calendar_new_from_resource (GResource *resource,
                                             const char *folder,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean anf_calendar_has_year (const AnfCalendar *self, int year);

/** anf_calendar_dup_years: Returns: (transfer full) (element-type int): ascending */
GArray *anf_calendar_dup_years (const AnfCalendar *self);

/**
 * anf_calendar_get_version:
 *
 * Returns: 16 hex digits that change whenever any verdict could: the head of the SHA-256 over the
 * years in canonical form. Names, notices and other members that decide nothing do not count.
 */
const char *anf_calendar_get_version (const AnfCalendar *self);

/**
 * anf_calendar_is_working_day:
 * @working: (out): Monday to Friday or worked in exchange, and not off
 * @error: ANF_ERROR_UNAVAILABLE naming the year that is missing
 */
gboolean anf_calendar_is_working_day (const AnfCalendar *self,
                                      const GDate *date,
                                      gboolean *working,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
