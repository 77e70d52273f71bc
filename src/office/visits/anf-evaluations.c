/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-evaluations.h"

#include "anf-data.h"
#include "anf-error.h"
#include "anf-evaluation.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-personal.h"

#include <glib/gi18n.h>

#include <string.h>

static AnfEvaluation *
load_default (GError **error)
{
  g_autoptr (GBytes) bytes
      = g_resource_lookup_data (anf_data_get_resource (), "/anfang/evaluation.json", 0, error);
  if (bytes == NULL)
    return NULL;
  g_autoptr (JsonObject) file
      = anf_json_parse_object (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
  JsonObject *rule = NULL;
  return file != NULL && anf_json_get_object (file, "evaluation", &rule, error)
             ? anf_evaluation_new (rule, error)
             : NULL;
}

static gboolean
check_words (AnfWork *work, const AnfItem *item, GError **error)
{
  JsonObject *body = work->call->body;
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, item->record->scheme, error);
  if (scheme == NULL)
    return FALSE;
  AnfEvaluation *own = anf_scheme_get_plan (scheme)->evaluation;
  g_autoptr (AnfEvaluation) rule = own != NULL ? anf_evaluation_ref (own) : load_default (error);
  if (rule == NULL || !anf_evaluation_check (rule, body, error))
    return FALSE;
  const char *satisfaction = anf_json_peek_string (body, "satisfaction");
  if (!json_object_has_member (body, "solved") && g_strcmp0 (satisfaction, "未评价") != 0)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("solved: say whether it is solved; only who said nothing at all "
                               "(satisfaction 未评价) leaves it open"));
  return !anf_personal_has_number (anf_json_peek_string (body, "text"))
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("text: it has what looks like a telephone or identity number or a "
                                "mail address: leave it out; who was asked is told by their kind "
                                "(asked)"));
}

/* When what is evaluated was done with. */
static const char *
find_end (JsonObject *doc)
{
  JsonObject *answered = anf_json_peek_object (doc, "answered");
  return answered != NULL ? anf_json_peek_string (answered, "at")
                          : anf_json_peek_string (doc, "closed_at");
}

/* After the closing, and not in days to come. */
static gboolean
check_time (AnfWork *work, JsonObject *doc, gint64 *at, GError **error)
{
  gint64 end = 0;
  const char *text = NULL;
  if (!anf_json_get_string (work->call->body, "asked_at", &text, error)
      || !anf_time_parse (text, at, error))
    return FALSE;
  if (*at > work->now)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: %s is still to come"), "asked_at",
                            text);
  const char *ended = find_end (doc);
  if (ended == NULL || !anf_time_parse (ended, &end, NULL) || *at >= end)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("asked_at: %s is before it was done with, on %s: what was asked then "
                             "is no evaluation of the result"),
                          text, ended);
}

/* What shows it was brought in after the closing, by a visit to the same unit (回头看). */
static gboolean
check_one_evidence (AnfWork *work, const AnfItem *item, const char *id, GError **error)
{
  g_autoptr (AnfItem) evidence
      = anf_work_find_named (work, ANF_NOUN_EVIDENCE, "evidence", id, error);
  if (evidence == NULL)
    return FALSE;
  const char *visit_id = anf_json_peek_string (evidence->doc, "visit");
  g_autoptr (AnfItem) visit
      = visit_id != NULL ? anf_work_find (work, ANF_NOUN_VISIT, visit_id, error) : NULL;
  if (visit_id != NULL && visit == NULL)
    return FALSE;
  if (visit == NULL
      || (item->record->unit != NULL && g_strcmp0 (visit->record->unit, item->record->unit) != 0))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("evidence: %s is not of a visit to this unit"), id);
  const char *end = find_end (item->doc);
  return g_strcmp0 (anf_json_peek_string (evidence->doc, "created_at"), end) >= 0
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("evidence: %s is older than the closing: it cannot show what came "
                                "after"),
                             id);
}

static gboolean
check_evidence (AnfWork *work, const AnfItem *item, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (work->call->body, "evidence"));
  for (gsize i = 0; ids[i] != NULL; i++)
    if (!check_one_evidence (work, item, ids[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
append (AnfWork *work, AnfItem *item, gint64 at, GError **error)
{
  JsonArray *acts = anf_json_peek_array (item->doc, "evaluations");
  if (acts == NULL)
    {
      acts = json_array_new ();
      json_object_set_array_member (item->doc, "evaluations", acts);
    }
  if (json_array_get_length (acts) >= ANF_EVALUATIONS_MAX)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("more than %d evaluations"),
                            ANF_EVALUATIONS_MAX);
  JsonObject *act = anf_work_act_with (work);
  g_autofree char *canonical = anf_time_format (at);
  json_object_set_string_member (act, "asked_at", canonical);
  json_object_set_boolean_member (act, "negative", anf_evaluation_is_negative (act));
  json_array_add_object_element (acts, act);
  return TRUE;
}

static gboolean
evaluate (AnfWork *work, AnfItem *item, AnfMachine machine, AnfFactSheet *sheet, GError **error)
{
  gint64 at = 0;
  if (!anf_facts_add_line (work, sheet, error)
      || !anf_facts_add_closers (work, item->doc, sheet, error)
      || !anf_work_check (work, &sheet->facts, error)
      || !anf_work_step (work, machine, item, "evaluate", error) || !check_words (work, item, error)
      || !check_time (work, item->doc, &at, error) || !check_evidence (work, item, error)
      || !append (work, item, at, error))
    return FALSE;
  const gboolean negative = anf_evaluation_is_negative (work->call->body);
  if (!anf_work_save (work, item, negative ? "found_wanting" : "evaluated", NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

gboolean
anf_evaluations_of_finding (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_FINDING, work->call->id, error);
  g_auto (AnfFactSheet) sheet = { 0 };
  return item != NULL && anf_facts_of_finding (work, item->doc, &sheet, error)
         && evaluate (work, item, ANF_MACHINE_FINDING, &sheet, error);
}

gboolean
anf_evaluations_of_lead (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_LEAD, work->call->id, error);
  g_auto (AnfFactSheet) sheet = { 0 };
  return item != NULL && anf_facts_of_lead (work, item->doc, &sheet, error)
         && evaluate (work, item, ANF_MACHINE_LEAD, &sheet, error);
}

/* Canonical times compare as text. */
static gboolean
is_since_end (JsonObject *doc, JsonObject *act)
{
  const char *end = find_end (doc);
  return end != NULL && g_strcmp0 (anf_json_peek_string (act, "asked_at"), end) >= 0;
}

JsonObject *
anf_evaluations_find_negative (const AnfItem *finding, gint64 number, GError **error)
{
  JsonArray *acts = anf_json_peek_array (finding->doc, "evaluations");
  const gint64 count = acts != NULL ? json_array_get_length (acts) : 0;
  JsonObject *act = number >= 1 && number <= count
                        ? json_array_get_object_element (acts, (guint)number - 1)
                        : NULL;
  if (act != NULL && anf_json_peek_bool (act, "negative") && is_since_end (finding->doc, act))
    return act;
  anf_error_throw (error, ANF_ERROR_INVALID,
                   _ ("evaluation: %s has no evaluation %d since its closing that says that it is "
                      "not solved, or that somebody is not satisfied"),
                   finding->record->number, (int)number);
  return NULL;
}

JsonObject *
anf_evaluations_find_last (JsonObject *doc)
{
  JsonArray *acts = anf_json_peek_array (doc, "evaluations");
  const guint count = acts != NULL ? json_array_get_length (acts) : 0;
  JsonObject *act = count > 0 ? json_array_get_object_element (acts, count - 1) : NULL;
  return act != NULL && is_since_end (doc, act) ? act : NULL;
}
