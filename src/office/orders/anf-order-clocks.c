/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock-count.h"
#include "anf-disclosure.h"
#include "anf-json.h"
#include "anf-orders.h"
#include "anf-reference-data.h"

/* Each clock of @doc with how its date comes about. Returns: (transfer full) */
static JsonArray *
count_all (JsonObject *doc, const AnfCalendar *calendar, GError **error)
{
  g_autoptr (JsonArray) counted = json_array_new ();
  JsonArray *clocks = anf_json_peek_array (doc, "clocks");
  const guint length = clocks != NULL ? json_array_get_length (clocks) : 0;
  for (guint i = 0; i < length; i++)
    {
      JsonObject *clock = anf_json_copy_object (json_array_get_object_element (clocks, i));
      json_array_add_object_element (counted, clock);
      JsonObject *count = anf_clock_count (clock, calendar, error);
      if (count == NULL)
        return NULL;
      json_object_set_object_member (clock, "count", count);
    }
  return g_steal_pointer (&counted);
}

gboolean
anf_orders_get_clocks (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  g_autoptr (AnfCalendar) calendar
      = order != NULL ? anf_reference_data_get_calendar (work->office->reference, work->tx, error)
                      : NULL;
  if (calendar == NULL)
    return FALSE;
  /* A unit learns the days on which the office acted, not the hours. */
  g_autoptr (JsonObject) doc = anf_work_has_unit_side (work)
                                   ? anf_disclosure_show (ANF_NOUN_ORDER, order->doc, &work->actor)
                                   : json_object_ref (order->doc);
  JsonArray *clocks = count_all (doc, calendar, error);
  if (clocks == NULL)
    return FALSE;
  g_autoptr (JsonObject) reply = json_object_new ();
  json_object_set_string_member (reply, "order", order->record->id);
  json_object_set_string_member (reply, "calendar", anf_calendar_get_version (calendar));
  json_object_set_array_member (reply, "items", clocks);
  anf_work_reply_text (work, "application/json", anf_json_format_object (reply));
  return TRUE;
}
