/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-notices.h"
#include "anf-steps.h"

#define SWEEP_MINUTES 30

struct _AnfLadderWatch
{
  AnfOffice *office;
  GThread *thread;
  GMutex mutex;
  GCond wake;
  gboolean stopping; /* under mutex */
};

/* Returns: FALSE when all is to end */
static gboolean
wait_for_next (AnfLadderWatch *self)
{
  const gint64 until = g_get_monotonic_time () + SWEEP_MINUTES * G_TIME_SPAN_MINUTE;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  while (!self->stopping)
    if (!g_cond_wait_until (&self->wake, &self->mutex, until))
      break;
  return !self->stopping;
}

static void
sweep (AnfOffice *office)
{
  guint changed = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) notice_error = NULL;
  if (!anf_steps_sweep (office, &changed, &error))
    g_warning ("the ladder could not be looked after: %s", error->message);
  if (!anf_notices_sweep (office, &changed, &notice_error))
    g_warning ("nobody could be told of deadlines: %s", notice_error->message);
}

static gpointer
watch (gpointer data)
{
  AnfLadderWatch *self = data;
  do
    sweep (self->office);
  while (wait_for_next (self));
  return NULL;
}

AnfLadderWatch *
anf_ladder_watch_start (AnfOffice *office)
{
  AnfLadderWatch *self = g_new0 (AnfLadderWatch, 1);
  self->office = office;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->wake);
  self->thread = g_thread_new ("anf-ladder", watch, self);
  return self;
}

void
anf_ladder_watch_stop (AnfLadderWatch *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->wake);
  g_free (self);
}
