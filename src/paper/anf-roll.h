/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-fonts.h"
#include "anf-grid.h"

/**
 * AnfRoll:
 *
 * A list as an office pins it up or files it: A4 across, its headings repeated on each sheet. All
 * borrowed.
 * @notes: (array zero-terminated=1): lines below the title: of what it is the list
 * @organ: (nullable): whose it is, for the metadata
 * @columns: (array length=n_columns): their widths are taken as shares of the line
 * @cells: (array): row by row, @n_rows times @n_columns; NULL is empty
 * @time_us: when it was made, for the metadata
 */
typedef struct
{
  const char *title;
  const char *const *notes;
  const char *organ;
  gint64 time_us;
  const AnfGridColumn *columns;
  guint n_columns;
  const char *const *cells;
  gsize n_rows;
} AnfRoll;

/**
 * anf_roll_render:
 * @error: TOO_LARGE above ANF_ROLL_ROWS_MAX rows; otherwise as anf_letter_render()
 *
 * A cell longer than ANF_ROLL_CELL_MAX is printed up to there, and the sheet says so. The same
 * input gives the same bytes.
 *
 * Returns: (transfer full): a PDF with embedded faces
 */
GBytes *
anf_roll_render (const AnfRoll *roll, AnfFonts *fonts, GError **error) G_GNUC_WARN_UNUSED_RESULT;
