/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-task.h"

#include "anf-clock.h"
#include "anf-json.h"

#include <string.h>

/* Kept in records, in the language of the office. */
#define CLOCK_NAME "完成任务"
#define REASON_SCHEME "方案修改"

static JsonObject *
find_clock (JsonObject *task)
{
  JsonArray *clocks = anf_json_peek_array (task, "clocks");
  return clocks != NULL ? anf_clocks_find (clocks, ANF_TASK_CLOCK) : NULL;
}

static gboolean
is_clock_in (JsonObject *clock, const char *state)
{
  return clock != NULL && g_strcmp0 (anf_json_peek_string (clock, "state"), state) == 0;
}

static gboolean
is_reached (JsonObject *task, const char *member, const GDate *today)
{
  const char *text = anf_json_peek_string (task, member);
  GDate day;
  return text != NULL && anf_date_parse (text, &day, NULL) && g_date_compare (today, &day) >= 0;
}

gboolean
anf_task_is_late (JsonObject *task)
{
  return !anf_json_peek_bool (task, "soft") && is_clock_in (find_clock (task), "late");
}

const char *
anf_task_get_state (JsonObject *task, const GDate *today)
{
  static const char *const settled[] = { "done", "done_late", "dropped", NULL };
  const char *state = anf_json_peek_string (task, "state");
  JsonObject *clock = find_clock (task);
  if (g_strv_contains (settled, state))
    return state;
  if (!is_clock_in (clock, "running"))
    return "open";
  if (anf_clocks_is_overdue (clock, today))
    return anf_json_peek_bool (task, "soft") ? "open" : "overdue";
  return is_reached (task, "remind_from", today) ? "due_soon" : "open";
}

static void
set_date (JsonObject *task, const char *member, const GDate *date)
{
  g_autofree char *text = anf_date_format (date);
  json_object_set_string_member (task, member, text);
}

/* Where no calendar says which days are worked, the last day itself is what is counted from. */
static void
set_remind (JsonObject *task, const GDate *due, int days, const AnfCalendar *calendar)
{
  GDate remind;
  if (!anf_period_remind_on (calendar, due, &remind, NULL))
    remind = *due;
  g_date_subtract_days (&remind, (guint)days);
  set_date (task, "remind_from", &remind);
}

static void
start (JsonArray *clocks, const GDate *due, const AnfCalendar *calendar, gint64 at)
{
  const AnfSchemeClock rule = { .id = (char *)ANF_TASK_CLOCK,
                                .name = (char *)CLOCK_NAME,
                                .trigger = (char *)"task.made" };
  anf_clocks_start_fixed (clocks, &rule, due, calendar, at);
}

gboolean
anf_task_set_due (JsonObject *task,
                  const GDate *due,
                  int remind_days,
                  const AnfCalendar *calendar,
                  gint64 at,
                  GError **error)
{
  if (!json_object_has_member (task, "clocks"))
    json_object_set_array_member (task, "clocks", json_array_new ());
  JsonArray *clocks = anf_json_peek_array (task, "clocks");
  JsonObject *clock = anf_clocks_find (clocks, ANF_TASK_CLOCK);
  if (due == NULL)
    {
      anf_clocks_stop (clocks, ANF_TASK_CLOCK);
      json_object_remove_member (task, "due");
      json_object_remove_member (task, "remind_from");
      return TRUE;
    }
  set_date (task, "due", due);
  set_remind (task, due, remind_days, calendar);
  if (clock == NULL || is_clock_in (clock, "stopped"))
    start (clocks, due, calendar, at);
  else if (is_clock_in (clock, "running")
           && g_strcmp0 (anf_json_peek_string (clock, "due"), anf_json_peek_string (task, "due"))
                  != 0)
    return anf_clocks_move (clocks, ANF_TASK_CLOCK, due, REASON_SCHEME, at, error);
  return TRUE;
}
