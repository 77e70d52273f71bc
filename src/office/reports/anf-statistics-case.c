/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-statistics-case.h"

#include "anf-clock.h"
#include "anf-clocks.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-order-kind.h"

#include <string.h>

static guint32
day_of_time (const char *text)
{
  gint64 at = 0;
  GDate date;
  if (text == NULL || !anf_time_parse (text, &at, NULL))
    return 0;
  anf_time_local_date (at, &date);
  return g_date_get_julian (&date);
}

static guint32
day_of_date (const char *text)
{
  GDate date;
  return text != NULL && anf_date_parse (text, &date, NULL) ? g_date_get_julian (&date) : 0;
}

guint32
anf_statistics_day (JsonObject *object, const char *member)
{
  return day_of_time (object != NULL ? anf_json_peek_string (object, member) : NULL);
}

guint32
anf_statistics_date (JsonObject *object, const char *member)
{
  return day_of_date (object != NULL ? anf_json_peek_string (object, member) : NULL);
}

static guint32
day_of_act (JsonObject *doc, const char *act)
{
  return anf_statistics_day (anf_json_peek_object (doc, act), "at");
}

static void
take_limits (AnfCase *self, JsonArray *clocks)
{
  g_autoptr (GArray) limits = anf_clocks_list_limits (clocks, "rectify");
  self->limits = g_array_new (FALSE, FALSE, sizeof (AnfCaseLimit));
  for (guint i = 0; i < limits->len; i++)
    {
      const AnfClockLimit *limit = &g_array_index (limits, AnfClockLimit, i);
      const AnfCaseLimit one = { .from = day_of_time (limit->since),
                                 .due = day_of_date (limit->due),
                                 .met = anf_statistics_day (limit->clock, "met_at") };
      g_array_append_val (self->limits, one);
      if (self->due_first == 0)
        self->due_first = one.due;
    }
}

/* When an order ended before it was done, 0 when it did not. */
static guint32
find_break (JsonObject *order)
{
  JsonObject *objection = anf_json_peek_object (order, "objection");
  const guint32 withdrawn = day_of_act (order, "withdrawn");
  const gboolean upheld
      = objection != NULL && g_strcmp0 (anf_json_peek_string (objection, "outcome"), "upheld") == 0;
  return withdrawn == 0 && upheld ? day_of_act (objection, "decided") : withdrawn;
}

static void
take_clocks (AnfCase *self, JsonObject *order)
{
  const guint32 broken_off = find_break (order);
  JsonArray *clocks = anf_json_peek_array (order, "clocks");
  if (clocks == NULL)
    return;
  JsonObject *plan = anf_clocks_find (clocks, "plan");
  self->sign_due = anf_statistics_date (anf_clocks_find (clocks, "sign_receipt"), "due");
  self->plan_due = anf_statistics_date (plan, "due");
  self->plan_met = anf_statistics_day (plan, "met_at");
  /* Nobody owes a plan whose order ended while there was time for it. */
  if (self->plan_met == 0 && broken_off != 0 && broken_off <= self->plan_due)
    self->plan_due = 0;
  take_limits (self, clocks);
  self->cohort_due = anf_statistics_date (anf_clocks_find (clocks, "cohort"), "due");
}

static void
take_returns (AnfCase *self, JsonObject *order)
{
  JsonArray *returns = anf_json_peek_array (order, "returns");
  self->returns = returns != NULL ? json_array_get_length (returns) : 0;
  if (self->returns > 0)
    self->returned = anf_statistics_day (json_array_get_object_element (returns, 0), "at");
}

/* What passed and was sent back all the same is not rectified. Canonical times compare as text. */
static gboolean
was_returned_after (JsonObject *order, const char *time)
{
  JsonArray *returns = anf_json_peek_array (order, "returns");
  const guint length = returns != NULL ? json_array_get_length (returns) : 0;
  JsonObject *last = length > 0 ? json_array_get_object_element (returns, length - 1) : NULL;
  return last != NULL && g_strcmp0 (anf_json_peek_string (last, "at"), time) >= 0;
}

static void
take_reinspection (AnfCase *self, JsonObject *order)
{
  JsonObject *reinspection = anf_json_peek_object (order, "reinspection");
  if (reinspection == NULL)
    return;
  JsonObject *confirmed = anf_json_peek_object (reinspection, "confirmed");
  self->reinspected = anf_statistics_day (reinspection, "at");
  self->answer = anf_case_answer_parse (anf_json_peek_string (reinspection, "satisfaction"));
  self->answered = self->reinspected;
  if (confirmed != NULL && anf_json_peek_bool (confirmed, "agree")
      && anf_json_peek_bool (reinspection, "passed")
      && !was_returned_after (order, anf_json_peek_string (confirmed, "at")))
    self->passed = anf_statistics_day (confirmed, "at");
}

static void
take_order (AnfCase *self, JsonObject *order)
{
  JsonObject *received = anf_json_peek_object (order, "received");
  JsonObject *closing = anf_json_peek_object (order, "closing");
  self->order = g_strdup (anf_json_peek_string (order, "id"));
  self->assigned = day_of_act (order, "signed");
  self->served = day_of_act (order, "served");
  self->received = anf_statistics_date (received, "received_on");
  if (self->received == 0)
    self->received = anf_statistics_day (received, "at");
  if (closing != NULL && json_object_has_member (closing, "mechanism"))
    self->mechanism = anf_statistics_day (closing, "at");
  take_clocks (self, order);
  take_returns (self, order);
  take_reinspection (self, order);
}

/* The clock runs from the acceptance, also while no order has been received that would show it. */
static guint32
count_cohort_due (const AnfScheme *scheme, const AnfCalendar *calendar, guint32 established)
{
  const AnfSchemeClock *rule = anf_scheme_find_clock (scheme, "cohort");
  GDate from, due;
  if (rule == NULL || established == 0)
    return 0;
  g_date_clear (&from, 1);
  g_date_set_julian (&from, established);
  return anf_period_due (calendar, &from, &rule->period, &due, NULL, NULL)
             ? g_date_get_julian (&due)
             : 0;
}

static gboolean
read_moment (JsonObject *object, const char *member, gint64 *moment)
{
  const char *text = anf_json_peek_string (object, member);
  return text != NULL && anf_time_parse (text, moment, NULL);
}

/* In the order in which they happened: those that were followed by a reopening, and the last. */
static void
take_closings (AnfCase *self, JsonObject *finding)
{
  JsonArray *reopened = anf_json_peek_array (finding, "reopened");
  gint64 moment = 0;
  self->closings = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; reopened != NULL && i < json_array_get_length (reopened); i++)
    if (read_moment (json_array_get_object_element (reopened, i), "closed_at", &moment))
      g_array_append_val (self->closings, moment);
  if (read_moment (finding, "closed_at", &moment))
    g_array_append_val (self->closings, moment);
}

static void
take_exposure (AnfCase *self, JsonObject *exposed)
{
  const guint32 day = anf_statistics_date (exposed, "on");
  if (anf_json_peek_bool (exposed, "counts"))
    g_array_append_val (self->exposures, day);
}

/* A finding from before there could be several has the last one alone. */
static void
take_exposures (AnfCase *self, JsonObject *finding)
{
  JsonArray *exposures = anf_json_peek_array (finding, "exposures");
  JsonObject *last = anf_json_peek_object (finding, "exposed");
  self->exposures = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; exposures != NULL && i < json_array_get_length (exposures); i++)
    take_exposure (self, json_array_get_object_element (exposures, i));
  if (exposures == NULL && last != NULL)
    take_exposure (self, last);
}

GArray *
anf_statistics_evaluations (JsonObject *doc)
{
  JsonArray *acts = anf_json_peek_array (doc, "evaluations");
  GArray *all = g_array_new (FALSE, TRUE, sizeof (AnfCaseEvaluation));
  for (guint i = 0; acts != NULL && i < json_array_get_length (acts); i++)
    {
      JsonObject *act = json_array_get_object_element (acts, i);
      const AnfCaseEvaluation one
          = { .day = anf_statistics_day (act, "asked_at"),
              .answer = anf_case_answer_parse (anf_json_peek_string (act, "satisfaction")),
              .is_solved = anf_json_peek_bool (act, "solved") };
      g_array_append_val (all, one);
    }
  return all;
}

AnfStatisticsOrder *
anf_statistics_order_new (JsonObject *order)
{
  const AnfOrderKind *kind = anf_order_kind_find (anf_json_peek_string (order, "kind"));
  AnfStatisticsOrder *self = g_new0 (AnfStatisticsOrder, 1);
  self->days = anf_case_new ();
  take_order (self->days, order);
  self->unit = g_strdup (anf_json_peek_string (order, "unit"));
  self->findings = anf_facts_dup_strings (
      kind != NULL && kind->carries ? anf_json_peek_array (order, "findings") : NULL);
  return self;
}

void
anf_statistics_order_free (AnfStatisticsOrder *self)
{
  anf_case_free (self->days);
  g_free (self->unit);
  g_strfreev (self->findings);
  g_free (self);
}

static AnfCase *
new_case (const AnfStatisticsOrder *order)
{
  AnfCase *self = anf_case_new ();
  if (order == NULL)
    return self;
  *self = *order->days;
  self->order = g_strdup (order->days->order);
  if (self->limits != NULL)
    (void)g_array_ref (self->limits);
  return self;
}

AnfCase *
anf_statistics_case_new_of_order (const AnfCase *finding, const AnfStatisticsOrder *order)
{
  AnfCase *self = new_case (order);
  self->id = g_strdup (finding->id);
  self->unit = g_strdup (order->unit);
  self->area = g_strdup (finding->area);
  self->category = g_strdup (finding->category);
  self->content = g_strdup (finding->content);
  self->lead_units = g_strdupv (finding->lead_units);
  return self;
}

AnfCase *
anf_statistics_case_new (JsonObject *finding,
                         const AnfStatisticsOrder *order,
                         const AnfScheme *scheme,
                         const AnfCalendar *calendar)
{
  AnfCase *self = new_case (order);
  self->id = g_strdup (anf_json_peek_string (finding, "id"));
  self->unit = g_strdup (anf_json_peek_string (finding, "unit"));
  self->area = g_strdup (anf_json_peek_string (finding, "area"));
  self->category = g_strdup (anf_json_peek_string (finding, "category"));
  self->content = g_strdup (anf_json_peek_string (finding, "content"));
  self->lead_units = anf_facts_dup_strings (anf_json_peek_array (finding, "lead_units"));
  self->registered = anf_statistics_day (finding, "created_at");
  self->established = day_of_act (finding, "established");
  self->dismissed = day_of_act (finding, "dismissed");
  self->merged = day_of_act (finding, "merged");
  self->closed = anf_statistics_day (finding, "closed_at");
  self->missed_in_self_check = json_object_has_member (finding, "missed_in_self_check");
  self->is_of_lead = json_object_has_member (finding, "lead");
  (void)read_moment (finding, "created_at", &self->registered_at);
  take_closings (self, finding);
  take_exposures (self, finding);
  self->evaluations = anf_statistics_evaluations (finding);
  if (self->cohort_due == 0)
    self->cohort_due = count_cohort_due (scheme, calendar, self->established);
  return self;
}
