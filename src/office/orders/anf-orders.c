/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-orders.h"

#include "anf-clocks.h"
#include "anf-disclosure.h"
#include "anf-error.h"
#include "anf-flags.h"
#include "anf-hold.h"
#include "anf-json.h"
#include "anf-letter-draft.h"
#include "anf-order-countersign.h"
#include "anf-reference-data.h"
#include "anf-search-index.h"
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

const AnfOrderKind *
anf_order_get_kind (const AnfItem *order)
{
  const AnfOrderKind *kind = anf_order_kind_find (anf_json_peek_string (order->doc, "kind"));
  /* The contract lets no other in. */
  return kind != NULL ? kind : anf_order_kind_find ("rectification");
}

gboolean
anf_order_is_rectification (const AnfItem *order)
{
  return anf_order_get_kind (order)->carries;
}

/* Whether @member asks for something that is not decided yet. */
static gboolean
is_pending (JsonObject *doc, const char *member, const char *decision)
{
  JsonObject *asked = anf_json_peek_object (doc, member);
  return asked != NULL && !json_object_has_member (asked, decision);
}

/* A refusal does not offer to decide on what nobody has asked for. */
static gboolean
move_along (AnfWork *work, AnfMachine machine, AnfItem *order, const char *event, GError **error)
{
  const char *absent[7] = { NULL };
  gsize count = 0;
  /* A review and more time are each asked for once. */
  if (json_object_has_member (order->doc, "appeal"))
    absent[count++] = "appeal";
  if (json_object_has_member (order->doc, "extension"))
    absent[count++] = "extend";
  if (!is_pending (order->doc, "extension", "granted"))
    absent[count++] = "grant-extension";
  if (!is_pending (order->doc, "appeal", "decision"))
    {
      absent[count++] = "decide-appeal:kept";
      absent[count++] = "decide-appeal:revoked";
    }
  /* Nobody is told, or twice, that what they never had holds no more. */
  if (!is_pending (order->doc, "withdrawn", "letter") || order->record->number == NULL)
    absent[count++] = "withdrawal";
  return anf_work_step_without (work, machine, order, event, absent, error);
}

/* What a discipline body that asks to hold the matter would be forestalled by: whatever demands
   something of the unit, and whatever ends an order that the unit has. */
static gboolean
check_hold (AnfWork *work, const AnfItem *order, const char *event, GError **error)
{
  static const char *const demands[]
      = { "sign",           "serve",         "return-plan",           "return",
          "confirm:failed", "settle:upheld", "decide-appeal:revoked", NULL };
  static const char *const ends[] = { "close", "withdraw", NULL };
  const gboolean carried
      = anf_order_is_rectification (order) && json_object_has_member (order->doc, "served");
  if (!g_strv_contains (demands, event) && !(carried && g_strv_contains (ends, event)))
    return TRUE;
  return anf_hold_check (work, anf_json_peek_array (order->doc, "findings"), error);
}

gboolean
anf_order_move (AnfWork *work, AnfItem *order, const char *event, GError **error)
{
  const AnfOrderKind *kind = anf_order_get_kind (order);
  g_autofree const char **events = anf_machine_list_events (kind->machine, NULL);
  if (g_strv_contains (events, event))
    {
      g_autofree char *before = g_strdup (order->record->state);
      return move_along (work, kind->machine, order, event, error)
             && check_hold (work, order, event, error)
             && anf_order_show_round (work, order, before, error);
    }
  if (kind->machine == ANF_MACHINE_DECISION)
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("a letter of this kind (%s) is received, answered and closed, no "
                               "more: what has to be mended is reported to the order that carries "
                               "the findings"),
                            anf_word_noun (kind->name));
  return anf_error_throw (error, ANF_ERROR_STATE,
                          _ ("a letter of this kind (%s) is received and closed, no more: what has "
                             "to be mended is reported to the order that carries the findings"),
                          anf_word_noun (kind->name));
}

static const char *
name_limit (const AnfItem *order)
{
  return anf_order_get_kind (order)->machine == ANF_MACHINE_DECISION ? "报告期限" : "整改期限";
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
      = { .id = (char *)"rectify", .name = (char *)name_limit (order), .trigger = (char *)trigger };
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

gboolean
anf_order_find_arrival (
    AnfWork *work, const GDate *first, const char *refusal, gint64 *at, GError **error)
{
  const char *text = anf_json_peek_string (work->call->body, "received_on");
  GDate day;
  GDate today;
  *at = work->now;
  if (text == NULL)
    return TRUE;
  if (!anf_date_parse (text, &day, error))
    return FALSE;
  anf_time_local_date (work->now, &today);
  if (g_date_compare (&day, first) < 0 || g_date_compare (&day, &today) > 0)
    return anf_error_throw (error, ANF_ERROR_INVALID, "received_on: %s%s", text, refusal);
  if (g_date_compare (&day, &today) < 0)
    *at = anf_time_of_date (&day, 12); /* surely of that day */
  return TRUE;
}

gboolean
anf_order_find_receipt (AnfWork *work, JsonObject *sent, gint64 *at, GError **error)
{
  gint64 sent_at = 0;
  GDate first;
  if (!anf_time_parse (anf_json_peek_string (sent, "at"), &sent_at, error))
    return FALSE;
  anf_time_local_date (sent_at, &first);
  return anf_order_find_arrival (work, &first, _ (" is before it was sent, or after today"), at,
                                 error);
}

AnfItem *
anf_order_find_checked (AnfWork *work, AnfFactSheet *sheet, GError **error)
{
  g_auto (AnfFactSheet) own = { 0 };
  AnfFactSheet *facts = sheet != NULL ? sheet : &own;
  g_autoptr (AnfItem) order = anf_work_find (work, ANF_NOUN_ORDER, work->call->id, error);
  if (order == NULL || !anf_facts_of_order (work, order->doc, facts, error)
      || !anf_facts_add_line (work, facts, error))
    return NULL;
  if (work->call->body != NULL && json_object_has_member (work->call->body, "with")
      && !anf_facts_add_with (work, facts, error))
    return NULL;
  if (!anf_work_check (work, &facts->facts, error))
    return NULL;
  return g_steal_pointer (&order);
}

/* Calls @change for each way in which a unit reaches @record by way of the order. */
static gboolean
change_readers (AnfWork *work,
                const AnfItem *order,
                AnfNoun noun,
                const AnfRecord *record,
                AnfRecordsChange change,
                GError **error)
{
  g_auto (GStrv) leads = anf_facts_dup_strings (anf_json_peek_array (order->doc, "lead_units"));
  g_auto (GStrv) helpers = anf_facts_dup_strings (anf_json_peek_array (order->doc, "co_units"));
  const char *addressee = order->record->unit;
  if (!change (work->tx, noun, record, "reader", addressee, error)
      || !change (work->tx, noun, record, "addressee", addressee, error))
    return FALSE;
  for (gsize i = 0; leads[i] != NULL; i++)
    if (!change (work->tx, noun, record, "reader", leads[i], error)
        || !change (work->tx, noun, record, "lead", leads[i], error))
      return FALSE;
  /* Who helps is shown it where who answers is. */
  for (gsize i = 0; helpers[i] != NULL; i++)
    if (!change (work->tx, noun, record, "reader", helpers[i], error)
        || !change (work->tx, noun, record, "addressee", helpers[i], error))
      return FALSE;
  return TRUE;
}

gboolean
anf_order_leave (AnfWork *work, AnfItem *finding, GError **error)
{
  const char *id = anf_json_peek_string (finding->doc, "order");
  g_autoptr (AnfItem) before = id != NULL ? anf_work_find (work, ANF_NOUN_ORDER, id, error) : NULL;
  if (id == NULL)
    return TRUE;
  json_object_remove_member (finding->doc, "order");
  return before != NULL
         && change_readers (work, before, ANF_NOUN_FINDING, finding->record,
                            anf_search_index_unlink, error);
}

/* What the finding keeps of the order that takes it up, lets it go or is done with it. */
static gboolean
note_order (
    AnfWork *work, const AnfItem *order, AnfItem *finding, const char *event, GError **error)
{
  if (strcmp (event, "assign") == 0 && !anf_order_leave (work, finding, error))
    return FALSE;
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

/* Among a unit's own by the state that it is shown; the rest an index has found. */
static gboolean
is_asked_for (AnfWork *work, JsonObject *order)
{
  const char *kind = anf_work_get_query (work, "kind");
  const char *state = anf_work_get_query (work, "state");
  const char *shown
      = anf_disclosure_show_state (ANF_NOUN_ORDER, anf_json_peek_string (order, "state"));
  return (kind == NULL || g_strcmp0 (anf_json_peek_string (order, "kind"), kind) == 0)
         && (state == NULL || !anf_work_has_unit_side (work) || g_strcmp0 (shown, state) == 0);
}

gboolean
anf_orders_list (AnfWork *work, GError **error)
{
  AnfRecordsQuery query
      = { .scheme = anf_work_get_query (work, "scheme"),
          .unit = anf_work_get_query (work, "unit"),
          .state = anf_work_has_unit_side (work) ? NULL : anf_work_get_query (work, "state"),
          .number = anf_work_get_query (work, "number") };
  if (anf_policy_get_scope (work->call->operation, &work->actor) != ANF_SCOPE_ALL)
    {
      query.link_kind = anf_policy_get_reach (&work->actor);
      query.link_target = work->actor.unit;
    }
  const gboolean picks
      = anf_work_get_query (work, "kind") != NULL || anf_work_get_query (work, "state") != NULL;
  return anf_work_reply_picked (work, ANF_NOUN_ORDER, &query, picks ? is_asked_for : NULL, error);
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
anf_orders_review (AnfWork *work, GError **error)
{
  const char *outcome = NULL;
  if (!anf_json_get_string (work->call->body, "outcome", &outcome, error))
    return FALSE;
  const gboolean approved = strcmp (outcome, "approve") == 0;
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL
      || !anf_order_move (work, order, approved ? "review:approve" : "review:return", error)
      || (approved && !anf_order_check_round (work, order, error)))
    return FALSE;
  json_object_set_object_member (order->doc, "reviewed", anf_work_act_with (work));
  return anf_order_finish (work, order, "reviewed", error);
}

gboolean
anf_orders_sign (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL || !anf_order_move (work, order, "sign", error)
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
  /* A letter beside the order that carries a finding opens nothing but itself: a 通报 tells each
     unit of the others, and is no key to their records. */
  const gboolean carries = anf_order_get_kind (order)->carries;
  for (gsize i = 0; carries && findings[i] != NULL; i++)
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
  if (order == NULL || !anf_order_move (work, order, "serve", error))
    return FALSE;
  json_object_set_object_member (order->doc, "served", anf_work_act_with (work));
  return (!anf_order_get_kind (order)->to_unit || open_to_units (work, order, error))
         && anf_order_start_clock (work, order, "sign_receipt", work->now, error)
         && anf_order_finish (work, order, "served", error);
}
