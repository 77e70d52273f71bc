/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-form.h"
#include "anf-table.h"

/* What a form says, whichever file it is set in; inside this folder only. */

/* Of the page, in millimetres; of the text, in points. */
#define ANF_FORM_WIDTH 210.0
#define ANF_FORM_HEIGHT 297.0
#define ANF_FORM_MARGIN 25.0
#define ANF_FORM_TITLE_SIZE 22.0
#define ANF_FORM_TEXT_SIZE 12.0
/* Where somebody signs, in points. */
#define ANF_FORM_SIGN_HEIGHT 42.0
/* Where a statement is written or a seal of 42 mm is put: 45 mm; where that would take a page more,
   no less than 25 mm. */
#define ANF_FORM_WRITE_HEIGHT 128.0
#define ANF_FORM_WRITE_HEIGHT_MIN 71.0
/* How much higher both are where a page has room to spare: 15 mm. */
#define ANF_FORM_SPARE_HEIGHT 42.0

#define ANF_FORM_ROW_COLUMNS 2
#define ANF_FORM_ITEM_COLUMNS 7

/* A line feed of a value while the template is read, to whose lines it must not add (U+2028). */
#define ANF_FORM_LINE_SEPARATOR "\xe2\x80\xa8"

/** anf_form_get_row_columns: (array fixed-size=2): name and content */
const AnfColumn *anf_form_get_row_columns (void);
/** anf_form_get_item_columns: (array fixed-size=7): of the 材料清单 */
const AnfColumn *anf_form_get_item_columns (void);

/**
 * anf_form_write:
 *
 * Returns: (transfer full) (element-type AnfParagraph): what the form says, a title first
 */
GPtrArray *anf_form_write (const AnfForm *form, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_form_split_row: Returns: (transfer full): name and content of a row; a line feed in it
 * begins a new line */
char **anf_form_split_row (const char *text);

/** anf_form_dup_item: Returns: (transfer full): the cells of item @index */
char **anf_form_dup_item (const AnfForm *form, gsize index);
