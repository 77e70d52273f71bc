/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* Makes pictures that can be decoded, in every format that phones use, for tests. Knows nothing of
   the code that reads them. */

typedef enum
{
  PICTURE_JPEG,
  PICTURE_PNG,
  PICTURE_WEBP,
  PICTURE_TIFF,
  PICTURE_HEIC,
  PICTURE_AVIF,
  PICTURE_N_FORMATS,
} PictureFormat;

const char *picture_format_name (PictureFormat format);

/**
 * picture_encode:
 * @rgb: @width x @height pixels
 * @exif: (nullable): a TIFF block to put where the format has a place for it
 */
GByteArray *picture_encode (
    PictureFormat format, const guint8 *rgb, guint width, guint height, const GByteArray *exif);

/** picture_encode_turned: a HEIC whose container says how it is to be turned, 1 to 8 as in Exif. */
GByteArray *picture_encode_turned (const guint8 *rgb, guint width, guint height, guint orientation);

/**
 * picture_encode_album: a HEIC or AVIF in which there are also a thumbnail of the picture and
 * another picture, upside down, each with @exif of its own.
 */
GByteArray *picture_encode_album (
    PictureFormat format, const guint8 *rgb, guint width, guint height, const GByteArray *exif);

/** picture_encode_veiled: a HEIC or AVIF that becomes transparent from left to right. */
GByteArray *
picture_encode_veiled (PictureFormat format, const guint8 *rgb, guint width, guint height);

/** picture_decode: Returns: (transfer full): RGB, of JPEG, PNG, WebP, HEIC and AVIF */
GByteArray *picture_decode (const GByteArray *file, guint *width, guint *height);

/** picture_quarters: red and green above blue and yellow, so that every turn and mirror shows. */
GByteArray *picture_quarters (guint width, guint height);

/** picture_read_quarters: their letters in @file, from the upper left: R, G, B, Y, or ? */
char *picture_read_quarters (const GByteArray *file);

/** picture_street: what photo_picture shows, as pixels. */
GByteArray *picture_street (guint width, guint height, guint32 seed);
