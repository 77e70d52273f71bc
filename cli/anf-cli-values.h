/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* What members of the contract's records may say where that is one of a list, for whoever reads one
   as a whole. */

/** anf_cli_value_find_chinese: @parent: whose member it is: the noun of the record, or the member
 * that it stands in. Returns: (nullable): what @value means as that of @member */
const char *anf_cli_value_find_chinese (const char *parent, const char *member, const char *value);

/** anf_cli_value_word: the same for a reader of Chinese; for others, and where there is none,
 * @value as the contract has it. */
const char *anf_cli_value_word (const char *parent, const char *member, const char *value);
