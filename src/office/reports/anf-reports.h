/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: reports, which are made once and stay as they are. */

#include "anf-work.h"

gboolean anf_reports_make (AnfWork *work, GError **error);
gboolean anf_reports_get (AnfWork *work, GError **error);
gboolean anf_reports_list (AnfWork *work, GError **error);
