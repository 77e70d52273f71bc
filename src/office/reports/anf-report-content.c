/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-report-content.h"

#include "anf-indicators.h"
#include "anf-report-making.h"
#include "anf-report-table.h"
#include "anf-targets.h"
#include "anf-units.h"

#include <string.h>

static gboolean
make_indicators (const AnfReportMaking *making, GError **error)
{
  JsonObject *table = NULL;
  const AnfSpan *own = making->kind == ANF_REPORT_MONTHLY ? &making->span->counted : NULL;
  if (!anf_indicators_compute (making->statistics, &making->span->measured, own, NULL, &table,
                               error))
    return FALSE;
  json_array_add_object_element (making->tables, table);
  return TRUE;
}

/* How often was done what the scheme asks to be done so often; left out where it asks for nothing.
 */
static gboolean
make_targets (const AnfReportMaking *making, GError **error)
{
  g_autoptr (JsonArray) items
      = anf_targets_compute (making->statistics, &making->span->measured, error);
  if (items != NULL && json_array_get_length (items) > 0)
    json_array_add_object_element (making->tables, anf_targets_make_table (items));
  return items != NULL;
}

/* The parent of each unit that has one. */
static GHashTable *
map_parents (const AnfStatistics *statistics)
{
  GHashTable *parents = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer parent, below;
  g_hash_table_iter_init (&iter, statistics->members);
  while (g_hash_table_iter_next (&iter, &parent, &below))
    for (guint i = 0; i < ((GPtrArray *)below)->len; i++)
      g_hash_table_insert (parents, ((GPtrArray *)below)->pdata[i], parent);
  return parents;
}

/* Whoever has to do with anything, or is registered in a group that is ranked. */
static gboolean
score_all (const AnfReportMaking *making, const AnfScoring *rule, GArray *scores, GError **error)
{
  const AnfSources sources = anf_statistics_get_sources (making->statistics);
  g_autoptr (GHashTable) parents = map_parents (making->statistics);
  g_autoptr (GHashTable) units = g_hash_table_new (g_str_hash, g_str_equal);
  const GPtrArray *cases = making->statistics->book.cases;
  GHashTableIter iter;
  gpointer unit, parent;
  for (guint i = 0; i < cases->len; i++)
    g_hash_table_add (units, ((const AnfCase *)cases->pdata[i])->unit);
  g_hash_table_iter_init (&iter, parents);
  while (g_hash_table_iter_next (&iter, &unit, &parent))
    if (anf_scoring_find_group (rule, unit, parent) != G_MAXUINT)
      g_hash_table_add (units, unit);
  g_hash_table_iter_init (&iter, units);
  while (g_hash_table_iter_next (&iter, &unit, NULL))
    {
      AnfScore score
          = { .unit = unit,
              .group = anf_scoring_find_group (rule, unit, g_hash_table_lookup (parents, unit)) };
      if (!anf_scoring_score (rule, &sources, &making->span->counted, &score, error))
        return FALSE;
      g_array_append_val (scores, score);
    }
  anf_scoring_rank (scores);
  return TRUE;
}

static JsonObject *
begin_ranking (const AnfScoring *rule)
{
  AnfGridColumn columns[ANF_SCORING_ITEMS_MAX + 4] = { { "group", "组别", ANF_CELL_TEXT, 18 },
                                                       { "rank", "名次", ANF_CELL_NUMBER, 8 },
                                                       { "unit", "单位", ANF_CELL_TEXT, 24 },
                                                       { "score", "得分", ANF_CELL_NUMBER, 8 } };
  for (guint i = 0; i < rule->items->len; i++)
    {
      const AnfScoreItem *item = rule->items->pdata[i];
      columns[4 + i] = (AnfGridColumn){ item->count != NULL ? item->count : item->figure,
                                        item->name, ANF_CELL_NUMBER, 12 };
    }
  return anf_report_table_new ("ranking", "排名", columns, rule->items->len + 4);
}

static void
add_score (const AnfReportMaking *making,
           const AnfScoring *rule,
           JsonObject *table,
           const AnfScore *score)
{
  const AnfScoreGroup *group = score->group != G_MAXUINT ? rule->groups->pdata[score->group] : NULL;
  GPtrArray *cells = g_ptr_array_new ();
  g_ptr_array_add (cells, g_strdup (group != NULL ? group->name : "未分组"));
  g_ptr_array_add (cells,
                   score->rank > 0 ? g_strdup_printf ("%u", score->rank) : g_strdup ("不排名"));
  g_ptr_array_add (cells, anf_unit_dup_name (making->work, NULL, score->unit));
  g_ptr_array_add (cells,
                   score->rank > 0 ? anf_decimal_format (score->score, ANF_FIGURE_UNIT, 2) : NULL);
  for (guint i = 0; i < rule->items->len; i++)
    g_ptr_array_add (cells, anf_decimal_format (score->counts[i], ANF_FIGURE_UNIT, 2));
  anf_report_table_add (table, cells);
}

static gboolean
make_ranking (const AnfReportMaking *making, GError **error)
{
  const AnfScoring *rule = anf_scheme_get_scoring (making->statistics->scheme);
  g_autoptr (GArray) scores = g_array_new (FALSE, TRUE, sizeof (AnfScore));
  if (rule == NULL)
    return TRUE;
  if (!score_all (making, rule, scores, error))
    return FALSE;
  JsonObject *table = begin_ranking (rule);
  for (guint i = 0; i < scores->len; i++)
    add_score (making, rule, table, &g_array_index (scores, AnfScore, i));
  json_array_add_object_element (making->tables, table);
  return TRUE;
}

JsonArray *
anf_report_make_tables (AnfWork *work,
                        const AnfStatistics *statistics,
                        AnfReportKind kind,
                        const AnfReportSpan *span,
                        GError **error)
{
  g_autoptr (JsonArray) tables = json_array_new ();
  const AnfReportMaking making = { work, statistics, kind, span, tables };
  if (!anf_report_make_summary (&making, error) || !anf_report_make_areas (&making, error)
      || !anf_report_make_leads (&making, error) || !anf_report_make_categories (&making, error)
      || !anf_report_make_contents (&making, error) || !anf_report_make_responsible (&making, error)
      || !anf_report_make_trend (&making, error) || !make_indicators (&making, error)
      || !make_targets (&making, error) || !anf_report_make_surveys (&making, error))
    return NULL;
  /* A week or a month is too short to be ranked by (F.4: each quarter). */
  if (kind != ANF_REPORT_WEEKLY && kind != ANF_REPORT_MONTHLY && !make_ranking (&making, error))
    return NULL;
  anf_report_make_scores (&making);
  anf_report_make_letters (&making);
  anf_report_make_steps (&making);
  anf_report_make_decisions (&making);
  anf_report_make_accountability (&making);
  return anf_report_make_recurrences (&making, error) && anf_report_make_open (&making, error)
                 && anf_report_make_typical (&making, error)
             ? g_steal_pointer (&tables)
             : NULL;
}
