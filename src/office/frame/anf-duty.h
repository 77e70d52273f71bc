/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: a thread that looks again and again for something to do, for as long as the
   service runs. Part of the struct that the thread is given. */

#include <gio/gio.h>

typedef struct
{
  GThread *thread;
  GCancellable *stopping; /* for what the thread waits for outside */
  GMutex mutex;
  GCond wake;
  gboolean wanted; /* under mutex */
} AnfDuty;

void anf_duty_init (AnfDuty *self);
/** anf_duty_start: calls @func on the thread, with @data, of which nothing changes any more. */
void anf_duty_start (AnfDuty *self, const char *name, GThreadFunc func, gpointer data);

/** anf_duty_goes_on: FALSE once it is to stop */
gboolean anf_duty_goes_on (AnfDuty *self);
/** anf_duty_wait: for @us, or until it is woken or to stop. Returns: whether it goes on */
gboolean anf_duty_wait (AnfDuty *self, gint64 us);

/** anf_duty_wake: ends the wait, or the next one if there is none. */
void anf_duty_wake (AnfDuty *self);
/** anf_duty_stop: has the thread end, where one was started, and waits for that. */
void anf_duty_stop (AnfDuty *self);
