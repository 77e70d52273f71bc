/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-json.h"
#include "anf-report-making.h"
#include "anf-report-table.h"

#include <string.h>

static gboolean
by_then (guint32 day, const AnfSpan *span)
{
  return day != 0 && day <= span->last;
}

/* What became of decisions of one kind; a withdrawn one is none. */
typedef struct
{
  gint64 made, due, in_time, overdue, closed, open;
} Course;

static void
count_decision (const AnfCaseLetter *letter, const AnfSpan *span, Course *course)
{
  if (by_then (letter->withdrawn, span) || !by_then (letter->numbered, span))
    return;
  const gboolean is_due = letter->due != 0 && anf_span_has (span, letter->due);
  const gboolean answered = by_then (letter->answered, span);
  course->made += anf_span_has (span, letter->numbered) ? 1 : 0;
  course->due += is_due ? 1 : 0;
  course->in_time += is_due && answered && letter->answered <= letter->due ? 1 : 0;
  /* On the due day itself there is still time, until 24:00 (民法典 203). */
  course->overdue += letter->due != 0 && letter->due < span->last && !answered ? 1 : 0;
  course->closed += letter->closed != 0 && anf_span_has (span, letter->closed) ? 1 : 0;
  course->open += by_then (letter->closed, span) ? 0 : 1;
}

void
anf_report_make_decisions (const AnfReportMaking *making)
{
  static const AnfGridColumn columns[] = { { "kind", "文书", ANF_CELL_TEXT, 14 },
                                           { "made", "作出", ANF_CELL_NUMBER, 10 },
                                           { "due", "报告期限届满", ANF_CELL_NUMBER, 14 },
                                           { "in_time", "其中按期报告", ANF_CELL_NUMBER, 14 },
                                           { "overdue", "期末逾期未报告", ANF_CELL_NUMBER, 16 },
                                           { "closed", "办结", ANF_CELL_NUMBER, 10 },
                                           { "open", "期末未办结", ANF_CELL_NUMBER, 12 } };
  static const char *const kinds[] = { "decision", "advice" };
  const GArray *letters = making->statistics->book.letters;
  JsonObject *table = NULL;
  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      Course course = { 0 };
      for (guint i = 0; i < letters->len; i++)
        {
          const AnfCaseLetter *one = &g_array_index (letters, AnfCaseLetter, i);
          if (strcmp (one->kind, kinds[k]) == 0)
            count_decision (one, &making->span->counted, &course);
        }
      const gint64 counts[]
          = { course.made, course.due, course.in_time, course.overdue, course.closed, course.open };
      if (course.made + course.due + course.overdue + course.closed + course.open == 0)
        continue;
      if (table == NULL)
        {
          table = anf_report_table_new ("decisions", "监察决定、监察建议", columns,
                                        G_N_ELEMENTS (columns));
          json_array_add_object_element (making->tables, table);
        }
      GPtrArray *cells = g_ptr_array_new ();
      g_ptr_array_add (cells, g_strdup (k == 0 ? "监察决定" : "监察建议"));
      for (guint c = 0; c < G_N_ELEMENTS (counts); c++)
        anf_report_take_number (cells, counts[c]);
      anf_report_table_add (table, cells);
    }
}

/* Letters of one kind that went out in the period and stand at its end. */
static gint64
count_kind (const AnfReportMaking *making, const char *kind)
{
  const GArray *letters = making->statistics->book.letters;
  const AnfSpan *span = &making->span->counted;
  gint64 count = 0;
  for (guint i = 0; i < letters->len; i++)
    {
      const AnfCaseLetter *one = &g_array_index (letters, AnfCaseLetter, i);
      count += strcmp (one->kind, kind) == 0 && anf_span_has (span, one->numbered)
                       && !by_then (one->withdrawn, span)
                   ? 1
                   : 0;
    }
  return count;
}

void
anf_report_make_letters (const AnfReportMaking *making)
{
  static const AnfGridColumn columns[] = { { "of", "文书", ANF_CELL_TEXT, 20 },
                                           { "number", "数量", ANF_CELL_NUMBER, 10 },
                                           { "measure", "单位", ANF_CELL_TEXT, 8 } };
  static const struct
  {
    const char *kind;
    const char *name;
    const char *measure;
  } kinds[] = {
    { "reminder", "催办单", "份" },         { "supervision", "督办函", "份" },
    { "circular", "通报", "期" },           { "interview", "约谈通知", "份" },
    { "decision", "监察决定书", "份" },     { "advice", "监察建议书", "份" },
    { "accountability", "问责建议", "份" },
  };
  JsonObject *table = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const gint64 count = count_kind (making, kinds[i].kind);
      if (count == 0)
        continue;
      if (table == NULL)
        {
          table = anf_report_table_new ("letters", "发出督促文书", columns, G_N_ELEMENTS (columns));
          json_array_add_object_element (making->tables, table);
        }
      GPtrArray *cells = g_ptr_array_new ();
      g_ptr_array_add (cells, g_strdup (kinds[i].name));
      anf_report_take_number (cells, count);
      g_ptr_array_add (cells, g_strdup (kinds[i].measure));
      anf_report_table_add (table, cells);
    }
}

static gint64
count_ground (const GPtrArray *letters, const char *ground)
{
  gint64 count = 0;
  for (guint i = 0; i < letters->len; i++)
    {
      const AnfCaseLetter *one = letters->pdata[i];
      for (gsize k = 0; one->grounds[k] != NULL; k++)
        count += ground == NULL || strcmp (one->grounds[k], ground) == 0 ? 1 : 0;
    }
  return count;
}

/* 问责建议 made in the period and not withdrawn. */
static GPtrArray *
list_proposals (const AnfReportMaking *making)
{
  const GArray *letters = making->statistics->book.letters;
  const AnfSpan *span = &making->span->counted;
  GPtrArray *found = g_ptr_array_new ();
  for (guint i = 0; i < letters->len; i++)
    {
      AnfCaseLetter *one = &g_array_index (letters, AnfCaseLetter, i);
      if (strcmp (one->kind, "accountability") == 0 && anf_span_has (span, one->numbered)
          && !by_then (one->withdrawn, span))
        g_ptr_array_add (found, one);
    }
  return found;
}

/* Numbers of people, and nobody's name. */
void
anf_report_make_accountability (const AnfReportMaking *making)
{
  static const AnfGridColumn columns[]
      = { { "of", "项目", ANF_CELL_TEXT, 30 }, { "number", "数量", ANF_CELL_NUMBER, 10 } };
  const AnfSchemeMarks *grounds
      = anf_scheme_get_marks (making->statistics->scheme, ANF_SCHEME_DOUBLE_CHECK);
  g_autoptr (GPtrArray) letters = list_proposals (making);
  gint64 persons = 0;
  if (letters->len == 0)
    return;
  JsonObject *table
      = anf_report_table_new ("accountability", "问责建议", columns, G_N_ELEMENTS (columns));
  json_array_add_object_element (making->tables, table);
  for (guint i = 0; i < letters->len; i++)
    persons += ((const AnfCaseLetter *)letters->pdata[i])->persons;
  anf_report_table_add_line (table, "问责建议（份）", letters->len, NULL);
  anf_report_table_add_line (table, "直接责任人员（人次）", persons, NULL);
  anf_report_table_add_line (table, "领导（人次）", count_ground (letters, NULL), NULL);
  for (guint i = 0; grounds != NULL && i < grounds->items->len; i++)
    {
      const AnfSchemeCategory *ground = grounds->items->pdata[i];
      g_autofree char *name = g_strdup_printf ("其中%s（人次）", ground->name);
      anf_report_table_add_line (table, name, count_ground (letters, ground->id), NULL);
    }
}
