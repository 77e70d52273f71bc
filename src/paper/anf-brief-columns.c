/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-brief-columns.h"

#include "anf-letter-page.h"

#include <math.h>

/* White on both sides of a cell, and some for what is wider than thought, in points. */
#define CELL_WHITE 8.0
/* Texts up to so many characters stand in the middle of their cells. */
#define CENTRED_MAX 6.0
/* Headings up to so many are not broken. */
#define HEADING_WHOLE 3.0
#define CELL_SIZE 10.5
#define SMALL_CELL_SIZE 9.0
/* Cells are not broken into lines of fewer characters. */
#define SHORTEST 6.0

/* In em; what has no width of its own here is not wider than a letter in the faces in use. Digits
   are most of what is not to be broken: what they do not need is room for the other columns. */
static double
measure_character (gunichar character)
{
  if (character >= 0x80)
    return 1;
  if (g_ascii_isdigit ((char)character))
    return 0.52;
  if (character == '-' || character == '.')
    return 0.36;
  if (character == '%')
    return 0.9;
  return g_ascii_isupper ((char)character) ? 0.75 : 0.6;
}

/* In em, of the longest line; estimated, since what is set in the end breaks by itself. */
static double
measure (const char *text)
{
  double longest = 0;
  double width = 0;
  for (; text != NULL && *text != '\0'; text = g_utf8_next_char (text))
    {
      const gunichar character = g_utf8_get_char (text);
      width = character == '\n' ? 0 : width + measure_character (character);
      longest = MAX (longest, width);
    }
  return longest;
}

/* Of the longest piece of it that has no place to be broken at: a number, a date, a file number. */
static double
measure_whole (const char *text)
{
  double longest = 0;
  double width = 0;
  for (; text != NULL && *text != '\0'; text = g_utf8_next_char (text))
    {
      const gboolean goes_on = (guchar)*text < 0x80 && *text != ' ' && *text != '\n';
      width = goes_on ? width + measure_character (g_utf8_get_char (text)) : 0;
      longest = MAX (longest, width);
    }
  return longest;
}

/* In points. @whole: so that nothing is broken that must not be; @all: so that nothing is, but a
   heading into two lines. */
typedef struct
{
  double whole;
  double all;
} Need;

static Need
find_need (const AnfBriefTable *table, const AnfBriefFit *fit, guint column, double size)
{
  const char *heading = table->columns[column].heading;
  const double title = measure (heading);
  /* 2018年第二季度 is a date, too, and not 第二季 over 度. */
  const gboolean is_word = table->columns[column].kind == ANF_CELL_DATE;
  Need need = { .whole = title <= HEADING_WHOLE ? title : 2 };
  need.all = title <= HEADING_WHOLE ? title : ceil (title / 2);
  for (gsize i = 0; i < table->n_rows; i++)
    {
      const char *cell = table->cells[i * table->n_columns + column];
      need.all = MAX (need.all, measure (cell));
      need.whole = MAX (need.whole, is_word ? measure (cell) : measure_whole (cell));
    }
  need.whole = MAX (MIN (need.whole, fit->whole_max), MIN (need.all, fit->shortest));
  return (Need){ need.whole * size + CELL_WHITE, need.all * size + CELL_WHITE };
}

static guint
get_share (const AnfBriefTable *table, guint column)
{
  return MAX (table->columns[column].width, 1);
}

/* What a column gets when a share of the rest is @each; 0 while it can only take its share. */
static double
settle (const AnfBriefTable *table, const Need *need, guint column, double each)
{
  const double own = each * get_share (table, column);
  return need->all <= own ? need->all : need->whole >= own ? need->whole : 0;
}

/* Settles columns that need no more than their share of what is left, or cannot do with it, until
   the others can be parted by their shares. */
static void
share (const AnfBriefTable *table, double line, const Need *needs, double *widths)
{
  double left = line;
  gboolean settled = TRUE;
  guint shares = 0;
  for (guint i = 0; i < table->n_columns; i++)
    shares += get_share (table, i);
  while (settled && shares > 0)
    {
      const double each = MAX (left, 0) / shares;
      settled = FALSE;
      for (guint i = 0; i < table->n_columns && !settled; i++)
        if (widths[i] <= 0 && (widths[i] = settle (table, &needs[i], i, each)) > 0)
          {
            left -= widths[i];
            shares -= get_share (table, i);
            settled = TRUE;
          }
    }
  for (guint i = 0; i < table->n_columns; i++)
    if (widths[i] <= 0)
      widths[i] = left * get_share (table, i) / shares;
}

/* What nobody needs makes all of them wider alike; and should they need more than there is,
 * narrower.
 */
static void
fill (const AnfBriefTable *table, double line, double *widths)
{
  double whole = 0;
  for (guint i = 0; i < table->n_columns; i++)
    whole += widths[i];
  for (guint i = 0; i < table->n_columns; i++)
    widths[i] *= line / whole;
}

/* In lines as long as each other: 累计 over 销号, not 累计销 over 号. */
static const char *
part_heading (const char *heading, double em, GStringChunk *texts)
{
  const glong length = g_utf8_strlen (heading, -1);
  const double lines = ceil (measure (heading) / MAX (em, 1));
  if (lines <= 1)
    return heading;
  const glong each = (glong)ceil ((double)length / lines);
  g_autoptr (GString) parted = g_string_new (NULL);
  glong at = 0;
  for (const char *c = heading; *c != '\0'; c = g_utf8_next_char (c), at++)
    {
      if (at > 0 && at % each == 0)
        g_string_append_c (parted, '\n');
      g_string_append_unichar (parted, g_utf8_get_char (c));
    }
  return g_string_chunk_insert (texts, parted->str);
}

/* Returns: whether all of it goes into the line as it is */
static gboolean
find_needs (const AnfBriefTable *table, const AnfBriefFit *fit, double size, Need *needs)
{
  double whole = 0;
  for (guint i = 0; i < table->n_columns; i++)
    {
      needs[i] = find_need (table, fit, i, size);
      whole += needs[i].all;
    }
  return whole <= fit->width;
}

AnfColumn *
anf_brief_fit_columns (const AnfBriefTable *table, const AnfBriefFit *fit, GStringChunk *texts)
{
  double size = fit->size;
  AnfColumn *columns = g_new0 (AnfColumn, table->n_columns);
  g_autofree Need *needs = g_new0 (Need, table->n_columns);
  g_autofree double *widths = g_new0 (double, table->n_columns);
  if (!find_needs (table, fit, size, needs))
    {
      size = fit->small;
      (void)find_needs (table, fit, size, needs);
    }
  share (table, fit->width, needs, widths);
  fill (table, fit->width, widths);
  for (guint i = 0; i < table->n_columns; i++)
    columns[i] = (AnfColumn){
      .heading
      = part_heading (table->columns[i].heading, (widths[i] - CELL_WHITE + 2) / size, texts),
      .width = widths[i] / ANF_MM,
      .size = size,
      .use = ANF_FACE_FANG,
      .centred
      = table->columns[i].kind != ANF_CELL_TEXT || needs[i].all <= CENTRED_MAX * size + CELL_WHITE,
    };
  return columns;
}

AnfColumn *
anf_brief_fit_page (const AnfBriefTable *table, GStringChunk *texts)
{
  const AnfBriefFit fit = { ANF_AREA_WIDTH, CELL_SIZE, SMALL_CELL_SIZE, SHORTEST, G_MAXDOUBLE };
  return anf_brief_fit_columns (table, &fit, texts);
}

double
anf_brief_measure_whole (const AnfBriefTable *table, const AnfBriefFit *fit)
{
  double whole = 0;
  for (guint i = 0; i < table->n_columns; i++)
    whole += find_need (table, fit, i, fit->small).whole;
  return whole;
}
