/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: steps of the ladder (督促阶梯). anf-step-sweep.c finds which orders have
   reached which, and proposes them; anf-steps.c lets a person decide; anf-ladder-watch.c sweeps by
   itself. */

#include "anf-work.h"

gboolean anf_steps_list (AnfWork *work, GError **error);
gboolean anf_steps_get (AnfWork *work, GError **error);
gboolean anf_steps_take (AnfWork *work, GError **error);
gboolean anf_steps_decline (AnfWork *work, GError **error);
gboolean anf_steps_use_sweep (AnfWork *work, GError **error);

/**
 * anf_steps_sweep:
 * @stopping: (nullable): as for anf_sweep_run()
 * @changed: (out): steps proposed, superseded or lapsed
 *
 * Looks at every order that is under way. Only the highest step that an order has newly reached is
 * proposed, so that an outage is caught up with in one step; lower ones are kept as superseded. A
 * proposal whose ground is gone lapses. None is ever made twice. Makes its own transactions.
 */
gboolean anf_steps_sweep (AnfOffice *office, GCancellable *stopping, guint *changed, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** AnfLadderWatch: looks after the ladder, and then tells of deadlines, when the service starts and
 * then every half hour, until stopped. */
AnfLadderWatch *anf_ladder_watch_start (AnfOffice *office);
void anf_ladder_watch_stop (AnfLadderWatch *self);
