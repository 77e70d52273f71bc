/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-texts.h"

GPtrArray *
anf_texts_new (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

void
anf_texts_add_once (GPtrArray *texts, const char *text)
{
  if (!g_ptr_array_find_with_equal_func (texts, text, g_str_equal, NULL))
    g_ptr_array_add (texts, g_strdup (text));
}

char *
anf_texts_join (const GPtrArray *texts, const char *between)
{
  GString *joined = g_string_new (NULL);
  for (guint i = 0; i < texts->len; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? between : "", (const char *)texts->pdata[i]);
  return g_string_free (joined, FALSE);
}
