/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-mail-program.h"

#include "anf-error.h"
#include "anf-fd.h"
#include "anf-mail-carrier.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define OUTPUT_MAX 400
#define CONFIG_FD 3
#define BY_SIGNAL 128

typedef struct
{
  GSubprocess *process;
  GCancellable *cancellable; /* of this run: cancelled by the caller or by time */
  gboolean late;
  gboolean done;
  GBytes *output;
  GError *error;
} Run;

int
anf_mail_program_keep (const char *text, gsize size, GError **error)
{
  g_auto (AnfFd) fd = memfd_create ("anfang-mail", MFD_CLOEXEC);
  if (fd < 0 || write (fd, text, size) != (gssize)size || lseek (fd, 0, SEEK_SET) != 0)
    {
      (void)anf_error_set_errno (error, errno, _ ("keeping the settings of a message"));
      return -1;
    }
  return g_steal_fd (&fd);
}

static gboolean
end_late (gpointer data)
{
  Run *run = data;
  run->late = TRUE;
  g_cancellable_cancel (run->cancellable);
  return G_SOURCE_REMOVE;
}

static void
end_cancelled (GCancellable *cancellable, gpointer data)
{
  g_cancellable_cancel (data);
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = data;
  (void)g_subprocess_communicate_finish (run->process, result, &run->output, NULL, &run->error);
  run->done = TRUE;
}

/* In a context of its own: nobody else's events are handled here. */
static void
attend (Run *run, GMainContext *context, const char *input)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (input, strlen (input));
  g_autoptr (GSource) timer = g_timeout_source_new_seconds (ANF_MAIL_TIMEOUT_S);
  g_source_set_callback (timer, end_late, run, NULL);
  (void)g_source_attach (timer, context);
  g_subprocess_communicate_async (run->process, bytes, run->cancellable, on_ended, run);
  while (!run->done)
    (void)g_main_context_iteration (context, TRUE);
  g_source_destroy (timer);
  if (run->error != NULL)
    g_subprocess_force_exit (run->process);
  (void)g_subprocess_wait (run->process, NULL, NULL);
}

/* For a line of the journal. */
static char *
make_printable (GBytes *bytes)
{
  gsize size = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;
  g_autofree char *text
      = g_utf8_make_valid (data != NULL ? data : "", (gssize)MIN (size, OUTPUT_MAX));
  for (char *at = text; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      *at = ' ';
  return g_strchomp (g_steal_pointer (&text));
}

static GSubprocess *
start (AnfMailProgram *self, GError **error)
{
  static const char *const environment[]
      = { "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL=C.UTF-8", NULL };
  /* A local program's words go to the journal with ours; curl's are few. */
  const GSubprocessFlags out
      = self->config_fd >= 0 ? G_SUBPROCESS_FLAGS_STDOUT_PIPE : G_SUBPROCESS_FLAGS_STDOUT_SILENCE;
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | out);
  g_subprocess_launcher_set_environ (launcher, (char **)environment);
  if (self->config_fd >= 0)
    g_subprocess_launcher_take_fd (launcher, g_steal_fd (&self->config_fd), CONFIG_FD);
  return g_subprocess_launcher_spawnv (launcher, self->argv, error);
}

static gboolean
conclude (AnfMailProgram *self, Run *run, GError **error)
{
  self->status = g_subprocess_get_if_exited (run->process)
                     ? g_subprocess_get_exit_status (run->process)
                     : BY_SIGNAL + g_subprocess_get_term_sig (run->process);
  if (run->late)
    return anf_error_throw (error, ANF_ERROR_UNAVAILABLE, _ ("%s took longer than %d seconds"),
                            self->argv[0], ANF_MAIL_TIMEOUT_S);
  /* It may well end without having read all. */
  if (run->error != NULL && !g_error_matches (run->error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
    {
      g_propagate_error (error, g_steal_pointer (&run->error));
      return FALSE;
    }
  self->output = make_printable (run->output);
  return TRUE;
}

gboolean
anf_mail_program_run (AnfMailProgram *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GCancellable) own = g_cancellable_new ();
  g_main_context_push_thread_default (context);
  g_autoptr (GSubprocess) process = start (self, error);
  Run run = { .process = process, .cancellable = own };
  gboolean done = FALSE;
  if (process != NULL)
    {
      const gulong handler
          = g_cancellable_connect (cancellable, G_CALLBACK (end_cancelled), own, NULL);
      attend (&run, context, self->input);
      g_cancellable_disconnect (cancellable, handler);
      done = conclude (self, &run, error);
    }
  g_clear_pointer (&run.output, g_bytes_unref);
  g_clear_error (&run.error);
  g_clear_object (&process);
  g_main_context_pop_thread_default (context);
  return done;
}
