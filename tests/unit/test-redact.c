/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Promise: a redacted copy shows the same picture and tells nothing else; a thumbnail is upright.
   The segments that may stay follow ITU-T T.81; pixels are compared as libjpeg decodes them. */

#include "anf-media-limits.h"

#include "examine-here.h"
#include "photo-writer.h"
#include <stdio.h>
#include <string.h>

/* After stdio.h and stddef.h, which it forgets to include. */
#include <jpeglib.h>

typedef struct
{
  guint width, height;
  GByteArray *rgb;
} Pixels;

static void
pixels_clear (Pixels *self)
{
  g_clear_pointer (&self->rgb, g_byte_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pixels, pixels_clear)

static Pixels
decode (const GByteArray *jpeg)
{
  struct jpeg_error_mgr errors;
  struct jpeg_decompress_struct codec = { .err = jpeg_std_error (&errors) };
  jpeg_create_decompress (&codec);
  jpeg_mem_src (&codec, jpeg->data, jpeg->len);
  g_assert_cmpint (jpeg_read_header (&codec, TRUE), ==, JPEG_HEADER_OK);
  if (codec.num_components == 3)
    codec.out_color_space = JCS_RGB;
  g_assert_true (jpeg_start_decompress (&codec));
  const gsize stride = (gsize)codec.output_width * (gsize)codec.output_components;
  Pixels pixels = { codec.output_width, codec.output_height, g_byte_array_new () };
  g_byte_array_set_size (pixels.rgb, (guint)(stride * codec.output_height));
  while (codec.output_scanline < codec.output_height)
    {
      JSAMPROW row[] = { pixels.rgb->data + stride * codec.output_scanline };
      (void)jpeg_read_scanlines (&codec, row, 1);
    }
  (void)jpeg_finish_decompress (&codec);
  jpeg_destroy_decompress (&codec);
  return pixels;
}

static void
assert_same_pixels (const GByteArray *a, const GByteArray *b)
{
  g_auto (Pixels) one = decode (a);
  g_auto (Pixels) two = decode (b);
  g_assert_cmpmem (one.rgb->data, one.rgb->len, two.rgb->data, two.rgb->len);
}

/* `MARKER:size` of all segments that say something besides the picture, in order. */
static char *
list_extras (const GByteArray *jpeg)
{
  g_autoptr (AnfJpeg) parsed = anf_jpeg_parse (jpeg->data, jpeg->len);
  GString *list = g_string_new (NULL);
  g_assert_false (parsed->cut);
  g_assert_false (parsed->malformed);
  g_assert_cmpuint (parsed->end, ==, jpeg->len);
  for (guint i = 0; i < parsed->segments->len; i++)
    {
      const AnfJpegSegment *segment = &g_array_index (parsed->segments, AnfJpegSegment, i);
      if (segment->marker >= ANF_JPEG_APP0)
        g_string_append_printf (list, "%s%02x:%" G_GSIZE_FORMAT, list->len > 0 ? " " : "",
                                segment->marker, segment->size);
    }
  return g_string_free (list, FALSE);
}

static void
assert_redacted (const GByteArray *jpeg, AnfRedaction redaction, const char *extras)
{
  g_autoptr (Examined) examined = examine_here (jpeg->data, jpeg->len);
  g_assert_cmpint (examined->redaction, ==, redaction);
  g_autofree char *list = list_extras (examined->redacted);
  g_assert_cmpstr (list, ==, extras);
  if (redaction == ANF_REDACTION_LOSSLESS)
    assert_same_pixels (jpeg, examined->redacted);
}

static void
insert_orientation (GByteArray *jpeg, guint16 orientation)
{
  g_autoptr (PhotoExif) exif = photo_exif_new (FALSE);
  photo_exif_add_text (exif, PHOTO_IFD_0, 0x10f, "HUAWEI");
  photo_exif_add_short (exif, PHOTO_IFD_0, 0x112, orientation);
  photo_exif_add_position (exif, 40.85, 122.74);
  g_autoptr (GByteArray) block = photo_exif_finish (exif);
  photo_insert_exif (jpeg, block);
}

static void
test_all_goes (void)
{
  g_autoptr (GByteArray) jpeg = photo_picture (65, 33, 7);
  for (guint8 marker = 0xe2; marker <= 0xef; marker++)
    photo_insert (jpeg, marker, "secret", 6);
  photo_insert (jpeg, 0xfe, "secret", 6);
  photo_insert (jpeg, 0xe1, "http://ns.adobe.com/xap/1.0/\0<x/>", 33);
  photo_insert (jpeg, 0xe2, "MPF\0MM", 6);
  insert_orientation (jpeg, 1);
  g_byte_array_append (jpeg, (const guint8 *)"\xff\xd8\xff\xe1 a second picture", 20);
  assert_redacted (jpeg, ANF_REDACTION_LOSSLESS, "");
}

static void
test_orientation_stays (void)
{
  for (guint16 orientation = 2; orientation <= 8; orientation++)
    {
      g_autoptr (GByteArray) jpeg = photo_picture (65, 33, 7);
      insert_orientation (jpeg, orientation);
      assert_redacted (jpeg, ANF_REDACTION_LOSSLESS, "e1:32");
    }
}

static void
insert_profile (GByteArray *jpeg, gsize size)
{
  g_autofree guint8 *payload = g_malloc0 (14 + size);
  memcpy (payload, "ICC_PROFILE\0\1\1", 14);
  photo_insert (jpeg, 0xe2, payload, 14 + size);
}

static void
test_unknown_profile_goes (void)
{
  g_autoptr (GByteArray) jpeg = photo_picture (16, 16, 7);
  insert_profile (jpeg, 3144);
  assert_redacted (jpeg, ANF_REDACTION_LOSSLESS, "");
  g_assert_false (anf_redact_is_plain_profile ((const guint8 *)"", 0));
}

/* Without Adobe's marker the three planes would be taken for YCbCr. */
static void
test_color_stays (void)
{
  static const guint8 adobe_rgb[] = "Adobe\0\144\1\2\3\4\0";
  g_autoptr (GByteArray) jpeg = photo_picture (32, 32, 7);
  g_autoptr (GByteArray) plain = photo_picture (32, 32, 7);
  /* libjpeg believes JFIF before Adobe, so that has to go first. */
  g_byte_array_remove_range (jpeg, 2, 18);
  photo_insert (jpeg, 0xee, adobe_rgb, 12);
  assert_redacted (jpeg, ANF_REDACTION_LOSSLESS, "ee:12");
  g_auto (Pixels) one = decode (jpeg);
  g_auto (Pixels) two = decode (plain);
  g_assert_cmpint (memcmp (one.rgb->data, two.rgb->data, one.rgb->len), !=, 0);
}

typedef enum
{
  BREAK_GARBAGE_BETWEEN, /* after SOI */
  BREAK_TABLE_TAIL,      /* a DQT segment with bytes behind its tables */
  BREAK_NO_END,
} Break;

/* Hiding places that only decoding closes. */
static void
test_malformed_is_compressed_anew (gconstpointer data)
{
  const Break kind = (Break)GPOINTER_TO_INT (data);
  g_autoptr (GByteArray) jpeg = photo_picture (32, 32, 7);
  if (kind == BREAK_NO_END)
    g_byte_array_set_size (jpeg, jpeg->len - 2);
  else if (kind == BREAK_TABLE_TAIL)
    {
      guint8 table[65 + 6] = "\3"; /* a table that nothing uses */
      memset (table + 1, 1, 64);
      memcpy (table + 65, "\1\1ecre", 6);
      photo_insert (jpeg, 0xdb, table, sizeof table);
    }
  else
    {
      photo_insert (jpeg, 0xfe, "x", 1);
      jpeg->data[5] = 2; /* its length: the "x" is now between two segments */
    }
  insert_orientation (jpeg, 6);
  g_autoptr (Examined) examined = examine_here (jpeg->data, jpeg->len);
  if (kind == BREAK_TABLE_TAIL)
    {
      /* Not even decodable by the book. */
      g_assert_cmpint (examined->redaction, !=, ANF_REDACTION_LOSSLESS);
      return;
    }
  g_assert_cmpint (examined->redaction, ==, ANF_REDACTION_REENCODED);
  g_autofree char *list = list_extras (examined->redacted);
  g_assert_cmpstr (list, ==, "e1:32");
  g_auto (Pixels) before = decode (jpeg);
  g_auto (Pixels) after = decode (examined->redacted);
  g_assert_cmpuint (before.rgb->len, ==, after.rgb->len);
  guint difference = 0;
  for (guint i = 0; i < before.rgb->len; i++)
    difference += (guint)ABS (before.rgb->data[i] - after.rgb->data[i]);
  g_assert_cmpuint (difference / before.rgb->len, <, 4);
}

/* A picture whose four quarters differ, so that every turn and mirror can be told apart. */
static GByteArray *
make_quarters (guint width, guint height)
{
  static const guint8 colors[4][3]
      = { { 250, 0, 0 }, { 0, 250, 0 }, { 0, 0, 250 }, { 250, 250, 0 } };
  struct jpeg_error_mgr errors;
  struct jpeg_compress_struct codec = { .err = jpeg_std_error (&errors) };
  unsigned char *bytes = NULL;
  unsigned long size = 0;
  jpeg_create_compress (&codec);
  jpeg_mem_dest (&codec, &bytes, &size);
  codec.image_width = width;
  codec.image_height = height;
  codec.input_components = 3;
  codec.in_color_space = JCS_RGB;
  jpeg_set_defaults (&codec);
  jpeg_start_compress (&codec, TRUE);
  g_autofree guint8 *row = g_malloc ((gsize)width * 3);
  for (guint y = 0; y < height; y++)
    {
      for (guint x = 0; x < width; x++)
        memcpy (row + (gsize)x * 3, colors[(x * 2 / width) + 2 * (y * 2 / height)], 3);
      JSAMPROW rows[] = { row };
      (void)jpeg_write_scanlines (&codec, rows, 1);
    }
  jpeg_finish_compress (&codec);
  jpeg_destroy_compress (&codec);
  GByteArray *jpeg = g_byte_array_new ();
  g_byte_array_append (jpeg, bytes, (guint)size);
  free (bytes);
  return jpeg;
}

static char
color_at (const Pixels *pixels, guint x, guint y)
{
  const guint8 *rgb = pixels->rgb->data + ((gsize)y * pixels->width + x) * 3;
  if (rgb[0] > 125)
    return rgb[1] > 125 ? 'Y' : 'R';
  return rgb[1] > 125 ? 'G' : 'B';
}

/* Stored R G / B Y. What each orientation makes of it: Exif 3.0, 4.6.5.1.6, from where row 0 and
   column 0 of the stored picture are seen. */
static const char *const upright[]
    = { NULL, "RGBY", "GRYB", "YBGR", "BYRG", "RBGY", "BRYG", "YGBR", "GYRB" };

static void
test_thumbnail (void)
{
  for (guint16 orientation = 1; orientation <= 8; orientation++)
    {
      g_autoptr (GByteArray) jpeg = make_quarters (1000, 500);
      insert_orientation (jpeg, orientation);
      g_autoptr (Examined) examined = examine_here (jpeg->data, jpeg->len);
      g_auto (Pixels) small = decode (examined->thumbnail);
      g_assert_cmpuint (small.width, ==, orientation < 5 ? 320 : 160);
      g_assert_cmpuint (small.height, ==, orientation < 5 ? 160 : 320);
      const guint x = small.width / 4, y = small.height / 4;
      const char seen[] = { color_at (&small, x, y), color_at (&small, 3 * x, y),
                            color_at (&small, x, 3 * y), color_at (&small, 3 * x, 3 * y), 0 };
      g_assert_cmpstr (seen, ==, upright[orientation]);
      g_autofree char *list = list_extras (examined->thumbnail);
      g_assert_cmpstr (list, ==, "");
    }
}

static void
test_thumbnail_sizes (void)
{
  static const guint sizes[][4] = {
    /* width, height, of the thumbnail */
    { 320, 320, 320, 320 }, { 321, 100, 320, 99 }, { 1, 1, 1, 1 },
    { 3000, 1, 320, 1 },    { 17, 200, 17, 200 },  { 641, 479, 320, 239 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GByteArray) jpeg = make_quarters (sizes[i][0], sizes[i][1]);
      g_autoptr (Examined) examined = examine_here (jpeg->data, jpeg->len);
      g_auto (Pixels) small = decode (examined->thumbnail);
      g_assert_cmpuint (small.width, ==, sizes[i][2]);
      g_assert_cmpuint (small.height, ==, sizes[i][3]);
    }
}

/* The frame header claims it; nothing that large is decoded. */
static void
test_pixels_limit (void)
{
  for (guint more = 0; more < 2; more++)
    {
      g_autoptr (GByteArray) jpeg = photo_picture (16, 16, 7);
      g_autoptr (AnfJpeg) parsed = anf_jpeg_parse (jpeg->data, jpeg->len);
      for (guint i = 0; i < parsed->segments->len; i++)
        {
          const AnfJpegSegment *segment = &g_array_index (parsed->segments, AnfJpegSegment, i);
          if (segment->marker != ANF_JPEG_SOF0)
            continue;
          const guint height = ANF_MEDIA_PIXELS_MAX / 20000 + more;
          guint8 *frame = jpeg->data + segment->start;
          frame[1] = (guint8)(height >> 8);
          frame[2] = (guint8)height;
          frame[3] = 20000 >> 8;
          frame[4] = 20000 & 0xff;
        }
      g_autoptr (Examined) examined = examine_here (jpeg->data, jpeg->len);
      g_assert_cmpint (examined->status, ==, ANF_EXAMINATION_DONE);
      g_assert_true ((examined->thumbnail->len > 0) == (more == 0));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/redact/all-goes", test_all_goes);
  g_test_add_func ("/redact/orientation-stays", test_orientation_stays);
  g_test_add_func ("/redact/unknown-profile-goes", test_unknown_profile_goes);
  g_test_add_func ("/redact/color-stays", test_color_stays);
  g_test_add_data_func ("/redact/malformed/garbage", GINT_TO_POINTER (BREAK_GARBAGE_BETWEEN),
                        test_malformed_is_compressed_anew);
  g_test_add_data_func ("/redact/malformed/table", GINT_TO_POINTER (BREAK_TABLE_TAIL),
                        test_malformed_is_compressed_anew);
  g_test_add_data_func ("/redact/malformed/no-end", GINT_TO_POINTER (BREAK_NO_END),
                        test_malformed_is_compressed_anew);
  g_test_add_func ("/redact/thumbnail/upright", test_thumbnail);
  g_test_add_func ("/redact/thumbnail/sizes", test_thumbnail_sizes);
  g_test_add_func ("/redact/thumbnail/pixels-limit", test_pixels_limit);
  return g_test_run ();
}
