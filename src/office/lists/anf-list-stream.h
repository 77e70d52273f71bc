/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: a list of any kind as a table for spreadsheets, written while it is sent. */

#include "anf-grid.h"
#include "anf-work.h"

typedef enum
{
  ANF_SHEET_CSV,
  ANF_SHEET_XLSX,
} AnfSheetFormat;

typedef struct _AnfListStream AnfListStream;

/** AnfListRead: adds the next rows with anf_list_stream_add(); calls anf_list_stream_end() with the
 * last ones. @work has the caller's account and one transaction, no call. */
typedef gboolean (*AnfListRead) (AnfWork *work,
                                 AnfListStream *stream,
                                 gpointer source,
                                 GError **error);

/**
 * AnfListSource:
 * @title: (transfer full): of the sheet and its file
 * @columns: (transfer full) (array length=n_columns): whose texts are borrowed from @source
 * @source: (transfer full): with @free_source
 */
typedef struct
{
  AnfSheetFormat format;
  char *title;
  AnfGridColumn *columns;
  guint n_columns;
  AnfListRead read;
  gpointer source;
  GDestroyNotify free_source;
} AnfListSource;

/** anf_list_stream_reply: the whole list that @source reads. A spreadsheet has no pages, but is
 * read and sent in some, so that neither memory nor a read connection is held for as long as it
 * takes. */
void anf_list_stream_reply (AnfWork *work, const AnfListSource *source);

/** anf_list_stream_parse_format: `format` of the call. Returns: whether it is one of these */
gboolean anf_list_stream_parse_format (AnfWork *work, AnfSheetFormat *format);

/** anf_list_stream_add: @cells: (array length=n_columns): elements may be NULL */
gboolean anf_list_stream_add (AnfListStream *self,
                              const char *const *cells,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_list_stream_count: Returns: how many rows there are, this one included: 序号 */
guint anf_list_stream_count (AnfListStream *self);
void anf_list_stream_end (AnfListStream *self);
