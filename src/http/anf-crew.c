/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-crew.h"

struct _AnfCrew
{
  GThreadPool *pool;
  AnfCrewTask task;
  guint most;
  GMutex mutex;
  guint jobs;  /* under mutex: begun or waiting */
  guint hired; /* under mutex */
};

static void
perform (gpointer job, gpointer data)
{
  AnfCrew *self = data;
  self->task (job);
  g_mutex_lock (&self->mutex);
  self->jobs--;
  g_mutex_unlock (&self->mutex);
}

AnfCrew *
anf_crew_new (AnfCrewTask task, guint most)
{
  AnfCrew *self = g_new0 (AnfCrew, 1);
  self->task = task;
  self->most = most;
  self->hired = 1;
  g_mutex_init (&self->mutex);
  /* Exclusive: GLib's shared threads would carry one task's priority into another. */
  self->pool = g_thread_pool_new (perform, self, 1, TRUE, NULL);
  return self;
}

void
anf_crew_free (AnfCrew *self)
{
  g_thread_pool_free (self->pool, FALSE, TRUE);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
anf_crew_push (AnfCrew *self, gpointer job)
{
  g_mutex_lock (&self->mutex);
  self->jobs++;
  /* A thread that cannot be had now is tried for again with the next job; this one waits. */
  if (self->jobs > self->hired && self->hired < self->most
      && g_thread_pool_set_max_threads (self->pool, (int)self->hired + 1, NULL))
    self->hired++;
  g_mutex_unlock (&self->mutex);
  (void)g_thread_pool_push (self->pool, job, NULL);
}

guint
anf_crew_count_waiting (const AnfCrew *self)
{
  return g_thread_pool_unprocessed (self->pool);
}
