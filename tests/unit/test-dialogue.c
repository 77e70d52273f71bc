/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Talks as people write them down, in lines of 问： and 答：. */

#include "anf-cli-dialogue.h"
#include "anf-error.h"

#include <string.h>

static JsonArray *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonArray *exchanges = anf_cli_dialogue_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  return exchanges;
}

static void
assert_says (JsonArray *exchanges, guint index, const char *question, const char *answer)
{
  JsonObject *exchange = json_array_get_object_element (exchanges, index);
  g_assert_cmpstr (json_object_get_string_member (exchange, "question"), ==, question);
  g_assert_cmpstr (json_object_get_string_member (exchange, "answer"), ==, answer);
}

static void
test_reads (void)
{
  g_autoptr (JsonArray) exchanges
      = parse ("\xef\xbb\xbf\r\n\r\n问：叫什么？\r\n答：我叫\r\n\r\n𠮷某。\r\n"
               "  问:  还有吗？\n答: 没有，他说“问：谁？”\n\n");
  g_assert_cmpuint (json_array_get_length (exchanges), ==, 2);
  assert_says (exchanges, 0, "叫什么？", "我叫\n\n𠮷某。");
  assert_says (exchanges, 1, "还有吗？", "没有，他说“问：谁？”");
}

static void
assert_refused (const char *text, const char *word)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (anf_cli_dialogue_parse (text, strlen (text), &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
  if (strstr (error->message, word) == NULL)
    g_error ("“%s” does not say “%s”", error->message, word);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *word;
  } cases[] = {
    { "", "neither question nor answer" },        { "\n \n", "neither question nor answer" },
    { "\n谈话开始\n问：a\n答：b", "line 2:" },    { "答：b", "line 1:" },
    { "问：a\n答：b\n答：c", "line 3:" },         { "问：a\n\n问：b\n答：c", "line 1:" },
    { "问：a\n答：b\n问：c", "line 3:" },         { "问：\n答：b", "line 1:" },
    { "问：a\n答：\n\n问：c\n答：d", "line 2:" }, { "问：\xff\n答：b", "UTF-8" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i].text, cases[i].word);
}

static char *
repeat (const char *what, gsize times)
{
  GString *text = g_string_new (NULL);
  for (gsize i = 0; i < times; i++)
    g_string_append (text, what);
  return g_string_free (text, FALSE);
}

static void
test_limits (void)
{
  g_autofree char *most = repeat ("问：a\n答：b\n", ANF_CLI_DIALOGUE_EXCHANGES_MAX);
  g_autofree char *more = g_strconcat (most, "问：a\n答：b\n", NULL);
  g_autoptr (JsonArray) exchanges = parse (most);
  g_assert_cmpuint (json_array_get_length (exchanges), ==, ANF_CLI_DIALOGUE_EXCHANGES_MAX);
  assert_refused (more, "line 1002:");
  g_autofree char *words = repeat ("长", ANF_CLI_DIALOGUE_TEXT_MAX);
  g_autofree char *longest = g_strconcat ("问：a\n答：", words, NULL);
  g_autofree char *longer = g_strconcat (longest, "长", NULL);
  g_autoptr (JsonArray) one = parse (longest);
  assert_says (one, 0, "a", words);
  assert_refused (longer, "line 2:");
  g_autofree char *blanks = g_strnfill (ANF_CLI_DIALOGUE_SIZE_MAX, '\n');
  memcpy (blanks, "问：a\n答：b", strlen ("问：a\n答：b"));
  g_autoptr (JsonArray) padded = parse (blanks);
  g_assert_cmpuint (json_array_get_length (padded), ==, 1);
  g_autofree char *large = g_strconcat (blanks, "\n", NULL);
  assert_refused (large, "bytes");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/dialogue/reads", test_reads);
  g_test_add_func ("/dialogue/refused", test_refused);
  g_test_add_func ("/dialogue/limits", test_limits);
  return g_test_run ();
}
