/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/*
 * What people call states, events and kinds of records. The contract's own names are English and
 * stay so in JSON; a sentence in another language has that language's words in it. A name that the
 * table does not know is returned as it is.
 */

/** anf_word_is_chinese: whether the reader reads Chinese; else it is English. */
gboolean anf_word_is_chinese (void);
/** anf_word_noun: `visit` in the reader's language. */
const char *anf_word_noun (const char *noun);
/** anf_word_state: @noun: `visit`, `evidence`, `finding`, `order`, `referral`, … */
const char *anf_word_state (const char *noun, const char *state);
/** anf_word_event: an event of anf-machine.h. */
const char *anf_word_event (const char *noun, const char *event);
/** anf_word_role: a role of anf-role.h. */
const char *anf_word_role (const char *role);

/** anf_word_join_events: Returns: (transfer full): all of @events with the language's own comma */
char *anf_word_join_events (const char *noun, const char *const *events);
/** anf_word_join_states: Returns: (transfer full): the same of states */
char *anf_word_join_states (const char *noun, const char *const *states);
/** anf_word_join_roles: Returns: (transfer full): the same of a mask of AnfRole */
char *anf_word_join_roles (guint roles);

/** anf_word_find_state: Returns: (transfer none) (nullable): the state that @text names, in either
 * language */
const char *anf_word_find_state (const char *noun, const char *text);

/** anf_word_list_states: Returns: (transfer container): NULL-terminated, in English */
const char **anf_word_list_states (const char *noun);

/** anf_word_leaf: Returns: (transfer full): @event of a leaf in the log, `NOUN.EVENT`, for people
 */
char *anf_word_leaf (const char *event);
/** anf_word_leaf_of: the same, of a record that is called @noun: a letter by its kind (监察决定).
 */
char *anf_word_leaf_of (const char *event, const char *noun);
/** anf_word_english_leaf: the same in English whoever reads it. */
char *anf_word_english_leaf (const char *event);

/* For papers, which are in Chinese whoever prints them. */
const char *anf_word_chinese_state (const char *noun, const char *state);
/** anf_word_chinese_leaf: @event: of a leaf in the log, `NOUN.EVENT` */
char *anf_word_chinese_leaf (const char *event);
