/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: tasks (任务): what a scheme asks for by a day, and what the office adds.
   anf-task-derive.c makes them of a scheme, anf-task-ticks.c sets 有布置、有检查、有验收,
   anf-task-table.c prints them (挂图作战). */

#include "anf-facts.h"
#include "anf-task.h"

gboolean anf_tasks_put (AnfWork *work, GError **error);
gboolean anf_tasks_get (AnfWork *work, GError **error);
gboolean anf_tasks_list (AnfWork *work, GError **error);
gboolean anf_tasks_assign (AnfWork *work, GError **error);
gboolean anf_tasks_hand_in (AnfWork *work, GError **error);
gboolean anf_tasks_return (AnfWork *work, GError **error);
gboolean anf_tasks_deploy (AnfWork *work, GError **error);
gboolean anf_tasks_check (AnfWork *work, GError **error);
gboolean anf_tasks_accept (AnfWork *work, GError **error);
gboolean anf_tasks_undo (AnfWork *work, GError **error);
gboolean anf_tasks_get_table (AnfWork *work, GError **error);

/** anf_tasks_derive: makes, changes and drops the tasks of @scheme, which is being loaded. What was
 * ticked, handed in and assigned stays. */
gboolean
anf_tasks_derive (AnfWork *work, const AnfScheme *scheme, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_tasks_make_missing: those of schemes that were loaded by a version which made none. Makes
 * its own transactions; what cannot be made is told of, and tried at the next start. */
gboolean anf_tasks_make_missing (AnfOffice *office, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_task_create: Returns: (transfer full): the task @id, saved, of @doc, (transfer full): what a
 * call says of it, with the `group` that it was given with, if any */
AnfItem *anf_task_create (AnfWork *work, const char *id, JsonObject *doc, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_task_find_checked: the task that the call names, after the policy has agreed. */
AnfItem *anf_task_find_checked (AnfWork *work, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_task_tell: with the state that follows from the day, in @doc. */
void anf_task_tell (AnfWork *work, JsonObject *doc);

/** anf_task_name_event: Returns: @event, or `moved` where @item was @before's and is another
 * unit's now: that is what those who have it now are told. */
const char *anf_task_name_event (const AnfItem *item, const char *before, const char *event);

/** anf_task_finish: saves and replies. */
gboolean anf_task_finish (AnfWork *work, AnfItem *item, const char *event, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
