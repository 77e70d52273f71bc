/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Inside this folder only: what letters and reports have alike as documents to be edited. */

#include "anf-docx.h"

/** anf_docx_measure: the width of @text in em; no face is at hand to be asked. */
double anf_docx_measure (const char *text);

/** anf_docx_twips_of_columns: of characters of the type area, of which a line has 28 */
int anf_docx_twips_of_columns (double columns);

void anf_docx_add_empty (AnfDocx *docx, guint lines, AnfDocxFlags flags);

/** anf_docx_add_title: in lines as the PDF has them. */
void anf_docx_add_title (AnfDocx *docx, const char *title);

/** anf_docx_add_second: 楷体 up to the first full stop; what follows it on the line is text. */
void anf_docx_add_second (AnfDocx *docx, const char *text);
