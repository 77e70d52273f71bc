/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-indicators.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-report-table.h"

#include <glib/gi18n.h>

#include <string.h>

/* Decimals that are told: of a rate as a share of 1, and as per cent. */
#define RATE_DECIMALS 4
#define PERCENT_DECIMALS 2

static const char *const why_names[] = {
  [ANF_WHY_NOTHING] = NULL,
  [ANF_WHY_NO_FORMULA] = "no_formula",
  [ANF_WHY_NO_FIGURE] = "no_figure",
  [ANF_WHY_NO_BASE] = "no_base",
  [ANF_WHY_TOO_FEW] = "too_few",
  [ANF_WHY_NOT_OVER] = "not_over",
  [ANF_WHY_NO_CALENDAR] = "no_calendar",
};

/* In the language of the office, whoever asks: the table is kept. */
static const char *const why_words[] = {
  [ANF_WHY_NOTHING] = NULL,
  [ANF_WHY_NO_FORMULA] = "无法计算：方案未给出算式",
  [ANF_WHY_NO_FIGURE] = "无法计算：缺少",
  [ANF_WHY_NO_BASE] = "无法计算：分母或上年同期为0",
  [ANF_WHY_TOO_FEW] = "少于3件，不公布",
  [ANF_WHY_NOT_OVER] = "统计期未满",
  [ANF_WHY_NO_CALENDAR] = "无法计算：缺少放假安排",
};

typedef struct
{
  const AnfIndicator *indicator;
  const AnfIndicatorSet *set;
  const char *source;
  AnfResult result;
} One;

static gboolean
is_rate (const AnfIndicator *indicator)
{
  static const char *const rates[] = { "ratio", "yoy", "pp", NULL };
  if (indicator->kind == ANF_MEASURE_COUNT || indicator->kind == ANF_MEASURE_LEAST)
    return FALSE;
  return indicator->unit == NULL || g_strv_contains (rates, indicator->unit);
}

static void
set_decimal (JsonObject *item, const char *member, gboolean told, gint64 number, gint64 unit)
{
  if (!told)
    {
      json_object_set_null_member (item, member);
      return;
    }
  g_autofree char *text = anf_decimal_format (number, unit, RATE_DECIMALS);
  if (strchr (text, '.') != NULL)
    json_object_set_double_member (item, member, g_ascii_strtod (text, NULL));
  else
    json_object_set_int_member (item, member, g_ascii_strtoll (text, NULL, 10));
}

static const char *
get_missing_name (const One *one)
{
  const AnfFigureKind *kind = one->result.missing != NULL
                                  ? anf_indicator_set_find_kind (one->set, one->result.missing)
                                  : NULL;
  return kind != NULL ? kind->name : one->result.missing;
}

static JsonObject *
make_item (const One *one)
{
  const AnfIndicator *indicator = one->indicator;
  const AnfResult *result = &one->result;
  const gboolean has_base = indicator->denominator != NULL || indicator->kind == ANF_MEASURE_CHANGE
                            || indicator->kind == ANF_MEASURE_LEAST;
  g_autofree char *period = anf_span_format (&result->span);
  JsonObject *item = json_object_new ();
  json_object_set_string_member (item, "id", indicator->id);
  json_object_set_string_member (item, "source", one->source);
  json_object_set_string_member (item, "name", indicator->name);
  anf_json_set_string (item, "area", indicator->area);
  anf_json_set_string (item, "formula", indicator->formula);
  anf_json_set_string (item, "clause", indicator->clause);
  anf_json_set_string (item, "unit", indicator->unit);
  json_object_set_string_member (item, "period", period);
  set_decimal (item, "value", result->is_computed, result->value, ANF_RATE_UNIT);
  set_decimal (item, "numerator", result->has_parts, result->numerator, ANF_FIGURE_UNIT);
  set_decimal (item, "denominator", result->has_parts && has_base, result->denominator,
               ANF_FIGURE_UNIT);
  if (indicator->has_target)
    {
      json_object_set_string_member (item, "op", anf_op_get_sign (indicator->op));
      set_decimal (item, "target", TRUE, indicator->target, ANF_RATE_UNIT);
    }
  if (result->judged == ANF_JUDGED_NOT)
    json_object_set_null_member (item, "met");
  else
    json_object_set_boolean_member (item, "met", result->judged == ANF_JUDGED_MET);
  anf_json_set_string (item, "why", why_names[result->why]);
  anf_json_set_string (item, "missing", result->missing);
  return item;
}

static const AnfGridColumn columns[] = {
  { "id", "编号", ANF_CELL_TEXT, 10 },          { "name", "指标", ANF_CELL_TEXT, 34 },
  { "period", "统计期", ANF_CELL_TEXT, 12 },    { "value", "数值", ANF_CELL_TEXT, 12 },
  { "numerator", "分子", ANF_CELL_NUMBER, 10 }, { "denominator", "分母", ANF_CELL_NUMBER, 10 },
  { "target", "目标", ANF_CELL_TEXT, 10 },      { "met", "结论", ANF_CELL_TEXT, 10 },
  { "note", "说明", ANF_CELL_TEXT, 34 },        { "formula", "算式", ANF_CELL_TEXT, 50 },
};

static char *
format_value (const AnfIndicator *indicator, gint64 value)
{
  if (!is_rate (indicator))
    return anf_decimal_format (value, ANF_RATE_UNIT, 2);
  g_autofree char *percent = anf_decimal_format (value, ANF_RATE_UNIT / 100, PERCENT_DECIMALS);
  return g_strconcat (percent, "%", NULL);
}

static char *
format_part (gboolean told, gint64 part)
{
  return told ? anf_decimal_format (part, ANF_FIGURE_UNIT, 3) : NULL;
}

static char *
format_note (const One *one)
{
  const char *words = why_words[one->result.why];
  return one->result.why == ANF_WHY_NO_FIGURE
             ? g_strconcat (words, "“", get_missing_name (one), "”", NULL)
             : g_strdup (words);
}

static char *
format_target (const AnfIndicator *indicator)
{
  if (!indicator->has_target)
    return NULL;
  g_autofree char *value = format_value (indicator, indicator->target);
  return g_strconcat (anf_op_get_sign (indicator->op), value, NULL);
}

static void
add_row (JsonObject *table, const One *one)
{
  static const char *const verdicts[] = { "—", "达标", "未达标" };
  const AnfIndicator *indicator = one->indicator;
  const AnfResult *result = &one->result;
  const gboolean has_base = result->has_parts && indicator->kind != ANF_MEASURE_COUNT;
  GPtrArray *cells = g_ptr_array_new ();
  g_ptr_array_add (cells, g_strdup (indicator->id));
  g_ptr_array_add (cells, g_strdup (indicator->name));
  g_ptr_array_add (cells, anf_span_format (&result->span));
  g_ptr_array_add (cells, result->is_computed ? format_value (indicator, result->value)
                                              : g_strdup ("无法计算"));
  g_ptr_array_add (cells, format_part (result->has_parts, result->numerator));
  g_ptr_array_add (cells, format_part (has_base, result->denominator));
  g_ptr_array_add (cells, format_target (indicator));
  g_ptr_array_add (cells, g_strdup (verdicts[result->judged]));
  g_ptr_array_add (cells, format_note (one));
  g_ptr_array_add (cells, g_strdup (indicator->formula));
  anf_report_table_add (table, cells);
}

typedef struct
{
  const AnfStatistics *statistics;
  AnfSources sources;
  const AnfSpan *span;
  JsonArray *items; /* (nullable) */
  JsonObject *table;
} Computing;

static gboolean
compute_set (const Computing *self, const AnfIndicatorSet *set, GError **error)
{
  for (guint i = 0; i < set->indicators->len; i++)
    {
      One one = { .indicator = set->indicators->pdata[i],
                  .set = set,
                  .source = set == self->statistics->common ? "office" : "scheme" };
      g_auto (AnfResult) result = { 0 };
      if (!anf_evaluate (one.indicator, &self->sources, self->span, &result, error))
        return FALSE;
      one.result = result;
      if (self->items != NULL)
        json_array_add_object_element (self->items, make_item (&one));
      add_row (self->table, &one);
    }
  return TRUE;
}

gboolean
anf_indicators_compute (const AnfStatistics *statistics,
                        const AnfSpan *span,
                        const AnfSpan *own,
                        JsonArray *items,
                        JsonObject **table,
                        GError **error)
{
  g_autoptr (JsonObject) made
      = anf_report_table_new ("indicators", "指标", columns, G_N_ELEMENTS (columns));
  Computing computing = { statistics, anf_statistics_get_sources (statistics), span, items, made };
  computing.sources.own = own;
  if (!compute_set (&computing, statistics->common, error)
      || !compute_set (&computing, anf_scheme_get_indicators (statistics->scheme), error))
    return FALSE;
  if (table != NULL)
    *table = g_steal_pointer (&made);
  return TRUE;
}

static gboolean
reply (AnfWork *work, const AnfSpan *span, JsonArray *items, JsonObject *table, GError **error)
{
  const char *format = anf_work_get_query (work, "format");
  g_autofree char *period = anf_span_format (span);
  if (g_strcmp0 (format, "csv") == 0 || g_strcmp0 (format, "xlsx") == 0)
    {
      g_autoptr (JsonArray) tables = json_array_new ();
      g_autofree char *title = g_strconcat ("指标 ", period, NULL);
      json_array_add_object_element (tables, json_object_ref (table));
      return anf_report_table_reply (work, tables,
                                     strcmp (format, "csv") == 0 ? ANF_SHEET_CSV : ANF_SHEET_XLSX,
                                     title, work->now / G_USEC_PER_SEC, error);
    }
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *as_of = anf_time_format (work->now);
  json_object_set_string_member (body, "scheme", anf_work_get_query (work, "scheme"));
  json_object_set_string_member (body, "period", period);
  json_object_set_string_member (body, "as_of", as_of);
  json_object_set_array_member (body, "items", json_array_ref (items));
  anf_work_reply_text (work, "application/json", anf_json_format_object (body));
  return TRUE;
}

gboolean
anf_indicators_get (AnfWork *work, GError **error)
{
  const char *scheme = anf_work_get_query (work, "scheme");
  const char *period = anf_work_get_query (work, "period");
  g_auto (AnfStatistics) statistics = { 0 };
  g_autoptr (JsonArray) items = json_array_new ();
  g_autoptr (JsonObject) table = NULL;
  AnfSpan span;
  if (scheme == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("scheme: say whose indicators"));
  if (!anf_statistics_load (work, scheme, &statistics, error))
    return FALSE;
  if (period == NULL)
    span = anf_span_around (ANF_SPAN_MONTH, statistics.today);
  else if (!anf_span_parse (period, &span, error))
    return FALSE;
  return anf_indicators_compute (&statistics, &span, NULL, items, &table, error)
         && reply (work, &span, items, table, error);
}
