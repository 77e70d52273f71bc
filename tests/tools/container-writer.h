/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* Puts Exif and XMP into containers, right or deliberately wrong, for tests. The pictures in them
   cannot be decoded. Knows nothing of the code that reads them. */

/* ---- PNG (ISO/IEC 15948) ---- */

/** png_start: signature and IHDR of a gray picture. */
GByteArray *png_start (guint32 width, guint32 height);
/** png_add: a chunk with its CRC. */
void png_add (GByteArray *png, const char *type, gconstpointer data, gsize size);
/** png_add_text: tEXt, zTXt or iTXt; zTXt is compressed, iTXt when @compressed. */
void png_add_text (GByteArray *png,
                   const char *type,
                   const char *keyword,
                   gconstpointer text,
                   gsize size,
                   gboolean compressed);
/** zlib_compress: Returns: (transfer full): @data as a zlib stream */
GByteArray *zlib_compress (gconstpointer data, gsize size);
/** png_make_profile: a raw profile as ImageMagick writes it. */
GByteArray *png_make_profile (const char *name, gconstpointer data, gsize size);

/* ---- RIFF ---- */

/** riff_start: a file of @form, such as WEBP, without chunks. */
GByteArray *riff_start (const char *form);
/** riff_add: a chunk, padded; the file's size is set right. */
void riff_add (GByteArray *riff, const char *type, gconstpointer data, gsize size);

/* ---- ISO base media ---- */

/** box_open: begins a box; Returns: where, for box_close */
gsize box_open (GByteArray *out, const char *type);
void box_close (GByteArray *out, gsize at);
/** box_add: a whole box. */
void box_add (GByteArray *out, const char *type, gconstpointer data, gsize size);
/** put_be: @width bytes of @number, the highest first; put_le: the lowest first. */
void put_be (GByteArray *out, guint64 number, guint width);
void put_le (GByteArray *out, guint64 number, guint width);
void put_text (GByteArray *out, const char *text);

typedef struct
{
  const char *type;         /* of the item: Exif or mime */
  const char *content_type; /* of a mime item */
  const GByteArray *data;
} HeifItem;

/**
 * heif_make:
 * @version: of its iloc box, 0 to 2
 * @in_idat: the items' data stand in the meta box
 * @pieces: extents of each item
 *
 * A HEIC file whose picture, item 1, is only described, with @items behind it.
 */
GByteArray *
heif_make (const HeifItem *items, guint count, guint version, gboolean in_idat, guint pieces);

/**
 * heif_make_grid:
 * @tile: a HEIC of one picture of @edge x @edge pixels, without Exif
 *
 * A HEIC of @width x @height pixels as phones write large ones: tiles in columns and rows, which
 * here are all the same one.
 */
GByteArray *heif_make_grid (const GByteArray *tile, guint edge, guint width, guint height);
