/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/*
 * Chinese has no spaces, and most of its words have two characters: each character is a word of the
 * index, and what is looked for is a phrase of them. So one character, two or twenty are found just
 * where they stand, as if every text were read through.
 */

/** How many words, parted by space, one search may have. */
#define ANF_SEARCH_WORDS_MAX 8

/** anf_search_words_append: appends @text to @out, made ready for the index; texts that follow each
 * other are kept apart, so that no phrase reaches from one into the next. */
void anf_search_words_append (GString *out, const char *text);

/**
 * anf_search_words_match:
 * @columns: where to look, as in `open hidden`
 *
 * Returns: (transfer full) (nullable): the expression that finds the records in which each word of
 * @text stands; NULL when there is nothing to look for in it, or too much
 */
char *anf_search_words_match (const char *text, const char *columns);

/** anf_search_words_stand_in: whether each word of @text stands in @spread, what
 * anf_search_words_append() made, just as the index would find it there: where it said more,
 * whoever is hidden could be told from what else it says. */
gboolean anf_search_words_stand_in (const char *text, const char *spread);

/** anf_search_words_append_tag: appends the word by which records are found that have @value as
 * what @kind, a letter, stands for. */
void anf_search_words_append_tag (GString *out, char kind, const char *value);
