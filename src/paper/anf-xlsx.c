/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-xlsx.h"

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-paper-limits.h"

#include <glib/gi18n.h>

#include <math.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

struct _AnfXlsx
{
  AnfFd fd;
  lxw_workbook *book; /* NULL once it is finished */
  lxw_format *head;
  lxw_format *formats[ANF_CELL_PERCENT + 1];
  lxw_worksheet *sheet;
  char *title;
  char *note;      /* (nullable): of the sheet */
  guint continued; /* sheets of this title before */
  const AnfGridColumn *columns;
  guint n_columns;
  lxw_row_t row; /* the next */
};

static gboolean
throw_lxw (lxw_error code, GError **error)
{
  return anf_error_throw (error, ANF_ERROR_NO_SPACE, _ ("the workbook could not be written: %s"),
                          lxw_strerror (code));
}

static void
make_formats (AnfXlsx *self)
{
  static const char *const numbers[]
      = { [ANF_CELL_DATE] = "yyyy-mm-dd", [ANF_CELL_PERCENT] = "0.00%" };
  self->head = workbook_add_format (self->book);
  format_set_bold (self->head);
  format_set_text_wrap (self->head);
  format_set_align (self->head, LXW_ALIGN_VERTICAL_CENTER);
  for (guint i = 0; i < G_N_ELEMENTS (self->formats); i++)
    {
      self->formats[i] = workbook_add_format (self->book);
      format_set_align (self->formats[i], LXW_ALIGN_VERTICAL_TOP);
      if (i < G_N_ELEMENTS (numbers) && numbers[i] != NULL)
        format_set_num_format (self->formats[i], numbers[i]);
    }
  format_set_text_wrap (self->formats[ANF_CELL_TEXT]);
}

AnfXlsx *
anf_xlsx_new (gint64 created, GError **error)
{
  g_autofree char *name = NULL;
  g_autoptr (AnfXlsx) self = g_new0 (AnfXlsx, 1);
  self->fd = g_file_open_tmp ("anfang-XXXXXX.xlsx", &name, error);
  if (self->fd < 0)
    return NULL;
  /* What is in it is nobody's but the reader's who asked. */
  (void)g_unlink (name);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", self->fd);
  lxw_workbook_options options
      = { .constant_memory = LXW_TRUE, .tmpdir = (char *)g_get_tmp_dir (), .use_zip64 = LXW_TRUE };
  self->book = workbook_new_opt (path, &options);
  if (self->book == NULL)
    {
      throw_lxw (LXW_ERROR_MEMORY_MALLOC_FAILED, error);
      return NULL;
    }
  lxw_doc_properties properties = { .author = (char *)"Anfang", .created = (time_t)created };
  (void)workbook_set_properties (self->book, &properties);
  make_formats (self);
  return g_steal_pointer (&self);
}

void
anf_xlsx_free (AnfXlsx *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->book, lxw_workbook_free);
  anf_fd_clear (&self->fd);
  g_free (self->title);
  g_free (self->note);
  g_free (self);
}

/* At most 31 UTF-16 units, which is as many characters of those that names are made of. */
static char *
make_sheet_name (const AnfXlsx *self)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  for (const char *c = self->title; *c != '\0'; c = g_utf8_next_char (c))
    if (strchr ("[]:*?/\\'", *c) == NULL)
      g_string_append_unichar (plain, g_utf8_get_char (c));
  g_autofree char *cut = g_utf8_substring (plain->str, 0, MIN (g_utf8_strlen (plain->str, -1), 25));
  return self->continued == 0 ? g_steal_pointer (&cut)
                              : g_strdup_printf ("%s %u", cut, self->continued + 1);
}

/* The rows that were added are what is filtered; the file says so only at its end. */
static void
end_sheet (AnfXlsx *self)
{
  if (self->sheet == NULL)
    return;
  (void)worksheet_autofilter (self->sheet, 0, 0, MAX (self->row, 1) - 1,
                              (lxw_col_t)(self->n_columns - 1));
  if (self->note != NULL)
    (void)worksheet_write_string (self->sheet, self->row + 1, 0, self->note, NULL);
}

static gboolean
open_sheet (AnfXlsx *self, GError **error)
{
  end_sheet (self);
  g_autofree char *name = make_sheet_name (self);
  self->sheet = workbook_add_worksheet (self->book, name);
  if (self->sheet == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("a workbook cannot have a sheet “%s”"),
                            name);
  worksheet_freeze_panes (self->sheet, 1, 0);
  worksheet_repeat_rows (self->sheet, 0, 0);
  worksheet_set_landscape (self->sheet);
  for (guint i = 0; i < self->n_columns; i++)
    {
      const lxw_col_t column = (lxw_col_t)i;
      (void)worksheet_set_column (self->sheet, column, column, self->columns[i].width, NULL);
      const lxw_error code
          = worksheet_write_string (self->sheet, 0, column, self->columns[i].heading, self->head);
      if (code != LXW_NO_ERROR)
        return throw_lxw (code, error);
    }
  self->row = 1;
  return TRUE;
}

gboolean
anf_xlsx_begin_sheet (
    AnfXlsx *self, const char *title, const AnfGridColumn *columns, guint n_columns, GError **error)
{
  g_return_val_if_fail (n_columns > 0 && self->book != NULL, FALSE);
  end_sheet (self);
  self->sheet = NULL;
  g_free (self->title);
  self->title = g_strdup (title);
  g_clear_pointer (&self->note, g_free);
  self->columns = columns;
  self->n_columns = n_columns;
  self->continued = 0;
  return open_sheet (self, error);
}

void
anf_xlsx_set_note (AnfXlsx *self, const char *note)
{
  g_free (self->note);
  self->note = g_strdup (note);
}

static lxw_error
write_text (AnfXlsx *self, lxw_col_t column, const char *cell)
{
  lxw_format *format = self->formats[ANF_CELL_TEXT];
  if (g_utf8_strlen (cell, -1) <= ANF_XLSX_TEXT_MAX)
    return worksheet_write_string (self->sheet, self->row, column, cell, format);
  g_autofree char *head = g_utf8_substring (cell, 0, ANF_XLSX_TEXT_MAX - 1);
  g_autofree char *cut = g_strconcat (head, "…", NULL);
  return worksheet_write_string (self->sheet, self->row, column, cut, format);
}

static gboolean
parse_number (const char *cell, double *number)
{
  char *end = NULL;
  *number = g_ascii_strtod (cell, &end);
  return end != cell && *end == '\0' && isfinite (*number);
}

static lxw_error
write_cell (AnfXlsx *self, lxw_col_t column, const char *cell)
{
  const AnfCellKind kind = self->columns[column].kind;
  GDate date;
  double number = 0;
  if (kind == ANF_CELL_DATE && anf_date_parse (cell, &date, NULL))
    {
      lxw_datetime when = { .year = g_date_get_year (&date),
                            .month = (int)g_date_get_month (&date),
                            .day = g_date_get_day (&date) };
      return worksheet_write_datetime (self->sheet, self->row, column, &when, self->formats[kind]);
    }
  if ((kind == ANF_CELL_NUMBER || kind == ANF_CELL_PERCENT) && parse_number (cell, &number))
    return worksheet_write_number (self->sheet, self->row, column, number, self->formats[kind]);
  return write_text (self, column, cell);
}

gboolean
anf_xlsx_add_row (AnfXlsx *self, const char *const *cells, GError **error)
{
  g_return_val_if_fail (self->sheet != NULL, FALSE);
  if (self->row >= ANF_XLSX_ROWS_MAX)
    {
      self->continued++;
      if (!open_sheet (self, error))
        return FALSE;
    }
  for (guint i = 0; i < self->n_columns; i++)
    {
      if (cells[i] == NULL || *cells[i] == '\0')
        continue;
      if (!g_utf8_validate (cells[i], -1, NULL))
        return anf_error_throw (error, ANF_ERROR_INVALID, _ ("column %u of the table is not UTF-8"),
                                i + 1);
      const lxw_error code = write_cell (self, (lxw_col_t)i, cells[i]);
      if (code != LXW_NO_ERROR)
        return throw_lxw (code, error);
    }
  self->row++;
  return TRUE;
}

/* The library does not look whether its rows reached the disk. */
static gboolean
check_rows (const AnfXlsx *self, GError **error)
{
  lxw_worksheet *sheet;
  STAILQ_FOREACH (sheet, self->book->worksheets, list_pointers)
  if (sheet->optimize_tmpfile != NULL
      && (fflush (sheet->optimize_tmpfile) != 0 || ferror (sheet->optimize_tmpfile) != 0))
    return throw_lxw (LXW_ERROR_CREATING_TMPFILE, error);
  return TRUE;
}

int
anf_xlsx_finish (AnfXlsx *self, GError **error)
{
  g_return_val_if_fail (self->book != NULL && self->sheet != NULL, -1);
  end_sheet (self);
  if (!check_rows (self, error))
    return -1;
  const lxw_error code = workbook_close (g_steal_pointer (&self->book));
  if (code == LXW_NO_ERROR && lseek (self->fd, 0, SEEK_SET) == 0)
    return g_steal_fd (&self->fd);
  throw_lxw (code, error);
  return -1;
}
