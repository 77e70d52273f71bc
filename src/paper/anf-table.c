/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-table.h"

#include "anf-letter-page.h"

#define LEADING 1.4
#define PADDING 3.0
/* Closest, where a few lines more go on a page. */
#define LEADING_MIN 1.25
#define PADDING_MIN 2.0
#define STROKE 0.5
#define FOOT_SIZE 10.5
/* Of the line that is signed on each page, and what is left free for it. */
#define SIGN_SIZE 12.0
#define SIGN_ROOM 36.0
/* How many lines of a parted row stand together at least. */
#define TOGETHER 2
/* A row of a form that is higher than this part of a page is rather parted than moved. */
#define MOVED_MAX (1.0 / 4)

typedef struct
{
  GPtrArray **cells; /* per column, of AnfLine */
  GPtrArray *again;  /* of AnfLine: the first cell, where the row goes on */
  guint n_lines;
  double least;
} Row;

struct _AnfTable
{
  AnfSetting *setting;
  const AnfColumn *columns;
  gsize n_columns;
  double size;   /* of its largest text */
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
get_leading (const AnfPrinter *self)
{
  return LEADING - self->closer * (LEADING - LEADING_MIN);
}

/* What is white above and below the lines of a row. */
static double
get_white (const AnfPrinter *self)
{
  return 2 * (PADDING - self->closer * (PADDING - PADDING_MIN));
}

static double
get_pitch (const AnfTable *self, const AnfPrinter *printer)
{
  return self->size * get_leading (printer);
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

double
anf_printer_page (const AnfPrinter *self)
{
  return bottom_of (self) - top_of (self);
}

GPtrArray *
anf_printer_break (const AnfPrinter *self, AnfFaceUse use, double size, const char *text)
{
  const AnfMeasure measure = { .width = get_width (self) / size, .ragged = TRUE };
  const AnfRun run = { use, text };
  return anf_setting_break (self->setting, &run, 1, &measure);
}

double
anf_printer_measure (const AnfPrinter *self, AnfFaceUse use, double size, const char *text)
{
  g_autoptr (GPtrArray) lines = anf_printer_break (self, use, size, text);
  return anf_printer_measure_lines (self, lines->len, size);
}

double
anf_printer_measure_lines (const AnfPrinter *self, guint n_lines, double size)
{
  return n_lines * size * get_leading (self);
}

guint
anf_printer_lines (AnfPrinter *self, const AnfText *text, guint cut)
{
  const double width = get_width (self);
  const AnfScale scale = { .size = text->size };
  guint page = 0;
  for (guint i = 0; i < text->lines->len; i++)
    {
      const AnfLine *line = g_ptr_array_index (text->lines, i);
      const double x
          = get_left (self) + (width - anf_line_get_width (line) * text->size) * text->where;
      if (text->size > anf_printer_room (self) || (cut > 0 && i == cut))
        anf_printer_begin (self);
      page = i == 0 ? self->page : page;
      if (self->cr != NULL)
        anf_line_draw (line, self->cr, &scale, x, self->y);
      self->y += text->size * get_leading (self);
    }
  return page;
}

void
anf_printer_line (AnfPrinter *self, AnfFaceUse use, double size, const char *text, double where)
{
  g_autoptr (GPtrArray) lines = anf_printer_break (self, use, size, text);
  const AnfText set = { lines, size, where };
  (void)anf_printer_lines (self, &set, 0);
}

static void
row_free (gpointer data)
{
  Row *row = data;
  for (gsize i = 0; row->cells[i] != NULL; i++)
    g_ptr_array_unref (row->cells[i]);
  g_ptr_array_unref (row->again);
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
  g_autofree char *again = g_strconcat (cells[0] != NULL ? cells[0] : "",
                                        self->headings != NULL ? "\n续" : "（续）", NULL);
  row->again = set_cell (self, &self->columns[0], again);
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
      self->size = MAX (self->size, columns[i].size);
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

guint
anf_table_add (AnfTable *self, const char *const *cells, double least)
{
  g_ptr_array_add (self->rows, set_row (self, cells, least));
  return self->rows->len - 1;
}

static void
append_hash (GString *out, const char *name, const char *hash)
{
  if (hash == NULL || *hash == '\0')
    return;
  const gsize half = strlen (hash) > 32 && g_str_is_ascii (hash) ? 32 : strlen (hash);
  g_string_append_printf (out, "%s%s\n%.*s", out->len == 0 ? "" : "\n", name, (int)half, hash);
  if (hash[half] != '\0')
    g_string_append_printf (out, "\n%s", hash + half);
}

char *
anf_table_dup_hashes (const char *sha256, const char *sm3)
{
  g_autoptr (GString) out = g_string_new (NULL);
  append_hash (out, "SHA-256", sha256);
  append_hash (out, "SM3", sm3);
  return g_strdup (out->str);
}

void
anf_table_set_least (AnfTable *self, guint row, double least)
{
  Row *set = g_ptr_array_index (self->rows, row);
  set->least = least;
}

guint
anf_table_count_lines (const AnfTable *self, guint row)
{
  const Row *set = g_ptr_array_index (self->rows, row);
  return set->n_lines;
}

static double
lines_height (const AnfTable *self, const AnfPrinter *printer, guint n_lines)
{
  return n_lines * get_pitch (self, printer) + get_white (printer);
}

static double
row_height (const AnfTable *self, const AnfPrinter *printer, const Row *row)
{
  return MAX (row->least, lines_height (self, printer, row->n_lines));
}

double
anf_table_measure (const AnfTable *self, const AnfPrinter *printer, guint row)
{
  return row_height (self, printer, g_ptr_array_index (self->rows, row));
}

/* Lines [first, last) of a cell. */
typedef struct
{
  const GPtrArray *lines;
  guint first;
  guint last;
  gboolean centred;
} Shown;

static void
draw_lines (const AnfTable *self,
            AnfPrinter *printer,
            const AnfColumn *column,
            double x,
            const Shown *shown)
{
  const AnfScale scale = { .size = column->size };
  const double pitch = get_pitch (self, printer);
  for (guint n = shown->first; n < MIN (shown->last, shown->lines->len); n++)
    {
      const AnfLine *line = g_ptr_array_index (shown->lines, n);
      const double white = column->width * ANF_MM - anf_line_get_width (line) * column->size;
      anf_line_draw (line, printer->cr, &scale, x + (shown->centred ? white / 2 : PADDING),
                     printer->y + get_white (printer) / 2 + (n - shown->first) * pitch
                         + (pitch - column->size) / 2);
    }
}

/* Lines [first, last) of a row, with its frame. */
static void
draw_part (const AnfTable *self, AnfPrinter *printer, const Row *row, guint first, guint last)
{
  const gboolean is_whole = first == 0 && last == row->n_lines;
  const guint n_lines = MAX (last - first, first > 0 ? row->again->len : 0);
  const double height = MAX (is_whole ? row->least : 0, lines_height (self, printer, n_lines));
  double x = get_left (printer);
  for (gsize i = 0; printer->cr != NULL && i < self->n_columns; i++)
    {
      const AnfColumn *column = &self->columns[i];
      const double width = column->width * ANF_MM;
      Shown shown = { row->cells[i], first, last, column->centred || row == self->headings };
      if (i == 0 && first > 0)
        shown = (Shown){ row->again, 0, row->again->len, shown.centred };
      cairo_set_line_width (printer->cr, STROKE);
      cairo_rectangle (printer->cr, x, printer->y, width, height);
      cairo_stroke (printer->cr);
      draw_lines (self, printer, column, x, &shown);
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

static double
page_height (const AnfTable *self, const AnfPrinter *printer)
{
  const double all = anf_printer_page (printer);
  return self->headings == NULL ? all : all - row_height (self, printer, self->headings);
}

/* Whether a row that does not fit goes to the next page as a whole. */
static gboolean
is_moved (const AnfTable *self, const AnfPrinter *printer, const Row *row)
{
  const double whole = row_height (self, printer, row);
  const double page = page_height (self, printer);
  /* Room to write in is of use in one piece only. */
  if (self->headings != NULL || row->n_lines < 2 * TOGETHER || whole <= row->least)
    return whole <= page;
  return whole <= page * MOVED_MAX;
}

/* How many of the lines from @first on go on the page: all, or as many as leave no line alone. */
static guint
count_fitting (const AnfTable *self, const AnfPrinter *printer, const Row *row, guint first)
{
  const double pitch = get_pitch (self, printer);
  const double room = anf_printer_room (printer) - get_white (printer);
  const guint rest = row->n_lines - first;
  const guint fits = room < pitch ? 0 : (guint)(room / pitch + 0.001);
  const guint least = first == 0 ? MAX (TOGETHER, row->cells[0]->len) : row->again->len;
  if (fits >= rest)
    return rest;
  return fits < MIN (rest, least) ? 0 : MIN (fits, MAX (rest, TOGETHER + 1) - TOGETHER);
}

guint
anf_table_draw_row (const AnfTable *self, AnfPrinter *printer, guint index, guint cut)
{
  const Row *row = g_ptr_array_index (self->rows, index);
  if (cut == 0 && row_height (self, printer, row) > anf_printer_room (printer)
      && is_moved (self, printer, row))
    begin_page (self, printer);
  /* A page without anything on it takes what it can. */
  gboolean is_new = FALSE;
  guint page = 0;
  for (guint first = 0; first < row->n_lines;)
    {
      const guint fits = count_fitting (self, printer, row, first);
      if ((fits == 0 && !is_new) || (cut > 0 && first == cut))
        {
          begin_page (self, printer);
          cut = first == cut ? 0 : cut;
          is_new = TRUE;
          continue;
        }
      const guint last = MIN (first < cut ? cut : row->n_lines, first + MAX (fits, 1));
      page = first == 0 ? printer->page : page;
      draw_part (self, printer, row, first, last);
      first = last;
      is_new = FALSE;
    }
  return page;
}

void
anf_table_draw (const AnfTable *self, AnfPrinter *printer, double after)
{
  const double least = lines_height (self, printer, 2) + get_white (printer);
  if (self->headings != NULL)
    {
      if (row_height (self, printer, self->headings) + least > anf_printer_room (printer))
        anf_printer_begin (printer);
      draw_part (self, printer, self->headings, 0, self->headings->n_lines);
    }
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = g_ptr_array_index (self->rows, i);
      const double whole = row_height (self, printer, row) + after;
      if (after > 0 && i > 0 && i + 1 == self->rows->len && whole > anf_printer_room (printer)
          && is_moved (self, printer, row))
        begin_page (self, printer);
      (void)anf_table_draw_row (self, printer, i, 0);
    }
}
