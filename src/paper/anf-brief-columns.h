/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Inside this folder only: how wide the columns of a table are that nobody set by hand. */

#include "anf-brief.h"
#include "anf-table.h"

/**
 * AnfBriefFit:
 * @width: of the line, in points
 * @size: of the text; @small: when not all of it goes into the line as it is
 * @shortest: cells are not broken into shorter lines, in em
 * @whole_max: what has no place to be broken at is broken when it is wider, in em
 */
typedef struct
{
  double width;
  double size;
  double small;
  double shortest;
  double whole_max;
} AnfBriefFit;

/**
 * anf_brief_fit_columns:
 * @texts: keeps headings that are parted into lines
 *
 * A column that needs little gets what it needs; the others share what is left by the widths that
 * they were given. Together they fill the line.
 *
 * Returns: (transfer full) (array): as many as @table has
 */
AnfColumn *
anf_brief_fit_columns (const AnfBriefTable *table, const AnfBriefFit *fit, GStringChunk *texts);

/** anf_brief_fit_page: the same in the line of an official document, in the sizes of a report. */
AnfColumn *anf_brief_fit_page (const AnfBriefTable *table, GStringChunk *texts);

/** anf_brief_measure_whole: what all columns need at the smaller size, in points, so that nothing
 * is broken that has no place to be broken at. */
double anf_brief_measure_whole (const AnfBriefTable *table, const AnfBriefFit *fit);
