/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Largest template, bytes. */
#define ANF_PAPER_TEMPLATE_MAX 65536
/* Longest single text that is set, bytes. */
#define ANF_PAPER_TEXT_MAX 65536
/* Longest title of a template, characters: four lines of 2号. */
#define ANF_PAPER_TITLE_MAX 80
/* Most findings in one letter. */
#define ANF_PAPER_FINDINGS_MAX 500
/* Most pages of one document. */
#define ANF_PAPER_PAGES_MAX 5000
/* Most points of one chart. */
#define ANF_PAPER_POINTS_MAX 120
/* Most items in one index, and rows in the tables of one report. */
#define ANF_PAPER_ITEMS_MAX 20000
/* Most rows of a list on paper, some two hundred sheets: who wants more wants a spreadsheet. */
#define ANF_ROLL_ROWS_MAX 2000
/* Longest text of one of its cells, characters; of a longer one the beginning is printed. */
#define ANF_ROLL_CELL_MAX 600
/* What a sheet of a workbook can hold (ECMA-376, Excel): rows with the headings, and characters of
   one cell. */
#define ANF_XLSX_ROWS_MAX 1048576u
#define ANF_XLSX_TEXT_MAX 32767
/* Largest body of a DOCX, bytes of XML: what office programs open within a breath. */
#define ANF_DOCX_TEXT_MAX 33554432
