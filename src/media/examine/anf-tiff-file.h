/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-finds.h"

/**
 * anf_tiff_file_find:
 * @bytes: a whole TIFF or DNG file, which is an Exif block with a picture in it
 *
 * Locates what it says of itself: its directories, put together into a block of their own without
 * the picture and without MakerNotes, and XMP. Of the picture: anf-tiff-picture.h.
 */
void anf_tiff_file_find (const guint8 *bytes, gsize size, AnfFinds *finds, AnfFacts *facts);

/** anf_tiff_file_is_dng: whether its first directory has a DNGVersion. */
gboolean anf_tiff_file_is_dng (const guint8 *bytes, gsize size);
