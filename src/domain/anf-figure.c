/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-figure.h"

#include "anf-error.h"
#include "anf-indicator.h"

#include <glib/gi18n.h>

#include <string.h>

AnfFigure *
anf_figure_new (const char *key, const char *unit, const AnfSpan *span, gint64 value)
{
  AnfFigure *self = g_new0 (AnfFigure, 1);
  self->key = g_strdup (key);
  self->unit = g_strdup (unit);
  self->span = *span;
  self->value = value;
  return self;
}

void
anf_figure_free (AnfFigure *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->unit);
  g_free (self);
}

gboolean
anf_figure_parse_value (const char *text, gint64 *value, GError **error)
{
  const gsize whole = strspn (text, "0123456789");
  const gsize decimals = text[whole] == '.' ? strspn (text + whole + 1, "0123456789") : 0;
  const gsize length = whole + (text[whole] == '.' ? 1 + decimals : 0);
  if (whole < 1 || whole > 12 || (whole > 1 && *text == '0') || text[length] != '\0'
      || (text[whole] == '.' && decimals == 0) || decimals > 3)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("“%.40s” is no figure: up to 12 digits, and up to 3 decimals"),
                            text);
  gint64 number = g_ascii_strtoll (text, NULL, 10) * ANF_FIGURE_UNIT;
  gint64 weight = ANF_FIGURE_UNIT / 10;
  for (gsize i = 0; i < decimals; i++, weight /= 10)
    number += (text[whole + 1 + i] - '0') * weight;
  *value = number;
  return TRUE;
}

static gboolean
is_of (const AnfFigure *self, const char *key, const char *unit)
{
  return strcmp (self->key, key) == 0 && g_strcmp0 (self->unit, unit) == 0;
}

static const AnfFigure *
find_exact (const GPtrArray *figures, const char *key, const char *unit, const AnfSpan *span)
{
  for (guint i = 0; i < figures->len; i++)
    {
      const AnfFigure *self = figures->pdata[i];
      if (is_of (self, key, unit) && self->span.first == span->first
          && self->span.last == span->last)
        return self;
    }
  return NULL;
}

static gboolean
find_stock (const GPtrArray *figures, const char *key, const char *unit, guint32 day, gint64 *value)
{
  const AnfFigure *newest = NULL;
  for (guint i = 0; i < figures->len; i++)
    {
      const AnfFigure *self = figures->pdata[i];
      if (is_of (self, key, unit) && self->is_stock && self->span.last <= day
          && (newest == NULL || self->span.last > newest->span.last))
        newest = self;
    }
  if (newest != NULL)
    *value = newest->value;
  return newest != NULL;
}

/* The figure of the longest span that begins on @span's first day and does not reach beyond it. */
static const AnfFigure *
find_beginning (const GPtrArray *figures, const char *key, const char *unit, const AnfSpan *span)
{
  const AnfFigure *longest = NULL;
  for (guint i = 0; i < figures->len; i++)
    {
      const AnfFigure *self = figures->pdata[i];
      if (is_of (self, key, unit) && !self->is_stock && self->span.first == span->first
          && self->span.last <= span->last
          && (longest == NULL || self->span.last > longest->span.last))
        longest = self;
    }
  return longest;
}

gboolean
anf_figures_find (
    const GPtrArray *figures, const char *key, const char *unit, const AnfSpan *span, gint64 *value)
{
  AnfSpan rest = *span;
  gint64 sum = 0;
  const AnfFigure *exact = find_exact (figures, key, unit, span);
  if (exact != NULL && !exact->is_stock)
    {
      *value = exact->value;
      return TRUE;
    }
  if (find_stock (figures, key, unit, span->last, value))
    return TRUE;
  while (rest.first <= rest.last)
    {
      const AnfFigure *part = find_beginning (figures, key, unit, &rest);
      if (part == NULL)
        return FALSE;
      sum += part->value;
      rest.first = part->span.last + 1;
    }
  *value = sum;
  return TRUE;
}
