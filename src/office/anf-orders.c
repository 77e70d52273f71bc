/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-orders.h"

#include "anf-clocks.h"
#include "anf-error.h"
#include "anf-flags.h"
#include "anf-json.h"
#include "anf-letter-draft.h"
#include "anf-reference-data.h"
#include "anf-search-index.h"
#include "anf-units.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

JsonArray *
anf_order_get_clocks (AnfItem *item)
{
  JsonArray *clocks = anf_json_peek_array (item->doc, "clocks");
  if (clocks == NULL)
    {
      clocks = json_array_new ();
      json_object_set_array_member (item->doc, "clocks", clocks);
    }
  return clocks;
}

void
anf_order_append (JsonObject *doc, const char *member, JsonObject *object)
{
  JsonArray *array = anf_json_peek_array (doc, member);
  if (array == NULL)
    {
      array = json_array_new ();
      json_object_set_array_member (doc, member, array);
    }
  json_array_add_object_element (array, object);
}

gboolean
anf_order_start_clock (
    AnfWork *work, AnfItem *item, const char *id, gint64 trigger_at, GError **error)
{
  g_autoptr (AnfScheme) scheme
      = anf_work_find_scheme (work, anf_json_peek_string (item->doc, "scheme"), error);
  g_autoptr (AnfCalendar) calendar
      = anf_reference_data_get_calendar (work->office->reference, work->tx, error);
  if (scheme == NULL || calendar == NULL)
    return FALSE;
  const AnfSchemeClock *rule = anf_scheme_find_clock (scheme, id);
  return rule == NULL
         || anf_clocks_start (anf_order_get_clocks (item), rule, calendar, trigger_at, error);
}

gboolean
anf_order_is_rectification (const AnfItem *order)
{
  return g_strcmp0 (anf_json_peek_string (order->doc, "kind"), "rectification") == 0;
}

gboolean
anf_order_start_rectify (AnfWork *work,
                         AnfItem *order,
                         JsonObject *rectify,
                         const char *trigger,
                         gint64 trigger_at,
                         GError **error)
{
  g_autoptr (AnfCalendar) calendar
      = anf_reference_data_get_calendar (work->office->reference, work->tx, error);
  if (calendar == NULL)
    return FALSE;
  AnfSchemeClock rule
      = { .id = (char *)"rectify", .name = (char *)"整改期限", .trigger = (char *)trigger };
  const char *date = anf_json_peek_string (rectify, "date");
  if (date != NULL)
    {
      GDate due;
      if (!anf_date_parse (date, &due, error))
        return FALSE;
      anf_clocks_start_fixed (anf_order_get_clocks (order), &rule, &due, calendar, trigger_at);
      return TRUE;
    }
  const char *period = NULL;
  return anf_json_get_string (rectify, "period", &period, error)
         && anf_period_parse (period, &rule.period, error)
         && anf_clocks_start (anf_order_get_clocks (order), &rule, calendar, trigger_at, error);
}

/* Noon of @date in China: a moment that is surely of that day. */
static gint64
find_noon (const GDate *date)
{
  GDate first;
  g_date_clear (&first, 1);
  g_date_set_dmy (&first, 1, G_DATE_JANUARY, 1970);
  const gint64 days = g_date_days_between (&first, date);
  return (days * 24 * 3600 + 12 * 3600 - ANF_ZONE_OFFSET_SECONDS) * G_USEC_PER_SEC;
}

gboolean
anf_order_find_receipt (AnfWork *work, JsonObject *sent, gint64 *at, GError **error)
{
  const char *text = anf_json_peek_string (work->call->body, "received_on");
  GDate day;
  GDate today;
  GDate first;
  gint64 sent_at = 0;
  *at = work->now;
  if (text == NULL)
    return TRUE;
  if (!anf_date_parse (text, &day, error)
      || !anf_time_parse (anf_json_peek_string (sent, "at"), &sent_at, error))
    return FALSE;
  anf_time_local_date (work->now, &today);
  anf_time_local_date (sent_at, &first);
  if (g_date_compare (&day, &first) < 0 || g_date_compare (&day, &today) > 0)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("received_on: %s is before it was sent, or after today"), text);
  if (g_date_compare (&day, &today) < 0)
    *at = find_noon (&day);
  return TRUE;
}

AnfItem *
anf_order_find_checked (AnfWork *work, AnfFactSheet *sheet, GError **error)
{
  g_auto (AnfFactSheet) own = { 0 };
  AnfFactSheet *facts = sheet != NULL ? sheet : &own;
  g_autoptr (AnfItem) order = anf_work_find (work, ANF_NOUN_ORDER, work->call->id, error);
  if (order == NULL || !anf_facts_of_order (work, order->doc, facts, error))
    return NULL;
  if (work->call->body != NULL && json_object_has_member (work->call->body, "with")
      && !anf_facts_add_with (work, facts, error))
    return NULL;
  if (!anf_work_check (work, &facts->facts, error))
    return NULL;
  return g_steal_pointer (&order);
}

typedef gboolean (*ChangeLink) (AnfTx *tx,
                                AnfNoun noun,
                                const AnfRecord *record,
                                const char *kind,
                                const char *target,
                                GError **error);

/* Calls @change for each way in which a unit reaches @record by way of the order. */
static gboolean
change_readers (AnfWork *work,
                const AnfItem *order,
                AnfNoun noun,
                const AnfRecord *record,
                ChangeLink change,
                GError **error)
{
  g_auto (GStrv) leads = anf_facts_dup_strings (anf_json_peek_array (order->doc, "lead_units"));
  const char *addressee = order->record->unit;
  if (!change (work->tx, noun, record, "reader", addressee, error)
      || !change (work->tx, noun, record, "addressee", addressee, error))
    return FALSE;
  for (gsize i = 0; leads[i] != NULL; i++)
    if (!change (work->tx, noun, record, "reader", leads[i], error)
        || !change (work->tx, noun, record, "lead", leads[i], error))
      return FALSE;
  return TRUE;
}

/* What the finding keeps of the order that takes it up, lets it go or is done with it. */
static gboolean
note_order (
    AnfWork *work, const AnfItem *order, AnfItem *finding, const char *event, GError **error)
{
  if (strcmp (event, "assign") == 0)
    json_object_set_string_member (finding->doc, "order", order->record->id);
  if (strcmp (event, "close") == 0)
    {
      g_autofree char *at = anf_time_format (work->now);
      json_object_set_string_member (finding->doc, "closed_at", at);
    }
  if (strcmp (event, "unassign") != 0)
    return TRUE;
  /* It may go to another unit next: these have no more to do with it. */
  json_object_remove_member (finding->doc, "order");
  return change_readers (work, order, ANF_NOUN_FINDING, finding->record, anf_search_index_unlink,
                         error);
}

gboolean
anf_order_move_findings (AnfWork *work, AnfItem *order, const char *event, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (order->doc, "findings"));
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) finding = anf_work_find (work, ANF_NOUN_FINDING, ids[i], error);
      if (finding == NULL)
        return FALSE;
      if (!note_order (work, order, finding, event, error)
          || !anf_work_follow (work, ANF_MACHINE_FINDING, finding, event, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
anf_order_finish (AnfWork *work, AnfItem *order, const char *event, GError **error)
{
  if (!anf_work_save (work, order, event, NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, order);
  return TRUE;
}

gboolean
anf_order_step (AnfWork *work, const char *event, const char *member, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL || !anf_work_step (work, ANF_MACHINE_ORDER, order, event, error))
    return FALSE;
  json_object_set_object_member (order->doc, member, anf_work_act_with (work));
  return anf_order_finish (work, order, member, error);
}

/* A finding is carried by one living order of a kind: two would set two deadlines. */
static gboolean
check_is_free (AnfWork *work, const char *finding, const char *kind, GError **error)
{
  const AnfRecordsQuery query = { .link_kind = "finding", .link_target = finding };
  g_autoptr (GPtrArray) orders = anf_work_list (work, ANF_NOUN_ORDER, &query, error);
  if (orders == NULL)
    return FALSE;
  for (guint i = 0; i < orders->len; i++)
    {
      const AnfItem *other = orders->pdata[i];
      /* The link stays when a draft drops the finding. */
      if (strcmp (other->record->state, "withdrawn") != 0
          && strcmp (other->record->state, "closed") != 0
          && strcmp (other->record->id, work->call->id) != 0
          && anf_json_array_has_string (anf_json_peek_array (other->doc, "findings"), finding)
          && g_strcmp0 (anf_json_peek_string (other->doc, "kind"), kind) == 0)
        return anf_error_throw (error, ANF_ERROR_CONFLICT,
                                _ ("findings: %s is carried by order %s already"), finding,
                                other->record->id);
    }
  return TRUE;
}

/* Takes scheme, addressee and lead units from the findings, which must agree on them. */
static gboolean
add_finding (AnfWork *work, JsonObject *doc, const char *id, GError **error)
{
  g_autoptr (AnfItem) finding = anf_work_find_named (work, ANF_NOUN_FINDING, "findings", id, error);
  if (finding == NULL || !check_is_free (work, id, anf_json_peek_string (doc, "kind"), error))
    return FALSE;
  const gboolean is_first_order
      = g_strcmp0 (anf_json_peek_string (doc, "kind"), "supervision") != 0;
  /* A supervision presses for what another order has asked for. */
  static const char *const too_early[]
      = { "registered", "verifying", "not_established", "merged", NULL };
  static const char *const free_states[] = { "established", "reopened", NULL };
  if (is_first_order ? !g_strv_contains (free_states, finding->record->state)
                     : g_strv_contains (too_early, finding->record->state))
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("findings: %s is %s: only established findings go into an order"),
                            finding->record->number,
                            anf_word_state ("finding", finding->record->state));
  if (!anf_unit_check_valid (work, "findings", finding->record->unit, error))
    return FALSE;
  const char *unit = anf_json_peek_string (doc, "unit");
  const char *scheme = anf_json_peek_string (doc, "scheme");
  if (unit != NULL
      && (g_strcmp0 (unit, finding->record->unit) != 0
          || g_strcmp0 (scheme, finding->record->scheme) != 0))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("findings: one order goes to one unit under one scheme: %s belongs "
                               "elsewhere"),
                            finding->record->number);
  json_object_set_string_member (doc, "unit", finding->record->unit);
  json_object_set_string_member (doc, "scheme", finding->record->scheme);
  JsonArray *leads = anf_json_peek_array (doc, "lead_units");
  g_auto (GStrv) more = anf_facts_dup_strings (anf_json_peek_array (finding->doc, "lead_units"));
  for (gsize i = 0; more[i] != NULL; i++)
    if (!anf_json_array_has_string (leads, more[i]))
      json_array_add_string_element (leads, more[i]);
  return TRUE;
}

/* 联系人、电话: a letter that names neither leaves the unit nobody to ask. */
static gboolean
add_contact (JsonObject *doc, const AnfScheme *scheme, GError **error)
{
  const AnfSchemeOffice *office = anf_scheme_get_office (scheme);
  JsonObject *contact = anf_json_peek_object (doc, "contact");
  if (contact == NULL)
    {
      contact = json_object_new ();
      json_object_set_object_member (doc, "contact", contact);
    }
  if (!json_object_has_member (contact, "name"))
    anf_json_set_string (contact, "name", office->contact_name);
  if (!json_object_has_member (contact, "phone"))
    anf_json_set_string (contact, "phone", office->contact_phone);
  if (json_object_has_member (contact, "name") && json_object_has_member (contact, "phone"))
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("contact: the letter needs a name and a telephone for questions, and "
                             "scheme %s sets none: give them with the draft (--contact-name, "
                             "--contact-phone), or set anfang.letter.contact in the scheme's file "
                             "and load it again (anfang scheme load FILE --replace)"),
                          anf_scheme_get_id (scheme));
}

static gboolean
add_title (JsonObject *doc, GError **error)
{
  if (json_object_has_member (doc, "title"))
    return TRUE;
  const char *kind = anf_json_peek_string (doc, "kind");
  g_autofree char *title = anf_letter_dup_title (
      strcmp (kind, "supervision") == 0 ? ANF_LETTER_SUPERVISION : ANF_LETTER_RECTIFICATION, error);
  if (title != NULL)
    json_object_set_string_member (doc, "title", title);
  return title != NULL;
}

/* What the drafter left open is the office's habit under this scheme. */
static gboolean
add_defaults (AnfWork *work, JsonObject *doc, GError **error)
{
  g_autoptr (AnfScheme) scheme
      = anf_work_find_scheme (work, anf_json_peek_string (doc, "scheme"), error);
  const AnfSchemeOffice *office = scheme != NULL ? anf_letter_find_office (scheme, error) : NULL;
  if (office == NULL)
    return FALSE;
  if (!json_object_has_member (doc, "mandate"))
    anf_json_set_string (doc, "mandate", office->mandate);
  if (!add_title (doc, error) || !add_contact (doc, scheme, error))
    return FALSE;
  if (!json_object_has_member (doc, "copy_to"))
    {
      JsonArray *copies = json_array_new ();
      for (gsize i = 0; office->copy_to[i] != NULL; i++)
        json_array_add_string_element (copies, office->copy_to[i]);
      json_object_set_array_member (doc, "copy_to", copies);
    }
  if (json_object_has_member (doc, "rectify"))
    return TRUE;
  const AnfSchemeClock *clock = anf_scheme_find_clock (scheme, "rectify");
  if (clock == NULL)
    return anf_error_throw (
        error, ANF_ERROR_INVALID,
        _ ("rectify: scheme %s sets no limit of its own: give a period or date"),
        anf_scheme_get_id (scheme));
  g_autofree char *period = anf_period_format (&clock->period);
  JsonObject *rectify = json_object_new ();
  json_object_set_string_member (rectify, "period", period);
  json_object_set_object_member (doc, "rectify", rectify);
  return TRUE;
}

static gboolean
check_rectify (AnfWork *work, JsonObject *doc, GError **error)
{
  JsonObject *rectify = anf_json_peek_object (doc, "rectify");
  const char *date = anf_json_peek_string (rectify, "date");
  const char *text = anf_json_peek_string (rectify, "period");
  if ((date != NULL) == (text != NULL))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("rectify: give either a period or a date"));
  AnfPeriod period;
  if (text != NULL)
    return anf_period_parse (text, &period, error);
  GDate due;
  GDate today;
  anf_time_local_date (work->now, &today);
  if (!anf_date_parse (date, &due, error))
    return FALSE;
  return g_date_compare (&due, &today) > 0
         || anf_error_throw (error, ANF_ERROR_INVALID, _ ("rectify: %s is not after today"), date);
}

static JsonObject *
build (AnfWork *work, GError **error)
{
  g_autoptr (JsonObject) doc = anf_json_copy_object (work->call->body);
  json_object_set_string_member (doc, "id", work->call->id);
  json_object_set_array_member (doc, "lead_units", json_array_new ());
  if (!json_object_has_member (doc, "kind"))
    json_object_set_string_member (doc, "kind", "rectification");
  g_auto (GStrv) findings = anf_facts_dup_strings (anf_json_peek_array (doc, "findings"));
  for (gsize i = 0; findings[i] != NULL; i++)
    if (!add_finding (work, doc, findings[i], error))
      return NULL;
  if (!add_defaults (work, doc, error) || !check_rectify (work, doc, error))
    return NULL;
  json_object_set_array_member (doc, "clocks", json_array_new ());
  return g_steal_pointer (&doc);
}

static gboolean
link_order (AnfWork *work, AnfItem *item, GError **error)
{
  g_auto (GStrv) findings = anf_facts_dup_strings (anf_json_peek_array (item->doc, "findings"));
  for (gsize i = 0; findings[i] != NULL; i++)
    if (!anf_records_link (work->tx, ANF_NOUN_ORDER, item->record, "finding", findings[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
create (AnfWork *work, JsonObject *doc, GError **error)
{
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_ORDER, work->call->id, doc);
  json_object_set_object_member (doc, "drafted", anf_work_act (work));
  item->record->scheme = g_strdup (anf_json_peek_string (doc, "scheme"));
  item->record->unit = g_strdup (anf_json_peek_string (doc, "unit"));
  if (!anf_work_create (work, item, anf_machine_get_initial (ANF_MACHINE_ORDER), "drafted", NULL,
                        error)
      || !link_order (work, item, error))
    return FALSE;
  anf_work_reply_item (work, 201, item);
  return TRUE;
}

static gboolean
edit (AnfWork *work, AnfItem *item, JsonObject *doc, GError **error)
{
  json_object_set_string_member (doc, "created_at", anf_json_peek_string (item->doc, "created_at"));
  json_object_set_string_member (doc, "created_by", anf_json_peek_string (item->doc, "created_by"));
  json_object_set_object_member (doc, "drafted", anf_work_act (work));
  json_object_unref (item->doc);
  item->doc = doc;
  g_free (item->record->scheme);
  item->record->scheme = g_strdup (anf_json_peek_string (doc, "scheme"));
  g_free (item->record->unit);
  item->record->unit = g_strdup (anf_json_peek_string (doc, "unit"));
  return anf_work_step (work, ANF_MACHINE_ORDER, item, "edit", error)
         && link_order (work, item, error) && anf_order_finish (work, item, "edited", error);
}

gboolean
anf_orders_put (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) existing = NULL;
  gboolean same = FALSE;
  if (!anf_work_begin_put (work, ANF_NOUN_ORDER, NULL, &existing, &same, error))
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
anf_orders_list (AnfWork *work, GError **error)
{
  AnfRecordsQuery query = { .scheme = anf_work_get_query (work, "scheme"),
                            .unit = anf_work_get_query (work, "unit"),
                            .state = anf_work_get_query (work, "state"),
                            .number = anf_work_get_query (work, "number") };
  if (anf_policy_get_scope (work->call->operation, &work->actor) != ANF_SCOPE_ALL)
    {
      query.link_kind = anf_policy_get_reach (&work->actor);
      query.link_target = work->actor.unit;
    }
  return anf_work_reply_list (work, ANF_NOUN_ORDER, &query, error);
}

gboolean
anf_orders_get (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order != NULL)
    anf_work_reply_item (work, 200, order);
  return order != NULL;
}

gboolean
anf_orders_submit (AnfWork *work, GError **error)
{
  return anf_order_step (work, "submit", "submitted", error);
}

gboolean
anf_orders_review (AnfWork *work, GError **error)
{
  const char *outcome = NULL;
  if (!anf_json_get_string (work->call->body, "outcome", &outcome, error))
    return FALSE;
  const gboolean approved = strcmp (outcome, "approve") == 0;
  return anf_order_step (work, approved ? "review:approve" : "review:return", "reviewed", error);
}

gboolean
anf_orders_sign (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL || !anf_work_step (work, ANF_MACHINE_ORDER, order, "sign", error)
      || !anf_flags_check_order (work, order->doc, error))
    return FALSE;
  json_object_set_object_member (order->doc, "signed", anf_work_act (work));
  if (anf_order_is_rectification (order) && !anf_order_move_findings (work, order, "assign", error))
    return FALSE;
  return anf_order_finish (work, order, "signed", error);
}

/* From here on the addressee and the lead units may see the order and its findings. */
static gboolean
open_to_units (AnfWork *work, AnfItem *order, GError **error)
{
  g_auto (GStrv) findings = anf_facts_dup_strings (anf_json_peek_array (order->doc, "findings"));
  for (gsize i = 0; findings[i] != NULL; i++)
    {
      g_autoptr (AnfRecord) finding
          = anf_records_find (work->tx, ANF_NOUN_FINDING, findings[i], error);
      if (finding == NULL
          || !change_readers (work, order, ANF_NOUN_FINDING, finding, anf_search_index_link, error))
        return FALSE;
    }
  return change_readers (work, order, ANF_NOUN_ORDER, order->record, anf_search_index_link, error);
}

gboolean
anf_orders_serve (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL || !anf_work_step (work, ANF_MACHINE_ORDER, order, "serve", error))
    return FALSE;
  json_object_set_object_member (order->doc, "served", anf_work_act_with (work));
  return open_to_units (work, order, error)
         && anf_order_start_clock (work, order, "sign_receipt", work->now, error)
         && anf_order_finish (work, order, "served", error);
}
