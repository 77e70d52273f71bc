/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-facts.h"
#include "anf-hold.h"
#include "anf-json.h"
#include "anf-named.h"
#include "anf-names.h"
#include "anf-report-making.h"
#include "anf-report-table.h"
#include "anf-report-words.h"
#include "anf-sealing.h"
#include "anf-units.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

/* 典型问题 (domain.md D.7: 单位、事实): told as the finding tells it, and nothing of how it came to
   be known. */

static const AnfCase *
find_case (const AnfReportMaking *making, const char *id)
{
  const GPtrArray *cases = making->statistics->book.cases;
  for (guint i = 0; i < cases->len; i++)
    if (g_strcmp0 (((const AnfCase *)cases->pdata[i])->id, id) == 0)
      return cases->pdata[i];
  return NULL;
}

static gboolean
check_readable (AnfWork *work, const AnfItem *finding, GError **error)
{
  g_auto (AnfFactSheet) sheet = { 0 };
  return anf_facts_of_finding (work, finding->doc, &sheet, error)
         && anf_policy_check ("getFinding", &work->actor, &sheet.facts, error);
}

static gboolean
check_state (const AnfItem *finding, GError **error)
{
  static const char *const early[]
      = { "registered", "verifying", "not_established", "merged", NULL };
  const char *state = finding->record->state;
  return !g_strv_contains (early, state)
         || anf_error_throw (error, ANF_ERROR_STATE,
                             _ ("typical: %s is %s: only established findings are told in a "
                                "report"),
                             finding->record->number, anf_word_state ("finding", state));
}

static gboolean
check_days (const AnfReportMaking *making,
            const AnfItem *finding,
            const AnfCase *one,
            GError **error)
{
  const AnfSpan *span = &making->span->counted;
  if (one == NULL)
    return anf_error_throw (
        error, ANF_ERROR_INVALID, _ ("typical: %s is of another scheme: name findings of %s"),
        finding->record->number, anf_scheme_get_id (making->statistics->scheme));
  if (anf_span_has (span, one->established))
    return TRUE;
  const AnfSpan days = { ANF_SPAN_DAYS, span->first, span->last };
  g_autofree char *words = anf_span_format (&days);
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("typical: %s was not established in the days of the report (%s): name "
                             "findings of these days"),
                          finding->record->number, words);
}

/* 监察法 74, 政府督查工作条例 24. One word for both: which of them it is would be told by it. */
static gboolean
check_unnamed (AnfWork *work, const AnfItem *finding, GError **error)
{
  const char *const texts[] = { anf_json_peek_string (finding->doc, "fact"),
                                anf_json_peek_string (finding->doc, "clause"), NULL };
  const char *lead = anf_json_peek_string (finding->doc, "lead");
  const char *named = NULL;
  g_autofree char *text = NULL;
  if (!anf_named_find (work, ANF_REPORT_UNNAMED, texts, &named, error)
      || (lead != NULL
          && !anf_sealing_lookup (work->office->sealer, work->tx, ANF_APART_INFORMANT, lead, &text,
                                  error)))
    return FALSE;
  g_autoptr (JsonObject) informant
      = text != NULL ? anf_json_parse_object (text, strlen (text), error) : NULL;
  if (text != NULL && informant == NULL)
    return FALSE;
  const char *told[] = { NULL, NULL };
  if (informant != NULL)
    {
      told[0] = anf_json_peek_string (informant, "name");
      told[1] = anf_json_peek_string (informant, "phone");
    }
  /* The maker's own words are not held against it: by trying names one would find the right one. */
  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    for (gsize k = 0; told[i] != NULL && texts[k] != NULL; k++)
      if (anf_names_mention (texts[k], told[i]))
        named = texts[k];
  return named == NULL
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("typical: %s cannot be told: there is a name in it of one who "
                                "inspects, or who told of it; name another finding"),
                             finding->record->number);
}

static JsonObject *
begin_table (const AnfReportMaking *making)
{
  static const AnfGridColumn columns[] = {
    { "number", "问题编号", ANF_CELL_TEXT, 20 },   { "unit", "责任单位", ANF_CELL_TEXT, 24 },
    { "category", "问题类别", ANF_CELL_TEXT, 30 }, { "fact", "事实", ANF_CELL_TEXT, 60 },
    { "clause", "违反规定", ANF_CELL_TEXT, 40 },   { "state", "整改情况", ANF_CELL_TEXT, 10 }
  };
  JsonObject *table = anf_report_table_new ("typical", "典型问题", columns, G_N_ELEMENTS (columns));
  json_array_add_object_element (making->tables, table);
  return table;
}

static gboolean
add_row (const AnfReportMaking *making, JsonObject *table, const char *id, GError **error)
{
  AnfWork *work = making->work;
  const AnfCase *one = find_case (making, id);
  g_autoptr (AnfItem) finding = anf_work_find_named (work, ANF_NOUN_FINDING, "typical", id, error);
  if (finding == NULL || !check_readable (work, finding, error) || !check_state (finding, error)
      || !check_days (making, finding, one, error) || !check_unnamed (work, finding, error))
    return FALSE;
  GPtrArray *cells = g_ptr_array_new ();
  g_ptr_array_add (cells, g_strdup (finding->record->number));
  g_ptr_array_add (cells, anf_unit_dup_name (work, NULL, one->unit));
  g_ptr_array_add (cells, g_strdup (one->category));
  g_ptr_array_add (cells, g_strdup (anf_json_peek_string (finding->doc, "fact")));
  g_ptr_array_add (cells, g_strdup (anf_json_peek_string (finding->doc, "clause")));
  g_ptr_array_add (cells, g_strdup (anf_report_word_state (one, making->span->counted.last)));
  anf_report_table_add (table, cells);
  return TRUE;
}

gboolean
anf_report_make_typical (const AnfReportMaking *making, GError **error)
{
  JsonArray *typical = anf_json_peek_array (making->work->call->body, "typical");
  g_auto (GStrv) ids = anf_facts_dup_strings (typical);
  if (ids[0] == NULL)
    return TRUE;
  if (!anf_hold_check (making->work, typical, error))
    return FALSE;
  JsonObject *table = begin_table (making);
  for (gsize i = 0; ids[i] != NULL; i++)
    if (!add_row (making, table, ids[i], error))
      return FALSE;
  return TRUE;
}
