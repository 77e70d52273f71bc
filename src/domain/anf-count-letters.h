/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* For anf-count.c alone: 约谈 and 通报 (domain.md F.3, 问责情况). What an office decides it sends a
   letter about, and that is counted: no figure that somebody would have to enter beside it. */

#include "anf-count.h"

/** anf_count_is_of_letters: whether @name is `interviews` or `circulars`. */
gboolean anf_count_is_of_letters (const char *name);

/** anf_count_letters: those numbered in @span; one that was withdrawn by the end of it is none.
 * @filter: (nullable): of which only the unit is a letter's */
gint64 anf_count_letters (const char *name,
                          const AnfCaseBook *book,
                          const AnfSpan *span,
                          const AnfCountFilter *filter);
