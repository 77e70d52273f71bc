/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-refusal.h"

#include "anf-cli-members.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

/* A pointer at the head of a line, the members at one, a member in quotes, and one whose name is no
   word of any language. What people typed and is quoted has none of these forms, or names nothing
   here, and stays. */
#define POINTER "(?:^  (/[A-Za-z0-9_~./-]*): |^“(/[A-Za-z0-9_~./-]+)”(?=: |：))"
#define HEAD "(?<=^|\\n  )([a-z][a-z_.]*(?:(?:, |、)[a-z][a-z_.]*)*)(?=: |：)"
#define QUOTED "“([a-z][a-z0-9_.]*)”"
#define BARE "(?<![A-Za-z0-9_“/.=@-])([a-z]+(?:[_.][a-z]+)+)(?![A-Za-z0-9_”/.=@-])"

static const AnfField *
find_option (const AnfRun *run, const char *path)
{
  const guint count = anf_cli_command_count_fields (run->command);
  for (guint i = 0; i < count; i++)
    {
      const AnfField *field = &run->command->fields[i];
      if (g_strcmp0 (field->member, path) == 0 || g_strcmp0 (field->fills, path) == 0)
        return field;
    }
  return NULL;
}

static gboolean
is_index (const char *step, guint64 *index)
{
  return g_ascii_string_to_unsigned (step, 10, 0, G_MAXUINT32, index, NULL);
}

/* The option that fills the most of @steps, and how many those are. */
static const AnfField *
find_longest (const AnfRun *run, char **steps, guint *length)
{
  const AnfField *longest = NULL;
  g_autoptr (GString) path = g_string_new (NULL);
  *length = 0;
  for (guint i = 0; steps[i] != NULL; i++)
    {
      guint64 index = 0;
      if (is_index (steps[i], &index))
        continue;
      g_string_append_printf (path, "%s%s", path->len > 0 ? "." : "", steps[i]);
      const AnfField *option = find_option (run, path->str);
      if (option == NULL)
        continue;
      longest = option;
      *length = i + 1;
    }
  return longest;
}

/* (transfer full) (nullable): where @steps lead, NULL when nothing here is called so */
static char *
tell_steps (const AnfRun *run, char **steps)
{
  guint known = 0;
  const AnfField *option = find_longest (run, steps, &known);
  g_autofree char *text = option != NULL ? g_strconcat ("--", option->name, NULL) : NULL;
  const char *parent = known > 0 ? steps[known - 1] : anf_cli_noun_get_record (run->noun);
  for (guint i = known; steps[i] != NULL; i++)
    {
      guint64 index = 0;
      const gboolean is_nth = is_index (steps[i], &index);
      char *longer = NULL;
      if (text == NULL && anf_cli_member_find_chinese (parent, steps[i]) == NULL)
        return NULL;
      if (text == NULL)
        longer = g_strdup (anf_cli_member_word (parent, steps[i]));
      else if (is_nth)
        longer = g_strdup_printf (_ ("%s no. %u"), text, (guint)index + 1);
      else
        longer = g_strdup_printf (C_ ("a part of a record", "%s, %s"), text,
                                  anf_cli_member_word (parent, steps[i]));
      if (!is_nth)
        parent = steps[i];
      g_free (text);
      text = longer;
    }
  return g_steal_pointer (&text);
}

static char *
tell_pointer (const AnfRun *run, const char *pointer)
{
  g_auto (GStrv) steps = g_strsplit (pointer + 1, "/", -1);
  /* What was asked for in the address is an option like any other. */
  const gboolean in_address
      = steps[0] != NULL && steps[1] != NULL
        && (g_str_equal (steps[0], "query") || g_str_equal (steps[0], "path"));
  return steps[0] == NULL || *steps[0] == '\0' ? g_strdup (_ ("what was given"))
                                               : tell_steps (run, steps + (in_address ? 1 : 0));
}

static char *
tell_member (const AnfRun *run, const char *path)
{
  g_auto (GStrv) steps = g_strsplit (path, ".", -1);
  return tell_steps (run, steps);
}

/* “as_of, period”: what several members have wrong together. */
static char *
tell_head (const AnfRun *run, const char *head)
{
  const char *between = strstr (head, "、") != NULL ? "、" : ", ";
  g_auto (GStrv) members = g_strsplit (head, between, -1);
  for (guint i = 0; members[i] != NULL; i++)
    {
      char *told = tell_member (run, members[i]);
      if (told == NULL)
        continue;
      g_free (members[i]);
      members[i] = told;
    }
  return g_strjoinv (between, members);
}

/* A plain word in quotes is mostly what people wrote; only an option's name says otherwise. */
static char *
tell_quoted (const AnfRun *run, const char *name)
{
  const AnfField *option = find_option (run, name);
  if (option != NULL)
    return g_strconcat ("--", option->name, NULL);
  g_autofree char *told = strpbrk (name, "_.") != NULL ? tell_member (run, name) : NULL;
  return told != NULL ? g_strdup_printf ("“%s”", told) : NULL;
}

static gboolean
replace (const GMatchInfo *info, GString *out, gpointer data)
{
  const AnfRun *run = data;
  g_autofree char *all = g_match_info_fetch (info, 0);
  char *told = NULL;
  for (int group = 1; group <= 5; group++)
    {
      g_autofree char *name = g_match_info_fetch (info, group);
      if (name == NULL || *name == '\0')
        continue;
      told = group <= 2   ? tell_pointer (run, name)
             : group == 3 ? tell_head (run, name)
             : group == 4 ? tell_quoted (run, name)
                          : tell_member (run, name);
      if (told != NULL && group == 1)
        g_string_append_printf (out, _ ("  %s: "), told);
      else if (told != NULL)
        g_string_append (out, told);
    }
  if (told == NULL)
    g_string_append (out, all);
  g_free (told);
  return FALSE;
}

char *
anf_cli_refusal_tell (const AnfRun *run, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) regex
      = g_regex_new (POINTER "|" HEAD "|" QUOTED "|" BARE, G_REGEX_MULTILINE, 0, &error);
  g_assert_no_error (error);
  char *told = g_regex_replace_eval (regex, message, -1, 0, 0, replace, (gpointer)run, NULL);
  return told != NULL ? told : g_strdup (message);
}
