/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

#include <cairo.h>

/* Points of PDF in a millimetre. */
#define ANF_MM (72.0 / 25.4)

/**
 * AnfSheets:
 *
 * The pages of one PDF; inside this folder only.
 */
typedef struct _AnfSheets AnfSheets;

/** @made_at: ISO 8601 with a zone, for the metadata; the clock is not asked. */
AnfSheets *anf_sheets_new (const char *title, const char *author, const char *made_at);
void anf_sheets_free (AnfSheets *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfSheets, anf_sheets_free)

/** anf_sheets_begin: Returns: (transfer none): what to draw the next page with, in points */
cairo_t *anf_sheets_begin (AnfSheets *self, double width_mm, double height_mm);

/** anf_sheets_finish: Returns: (transfer full): the PDF */
GBytes *anf_sheets_finish (AnfSheets *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
