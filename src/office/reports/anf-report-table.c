/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-report-table.h"

#include "anf-csv.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-json.h"
#include "anf-span.h"
#include "anf-xlsx.h"

#include <string.h>
#include <sys/stat.h>

static const char *const kinds[] = { [ANF_CELL_TEXT] = "text",
                                     [ANF_CELL_DATE] = "date",
                                     [ANF_CELL_NUMBER] = "number",
                                     [ANF_CELL_PERCENT] = "percent" };

JsonObject *
anf_report_table_new (const char *name,
                      const char *title,
                      const AnfGridColumn *columns,
                      guint n_columns)
{
  g_assert (n_columns <= ANF_REPORT_COLUMNS_MAX);
  JsonObject *table = json_object_new ();
  JsonArray *heads = json_array_new ();
  for (guint i = 0; i < n_columns; i++)
    {
      JsonObject *head = json_object_new ();
      json_object_set_string_member (head, "name", columns[i].name);
      json_object_set_string_member (head, "heading", columns[i].heading);
      json_object_set_string_member (head, "kind", kinds[columns[i].kind]);
      json_object_set_int_member (head, "width", columns[i].width);
      json_array_add_object_element (heads, head);
    }
  json_object_set_string_member (table, "name", name);
  json_object_set_string_member (table, "title", title);
  json_object_set_array_member (table, "columns", heads);
  json_object_set_array_member (table, "rows", json_array_new ());
  return table;
}

void
anf_report_table_add (JsonObject *table, GPtrArray *cells)
{
  JsonArray *row = json_array_new ();
  for (guint i = 0; i < cells->len; i++)
    if (cells->pdata[i] != NULL)
      json_array_add_string_element (row, cells->pdata[i]);
    else
      json_array_add_null_element (row);
  json_array_add_array_element (anf_json_peek_array (table, "rows"), row);
  g_ptr_array_set_free_func (cells, g_free);
  g_ptr_array_unref (cells);
}

void
anf_report_table_add_line (JsonObject *table, const char *name, gint64 number, const char *key)
{
  GPtrArray *cells = g_ptr_array_new ();
  g_ptr_array_add (cells, g_strdup (name));
  g_ptr_array_add (cells, g_strdup_printf ("%" G_GINT64_FORMAT, number));
  if (key != NULL)
    g_ptr_array_add (cells, g_strdup (key));
  anf_report_table_add (table, cells);
}

/* Borrowed from the table. */
guint
anf_report_table_read_columns (JsonObject *table, AnfGridColumn columns[ANF_REPORT_COLUMNS_MAX])
{
  JsonArray *heads = anf_json_peek_array (table, "columns");
  const guint count = MIN (json_array_get_length (heads), ANF_REPORT_COLUMNS_MAX);
  for (guint i = 0; i < count; i++)
    {
      JsonObject *head = json_array_get_object_element (heads, i);
      const char *kind = anf_json_peek_string (head, "kind");
      columns[i] = (AnfGridColumn){ .name = anf_json_peek_string (head, "name"),
                                    .heading = anf_json_peek_string (head, "heading"),
                                    .width = (guint)anf_json_peek_int (head, "width", 12) };
      for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
        if (g_strcmp0 (kinds[k], kind) == 0)
          columns[i].kind = (AnfCellKind)k;
    }
  return count;
}

gboolean
anf_report_table_is_key (const char *table, const char *column)
{
  static const struct
  {
    const char *table;
    const char *column;
  } keys[] = { { "summary", "count" }, { "indicators", "id" } };
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_strcmp0 (keys[i].table, table) == 0 && g_strcmp0 (keys[i].column, column) == 0)
      return TRUE;
  return FALSE;
}

char *
anf_report_table_word_period (const char *period)
{
  AnfSpan span = { 0 };
  const char *slash = strchr (period, '/');
  if (slash != NULL)
    return g_strdup_printf ("%.*s至%s", (int)(slash - period), period, slash + 1);
  return anf_span_parse (period, &span, NULL) ? anf_span_describe (&span) : g_strdup (period);
}

/* A table as its sheet has it. */
typedef struct
{
  AnfGridColumn columns[ANF_REPORT_COLUMNS_MAX];
  guint from[ANF_REPORT_COLUMNS_MAX]; /* their places in the table */
  guint n_columns;
  const char *cells[ANF_REPORT_COLUMNS_MAX];
  GStringChunk *texts;
} Sheet;

static void
sheet_clear (Sheet *self)
{
  g_clear_pointer (&self->texts, g_string_chunk_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sheet, sheet_clear)

static void
sheet_begin (Sheet *self, JsonObject *table)
{
  AnfGridColumn all[ANF_REPORT_COLUMNS_MAX] = { 0 };
  const guint count = anf_report_table_read_columns (table, all);
  self->texts = g_string_chunk_new (1024);
  for (guint i = 0; i < count; i++)
    if (!anf_report_table_is_key (anf_json_peek_string (table, "name"), all[i].name))
      {
        self->from[self->n_columns] = i;
        self->columns[self->n_columns++] = all[i];
      }
}

static void
sheet_read (Sheet *self, JsonArray *row)
{
  for (guint i = 0; i < self->n_columns; i++)
    {
      const guint from = self->from[i];
      const char *cell
          = from < json_array_get_length (row) ? anf_json_array_get_string (row, from) : NULL;
      const gboolean is_period = cell != NULL && strcmp (self->columns[i].name, "period") == 0;
      g_autofree char *words = is_period ? anf_report_table_word_period (cell) : NULL;
      self->cells[i] = words != NULL ? g_string_chunk_insert_const (self->texts, words) : cell;
    }
}

static gboolean
take_bytes (gconstpointer bytes, gsize size, gpointer data, GError **error)
{
  g_string_append_len (data, bytes, (gssize)size);
  return TRUE;
}

/* Every row of CSV has as many cells as the widest table. */
static gboolean
write_csv_table (AnfCsv *csv, JsonObject *table, guint width, GError **error)
{
  g_auto (Sheet) sheet = { 0 };
  JsonArray *rows = anf_json_peek_array (table, "rows");
  sheet_begin (&sheet, table);
  sheet.cells[0] = anf_json_peek_string (table, "title");
  if (!anf_csv_add_row (csv, sheet.cells, width, error))
    return FALSE;
  for (guint i = 0; i < sheet.n_columns; i++)
    sheet.cells[i] = sheet.columns[i].heading;
  if (!anf_csv_add_row (csv, sheet.cells, width, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      sheet_read (&sheet, json_array_get_array_element (rows, i));
      if (!anf_csv_add_row (csv, sheet.cells, width, error))
        return FALSE;
    }
  return TRUE;
}

static guint
get_width (JsonObject *table)
{
  g_auto (Sheet) sheet = { 0 };
  sheet_begin (&sheet, table);
  return sheet.n_columns;
}

static char *
write_csv (JsonArray *tables, GError **error)
{
  guint width = 1;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (AnfCsv) csv = anf_csv_new (take_bytes, text);
  for (guint i = 0; i < json_array_get_length (tables); i++)
    width = MAX (width, get_width (json_array_get_object_element (tables, i)));
  for (guint i = 0; i < json_array_get_length (tables); i++)
    if (!write_csv_table (csv, json_array_get_object_element (tables, i), width, error))
      return NULL;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
write_xlsx_table (AnfXlsx *xlsx, JsonObject *table, GError **error)
{
  g_auto (Sheet) sheet = { 0 };
  JsonArray *rows = anf_json_peek_array (table, "rows");
  sheet_begin (&sheet, table);
  if (!anf_xlsx_begin_sheet (xlsx, anf_json_peek_string (table, "title"), sheet.columns,
                             sheet.n_columns, error))
    return FALSE;
  anf_xlsx_set_note (xlsx, anf_json_peek_string (table, "note"));
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      sheet_read (&sheet, json_array_get_array_element (rows, i));
      if (!anf_xlsx_add_row (xlsx, sheet.cells, error))
        return FALSE;
    }
  return TRUE;
}

static int
write_xlsx (JsonArray *tables, gint64 created, GError **error)
{
  g_autoptr (AnfXlsx) xlsx = anf_xlsx_new (created, error);
  if (xlsx == NULL)
    return -1;
  for (guint i = 0; i < json_array_get_length (tables); i++)
    if (!write_xlsx_table (xlsx, json_array_get_object_element (tables, i), error))
      return -1;
  return anf_xlsx_finish (xlsx, error);
}

gboolean
anf_report_table_reply (AnfWork *work,
                        JsonArray *tables,
                        AnfSheetFormat format,
                        const char *title,
                        gint64 created,
                        GError **error)
{
  if (format == ANF_SHEET_CSV)
    {
      char *text = write_csv (tables, error);
      if (text == NULL)
        return FALSE;
      anf_work_reply_text (work, "text/csv; charset=utf-8", text);
      work->reply->filename = g_strdup_printf ("%s.csv", title);
      return TRUE;
    }
  g_auto (AnfFd) fd = write_xlsx (tables, created, error);
  struct stat status;
  if (fd < 0)
    return FALSE;
  if (fstat (fd, &status) != 0)
    return anf_error_throw (error, ANF_ERROR_FAILED, "fstat");
  anf_work_reply_empty (work);
  work->reply->status = 200;
  work->reply->content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  work->reply->filename = g_strdup_printf ("%s.xlsx", title);
  work->reply->length = status.st_size;
  work->reply->fd = g_steal_fd (&fd);
  return TRUE;
}
