/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clocks.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-orders.h"
#include "anf-period.h"
#include "anf-reference-data.h"

#include <glib/gi18n.h>

#include <string.h>

/* 政府督查工作条例 17: thirty days to ask for a review (复核), thirty to decide; those who took
   part in the conclusion stand aside. It is the law's, so no scheme sets it. */
#define CLAUSE                                                                                                                                  \
  "政府督查工作条例第十七条：自收到督查结论之日起30日内申请复核；自收到复核申请之日起30日内作出复" \
  "核"                                                                                                                                         \
  "决定"
static const AnfPeriod thirty_days = { ANF_PERIOD_DAYS, 30 };

static gboolean
find_receipt_day (AnfItem *order, GDate *day, GError **error)
{
  JsonObject *received = anf_json_peek_object (order->doc, "received");
  const char *on = anf_json_peek_string (received, "received_on");
  gint64 at = 0;
  if (on != NULL)
    return anf_date_parse (on, day, error);
  if (!anf_time_parse (anf_json_peek_string (received, "at"), &at, error))
    return FALSE;
  anf_time_local_date (at, day);
  return TRUE;
}

gboolean
anf_order_check_in_time (
    AnfWork *work, AnfItem *order, const AnfPeriod *period, const char *refusal, GError **error)
{
  GDate from;
  GDate due;
  GDate today;
  g_autoptr (AnfCalendar) calendar
      = anf_reference_data_get_calendar (work->office->reference, work->tx, error);
  anf_time_local_date (work->now, &today);
  if (calendar == NULL || !find_receipt_day (order, &from, error))
    return FALSE;
  if (!anf_period_due (calendar, &from, period, &due, NULL, NULL)
      || g_date_compare (&today, &due) <= 0)
    return TRUE;
  g_autofree char *text = anf_date_format (&due);
  return anf_error_throw (error, ANF_ERROR_STATE, "%s%s", refusal, text);
}

gboolean
anf_orders_appeal (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  g_autoptr (AnfCalendar) calendar
      = order != NULL ? anf_reference_data_get_calendar (work->office->reference, work->tx, error)
                      : NULL;
  if (calendar == NULL || !anf_order_move (work, order, "appeal", error))
    return FALSE;
  if (json_object_has_member (order->doc, "appeal"))
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("a review is asked for once, and this has been"));
  const AnfSchemeClock rule = { .id = (char *)"appeal",
                                .name = (char *)"复核决定",
                                .trigger = (char *)"order.appealed",
                                .clause = (char *)CLAUSE,
                                .period = thirty_days };
  if (!anf_order_check_in_time (work, order, &thirty_days,
                                _ ("a review may be asked for within 30 days of receipt: until "),
                                error)
      || !anf_clocks_start (anf_order_get_clocks (order), &rule, calendar, work->now, error))
    return FALSE;
  json_object_set_object_member (order->doc, "appeal", anf_work_act_with (work));
  return anf_order_finish (work, order, "appealed", error);
}

/* What is revoked ends as what is withdrawn does. */
static gboolean
revoke_order (AnfWork *work, AnfItem *order, GError **error)
{
  JsonObject *withdrawn = anf_work_act (work);
  anf_json_set_string (withdrawn, "reason", anf_json_peek_string (work->call->body, "opinion"));
  json_object_set_object_member (order->doc, "withdrawn", withdrawn);
  anf_clocks_stop_all (anf_order_get_clocks (order));
  return !anf_order_is_rectification (order)
         || anf_order_move_findings (work, order, "unassign", error);
}

gboolean
anf_orders_decide_appeal (AnfWork *work, GError **error)
{
  const char *outcome = NULL;
  if (!anf_json_get_string (work->call->body, "outcome", &outcome, error))
    return FALSE;
  const gboolean revoked = strcmp (outcome, "revoked") == 0;
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL
      || !anf_order_move (work, order, revoked ? "decide-appeal:revoked" : "decide-appeal:kept",
                          error))
    return FALSE;
  JsonObject *appeal = anf_json_peek_object (order->doc, "appeal");
  if (appeal == NULL || json_object_has_member (appeal, "decision"))
    return anf_error_throw (error, ANF_ERROR_STATE, _ ("there is no review to decide on"));
  json_object_set_object_member (appeal, "decision", anf_work_act_with (work));
  anf_clocks_meet (anf_order_get_clocks (order), "appeal", work->now);
  if (revoked && !revoke_order (work, order, error))
    return FALSE;
  return anf_order_finish (work, order, "appeal_decided", error);
}
