/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli.h"

#include "anf-cli-field.h"
#include "anf-cli-options.h"
#include "anf-cli-print.h"
#include "anf-cli-refusal.h"
#include "anf-cli-run.h"
#include "anf-error.h"

#include <glib/gi18n.h>

#include <stdio.h>
#include <string.h>

#define EXIT_DONE 0
#define EXIT_REFUSED 1
#define EXIT_MISUSED 2

static const AnfNoun *const nouns[] = {
  &anf_cli_login,    &anf_cli_logout,     &anf_cli_whoami, &anf_cli_scheme,
  &anf_cli_unit,     &anf_cli_account,    &anf_cli_visit,  &anf_cli_evidence,
  &anf_cli_flag,     &anf_cli_finding,    &anf_cli_order,  &anf_cli_referral,
  &anf_cli_exposure, &anf_cli_pack,       &anf_cli_ladder, &anf_cli_indicator,
  &anf_cli_lead,     &anf_cli_self_check, &anf_cli_survey, &anf_cli_talk,
  &anf_cli_task,     &anf_cli_register,   &anf_cli_search, &anf_cli_events,
  &anf_cli_webhook,  &anf_cli_notice,     &anf_cli_number, &anf_cli_template,
  &anf_cli_report,   &anf_cli_calendar,   &anf_cli_log,    NULL,
};

const AnfNoun *const *
anf_cli_nouns (void)
{
  return nouns;
}

static const AnfNoun *
find_noun (const char *name)
{
  for (guint i = 0; nouns[i] != NULL; i++)
    if (g_str_equal (nouns[i]->name, name))
      return nouns[i];
  return NULL;
}

static gboolean
stands_alone (const AnfNoun *noun)
{
  return noun->commands[0].verb == NULL;
}

static const AnfCommand *
find_command (const AnfNoun *noun, const char *verb)
{
  for (guint i = 0; noun->commands[i].run != NULL; i++)
    if (verb != NULL && g_str_equal (noun->commands[i].verb, verb))
      return &noun->commands[i];
  return NULL;
}

static void
append_verbs (GString *text, const AnfNoun *noun)
{
  gsize width = 0;
  for (guint i = 0; noun->commands[i].run != NULL; i++)
    width = MAX (width, strlen (noun->commands[i].verb));
  for (guint i = 0; noun->commands[i].run != NULL; i++)
    g_string_append_printf (text, "  %-*s  %s\n", (int)width, noun->commands[i].verb,
                            _ (noun->commands[i].summary));
}

static char *
list_verbs (const AnfNoun *noun)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; noun->commands[i].run != NULL; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? _ (", ") : "", noun->commands[i].verb);
  return g_string_free (text, FALSE);
}

static void
print_noun_help (const AnfNoun *noun)
{
  g_autoptr (GString) text = g_string_new (_ ("Usage:"));
  g_string_append_printf (text, _ ("\n  anfang %s VERB …\n\n"), noun->name);
  g_string_append_printf (text, "%s\n\n", _ (noun->summary));
  append_verbs (text, noun);
  g_string_append_printf (text, _ ("\n“anfang %s VERB --help” explains one of them.\n"),
                          noun->name);
  anf_cli_print_text (text->str);
}

static void
append_day (GString *text)
{
  g_string_append (text, _ ("\nA day's work:\n"));
  g_string_append (
      text,
      "  anfang login https://anfang.example --account lin\n"
      "  anfang visit add --scheme haicheng-2018 --unit spj --site \"政务大厅三楼\" \\\n"
      "      --method 实地调查 --with wang --mandate \"海营商暗访〔2018〕3号\"\n"
      "  anfang visit declare AF-20180306-01\n"
      "  anfang visit approve AF-20180306-01\n"
      "  anfang visit start AF-20180306-01\n"
      "  anfang evidence add AF-20180306-01 *.jpg --position 40.852,122.685,8\n"
      "  anfang finding add AF-20180306-01 --area a3 --category 效率低下、办事拖拉 --unit spj \\\n"
      "      --fact \"窗口无人值守40分钟\" --clause \"条例第十五条\" --evidence ID\n"
      "  anfang visit submit AF-20180306-01 --no-inducement --narrative @记录.txt\n"
      "  anfang finding establish HC18-03-2018-0001 --with qian --opinion 属实\n"
      "  anfang visit verify AF-20180306-01 --opinion 材料齐全\n"
      "  anfang order draft HC18-03-2018-0001 --rectify 30d --contact-phone 0412-3225678\n"
      "  anfang order submit ID --without-countersign 已当面征求牵头单位意见\n"
      "  anfang order review ID --outcome approve --opinion 同意\n"
      "  anfang order sign ID\n"
      "  anfang order number ID\n"
      "  anfang order serve 海营商整〔2018〕1号 --channel 政务外网\n"
      "  anfang order print 海营商整〔2018〕1号 -o 通知.pdf\n"
      "  anfang report ledger --format csv -o 台账.csv\n");
  g_string_append (text,
                   _ ("Each step is for whoever has its role (“anfang account add --help”): an "
                      "inspector and each\nmember, a leader, a verifier, a drafter, a "
                      "reviewer, a signer, a clerk.\n"));
}

static void
print_help (void)
{
  g_autoptr (GString) text = g_string_new (_ ("Usage:"));
  g_string_append_printf (text, "\n  %s\n\n",
                          _ ("anfang [--server URL] [--json] [-q] [-v] NOUN VERB …"));
  g_string_append (text, _ ("Covert inspection of public services: visits, evidence, findings, "
                            "rectification.\n\n"));
  for (guint i = 0; nouns[i] != NULL; i++)
    {
      g_string_append_printf (text, "  %-9s  %s\n", nouns[i]->name, _ (nouns[i]->summary));
      if (stands_alone (nouns[i]))
        continue;
      g_string_append (text, "             ");
      for (guint k = 0; nouns[i]->commands[k].run != NULL; k++)
        g_string_append_printf (text, "%s%s", k > 0 ? " · " : "", nouns[i]->commands[k].verb);
      g_string_append_c (text, '\n');
    }
  append_day (text);
  g_string_append (
      text,
      _ ("\nA visit, finding, order, referral, unit or account is named by its id, or by its\n"
         "number or name when only one has it. A text option takes @FILE for the text of a file.\n"
         "ANFANG_SERVER and ANFANG_TOKEN stand for a login. Exit status: 0 done, 1 refused or\n"
         "failed (stderr says what to do), 2 wrongly used.\n"
         "“anfang NOUN --help” lists its verbs, “anfang NOUN VERB --help” explains one.\n"));
  anf_cli_print_text (text->str);
}

static int
report (const AnfNoun *noun, const AnfCommand *command, const GError *error)
{
  g_autoptr (GString) text = g_string_new ("anfang");
  if (noun != NULL)
    g_string_append_printf (text, " %s", noun->name);
  if (command != NULL && command->verb != NULL)
    g_string_append_printf (text, " %s", command->verb);
  g_string_append_printf (text, ": %s\n", error->message);
  const gboolean misused = error->domain == G_OPTION_ERROR;
  if (misused)
    {
      g_autofree char *words = g_strjoin (" ", "anfang", noun != NULL ? noun->name : NULL,
                                          command != NULL ? command->verb : NULL, NULL);
      g_string_append_printf (text, _ ("“%s --help” explains.\n"), words);
    }
  else if (g_error_matches (error, ANF_ERROR, (int)ANF_ERROR_UNAUTHORIZED)
           && noun != &anf_cli_login)
    g_string_append (text, _ ("Log in: anfang login URL --account NAME\n"));
  fputs (text->str, stderr);
  return misused ? EXIT_MISUSED : EXIT_REFUSED;
}

/* For a program the places stay pointers. */
static int
report_refusal (const AnfRun *run, GError *error)
{
  if (error->domain == ANF_ERROR && !run->globals->json)
    {
      char *told = anf_cli_refusal_tell (run, error->message);
      g_free (error->message);
      error->message = told;
    }
  return report (run->noun, run->command, error);
}

static int
run_command (
    const AnfNoun *noun, const AnfCommand *command, AnfGlobals *globals, int argc, char **argv)
{
  g_auto (AnfRun) run = { .noun = noun, .command = command, .globals = globals };
  g_autoptr (GError) error = NULL;
  gboolean help = FALSE;
  if (!anf_cli_options_parse (&run, argc, argv, &help, &error))
    return report (noun, command, error);
  if (help)
    {
      g_autofree char *text = anf_cli_options_help (noun, command);
      anf_cli_print_text (text);
      return EXIT_DONE;
    }
  if (globals->verbose)
    g_setenv ("G_MESSAGES_DEBUG", G_LOG_DOMAIN, FALSE);
  if (!anf_cli_field_check (&run, &error) || !command->run (&run, &error)
      || !anf_cli_print_flush (&error))
    return report_refusal (&run, error);
  return EXIT_DONE;
}

static gboolean
is_help (const char *word)
{
  return g_str_equal (word, "--help") || g_str_equal (word, "-h");
}

/* Flags between noun and verb go behind the verb, where the command's own options are. */
static void
move_flags (int argc, char **argv)
{
  static const char *const flags[] = { "--json", "-q", "--quiet", "-v", "--verbose", NULL };
  int verb = 1;
  while (verb < argc && g_strv_contains (flags, argv[verb]))
    verb++;
  if (verb >= argc || *argv[verb] == '-')
    return;
  char *word = argv[verb];
  memmove (argv + 2, argv + 1, (gsize)(verb - 1) * sizeof *argv);
  argv[1] = word;
}

static int
run_noun (AnfGlobals *globals, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  const AnfNoun *noun = find_noun (argv[0]);
  if (noun == NULL)
    {
      anf_cli_run_misuse (&error, _ ("there is no “%s”; “anfang --help” lists what there is"),
                          argv[0]);
      return report (NULL, NULL, error);
    }
  if (stands_alone (noun))
    return run_command (noun, &noun->commands[0], globals, argc - 1, argv + 1);
  move_flags (argc, argv);
  if (argc > 1 && is_help (argv[1]))
    {
      print_noun_help (noun);
      return EXIT_DONE;
    }
  const AnfCommand *command = argc > 1 ? find_command (noun, argv[1]) : NULL;
  if (command != NULL)
    return run_command (noun, command, globals, argc - 2, argv + 2);
  g_autofree char *verbs = list_verbs (noun);
  if (argc > 1)
    anf_cli_run_misuse (&error, _ ("“%s” is no verb of %s; there are: %s"), argv[1], noun->name,
                        verbs);
  else
    anf_cli_run_misuse (&error, _ ("a verb is missing; there are: %s"), verbs);
  return report (noun, NULL, error);
}

/* Help can also be asked for in words. */
static int
run_help (char **words)
{
  const AnfNoun *noun = words[0] != NULL ? find_noun (words[0]) : NULL;
  const AnfCommand *command = NULL;
  if (noun != NULL && stands_alone (noun))
    command = &noun->commands[0];
  else if (noun != NULL && words[1] != NULL)
    command = find_command (noun, words[1]);
  if (command != NULL)
    {
      g_autofree char *text = anf_cli_options_help (noun, command);
      anf_cli_print_text (text);
    }
  else if (noun != NULL)
    print_noun_help (noun);
  else
    print_help ();
  return EXIT_DONE;
}

static gboolean
parse_globals (
    char ***words, AnfGlobals *globals, gboolean *help, gboolean *version, GError **error)
{
  const GOptionEntry entries[] = {
    { "server", 0, 0, G_OPTION_ARG_FILENAME, &globals->server, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &globals->json, NULL, NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &globals->quiet, NULL, NULL },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &globals->verbose, NULL, NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, help, NULL, NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, version, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_strict_posix (context, TRUE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  return g_option_context_parse_strv (context, words, error);
}

int
anf_cli_main (int argc, char **argv)
{
  AnfGlobals globals = { 0 };
  gboolean help = FALSE;
  gboolean version = FALSE;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = g_strdupv (argv);
  if (!parse_globals (&words, &globals, &help, &version, &error))
    return report (NULL, NULL, error);
  g_autofree char *server = globals.server;
  char **rest = words + 1;
  if (rest[0] != NULL && g_str_equal (rest[0], "--"))
    rest++;
  if (version)
    {
      anf_cli_print_text ("anfang " ANF_VERSION "\n");
      return EXIT_DONE;
    }
  if (help || (rest[0] != NULL && g_str_equal (rest[0], "help")))
    return run_help (help ? rest : rest + 1);
  if (rest[0] != NULL)
    {
      globals.server = server;
      return run_noun (&globals, (int)g_strv_length (rest), rest);
    }
  print_help ();
  return EXIT_MISUSED;
}
