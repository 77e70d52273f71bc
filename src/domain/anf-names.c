/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-names.h"

#include <string.h>

/* Behind a Chinese character a space is but layout: 王　明 is 王明. */
static const char *
skip_layout (const char *at, const char *before)
{
  while (at > before && (guchar)at[-1] >= 0x80
         && g_unichar_type (g_utf8_get_char (at)) == G_UNICODE_SPACE_SEPARATOR)
    at = g_utf8_next_char (at);
  return at;
}

/* Returns: (nullable): where @name ends that @text begins with; NULL when it does not */
static const char *
match_name (const char *text, const char *name)
{
  const char *at = text;
  const char *of = name;
  while (*of != '\0')
    {
      if (g_utf8_get_char (at) != g_utf8_get_char (of))
        return NULL;
      at = g_utf8_next_char (at);
      of = skip_layout (g_utf8_next_char (of), name);
      if (*of != '\0')
        at = skip_layout (at, text);
    }
  return at > text ? at : NULL;
}

/* As a word of its own: an account “li” is not in “policy”. Of many people none is named, so what
   begins as their name does is looked for first. */
gboolean
anf_names_mention (const char *text, const char *name)
{
  g_autofree char *first = g_strndup (name, (gsize)(g_utf8_next_char (name) - name));
  for (const char *at = strstr (text, first); at != NULL && *at != '\0';
       at = strstr (g_utf8_next_char (at), first))
    {
      const char *end = match_name (at, name);
      if (end != NULL && (at == text || !g_ascii_isalnum (at[-1]) || !g_ascii_isalnum (*name))
          && (!g_ascii_isalnum (*end) || !g_ascii_isalnum (end[-1])))
        return TRUE;
    }
  return FALSE;
}

/* How many characters it has, without those that are layout only. */
static guint
count_characters (const char *name)
{
  guint count = 0;
  for (const char *at = name; *at != '\0'; at = skip_layout (g_utf8_next_char (at), name))
    count++;
  return count;
}

/* 王某 for two characters, 王某某 for three: the surname stays, as offices write it. */
static void
append_masked (GString *out, const char *name)
{
  g_string_append_len (out, name, g_utf8_next_char (name) - name);
  g_string_append (out, count_characters (name) > 2 ? "某某" : "某");
}

/* The longest: one name may begin another. @end: (out): where it ends in the text */
static const char *
find_name (const char *text, char **names, const char **end)
{
  const char *found = NULL;
  *end = text;
  for (gsize i = 0; names[i] != NULL; i++)
    {
      const char *at = match_name (text, names[i]);
      if (at != NULL && at > *end)
        {
          *end = at;
          found = names[i];
        }
    }
  return found;
}

char *
anf_names_mask (const char *text, char **names)
{
  g_autoptr (GString) masked = g_string_new (NULL);
  for (const char *at = text; *at != '\0';)
    {
      const char *end = NULL;
      const char *name = find_name (at, names, &end);
      if (name != NULL)
        append_masked (masked, name);
      else
        {
          end = g_utf8_next_char (at);
          g_string_append_len (masked, at, end - at);
        }
      at = end;
    }
  return g_strdup (masked->str);
}
