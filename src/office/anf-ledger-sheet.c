/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-ledger-sheet.h"

#include "anf-csv.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-json.h"
#include "anf-ledger-row.h"
#include "anf-xlsx.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Findings that are read at once. */
#define SHEET_PAGE 200
#define PIECE_SIZE 65536

/* The whole list as a table: a spreadsheet has no pages, but is read and sent in some, so that
   neither memory nor a read connection is held for as long as it takes. */
typedef struct
{
  AnfOffice *office;
  const AnfList *list;
  AnfListKind kind;
  AnfSheetFormat format;
  AnfRecordsQuery query;
  char *scheme;
  char *unit;
  char *state;
  char *title;
  AnfGridColumn *columns;
  gint64 created; /* seconds */
  GString *text;  /* CSV that is not sent yet */
  AnfCsv *csv;
  AnfXlsx *xlsx;
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
  g_free (sheet->title);
  g_free (sheet->columns);
  anf_csv_free (sheet->csv);
  anf_xlsx_free (sheet->xlsx);
  g_string_free (sheet->text, TRUE);
  g_free (sheet);
}

static gboolean
take_bytes (gconstpointer bytes, gsize size, gpointer data, GError **error)
{
  g_string_append_len (data, bytes, (gssize)size);
  return TRUE;
}

static GPtrArray *
dup_cells (AnfWork *work, const AnfList *list, const AnfLedgerRow *row)
{
  GPtrArray *cells = g_ptr_array_new_full (list->n_columns, g_free);
  for (guint i = 0; i < list->n_columns; i++)
    g_ptr_array_add (cells, anf_ledger_row_dup_cell (work, row, list->ids[i]));
  return cells;
}

static gboolean
add_row (AnfWork *work, Sheet *sheet, AnfLedgerRow *row, GError **error)
{
  row->number = ++sheet->number;
  g_autoptr (GPtrArray) cells = dup_cells (work, sheet->list, row);
  const char *const *texts = (const char *const *)cells->pdata;
  return sheet->xlsx != NULL ? anf_xlsx_add_row (sheet->xlsx, texts, error)
                             : anf_csv_add_row (sheet->csv, texts, cells->len, error);
}

typedef gboolean (*EachRow) (AnfWork *work, gpointer data, AnfLedgerRow *row, GError **error);

/* Calls @each for what @finding is in the list: not at all, once, or for each of its measures. */
static gboolean
visit_finding (
    AnfWork *work, AnfItem *finding, AnfListKind kind, EachRow each, gpointer data, GError **error)
{
  g_auto (AnfLedgerRow) row = { 0 };
  if (!anf_ledger_row_load (work, finding, &row, error))
    return FALSE;
  if (!anf_ledger_row_belongs (&row, kind))
    return TRUE;
  if (kind != ANF_LIST_MEASURES)
    return each (work, data, &row, error);
  JsonArray *measures = anf_ledger_row_get_measures (&row);
  for (guint i = 0; measures != NULL && i < json_array_get_length (measures); i++)
    {
      row.measure = json_array_get_object_element (measures, i);
      if (!each (work, data, &row, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_sheet_row (AnfWork *work, gpointer data, AnfLedgerRow *row, GError **error)
{
  return add_row (work, data, row, error);
}

static gboolean
read_sheet_page (AnfTx *tx, gpointer data, GError **error)
{
  Sheet *sheet = data;
  AnfWork work = { .office = sheet->office, .tx = tx };
  g_autoptr (GPtrArray) findings
      = anf_work_list_page (&work, ANF_NOUN_FINDING, &sheet->query, error);
  if (findings == NULL)
    return FALSE;
  for (guint i = 0; i < findings->len; i++)
    if (!visit_finding (&work, findings->pdata[i], sheet->kind, add_sheet_row, sheet, error))
      return FALSE;
  sheet->ended = findings->len < SHEET_PAGE;
  if (findings->len > 0)
    sheet->query.after = ((const AnfItem *)findings->pdata[findings->len - 1])->record->seq;
  return TRUE;
}

gboolean
anf_ledger_sheet_send (int fd, AnfReplyWrite write, gpointer data, GError **error)
{
  g_autofree char *piece = g_malloc (PIECE_SIZE);
  for (;;)
    {
      const gssize got = TEMP_FAILURE_RETRY (read (fd, piece, PIECE_SIZE));
      if (got < 0)
        return anf_error_throw (error, ANF_ERROR_FAILED, _ ("the workbook cannot be read: %s"),
                                g_strerror (errno));
      if (got == 0)
        return TRUE;
      if (!write (piece, (gsize)got, data, error))
        return FALSE;
    }
}

/* A workbook is an archive whose end is its table of contents: it is made first, then sent. */
static gboolean
stream_xlsx (AnfReply *reply, AnfReplyWrite write, gpointer data, GError **error)
{
  Sheet *sheet = reply->stream_data;
  sheet->xlsx = anf_xlsx_new (sheet->created, error);
  if (sheet->xlsx == NULL
      || !anf_xlsx_begin_sheet (sheet->xlsx, sheet->title, sheet->columns, sheet->list->n_columns,
                                error))
    return FALSE;
  while (!sheet->ended)
    if (!anf_store_read (sheet->office->store, read_sheet_page, sheet, error))
      return FALSE;
  g_auto (AnfFd) fd = anf_xlsx_finish (sheet->xlsx, error);
  return fd >= 0 && anf_ledger_sheet_send (fd, write, data, error);
}

static gboolean
stream_csv (AnfReply *reply, AnfReplyWrite write, gpointer data, GError **error)
{
  Sheet *sheet = reply->stream_data;
  g_autofree const char **headings = anf_list_dup_headings (sheet->list);
  sheet->csv = anf_csv_new (take_bytes, sheet->text);
  if (!anf_csv_add_row (sheet->csv, headings, sheet->list->n_columns, error))
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

/* What the scheme calls the list, when it is the list of one scheme. */
static char *
dup_title (AnfWork *work, const AnfList *list, const char *scheme_id, GError **error)
{
  if (scheme_id == NULL)
    return g_strdup (list->title);
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, scheme_id, error);
  if (scheme == NULL)
    return NULL;
  const char *name = anf_scheme_find_list_name (scheme, list->name);
  return g_strdup (name != NULL ? name : list->title);
}

gboolean
anf_ledger_sheet_reply (AnfWork *work,
                        AnfListKind kind,
                        AnfSheetFormat format,
                        const AnfRecordsQuery *query,
                        GError **error)
{
  const AnfList *list = anf_list_get (kind);
  const gboolean is_csv = format == ANF_SHEET_CSV;
  char *title = dup_title (work, list, query->scheme, error);
  if (title == NULL)
    return FALSE;
  Sheet *sheet = g_new0 (Sheet, 1);
  *sheet = (Sheet){ .office = work->office,
                    .list = list,
                    .kind = kind,
                    .format = format,
                    .scheme = g_strdup (query->scheme),
                    .unit = g_strdup (query->unit),
                    .state = g_strdup (query->state),
                    .title = title,
                    .columns = anf_list_dup_columns (list),
                    .created = work->now / G_USEC_PER_SEC,
                    .text = g_string_new (NULL) };
  sheet->query = (AnfRecordsQuery){
    .scheme = sheet->scheme, .unit = sheet->unit, .state = sheet->state, .limit = SHEET_PAGE
  };
  anf_work_reply_empty (work);
  work->reply->status = 200;
  work->reply->content_type
      = is_csv ? "text/csv; charset=utf-8"
               : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  work->reply->filename = g_strdup_printf ("%s.%s", title, is_csv ? "csv" : "xlsx");
  work->reply->stream = is_csv ? stream_csv : stream_xlsx;
  work->reply->stream_data = sheet;
  work->reply->stream_free = sheet_free;
  return TRUE;
}

typedef struct
{
  const AnfList *list;
  JsonArray *items;
} Page;

static gboolean
add_json_row (AnfWork *work, gpointer data, AnfLedgerRow *row, GError **error)
{
  Page *page = data;
  JsonObject *item = json_object_new ();
  json_object_set_string_member (item, "finding", row->finding->record->id);
  for (guint i = 0; i < page->list->n_columns; i++)
    {
      if (page->list->ids[i] == ANF_LIST_SEQUENCE)
        continue;
      g_autofree char *cell = anf_ledger_row_dup_cell (work, row, page->list->ids[i]);
      anf_json_set_string (item, anf_list_get_column (page->list->ids[i])->name, cell);
    }
  json_array_add_object_element (page->items, item);
  return TRUE;
}

gboolean
anf_ledger_sheet_reply_json (AnfWork *work,
                             AnfListKind kind,
                             AnfRecordsQuery *query,
                             GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  Page page = { .list = anf_list_get (kind), .items = json_array_new () };
  json_object_set_array_member (body, "items", page.items);
  if (!anf_work_parse_page (work, query, error))
    return FALSE;
  g_autoptr (GPtrArray) findings = anf_work_list_page (work, ANF_NOUN_FINDING, query, error);
  if (findings == NULL)
    return FALSE;
  for (guint i = 0; i < findings->len; i++)
    if (!visit_finding (work, findings->pdata[i], kind, add_json_row, &page, error))
      return FALSE;
  const AnfItem *last = findings->len > 0 ? findings->pdata[findings->len - 1] : NULL;
  g_autofree char *next = last != NULL && findings->len == query->limit
                              ? g_strdup_printf ("%" G_GINT64_FORMAT, last->record->seq)
                              : NULL;
  if (next != NULL)
    json_object_set_string_member (body, "next", next);
  else
    json_object_set_null_member (body, "next");
  anf_work_reply_text (work, "application/json", anf_json_format_object (body));
  return TRUE;
}
