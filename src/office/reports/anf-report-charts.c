/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock.h"
#include "anf-json.h"
#include "anf-report-text.h"

#include <string.h>

/* Until when the parts of a course are weeks. */
#define WEEK_DAYS 7

static const char *
keep (AnfReportText *self, const char *text)
{
  return g_string_chunk_insert (self->texts, text);
}

/* As a part, numbered, when it says anything. @points: (transfer full) */
static void
add_chart (AnfReportText *self, const AnfChart *chart, GArray *points, const char *title)
{
  AnfChart *own = g_new (AnfChart, 1);
  *own = *chart;
  own->points = (const AnfChartPoint *)(gpointer)points->data;
  own->n_points = points->len;
  g_ptr_array_add (self->points, points);
  g_ptr_array_add (self->charts, own);
  if (!anf_chart_says_something (own))
    {
      g_ptr_array_remove_index (self->charts, self->charts->len - 1);
      return;
    }
  g_autofree char *whole = g_strdup_printf ("图%u　%s", self->charts->len, title);
  own->title = keep (self, whole);
  const AnfBriefPart part = { .kind = ANF_BRIEF_CHART, .chart = own };
  g_array_append_val (self->parts, part);
}

void
anf_report_text_add_area_chart (AnfReportText *self)
{
  JsonObject *table = anf_report_text_find (self, "areas");
  const AnfChart chart = { .kind = ANF_CHART_BARS, .series = { "发现", "销号" } };
  GArray *points = g_array_new (FALSE, TRUE, sizeof (AnfChartPoint));
  for (guint i = 0; i < anf_report_text_count_own (table); i++)
    {
      const AnfChartPoint point = { anf_report_text_get_cell (table, i, "of"),
                                    { anf_report_text_get_cell (table, i, "found"),
                                      anf_report_text_get_cell (table, i, "closed_in_span") } };
      g_array_append_val (points, point);
    }
  add_chart (self, &chart, points, "各专项发现和销号的问题（个）");
}

static gboolean
read_day (JsonObject *table, guint row, const char *column, GDate *date)
{
  const char *text = anf_report_text_get_cell (table, row, column);
  return text != NULL && anf_date_parse (text, date, NULL);
}

/* Parts are weeks when a whole one among them is no longer. */
static gboolean
has_weeks (JsonObject *table)
{
  gint longest = 0;
  for (guint i = 0; i < anf_report_text_count_rows (table); i++)
    {
      GDate from, to;
      if (read_day (table, i, "from", &from) && read_day (table, i, "to", &to))
        longest = MAX (longest, g_date_days_between (&from, &to) + 1);
    }
  return longest <= WEEK_DAYS;
}

static const char *
keep_label (AnfReportText *self, JsonObject *table, guint row, gboolean by_weeks)
{
  GDate from;
  if (!read_day (table, row, "from", &from))
    return "";
  const guint month = g_date_get_month (&from);
  g_autofree char *label = by_weeks ? g_strdup_printf ("%u.%u", month, g_date_get_day (&from))
                                    : g_strdup_printf ("%u月", month);
  return keep (self, label);
}

void
anf_report_text_add_trend_chart (AnfReportText *self)
{
  JsonObject *table = anf_report_text_find (self, "trend");
  const AnfChart chart = { .kind = ANF_CHART_LINES, .series = { "查实", "销号" } };
  const gboolean by_weeks = has_weeks (table);
  GArray *points = g_array_new (FALSE, TRUE, sizeof (AnfChartPoint));
  for (guint i = 0; i < anf_report_text_count_rows (table); i++)
    {
      const AnfChartPoint point = { keep_label (self, table, i, by_weeks),
                                    { anf_report_text_get_cell (table, i, "established"),
                                      anf_report_text_get_cell (table, i, "closed_in_span") } };
      g_array_append_val (points, point);
    }
  add_chart (self, &chart, points,
             by_weeks ? "查实和销号走势（个，按周，横轴为起始日期）"
                      : "查实和销号走势（个，按月）");
}

static gint
compare_rates (gconstpointer a, gconstpointer b)
{
  const AnfChartPoint *one = a;
  const AnfChartPoint *other = b;
  const double left = g_ascii_strtod (one->values[0], NULL);
  const double right = g_ascii_strtod (other->values[0], NULL);
  return left < right ? -1 : left > right ? 1 : strcmp (one->label, other->label);
}

void
anf_report_text_add_rate_chart (AnfReportText *self)
{
  JsonObject *table = anf_report_text_find (self, "responsible");
  const AnfChart chart
      = { .kind = ANF_CHART_BARS, .series = { "销号率（累计销号/累计查实）" }, .most = 100 };
  GArray *points = g_array_new (FALSE, TRUE, sizeof (AnfChartPoint));
  for (guint i = 0; i < anf_report_text_count_own (table); i++)
    {
      const AnfChartPoint point = { anf_report_text_get_cell (table, i, "of"),
                                    { anf_report_text_get_cell (table, i, "rate") } };
      if (point.values[0] != NULL)
        g_array_append_val (points, point);
    }
  g_array_sort (points, compare_rates);
  const gboolean all = points->len <= ANF_REPORT_BARS_MAX;
  g_autofree char *lowest = g_strdup_printf ("销号率最低的%d个责任单位（%%）", ANF_REPORT_BARS_MAX);
  g_array_set_size (points, MIN (points->len, ANF_REPORT_BARS_MAX));
  add_chart (self, &chart, points, all ? "各责任单位销号率（%）" : lowest);
}
