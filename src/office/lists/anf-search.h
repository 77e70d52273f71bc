/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: finding records by what is written in them. */

#include "anf-work.h"

/** anf_search_run: everybody finds what they may read, by what they may read of it. */
gboolean anf_search_run (AnfWork *work, GError **error);
