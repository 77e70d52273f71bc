/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-setting.h"
#include "anf-sheet.h"

/**
 * AnfPrinter:
 *
 * Where the next line of a plain document goes; inside this folder only. A document is walked
 * through twice: first with @sheets NULL, which counts @page, then with @pages known.
 * @width, @height: of the sheet, in millimetres; @margin: on all sides
 * @is_official: the sheet is A4 with the type area and page numbers of GB/T 9704, whatever they say
 * @each_page: (nullable): a line to be signed above the foot of each page
 * @closer: from 0 to 1: how much closer than usual lines are set, that a few more go on a page
 * @y: from the top of the sheet, in points
 */
typedef struct
{
  AnfSetting *setting;
  AnfSheets *sheets;
  cairo_t *cr;
  double width;
  double height;
  double margin;
  gboolean is_official;
  const char *each_page;
  double closer;
  double y;
  guint page;
  guint pages;
} AnfPrinter;

/** anf_printer_begin: begins a page, with “第 1 页 共 9 页” or “— 1 —” at its foot. */
void anf_printer_begin (AnfPrinter *self);

/** anf_printer_room: height that is left on the page, in points. */
double anf_printer_room (const AnfPrinter *self);

/** anf_printer_page: height of a page with nothing on it, in points. */
double anf_printer_page (const AnfPrinter *self);

/** Lines that are set. @lines: (element-type AnfLine); @where: from 0 (left) to 1 (right) */
typedef struct
{
  GPtrArray *lines;
  double size;
  double where;
} AnfText;

/** anf_printer_break: Returns: (transfer full) (element-type AnfLine): @text over the whole width
 */
GPtrArray *
anf_printer_break (const AnfPrinter *self, AnfFaceUse use, double size, const char *text);

/** anf_printer_lines: @cut: which of them begins a page in any case, or 0. Returns: the page that
 * the first stands on */
guint anf_printer_lines (AnfPrinter *self, const AnfText *text, guint cut);

/** anf_printer_measure_lines: the height of so many lines, in points */
double anf_printer_measure_lines (const AnfPrinter *self, guint n_lines, double size);

/** anf_printer_line: sets one line, @where from 0 (left) to 1 (right), and moves on. */
void
anf_printer_line (AnfPrinter *self, AnfFaceUse use, double size, const char *text, double where);

/** anf_printer_measure: the height that anf_printer_line() takes, in points */
double anf_printer_measure (const AnfPrinter *self, AnfFaceUse use, double size, const char *text);

/**
 * AnfColumn:
 * @width: in millimetres
 */
typedef struct
{
  const char *heading;
  double width;
  double size;
  AnfFaceUse use;
  gboolean centred;
} AnfColumn;

/**
 * AnfTable:
 *
 * Rows of cells that are set once and can be drawn over many pages, the headings on each.
 */
typedef struct _AnfTable AnfTable;

/** @columns: (array length=n_columns) (transfer none): headings NULL for a table without them */
AnfTable *anf_table_new (AnfSetting *setting, const AnfColumn *columns, gsize n_columns);
void anf_table_free (AnfTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfTable, anf_table_free)

/** @cells: one per column; a line feed begins a new line. @least: height, in points. Returns:
 * the number of the row */
guint anf_table_add (AnfTable *self, const char *const *cells, double least);

/** anf_table_dup_hashes: both nullable. Returns: (transfer full): a cell of hashes by name, each in
 * two halves, so that it stands in the column and can be read back line by line */
char *anf_table_dup_hashes (const char *sha256, const char *sm3);

/** anf_table_set_least: @least: height of a row, in points, which it is not parted to keep */
void anf_table_set_least (AnfTable *self, guint row, double least);

/** anf_table_measure: the height of a row that is not parted, in points */
double anf_table_measure (const AnfTable *self, const AnfPrinter *printer, guint row);
guint anf_table_count_lines (const AnfTable *self, guint row);

/**
 * anf_table_draw:
 * @after: height of what closes the table, in points, which goes nowhere without its last row
 *
 * A row of a list that does not fit goes to the next page; one larger than a page is parted, and so
 * is a long row of a form, where it would leave much of the page white. The first cell is repeated
 * on each page that the row goes on to.
 */
void anf_table_draw (const AnfTable *self, AnfPrinter *printer, double after);

/** anf_table_draw_row: as anf_table_draw(), one row. @cut: which of its lines begins a page in any
 * case, or 0. Returns: the page that it begins on */
guint anf_table_draw_row (const AnfTable *self, AnfPrinter *printer, guint index, guint cut);
