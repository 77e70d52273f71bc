/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-chart.h"
#include "anf-fonts.h"
#include "anf-grid.h"

typedef enum
{
  ANF_BRIEF_FIRST,  /* 一、 */
  ANF_BRIEF_SECOND, /* （一）…… up to its first full stop */
  ANF_BRIEF_TEXT,
  ANF_BRIEF_CHART, /* between what stands before and after it: on the next page when it does not fit
                    */
} AnfBriefKind;

/** @text: of all but a chart; @chart: of a chart */
typedef struct
{
  AnfBriefKind kind;
  const char *text;
  const AnfChart *chart;
} AnfBriefPart;

/**
 * AnfBriefTable:
 * @columns: (array length=n_columns): their widths are taken as shares of the line
 * @cells: (array): row by row, @n_rows times @n_columns; NULL is empty
 * @note: (nullable): below the table
 */
typedef struct
{
  const char *title;
  const AnfGridColumn *columns;
  guint n_columns;
  const char *const *cells;
  gsize n_rows;
  const char *note;
} AnfBriefTable;

/**
 * AnfBrief:
 *
 * A report in the form of an official document (公文, GB/T 9704) without letterhead: title, text
 * with charts, who reports and when; and its tables as an attachment. All borrowed.
 * @number: (nullable): 发文字号, at the right of the first line, as 信函格式 has it (10.1)
 * @title: line feeds in it are kept
 * @subtitle: (nullable): in brackets below it
 * @addressee: (nullable): 主送机关, without its colon
 * @organ: (nullable): 署名
 * @date: (nullable): 成文日期
 * @note: (nullable): 附注, without its brackets
 * @attachment: title of the attachment; there is none without tables
 * @time_us: when it was made, for the metadata
 */
typedef struct
{
  const char *number;
  const char *title;
  const char *subtitle;
  const char *addressee;
  const char *organ;
  const GDate *date;
  const char *note;
  gint64 time_us;
  const AnfBriefPart *parts;
  gsize n_parts;
  const char *attachment;
  const AnfBriefTable *tables;
  gsize n_tables;
} AnfBrief;

/**
 * anf_brief_render_docx:
 * @error: INVALID naming control characters, TOO_LARGE
 *
 * Writes the report as a document that a clerk can edit further (ECMA-376), as
 * anf_letter_render_docx() does a letter; what counts is the PDF. Of each chart a line says that
 * it is left out. The same input gives the same bytes.
 *
 * Returns: (transfer full): the file
 */
GBytes *anf_brief_render_docx (const AnfBrief *brief, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_brief_render:
 * @error: INVALID for what is no text, TOO_LARGE over the limits of anf-paper-limits.h, UNAVAILABLE
 * for characters that no face has
 *
 * The same input gives the same bytes.
 *
 * Returns: (transfer full): a PDF with embedded faces
 */
GBytes *
anf_brief_render (const AnfBrief *brief, AnfFonts *fonts, GError **error) G_GNUC_WARN_UNUSED_RESULT;
