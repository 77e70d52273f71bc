/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clocks.h"

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <string.h>

/* Kept in records, in the language of the office. */
#define REASON_CALENDAR "节假日安排更新"
#define REASON_STOPPED "暂停计时"

static gboolean
is_in_state (JsonObject *clock, const char *state)
{
  return g_strcmp0 (anf_json_peek_string (clock, "state"), state) == 0;
}

static gboolean
get_due (JsonObject *clock, GDate *due)
{
  const char *text = anf_json_peek_string (clock, "due");
  return text != NULL && anf_date_parse (text, due, NULL);
}

static void
set_date (JsonObject *clock, const char *member, const GDate *date)
{
  g_autofree char *text = anf_date_format (date);
  json_object_set_string_member (clock, member, text);
}

static void
set_time (JsonObject *clock, const char *member, gint64 time_us)
{
  g_autofree char *text = anf_time_format (time_us);
  json_object_set_string_member (clock, member, text);
}

static JsonObject *
find_in_state (JsonArray *clocks, const char *id, const char *state)
{
  for (guint i = json_array_get_length (clocks); i > 0; i--)
    {
      JsonObject *clock = json_array_get_object_element (clocks, i - 1);
      if (g_strcmp0 (anf_json_peek_string (clock, "id"), id) == 0 && is_in_state (clock, state))
        return clock;
    }
  return NULL;
}

static JsonObject *
new_clock (const AnfSchemeClock *rule, const AnfCalendar *calendar, gint64 trigger_at)
{
  JsonObject *clock = json_object_new ();
  json_object_set_string_member (clock, "id", rule->id);
  json_object_set_string_member (clock, "name", rule->name);
  anf_json_set_string (clock, "clause", rule->clause);
  json_object_set_string_member (clock, "trigger", rule->trigger);
  set_time (clock, "trigger_at", trigger_at);
  json_object_set_string_member (clock, "calendar", anf_calendar_get_version (calendar));
  json_object_set_string_member (clock, "state", "running");
  return clock;
}

static void
append_clock (JsonArray *clocks, JsonObject *clock)
{
  JsonObject *older = find_in_state (clocks, anf_json_peek_string (clock, "id"), "running");
  if (older != NULL)
    json_object_set_string_member (older, "state", "replaced");
  json_array_add_object_element (clocks, clock);
}

/* The due day of @period from the day of @trigger_at, or in @missing_year, else 0, the year that
   the calendar lacks. */
static gboolean
count_due (const AnfCalendar *calendar,
           const AnfPeriod *period,
           gint64 trigger_at,
           GDate *due,
           int *missing_year,
           GError **error)
{
  g_autoptr (GError) local_error = NULL;
  GDate from;
  anf_time_local_date (trigger_at, &from);
  if (anf_period_due (calendar, &from, period, due, missing_year, &local_error))
    return TRUE;
  if (g_error_matches (local_error, ANF_ERROR, (int)ANF_ERROR_UNAVAILABLE) && *missing_year != 0)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
anf_clocks_start (JsonArray *clocks,
                  const AnfSchemeClock *rule,
                  const AnfCalendar *calendar,
                  gint64 trigger_at,
                  GError **error)
{
  GDate due;
  int missing_year = 0;
  if (!count_due (calendar, &rule->period, trigger_at, &due, &missing_year, error))
    return FALSE;
  JsonObject *clock = new_clock (rule, calendar, trigger_at);
  g_autofree char *period = anf_period_format (&rule->period);
  json_object_set_string_member (clock, "rule", period);
  if (missing_year != 0)
    json_object_set_int_member (clock, "missing_year", missing_year);
  else
    set_date (clock, "due", &due);
  append_clock (clocks, clock);
  return TRUE;
}

void
anf_clocks_start_fixed (JsonArray *clocks,
                        const AnfSchemeClock *rule,
                        const GDate *due,
                        const AnfCalendar *calendar,
                        gint64 trigger_at)
{
  JsonObject *clock = new_clock (rule, calendar, trigger_at);
  set_date (clock, "rule", due);
  set_date (clock, "due", due);
  append_clock (clocks, clock);
}

JsonObject *
anf_clocks_find (JsonArray *clocks, const char *id)
{
  for (guint i = json_array_get_length (clocks); i > 0; i--)
    {
      JsonObject *clock = json_array_get_object_element (clocks, i - 1);
      if (g_strcmp0 (anf_json_peek_string (clock, "id"), id) == 0
          && !is_in_state (clock, "replaced"))
        return clock;
    }
  return NULL;
}

/* Met on the due day is in time, at whatever hour (民法典 203: until 24:00). */
static const char *
judge (JsonObject *clock, gint64 met_at)
{
  GDate due, met;
  anf_time_local_date (met_at, &met);
  return get_due (clock, &due) && g_date_compare (&met, &due) > 0 ? "late" : "met";
}

GArray *
anf_clocks_list_limits (JsonArray *clocks, const char *id)
{
  GArray *limits = g_array_new (FALSE, FALSE, sizeof (AnfClockLimit));
  for (guint i = 0; i < json_array_get_length (clocks); i++)
    {
      JsonObject *clock = json_array_get_object_element (clocks, i);
      if (g_strcmp0 (anf_json_peek_string (clock, "id"), id) != 0)
        continue;
      AnfClockLimit limit = { .clock = clock, .since = anf_json_peek_string (clock, "trigger_at") };
      JsonArray *was = anf_json_peek_array (clock, "was");
      for (guint k = 0; was != NULL && k < json_array_get_length (was); k++)
        {
          JsonObject *before = json_array_get_object_element (was, k);
          limit.due = anf_json_peek_string (before, "due");
          g_array_append_val (limits, limit);
          limit.since = anf_json_peek_string (before, "at");
          limit.reason = anf_json_peek_string (before, "reason");
        }
      limit.due = anf_json_peek_string (clock, "due");
      g_array_append_val (limits, limit);
    }
  return limits;
}

void
anf_clocks_meet (JsonArray *clocks, const char *id, gint64 at)
{
  JsonObject *clock = find_in_state (clocks, id, "running");
  if (clock == NULL)
    return;
  set_time (clock, "met_at", at);
  json_object_set_string_member (clock, "state", judge (clock, at));
}

void
anf_clocks_stop (JsonArray *clocks, const char *id)
{
  JsonObject *clock = find_in_state (clocks, id, "running");
  if (clock != NULL)
    json_object_set_string_member (clock, "state", "stopped");
}

void
anf_clocks_stop_all (JsonArray *clocks)
{
  for (guint i = 0; i < json_array_get_length (clocks); i++)
    {
      JsonObject *clock = json_array_get_object_element (clocks, i);
      if (is_in_state (clock, "running"))
        json_object_set_string_member (clock, "state", "stopped");
    }
}

void
anf_clocks_resume (JsonArray *clocks, const char *id)
{
  JsonObject *clock = anf_clocks_find (clocks, id);
  if (clock == NULL || (!is_in_state (clock, "met") && !is_in_state (clock, "late")))
    return;
  json_object_remove_member (clock, "met_at");
  json_object_set_string_member (clock, "state", "running");
}

/* What the clock said until now, so that no date is ever replaced without a trace. */
static void
remember (JsonObject *clock, const char *reason, gint64 at)
{
  JsonArray *was = anf_json_peek_array (clock, "was");
  if (was == NULL)
    {
      was = json_array_new ();
      json_object_set_array_member (clock, "was", was);
    }
  JsonObject *entry = json_object_new ();
  anf_json_set_string (entry, "due", anf_json_peek_string (clock, "due"));
  anf_json_set_string (entry, "rule", anf_json_peek_string (clock, "rule"));
  json_object_set_string_member (entry, "calendar", anf_json_peek_string (clock, "calendar"));
  json_object_set_string_member (entry, "reason", reason);
  set_time (entry, "at", at);
  json_array_add_object_element (was, entry);
}

gboolean
anf_clocks_move (JsonArray *clocks,
                 const char *id,
                 const GDate *due,
                 const char *reason,
                 gint64 at,
                 GError **error)
{
  JsonObject *clock = anf_clocks_find (clocks, id);
  if (clock == NULL)
    return anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("there is no clock “%s” here"), id);
  remember (clock, reason, at);
  set_date (clock, "rule", due);
  set_date (clock, "due", due);
  json_object_remove_member (clock, "missing_year");
  return TRUE;
}

/* How long it stood still, in the days that its rule counts. */
static gboolean
count_still (JsonObject *clock,
             const AnfCalendar *calendar,
             const GDate *from,
             const GDate *to,
             AnfPeriod *still,
             GError **error)
{
  AnfPeriod rule = { .unit = ANF_PERIOD_DAYS };
  GDate day = *from;
  if (!anf_period_parse (anf_json_peek_string (clock, "rule"), &rule, NULL)
      || rule.unit != ANF_PERIOD_WORKING_DAYS)
    {
      *still = (AnfPeriod){ ANF_PERIOD_DAYS, g_date_days_between (from, to) };
      return TRUE;
    }
  *still = (AnfPeriod){ ANF_PERIOD_WORKING_DAYS, 0 };
  while (g_date_compare (&day, to) < 0)
    {
      gboolean working = FALSE;
      g_date_add_days (&day, 1);
      if (!anf_calendar_is_working_day (calendar, &day, &working, error))
        return FALSE;
      still->amount += working ? 1 : 0;
    }
  return TRUE;
}

gboolean
anf_clocks_restart (JsonArray *clocks,
                    const char *id,
                    const AnfCalendar *calendar,
                    gint64 stopped_at,
                    gint64 at,
                    GError **error)
{
  JsonObject *clock = find_in_state (clocks, id, "stopped");
  AnfPeriod still;
  GDate from, to, before, due;
  if (clock == NULL)
    return TRUE;
  json_object_set_string_member (clock, "state", "running");
  anf_time_local_date (stopped_at, &from);
  anf_time_local_date (at, &to);
  if (!get_due (clock, &before))
    return TRUE;
  if (!count_still (clock, calendar, &from, &to, &still, error))
    return FALSE;
  if (still.amount == 0)
    return TRUE;
  return anf_period_due (calendar, &before, &still, &due, NULL, error)
         && anf_clocks_move (clocks, id, &due, REASON_STOPPED, at, error);
}

/* Counts @clock anew; returns whether its date is another. */
static gboolean
recount (JsonObject *clock, const AnfPeriod *period, const AnfCalendar *calendar, gint64 at)
{
  GDate due, before;
  gint64 trigger_at = 0;
  int missing_year = 0;
  const char *trigger = anf_json_peek_string (clock, "trigger_at");
  if (trigger == NULL || !anf_time_parse (trigger, &trigger_at, NULL)
      || !count_due (calendar, period, trigger_at, &due, &missing_year, NULL) || missing_year != 0)
    return FALSE;
  if (get_due (clock, &before) && g_date_compare (&before, &due) == 0)
    return FALSE;
  remember (clock, REASON_CALENDAR, at);
  json_object_set_string_member (clock, "calendar", anf_calendar_get_version (calendar));
  set_date (clock, "due", &due);
  json_object_remove_member (clock, "missing_year");
  return TRUE;
}

/* A clock that was met before its date could be counted is judged when it can. */
static gboolean
settle_met (JsonObject *clock, const AnfPeriod *period, const AnfCalendar *calendar, gint64 at)
{
  gint64 met_at = 0;
  const char *met = anf_json_peek_string (clock, "met_at");
  if (json_object_has_member (clock, "due") || met == NULL || !anf_time_parse (met, &met_at, NULL)
      || !recount (clock, period, calendar, at))
    return FALSE;
  json_object_set_string_member (clock, "state", judge (clock, met_at));
  return TRUE;
}

static gboolean
settle (JsonObject *clock, const AnfCalendar *calendar, gint64 at)
{
  const char *rule = anf_json_peek_string (clock, "rule");
  AnfPeriod period;
  /* A rule that is a date was set by somebody and is not counted. */
  if (rule == NULL || !anf_period_parse (rule, &period, NULL))
    return FALSE;
  if (is_in_state (clock, "met"))
    return settle_met (clock, &period, calendar, at);
  const gboolean counted
      = g_strcmp0 (anf_json_peek_string (clock, "calendar"), anf_calendar_get_version (calendar))
        == 0;
  return is_in_state (clock, "running") && !counted && recount (clock, &period, calendar, at);
}

guint
anf_clocks_settle (JsonArray *clocks, const AnfCalendar *calendar, gint64 at)
{
  guint changed = 0;
  for (guint i = 0; i < json_array_get_length (clocks); i++)
    changed += settle (json_array_get_object_element (clocks, i), calendar, at) ? 1 : 0;
  return changed;
}

gboolean
anf_clocks_is_overdue (JsonObject *clock, const GDate *today)
{
  GDate due;
  return is_in_state (clock, "running") && get_due (clock, &due)
         && g_date_compare (&due, today) < 0;
}
