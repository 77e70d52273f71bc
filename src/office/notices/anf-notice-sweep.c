/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock.h"
#include "anf-disclosure.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-nearing.h"
#include "anf-notices.h"
#include "anf-reference-data.h"
#include "anf-sweep.h"

#include <inttypes.h>
#include <string.h>

/* One record, and one of its deadlines. */
typedef struct
{
  AnfWork *work;
  const AnfItem *item;
  const GArray *rules;
  AnfCalendar *calendar;
  GDate today;
  GDate due;
  JsonObject *clock; /* NULL: a year of the calendar */
  const char *day;   /* that the notice is of: the last one, or else the year that is missing */
  GHashTable *told;
  gboolean writes;
  guint count;
} Look;

static gboolean
is_reached (const Look *look, const AnfNoticeRule *rule)
{
  if (!anf_notice_kind_is_of (rule->kind, anf_noun_name (look->item->noun)))
    return FALSE;
  if (look->clock == NULL)
    return anf_notice_kind_is_ending (rule->kind);
  if (!json_object_has_member (look->clock, "due"))
    return anf_notice_kind_is_undated (rule->kind);
  if (anf_notice_kind_is_due (rule->kind))
    return anf_nearing_is_before (look->calendar, &look->today, &look->due, rule->days);
  /* 力争: reminded of, never overdue. */
  return anf_notice_kind_is_overdue (rule->kind)
         && !(look->item->noun == ANF_NOUN_TASK && anf_json_peek_bool (look->item->doc, "soft"))
         && anf_nearing_is_overdue (look->calendar, &look->today, &look->due, rule->days);
}

/* A deadline that moves is another one. */
static gboolean
make (Look *look, const AnfNoticeRule *rule, GError **error)
{
  JsonObject *clock = look->clock;
  const char *id = clock != NULL ? anf_json_peek_string (clock, "id") : NULL;
  g_autofree char *text = g_strdup_printf ("%s/%s %s %s %s %u", anf_noun_name (look->item->noun),
                                           look->item->record->id, rule->kind->event,
                                           id != NULL ? id : "", look->day, rule->days);
  AnfNoticeCause cause = { .text = text,
                           .clock = clock != NULL ? anf_json_peek_string (clock, "name") : NULL,
                           .due = clock != NULL ? anf_json_peek_string (clock, "due") : NULL,
                           .told = look->told,
                           .for_office = id == NULL || !anf_disclosure_shows_clock (id),
                           .writes = look->writes };
  const gboolean done = anf_notice_make (look->work, look->item, rule, &cause, error);
  look->count += cause.count;
  return done;
}

/* Of what one has not been told, only the newest is of use: the fewest days before, or the most
   after. */
static int
compare_rules (gconstpointer a, gconstpointer b)
{
  const AnfNoticeRule *one = *(const AnfNoticeRule *const *)a;
  const AnfNoticeRule *two = *(const AnfNoticeRule *const *)b;
  const int by_days = one->days < two->days ? -1 : one->days > two->days ? 1 : 0;
  return anf_notice_kind_is_overdue (one->kind) ? -by_days : by_days;
}

static gboolean
tell_reached (Look *look, GError **error)
{
  g_autoptr (GPtrArray) reached = g_ptr_array_new ();
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  look->told = told;
  for (guint i = 0; i < look->rules->len; i++)
    {
      AnfNoticeRule *rule = &g_array_index (look->rules, AnfNoticeRule, i);
      if (is_reached (look, rule))
        g_ptr_array_add (reached, rule);
    }
  g_ptr_array_sort (reached, compare_rules);
  for (guint i = 0; i < reached->len; i++)
    if (!make (look, reached->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* Where a year is missing, nobody would be reminded of a last day that nobody knows. */
static gboolean
look_at_clock (Look *look, GError **error)
{
  const gint64 missing = anf_json_peek_int (look->clock, "missing_year", 0);
  const char *due = anf_json_peek_string (look->clock, "due");
  if (g_strcmp0 (anf_json_peek_string (look->clock, "state"), "running") != 0
      || (due != NULL ? !anf_date_parse (due, &look->due, NULL) : missing == 0))
    return TRUE;
  g_autofree char *year = g_strdup_printf ("%" PRId64, missing);
  look->day = due != NULL ? due : year;
  return tell_reached (look, error);
}

static gboolean
look_at_clocks (Look *look, JsonArray *clocks, GError **error)
{
  const guint length = clocks != NULL ? json_array_get_length (clocks) : 0;
  for (guint i = 0; i < length; i++)
    {
      look->clock = json_array_get_object_element (clocks, i);
      if (!look_at_clock (look, error))
        return FALSE;
    }
  return TRUE;
}

static int
find_last_year (const AnfCalendar *calendar)
{
  g_autoptr (GArray) years = anf_calendar_dup_years (calendar);
  return years->len > 0 ? g_array_index (years, int, years->len - 1) : 0;
}

/* The last one that is loaded; another may have come since it was listed. */
static gboolean
look_at_year (Look *look, GError **error)
{
  const int last = find_last_year (look->calendar);
  g_autofree char *year = g_strdup_printf ("%d", last);
  look->day = year;
  return !g_str_equal (look->item->record->id, year) || !anf_nearing_is_ending (last, &look->today)
         || tell_reached (look, error);
}

static gboolean
look_at (AnfWork *work, AnfItem *item, gboolean writes, guint *count, GError **error)
{
  JsonArray *clocks = anf_json_peek_array (item->doc, "clocks");
  if (clocks == NULL && item->noun != ANF_NOUN_CALENDAR)
    return TRUE;
  g_autoptr (GArray) rules = anf_notice_find_rules (work, item, error);
  g_autoptr (AnfCalendar) calendar
      = rules != NULL ? anf_reference_data_get_calendar (work->office->reference, work->tx, error)
                      : NULL;
  if (calendar == NULL)
    return FALSE;
  Look look
      = { .work = work, .item = item, .rules = rules, .calendar = calendar, .writes = writes };
  anf_time_local_date (work->now, &look.today);
  if (!(item->noun == ANF_NOUN_CALENDAR ? look_at_year (&look, error)
                                        : look_at_clocks (&look, clocks, error)))
    return FALSE;
  *count = look.count;
  return TRUE;
}

/* ---- all of them ---- */

/* What is done with, however much it is, is not looked at. */
static gboolean
add_open (AnfSweep *sweep, AnfWork *work, AnfNoun noun, AnfMachine machine, GError **error)
{
  g_autofree const char **states = anf_machine_list_states (machine);
  for (gsize i = 0; states[i] != NULL; i++)
    if (!anf_machine_is_over (machine, states[i])
        && !anf_sweep_add_in_state (sweep, work, noun, states[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
add_last_year (AnfSweep *sweep, AnfWork *work, GError **error)
{
  g_autoptr (AnfCalendar) calendar
      = anf_reference_data_get_calendar (work->office->reference, work->tx, error);
  if (calendar == NULL)
    return FALSE;
  g_autofree char *year = g_strdup_printf ("%d", find_last_year (calendar));
  if (find_last_year (calendar) != 0)
    anf_sweep_add (sweep, ANF_NOUN_CALENDAR, year);
  return TRUE;
}

static gboolean
list_open (AnfSweep *sweep, AnfWork *work, GError **error)
{
  return add_open (sweep, work, ANF_NOUN_ORDER, ANF_MACHINE_ORDER, error)
         && add_open (sweep, work, ANF_NOUN_REFERRAL, ANF_MACHINE_REFERRAL, error)
         && add_open (sweep, work, ANF_NOUN_TASK, ANF_MACHINE_TASK, error)
         && add_last_year (sweep, work, error);
}

gboolean
anf_notices_sweep (AnfOffice *office, GCancellable *stopping, guint *made, GError **error)
{
  static const AnfSweepPlan plan = { list_open, look_at, "nobody could be told of its deadlines" };
  return anf_sweep_run (office, &plan, stopping, made, error);
}
