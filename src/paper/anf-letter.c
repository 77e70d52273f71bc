/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-letter.h"

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-letter-check.h"
#include "anf-letter-page.h"
#include "anf-letter-text.h"
#include "anf-template.h"
#include "anf-title.h"

#include <glib/gi18n.h>

#include <math.h>

typedef struct
{
  const AnfLetter *letter;
  AnfSetting *setting;
  GArray *rows; /* AnfRow */
  guint n_head;
  guint n_tail;
  guint last_paragraph; /* its first row */
  char *title;
  AnfLine *organ;
  double organ_size;
  AnfLine *urgency;
  GPtrArray *copies; /* (nullable) AnfLine */
  double first_top;
  double rule_top;
} Draft;

static void
row_clear (gpointer data)
{
  AnfRow *row = data;
  g_clear_pointer (&row->line, anf_line_free);
}

static void
draft_clear (Draft *self)
{
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->organ, anf_line_free);
  g_clear_pointer (&self->urgency, anf_line_free);
  g_clear_pointer (&self->copies, g_ptr_array_unref);
  g_clear_pointer (&self->setting, anf_setting_free);
  g_clear_pointer (&self->title, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

static gboolean
has (const char *text)
{
  return text != NULL && *text != '\0';
}

static void
add_row (Draft *self, AnfLine *line, const AnfScale *scale, double x)
{
  const AnfRow row = { line, *scale, x, FALSE };
  g_array_append_val (self->rows, row);
}

static const AnfScale body_scale = { ANF_SIZE_3, ANF_COLUMN };
static const AnfScale title_scale = { ANF_SIZE_2, 0 };
static const AnfScale foot_scale = { ANF_SIZE_4, 0 };

static void
add_empty (Draft *self, guint lines)
{
  for (guint i = 0; i < lines; i++)
    add_row (self, NULL, &body_scale, 0);
}

static void
add_broken (Draft *self, const AnfRun *runs, gsize n_runs, const AnfMeasure *measure)
{
  g_autoptr (GPtrArray) lines = anf_setting_break (self->setting, runs, n_runs, measure);
  while (lines->len > 0)
    add_row (self, g_ptr_array_steal_index (lines, 0), &body_scale, 0);
}

static double
right_of_area (const AnfLine *line, const AnfScale *scale)
{
  const double em = scale->em > 0 ? scale->em : scale->size;
  return ANF_AREA_WIDTH - anf_line_get_width (line) * em;
}

static void
set_organ (Draft *self)
{
  self->organ = anf_setting_line (self->setting, ANF_FACE_TITLE, self->letter->organ);
  self->organ_size = MIN (ANF_ORGAN_SIZE_MAX, ANF_AREA_WIDTH / anf_line_get_width (self->organ));
  double upper = 0;
  double lower = 0;
  anf_line_get_ink (self->organ, self->organ_size, &upper, &lower);
  self->rule_top = (ANF_ORGAN_TOP + ANF_RULE_BELOW_ORGAN) * ANF_MM + lower - upper;
  self->first_top = self->rule_top + (ANF_RULE_THICK + ANF_RULE_WHITE + ANF_RULE_THIN) * ANF_MM
                    + ANF_SEVEN_EIGHTHS;
}

/* @width: of the area, in characters of @scale */
static void
add_centred (Draft *self, AnfFaceUse use, const char *text, double width, const AnfScale *scale)
{
  const AnfRun run = { use, text };
  const AnfMeasure measure = { .width = width, .ragged = TRUE };
  g_autoptr (GPtrArray) lines = anf_setting_break (self->setting, &run, 1, &measure);
  while (lines->len > 0)
    {
      AnfLine *line = g_ptr_array_steal_index (lines, 0);
      add_row (self, line, scale, right_of_area (line, scale) / 2);
    }
}

static void
set_title (Draft *self)
{
  const double width = ANF_AREA_WIDTH / ANF_SIZE_2;
  g_auto (GStrv) lines = anf_title_break (self->title, width);
  for (gsize i = 0; lines[i] != NULL; i++)
    add_centred (self, ANF_FACE_TITLE, lines[i], width, &title_scale);
}

static void
set_head (Draft *self, const char *subtitle)
{
  const AnfLetter *letter = self->letter;
  set_organ (self);
  AnfLine *number = anf_setting_line (self->setting, ANF_FACE_FANG, letter->number);
  add_row (self, number, &body_scale, right_of_area (number, &body_scale));
  if (has (letter->urgency))
    self->urgency = anf_setting_line (self->setting, ANF_FACE_HEI, letter->urgency);
  add_empty (self, 2);
  set_title (self);
  /* 三号楷体 is what stands for it in practice. */
  if (subtitle != NULL)
    add_centred (self, ANF_FACE_KAI, subtitle, ANF_AREA_COLUMNS, &body_scale);
  add_empty (self, 1);
  const AnfRun addressee[] = { { ANF_FACE_FANG, letter->addressee }, { ANF_FACE_FANG, "：" } };
  const AnfMeasure measure = { .width = ANF_AREA_COLUMNS };
  add_broken (self, addressee, G_N_ELEMENTS (addressee), &measure);
  self->n_head = self->rows->len;
}

/* Rows from @first up to @end go on one page with the row at @end. */
static void
keep_together (Draft *self, guint first, guint end)
{
  for (guint i = first; i < end; i++)
    g_array_index (self->rows, AnfRow, i).heads = TRUE;
}

/* Rows from @first on are of a heading. */
static void
keep_with_next (Draft *self, guint first)
{
  keep_together (self, first, self->rows->len);
}

/* A second-level heading is 楷体 up to its first full stop; what follows it on the line is text. */
static void
set_second_level (Draft *self, const char *text)
{
  const AnfMeasure measure = { .width = ANF_AREA_COLUMNS, .first = 2 };
  const char *stop = strstr (text, "。");
  const char *rest = stop == NULL ? text + strlen (text) : stop + strlen ("。");
  g_autofree char *lead = g_strndup (text, (gsize)(rest - text));
  const AnfRun runs[] = { { ANF_FACE_KAI, lead }, { ANF_FACE_FANG, rest } };
  const guint first = self->rows->len;
  add_broken (self, runs, G_N_ELEMENTS (runs), &measure);
  if (*rest == '\0')
    keep_with_next (self, first);
}

static void
set_body (Draft *self, GPtrArray *paragraphs)
{
  const AnfMeasure measure = { .width = ANF_AREA_COLUMNS, .first = 2 };
  for (guint i = 0; i < paragraphs->len; i++)
    {
      const AnfParagraph *paragraph = g_ptr_array_index (paragraphs, i);
      const AnfFaceUse use = paragraph->kind == ANF_PARAGRAPH_FIRST ? ANF_FACE_HEI : ANF_FACE_FANG;
      const AnfRun run = { use, paragraph->text };
      self->last_paragraph = self->rows->len;
      if (paragraph->kind == ANF_PARAGRAPH_SECOND)
        set_second_level (self, paragraph->text);
      else if (!anf_letter_is_of_head (paragraph))
        {
          const guint first = self->rows->len;
          add_broken (self, &run, 1, &measure);
          if (paragraph->kind == ANF_PARAGRAPH_FIRST)
            keep_with_next (self, first);
        }
    }
}

/* What is attached is told on one page, and on none without the end of the body. Of a long list
   each name is in one piece. @first: of the note; @name: of its last name */
static void
keep_attachment (Draft *self, guint first, guint name)
{
  const guint last = self->rows->len - 1;
  if (last - first < ANF_AREA_LINES / 2)
    keep_together (self, MAX (self->last_paragraph, first - ANF_CARRIED_LINES), last);
  else if (last - name < ANF_AREA_LINES / 2)
    keep_together (self, name, last);
}

/* 7.3.4: a line below the body, two characters in; what does not fit goes on below the name; no
   mark after it. */
static void
set_attachments (Draft *self)
{
  const char *const *names = self->letter->attachments;
  if (names == NULL || names[0] == NULL)
    return;
  const guint note = self->rows->len;
  add_empty (self, 1);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      const guint name = self->rows->len;
      g_autofree char *number
          = names[1] == NULL ? g_strdup ("") : g_strdup_printf ("%u. ", (guint)i + 1);
      g_autoptr (AnfLine) line = anf_setting_line (self->setting, ANF_FACE_FANG, number);
      const double first = i == 0 ? 2 : 2 + ANF_ATTACHMENT_COLUMNS;
      const AnfMeasure measure = { .width = ANF_AREA_COLUMNS,
                                   .first = first,
                                   .rest = 2 + ANF_ATTACHMENT_COLUMNS
                                           + (*number != '\0' ? anf_line_get_width (line) : 0) };
      const AnfRun runs[] = { { ANF_FACE_FANG, i == 0 ? "附件：" : "" },
                              { ANF_FACE_FANG, number },
                              { ANF_FACE_FANG, names[i] } };
      add_broken (self, runs, G_N_ELEMENTS (runs), &measure);
      keep_attachment (self, note, name);
    }
}

/* 7.3.5.1: the date four characters from the right, 署名 centred on it; a long name moves both to
   the left rather than out of the type area. */
static void
set_signature (Draft *self)
{
  const AnfLetter *letter = self->letter;
  g_autofree char *text = anf_date_describe (&letter->date);
  AnfLine *date = anf_setting_line (self->setting, ANF_FACE_FANG, text);
  const AnfRun run = { ANF_FACE_FANG, has (letter->seal_name) ? letter->seal_name : letter->organ };
  const AnfMeasure measure = { .width = ANF_AREA_COLUMNS - ANF_DATE_FROM_RIGHT, .ragged = TRUE };
  g_autoptr (GPtrArray) names = anf_setting_break (self->setting, &run, 1, &measure);
  double widest = 0;
  for (guint i = 0; i < names->len; i++)
    widest = MAX (widest, anf_line_get_width (g_ptr_array_index (names, i)));
  const double half_date = anf_line_get_width (date) / 2;
  const double centre
      = MIN (ANF_AREA_COLUMNS - ANF_DATE_FROM_RIGHT - half_date, ANF_AREA_COLUMNS - widest / 2);
  while (names->len > 0)
    {
      AnfLine *name = g_ptr_array_steal_index (names, 0);
      const double left = centre - anf_line_get_width (name) / 2;
      add_row (self, name, &body_scale, left * ANF_COLUMN);
    }
  add_row (self, date, &body_scale, (centre - half_date) * ANF_COLUMN);
}

static void
set_tail (Draft *self)
{
  const AnfLetter *letter = self->letter;
  const guint body = self->rows->len;
  add_empty (self, ANF_SEAL_LINES);
  set_signature (self);
  if (has (letter->note))
    {
      const AnfRun runs[] = {
        { ANF_FACE_FANG, "（" },
        { ANF_FACE_FANG, letter->note },
        { ANF_FACE_FANG, "）" },
      };
      const AnfMeasure measure = { .width = ANF_AREA_COLUMNS, .first = 2 };
      add_broken (self, runs, G_N_ELEMENTS (runs), &measure);
    }
  self->n_tail = self->rows->len - body;
}

static void
set_copies (Draft *self)
{
  const char *const *copy_to = self->letter->copy_to;
  if (copy_to == NULL || copy_to[0] == NULL)
    return;
  g_autofree char *units = g_strjoinv ("，", (char **)copy_to);
  const AnfRun runs[]
      = { { ANF_FACE_FANG, "抄送：" }, { ANF_FACE_FANG, units }, { ANF_FACE_FANG, "。" } };
  const AnfMeasure measure = { .width = ANF_AREA_WIDTH / ANF_SIZE_4 - 2, .rest = 3 };
  self->copies = anf_setting_break (self->setting, runs, G_N_ELEMENTS (runs), &measure);
}

/* Lines of 4号, and a free line above them. */
static double
foot_height (const Draft *self)
{
  if (self->copies == NULL)
    return 0;
  return self->copies->len * (ANF_SIZE_4 + ANF_SEVEN_EIGHTHS) + ANF_SIZE_3;
}

static void
draw_rule (cairo_t *cr, double top, const double *parts)
{
  const double left = (ANF_RULE_CENTRE - ANF_RULE_LENGTH / 2) * ANF_MM;
  cairo_rectangle (cr, left, top, ANF_RULE_LENGTH * ANF_MM, parts[0] * ANF_MM);
  cairo_rectangle (cr, left, top + (parts[0] + ANF_RULE_WHITE) * ANF_MM, ANF_RULE_LENGTH * ANF_MM,
                   parts[1] * ANF_MM);
  cairo_fill (cr);
}

/* What is red (6.2: Y80 M80), and the urgency. */
static void
draw_letterhead (const Draft *self, cairo_t *cr)
{
  static const double thick_over_thin[] = { ANF_RULE_THICK, ANF_RULE_THIN };
  static const double thin_over_thick[] = { ANF_RULE_THIN, ANF_RULE_THICK };
  double upper = 0;
  double lower = 0;
  anf_line_get_ink (self->organ, self->organ_size, &upper, &lower);
  const AnfScale scale = { .size = self->organ_size };
  const double x
      = ANF_RULE_CENTRE * ANF_MM - anf_line_get_width (self->organ) * self->organ_size / 2;
  cairo_set_source_rgb (cr, 0.9, 0.1, 0.1);
  anf_line_draw (self->organ, cr, &scale, x, ANF_ORGAN_TOP * ANF_MM - upper);
  draw_rule (cr, self->rule_top, thick_over_thin);
  draw_rule (
      cr,
      (ANF_PAGE_HEIGHT - ANF_RULE_FROM_BOTTOM - ANF_RULE_THICK - ANF_RULE_WHITE - ANF_RULE_THIN)
          * ANF_MM,
      thin_over_thick);
  cairo_set_source_rgb (cr, 0, 0, 0);
  if (self->urgency != NULL)
    anf_line_draw (self->urgency, cr, &body_scale, ANF_AREA_LEFT, self->first_top);
}

static void
draw_copies (const Draft *self, cairo_t *cr)
{
  const double pitch = ANF_SIZE_4 + ANF_SEVEN_EIGHTHS;
  double top = ANF_AREA_BOTTOM - (self->copies->len - 1) * pitch - ANF_SIZE_4;
  for (guint i = 0; i < self->copies->len; i++)
    {
      anf_line_draw (g_ptr_array_index (self->copies, i), cr, &foot_scale,
                     ANF_AREA_LEFT + ANF_SIZE_4, top);
      top += pitch;
    }
}

static void
draw_rows (const Draft *self, cairo_t *cr, const AnfPage *page)
{
  double top = page->top;
  for (guint i = page->first; i < page->last; i++)
    {
      const AnfRow *row = &g_array_index (self->rows, AnfRow, i);
      if (row->line != NULL)
        anf_line_draw (row->line, cr, &row->scale, ANF_AREA_LEFT + row->x, top);
      top += row->scale.size + page->gap;
    }
}

static GBytes *
draw (const Draft *self, const GArray *pages, GError **error)
{
  const GDate *date = &self->letter->date;
  g_autofree char *made_at
      = g_strdup_printf ("%04u-%02d-%02uT00:00:00+08:00", (guint)g_date_get_year (date),
                         (int)g_date_get_month (date), (guint)g_date_get_day (date));
  g_autoptr (AnfSheets) sheets = anf_sheets_new (self->title, self->letter->organ, made_at);
  for (guint i = 0; i < pages->len; i++)
    {
      cairo_t *cr = anf_sheets_begin (sheets, ANF_PAGE_WIDTH, ANF_PAGE_HEIGHT);
      if (i == 0)
        draw_letterhead (self, cr);
      else
        anf_page_number_draw (self->setting, cr, i + 1);
      draw_rows (self, cr, &g_array_index (pages, AnfPage, i));
      if (i + 1 == pages->len && self->copies != NULL)
        draw_copies (self, cr);
    }
  return anf_sheets_finish (sheets, error);
}

static gboolean
compose (Draft *self, AnfFonts *fonts, GError **error)
{
  g_autoptr (GPtrArray) paragraphs = anf_letter_write (self->letter, error);
  if (paragraphs == NULL)
    return FALSE;
  self->title = anf_letter_find_title (self->letter, paragraphs, error);
  if (self->title == NULL)
    return FALSE;
  self->rows = g_array_new (FALSE, FALSE, sizeof (AnfRow));
  g_array_set_clear_func (self->rows, row_clear);
  self->setting = anf_setting_new (fonts);
  set_head (self, anf_letter_find_subtitle (paragraphs));
  set_body (self, paragraphs);
  set_attachments (self);
  set_tail (self);
  set_copies (self);
  if (!anf_setting_check (self->setting, error))
    return FALSE;
  if (self->organ_size < ANF_ORGAN_SIZE_MIN)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("the organ's name is too long"));
  return TRUE;
}

GBytes *
anf_letter_render (const AnfLetter *letter, AnfFonts *fonts, AnfLetterInfo *info, GError **error)
{
  g_auto (Draft) self = { .letter = letter };
  if (!anf_letter_check (letter, error))
    return NULL;
  if (!g_date_valid (&letter->date))
    {
      (void)anf_error_throw (error, ANF_ERROR_INVALID, _ ("the letter needs its date"));
      return NULL;
    }
  if (!compose (&self, fonts, error))
    return NULL;
  const AnfFlow flow = {
    .rows = (const AnfRow *)(gpointer)self.rows->data,
    .n_rows = self.rows->len,
    .n_head = self.n_head,
    .n_tail = self.n_tail,
    .first_top = self.first_top,
    .foot = foot_height (&self),
  };
  g_autoptr (GArray) pages = anf_flow_paginate (&flow, error);
  if (pages == NULL)
    return NULL;
  if (info != NULL)
    *info = (AnfLetterInfo){ .pages = pages->len, .seal_page = pages->len };
  return draw (&self, pages, error);
}
