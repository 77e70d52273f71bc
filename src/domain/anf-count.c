/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-count.h"

#include "anf-clock.h"
#include "anf-count-calls.h"
#include "anf-count-letters.h"
#include "anf-error.h"

#include <glib/gi18n.h>

#include <string.h>

typedef struct
{
  const AnfCaseBook *book;
  const AnfSpan *span;
  GHashTable *alike; /* (nullable): unit and category → their cases, for relapses */
} Scope;

typedef gboolean (*CaseTest) (const AnfCase *self, const Scope *scope);

static guint32
day_of (gint64 moment)
{
  GDate date;
  anf_time_local_date (moment, &date);
  return g_date_get_julian (&date);
}

/* Whether it had happened by the cut-off. */
static gboolean
by_then (guint32 day, const Scope *scope)
{
  return day != 0 && day <= scope->span->last;
}

static gboolean
in_time (guint32 day, guint32 due, const Scope *scope)
{
  return by_then (day, scope) && day <= due;
}

/* What the order was extended to or sent back with later is not told of an earlier day: a report of
   last month that is made again has last month's numbers (domain.md F.3). */
static AnfCaseLimit
get_limit (const AnfCase *self, const Scope *scope)
{
  return anf_case_get_limit (self, scope->span->last);
}

#define TEST(name)                                                                                 \
  static gboolean is_##name (const AnfCase *self G_GNUC_UNUSED, const Scope *scope G_GNUC_UNUSED)

/* In the span. */
TEST (found) { return anf_span_has (scope->span, self->registered); }

TEST (newly_established) { return anf_span_has (scope->span, self->established); }

TEST (decided)
{
  return is_newly_established (self, scope) || anf_span_has (scope->span, self->dismissed);
}

/* How often; a case may be told of again. */
static gint64
count_exposures (const AnfCase *self, const Scope *scope)
{
  gint64 count = 0;
  for (guint i = 0; self->exposures != NULL && i < self->exposures->len; i++)
    count += anf_span_has (scope->span, g_array_index (self->exposures, guint32, i)) ? 1 : 0;
  return count;
}

TEST (newly_exposed) { return count_exposures (self, scope) > 0; }

TEST (newly_closed) { return anf_span_has (scope->span, self->closed); }

/* At the cut-off. What was merged is told by the finding that took it in. */
TEST (problem) { return by_then (self->established, scope) && !by_then (self->merged, scope); }

TEST (assigned) { return is_problem (self, scope) && by_then (self->assigned, scope); }

TEST (newly_assigned)
{
  return is_newly_established (self, scope) && by_then (self->assigned, scope);
}

TEST (ordered) { return anf_span_has (scope->span, self->assigned); }

TEST (rectified) { return is_assigned (self, scope) && by_then (self->passed, scope); }

TEST (closed) { return is_problem (self, scope) && by_then (self->closed, scope); }

/* How often it was closed by the cut-off; reopening (反弹) does not undo that. */
static guint
count_closings (const AnfCase *self, const Scope *scope)
{
  guint count = 0;
  for (guint i = 0; self->closings != NULL && i < self->closings->len; i++)
    count += by_then (day_of (g_array_index (self->closings, gint64, i)), scope) ? 1 : 0;
  return count;
}

TEST (ever_closed) { return is_problem (self, scope) && count_closings (self, scope) > 0; }

TEST (open) { return is_problem (self, scope) && !by_then (self->closed, scope); }

/* On the due day itself there is still time, until 24:00 (民法典 203). A unit that has filed waits
   for the office, and its clock stands still (domain.md E.4, 14). */
TEST (overdue)
{
  const AnfCaseLimit limit = get_limit (self, scope);
  return is_open (self, scope) && limit.due != 0 && limit.due < scope->span->last
         && !by_then (limit.met, scope);
}

TEST (due)
{
  return is_problem (self, scope) && anf_span_has (scope->span, get_limit (self, scope).due);
}

TEST (due_closed) { return is_due (self, scope) && by_then (self->closed, scope); }

TEST (due_first) { return is_problem (self, scope) && anf_span_has (scope->span, self->due_first); }

TEST (due_first_closed)
{
  return is_due_first (self, scope) && in_time (self->closed, self->due_first, scope);
}

TEST (due_ever) { return is_problem (self, scope) && by_then (get_limit (self, scope).due, scope); }

TEST (due_ever_closed)
{
  return is_due_ever (self, scope) && in_time (self->closed, get_limit (self, scope).due, scope);
}

TEST (newly_established_closed)
{
  return is_newly_established (self, scope) && by_then (self->closed, scope);
}

TEST (cohort) { return is_problem (self, scope) && by_then (self->cohort_due, scope); }

TEST (cohort_closed)
{
  return is_cohort (self, scope) && in_time (self->closed, self->cohort_due, scope);
}

TEST (reply)
{
  return self->answer != ANF_ANSWER_NONE && anf_span_has (scope->span, self->answered);
}

TEST (satisfied) { return is_reply (self, scope) && self->answer == ANF_ANSWER_SATISFIED; }

TEST (basically_satisfied)
{
  return is_reply (self, scope) && self->answer == ANF_ANSWER_BASICALLY;
}

TEST (newly_reinspected) { return anf_span_has (scope->span, self->reinspected); }

TEST (evaluated) { return anf_count_find_evaluation (self->evaluations, scope->span) != NULL; }

/* Of what is closed at the cut-off: looked at since. */
TEST (closed_evaluated)
{
  const AnfSpan since = { ANF_SPAN_DAYS, self->closed, scope->span->last };
  return is_closed (self, scope) && anf_count_find_evaluation (self->evaluations, &since) != NULL;
}

TEST (evaluated_solved)
{
  const AnfCaseEvaluation *one = anf_count_find_evaluation (self->evaluations, scope->span);
  return one != NULL && one->is_solved;
}

TEST (evaluated_answered) { return anf_count_has_any_answer (self->evaluations, scope->span); }

TEST (evaluated_satisfied)
{
  return anf_count_has_answer (self->evaluations, scope->span, ANF_ANSWER_SATISFIED);
}

TEST (evaluated_basically)
{
  return anf_count_has_answer (self->evaluations, scope->span, ANF_ANSWER_BASICALLY);
}

TEST (missed_in_self_check) { return is_problem (self, scope) && self->missed_in_self_check; }

TEST (with_mechanism) { return is_problem (self, scope) && by_then (self->mechanism, scope); }

static char *
make_likeness (const AnfCase *self)
{
  return g_strjoin ("\n", self->unit, self->category, NULL);
}

static GHashTable *
group_alike (const AnfCaseBook *book)
{
  GHashTable *alike
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < book->cases->len; i++)
    {
      char *key = make_likeness (book->cases->pdata[i]);
      GPtrArray *group = g_hash_table_lookup (alike, key);
      if (group == NULL)
        {
          group = g_ptr_array_new ();
          g_hash_table_insert (alike, g_strdup (key), group);
        }
      g_ptr_array_add (group, book->cases->pdata[i]);
      g_free (key);
    }
  return alike;
}

/* Whether @other came after @closed_at, and within the window. */
static gboolean
comes_back (const AnfCase *other, gint64 closed_at, const Scope *scope)
{
  GDate until;
  anf_time_local_date (closed_at, &until);
  g_date_add_months (&until, scope->book->relapse_months);
  return other->registered_at > closed_at && other->registered <= g_date_get_julian (&until);
}

TEST (relapsed)
{
  if (!is_problem (self, scope))
    return FALSE;
  const guint closings = count_closings (self, scope);
  g_autofree char *key = make_likeness (self);
  const GPtrArray *group = g_hash_table_lookup (scope->alike, key);
  for (guint i = 0; i < group->len; i++)
    for (guint k = 0; k < closings; k++)
      if (is_problem (group->pdata[i], scope)
          && comes_back (group->pdata[i], g_array_index (self->closings, gint64, k), scope))
        return TRUE;
  return FALSE;
}

/* Of orders: the cases of one order count once. */
TEST (served) { return anf_span_has (scope->span, self->served); }

TEST (received_in_time)
{
  return is_served (self, scope)
         && in_time (self->received, self->sign_due != 0 ? self->sign_due : G_MAXUINT32, scope);
}

TEST (plan_due) { return anf_span_has (scope->span, self->plan_due); }

TEST (plan_in_time)
{
  return is_plan_due (self, scope) && in_time (self->plan_met, self->plan_due, scope);
}

TEST (reinspected_order)
{
  return by_then (self->reinspected, scope) || by_then (self->returned, scope);
}

TEST (returned_order) { return by_then (self->returned, scope); }

typedef struct
{
  const char *name;
  CaseTest test;
  gboolean of_orders;
} CaseCount;

static const CaseCount case_counts[] = {
  { "found", is_found, FALSE },
  { "decided", is_decided, FALSE },
  { "established", is_newly_established, FALSE },
  { "established_assigned", is_newly_assigned, FALSE },
  { "established_closed", is_newly_established_closed, FALSE },
  { "closed_in_span", is_newly_closed, FALSE },
  { "ordered", is_ordered, FALSE },
  { "exposed", is_newly_exposed, FALSE },
  { "problems", is_problem, FALSE },
  { "assigned", is_assigned, FALSE },
  { "rectified", is_rectified, FALSE },
  { "closed", is_closed, FALSE },
  { "ever_closed", is_ever_closed, FALSE },
  { "open", is_open, FALSE },
  { "overdue", is_overdue, FALSE },
  { "due", is_due, FALSE },
  { "due_closed", is_due_closed, FALSE },
  { "due_first", is_due_first, FALSE },
  { "due_first_closed", is_due_first_closed, FALSE },
  { "due_ever", is_due_ever, FALSE },
  { "due_ever_closed", is_due_ever_closed, FALSE },
  { "cohort", is_cohort, FALSE },
  { "cohort_closed", is_cohort_closed, FALSE },
  { "replies", is_reply, FALSE },
  { "satisfied", is_satisfied, FALSE },
  { "basically_satisfied", is_basically_satisfied, FALSE },
  { "reinspected", is_newly_reinspected, FALSE },
  { "evaluated", is_evaluated, FALSE },
  { "closed_evaluated", is_closed_evaluated, FALSE },
  { "evaluated_solved", is_evaluated_solved, FALSE },
  { "evaluated_answered", is_evaluated_answered, FALSE },
  { "evaluated_satisfied", is_evaluated_satisfied, FALSE },
  { "evaluated_basically", is_evaluated_basically, FALSE },
  { "missed_in_self_check", is_missed_in_self_check, FALSE },
  { "with_mechanism", is_with_mechanism, FALSE },
  { "relapsed", is_relapsed, FALSE },
  { "orders_served", is_served, TRUE },
  { "orders_received_in_time", is_received_in_time, TRUE },
  { "plans_due", is_plan_due, TRUE },
  { "plans_in_time", is_plan_in_time, TRUE },
  { "orders_reinspected", is_reinspected_order, TRUE },
  { "orders_returned", is_returned_order, TRUE },
};

static gboolean
fits (const AnfCase *self, const AnfCountFilter *filter)
{
  return filter == NULL
         || ((filter->unit == NULL || g_strcmp0 (self->unit, filter->unit) == 0)
             && (filter->area == NULL || g_strcmp0 (self->area, filter->area) == 0)
             && (filter->category == NULL || g_strcmp0 (self->category, filter->category) == 0)
             && (filter->content == NULL || g_strcmp0 (self->content, filter->content) == 0)
             && (filter->lead == NULL
                 || (self->lead_units != NULL
                     && g_strv_contains ((const char *const *)self->lead_units, filter->lead))));
}

static gint64
count_cases (const CaseCount *what, const Scope *scope, const AnfCountFilter *filter)
{
  gint64 count = 0;
  g_autoptr (GHashTable) orders = g_hash_table_new (g_str_hash, g_str_equal);
  const GPtrArray *cases = what->of_orders ? scope->book->orders : scope->book->cases;
  for (guint i = 0; i < cases->len; i++)
    {
      const AnfCase *self = cases->pdata[i];
      if (!fits (self, filter) || !what->test (self, scope))
        continue;
      if (!what->of_orders || (self->order != NULL && g_hash_table_add (orders, self->order)))
        count += what->test == is_newly_exposed ? count_exposures (self, scope) : 1;
    }
  return count;
}

/* Working days after @due as far as the cut-off. */
static gboolean
count_working_days (const Scope *scope, guint32 due, gint64 *days, GError **error)
{
  for (guint32 day = due + 1; day <= scope->span->last; day++)
    {
      GDate date;
      gboolean working = FALSE;
      g_date_clear (&date, 1);
      g_date_set_julian (&date, day);
      if (!anf_calendar_is_working_day (scope->book->calendar, &date, &working, error))
        return FALSE;
      *days += working ? 1 : 0;
    }
  return TRUE;
}

static gboolean
count_overdue_days (const Scope *scope, const AnfCountFilter *filter, gint64 *days, GError **error)
{
  *days = 0;
  for (guint i = 0; i < scope->book->cases->len; i++)
    {
      const AnfCase *self = scope->book->cases->pdata[i];
      if (fits (self, filter) && is_overdue (self, scope)
          && !count_working_days (scope, get_limit (self, scope).due, days, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_or_any (const char *said, const char *wanted)
{
  return wanted == NULL || g_strcmp0 (said, wanted) == 0;
}

static gboolean
visit_fits (const AnfCaseVisit *visit, const AnfCountFilter *filter)
{
  return filter == NULL
         || (is_or_any (visit->unit, filter->unit) && is_or_any (visit->area, filter->area)
             && is_or_any (visit->mode, filter->mode)
             && (filter->content == NULL
                 || (visit->contents != NULL
                     && g_strv_contains ((const char *const *)visit->contents, filter->content))));
}

static gint64
count_visits (const Scope *scope, const AnfCountFilter *filter, gboolean joint)
{
  gint64 count = 0;
  for (guint i = 0; i < scope->book->visits->len; i++)
    {
      const AnfCaseVisit *visit = &g_array_index (scope->book->visits, AnfCaseVisit, i);
      count += anf_span_has (scope->span, visit->day) && (visit->is_joint || !joint)
                       && visit_fits (visit, filter)
                   ? 1
                   : 0;
    }
  return count;
}

/* Days of the span since the last visit in it; all of them where there was none. */
static gint64
count_days_unvisited (const Scope *scope, const AnfCountFilter *filter)
{
  guint32 last = scope->span->first - 1;
  for (guint i = 0; i < scope->book->visits->len; i++)
    {
      const AnfCaseVisit *visit = &g_array_index (scope->book->visits, AnfCaseVisit, i);
      if (visit->day <= scope->span->last && visit_fits (visit, filter))
        last = MAX (last, visit->day);
    }
  return (gint64)scope->span->last - last;
}

static gint64
count_leads (const char *name, const Scope *scope, const AnfCountFilter *filter)
{
  gint64 count = 0;
  for (guint i = 0; i < scope->book->leads->len; i++)
    {
      const AnfCaseLead *lead = &g_array_index (scope->book->leads, AnfCaseLead, i);
      if (!anf_span_has (scope->span, lead->received) || !anf_count_lead_fits (lead, filter))
        continue;
      const gboolean named = strcmp (name, "leads") == 0 || lead->is_named;
      count += named && (strcmp (name, "leads_named_checked") != 0 || lead->verified != 0) ? 1 : 0;
    }
  return count;
}

/* @name: `reports_` and the kind. */
static gint64
count_reports (const char *name, const Scope *scope)
{
  gint64 count = 0;
  for (guint i = 0; i < scope->book->reports->len; i++)
    {
      const AnfCaseReport *report = &g_array_index (scope->book->reports, AnfCaseReport, i);
      count += anf_span_has (scope->span, report->to)
                       && strcmp (report->kind, name + strlen ("reports_")) == 0
                   ? 1
                   : 0;
    }
  return count;
}

/* Their limits are of the whole time before the cut-off: 到期应上报. */
static gint64
count_referrals (const char *name, const Scope *scope)
{
  gint64 count = 0;
  for (guint i = 0; i < scope->book->referrals->len; i++)
    {
      const AnfCaseReferral *one = &g_array_index (scope->book->referrals, AnfCaseReferral, i);
      gboolean counts = FALSE;
      if (strcmp (name, "referrals") == 0)
        counts = anf_span_has (scope->span, one->sent);
      else if (strcmp (name, "referrals_due") == 0)
        counts = by_then (one->due, scope);
      else
        counts = by_then (one->due, scope) && in_time (one->reported, one->due, scope);
      count += counts ? 1 : 0;
    }
  return count;
}

static const char *const other_counts[] = { "overdue_days",
                                            "visits",
                                            "joint_visits",
                                            "days_unvisited",
                                            "leads",
                                            "leads_named",
                                            "leads_named_checked",
                                            "leads_answered",
                                            "leads_answered_evaluated",
                                            "leads_replies",
                                            "leads_satisfied",
                                            "survey_sheets",
                                            "survey_replies",
                                            "survey_satisfied",
                                            "survey_basically",
                                            "reports_weekly",
                                            "reports_monthly",
                                            "reports_quarterly",
                                            "referrals",
                                            "referrals_due",
                                            "referrals_in_time",
                                            NULL };

static const CaseCount *
find_case_count (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (case_counts); i++)
    if (strcmp (case_counts[i].name, name) == 0)
      return &case_counts[i];
  return NULL;
}

GPtrArray *
anf_count_collect (const char *name, const AnfCaseBook *book, const AnfSpan *span)
{
  const CaseCount *what = find_case_count (name);
  g_autoptr (GHashTable) alike
      = what != NULL && what->test == is_relapsed ? group_alike (book) : NULL;
  const Scope scope = { book, span, alike };
  GPtrArray *found = g_ptr_array_new ();
  for (guint i = 0; what != NULL && i < book->cases->len; i++)
    if (what->test (book->cases->pdata[i], &scope))
      g_ptr_array_add (found, book->cases->pdata[i]);
  return found;
}

gboolean
anf_count_is_known (const char *name)
{
  return find_case_count (name) != NULL || anf_count_is_of_letters (name)
         || g_strv_contains (other_counts, name);
}

gboolean
anf_count_has_area (const char *name)
{
  return !g_str_has_prefix (name, "survey_") && !g_str_has_prefix (name, "reports_")
         && !anf_count_is_of_letters (name) && !anf_count_is_secret (name);
}

gboolean
anf_count_is_secret (const char *name)
{
  return g_str_has_prefix (name, "referrals");
}

static gint64
count_other (const char *name, const Scope *scope, const AnfCountFilter *filter)
{
  if (g_str_has_suffix (name, "visits"))
    return count_visits (scope, filter, strcmp (name, "joint_visits") == 0);
  if (strcmp (name, "days_unvisited") == 0)
    return count_days_unvisited (scope, filter);
  if (anf_count_is_of_calls (name))
    return anf_count_calls (name, scope->book, scope->span, filter);
  if (g_str_has_prefix (name, "survey_"))
    return anf_count_sheets (name, scope->book, scope->span, filter);
  if (g_str_has_prefix (name, "leads"))
    return count_leads (name, scope, filter);
  if (anf_count_is_of_letters (name))
    return anf_count_letters (name, scope->book, scope->span, filter);
  return g_str_has_prefix (name, "reports_") ? count_reports (name, scope)
                                             : count_referrals (name, scope);
}

gboolean
anf_count (const char *name,
           const AnfCaseBook *book,
           const AnfSpan *span,
           const AnfCountFilter *filter,
           gint64 *count,
           GError **error)
{
  const CaseCount *what = find_case_count (name);
  g_autoptr (GHashTable) alike
      = what != NULL && what->test == is_relapsed ? group_alike (book) : NULL;
  const Scope scope = { book, span, alike };
  if (what != NULL)
    {
      *count = count_cases (what, &scope, filter);
      return TRUE;
    }
  if (strcmp (name, "overdue_days") == 0)
    return count_overdue_days (&scope, filter, count, error);
  if (!anf_count_is_known (name))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("nothing is counted as “%.40s”"), name);
  *count = count_other (name, &scope, filter);
  return TRUE;
}
