/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-json.h"
#include "anf-report-text.h"

#include <string.h>

/* Whether it is a sentence to its end: 》 and ” stand after the full stop or before it. */
static gboolean
is_finished (const char *text)
{
  static const char *const closers[] = { "”", "’", "》", "）", ")" };
  static const char *const stops[] = { "。", "！", "？", "…", "；", "：", ".", "!", "?" };
  g_autofree char *rest = g_strdup (text);
  for (gsize i = 0; i < G_N_ELEMENTS (closers); i++)
    if (g_str_has_suffix (rest, closers[i]))
      {
        rest[strlen (rest) - strlen (closers[i])] = '\0';
        break;
      }
  for (gsize i = 0; i < G_N_ELEMENTS (stops); i++)
    if (g_str_has_suffix (rest, stops[i]))
      return TRUE;
  return FALSE;
}

/* Blanks of any width: two wide ones before a paragraph are its indent, which the paper sets
   itself. Returns: what is left of @line, in place */
static const char *
strip (char *line)
{
  char *end = line + strlen (line);
  while (g_unichar_isspace (g_utf8_get_char (line)))
    line = g_utf8_next_char (line);
  while (end > line && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);
  *end = '\0';
  return line;
}

/* A line of it is a paragraph; @label: before the first. */
static void
add_told (AnfReportText *self, const char *label, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *line = strip (lines[i]);
      if (*line == '\0')
        continue;
      anf_report_text_add (self, ANF_BRIEF_TEXT,
                           g_strconcat (label, line, is_finished (line) ? "" : "。", NULL));
      label = "";
    }
}

static void
add_problem (AnfReportText *self, JsonObject *table, guint row, const char *last)
{
  const char *category = anf_report_text_get_cell (table, row, "category");
  g_autofree char *number = anf_report_text_dup_number (row + 1);
  anf_report_text_add (self, ANF_BRIEF_SECOND,
                       g_strdup_printf ("（%s）%s%s%s（问题编号：%s）。", number,
                                        anf_report_text_get_cell (table, row, "unit"),
                                        category != NULL ? "：" : "",
                                        category != NULL ? category : "",
                                        anf_report_text_get_cell (table, row, "number")));
  add_told (self, "", anf_report_text_get_cell (table, row, "fact"));
  add_told (self, "违反规定：", anf_report_text_get_cell (table, row, "clause"));
  anf_report_text_add (self, ANF_BRIEF_TEXT,
                       g_strdup_printf ("整改情况：截至%s，%s。", last,
                                        anf_report_text_get_cell (table, row, "state")));
}

void
anf_report_text_write_typical (AnfReportText *self)
{
  JsonObject *table = anf_report_text_find (self, "typical");
  const guint rows = anf_report_text_count_rows (table);
  g_autofree char *last = anf_report_text_dup_day (self->doc, "to");
  if (rows == 0)
    return;
  anf_report_text_add_section (self, "典型问题");
  for (guint i = 0; i < rows; i++)
    add_problem (self, table, i, last);
}

/* （一）… */
static gboolean
is_second (const char *line)
{
  static const char *const numbers[]
      = { "一", "二", "三", "四", "五", "六", "七", "八", "九", "十" };
  if (!g_str_has_prefix (line, "（"))
    return FALSE;
  line += strlen ("（");
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (g_str_has_prefix (line, numbers[i]))
      return strstr (line, "）") != NULL;
  return FALSE;
}

/* As it was written: its author knows what is a heading and what a sentence. */
static void
write_words (AnfReportText *self, const char *title, const char *member)
{
  const char *text = anf_json_peek_string (self->doc, member);
  if (text == NULL)
    return;
  anf_report_text_add_section (self, title);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *line = strip (lines[i]);
      if (*line != '\0')
        anf_report_text_add (self, is_second (line) ? ANF_BRIEF_SECOND : ANF_BRIEF_TEXT,
                             g_strdup (line));
    }
}

void
anf_report_text_write_words (AnfReportText *self)
{
  write_words (self, "工作建议", "advice");
  write_words (self, "下步工作", "next_steps");
}
