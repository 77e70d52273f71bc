/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Inside this folder only. */

#include "anf-brief.h"

/** anf_brief_check: that every text can be set and nothing is over its limit. */
gboolean anf_brief_check (const AnfBrief *brief, GError **error) G_GNUC_WARN_UNUSED_RESULT;
