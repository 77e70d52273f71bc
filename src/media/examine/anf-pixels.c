/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-pixels.h"

#include "anf-media-limits.h"

#include <string.h>

#define THUMBNAIL_QUALITY 80
#define COPY_QUALITY 95
#define CHANNELS 3

void
anf_decode_flatten (const guint8 *rgba, guint8 *rgb, gsize count)
{
  for (gsize i = 0; i < count; i++, rgba += 4, rgb += CHANNELS)
    {
      const guint alpha = rgba[3];
      for (guint c = 0; c < CHANNELS; c++)
        rgb[c] = (guint8)((rgba[c] * alpha + 255 * (255 - alpha) + 127) / 255);
    }
}

static gboolean
append (gpointer data, const guint8 *bytes, gsize size)
{
  GByteArray *out = data;
  if (out->len + size > ANF_MEDIA_THUMBNAIL_BYTES_MAX)
    return FALSE;
  g_byte_array_append (out, bytes, (guint)size);
  return TRUE;
}

GByteArray *
anf_pixels_make_thumbnail (const AnfShrink *shrink, guint orientation)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (AnfJpegWriter) writer = anf_jpeg_writer_new (THUMBNAIL_QUALITY, NULL, append, out);
  const AnfRows rows = anf_jpeg_writer_rows (writer);
  const guint width = anf_shrink_get_width (shrink, orientation);
  const guint height = anf_shrink_get_height (shrink, orientation);
  guint8 row[ANF_MEDIA_THUMBNAIL_EDGE * CHANNELS];
  gboolean ok = rows.start (rows.data, width, height, CHANNELS);
  for (guint y = 0; ok && y < height; y++)
    {
      for (guint x = 0; x < width; x++)
        memcpy (row + x * CHANNELS, anf_shrink_get_pixel (shrink, orientation, x, y), CHANNELS);
      ok = rows.row (rows.data, row);
    }
  return ok && anf_jpeg_writer_finish (writer) ? g_steal_pointer (&out) : NULL;
}

gboolean
anf_pixels_reencode (
    AnfDecodeFunc decode, GBytes *file, const GByteArray *extras, AnfPieceFunc write, gpointer data)
{
  gboolean damaged = FALSE;
  gsize size = 0;
  const guint8 *bytes = g_bytes_get_data (file, &size);
  g_autoptr (AnfJpegWriter) writer = anf_jpeg_writer_new (COPY_QUALITY, extras, write, data);
  const AnfRows rows = anf_jpeg_writer_rows (writer);
  return decode (bytes, size, FALSE, &rows, &damaged) && anf_jpeg_writer_finish (writer);
}
