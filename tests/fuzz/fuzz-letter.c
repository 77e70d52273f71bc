/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Whatever a template is, it is refused with an error or gives paragraphs, and no value ever begins
   a heading or a row. Whatever a title is, its lines hold all of it. */

#include "anf-template.h"
#include "anf-title.h"

#include <stdint.h>
#include <string.h>

/* What a heading, a row or a list would be if a value could make one. */
#define VALUE                                                                                        \
  "# 假\n## 假\n@title 假\n@subtitle 假\n| 假\n|+ 假\n|++ 假\n@items 假\n\x01假\n\x06假\n" \
  "\x07假\n\x0e假\n\x0f假\n{who}{#items}{/who}"

/* How a line of the template that is one begins. */
static const char *const beginnings[] = {
  [ANF_PARAGRAPH_TEXT] = "",
  [ANF_PARAGRAPH_FIRST] = "# ",
  [ANF_PARAGRAPH_SECOND] = "## ",
  [ANF_PARAGRAPH_TITLE] = "@title ",
  [ANF_PARAGRAPH_SUBTITLE] = "@subtitle ",
  [ANF_PARAGRAPH_ROW] = "| ",
  [ANF_PARAGRAPH_SIGN] = "|+ ",
  [ANF_PARAGRAPH_WRITE] = "|++ ",
  [ANF_PARAGRAPH_ITEMS] = "@items ",
};

static gboolean
look_up (const char *name, gssize item, gpointer data, char **value)
{
  if (!g_str_equal (name, "who") && !(item >= 0 && g_str_equal (name, "item")))
    return FALSE;
  *value = g_strdup (VALUE);
  return TRUE;
}

static void
try_template (const char *text)
{
  const AnfTemplate template = { look_up, NULL, "items", 2 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) paragraphs = anf_template_expand (&template, text, &error);
  g_assert ((paragraphs == NULL) == (error != NULL));
  for (guint i = 0; paragraphs != NULL && i < paragraphs->len; i++)
    {
      const AnfParagraph *paragraph = g_ptr_array_index (paragraphs, i);
      g_assert (*paragraph->text != '\0' && g_utf8_validate (paragraph->text, -1, NULL));
      g_assert_cmpuint (paragraph->kind, <, G_N_ELEMENTS (beginnings));
      g_assert_nonnull (strstr (text, beginnings[paragraph->kind]));
    }
}

static void
try_title (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL) || strchr (text, '\n') != NULL)
    return;
  g_autofree char *title = g_strstrip (g_strdup (text));
  g_auto (GStrv) lines = anf_title_break (title, 20.1);
  g_autofree char *joined = g_strjoinv ("", lines);
  g_assert_cmpstr (joined, ==, title);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup (size > 0 ? (const char *)data : "", size);
  try_template (text);
  try_title (text);
  return 0;
}
