/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-brief.h"

#include "anf-brief-check.h"
#include "anf-brief-columns.h"
#include "anf-chart-draw.h"
#include "anf-clock.h"
#include "anf-error.h"
#include "anf-letter-page.h"
#include "anf-paper-limits.h"
#include "anf-table.h"
#include "anf-template.h"
#include "anf-title.h"

#include <glib/gi18n.h>

#include <string.h>

#define WIDTH 210.0
#define HEIGHT 297.0
#define EPSILON 0.01
#define PITCH (ANF_SIZE_3 + ANF_GAP)
/* Lines of text that a heading needs below it, and that go on with 署名 to another page. */
#define KEPT 2
#define CAPTION_SIZE 12.0
/* What is noted below a table, and the white above it. */
#define NOTE_SIZE 10.5
#define NOTE_GAP 3.0
/* What a caption needs below it: the head of a table and two rows. */
#define TABLE_LEAST 100.0

/* A line, an empty line, or a chart. */
typedef struct
{
  AnfLine *line;
  AnfScale scale;
  double x;
  const AnfChart *chart;
  guint kept; /* lines that stay with it */
} Block;

typedef struct
{
  const AnfBrief *brief;
  AnfSetting *setting;
  GArray *blocks;
  guint tail;        /* the first block of what follows the text */
  GPtrArray *tables; /* AnfTable */
  GPtrArray *columns;
  GStringChunk *headings;
} Draft;

static const AnfScale body_scale = { ANF_SIZE_3, ANF_COLUMN };
static const AnfScale title_scale = { ANF_SIZE_2, 0 };

static void
block_clear (gpointer data)
{
  Block *block = data;
  g_clear_pointer (&block->line, anf_line_free);
}

static void
draft_clear (Draft *self)
{
  g_clear_pointer (&self->blocks, g_array_unref);
  g_clear_pointer (&self->tables, g_ptr_array_unref);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->headings, g_string_chunk_free);
  g_clear_pointer (&self->setting, anf_setting_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

static void
add_line (Draft *self, AnfLine *line, const AnfScale *scale, double x)
{
  const Block block = { .line = line, .scale = *scale, .x = x };
  g_array_append_val (self->blocks, block);
}

static void
add_empty (Draft *self, guint lines)
{
  for (guint i = 0; i < lines; i++)
    add_line (self, NULL, &body_scale, 0);
}

static void
add_broken (Draft *self, const AnfRun *runs, gsize n_runs, const AnfMeasure *measure)
{
  g_autoptr (GPtrArray) lines = anf_setting_break (self->setting, runs, n_runs, measure);
  while (lines->len > 0)
    add_line (self, g_ptr_array_steal_index (lines, 0), &body_scale, 0);
}

static void
add_centred (Draft *self, AnfFaceUse use, const char *text, const AnfScale *scale)
{
  const double em = scale->em > 0 ? scale->em : scale->size;
  const AnfMeasure measure = { .width = ANF_AREA_WIDTH / em, .ragged = TRUE };
  const AnfRun run = { use, text };
  g_autoptr (GPtrArray) lines = anf_setting_break (self->setting, &run, 1, &measure);
  while (lines->len > 0)
    {
      AnfLine *line = g_ptr_array_steal_index (lines, 0);
      add_line (self, line, scale, (ANF_AREA_WIDTH - anf_line_get_width (line) * em) / 2);
    }
}

static void
add_title (Draft *self, const char *title)
{
  g_auto (GStrv) lines = anf_title_break (title, ANF_AREA_WIDTH / ANF_SIZE_2);
  for (gsize i = 0; lines[i] != NULL; i++)
    add_centred (self, ANF_FACE_TITLE, lines[i], &title_scale);
}

static void
add_number (Draft *self, const char *number)
{
  AnfLine *line = anf_setting_line (self->setting, ANF_FACE_FANG, number);
  const double left = ANF_AREA_COLUMNS - anf_line_get_width (line);
  add_line (self, line, &body_scale, MAX (left, 0) * ANF_COLUMN);
}

/* 7.3.2: an empty line below the title, at the left edge, also where it goes on. */
static void
add_addressee (Draft *self, const char *addressee)
{
  const AnfMeasure measure = { .width = ANF_AREA_COLUMNS };
  const AnfRun runs[] = { { ANF_FACE_FANG, addressee }, { ANF_FACE_FANG, "：" } };
  add_broken (self, runs, G_N_ELEMENTS (runs), &measure);
}

static void
set_head (Draft *self)
{
  if (self->brief->number != NULL)
    add_number (self, self->brief->number);
  add_empty (self, 2);
  add_title (self, self->brief->title);
  if (self->brief->subtitle != NULL)
    {
      g_autofree char *text = g_strdup_printf ("（%s）", self->brief->subtitle);
      add_centred (self, ANF_FACE_KAI, text, &body_scale);
    }
  add_empty (self, 1);
  if (self->brief->addressee != NULL)
    add_addressee (self, self->brief->addressee);
}

static void
set_text (Draft *self, const AnfBriefPart *part)
{
  const AnfMeasure measure = { .width = ANF_AREA_COLUMNS, .first = 2 };
  const char *stop = part->kind == ANF_BRIEF_SECOND ? strstr (part->text, "。") : NULL;
  const char *rest = stop != NULL ? stop + strlen ("。") : part->text + strlen (part->text);
  g_autofree char *lead = g_strndup (part->text, (gsize)(rest - part->text));
  static const AnfFaceUse uses[] = { [ANF_BRIEF_FIRST] = ANF_FACE_HEI,
                                     [ANF_BRIEF_SECOND] = ANF_FACE_KAI,
                                     [ANF_BRIEF_TEXT] = ANF_FACE_FANG };
  const AnfRun runs[] = { { uses[part->kind], lead }, { ANF_FACE_FANG, rest } };
  const guint first = self->blocks->len;
  add_broken (self, runs, G_N_ELEMENTS (runs), &measure);
  if (part->kind == ANF_BRIEF_FIRST)
    for (guint i = first; i < self->blocks->len; i++)
      g_array_index (self->blocks, Block, i).kept = KEPT;
  /* （一）市直部门。 is read as a heading, too: not as the last line of a page. */
  if (part->kind == ANF_BRIEF_SECOND && self->blocks->len - first > 1)
    g_array_index (self->blocks, Block, first).kept = 1;
}

static void
set_body (Draft *self)
{
  for (gsize i = 0; i < self->brief->n_parts; i++)
    {
      const AnfBriefPart *part = &self->brief->parts[i];
      const Block block = { .chart = part->chart };
      if (part->kind == ANF_BRIEF_CHART)
        g_array_append_val (self->blocks, block);
      else
        set_text (self, part);
    }
}

/* 7.3.5.2: no seal is put on a report that is handed upwards as a draft: an empty line below the
   text; the date's first character two to the right of 署名's. */
static void
set_signature (Draft *self)
{
  const AnfBrief *brief = self->brief;
  if (brief->organ == NULL || brief->date == NULL)
    return;
  g_autofree char *text = anf_date_describe (brief->date);
  AnfLine *date = anf_setting_line (self->setting, ANF_FACE_FANG, text);
  const AnfRun run = { ANF_FACE_FANG, brief->organ };
  const AnfMeasure measure = { .width = ANF_AREA_COLUMNS - ANF_SIGN_FROM_RIGHT, .ragged = TRUE };
  g_autoptr (GPtrArray) names = anf_setting_break (self->setting, &run, 1, &measure);
  const double right = ANF_AREA_COLUMNS - ANF_SIGN_FROM_RIGHT;
  double left = right;
  for (guint i = 0; i < names->len; i++)
    left = MIN (left, right - anf_line_get_width (g_ptr_array_index (names, i)));
  const double date_left = MIN (left + 2, right - anf_line_get_width (date));
  /* The longer one is two characters from the right. */
  left = anf_line_get_width (date) > right - left ? date_left - 2 : left;
  while (names->len > 0)
    add_line (self, g_ptr_array_steal_index (names, 0), &body_scale, MAX (left, 0) * ANF_COLUMN);
  add_line (self, date, &body_scale, date_left * ANF_COLUMN);
}

static void
set_tail (Draft *self)
{
  const AnfBrief *brief = self->brief;
  const AnfMeasure note = { .width = ANF_AREA_COLUMNS, .first = 2 };
  self->tail = self->blocks->len;
  if (brief->n_tables > 0 && brief->attachment != NULL)
    {
      const AnfMeasure measure = { .width = ANF_AREA_COLUMNS, .first = 2, .rest = 5 };
      const AnfRun runs[] = { { ANF_FACE_FANG, "附件：" }, { ANF_FACE_FANG, brief->attachment } };
      add_empty (self, 1);
      add_broken (self, runs, G_N_ELEMENTS (runs), &measure);
    }
  add_empty (self, 1);
  set_signature (self);
  if (brief->note != NULL)
    {
      g_autofree char *text = g_strdup_printf ("（%s）", brief->note);
      const AnfRun run = { ANF_FACE_FANG, text };
      add_broken (self, &run, 1, &note);
    }
}

static void
set_table (Draft *self, const AnfBriefTable *table)
{
  AnfColumn *columns = anf_brief_fit_page (table, self->headings);
  g_ptr_array_add (self->columns, columns);
  AnfTable *own = anf_table_new (self->setting, columns, table->n_columns);
  for (gsize i = 0; i < table->n_rows; i++)
    anf_table_add (own, table->cells + i * table->n_columns, 0);
  g_ptr_array_add (self->tables, own);
}

static double
chart_height (const Draft *self, const AnfChart *chart)
{
  return anf_chart_get_height (chart, self->setting, ANF_AREA_WIDTH) + ANF_SIZE_3;
}

/* Also where nothing is drawn it is set, so that a character that no face has is told. */
static void
place_chart (const Draft *self, AnfPrinter *printer, const AnfChart *chart)
{
  const double height = chart_height (self, chart);
  if (printer->cr != NULL)
    anf_chart_draw (chart, self->setting, printer->cr, ANF_AREA_LEFT, printer->y, ANF_AREA_WIDTH);
  else
    {
      cairo_surface_t *nowhere = cairo_recording_surface_create (CAIRO_CONTENT_COLOR, NULL);
      cairo_t *cr = cairo_create (nowhere);
      anf_chart_draw (chart, self->setting, cr, 0, 0, ANF_AREA_WIDTH);
      cairo_destroy (cr);
      cairo_surface_destroy (nowhere);
    }
  printer->y += height;
}

/* A chart belongs to what is said before it: no text goes round it to the foot of the page. */
static void
walk_chart (const Draft *self, AnfPrinter *printer, const AnfChart *chart)
{
  /* One larger than a page is drawn on a page of its own. */
  if (chart_height (self, chart) > anf_printer_room (printer)
      && printer->y > ANF_AREA_TOP + EPSILON)
    anf_printer_begin (printer);
  place_chart (self, printer, chart);
}

static void
walk_line (AnfPrinter *printer, const Block *block)
{
  const double least = block->scale.size + block->kept * PITCH;
  if (least > anf_printer_room (printer) + EPSILON)
    anf_printer_begin (printer);
  if (printer->cr != NULL && block->line != NULL)
    anf_line_draw (block->line, printer->cr, &block->scale, ANF_AREA_LEFT + block->x, printer->y);
  printer->y += block->scale.size + ANF_GAP;
}

/* Never a page with nothing but 署名: lines of the text go with it, and the heading above them. */
static guint
find_carried (const Draft *self)
{
  guint carried = self->tail > KEPT ? self->tail - KEPT : 0;
  while (carried > 0 && g_array_index (self->blocks, Block, carried - 1).kept > 0)
    carried--;
  return carried;
}

/* Of the blocks from @first on. */
static double
height_from (const Draft *self, guint first)
{
  double height = -ANF_GAP;
  for (guint i = first; i < self->blocks->len; i++)
    {
      const AnfChart *chart = g_array_index (self->blocks, Block, i).chart;
      height += chart != NULL ? chart_height (self, chart) : PITCH;
    }
  return height;
}

static void
walk_blocks (const Draft *self, AnfPrinter *printer)
{
  const guint carried = find_carried (self);
  const double last = height_from (self, carried);
  for (guint i = 0; i < self->blocks->len; i++)
    {
      const Block *block = &g_array_index (self->blocks, Block, i);
      if (i == carried && last > anf_printer_room (printer) + EPSILON)
        anf_printer_begin (printer);
      if (block->chart != NULL)
        walk_chart (self, printer, block->chart);
      else
        walk_line (printer, block);
    }
}

/* Its note goes nowhere without its last row. */
static void
draw_table (const AnfTable *table, AnfPrinter *printer, const char *note)
{
  const double height
      = note != NULL ? NOTE_GAP + anf_printer_measure (printer, ANF_FACE_FANG, NOTE_SIZE, note) : 0;
  anf_table_draw (table, printer, height);
  if (note == NULL)
    return;
  printer->y += NOTE_GAP;
  anf_printer_line (printer, ANF_FACE_FANG, NOTE_SIZE, note, 0);
}

/* 7.3.7: 附件 on a page of its own, its title on the third line. */
static void
walk_tables (const Draft *self, AnfPrinter *printer)
{
  if (self->tables->len == 0)
    return;
  anf_printer_begin (printer);
  anf_printer_line (printer, ANF_FACE_HEI, ANF_SIZE_3, "附件", 0);
  printer->y = ANF_AREA_TOP + 2 * PITCH;
  anf_printer_line (printer, ANF_FACE_TITLE, ANF_SIZE_2, self->brief->attachment, 0.5);
  for (guint i = 0; i < self->tables->len; i++)
    {
      const AnfBriefTable *table = &self->brief->tables[i];
      g_autofree char *caption = g_strdup_printf ("表%u　%s", i + 1, table->title);
      printer->y += CAPTION_SIZE;
      if (anf_printer_room (printer) < TABLE_LEAST)
        anf_printer_begin (printer);
      anf_printer_line (printer, ANF_FACE_HEI, CAPTION_SIZE, caption, 0.5);
      draw_table (self->tables->pdata[i], printer, table->note);
    }
}

static void
walk (const Draft *self, AnfPrinter *printer)
{
  printer->page = 0;
  anf_printer_begin (printer);
  walk_blocks (self, printer);
  walk_tables (self, printer);
  printer->pages = printer->page;
}

static void
compose (Draft *self, AnfFonts *fonts)
{
  self->setting = anf_setting_new (fonts);
  self->blocks = g_array_new (FALSE, TRUE, sizeof (Block));
  g_array_set_clear_func (self->blocks, block_clear);
  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_table_free);
  self->columns = g_ptr_array_new_with_free_func (g_free);
  self->headings = g_string_chunk_new (1024);
  set_head (self);
  set_body (self);
  set_tail (self);
  for (gsize i = 0; i < self->brief->n_tables && self->brief->attachment != NULL; i++)
    set_table (self, &self->brief->tables[i]);
}

GBytes *
anf_brief_render (const AnfBrief *brief, AnfFonts *fonts, GError **error)
{
  g_auto (Draft) self = { .brief = brief };
  if (!anf_brief_check (brief, error))
    return NULL;
  compose (&self, fonts);
  AnfPrinter printer
      = { .setting = self.setting, .width = WIDTH, .height = HEIGHT, .is_official = TRUE };
  walk (&self, &printer);
  if (!anf_setting_check (self.setting, error))
    return NULL;
  if (printer.pages > ANF_PAPER_PAGES_MAX)
    {
      (void)anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("the report has more than %d pages"),
                             ANF_PAPER_PAGES_MAX);
      return NULL;
    }
  g_autofree char *time = anf_time_format (brief->time_us);
  /* Cairo reads whole seconds only. */
  g_autofree char *made_at = g_strdup_printf ("%.19sZ", time);
  g_auto (GStrv) lines = g_strsplit (brief->title, "\n", -1);
  g_autofree char *title = g_strjoinv (NULL, lines);
  g_autoptr (AnfSheets) sheets = anf_sheets_new (title, brief->organ, made_at);
  printer.sheets = sheets;
  walk (&self, &printer);
  return anf_sheets_finish (sheets, error);
}
