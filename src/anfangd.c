/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* The service, and what is done for its folder while it is stopped: see the table of verbs. */

#include "anf-error.h"
#include "anf-fd.h"
#include "anf-gatherer.h"
#include "anf-password.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "anfangd-config.h"
#include "anfangd-systemd.h"
#include <locale.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXIT_DONE 0
#define EXIT_FAULTY 1
#define EXIT_USAGE 2
#define HEAPS_MAX 4
#define LARGE_BLOCK (128 * 1024)

typedef struct
{
  char *data_dir;
  char *listen;
  char *admin;
  char *password_file;
  char *since;
  gboolean version;
} Arguments;

static int
complain (const GError *error)
{
  (void)fprintf (stderr, "anfangd: %s\n", error->message);
  return EXIT_FAULTY;
}

static int
run_init (const Arguments *arguments, const AnfConfig *config, char **none)
{
  g_autoptr (GError) error = NULL;
  if (arguments->admin == NULL || arguments->password_file == NULL)
    {
      (void)fprintf (stderr, _ ("anfangd: init needs --admin NAME and --password-file FILE\n"));
      return EXIT_USAGE;
    }
  const AnfOfficeOptions options = anf_config_get_office_options (config);
  g_autoptr (AnfPassword) password = anf_password_read (arguments->password_file, &error);
  if (password == NULL || !anf_office_init (&options, arguments->admin, password, &error))
    return complain (error);
  (void)printf (_ ("%s is ready: start it with `anfangd --data %s serve`\n"), arguments->data_dir,
                arguments->data_dir);
  return EXIT_DONE;
}

/* At once: what is said of all of them stands behind them, also where both go into one file. */
static void
print_fault (const char *line, gpointer data)
{
  (void)printf ("%s\n", line);
  (void)fflush (stdout);
}

static int
run_fsck (const Arguments *arguments, const AnfConfig *config, char **none)
{
  g_autoptr (GError) error = NULL;
  const AnfOfficeOptions options = anf_config_get_office_options (config);
  guint faults = 0;
  if (!anf_office_fsck (&options, print_fault, NULL, &faults, &error))
    return complain (error);
  return faults == 0 ? EXIT_DONE : EXIT_FAULTY;
}

static gint broken_off; /* atomic */

static void
break_off (int signal_number)
{
  g_atomic_int_set (&broken_off, TRUE);
}

/* What is half written is removed. */
static int
run_backup (const Arguments *arguments, const AnfConfig *config, char **objects)
{
  static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
  g_autoptr (GError) error = NULL;
  const AnfOfficeOptions options = anf_config_get_office_options (config);
  AnfBackupWatch watch = { .give_up = &broken_off, .report = print_fault };
  const char *file = objects[0];
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    if (signal (signals[i], break_off) == SIG_IGN)
      (void)signal (signals[i], SIG_IGN); /* nohup, or in the background of a script */
  if (!anf_office_backup (&options, file, arguments->since, &watch, &error))
    return complain (error);
  if (watch.faults > 0)
    (void)fprintf (stderr, _ ("%s lacks what is named above: look for it in earlier backups\n"),
                   file);
  (void)fprintf (stderr,
                 _ ("%s has no keys: keep a copy of %s/keys elsewhere, and their passphrase, where "
                    "nobody finds both\n"),
                 file, arguments->data_dir);
  return watch.faults == 0 ? EXIT_DONE : EXIT_FAULTY;
}

/* @files: the backup, and those that it goes on from */
static int
run_restore (const Arguments *arguments, const AnfConfig *config, char **files)
{
  g_autoptr (GError) error = NULL;
  g_auto (AnfRestored) told = { 0 };
  AnfBackupWatch watch = { .report = print_fault };
  const AnfOfficeOptions options = anf_config_get_office_options (config);
  if (!anf_office_restore (&options, files[0], (const char *const *)files + 1, &watch, &told,
                           &error))
    return complain (error);
  if (watch.faults > 0)
    (void)fprintf (stderr,
                   _ ("To have what is named above, remove %s, and name the backups that it is in "
                      "behind this one\n"),
                   arguments->data_dir);
  (void)fprintf (
      stderr,
      _ ("%s is as it was at %s. Now:\n"
         "  put the copy of the keys into %s/keys, readable by the service's account alone: those "
         "of the log's key %s;\n"
         "  look through anfangd.conf.from-backup and name it anfangd.conf;\n"
         "  run fsck, then serve.\n"
         "What was recorded later is gone. Numbers that were given later will be given again "
         "unless the clerk notes the last ones from the paper register (anfang number used). The "
         "log will say that it was "
         "restored; whoever has seen more of it will be warned: tell them why.\n"),
      arguments->data_dir, told.made_at, arguments->data_dir, told.key);
  return watch.faults == 0 ? EXIT_DONE : EXIT_FAULTY;
}

/* Asked for where somebody sits at a terminal; else the first line of what is handed in. */
static char *
take_password (const char *account, gpointer data, GError **error)
{
  const Arguments *arguments = data;
  if (arguments->password_file != NULL)
    return anf_password_read (arguments->password_file, error);
  if (isatty (STDIN_FILENO) == 0)
    return anf_password_read ("-", error);
  g_autofree char *prompt = g_strdup_printf (_ ("New password of %s: "), account);
  return anf_password_ask_new (prompt, error);
}

static int
run_password (const Arguments *arguments, const AnfConfig *config, char **objects)
{
  const char *account = objects[0];
  g_autoptr (GError) error = NULL;
  const AnfOfficeOptions options = anf_config_get_office_options (config);
  if (!anf_office_set_password (&options, account, take_password, (gpointer)arguments, &error))
    return complain (error);
  (void)fprintf (stderr,
                 _ ("%s has a new password, and all their sessions have ended; the log says that "
                    "it was set here. Start the service, log in, and choose another one: this one "
                    "is good for nothing else\n"),
                 account);
  return EXIT_DONE;
}

/* Puts a key in the place of another, and tells which. */
typedef gboolean (*RenewFunc) (const AnfOfficeOptions *options, char **key, GError **error);

static int
run_renew (const AnfConfig *config, RenewFunc renew)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key = NULL;
  const AnfOfficeOptions options = anf_config_get_office_options (config);
  if (!renew (&options, &key, &error))
    return complain (error);
  (void)printf ("%s\n", key);
  (void)fprintf (stderr, _ ("copy the keys anew and back up now; backups made before go with the "
                            "earlier copy of the keys alone: keep it as long as them\n"));
  return EXIT_DONE;
}

static int
run_rotate_key (const Arguments *arguments, const AnfConfig *config, char **none)
{
  return run_renew (config, anf_office_rotate_key);
}

static int
run_new_people_key (const Arguments *arguments, const AnfConfig *config, char **none)
{
  return run_renew (config, anf_office_renew_people_key);
}

static int
run_accept_loss (const Arguments *arguments, const AnfConfig *config, char **none)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *lost_after = NULL;
  const AnfOfficeOptions options = anf_config_get_office_options (config);
  if (!anf_office_accept_loss (&options, &lost_after, &error))
    return complain (error);
  if (lost_after != NULL)
    (void)fprintf (stderr, _ ("What was recorded after %s is given up.\n"), lost_after);
  else
    (void)fprintf (stderr, _ ("The records whose log was signed here last are given up.\n"));
  (void)fprintf (
      stderr,
      _ ("Receipts for what is given up are no part of the log any more, and numbers that letters "
         "took will be given again unless the clerk notes the last ones from the paper register "
         "(anfang number used). Photos of that time may be in the vault still: fsck names them. "
         "The log says what happened: tell those whom its monitors warn why.\n"));
  return EXIT_DONE;
}

static int
run_accept_clock (const Arguments *arguments, const AnfConfig *config, char **none)
{
  g_autoptr (GError) error = NULL;
  const AnfOfficeOptions options = anf_config_get_office_options (config);
  return anf_office_accept_clock (&options, &error) ? EXIT_DONE : complain (error);
}

typedef struct
{
  GMainLoop *loop;
  AnfServer *server;
  guint deadline_ms;
  gboolean stopping;
} Service;

static void
quit (gpointer data)
{
  g_main_loop_quit (data);
}

static gboolean
stop (gpointer data)
{
  Service *service = data;
  if (service->stopping)
    return G_SOURCE_CONTINUE;
  service->stopping = TRUE;
  anf_systemd_notify ("STOPPING=1");
  anf_server_stop (service->server, service->deadline_ms, quit, service->loop);
  return G_SOURCE_CONTINUE;
}

static int
run_serve (const Arguments *arguments, const AnfConfig *config, char **none)
{
  g_autoptr (GError) error = NULL;
  const AnfOfficeOptions office_options = anf_config_get_office_options (config);
  AnfServerOptions server_options = anf_config_get_server_options (config);
  g_autoptr (AnfOffice) office = NULL;
  if (anf_systemd_take_socket (&server_options.listen_fd, &error))
    office = anf_office_open (&office_options, &error);
  if (office == NULL)
    return complain (error);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (AnfServer) server = anf_server_new (office, &server_options, &error);
  if (server == NULL)
    return complain (error);
  g_autoptr (AnfGatherer) gatherer = anf_gatherer_start (
      office, (const char *const *)config->witnesses, (guint)config->witness_seconds, &error);
  if (gatherer == NULL)
    return complain (error);
  Service service
      = { .loop = loop, .server = server, .deadline_ms = (guint)config->stop_seconds * 1000 };
  (void)g_unix_signal_add (SIGTERM, stop, &service);
  (void)g_unix_signal_add (SIGINT, stop, &service);
  /* Starting reads the contract and the fonts, and needs neither any more. */
  (void)malloc_trim (0);
  (void)printf ("listening on %s\n", anf_server_get_url (server));
  (void)fflush (stdout);
  anf_systemd_notify ("READY=1");
  g_main_loop_run (loop);
  g_clear_pointer (&gatherer, anf_gatherer_stop);
  g_clear_pointer (&server, anf_server_free);
  return EXIT_DONE;
}

/**
 * Verb:
 * @objects: what stands behind it, for the help
 * @least: how many there are at least
 * @most: and at most
 */
typedef struct
{
  const char *name;
  const char *objects;
  int least;
  int most;
  int (*run) (const Arguments *arguments, const AnfConfig *config, char **objects);
} Verb;

static const Verb verbs[] = {
  { "init", "", 0, 0, run_init },
  { "serve", "", 0, 0, run_serve },
  { "fsck", "", 0, 0, run_fsck },
  { "backup", " FILE", 1, 1, run_backup },
  { "restore", " FILE…", 1, G_MAXINT, run_restore },
  { "password", " ACCOUNT", 1, 1, run_password },
  { "rotate-key", "", 0, 0, run_rotate_key },
  { "new-people-key", "", 0, 0, run_new_people_key },
  { "accept-loss", "", 0, 0, run_accept_loss },
  { "accept-clock", "", 0, 0, run_accept_clock },
};

static const Verb *
find_verb (const Arguments *arguments, int argc, char **argv)
{
  for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS (verbs); i++)
    if (strcmp (verbs[i].name, argv[1]) == 0)
      return argc - 2 >= verbs[i].least && argc - 2 <= verbs[i].most
                     && (arguments->since == NULL || verbs[i].run == run_backup)
                 ? &verbs[i]
                 : NULL;
  return NULL;
}

static char *
list_verbs (void)
{
  GString *text = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    g_string_append_printf (text, "%s%s%s", i > 0 ? "|" : "", verbs[i].name, verbs[i].objects);
  return g_string_free (text, FALSE);
}

static gboolean
parse (int *argc, char ***argv, Arguments *arguments, GError **error)
{
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &arguments->data_dir, N_ ("The data folder"), "DIR" },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &arguments->listen, N_ ("serve: where to listen"),
      "ADDR:PORT|unix:PATH" },
    { "admin", 0, 0, G_OPTION_ARG_STRING, &arguments->admin,
      N_ ("init: name of the first administrator"), "NAME" },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &arguments->password_file,
      N_ ("init, password: file with the password, - for standard input"), "FILE" },
    { "since", 0, 0, G_OPTION_ARG_FILENAME, &arguments->since,
      N_ ("backup: leave out what this earlier backup, or one before it, has of evidence"),
      "FILE" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &arguments->version, N_ ("Print the version and stop"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *names = list_verbs ();
  g_autoptr (GOptionContext) context = g_option_context_new (names);
  g_option_context_set_summary (context, _ ("Anfang: covert inspection of public services."));
  g_option_context_set_description (
      context,
      _ ("  init   make an empty system in DIR\n"
         "  serve  answer requests until SIGTERM; prints one line when ready\n"
         "  fsck   re-read every blob, leaf and record; silent when all is well\n"
         "  backup FILE   write everything but the keys into one file; serve may go on meanwhile\n"
         "  restore FILE  put it into an empty DIR; the keys are put there by hand; behind one "
         "that\n"
         "                was made with --since, those before it are named, too\n"
         "  password ACCOUNT  give an account a new password while the service is stopped, when\n"
         "                    nobody is left who could; the log says that it was set here\n"
         "  rotate-key  give the log a new key, which the old one signs, and print it\n"
         "  new-people-key  give up the names that were encrypted under a key that is lost,\n"
         "                  and go on under a new one\n"
         "  accept-loss  go on with a database that lacks what was recorded last, where there is\n"
         "               no other and no backup\n"
         "  accept-clock  go on with a clock that was ahead when the last records were made\n\n"
         "Settings: DIR/anfangd.conf or /etc/anfang/anfangd.conf; options win over them.\n"));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  return g_option_context_parse (context, argc, argv, error);
}

static int
run (const Verb *verb, const Arguments *arguments, char **objects)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfConfig) config = anf_config_load (arguments->data_dir, &error);
  if (config == NULL)
    return complain (error);
  config->listen_from_option = g_strdup (arguments->listen);
  return verb->run (arguments, config, objects);
}

static void
arguments_clear (Arguments *arguments)
{
  g_free (arguments->data_dir);
  g_free (arguments->listen);
  g_free (arguments->admin);
  g_free (arguments->password_file);
  g_free (arguments->since);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

/* A heap for each of a hundred threads keeps what any of them once needed, the 19 MiB of a log-in
   first of all. */
static void
tame_memory (void)
{
  (void)mallopt (M_ARENA_MAX, HEAPS_MAX);
  (void)mallopt (M_MMAP_THRESHOLD, LARGE_BLOCK);
  (void)mallopt (M_TRIM_THRESHOLD, LARGE_BLOCK);
}

int
main (int argc, char **argv)
{
  g_auto (Arguments) arguments = { 0 };
  g_autoptr (GError) error = NULL;
  /* From a build folder, where nothing is installed yet, ./dev says where the translations are. */
  const char *locale_dir = g_getenv ("ANFANG_LOCALE_DIR");
  (void)setlocale (LC_ALL, "");
  (void)bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : ANF_LOCALE_DIR);
  (void)bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  (void)textdomain (GETTEXT_PACKAGE);
  (void)signal (SIGPIPE, SIG_IGN);
  /* Whatever it makes is for its account alone, the database first of all. */
  (void)umask (077);
  tame_memory ();
  /* A full quota is an error to be told, not a signal to die of. */
  (void)signal (SIGXFSZ, SIG_IGN);
  if (!parse (&argc, &argv, &arguments, &error))
    {
      (void)complain (error);
      return EXIT_USAGE;
    }
  if (arguments.version)
    {
      printf ("anfangd %s\n", ANF_VERSION);
      return EXIT_SUCCESS;
    }
  const Verb *verb = find_verb (&arguments, argc, argv);
  if (arguments.data_dir == NULL || verb == NULL)
    {
      (void)fprintf (stderr, _ ("anfangd: say `anfangd --data DIR VERB`; --help has the verbs\n"));
      return EXIT_USAGE;
    }
  return run (verb, &arguments, argv + 2);
}
