/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Inside this folder only: how wide the columns of a report's table are. */

#include "anf-brief.h"
#include "anf-table.h"

/**
 * anf_brief_fit_columns:
 * @texts: keeps headings that are parted into lines
 *
 * A column that needs little gets what it needs; the others share what is left by the widths that
 * they were given. Together they fill the line.
 *
 * Returns: (transfer full) (array): as many as @table has
 */
AnfColumn *anf_brief_fit_columns (const AnfBriefTable *table, GStringChunk *texts);
