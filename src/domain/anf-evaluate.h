/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-figure.h"
#include "anf-indicator.h"

/* An indicator worked out. A rate without a base, or with a figure that nobody entered, is none
   (无法计算); it is never 0. */

typedef enum
{
  ANF_WHY_NOTHING, /* all is well */
  ANF_WHY_NO_FORMULA,
  ANF_WHY_NO_FIGURE, /* @missing was not entered */
  ANF_WHY_NO_BASE,   /* the denominator, or the year before, is 0 */
  ANF_WHY_TOO_FEW,   /* so few referrals that the number would point at people */
  ANF_WHY_NOT_OVER,  /* there is still time to reach the target */
  ANF_WHY_NO_CALENDAR,
} AnfWhyNot;

typedef enum
{
  ANF_JUDGED_NOT, /* no target, or too early, or not computed */
  ANF_JUDGED_MET,
  ANF_JUDGED_MISSED,
} AnfJudged;

/** Referrals that are fewer than this are told to nobody as a number. */
#define ANF_TOO_FEW 3

/**
 * AnfResult:
 * @span: the days that were looked at
 * @value: millionths
 * @numerator: thousandths; likewise @denominator, which is 0 where there is none
 * @missing: (nullable): what figure is
 */
typedef struct
{
  AnfSpan span;
  gboolean is_computed;
  gboolean has_parts;
  gint64 value;
  gint64 numerator;
  gint64 denominator;
  AnfJudged judged;
  AnfWhyNot why;
  char *missing;
} AnfResult;

void anf_result_clear (AnfResult *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnfResult, anf_result_clear)

/**
 * AnfSources:
 * @figures: (element-type AnfFigure)
 * @today: what lies after it has not happened yet
 * @own: (nullable): the days that a report tells as its month's (每月23日之前: from the 24th to the
 * 23rd): what happened is counted in these, figures are those of the month that they end in
 * @list_members: Returns: (transfer full): the units that the ids in @scope stand for
 */
typedef struct
{
  const AnfCaseBook *book;
  const GPtrArray *figures;
  guint32 today;
  const AnfSpan *own;
  char **(*list_members) (const char *const *scope, gpointer data);
  gpointer data;
} AnfSources;

/**
 * anf_evaluate:
 * @span: what is reported on
 *
 * An indicator of a shorter period than @span is taken for each period in it, and the first that
 * misses its target is the result; one of a longer period for that period as far as @span goes.
 */
gboolean anf_evaluate (const AnfIndicator *indicator,
                       const AnfSources *sources,
                       const AnfSpan *span,
                       AnfResult *result,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_evaluate_judge: exact, whatever @numerator / @denominator rounds to. */
gboolean anf_evaluate_judge (AnfOp op, gint64 numerator, gint64 denominator, gint64 target);

/** anf_evaluate_divide: @numerator / @denominator in millionths, halves away from zero. */
gint64 anf_evaluate_divide (gint64 numerator, gint64 denominator);

/** anf_decimal_format: Returns: (transfer full): @number of 1/@unit, at most @decimals of them,
 * without zeros at the end: 0.8333 */
char *anf_decimal_format (gint64 number, gint64 unit, guint decimals);
