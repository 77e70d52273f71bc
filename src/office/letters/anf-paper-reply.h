/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: letters and forms as replies, in the format that the call asks for. */

#include "anf-paper.h"
#include "anf-work.h"

/** anf_paper_reply_find_format: `format` of the call; PDF when it does not say. */
gboolean anf_paper_reply_find_format (AnfWork *work,
                                      AnfPaperFormat *format,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_paper_reply_file: @stem: (transfer full): of its name, which the format's suffix ends */
void anf_paper_reply_file (AnfWork *work, AnfPaperFormat format, GBytes *file, char *stem);

/** anf_paper_reply_form: @stem: (transfer full): of the file's name, which the format's suffix ends
 */
gboolean anf_paper_reply_form (AnfWork *work, const AnfForm *form, char *stem, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_paper_reply_draft:
 * @letter: not signed yet; @number and @date are open
 * @stem: (transfer full): as above
 *
 * As DOCX. A letter that is signed is kept as the PDF that was issued, and as nothing else: a
 * second file with its number that can be edited would sooner or later be taken for it.
 */
gboolean anf_paper_reply_draft (AnfWork *work, const AnfLetter *letter, char *stem, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_paper_reply_dup_open_number: Returns: (transfer full): 发文字号 with year and number left
 * open; @word: (nullable): 机关代字 */
char *anf_paper_reply_dup_open_number (const char *word);
