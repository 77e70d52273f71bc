/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-table.h"

/**
 * AnfDocx:
 *
 * Writes one document of WordprocessingML (ECMA-376), to be edited further; inside this folder
 * only. Styles and fonts stand in data/letters/docx under the names that offices have; what is
 * written here names them. Nobody's name and no time goes into it.
 */
typedef struct _AnfDocx AnfDocx;

/** Which set of parts it is made with. */
typedef enum
{
  ANF_DOCX_LETTER, /* type area, head and page numbers of GB/T 9704 */
  ANF_DOCX_FORM,
  ANF_DOCX_REPORT, /* as a letter, without its head */
} AnfDocxKind;

/** 1/20 of a point, in which WordprocessingML measures. */
#define ANF_TWIPS(points) ((int)((points)*20.0 + 0.5))

AnfDocx *anf_docx_new (AnfDocxKind kind);
void anf_docx_free (AnfDocx *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfDocx, anf_docx_free)

typedef enum
{
  ANF_DOCX_PLAIN = 0,
  ANF_DOCX_KEEP_NEXT = 1 << 0, /* on one page with what follows */
  ANF_DOCX_NEW_PAGE = 1 << 1,
  ANF_DOCX_AT_FOOT = 1 << 2, /* at the foot of the type area */
} AnfDocxFlags;

/**
 * AnfDocxParagraph:
 * @style: its id
 * @left: indent, in twips; @first: how much further the first line is, negative when it hangs
 */
typedef struct
{
  const char *style;
  int left;
  int first;
  AnfDocxFlags flags;
} AnfDocxParagraph;

void anf_docx_begin (AnfDocx *self, const AnfDocxParagraph *paragraph);

/**
 * anf_docx_text:
 * @style: (nullable): of these characters, its id
 * @text: UTF-8; a tabulator or line feed in it is a blank. What shows nowhere on paper is left out,
 * as in PDF; control characters make anf_docx_finish() fail
 */
void anf_docx_text (AnfDocx *self, const char *style, const char *text);

/** anf_docx_tab: to the next stop; anf_docx_break: to the next line. */
void anf_docx_tab (AnfDocx *self);
void anf_docx_break (AnfDocx *self);
void anf_docx_end (AnfDocx *self);

/** anf_docx_paragraph: begins, says @text in @style, and ends. */
void anf_docx_paragraph (AnfDocx *self, const char *style, const char *text);

/** anf_docx_begin_table: @columns: (array length=n_columns): only their widths are looked at */
void anf_docx_begin_table (AnfDocx *self, const AnfColumn *columns, gsize n_columns);

/**
 * anf_docx_add_row:
 * @cells: one per column; a line feed begins a new paragraph
 * @styles: one per column
 * @least: height, in points; negative for a row that is repeated on each page
 */
void
anf_docx_add_row (AnfDocx *self, const char *const *cells, const char *const *styles, double least);
void anf_docx_end_table (AnfDocx *self);

/**
 * anf_docx_finish:
 * @title: for the document's properties
 * @head: (nullable): the part with the head of a letter's first page
 * @error: ANF_ERROR_INVALID naming the control characters, ANF_ERROR_TOO_LARGE
 *
 * The same calls give the same bytes.
 *
 * Returns: (transfer full): the file
 */
GBytes *anf_docx_finish (AnfDocx *self, const char *title, const char *head, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_docx_escape: appends @text as XML, for a part that is put together elsewhere. Returns: FALSE
 * when a control character is in it */
gboolean anf_docx_escape (GString *out, const char *text);
