/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-json.h"
#include "anf-report-table.h"
#include "anf-tasks.h"
#include "anf-units.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

/* A wall chart has so many rows at most: twice what one scheme may make. */
#define ROWS_MAX 4000

/* The code is for whoever types it, behind what people read on the wall, and is never parted: a
   task of each unit and day has up to 40 signs (haicheng-2018.d2.2018-02.210381-spj). */
static const AnfGridColumn columns[] = {
  { "no", "序号", ANF_CELL_NUMBER, 6 },         { "name", "任务", ANF_CELL_TEXT, 34 },
  { "unit", "责任单位", ANF_CELL_TEXT, 22 },    { "person", "责任人", ANF_CELL_TEXT, 12 },
  { "with", "配合单位", ANF_CELL_TEXT, 30 },    { "due", "完成时限", ANF_CELL_TEXT, 12 },
  { "deliver", "报送成果", ANF_CELL_TEXT, 30 }, { "deployed", "有布置", ANF_CELL_TEXT, 12 },
  { "checked", "有检查", ANF_CELL_TEXT, 12 },   { "accepted", "有验收", ANF_CELL_TEXT, 12 },
  { "state", "状态", ANF_CELL_TEXT, 12 },       { "clause", "方案原文", ANF_CELL_TEXT, 40 },
  { "id", "编号", ANF_CELL_TEXT, 40 },
};

typedef struct
{
  AnfWork *work;
  JsonObject *table;
  GHashTable *names; /* unit id → name */
  guint rows;        /* read, dropped ones too */
  guint shown;
} Chart;

static char *
join_names (Chart *chart, JsonArray *ids)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; ids != NULL && i < json_array_get_length (ids); i++)
    {
      g_autofree char *name
          = anf_unit_dup_name (chart->work, chart->names, anf_json_array_get_string (ids, i));
      g_string_append_printf (text, "%s%s", i > 0 ? "、" : "", name);
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

/* √ with its day, as on a wall chart. */
static char *
format_tick (JsonObject *task, const char *member)
{
  JsonObject *tick = anf_json_peek_object (task, member);
  return tick != NULL ? g_strconcat ("√ ", anf_json_peek_string (tick, "on"), NULL) : NULL;
}

static char *
format_due (JsonObject *task)
{
  const char *due = anf_json_peek_string (task, "due");
  if (due == NULL)
    return g_strdup ("未定");
  return anf_json_peek_bool (task, "soft") ? g_strconcat ("力争 ", due, NULL) : g_strdup (due);
}

/* In Chinese whoever asks: it is the office's paper. */
static void
add_row (Chart *chart, JsonObject *task)
{
  GPtrArray *cells = g_ptr_array_new ();
  anf_task_tell (chart->work, task);
  g_ptr_array_add (cells, g_strdup_printf ("%u", ++chart->shown));
  g_ptr_array_add (cells, g_strdup (anf_json_peek_string (task, "name")));
  g_ptr_array_add (
      cells, anf_unit_dup_name (chart->work, chart->names, anf_json_peek_string (task, "unit")));
  g_ptr_array_add (cells, g_strdup (anf_json_peek_string (task, "person")));
  g_ptr_array_add (cells, join_names (chart, anf_json_peek_array (task, "with")));
  g_ptr_array_add (cells, format_due (task));
  g_ptr_array_add (cells, g_strdup (anf_json_peek_string (task, "deliver")));
  g_ptr_array_add (cells, format_tick (task, "deployed"));
  g_ptr_array_add (cells, format_tick (task, "checked"));
  g_ptr_array_add (cells, format_tick (task, "accepted"));
  g_ptr_array_add (
      cells, g_strdup (anf_word_chinese_state ("task", anf_json_peek_string (task, "state"))));
  g_ptr_array_add (cells, g_strdup (anf_json_peek_string (task, "clause")));
  g_ptr_array_add (cells, g_strdup (anf_json_peek_string (task, "id")));
  anf_report_table_add (chart->table, cells);
}

static gboolean
take_task (gint64 seq, const char *id, const char *text, gpointer data, GError **error)
{
  Chart *chart = data;
  g_autoptr (JsonObject) task = anf_json_parse_object (text, strlen (text), error);
  if (task == NULL)
    return FALSE;
  if (++chart->rows > ROWS_MAX)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE,
                            _ ("the scheme has more than %d tasks: ask for the list in pages"),
                            ROWS_MAX);
  if (strcmp (anf_json_peek_string (task, "state"), "dropped") != 0)
    add_row (chart, task);
  return TRUE;
}

gboolean
anf_tasks_get_table (AnfWork *work, GError **error)
{
  const char *format = anf_work_get_query (work, "format");
  const char *scheme = anf_work_get_query (work, "scheme");
  const AnfRecordsQuery query = { .scheme = scheme, .limit = ROWS_MAX + 1 };
  if (scheme == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("scheme: say whose tasks"));
  g_autoptr (AnfScheme) known = anf_work_find_scheme (work, scheme, error);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (JsonArray) tables = json_array_new ();
  Chart chart = { .work = work, .names = names };
  if (known == NULL)
    return FALSE;
  chart.table = anf_report_table_new ("tasks", "任务清单", columns, G_N_ELEMENTS (columns));
  json_array_add_object_element (tables, chart.table);
  return anf_records_list (work->tx, ANF_NOUN_TASK, &query, take_task, &chart, error)
         && anf_report_table_reply (
             work, tables, g_strcmp0 (format, "xlsx") == 0 ? ANF_SHEET_XLSX : ANF_SHEET_CSV,
             "任务清单", work->now / G_USEC_PER_SEC, error);
}
