/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-ledger.h"

#include "anf-clocks.h"
#include "anf-csv.h"
#include "anf-error.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-ledger-page.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

/* Rows of a table that are read at once. */
#define SHEET_PAGE 200

/* One row: a finding, and the order that carries it. */
typedef struct
{
  AnfItem *finding; /* borrowed */
  AnfItem *order;   /* (nullable) */
  AnfScheme *scheme;
  char *unit_name;
} Row;

static void
row_clear (Row *row)
{
  g_clear_pointer (&row->order, anf_item_free);
  g_clear_pointer (&row->scheme, anf_scheme_unref);
  g_clear_pointer (&row->unit_name, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

static char *
find_unit_name (AnfWork *work, const char *id)
{
  g_autoptr (AnfItem) unit = id != NULL ? anf_work_find (work, ANF_NOUN_UNIT, id, NULL) : NULL;
  return g_strdup (unit != NULL ? anf_json_peek_string (unit->doc, "name") : id);
}

static gboolean
load_row (AnfWork *work, AnfItem *finding, Row *row, GError **error)
{
  const char *order = anf_json_peek_string (finding->doc, "order");
  row->finding = finding;
  row->scheme = anf_work_find_scheme (work, finding->record->scheme, error);
  if (row->scheme == NULL)
    return FALSE;
  row->unit_name = find_unit_name (work, finding->record->unit);
  if (order != NULL)
    row->order = anf_work_find (work, ANF_NOUN_ORDER, order, error);
  return order == NULL || row->order != NULL;
}

static char *
format_day (const char *time)
{
  gint64 at = 0;
  if (time == NULL || !anf_time_parse (time, &at, NULL))
    return NULL;
  GDate date;
  anf_time_local_date (at, &date);
  return anf_date_format (&date);
}

static char *
format_act (const Row *row, const char *member)
{
  JsonObject *act = row->order != NULL ? anf_json_peek_object (row->order->doc, member) : NULL;
  return act != NULL ? format_day (anf_json_peek_string (act, "at")) : NULL;
}

static char *
format_due (const Row *row)
{
  JsonArray *clocks = row->order != NULL ? anf_json_peek_array (row->order->doc, "clocks") : NULL;
  JsonObject *clock = clocks != NULL ? anf_clocks_find (clocks, "rectify") : NULL;
  if (clock == NULL)
    return NULL;
  const char *due = anf_json_peek_string (clock, "due");
  return due != NULL ? g_strdup (due)
                     : g_strdup_printf ("未定（缺%" G_GINT64_FORMAT "年放假安排）",
                                        anf_json_peek_int (clock, "missing_year", 0));
}

static char *
format_leads (AnfWork *work, const Row *row)
{
  g_auto (GStrv) ids
      = anf_facts_dup_strings (anf_json_peek_array (row->finding->doc, "lead_units"));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; ids[i] != NULL; i++)
    g_ptr_array_add (names, find_unit_name (work, ids[i]));
  g_ptr_array_add (names, NULL);
  return g_strjoinv ("、", (char **)names->pdata);
}

static gboolean
append_csv_row (AnfWork *work, AnfCsv *csv, guint number, const Row *row, GError **error)
{
  JsonObject *finding = row->finding->doc;
  const AnfSchemeArea *area
      = anf_scheme_find_area (row->scheme, anf_json_peek_string (finding, "area"));
  g_autofree char *sequence = g_strdup_printf ("%u", number);
  g_autofree char *leads = format_leads (work, row);
  g_autofree char *received = format_act (row, "received");
  g_autofree char *due = format_due (row);
  g_autofree char *plan = format_act (row, "plan");
  g_autofree char *feedback = format_act (row, "feedback");
  g_autofree char *reinspection = format_act (row, "reinspection");
  g_autofree char *closed = format_day (anf_json_peek_string (finding, "closed_at"));
  const char *cells[ANF_LEDGER_COLUMNS] = {
    [ANF_LEDGER_SEQUENCE] = sequence,
    [ANF_LEDGER_FINDING] = row->finding->record->number,
    [ANF_LEDGER_AREA] = area != NULL ? area->name : anf_json_peek_string (finding, "area"),
    [ANF_LEDGER_CATEGORY] = anf_json_peek_string (finding, "category"),
    [ANF_LEDGER_UNIT] = row->unit_name,
    [ANF_LEDGER_LEAD_UNIT] = leads,
    [ANF_LEDGER_FACT] = anf_json_peek_string (finding, "fact"),
    [ANF_LEDGER_CLAUSE] = anf_json_peek_string (finding, "clause"),
    [ANF_LEDGER_ORDER] = row->order != NULL ? row->order->record->number : NULL,
    [ANF_LEDGER_RECEIVED] = received,
    [ANF_LEDGER_RECTIFY_DUE] = due,
    [ANF_LEDGER_PLAN] = plan,
    [ANF_LEDGER_FEEDBACK] = feedback,
    [ANF_LEDGER_REINSPECTION] = reinspection,
    [ANF_LEDGER_STATE] = anf_word_chinese_state ("finding", row->finding->record->state),
    [ANF_LEDGER_CLOSED] = closed,
  };
  return anf_csv_add_row (csv, cells, ANF_LEDGER_COLUMNS, error);
}

static gboolean
take_bytes (gconstpointer bytes, gsize size, gpointer data, GError **error)
{
  g_string_append_len (data, bytes, (gssize)size);
  return TRUE;
}

static gboolean
append_page (AnfWork *work, AnfCsv *csv, GPtrArray *findings, guint *number, GError **error)
{
  for (guint i = 0; i < findings->len; i++)
    {
      g_auto (Row) row = { 0 };
      if (!load_row (work, findings->pdata[i], &row, error)
          || !append_csv_row (work, csv, ++*number, &row, error))
        return FALSE;
    }
  return TRUE;
}

/* The whole ledger as a table: a spreadsheet has no pages, but is read and sent in some, so that
   neither memory nor a read connection is held for as long as it takes. */
typedef struct
{
  AnfOffice *office;
  AnfRecordsQuery query;
  char *scheme;
  char *unit;
  char *state;
  GString *text;
  AnfCsv *csv;
  guint number;
  gboolean ended;
} Sheet;

static void
sheet_free (gpointer data)
{
  Sheet *sheet = data;
  g_free (sheet->scheme);
  g_free (sheet->unit);
  g_free (sheet->state);
  anf_csv_free (sheet->csv);
  g_string_free (sheet->text, TRUE);
  g_free (sheet);
}

static gboolean
read_sheet_page (AnfTx *tx, gpointer data, GError **error)
{
  Sheet *sheet = data;
  AnfWork work = { .office = sheet->office, .tx = tx };
  g_autoptr (GPtrArray) findings
      = anf_work_list_page (&work, ANF_NOUN_FINDING, &sheet->query, error);
  if (findings == NULL || !append_page (&work, sheet->csv, findings, &sheet->number, error))
    return FALSE;
  sheet->ended = findings->len < SHEET_PAGE;
  if (findings->len > 0)
    sheet->query.after = ((const AnfItem *)findings->pdata[findings->len - 1])->record->seq;
  return TRUE;
}

static gboolean
stream_sheet (AnfReply *reply, AnfReplyWrite write, gpointer data, GError **error)
{
  Sheet *sheet = reply->stream_data;
  if (!anf_csv_add_row (sheet->csv, anf_ledger_get_headings ("zh_CN"), ANF_LEDGER_COLUMNS, error))
    return FALSE;
  while (!sheet->ended)
    {
      if (!anf_store_read (sheet->office->store, read_sheet_page, sheet, error)
          || !write (sheet->text->str, sheet->text->len, data, error))
        return FALSE;
      g_string_truncate (sheet->text, 0);
    }
  return TRUE;
}

static void
reply_csv (AnfWork *work, const AnfRecordsQuery *query)
{
  Sheet *sheet = g_new0 (Sheet, 1);
  sheet->office = work->office;
  sheet->scheme = g_strdup (query->scheme);
  sheet->unit = g_strdup (query->unit);
  sheet->state = g_strdup (query->state);
  sheet->query = (AnfRecordsQuery){
    .scheme = sheet->scheme, .unit = sheet->unit, .state = sheet->state, .limit = SHEET_PAGE
  };
  sheet->text = g_string_new (NULL);
  sheet->csv = anf_csv_new (take_bytes, sheet->text);
  anf_work_reply_empty (work);
  work->reply->status = 200;
  work->reply->content_type = "text/csv; charset=utf-8";
  work->reply->filename = g_strdup ("ledger.csv");
  work->reply->stream = stream_sheet;
  work->reply->stream_data = sheet;
  work->reply->stream_free = sheet_free;
}

gboolean
anf_ledger_get (AnfWork *work, GError **error)
{
  const char *format = anf_work_get_query (work, "format");
  AnfRecordsQuery query = { .scheme = anf_work_get_query (work, "scheme"),
                            .unit = anf_work_get_query (work, "unit"),
                            .state = anf_work_get_query (work, "state") };
  if (format != NULL && strcmp (format, "csv") == 0)
    {
      reply_csv (work, &query);
      return TRUE;
    }
  return anf_ledger_page_reply (work, &query, error);
}
