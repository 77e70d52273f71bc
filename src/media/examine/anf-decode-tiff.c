/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-decode-tiff.h"

#include "anf-media-limits.h"
#include "anf-tiff-picture.h"

#include <stdarg.h>
#include <string.h>
#include <tiffio.h>

#define CHANNELS 3
/* Rows that are decoded at once, where the file's own strips and tiles are no higher. */
#define BAND_ROWS 64

typedef TIFFOpenOptions Options;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Options, TIFFOpenOptionsFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TIFF, TIFFClose)
typedef TIFFRGBAImage Image;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Image, TIFFRGBAImageEnd)

/* The file, as libtiff wants to read it. */
typedef struct
{
  const guint8 *bytes;
  gsize size;
  gsize at;
  gboolean complained; /* libtiff met what it could not read */
} Source;

static tmsize_t
on_read (thandle_t handle, void *out, tmsize_t wanted)
{
  Source *self = handle;
  const gsize size = MIN ((gsize)MAX (wanted, 0), self->size - self->at);
  memcpy (out, self->bytes + self->at, size);
  self->at += size;
  return (tmsize_t)size;
}

static tmsize_t
on_write (thandle_t handle, void *bytes, tmsize_t size)
{
  return -1;
}

static toff_t
on_seek (thandle_t handle, toff_t offset, int whence)
{
  Source *self = handle;
  const toff_t from = whence == SEEK_CUR ? self->at : whence == SEEK_END ? self->size : 0;
  self->at = (gsize)MIN (from + offset, self->size);
  return self->at;
}

static int
on_close (thandle_t handle)
{
  return 0;
}

static toff_t
on_size (thandle_t handle)
{
  return ((const Source *)handle)->size;
}

/* What is not compressed is then not copied. */
static int
on_map (thandle_t handle, void **bytes, toff_t *size)
{
  const Source *self = handle;
  *bytes = (void *)self->bytes;
  *size = self->size;
  return 1;
}

static void
on_unmap (thandle_t handle, void *bytes, toff_t size)
{
}

/* Instead of standard error. */
static int
on_error (TIFF *tiff, void *data, const char *module, const char *format, va_list arguments)
{
  ((Source *)data)->complained = TRUE;
  return 1;
}

static int
on_warning (TIFF *tiff, void *data, const char *module, const char *format, va_list arguments)
{
  return 1;
}

static TIFF *
open_source (Source *source)
{
  g_autoptr (Options) options = TIFFOpenOptionsAlloc ();
  TIFFOpenOptionsSetMaxSingleMemAlloc (options, ANF_MEDIA_WHOLE_BYTES_MAX);
  TIFFOpenOptionsSetErrorHandlerExtR (options, on_error, source);
  TIFFOpenOptionsSetWarningHandlerExtR (options, on_warning, source);
  return TIFFClientOpenExt ("", "r", source, on_read, on_write, on_seek, on_close, on_size, on_map,
                            on_unmap, options);
}

/* What cameras, scanners and editors write. The codecs that hardly anyone uses are those that
   hardly anyone looked at. */
static gboolean
is_usual (TIFF *tiff)
{
  static const guint16 usual[]
      = { COMPRESSION_NONE,         COMPRESSION_CCITTRLE, COMPRESSION_CCITTFAX3,
          COMPRESSION_CCITTFAX4,    COMPRESSION_LZW,      COMPRESSION_OJPEG,
          COMPRESSION_JPEG,         COMPRESSION_PACKBITS, COMPRESSION_DEFLATE,
          COMPRESSION_ADOBE_DEFLATE };
  guint16 compression = 0;
  if (TIFFGetFieldDefaulted (tiff, TIFFTAG_COMPRESSION, &compression) != 1)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (usual); i++)
    if (compression == usual[i])
      return TRUE;
  return FALSE;
}

/* Whole strips, or whole rows of tiles, where that is possible: a part of one costs as much as all
   of it. A scan of a large sheet is often one strip, which takes a few times then. */
static guint32
choose_band (TIFF *tiff, guint32 width, guint32 height)
{
  const guint32 most = (guint32)(ANF_MEDIA_WHOLE_BYTES_MAX / ((guint64)width * sizeof (guint32)));
  guint32 rows = 0;
  if (TIFFIsTiled (tiff) != 0)
    (void)TIFFGetField (tiff, TIFFTAG_TILELENGTH, &rows);
  else
    (void)TIFFGetFieldDefaulted (tiff, TIFFTAG_ROWSPERSTRIP, &rows);
  rows = CLAMP (rows, 1, height);
  rows *= MAX (1, BAND_ROWS / rows);
  return CLAMP (rows, 1, MIN (MAX (1, most), height));
}

/* libtiff gives colours that were multiplied by their alpha. */
static void
flatten (const guint32 *from, guint8 *to, guint32 count)
{
  for (guint32 i = 0; i < count; i++, to += CHANNELS)
    {
      const guint white = 255 - TIFFGetA (from[i]);
      to[0] = (guint8)MIN (255, TIFFGetR (from[i]) + white);
      to[1] = (guint8)MIN (255, TIFFGetG (from[i]) + white);
      to[2] = (guint8)MIN (255, TIFFGetB (from[i]) + white);
    }
}

static gboolean
read_bands (Image *image, guint32 band, const AnfRows *rows)
{
  const guint32 width = image->width;
  const guint32 height = image->height;
  g_autofree guint32 *raster = g_try_new0 (guint32, (gsize)width * band);
  g_autofree guint8 *row = g_try_malloc ((gsize)width * CHANNELS);
  if (raster == NULL || row == NULL || !rows->start (rows->data, width, height, CHANNELS))
    return FALSE;
  for (guint32 y = 0; y < height; y += band)
    {
      const guint32 count = MIN (band, height - y);
      image->row_offset = (int)y;
      memset (raster, 0, sizeof *raster * width * count);
      if (TIFFRGBAImageGet (image, raster, width, count) != 1)
        return FALSE;
      for (guint32 i = 0; i < count; i++)
        {
          flatten (raster + (gsize)i * width, row, width);
          if (!rows->row (rows->data, row))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
decode (TIFF *tiff, const AnfRows *rows)
{
  char text[1024];
  g_auto (Image) image = { 0 };
  /* It goes on over what it cannot read, and complains. */
  if (!is_usual (tiff) || TIFFRGBAImageBegin (&image, tiff, 0, text) != 1)
    return FALSE;
  image.req_orientation = image.orientation;
  const guint64 pixels = (guint64)image.width * image.height;
  return pixels > 0 && pixels <= ANF_MEDIA_PIXELS_MAX
         && read_bands (&image, choose_band (tiff, image.width, image.height), rows);
}

gboolean
anf_decode_tiff (
    const guint8 *bytes, gsize size, gboolean small, const AnfRows *rows, gboolean *damaged)
{
  const AnfTiffPicture picture = anf_tiff_picture_find (bytes, size);
  Source source = { bytes, size, 0, FALSE };
  g_autoptr (TIFF) tiff = picture.directory != 0 ? open_source (&source) : NULL;
  const gboolean done
      = tiff != NULL && TIFFSetSubDirectory (tiff, picture.directory) == 1 && decode (tiff, rows);
  *damaged = source.complained;
  return done;
}
