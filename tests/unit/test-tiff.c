/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Promise: a TIFF is shown, however its picture is stored; of a raw picture its camera's preview is
   shown, and that is said; and what units get of either has nothing but the picture in it. How
   pictures are stored follows TIFF 6.0 and the DNG specification 1.7; libtiff writes them. */

#include "anf-media-limits.h"
#include "anf-tiff.h"

#include "examine-here.h"
#include "photo-writer.h"
#include "picture-writer.h"
#include "tiff-writer.h"
#include <string.h>
#include <tiffio.h>

/* DNG 1.7, PhotometricInterpretation. */
#define COLOR_FILTER_ARRAY 32803
#define LINEAR_RAW 34892
#define DEPTH 51177
#define MASK 52527
#define REDUCED 1
#define OF_DEPTH 8 /* of NewSubFileType */
#define OF_MASK 0x10004

#define WIDTH 400
#define HEIGHT 260

static gboolean
says (const Examined *examined, const char *flag)
{
  g_test_message ("%s", examined->facts);
  return strstr (examined->facts, flag) != NULL;
}

static void
assert_picture (const GByteArray *file, const char *quarters)
{
  guint width = 0, height = 0;
  g_autofree char *seen = picture_read_quarters (file);
  g_autoptr (GByteArray) rgb = picture_decode (file, &width, &height);
  g_assert_cmpstr (seen, ==, quarters);
  g_assert_cmpuint (width * HEIGHT / WIDTH, ==, height);
}

/* ---- Ways to store a picture ---- */

static const TiffPlan plans[] = {
  { COMPRESSION_NONE, 8, 0, 0, FALSE, TIFF_RGB },
  { COMPRESSION_NONE, 8, 1, 0, FALSE, TIFF_RGB },
  { COMPRESSION_NONE, 8, 7, 0, TRUE, TIFF_RGB },
  { COMPRESSION_NONE, 16, 50, 0, FALSE, TIFF_RGB },
  { COMPRESSION_NONE, 8, 0, 0, FALSE, TIFF_CMYK },
  { COMPRESSION_PACKBITS, 8, 20, 0, FALSE, TIFF_RGB },
  { COMPRESSION_LZW, 8, 100, 0, FALSE, TIFF_RGB },
  { COMPRESSION_LZW, 16, 0, 0, TRUE, TIFF_RGB },
  { COMPRESSION_ADOBE_DEFLATE, 8, 0, 64, FALSE, TIFF_RGB },
  { COMPRESSION_DEFLATE, 8, 90, 0, FALSE, TIFF_CMYK },
  { COMPRESSION_JPEG, 8, 16, 0, FALSE, TIFF_RGB },
  { COMPRESSION_JPEG, 8, 0, 128, FALSE, TIFF_RGB },
};

static void
test_stored (void)
{
  g_autoptr (GByteArray) rgb = picture_quarters (WIDTH, HEIGHT);
  for (gsize i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      g_autoptr (GByteArray) file = tiff_encode (&plans[i], rgb->data, WIDTH, HEIGHT);
      g_autoptr (Examined) examined = examine_here (file->data, file->len);
      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_true (says (examined, "\"flags\":[]"));
      assert_picture (examined->thumbnail, "RGBY");
      g_assert_cmpint (examined->redaction, ==, ANF_REDACTION_REENCODED);
      assert_picture (examined->redacted, "RGBY");
    }
}

/* What is transparent is shown on white. */
static void
test_transparent (void)
{
  const TiffPlan plan = { COMPRESSION_LZW, 8, 10, 0, FALSE, TIFF_RGBA };
  g_autofree guint8 *black = g_malloc0 ((gsize)WIDTH * HEIGHT * 3);
  g_autoptr (GByteArray) file = tiff_encode (&plan, black, WIDTH, HEIGHT);
  g_autoptr (Examined) examined = examine_here (file->data, file->len);
  guint width = 0, height = 0;
  g_autoptr (GByteArray) rgb = picture_decode (examined->redacted, &width, &height);
  g_assert_cmpuint (width, ==, WIDTH);
  for (guint x = 0; x < WIDTH; x += 50)
    g_assert_cmpuint (ABS ((int)rgb->data[x * 3] - (int)(255 * x / WIDTH)), <=, 4);
}

static void
assert_not_decoded (const GByteArray *file)
{
  g_autoptr (Examined) examined = examine_here (file->data, file->len);
  g_assert_cmpint (examined->status, ==, ANF_EXAMINATION_DONE);
  g_assert_true (says (examined, "\"UNDECODABLE\""));
  g_assert_cmpint (examined->redaction, ==, ANF_REDACTION_NONE);
}

/* What hardly anyone writes. */
static void
test_unusual (void)
{
  const TiffPlan plan = { COMPRESSION_LZMA, 8, 0, 0, FALSE, TIFF_RGB };
  g_autoptr (GByteArray) rgb = picture_quarters (WIDTH, HEIGHT);
  g_autoptr (GByteArray) file = tiff_encode (&plan, rgb->data, WIDTH, HEIGHT);
  assert_not_decoded (file);
}

/* A row of white costs one bit (ITU-T T.6, V0): a kilobyte asks for a gigabyte. */
static GByteArray *
make_white (guint32 width, guint32 height, guint32 rows)
{
  g_autofree guint8 *ones = g_malloc (2000);
  memset (ones, 0xff, 2000);
  g_autoptr (GByteArray) strip = g_byte_array_new ();
  g_byte_array_append (strip, ones, 2000);
  const TiffPart part
      = { 0, width, height, COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, strip, rows };
  return tiff_make (&part, 1);
}

static void
test_bomb (void)
{
  g_autoptr (GByteArray) many = make_white (14500, 14500, 1000);
  assert_not_decoded (many);
}

/* A3 at 600 dpi, as scanners send it. */
static void
test_large_strip (void)
{
  g_autoptr (GByteArray) scan = make_white (9921, 14031, 0);
  g_autoptr (Examined) examined = examine_here (scan->data, scan->len);
  g_assert_true (says (examined, "\"flags\":[\"FLAT_PICTURE\"]"));
  g_assert_cmpint (examined->redaction, ==, ANF_REDACTION_REENCODED);
}

/* Where a strip is gone the others are shown. */
static void
test_damaged (void)
{
  const TiffPlan plan = { COMPRESSION_ADOBE_DEFLATE, 8, 26, 0, FALSE, TIFF_RGB };
  g_autoptr (GByteArray) rgb = picture_quarters (WIDTH, HEIGHT);
  g_autoptr (GByteArray) file = tiff_encode (&plan, rgb->data, WIDTH, HEIGHT);
  g_autoptr (Examined) before = examine_here (file->data, file->len);
  /* The first strip begins behind the header. */
  memset (file->data + 8, 0xff, 8);
  g_autoptr (Examined) examined = examine_here (file->data, file->len);
  g_assert_false (says (before, "PIXELS_DAMAGED"));
  g_assert_true (says (examined, "PIXELS_DAMAGED"));
  assert_picture (examined->thumbnail, "RGBY");
}

/* A second directory, of the same pixels. */
static void
add_page (GByteArray *file)
{
  const guint32 at = anf_tiff_get_long (file->data + 4, FALSE);
  const guint32 size = 2 + 12u * anf_tiff_get_short (file->data + at, FALSE) + 4;
  const guint32 page = GUINT32_TO_LE (file->len);
  g_autofree guint8 *directory = g_memdup2 (file->data + at, size);
  memcpy (file->data + at + size - 4, &page, sizeof page);
  g_byte_array_append (file, directory, size);
}

/* Scanners write a letter as one file: that only its first page is shown is said. */
static void
test_pages (void)
{
  const TiffPlan plan = { COMPRESSION_LZW, 8, 100, 0, FALSE, TIFF_RGB };
  g_autoptr (GByteArray) rgb = picture_quarters (WIDTH, HEIGHT);
  g_autoptr (GByteArray) file = tiff_encode (&plan, rgb->data, WIDTH, HEIGHT);
  add_page (file);
  g_autoptr (Examined) examined = examine_here (file->data, file->len);
  g_assert_true (says (examined, "\"flags\":[\"MULTI_PICTURE\"]"));
  assert_picture (examined->redacted, "RGBY");
}

/* ---- Raw pictures ---- */

static GByteArray *
make_preview (guint width, guint height, const char *make)
{
  g_autoptr (GByteArray) rgb = picture_quarters (width, height);
  g_autoptr (PhotoExif) exif = photo_exif_new (TRUE);
  photo_exif_add_text (exif, PHOTO_IFD_0, 0x10f, make);
  g_autoptr (GByteArray) block = photo_exif_finish (exif);
  return picture_encode (PICTURE_JPEG, rgb->data, width, height, block);
}

static gboolean
holds (const GByteArray *bytes, const char *text)
{
  return memmem (bytes->data, bytes->len, text, strlen (text)) != NULL;
}

static void
assert_preview (const TiffPart *parts, guint count, guint width)
{
  g_autoptr (GByteArray) dng = tiff_make (parts, count);
  g_autoptr (Examined) examined = examine_here (dng->data, dng->len);
  g_assert_true (
      says (examined, "\"flags\":[\"PREVIEW_SHOWN\"],\"format\":\"dng\",\"height\":3000"));
  assert_picture (examined->thumbnail, "RGBY");
  g_assert_cmpint (examined->redaction, ==, ANF_REDACTION_REENCODED);
  guint seen = 0, height = 0;
  g_autoptr (GByteArray) rgb = picture_decode (examined->redacted, &seen, &height);
  g_assert_cmpuint (seen, ==, width);
  g_assert_false (holds (examined->redacted, "secret"));
}

/* As phones write them: the raw picture below the preview; and as converters do: previews of
   several sizes below a small one. */
static void
test_raw (void)
{
  g_autoptr (GByteArray) large = make_preview (800, 520, "secret");
  g_autoptr (GByteArray) small = make_preview (WIDTH, HEIGHT, "secret");
  g_autoptr (GByteArray) tiny = picture_quarters (40, 26);
  const TiffPart phone[] = { { REDUCED, 800, 520, COMPRESSION_JPEG, PHOTOMETRIC_YCBCR, large, 0 },
                             { 0, 4000, 3000, COMPRESSION_JPEG, LINEAR_RAW, small, 0 } };
  const TiffPart converted[]
      = { { REDUCED, 40, 26, COMPRESSION_NONE, PHOTOMETRIC_RGB, tiny, 0 },
          { 0, 4000, 3000, COMPRESSION_JPEG, COLOR_FILTER_ARRAY, NULL, 0 },
          { REDUCED, WIDTH, HEIGHT, COMPRESSION_JPEG, PHOTOMETRIC_YCBCR, small, 0 },
          { REDUCED, 800, 520, COMPRESSION_JPEG, PHOTOMETRIC_YCBCR, large, 0 } };
  assert_preview (phone, G_N_ELEMENTS (phone), 800);
  assert_preview (converted, G_N_ELEMENTS (converted), 800);
  /* Without them, the small one; and without that, nothing, which is no fault of the file's. */
  assert_preview (converted, 2, 40);
  const TiffPart alone = { 0, 4000, 3000, COMPRESSION_NONE, COLOR_FILTER_ARRAY, tiny, 0 };
  g_autoptr (GByteArray) dng = tiff_make (&alone, 1);
  g_autoptr (Examined) examined = examine_here (dng->data, dng->len);
  g_assert_true (says (examined, "\"flags\":[\"PIXELS_SKIPPED\"]"));
  g_assert_cmpint (examined->redaction, ==, ANF_REDACTION_NONE);
}

/* How far what is seen is, and what of it is sky or skin, are kept as JPEG too, and are larger than
   a preview may be; neither is what was seen (DNG 1.5 and 1.6). */
static void
test_maps (void)
{
  g_autofree guint8 *noise = g_malloc ((gsize)800 * 520 * 3);
  for (gsize i = 0; i < (gsize)800 * 520 * 3; i++)
    noise[i] = (guint8)(i * 2654435761u >> 13);
  g_autoptr (GByteArray) map = picture_encode (PICTURE_JPEG, noise, 800, 520, NULL);
  g_autoptr (GByteArray) small = make_preview (WIDTH, HEIGHT, "secret");
  g_assert_cmpuint (map->len, >, small->len);
  const TiffPart parts[]
      = { { REDUCED, WIDTH, HEIGHT, COMPRESSION_JPEG, PHOTOMETRIC_YCBCR, small, 0 },
          { OF_DEPTH, 800, 520, COMPRESSION_JPEG, DEPTH, map, 0 },
          { OF_MASK, 800, 520, COMPRESSION_JPEG, MASK, map, 0 },
          { 0, 4000, 3000, COMPRESSION_JPEG, COLOR_FILTER_ARRAY, NULL, 0 } };
  assert_preview (parts, G_N_ELEMENTS (parts), WIDTH);
}

/* A JPEG of TIFF 6.0 is a JPEG as any other where it is whole. */
static void
test_old_jpeg (void)
{
  g_autoptr (GByteArray) jpeg = make_preview (WIDTH, HEIGHT, "secret");
  const TiffPart old = { 0, WIDTH, HEIGHT, COMPRESSION_OJPEG, PHOTOMETRIC_YCBCR, jpeg, 0 };
  g_autoptr (GByteArray) file = tiff_make (&old, 1);
  g_autoptr (Examined) examined = examine_here (file->data, file->len);
  g_assert_true (says (examined, "\"flags\":[]"));
  assert_picture (examined->redacted, "RGBY");
  g_assert_false (holds (examined->redacted, "secret"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/tiff/stored", test_stored);
  g_test_add_func ("/tiff/transparent", test_transparent);
  g_test_add_func ("/tiff/unusual", test_unusual);
  g_test_add_func ("/tiff/bomb", test_bomb);
  g_test_add_func ("/tiff/large-strip", test_large_strip);
  g_test_add_func ("/tiff/damaged", test_damaged);
  g_test_add_func ("/tiff/pages", test_pages);
  g_test_add_func ("/tiff/raw", test_raw);
  g_test_add_func ("/tiff/maps", test_maps);
  g_test_add_func ("/tiff/old-jpeg", test_old_jpeg);
  return g_test_run ();
}
