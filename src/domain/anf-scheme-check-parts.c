/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock.h"
#include "anf-count.h"
#include "anf-json.h"
#include "anf-period.h"
#include "anf-scheme-check-private.h"
#include "anf-scheme-reader.h"
#include "anf-scoring.h"

#include <glib/gi18n.h>

#include <string.h>

/* --- dates --- */

/* The first day of what may be a month; the schema lets nothing else come here. */
static gboolean
read_day (JsonObject *object, const char *member, GDate *date)
{
  const char *text = anf_json_peek_string (object, member);
  if (text == NULL)
    return FALSE;
  g_autofree char *whole = strlen (text) == 7 ? g_strconcat (text, "-01", NULL) : g_strdup (text);
  return anf_date_parse (whole, date, NULL);
}

static void
check_span (AnfSchemeCheck *self, JsonObject *object, const char *pointer)
{
  GDate start;
  GDate end;
  static const char *const members[] = { "start", "end", NULL };
  for (gsize i = 0; members[i] != NULL; i++)
    {
      g_autofree char *at = g_strdup_printf ("%s/%s", pointer, members[i]);
      if (anf_json_peek_string (object, members[i]) != NULL
          && !read_day (object, members[i], &start))
        anf_scheme_check_fault (self, at, _ ("there is no such day"));
    }
  g_autofree char *at_end = g_strconcat (pointer, "/end", NULL);
  if (read_day (object, "start", &start) && read_day (object, "end", &end)
      && g_date_compare (&start, &end) > 0)
    anf_scheme_check_fault (self, at_end, _ ("it ends before it begins"));
}

static void
check_weekday (AnfSchemeCheck *self, JsonObject *deadline, const char *pointer, const GDate *date)
{
  const gint64 said = anf_json_peek_int (deadline, "weekday", 0);
  const int is = (int)g_date_get_weekday (date);
  g_autofree char *at = g_strconcat (pointer, "/weekday", NULL);
  if (said != 0 && said != is)
    anf_scheme_check_fault (self, at, _ ("%s is weekday %d (1 is Monday), not %d"),
                            anf_json_peek_string (deadline, "date"), is, (int)said);
}

static void
check_workday (AnfSchemeCheck *self, JsonObject *deadline, const char *pointer, const GDate *date)
{
  gboolean working = FALSE;
  if (!anf_calendar_is_working_day (self->calendar, date, &working, NULL))
    return;
  const char *text = anf_json_peek_string (deadline, "date");
  g_autofree char *at_rest = g_strconcat (pointer, "/non_workday", NULL);
  g_autofree char *at_date = g_strconcat (pointer, "/date", NULL);
  if (json_object_has_member (deadline, "non_workday")
      && anf_json_peek_bool (deadline, "non_workday") == working)
    anf_scheme_check_fault (self, at_rest,
                            working ? _ ("%s is a working day by the State Council's calendar")
                                    : _ ("%s is no working day by the State Council's calendar"),
                            text);
  else if (!working)
    anf_scheme_check_doubt (self, at_date,
                            _ ("%s is no working day; a fixed date does not move, so remind on the "
                               "working day before"),
                            text);
}

static void
check_date (AnfSchemeCheck *self, JsonObject *deadline, const char *pointer, gboolean is_due)
{
  GDate date;
  const char *text = anf_json_peek_string (deadline, "date");
  g_autofree char *at = g_strconcat (pointer, "/date", NULL);
  if (text == NULL || !anf_date_parse (text, &date, NULL))
    {
      anf_scheme_check_fault (self, at,
                              _ ("a deadline of this kind needs a date such as "
                                 "2018-03-10"));
      return;
    }
  check_weekday (self, deadline, pointer, &date);
  if (is_due)
    check_workday (self, deadline, pointer, &date);
}

static void
check_period (AnfSchemeCheck *self, JsonObject *deadline, const char *pointer)
{
  static const struct
  {
    const char *unit;
    int most;
  } units[] = { { "workday", ANF_PERIOD_WORKING_DAYS_MAX },
                { "day", ANF_PERIOD_DAYS_MAX },
                { "month", ANF_PERIOD_MONTHS_MAX } };
  const char *unit = anf_json_peek_string (deadline, "unit");
  const gint64 amount = anf_json_peek_int (deadline, "amount", 0);
  g_autofree char *at = g_strconcat (pointer, "/amount", NULL);
  for (gsize i = 0; unit != NULL && i < G_N_ELEMENTS (units); i++)
    if (strcmp (units[i].unit, unit) == 0)
      {
        if (amount < 1 || amount > units[i].most)
          anf_scheme_check_fault (self, at, _ ("a period in this unit is 1 to %d"), units[i].most);
        return;
      }
  anf_scheme_check_fault (self, at, _ ("a relative deadline needs “amount” and “unit”"));
}

static void
check_deadline (AnfSchemeCheck *self, JsonObject *deadline, const char *pointer)
{
  static const char *const parts[] = { "from", "to", "owner", NULL };
  const char *kind = anf_json_peek_string (deadline, "kind");
  for (gsize i = 0; parts[i] != NULL; i++)
    anf_scheme_check_units (self, deadline, pointer, parts[i]);
  if (g_strcmp0 (kind, "fixed") == 0 || g_strcmp0 (kind, "cutoff") == 0)
    check_date (self, deadline, pointer, strcmp (kind, "fixed") == 0);
  else if (g_strcmp0 (kind, "relative") == 0)
    check_period (self, deadline, pointer);
  else if (anf_json_peek_string (deadline, "freq") == NULL)
    anf_scheme_check_fault (self, pointer, _ ("a deadline that comes again needs “freq”"));
  else if (g_strcmp0 (kind, "recurring") == 0 && anf_json_peek_int (deadline, "day", 0) == 0)
    anf_scheme_check_doubt (self, pointer,
                            _ ("the day of “%s” is left open: the office has to set it"),
                            anf_json_peek_string (deadline, "what"));
}

/* --- phases, tasks, reports --- */

static void
check_task (AnfSchemeCheck *self, JsonObject *task, const char *pointer)
{
  static const char *const parts[] = { "owners", "with", "to", NULL };
  for (gsize i = 0; parts[i] != NULL; i++)
    anf_scheme_check_units (self, task, pointer, parts[i]);
  const char *phase = anf_json_peek_string (task, "phase");
  JsonArray *phases = anf_json_peek_array (self->file, "phases");
  gboolean found = phase == NULL;
  for (guint i = 0; !found && phases != NULL && i < json_array_get_length (phases); i++)
    {
      JsonNode *node = json_array_get_element (phases, i);
      found = JSON_NODE_HOLDS_OBJECT (node)
              && g_strcmp0 (anf_json_peek_string (json_node_get_object (node), "id"), phase) == 0;
    }
  g_autofree char *at_phase = g_strconcat (pointer, "/phase", NULL);
  g_autofree char *at_due = g_strconcat (pointer, "/due", NULL);
  GDate due;
  if (!found)
    anf_scheme_check_fault (self, at_phase, _ ("the scheme has no phase “%s”"), phase);
  if (anf_json_peek_string (task, "due") != NULL && !read_day (task, "due", &due))
    anf_scheme_check_fault (self, at_due, _ ("there is no such day"));
}

static void
check_report (AnfSchemeCheck *self, JsonObject *report, const char *pointer)
{
  static const char *const parts[] = { "from", "to", "by", NULL };
  for (gsize i = 0; parts[i] != NULL; i++)
    anf_scheme_check_units (self, report, pointer, parts[i]);
}

static void
check_stage (AnfSchemeCheck *self, JsonObject *stage, const char *pointer)
{
  anf_scheme_check_units (self, stage, pointer, "by");
}

static void
check_publicity (AnfSchemeCheck *self, JsonObject *item, const char *pointer)
{
  anf_scheme_check_units (self, item, pointer, "owner");
}

static void
check_indicator (AnfSchemeCheck *self, JsonObject *indicator, const char *pointer)
{
  const char *area = anf_json_peek_string (indicator, "area");
  JsonObject *files[] = { self->file, self->parent };
  for (gsize f = 0; area != NULL && f < G_N_ELEMENTS (files); f++)
    {
      JsonArray *areas = files[f] != NULL ? anf_json_peek_array (files[f], "areas") : NULL;
      const guint count = areas != NULL ? json_array_get_length (areas) : 0;
      for (guint i = 0; i < count; i++)
        {
          JsonNode *node = json_array_get_element (areas, i);
          if (JSON_NODE_HOLDS_OBJECT (node)
              && g_strcmp0 (anf_json_peek_string (json_node_get_object (node), "id"), area) == 0)
            return;
        }
    }
  g_autofree char *at = g_strconcat (pointer, "/area", NULL);
  if (area != NULL)
    anf_scheme_check_fault (self, at, _ ("the scheme has no area “%s”"), area);
}

void
anf_scheme_check_times (AnfSchemeCheck *self)
{
  static const struct
  {
    const char *member;
    AnfSchemeCheckItem check;
  } lists[] = {
    { "deadlines", check_deadline }, { "phases", check_span },
    { "tasks", check_task },         { "reports", check_report },
    { "escalation", check_stage },   { "publicity", check_publicity },
    { "assessment", check_stage },   { "indicators", check_indicator },
  };
  JsonObject *period = anf_json_peek_object (self->file, "period");
  if (period != NULL)
    check_span (self, period, "/period");
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *pointer = g_strconcat ("/", lists[i].member, NULL);
      JsonArray *list = anf_json_peek_array (self->file, lists[i].member);
      anf_scheme_check_ids (self, list, pointer, NULL);
      anf_scheme_check_each (self, list, pointer, lists[i].check);
    }
}

/* --- the office's settings --- */

static JsonObject *
find_deadline (JsonObject *file, const char *id)
{
  JsonArray *deadlines = file != NULL ? anf_json_peek_array (file, "deadlines") : NULL;
  const guint count = deadlines != NULL ? json_array_get_length (deadlines) : 0;
  for (guint i = 0; i < count; i++)
    {
      JsonNode *node = json_array_get_element (deadlines, i);
      JsonObject *deadline = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      if (deadline != NULL && g_strcmp0 (anf_json_peek_string (deadline, "id"), id) == 0)
        return deadline;
    }
  return NULL;
}

/* A clock that comes from the source has to count as the source does. */
static void
check_source (AnfSchemeCheck *self, JsonObject *clock, const char *pointer, const AnfPeriod *rule)
{
  static const char *const units[] = {
    [ANF_PERIOD_WORKING_DAYS] = "workday",
    [ANF_PERIOD_DAYS] = "day",
    [ANF_PERIOD_MONTHS] = "month",
  };
  const char *id = anf_json_peek_string (clock, "deadline");
  g_autofree char *at = g_strconcat (pointer, "/deadline", NULL);
  if (id == NULL)
    return;
  JsonObject *deadline = find_deadline (self->file, id);
  if (deadline == NULL)
    anf_scheme_check_fault (self, at, _ ("the scheme has no deadline “%s”"), id);
  else if (g_strcmp0 (anf_json_peek_string (deadline, "unit"), units[rule->unit]) != 0
           || anf_json_peek_int (deadline, "amount", 0) != rule->amount)
    anf_scheme_check_fault (self, at, _ ("“rule” differs from the scheme's deadline “%s”"), id);
}

static void
check_clock (AnfSchemeCheck *self, const char *id, JsonObject *clock)
{
  AnfPeriod rule;
  g_autofree char *pointer = g_strdup_printf ("/anfang/clocks/%s", id);
  g_autofree char *at_rule = g_strconcat (pointer, "/rule", NULL);
  const char *text = anf_json_peek_string (clock, "rule");
  g_autoptr (GError) local_error = NULL;
  if (!g_strv_contains (anf_scheme_clock_ids (), id))
    {
      g_autofree char *list = g_strjoinv (_ (", "), (char **)anf_scheme_clock_ids ());
      anf_scheme_check_fault (self, pointer, _ ("there is no clock “%s”; there are: %s"), id, list);
      return;
    }
  if (text == NULL || !anf_period_parse (text, &rule, &local_error))
    anf_scheme_check_fault (self, at_rule, "%s",
                            local_error != NULL ? local_error->message
                                                : _ ("write a period, e.g. 10wd, 30d or 6m"));
  else
    check_source (self, clock, pointer, &rule);
}

/* Names to mark something with: each id once. */
static void
check_marks (AnfSchemeCheck *self, JsonObject *settings)
{
  static const char *const members[] = { "contents", "double_check" };
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      JsonObject *marks = anf_json_peek_object (settings, members[i]);
      g_autofree char *pointer = g_strdup_printf ("/anfang/%s/items", members[i]);
      if (marks != NULL)
        anf_scheme_check_ids (self, anf_json_peek_array (marks, "items"), pointer, NULL);
    }
}

static gboolean
has_figure (JsonObject *file, const char *key)
{
  JsonObject *settings = file != NULL ? anf_json_peek_object (file, "anfang") : NULL;
  JsonArray *figures = settings != NULL ? anf_json_peek_array (settings, "figures") : NULL;
  for (guint i = 0; figures != NULL && i < json_array_get_length (figures); i++)
    {
      JsonNode *node = json_array_get_element (figures, i);
      if (JSON_NODE_HOLDS_OBJECT (node)
          && g_strcmp0 (anf_json_peek_string (json_node_get_object (node), "key"), key) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Nobody is asked for a figure that is in no list of figures, and it would be missing for ever. A
   child has figures of its own only. */
static void
check_figure (AnfSchemeCheck *self, JsonObject *item, const char *pointer)
{
  const char *key = anf_json_peek_string (item, "figure");
  g_autofree char *at = g_strconcat (pointer, "/figure", NULL);
  if (key != NULL && anf_indicator_set_find_kind (self->common, key) == NULL
      && !has_figure (self->file, key))
    anf_scheme_check_fault (self, at, _ ("“figures” does not name “%s”: nobody could enter it"),
                            key);
}

static void
check_item (AnfSchemeCheck *self, JsonObject *item, const char *pointer)
{
  const char *key = anf_json_peek_string (item, "figure");
  if (key != NULL && !anf_scoring_is_counted (key))
    check_figure (self, item, pointer);
}

static void
check_items (AnfSchemeCheck *self, JsonObject *settings, const char *rule)
{
  JsonObject *object = anf_json_peek_object (settings, rule);
  g_autofree char *pointer = g_strdup_printf ("/anfang/%s/items", rule);
  if (object != NULL)
    anf_scheme_check_each (self, anf_json_peek_array (object, "items"), pointer, check_item);
}

/* The same number would stand beside each area. */
static void
check_target (AnfSchemeCheck *self, JsonObject *target, const char *pointer)
{
  static const char *const members[] = { "count", "all_of", "figure" };
  check_figure (self, target, pointer);
  for (gsize i = 0; anf_json_peek_bool (target, "per_area") && i < G_N_ELEMENTS (members); i++)
    {
      const char *name = anf_json_peek_string (target, members[i]);
      g_autofree char *at = g_strdup_printf ("%s/%s", pointer, members[i]);
      if (name != NULL && (strcmp (members[i], "figure") == 0 || !anf_count_has_area (name)))
        anf_scheme_check_fault (self, at, _ ("“%s” is not counted by area"), name);
    }
}

/* 跟踪问效: what is decided or advised is answered by a day. */
static void
check_answer (AnfSchemeCheck *self, JsonObject *settings)
{
  JsonObject *words = anf_json_peek_object (settings, "words");
  JsonObject *clocks = anf_json_peek_object (settings, "clocks");
  const gboolean decides = words != NULL
                           && (anf_json_peek_string (words, "decision") != NULL
                               || anf_json_peek_string (words, "advice") != NULL);
  /* A child has its parent's clocks. */
  if (decides && anf_json_peek_string (self->file, "parent") == NULL
      && (clocks == NULL || !json_object_has_member (clocks, "answer")))
    anf_scheme_check_doubt (self, "/anfang/clocks",
                            _ ("without a clock “answer” each decision and advice needs a limit of "
                               "its own"));
}

void
anf_scheme_check_settings (AnfSchemeCheck *self)
{
  JsonObject *settings = anf_json_peek_object (self->file, "anfang");
  if (settings == NULL)
    {
      if (anf_json_peek_string (self->file, "parent") == NULL)
        anf_scheme_check_doubt (self, "/anfang",
                                _ ("without the office's settings no letter can be issued"));
      return;
    }
  check_marks (self, settings);
  check_answer (self, settings);
  anf_scheme_check_each (self, anf_json_peek_array (settings, "targets"), "/anfang/targets",
                         check_target);
  check_items (self, settings, "scoring");
  check_items (self, settings, "risk");
  JsonObject *letter = anf_json_peek_object (settings, "letter");
  JsonObject *contact = letter != NULL ? anf_json_peek_object (letter, "contact") : NULL;
  if (contact == NULL || anf_json_peek_string (contact, "phone") == NULL)
    anf_scheme_check_doubt (self, "/anfang/letter/contact/phone",
                            _ ("set the office's telephone: a letter without one is refused"));
  JsonObject *clocks = anf_json_peek_object (settings, "clocks");
  g_autoptr (GList) ids = clocks != NULL ? json_object_get_members (clocks) : NULL;
  for (GList *l = ids; l != NULL; l = l->next)
    {
      JsonObject *clock = anf_json_peek_object (clocks, l->data);
      if (clock != NULL)
        check_clock (self, l->data, clock);
    }
}
