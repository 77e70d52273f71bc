/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-grid.h"

/**
 * AnfXlsx:
 *
 * Writes a workbook (ECMA-376) with libxlsxwriter. Rows go to disk as they come, so memory does not
 * grow with them. Texts are always written as texts, so that none is ever computed; dates are
 * dates. The same rows and the same @created give the same bytes.
 */
typedef struct _AnfXlsx AnfXlsx;

/**
 * anf_xlsx_new:
 * @created: seconds since the epoch, for the document's properties
 */
AnfXlsx *anf_xlsx_new (gint64 created, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_xlsx_free (AnfXlsx *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfXlsx, anf_xlsx_free)

/**
 * anf_xlsx_begin_sheet:
 * @title: the sheet's name, of which what a name may not hold is left out
 * @columns: (array length=n_columns): to stay as it is until the workbook is finished
 *
 * Begins a sheet with its row of headings, which stays in view and filters.
 */
gboolean anf_xlsx_begin_sheet (AnfXlsx *self,
                               const char *title,
                               const AnfGridColumn *columns,
                               guint n_columns,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_xlsx_set_note:
 * @note: (nullable)
 *
 * What the sheet that was begun says below its rows, apart from them: it is neither filtered nor
 * sorted with them.
 */
void anf_xlsx_set_note (AnfXlsx *self, const char *note);

/**
 * anf_xlsx_add_row:
 * @cells: as many as the sheet has columns; NULL stands for an empty cell. A text longer than a
 * cell can hold is cut, with an ellipsis at its end
 *
 * A sheet that is full goes on in another of the same name with a number.
 */
gboolean anf_xlsx_add_row (AnfXlsx *self,
                           const char *const *cells,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_xlsx_finish:
 *
 * Returns: a descriptor at offset 0 of the whole workbook, which has no name in any folder; -1 with
 * @error. Nothing can be added any more.
 */
int anf_xlsx_finish (AnfXlsx *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
