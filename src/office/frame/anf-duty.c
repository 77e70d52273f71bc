/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-duty.h"

void
anf_duty_init (AnfDuty *self)
{
  self->stopping = g_cancellable_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->wake);
}

void
anf_duty_start (AnfDuty *self, const char *name, GThreadFunc func, gpointer data)
{
  self->thread = g_thread_new (name, func, data);
}

gboolean
anf_duty_goes_on (AnfDuty *self)
{
  return !g_cancellable_is_cancelled (self->stopping);
}

gboolean
anf_duty_wait (AnfDuty *self, gint64 us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const gint64 until = g_get_monotonic_time () + us;
  while (!self->wanted && anf_duty_goes_on (self))
    if (!g_cond_wait_until (&self->wake, &self->mutex, until))
      break;
  self->wanted = FALSE;
  return anf_duty_goes_on (self);
}

void
anf_duty_wake (AnfDuty *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  self->wanted = TRUE;
  g_cond_signal (&self->wake);
}

void
anf_duty_stop (AnfDuty *self)
{
  g_cancellable_cancel (self->stopping);
  anf_duty_wake (self);
  if (self->thread != NULL)
    g_thread_join (self->thread);
  g_object_unref (self->stopping);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->wake);
}
