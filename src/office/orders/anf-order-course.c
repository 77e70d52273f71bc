/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-order-course.h"

#include "anf-clock.h"
#include "anf-clocks.h"
#include "anf-json.h"
#include "anf-letter-draft.h"

#include <string.h>

/* Past this nobody asks how many days it is. */
#define OVERDUE_MAX_DAYS 3660

/* Working days after @due up to the letter's; 0 where the calendar does not reach. */
static guint
count_days (const AnfOrderCourse *self, const GDate *due)
{
  guint count = 0;
  GDate at = *due;
  for (guint i = 0; i < OVERDUE_MAX_DAYS && g_date_compare (&at, self->day) < 0; i++)
    {
      gboolean working = FALSE;
      g_date_add_days (&at, 1);
      if (!anf_calendar_is_working_day (self->calendar, &at, &working, NULL))
        return 0;
      count += working ? 1 : 0;
    }
  return count;
}

/* The day of clock @id, where there is one; @late when it runs and that day is over. */
static gboolean
find_due (const AnfOrderCourse *self, AnfItem *order, const char *id, GDate *due, gboolean *late)
{
  JsonObject *clock = anf_clocks_find (anf_order_get_clocks (order), id);
  const char *text = clock != NULL ? anf_json_peek_string (clock, "due") : NULL;
  if (text == NULL || !anf_date_parse (text, due, NULL))
    return FALSE;
  *late = g_date_compare (self->day, due) > 0
          && g_strcmp0 (anf_json_peek_string (clock, "state"), "running") == 0;
  return TRUE;
}

gboolean
anf_order_course_find_late (AnfWork *work, JsonObject *doc, gboolean *late, GError **error)
{
  GDate today, due;
  anf_time_local_date (work->now, &today);
  const AnfOrderCourse self = { .work = work, .day = &today };
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (doc, "findings"));
  *late = FALSE;
  for (gsize i = 0; ids[i] != NULL && !*late; i++)
    {
      g_autoptr (AnfItem) finding = anf_work_find (work, ANF_NOUN_FINDING, ids[i], error);
      if (finding == NULL)
        return FALSE;
      const char *id = anf_json_peek_string (finding->doc, "order");
      if (id == NULL)
        continue;
      g_autoptr (AnfItem) order = anf_work_find (work, ANF_NOUN_ORDER, id, error);
      if (order == NULL)
        return FALSE;
      if (!find_due (&self, order, "rectify", &due, late))
        *late = FALSE;
    }
  return TRUE;
}

static void
append_days (AnfOrderCourse *self, const GDate *due, GString *text)
{
  const guint days = count_days (self, due);
  if (days == 0)
    return;
  self->least_days = self->most_days == 0 ? days : MIN (self->least_days, days);
  self->most_days = MAX (self->most_days, days);
  g_string_append_printf (text, "，已逾期%u个工作日", days);
}

gboolean
anf_order_course_has_plan_back (const AnfItem *order)
{
  JsonObject *plan = anf_json_peek_object (order->doc, "plan");
  return plan != NULL && json_object_has_member (plan, "returned");
}

/* A plan that was not filed in time; one that was is of no matter here. */
static void
append_plan (AnfOrderCourse *self, AnfItem *order, GString *text)
{
  GDate due;
  gboolean late = FALSE;
  if (!find_due (self, order, "plan", &due, &late) || !late)
    return;
  g_autofree char *until = anf_date_describe (&due);
  g_string_append_printf (text, "，应于%s前报送整改方案，%s", until,
                          anf_order_course_has_plan_back (order) ? "报送后被退回，至今未重新报送"
                                                                 : "至今未报送");
  append_days (self, &due, text);
}

/* What the unit reported, where it has by then. */
static void
append_feedback (const AnfOrderCourse *self, AnfItem *order, GString *text)
{
  JsonObject *clock = anf_clocks_find (anf_order_get_clocks (order), "rectify");
  const char *state = anf_json_peek_string (clock, "state");
  const char *met = anf_json_peek_string (clock, "met_at");
  gint64 at = 0;
  GDate day;
  if (met == NULL || !anf_time_parse (met, &at, NULL))
    return;
  anf_time_local_date (at, &day);
  if (g_date_compare (&day, self->day) > 0)
    return;
  g_autofree char *words = anf_date_describe (&day);
  g_string_append_printf (text, "，%s%s报送整改报告", words,
                          g_strcmp0 (state, "late") == 0 ? "逾期" : "");
}

static void
append_limit (AnfOrderCourse *self, AnfItem *order, gboolean closed, GString *text)
{
  GDate due;
  gboolean late = FALSE;
  if (!find_due (self, order, "rectify", &due, &late))
    return;
  g_autofree char *until = anf_date_describe (&due);
  g_string_append_printf (text, "，整改期限至%s", until);
  if (late && !closed)
    {
      append_days (self, &due, text);
      self->overdue++;
    }
  append_feedback (self, order, text);
  g_string_append (text, closed ? "，已销号" : "，尚未销号");
}

static const char *
get_served (gconstpointer letter)
{
  JsonObject *served = anf_json_peek_object ((*(AnfItem *const *)letter)->doc, "served");
  return served != NULL ? anf_json_peek_string (served, "at") : NULL;
}

static int
compare_served (gconstpointer a, gconstpointer b)
{
  /* Canonical times compare as text. */
  return g_strcmp0 (get_served (a), get_served (b));
}

/* What units are told of, by what it is called between them. */
static const char *
name_press (const AnfItem *letter)
{
  static const struct
  {
    const char *kind;
    const char *words;
  } names[] = { { "reminder", "催办" },
                { "supervision", "督办" },
                { "circular", "通报" },
                { "interview", "约谈" } };
  const char *kind = anf_json_peek_string (letter->doc, "kind");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (names[i].kind, kind) == 0)
      return names[i].words;
  return NULL;
}

gboolean
anf_order_course_is_told (const AnfItem *letter, const char *finding, const char *unit)
{
  JsonArray *others = anf_json_peek_array (letter->doc, "co_units");
  /* The link stays when a draft drops the finding. */
  return json_object_has_member (letter->doc, "served")
         && !json_object_has_member (letter->doc, "withdrawn")
         && anf_json_array_has_string (anf_json_peek_array (letter->doc, "findings"), finding)
         && (g_strcmp0 (letter->record->unit, unit) == 0
             || (others != NULL && anf_json_array_has_string (others, unit)));
}

/* Whether @letter went out for the matter as @order carries it, and not after the letter's day. */
static gboolean
is_before (const AnfOrderCourse *self, const AnfItem *order, JsonObject *served)
{
  JsonObject *handed = anf_json_peek_object (order->doc, "served");
  const char *since = handed != NULL ? anf_json_peek_string (handed, "at") : NULL;
  const char *time = anf_json_peek_string (served, "at");
  gint64 at = 0;
  GDate day;
  if (!anf_time_parse (time, &at, NULL))
    return FALSE;
  anf_time_local_date (at, &day);
  return g_strcmp0 (time, since) >= 0 && g_date_compare (&day, self->day) <= 0;
}

/* The letters that went out for @finding before this one, in their order. */
static gboolean
append_presses (
    AnfOrderCourse *self, const AnfItem *order, const char *finding, GString *text, GError **error)
{
  const AnfRecordsQuery query = { .link_kind = "finding", .link_target = finding };
  g_autoptr (GPtrArray) letters = anf_work_list (self->work, ANF_NOUN_ORDER, &query, error);
  if (letters == NULL)
    return FALSE;
  g_ptr_array_sort (letters, compare_served);
  for (guint i = 0; i < letters->len; i++)
    {
      const AnfItem *letter = letters->pdata[i];
      JsonObject *served = anf_json_peek_object (letter->doc, "served");
      const char *name = name_press (letter);
      if (name == NULL || strcmp (letter->record->id, self->letter->record->id) == 0
          || !anf_order_course_is_told (letter, finding, order->record->unit)
          || !is_before (self, order, served))
        continue;
      g_autofree char *day = anf_letter_dup_day (served, error);
      if (day == NULL)
        return FALSE;
      g_string_append_printf (text, "；%s%s（%s）", day, name, letter->record->number);
    }
  return TRUE;
}

char *
anf_order_course_describe (
    AnfOrderCourse *self, AnfItem *order, const char *finding, gboolean closed, GError **error)
{
  JsonObject *served = anf_json_peek_object (order->doc, "served");
  g_autofree char *day = served != NULL ? anf_letter_dup_day (served, error) : NULL;
  if (served != NULL && day == NULL)
    return NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text, "%s%s%s交办", day != NULL ? day : "", day != NULL ? "以" : "",
                          order->record->number);
  if (!closed)
    append_plan (self, order, text);
  append_limit (self, order, closed, text);
  return append_presses (self, order, finding, text, error) ? g_strdup (text->str) : NULL;
}
