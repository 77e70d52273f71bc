/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-letter.h"
#include "anf-template.h"

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

/** anf_letter_find_subtitle: Returns: (transfer none) (nullable): what stands below the title */
const char *anf_letter_find_subtitle (GPtrArray *paragraphs);

/** anf_letter_is_of_head: whether it stands above 主送机关, and not in the body. */
gboolean anf_letter_is_of_head (const AnfParagraph *paragraph);
