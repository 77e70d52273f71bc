/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-table.h"

#include "anf-letter-page.h"

#define LEADING 1.4
#define PADDING 3.0
#define STROKE 0.5
#define FOOT_SIZE 10.5
/* Of the line that is signed on each page, and what is left free for it. */
#define SIGN_SIZE 12.0
#define SIGN_ROOM 36.0

typedef struct
{
  GPtrArray **cells; /* per column, of AnfLine */
  guint n_lines;
  double least;
} Row;

struct _AnfTable
{
  AnfSetting *setting;
  const AnfColumn *columns;
  gsize n_columns;
  double pitch;
  Row *headings; /* (nullable) */
  GPtrArray *rows;
};

static double
top_of (const AnfPrinter *self)
{
  return self->is_official ? ANF_AREA_TOP : self->margin * ANF_MM;
}

static double
bottom_of (const AnfPrinter *self)
{
  const double kept = self->each_page != NULL ? SIGN_ROOM : 0;
  return self->is_official ? ANF_AREA_BOTTOM : (self->height - self->margin) * ANF_MM - kept;
}

static double
get_left (const AnfPrinter *self)
{
  return self->is_official ? ANF_AREA_LEFT : self->margin * ANF_MM;
}

static double
get_width (const AnfPrinter *self)
{
  return self->is_official ? ANF_AREA_WIDTH : (self->width - 2 * self->margin) * ANF_MM;
}

static void
draw_foot (const AnfPrinter *self)
{
  g_autofree char *text = g_strdup_printf ("第 %u 页 共 %u 页", self->page, self->pages);
  g_autoptr (AnfLine) line = anf_setting_line (self->setting, ANF_FACE_SONG, text);
  const AnfScale scale = { .size = FOOT_SIZE };
  const double width = anf_line_get_width (line) * FOOT_SIZE;
  anf_line_draw (line, self->cr, &scale, (self->width * ANF_MM - width) / 2,
                 (self->height - self->margin + 5) * ANF_MM);
}

static void
draw_each_page (const AnfPrinter *self)
{
  const AnfScale scale = { .size = SIGN_SIZE };
  g_autoptr (AnfLine) line = anf_setting_line (self->setting, ANF_FACE_FANG, self->each_page);
  const double width = anf_line_get_width (line) * SIGN_SIZE;
  anf_line_draw (line, self->cr, &scale, get_left (self) + get_width (self) - width,
                 (self->height - self->margin) * ANF_MM - SIGN_SIZE);
}

void
anf_printer_begin (AnfPrinter *self)
{
  self->page++;
  self->y = top_of (self);
  if (self->sheets == NULL)
    return;
  self->cr = anf_sheets_begin (self->sheets, self->width, self->height);
  if (self->is_official)
    anf_page_number_draw (self->setting, self->cr, self->page);
  else
    draw_foot (self);
  if (self->each_page != NULL)
    draw_each_page (self);
}

double
anf_printer_room (const AnfPrinter *self)
{
  return bottom_of (self) - self->y;
}

void
anf_printer_line (AnfPrinter *self, AnfFaceUse use, double size, const char *text, double where)
{
  const double width = get_width (self);
  const AnfMeasure measure = { .width = width / size, .ragged = TRUE };
  const AnfRun run = { use, text };
  const AnfScale scale = { .size = size };
  g_autoptr (GPtrArray) lines = anf_setting_break (self->setting, &run, 1, &measure);
  for (guint i = 0; i < lines->len; i++)
    {
      const AnfLine *line = g_ptr_array_index (lines, i);
      const double x = get_left (self) + (width - anf_line_get_width (line) * size) * where;
      if (size > anf_printer_room (self))
        anf_printer_begin (self);
      if (self->cr != NULL)
        anf_line_draw (line, self->cr, &scale, x, self->y);
      self->y += size * LEADING;
    }
}

static void
row_free (gpointer data)
{
  Row *row = data;
  for (gsize i = 0; row->cells[i] != NULL; i++)
    g_ptr_array_unref (row->cells[i]);
  g_free (row->cells);
  g_free (row);
}

static GPtrArray *
set_cell (AnfTable *self, const AnfColumn *column, const char *text)
{
  GPtrArray *cell = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_line_free);
  g_auto (GStrv) parts = g_strsplit (text, "\n", -1);
  const AnfMeasure measure
      = { .width = (column->width * ANF_MM - 2 * PADDING) / column->size, .ragged = TRUE };
  for (gsize i = 0; parts[i] != NULL; i++)
    {
      const AnfRun run = { column->use, parts[i] };
      g_autoptr (GPtrArray) lines = anf_setting_break (self->setting, &run, 1, &measure);
      while (lines->len > 0)
        g_ptr_array_add (cell, g_ptr_array_steal_index (lines, 0));
    }
  return cell;
}

static Row *
set_row (AnfTable *self, const char *const *cells, double least)
{
  Row *row = g_new0 (Row, 1);
  row->cells = g_new0 (GPtrArray *, self->n_columns + 1);
  row->least = least;
  for (gsize i = 0; i < self->n_columns; i++)
    {
      row->cells[i] = set_cell (self, &self->columns[i], cells[i] != NULL ? cells[i] : "");
      row->n_lines = MAX (row->n_lines, row->cells[i]->len);
    }
  return row;
}

AnfTable *
anf_table_new (AnfSetting *setting, const AnfColumn *columns, gsize n_columns)
{
  AnfTable *self = g_new0 (AnfTable, 1);
  self->setting = setting;
  self->columns = columns;
  self->n_columns = n_columns;
  self->rows = g_ptr_array_new_with_free_func (row_free);
  g_autofree const char **headings = g_new0 (const char *, n_columns);
  for (gsize i = 0; i < n_columns; i++)
    {
      headings[i] = columns[i].heading;
      self->pitch = MAX (self->pitch, columns[i].size * LEADING);
    }
  if (headings[0] != NULL)
    self->headings = set_row (self, headings, 0);
  return self;
}

void
anf_table_free (AnfTable *self)
{
  g_clear_pointer (&self->headings, row_free);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

void
anf_table_add (AnfTable *self, const char *const *cells, double least)
{
  g_ptr_array_add (self->rows, set_row (self, cells, least));
}

static double
row_height (const AnfTable *self, const Row *row, guint n_lines)
{
  return MAX (row->least, n_lines * self->pitch + 2 * PADDING);
}

/* Lines [first, last) of a row, with its frame. */
static void
draw_part (const AnfTable *self, AnfPrinter *printer, const Row *row, guint first, guint last)
{
  const double height = row_height (self, row, last - first);
  double x = get_left (printer);
  for (gsize i = 0; printer->cr != NULL && i < self->n_columns; i++)
    {
      const AnfColumn *column = &self->columns[i];
      const AnfScale scale = { .size = column->size };
      const double width = column->width * ANF_MM;
      cairo_set_line_width (printer->cr, STROKE);
      cairo_rectangle (printer->cr, x, printer->y, width, height);
      cairo_stroke (printer->cr);
      for (guint n = first; n < MIN (last, row->cells[i]->len); n++)
        {
          const AnfLine *line = g_ptr_array_index (row->cells[i], n);
          const double white = width - anf_line_get_width (line) * column->size;
          const double left = column->centred || row == self->headings ? white / 2 : PADDING;
          anf_line_draw (line, printer->cr, &scale, x + left,
                         printer->y + PADDING + (n - first) * self->pitch
                             + (self->pitch - column->size) / 2);
        }
      x += width;
    }
  printer->y += height;
}

static void
begin_page (const AnfTable *self, AnfPrinter *printer)
{
  anf_printer_begin (printer);
  if (self->headings != NULL)
    draw_part (self, printer, self->headings, 0, self->headings->n_lines);
}

static void
draw_row (const AnfTable *self, AnfPrinter *printer, const Row *row)
{
  const double page
      = bottom_of (printer) - top_of (printer)
        - (self->headings == NULL ? 0 : row_height (self, self->headings, self->headings->n_lines));
  const double whole = row_height (self, row, row->n_lines);
  if (whole > anf_printer_room (printer) && whole <= page)
    begin_page (self, printer);
  guint first = 0;
  while (first < row->n_lines)
    {
      const double room = anf_printer_room (printer) - 2 * PADDING;
      const guint fits = room < self->pitch ? 0 : (guint)(room / self->pitch + 0.001);
      if (fits == 0)
        {
          begin_page (self, printer);
          continue;
        }
      const guint last = MIN (row->n_lines, first + fits);
      draw_part (self, printer, row, first, last);
      first = last;
    }
}

void
anf_table_draw (const AnfTable *self, AnfPrinter *printer)
{
  const double least = 2 * self->pitch + 4 * PADDING;
  if (self->headings != NULL)
    {
      if (row_height (self, self->headings, self->headings->n_lines) + least
          > anf_printer_room (printer))
        anf_printer_begin (printer);
      draw_part (self, printer, self->headings, 0, self->headings->n_lines);
    }
  for (guint i = 0; i < self->rows->len; i++)
    draw_row (self, printer, g_ptr_array_index (self->rows, i));
}
