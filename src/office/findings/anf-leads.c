/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-leads.h"

#include "anf-area.h"
#include "anf-clocks.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-number.h"
#include "anf-numbers.h"
#include "anf-orders.h"
#include "anf-surveys.h"

#include <glib/gi18n.h>

#include <string.h>

/* The lead that the call names, after the policy has agreed. */
static AnfItem *
find_checked (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_LEAD, work->call->id, error);
  g_auto (AnfFactSheet) sheet = { 0 };
  if (item == NULL || !anf_facts_of_lead (work, item->doc, &sheet, error)
      || !anf_facts_add_line (work, &sheet, error) || !anf_work_check (work, &sheet.facts, error))
    return NULL;
  return g_steal_pointer (&item);
}

/* The day on which the office got it, which may be before somebody wrote it down. */
static gboolean
find_received_at (AnfWork *work, JsonObject *doc, gint64 *at, GError **error)
{
  GDate today;
  GDate day;
  if (!anf_work_take_day (work, doc, "received_on", &day, error))
    return FALSE;
  anf_time_local_date (work->now, &today);
  *at = g_date_compare (&day, &today) == 0 ? work->now : anf_time_of_date (&day, 12);
  return TRUE;
}

/* 反馈举报人 is owed to those who gave their name only. */
static gboolean
start_clocks (AnfWork *work, AnfItem *item, gint64 received_at, GError **error)
{
  json_object_set_array_member (item->doc, "clocks", json_array_new ());
  JsonArray *clocks = anf_json_peek_array (item->doc, "clocks");
  if (anf_json_peek_bool (item->doc, "urgent")
      && !anf_order_start_clock (work, item, "lead_urgent", received_at, error))
    return FALSE;
  if (anf_clocks_find (clocks, "lead_urgent") == NULL
      && !anf_order_start_clock (work, item, "lead_check", received_at, error))
    return FALSE;
  return !anf_json_peek_bool (item->doc, "named")
         || anf_order_start_clock (work, item, "lead_feedback", received_at, error);
}

static gboolean
check_unit (AnfWork *work, const char *unit, GError **error)
{
  g_autoptr (AnfRecord) record = NULL;
  if (unit == NULL)
    return TRUE;
  if (!anf_records_lookup (work->tx, ANF_NOUN_UNIT, unit, &record, error))
    return FALSE;
  return record != NULL
         || anf_error_throw (error, ANF_ERROR_INVALID, _ ("unit: there is no unit %s"), unit);
}

/* What a lead is made or changed from, checked. */
static JsonObject *
build (AnfWork *work, GError **error)
{
  g_autoptr (JsonObject) doc = anf_json_copy_object (work->call->body);
  const char *scheme_id = NULL;
  if (!anf_json_get_string (doc, "scheme", &scheme_id, error)
      || !check_unit (work, anf_json_peek_string (doc, "unit"), error))
    return NULL;
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, scheme_id, error);
  if (scheme == NULL)
    return NULL;
  if (json_object_has_member (doc, "area") && anf_area_settle (scheme, doc, error) == NULL)
    return NULL;
  json_object_set_string_member (doc, "id", work->call->id);
  json_object_set_boolean_member (doc, "urgent", anf_json_peek_bool (doc, "urgent"));
  return anf_surveys_check_opinion (work, doc, error) && anf_lead_take_informant (work, doc, error)
             ? g_steal_pointer (&doc)
             : NULL;
}

static char *
take_number (AnfWork *work, GError **error)
{
  GDate today;
  anf_time_local_date (work->now, &today);
  g_autofree char *day = anf_date_format (&today);
  g_autofree char *series = g_strdup_printf ("lead %s", day);
  const gint64 number = anf_numbers_take (work->tx, series, error);
  return number > 0 ? anf_number_format_lead (&today, number) : NULL;
}

static gboolean
create (AnfWork *work, JsonObject *doc, GError **error)
{
  gint64 received_at = 0;
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_LEAD, work->call->id, doc);
  if (!find_received_at (work, doc, &received_at, error)
      || !start_clocks (work, item, received_at, error))
    return FALSE;
  item->record->number = take_number (work, error);
  if (item->record->number == NULL)
    return FALSE;
  item->record->scheme = g_strdup (anf_json_peek_string (doc, "scheme"));
  item->record->unit = g_strdup (anf_json_peek_string (doc, "unit"));
  json_object_set_string_member (doc, "number", item->record->number);
  if (!anf_work_create (work, item, anf_machine_get_initial (ANF_MACHINE_LEAD), "registered", NULL,
                        error)
      || !anf_records_link (work->tx, ANF_NOUN_LEAD, item->record, "lane", anf_lead_lane (doc),
                            error))
    return FALSE;
  anf_work_reply_item (work, 201, item);
  return TRUE;
}

static gboolean
edit (AnfWork *work, AnfItem *item, JsonObject *doc, GError **error)
{
  static const char *const kept[]
      = { "number", "created_at", "created_by", "informant_reads", NULL };
  gint64 received_at = 0;
  for (gsize i = 0; kept[i] != NULL; i++)
    if (json_object_has_member (item->doc, kept[i]))
      json_object_set_member (doc, kept[i], json_object_dup_member (item->doc, kept[i]));
  const char *lane = anf_lead_lane (item->doc);
  json_object_unref (item->doc);
  item->doc = doc;
  g_free (item->record->scheme);
  item->record->scheme = g_strdup (anf_json_peek_string (doc, "scheme"));
  g_free (item->record->unit);
  item->record->unit = g_strdup (anf_json_peek_string (doc, "unit"));
  if (!find_received_at (work, doc, &received_at, error)
      || !start_clocks (work, item, received_at, error)
      || !anf_work_step (work, ANF_MACHINE_LEAD, item, "edit", error)
      || !anf_records_unlink (work->tx, ANF_NOUN_LEAD, item->record, "lane", lane, error)
      || !anf_records_link (work->tx, ANF_NOUN_LEAD, item->record, "lane", anf_lead_lane (doc),
                            error)
      || !anf_work_save (work, item, "edited", NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

gboolean
anf_leads_put (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) existing = NULL;
  gboolean same = FALSE;
  if (!anf_work_begin_put (work, ANF_NOUN_LEAD, NULL, &existing, &same, error))
    return FALSE;
  if (same)
    {
      anf_work_reply_item (work, 200, existing);
      return TRUE;
    }
  JsonObject *doc = build (work, error);
  if (doc == NULL)
    return FALSE;
  return existing != NULL ? edit (work, existing, doc, error) : create (work, doc, error);
}

gboolean
anf_leads_get (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = find_checked (work, error);
  if (item != NULL)
    anf_work_reply_item (work, 200, item);
  return item != NULL;
}

static gboolean
finish (AnfWork *work, AnfItem *item, const char *event, GError **error)
{
  if (!anf_work_save (work, item, event, NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

gboolean
anf_leads_verify (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = find_checked (work, error);
  if (item == NULL || !anf_work_step (work, ANF_MACHINE_LEAD, item, "verify", error))
    return FALSE;
  JsonArray *clocks = anf_order_get_clocks (item);
  anf_clocks_meet (clocks, "lead_check", work->now);
  anf_clocks_meet (clocks, "lead_urgent", work->now);
  json_object_set_object_member (item->doc, "verified", anf_work_act_with (work));
  return finish (work, item, "verified", error);
}

/* What it was turned into; the first of several stays who did it and when. */
static JsonObject *
get_turned (AnfWork *work, AnfItem *lead)
{
  JsonObject *turned = anf_json_peek_object (lead->doc, "turned");
  if (turned == NULL)
    {
      turned = anf_work_act (work);
      json_object_set_object_member (lead->doc, "turned", turned);
    }
  return turned;
}

gboolean
anf_leads_turn (AnfWork *work, GError **error)
{
  const char *visit_id = NULL;
  if (!anf_json_get_string (work->call->body, "visit", &visit_id, error))
    return FALSE;
  g_autoptr (AnfItem) item = find_checked (work, error);
  g_autoptr (AnfItem) visit
      = item != NULL ? anf_work_find_named (work, ANF_NOUN_VISIT, "visit", visit_id, error) : NULL;
  if (visit == NULL || !anf_work_step (work, ANF_MACHINE_LEAD, item, "turn", error))
    return FALSE;
  JsonObject *turned = get_turned (work, item);
  if (g_strcmp0 (visit->record->scheme, item->record->scheme) != 0)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("visit: it belongs to another scheme"));
  if (json_object_has_member (turned, "visit"))
    return anf_error_throw (error, ANF_ERROR_CONFLICT,
                            _ ("visit: the lead has been turned into a visit already"));
  json_object_set_string_member (turned, "visit", visit_id);
  return anf_work_change_links (work, item, "member", anf_json_peek_array (visit->doc, "members"),
                                anf_records_link, error)
         && finish (work, item, "turned", error);
}

gboolean
anf_lead_note_finding (AnfWork *work, AnfItem *lead, const char *finding, GError **error)
{
  const char *to = NULL;
  if (!anf_machine_apply (ANF_MACHINE_LEAD, lead->record->state, "turn", &to, error))
    return FALSE;
  g_free (lead->record->state);
  lead->record->state = g_strdup (to);
  JsonObject *turned = get_turned (work, lead);
  JsonArray *findings = anf_json_peek_array (turned, "findings");
  if (findings == NULL)
    {
      findings = json_array_new ();
      json_object_set_array_member (turned, "findings", findings);
    }
  json_array_add_string_element (findings, finding);
  return anf_work_save (work, lead, "turned", NULL, error);
}

gboolean
anf_leads_answer (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = find_checked (work, error);
  if (item == NULL || !anf_work_step (work, ANF_MACHINE_LEAD, item, "answer", error))
    return FALSE;
  const gboolean told = anf_json_peek_bool (work->call->body, "informant_told");
  if (anf_json_peek_bool (item->doc, "named") && !told)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("informant_told: who gave the lead in their name has to be told "
                               "what came of it, before it is closed: do so and say so (--told)"));
  anf_clocks_meet (anf_order_get_clocks (item), "lead_feedback", work->now);
  json_object_set_object_member (item->doc, "answered", anf_work_act_with (work));
  return finish (work, item, "answered", error);
}
