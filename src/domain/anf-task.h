/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-clocks.h"

/* The one clock of a task (任务), in its document's `clocks`; a task without a last day has none.
 */
#define ANF_TASK_CLOCK "task"

/**
 * anf_task_get_state:
 * @task: its document, with its place in the life cycle as `state`
 * @today: in China
 *
 * What people ask of a task, which follows from its ticks, its clock and the day: `open`,
 * `due_soon` from the day on that `remind_from` names, `overdue` after its last day, `done`,
 * `done_late` or `dropped`. What was handed in waits for others and is not overdue; what is soft
 * (力争) never is.
 *
 * Returns: a static string, or borrowed from @task
 */
const char *anf_task_get_state (JsonObject *task, const GDate *today);

/** anf_task_is_late: whether its clock was met after its last day, which a soft one has not. */
gboolean anf_task_is_late (JsonObject *task);

/**
 * anf_task_set_due:
 * @task: changed in place
 * @due: (nullable): its last day, which does not move (B.1 rule 6); NULL for none
 * @remind_days: so long before it, counted from the last working day on or before it, the task is
 * due soon
 * @at: now
 *
 * Sets `due`, `remind_from` and the clock; a clock that runs already keeps what it said in `was`,
 * and one that was met stays as it is.
 */
gboolean anf_task_set_due (JsonObject *task,
                           const GDate *due,
                           int remind_days,
                           const AnfCalendar *calendar,
                           gint64 at,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
