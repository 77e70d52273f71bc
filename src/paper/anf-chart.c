/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-chart-draw.h"

#include <math.h>

/* All in points. */
#define TEXT_SIZE 9.0
#define TITLE_SIZE 10.5
#define LEADING 1.25
#define STROKE 0.6
#define HATCH 3.0
#define GREY 0.72
#define GRID_GREY 0.6
#define KEY_HEIGHT 18.0
#define KEY_SIDE 9.0
#define TITLE_HEIGHT 20.0
#define LABEL_WIDTH_MAX 130.0
#define LABEL_GAP 4.0
/* Right of the plot, for the value of the longest bar. */
#define VALUE_ROOM 40.0
#define BAR_HEIGHT 10.0
#define BAR_GAP 7.0
#define AXIS_HEIGHT 16.0
#define PLOT_HEIGHT 130.0
#define PLOT_LEFT 34.0
#define MARK 2.4
/* Values stand below marks too, also of those that lie on the axis. */
#define LINE_AXIS_HEIGHT 28.0
#define LABELS_MAX 16
#define TICKS_MAX 5.0

typedef struct
{
  const AnfChart *chart;
  AnfSetting *setting;
  cairo_t *cr;
  double x, y, width; /* of the plot */
  double most, step;  /* of the axis */
  int steps;          /* from 0 to most */
} Plot;

static double
read_value (const AnfChartPoint *point, gsize series)
{
  return point->values[series] != NULL ? g_ascii_strtod (point->values[series], NULL) : 0;
}

static gsize
count_series (const AnfChart *self)
{
  return self->series[1] != NULL ? 2 : 1;
}

static double
find_most (const AnfChart *self)
{
  double most = 0;
  for (gsize i = 0; i < self->n_points; i++)
    for (gsize k = 0; k < count_series (self); k++)
      most = MAX (most, read_value (&self->points[i], k));
  return most;
}

gboolean
anf_chart_says_something (const AnfChart *self)
{
  return find_most (self) > 0;
}

/* 1, 2 or 5 times a power of ten, at least 1: what is counted has no halves. */
static double
find_step (double most)
{
  static const double factors[] = { 1, 2, 5 };
  double power = 1;
  while (most / (factors[G_N_ELEMENTS (factors) - 1] * power) > TICKS_MAX)
    power *= 10;
  for (gsize i = 0; i < G_N_ELEMENTS (factors) - 1; i++)
    if (most / (factors[i] * power) <= TICKS_MAX)
      return factors[i] * power;
  return factors[G_N_ELEMENTS (factors) - 1] * power;
}

static void
set_axis (Plot *self)
{
  const AnfChart *chart = self->chart;
  const double most = chart->most > 0 ? chart->most : find_most (chart);
  self->step = find_step (most);
  self->steps = MAX ((int)ceil (most / self->step), 1);
  self->most = self->steps * self->step;
}

/* @where from 0, @x is the left edge of the text, to 1, the right one. */
static void
put (const Plot *self, AnfFaceUse use, double size, const char *text, const double at[3])
{
  const AnfScale scale = { .size = size };
  g_autoptr (AnfLine) line = anf_setting_line (self->setting, use, text);
  anf_line_draw (line, self->cr, &scale, at[0] - anf_line_get_width (line) * size * at[2], at[1]);
}

static void
put_text (const Plot *self, const char *text, double x, double y, double where)
{
  const double at[] = { x, y, where };
  put (self, ANF_FACE_SONG, TEXT_SIZE, text, at);
}

static void
put_number (const Plot *self, double number, double x, double y, double where)
{
  g_autofree char *text = g_strdup_printf ("%.0f", number);
  put_text (self, text, x, y, where);
}

/* A bar or its key: the first series hatched, the second grey. */
static void
draw_bar (const Plot *self, gsize series, double x, double y, const double size[2])
{
  cairo_t *cr = self->cr;
  cairo_save (cr);
  cairo_rectangle (cr, x, y, size[0], size[1]);
  if (series == 1)
    {
      cairo_set_source_rgb (cr, GREY, GREY, GREY);
      cairo_fill (cr);
    }
  else
    {
      cairo_clip (cr);
      cairo_set_line_width (cr, STROKE);
      const int strokes = (int)ceil ((size[0] + size[1]) / HATCH);
      for (int i = 0; i < strokes; i++)
        {
          const double at = x - size[1] + i * HATCH;
          cairo_move_to (cr, at, y + size[1]);
          cairo_line_to (cr, at + size[1], y);
        }
      cairo_stroke (cr);
    }
  cairo_restore (cr);
  cairo_set_line_width (cr, STROKE);
  cairo_rectangle (cr, x, y, size[0], size[1]);
  cairo_stroke (cr);
}

/* Filled and round, or hollow and square. */
static void
draw_mark (const Plot *self, gsize series, double x, double y)
{
  cairo_t *cr = self->cr;
  cairo_new_path (cr);
  if (series == 0)
    {
      cairo_arc (cr, x, y, MARK, 0, 2 * G_PI);
      cairo_fill (cr);
      return;
    }
  cairo_rectangle (cr, x - MARK, y - MARK, 2 * MARK, 2 * MARK);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill_preserve (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_line_width (cr, STROKE);
  cairo_stroke (cr);
}

static void
set_dash (const Plot *self, gboolean dashed)
{
  static const double dashes[] = { 4, 2.5 };
  cairo_set_dash (self->cr, dashes, dashed ? 2 : 0, 0);
}

static void
draw_key (const Plot *self, double x, double y)
{
  static const double side[] = { KEY_SIDE * 2, KEY_SIDE };
  for (gsize i = 0; i < count_series (self->chart); i++)
    {
      const double middle = y + KEY_SIDE / 2;
      if (self->chart->kind == ANF_CHART_BARS)
        draw_bar (self, i, x, y, side);
      else
        {
          set_dash (self, i == 1);
          cairo_set_line_width (self->cr, STROKE * 2);
          cairo_move_to (self->cr, x, middle);
          cairo_line_to (self->cr, x + side[0], middle);
          cairo_stroke (self->cr);
          set_dash (self, FALSE);
          draw_mark (self, i, x + side[0] / 2, middle);
        }
      g_autoptr (AnfLine) line
          = anf_setting_line (self->setting, ANF_FACE_SONG, self->chart->series[i]);
      put_text (self, self->chart->series[i], x + side[0] + LABEL_GAP, y, 0);
      x += side[0] + 5 * LABEL_GAP + anf_line_get_width (line) * TEXT_SIZE;
    }
}

static GPtrArray *
break_label (AnfSetting *setting, const char *label)
{
  const AnfMeasure measure
      = { .width = (LABEL_WIDTH_MAX - 2 * LABEL_GAP) / TEXT_SIZE, .ragged = TRUE };
  const AnfRun run = { ANF_FACE_SONG, label };
  return anf_setting_break (setting, &run, 1, &measure);
}

static double
row_height (const AnfChart *self, const GPtrArray *label)
{
  return MAX (BAR_HEIGHT * (double)count_series (self), label->len * TEXT_SIZE * LEADING) + BAR_GAP;
}

static double
bars_height (const AnfChart *self, AnfSetting *setting)
{
  double height = BAR_GAP;
  for (gsize i = 0; i < self->n_points; i++)
    {
      g_autoptr (GPtrArray) label = break_label (setting, self->points[i].label);
      height += row_height (self, label);
    }
  return height;
}

/* As much as the longest line of them needs. */
static double
labels_width (const AnfChart *self, AnfSetting *setting)
{
  double longest = 0;
  for (gsize i = 0; i < self->n_points; i++)
    {
      g_autoptr (GPtrArray) label = break_label (setting, self->points[i].label);
      for (guint k = 0; k < label->len; k++)
        longest = MAX (longest, anf_line_get_width (label->pdata[k]));
    }
  return longest * TEXT_SIZE + 2 * LABEL_GAP;
}

double
anf_chart_get_height (const AnfChart *self, AnfSetting *setting, double width)
{
  const double plot = self->kind == ANF_CHART_BARS
                          ? bars_height (self, setting) + AXIS_HEIGHT
                          : PLOT_HEIGHT + TEXT_SIZE * LEADING + LINE_AXIS_HEIGHT;
  return KEY_HEIGHT + plot + TITLE_HEIGHT;
}

static void
draw_grid_line (const Plot *self, double x, double y, double to_x, double to_y)
{
  cairo_t *cr = self->cr;
  const gboolean is_left = fabs (x - self->x) < STROKE && fabs (to_x - self->x) < STROKE;
  const gboolean is_axis = is_left
                           || (y > self->y + STROKE && fabs (y - to_y) < STROKE
                               && fabs (y - self->y - PLOT_HEIGHT) < STROKE);
  cairo_set_line_width (cr, is_axis ? STROKE : STROKE / 2);
  if (!is_axis)
    cairo_set_source_rgb (cr, GRID_GREY, GRID_GREY, GRID_GREY);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, to_x, to_y);
  cairo_stroke (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
}

static void
draw_bar_grid (const Plot *self, double height)
{
  for (int i = 0; i <= self->steps; i++)
    {
      const double tick = i * self->step;
      const double x = self->x + self->width * tick / self->most;
      draw_grid_line (self, x, self->y, x, self->y + height);
      put_number (self, tick, x, self->y + height + LABEL_GAP, 0.5);
    }
}

static void
draw_label (const Plot *self, const GPtrArray *label, double middle)
{
  const AnfScale scale = { .size = TEXT_SIZE };
  double top = middle - label->len * TEXT_SIZE * LEADING / 2 + TEXT_SIZE * (LEADING - 1) / 2;
  for (guint i = 0; i < label->len; i++)
    {
      const AnfLine *line = label->pdata[i];
      anf_line_draw (line, self->cr, &scale,
                     self->x - LABEL_GAP - anf_line_get_width (line) * TEXT_SIZE, top);
      top += TEXT_SIZE * LEADING;
    }
}

/* Beside its bar, on white: no line of the grid goes through it. */
static void
put_bar_value (const Plot *self, const char *text, double x, double y)
{
  g_autoptr (AnfLine) line = anf_setting_line (self->setting, ANF_FACE_SONG, text);
  cairo_set_source_rgb (self->cr, 1, 1, 1);
  cairo_rectangle (self->cr, x, y, anf_line_get_width (line) * TEXT_SIZE, TEXT_SIZE);
  cairo_fill (self->cr);
  cairo_set_source_rgb (self->cr, 0, 0, 0);
  put_text (self, text, x, y, 0);
}

static void
draw_bars (const Plot *self)
{
  const gsize n_series = count_series (self->chart);
  double y = self->y + BAR_GAP;
  draw_bar_grid (self, bars_height (self->chart, self->setting));
  for (gsize i = 0; i < self->chart->n_points; i++)
    {
      const AnfChartPoint *point = &self->chart->points[i];
      g_autoptr (GPtrArray) label = break_label (self->setting, point->label);
      const double height = row_height (self->chart, label);
      const double middle = y + (height - BAR_GAP) / 2;
      draw_label (self, label, middle);
      for (gsize k = 0; k < n_series; k++)
        {
          const double top = middle + BAR_HEIGHT * ((double)k - (double)n_series / 2);
          const double size[] = { self->width * read_value (point, k) / self->most, BAR_HEIGHT };
          if (size[0] > 0)
            draw_bar (self, k, self->x, top, size);
          if (point->values[k] != NULL)
            put_bar_value (self, point->values[k], self->x + size[0] + LABEL_GAP,
                           top + (BAR_HEIGHT - TEXT_SIZE) / 2);
        }
      y += height;
    }
}

static double
place_of (const Plot *self, gsize at)
{
  return self->x + self->width * ((double)at + 0.5) / (double)self->chart->n_points;
}

static double
height_of (const Plot *self, gsize at, gsize series)
{
  return self->y + PLOT_HEIGHT
         - PLOT_HEIGHT * read_value (&self->chart->points[at], series) / self->most;
}

static void
draw_line_grid (const Plot *self)
{
  const gsize every = (self->chart->n_points + LABELS_MAX - 1) / LABELS_MAX;
  for (int i = 0; i <= self->steps; i++)
    {
      const double tick = i * self->step;
      const double y = self->y + PLOT_HEIGHT * (1 - tick / self->most);
      draw_grid_line (self, self->x, y, self->x + self->width, y);
      put_number (self, tick, self->x - LABEL_GAP, y - TEXT_SIZE / 2, 1);
    }
  draw_grid_line (self, self->x, self->y, self->x, self->y + PLOT_HEIGHT);
  for (gsize i = 0; i < self->chart->n_points; i += every)
    put_text (self, self->chart->points[i].label, place_of (self, i),
              self->y + PLOT_HEIGHT + TEXT_SIZE + 2 * LABEL_GAP, 0.5);
}

/* The larger one above its mark, the other below, so that they do not cover each other; of the same
   value it is written once. A mark on the axis says by itself that there is none. */
static void
put_values (const Plot *self, gsize at)
{
  const AnfChartPoint *point = &self->chart->points[at];
  const gboolean has_two = count_series (self->chart) == 2 && point->values[1] != NULL;
  const double difference = has_two ? read_value (point, 0) - read_value (point, 1) : 0;
  const gsize upper = difference < 0 ? 1 : 0;
  const double x = place_of (self, at);
  if (read_value (point, upper) > 0)
    put_text (self, point->values[upper], x,
              height_of (self, at, upper) - MARK - TEXT_SIZE * LEADING, 0.5);
  if (has_two && fabs (difference) > 0 && read_value (point, 1 - upper) > 0)
    put_text (self, point->values[1 - upper], x, height_of (self, at, 1 - upper) + MARK + 1, 0.5);
}

static void
draw_course (const Plot *self, gsize series)
{
  cairo_new_path (self->cr);
  set_dash (self, series == 1);
  cairo_set_line_width (self->cr, STROKE * 2);
  for (gsize i = 0; i < self->chart->n_points; i++)
    cairo_line_to (self->cr, place_of (self, i), height_of (self, i, series));
  cairo_stroke (self->cr);
  set_dash (self, FALSE);
  for (gsize i = 0; i < self->chart->n_points; i++)
    draw_mark (self, series, place_of (self, i), height_of (self, i, series));
}

static void
draw_lines (const Plot *self)
{
  draw_line_grid (self);
  for (gsize k = count_series (self->chart); k > 0; k--)
    draw_course (self, k - 1);
  /* Of more than that the values would cover each other: they are in the table. */
  for (gsize i = 0; i < self->chart->n_points && self->chart->n_points <= LABELS_MAX; i++)
    put_values (self, i);
}

void
anf_chart_draw (
    const AnfChart *self, AnfSetting *setting, cairo_t *cr, double x, double y, double width)
{
  const gboolean has_bars = self->kind == ANF_CHART_BARS;
  const double left = has_bars ? labels_width (self, setting) : PLOT_LEFT;
  Plot plot = { .chart = self, .setting = setting, .cr = cr };
  const double title[] = { x + width / 2,
                           y + anf_chart_get_height (self, setting, width) - TITLE_HEIGHT
                               + (TITLE_HEIGHT - TITLE_SIZE) / 2,
                           0.5 };
  plot.x = x + left;
  plot.y = y + KEY_HEIGHT + (has_bars ? 0 : TEXT_SIZE * LEADING);
  plot.width = width - left - (has_bars ? VALUE_ROOM : 0);
  set_axis (&plot);
  draw_key (&plot, plot.x, y + (KEY_HEIGHT - KEY_SIDE) / 2);
  if (has_bars)
    draw_bars (&plot);
  else
    draw_lines (&plot);
  put (&plot, ANF_FACE_HEI, TITLE_SIZE, self->title, title);
}
