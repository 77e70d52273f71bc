/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* Members of the contract's records, for whoever reads one as a whole. */

/** anf_cli_member_find_chinese: @parent: whose member it is: the noun of the record, or the member
 * that it stands in. Returns: (nullable): the field's word for member @name */
const char *anf_cli_member_find_chinese (const char *parent, const char *name);

/** anf_cli_member_word: the same for a reader of Chinese; for others, and where there is none,
 * @name as the contract has it. */
const char *anf_cli_member_word (const char *parent, const char *name);
