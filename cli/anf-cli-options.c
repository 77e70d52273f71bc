/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-options.h"

#include "anf-cli-field.h"
#include "anf-cli-run.h"
#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <string.h>

void
anf_cli_options_clear (AnfRun *run)
{
  const guint count = run->values != NULL ? anf_cli_command_count_fields (run->command) : 0;
  for (guint i = 0; i < count; i++)
    g_strfreev (run->values[i]);
  g_clear_pointer (&run->values, g_free);
  g_clear_pointer (&run->args, g_strfreev);
  g_clear_pointer (&run->scheme, g_free);
  g_clear_pointer (&run->names, g_hash_table_unref);
  g_clear_pointer (&run->session, anf_session_free);
  g_clear_pointer (&run->client, anf_client_free);
}

static void
add_globals (GOptionContext *context, AnfGlobals *globals, gboolean *help)
{
  const GOptionEntry entries[] = {
    { "server", 0, 0, G_OPTION_ARG_FILENAME, &globals->server,
      N_ ("speak with the service at URL instead of the one of the login"), N_ ("URL") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &globals->json,
      N_ ("print what the service returned and nothing else"), NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &globals->quiet,
      N_ ("print only the ids of what was made, changed or found"), NULL },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &globals->verbose, N_ ("tell each request on stderr"),
      NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, help, N_ ("explain and stop"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionGroup) group = g_option_group_new ("global", _ ("General options:"),
                                                       _ ("Show the general options"), NULL, NULL);
  g_option_group_add_entries (group, entries);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_group (context, g_steal_pointer (&group));
}

/* Longer ones would push what options mean out of sight. */
#define CHOICES_MAX 24

/* What help calls the value of an option. */
static const char *
word_value (const AnfField *field)
{
  if (field->type != ANF_FIELD_CHOICE)
    return field->argument != NULL ? _ (field->argument) : NULL;
  return _ (strlen (field->argument) > CHOICES_MAX ? N_ ("WORD") : field->argument);
}

/* Choices that do not stand beside the option, or mean nothing to who reads another language, stand
   with what it means. Interned: GOption keeps the pointer only. */
static const char *
word_meaning (const AnfField *field)
{
  if (field->type != ANF_FIELD_CHOICE)
    return field->help;
  if (strlen (field->argument) <= CHOICES_MAX && g_str_equal (_ (field->argument), field->argument))
    return field->help;
  g_autofree char *choices = anf_cli_field_word_choices (field);
  g_autofree char *text = g_strdup_printf (_ ("%s: %s"), _ (field->help), choices);
  return g_intern_string (text);
}

/* Values stay as bytes of the command line: an option of type string would be converted from the
   locale's charset, which may not be the one the text is in. */
static GOptionContext *
make_context (const AnfNoun *noun,
              const AnfCommand *command,
              AnfGlobals *globals,
              gboolean *help,
              char ***values,
              gboolean *flags)
{
  GOptionContext *context = g_option_context_new (command->arguments);
  const guint count = anf_cli_command_count_fields (command);
  g_autofree GOptionEntry *entries = g_new0 (GOptionEntry, count + 1);
  for (guint i = 0; i < count; i++)
    {
      const AnfField *field = &command->fields[i];
      const gboolean is_flag = field->type == ANF_FIELD_FLAG;
      entries[i].long_name = field->name;
      entries[i].short_name = strlen (field->name) == 1 ? field->name[0] : '\0';
      entries[i].arg = is_flag ? G_OPTION_ARG_NONE : G_OPTION_ARG_FILENAME_ARRAY;
      entries[i].arg_data = is_flag ? (gpointer)&flags[i] : (gpointer)&values[i];
      entries[i].description = word_meaning (field);
      entries[i].arg_description = word_value (field);
      if (g_str_equal (field->name, "output"))
        entries[i].short_name = 'o';
      if (g_str_equal (field->name, "jobs"))
        entries[i].short_name = 'j';
    }
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  /* A group of its own, whose heading is in this catalogue and not in GLib's. */
  g_autoptr (GOptionGroup) group
      = g_option_group_new ("own", _ ("Options:"), _ ("Show the options"), NULL, NULL);
  g_option_group_add_entries (group, entries);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  if (count > 0)
    g_option_context_add_group (context, g_steal_pointer (&group));
  add_globals (context, globals, help);
  return context;
}

/* One word of what a command takes; marks around it stay. */
static char *
word_argument (const char *marked)
{
  static const char *const known[] = {
    N_ ("ADDRESS"),  N_ ("ENTRY"),     N_ ("EVIDENCE"), N_ ("EXPOSURE"), N_ ("FILE"),
    N_ ("FILE.csv"), N_ ("FILE.json"), N_ ("FINDING"),  N_ ("FLAG"),     N_ ("FROM"),
    N_ ("GROUP"),    N_ ("ID"),        N_ ("KEY"),      N_ ("LEAD"),     N_ ("NAME"),
    N_ ("NOTICE"),   N_ ("NOUN/ID"),   N_ ("NUMBER"),   N_ ("ORDER"),    N_ ("OTHER"),
    N_ ("PERIOD"),   N_ ("PHASE"),     N_ ("REFERRAL"), N_ ("SCHEME"),   N_ ("STEP"),
    N_ ("SURVEY"),   N_ ("TALK"),      N_ ("TASK"),     N_ ("TEXT"),     N_ ("UNIT"),
    N_ ("URL"),      N_ ("VALUE"),     N_ ("VISIT"),    N_ ("WEBHOOK"),
  };
  const gsize before = strspn (marked, "[");
  const gsize length = strcspn (marked + before, "]…");
  g_autofree char *word = g_strndup (marked + before, length);
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i], word))
      return g_strconcat (before > 0 ? "[" : "", _ (known[i]), marked + before + length, NULL);
  return g_strdup (marked);
}

/* What commands take, word by word, so that each word has its translation. */
static char *
word_arguments (const char *arguments)
{
  g_auto (GStrv) words = g_strsplit (arguments, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      char *word = word_argument (words[i]);
      g_free (words[i]);
      words[i] = word;
    }
  return g_strjoinv (" ", words);
}

/* GOption's own help would call the program by the name of the process alone. */
static char *
usage_line (const AnfNoun *noun, const AnfCommand *command)
{
  GString *text = g_string_new ("anfang ");
  g_string_append (text, noun->name);
  if (command->verb != NULL)
    g_string_append_printf (text, " %s", command->verb);
  g_autofree char *arguments = word_arguments (command->arguments);
  if (*arguments != '\0')
    g_string_append_printf (text, " %s", arguments);
  for (guint i = 0; i < anf_cli_command_count_fields (command); i++)
    {
      const AnfField *field = &command->fields[i];
      if ((field->flags & ANF_FIELD_REQUIRED) != 0)
        {
          const char *value = word_value (field);
          g_string_append_printf (text, " --%s %s", field->name, value != NULL ? value : "");
        }
    }
  return g_string_free (text, FALSE);
}

char *
anf_cli_options_help (const AnfNoun *noun, const AnfCommand *command)
{
  AnfGlobals globals = { 0 };
  gboolean help = FALSE;
  const guint count = anf_cli_command_count_fields (command);
  g_autofree char ***values = g_new0 (char **, count + 1);
  g_autofree gboolean *flags = g_new0 (gboolean, count + 1);
  g_autoptr (GOptionContext) context = make_context (noun, command, &globals, &help, values, flags);
  g_autofree char *options = g_option_context_get_help (context, FALSE, NULL);
  const char *body = strstr (options, "\n\n");
  g_autofree char *usage = usage_line (noun, command);
  g_autoptr (GString) text = g_string_new (_ ("Usage:"));
  g_string_append_printf (text, "\n  %s\n\n%s\n%s", usage, _ (command->summary),
                          body != NULL ? body + 1 : "");
  if (command->example != NULL)
    g_string_append_printf (text, "%s\n  %s\n", _ ("Example:"), command->example);
  if (command->file != NULL)
    g_string_append_printf (text, "\n%s\n", _ (command->file));
  return g_strdup (text->str);
}

static gboolean
check_args (const AnfRun *run, GError **error)
{
  const AnfCommand *command = run->command;
  g_autofree char *usage = usage_line (run->noun, command);
  if ((int)run->n_args < command->min_args)
    return anf_cli_run_misuse (error, _ ("something is missing; use: %s"), usage);
  if (command->max_args >= 0 && (int)run->n_args > command->max_args)
    return anf_cli_run_misuse (error, _ ("“%s” is too much; use: %s"), run->args[command->max_args],
                               usage);
  return TRUE;
}

/* A command that uses the option itself gets the contract's word. */
static gboolean
settle_choices (const AnfField *field, char **given, GError **error)
{
  for (guint k = 0; field->type == ANF_FIELD_CHOICE && given != NULL && given[k] != NULL; k++)
    {
      char *word = anf_cli_field_choose (field, given[k], error);
      if (word == NULL)
        return FALSE;
      g_free (given[k]);
      given[k] = word;
    }
  return TRUE;
}

static gboolean
check_fields (const AnfRun *run, GError **error)
{
  for (guint i = 0; i < anf_cli_command_count_fields (run->command); i++)
    {
      const AnfField *field = &run->command->fields[i];
      char **given = run->values[i];
      if (given == NULL && (field->flags & ANF_FIELD_REQUIRED) != 0)
        return anf_cli_run_misuse (error, _ ("the option --%s is needed (%s)"), field->name,
                                   _ (field->help));
      if (given != NULL && given[0] != NULL && given[1] != NULL
          && (field->flags & ANF_FIELD_MANY) == 0)
        return anf_cli_run_misuse (error, _ ("the option --%s can be given once only"),
                                   field->name);
      for (guint k = 0; given != NULL && given[k] != NULL; k++)
        if (field->type != ANF_FIELD_PATH && !g_utf8_validate (given[k], -1, NULL))
          return anf_cli_run_misuse (error, _ ("the value of --%s is not UTF-8"), field->name);
      if (!settle_choices (field, given, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
anf_cli_options_parse (AnfRun *run, int argc, char **argv, gboolean *help, GError **error)
{
  const guint count = anf_cli_command_count_fields (run->command);
  run->values = g_new0 (char **, count + 1);
  g_autofree gboolean *flags = g_new0 (gboolean, count + 1);
  g_autoptr (GOptionContext) context
      = make_context (run->noun, run->command, run->globals, help, run->values, flags);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_strv_builder_add (builder, "anfang");
  for (int i = 0; i < argc; i++)
    g_strv_builder_add (builder, argv[i]);
  g_auto (GStrv) words = g_strv_builder_end (builder);
  if (!g_option_context_parse_strv (context, &words, error))
    return FALSE;
  if (*help)
    return TRUE;
  for (guint i = 0; i < count; i++)
    if (flags[i])
      {
        run->values[i] = g_new0 (char *, 2);
        run->values[i][0] = g_strdup ("true");
      }
  g_autoptr (GStrvBuilder) args = g_strv_builder_new ();
  gboolean literal = FALSE;
  for (guint i = 1; words[i] != NULL; i++)
    {
      if (!literal && g_str_equal (words[i], "--"))
        literal = TRUE;
      else
        g_strv_builder_add (args, words[i]);
    }
  run->args = g_strv_builder_end (args);
  run->n_args = g_strv_length (run->args);
  return check_args (run, error) && check_fields (run, error);
}
