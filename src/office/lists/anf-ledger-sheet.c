/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-ledger-sheet.h"

#include "anf-json.h"

static void
free_scan (gpointer data)
{
  anf_ledger_scan_free (data);
}

typedef struct
{
  const AnfLedgerScan *scan;
  AnfListStream *stream;
} Sheet;

static gboolean
add_row (AnfWork *work, AnfLedgerRow *row, gpointer data, GError **error)
{
  const Sheet *sheet = data;
  const GArray *ids = sheet->scan->ids;
  g_autoptr (GPtrArray) cells = g_ptr_array_new_full (ids->len, g_free);
  row->number = anf_list_stream_count (sheet->stream);
  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (cells,
                     anf_ledger_row_dup_cell (work, row, g_array_index (ids, AnfListColumn, i)));
  return anf_list_stream_add (sheet->stream, (const char *const *)cells->pdata, error);
}

static gboolean
read_page (AnfWork *work, AnfListStream *stream, gpointer source, GError **error)
{
  AnfLedgerScan *scan = source;
  Sheet sheet = { .scan = scan, .stream = stream };
  if (!anf_ledger_scan_page (work, scan, add_row, &sheet, error))
    return FALSE;
  if (scan->ended)
    anf_list_stream_end (stream);
  return TRUE;
}

char *
anf_ledger_sheet_dup_title (AnfWork *work, const AnfLedgerScan *scan, GError **error)
{
  const AnfList *list = anf_list_get (scan->kind);
  const char *id = scan->query.scheme != NULL ? scan->query.scheme : scan->query.scheme_tree;
  if (id == NULL)
    return g_strdup (list->title);
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, id, error);
  if (scheme == NULL)
    return NULL;
  const char *name = anf_scheme_find_list_name (scheme, list->name);
  return g_strdup (name != NULL ? name : list->title);
}

gboolean
anf_ledger_sheet_reply (AnfWork *work, AnfSheetFormat format, AnfLedgerScan *scan, GError **error)
{
  g_autoptr (AnfLedgerScan) own = scan;
  char *title = anf_ledger_sheet_dup_title (work, scan, error);
  if (title == NULL)
    return FALSE;
  const AnfListSource source = {
    .format = format,
    .title = title,
    .columns = g_memdup2 (scan->columns, scan->ids->len * sizeof (AnfGridColumn)),
    .n_columns = scan->ids->len,
    .read = read_page,
    .source = g_steal_pointer (&own),
    .free_source = free_scan,
  };
  anf_list_stream_reply (work, &source);
  return TRUE;
}

typedef struct
{
  const AnfLedgerScan *scan;
  JsonArray *items;
} Page;

static gboolean
add_json_row (AnfWork *work, AnfLedgerRow *row, gpointer data, GError **error)
{
  const Page *page = data;
  JsonObject *item = json_object_new ();
  json_object_set_string_member (item, "finding", row->finding->record->id);
  for (guint i = 1; i < page->scan->ids->len; i++)
    {
      g_autofree char *cell
          = anf_ledger_row_dup_cell (work, row, g_array_index (page->scan->ids, AnfListColumn, i));
      anf_json_set_string (item, page->scan->columns[i].name, cell);
    }
  json_array_add_object_element (page->items, item);
  return TRUE;
}

gboolean
anf_ledger_sheet_reply_json (AnfWork *work, AnfLedgerScan *scan, GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  Page page = { .scan = scan, .items = json_array_new () };
  json_object_set_array_member (body, "items", page.items);
  if (!anf_ledger_scan_begin (work, scan, error)
      || !anf_ledger_scan_page (work, scan, add_json_row, &page, error))
    return FALSE;
  g_autofree char *next = anf_ledger_scan_dup_next (work, scan);
  if (next != NULL)
    json_object_set_string_member (body, "next", next);
  else
    json_object_set_null_member (body, "next");
  anf_work_reply_text (work, "application/json", anf_json_format_object (body));
  return TRUE;
}
