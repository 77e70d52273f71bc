/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-jpeg-writer.h"
#include "anf-shrink.h"

/**
 * anf_pixels_make_thumbnail:
 * @orientation: 1 to 8, applied
 *
 * Returns: (transfer full) (nullable): a JPEG without any metadata
 */
GByteArray *anf_pixels_make_thumbnail (const AnfShrink *shrink, guint orientation);

/**
 * anf_pixels_reencode:
 * @extras: segments to put at the start
 *
 * Decodes and writes a JPEG anew, row by row, at full size.
 */
gboolean anf_pixels_reencode (AnfDecodeFunc decode,
                              GBytes *file,
                              const GByteArray *extras,
                              AnfPieceFunc write,
                              gpointer data);
