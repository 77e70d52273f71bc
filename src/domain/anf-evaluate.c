/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-evaluate.h"

#include "anf-error.h"

#include <string.h>

/* Products of two 64-bit numbers. */
__extension__ typedef __int128 Wide;

void
anf_result_clear (AnfResult *self)
{
  g_clear_pointer (&self->missing, g_free);
}

gint64
anf_evaluate_divide (gint64 numerator, gint64 denominator)
{
  const Wide wide = (Wide)numerator * ANF_RATE_UNIT;
  const Wide half = denominator / 2;
  const Wide quotient = (wide + (wide < 0 ? -half : half)) / denominator;
  return (gint64)CLAMP (quotient, G_MININT64, G_MAXINT64);
}

static gboolean
judge_order (AnfOp op, int order)
{
  switch (op)
    {
    case ANF_OP_EQUAL:
      return order == 0;
    case ANF_OP_AT_LEAST:
      return order >= 0;
    case ANF_OP_AT_MOST:
      return order <= 0;
    case ANF_OP_LESS:
      return order < 0;
    case ANF_OP_MORE:
      return order > 0;
    case ANF_OP_NONE:
      break;
    }
  return FALSE;
}

static int
compare (Wide a, Wide b)
{
  return (a > b) - (a < b);
}

gboolean
anf_evaluate_judge (AnfOp op, gint64 numerator, gint64 denominator, gint64 target)
{
  return judge_order (op, compare ((Wide)numerator * ANF_RATE_UNIT, (Wide)target * denominator));
}

char *
anf_decimal_format (gint64 number, gint64 unit, guint decimals)
{
  gint64 step = unit;
  for (guint i = 0; i < decimals && step > 1; i++)
    step /= 10;
  const gint64 rounded = (number + (number < 0 ? -step / 2 : step / 2)) / step;
  const gint64 whole = unit / step;
  const gint64 size = ABS (rounded);
  g_autoptr (GString) text = g_string_new (rounded < 0 ? "-" : "");
  g_string_append_printf (text, "%" G_GINT64_FORMAT, size / whole);
  if (size % whole == 0)
    return g_strdup (text->str);
  g_string_append_c (text, '.');
  gint64 rest = size % whole;
  for (gint64 digit = whole / 10; rest > 0; digit /= 10)
    {
      g_string_append_c (text, (char)('0' + rest / digit));
      rest %= digit;
    }
  return g_strdup (text->str);
}

/* The days of one evaluation: @cut is as far as things have happened, @full the whole period. */
typedef struct
{
  const AnfIndicator *indicator;
  const AnfSources *sources;
  AnfSpan full;
  AnfSpan cut;
  gboolean is_over; /* nothing can be added any more, whatever @full is */
} Task;

static gboolean
fail (AnfResult *result, AnfWhyNot why, const char *missing)
{
  result->why = why;
  g_free (result->missing);
  result->missing = g_strdup (missing);
  return FALSE;
}

static gboolean
is_year_before (const AnfSpan *shape, const Task *task)
{
  return shape->last < task->cut.first;
}

/* Adds up @terms: figures of @shape, counts of what has happened in the task's days, or of the same
   days a year ago when @shape is of then. FALSE with a reason, or with @error. */
static gboolean
sum_terms (const Task *task,
           const GPtrArray *terms,
           const AnfSpan *shape,
           gint64 *sum,
           AnfResult *result,
           GError **error)
{
  const AnfSpan counted
      = is_year_before (shape, task) ? anf_span_last_year (&task->cut) : task->cut;
  *sum = 0;
  for (guint i = 0; i < terms->len; i++)
    {
      const AnfTerm *term = terms->pdata[i];
      gint64 value = 0;
      if (term->is_count)
        {
          if (!anf_count (term->name, task->sources->book, &counted, NULL, &value, error))
            return FALSE;
          value *= ANF_FIGURE_UNIT;
        }
      else if (!anf_figures_find (task->sources->figures, term->name, NULL, shape, &value))
        return fail (result, ANF_WHY_NO_FIGURE, term->name);
      *sum += term->is_minus ? -value : value;
    }
  return TRUE;
}

static void
set_ratio (AnfResult *result, gint64 numerator, gint64 denominator)
{
  result->has_parts = TRUE;
  result->numerator = numerator;
  result->denominator = denominator;
  if (denominator <= 0)
    {
      fail (result, ANF_WHY_NO_BASE, NULL);
      return;
    }
  result->is_computed = TRUE;
  result->value = anf_evaluate_divide (numerator, denominator);
}

static gboolean
compute_count (const Task *task, const AnfSpan *shape, AnfResult *result, GError **error)
{
  if (!sum_terms (task, task->indicator->numerator, shape, &result->numerator, result, error))
    return FALSE;
  result->has_parts = result->is_computed = TRUE;
  result->value = result->numerator * (ANF_RATE_UNIT / ANF_FIGURE_UNIT);
  return TRUE;
}

static gboolean
compute_ratio (const Task *task, const AnfSpan *shape, AnfResult *result, GError **error)
{
  gint64 numerator = 0;
  gint64 denominator = 0;
  if (!sum_terms (task, task->indicator->numerator, shape, &numerator, result, error)
      || !sum_terms (task, task->indicator->denominator, shape, &denominator, result, error))
    return FALSE;
  set_ratio (result, numerator, denominator);
  return TRUE;
}

static gboolean
compute_change (const Task *task, const AnfSpan *shape, AnfResult *result, GError **error)
{
  const AnfSpan before = anf_span_last_year (shape);
  gint64 now = 0;
  gint64 then = 0;
  if (!sum_terms (task, task->indicator->numerator, shape, &now, result, error)
      || !sum_terms (task, task->indicator->numerator, &before, &then, result, error))
    return FALSE;
  set_ratio (result, now - then, then);
  return TRUE;
}

static gboolean
compute_difference (const Task *task, const AnfSpan *shape, AnfResult *result, GError **error)
{
  const AnfSpan before = anf_span_last_year (shape);
  gint64 numerator = 0;
  gint64 denominator = 0;
  if (!sum_terms (task, task->indicator->numerator, &before, &numerator, result, error)
      || !sum_terms (task, task->indicator->denominator, &before, &denominator, result, error))
    return FALSE;
  const gint64 then = denominator > 0 ? anf_evaluate_divide (numerator, denominator) : 0;
  if (!compute_ratio (task, shape, result, error))
    return FALSE;
  if (denominator <= 0)
    result->is_computed = fail (result, ANF_WHY_NO_BASE, NULL);
  result->value -= then;
  return TRUE;
}

/* Every unit is to have its own: the least of them tells. */
static gboolean
compute_least (const Task *task, const AnfSpan *shape, AnfResult *result, GError **error)
{
  const AnfIndicator *indicator = task->indicator;
  const AnfTerm *term = indicator->numerator->pdata[0];
  g_auto (GStrv) units
      = task->sources->list_members ((const char *const *)indicator->scope, task->sources->data);
  gint64 least = G_MAXINT64;
  gint64 reached = 0;
  for (gsize i = 0; units[i] != NULL; i++)
    {
      gint64 value = 0;
      if (!anf_figures_find (task->sources->figures, term->name, units[i], shape, &value))
        return fail (result, ANF_WHY_NO_FIGURE, units[i]);
      least = MIN (least, value);
      if (anf_evaluate_judge (indicator->op, value, ANF_FIGURE_UNIT, indicator->target))
        reached += ANF_FIGURE_UNIT;
    }
  set_ratio (result, reached, (gint64)g_strv_length (units) * ANF_FIGURE_UNIT);
  if (result->is_computed)
    result->value = least * (ANF_RATE_UNIT / ANF_FIGURE_UNIT);
  return TRUE;
}

static gboolean
compute (const Task *task, const AnfSpan *shape, AnfResult *result, GError **error)
{
  switch (task->indicator->kind)
    {
    case ANF_MEASURE_COUNT:
      return compute_count (task, shape, result, error);
    case ANF_MEASURE_RATIO:
      return compute_ratio (task, shape, result, error);
    case ANF_MEASURE_CHANGE:
      return compute_change (task, shape, result, error);
    case ANF_MEASURE_DIFFERENCE:
      return compute_difference (task, shape, result, error);
    case ANF_MEASURE_LEAST:
      return compute_least (task, shape, result, error);
    case ANF_MEASURE_NONE:
      break;
    }
  return fail (result, ANF_WHY_NO_FORMULA, NULL);
}

/* Whether it is of so few referrals that even a rate would tell of one. */
static gboolean
is_too_few (const AnfIndicator *indicator, const AnfResult *result)
{
  gboolean is_secret = FALSE;
  for (guint i = 0; i < indicator->numerator->len; i++)
    {
      const AnfTerm *term = indicator->numerator->pdata[i];
      is_secret = is_secret || (term->is_count && anf_count_is_secret (term->name));
    }
  const gint64 of = indicator->denominator != NULL ? result->denominator : result->numerator;
  return is_secret && of > 0 && of < ANF_TOO_FEW * ANF_FIGURE_UNIT;
}

static gboolean
is_reached (const AnfIndicator *indicator, const AnfResult *result)
{
  const gboolean exact
      = indicator->kind == ANF_MEASURE_RATIO || indicator->kind == ANF_MEASURE_CHANGE;
  return exact
             ? anf_evaluate_judge (indicator->op, result->numerator, result->denominator,
                                   indicator->target)
             : anf_evaluate_judge (indicator->op, result->value, ANF_RATE_UNIT, indicator->target);
}

static void
judge (const Task *task, AnfResult *result)
{
  const AnfIndicator *indicator = task->indicator;
  if (result->is_computed && is_too_few (indicator, result))
    {
      result->is_computed = result->has_parts = FALSE;
      result->value = result->numerator = result->denominator = 0;
      fail (result, ANF_WHY_TOO_FEW, NULL);
      return;
    }
  if (!result->is_computed || !indicator->has_target)
    return;
  if (is_reached (indicator, result))
    {
      result->judged = ANF_JUDGED_MET;
      return;
    }
  const gboolean may_rise = indicator->kind == ANF_MEASURE_COUNT
                            && (indicator->op == ANF_OP_AT_LEAST || indicator->op == ANF_OP_MORE);
  if (may_rise && !task->is_over && task->cut.last < task->full.last)
    fail (result, ANF_WHY_NOT_OVER, NULL);
  else
    result->judged = ANF_JUDGED_MISSED;
}

/* Figures are entered for whole periods, if need be before these are over: the whole is looked for
   first, then what ends with the month, then what ends with the day. */
static gboolean
evaluate_task (const Task *task, AnfResult *result, GError **error)
{
  const AnfSpan month = anf_span_around (ANF_SPAN_MONTH, task->cut.last);
  const AnfSpan shapes[] = { task->full, anf_span_cut (&task->full, month.last), task->cut };
  g_autoptr (GError) local_error = NULL;
  gboolean done = FALSE;
  anf_result_clear (result);
  *result = (AnfResult){ .span = task->cut };
  for (gsize i = 0; !done && local_error == NULL && i < G_N_ELEMENTS (shapes); i++)
    done = compute (task, &shapes[i], result, &local_error);
  if (g_error_matches (local_error, ANF_ERROR, (int)ANF_ERROR_UNAVAILABLE))
    {
      fail (result, ANF_WHY_NO_CALENDAR, NULL);
      return TRUE;
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!done)
    return TRUE;
  if (result->is_computed)
    fail (result, ANF_WHY_NOTHING, NULL);
  judge (task, result);
  return TRUE;
}

/* Reports of months leave no day out and tell none twice only when each counts its own days. */
static gboolean
evaluate_own (const AnfIndicator *indicator,
              const AnfSources *sources,
              AnfResult *result,
              GError **error)
{
  const AnfSpan *own = sources->own;
  const Task task = { .indicator = indicator,
                      .sources = sources,
                      .full = anf_span_around (ANF_SPAN_MONTH, own->last),
                      .cut = anf_span_cut (own, sources->today),
                      .is_over = own->last <= sources->today };
  return evaluate_task (&task, result, error);
}

gboolean
anf_evaluate (const AnfIndicator *indicator,
              const AnfSources *sources,
              const AnfSpan *span,
              AnfResult *result,
              GError **error)
{
  const guint32 end = MIN (span->last, sources->today);
  Task task = { .indicator = indicator, .sources = sources, .full = *span, .cut = *span };
  *result = (AnfResult){ .span = *span };
  if (end < span->first)
    {
      fail (result, ANF_WHY_NOT_OVER, NULL);
      return TRUE;
    }
  if (sources->own != NULL
      && (indicator->period == ANF_SPAN_DAYS || indicator->period == ANF_SPAN_MONTH))
    return evaluate_own (indicator, sources, result, error);
  if (indicator->period != ANF_SPAN_DAYS)
    task.full = anf_span_around (indicator->period, span->first);
  /* The period holds all that is reported on, and goes on around it. */
  if (indicator->period != ANF_SPAN_DAYS && task.full.last >= span->last)
    task.full = anf_span_around (indicator->period, end);
  for (;;)
    {
      task.cut = anf_span_cut (&task.full, end);
      if (!evaluate_task (&task, result, error))
        return FALSE;
      if (indicator->period == ANF_SPAN_DAYS || result->judged == ANF_JUDGED_MISSED
          || result->why != ANF_WHY_NOTHING || task.full.last >= end)
        return TRUE;
      task.full = anf_span_around (indicator->period, task.full.last + 1);
    }
}
