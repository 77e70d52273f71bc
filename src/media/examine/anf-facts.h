/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <json-glib/json-glib.h>

/**
 * AnfFacts:
 *
 * What was read from one file so far: values as they stand there, flags for what is odd, and under
 * `raw` the bytes of whatever could not be taken at its word.
 */
typedef struct _AnfFacts AnfFacts;

/**
 * anf_facts_new:
 *
 * Opens the conversion from GB18030, whose code the C library loads from disk: it has to be made
 * before the sandbox closes.
 */
AnfFacts *anf_facts_new (void);
void anf_facts_free (AnfFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfFacts, anf_facts_free)

/** anf_facts_reset: forgets everything, for the next file. */
void anf_facts_reset (AnfFacts *self);

/** anf_facts_object: Returns: (transfer none): for values without a trap */
JsonObject *anf_facts_object (AnfFacts *self);

/** anf_facts_flag: adds @flag, a literal, once. */
void anf_facts_flag (AnfFacts *self, const char *flag);

/** anf_facts_keep_raw: keeps up to 64 bytes under `raw`, ASCII with C escapes. */
void anf_facts_keep_raw (AnfFacts *self, const char *name, const guint8 *bytes, gsize size);

/**
 * anf_facts_decode_text:
 * @name: what it is, for `raw`
 *
 * Up to the first NUL and without the blanks around it. What is not UTF-8 is shown as GB18030 would
 * read it, flagged TEXT_NOT_UTF8 and kept raw, since GB18030 accepts nearly anything.
 *
 * Returns: (transfer full) (nullable): UTF-8; NULL when nothing is left
 */
char *anf_facts_decode_text (AnfFacts *self, const char *name, const guint8 *bytes, gsize size);

/**
 * anf_facts_merge:
 * @other: what another block of the same file says
 *
 * A value that is already there stays; one that says otherwise is flagged EXIF_CONTRADICTION.
 * Positions and times count as one value each.
 */
void anf_facts_merge (AnfFacts *self, JsonObject *other);

/** anf_facts_take_object: Returns: (transfer full): the values so far, which are then forgotten */
JsonObject *anf_facts_take_object (AnfFacts *self);

/** anf_facts_format: Returns: (transfer full): the canonical JSON, flags and raw included */
char *anf_facts_format (AnfFacts *self);
