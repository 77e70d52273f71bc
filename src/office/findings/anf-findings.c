/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-findings.h"

#include "anf-area.h"
#include "anf-disclosure.h"
#include "anf-error.h"
#include "anf-facts.h"
#include "anf-flags.h"
#include "anf-json.h"
#include "anf-leads.h"
#include "anf-number.h"
#include "anf-numbers.h"
#include "anf-recurrence.h"
#include "anf-search-index.h"
#include "anf-self-checks.h"
#include "anf-units.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

static gboolean
check_evidence (AnfWork *work, const char *origin, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (work->call->body, "evidence"));
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (AnfRecord) record = NULL;
      if (!anf_records_lookup (work->tx, ANF_NOUN_EVIDENCE, ids[i], &record, error))
        return FALSE;
      if (record == NULL || g_strcmp0 (record->parent, origin) != 0)
        return anf_error_throw (error, ANF_ERROR_INVALID,
                                _ ("evidence: %s is not evidence of this visit or lead"), ids[i]);
    }
  return TRUE;
}

/* Area, category and content as the scheme writes them. */
static const AnfSchemeArea *
set_area (const AnfScheme *scheme, JsonObject *doc, GError **error)
{
  const AnfSchemeArea *area = anf_area_settle (scheme, doc, error);
  if (area == NULL)
    return NULL;
  const char *key_of_content = anf_json_peek_string (doc, "content");
  const AnfSchemeCategory *content
      = key_of_content != NULL ? anf_scheme_marks_find (
            anf_scheme_get_marks (scheme, ANF_SCHEME_CONTENTS), "content", key_of_content, error)
                               : NULL;
  if (key_of_content != NULL && content == NULL)
    return NULL;
  if (content != NULL)
    json_object_set_string_member (doc, "content", content->id);
  JsonArray *leads = json_array_new ();
  for (gsize i = 0; area->lead[i] != NULL; i++)
    json_array_add_string_element (leads, area->lead[i]);
  json_object_set_array_member (doc, "lead_units", leads);
  return area;
}

static char *
take_number (AnfWork *work, const AnfScheme *scheme, const AnfSchemeArea *area, GError **error)
{
  GDate today;
  anf_time_local_date (work->now, &today);
  const int year = g_date_get_year (&today);
  const AnfSchemeOffice *office = anf_scheme_get_office (scheme);
  const char *code = office != NULL ? office->ledger_code : anf_scheme_get_id (scheme);
  g_autofree char *series = g_strdup_printf ("finding %s %d %d", code, area->number, year);
  const gint64 number = anf_numbers_take (work->tx, series, error);
  return number > 0 ? anf_number_format_finding (code, area->number, year, number) : NULL;
}

/* @origin: the visit or the lead that the finding comes from. */
static JsonObject *
build (AnfWork *work, JsonObject *origin, GError **error)
{
  JsonObject *doc = anf_json_copy_object (work->call->body);
  json_object_set_string_member (doc, "id", work->call->id);
  json_object_set_string_member (doc, "scheme", anf_json_peek_string (origin, "scheme"));
  if (anf_json_peek_string (doc, "unit") == NULL)
    anf_json_set_string (doc, "unit", anf_json_peek_string (origin, "unit"));
  const char *unit_id = anf_json_peek_string (doc, "unit");
  gboolean done = check_evidence (work, anf_json_peek_string (origin, "id"), error);
  if (done && unit_id == NULL)
    done = anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("unit: the lead names none: say which one is responsible"));
  done = done && anf_unit_check_valid (work, "unit", unit_id, error);
  if (done)
    return doc;
  json_object_unref (doc);
  return NULL;
}

static gboolean
link_members (AnfWork *work, const AnfItem *item, JsonObject *visit, GError **error)
{
  g_auto (GStrv) members = anf_facts_dup_strings (anf_json_peek_array (visit, "members"));
  for (gsize i = 0; members[i] != NULL; i++)
    if (!anf_search_index_link (work->tx, ANF_NOUN_FINDING, item->record, "member", members[i],
                                error))
      return FALSE;
  return TRUE;
}

static gboolean
create (AnfWork *work, const AnfScheme *scheme, AnfItem *origin, JsonObject *doc, GError **error)
{
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_FINDING, work->call->id, doc);
  const AnfSchemeArea *area = set_area (scheme, doc, error);
  item->record->number = area != NULL ? take_number (work, scheme, area, error) : NULL;
  if (item->record->number == NULL)
    return FALSE;
  item->record->scheme = g_strdup (anf_json_peek_string (doc, "scheme"));
  item->record->unit = g_strdup (anf_json_peek_string (doc, "unit"));
  item->record->parent = g_strdup (origin->record->id);
  json_object_set_string_member (doc, "number", item->record->number);
  if (!anf_work_create (work, item, anf_machine_get_initial (ANF_MACHINE_FINDING), "registered",
                        NULL, error)
      || !link_members (work, item, origin->doc, error)
      || (origin->noun == ANF_NOUN_LEAD
          && !anf_lead_note_finding (work, origin, item->record->id, error)))
    return FALSE;
  /* Found on reading the record again: the verifiers have the visit already; or from a lead, whose
     finding nobody has to hand in. */
  const gboolean at_once
      = origin->noun == ANF_NOUN_LEAD || strcmp (origin->record->state, "submitted") == 0;
  if (at_once && !anf_work_follow (work, ANF_MACHINE_FINDING, item, "verify", error))
    return FALSE;
  anf_work_reply_item (work, 201, item);
  return TRUE;
}

static gboolean
edit (AnfWork *work, AnfItem *item, const AnfScheme *scheme, JsonObject *doc, GError **error)
{
  static const char *const kept[] = { "number", "created_at", "created_by", NULL };
  for (gsize i = 0; kept[i] != NULL; i++)
    json_object_set_member (doc, kept[i], json_object_dup_member (item->doc, kept[i]));
  json_object_unref (item->doc);
  item->doc = doc;
  g_free (item->record->unit);
  item->record->unit = g_strdup (anf_json_peek_string (doc, "unit"));
  if (set_area (scheme, doc, error) == NULL
      || !anf_work_step (work, ANF_MACHINE_FINDING, item, "edit", error)
      || !anf_work_save (work, item, "edited", NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

/* The visit or the lead that the body names, one of them (schema), and what hangs on it. */
static AnfItem *
find_origin (AnfWork *work, AnfFactSheet *sheet, GError **error)
{
  const char *lead_id = anf_json_peek_string (work->call->body, "lead");
  const char *visit_id = anf_json_peek_string (work->call->body, "visit");
  g_autoptr (AnfItem) origin = lead_id != NULL
                                   ? anf_work_find (work, ANF_NOUN_LEAD, lead_id, error)
                                   : anf_work_find (work, ANF_NOUN_VISIT, visit_id, error);
  if (origin == NULL
      || !(lead_id != NULL ? anf_facts_of_lead (work, origin->doc, sheet, error)
                           : anf_facts_of_visit (work, origin->doc, sheet, error))
      || !anf_work_check (work, &sheet->facts, error))
    return NULL;
  return g_steal_pointer (&origin);
}

gboolean
anf_findings_put (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) existing = NULL;
  gboolean same = FALSE;
  g_auto (AnfFactSheet) sheet = { 0 };
  g_autoptr (AnfItem) origin = find_origin (work, &sheet, error);
  if (origin == NULL || !anf_work_begin_put (work, ANF_NOUN_FINDING, NULL, &existing, &same, error))
    return FALSE;
  if (existing != NULL && g_strcmp0 (existing->record->parent, origin->record->id) != 0)
    return anf_error_throw (error, ANF_ERROR_CONFLICT,
                            _ ("finding %s belongs to another visit or lead"), work->call->id);
  if (same)
    {
      anf_work_reply_item (work, 200, existing);
      return TRUE;
    }
  g_autoptr (AnfScheme) scheme
      = anf_work_find_scheme (work, anf_json_peek_string (origin->doc, "scheme"), error);
  JsonObject *doc = scheme != NULL ? build (work, origin->doc, error) : NULL;
  if (doc == NULL)
    return FALSE;
  return existing != NULL ? edit (work, existing, scheme, doc, error)
                          : create (work, scheme, origin, doc, error);
}

/* Among a unit's own, of which there are not many: by what it is shown. */
static gboolean
pick_state (AnfWork *work, JsonObject *doc)
{
  const char *shown
      = anf_disclosure_show_state (ANF_NOUN_FINDING, anf_json_peek_string (doc, "state"));
  return g_strcmp0 (shown, anf_work_get_query (work, "state")) == 0;
}

static gboolean
reply_unit_list (AnfWork *work, AnfRecordsQuery *query, GError **error)
{
  if (query->state == NULL)
    return anf_work_reply_list (work, ANF_NOUN_FINDING, query, error);
  query->state = NULL;
  return anf_work_reply_picked (work, ANF_NOUN_FINDING, query, pick_state, error);
}

gboolean
anf_findings_list (AnfWork *work, GError **error)
{
  AnfRecordsQuery query = { .scheme = anf_work_get_query (work, "scheme"),
                            .unit = anf_work_get_query (work, "unit"),
                            .state = anf_work_get_query (work, "state"),
                            .number = anf_work_get_query (work, "number"),
                            .parent = anf_work_get_query (work, "visit") };
  if (query.parent == NULL)
    query.parent = anf_work_get_query (work, "lead");
  const AnfScope scope = anf_policy_get_scope (work->call->operation, &work->actor);
  if (scope == ANF_SCOPE_ALL)
    return anf_work_reply_list (work, ANF_NOUN_FINDING, &query, error);
  /* Whom a finding has reached is told by links made when its visit or order got there. */
  query.link_kind = scope == ANF_SCOPE_MEMBER ? "member" : anf_policy_get_reach (&work->actor);
  query.link_target = scope == ANF_SCOPE_MEMBER ? work->actor.name : work->actor.unit;
  return anf_work_has_unit_side (work)
             ? reply_unit_list (work, &query, error)
             : anf_work_reply_list (work, ANF_NOUN_FINDING, &query, error);
}

/* What reading a finding hangs on: for the unit side the order that carries it. */
static gboolean
gather (AnfWork *work, JsonObject *finding, AnfFactSheet *sheet, GError **error)
{
  const char *order_id = anf_json_peek_string (finding, "order");
  if (!anf_work_has_unit_side (work) || order_id == NULL)
    return anf_facts_of_finding (work, finding, sheet, error);
  g_autoptr (AnfItem) order = anf_work_find (work, ANF_NOUN_ORDER, order_id, error);
  return order != NULL && anf_facts_of_order (work, order->doc, sheet, error);
}

gboolean
anf_findings_get (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_FINDING, work->call->id, error);
  g_auto (AnfFactSheet) sheet = { 0 };
  if (item == NULL || !gather (work, item->doc, &sheet, error)
      || !anf_work_check (work, &sheet.facts, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

/* Two verifiers decide, neither of whom was there. */
static AnfItem *
find_for_decision (AnfWork *work, const char *event, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_FINDING, work->call->id, error);
  g_auto (AnfFactSheet) sheet = { 0 };
  if (item == NULL || !anf_facts_of_finding (work, item->doc, &sheet, error)
      || !anf_facts_add_line (work, &sheet, error)
      || (json_object_has_member (work->call->body, "with")
          && !anf_facts_add_with (work, &sheet, error))
      || !anf_work_check (work, &sheet.facts, error)
      || !anf_work_step (work, ANF_MACHINE_FINDING, item, event, error))
    return NULL;
  return g_steal_pointer (&item);
}

/* E.3: 核实 rests on evidence. A lead that was checked is what a finding from it rests on. */
static gboolean
check_proven (JsonObject *finding, GError **error)
{
  JsonArray *evidence = anf_json_peek_array (finding, "evidence");
  if (!json_object_has_member (finding, "visit")
      || (evidence != NULL && json_array_get_length (evidence) > 0))
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_STATE,
                          _ ("this finding has no evidence: send the visit back, so that the "
                             "inspectors name some of what they brought in (evidence), or dismiss "
                             "the finding"));
}

/* Why it is no recurrence stands in the record instead of one. */
static gboolean
check_denial (JsonObject *body, GError **error)
{
  return !json_object_has_member (body, "no_recurrence")
         || anf_json_has_words (body, "no_recurrence")
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("no_recurrence: say why it is none, or leave it out"));
}

/* What is established is held against what the unit said of itself, and against what was closed. */
gboolean
anf_findings_establish (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = find_for_decision (work, "establish", error);
  /* Whoever establishes it has seen what speaks against its evidence. */
  if (item == NULL || !check_denial (work->call->body, error) || !check_proven (item->doc, error)
      || !anf_flags_check_finding (work, item->doc, FALSE, error)
      || !anf_self_checks_compare (work, item, error))
    return FALSE;
  JsonObject *established = anf_work_act_with (work);
  if (json_object_has_member (established, "no_recurrence"))
    json_object_set_string_member (established, "no_recurrence_of", item->record->unit);
  json_object_set_object_member (item->doc, "established", established);
  if (!anf_recurrence_note (work, item, error) || !anf_recurrence_link (work, item, error))
    return FALSE;
  if (!anf_work_save (work, item, "established", NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

gboolean
anf_findings_dismiss (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = find_for_decision (work, "dismiss", error);
  if (item == NULL)
    return FALSE;
  json_object_set_object_member (item->doc, "dismissed", anf_work_act_with (work));
  if (!anf_work_save (work, item, "dismissed", NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

gboolean
anf_findings_merge (AnfWork *work, GError **error)
{
  const char *into = NULL;
  if (!anf_json_get_string (work->call->body, "into", &into, error))
    return FALSE;
  g_autoptr (AnfItem) item = find_for_decision (work, "merge", error);
  g_autoptr (AnfItem) other
      = item != NULL ? anf_work_find_named (work, ANF_NOUN_FINDING, "into", into, error) : NULL;
  if (other == NULL)
    return FALSE;
  if (strcmp (into, work->call->id) == 0
      || g_strcmp0 (other->record->unit, item->record->unit) != 0)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("into: only another finding of the same unit can take this one in"));
  if (strcmp (other->record->state, "merged") == 0
      || strcmp (other->record->state, "not_established") == 0)
    return anf_error_throw (
        error, ANF_ERROR_STATE, _ ("into: %s is %s: what is merged into it would be lost"),
        other->record->number, anf_word_state ("finding", other->record->state));
  json_object_set_string_member (item->doc, "merged_into", into);
  JsonObject *merged = anf_work_act_with (work);
  json_object_remove_member (merged, "into");
  json_object_set_object_member (item->doc, "merged", merged);
  if (!anf_work_save (work, item, "merged", NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}
