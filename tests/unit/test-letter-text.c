/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* What stands in a letter, before it is set: templates, numerals, titles, pages. */

#include "anf-error.h"
#include "anf-letter-page.h"
#include "anf-letter-text.h"
#include "anf-template.h"
#include "anf-title.h"

#include <locale.h>
#include <string.h>

static const char *const items[] = { "甲", "", "# 三、假标题\n丙{who}" };

static gboolean
look_up (const char *name, gssize item, gpointer data, char **value)
{
  if (g_str_equal (name, "who"))
    *value = g_strdup ("某局");
  else if (g_str_equal (name, "nothing"))
    *value = g_strdup ("");
  else if (item >= 0 && g_str_equal (name, "item"))
    *value = g_strdup (items[item]);
  else
    return FALSE;
  return TRUE;
}

static const AnfTemplate template = { look_up, NULL, "items", G_N_ELEMENTS (items) };

typedef struct
{
  const char *template;
  const char *result; /* kinds and paragraphs, or part of the error's text */
} TemplateCase;

static const TemplateCase expanded[] = {
  { "", "" },
  { "致{who}：\n\n  二  \n", "0致某局：|0二|" },
  { "@title 关于{who}的通知\n# 一、标题\n## （一）小标题。正文",
    "3关于某局的通知|1一、标题|2（一）小标题。正文|" },
  { "// 说明{不是占位符\n正文", "0正文|" },
  { "{{who}", "0{who}|" },
  { "a{nothing}b", "0ab|" },
  { "{?nothing}\n没有\n{/nothing}\n{^nothing}\n无\n{/nothing}\n完", "0无|0完|" },
  { "{?who}有{who}{/who}。", "0有某局。|" },
  { "{^who}无{/who}。", "0。|" },
  /* A value's line feed makes a paragraph, but its marks make no heading and no placeholder. */
  { "{#items}\n- {item}\n{/items}\n", "0- 甲|0-|0- # 三、假标题|0丙{who}|" },
  { "{#items}\n{item}\n{/items}\n", "0甲|0# 三、假标题|0丙{who}|" },
  { "{#items}{?item}\n## 条\n{/item}{/items}", "2条|2条|" },
};

static const TemplateCase refused[] = {
  { "一\n{nobody}", "line 2: no such placeholder “nobody”" },
  { "{item}", "no such placeholder “item”" },
  { "{?nobody}x{/nobody}", "no such placeholder “nobody”" },
  { "{#others}x{/others}", "no such list “others”" },
  { "{#items}{#items}x{/items}{/items}", "no such list “items”" },
  { "{#items}x", "nothing closes “items”" },
  { "x{/items}", "nothing is open that closes with “items”" },
  { "{?who}{#items}{/who}{/items}", "nothing closes “items”" },
  { "{who", "not a placeholder" },
  { "{Who}", "not a placeholder" },
  { "{}", "not a placeholder" },
  { "\xff", "not UTF-8" },
};

static void
test_template (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (expanded); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) paragraphs
          = anf_template_expand (&template, expanded[i].template, &error);
      g_assert_no_error (error);
      g_autoptr (GString) result = g_string_new (NULL);
      for (guint n = 0; n < paragraphs->len; n++)
        {
          const AnfParagraph *paragraph = g_ptr_array_index (paragraphs, n);
          g_string_append_printf (result, "%d%s|", (int)paragraph->kind, paragraph->text);
        }
      g_assert_cmpstr (result->str, ==, expanded[i].result);
    }
}

static void
test_template_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) paragraphs
          = anf_template_expand (&template, refused[i].template, &error);
      g_test_message ("%s", refused[i].template);
      g_assert_null (paragraphs);
      g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, refused[i].result));
    }
}

static void
test_template_size (void)
{
  for (gsize over = 0; over <= 1; over++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = g_strnfill (64 * 1024 + over, 'x');
      g_autoptr (GPtrArray) paragraphs = anf_template_expand (&template, text, &error);
      g_assert_true ((paragraphs != NULL) == (over == 0));
    }
}

static void
test_numbers (void)
{
  static const struct
  {
    guint number;
    const char *text;
  } cases[] = {
    { 1, "一" },
    { 9, "九" },
    { 10, "十" },
    { 11, "十一" },
    { 20, "二十" },
    { 21, "二十一" },
    { 100, "一百" },
    { 101, "一百零一" },
    { 110, "一百一十" },
    { 115, "一百一十五" },
    { 500, "五百" },
    { 1000, "一千" },
    { 1001, "一千零一" },
    { 1010, "一千零一十" },
    { 9999, "九千九百九十九" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = anf_chinese_number (cases[i].number);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* 7.3.1: by meaning, in a trapezium or rhombus. */
static void
test_titles (void)
{
  static const struct
  {
    const char *title;
    const char *lines;
  } cases[] = {
    { "关于窗口服务问题限期整改的通知", "关于窗口服务问题限期整改的通知" },
    { "关于市不动产登记中心窗口服务等问题限期整改的通知",
      "关于市不动产登记中心|窗口服务等问题限期整改的通知" },
    { "关于对2026年第三季度监督检查发现问题限期整改的通知",
      "关于对2026年第三季度|监督检查发现问题限期整改的通知" },
    { "我的标题\n自己分行", "我的标题|自己分行" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) lines = anf_title_break (cases[i].title, 20.1);
      g_autofree char *joined = g_strjoinv ("|", lines);
      g_assert_cmpstr (joined, ==, cases[i].lines);
    }
}

/* Nothing of a long title is lost, whatever it is made of. */
static void
test_titles_whole (void)
{
  g_autoptr (GString) title = g_string_new (NULL);
  for (guint length = 1; length <= 80; length++)
    {
      g_string_append (title, length % 7 == 0 ? "、" : "题");
      g_auto (GStrv) lines = anf_title_break (title->str, 20.1);
      g_autofree char *joined = g_strjoinv ("", lines);
      g_assert_cmpstr (joined, ==, title->str);
      if (length <= 54)
        for (gsize i = 0; lines[i] != NULL; i++)
          g_assert_cmpint (g_utf8_strlen (lines[i], -1), <=, 20);
    }
}

static double
height_of (const AnfRow *rows, const AnfPage *page)
{
  double height = -page->gap;
  for (guint i = page->first; i < page->last; i++)
    height += rows[i].scale.size + page->gap;
  return height;
}

static void
check_pages (const AnfFlow *flow, const GArray *pages)
{
  guint next = 0;
  for (guint i = 0; i < pages->len; i++)
    {
      const AnfPage *page = &g_array_index (pages, AnfPage, i);
      const gboolean is_last = i + 1 == pages->len;
      g_assert_cmpuint (page->first, ==, next);
      g_assert_cmpuint (page->last, >, page->first);
      next = page->last;
      const double foot = is_last ? flow->foot : 0;
      g_assert_cmpfloat (height_of (flow->rows, page) + foot, <=,
                         ANF_AREA_BOTTOM - page->top + 0.02);
      /* 24 lines a page at most, 20 at least when it is spread. */
      g_assert_cmpfloat (page->gap, >=, 11.2);
      g_assert_cmpfloat (page->gap, <=, 17.3);
      /* Only the last two pages may differ from 22 lines. */
      if (i > 0 && i + 2 < pages->len)
        g_assert_cmpuint (page->last - page->first, ==, 22);
    }
  g_assert_cmpuint (next, ==, flow->n_rows);
  const AnfPage *last = &g_array_index (pages, AnfPage, pages->len - 1);
  g_assert_cmpuint (last->first, <, flow->n_rows - flow->n_tail);
  g_assert_cmpuint (g_array_index (pages, AnfPage, 0).last, >, flow->n_head);
}

/* 7.3.5.5, for every length of letter, tail and list of copies. */
static void
test_pages (void)
{
  static AnfRow rows[200];
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    rows[i].scale.size = ANF_SIZE_3;
  for (guint n_tail = 5; n_tail <= 7; n_tail++)
    for (guint copies = 0; copies <= 4; copies++)
      for (guint n_rows = 8 + n_tail; n_rows <= G_N_ELEMENTS (rows); n_rows++)
        {
          const AnfFlow flow = {
            .rows = rows,
            .n_rows = n_rows,
            .n_head = 7,
            .n_tail = n_tail,
            .first_top = 52 * ANF_MM,
            .foot = copies * 27.8,
          };
          g_autoptr (GError) error = NULL;
          g_autoptr (GArray) pages = anf_flow_paginate (&flow, &error);
          g_assert_no_error (error);
          check_pages (&flow, pages);
        }
}

static void
test_pages_refused (void)
{
  static AnfRow rows[60];
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    rows[i].scale.size = ANF_SIZE_3;
  const AnfFlow long_head
      = { .rows = rows, .n_rows = 60, .n_head = 30, .n_tail = 5, .first_top = 52 * ANF_MM };
  const AnfFlow long_foot = {
    .rows = rows,
    .n_rows = 60,
    .n_head = 7,
    .n_tail = 5,
    .first_top = 52 * ANF_MM,
    .foot = 600,
  };
  const AnfFlow *const flows[] = { &long_head, &long_foot };
  for (gsize i = 0; i < G_N_ELEMENTS (flows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) pages = anf_flow_paginate (flows[i], &error);
      g_assert_null (pages);
      g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
    }
}

/* 督办事由 (domain.md D.3): what is pressed for before its limit is over is not called late. */
static void
test_title_in_time (void)
{
  static const AnfLetterKind kinds[] = { ANF_LETTER_SUPERVISION, ANF_LETTER_REMINDER };
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (gboolean late = FALSE; late <= TRUE; late++)
      {
        g_autoptr (GError) error = NULL;
        g_autofree char *title = anf_letter_dup_title (kinds[i], late, &error);
        g_assert_no_error (error);
        g_assert_cmpint (strstr (title, "逾期") != NULL, ==, late);
        g_assert_true (g_str_has_suffix (title, "整改问题的函"));
      }
}

int
main (int argc, char **argv)
{
  (void)setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/letter-text/template", test_template);
  g_test_add_func ("/letter-text/template-refused", test_template_refused);
  g_test_add_func ("/letter-text/template-size", test_template_size);
  g_test_add_func ("/letter-text/numbers", test_numbers);
  g_test_add_func ("/letter-text/titles", test_titles);
  g_test_add_func ("/letter-text/titles-whole", test_titles_whole);
  g_test_add_func ("/letter-text/pages", test_pages);
  g_test_add_func ("/letter-text/pages-refused", test_pages_refused);
  g_test_add_func ("/letter-text/title-in-time", test_title_in_time);
  return g_test_run ();
}
