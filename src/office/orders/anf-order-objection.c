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

/* 退件异议 where the scheme sets nothing: 信访工作条例 22, as domain.md D.2 has it. */
static const AnfPeriod five_working_days = { ANF_PERIOD_WORKING_DAYS, 5 };

static gboolean
is_of_assignment (JsonObject *objection)
{
  return objection != NULL && g_strcmp0 (anf_json_peek_string (objection, "kind"), "assign") == 0;
}

/* Whether @order was returned, or tried to be, as none of @unit's business. */
static gboolean
was_returned_by (JsonObject *order, const char *unit)
{
  JsonArray *before = anf_json_peek_array (order, "objections");
  gboolean found = is_of_assignment (anf_json_peek_object (order, "objection"));
  for (guint i = 0; before != NULL && !found && i < json_array_get_length (before); i++)
    found = is_of_assignment (json_array_get_object_element (before, i));
  return found && g_strcmp0 (anf_json_peek_string (order, "unit"), unit) == 0;
}

/* A matter goes back once from each unit, or it would go round. */
static gboolean
check_first_return (AnfWork *work, AnfItem *order, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (order->doc, "findings"));
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      const AnfRecordsQuery query = { .link_kind = "finding", .link_target = ids[i] };
      g_autoptr (GPtrArray) orders = anf_work_list (work, ANF_NOUN_ORDER, &query, error);
      if (orders == NULL)
        return FALSE;
      for (guint j = 0; j < orders->len; j++)
        if (was_returned_by (((const AnfItem *)orders->pdata[j])->doc, order->record->unit))
          return anf_error_throw (
              error, ANF_ERROR_STATE,
              _ ("a unit says once that a matter is not its own, and this has been: file the "
                 "plan, or ask for a review (anfang order appeal)"));
    }
  return TRUE;
}

const AnfPeriod *
anf_order_get_return_period (const AnfScheme *scheme)
{
  const AnfSchemeClock *rule = anf_scheme_find_clock (scheme, "object");
  return rule != NULL ? &rule->period : &five_working_days;
}

static gboolean
check_assignment (AnfWork *work, AnfItem *order, GError **error)
{
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, order->record->scheme, error);
  if (scheme == NULL)
    return FALSE;
  return anf_order_check_in_time (
             work, order, anf_order_get_return_period (scheme),
             _ ("that a matter is not the unit's own is said soon after receipt: until "), error)
         && check_first_return (work, order, error);
}

gboolean
anf_order_begin_objection (AnfWork *work, AnfItem *order, const char *kind, GError **error)
{
  const gboolean of_assignment = strcmp (kind, "assign") == 0;
  JsonObject *before = anf_json_peek_object (order->doc, "objection");
  if (of_assignment && !check_assignment (work, order, error))
    return FALSE;
  if (of_assignment)
    anf_clocks_stop (anf_order_get_clocks (order), "plan");
  if (before != NULL)
    anf_order_append (order->doc, "objections", json_object_ref (before));
  return TRUE;
}

gboolean
anf_order_end_objection (AnfWork *work, AnfItem *order, GError **error)
{
  JsonObject *objection = anf_json_peek_object (order->doc, "objection");
  gint64 stopped_at = 0;
  g_autoptr (AnfCalendar) calendar
      = anf_reference_data_get_calendar (work->office->reference, work->tx, error);
  if (calendar == NULL)
    return FALSE;
  return !is_of_assignment (objection)
         || (anf_time_parse (anf_json_peek_string (objection, "at"), &stopped_at, error)
             && anf_clocks_restart (anf_order_get_clocks (order), "plan", calendar, stopped_at,
                                    work->now, error));
}
