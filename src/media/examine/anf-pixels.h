/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-redact.h"

/**
 * anf_pixels_make_thumbnail:
 * @orientation: 1 to 8, applied
 * @damaged: (out): whether the decoder met corrupt data on the way
 *
 * Returns: (transfer full) (nullable): a JPEG of at most ANF_MEDIA_THUMBNAIL_EDGE pixels without
 * any metadata; NULL when it cannot be decoded within the limits
 */
GBytes *
anf_pixels_make_thumbnail (const guint8 *bytes, gsize size, guint orientation, gboolean *damaged);

/**
 * anf_pixels_reencode:
 * @extras: segments to put at the start
 *
 * Decodes and compresses anew, row by row, at full size.
 */
gboolean anf_pixels_reencode (
    const guint8 *bytes, gsize size, const GByteArray *extras, AnfPieceFunc write, gpointer data);
