/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-title.h"

#include <math.h>
#include <string.h>

#define LINES_MAX 3

typedef struct
{
  const gunichar *text;
  glong length;
  double width;
  glong best[LINES_MAX + 1];
  double best_cost;
} Search;

static double
measure (const gunichar *text, glong from, glong to)
{
  double width = 0;
  for (glong i = from; i < to; i++)
    width += text[i] < 0x80 ? 0.5 : 1.0;
  return width;
}

static gboolean
is_among (gunichar character, const char *marks)
{
  return g_utf8_strchr (marks, -1, character) != NULL;
}

static gboolean
ends_with (const gunichar *text, glong at, const char *const *words)
{
  for (gsize i = 0; words[i] != NULL; i++)
    {
      const glong length = g_utf8_strlen (words[i], -1);
      glong same = 0;
      for (const char *c = words[i]; at >= length && *c != '\0'; c = g_utf8_next_char (c), same++)
        if (text[at - length + same] != g_utf8_get_char (c))
          break;
      if (same == length)
        return TRUE;
    }
  return FALSE;
}

/* Where the words of titles end. No dictionary: a title it does not suit has its line feeds set by
   the writer. */
static double
meaning_cost (const gunichar *text, glong length, glong at)
{
  static const char *const ends[] = { "的",   "和",   "与", "及", "对", "问题", "情况",
                                      "事项", "方案", "》", "、", "，", "”",    NULL };
  static const char *const units[]
      = { "中心", "局",   "委",   "办", "办公室", "院", "所",   "站", "厅",
          "公司", "政府", "街道", "镇", "乡",     "等", "领域", NULL };
  static const char *const begins[] = { "专项", "限期", "整改", "有关", "相关", "监督", "督办",
                                        "移送", "开展", "进行", "落实", "《",   "“",    NULL };
  if (ends_with (text, at, ends))
    return -20;
  for (gsize i = 0; begins[i] != NULL; i++)
    {
      const char *const one[] = { begins[i], NULL };
      const glong end = at + g_utf8_strlen (begins[i], -1);
      if (end <= length && ends_with (text, end, one))
        return -12;
    }
  return ends_with (text, at, units) ? -10 : 12;
}

/* What it costs to break before @at, in squared em of unevenness; INFINITY when it must not be. */
static double
break_cost (const gunichar *text, glong length, glong at)
{
  const gunichar before = text[at - 1];
  const gunichar after = text[at];
  if (is_among (after, "，。、；：？！”’）》〉〕】·%") || is_among (before, "“‘（《〈〔【"))
    return INFINITY;
  if (before < 0x80 && after < 0x80)
    return INFINITY;
  glong depth = 0;
  for (glong i = 0; i < at; i++)
    depth += text[i] == 0x300a ? 1 : (text[i] == 0x300b ? -1 : 0);
  double cost = depth > 0 ? 60 : 0;
  static const char *const weak[] = { "的", "等", "问题", NULL };
  for (gsize i = 0; weak[i] != NULL; i++)
    {
      const char *const one[] = { weak[i], NULL };
      const glong end = at + g_utf8_strlen (weak[i], -1);
      cost += end <= length && ends_with (text, end, one) ? 60 : 0;
    }
  return cost + meaning_cost (text, length, at);
}

/* A rectangle is neither trapezium nor rhombus, and an hourglass is worse. */
static double
shape_cost (const double *widths, gsize n_lines)
{
  double mean = 0;
  for (gsize i = 0; i < n_lines; i++)
    mean += widths[i] / (double)n_lines;
  double cost = 0;
  for (gsize i = 0; i < n_lines; i++)
    cost += 0.4 * (widths[i] - mean) * (widths[i] - mean);
  for (gsize i = 1; i < n_lines; i++)
    cost += fabs (widths[i] - widths[i - 1]) < 0.75 ? 6 : 0;
  if (n_lines == 3 && widths[1] < widths[0] && widths[1] < widths[2])
    cost += 40;
  return cost;
}

static void
consider (Search *self, const glong *breaks, gsize n_lines)
{
  double widths[LINES_MAX] = { 0 };
  double cost = 0;
  for (gsize i = 0; i < n_lines; i++)
    {
      widths[i] = measure (self->text, breaks[i], breaks[i + 1]);
      if (breaks[i] >= breaks[i + 1] || widths[i] > self->width)
        return;
      cost += i == 0 ? 0 : break_cost (self->text, self->length, breaks[i]);
    }
  cost += shape_cost (widths, n_lines);
  if (cost >= self->best_cost)
    return;
  self->best_cost = cost;
  memcpy (self->best, breaks, sizeof self->best);
}

static void
search (Search *self, gsize n_lines)
{
  glong breaks[LINES_MAX + 1] = { 0 };
  breaks[n_lines] = self->length;
  for (breaks[1] = 1; breaks[1] < self->length; breaks[1]++)
    {
      if (n_lines == 2)
        {
          consider (self, breaks, n_lines);
          continue;
        }
      for (breaks[2] = breaks[1] + 1; breaks[2] < self->length; breaks[2]++)
        consider (self, breaks, n_lines);
    }
}

static void
break_one (GStrvBuilder *lines, const char *title, double width)
{
  glong length = 0;
  g_autofree gunichar *text = g_utf8_to_ucs4_fast (title, -1, &length);
  const double whole = measure (text, 0, length);
  Search self = { .text = text, .length = length, .width = width, .best_cost = INFINITY };
  gsize n_lines = (gsize)ceil (whole / width);
  for (; n_lines > 1 && n_lines <= LINES_MAX && isinf (self.best_cost); n_lines++)
    search (&self, n_lines);
  if (isinf (self.best_cost))
    {
      g_strv_builder_add (lines, title);
      return;
    }
  for (gsize i = 0; i + 1 < n_lines; i++)
    {
      g_autofree char *line
          = g_ucs4_to_utf8 (text + self.best[i], self.best[i + 1] - self.best[i], NULL, NULL, NULL);
      g_strv_builder_add (lines, line);
    }
}

char **
anf_title_break (const char *title, double width)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_auto (GStrv) given = g_strsplit (title, "\n", -1);
  for (gsize i = 0; given[i] != NULL; i++)
    if (*g_strstrip (given[i]) != '\0')
      break_one (lines, given[i], width);
  return g_strv_builder_end (lines);
}
