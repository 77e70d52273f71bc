/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clocks.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-measures.h"
#include "anf-orders.h"
#include "anf-period.h"
#include "anf-recurrence.h"
#include "anf-reference-data.h"
#include "anf-self-checks.h"
#include "anf-units.h"

#include <glib/gi18n.h>

#include <string.h>

/* When the matter was taken up (受理): the first of its findings to be established. */
static gint64
find_accepted_at (AnfWork *work, AnfItem *order)
{
  gint64 first = work->now;
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (order->doc, "findings"));
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) finding = anf_work_find (work, ANF_NOUN_FINDING, ids[i], NULL);
      JsonObject *established
          = finding != NULL ? anf_json_peek_object (finding->doc, "established") : NULL;
      gint64 at = 0;
      if (established != NULL
          && anf_time_parse (anf_json_peek_string (established, "at"), &at, NULL))
        first = MIN (first, at);
    }
  return first;
}

gboolean
anf_orders_receive (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  gint64 received_at = 0;
  if (order == NULL || !anf_order_move (work, order, "receive", error)
      || !anf_order_find_receipt (work, anf_json_peek_object (order->doc, "served"), &received_at,
                                  error))
    return FALSE;
  json_object_set_object_member (order->doc, "received", anf_work_act_with (work));
  anf_clocks_meet (anf_order_get_clocks (order), "sign_receipt", received_at);
  if (anf_order_get_kind (order)->machine == ANF_MACHINE_NOTICE)
    return anf_order_finish (work, order, "received", error);
  if (anf_order_get_kind (order)->machine == ANF_MACHINE_DECISION)
    return anf_order_start_rectify (work, order, anf_json_peek_object (order->doc, "rectify"),
                                    "order.received", received_at, error)
           && anf_order_finish (work, order, "received", error);
  const gint64 accepted_at = find_accepted_at (work, order);
  if (!anf_order_start_clock (work, order, "plan", received_at, error)
      || !anf_order_start_rectify (work, order, anf_json_peek_object (order->doc, "rectify"),
                                   "order.received", received_at, error)
      || !anf_order_start_clock (work, order, "cohort", accepted_at, error))
    return FALSE;
  if (anf_order_is_rectification (order)
      && !anf_order_move_findings (work, order, "rectify", error))
    return FALSE;
  return anf_order_finish (work, order, "received", error);
}

gboolean
anf_orders_object (AnfWork *work, GError **error)
{
  const char *kind = NULL;
  if (!anf_json_get_string (work->call->body, "kind", &kind, error))
    return FALSE;
  const gboolean of_fact = strcmp (kind, "fact") == 0;
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL
      || !anf_order_move (work, order, of_fact ? "object:fact" : "object:assign", error)
      || !anf_order_begin_objection (work, order, kind, error))
    return FALSE;
  json_object_set_object_member (order->doc, "objection", anf_work_act_with (work));
  if (of_fact && !anf_order_start_clock (work, order, "negotiate", work->now, error))
    return FALSE;
  return anf_order_finish (work, order, "objected", error);
}

static gboolean
check_apart (
    AnfWork *work, const AnfItem *finding, char **names, const char *const *units, GError **error)
{
  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autoptr (AnfRecord) record = NULL;
      if (!anf_records_lookup (work->tx, ANF_NOUN_ACCOUNT, names[i], &record, error))
        return FALSE;
      g_auto (GStrv) line = anf_facts_find_line (work, record != NULL ? record->unit : NULL, error);
      if (line == NULL)
        return FALSE;
      if (anf_policy_belongs ((const char *const *)line, units))
        return anf_error_throw (
            error, ANF_ERROR_STATE,
            _ ("unit: somebody of it, or of one below it, inspected or verified %s, which would "
               "have been their own: name another unit, or withdraw and have it found anew by "
               "others"),
            finding->record->number);
    }
  return TRUE;
}

/* 监察法 67: who inspected and who verified stood aside from the unit of then, not from this one.
 */
static gboolean
check_recusal (AnfWork *work, const AnfItem *finding, const char *unit, GError **error)
{
  const char *const units[] = { unit, NULL };
  g_auto (AnfFactSheet) sheet = { 0 };
  return anf_facts_of_finding (work, finding->doc, &sheet, error)
         && check_apart (work, finding, sheet.collectors, units, error)
         && check_apart (work, finding, sheet.verifiers, units, error);
}

gboolean
anf_order_reassign (AnfWork *work, const char *id, const char *unit, GError **error)
{
  g_autoptr (AnfItem) finding = anf_work_find (work, ANF_NOUN_FINDING, id, error);
  if (finding == NULL || !anf_unit_check_valid (work, "unit", unit, error))
    return FALSE;
  if (g_strcmp0 (finding->record->unit, unit) == 0)
    return TRUE;
  /* What was opened again is still shown to whom it was closed with. */
  if (!check_recusal (work, finding, unit, error) || !anf_order_leave (work, finding, error))
    return FALSE;
  g_free (finding->record->unit);
  finding->record->unit = g_strdup (unit);
  json_object_set_string_member (finding->doc, "unit", unit);
  /* What the one had declared of itself, and what had come back there, is not the other's. */
  json_object_remove_member (finding->doc, "missed_in_self_check");
  json_object_remove_member (finding->doc, "recurrence");
  return anf_self_checks_compare (work, finding, error)
         && anf_recurrence_note (work, finding, error)
         && anf_work_save (work, finding, "reassigned", NULL, error)
         && anf_recurrence_link (work, finding, error);
}

/* 改派: what was laid at the wrong door goes to another, whose order is drafted next. */
static gboolean
reassign (AnfWork *work, AnfItem *order, gboolean upheld, GError **error)
{
  const char *unit = anf_json_peek_string (work->call->body, "unit");
  JsonObject *objection = anf_json_peek_object (order->doc, "objection");
  if (unit == NULL)
    return TRUE;
  if (!upheld || g_strcmp0 (anf_json_peek_string (objection, "kind"), "assign") != 0)
    return anf_error_throw (
        error, ANF_ERROR_INVALID,
        _ ("unit: only an upheld objection to being responsible names another"));
  if (!anf_order_is_rectification (order))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("unit: another order carries the findings, and its unit answers for "
                               "them: object to that one"));
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (order->doc, "findings"));
  for (gsize i = 0; ids[i] != NULL; i++)
    if (!anf_order_reassign (work, ids[i], unit, error))
      return FALSE;
  anf_json_set_string (objection, "unit", unit);
  return TRUE;
}

/* Whoever has its letter is told in another that it holds no more (撤销通知). */
static void
withdraw (AnfWork *work, AnfItem *order)
{
  JsonObject *objection = anf_json_peek_object (order->doc, "objection");
  const gboolean of_assignment
      = g_strcmp0 (anf_json_peek_string (objection, "kind"), "assign") == 0;
  JsonObject *withdrawn = anf_work_act (work);
  json_object_set_string_member (withdrawn, "reason",
                                 of_assignment ? "你单位提出的问题不属于本单位职责的异议成立。"
                                               : "你单位对问题事实提出的异议成立。");
  json_object_set_object_member (order->doc, "withdrawn", withdrawn);
  anf_clocks_stop_all (anf_order_get_clocks (order));
}

gboolean
anf_orders_settle (AnfWork *work, GError **error)
{
  const char *outcome = NULL;
  if (!anf_json_get_string (work->call->body, "outcome", &outcome, error))
    return FALSE;
  const gboolean upheld = strcmp (outcome, "upheld") == 0;
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL
      || !anf_order_move (work, order, upheld ? "settle:upheld" : "settle:rejected", error))
    return FALSE;
  JsonObject *objection = anf_json_peek_object (order->doc, "objection");
  JsonArray *clocks = anf_order_get_clocks (order);
  json_object_set_string_member (objection, "outcome", outcome);
  anf_json_set_string (objection, "minutes", anf_json_peek_string (work->call->body, "minutes"));
  json_object_set_object_member (objection, "decided", anf_work_act (work));
  anf_clocks_meet (clocks, "negotiate", work->now);
  const char *plan_due = anf_json_peek_string (work->call->body, "plan_due");
  if (upheld)
    withdraw (work, order);
  if (upheld && anf_order_is_rectification (order)
      && !anf_order_move_findings (work, order, "unassign", error))
    return FALSE;
  if (!reassign (work, order, upheld, error)
      || (!upheld && !anf_order_end_objection (work, order, error)))
    return FALSE;
  GDate due;
  if (!upheld && plan_due != NULL
      && (!anf_date_parse (plan_due, &due, error)
          || !anf_clocks_move (clocks, "plan", &due, "negotiated", work->now, error)))
    return FALSE;
  return anf_order_finish (work, order, "settled", error);
}

/* No ground to refuse it, since more time can be asked for only when a plan stands; but who accepts
   it and who reads it are told. */
static gboolean
note_limit (AnfItem *order, JsonObject *plan, const GDate *complete_by, GError **error)
{
  JsonObject *clock = anf_clocks_find (anf_order_get_clocks (order), "rectify");
  const char *due = clock != NULL ? anf_json_peek_string (clock, "due") : NULL;
  GDate limit;
  if (due == NULL)
    return TRUE;
  if (!anf_date_parse (due, &limit, error))
    return FALSE;
  if (g_date_compare (complete_by, &limit) > 0)
    json_object_set_string_member (plan, "after_limit", due);
  return TRUE;
}

gboolean
anf_orders_plan (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  const char *complete_by = NULL;
  GDate date;
  if (order == NULL || !anf_json_get_string (work->call->body, "complete_by", &complete_by, error)
      || !anf_date_parse (complete_by, &date, error) || !anf_order_move (work, order, "plan", error)
      || !anf_measures_check (work, order, error))
    return FALSE;
  JsonObject *before = anf_json_peek_object (order->doc, "plan");
  JsonObject *plan = anf_work_act_with (work);
  /* A new plan does not wipe out why the last one came back. */
  if (before != NULL && json_object_has_member (before, "returned"))
    json_object_set_member (plan, "returned", json_object_dup_member (before, "returned"));
  json_object_set_object_member (order->doc, "plan", plan);
  if (!note_limit (order, plan, &date, error))
    return FALSE;
  anf_clocks_meet (anf_order_get_clocks (order), "plan", work->now);
  return anf_order_finish (work, order, "plan_filed", error);
}

gboolean
anf_orders_accept (AnfWork *work, GError **error)
{
  g_auto (AnfFactSheet) sheet = { 0 };
  g_autoptr (AnfItem) order = anf_order_find_checked (work, &sheet, error);
  if (order == NULL)
    return FALSE;
  const char *event = anf_policy_get_accept_event (&work->actor, &sheet.facts);
  if (!anf_order_move (work, order, event, error))
    return FALSE;
  JsonObject *plan = anf_json_peek_object (order->doc, "plan");
  const gboolean by_lead = strcmp (event, "accept:lead") == 0;
  json_object_set_object_member (plan, by_lead ? "accepted_lead" : "accepted_office",
                                 anf_work_act (work));
  return anf_order_finish (work, order, "plan_accepted", error);
}

gboolean
anf_orders_return_plan (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL || !anf_order_move (work, order, "return-plan", error))
    return FALSE;
  JsonObject *plan = anf_json_peek_object (order->doc, "plan");
  anf_order_append (plan, "returned", anf_work_act_with (work));
  json_object_remove_member (plan, "accepted_lead");
  anf_clocks_resume (anf_order_get_clocks (order), "plan");
  return anf_order_finish (work, order, "plan_returned", error);
}

/* More time is more: a return may have set another limit since it was asked for. */
static gboolean
check_is_later (JsonObject *clock, const GDate *to, GError **error)
{
  const char *due = anf_json_peek_string (clock, "due");
  GDate date;
  if (due == NULL || !anf_date_parse (due, &date, NULL) || g_date_compare (to, &date) > 0)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("to: the limit is %s: an extension ends later"), due);
}

/* 延期须提前1个工作日申请: a working day lies between today and the end of the last day. Where the
   calendar ends the unit has the benefit of it. */
static gboolean
check_is_early (AnfWork *work, JsonObject *clock, GError **error)
{
  const char *text = clock != NULL ? anf_json_peek_string (clock, "due") : NULL;
  gboolean early = FALSE;
  GDate day;
  GDate due;
  if (clock != NULL && text == NULL)
    return TRUE;
  g_autoptr (AnfCalendar) calendar
      = anf_reference_data_get_calendar (work->office->reference, work->tx, error);
  if (calendar == NULL || (text != NULL && !anf_date_parse (text, &due, error)))
    return FALSE;
  anf_time_local_date (work->now, &day);
  while (text != NULL && !early && g_date_compare (&day, &due) < 0)
    {
      g_date_add_days (&day, 1);
      if (!anf_calendar_is_working_day (calendar, &day, &early, NULL))
        return TRUE;
    }
  return early
         || anf_error_throw (error, ANF_ERROR_STATE,
                             _ ("an extension is asked for at least one working day before the "
                                "deadline (%s)"),
                             text != NULL ? text : "?");
}

gboolean
anf_orders_extend (AnfWork *work, GError **error)
{
  const char *to = NULL;
  GDate wanted;
  if (!anf_json_get_string (work->call->body, "to", &to, error)
      || !anf_date_parse (to, &wanted, error))
    return FALSE;
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL || !anf_order_move (work, order, "extend", error))
    return FALSE;
  JsonObject *clock = anf_clocks_find (anf_order_get_clocks (order), "rectify");
  if (json_object_has_member (order->doc, "extension"))
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("an order is extended once, and this has been asked for"));
  if (!check_is_early (work, clock, error) || !check_is_later (clock, &wanted, error))
    return FALSE;
  json_object_set_object_member (order->doc, "extension", anf_work_act_with (work));
  return anf_order_finish (work, order, "extension_asked", error);
}

gboolean
anf_orders_grant_extension (AnfWork *work, GError **error)
{
  const char *outcome = NULL;
  if (!anf_json_get_string (work->call->body, "outcome", &outcome, error))
    return FALSE;
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL || !anf_order_move (work, order, "grant-extension", error))
    return FALSE;
  JsonObject *extension = anf_json_peek_object (order->doc, "extension");
  if (extension == NULL || json_object_has_member (extension, "granted"))
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("there is no request for more time to decide on"));
  json_object_set_object_member (extension, "granted", anf_work_act_with (work));
  GDate to;
  JsonObject *clock = anf_clocks_find (anf_order_get_clocks (order), "rectify");
  if (strcmp (outcome, "granted") == 0
      && (!anf_date_parse (anf_json_peek_string (extension, "to"), &to, error)
          || (clock != NULL && !check_is_later (clock, &to, error))
          || !anf_clocks_move (anf_order_get_clocks (order), "rectify", &to, ANF_CLOCK_EXTENDED,
                               work->now, error)))
    return FALSE;
  return anf_order_finish (work, order, "extension_decided", error);
}
