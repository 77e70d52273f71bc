/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* What an office writes in place of our letters is held against what a letter needs. */

#include "anf-template-check.h"

#include <string.h>

#define BODY                                                                                         \
  "@title 关于催办的函\n{?overdue}\n{overdue}\n{/overdue}\n{#findings}\n"                      \
  "## {finding_number}\n原交办情况：{handling}\n{/findings}\n{^rectify}\n立即\n{/rectify}\n" \
  "联系人：{contact_name}。\n"
#define TEN "一二三四五六七八九十"

typedef struct
{
  const char *label;
  const char *name;
  const char *text;
  const char *says; /* NULL when nothing is wrong */
} Case;

static const Case cases[] = {
  { "good", "reminder", BODY, NULL },
  { "unknown", "reminder", BODY "{praise}\n", "line 13: no such placeholder “praise”" },
  { "unknown-when-there", "reminder", BODY "{?mandate}{praise}{/mandate}\n", "“praise”" },
  { "unknown-when-absent", "reminder", BODY "{^mandate}{praise}{/mandate}\n", "“praise”" },
  { "of-findings-outside", "reminder", BODY "{fact}\n", "“fact”" },
  { "open", "reminder", BODY "{?mandate}\n", "nothing closes “mandate”" },
  { "untitled", "reminder", "{finding_number}", "line 1" },
  { "no-title", "reminder", "好\n", "title" },
  { "two-titles", "reminder", BODY "@title 又\n", "one title" },
  { "late-subtitle", "reminder", BODY "@subtitle （第一期）\n", "right behind" },
  { "form-row", "reminder", BODY "| 文号 | {number}\n", "has no place" },
  { "heading-in-form", "reply", "@title 单\n# 一\n| 号 | {number}{findings}\n", "has no place" },
  { "missing", "reminder", "@title 函\n{?rectify}{rectify}{/rectify}{contact_name}\n",
    "{handling}" },
  { "form", "reply", "@title 单\n| 号 | {number}\n| 问题 | {findings}\n", NULL },
  { "form-statement", "reply", "@title 单\n| 号 | {number}{findings}\n|++ 审结意见 |\n", NULL },
  { "statement-in-letter", "reminder", BODY "|++ 审结意见 |\n", "has no place" },
  { "form-unknown", "reply", "@title 单\n| 号 | {number}{praise}\n", "“praise”" },
  { "not-utf8", "reply", "@title \xff\n", "UTF-8" },
  { "title-of-80", "reply",
    "@title " TEN TEN TEN TEN TEN TEN TEN TEN "\n| 号 | {number}{findings}\n", NULL },
  { "title-of-81", "reply",
    "@title " TEN TEN TEN TEN TEN TEN TEN TEN "末\n| 号 | {number}{findings}\n", "80" },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_assert_true (anf_template_check_find (c->name));
  g_autoptr (GPtrArray) problems = anf_template_check (c->name, c->text);
  gboolean said = c->says == NULL;
  for (guint i = 0; i < problems->len; i++)
    {
      g_test_message ("%s", (const char *)problems->pdata[i]);
      said = said || strstr (problems->pdata[i], c->says) != NULL;
    }
  g_assert_true (said);
  g_assert_cmpint (problems->len == 0, ==, c->says == NULL);
}

/* Those that come along pass their own check: nobody is told to write what we did not. */
static void
test_own (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "data", "letters", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  g_assert_no_error (error);
  guint count = 0;
  for (const char *file = g_dir_read_name (dir); file != NULL; file = g_dir_read_name (dir))
    {
      if (!g_str_has_suffix (file, ".zh_CN.txt"))
        continue;
      g_autofree char *path = g_build_filename (folder, file, NULL);
      g_autofree char *name = g_strndup (file, strcspn (file, "."));
      g_autofree char *text = NULL;
      g_assert_true (g_file_get_contents (path, &text, NULL, &error));
      g_test_message ("%s", file);
      g_assert_true (anf_template_check_find (name));
      g_autoptr (GPtrArray) problems = anf_template_check (name, text);
      for (guint i = 0; i < problems->len; i++)
        g_test_message ("%s", (const char *)problems->pdata[i]);
      g_assert_cmpuint (problems->len, ==, 0);
      count++;
    }
  g_assert_cmpuint (count, ==, 24);
  g_assert_false (anf_template_check_find ("praise"));
}

static void
test_too_long (void)
{
  g_autofree char *text = g_strnfill (65537, 'x');
  memcpy (text, "@title x\n", 9);
  g_autoptr (GPtrArray) problems = anf_template_check ("reply", text);
  g_assert_cmpuint (problems->len, >, 0);
  g_assert_nonnull (strstr (problems->pdata[0], "65536"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/template-check/%s", cases[i].label);
      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/template-check/own", test_own);
  g_test_add_func ("/template-check/too-long", test_too_long);
  return g_test_run ();
}
