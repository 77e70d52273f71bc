/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/** anf_template_check_find: whether there is a built-in template called @name (`order`, `receipt`),
 * with which one of the office's own is compared. */
gboolean anf_template_check_find (const char *name);

/**
 * anf_template_check:
 * @name: the built-in template whose place it is to take
 * @text: what an office has written, of any bytes; ends with a NUL
 *
 * Walks through each branch, with every value there and with none: unknown placeholders, blocks
 * that do not close, lines of the wrong sort, a title that is missing or too long, and parts
 * without which such a letter is not one (domain.md D).
 *
 * Returns: (transfer full) (element-type utf8): what is wrong, in words; empty when nothing is
 */
GPtrArray *anf_template_check (const char *name, const char *text);
