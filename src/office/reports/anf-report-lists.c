/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-json.h"
#include "anf-report-making.h"
#include "anf-report-table.h"
#include "anf-units.h"

#include <string.h>

/* A matter is named, not told: so many characters of its fact. */
#define FACT_CHARACTERS 60
#define BEFORE_SHOWN 5

typedef struct
{
  const char *unit;
  gint64 sum;
  guint visits;
} Score;

static gint
compare_scores (gconstpointer a, gconstpointer b)
{
  const Score *one = a;
  const Score *other = b;
  /* The higher average first, compared without dividing. */
  const gint64 left = one->sum * other->visits;
  const gint64 right = other->sum * one->visits;
  if (left != right)
    return left > right ? -1 : 1;
  return strcmp (one->unit, other->unit);
}

/* One for each unit whose visits in the period have a score, the best first. */
static GArray *
add_up_scores (const AnfReportMaking *making)
{
  GArray *sums = g_array_new (FALSE, TRUE, sizeof (Score));
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  const GArray *scores = making->statistics->scores;
  for (guint i = 0; i < scores->len; i++)
    {
      const AnfStatisticsScore *one = &g_array_index (scores, AnfStatisticsScore, i);
      gpointer place = NULL;
      if (!anf_span_has (&making->span->counted, one->day))
        continue;
      if (!g_hash_table_lookup_extended (places, one->unit, NULL, &place))
        {
          const Score begun = { .unit = one->unit };
          place = GUINT_TO_POINTER (sums->len);
          g_hash_table_insert (places, one->unit, place);
          g_array_append_val (sums, begun);
        }
      Score *sum = &g_array_index (sums, Score, GPOINTER_TO_UINT (place));
      sum->sum += one->percent;
      sum->visits++;
    }
  g_array_sort (sums, compare_scores);
  return sums;
}

/* 每月评最优、最差: of two or more that differ, and all that share the place. */
static const char *
find_mark (const GArray *scores, guint at)
{
  const Score *best = &g_array_index (scores, Score, 0);
  const Score *worst = &g_array_index (scores, Score, scores->len - 1);
  const Score *one = &g_array_index (scores, Score, at);
  if (best->sum * worst->visits == worst->sum * best->visits)
    return NULL;
  if (one->sum * best->visits == best->sum * one->visits)
    return "最优";
  return one->sum * worst->visits == worst->sum * one->visits ? "最差" : NULL;
}

void
anf_report_make_scores (const AnfReportMaking *making)
{
  static const AnfGridColumn columns[] = { { "unit", "单位", ANF_CELL_TEXT, 30 },
                                           { "visits", "评分检查（次）", ANF_CELL_NUMBER, 14 },
                                           { "score", "平均得分", ANF_CELL_NUMBER, 10 },
                                           { "mark", "评定", ANF_CELL_TEXT, 10 } };
  g_autoptr (GArray) scores = add_up_scores (making);
  if (scores->len == 0)
    return;
  JsonObject *table = anf_report_table_new ("scores", "检查评分", columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < scores->len; i++)
    {
      const Score *one = &g_array_index (scores, Score, i);
      GPtrArray *cells = g_ptr_array_new ();
      g_ptr_array_add (cells, anf_unit_dup_name (making->work, NULL, one->unit));
      anf_report_take_number (cells, one->visits);
      g_ptr_array_add (
          cells, anf_decimal_format (one->sum * ANF_FIGURE_UNIT / one->visits, ANF_FIGURE_UNIT, 2));
      g_ptr_array_add (cells, g_strdup (find_mark (scores, i)));
      anf_report_table_add (table, cells);
    }
  json_array_add_object_element (making->tables, table);
}

/* What became of the steps of one rung that were proposed in the period. */
typedef struct
{
  int level;
  const char *name;
  gint64 all, taken, declined, waiting, ended;
} Rung;

static Rung *
find_rung (GArray *rungs, const AnfStatisticsStep *step)
{
  for (guint i = 0; i < rungs->len; i++)
    {
      Rung *rung = &g_array_index (rungs, Rung, i);
      if (rung->level == step->level && strcmp (rung->name, step->name) == 0)
        return rung;
    }
  const Rung begun = { .level = step->level, .name = step->name };
  g_array_append_val (rungs, begun);
  return &g_array_index (rungs, Rung, rungs->len - 1);
}

static void
count_step (const AnfReportMaking *making, GArray *rungs, const AnfStatisticsStep *step)
{
  if (!anf_span_has (&making->span->counted, step->proposed))
    return;
  Rung *rung = find_rung (rungs, step);
  rung->all++;
  if (strcmp (step->state, "proposed") == 0 || step->decided > making->span->counted.last)
    rung->waiting++;
  else if (strcmp (step->state, "taken") == 0)
    rung->taken++;
  else if (strcmp (step->state, "declined") == 0)
    rung->declined++;
  else
    rung->ended++;
}

static gint
compare_rungs (gconstpointer a, gconstpointer b)
{
  const Rung *one = a;
  const Rung *other = b;
  return one->level != other->level ? one->level - other->level : strcmp (one->name, other->name);
}

void
anf_report_make_steps (const AnfReportMaking *making)
{
  static const AnfGridColumn columns[]
      = { { "name", "督促措施", ANF_CELL_TEXT, 20 },  { "proposed", "提出", ANF_CELL_NUMBER, 10 },
          { "taken", "采取", ANF_CELL_NUMBER, 10 },   { "declined", "不采取", ANF_CELL_NUMBER, 10 },
          { "waiting", "待定", ANF_CELL_NUMBER, 10 }, { "ended", "失效", ANF_CELL_NUMBER, 10 } };
  g_autoptr (GArray) rungs = g_array_new (FALSE, TRUE, sizeof (Rung));
  const GArray *steps = making->statistics->steps;
  for (guint i = 0; i < steps->len; i++)
    count_step (making, rungs, &g_array_index (steps, AnfStatisticsStep, i));
  if (rungs->len == 0)
    return;
  g_array_sort (rungs, compare_rungs);
  JsonObject *table
      = anf_report_table_new ("steps", "系统提示情况", columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < rungs->len; i++)
    {
      const Rung *rung = &g_array_index (rungs, Rung, i);
      const gint64 counts[]
          = { rung->all, rung->taken, rung->declined, rung->waiting, rung->ended };
      GPtrArray *cells = g_ptr_array_new ();
      g_ptr_array_add (cells, g_strdup (rung->name));
      for (guint k = 0; k < G_N_ELEMENTS (counts); k++)
        anf_report_take_number (cells, counts[k]);
      anf_report_table_add (table, cells);
    }
  json_array_add_object_element (making->tables, table);
}

static char *
format_day (guint32 day)
{
  GDate date;
  if (day == 0)
    return NULL;
  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  return anf_date_format (&date);
}

static char *
dup_number (AnfWork *work, AnfNoun noun, const char *id)
{
  g_autoptr (AnfItem) item = id != NULL ? anf_work_find (work, noun, id, NULL) : NULL;
  return item != NULL ? g_strdup (item->record->number) : NULL;
}

/* The numbers of those that had been closed before: the newest, and how many there are. Each row
   with all of them would make a report of thousands of rows longer than can be read. */
static char *
join_before (AnfWork *work, JsonObject *recurrence)
{
  JsonArray *of = anf_json_peek_array (recurrence, "of");
  const guint length = of != NULL ? json_array_get_length (of) : 0;
  const gint64 count = anf_json_peek_int (recurrence, "count", 0);
  g_autoptr (GPtrArray) numbers = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < MIN (length, BEFORE_SHOWN); i++)
    {
      char *number = dup_number (work, ANF_NOUN_FINDING, anf_json_array_get_string (of, i));
      if (number != NULL)
        g_ptr_array_add (numbers, number);
    }
  g_ptr_array_add (numbers, NULL);
  g_autofree char *shown = g_strjoinv ("、", (char **)numbers->pdata);
  return count > BEFORE_SHOWN ? g_strdup_printf ("%s等%" G_GINT64_FORMAT "个", shown, count)
                              : g_steal_pointer (&shown);
}

gboolean
anf_report_make_recurrences (const AnfReportMaking *making, GError **error)
{
  static const AnfGridColumn columns[] = { { "number", "问题编号", ANF_CELL_TEXT, 20 },
                                           { "unit", "责任单位", ANF_CELL_TEXT, 24 },
                                           { "category", "问题类别", ANF_CELL_TEXT, 30 },
                                           { "registered", "登记日期", ANF_CELL_DATE, 12 },
                                           { "before", "此前销号的问题", ANF_CELL_TEXT, 30 } };
  AnfWork *work = making->work;
  g_autoptr (GPtrArray) cases
      = anf_count_collect ("established", &making->statistics->book, &making->span->counted);
  JsonObject *table = NULL;
  for (guint i = 0; i < cases->len; i++)
    {
      const AnfCase *one = cases->pdata[i];
      g_autoptr (AnfItem) finding = anf_work_find (work, ANF_NOUN_FINDING, one->id, error);
      if (finding == NULL)
        return FALSE;
      JsonObject *recurrence = anf_json_peek_object (finding->doc, "recurrence");
      if (recurrence == NULL)
        continue;
      if (table == NULL)
        {
          table = anf_report_table_new ("recurrences", "反弹问题", columns, G_N_ELEMENTS (columns));
          json_array_add_object_element (making->tables, table);
        }
      GPtrArray *cells = g_ptr_array_new ();
      g_ptr_array_add (cells, g_strdup (finding->record->number));
      g_ptr_array_add (cells, anf_unit_dup_name (work, NULL, one->unit));
      g_ptr_array_add (cells, g_strdup (one->category));
      g_ptr_array_add (cells, format_day (one->registered));
      g_ptr_array_add (cells, join_before (work, recurrence));
      anf_report_table_add (table, cells);
    }
  return TRUE;
}

static char *
shorten (const char *text)
{
  if (g_utf8_strlen (text, -1) <= FACT_CHARACTERS)
    return g_strdup (text);
  g_autofree char *head = g_utf8_substring (text, 0, FACT_CHARACTERS);
  return g_strconcat (head, "……", NULL);
}

static gboolean
is_ordered (const AnfCase *one, guint32 last)
{
  return one->assigned != 0 && one->assigned <= last;
}

const char *
anf_report_word_state (const AnfCase *one, guint32 last)
{
  const AnfCaseLimit limit = anf_case_get_limit (one, last);
  if (one->closed != 0 && one->closed <= last)
    return "已销号";
  if (!is_ordered (one, last))
    return "未交办";
  return limit.due != 0 && limit.due < last && (limit.met == 0 || limit.met > last) ? "逾期"
                                                                                    : "整改中";
}

static gboolean
add_open_row (const AnfReportMaking *making, JsonObject *table, const AnfCase *one, GError **error)
{
  const guint32 last = making->span->counted.last;
  g_autoptr (AnfItem) finding = anf_work_find (making->work, ANF_NOUN_FINDING, one->id, error);
  if (finding == NULL)
    return FALSE;
  const gboolean ordered = is_ordered (one, last);
  const AnfCaseLimit limit = anf_case_get_limit (one, last);
  GPtrArray *cells = g_ptr_array_new ();
  g_ptr_array_add (cells, g_strdup (finding->record->number));
  g_ptr_array_add (cells, anf_unit_dup_name (making->work, NULL, one->unit));
  g_ptr_array_add (cells, shorten (anf_json_peek_string (finding->doc, "fact")));
  g_ptr_array_add (cells, ordered ? dup_number (making->work, ANF_NOUN_ORDER, one->order) : NULL);
  g_ptr_array_add (cells, ordered ? format_day (limit.due) : NULL);
  g_ptr_array_add (cells, g_strdup (anf_report_word_state (one, last)));
  anf_report_table_add (table, cells);
  return TRUE;
}

gboolean
anf_report_make_open (const AnfReportMaking *making, GError **error)
{
  static const AnfGridColumn columns[]
      = { { "number", "问题编号", ANF_CELL_TEXT, 20 }, { "unit", "责任单位", ANF_CELL_TEXT, 24 },
          { "fact", "问题摘要", ANF_CELL_TEXT, 50 },   { "order", "文号", ANF_CELL_TEXT, 24 },
          { "due", "整改期限", ANF_CELL_DATE, 12 },    { "state", "状态", ANF_CELL_TEXT, 10 } };
  g_autoptr (GPtrArray) cases
      = anf_count_collect ("open", &making->statistics->book, &making->span->counted);
  const guint left_out = anf_cases_sort (cases, making->span->counted.last, ANF_REPORT_OPEN_MAX);
  g_autofree char *title
      = left_out == 0
            ? g_strdup ("未销号问题")
            : g_strdup_printf ("未销号问题（期限在前的%u个，另有%u个未列）", cases->len, left_out);
  if (cases->len == 0)
    return TRUE;
  JsonObject *table = anf_report_table_new ("open", title, columns, G_N_ELEMENTS (columns));
  json_array_add_object_element (making->tables, table);
  for (guint i = 0; i < cases->len; i++)
    if (!add_open_row (making, table, cases->pdata[i], error))
      return FALSE;
  return TRUE;
}
