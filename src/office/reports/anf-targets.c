/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-targets.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-report-table.h"

#include <glib/gi18n.h>

typedef struct
{
  const AnfStatistics *statistics;
  const AnfSchemeTarget *target;
  const AnfSchemeArea *area; /* (nullable) */
  AnfSpan whole;             /* the week, month, … */
  AnfSpan counted;           /* as far as it was asked for */
  JsonArray *items;
} Row;

static gboolean
count_figure (const Row *row, gint64 *done)
{
  gint64 value = 0;
  if (!anf_figures_find (row->statistics->figures, row->target->figure, NULL, &row->whole, &value))
    value = 0;
  *done = value / ANF_FIGURE_UNIT;
  return TRUE;
}

static gboolean
count (const Row *row, gint64 *planned, gint64 *done, GError **error)
{
  const AnfSchemeTarget *target = row->target;
  const AnfCaseBook *book = &row->statistics->book;
  const AnfCountFilter filter
      = { .area = row->area != NULL ? row->area->id : NULL, .mode = target->mode };
  *planned = target->least;
  if (target->all_of != NULL
      && !anf_count (target->all_of, book, &row->counted, &filter, planned, error))
    return FALSE;
  if (target->figure != NULL)
    return count_figure (row, done);
  return anf_count (target->count, book, &row->counted, &filter, done, error);
}

static gboolean
add_row (const Row *row, GError **error)
{
  gint64 planned = 0;
  gint64 done = 0;
  if (!count (row, &planned, &done, error))
    return FALSE;
  g_autofree char *period = anf_span_format (&row->whole);
  JsonObject *item = json_object_new ();
  json_object_set_string_member (item, "id", row->target->id);
  json_object_set_string_member (item, "name", row->target->name);
  anf_json_set_string (item, "clause", row->target->clause);
  json_object_set_string_member (item, "period", period);
  if (row->area != NULL)
    {
      json_object_set_string_member (item, "area", row->area->id);
      json_object_set_string_member (item, "area_name", row->area->name);
    }
  json_object_set_int_member (item, "planned", planned);
  json_object_set_int_member (item, "done", done);
  json_object_set_int_member (item, "missing", MAX (planned - done, 0));
  json_object_set_boolean_member (item, "over",
                                  row->counted.last == row->whole.last
                                      && row->statistics->today > row->whole.last);
  json_array_add_object_element (row->items, item);
  return TRUE;
}

static gboolean
add_areas (Row *row, GError **error)
{
  GPtrArray *areas = anf_scheme_get_areas (row->statistics->scheme);
  if (!row->target->per_area)
    return add_row (row, error);
  for (guint i = 0; i < areas->len; i++)
    {
      row->area = areas->pdata[i];
      if (!add_row (row, error))
        return FALSE;
    }
  row->area = NULL;
  return TRUE;
}

static gboolean
add_target (Row *row, const AnfSpan *span, GError **error)
{
  const AnfSpanKind kind = row->target->per;
  gboolean found = FALSE;
  for (AnfSpan each = anf_span_around (kind, span->first); each.last <= span->last;
       each = anf_span_around (kind, each.last + 1))
    {
      found = TRUE;
      row->whole = row->counted = each;
      if (!add_areas (row, error))
        return FALSE;
    }
  if (found)
    return TRUE;
  row->whole = anf_span_around (kind, span->last);
  row->counted = row->whole;
  row->counted.last = MIN (row->whole.last, span->last);
  return add_areas (row, error);
}

JsonArray *
anf_targets_compute (const AnfStatistics *statistics, const AnfSpan *span, GError **error)
{
  g_autoptr (JsonArray) items = json_array_new ();
  const GPtrArray *targets = anf_scheme_get_plan (statistics->scheme)->targets;
  for (guint i = 0; i < targets->len; i++)
    {
      Row row = { .statistics = statistics, .target = targets->pdata[i], .items = items };
      if (!add_target (&row, span, error))
        return NULL;
    }
  return g_steal_pointer (&items);
}

static const AnfGridColumn columns[] = {
  { "name", "目标", ANF_CELL_TEXT, 30 },       { "period", "周期", ANF_CELL_TEXT, 12 },
  { "area", "专项", ANF_CELL_TEXT, 24 },       { "planned", "应完成", ANF_CELL_NUMBER, 10 },
  { "done", "已完成", ANF_CELL_NUMBER, 10 },   { "missing", "欠缺", ANF_CELL_NUMBER, 10 },
  { "clause", "方案原文", ANF_CELL_TEXT, 40 },
};

static char *
format_int (JsonObject *item, const char *member)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, anf_json_peek_int (item, member, 0));
}

JsonObject *
anf_targets_make_table (JsonArray *items)
{
  JsonObject *table = anf_report_table_new ("targets", "计划指标", columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      GPtrArray *cells = g_ptr_array_new ();
      g_ptr_array_add (cells, g_strdup (anf_json_peek_string (item, "name")));
      g_ptr_array_add (cells, g_strdup (anf_json_peek_string (item, "period")));
      g_ptr_array_add (cells, g_strdup (anf_json_peek_string (item, "area_name")));
      g_ptr_array_add (cells, format_int (item, "planned"));
      g_ptr_array_add (cells, format_int (item, "done"));
      g_ptr_array_add (cells, format_int (item, "missing"));
      g_ptr_array_add (cells, g_strdup (anf_json_peek_string (item, "clause")));
      anf_report_table_add (table, cells);
    }
  return table;
}

gboolean
anf_targets_get (AnfWork *work, GError **error)
{
  const char *scheme = anf_work_get_query (work, "scheme");
  const char *period = anf_work_get_query (work, "period");
  g_auto (AnfStatistics) statistics = { 0 };
  AnfSpan span;
  if (scheme == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("scheme: say whose targets"));
  if (!anf_statistics_load (work, scheme, &statistics, error))
    return FALSE;
  if (period == NULL)
    span = anf_span_around (ANF_SPAN_MONTH, statistics.today);
  else if (!anf_span_parse (period, &span, error))
    return FALSE;
  JsonArray *items = anf_targets_compute (&statistics, &span, error);
  if (items == NULL)
    return FALSE;
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *asked = anf_span_format (&span);
  g_autofree char *as_of = anf_time_format (work->now);
  json_object_set_string_member (body, "scheme", scheme);
  json_object_set_string_member (body, "period", asked);
  json_object_set_string_member (body, "as_of", as_of);
  json_object_set_array_member (body, "items", items);
  anf_work_reply_text (work, "application/json", anf_json_format_object (body));
  return TRUE;
}
