/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-noun.h"

/** anf_cli_names_find_collection: Returns: (transfer none) (nullable): of the records that @member
 * of
 * @parent, the noun or the member above, names by their ids */
const char *anf_cli_names_find_collection (const char *parent, const char *member);

/**
 * anf_cli_names_refer:
 * @parent: the noun, or the member above
 *
 * What people call the record that @member names by its @id: a unit by its name, an order or a
 * finding by its number. The id stays where the service does not tell, where @member names none,
 * and after so many.
 *
 * Returns: (transfer none)
 */
const char *
anf_cli_names_refer (AnfRun *run, const char *parent, const char *member, const char *id);

/** anf_cli_names_find_area: Returns: (transfer none): what @scheme calls its area @id; @id where it
 * does not tell */
const char *anf_cli_names_find_area (AnfRun *run, const char *scheme, const char *id);

/**
 * anf_cli_names_word:
 * @words: of the column: `unit`, `role`, or the noun whose state it is
 *
 * What people call the @name that a record has. Units are asked for at the service, each once;
 * where it does not tell, the id stays.
 *
 * Returns: (transfer none)
 */
const char *anf_cli_names_word (AnfRun *run, const char *words, const char *name);
