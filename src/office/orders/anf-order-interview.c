/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-order-interview.h"

#include "anf-clock.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-unit-leaders.h"

/* Times stand in records as the service writes them. */
static gboolean
settle_time (JsonObject *interview, GError **error)
{
  const char *text = anf_json_peek_string (interview, "at");
  gint64 at = 0;
  if (text == NULL)
    return TRUE;
  if (!anf_time_parse (text, &at, error))
    return FALSE;
  g_autofree char *time = anf_time_format (at);
  json_object_set_string_member (interview, "at", time);
  return TRUE;
}

static gboolean
is_served_interview (const AnfItem *order, const char *but)
{
  return g_strcmp0 (anf_json_peek_string (order->doc, "kind"), "interview") == 0
         && json_object_has_member (order->doc, "served")
         && !json_object_has_member (order->doc, "withdrawn")
         && g_strcmp0 (order->record->id, but) != 0;
}

/* Whether somebody of the unit was called to account for any of these findings before. */
static gboolean
find_before (AnfWork *work, JsonObject *doc, gboolean *found, GError **error)
{
  const char *own = anf_json_peek_string (doc, "id");
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (doc, "findings"));
  *found = FALSE;
  for (gsize i = 0; ids[i] != NULL && !*found; i++)
    {
      const AnfRecordsQuery query = { .link_kind = "finding", .link_target = ids[i] };
      g_autoptr (GPtrArray) orders = anf_work_list (work, ANF_NOUN_ORDER, &query, error);
      if (orders == NULL)
        return FALSE;
      for (guint j = 0; j < orders->len; j++)
        *found = *found || is_served_interview (orders->pdata[j], own);
    }
  return TRUE;
}

/* 两级约谈 (domain.md D.6): who sees to it is called first, who answers on the whole the next time,
   unless the drafter says otherwise. */
static gboolean
propose (AnfWork *work, JsonObject *doc, JsonObject *interview, GError **error)
{
  gboolean before = FALSE;
  const char *level = anf_json_peek_string (interview, "level");
  g_autoptr (AnfItem) unit
      = anf_work_find (work, ANF_NOUN_UNIT, anf_json_peek_string (doc, "unit"), error);
  if (unit == NULL || (level == NULL && !find_before (work, doc, &before, error)))
    return FALSE;
  if (level == NULL)
    level = before ? "principal" : "in_charge";
  g_autoptr (JsonObject) leaders = anf_unit_leaders_pick (unit->doc);
  JsonObject *leader = leaders != NULL ? anf_json_peek_object (leaders, level) : NULL;
  if (leader == NULL)
    return TRUE;
  g_autofree char *who = anf_unit_leader_describe (leader);
  JsonArray *people = json_array_new ();
  json_array_add_string_element (people, who);
  json_object_set_string_member (interview, "level", level);
  json_object_set_array_member (interview, "interviewees", people);
  return TRUE;
}

gboolean
anf_order_settle_interview (AnfWork *work, JsonObject *doc, GError **error)
{
  JsonObject *given = anf_json_peek_object (doc, "interview");
  if (g_strcmp0 (anf_json_peek_string (doc, "kind"), "interview") != 0)
    return TRUE;
  g_autoptr (JsonObject) interview = given != NULL ? json_object_ref (given) : json_object_new ();
  if (!settle_time (interview, error)
      || (!json_object_has_member (interview, "interviewees")
          && !propose (work, doc, interview, error)))
    return FALSE;
  if (json_object_get_size (interview) > 0)
    json_object_set_object_member (doc, "interview", json_object_ref (interview));
  return TRUE;
}
