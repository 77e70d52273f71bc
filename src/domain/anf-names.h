/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* People's names in what somebody wrote. */

#include <glib.h>

/** anf_names_mention: whether @name stands in @text, as a word of its own. */
gboolean anf_names_mention (const char *text, const char *name);

/** anf_names_mask: @names: NULL-terminated. Returns: (transfer full): @text with each of them as
 * 王某某 */
char *anf_names_mask (const char *text, char **names);
