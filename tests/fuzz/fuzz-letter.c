/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Whatever a template is, it is refused with an error or gives paragraphs, and no value ever begins
   a heading. Whatever a title is, its lines hold all of it. */

#include "anf-template.h"
#include "anf-title.h"

#include <stdint.h>
#include <string.h>

/* What a heading would be if a value could make one. */
#define VALUE "# 假\n## 假\n@title 假\n\x01假\n{who}{#items}{/who}"

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
      g_assert (paragraph->kind == ANF_PARAGRAPH_TEXT || strstr (text, "# ") != NULL
                || strstr (text, "@title ") != NULL);
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
