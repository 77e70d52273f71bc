/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "container-writer.h"

#include <string.h>
#include <zlib.h>

void
put_be (GByteArray *out, guint64 number, guint width)
{
  for (guint i = width; i > 0; i--)
    {
      const guint8 byte = (guint8)(number >> 8 * (i - 1));
      g_byte_array_append (out, &byte, 1);
    }
}

void
put_le (GByteArray *out, guint64 number, guint width)
{
  for (guint i = 0; i < width; i++)
    {
      const guint8 byte = (guint8)(number >> 8 * i);
      g_byte_array_append (out, &byte, 1);
    }
}

void
put_text (GByteArray *out, const char *text)
{
  g_byte_array_append (out, (const guint8 *)text, (guint)strlen (text));
}

static void
put_bytes (GByteArray *out, gconstpointer data, gsize size)
{
  g_byte_array_append (out, data, (guint)size);
}

/* ---- PNG ---- */

GByteArray *
png_start (guint32 width, guint32 height)
{
  GByteArray *png = g_byte_array_new ();
  g_autoptr (GByteArray) header = g_byte_array_new ();
  put_bytes (png, "\x89PNG\r\n\x1a\n", 8);
  put_be (header, width, 4);
  put_be (header, height, 4);
  put_bytes (header, "\10\0\0\0\0", 5);
  png_add (png, "IHDR", header->data, header->len);
  return png;
}

void
png_add (GByteArray *png, const char *type, gconstpointer data, gsize size)
{
  put_be (png, size, 4);
  const guint start = png->len;
  put_text (png, type);
  put_bytes (png, data, size);
  put_be (png, crc32 (0, png->data + start, png->len - start), 4);
}

GByteArray *
zlib_compress (gconstpointer data, gsize size)
{
  uLongf room = compressBound (size);
  GByteArray *out = g_byte_array_new ();
  g_byte_array_set_size (out, (guint)room);
  g_assert_cmpint (compress2 (out->data, &room, data, size, 6), ==, Z_OK);
  g_byte_array_set_size (out, (guint)room);
  return out;
}

static void
put_compressed (GByteArray *out, gconstpointer data, gsize size)
{
  g_autoptr (GByteArray) bytes = zlib_compress (data, size);
  put_bytes (out, bytes->data, bytes->len);
}

void
png_add_text (GByteArray *png,
              const char *type,
              const char *keyword,
              gconstpointer text,
              gsize size,
              gboolean compressed)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  put_bytes (data, keyword, strlen (keyword) + 1);
  if (g_str_equal (type, "iTXt"))
    put_bytes (data, compressed ? "\1\0\0\0" : "\0\0\0\0", 4);
  else if (g_str_equal (type, "zTXt"))
    put_be (data, 0, 1);
  if (compressed || g_str_equal (type, "zTXt"))
    put_compressed (data, text, size);
  else
    put_bytes (data, text, size);
  png_add (png, type, data->data, data->len);
}

GByteArray *
png_make_profile (const char *name, gconstpointer data, gsize size)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text, "\n%s\n%8" G_GSIZE_FORMAT, name, size);
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (text, "%s%02x", i % 36 == 0 ? "\n" : "", ((const guint8 *)data)[i]);
  g_string_append_c (text, '\n');
  GByteArray *profile = g_byte_array_new ();
  put_bytes (profile, text->str, text->len);
  return profile;
}

/* ---- RIFF ---- */

GByteArray *
riff_start (const char *form)
{
  GByteArray *riff = g_byte_array_new ();
  put_text (riff, "RIFF");
  put_le (riff, 4, 4);
  put_text (riff, form);
  return riff;
}

void
riff_add (GByteArray *riff, const char *type, gconstpointer data, gsize size)
{
  put_text (riff, type);
  put_le (riff, size, 4);
  put_bytes (riff, data, size);
  if (size % 2 != 0)
    put_be (riff, 0, 1);
  g_autoptr (GByteArray) whole = g_byte_array_new ();
  put_le (whole, riff->len - 8, 4);
  memcpy (riff->data + 4, whole->data, 4);
}

/* ---- ISO base media ---- */

gsize
box_open (GByteArray *out, const char *type)
{
  const gsize at = out->len;
  put_be (out, 0, 4);
  put_text (out, type);
  return at;
}

void
box_close (GByteArray *out, gsize at)
{
  const guint32 size = GUINT32_TO_BE ((guint32)(out->len - at));
  memcpy (out->data + at, &size, 4);
}

void
box_add (GByteArray *out, const char *type, gconstpointer data, gsize size)
{
  const gsize at = box_open (out, type);
  put_bytes (out, data, size);
  box_close (out, at);
}

static void
put_entries (GByteArray *out, const HeifItem *items, guint count)
{
  const gsize iinf = box_open (out, "iinf");
  put_be (out, 0, 4);
  put_be (out, count + 1, 2);
  for (guint i = 0; i <= count; i++)
    {
      const gsize infe = box_open (out, "infe");
      put_be (out, 0x02000000, 4);
      put_be (out, i + 1, 2);
      put_be (out, 0, 2);
      put_text (out, i == 0 ? "hvc1" : items[i - 1].type);
      put_be (out, 0, 1);
      if (i > 0 && items[i - 1].content_type != NULL)
        put_bytes (out, items[i - 1].content_type, strlen (items[i - 1].content_type) + 1);
      box_close (out, infe);
    }
  box_close (out, iinf);
}

static void
put_properties (GByteArray *out)
{
  const gsize iprp = box_open (out, "iprp");
  const gsize ipco = box_open (out, "ipco");
  box_add (out, "ispe", "\0\0\0\0\0\0\0\x40\0\0\0\x30", 12); /* 64 x 48 */
  box_close (out, ipco);
  box_add (out, "ipma", "\0\0\0\0\0\0\0\1\0\1\1\x81", 12);
  box_close (out, iprp);
}

typedef struct
{
  const HeifItem *items;
  guint count, version, pieces;
  gboolean in_idat;
} HeifPlan;

/* Where the data of the items begin is only known later: @origin. */
static void
put_locations (GByteArray *out, const HeifPlan *plan, gsize origin)
{
  const HeifItem *items = plan->items;
  const guint count = plan->count, version = plan->version, pieces = plan->pieces;
  const gboolean in_idat = plan->in_idat;
  const gsize iloc = box_open (out, "iloc");
  put_be (out, (guint64)version << 24, 4);
  put_be (out, 0x4400, 2); /* offsets and lengths of four bytes, no base, no index */
  put_be (out, count, version < 2 ? 2 : 4);
  for (guint i = 0; i < count; i++)
    {
      put_be (out, i + 2, version < 2 ? 2 : 4);
      if (version > 0)
        put_be (out, in_idat ? 1 : 0, 2);
      put_be (out, 0, 2);
      put_be (out, pieces, 2);
      const gsize piece = items[i].data->len / pieces;
      for (guint j = 0; j < pieces; j++)
        {
          put_be (out, origin, 4);
          const gsize size = j + 1 == pieces ? items[i].data->len - piece * j : piece;
          put_be (out, size, 4);
          origin += size;
        }
    }
  box_close (out, iloc);
}

/* Anew; Returns: where its meta box begins */
static gsize
start_heif (GByteArray *out)
{
  g_byte_array_set_size (out, 0);
  box_add (out, "ftyp", "heic\0\0\0\0mif1heic", 16);
  const gsize meta = box_open (out, "meta");
  put_be (out, 0, 4);
  return meta;
}

GByteArray *
heif_make (const HeifItem *items, guint count, guint version, gboolean in_idat, guint pieces)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GByteArray) data = g_byte_array_new ();
  for (guint i = 0; i < count; i++)
    put_bytes (data, items[i].data->data, items[i].data->len);
  const HeifPlan plan = { items, count, version, pieces, in_idat };
  gsize origin = 0;
  /* Twice: only then is it known where the data stand. */
  for (guint round = 0; round < 2; round++)
    {
      const gsize meta = start_heif (out);
      box_add (out, "pitm", "\0\0\0\0\0\1", 6);
      put_locations (out, &plan, in_idat ? 0 : origin);
      put_entries (out, items, count);
      put_properties (out);
      if (in_idat)
        box_add (out, "idat", data->data, data->len);
      box_close (out, meta);
      origin = out->len + 8;
      if (!in_idat)
        box_add (out, "mdat", data->data, data->len);
    }
  return out;
}

/* What follows the type @type, which occurs once. */
static GByteArray *
find_box (const GByteArray *file, const char *type)
{
  const guint8 *at = memmem (file->data, file->len, type, 4);
  g_assert_nonnull (at);
  guint32 size = 0;
  memcpy (&size, at - 4, 4);
  GByteArray *content = g_byte_array_new ();
  g_byte_array_append (content, at + 4, GUINT32_FROM_BE (size) - 8);
  return content;
}

static void
put_size (GByteArray *out, guint width, guint height)
{
  const gsize ispe = box_open (out, "ispe");
  put_be (out, 0, 4);
  put_be (out, width, 4);
  put_be (out, height, 4);
  box_close (out, ispe);
}

/* Of item 1, the grid, its size; of item 2, the tile, how it is coded and its size. */
static void
put_grid_properties (GByteArray *out, const GByteArray *tile, guint edge, guint width, guint height)
{
  g_autoptr (GByteArray) coding = find_box (tile, "hvcC");
  const gsize iprp = box_open (out, "iprp");
  const gsize ipco = box_open (out, "ipco");
  put_size (out, width, height);
  box_add (out, "hvcC", coding->data, coding->len);
  put_size (out, edge, edge);
  box_close (out, ipco);
  box_add (out, "ipma", "\0\0\0\0\0\0\0\2\0\1\1\1\0\2\2\x82\3", 17);
  box_close (out, iprp);
}

static void
put_grid_items (GByteArray *out, guint tiles)
{
  static const char *const types[] = { "grid", "hvc1" };
  box_add (out, "hdlr", "\0\0\0\0\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0", 25);
  box_add (out, "pitm", "\0\0\0\0\0\1", 6);
  const gsize iinf = box_open (out, "iinf");
  put_be (out, 2, 6);
  for (guint i = 0; i < 2; i++)
    {
      const gsize infe = box_open (out, "infe");
      put_be (out, 0x02000000 | i, 4); /* the tile is not shown by itself */
      put_be (out, i + 1, 2);
      put_be (out, 0, 2);
      put_text (out, types[i]);
      put_be (out, 0, 1);
      box_close (out, infe);
    }
  box_close (out, iinf);
  const gsize iref = box_open (out, "iref");
  put_be (out, 0, 4);
  const gsize dimg = box_open (out, "dimg");
  put_be (out, 1, 2);
  put_be (out, tiles, 2);
  for (guint i = 0; i < tiles; i++)
    put_be (out, 2, 2);
  box_close (out, dimg);
  box_close (out, iref);
}

GByteArray *
heif_make_grid (const GByteArray *tile, guint edge, guint width, guint height)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GByteArray) data = find_box (tile, "mdat");
  const guint columns = (width + edge - 1) / edge, rows = (height + edge - 1) / edge;
  guint8 grid[12] = { 0, 1, (guint8)(rows - 1), (guint8)(columns - 1) };
  const guint32 size[2] = { GUINT32_TO_BE (width), GUINT32_TO_BE (height) };
  memcpy (grid + 4, size, sizeof size);
  gsize origin = 0;
  for (guint round = 0; round < 2; round++)
    {
      const gsize meta = start_heif (out);
      put_grid_items (out, columns * rows);
      put_grid_properties (out, tile, edge, width, height);
      const gsize iloc = box_open (out, "iloc");
      put_be (out, 0x0100000044000002, 8); /* version 1, four bytes each, two items */
      put_be (out, 0x0001000100000001, 8); /* item 1: one extent in the idat box */
      put_be (out, sizeof grid, 8);
      put_be (out, 0x0002000000000001, 8); /* item 2: one extent in the file */
      put_be (out, origin, 4);
      put_be (out, data->len, 4);
      box_close (out, iloc);
      box_add (out, "idat", grid, sizeof grid);
      box_close (out, meta);
      origin = out->len + 8;
      box_add (out, "mdat", data->data, data->len);
    }
  return out;
}
