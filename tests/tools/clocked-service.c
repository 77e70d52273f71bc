/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* clocked-service FOLDER [TIME]: anfangd's `serve` with a clock and a randomness that the test
   chooses. Reads lines from its standard input and answers each with "done": `time
   2026-09-18T09:10:00Z` sets the clock, which then stands; `step SECONDS` moves it on; `seed TEXT`
   starts randomness anew; `quit` ends. */

#include "anf-error.h"

#include <glib/gi18n.h>

#include "anfangd-config.h"
#include <locale.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
  GMutex mutex;
  gint64 now;
  char *seed;
  guint64 drawn;
  GMainLoop *loop;
} Control;

static gint64
tell_time (gpointer data)
{
  Control *control = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&control->mutex);
  return control->now;
}

/* SHA-256 over the seed and a counter: the same seed gives the same bytes. */
static void
fill (gpointer data, void *buffer, gsize size)
{
  Control *control = data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&control->mutex);
  guint8 *at = buffer;
  while (size > 0)
    {
      guint8 block[32];
      gsize length = sizeof block;
      g_autofree char *text
          = g_strdup_printf ("%s %" G_GUINT64_FORMAT, control->seed, control->drawn++);
      g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
      g_checksum_update (sum, (const guchar *)text, (gssize)strlen (text));
      g_checksum_get_digest (sum, block, &length);
      const gsize part = MIN (size, length);
      memcpy (at, block, part);
      at += part;
      size -= part;
    }
}

static gboolean
obey (Control *control, const char *word, const char *value)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&control->mutex);
  gint64 number = 0;
  if (strcmp (word, "time") == 0)
    return anf_time_parse (value, &control->now, NULL);
  if (strcmp (word, "step") == 0)
    {
      if (!g_ascii_string_to_signed (value, 10, 0, G_MAXINT32, &number, NULL))
        return FALSE;
      control->now += number * G_USEC_PER_SEC;
      return TRUE;
    }
  if (strcmp (word, "seed") != 0)
    return FALSE;
  g_free (control->seed);
  control->seed = g_strdup (value);
  control->drawn = 0;
  return TRUE;
}

static gboolean
quit (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static gpointer
listen_to_test (gpointer data)
{
  Control *control = data;
  char line[256];
  while (fgets (line, sizeof line, stdin) != NULL && strcmp (g_strchomp (line), "quit") != 0)
    {
      char *space = strchr (line, ' ');
      if (space != NULL)
        *space++ = '\0';
      const gboolean done = space != NULL && obey (control, line, space);
      (void)printf ("%s\n", done ? "done" : "what?");
      (void)fflush (stdout);
    }
  /* From within the loop: one that does not run yet would forget it. */
  (void)g_idle_add (quit, control->loop);
  return NULL;
}

static AnfOffice *
open_office (const AnfConfig *config, Control *control)
{
  g_autoptr (GError) error = NULL;
  AnfOfficeOptions options = anf_config_get_office_options (config);
  options.clock = (AnfClock){ .now = tell_time, .data = control };
  options.random = (AnfRandom){ .fill = fill, .data = control };
  /* It is the test's, and may be behind what was made before. */
  g_autoptr (GError) right = NULL;
  if (!anf_office_accept_clock (&options, &right))
    g_assert_error (right, ANF_ERROR, ANF_ERROR_CONFLICT);
  AnfOffice *office = anf_office_open (&options, &error);
  g_assert_no_error (error);
  return office;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (argc == 2 || argc == 3);
  (void)setlocale (LC_ALL, "");
  if (g_getenv ("ANFANG_LOCALE_DIR") != NULL)
    (void)bindtextdomain (GETTEXT_PACKAGE, g_getenv ("ANFANG_LOCALE_DIR"));
  (void)bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  (void)textdomain (GETTEXT_PACKAGE);
  g_autoptr (AnfConfig) config = anf_config_load (argv[1], &error);
  g_assert_no_error (error);
  Control control = { .now = g_get_real_time (), .seed = g_strdup ("start") };
  if (argc == 3)
    g_assert_true (anf_time_parse (argv[2], &control.now, NULL));
  control.loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (AnfOffice) office = open_office (config, &control);
  AnfServerOptions options = anf_config_get_server_options (config);
  options.listen = "127.0.0.1:0";
  AnfServer *server = anf_server_new (office, &options, &error);
  g_assert_no_error (error);
  (void)printf ("listening on %s\n", anf_server_get_url (server));
  (void)fflush (stdout);
  g_autoptr (GThread) thread = g_thread_new ("control", listen_to_test, &control);
  g_main_loop_run (control.loop);
  (void)g_thread_join (g_steal_pointer (&thread));
  anf_server_free (server);
  g_main_loop_unref (control.loop);
  g_free (control.seed);
  return 0;
}
