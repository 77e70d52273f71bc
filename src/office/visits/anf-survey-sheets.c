/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-json.h"
#include "anf-surveys.h"

#include <glib/gi18n.h>

#include <string.h>

/* Batches that are read at once. */
#define PAGE 20

/* Each row is looked at before any is kept; what is wrong is named by row and column. */
static JsonArray *
read_sheets (AnfWork *work, const AnfSurvey *survey, gint64 *count, GError **error)
{
  GDate day;
  JsonArray *given = NULL;
  if (!anf_json_get_array (work->call->body, "sheets", &given, error))
    return NULL;
  anf_time_local_date (work->now, &day);
  g_autofree char *today = anf_date_format (&day);
  g_autoptr (JsonArray) sheets = json_array_new ();
  for (guint i = 0; i < json_array_get_length (given); i++)
    {
      JsonObject *sheet
          = anf_survey_read_sheet (survey, json_array_get_object_element (given, i), today, error);
      if (sheet == NULL)
        {
          g_prefix_error (error, "sheets[%u]: ", i);
          return NULL;
        }
      *count += anf_json_peek_int (sheet, "count", 1);
      json_array_add_object_element (sheets, sheet);
    }
  return g_steal_pointer (&sheets);
}

/* A batch that was sent twice is there once: also after midnight, which changes the day of sheets
   that name none, and after the survey was closed. */
static gboolean
find_batch (AnfWork *work, const char *id, gboolean *same, GError **error)
{
  g_autoptr (AnfRecord) record = NULL;
  g_autofree char *request = anf_work_hash_request (work);
  *same = FALSE;
  if (!anf_records_lookup (work->tx, ANF_NOUN_SHEETS, id, &record, error))
    return FALSE;
  if (record == NULL)
    return TRUE;
  *same = g_strcmp0 (record->parent, work->call->id) == 0 && strcmp (record->request, request) == 0;
  return *same
         || anf_error_throw (error, ANF_ERROR_CONFLICT,
                             _ ("batch: %s was entered with other sheets: enter these under an id "
                                "of their own"),
                             id);
}

static gboolean
keep (AnfWork *work, AnfItem *survey, JsonArray *sheets, gint64 count, GError **error)
{
  const gint64 rows = anf_json_peek_int (survey->doc, "rows", 0);
  const gint64 more = json_array_get_length (sheets);
  JsonObject *doc = json_object_new ();
  g_autoptr (AnfItem) item
      = anf_item_new (ANF_NOUN_SHEETS, anf_json_peek_string (work->call->body, "batch"), doc);
  if (rows + more > ANF_SURVEY_ROWS_MAX)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE,
                            _ ("sheets: a survey takes %d rows: put sheets that say the same into "
                               "one row with their number (count)"),
                            ANF_SURVEY_ROWS_MAX);
  json_object_set_string_member (doc, "id", item->record->id);
  json_object_set_string_member (doc, "survey", survey->record->id);
  json_object_set_string_member (doc, "scheme", survey->record->scheme);
  json_object_set_int_member (doc, "first", rows + 1);
  json_object_set_array_member (doc, "sheets", json_array_ref (sheets));
  item->record->scheme = g_strdup (survey->record->scheme);
  item->record->parent = g_strdup (survey->record->id);
  json_object_set_int_member (survey->doc, "rows", rows + more);
  json_object_set_int_member (survey->doc, "sheets",
                              anf_json_peek_int (survey->doc, "sheets", 0) + count);
  return anf_work_create (work, item, "entered", "entered", NULL, error)
         && anf_work_save (work, survey, "entered", NULL, error);
}

static gboolean
enter (AnfWork *work, AnfItem *item, GError **error)
{
  gint64 count = 0;
  g_autoptr (AnfSurvey) survey = anf_survey_new (item->doc, error);
  if (survey == NULL || !anf_work_step (work, ANF_MACHINE_SURVEY, item, "enter", error))
    return FALSE;
  g_autoptr (JsonArray) sheets = read_sheets (work, survey, &count, error);
  return sheets != NULL && keep (work, item, sheets, count, error);
}

gboolean
anf_surveys_enter (AnfWork *work, GError **error)
{
  const char *batch = NULL;
  gboolean same = FALSE;
  g_autoptr (AnfItem) item = anf_surveys_find (work, error);
  if (item == NULL || !anf_json_get_string (work->call->body, "batch", &batch, error)
      || !find_batch (work, batch, &same, error) || (!same && !enter (work, item, error)))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

gboolean
anf_surveys_each_sheet (
    AnfWork *work, const char *survey, AnfSheetVisit visit, gpointer data, GError **error)
{
  AnfRecordsQuery query = { .parent = survey, .limit = PAGE };
  guint count = PAGE;
  while (count == PAGE)
    {
      g_autoptr (GPtrArray) page = anf_work_list_page (work, ANF_NOUN_SHEETS, &query, error);
      if (page == NULL)
        return FALSE;
      count = page->len;
      for (guint i = 0; i < page->len; i++)
        {
          const AnfItem *batch = page->pdata[i];
          JsonArray *sheets = anf_json_peek_array (batch->doc, "sheets");
          const gint64 first = anf_json_peek_int (batch->doc, "first", 1);
          query.after = batch->record->seq;
          for (guint k = 0; sheets != NULL && k < json_array_get_length (sheets); k++)
            if (!visit (json_array_get_object_element (sheets, k), first + k, data, error))
              return FALSE;
        }
    }
  return TRUE;
}

/* ---- opinions ---- */

typedef struct
{
  JsonArray *items;
  AnfRecordsQuery query;
  gint64 last;
  gboolean more;
} Opinions;

static gboolean
add_opinion (JsonObject *sheet, gint64 number, gpointer data, GError **error)
{
  Opinions *opinions = data;
  if (!json_object_has_member (sheet, "opinion") || number <= opinions->query.after)
    return TRUE;
  opinions->more = json_array_get_length (opinions->items) >= opinions->query.limit;
  if (opinions->more)
    return TRUE;
  opinions->last = number;
  JsonObject *item = json_object_new ();
  json_object_set_int_member (item, "sheet", number);
  anf_json_set_string (item, "unit", anf_json_peek_string (sheet, "unit"));
  anf_json_set_string (item, "on", anf_json_peek_string (sheet, "on"));
  anf_json_set_string (item, "opinion", anf_json_peek_string (sheet, "opinion"));
  json_array_add_object_element (opinions->items, item);
  return TRUE;
}

gboolean
anf_surveys_list_opinions (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_surveys_find (work, error);
  g_autoptr (JsonArray) items = json_array_new ();
  Opinions opinions = { .items = items };
  if (item == NULL || !anf_work_parse_page (work, &opinions.query, error)
      || !anf_surveys_each_sheet (work, item->record->id, add_opinion, &opinions, error))
    return FALSE;
  g_autofree char *next = g_strdup_printf ("%d", (int)opinions.last);
  g_autoptr (JsonObject) body = json_object_new ();
  json_object_set_array_member (body, "items", json_array_ref (items));
  if (opinions.more)
    json_object_set_string_member (body, "next", next);
  else
    json_object_set_null_member (body, "next");
  anf_work_reply_text (work, "application/json", anf_json_format_object (body));
  return TRUE;
}

typedef struct
{
  gint64 number;
  gboolean found;
} Wanted;

static gboolean
look_for (JsonObject *sheet, gint64 number, gpointer data, GError **error)
{
  Wanted *wanted = data;
  if (number == wanted->number)
    wanted->found = json_object_has_member (sheet, "opinion");
  return TRUE;
}

gboolean
anf_surveys_check_opinion (AnfWork *work, JsonObject *lead, GError **error)
{
  JsonObject *from = anf_json_peek_object (lead, "survey");
  if (from == NULL)
    return TRUE;
  Wanted wanted = { .number = anf_json_peek_int (from, "sheet", 0) };
  g_autoptr (AnfItem) survey = anf_work_find_named (work, ANF_NOUN_SURVEY, "survey",
                                                    anf_json_peek_string (from, "id"), error);
  if (survey == NULL
      || !anf_surveys_each_sheet (work, survey->record->id, look_for, &wanted, error))
    return FALSE;
  if (g_strcmp0 (survey->record->scheme, anf_json_peek_string (lead, "scheme")) != 0)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("survey: it belongs to another scheme"));
  return wanted.found
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("survey: there is no opinion on sheet %d"), (int)wanted.number);
}
