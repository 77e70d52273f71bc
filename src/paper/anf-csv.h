/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/** Takes @size more bytes of the document. */
typedef gboolean (*AnfCsvWrite) (gconstpointer bytes, gsize size, gpointer data, GError **error);

/**
 * AnfCsv:
 *
 * Writes RFC 4180 (CRLF, every cell quoted) in UTF-8 with a byte order mark, which Excel and WPS
 * need to recognise it. A cell that a spreadsheet would take for a formula gets an apostrophe in
 * front.
 */
typedef struct _AnfCsv AnfCsv;

/** anf_csv_new: @write is called once per row, and before it once for the byte order mark. */
AnfCsv *anf_csv_new (AnfCsvWrite write, gpointer data);
void anf_csv_free (AnfCsv *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfCsv, anf_csv_free)

/**
 * anf_csv_add_row:
 * @cells: (array length=n_cells): NULL stands for an empty cell
 *
 * Every row must have as many cells as the first.
 */
gboolean anf_csv_add_row (AnfCsv *self, const char *const *cells, gsize n_cells, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
