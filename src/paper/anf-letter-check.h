/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-letter.h"

/* What a letter must have whichever file it is set in; inside this folder only. */

/** anf_letter_check: that its texts are there, are UTF-8 and within limits. Its date may be open.
 */
gboolean anf_letter_check (const AnfLetter *letter, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_letter_find_title:
 * @paragraphs: (element-type AnfParagraph): as anf_letter_write() gives them
 *
 * Returns: (transfer full): the letter's own title, or else the template's
 */
char *anf_letter_find_title (const AnfLetter *letter,
                             GPtrArray *paragraphs,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
