/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* Longest leaf; far below what a tile's entry may hold. */
#define ANF_LEAF_SIZE_MAX 2048

/**
 * AnfLeaf:
 * @at: when, microseconds since the epoch; whole milliseconds are kept
 * @by: under which pseudonym; 1 to 64 bytes
 * @content: SHA-256 of the record's document, 64 lower-case hex digits
 * @event: what happened, `NOUN.EVENT`, e.g. `evidence.received`
 * @record: to what, `NOUN/ID`
 * @blob: (nullable): SHA-256 of the bytes that the record is about
 *
 * What the log keeps of an event: hashes of personal data, never the data. All text is borrowed
 * when formatting; anf_leaf_parse() makes one that owns it.
 */
typedef struct
{
  gint64 at;
  const char *by;
  const char *content;
  const char *event;
  const char *record;
  const char *blob;
} AnfLeaf;

/**
 * anf_leaf_format:
 * @error: ANF_ERROR_INVALID when a member is not of the form above
 *
 * Returns: (transfer full): canonical JSON, without a newline at its end. These bytes are what is
 * hashed, stored and handed out.
 */
char *anf_leaf_format (const AnfLeaf *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_leaf_parse:
 * @error: ANF_ERROR_INVALID for any text that anf_leaf_format() would not have written
 *
 * Returns: (transfer full): free with anf_leaf_free()
 */
AnfLeaf *anf_leaf_parse (const char *text, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_leaf_free (AnfLeaf *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfLeaf, anf_leaf_free)
