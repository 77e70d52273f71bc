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
