/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-brief-check.h"

#include "anf-error.h"
#include "anf-paper-limits.h"

#include <glib/gi18n.h>

#include <string.h>

static gboolean
check_text (const char *text, GError **error)
{
  if (text == NULL)
    return TRUE;
  const gsize length = strlen (text);
  if (length > ANF_PAPER_TEXT_MAX)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("a text of the report is over %d bytes"),
                            ANF_PAPER_TEXT_MAX);
  return g_utf8_validate (text, (gssize)length, NULL)
         || anf_error_throw (error, ANF_ERROR_INVALID, _ ("a text of the report is not UTF-8"));
}

static gboolean
check_chart (const AnfChart *chart, GError **error)
{
  if (chart->n_points > ANF_PAPER_POINTS_MAX)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE,
                            _ ("a chart of the report has more than %d values"),
                            ANF_PAPER_POINTS_MAX);
  if (chart->title == NULL || chart->series[0] == NULL || !anf_chart_says_something (chart))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("a chart of the report says nothing"));
  for (gsize i = 0; i < chart->n_points; i++)
    for (gsize k = 0; k < ANF_CHART_SERIES_MAX; k++)
      if (!check_text (chart->points[i].values[k], error))
        return FALSE;
  for (gsize i = 0; i < chart->n_points; i++)
    if (!check_text (chart->points[i].label, error))
      return FALSE;
  return check_text (chart->title, error) && check_text (chart->series[0], error)
         && check_text (chart->series[1], error);
}

static gboolean
check_table (const AnfBriefTable *table, GError **error)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (!check_text (table->columns[i].heading, error))
      return FALSE;
  for (gsize i = 0; i < table->n_rows * table->n_columns; i++)
    if (!check_text (table->cells[i], error))
      return FALSE;
  return check_text (table->title, error) && check_text (table->note, error);
}

static gboolean
check_tables (const AnfBrief *brief, GError **error)
{
  gsize rows = 0;
  for (gsize i = 0; i < brief->n_tables; i++)
    rows += brief->tables[i].n_rows;
  if (rows > ANF_PAPER_ITEMS_MAX)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE,
                            _ ("the tables of the report have more than %d rows: take it as csv or "
                               "xlsx"),
                            ANF_PAPER_ITEMS_MAX);
  for (gsize i = 0; i < brief->n_tables; i++)
    if (!check_table (&brief->tables[i], error))
      return FALSE;
  return TRUE;
}

gboolean
anf_brief_check (const AnfBrief *brief, GError **error)
{
  if (brief->title == NULL || *brief->title == '\0')
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("the report has no title"));
  if (!check_text (brief->number, error) || !check_text (brief->addressee, error)
      || !check_text (brief->title, error) || !check_text (brief->subtitle, error)
      || !check_text (brief->organ, error) || !check_text (brief->note, error)
      || !check_text (brief->attachment, error))
    return FALSE;
  for (gsize i = 0; i < brief->n_parts; i++)
    {
      const AnfBriefPart *part = &brief->parts[i];
      const gboolean good = part->kind == ANF_BRIEF_CHART ? check_chart (part->chart, error)
                                                          : check_text (part->text, error);
      if (!good)
        return FALSE;
    }
  return check_tables (brief, error);
}
