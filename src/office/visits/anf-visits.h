/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: visits (暗访任务). */

#include "anf-work.h"

gboolean anf_visits_put (AnfWork *work, GError **error);
gboolean anf_visits_list (AnfWork *work, GError **error);
gboolean anf_visits_get (AnfWork *work, GError **error);
gboolean anf_visits_get_record (AnfWork *work, GError **error);
gboolean anf_visits_declare (AnfWork *work, GError **error);
gboolean anf_visits_recuse (AnfWork *work, GError **error);
gboolean anf_visits_approve (AnfWork *work, GError **error);
gboolean anf_visits_start (AnfWork *work, GError **error);
gboolean anf_visits_submit (AnfWork *work, GError **error);
gboolean anf_visits_return (AnfWork *work, GError **error);
gboolean anf_visits_verify (AnfWork *work, GError **error);
gboolean anf_visits_cancel (AnfWork *work, GError **error);
gboolean anf_visits_archive (AnfWork *work, GError **error);

/** anf_visit_set_plan: `mode` and `area` of @visit, which may be named by id or name, as the
 * scheme's ids; a mode that names methods allows no other. */
gboolean anf_visit_set_plan (JsonObject *visit,
                             const AnfScheme *scheme,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_visit_note_departments: of which units its members are now, in `departments`: who moves
 * later does not change what was a joint inspection (联合督查). */
gboolean anf_visit_note_departments (AnfWork *work,
                                     AnfItem *visit,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
