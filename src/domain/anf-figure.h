/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-span.h"

/* How many figures one evaluation looks at, at most. */
#define ANF_FIGURES_MAX 100000

/**
 * AnfFigure: a number that somebody entered, with where it is from told elsewhere.
 * @unit: (nullable): of one unit, where units are told apart
 * @is_stock: how many there are at the end of @span, rather than how many there were in it
 * @value: thousandths
 */
typedef struct
{
  char *key;
  char *unit;
  AnfSpan span;
  gboolean is_stock;
  gint64 value;
} AnfFigure;

AnfFigure *anf_figure_new (const char *key, const char *unit, const AnfSpan *span, gint64 value);
void anf_figure_free (AnfFigure *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfFigure, anf_figure_free)

/** anf_figure_parse_value: a decimal such as `12` or `87.5`, up to three decimals, without a sign,
 * in thousandths. */
gboolean
anf_figure_parse_value (const char *text, gint64 *value, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_figures_find:
 * @figures: (element-type AnfFigure)
 * @value: (out): thousandths
 *
 * What was in @span is told by the figure of exactly these days, or by figures of its quarters or
 * months, all of them, added up. Of a stock the newest counts that is not after @span's end.
 *
 * Returns: FALSE where the figures do not tell
 */
gboolean anf_figures_find (const GPtrArray *figures,
                           const char *key,
                           const char *unit,
                           const AnfSpan *span,
                           gint64 *value);
