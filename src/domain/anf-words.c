/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-words.h"

#include "anf-role.h"
#include "anf-words-table.h"

#include <glib/gi18n.h>

#include <string.h>

static const char *
find_chinese (AnfWordKind kind, const char *noun, const char *name)
{
  for (gsize i = 0; i < anf_words_table_length; i++)
    if (anf_words_table[i].kind == kind && strcmp (anf_words_table[i].name, name) == 0
        && (*anf_words_table[i].noun == '\0' || strcmp (anf_words_table[i].noun, noun) == 0))
      return anf_words_table[i].chinese;
  return NULL;
}

/* One catalogue says which of the table's languages is meant. */
gboolean
anf_word_is_chinese (void)
{
  return strcmp (C_ ("which language the words of anf-words.c are in", "en"), "zh") == 0;
}

static const char *
find_word (AnfWordKind kind, const char *noun, const char *name)
{
  const char *chinese = anf_word_is_chinese () ? find_chinese (kind, noun, name) : NULL;
  return chinese != NULL ? chinese : name;
}

const char *
anf_word_noun (const char *noun)
{
  return find_word (ANF_WORD_NOUN, "", noun);
}

const char *
anf_word_state (const char *noun, const char *state)
{
  return find_word (ANF_WORD_STATE, noun, state);
}

const char *
anf_word_event (const char *noun, const char *event)
{
  return find_word (ANF_WORD_EVENT, noun, event);
}

const char *
anf_word_role (const char *role)
{
  AnfRole found;
  return anf_word_is_chinese () && anf_role_parse (role, &found, NULL)
             ? anf_role_get_chinese (found)
             : role;
}

static char *
join (AnfWordKind kind, const char *noun, const char *const *names)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  for (gsize i = 0; names[i] != NULL; i++)
    g_ptr_array_add (parts, (gpointer)find_word (kind, noun, names[i]));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (anf_word_is_chinese () ? "、" : ", ", (char **)parts->pdata);
}

char *
anf_word_join_events (const char *noun, const char *const *events)
{
  return join (ANF_WORD_EVENT, noun, events);
}

char *
anf_word_join_states (const char *noun, const char *const *states)
{
  return join (ANF_WORD_STATE, noun, states);
}

char *
anf_word_join_roles (guint roles)
{
  g_autofree char *mask = anf_role_format_mask (roles);
  if (!anf_word_is_chinese ())
    return g_steal_pointer (&mask);
  g_auto (GStrv) names = g_strsplit (mask, ", ", -1);
  g_autoptr (GString) text = g_string_new (NULL);
  for (gsize i = 0; names[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "、" : "", anf_word_role (names[i]));
  return g_strdup (text->str);
}

const char *
anf_word_find_state (const char *noun, const char *text)
{
  for (gsize i = 0; i < anf_words_table_length; i++)
    if (anf_words_table[i].kind == ANF_WORD_STATE && strcmp (anf_words_table[i].noun, noun) == 0
        && (strcmp (anf_words_table[i].name, text) == 0
            || strcmp (anf_words_table[i].chinese, text) == 0))
      return anf_words_table[i].name;
  return NULL;
}

const char **
anf_word_list_states (const char *noun)
{
  GPtrArray *states = g_ptr_array_new ();
  for (gsize i = 0; i < anf_words_table_length; i++)
    if (anf_words_table[i].kind == ANF_WORD_STATE && strcmp (anf_words_table[i].noun, noun) == 0)
      g_ptr_array_add (states, (gpointer)anf_words_table[i].name);
  g_ptr_array_add (states, NULL);
  return (const char **)g_ptr_array_free (states, FALSE);
}

const char *
anf_word_chinese_state (const char *noun, const char *state)
{
  const char *chinese = find_chinese (ANF_WORD_STATE, noun, state);
  return chinese != NULL ? chinese : state;
}

char *
anf_word_english_leaf (const char *event)
{
  return g_strdelimit (g_strdup (event), "._", ' ');
}

char *
anf_word_leaf (const char *event)
{
  return anf_word_is_chinese () ? anf_word_chinese_leaf (event) : anf_word_english_leaf (event);
}

/* @called: (nullable): the noun by which people know the record, where it is another */
static char *
join_chinese_leaf (const char *event, const char *called)
{
  const char *dot = strchr (event, '.');
  if (dot == NULL)
    return g_strdup (event);
  g_autofree char *noun = g_strndup (event, (gsize)(dot - event));
  const char *what = find_chinese (ANF_WORD_LEAF, noun, dot + 1);
  if (what == NULL)
    what = find_chinese (ANF_WORD_EVENT, noun, dot + 1);
  const char *about = find_chinese (ANF_WORD_NOUN, "", called != NULL ? called : noun);
  if (what == NULL || about == NULL)
    return g_strdup (event);
  return g_strconcat (about, what, NULL);
}

char *
anf_word_chinese_leaf (const char *event)
{
  return join_chinese_leaf (event, NULL);
}

char *
anf_word_leaf_of (const char *event, const char *noun)
{
  const char *dot = strchr (event, '.');
  if (anf_word_is_chinese ())
    return join_chinese_leaf (event, noun);
  g_autofree char *called = g_strconcat (noun, dot, NULL);
  return anf_word_english_leaf (dot != NULL ? called : event);
}
