/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-evaluate.h"
#include "anf-json.h"
#include "anf-report-making.h"
#include "anf-report-table.h"
#include "anf-surveys.h"
#include "anf-units.h"

#include <glib/gi18n.h>

#include <string.h>

/* What all sheets about one unit say. */
typedef struct
{
  const char *unit;
  gint64 sheets;
  gint64 answers[ANF_ANSWER_NOT + 1]; /* by AnfAnswerKind */
  GHashTable *counts;                 /* question, line feed, answer → gint64 */
} Tally;

typedef struct
{
  const AnfSurvey *survey;
  GHashTable *tallies; /* unit → Tally */
} Results;

static void
free_tally (gpointer data)
{
  Tally *tally = data;
  g_hash_table_unref (tally->counts);
  g_free (tally);
}

static void
add (Tally *tally, const char *question, const char *answer, gint64 count)
{
  char *key = g_strdup_printf ("%s\n%s", question, answer);
  gint64 *now = g_hash_table_lookup (tally->counts, key);
  if (now == NULL)
    {
      now = g_new0 (gint64, 1);
      g_hash_table_insert (tally->counts, g_strdup (key), now);
    }
  *now += count;
  g_free (key);
}

static gint64
get (const Tally *tally, const char *question, const char *answer)
{
  g_autofree char *key = g_strdup_printf ("%s\n%s", question, answer);
  const gint64 *now = g_hash_table_lookup (tally->counts, key);
  return now != NULL ? *now : 0;
}

static gboolean
take_sheet (JsonObject *sheet, gint64 number, gpointer data, GError **error)
{
  const Results *results = data;
  Tally *tally = g_hash_table_lookup (results->tallies, anf_json_peek_string (sheet, "unit"));
  JsonObject *answers = anf_json_peek_object (sheet, "answers");
  const gint64 count = anf_json_peek_int (sheet, "count", 1);
  if (tally == NULL || answers == NULL)
    return TRUE;
  tally->sheets += count;
  tally->answers[anf_survey_judge (results->survey, sheet)] += count;
  for (guint i = 0; i < results->survey->questions->len; i++)
    {
      const AnfQuestion *question = results->survey->questions->pdata[i];
      g_autofree char *scale
          = g_strdup_printf ("%d", (int)anf_json_peek_int (answers, question->id, 0));
      const char *said = question->kind == ANF_QUESTION_SCALE
                             ? scale
                             : anf_json_peek_string (answers, question->id);
      if (json_object_has_member (answers, question->id))
        add (tally, question->id, question->kind == ANF_QUESTION_TEXT ? "" : said, count);
    }
  return TRUE;
}

static void
set_share (JsonObject *object, const char *member, gint64 part, gint64 whole)
{
  if (whole == 0)
    {
      json_object_set_null_member (object, member);
      return;
    }
  g_autofree char *text = anf_decimal_format (part * ANF_RATE_UNIT / whole, ANF_RATE_UNIT, 4);
  json_object_set_double_member (object, member, g_ascii_strtod (text, NULL));
}

static gint64
count_options (const AnfQuestion *question)
{
  if (question->kind == ANF_QUESTION_CHOICE)
    return g_strv_length (question->choices);
  return question->kind == ANF_QUESTION_SCALE ? question->most - question->least + 1 : 0;
}

static char *
dup_option (const AnfQuestion *question, gint64 index)
{
  return question->kind == ANF_QUESTION_CHOICE
             ? g_strdup (question->choices[index])
             : g_strdup_printf ("%d", (int)(question->least + index));
}

/* How often each was said, of all who answered; of a scale also the mean. */
static JsonObject *
describe_question (const Tally *tally, const AnfQuestion *question)
{
  JsonObject *object = json_object_new ();
  JsonArray *options = json_array_new ();
  const gint64 n_options = count_options (question);
  gint64 replies = question->kind == ANF_QUESTION_TEXT ? get (tally, question->id, "") : 0;
  gint64 sum = 0;
  for (gint64 i = 0; i < n_options; i++)
    {
      g_autofree char *option = dup_option (question, i);
      const gint64 count = get (tally, question->id, option);
      replies += count;
      sum += count * (question->least + i);
    }
  for (gint64 i = 0; i < n_options; i++)
    {
      g_autofree char *option = dup_option (question, i);
      JsonObject *one = json_object_new ();
      json_object_set_string_member (one, "answer", option);
      json_object_set_int_member (one, "count", get (tally, question->id, option));
      set_share (one, "share", get (tally, question->id, option), replies);
      json_array_add_object_element (options, one);
    }
  json_object_set_string_member (object, "id", question->id);
  json_object_set_string_member (object, "text", question->text);
  json_object_set_int_member (object, "replies", replies);
  json_object_set_array_member (object, "options", options);
  if (question->kind == ANF_QUESTION_SCALE)
    set_share (object, "mean", sum, replies);
  return object;
}

static JsonObject *
describe_unit (const Results *results, const Tally *tally, gboolean for_unit)
{
  JsonObject *object = json_object_new ();
  const gint64 *said = tally->answers;
  const gint64 replies
      = said[ANF_ANSWER_SATISFIED] + said[ANF_ANSWER_BASICALLY] + said[ANF_ANSWER_NOT];
  json_object_set_string_member (object, "unit", tally->unit);
  if (for_unit && tally->sheets < ANF_SURVEY_TELL_LEAST)
    {
      json_object_set_boolean_member (object, "too_few", TRUE);
      return object;
    }
  json_object_set_int_member (object, "sheets", tally->sheets);
  json_object_set_int_member (object, "replies", replies);
  json_object_set_int_member (object, "satisfied", said[ANF_ANSWER_SATISFIED]);
  json_object_set_int_member (object, "basically", said[ANF_ANSWER_BASICALLY]);
  set_share (object, "satisfaction", said[ANF_ANSWER_SATISFIED], replies);
  set_share (object, "response", replies, tally->sheets);
  JsonArray *questions = json_array_new ();
  json_object_set_array_member (object, "questions", questions);
  for (guint i = 0; i < results->survey->questions->len; i++)
    {
      const AnfQuestion *question = results->survey->questions->pdata[i];
      /* That words were written is the office's to know. */
      if (!for_unit || question->kind != ANF_QUESTION_TEXT)
        json_array_add_object_element (questions, describe_question (tally, question));
    }
  return object;
}

static const AnfGridColumn columns[] = {
  { "unit", "单位", ANF_CELL_TEXT, 24 },           { "sheets", "份数", ANF_CELL_NUMBER, 8 },
  { "replies", "有效评价", ANF_CELL_NUMBER, 10 },  { "satisfied", "满意", ANF_CELL_NUMBER, 8 },
  { "satisfaction", "满意率", ANF_CELL_TEXT, 10 }, { "question", "题目", ANF_CELL_TEXT, 40 },
  { "answer", "答案", ANF_CELL_TEXT, 20 },         { "count", "选择数", ANF_CELL_NUMBER, 10 },
  { "share", "占比", ANF_CELL_TEXT, 10 },          { "mean", "均值", ANF_CELL_TEXT, 10 }
};

static char *
format_share (JsonObject *object, const char *member, gboolean percent)
{
  JsonNode *node = json_object_get_member (object, member);
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return NULL;
  const double value = anf_json_peek_double (object, member, 0);
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (text, sizeof text, "%.2f", percent ? value * 100 : value);
  return percent ? g_strconcat (text, "%", NULL) : g_strdup (text);
}

static void
add_number (GPtrArray *cells, JsonObject *object, const char *member)
{
  anf_report_take_number (cells, anf_json_peek_int (object, member, 0));
}

static void
add_row (AnfWork *work, JsonObject *table, JsonObject *unit, JsonObject *question, JsonObject *one)
{
  GPtrArray *cells = g_ptr_array_new ();
  g_ptr_array_add (cells, anf_unit_dup_name (work, NULL, anf_json_peek_string (unit, "unit")));
  add_number (cells, unit, "sheets");
  add_number (cells, unit, "replies");
  add_number (cells, unit, "satisfied");
  g_ptr_array_add (cells, format_share (unit, "satisfaction", TRUE));
  g_ptr_array_add (cells, g_strdup (anf_json_peek_string (question, "text")));
  g_ptr_array_add (cells, one != NULL ? g_strdup (anf_json_peek_string (one, "answer")) : NULL);
  add_number (cells, one != NULL ? one : question, one != NULL ? "count" : "replies");
  g_ptr_array_add (cells, one != NULL ? format_share (one, "share", TRUE) : NULL);
  g_ptr_array_add (cells, format_share (question, "mean", FALSE));
  anf_report_table_add (table, cells);
}

static void
add_rows (AnfWork *work, JsonObject *table, JsonObject *unit)
{
  JsonArray *questions = anf_json_peek_array (unit, "questions");
  for (guint i = 0; questions != NULL && i < json_array_get_length (questions); i++)
    {
      JsonObject *question = json_array_get_object_element (questions, i);
      JsonArray *options = anf_json_peek_array (question, "options");
      const guint count = json_array_get_length (options);
      for (guint k = 0; k < count; k++)
        add_row (work, table, unit, question, json_array_get_object_element (options, k));
      if (count == 0)
        add_row (work, table, unit, question, NULL);
    }
}

static gboolean
reply_table (AnfWork *work, const AnfItem *item, JsonArray *units, GError **error)
{
  AnfSheetFormat format = ANF_SHEET_CSV;
  const char *title = anf_json_peek_string (item->doc, "title");
  (void)anf_list_stream_parse_format (work, &format);
  JsonObject *table = anf_report_table_new ("survey", title, columns, G_N_ELEMENTS (columns));
  g_autoptr (JsonArray) tables = json_array_new ();
  json_array_add_object_element (tables, table);
  for (guint i = 0; i < json_array_get_length (units); i++)
    add_rows (work, table, json_array_get_object_element (units, i));
  return anf_report_table_reply (work, tables, format, title, work->now / G_USEC_PER_SEC, error);
}

/* All units, or the caller's own. */
static JsonArray *
compute (AnfWork *work, const AnfItem *item, const AnfSurvey *survey, GError **error)
{
  g_autoptr (GHashTable) tallies
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_tally);
  Results results = { .survey = survey, .tallies = tallies };
  const gboolean for_unit = anf_work_has_unit_side (work);
  for (gsize i = 0; survey->units[i] != NULL; i++)
    {
      if (for_unit && g_strcmp0 (survey->units[i], work->actor.unit) != 0)
        continue;
      Tally *tally = g_new0 (Tally, 1);
      tally->unit = survey->units[i];
      tally->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_hash_table_insert (tallies, survey->units[i], tally);
    }
  if (!anf_surveys_each_sheet (work, item->record->id, take_sheet, &results, error))
    return NULL;
  JsonArray *units = json_array_new ();
  for (gsize i = 0; survey->units[i] != NULL; i++)
    {
      const Tally *tally = g_hash_table_lookup (tallies, survey->units[i]);
      if (tally != NULL)
        json_array_add_object_element (units, describe_unit (&results, tally, for_unit));
    }
  return units;
}

gboolean
anf_surveys_get_results (AnfWork *work, GError **error)
{
  AnfSheetFormat format = ANF_SHEET_CSV;
  g_autoptr (AnfItem) item = anf_surveys_find (work, error);
  g_autoptr (AnfSurvey) survey = item != NULL ? anf_survey_new (item->doc, error) : NULL;
  g_autoptr (JsonArray) units = survey != NULL ? compute (work, item, survey, error) : NULL;
  if (units == NULL)
    return FALSE;
  if (anf_list_stream_parse_format (work, &format))
    return reply_table (work, item, units, error);
  g_autoptr (JsonObject) body = json_object_new ();
  json_object_set_string_member (body, "survey", item->record->id);
  json_object_set_string_member (body, "title", anf_json_peek_string (item->doc, "title"));
  json_object_set_string_member (body, "state", item->record->state);
  json_object_set_array_member (body, "units", json_array_ref (units));
  anf_work_reply_text (work, "application/json", anf_json_format_object (body));
  return TRUE;
}
