/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock-count.h"

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-period.h"

#include <glib/gi18n.h>

typedef struct
{
  const AnfCalendar *calendar;
  JsonObject *count;
  JsonArray *days;
  int number; /* of days counted so far */
} Walk;

static void
set_date (JsonObject *object, const char *member, const GDate *date)
{
  g_autofree char *text = anf_date_format (date);
  json_object_set_string_member (object, member, text);
}

static const char *
explain (const GDate *date, gboolean working)
{
  const gboolean weekend = g_date_get_weekday (date) >= G_DATE_SATURDAY;
  if (working)
    return weekend ? "worked_weekend" : "working_day";
  return weekend ? "weekend" : "holiday";
}

static void
add_day (Walk *walk, const GDate *date, gboolean working, gboolean counts)
{
  JsonObject *day = json_object_new ();
  set_date (day, "date", date);
  json_object_set_string_member (day, "why", explain (date, working));
  if (counts)
    json_object_set_int_member (day, "number", ++walk->number);
  json_array_add_object_element (walk->days, day);
}

/* Whether @date is worked; FALSE, with the year noted, where the calendar does not know. */
static gboolean
ask (Walk *walk, const GDate *date, gboolean *working)
{
  if (anf_calendar_is_working_day (walk->calendar, date, working, NULL))
    return TRUE;
  json_object_set_int_member (walk->count, "missing_year", g_date_get_year (date));
  return FALSE;
}

static void
walk_working_days (Walk *walk, GDate *day, int amount)
{
  gboolean working = FALSE;
  while (walk->number < amount)
    {
      g_date_add_days (day, 1);
      if (!ask (walk, day, &working))
        return;
      add_day (walk, day, working, working);
    }
  set_date (walk->count, "due", day);
}

/* From the day on which the period ends by itself. */
static void
walk_rest (Walk *walk, GDate *day)
{
  gboolean working = FALSE;
  set_date (walk->count, "ends_on", day);
  for (; ask (walk, day, &working); g_date_add_days (day, 1))
    {
      if (working)
        {
          set_date (walk->count, "due", day);
          return;
        }
      add_day (walk, day, FALSE, FALSE);
    }
}

static void
count_from (Walk *walk, GDate *day, const AnfPeriod *period)
{
  switch (period->unit)
    {
    case ANF_PERIOD_WORKING_DAYS:
      walk_working_days (walk, day, period->amount);
      break;
    case ANF_PERIOD_DAYS:
      g_date_add_days (day, (guint)period->amount);
      walk_rest (walk, day);
      break;
    case ANF_PERIOD_MONTHS:
      g_date_add_months (day, (guint)period->amount);
      walk_rest (walk, day);
      break;
    }
}

JsonObject *
anf_clock_count (JsonObject *clock, const AnfCalendar *calendar, GError **error)
{
  const char *rule = anf_json_peek_string (clock, "rule");
  const char *trigger = anf_json_peek_string (clock, "trigger_at");
  gint64 trigger_at = 0;
  AnfPeriod period;
  if (rule == NULL || trigger == NULL || !anf_time_parse (trigger, &trigger_at, NULL))
    {
      anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("a clock has no rule or no beginning"));
      return NULL;
    }
  Walk walk = { .calendar = calendar, .count = json_object_new () };
  if (!anf_period_parse (rule, &period, NULL))
    {
      json_object_set_boolean_member (walk.count, "fixed", TRUE);
      return walk.count;
    }
  GDate day;
  anf_time_local_date (trigger_at, &day);
  walk.days = json_array_new ();
  set_date (walk.count, "day_zero", &day);
  json_object_set_string_member (walk.count, "calendar", anf_calendar_get_version (calendar));
  json_object_set_array_member (walk.count, "days", walk.days);
  count_from (&walk, &day, &period);
  return walk.count;
}
