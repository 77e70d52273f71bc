/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-heif.h"
#include "anf-png.h"
#include "anf-redact.h"

/* Copies of pictures other than JPEG that show the same, bit for bit, and tell nothing else. Each
   keeps what a decoder needs by an allow-list, and is refused where the file is not so well formed
   that nothing can hide: then it has to be decoded and compressed anew. */

/**
 * anf_redact_can_copy_png: whether every byte of the compressed picture belongs to it.
 */
gboolean anf_redact_can_copy_png (const AnfPng *png);

/**
 * anf_redact_copy_png:
 * @orientation: kept in an Exif block of its own when it is not 1
 *
 * The first picture alone of an animation.
 */
gboolean
anf_redact_copy_png (const AnfPng *png, guint orientation, AnfPieceFunc write, gpointer data);

gboolean anf_redact_can_copy_webp (const guint8 *bytes, gsize size);
gboolean anf_redact_copy_webp (
    const guint8 *bytes, gsize size, guint orientation, AnfPieceFunc write, gpointer data);

/**
 * anf_redact_blank_heif:
 *
 * In place, so that no offset changes: all is overwritten with zeros but the primary picture, the
 * pieces that it is put together from and its transparency.
 *
 * Returns: (transfer full) (nullable): NULL when it is refused: a film, overlapping or outlying
 * items, pieces that are missing, an unknown property that a decoder must know
 */
GByteArray *anf_redact_blank_heif (const AnfHeif *heif);

/** anf_redact_hash_heif: the coded picture alone, wherever in the file its pieces stand. */
void anf_redact_hash_heif (const AnfHeif *heif, GChecksum *checksum);
