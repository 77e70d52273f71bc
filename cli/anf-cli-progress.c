/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-progress.h"

#include <glib/gi18n.h>

#include <stdio.h>
#include <unistd.h>

#define BAR_WIDTH 30
/* A terminal gains nothing from more than ten drawings a second. */
#define DRAW_EVERY_US 100000

struct _AnfProgressBar
{
  GMutex lock;
  gboolean shown;
  gboolean drawn;
  guint files;
  gint64 drawn_at;
};

AnfProgressBar *
anf_cli_progress_new (const AnfRun *run, guint files)
{
  AnfProgressBar *self = g_new0 (AnfProgressBar, 1);
  g_mutex_init (&self->lock);
  self->files = files;
  self->shown = isatty (STDERR_FILENO) && !run->globals->json && !run->globals->quiet
                && !run->globals->verbose;
  return self;
}

void
anf_cli_progress_free (AnfProgressBar *self)
{
  if (self->drawn)
    fputs ("\r\033[K", stderr);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
draw (const AnfProgressBar *self, gint64 done, gint64 total, guint finished)
{
  g_autofree char *so_far = g_format_size ((guint64)done);
  fputs ("\r\033[K", stderr);
  if (total > 0)
    {
      const int filled = (int)(BAR_WIDTH * MIN (done, total) / total);
      g_autofree char *whole = g_format_size ((guint64)total);
      fprintf (stderr, "[%.*s%*s] %3d %%  %s / %s", filled, "##############################",
               BAR_WIDTH - filled, "", (int)(100 * MIN (done, total) / total), so_far, whole);
    }
  else
    fputs (so_far, stderr);
  if (self->files > 1)
    fprintf (stderr, _ ("  %u of %u files"), finished, self->files);
  fflush (stderr);
}

void
anf_cli_progress_set (AnfProgressBar *self, gint64 done, gint64 total, guint finished)
{
  if (!self->shown)
    return;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const gint64 now = g_get_monotonic_time ();
  if (self->drawn && now - self->drawn_at < DRAW_EVERY_US && done < total)
    return;
  self->drawn = TRUE;
  self->drawn_at = now;
  draw (self, done, total, finished);
}

void
anf_cli_progress_report (gint64 done, gint64 total, gpointer data)
{
  anf_cli_progress_set (data, done, total, 0);
}
