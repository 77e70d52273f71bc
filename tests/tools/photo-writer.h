/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* Makes JPEG files with Exif, right or deliberately wrong, for tests and demonstrations. Knows
   nothing of the code that reads them. */

typedef enum
{
  PHOTO_IFD_0,
  PHOTO_IFD_EXIF,
  PHOTO_IFD_GPS,
  PHOTO_N_IFDS,
} PhotoIfd;

/** PhotoExif: an Exif block in the making. Entries stand in the order in which they are added. */
typedef struct _PhotoExif PhotoExif;

PhotoExif *photo_exif_new (gboolean big_endian);
void photo_exif_free (PhotoExif *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhotoExif, photo_exif_free)

/** photo_exif_add: any entry; @bytes are in the byte order of the block already. */
void photo_exif_add (
    PhotoExif *self, PhotoIfd ifd, guint16 tag, guint16 format, gconstpointer bytes, gsize size);
/** photo_exif_add_text: ASCII with its NUL. */
void photo_exif_add_text (PhotoExif *self, PhotoIfd ifd, guint16 tag, const char *text);
void photo_exif_add_short (PhotoExif *self, PhotoIfd ifd, guint16 tag, guint16 number);
/** photo_exif_add_rationals: @pairs is `n/d n/d …`. */
void photo_exif_add_rationals (PhotoExif *self, PhotoIfd ifd, guint16 tag, const char *pairs);
/** photo_exif_add_position: latitude and longitude with their references, to 1e-4 seconds. */
void photo_exif_add_position (PhotoExif *self, double lat, double lon);

/** photo_exif_finish: Returns: (transfer full): the TIFF block, without "Exif\0\0" */
GByteArray *photo_exif_finish (PhotoExif *self);

/** photo_exif_add_thumbnail: puts @bytes behind a finished @block, as its thumbnail. */
void photo_exif_add_thumbnail (GByteArray *block, const guint8 *bytes, gsize size);

/** photo_picture: Returns: (transfer full): a JPEG of a street that depends on @seed alone */
GByteArray *photo_picture (guint width, guint height, guint32 seed);

/** photo_insert: puts a segment right after SOI; the one inserted last stands first. */
void photo_insert (GByteArray *jpeg, guint8 marker, gconstpointer payload, gsize size);
/** photo_insert_exif: the same for a TIFF block. */
void photo_insert_exif (GByteArray *jpeg, const GByteArray *block);
