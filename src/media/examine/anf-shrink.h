/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-decode.h"

/**
 * AnfShrink:
 *
 * A picture on its way through a box filter, down to ANF_MEDIA_THUMBNAIL_EDGE pixels at the longer
 * edge; a smaller one stays as it is.
 */
typedef struct _AnfShrink AnfShrink;

AnfShrink *anf_shrink_new (void);
void anf_shrink_free (AnfShrink *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfShrink, anf_shrink_free)

/** anf_shrink_rows: where a decoder puts its rows; valid as long as @self. */
AnfRows anf_shrink_rows (AnfShrink *self);

/** anf_shrink_is_whole: whether all rows have come. */
gboolean anf_shrink_is_whole (const AnfShrink *self);

guint anf_shrink_get_width (const AnfShrink *self, guint orientation);
guint anf_shrink_get_height (const AnfShrink *self, guint orientation);

/**
 * anf_shrink_get_pixel:
 * @orientation: 1 to 8 as in Exif
 * @x: @y: in the upright picture
 *
 * Returns: (transfer none): RGB
 */
const guint8 *anf_shrink_get_pixel (const AnfShrink *self, guint orientation, guint x, guint y);
