/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-report-text.h"

/* How many places are told from either end of a ranking; of those that share a place, how many are
   named. */
#define ENDS_MAX 3
#define NAMED_MAX 10

/* Behind the last of those from @row on that share its place; @end is that of the group. */
static guint
find_end_of_place (JsonObject *table, guint row, guint end)
{
  const char *rank = anf_report_text_get_cell (table, row, "rank");
  guint last = row + 1;
  while (last < end && g_strcmp0 (anf_report_text_get_cell (table, last, "rank"), rank) == 0)
    last++;
  return last;
}

/* 市公安局、市环保局并列第1名，均为99分 */
static void
append_place (GString *text, JsonObject *table, guint row, guint last)
{
  const char *rank = anf_report_text_get_cell (table, row, "rank");
  const char *score = anf_report_text_get_cell (table, row, "score");
  g_string_append (text, text->len > 0 ? "；" : "");
  for (guint i = row; i < MIN (last, row + NAMED_MAX); i++)
    g_string_append_printf (text, "%s%s", i > row ? "、" : "",
                            anf_report_text_get_cell (table, i, "unit"));
  if (last - row > NAMED_MAX)
    g_string_append_printf (text, "等%u个单位", last - row);
  if (last - row > 1)
    g_string_append_printf (text, "并列第%s名，均为%s分", rank, score);
  else
    g_string_append_printf (text, "第%s名，%s分", rank, score);
}

static guint
count_places (JsonObject *table, guint first, guint end)
{
  guint places = 0;
  for (; first < end; first = find_end_of_place (table, first, end))
    places++;
  return places;
}

/* The ranked rows [first, end) of one group; who has nobody beside him has no place either. */
static void
append_places (GString *text, JsonObject *table, guint first, guint end)
{
  const guint places = count_places (table, first, end);
  if (end - first == 1)
    {
      g_string_append_printf (text, "有得分的单位1个，不列名次：%s，%s分",
                              anf_report_text_get_cell (table, first, "unit"),
                              anf_report_text_get_cell (table, first, "score"));
      return;
    }
  for (guint place = 0, last = 0; first < end; first = last, place++)
    {
      last = find_end_of_place (table, first, end);
      if (place < ENDS_MAX || place + ENDS_MAX >= places)
        append_place (text, table, first, last);
      else if (place == ENDS_MAX)
        g_string_append (text, "；……");
    }
}

/* The rows [first, last) of one group: whoever is ranked stands before whoever is not. */
static void
write_group (AnfReportText *self, JsonObject *table, guint first, guint last, guint number)
{
  guint ranked = first;
  g_autofree char *place = anf_report_text_dup_number (number);
  g_autoptr (GString) text = g_string_new (NULL);
  while (ranked < last && anf_report_text_get_cell (table, ranked, "score") != NULL)
    ranked++;
  append_places (text, table, first, ranked);
  if (ranked < last)
    g_string_append_printf (text, "%s不排名的单位%u个", text->len > 0 ? "；" : "", last - ranked);
  anf_report_text_add (self, ANF_BRIEF_SECOND,
                       g_strdup_printf ("（%s）%s。%s。", place,
                                        anf_report_text_get_cell (table, first, "group"),
                                        text->str));
}

void
anf_report_text_write_ranking (AnfReportText *self)
{
  JsonObject *table = anf_report_text_find (self, "ranking");
  const guint rows = anf_report_text_count_rows (table);
  if (rows == 0)
    return;
  anf_report_text_add_section (self, "分组排名");
  for (guint first = 0, last = 0, number = 1; first < rows; first = last, number++)
    {
      const char *group = anf_report_text_get_cell (table, first, "group");
      while (last < rows && g_strcmp0 (anf_report_text_get_cell (table, last, "group"), group) == 0)
        last++;
      write_group (self, table, first, last, number);
    }
}
