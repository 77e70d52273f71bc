/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-report-text.h"

#include "anf-clock.h"
#include "anf-json.h"
#include "anf-letter-draft.h"
#include "anf-report-making.h"

#include <string.h>

/* Indicators that are named because they miss their target; how many areas are told. */
#define MISSED_MAX 30
#define AREAS_TOLD 3

void
anf_report_text_init (AnfReportText *self, JsonObject *doc)
{
  self->doc = doc;
  self->parts = g_array_new (FALSE, TRUE, sizeof (AnfBriefPart));
  self->texts = g_string_chunk_new (4096);
  self->charts = g_ptr_array_new_with_free_func (g_free);
  self->points = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
}

void
anf_report_text_clear (AnfReportText *self)
{
  g_clear_pointer (&self->parts, g_array_unref);
  g_clear_pointer (&self->texts, g_string_chunk_free);
  g_clear_pointer (&self->charts, g_ptr_array_unref);
  g_clear_pointer (&self->points, g_ptr_array_unref);
}

JsonObject *
anf_report_text_find (const AnfReportText *self, const char *name)
{
  JsonArray *tables = anf_json_peek_array (self->doc, "tables");
  for (guint i = 0; tables != NULL && i < json_array_get_length (tables); i++)
    {
      JsonObject *table = json_array_get_object_element (tables, i);
      if (g_strcmp0 (anf_json_peek_string (table, "name"), name) == 0)
        return table;
    }
  return NULL;
}

guint
anf_report_text_count_rows (JsonObject *table)
{
  JsonArray *rows = table != NULL ? anf_json_peek_array (table, "rows") : NULL;
  return rows != NULL ? json_array_get_length (rows) : 0;
}

guint
anf_report_text_count_own (JsonObject *table)
{
  const guint rows = anf_report_text_count_rows (table);
  const gboolean has_total
      = rows > 0
        && g_strcmp0 (anf_report_text_get_cell (table, rows - 1, "of"), ANF_REPORT_TOTAL) == 0;
  return has_total ? rows - 1 : rows;
}

const char *
anf_report_text_get_cell (JsonObject *table, guint row, const char *column)
{
  JsonArray *columns = table != NULL ? anf_json_peek_array (table, "columns") : NULL;
  for (guint i = 0; columns != NULL && i < json_array_get_length (columns); i++)
    {
      JsonObject *head = json_array_get_object_element (columns, i);
      if (g_strcmp0 (anf_json_peek_string (head, "name"), column) != 0)
        continue;
      JsonArray *cells = json_array_get_array_element (anf_json_peek_array (table, "rows"), row);
      return i < json_array_get_length (cells) ? anf_json_array_get_string (cells, i) : NULL;
    }
  return NULL;
}

static gint64
get_number (JsonObject *table, guint row, const char *column)
{
  const char *cell = anf_report_text_get_cell (table, row, column);
  return cell != NULL ? g_ascii_strtoll (cell, NULL, 10) : 0;
}

void
anf_report_text_add (AnfReportText *self, AnfBriefKind kind, char *text)
{
  const AnfBriefPart part = { .kind = kind, .text = g_string_chunk_insert (self->texts, text) };
  g_array_append_val (self->parts, part);
  g_free (text);
}

char *
anf_report_text_dup_number (guint number)
{
  static const char *const words[] = { "", "一", "二", "三", "四", "五", "六", "七", "八", "九" };
  const guint tens = number / 10 % 10;
  return g_strconcat (tens > 1 ? words[tens] : "", tens > 0 ? "十" : "", words[number % 10], NULL);
}

void
anf_report_text_add_section (AnfReportText *self, const char *title)
{
  g_autofree char *number = anf_report_text_dup_number (++self->sections);
  anf_report_text_add (self, ANF_BRIEF_FIRST, g_strdup_printf ("%s、%s", number, title));
}

/* “基层‘好狠’”: quotation marks within quotation marks are the single ones, and the other way round
   (GB/T 15834). */
static char *
quote (const char *text)
{
  static const char *const marks[][2] = { { "“", "‘" }, { "”", "’" }, { "‘", "“" }, { "’", "”" } };
  GString *quoted = g_string_new ("“");
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      const char *inner = NULL;
      for (gsize i = 0; i < G_N_ELEMENTS (marks) && inner == NULL; i++)
        if (g_str_has_prefix (c, marks[i][0]))
          inner = marks[i][1];
      if (inner != NULL)
        g_string_append (quoted, inner);
      else
        g_string_append_unichar (quoted, g_utf8_get_char (c));
    }
  g_string_append (quoted, "”");
  return g_string_free (quoted, FALSE);
}

/* One of an enumeration; nothing is said of what there is none of. */
static void
append_count (GString *text, const char *before, const char *what, guint count, const char *measure)
{
  if (count > 0)
    g_string_append_printf (text, "%s%s%u%s", before, what, count, measure);
}

char *
anf_report_text_dup_day (JsonObject *doc, const char *member)
{
  const char *text = anf_json_peek_string (doc, member);
  GDate date;
  return text != NULL && anf_date_parse (text, &date, NULL) ? anf_date_describe (&date)
                                                            : g_strdup (text);
}

char *
anf_report_text_dup_days (JsonObject *doc)
{
  g_autofree char *from = anf_report_text_dup_day (doc, "from");
  g_autofree char *to = anf_report_text_dup_day (doc, "to");
  const char *year = strstr (from, "年");
  const gsize length = year != NULL ? (gsize)(year - from) + strlen ("年") : 0;
  /* Of one year the second is not said. */
  const char *rest = length > 0 && strncmp (from, to, length) == 0 ? to + length : to;
  return g_strdup_printf ("%s至%s", from, rest);
}

static guint
count_of (JsonObject *summary, const char *count)
{
  for (guint i = 0; i < anf_report_text_count_rows (summary); i++)
    if (g_strcmp0 (anf_report_text_get_cell (summary, i, "count"), count) == 0)
      return (guint)get_number (summary, i, "number");
  return 0;
}

/* So many of @all: 均未销号 where there is none of them, nothing where there is nothing at all. */
static void
append_share (GString *text, guint all, const char *what, guint count, const char *none)
{
  if (all > 0 && count > 0)
    g_string_append_printf (text, "，其中%s%u个", what, count);
  else if (all > 0)
    g_string_append_printf (text, "，%s%s", all > 1 ? "均" : "", none);
}

/* 均实行核实、交办、督办、销号管理: a hotline's problem comes from no check. */
static void
append_leads (GString *text, JsonObject *summary, guint of_leads)
{
  static const struct
  {
    const char *count;
    const char *words;
  } steps[] = { { "leads", "受理投诉举报等线索" },
                { "leads_verified", "核实" },
                { "leads_substantiated", "其中查实" },
                { "leads_answered", "办结" } };
  g_autoptr (GString) told = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    append_count (told, told->len > 0 ? "，" : "", steps[i].words,
                  count_of (summary, steps[i].count), "件");
  append_count (told, told->len > 0 ? "，" : "", "由线索转来问题", of_leads, "个");
  if (told->len > 0)
    g_string_append_printf (text, "；%s；", told->str);
  else
    g_string_append (text, "，");
}

static void
write_numbers (AnfReportText *self, JsonObject *summary)
{
  g_autofree char *days = anf_report_text_dup_days (self->doc);
  g_autofree char *last = anf_report_text_dup_day (self->doc, "to");
  const guint due = count_of (summary, "due");
  const guint open = count_of (summary, "open");
  const guint of_leads = count_of (summary, "found_of_leads");
  GString *text = g_string_new (days);
  g_string_append_printf (text, "，开展检查%u次，发现问题%u个", count_of (summary, "visits"),
                          count_of (summary, "found") - of_leads);
  append_leads (text, summary, of_leads);
  g_string_append_printf (text, "查实问题%u个，交办问题%u个；到期问题%u个",
                          count_of (summary, "established"), count_of (summary, "ordered"), due);
  append_share (text, due, "已销号", count_of (summary, "due_closed"), "未销号");
  g_string_append_printf (text, "；销号问题%u个。截至%s，未销号问题%u个",
                          count_of (summary, "closed_in_span"), last, open);
  append_share (text, open, "逾期", count_of (summary, "overdue"), "未逾期");
  g_string_append (text, "。");
  anf_report_text_add (self, ANF_BRIEF_TEXT, g_string_free (text, FALSE));
}

typedef struct
{
  const char *name;
  gint64 number;
  guint row;
} Told;

static gint
compare_told (gconstpointer a, gconstpointer b)
{
  const Told *one = a;
  const Told *other = b;
  if (one->number != other->number)
    return one->number > other->number ? -1 : 1;
  return one->row < other->row ? -1 : 1;
}

static void
write_areas (AnfReportText *self)
{
  JsonObject *table = anf_report_text_find (self, "areas");
  g_autoptr (GArray) areas = g_array_new (FALSE, TRUE, sizeof (Told));
  for (guint i = 0; i < anf_report_text_count_own (table); i++)
    {
      const Told one
          = { anf_report_text_get_cell (table, i, "of"), get_number (table, i, "established"), i };
      if (one.number > 0)
        g_array_append_val (areas, one);
    }
  if (areas->len == 0)
    return;
  g_array_sort (areas, compare_told);
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < MIN (areas->len, AREAS_TOLD); i++)
    {
      const Told *one = &g_array_index (areas, Told, i);
      g_autofree char *name = quote (one->name);
      if (areas->len == 1)
        g_string_append_printf (text, "查实问题%u个，%s属%s专项", (guint)one->number,
                                one->number > 1 ? "均" : "", name);
      else
        g_string_append_printf (text, "%s%s%u个", i > 0 ? "、" : "按专项看，查实问题较多的是", name,
                                (guint)one->number);
    }
  g_string_append (text, "。");
  anf_report_text_add (self, ANF_BRIEF_TEXT, g_string_free (text, FALSE));
}

static gboolean
has_leads (JsonObject *summary)
{
  for (guint i = 0; i < anf_report_text_count_rows (summary); i++)
    if (g_strcmp0 (anf_report_text_get_cell (summary, i, "count"), "leads") == 0)
      return TRUE;
  return FALSE;
}

static void
write_summary (AnfReportText *self)
{
  JsonObject *summary = anf_report_text_find (self, "summary");
  if (summary == NULL)
    return;
  anf_report_text_add_section (self, "总体情况");
  write_numbers (self, summary);
  write_areas (self);
  anf_report_text_add (
      self, ANF_BRIEF_TEXT,
      g_strconcat (
          "以上各数，发现按登记日期计，查实按查实日期计，交办按签发日期计，到期按整改期限计，",
          has_leads (summary) ? "线索按受理、核实、答复日期计，" : "", "未销号和逾期按期末状态计。",
          NULL));
  anf_report_text_add_area_chart (self);
  anf_report_text_add_trend_chart (self);
}

static void
write_units (AnfReportText *self)
{
  JsonObject *table = anf_report_text_find (self, "responsible");
  const guint rows = anf_report_text_count_own (table);
  gint64 closed = 0;
  gint64 problems = 0;
  guint overdue = 0;
  if (rows == 0)
    return;
  for (guint i = 0; i < rows; i++)
    {
      closed += get_number (table, i, "closed");
      problems += get_number (table, i, "problems");
      overdue += get_number (table, i, "overdue") > 0 ? 1 : 0;
    }
  anf_report_text_add_section (self, "责任单位整改情况");
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "台账涉及责任单位%u个，累计查实问题%u个，累计销号%u个", rows,
                          (guint)problems, (guint)closed);
  append_count (text, "；", "有逾期问题的单位", overdue, "个");
  g_string_append (text, "。各单位情况见附件。");
  anf_report_text_add (self, ANF_BRIEF_TEXT, g_string_free (text, FALSE));
  anf_report_text_add_rate_chart (self);
}

static void
write_missed (AnfReportText *self, JsonObject *table, guint row)
{
  const char *above = anf_report_text_get_cell (table, row, "numerator");
  const char *below = anf_report_text_get_cell (table, row, "denominator");
  g_autofree char *parts = above != NULL && below != NULL
                               ? g_strdup_printf ("（%s/%s）", above, below)
                               : g_strdup ("");
  anf_report_text_add (self, ANF_BRIEF_TEXT,
                       g_strdup_printf ("%s：%s%s，目标%s。",
                                        anf_report_text_get_cell (table, row, "name"),
                                        anf_report_text_get_cell (table, row, "value"), parts,
                                        anf_report_text_get_cell (table, row, "target")));
}

gboolean
anf_report_text_is_computed (JsonObject *table, guint row)
{
  return g_strcmp0 (anf_report_text_get_cell (table, row, "value"), "无法计算") != 0;
}

static void
write_indicators (AnfReportText *self)
{
  JsonObject *table = anf_report_text_find (self, "indicators");
  const guint rows = anf_report_text_count_rows (table);
  guint met = 0;
  guint missed = 0;
  guint unknown = 0;
  if (rows == 0)
    return;
  for (guint i = 0; i < rows; i++)
    {
      unknown += anf_report_text_is_computed (table, i) ? 0 : 1;
      const char *verdict = anf_report_text_get_cell (table, i, "met");
      met += g_strcmp0 (verdict, "达标") == 0 ? 1 : 0;
      missed += g_strcmp0 (verdict, "未达标") == 0 ? 1 : 0;
    }
  anf_report_text_add_section (self, "指标完成情况");
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "共%u项指标", rows);
  append_count (text, "，", "达标", met, "项");
  append_count (text, "，", "未达标", missed, "项");
  append_count (text, "，", "未设目标或者无法计算的", rows - met - missed, "项");
  /* Why each cannot stands in the sheets and in JSON: no figure yet, too few to be told, … */
  append_count (text, "，", "其中无法计算或者不公布的", unknown, "项不列入附件");
  g_string_append_printf (text, "。%s%s", unknown < rows ? "各项的分子、分母见附件。" : "",
                          missed > 0 ? "未达标的指标如下。" : "");
  anf_report_text_add (self, ANF_BRIEF_TEXT, g_string_free (text, FALSE));
  for (guint i = 0, told = 0; i < rows && told < MISSED_MAX; i++)
    if (g_strcmp0 (anf_report_text_get_cell (table, i, "met"), "未达标") == 0)
      {
        write_missed (self, table, i);
        told++;
      }
}

static void
write_scores (AnfReportText *self)
{
  JsonObject *table = anf_report_text_find (self, "scores");
  g_autoptr (GString) text = g_string_new (NULL);
  if (anf_report_text_count_rows (table) == 0)
    return;
  for (guint i = 0; i < anf_report_text_count_rows (table); i++)
    {
      const char *mark = anf_report_text_get_cell (table, i, "mark");
      if (mark != NULL)
        g_string_append_printf (text, "；%s：%s，平均%s分", mark,
                                anf_report_text_get_cell (table, i, "unit"),
                                anf_report_text_get_cell (table, i, "score"));
    }
  anf_report_text_add_section (self, "检查评分");
  anf_report_text_add (
      self, ANF_BRIEF_TEXT,
      g_strdup_printf ("有评分的单位%u个%s。", anf_report_text_count_rows (table), text->str));
}

/* What went out, and not what the ladder proposed: that is between it and whoever decides. */
static void
write_letters (AnfReportText *self)
{
  JsonObject *table = anf_report_text_find (self, "letters");
  const guint rows = anf_report_text_count_rows (table);
  GString *text = g_string_new ("发出");
  for (guint i = 0; i < rows; i++)
    append_count (text, i > 0 ? "、" : "", anf_report_text_get_cell (table, i, "of"),
                  (guint)get_number (table, i, "number"),
                  anf_report_text_get_cell (table, i, "measure"));
  g_string_append (text, "。");
  if (rows > 0)
    {
      anf_report_text_add_section (self, "督促措施");
      anf_report_text_add (self, ANF_BRIEF_TEXT, g_string_free (text, FALSE));
    }
  else
    g_string_free (text, TRUE);
}

static void
write_recurrences (AnfReportText *self)
{
  JsonObject *table = anf_report_text_find (self, "recurrences");
  const guint rows = anf_report_text_count_rows (table);
  if (rows == 0)
    return;
  anf_report_text_add_section (self, "反弹问题");
  anf_report_text_add (
      self, ANF_BRIEF_TEXT,
      g_strdup_printf ("查实问题中，同一单位同类问题销号后再次发生的%u个，见附件。", rows));
}

static void
write_open (AnfReportText *self)
{
  static const char *const states[] = { "逾期", "整改中", "未交办" };
  static const char *const all[] = { "已逾期", "在整改中", "未交办" };
  JsonObject *table = anf_report_text_find (self, "open");
  const guint rows = anf_report_text_count_rows (table);
  guint counts[G_N_ELEMENTS (states)] = { 0 };
  if (rows == 0)
    return;
  for (guint i = 0; i < rows; i++)
    for (guint k = 0; k < G_N_ELEMENTS (states); k++)
      counts[k] += g_strcmp0 (anf_report_text_get_cell (table, i, "state"), states[k]) == 0 ? 1 : 0;
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "附件列出未销号问题%u个", rows);
  gboolean goes_on = FALSE;
  for (guint k = 0; k < G_N_ELEMENTS (states); k++)
    if (counts[k] == rows)
      g_string_append_printf (text, "，%s%s", rows > 1 ? "均" : "", all[k]);
    else
      {
        append_count (text, goes_on ? "、" : "，其中", states[k], counts[k], "个");
        goes_on = goes_on || counts[k] > 0;
      }
  g_string_append (text, "。");
  anf_report_text_add_section (self, "未销号问题");
  anf_report_text_add (self, ANF_BRIEF_TEXT, g_string_free (text, FALSE));
}

void
anf_report_text_write (AnfReportText *self)
{
  write_summary (self);
  anf_report_text_write_typical (self);
  write_units (self);
  write_indicators (self);
  anf_report_text_write_ranking (self);
  write_scores (self);
  write_letters (self);
  write_recurrences (self);
  write_open (self);
  anf_report_text_write_words (self);
}
