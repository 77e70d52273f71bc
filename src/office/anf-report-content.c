/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-report-content.h"

#include "anf-indicators.h"
#include "anf-json.h"
#include "anf-report-table.h"

#include <string.h>

typedef struct
{
  AnfWork *work;
  const AnfStatistics *statistics;
  const AnfReportSpan *span;
  JsonArray *tables;
} Making;

/* Counts that a report tells of everything, and of each lead unit and category. */
typedef struct
{
  const char *count;
  const char *heading;
} Column;

static const Column unit_counts[] = {
  { "established", "新增" },    { "due", "到期" },    { "overdue", "逾期" },
  { "closed_in_span", "销号" }, { "open", "未销号" },
};

static char *
dup_unit_name (AnfWork *work, const char *id)
{
  g_autoptr (AnfItem) unit = anf_work_find (work, ANF_NOUN_UNIT, id, NULL);
  return g_strdup (unit != NULL ? anf_json_peek_string (unit->doc, "name") : id);
}

static gboolean
add_counts (const Making *making, const AnfCountFilter *filter, GPtrArray *cells, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (unit_counts); i++)
    {
      gint64 count = 0;
      if (!anf_count (unit_counts[i].count, &making->statistics->book, &making->span->counted,
                      filter, &count, error))
        return FALSE;
      g_ptr_array_add (cells, g_strdup_printf ("%" G_GINT64_FORMAT, count));
    }
  return TRUE;
}

static gboolean
says_something (const GPtrArray *cells, guint from)
{
  for (guint i = from; i < cells->len; i++)
    if (strcmp (cells->pdata[i], "0") != 0)
      return TRUE;
  return FALSE;
}

static void
free_cells (GPtrArray *cells)
{
  g_ptr_array_set_free_func (cells, g_free);
  g_ptr_array_unref (cells);
}

/* A row of counts after @heads (transfer full), left out when all of them are 0. */
static gboolean
add_count_row (const Making *making,
               JsonObject *table,
               const AnfCountFilter *filter,
               GPtrArray *heads,
               GError **error)
{
  const guint from = heads->len;
  if (!add_counts (making, filter, heads, error))
    {
      free_cells (heads);
      return FALSE;
    }
  if (filter == NULL || says_something (heads, from))
    anf_report_table_add (table, heads);
  else
    free_cells (heads);
  return TRUE;
}

static JsonObject *
begin_counts (const Making *making, const char *name, const char *title, const char *const *heads)
{
  AnfGridColumn columns[8];
  guint count = 0;
  for (; heads[count] != NULL; count++)
    columns[count] = (AnfGridColumn){ "", heads[count], ANF_CELL_TEXT, 30 };
  for (guint i = 0; i < count; i++)
    columns[i].name = i == 0 ? "of" : "in";
  for (guint i = 0; i < G_N_ELEMENTS (unit_counts); i++)
    columns[count++]
        = (AnfGridColumn){ unit_counts[i].count, unit_counts[i].heading, ANF_CELL_NUMBER, 10 };
  JsonObject *table = anf_report_table_new (name, title, columns, count);
  json_array_add_object_element (making->tables, table);
  return table;
}

static gint
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Units that lead anything, in the order of their ids. */
static GPtrArray *
list_leads (const Making *making)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *leads = g_ptr_array_new ();
  const GPtrArray *cases = making->statistics->book.cases;
  for (guint i = 0; i < cases->len; i++)
    {
      const AnfCase *one = cases->pdata[i];
      for (gsize k = 0; one->lead_units[k] != NULL; k++)
        if (g_hash_table_add (seen, one->lead_units[k]))
          g_ptr_array_add (leads, one->lead_units[k]);
    }
  g_ptr_array_sort (leads, compare_texts);
  return leads;
}

static gboolean
make_units (const Making *making, GError **error)
{
  static const char *const heads[] = { "牵头单位", NULL };
  JsonObject *table = begin_counts (making, "units", "按牵头单位", heads);
  g_autoptr (GPtrArray) leads = list_leads (making);
  for (guint i = 0; i < leads->len; i++)
    {
      const AnfCountFilter filter = { .lead = leads->pdata[i] };
      GPtrArray *cells = g_ptr_array_new ();
      g_ptr_array_add (cells, dup_unit_name (making->work, leads->pdata[i]));
      if (!add_count_row (making, table, &filter, cells, error))
        return FALSE;
    }
  /* A matter that two lead counts for both, and once here. */
  GPtrArray *total = g_ptr_array_new ();
  g_ptr_array_add (total, g_strdup ("合计"));
  return add_count_row (making, table, NULL, total, error);
}

static gboolean
make_categories (const Making *making, GError **error)
{
  static const char *const heads[] = { "专项", "问题类别", NULL };
  JsonObject *table = begin_counts (making, "categories", "按问题类别", heads);
  GPtrArray *areas = anf_scheme_get_areas (making->statistics->scheme);
  const GPtrArray *cases = making->statistics->book.cases;
  for (guint i = 0; i < areas->len; i++)
    {
      const AnfSchemeArea *area = areas->pdata[i];
      g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
      g_autoptr (GPtrArray) names = g_ptr_array_new ();
      for (guint k = 0; k < cases->len; k++)
        {
          const AnfCase *one = cases->pdata[k];
          if (g_strcmp0 (one->area, area->id) == 0 && g_hash_table_add (seen, one->category))
            g_ptr_array_add (names, one->category);
        }
      g_ptr_array_sort (names, compare_texts);
      for (guint k = 0; k < names->len; k++)
        {
          const AnfCountFilter filter = { .area = area->id, .category = names->pdata[k] };
          GPtrArray *cells = g_ptr_array_new ();
          g_ptr_array_add (cells, g_strdup (area->name));
          g_ptr_array_add (cells, g_strdup (names->pdata[k]));
          if (!add_count_row (making, table, &filter, cells, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
make_indicators (const Making *making, GError **error)
{
  JsonObject *table = NULL;
  if (!anf_indicators_compute (making->statistics, &making->span->measured, NULL, &table, error))
    return FALSE;
  json_array_add_object_element (making->tables, table);
  return TRUE;
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
score_all (const Making *making, const AnfScoring *rule, GArray *scores, GError **error)
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
add_score (const Making *making, const AnfScoring *rule, JsonObject *table, const AnfScore *score)
{
  const AnfScoreGroup *group = score->group != G_MAXUINT ? rule->groups->pdata[score->group] : NULL;
  GPtrArray *cells = g_ptr_array_new ();
  g_ptr_array_add (cells, g_strdup (group != NULL ? group->name : "未分组"));
  g_ptr_array_add (cells,
                   score->rank > 0 ? g_strdup_printf ("%u", score->rank) : g_strdup ("不排名"));
  g_ptr_array_add (cells, dup_unit_name (making->work, score->unit));
  g_ptr_array_add (cells,
                   score->rank > 0 ? anf_decimal_format (score->score, ANF_FIGURE_UNIT, 2) : NULL);
  for (guint i = 0; i < rule->items->len; i++)
    g_ptr_array_add (cells, anf_decimal_format (score->counts[i], ANF_FIGURE_UNIT, 2));
  anf_report_table_add (table, cells);
}

static gboolean
make_ranking (const Making *making, GError **error)
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
  const Making making = { work, statistics, span, tables };
  if (!make_units (&making, error) || !make_categories (&making, error)
      || !make_indicators (&making, error))
    return NULL;
  /* A week or a month is too short to be ranked by (F.4: each quarter). */
  if (kind != ANF_REPORT_WEEKLY && kind != ANF_REPORT_MONTHLY && !make_ranking (&making, error))
    return NULL;
  return g_steal_pointer (&tables);
}
