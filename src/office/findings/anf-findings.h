/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: findings (问题). */

#include "anf-work.h"

gboolean anf_findings_put (AnfWork *work, GError **error);
gboolean anf_findings_list (AnfWork *work, GError **error);
gboolean anf_findings_get (AnfWork *work, GError **error);
gboolean anf_findings_establish (AnfWork *work, GError **error);
gboolean anf_findings_dismiss (AnfWork *work, GError **error);
gboolean anf_findings_merge (AnfWork *work, GError **error);
