/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-duty.h"
#include "anf-notices.h"
#include "anf-steps.h"

#define SWEEP_US (30 * G_TIME_SPAN_MINUTE)

struct _AnfLadderWatch
{
  AnfOffice *office;
  AnfDuty duty;
};

static void
sweep (const AnfLadderWatch *self)
{
  GCancellable *stopping = self->duty.stopping;
  guint changed = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) notice_error = NULL;
  if (!anf_steps_sweep (self->office, stopping, &changed, &error))
    g_warning ("the ladder could not be looked after: %s", error->message);
  if (!anf_notices_sweep (self->office, stopping, &changed, &notice_error))
    g_warning ("nobody could be told of deadlines: %s", notice_error->message);
}

static gpointer
watch (gpointer data)
{
  AnfLadderWatch *self = data;
  do
    sweep (self);
  while (anf_duty_wait (&self->duty, SWEEP_US));
  return NULL;
}

AnfLadderWatch *
anf_ladder_watch_start (AnfOffice *office)
{
  AnfLadderWatch *self = g_new0 (AnfLadderWatch, 1);
  self->office = office;
  anf_duty_init (&self->duty);
  anf_duty_start (&self->duty, "anf-ladder", watch, self);
  return self;
}

void
anf_ladder_watch_stop (AnfLadderWatch *self)
{
  if (self == NULL)
    return;
  anf_duty_stop (&self->duty);
  g_free (self);
}
