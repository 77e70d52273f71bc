/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: tables of reports. They stand in JSON, which is what is kept: {name, title,
   columns: [{name, heading, kind, width}], rows: [[text or null]]}; sheets are made of it anew. */

#include "anf-grid.h"
#include "anf-ledger-sheet.h"

/* Widest table. */
#define ANF_REPORT_COLUMNS_MAX 64

JsonObject *anf_report_table_new (const char *name,
                                  const char *title,
                                  const AnfGridColumn *columns,
                                  guint n_columns);

/** anf_report_table_add: @cells: (transfer full) (element-type utf8): as many as columns; a NULL is
 * an empty cell */
void anf_report_table_add (JsonObject *table, GPtrArray *cells);
/** anf_report_table_add_line: of a name and its number; @key: (nullable): for programs, where the
 * table has a column of them. */
void
anf_report_table_add_line (JsonObject *table, const char *name, gint64 number, const char *key);

/** anf_report_table_read_columns: @columns: borrows from @table. Returns: how many there are */
guint anf_report_table_read_columns (JsonObject *table,
                                     AnfGridColumn columns[ANF_REPORT_COLUMNS_MAX]);

/** anf_report_table_is_key: whether @column of the table @table has keys for programs, which JSON
 * tells and no sheet. */
gboolean anf_report_table_is_key (const char *table, const char *column);

/** anf_report_table_word_period: @period: as in JSON. Returns: (transfer full): 2018年第二季度,
 * 2018-04-01至2018-04-23; what is no period as it is */
char *anf_report_table_word_period (const char *period);

/**
 * anf_report_table_reply:
 * @tables: (element-type JsonObject)
 * @title: of the file
 * @created: seconds since the epoch
 *
 * The same tables give the same bytes; they are read by people, so that keys are left out and
 * periods are in words. A workbook has a sheet for each; CSV has one after the other
 * with its title before it.
 */
gboolean anf_report_table_reply (AnfWork *work,
                                 JsonArray *tables,
                                 AnfSheetFormat format,
                                 const char *title,
                                 gint64 created,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
