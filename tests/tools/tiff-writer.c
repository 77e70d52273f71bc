/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "tiff-writer.h"

#include "container-writer.h"
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

enum
{
  TYPE_BYTE = 1,
  TYPE_SHORT = 3,
  TYPE_LONG = 4,
};

/* ---- By hand ---- */

typedef struct
{
  guint16 tag;
  guint8 bytes[12];
} Entry;

typedef struct
{
  GByteArray *out;
  gboolean big_endian;
  GArray *entries; /* of Entry, of the directory to come */
} Writer;

static void
put (const Writer *self, GByteArray *out, guint64 number, guint width)
{
  if (self->big_endian)
    put_be (out, number, width);
  else
    put_le (out, number, width);
}

static void
add_raw (Writer *self, const guint8 *bytes)
{
  Entry entry;
  memcpy (entry.bytes, bytes, sizeof entry.bytes);
  entry.tag = (guint16)(self->big_endian ? bytes[0] << 8 | bytes[1] : bytes[1] << 8 | bytes[0]);
  g_array_append_val (self->entries, entry);
}

/* A number, or where @count of them are. */
static void
add_entry (Writer *self, guint16 tag, guint16 type, guint32 count, guint32 value)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  put (self, bytes, tag, 2);
  put (self, bytes, type, 2);
  put (self, bytes, count, 4);
  put (self, bytes, value, type == TYPE_SHORT && count == 1 ? 2 : 4);
  put (self, bytes, 0, 4);
  add_raw (self, bytes->data);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  return (int)((const Entry *)a)->tag - (int)((const Entry *)b)->tag;
}

/* Returns: where it is */
static guint32
write_directory (Writer *self)
{
  if (self->out->len % 2 != 0)
    put (self, self->out, 0, 1);
  const guint32 at = self->out->len;
  g_array_sort (self->entries, compare_entries);
  put (self, self->out, self->entries->len, 2);
  for (guint i = 0; i < self->entries->len; i++)
    g_byte_array_append (self->out, g_array_index (self->entries, Entry, i).bytes, 12);
  put (self, self->out, 0, 4);
  g_array_set_size (self->entries, 0);
  return at;
}

static void
set_first (const Writer *self, guint32 at)
{
  g_autoptr (GByteArray) number = g_byte_array_new ();
  put (self, number, at, 4);
  memcpy (self->out->data + 4, number->data, 4);
}

static guint32
get (const Writer *self, gsize at, guint width)
{
  guint32 number = 0;
  for (guint i = 0; i < width; i++)
    number |= (guint32)self->out->data[at + i] << 8 * (self->big_endian ? width - 1 - i : i);
  return number;
}

static guint32
append (const Writer *self, gconstpointer bytes, gsize size)
{
  const guint32 at = self->out->len;
  g_byte_array_append (self->out, bytes, (guint)size);
  return at;
}

static void
add_shape (Writer *self, guint32 width, guint32 height, guint16 compression, guint16 photometric)
{
  add_entry (self, TIFFTAG_IMAGEWIDTH, TYPE_LONG, 1, width);
  add_entry (self, TIFFTAG_IMAGELENGTH, TYPE_LONG, 1, height);
  add_entry (self, TIFFTAG_COMPRESSION, TYPE_SHORT, 1, compression);
  add_entry (self, TIFFTAG_PHOTOMETRIC, TYPE_SHORT, 1, photometric);
}

static void
add_channels (Writer *self)
{
  g_autoptr (GByteArray) bits = g_byte_array_new ();
  for (guint i = 0; i < 3; i++)
    put (self, bits, 8, 2);
  add_entry (self, TIFFTAG_BITSPERSAMPLE, TYPE_SHORT, 3, append (self, bits->data, bits->len));
  add_entry (self, TIFFTAG_SAMPLESPERPIXEL, TYPE_SHORT, 1, 3);
}

void
tiff_add_picture (GByteArray *block, const guint8 *rgb, guint width, guint height, guint32 rows)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  Writer writer = { block, block->data[0] == 'M', entries };
  const gsize first = get (&writer, 4, 4);
  for (guint i = 0; i < get (&writer, first, 2); i++)
    add_raw (&writer, block->data + first + 2 + (gsize)12 * i);
  const guint count = (height + rows - 1) / rows;
  g_autoptr (GByteArray) offsets = g_byte_array_new ();
  g_autoptr (GByteArray) sizes = g_byte_array_new ();
  for (guint i = 0; i < count; i++)
    {
      const gsize size = (gsize)MIN (rows, height - i * rows) * width * 3;
      put (&writer, offsets, append (&writer, rgb + (gsize)i * rows * width * 3, size), 4);
      put (&writer, sizes, size, 4);
    }
  add_shape (&writer, width, height, COMPRESSION_NONE, PHOTOMETRIC_RGB);
  add_channels (&writer);
  add_entry (&writer, TIFFTAG_ROWSPERSTRIP, TYPE_LONG, 1, rows);
  const gboolean one = count == 1;
  add_entry (&writer, TIFFTAG_STRIPOFFSETS, TYPE_LONG, count,
             one ? block->len - height * width * 3 : append (&writer, offsets->data, offsets->len));
  add_entry (&writer, TIFFTAG_STRIPBYTECOUNTS, TYPE_LONG, count,
             one ? height * width * 3 : append (&writer, sizes->data, sizes->len));
  set_first (&writer, write_directory (&writer));
}

/* Strips that are all the same one. */
static void
add_strips (Writer *self, const TiffPart *part)
{
  const guint32 rows = part->rows != 0 ? part->rows : part->height;
  const guint32 count = (part->height + rows - 1) / rows;
  const guint32 at = append (self, part->strip->data, part->strip->len);
  g_autoptr (GByteArray) offsets = g_byte_array_new ();
  g_autoptr (GByteArray) sizes = g_byte_array_new ();
  for (guint i = 0; i < count; i++)
    {
      put (self, offsets, at, 4);
      put (self, sizes, part->strip->len, 4);
    }
  add_entry (self, TIFFTAG_STRIPOFFSETS, TYPE_LONG, count,
             count == 1 ? at : append (self, offsets->data, offsets->len));
  add_entry (self, TIFFTAG_STRIPBYTECOUNTS, TYPE_LONG, count,
             count == 1 ? part->strip->len : append (self, sizes->data, sizes->len));
  add_entry (self, TIFFTAG_ROWSPERSTRIP, TYPE_LONG, 1, rows);
}

static void
add_part (Writer *self, const TiffPart *part)
{
  add_entry (self, TIFFTAG_SUBFILETYPE, TYPE_LONG, 1, part->subfile);
  add_shape (self, part->width, part->height, part->compression, part->photometric);
  if (part->photometric != PHOTOMETRIC_MINISWHITE)
    add_channels (self);
  if (part->strip != NULL)
    add_strips (self, part);
}

GByteArray *
tiff_make (const TiffPart *parts, guint count)
{
  static const guint8 head[] = { 'I', 'I', '*', 0, 0, 0, 0, 0 };
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  Writer writer = { g_byte_array_new (), FALSE, entries };
  (void)append (&writer, head, sizeof head);
  g_autoptr (GByteArray) below = g_byte_array_new ();
  for (guint i = 1; i < count; i++)
    {
      add_part (&writer, &parts[i]);
      put (&writer, below, write_directory (&writer), 4);
    }
  add_part (&writer, &parts[0]);
  add_entry (&writer, TIFFTAG_DNGVERSION, TYPE_BYTE, 4, 0x0401);
  const guint32 listed = append (&writer, below->data, below->len);
  if (count > 1)
    add_entry (&writer, TIFFTAG_SUBIFD, TYPE_LONG, count - 1,
               count == 2 ? get (&writer, listed, 4) : listed);
  set_first (&writer, write_directory (&writer));
  return writer.out;
}

/* ---- With libtiff ---- */

typedef struct
{
  GByteArray *bytes;
  gsize at;
} File;

static tmsize_t
on_read (thandle_t handle, void *out, tmsize_t size)
{
  File *self = handle;
  const gsize left = MIN ((gsize)size, self->bytes->len - MIN (self->at, self->bytes->len));
  memcpy (out, self->bytes->data + self->at, left);
  self->at += left;
  return (tmsize_t)left;
}

static tmsize_t
on_write (thandle_t handle, void *bytes, tmsize_t size)
{
  File *self = handle;
  const gsize end = self->at + (gsize)size;
  const gsize before = self->bytes->len;
  if (end > before)
    {
      g_byte_array_set_size (self->bytes, (guint)end);
      memset (self->bytes->data + before, 0, end - before);
    }
  memcpy (self->bytes->data + self->at, bytes, (gsize)size);
  self->at = end;
  return size;
}

static toff_t
on_seek (thandle_t handle, toff_t offset, int whence)
{
  File *self = handle;
  self->at = offset + (whence == SEEK_CUR ? self->at : whence == SEEK_END ? self->bytes->len : 0);
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
  return ((const File *)handle)->bytes->len;
}

static guint
count_channels (const TiffPlan *plan)
{
  return plan->color == TIFF_RGB ? 3 : 4;
}

/* The channel of a pixel, which is @x of @width from the left. */
static guint8
get_channel (const TiffPlan *plan, const guint8 *rgb, guint channel, guint x, guint width)
{
  const guint alpha = 255 - 255 * x / width;
  switch (plan->color)
    {
    case TIFF_CMYK:
      return (guint8)(channel == 3 ? 0 : 255 - rgb[channel]);
    case TIFF_RGBA:
      return (guint8)(channel == 3 ? alpha : rgb[channel] * alpha / 255);
    case TIFF_RGB:
    default:
      return rgb[channel];
    }
}

/* Of a rectangle, and black where it is over the edge. */
static GByteArray *
pick (const TiffPlan *plan,
      const guint8 *rgb,
      const guint size[2],
      const guint from[2],
      const guint of[2],
      int channel)
{
  GByteArray *out = g_byte_array_new ();
  const guint first = channel < 0 ? 0 : (guint)channel;
  const guint last = channel < 0 ? count_channels (plan) : (guint)channel + 1;
  for (guint y = from[1]; y < from[1] + of[1]; y++)
    for (guint x = from[0]; x < from[0] + of[0]; x++)
      for (guint c = first; c < last; c++)
        {
          const gboolean inside = x < size[0] && y < size[1];
          const guint8 *at = rgb + ((gsize)y * size[0] + x) * 3;
          const guint8 value = inside ? get_channel (plan, at, c, x, size[0]) : 0;
          for (guint i = 0; i < plan->bits / 8; i++)
            g_byte_array_append (out, &value, 1);
        }
  return out;
}

static void
write_tiles (TIFF *tiff, const TiffPlan *plan, const guint8 *rgb, const guint size[2])
{
  const guint of[2] = { plan->tile, plan->tile };
  for (guint y = 0; y < size[1]; y += plan->tile)
    for (guint x = 0; x < size[0]; x += plan->tile)
      {
        g_autoptr (GByteArray) tile = pick (plan, rgb, size, (const guint[2]){ x, y }, of, -1);
        g_assert_cmpint (TIFFWriteTile (tiff, tile->data, x, y, 0, 0), >, 0);
      }
}

static void
write_rows (TIFF *tiff, const TiffPlan *plan, const guint8 *rgb, const guint size[2])
{
  const guint of[2] = { size[0], 1 };
  const guint planes = plan->planar ? count_channels (plan) : 1;
  for (guint plane = 0; plane < planes; plane++)
    for (guint y = 0; y < size[1]; y++)
      {
        g_autoptr (GByteArray) row
            = pick (plan, rgb, size, (const guint[2]){ 0, y }, of, plan->planar ? (int)plane : -1);
        g_assert_cmpint (TIFFWriteScanline (tiff, row->data, y, (guint16)plane), ==, 1);
      }
}

static void
set_fields (TIFF *tiff, const TiffPlan *plan, guint width, guint height)
{
  static const guint16 associated[] = { EXTRASAMPLE_ASSOCALPHA };
  const gboolean jpeg = plan->compression == COMPRESSION_JPEG && plan->color == TIFF_RGB;
  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, width);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, height);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE, plan->bits);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, count_channels (plan));
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, plan->compression);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC,
                jpeg                       ? PHOTOMETRIC_YCBCR
                : plan->color == TIFF_CMYK ? PHOTOMETRIC_SEPARATED
                                           : PHOTOMETRIC_RGB);
  TIFFSetField (tiff, TIFFTAG_PLANARCONFIG,
                plan->planar ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
  if (jpeg)
    TIFFSetField (tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
  if (plan->color == TIFF_RGBA)
    TIFFSetField (tiff, TIFFTAG_EXTRASAMPLES, 1, associated);
  if (plan->tile != 0)
    {
      TIFFSetField (tiff, TIFFTAG_TILEWIDTH, plan->tile);
      TIFFSetField (tiff, TIFFTAG_TILELENGTH, plan->tile);
    }
  else
    TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, plan->rows != 0 ? plan->rows : height);
}

GByteArray *
tiff_encode (const TiffPlan *plan, const guint8 *rgb, guint width, guint height)
{
  File file = { g_byte_array_new (), 0 };
  const guint size[2] = { width, height };
  TIFF *tiff
      = TIFFClientOpen ("", "w", &file, on_read, on_write, on_seek, on_close, on_size, NULL, NULL);
  g_assert_nonnull (tiff);
  set_fields (tiff, plan, width, height);
  if (plan->tile != 0)
    write_tiles (tiff, plan, rgb, size);
  else
    write_rows (tiff, plan, rgb, size);
  TIFFClose (tiff);
  return file.bytes;
}
