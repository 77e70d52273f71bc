/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-report-making.h"
#include "anf-report-table.h"
#include "anf-units.h"

/* Whom anybody was asked about in its days, in the order of ids. */
static GList *
list_units (const AnfReportMaking *making)
{
  const GArray *sheets = making->statistics->book.sheets;
  g_autoptr (GHashTable) units = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < sheets->len; i++)
    {
      const AnfCaseSheet *sheet = &g_array_index (sheets, AnfCaseSheet, i);
      if (anf_span_has (&making->span->counted, sheet->day))
        g_hash_table_add (units, sheet->unit);
    }
  return g_list_sort (g_hash_table_get_keys (units), (GCompareFunc)g_strcmp0);
}

static gboolean
add_unit (const AnfReportMaking *making, JsonObject *table, const char *unit, GError **error)
{
  static const char *const names[]
      = { "survey_sheets", "survey_replies", "survey_satisfied", "survey_basically" };
  const AnfCountFilter filter = { .unit = unit };
  gint64 counts[G_N_ELEMENTS (names)] = { 0 };
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (cells, anf_unit_dup_name (making->work, NULL, unit));
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (!anf_count (names[i], &making->statistics->book, &making->span->counted, &filter,
                      &counts[i], error))
        {
          g_ptr_array_unref (cells);
          return FALSE;
        }
      anf_report_take_number (cells, counts[i]);
    }
  g_autofree char *share
      = counts[1] > 0
            ? anf_decimal_format (counts[2] * 100 * ANF_RATE_UNIT / counts[1], ANF_RATE_UNIT, 2)
            : NULL;
  g_ptr_array_add (cells, share != NULL ? g_strconcat (share, "%", NULL) : g_strdup ("—"));
  g_ptr_array_set_free_func (cells, NULL);
  anf_report_table_add (table, cells);
  return TRUE;
}

gboolean
anf_report_make_surveys (const AnfReportMaking *making, GError **error)
{
  static const AnfGridColumn columns[] = { { "unit", "单位", ANF_CELL_TEXT, 30 },
                                           { "sheets", "问卷（份）", ANF_CELL_NUMBER, 12 },
                                           { "replies", "有效评价", ANF_CELL_NUMBER, 12 },
                                           { "satisfied", "满意", ANF_CELL_NUMBER, 10 },
                                           { "basically", "基本满意", ANF_CELL_NUMBER, 10 },
                                           { "satisfaction", "满意率", ANF_CELL_TEXT, 10 } };
  g_autoptr (GList) units = list_units (making);
  if (units == NULL)
    return TRUE;
  g_autoptr (JsonObject) table
      = anf_report_table_new ("surveys", "满意度调查", columns, G_N_ELEMENTS (columns));
  for (const GList *l = units; l != NULL; l = l->next)
    if (!add_unit (making, table, l->data, error))
      return FALSE;
  json_array_add_object_element (making->tables, json_object_ref (table));
  return TRUE;
}
