/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: words that a paper lists one after the other. */

#include <glib.h>

/** anf_texts_new: Returns: (transfer full) (element-type utf8) */
GPtrArray *anf_texts_new (void);

/** anf_texts_add_once: a copy of @text, unless it is there. */
void anf_texts_add_once (GPtrArray *texts, const char *text);

/** anf_texts_join: Returns: (transfer full): all of them, in the order in which they came */
char *anf_texts_join (const GPtrArray *texts, const char *between);
