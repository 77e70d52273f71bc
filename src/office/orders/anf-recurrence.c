/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-recurrence.h"

#include "anf-error.h"
#include "anf-evaluations.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-subjects.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

/* When the window began that reaches to the registration of @finding, by the day in China. */
static char *
find_since (AnfWork *work, AnfItem *finding, GError **error)
{
  GDate day;
  gint64 at = 0;
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, finding->record->scheme, error);
  if (scheme == NULL
      || !anf_time_parse (anf_json_peek_string (finding->doc, "created_at"), &at, error))
    return NULL;
  anf_time_local_date (at, &day);
  g_date_subtract_months (&day, (guint)anf_scheme_get_recurrence_months (scheme));
  return anf_time_format (anf_time_of_date (&day, 0));
}

/* The closed findings that @finding may be the return of; @since: of find_since() */
static AnfSubjectSpan
get_span (const AnfItem *finding, const char *since)
{
  return (AnfSubjectSpan){ .unit = finding->record->unit,
                           .category = anf_json_peek_string (finding->doc, "category"),
                           .since = since,
                           .until = anf_json_peek_string (finding->doc, "created_at") };
}

gboolean
anf_recurrence_link (AnfWork *work, const AnfItem *finding, GError **error)
{
  g_autofree char *subject = anf_subjects_format (finding->record->unit,
                                                  anf_json_peek_string (finding->doc, "category"));
  return anf_records_link (work->tx, ANF_NOUN_FINDING, finding->record, "subject", subject, error);
}

gboolean
anf_recurrence_is_denied (JsonObject *finding)
{
  JsonObject *established = anf_json_peek_object (finding, "established");
  const char *of
      = established != NULL ? anf_json_peek_string (established, "no_recurrence_of") : NULL;
  /* What was said of one unit is not said of another that it went to since. */
  return established != NULL && json_object_has_member (established, "no_recurrence")
         && (of == NULL || g_strcmp0 (of, anf_json_peek_string (finding, "unit")) == 0);
}

gboolean
anf_recurrence_note (AnfWork *work, AnfItem *finding, GError **error)
{
  gint64 count = 0;
  if (anf_recurrence_is_denied (finding->doc))
    return TRUE;
  g_autofree char *since = find_since (work, finding, error);
  const AnfSubjectSpan span = get_span (finding, since);
  if (since == NULL || !anf_subjects_count_closed (work->tx, &span, &count, error))
    return FALSE;
  if (count == 0)
    return TRUE;
  g_autoptr (GPtrArray) before = anf_subjects_list_closed (work->tx, &span, error);
  if (before == NULL)
    return FALSE;
  JsonObject *recurrence = json_object_new ();
  JsonArray *of = json_array_new ();
  for (guint i = 0; i < before->len; i++)
    json_array_add_string_element (of, before->pdata[i]);
  json_object_set_int_member (recurrence, "count", count);
  json_object_set_array_member (recurrence, "of", of);
  json_object_set_object_member (finding->doc, "recurrence", recurrence);
  return TRUE;
}

/* @at: of a closing, in days: the hour is nobody's business. */
static char *
word_day (const char *at, GError **error)
{
  GDate day;
  gint64 moment = 0;
  if (!anf_time_parse (at, &moment, error))
    return NULL;
  anf_time_local_date (moment, &day);
  return anf_date_describe (&day);
}

/* The last time that it was opened again after it had been closed with the unit that it is of now;
   NULL when that never was. What it was to another unit is not this one's to know. */
static JsonObject *
find_reopening (JsonObject *finding)
{
  const char *unit = anf_json_peek_string (finding, "unit");
  JsonArray *acts = anf_json_peek_array (finding, "reopened");
  for (guint i = acts != NULL ? json_array_get_length (acts) : 0; i > 0; i--)
    {
      JsonObject *act = json_array_get_object_element (acts, i - 1);
      if (json_object_has_member (act, "closed_at")
          && g_strcmp0 (anf_json_peek_string (act, "unit"), unit) == 0)
        return act;
    }
  return NULL;
}

static gboolean
describe_reopening (AnfLetterDraft *draft, JsonObject *act, const char **text, GError **error)
{
  g_autofree char *day = word_day (anf_json_peek_string (act, "closed_at"), error);
  if (day == NULL)
    return FALSE;
  *text = anf_letter_draft_keep (
      draft, g_strdup_printf (json_object_has_member (act, "because_of")
                                  ? "本问题曾于%s整改销号，此后再次发生，属于反弹问题"
                                  : "本问题曾于%s整改销号，经跟踪了解需要继续整改，现重新交办",
                              day));
  return TRUE;
}

/* Without a day: the earlier one may have been opened and closed again since. */
static gboolean
describe_others (AnfLetterDraft *draft, JsonObject *recurrence, const char **text, GError **error)
{
  JsonArray *of = anf_json_peek_array (recurrence, "of");
  const gint64 count = anf_json_peek_int (recurrence, "count", 0);
  if (of == NULL || json_array_get_length (of) == 0)
    return TRUE;
  g_autoptr (AnfItem) before
      = anf_work_find (draft->work, ANF_NOUN_FINDING, json_array_get_string_element (of, 0), error);
  if (before == NULL)
    return FALSE;
  g_autofree char *number = count > 1
                                ? g_strdup_printf ("%s等%d个", before->record->number, (int)count)
                                : g_strdup (before->record->number);
  *text = anf_letter_draft_keep (
      draft, g_strdup_printf ("你单位同类问题此前已整改销号（问题编号：%s），本次再次发现，"
                              "属于反弹问题",
                              number));
  return TRUE;
}

gboolean
anf_recurrence_describe (AnfLetterDraft *draft,
                         JsonObject *finding,
                         const char **text,
                         GError **error)
{
  JsonObject *act = find_reopening (finding);
  JsonObject *recurrence = anf_json_peek_object (finding, "recurrence");
  if (act != NULL)
    return describe_reopening (draft, act, text, error);
  return recurrence == NULL || describe_others (draft, recurrence, text, error);
}

/* The one that shows that the closed one was not done with. */
static AnfItem *
find_reason (AnfWork *work, AnfItem *closed, GError **error)
{
  static const char *const undecided[]
      = { "registered", "verifying", "not_established", "merged", NULL };
  const char *id = NULL;
  if (!anf_json_get_string (work->call->body, "because_of", &id, error))
    return NULL;
  g_autoptr (AnfItem) again = anf_work_find_named (work, ANF_NOUN_FINDING, "because_of", id, error);
  if (again == NULL)
    return NULL;
  if (g_strv_contains (undecided, again->record->state))
    {
      anf_error_throw (error, ANF_ERROR_STATE,
                       _ ("because_of: %s is %s: only an established finding reopens another"),
                       again->record->number, anf_word_state ("finding", again->record->state));
      return NULL;
    }
  if (anf_recurrence_is_denied (again->doc))
    {
      anf_error_throw (error, ANF_ERROR_STATE,
                       _ ("because_of: who established %s said that it is no recurrence"),
                       again->record->number);
      return NULL;
    }
  gboolean has = FALSE;
  g_autofree char *since = find_since (work, again, error);
  const AnfSubjectSpan span = get_span (again, since);
  if (since == NULL || !anf_subjects_has_closed (work->tx, &span, closed->record->id, &has, error))
    return NULL;
  if (!has)
    {
      anf_error_throw (error, ANF_ERROR_INVALID,
                       _ ("because_of: %s is not of the same unit and category, or came later than "
                          "the scheme's window for a relapse (反弹) after the closing"),
                       again->record->number);
      return NULL;
    }
  return g_steal_pointer (&again);
}

/* By what was found again, or by what those who use the service say of the result. */
static gboolean
check_reason (AnfWork *work, AnfItem *item, GError **error)
{
  if (json_object_has_member (work->call->body, "evaluation"))
    return anf_evaluations_find_negative (
               item, anf_json_peek_int (work->call->body, "evaluation", 0), error)
           != NULL;
  g_autoptr (AnfItem) again = find_reason (work, item, error);
  return again != NULL;
}

/* Whose evaluation it is; of none that is not there, which check_reason() says. */
static void
add_evaluator (AnfWork *work, const AnfItem *item, AnfFactSheet *sheet)
{
  const gint64 number = anf_json_peek_int (work->call->body, "evaluation", 0);
  JsonObject *act = anf_evaluations_find_negative (item, number, NULL);
  sheet->facts.evaluator = act != NULL ? anf_json_peek_string (act, "by") : NULL;
}

gboolean
anf_recurrence_reopen (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_FINDING, work->call->id, error);
  g_auto (AnfFactSheet) sheet = { 0 };
  if (item == NULL || !anf_facts_of_finding (work, item->doc, &sheet, error)
      || !anf_facts_add_line (work, &sheet, error))
    return FALSE;
  add_evaluator (work, item, &sheet);
  if (!anf_work_check (work, &sheet.facts, error)
      || !anf_work_step (work, ANF_MACHINE_FINDING, item, "reopen", error)
      || !check_reason (work, item, error))
    return FALSE;
  JsonArray *acts = anf_json_peek_array (item->doc, "reopened");
  if (acts == NULL)
    {
      acts = json_array_new ();
      json_object_set_array_member (item->doc, "reopened", acts);
    }
  JsonObject *act = anf_work_act_with (work);
  anf_json_set_string (act, "closed_at", anf_json_peek_string (item->doc, "closed_at"));
  anf_json_set_string (act, "unit", item->record->unit);
  json_array_add_object_element (acts, act);
  json_object_remove_member (item->doc, "closed_at");
  if (!anf_work_save (work, item, "reopened", NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}
