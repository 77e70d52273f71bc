/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* Makes TIFF and DNG files, right or deliberately wrong, for tests. Knows nothing of the code that
   reads them. */

/** tiff_add_picture: makes a file of an Exif @block: RGB in strips of @rows rows. */
void
tiff_add_picture (GByteArray *block, const guint8 *rgb, guint width, guint height, guint32 rows);

/**
 * TiffPart:
 * @strip: (nullable): all of its picture, or each part of it
 * @rows: in a strip, 0 for all of them
 *
 * One directory, of one bit for each pixel where white is 0 and of RGB otherwise, with numbers as
 * TIFF 6.0 and the DNG specification give them.
 */
typedef struct
{
  guint32 subfile;
  guint32 width;
  guint32 height;
  guint16 compression;
  guint16 photometric;
  const GByteArray *strip;
  guint32 rows;
} TiffPart;

/** tiff_make: a DNG whose first directory is the first of @parts, with the others below it. */
GByteArray *tiff_make (const TiffPart *parts, guint count);

typedef enum
{
  TIFF_RGB,
  TIFF_CMYK,
  TIFF_RGBA, /* opaque on the left, and less and less so to the right */
} TiffColor;

/**
 * TiffPlan:
 * @compression: of TIFF 6.0, or one of libtiff's
 * @bits: 8 or 16 for each channel
 * @rows: in a strip, 0 for all of them
 * @tile: edge of a tile, 0 for strips
 * @planar: each channel by itself
 */
typedef struct
{
  guint16 compression;
  guint16 bits;
  guint32 rows;
  guint32 tile;
  gboolean planar;
  TiffColor color;
} TiffPlan;

/** tiff_encode: as libtiff writes it. */
GByteArray *tiff_encode (const TiffPlan *plan, const guint8 *rgb, guint width, guint height);
