/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "photo-writer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* After stdio.h and stddef.h, which it forgets to include. */
#include <jpeglib.h>

#define FORMAT_ASCII 2
#define FORMAT_SHORT 3
#define FORMAT_LONG 4
#define FORMAT_RATIONAL 5

typedef struct
{
  guint16 tag;
  guint16 format;
  GByteArray *bytes;
} Entry;

struct _PhotoExif
{
  gboolean big_endian;
  GArray *entries[PHOTO_N_IFDS];
};

static void
clear_entry (gpointer entry)
{
  g_byte_array_unref (((Entry *)entry)->bytes);
}

PhotoExif *
photo_exif_new (gboolean big_endian)
{
  PhotoExif *self = g_new0 (PhotoExif, 1);
  self->big_endian = big_endian;
  for (guint i = 0; i < PHOTO_N_IFDS; i++)
    {
      self->entries[i] = g_array_new (FALSE, FALSE, sizeof (Entry));
      g_array_set_clear_func (self->entries[i], clear_entry);
    }
  return self;
}

void
photo_exif_free (PhotoExif *self)
{
  for (guint i = 0; i < PHOTO_N_IFDS; i++)
    g_array_unref (self->entries[i]);
  g_free (self);
}

static void
append_number (const PhotoExif *self, GByteArray *out, guint32 number, guint bytes)
{
  for (guint i = 0; i < bytes; i++)
    {
      const guint shift = 8 * (self->big_endian ? bytes - 1 - i : i);
      const guint8 byte = (guint8)(number >> shift);
      g_byte_array_append (out, &byte, 1);
    }
}

void
photo_exif_add (
    PhotoExif *self, PhotoIfd ifd, guint16 tag, guint16 format, gconstpointer bytes, gsize size)
{
  Entry entry = { tag, format, g_byte_array_new () };
  g_byte_array_append (entry.bytes, bytes, (guint)size);
  g_array_append_val (self->entries[ifd], entry);
}

void
photo_exif_add_text (PhotoExif *self, PhotoIfd ifd, guint16 tag, const char *text)
{
  photo_exif_add (self, ifd, tag, FORMAT_ASCII, text, strlen (text) + 1);
}

void
photo_exif_add_short (PhotoExif *self, PhotoIfd ifd, guint16 tag, guint16 number)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  append_number (self, bytes, number, 2);
  photo_exif_add (self, ifd, tag, FORMAT_SHORT, bytes->data, bytes->len);
}

void
photo_exif_add_rationals (PhotoExif *self, PhotoIfd ifd, guint16 tag, const char *pairs)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_auto (GStrv) parts = g_strsplit_set (pairs, " /", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    append_number (self, bytes, (guint32)g_ascii_strtoll (parts[i], NULL, 10), 4);
  photo_exif_add (self, ifd, tag, FORMAT_RATIONAL, bytes->data, bytes->len);
}

static void
add_angle (PhotoExif *self, guint16 tag, double degrees, const char *letters)
{
  const char letter[] = { degrees < 0 ? letters[1] : letters[0], '\0' };
  const guint64 units = (guint64)llround (fabs (degrees) * 3600.0 * 10000.0);
  g_autofree char *pairs = g_strdup_printf ("%u/1 %u/1 %u/10000", (guint)(units / 36000000),
                                            (guint)(units / 600000 % 60), (guint)(units % 600000));
  photo_exif_add_text (self, PHOTO_IFD_GPS, tag - 1, letter);
  photo_exif_add_rationals (self, PHOTO_IFD_GPS, tag, pairs);
}

void
photo_exif_add_position (PhotoExif *self, double lat, double lon)
{
  add_angle (self, 0x02, lat, "NS");
  add_angle (self, 0x04, lon, "EW");
}

static guint
components_of (const Entry *entry)
{
  const guint width = entry->format == FORMAT_SHORT      ? 2
                      : entry->format == FORMAT_LONG     ? 4
                      : entry->format == FORMAT_RATIONAL ? 8
                                                         : 1;
  return entry->bytes->len / width;
}

/* A directory at the end of @out, its longer values right behind it. */
static void
append_directory (const PhotoExif *self, GByteArray *out, const GArray *entries)
{
  guint values_at = out->len + 2 + entries->len * 12 + 4;
  g_autoptr (GByteArray) values = g_byte_array_new ();
  append_number (self, out, entries->len, 2);
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);
      append_number (self, out, entry->tag, 2);
      append_number (self, out, entry->format, 2);
      append_number (self, out, components_of (entry), 4);
      if (entry->bytes->len > 4)
        {
          append_number (self, out, values_at + values->len, 4);
          g_byte_array_append (values, entry->bytes->data, entry->bytes->len);
          if (values->len % 2 != 0)
            g_byte_array_append (values, (const guint8 *)"", 1);
          continue;
        }
      const guint8 zeros[4] = { 0 };
      g_byte_array_append (out, entry->bytes->data, entry->bytes->len);
      g_byte_array_append (out, zeros, 4 - entry->bytes->len);
    }
  append_number (self, out, 0, 4);
  g_byte_array_append (out, values->data, values->len);
}

static guint
directory_size (const GArray *entries, guint more)
{
  guint size = 2 + (entries->len + more) * 12 + 4;
  for (guint i = 0; i < entries->len; i++)
    {
      const guint length = g_array_index (entries, Entry, i).bytes->len;
      size += length > 4 ? (length + 1) / 2 * 2 : 0;
    }
  return size;
}

static void
add_pointer (PhotoExif *self, guint16 tag, guint offset)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  append_number (self, bytes, offset, 4);
  photo_exif_add (self, PHOTO_IFD_0, tag, FORMAT_LONG, bytes->data, bytes->len);
}

GByteArray *
photo_exif_finish (PhotoExif *self)
{
  const gboolean has_exif = self->entries[PHOTO_IFD_EXIF]->len > 0;
  const gboolean has_gps = self->entries[PHOTO_IFD_GPS]->len > 0;
  guint at
      = 8 + directory_size (self->entries[PHOTO_IFD_0], (has_exif ? 1u : 0u) + (has_gps ? 1u : 0u));
  if (has_exif)
    {
      add_pointer (self, 0x8769, at);
      at += directory_size (self->entries[PHOTO_IFD_EXIF], 0);
    }
  if (has_gps)
    add_pointer (self, 0x8825, at);
  GByteArray *out = g_byte_array_new ();
  g_byte_array_append (out, (const guint8 *)(self->big_endian ? "MM" : "II"), 2);
  append_number (self, out, 42, 2);
  append_number (self, out, 8, 4);
  for (guint i = 0; i < PHOTO_N_IFDS; i++)
    if (i == PHOTO_IFD_0 || self->entries[i]->len > 0)
      append_directory (self, out, self->entries[i]);
  return out;
}

static void
put_number (GByteArray *block, guint at, guint32 number, guint bytes)
{
  const gboolean big_endian = block->data[0] == 'M';
  for (guint i = 0; i < bytes; i++)
    block->data[at + i] = (guint8)(number >> 8 * (big_endian ? bytes - 1 - i : i));
}

void
photo_exif_add_thumbnail (GByteArray *block, const guint8 *bytes, gsize size)
{
  enum
  {
    FIRST = 8,
    ENTRY = 12,
    ENTRIES = 3
  };
  static const struct
  {
    guint16 tag;
    guint16 format;
  } entries[ENTRIES]
      = { { 0x0103, FORMAT_SHORT }, { 0x0201, FORMAT_LONG }, { 0x0202, FORMAT_LONG } };
  const gboolean big_endian = block->data[0] == 'M';
  const guint count = big_endian ? block->data[FIRST + 1] : block->data[FIRST];
  const guint at = block->len;
  const guint behind = at + 2 + ENTRIES * ENTRY + 4;
  const guint32 values[ENTRIES] = { 6, behind, (guint32)size };
  put_number (block, FIRST + 2 + count * ENTRY, at, 4);
  g_byte_array_set_size (block, behind);
  memset (block->data + at, 0, behind - at);
  put_number (block, at, ENTRIES, 2);
  for (guint i = 0; i < ENTRIES; i++)
    {
      put_number (block, at + 2 + i * ENTRY, entries[i].tag, 2);
      put_number (block, at + 4 + i * ENTRY, entries[i].format, 2);
      put_number (block, at + 6 + i * ENTRY, 1, 4);
      put_number (block, at + 10 + i * ENTRY, values[i], entries[i].format == FORMAT_SHORT ? 2 : 4);
    }
  g_byte_array_append (block, bytes, (guint)size);
}

/* xorshift32: the same on every machine, which GRand does not promise. */
static guint32
next_random (guint32 *state)
{
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return *state;
}

typedef struct
{
  guint left, right, top;
  guint8 color[3];
  guint window;
} House;

#define HOUSES 9

static void
plan_street (House houses[HOUSES], guint width, guint height, guint32 *state)
{
  for (guint i = 0; i < HOUSES; i++)
    {
      House *house = &houses[i];
      house->left = i * width / HOUSES;
      house->right = (i + 1) * width / HOUSES - next_random (state) % (width / 40 + 1);
      house->top = height / 8 + next_random (state) % (height / 2 + 1);
      for (guint c = 0; c < 3; c++)
        house->color[c] = (guint8)(60 + next_random (state) % 150);
      house->window = 3 + (width / 60) + next_random (state) % (width / 50 + 1);
    }
}

static void
paint_pixel (const House houses[HOUSES], guint x, guint y, guint width, guint height, guint8 *rgb)
{
  const House *house = &houses[MIN (x * HOUSES / width, HOUSES - 1)];
  const guint ground = height * 5 / 6;
  for (guint c = 0; c < 3; c++)
    {
      if (y >= ground)
        rgb[c] = (guint8)(70 + (y - ground) * 60 / (height - ground + 1) + c * 3);
      else if (x < house->left || x >= house->right || y < house->top)
        rgb[c] = (guint8)(110 + c * 45 + y * 40 / (height + 1));
      else if ((x - house->left) % (house->window * 2) > house->window
               && (y - house->top) % (house->window * 2) > house->window)
        rgb[c] = (guint8)(house->color[c] / 2 + 20);
      else
        rgb[c] = house->color[c];
    }
}

GByteArray *
photo_picture (guint width, guint height, guint32 seed)
{
  struct jpeg_error_mgr errors;
  struct jpeg_compress_struct codec = { .err = jpeg_std_error (&errors) };
  unsigned char *bytes = NULL;
  unsigned long size = 0;
  guint32 state = seed * 2654435761u + 1;
  House houses[HOUSES];
  state = state != 0 ? state : 1;
  plan_street (houses, width, height, &state);
  jpeg_create_compress (&codec);
  jpeg_mem_dest (&codec, &bytes, &size);
  codec.image_width = width;
  codec.image_height = height;
  codec.input_components = 3;
  codec.in_color_space = JCS_RGB;
  jpeg_set_defaults (&codec);
  jpeg_set_quality (&codec, 90, TRUE);
  jpeg_start_compress (&codec, TRUE);
  g_autofree guint8 *row = g_malloc ((gsize)width * 3);
  JSAMPROW rows[] = { row };
  for (guint y = 0; y < height; y++)
    {
      for (guint x = 0; x < width; x++)
        {
          paint_pixel (houses, x, y, width, height, row + (gsize)x * 3);
          const guint8 noise = (guint8)(next_random (&state) % 12);
          for (guint c = 0; c < 3; c++)
            row[(gsize)x * 3 + c] = (guint8)(row[(gsize)x * 3 + c] + noise);
        }
      (void)jpeg_write_scanlines (&codec, rows, 1);
    }
  jpeg_finish_compress (&codec);
  jpeg_destroy_compress (&codec);
  GByteArray *jpeg = g_byte_array_new ();
  g_byte_array_append (jpeg, bytes, (guint)size);
  free (bytes);
  return jpeg;
}

void
photo_insert (GByteArray *jpeg, guint8 marker, gconstpointer payload, gsize size)
{
  g_assert_cmpuint (size, <=, 65533);
  g_autoptr (GByteArray) rest = g_byte_array_new ();
  const guint8 head[] = { 0xff, marker, (guint8)((size + 2) >> 8), (guint8)(size + 2) };
  g_byte_array_append (rest, jpeg->data + 2, jpeg->len - 2);
  g_byte_array_set_size (jpeg, 2);
  g_byte_array_append (jpeg, head, sizeof head);
  g_byte_array_append (jpeg, payload, (guint)size);
  g_byte_array_append (jpeg, rest->data, rest->len);
}

void
photo_insert_exif (GByteArray *jpeg, const GByteArray *block)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  g_byte_array_append (payload, (const guint8 *)"Exif\0", 6);
  g_byte_array_append (payload, block->data, block->len);
  photo_insert (jpeg, 0xe1, payload->data, payload->len);
}
