/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* 现场检查记录 (domain.md D.9), for those who may see the visit. */

#include "anf-error.h"
#include "anf-evidence.h"
#include "anf-facts.h"
#include "anf-form-draft.h"
#include "anf-json.h"
#include "anf-visits.h"

#include <glib/gi18n.h>

#include <string.h>

/* More than this is in the list of electronic data. */
#define EVIDENCE_SHOWN_MAX 100

static const char *
name_place (const char *type)
{
  if (type == NULL)
    return NULL;
  if (strcmp (type, "public_service") == 0)
    return "公共服务场所";
  return strcmp (type, "office") == 0 ? "办公场所" : "其他";
}

static void
set_address (AnfFormDraft *form, JsonObject *visit)
{
  JsonObject *position = anf_json_peek_object (visit, "position");
  const char *address = anf_json_peek_string (visit, "address");
  if (position == NULL)
    {
      anf_form_draft_set (form, "address", address);
      return;
    }
  char lat[G_ASCII_DTOSTR_BUF_SIZE];
  char lon[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (lat, sizeof lat, "%.6f", anf_json_peek_double (position, "lat", 0));
  g_ascii_formatd (lon, sizeof lon, "%.6f", anf_json_peek_double (position, "lon", 0));
  anf_form_draft_take (form, "address",
                       g_strdup_printf ("%s%s纬度%s，经度%s（WGS-84）",
                                        address != NULL ? address : "", address != NULL ? "，" : "",
                                        lat, lon));
}

/* Of the scheme, which is all that is known of where its units lie. */
static void
set_region (AnfFormDraft *form)
{
  const char *code = anf_scheme_get_region_code (form->draft.scheme);
  const char *name = anf_scheme_get_region_name (form->draft.scheme);
  anf_form_draft_take (form, "region",
                       code != NULL ? g_strdup_printf ("%s（%s）", name != NULL ? name : "", code)
                                    : NULL);
}

static gboolean
set_times (AnfFormDraft *form, JsonObject *visit, GError **error)
{
  gint64 began_at = 0;
  gint64 ended_at = 0;
  if (!anf_visit_find_times (visit, &began_at, &ended_at, error))
    return FALSE;
  anf_form_draft_take (form, "began", anf_letter_format_moment (began_at));
  anf_form_draft_take (form, "ended", anf_letter_format_moment (ended_at));
  return TRUE;
}

static gboolean
set_recusal (AnfFormDraft *form, JsonObject *visit)
{
  JsonArray *said = anf_json_peek_array (visit, "recusal");
  const guint count = said != NULL ? json_array_get_length (said) : 0;
  anf_form_draft_take (form, "recusal",
                       g_strdup_printf ("%u名检查人员声明无应当回避的情形", count));
  return TRUE;
}

static gboolean
set_findings (AnfFormDraft *form, const char *visit, GError **error)
{
  g_autoptr (GPtrArray) findings
      = anf_work_list_children (form->draft.work, ANF_NOUN_FINDING, visit, error);
  g_autoptr (JsonArray) ids = json_array_new ();
  if (findings == NULL)
    return FALSE;
  for (guint i = 0; i < findings->len; i++)
    json_array_add_string_element (ids, ((const AnfItem *)findings->pdata[i])->record->id);
  return anf_form_draft_set_findings (form, ids, error);
}

static gboolean
set_evidence (AnfFormDraft *form, const char *visit, GError **error)
{
  g_autoptr (GPtrArray) all
      = anf_work_list_children (form->draft.work, ANF_NOUN_EVIDENCE, visit, error);
  if (all == NULL)
    return FALSE;
  g_ptr_array_sort (all, anf_evidence_compare_taken);
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text, "共%u件", all->len);
  for (guint i = 0; i < MIN (all->len, EVIDENCE_SHOWN_MAX); i++)
    anf_form_draft_append_evidence (text, i + 1, ((const AnfItem *)all->pdata[i])->doc);
  if (all->len > EVIDENCE_SHOWN_MAX)
    g_string_append (text, "\n其余见电子数据清单");
  anf_form_draft_take (form, "evidence", g_strdup (text->str));
  return TRUE;
}

static const char *
word_answer (const char *answer)
{
  if (g_strcmp0 (answer, "yes") == 0)
    return "是";
  return g_strcmp0 (answer, "no") == 0 ? "否" : "不适用";
}

/* So many of a note, and so much of the whole, stand on the paper; the record holds it all. */
#define NOTE_SHOWN_MAX 200
#define ANSWERS_SHOWN_MAX 40000

/* A visit of before the words were kept has the ids alone. */
static void
append_answer (GString *text, guint number, JsonObject *answer)
{
  const char *asked = anf_json_peek_string (answer, "text");
  const char *note = anf_json_peek_string (answer, "note");
  g_string_append_printf (text, "\n%u. %s：%s", number,
                          asked != NULL ? asked : anf_json_peek_string (answer, "item"),
                          word_answer (anf_json_peek_string (answer, "answer")));
  if (note == NULL)
    return;
  g_autofree char *shown
      = g_utf8_substring (note, 0, MIN (g_utf8_strlen (note, -1), NOTE_SHOWN_MAX));
  g_string_append_printf (text, "（%s%s）", shown, strlen (shown) < strlen (note) ? "……" : "");
}

/* Where no item applied there is nothing to be told of anybody. */
static void
append_score (GString *text, JsonObject *score)
{
  const int of = (int)anf_json_peek_int (score, "of", 0);
  if (of > 0)
    g_string_append_printf (text, "：得分率%d%%（%d/%d）%s",
                            (int)anf_json_peek_int (score, "percent", 0),
                            (int)anf_json_peek_int (score, "points", 0), of,
                            anf_json_peek_bool (score, "vetoed") ? "，一票否决" : "");
}

static void
set_checklist (AnfFormDraft *form, JsonObject *submitted)
{
  JsonObject *checklist = anf_json_peek_object (submitted, "checklist");
  JsonArray *answers = checklist != NULL ? anf_json_peek_array (checklist, "answers") : NULL;
  if (answers == NULL)
    {
      anf_form_draft_set (form, "checklist", NULL);
      return;
    }
  const char *name = anf_json_peek_string (checklist, "name");
  g_autoptr (GString) text
      = g_string_new (name != NULL ? name : anf_json_peek_string (checklist, "id"));
  append_score (text, anf_json_peek_object (checklist, "score"));
  for (guint i = 0; i < json_array_get_length (answers); i++)
    {
      if (text->len > ANSWERS_SHOWN_MAX)
        {
          g_string_append (text, "\n其余各项见系统记录");
          break;
        }
      append_answer (text, i + 1, json_array_get_object_element (answers, i));
    }
  anf_form_draft_take (form, "checklist", g_strdup (text->str));
}

static gboolean
fill (AnfFormDraft *form, AnfItem *visit, GError **error)
{
  JsonObject *doc = visit->doc;
  JsonObject *submitted = anf_json_peek_object (doc, "submitted");
  JsonObject *verified = anf_json_peek_object (doc, "verified");
  const char *unit
      = anf_letter_draft_find_unit (&form->draft, anf_json_peek_string (doc, "unit"), error);
  if (unit == NULL)
    return FALSE;
  g_auto (GStrv) members = anf_facts_dup_strings (anf_json_peek_array (doc, "members"));
  g_auto (GStrv) methods = anf_facts_dup_strings (anf_json_peek_array (doc, "methods"));
  anf_form_draft_set (form, "number", visit->record->number);
  anf_form_draft_take (form, "mandate",
                       g_strdup_printf ("《%s》，%s", anf_scheme_get_title (form->draft.scheme),
                                        anf_json_peek_string (doc, "mandate")));
  anf_form_draft_set (form, "site", anf_json_peek_string (doc, "site"));
  anf_form_draft_set (form, "place_type", name_place (anf_json_peek_string (doc, "place_type")));
  anf_form_draft_set (form, "unit", unit);
  anf_form_draft_take (form, "methods", g_strjoinv ("、", methods));
  anf_form_draft_set (form, "narrative", anf_json_peek_string (submitted, "narrative"));
  anf_form_draft_set (form, "inducement",
                      anf_json_peek_bool (submitted, "no_inducement")
                          ? "检查人员声明：检查中未引诱、未诱导检查对象"
                          : "未作无诱导声明");
  anf_form_draft_set (form, "opinion",
                      verified != NULL ? anf_json_peek_string (verified, "opinion") : NULL);
  set_address (form, doc);
  set_region (form);
  set_checklist (form, submitted);
  return set_recusal (form, doc) && set_times (form, doc, error)
         && anf_form_draft_set_people (form, "members", (const char *const *)members, error)
         && set_findings (form, visit->record->id, error)
         && set_evidence (form, visit->record->id, error);
}

gboolean
anf_visits_get_record (AnfWork *work, GError **error)
{
  g_auto (AnfFactSheet) sheet = { 0 };
  g_autoptr (AnfItem) visit = anf_work_find (work, ANF_NOUN_VISIT, work->call->id, error);
  if (visit == NULL || !anf_facts_of_visit (work, visit->doc, &sheet, error)
      || !anf_work_check (work, &sheet.facts, error))
    return FALSE;
  JsonObject *submitted = anf_json_peek_object (visit->doc, "submitted");
  if (submitted == NULL)
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("visit %s has no record yet: its team lead hands it in first"),
                            visit->record->number);
  g_auto (AnfFormDraft) form = { 0 };
  return anf_form_draft_init (&form, work, visit->record->scheme, error)
         && fill (&form, visit, error)
         && anf_form_draft_reply (&form, ANF_FORM_VISIT, submitted,
                                  g_strdup_printf ("%s现场检查记录", visit->record->number), error);
}
