/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-json.h"
#include "anf-report-making.h"
#include "anf-report-table.h"
#include "anf-units.h"

#include <string.h>

/* Longest phase whose course is told by weeks, and by months, in days. */
#define WEEKS_UNTIL 100
#define MONTHS_UNTIL 1100
/* A week alone shows no course: so many before it are told too. */
#define WEEKS_BEFORE 7

/* Counts that a report tells of everything, and of each area, unit and category. */
typedef struct
{
  const char *count;
  const char *heading;
} Column;

static const Column row_counts[] = {
  { "found", "发现" },   { "established", "查实" },    { "ordered", "交办" }, { "due", "到期" },
  { "overdue", "逾期" }, { "closed_in_span", "销号" }, { "open", "未销号" },
};

/* 按责任单位 has these besides, of the whole ledger at the cut-off (F.3 销号率). */
static const Column rate_counts[] = { { "closed", "累计销号" }, { "problems", "累计查实" } };

#define COLUMNS_MAX (G_N_ELEMENTS (row_counts) + G_N_ELEMENTS (rate_counts) + 3)

void
anf_report_take_number (GPtrArray *cells, gint64 number)
{
  g_ptr_array_add (cells, g_strdup_printf ("%" G_GINT64_FORMAT, number));
}

static gboolean
add_counts (const AnfReportMaking *making,
            const AnfCaseBook *book,
            const AnfCountFilter *filter,
            GPtrArray *cells,
            GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (row_counts); i++)
    {
      gint64 count = 0;
      if (!anf_count (row_counts[i].count, book, &making->span->counted, filter, &count, error))
        return FALSE;
      anf_report_take_number (cells, count);
    }
  return TRUE;
}

static gboolean
says_something (const GPtrArray *cells, guint from)
{
  for (guint i = from; i < cells->len; i++)
    if (cells->pdata[i] != NULL && strcmp (cells->pdata[i], "0") != 0)
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
add_count_row (const AnfReportMaking *making,
               JsonObject *table,
               const AnfCountFilter *filter,
               GPtrArray *heads,
               GError **error)
{
  const guint from = heads->len;
  if (!add_counts (making, &making->statistics->book, filter, heads, error))
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

static guint
set_columns (AnfGridColumn *columns, const char *const *heads)
{
  guint count = 0;
  for (; heads[count] != NULL; count++)
    columns[count] = (AnfGridColumn){ count == 0 ? "of" : "in", heads[count], ANF_CELL_TEXT, 30 };
  for (guint i = 0; i < G_N_ELEMENTS (row_counts); i++)
    columns[count++]
        = (AnfGridColumn){ row_counts[i].count, row_counts[i].heading, ANF_CELL_NUMBER, 10 };
  return count;
}

static JsonObject *
begin_counts (const AnfReportMaking *making,
              const char *name,
              const char *title,
              const char *const *heads)
{
  AnfGridColumn columns[COLUMNS_MAX];
  const guint count = set_columns (columns, heads);
  JsonObject *table = anf_report_table_new (name, title, columns, count);
  json_array_add_object_element (making->tables, table);
  return table;
}

gboolean
anf_report_make_summary (const AnfReportMaking *making, GError **error)
{
  static const AnfGridColumn columns[] = { { "of", "项目", ANF_CELL_TEXT, 30 },
                                           { "number", "数量", ANF_CELL_NUMBER, 10 },
                                           { "count", "统计项", ANF_CELL_TEXT, 20 } };
  static const Column lines[] = {
    { "visits", "开展检查（次）" },
    { "found", "发现问题（个）" },
    { "established", "查实问题（个）" },
    { "ordered", "交办问题（个）" },
    { "due", "到期问题（个）" },
    { "due_closed", "到期问题中已销号（个）" },
    { "closed_in_span", "销号问题（个）" },
    { "open", "期末未销号问题（个）" },
    { "overdue", "未销号问题中逾期（个）" },
  };
  JsonObject *table = anf_report_table_new ("summary", "总体情况", columns, G_N_ELEMENTS (columns));
  json_array_add_object_element (making->tables, table);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      gint64 count = 0;
      if (!anf_count (lines[i].count, &making->statistics->book, &making->span->counted, NULL,
                      &count, error))
        return FALSE;
      anf_report_table_add_line (table, lines[i].heading, count, lines[i].count);
    }
  anf_report_add_leads (making, table);
  return TRUE;
}

gboolean
anf_report_make_areas (const AnfReportMaking *making, GError **error)
{
  static const char *const heads[] = { "专项", NULL };
  JsonObject *table = begin_counts (making, "areas", "按专项", heads);
  GPtrArray *areas = anf_scheme_get_areas (making->statistics->scheme);
  for (guint i = 0; i < areas->len; i++)
    {
      const AnfSchemeArea *area = areas->pdata[i];
      const AnfCountFilter filter = { .area = area->id };
      GPtrArray *cells = g_ptr_array_new ();
      g_ptr_array_add (cells, g_strdup (area->name));
      if (!add_count_row (making, table, &filter, cells, error))
        return FALSE;
    }
  GPtrArray *total = g_ptr_array_new ();
  g_ptr_array_add (total, g_strdup (ANF_REPORT_TOTAL));
  return add_count_row (making, table, NULL, total, error);
}

static gint
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Units that lead anything, in the order of their ids. */
static GPtrArray *
list_leads (const AnfReportMaking *making)
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

/* Then the rows are more than the sum says. */
static gboolean
is_led_by_two (const AnfReportMaking *making)
{
  const GPtrArray *cases = making->statistics->book.cases;
  for (guint i = 0; i < cases->len; i++)
    if (g_strv_length (((const AnfCase *)cases->pdata[i])->lead_units) > 1)
      return TRUE;
  return FALSE;
}

gboolean
anf_report_make_leads (const AnfReportMaking *making, GError **error)
{
  static const char *const heads[] = { "牵头单位", NULL };
  JsonObject *table = begin_counts (making, "units", "按牵头单位", heads);
  g_autoptr (GPtrArray) leads = list_leads (making);
  if (is_led_by_two (making))
    json_object_set_string_member (
        table, "note", "注：同一问题由两个以上单位牵头的，各单位分别计数，合计不重复计算。");
  for (guint i = 0; i < leads->len; i++)
    {
      const AnfCountFilter filter = { .lead = leads->pdata[i] };
      GPtrArray *cells = g_ptr_array_new ();
      g_ptr_array_add (cells, anf_unit_dup_name (making->work, NULL, leads->pdata[i]));
      if (!add_count_row (making, table, &filter, cells, error))
        return FALSE;
    }
  GPtrArray *total = g_ptr_array_new ();
  g_ptr_array_add (total, g_strdup (ANF_REPORT_TOTAL));
  return add_count_row (making, table, NULL, total, error);
}

/* Where the scheme has it: of the area, then scheme-wide; G_MAXUINT for what it has not any more.
 */
static guint
find_place (const AnfScheme *scheme, const AnfSchemeArea *area, const char *category)
{
  GPtrArray *const lists[] = { area->categories, anf_scheme_get_categories (scheme) };
  guint place = 0;
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (guint k = 0; k < lists[i]->len; k++, place++)
      if (strcmp (((const AnfSchemeCategory *)lists[i]->pdata[k])->name, category) == 0)
        return place;
  return G_MAXUINT;
}

typedef struct
{
  const char *name;
  guint place;
} Category;

static gint
compare_categories (gconstpointer a, gconstpointer b)
{
  const Category *one = a;
  const Category *other = b;
  return one->place != other->place ? (one->place < other->place ? -1 : 1)
                                    : strcmp (one->name, other->name);
}

/* (element-type Category): in the order in which the scheme names them */
static GArray *
list_categories (const AnfReportMaking *making, const AnfSchemeArea *area)
{
  const GPtrArray *cases = making->statistics->book.cases;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GArray *found = g_array_new (FALSE, TRUE, sizeof (Category));
  for (guint i = 0; i < cases->len; i++)
    {
      const AnfCase *one = cases->pdata[i];
      if (g_strcmp0 (one->area, area->id) != 0 || !g_hash_table_add (seen, one->category))
        continue;
      const Category category
          = { one->category, find_place (making->statistics->scheme, area, one->category) };
      g_array_append_val (found, category);
    }
  g_array_sort (found, compare_categories);
  return found;
}

gboolean
anf_report_make_categories (const AnfReportMaking *making, GError **error)
{
  static const char *const heads[] = { "专项", "问题类别", NULL };
  JsonObject *table = begin_counts (making, "categories", "按问题类别", heads);
  GPtrArray *areas = anf_scheme_get_areas (making->statistics->scheme);
  for (guint i = 0; i < areas->len; i++)
    {
      const AnfSchemeArea *area = areas->pdata[i];
      g_autoptr (GArray) categories = list_categories (making, area);
      for (guint k = 0; k < categories->len; k++)
        {
          const char *name = g_array_index (categories, Category, k).name;
          const AnfCountFilter filter = { .area = area->id, .category = name };
          GPtrArray *cells = g_ptr_array_new ();
          g_ptr_array_add (cells, g_strdup (area->name));
          g_ptr_array_add (cells, g_strdup (name));
          if (!add_count_row (making, table, &filter, cells, error))
            return FALSE;
        }
    }
  if (json_array_get_length (anf_json_peek_array (table, "rows")) == 0)
    return TRUE;
  GPtrArray *total = g_ptr_array_new ();
  g_ptr_array_add (total, g_strdup (ANF_REPORT_TOTAL));
  g_ptr_array_add (total, NULL);
  return add_count_row (making, table, NULL, total, error);
}

/* 效能监察的内容, where the scheme has them: how often each was looked at, and what was found. */
gboolean
anf_report_make_contents (const AnfReportMaking *making, GError **error)
{
  const AnfSchemeMarks *contents
      = anf_scheme_get_marks (making->statistics->scheme, ANF_SCHEME_CONTENTS);
  AnfGridColumn columns[COLUMNS_MAX] = { { "of", "监察内容", ANF_CELL_TEXT, 30 },
                                         { "visits", "检查（次）", ANF_CELL_NUMBER, 10 } };
  if (contents == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (row_counts); i++)
    columns[2 + i]
        = (AnfGridColumn){ row_counts[i].count, row_counts[i].heading, ANF_CELL_NUMBER, 10 };
  g_autofree char *title = g_strdup_printf ("按%s", contents->name);
  JsonObject *table
      = anf_report_table_new ("contents", title, columns, 2 + G_N_ELEMENTS (row_counts));
  json_array_add_object_element (making->tables, table);
  for (guint i = 0; i < contents->items->len; i++)
    {
      const AnfSchemeCategory *one = contents->items->pdata[i];
      const AnfCountFilter filter = { .content = one->id };
      gint64 visits = 0;
      g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
      if (!anf_count ("visits", &making->statistics->book, &making->span->counted, &filter, &visits,
                      error))
        return FALSE;
      g_ptr_array_add (cells, g_strdup (one->name));
      anf_report_take_number (cells, visits);
      if (!add_counts (making, &making->statistics->book, &filter, cells, error))
        return FALSE;
      anf_report_table_add (table, g_steal_pointer (&cells));
    }
  return TRUE;
}

/* The cases of each responsible unit, borrowed: to count a thousand units is to read the book once.
 */
static GHashTable *
group_by_unit (const AnfCaseBook *book)
{
  GHashTable *groups
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < book->cases->len; i++)
    {
      AnfCase *one = book->cases->pdata[i];
      GPtrArray *group = g_hash_table_lookup (groups, one->unit);
      if (group == NULL)
        {
          group = g_ptr_array_new ();
          g_hash_table_insert (groups, one->unit, group);
        }
      g_ptr_array_add (group, one);
    }
  return groups;
}

/* Nothing is told of a unit that has no problem in the ledger yet: not 0 %. */
static char *
format_rate (gint64 closed, gint64 problems)
{
  return problems == 0
             ? NULL
             : anf_decimal_format (closed * ANF_FIGURE_UNIT * 100 / problems, ANF_FIGURE_UNIT, 2);
}

/* @open: how many problems it has at the cut-off; @cells: NULL for one of whom nothing is told */
typedef struct
{
  const char *unit;
  gint64 open;
  GPtrArray *cells;
} UnitRow;

static void
clear_row (gpointer data)
{
  g_clear_pointer (&((UnitRow *)data)->cells, g_ptr_array_unref);
}

/* Who has most to do comes first. */
static gint
compare_rows (gconstpointer a, gconstpointer b)
{
  const UnitRow *one = a;
  const UnitRow *other = b;
  return one->open != other->open ? (one->open < other->open ? 1 : -1)
                                  : strcmp (one->unit, other->unit);
}

/* What the ledger of @cases says after @name (transfer full). Returns: (transfer full): cells;
 * @open: (out): how many problems are open */
static GPtrArray *
make_unit_cells (
    const AnfReportMaking *making, char *name, GPtrArray *cases, gint64 *open, GError **error)
{
  AnfCaseBook book = making->statistics->book;
  gint64 counts[G_N_ELEMENTS (rate_counts)] = { 0 };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  book.cases = cases;
  g_ptr_array_add (cells, name);
  if (!add_counts (making, &book, NULL, cells, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (rate_counts); i++)
    {
      if (!anf_count (rate_counts[i].count, &book, &making->span->counted, NULL, &counts[i], error))
        return NULL;
      anf_report_take_number (cells, counts[i]);
    }
  *open = counts[1] - counts[0];
  g_ptr_array_add (cells, format_rate (counts[0], counts[1]));
  return g_steal_pointer (&cells);
}

static gboolean
fill_row (const AnfReportMaking *making, UnitRow *row, GPtrArray *cases, GError **error)
{
  char *name = anf_unit_dup_name (making->work, NULL, row->unit);
  g_autoptr (GPtrArray) cells = make_unit_cells (making, name, cases, &row->open, error);
  if (cells == NULL)
    return FALSE;
  if (says_something (cells, 1))
    row->cells = g_steal_pointer (&cells);
  return TRUE;
}

static gboolean
add_unit_rows (const AnfReportMaking *making, JsonObject *table, GError **error)
{
  g_autoptr (GHashTable) groups = group_by_unit (&making->statistics->book);
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (UnitRow));
  g_array_set_clear_func (rows, clear_row);
  GHashTableIter iter;
  gpointer unit;
  gpointer cases;
  g_hash_table_iter_init (&iter, groups);
  while (g_hash_table_iter_next (&iter, &unit, &cases))
    {
      const UnitRow row = { .unit = unit };
      g_array_append_val (rows, row);
      if (!fill_row (making, &g_array_index (rows, UnitRow, rows->len - 1), cases, error))
        return FALSE;
    }
  g_array_sort (rows, compare_rows);
  for (guint i = 0; i < rows->len; i++)
    {
      UnitRow *row = &g_array_index (rows, UnitRow, i);
      if (row->cells != NULL)
        anf_report_table_add (table, g_steal_pointer (&row->cells));
    }
  if (json_array_get_length (anf_json_peek_array (table, "rows")) == 0)
    return TRUE;
  gint64 open = 0;
  GPtrArray *total = make_unit_cells (making, g_strdup (ANF_REPORT_TOTAL),
                                      making->statistics->book.cases, &open, error);
  if (total != NULL)
    anf_report_table_add (table, total);
  return total != NULL;
}

gboolean
anf_report_make_responsible (const AnfReportMaking *making, GError **error)
{
  static const char *const heads[] = { "责任单位", NULL };
  AnfGridColumn columns[COLUMNS_MAX];
  guint count = set_columns (columns, heads);
  for (guint i = 0; i < G_N_ELEMENTS (rate_counts); i++)
    columns[count++]
        = (AnfGridColumn){ rate_counts[i].count, rate_counts[i].heading, ANF_CELL_NUMBER, 10 };
  columns[count++] = (AnfGridColumn){ "rate", "销号率（%）", ANF_CELL_NUMBER, 12 };
  JsonObject *table = anf_report_table_new ("responsible", "按责任单位", columns, count);
  json_array_add_object_element (making->tables, table);
  return add_unit_rows (making, table, error);
}

static AnfSpanKind
choose_step (const AnfSpan *span)
{
  const guint32 days = span->last - span->first + 1;
  return days <= WEEKS_UNTIL    ? ANF_SPAN_WEEK
         : days <= MONTHS_UNTIL ? ANF_SPAN_MONTH
                                : ANF_SPAN_YEAR;
}

static char *
format_day (guint32 day)
{
  GDate date;
  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  return anf_date_format (&date);
}

static gboolean
add_trend_row (const AnfReportMaking *making,
               JsonObject *table,
               const AnfSpan *span,
               GError **error)
{
  static const char *const counts[] = { "established", "closed_in_span" };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (cells, format_day (span->first));
  g_ptr_array_add (cells, format_day (span->last));
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      gint64 count = 0;
      if (!anf_count (counts[i], &making->statistics->book, span, NULL, &count, error))
        return FALSE;
      anf_report_take_number (cells, count);
    }
  anf_report_table_add (table, g_steal_pointer (&cells));
  return TRUE;
}

gboolean
anf_report_make_trend (const AnfReportMaking *making, GError **error)
{
  static const AnfGridColumn columns[] = { { "from", "起", ANF_CELL_DATE, 12 },
                                           { "to", "止", ANF_CELL_DATE, 12 },
                                           { "established", "查实", ANF_CELL_NUMBER, 10 },
                                           { "closed_in_span", "销号", ANF_CELL_NUMBER, 10 } };
  AnfSpan whole = making->span->counted;
  const AnfSpanKind step = choose_step (&whole);
  if (making->kind == ANF_REPORT_WEEKLY)
    whole.first -= 7 * WEEKS_BEFORE;
  JsonObject *table
      = anf_report_table_new ("trend", "查实和销号走势", columns, G_N_ELEMENTS (columns));
  json_array_add_object_element (making->tables, table);
  for (guint32 day = whole.first; day <= whole.last;)
    {
      const AnfSpan around = anf_span_around (step, day);
      const AnfSpan part = { ANF_SPAN_DAYS, day, MIN (around.last, whole.last) };
      if (!add_trend_row (making, table, &part, error))
        return FALSE;
      day = part.last + 1;
    }
  return TRUE;
}
