/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-form.h"
#include "anf-index.h"
#include "anf-letter.h"

/** The file that a letter or form is given as: to sign and keep, or to edit further. */
typedef enum
{
  ANF_PAPER_PDF,
  ANF_PAPER_DOCX,
} AnfPaperFormat;

/** anf_paper_format_find: @name: `pdf`, `docx`, or NULL for the first; FALSE for any other */
gboolean anf_paper_format_find (const char *name, AnfPaperFormat *format);
/** anf_paper_format_get_type: its media type */
const char *anf_paper_format_get_type (AnfPaperFormat format);
/** anf_paper_format_get_suffix: of a file's name, `.docx` */
const char *anf_paper_format_get_suffix (AnfPaperFormat format);

/**
 * AnfPaper:
 *
 * A letter, form or index with all that it is made of, of its own: it can be set later, and
 * elsewhere than where it was put together.
 */
typedef struct _AnfPaper AnfPaper;

AnfPaper *anf_paper_new_letter (const AnfLetter *letter);
AnfPaper *anf_paper_new_form (const AnfForm *form);
AnfPaper *anf_paper_new_index (const AnfIndex *index);
void anf_paper_free (AnfPaper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfPaper, anf_paper_free)

/** anf_paper_get_key: Returns: a hash of all that it is made of: papers of one key are the same to
 * the byte */
const char *anf_paper_get_key (const AnfPaper *self);

/**
 * anf_paper_set:
 * @pages: (out): how many pages; 0 for an index
 *
 * Returns: (transfer full): as anf_letter_render(), anf_form_render() or anf_index_render() give it
 */
GBytes *anf_paper_set (const AnfPaper *self, AnfFonts *fonts, guint *pages, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
