/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: one task for each unit of a group (任务分解), given in one call and summed up
   by what they were given with. */

#include "anf-work.h"

gboolean anf_task_groups_put (AnfWork *work, GError **error);
gboolean anf_task_groups_get (AnfWork *work, GError **error);

/** anf_task_group_list_units: Returns: (transfer full) (element-type utf8): whom the call's body
 * means, each once, in the order of their ids; INVALID where that is nobody, or too many */
GPtrArray *anf_task_group_list_units (AnfWork *work, GError **error) G_GNUC_WARN_UNUSED_RESULT;
