/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clocks.h"
#include "anf-disclosure.h"
#include "anf-error.h"
#include "anf-flags.h"
#include "anf-json.h"
#include "anf-order-beside.h"
#include "anf-orders.h"

#include <glib/gi18n.h>

#include <string.h>

static gboolean
is_decision (const AnfItem *order)
{
  return anf_order_get_kind (order)->machine == ANF_MACHINE_DECISION;
}

/* 文字整改 is no rectification: something must show the result, and be newer than the order. */
static gboolean
check_evidence (AnfWork *work, AnfItem *order, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (work->call->body, "evidence"));
  const char *served = anf_json_peek_string (anf_json_peek_object (order->doc, "served"), "at");
  gboolean shows = FALSE;
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (AnfRecord) record = NULL;
      if (!anf_records_lookup (work->tx, ANF_NOUN_EVIDENCE, ids[i], &record, error))
        return FALSE;
      if (record == NULL || g_strcmp0 (record->parent, order->record->id) != 0)
        return anf_error_throw (error, ANF_ERROR_INVALID,
                                _ ("evidence: %s was not uploaded for this order"), ids[i]);
      g_autoptr (JsonObject) doc = anf_json_parse_object (record->doc, strlen (record->doc), error);
      if (doc == NULL)
        return FALSE;
      /* Canonical times compare as text. */
      if (strcmp (anf_json_peek_string (doc, "created_at"), served) <= 0)
        return anf_error_throw (error, ANF_ERROR_INVALID,
                                _ ("evidence: %s is older than the order"), ids[i]);
      const char *type = anf_json_peek_string (doc, "filetype");
      shows = shows || type == NULL || !g_str_has_prefix (type, "text/");
    }
  /* An answer to a decision may be words; what has to be mended is shown to the order. */
  return shows || (is_decision (order) && ids[0] == NULL)
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("evidence: words alone are no rectification: add a photo or paper "
                                "that shows the result"));
}

gboolean
anf_orders_feedback (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL || !anf_order_move (work, order, "feedback", error)
      || !check_evidence (work, order, error))
    return FALSE;
  json_object_set_object_member (order->doc, "feedback", anf_work_act_with (work));
  anf_clocks_meet (anf_order_get_clocks (order), "rectify", work->now);
  if (!is_decision (order) && !anf_order_start_clock (work, order, "reinspect", work->now, error))
    return FALSE;
  if (anf_order_is_rectification (order)
      && !anf_order_move_findings (work, order, "feedback", error))
    return FALSE;
  return anf_order_finish (work, order, "feedback_filed", error);
}

/* 达到企业满意 is asked for, not assumed: what they say, or why nobody could be asked. */
static gboolean
check_satisfaction (AnfWork *work, const AnfItem *order, GError **error)
{
  JsonObject *body = work->call->body;
  if (!anf_json_peek_bool (body, "passed") || !anf_order_is_rectification (order)
      || json_object_has_member (body, "satisfaction"))
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("satisfaction: ask those who use the service, and write down what "
                             "they say, or why nobody could be asked"));
}

gboolean
anf_orders_reinspect (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL || !anf_order_move (work, order, "reinspect", error)
      || !check_satisfaction (work, order, error))
    return FALSE;
  JsonObject *record = anf_work_act_with (work);
  JsonArray *people = json_array_new ();
  json_array_add_string_element (people, work->actor.name);
  json_array_add_string_element (people, anf_json_peek_string (work->call->body, "with"));
  json_object_remove_member (record, "with");
  json_object_set_array_member (record, "by", people);
  json_object_set_object_member (order->doc, "reinspection", record);
  anf_disclosure_hide_change (order->doc);
  if (anf_order_is_rectification (order)
      && !anf_order_move_findings (work, order, "reinspect", error))
    return FALSE;
  return anf_order_finish (work, order, "reinspected", error);
}

/* Not passed, or sent back for another reason: the findings are open again, with a new limit. */
static gboolean
send_back (AnfWork *work, AnfItem *order, JsonObject *why, const char *event, GError **error)
{
  JsonObject *rectify = anf_json_peek_object (why, "rectify");
  if (rectify == NULL)
    rectify = anf_json_peek_object (order->doc, "rectify");
  const char *date = anf_json_peek_string (rectify, "date");
  GDate due;
  GDate today;
  anf_time_local_date (work->now, &today);
  if (date != NULL && anf_date_parse (date, &due, NULL) && g_date_compare (&due, &today) <= 0)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("rectify: the limit %s has passed: give a new one"), date);
  if (!json_object_has_member (why, "rectify"))
    json_object_set_object_member (why, "rectify", json_object_ref (rectify));
  anf_order_append (order->doc, "returns", why);
  anf_clocks_meet (anf_order_get_clocks (order), "reinspect", work->now);
  if (!anf_order_start_rectify (work, order, rectify, event, work->now, error))
    return FALSE;
  return !anf_order_is_rectification (order)
         || anf_order_move_findings (work, order, "return", error);
}

gboolean
anf_orders_confirm (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  JsonObject *reinspection
      = order != NULL ? anf_json_peek_object (order->doc, "reinspection") : NULL;
  if (order == NULL)
    return FALSE;
  const gboolean agreed = anf_json_peek_bool (work->call->body, "agree");
  const gboolean passed = reinspection != NULL && anf_json_peek_bool (reinspection, "passed");
  const char *event = passed ? "confirm:passed" : "confirm:failed";
  if (!agreed)
    event = "confirm:disagreed";
  if (!anf_order_move (work, order, event, error))
    return FALSE;
  json_object_set_object_member (reinspection, "confirmed", anf_work_act_with (work));
  if (passed || !agreed)
    anf_disclosure_hide_change (order->doc);
  if (agreed)
    anf_clocks_meet (anf_order_get_clocks (order), "reinspect", work->now);
  /* They reinspect once more, from the feedback on. */
  if (!agreed && anf_order_is_rectification (order)
      && !anf_order_move_findings (work, order, "disagree", error))
    return FALSE;
  if (agreed && !passed)
    {
      JsonObject *why = anf_work_act (work);
      anf_json_set_string (why, "reason", anf_json_peek_string (reinspection, "record"));
      if (json_object_has_member (work->call->body, "rectify"))
        json_object_set_member (why, "rectify",
                                json_object_dup_member (work->call->body, "rectify"));
      if (!send_back (work, order, why, "order.reinspection_confirmed", error))
        return FALSE;
    }
  return anf_order_finish (work, order, "reinspection_confirmed", error);
}

gboolean
anf_orders_return (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  return order != NULL && anf_order_move (work, order, "return", error)
         && send_back (work, order, anf_work_act_with (work), "order.returned", error)
         && anf_order_finish (work, order, "returned", error);
}

/* An order ends with what will last, a notice with what came of it. */
static gboolean
check_closing (AnfWork *work, const AnfItem *order, GError **error)
{
  JsonObject *body = work->call->body;
  const gboolean is_notice = anf_order_get_kind (order)->machine != ANF_MACHINE_ORDER;
  if (is_notice != json_object_has_member (body, "record"))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            is_notice ? _ ("record: say what came of the letter")
                                      : _ ("record: this is for letters that only press"));
  if (is_notice
      || json_object_has_member (body, "mechanism")
             != json_object_has_member (body, "mechanism_not_needed"))
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("mechanism: name what keeps this from happening again, or say why "
                             "nothing is needed"));
}

gboolean
anf_orders_close (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL || !anf_order_move (work, order, "close", error)
      || !anf_flags_check_order (work, order->doc, error))
    return FALSE;
  if (!check_closing (work, order, error))
    return FALSE;
  json_object_set_object_member (order->doc, "closing", anf_work_act_with (work));
  anf_clocks_meet (anf_order_get_clocks (order), "cohort", work->now);
  anf_clocks_stop_all (anf_order_get_clocks (order));
  if (anf_order_is_rectification (order) && !anf_order_move_findings (work, order, "close", error))
    return FALSE;
  return anf_order_finish (work, order, "closed", error);
}

gboolean
anf_orders_withdraw (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL)
    return FALSE;
  const gboolean had_findings
      = anf_order_is_rectification (order) && json_object_has_member (order->doc, "signed");
  if (!anf_order_move (work, order, "withdraw", error))
    return FALSE;
  json_object_set_object_member (order->doc, "withdrawn", anf_work_act_with (work));
  anf_clocks_stop_all (anf_order_get_clocks (order));
  if (!anf_order_drop_beside (work, order, error))
    return FALSE;
  if (had_findings && !anf_order_move_findings (work, order, "unassign", error))
    return FALSE;
  return anf_order_finish (work, order, "withdrawn", error);
}
