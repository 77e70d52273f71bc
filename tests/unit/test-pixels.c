/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Promise: of every picture there is a thumbnail that stands upright, and hashes that find it again
   after it was compressed, resized or turned, and not others. How a picture is to be turned follows
   Exif 3.0 (tag 0x0112) and ISO/IEC 23008-12 (irot, imir); thresholds are those that were measured
   over photos: 10 of 64 bits, 32 of 256. */

#include "anf-json.h"
#include "anf-media-limits.h"

#include "container-writer.h"
#include "examine-here.h"
#include "photo-writer.h"
#include "picture-writer.h"
#include <string.h>

#define PHASH_BITS 10
#define DHASH_BITS 32

static GByteArray *
make_orientation (guint16 orientation)
{
  g_autoptr (PhotoExif) exif = photo_exif_new (TRUE);
  photo_exif_add_short (exif, PHOTO_IFD_0, 0x112, orientation);
  return photo_exif_finish (exif);
}

/* What orientation 1 to 8 makes of RGBY. */
static const char *const upright[]
    = { NULL, "RGBY", "GRYB", "YBGR", "BYRG", "RBGY", "BRYG", "YGBR", "GYRB" };

static void
test_upright (gconstpointer data)
{
  const PictureFormat format = (PictureFormat)GPOINTER_TO_INT (data);
  g_autoptr (GByteArray) rgb = picture_quarters (640, 400);
  for (guint16 orientation = 1; orientation <= 8; orientation++)
    {
      g_autoptr (GByteArray) exif = make_orientation (orientation);
      g_autoptr (GByteArray) file = picture_encode (format, rgb->data, 640, 400, exif);
      g_autoptr (Examined) examined = examine_here (file->data, file->len);
      g_autofree char *seen = picture_read_quarters (examined->thumbnail);
      g_assert_cmpstr (seen, ==, upright[orientation]);
    }
}

/* There the container says how, and Exif only repeats it. */
static void
test_upright_heif (void)
{
  g_autoptr (GByteArray) rgb = picture_quarters (160, 100);
  for (guint orientation = 1; orientation <= 8; orientation++)
    {
      g_autoptr (GByteArray) file = picture_encode_turned (rgb->data, 160, 100, orientation);
      g_autoptr (Examined) examined = examine_here (file->data, file->len);
      g_autofree char *seen = picture_read_quarters (examined->thumbnail);
      g_assert_cmpstr (seen, ==, upright[orientation]);
    }
  g_autoptr (GByteArray) exif = make_orientation (6);
  g_autoptr (GByteArray) file = picture_encode (PICTURE_HEIC, rgb->data, 160, 100, exif);
  g_autoptr (Examined) examined = examine_here (file->data, file->len);
  g_autofree char *seen = picture_read_quarters (examined->thumbnail);
  g_assert_cmpstr (seen, ==, "RGBY");
}

/* Where a tone-mapped picture stands beside the primary one, what describes the one belongs to the
   other as well, in one list (ISO/IEC 14496-12, 8.11.12). Here a list of eight, in the room of two
   references to one each. */
static void
test_heif_shared (void)
{
  static const char *const kinds[] = { "cdsc", "auxl", "thmb" };
  g_autoptr (GByteArray) rgb = picture_quarters (160, 100);
  g_autoptr (GByteArray) exif = make_orientation (1);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GByteArray) file = picture_encode_album (PICTURE_HEIC, rgb->data, 160, 100, exif);
      guint8 *list = memmem (file->data, file->len, i == 0 ? "cdsc" : "thmb", 4);
      g_assert_nonnull (list);
      g_assert_cmpuint (list[-1], ==, 14);
      g_assert_cmpuint (list[13], ==, 14);
      list[-1] = 28;
      memcpy (list, kinds[i], 4);
      list[7] = 8;
      for (guint j = 0; j < 8; j++)
        {
          list[8 + 2 * j] = 0;
          list[9 + 2 * j] = j % 2 == 0 ? 1 : 4;
        }
      g_autoptr (Examined) examined = examine_here (file->data, file->len);
      g_assert_cmpuint (examined->thumbnail->len, >, 0);
      g_autofree char *seen = picture_read_quarters (examined->thumbnail);
      g_assert_cmpstr (seen, ==, "RGBY");
      g_assert_cmpint (examined->redaction, ==, ANF_REDACTION_LOSSLESS);
      g_autofree char *copied = picture_read_quarters (examined->redacted);
      g_assert_cmpstr (copied, ==, "RGBY");
    }
}

/* A mask for two pictures; here the list grows by one, and all behind it moves. Where libheif does
   not want that, nothing is shown rather than what is covered. */
static void
test_heif_shared_mask (void)
{
  g_autoptr (GByteArray) rgb = picture_quarters (160, 100);
  g_autoptr (GByteArray) veiled = picture_encode_veiled (PICTURE_HEIC, rgb->data, 160, 100);
  guint8 *meta = memmem (veiled->data, veiled->len, "meta", 4);
  guint8 *places = memmem (veiled->data, veiled->len, "iloc", 4);
  guint8 *list = memmem (veiled->data, veiled->len, "auxl", 4);
  guint8 *data = memmem (veiled->data, veiled->len, "mdat", 4);
  g_assert_true (data == list + 14); /* the last box in the box before */
  g_assert_cmpuint (places[11], ==, 2);
  guint8 *const grown[] = { meta - 1, places + 19, places + 37, list - 13, list - 1 };
  for (gsize i = 0; i < G_N_ELEMENTS (grown); i++)
    {
      g_assert_cmpuint (*grown[i], <, 254);
      *grown[i] += 2;
    }
  list[7] = 2;
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_byte_array_append (file, veiled->data, (guint)(data - 4 - veiled->data));
  g_byte_array_append (file, (const guint8 *)"\0\1", 2);
  g_byte_array_append (file, data - 4, veiled->len - file->len + 2);
  g_autoptr (Examined) examined = examine_here (file->data, file->len);
  g_autofree char *seen
      = examined->thumbnail->len > 0 ? picture_read_quarters (examined->thumbnail) : NULL;
  g_assert_cmpstr (seen, !=, "RGBY");
  g_assert_cmpint (examined->redaction, !=, ANF_REDACTION_REENCODED);
}

static void
test_sizes (void)
{
  static const guint sizes[][4] = {
    /* width, height, of the thumbnail */
    { 320, 320, 320, 320 }, { 321, 100, 320, 99 },  { 3000, 2, 320, 1 },
    { 18, 200, 18, 200 },   { 641, 479, 320, 239 }, { 2, 2, 2, 2 },
  };
  static const PictureFormat formats[] = { PICTURE_PNG, PICTURE_WEBP };
  for (gsize i = 0; i < G_N_ELEMENTS (sizes) * G_N_ELEMENTS (formats); i++)
    {
      const guint *size = sizes[i / G_N_ELEMENTS (formats)];
      g_autoptr (GByteArray) rgb = picture_quarters (size[0], size[1]);
      g_autoptr (GByteArray) file
          = picture_encode (formats[i % G_N_ELEMENTS (formats)], rgb->data, size[0], size[1], NULL);
      g_autoptr (Examined) examined = examine_here (file->data, file->len);
      guint width = 0, height = 0;
      g_autoptr (GByteArray) small = picture_decode (examined->thumbnail, &width, &height);
      g_assert_cmpuint (width, ==, size[2]);
      g_assert_cmpuint (height, ==, size[3]);
    }
}

/* ---- Hashes ---- */

typedef struct
{
  char *phash;
  char *dhash;
} Hashes;

static void
hashes_clear (Hashes *self)
{
  g_free (self->phash);
  g_free (self->dhash);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Hashes, hashes_clear)

static Hashes
read_hashes (const GByteArray *file)
{
  g_autoptr (Examined) examined = examine_here (file->data, file->len);
  g_autoptr (JsonObject) facts
      = anf_json_parse_object (examined->facts, strlen (examined->facts), NULL);
  g_test_message ("%s", examined->facts);
  return (Hashes){ g_strdup (anf_json_peek_string (facts, "phash")),
                   g_strdup (anf_json_peek_string (facts, "dhash")) };
}

static guint
count_bits (const char *a, const char *b)
{
  guint bits = 0;
  g_assert_cmpuint (strlen (a), ==, strlen (b));
  for (gsize i = 0; a[i] != '\0'; i++)
    {
      const guint difference = (guint)(g_ascii_xdigit_value (a[i]) ^ g_ascii_xdigit_value (b[i]));
      bits += (difference & 1) + (difference >> 1 & 1) + (difference >> 2 & 1) + (difference >> 3);
    }
  return bits;
}

static void
assert_alike (const GByteArray *a, const GByteArray *b)
{
  g_auto (Hashes) one = read_hashes (a);
  g_auto (Hashes) two = read_hashes (b);
  g_assert_cmpuint (count_bits (one.phash, two.phash), <=, PHASH_BITS);
  g_assert_cmpuint (count_bits (one.dhash, two.dhash), <=, DHASH_BITS);
}

static void
test_hash_formats (void)
{
  g_autoptr (GByteArray) rgb = picture_street (800, 600, 3);
  g_autoptr (GByteArray) jpeg = picture_encode (PICTURE_JPEG, rgb->data, 800, 600, NULL);
  for (PictureFormat format = PICTURE_PNG; format < PICTURE_N_FORMATS; format++)
    {
      g_autoptr (GByteArray) file = picture_encode (format, rgb->data, 800, 600, NULL);
      assert_alike (jpeg, file);
    }
}

static void
test_hash_resized (void)
{
  g_autoptr (GByteArray) large = picture_street (1600, 1200, 3);
  g_autoptr (GByteArray) half = g_byte_array_new ();
  for (guint y = 0; y < 1200; y += 2)
    for (guint x = 0; x < 1600; x += 2)
      g_byte_array_append (half, large->data + ((gsize)y * 1600 + x) * 3, 3);
  g_autoptr (GByteArray) one = picture_encode (PICTURE_JPEG, large->data, 1600, 1200, NULL);
  g_autoptr (GByteArray) two = picture_encode (PICTURE_JPEG, half->data, 800, 600, NULL);
  assert_alike (one, two);
}

/* The same picture stored lying down, with the orientation that raises it. */
static void
test_hash_turned (void)
{
  g_autoptr (GByteArray) rgb = picture_street (640, 480, 3);
  g_autoptr (GByteArray) lying = g_byte_array_new ();
  for (guint y = 0; y < 640; y++)
    for (guint x = 0; x < 480; x++)
      g_byte_array_append (lying, rgb->data + ((gsize)x * 640 + (639 - y)) * 3, 3);
  g_autoptr (GByteArray) exif = make_orientation (6);
  g_autoptr (GByteArray) one = picture_encode (PICTURE_PNG, rgb->data, 640, 480, NULL);
  g_autoptr (GByteArray) two = picture_encode (PICTURE_PNG, lying->data, 480, 640, exif);
  g_auto (Hashes) a = read_hashes (one);
  g_auto (Hashes) b = read_hashes (two);
  g_assert_cmpstr (a.phash, ==, b.phash);
  g_assert_cmpstr (a.dhash, ==, b.dhash);
}

/* Where in a picture of @width x @height, seen as @orientation, a pixel is (Exif 2.32, 4.6.5.1.6).
 */
static gsize
find_seen (guint orientation, guint x, guint y, guint width, guint height)
{
  const gboolean lying = orientation >= 5;
  const guint column = lying ? y : x;
  const guint row = lying ? x : y;
  const gboolean from_right
      = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const gboolean from_below
      = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  return (gsize)(from_below ? height - 1 - row : row) * width
         + (from_right ? width - 1 - column : column);
}

static guint
count_nearest (const GByteArray *file, const char *phash)
{
  g_autoptr (Examined) examined = examine_here (file->data, file->len);
  g_autoptr (JsonObject) facts
      = anf_json_parse_object (examined->facts, strlen (examined->facts), NULL);
  JsonArray *turned = anf_json_peek_array (facts, "phash_turned");
  g_assert_nonnull (turned);
  g_assert_cmpuint (json_array_get_length (turned), ==, 7);
  guint nearest = 64;
  for (guint i = 0; i < 7; i++)
    nearest = MIN (nearest, count_bits (anf_json_array_get_string (turned, i), phash));
  return nearest;
}

/* A picture whose pixels were turned or mirrored is known by one of its hashes, and not by the
   hash as it is seen. */
static void
test_hash_every_way (void)
{
  enum
  {
    WIDTH = 640,
    HEIGHT = 480
  };
  g_autoptr (GByteArray) rgb = picture_street (WIDTH, HEIGHT, 3);
  g_autoptr (GByteArray) original = picture_encode (PICTURE_PNG, rgb->data, WIDTH, HEIGHT, NULL);
  g_auto (Hashes) first = read_hashes (original);
  for (guint orientation = 2; orientation <= 8; orientation++)
    {
      const guint width = orientation >= 5 ? HEIGHT : WIDTH;
      const guint height = orientation >= 5 ? WIDTH : HEIGHT;
      g_autoptr (GByteArray) seen = g_byte_array_new ();
      for (guint y = 0; y < height; y++)
        for (guint x = 0; x < width; x++)
          g_byte_array_append (seen, rgb->data + find_seen (orientation, x, y, WIDTH, HEIGHT) * 3,
                               3);
      g_autoptr (GByteArray) file = picture_encode (PICTURE_PNG, seen->data, width, height, NULL);
      g_auto (Hashes) hashes = read_hashes (file);
      g_assert_cmpuint (count_bits (hashes.phash, first.phash), >, PHASH_BITS);
      g_assert_cmpuint (count_nearest (file, first.phash), <=, 2);
      g_assert_cmpuint (count_nearest (original, hashes.phash), <=, 2);
    }
}

static void
test_hash_others (void)
{
  enum
  {
    COUNT = 8
  };
  Hashes hashes[COUNT];
  for (guint i = 0; i < COUNT; i++)
    {
      g_autoptr (GByteArray) jpeg = photo_picture (640, 480, i + 1);
      hashes[i] = read_hashes (jpeg);
    }
  for (guint i = 0; i < COUNT; i++)
    for (guint j = 0; j < i; j++)
      g_assert_true (count_bits (hashes[i].phash, hashes[j].phash) > PHASH_BITS
                     || count_bits (hashes[i].dhash, hashes[j].dhash) > DHASH_BITS);
  for (guint i = 0; i < COUNT; i++)
    hashes_clear (&hashes[i]);
}

/* By definition: each pixel brighter than the one to its left, or none. */
static void
test_hash_slope (void)
{
  for (guint falling = 0; falling < 2; falling++)
    {
      g_autoptr (GByteArray) rgb = g_byte_array_new ();
      for (guint y = 0; y < 100; y++)
        for (guint x = 0; x < 170; x++)
          {
            const guint8 level = (guint8)(falling != 0 ? 240 - x : 40 + x);
            const guint8 pixel[3] = { level, level, level };
            g_byte_array_append (rgb, pixel, 3);
          }
      g_autoptr (GByteArray) png = picture_encode (PICTURE_PNG, rgb->data, 170, 100, NULL);
      g_auto (Hashes) hashes = read_hashes (png);
      g_autofree char *wanted = g_strnfill (64, falling != 0 ? '0' : 'f');
      g_assert_cmpstr (hashes.dhash, ==, wanted);
    }
}

static void
test_flat (void)
{
  g_autoptr (GByteArray) rgb = g_byte_array_new ();
  for (guint i = 0; i < 64 * 64; i++)
    g_byte_array_append (rgb, (const guint8 *)"\x80\x81\x82", 3);
  g_autoptr (GByteArray) png = picture_encode (PICTURE_PNG, rgb->data, 64, 64, NULL);
  g_autoptr (Examined) examined = examine_here (png->data, png->len);
  g_assert_nonnull (strstr (examined->facts, "FLAT_PICTURE"));
}

/* ---- The thumbnail inside ---- */

/* @rgb as it has to be stored for @orientation to raise it. */
static GByteArray *
lay (const GByteArray *rgb, guint width, guint height, guint orientation)
{
  GByteArray *out = g_byte_array_new ();
  const gboolean lying = orientation >= 5;
  for (guint y = 0; y < (lying ? width : height); y++)
    for (guint x = 0; x < (lying ? height : width); x++)
      {
        /* Where the pixel at x, y is shown: Exif 3.0, tag 0x0112. */
        const guint shown[8][2] = {
          { x, y }, { width - 1 - x, y }, { width - 1 - x, height - 1 - y }, { x, height - 1 - y },
          { y, x }, { width - 1 - y, x }, { width - 1 - y, height - 1 - x }, { y, height - 1 - x }
        };
        const guint *at = shown[orientation - 1];
        g_byte_array_append (out, rgb->data + ((gsize)at[1] * width + at[0]) * 3, 3);
      }
  return out;
}

/* @rgb of 640 x 480, smaller. */
static GByteArray *
sample (const GByteArray *rgb, guint width, guint height)
{
  GByteArray *out = g_byte_array_new ();
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      g_byte_array_append (out, rgb->data + ((gsize)(y * 480 / height) * 640 + x * 640 / width) * 3,
                           3);
  return out;
}

/* The bits that the facts tell of a picture with that thumbnail inside; -1 for none. */
static gint64
measure_inside (const GByteArray *rgb, guint16 orientation, const guint8 *bytes, gsize size)
{
  g_autoptr (GByteArray) exif = make_orientation (orientation);
  photo_exif_add_thumbnail (exif, bytes, size);
  const gboolean lying = orientation >= 5;
  g_autoptr (GByteArray) stored = lay (rgb, 640, 480, orientation);
  g_autoptr (GByteArray) file
      = picture_encode (PICTURE_JPEG, stored->data, lying ? 480 : 640, lying ? 640 : 480, exif);
  g_autoptr (Examined) examined = examine_here (file->data, file->len);
  g_autoptr (JsonObject) facts
      = anf_json_parse_object (examined->facts, strlen (examined->facts), NULL);
  return anf_json_peek_int (facts, "thumbnail_bits", -1);
}

/* Whichever way the picture is turned and whichever way its thumbnail, it is the same picture, and
   another's is another. */
static void
test_inside_turned (void)
{
  g_autoptr (GByteArray) rgb = picture_street (640, 480, 3);
  g_autoptr (GByteArray) small = sample (rgb, 160, 120);
  g_autoptr (GByteArray) other = photo_picture (160, 120, 4);
  for (guint16 orientation = 1; orientation <= 8; orientation++)
    {
      g_assert_cmpint (measure_inside (rgb, orientation, other->data, other->len), >, PHASH_BITS);
      /* Cameras leave it lying as the picture does, or upright; who turns a picture leaves it in
         any way. */
      for (guint turned = 1; turned <= 8; turned++)
        {
          if (turned != 1 && turned != orientation && orientation != 6)
            continue;
          g_autoptr (GByteArray) laid = lay (small, 160, 120, turned);
          g_autoptr (GByteArray) jpeg = picture_encode (
              PICTURE_JPEG, laid->data, turned >= 5 ? 120 : 160, turned >= 5 ? 160 : 120, NULL);
          g_test_message ("picture %u, thumbnail %u", orientation, turned);
          g_assert_cmpint (measure_inside (rgb, orientation, jpeg->data, jpeg->len), <=,
                           PHASH_BITS);
        }
    }
}

/* Fitted into bars, as cameras do that shoot 16:9 with thumbnails of 4:3; or its sides cut off. */
static void
test_inside_fitted (void)
{
  g_autoptr (GByteArray) rgb = picture_street (640, 480, 3);
  g_autoptr (GByteArray) small = sample (rgb, 120, 90);
  g_autoptr (GByteArray) barred = g_byte_array_new ();
  g_autoptr (GByteArray) cut = g_byte_array_new ();
  g_byte_array_set_size (barred, 160 * 90 * 3);
  memset (barred->data, 0, barred->len);
  for (guint y = 0; y < 90; y++)
    {
      memcpy (barred->data + (y * 160 + 20) * 3, small->data + y * 120 * 3, 120 * 3);
      g_byte_array_append (cut, small->data + (y * 120 + 15) * 3, 90 * 3);
    }
  g_autoptr (GByteArray) one = picture_encode (PICTURE_JPEG, barred->data, 160, 90, NULL);
  g_autoptr (GByteArray) two = picture_encode (PICTURE_JPEG, cut->data, 90, 90, NULL);
  g_assert_cmpint (measure_inside (rgb, 1, one->data, one->len), <=, PHASH_BITS);
  g_assert_cmpint (measure_inside (rgb, 1, two->data, two->len), <=, PHASH_BITS);
}

/* A thumbnail that is larger than any is not decoded. */
static void
test_inside_large (void)
{
  static const guint sizes[] = { 2000, 2001 };
  g_autoptr (GByteArray) rgb = picture_street (640, 480, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GByteArray) large = sample (rgb, sizes[i], 2000);
      g_autoptr (GByteArray) jpeg
          = picture_encode (PICTURE_JPEG, large->data, sizes[i], 2000, NULL);
      /* A segment of JPEG would not hold it. */
      g_autoptr (GByteArray) exif = make_orientation (1);
      photo_exif_add_thumbnail (exif, jpeg->data, jpeg->len);
      g_autoptr (GByteArray) png = picture_encode (PICTURE_PNG, rgb->data, 640, 480, exif);
      g_autoptr (Examined) examined = examine_here (png->data, png->len);
      g_assert_cmpint (strstr (examined->facts, "thumbnail_bits") == NULL, ==, sizes[i] > 2000);
    }
}

/* Cut anywhere, changed anywhere, or not a picture at all, it is measured or not told of. */
static void
test_inside_broken (void)
{
  static const char words[] = "(Binary data 28 bytes)";
  g_autoptr (GByteArray) rgb = picture_street (640, 480, 3);
  g_autoptr (GByteArray) jpeg = photo_picture (160, 120, 3);
  g_autoptr (GByteArray) flat = g_byte_array_new ();
  g_assert_cmpint (measure_inside (rgb, 1, (const guint8 *)words, sizeof words), ==, -1);
  g_assert_cmpint (measure_inside (rgb, 1, jpeg->data, 2), ==, -1);
  for (guint i = 0; i < 640 * 480; i++)
    g_byte_array_append (flat, (const guint8 *)"\x80\x81\x82", 3);
  g_assert_cmpint (measure_inside (flat, 1, jpeg->data, jpeg->len), ==, -1);
  for (guint i = 1; i < 40; i++)
    {
      const guint at = jpeg->len * i / 40;
      g_assert_cmpint (measure_inside (rgb, 1, jpeg->data, at), <=, 64);
      jpeg->data[at] = (guint8)~jpeg->data[at];
      g_assert_cmpint (measure_inside (rgb, 1, jpeg->data, jpeg->len), <=, 64);
      jpeg->data[at] = (guint8)~jpeg->data[at];
    }
}

/* ---- Kinds of PNG, broken and huge pictures ---- */

/* 8 x 8, one bit deep, two colours of which the second, that of all pixels, is transparent. */
static void
test_transparent (void)
{
  g_autoptr (GByteArray) png = png_start (8, 8);
  g_byte_array_set_size (png, 8);
  png_add (png, "IHDR", "\0\0\0\10\0\0\0\10\1\3\0\0\0", 13);
  png_add (png, "PLTE", "\0\0\0\377\0\0", 6);
  png_add (png, "tRNS", "\377\0", 2);
  png_add (png, "IDAT", "\x78\x9c\x63\xf8\xcf\x80\x02\x01\x3f\xd0\x07\xf9", 12);
  png_add (png, "IEND", "", 0);
  g_autoptr (Examined) examined = examine_here (png->data, png->len);
  guint width = 0, height = 0;
  g_autoptr (GByteArray) rgb = picture_decode (examined->thumbnail, &width, &height);
  for (guint i = 0; i < rgb->len; i++)
    g_assert_cmpuint (rgb->data[i], >, 240);
}

/* Over the limit it is not even tried: 24 bytes would ask for gigabytes. */
static void
test_huge (void)
{
  static const guint32 sizes[][2]
      = { { 100000, 100000 }, { 0x7fffffff, 0x7fffffff }, { 1, 1000001 } };
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GByteArray) png = png_start (sizes[i][0], sizes[i][1]);
      png_add (png, "IDAT", "\x78\x9c\x63\x60", 4);
      png_add (png, "IEND", "", 0);
      g_autoptr (Examined) examined = examine_here (png->data, png->len);
      g_assert_nonnull (strstr (examined->facts, "UNDECODABLE"));
    }
}

/* Cut anywhere, or with a byte changed: a thumbnail or none, and an end. */
static void
test_broken (gconstpointer data)
{
  const PictureFormat format = (PictureFormat)GPOINTER_TO_INT (data);
  g_autoptr (GByteArray) rgb = picture_street (64, 48, 3);
  g_autoptr (GByteArray) exif = make_orientation (6);
  g_autoptr (GByteArray) whole = picture_encode (format, rgb->data, 64, 48, exif);
  for (guint i = 1; i < 60; i++)
    {
      const gsize at = (gsize)whole->len * i / 60;
      g_autofree guint8 *exact = g_memdup2 (whole->data, at);
      g_autoptr (Examined) cut = examine_here (exact, at);
      g_assert_nonnull (cut->facts);
      const guint8 before = whole->data[at];
      whole->data[at] = (guint8)~before;
      g_autoptr (Examined) changed = examine_here (whole->data, whole->len);
      g_assert_nonnull (changed->facts);
      whole->data[at] = before;
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (int format = 0; format < PICTURE_N_FORMATS; format++)
    {
      const char *name = picture_format_name ((PictureFormat)format);
      g_autofree char *turned = g_strconcat ("/pixels/upright/", name, NULL);
      g_autofree char *broken = g_strconcat ("/pixels/broken/", name, NULL);
      if (format < PICTURE_HEIC)
        g_test_add_data_func (turned, GINT_TO_POINTER (format), test_upright);
      g_test_add_data_func (broken, GINT_TO_POINTER (format), test_broken);
    }
  g_test_add_func ("/pixels/upright/heif", test_upright_heif);
  g_test_add_func ("/pixels/heif/shared", test_heif_shared);
  g_test_add_func ("/pixels/heif/mask", test_heif_shared_mask);
  g_test_add_func ("/pixels/sizes", test_sizes);
  g_test_add_func ("/pixels/hash/formats", test_hash_formats);
  g_test_add_func ("/pixels/hash/resized", test_hash_resized);
  g_test_add_func ("/pixels/hash/turned", test_hash_turned);
  g_test_add_func ("/pixels/hash/every-way", test_hash_every_way);
  g_test_add_func ("/pixels/hash/others", test_hash_others);
  g_test_add_func ("/pixels/hash/slope", test_hash_slope);
  g_test_add_func ("/pixels/flat", test_flat);
  g_test_add_func ("/pixels/inside/turned", test_inside_turned);
  g_test_add_func ("/pixels/inside/fitted", test_inside_fitted);
  g_test_add_func ("/pixels/inside/broken", test_inside_broken);
  g_test_add_func ("/pixels/inside/large", test_inside_large);
  g_test_add_func ("/pixels/transparent", test_transparent);
  g_test_add_func ("/pixels/huge", test_huge);
  return g_test_run ();
}
