/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-letter.h"

/** anf_letter_write: (element-type AnfParagraph): the letter's words; inside this folder only. */
GPtrArray *anf_letter_write (const AnfLetter *letter, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_letter_knows: whether a template may use the placeholder @name, inside of the block of
 * findings or outside. */
gboolean anf_letter_knows (const char *name, gboolean in_finding);
