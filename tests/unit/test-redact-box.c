/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Promise: a redacted copy of a PNG, WebP, HEIC or AVIF shows the same pixels and has in it no byte
   of what stood around them, wherever that stood. Pixels are compared as libpng, libwebp and
   libheif decode them; what may stand where follows ISO/IEC 15948, RFC 9649 and ISO/IEC 23008-12.
 */

#include "anf-heif.h"
#include "anf-json.h"

#include "container-writer.h"
#include "examine-here.h"
#include "photo-writer.h"
#include "picture-writer.h"
#include <libheif/heif.h>
#include <string.h>

#define WIDTH 96
#define HEIGHT 64
#define SECRET "Lin took it"

static GByteArray *
make_exif (guint16 orientation)
{
  g_autoptr (PhotoExif) exif = photo_exif_new (TRUE);
  photo_exif_add_text (exif, PHOTO_IFD_0, 0x10f, SECRET);
  photo_exif_add_short (exif, PHOTO_IFD_0, 0x112, orientation);
  photo_exif_add_position (exif, 40.85, 122.74);
  return photo_exif_finish (exif);
}

static GByteArray *
make_plain (PictureFormat format)
{
  g_autoptr (GByteArray) rgb = picture_street (WIDTH, HEIGHT, 7);
  return picture_encode (format, rgb->data, WIDTH, HEIGHT, NULL);
}

static gboolean
holds (const GByteArray *bytes, const char *text)
{
  return memmem (bytes->data, bytes->len, text, strlen (text)) != NULL;
}

static void
assert_same_pixels (const GByteArray *a, const GByteArray *b)
{
  guint size[4] = { 0 };
  g_autoptr (GByteArray) one = picture_decode (a, &size[0], &size[1]);
  g_autoptr (GByteArray) two = picture_decode (b, &size[2], &size[3]);
  g_assert_cmpmem (one->data, one->len, two->data, two->len);
  g_assert_cmpuint (size[0], ==, size[2]);
  g_assert_cmpuint (size[1], ==, size[3]);
}

static char *
read_text (const char *json, const char *member)
{
  g_autoptr (JsonObject) facts = anf_json_parse_object (json, strlen (json), NULL);
  return g_strdup (anf_json_peek_string (facts, member));
}

/* @plain: the same picture with nothing around it, from which the hash has to be the same. */
static GByteArray *
assert_lossless (const GByteArray *file, const GByteArray *plain)
{
  g_autoptr (Examined) examined = examine_here (file->data, file->len);
  g_test_message ("%s", examined->facts);
  g_assert_cmpint (examined->redaction, ==, ANF_REDACTION_LOSSLESS);
  g_assert_true (holds (file, SECRET));
  g_assert_false (holds (examined->redacted, SECRET));
  assert_same_pixels (file, examined->redacted);
  g_autoptr (Examined) bare = examine_here (plain->data, plain->len);
  g_autofree char *hash = read_text (examined->facts, "picture_sha256");
  g_autofree char *bare_hash = read_text (bare->facts, "picture_sha256");
  g_assert_nonnull (hash);
  g_assert_cmpstr (hash, ==, bare_hash);
  return g_byte_array_ref (examined->redacted);
}

static void
assert_reencoded (const GByteArray *file)
{
  g_autoptr (Examined) examined = examine_here (file->data, file->len);
  g_test_message ("%s", examined->facts);
  g_assert_cmpint (examined->redaction, ==, ANF_REDACTION_REENCODED);
  g_assert_false (holds (examined->redacted, SECRET));
  g_assert_cmpuint (examined->redacted->data[0], ==, 0xff);
  guint width = 0, height = 0;
  g_autoptr (GByteArray) rgb = picture_decode (examined->redacted, &width, &height);
  g_assert_cmpuint (width, ==, WIDTH);
  g_assert_cmpuint (height, ==, HEIGHT);
}

static void
insert (GByteArray *file, gsize at, const GByteArray *bytes)
{
  g_autoptr (GByteArray) rest = g_byte_array_new ();
  g_byte_array_append (rest, file->data + at, (guint)(file->len - at));
  g_byte_array_set_size (file, (guint)at);
  g_byte_array_append (file, bytes->data, bytes->len);
  g_byte_array_append (file, rest->data, rest->len);
}

/* ---- PNG ---- */

#define PNG_HEAD (8 + 25) /* signature and IHDR */

static GByteArray *
make_png_extras (guint16 orientation)
{
  g_autoptr (GByteArray) exif = make_exif (orientation);
  GByteArray *extras = g_byte_array_new ();
  png_add (extras, "eXIf", exif->data, exif->len);
  png_add_text (extras, "tEXt", "Author", SECRET, strlen (SECRET), FALSE);
  png_add_text (extras, "iTXt", "XML:com.adobe.xmp", SECRET, strlen (SECRET), FALSE);
  png_add (extras, "iCCP", SECRET "\0\0x\x9c", strlen (SECRET) + 4);
  png_add (extras, "prVt", SECRET, strlen (SECRET));
  png_add (extras, "gAMA", SECRET, strlen (SECRET)); /* longer than it may be */
  png_add (extras, "PLTE", SECRET, strlen (SECRET));
  png_add (extras, "tRNS", SECRET, strlen (SECRET)); /* of a palette, that there is not */
  png_add (extras, "tIME", "\x07\xe2\3\5\12\13\14", 7);
  return extras;
}

static void
test_png (void)
{
  for (guint16 orientation = 1; orientation <= 8; orientation += 5)
    {
      g_autoptr (GByteArray) plain = make_plain (PICTURE_PNG);
      g_autoptr (GByteArray) file = make_plain (PICTURE_PNG);
      g_autoptr (GByteArray) extras = make_png_extras (orientation);
      insert (file, PNG_HEAD, extras);
      g_byte_array_append (file, (const guint8 *)SECRET, strlen (SECRET));
      g_autoptr (GByteArray) redacted = assert_lossless (file, plain);
      g_assert_true (holds (redacted, "eXIf") == (orientation != 1));
      g_autoptr (Examined) again = examine_here (redacted->data, redacted->len);
      g_assert_true ((strstr (again->facts, "\"orientation\":6") != NULL) == (orientation == 6));
    }
}

/* Behind the pixels, where also what is of the right kind and size changes nothing. */
static void
test_png_behind (void)
{
  g_autoptr (GByteArray) plain = make_plain (PICTURE_PNG);
  g_autoptr (GByteArray) file = make_plain (PICTURE_PNG);
  g_autoptr (GByteArray) extras = make_png_extras (1);
  png_add (extras, "gAMA", "\0Lin", 4);
  insert (file, file->len - 12, extras);
  g_autoptr (GByteArray) redacted = assert_lossless (file, plain);
  g_autoptr (Examined) bare = examine_here (plain->data, plain->len);
  g_assert_cmpmem (redacted->data, redacted->len, bare->redacted->data, bare->redacted->len);
}

/* Frames beside the picture, in which anything could be. */
static void
test_png_animation (void)
{
  g_autoptr (GByteArray) plain = make_plain (PICTURE_PNG);
  g_autoptr (GByteArray) file = make_plain (PICTURE_PNG);
  g_autoptr (GByteArray) frames = g_byte_array_new ();
  png_add (frames, "acTL", "\0\0\0\1\0\0\0\0", 8);
  png_add (frames, "fdAT", SECRET, strlen (SECRET));
  insert (file, PNG_HEAD, frames);
  g_autoptr (GByteArray) redacted = assert_lossless (file, plain);
  g_assert_false (holds (redacted, "acTL"));
}

/* Behind the end of the compressed stream, in a chunk that decoders read over. */
static void
test_png_hidden (void)
{
  g_autoptr (GByteArray) file = make_plain (PICTURE_PNG);
  g_autoptr (GByteArray) hidden = g_byte_array_new ();
  png_add (hidden, "IDAT", SECRET, strlen (SECRET));
  insert (file, file->len - 12, hidden);
  assert_reencoded (file);
}

/* ---- WebP ---- */

static GByteArray *
make_webp (guint16 orientation)
{
  g_autoptr (GByteArray) rgb = picture_street (WIDTH, HEIGHT, 7);
  g_autoptr (GByteArray) exif = make_exif (orientation);
  GByteArray *file = picture_encode (PICTURE_WEBP, rgb->data, WIDTH, HEIGHT, exif);
  file->data[20] |= 0x24; /* XMP and a profile as well */
  riff_add (file, "XMP ", SECRET, strlen (SECRET));
  riff_add (file, "PRVT", SECRET, strlen (SECRET));
  g_autoptr (GByteArray) profile = g_byte_array_new ();
  put_text (profile, "ICCP");
  put_le (profile, strlen (SECRET), 4);
  put_text (profile, SECRET);
  put_le (profile, 0, strlen (SECRET) % 2);
  insert (file, 30, profile);
  g_autoptr (GByteArray) size = g_byte_array_new ();
  put_le (size, file->len - 8, 4);
  memcpy (file->data + 4, size->data, 4);
  return file;
}

static void
test_webp (void)
{
  for (guint16 orientation = 1; orientation <= 8; orientation += 5)
    {
      g_autoptr (GByteArray) with_nothing = make_webp (1);
      g_autoptr (GByteArray) file = make_webp (orientation);
      g_byte_array_append (file, (const guint8 *)SECRET, strlen (SECRET));
      g_autoptr (GByteArray) redacted = assert_lossless (file, with_nothing);
      g_assert_true (holds (redacted, "EXIF") == (orientation != 1));
      g_assert_false (holds (redacted, "ICCP"));
      g_assert_cmpuint (redacted->data[20], ==, orientation != 1 ? 8 : 0);
      g_autoptr (GByteArray) size = g_byte_array_new ();
      put_le (size, redacted->len - 8, 4);
      g_assert_cmpmem (size->data, 4, redacted->data + 4, 4);
      g_autoptr (Examined) again = examine_here (redacted->data, redacted->len);
      g_assert_true ((strstr (again->facts, "\"orientation\":6") != NULL) == (orientation == 6));
    }
}

/* ---- HEIC and AVIF ---- */

static void
test_heif (gconstpointer data)
{
  const PictureFormat format = (PictureFormat)GPOINTER_TO_INT (data);
  g_autoptr (GByteArray) rgb = picture_street (WIDTH, HEIGHT, 7);
  g_autoptr (GByteArray) exif = make_exif (6);
  g_autoptr (GByteArray) plain = picture_encode (format, rgb->data, WIDTH, HEIGHT, NULL);
  g_autoptr (GByteArray) file = picture_encode (format, rgb->data, WIDTH, HEIGHT, exif);
  /* Where QuickTime has who made it. */
  guint8 *handler = memmem (file->data, file->len, "hdlr", 4);
  g_assert_nonnull (handler);
  memcpy (handler + 4 + 12, SECRET, strlen (SECRET));
  box_add (file, "uuid", "0123456789abcdef" SECRET, 16 + strlen (SECRET));
  box_add (file, "free", SECRET, strlen (SECRET));
  box_add (file, "mdat", SECRET, strlen (SECRET));
  g_byte_array_append (file, (const guint8 *)"Lin", 3);
  g_autoptr (GByteArray) redacted = assert_lossless (file, plain);
  g_assert_false (holds (redacted, "Exif"));
  g_assert_cmpuint (redacted->len, ==, file->len - 3);
  g_autoptr (Examined) again = examine_here (redacted->data, redacted->len);
  g_assert_null (strstr (again->facts, "orientation"));
}

/* A description that decoders need not know goes; one that they must know is not for us to drop. */
static void
test_heif_property (void)
{
  g_autoptr (GByteArray) file = make_plain (PICTURE_HEIC);
  guint8 *pixi = memmem (file->data, file->len, "pixi", 4);
  guint8 *links = memmem (file->data, file->len, "ipma", 4);
  g_assert_nonnull (pixi);
  g_assert_nonnull (links);
  memcpy (pixi, "udes", 4);
  /* Version and flags, one item, its id, how many; then they, the highest bit: must be known. */
  const guint count = links[4 + 4 + 4 + 2];
  for (guint essential = 0; essential < 2; essential++)
    {
      for (guint i = 0; i < count; i++)
        links[15 + i] = (guint8)((links[15 + i] & 0x7f) | essential << 7);
      g_autoptr (Examined) examined = examine_here (file->data, file->len);
      g_assert_cmpint (examined->redaction, ==,
                       essential != 0 ? ANF_REDACTION_REENCODED : ANF_REDACTION_LOSSLESS);
      if (essential != 0)
        continue;
      g_assert_false (holds (examined->redacted, "udes"));
      assert_same_pixels (file, examined->redacted);
    }
}

static void
test_heif_film (void)
{
  g_autoptr (GByteArray) file = make_plain (PICTURE_HEIC);
  box_add (file, "moov", SECRET, strlen (SECRET));
  assert_reencoded (file);
}

/* ---- Pictures beside the picture ---- */

/* No longer than a header would be the same in any. */
#define TELLING_SIZE 32

/* The coded bytes of each picture of @file but those of @kept. */
static void
assert_gone (const GByteArray *file, const GByteArray *redacted, guint kept)
{
  g_autoptr (AnfHeif) heif = anf_heif_parse (file->data, file->len);
  guint gone = 0;
  for (guint i = 0; i < heif->items->len; i++)
    {
      const AnfHeifItem *item = &g_array_index (heif->items, AnfHeifItem, i);
      const AnfHeifExtent *extent
          = &g_array_index (heif->extents, AnfHeifExtent, item->first_extent);
      if (extent->size < TELLING_SIZE)
        continue;
      const gboolean found
          = memmem (redacted->data, redacted->len, file->data + extent->start, extent->size)
            != NULL;
      kept -= found ? 1 : 0;
      gone += found ? 0 : 1;
    }
  g_assert_cmpuint (kept, ==, 0);
  g_assert_cmpuint (gone, >, 0);
}

typedef struct
{
  int pictures, thumbnails, depths, alphas, auxiliaries, blocks;
} Counts;

/* As libheif sees it, thumbnails and so on those of the primary picture. */
static Counts
count_pictures (const GByteArray *file)
{
  struct heif_context *context = heif_context_alloc ();
  struct heif_image_handle *handle = NULL;
  g_assert_cmpint (
      heif_context_read_from_memory_without_copy (context, file->data, file->len, NULL).code, ==,
      heif_error_Ok);
  g_assert_cmpint (heif_context_get_primary_image_handle (context, &handle).code, ==,
                   heif_error_Ok);
  const Counts counts = { heif_context_get_number_of_top_level_images (context),
                          heif_image_handle_get_number_of_thumbnails (handle),
                          heif_image_handle_has_depth_image (handle),
                          heif_image_handle_has_alpha_channel (handle),
                          heif_image_handle_get_number_of_auxiliary_images (handle, 0),
                          heif_image_handle_get_number_of_metadata_blocks (handle, NULL) };
  heif_image_handle_release (handle);
  heif_context_free (context);
  return counts;
}

static void
test_heif_album (gconstpointer data)
{
  const PictureFormat format = (PictureFormat)GPOINTER_TO_INT (data);
  g_autoptr (GByteArray) rgb = picture_street (WIDTH, HEIGHT, 7);
  g_autoptr (GByteArray) exif = make_exif (6);
  g_autoptr (GByteArray) plain = picture_encode (format, rgb->data, WIDTH, HEIGHT, NULL);
  g_autoptr (GByteArray) file = picture_encode_album (format, rgb->data, WIDTH, HEIGHT, exif);
  const Counts before = count_pictures (file);
  g_assert_cmpint (before.pictures, ==, 2);
  g_assert_cmpint (before.thumbnails, ==, 1);
  g_assert_cmpint (before.blocks, ==, 1);
  g_autoptr (GByteArray) redacted = assert_lossless (file, plain);
  const Counts after = count_pictures (redacted);
  g_assert_cmpint (after.pictures, ==, 1);
  g_assert_cmpint (after.thumbnails, ==, 0);
  g_assert_cmpint (after.blocks, ==, 0);
  g_assert_false (holds (redacted, "thmb"));
  g_assert_false (holds (redacted, "cdsc"));
  assert_gone (file, redacted, 1);
}

static GByteArray *
decode_veiled (const GByteArray *file)
{
  struct heif_context *context = heif_context_alloc ();
  struct heif_image_handle *handle = NULL;
  struct heif_image *image = NULL;
  (void)heif_context_read_from_memory_without_copy (context, file->data, file->len, NULL);
  (void)heif_context_get_primary_image_handle (context, &handle);
  g_assert_cmpint (
      heif_decode_image (handle, &image, heif_colorspace_RGB, heif_chroma_interleaved_RGBA, NULL)
          .code,
      ==, heif_error_Ok);
  int stride = 0;
  const guint8 *plane = heif_image_get_plane_readonly (image, heif_channel_interleaved, &stride);
  GByteArray *rgba = g_byte_array_new ();
  for (int y = 0; y < HEIGHT; y++)
    g_byte_array_append (rgba, plane + (gssize)y * stride, WIDTH * 4);
  heif_image_release (image);
  heif_image_handle_release (handle);
  heif_context_free (context);
  return rgba;
}

/* What is not to be seen stays so. */
static void
test_heif_veiled (gconstpointer data)
{
  const PictureFormat format = (PictureFormat)GPOINTER_TO_INT (data);
  g_autoptr (GByteArray) rgb = picture_street (WIDTH, HEIGHT, 7);
  g_autoptr (GByteArray) file = picture_encode_veiled (format, rgb->data, WIDTH, HEIGHT);
  g_autoptr (Examined) examined = examine_here (file->data, file->len);
  g_assert_cmpint (examined->redaction, ==, ANF_REDACTION_LOSSLESS);
  g_assert_cmpint (count_pictures (examined->redacted).alphas, ==, 1);
  g_autoptr (GByteArray) before = decode_veiled (file);
  g_autoptr (GByteArray) after = decode_veiled (examined->redacted);
  g_assert_cmpmem (before->data, before->len, after->data, after->len);
  g_assert_cmpuint (after->data[3], >, 200);
  g_assert_cmpuint (after->data[WIDTH * 4 - 1], <, 55);
}

/* The same mask under another name: how far away everything is, what a telephone makes brighter,
   who stands in front. None of it is seen. */
static void
test_heif_auxiliary (void)
{
  static const struct
  {
    PictureFormat format;
    const char *from, *to;
  } names[] = {
    { PICTURE_HEIC, "urn:mpeg:hevc:2015:auxid:1", "urn:mpeg:hevc:2015:auxid:2" },
    { PICTURE_AVIF, ":auxiliary:alpha", ":auxiliary:depth" },
    { PICTURE_HEIC, "urn:mpeg:hevc:2015:auxid:1", "urn:com:apple:hdrgainmap01" },
  };
  g_autoptr (GByteArray) rgb = picture_street (WIDTH, HEIGHT, 7);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GByteArray) file
          = picture_encode_veiled (names[i].format, rgb->data, WIDTH, HEIGHT);
      guint8 *at = memmem (file->data, file->len, names[i].from, strlen (names[i].from));
      g_assert_nonnull (at);
      memcpy (at, names[i].to, strlen (names[i].to));
      const Counts before = count_pictures (file);
      g_assert_cmpint (before.depths + before.auxiliaries, >, 0);
      g_autoptr (Examined) examined = examine_here (file->data, file->len);
      g_assert_cmpint (examined->redaction, ==, ANF_REDACTION_LOSSLESS);
      const Counts after = count_pictures (examined->redacted);
      g_assert_cmpint (after.depths + after.auxiliaries, ==, 0);
      g_assert_false (holds (examined->redacted, names[i].to));
      g_assert_false (holds (examined->redacted, "auxl"));
      g_assert_false (holds (examined->redacted, "auxC"));
      assert_gone (file, examined->redacted, 1);
    }
}

/* A picture that refers to what is not there, or to what is no picture. */
static void
test_heif_pieces (void)
{
  g_autoptr (GByteArray) rgb = picture_street (WIDTH, HEIGHT, 7);
  g_autoptr (GByteArray) exif = make_exif (6);
  g_autoptr (GByteArray) file = picture_encode (PICTURE_HEIC, rgb->data, WIDTH, HEIGHT, exif);
  guint8 *kind = memmem (file->data, file->len, "cdsc", 4);
  g_assert_nonnull (kind);
  guint8 *from = kind + 4, *to = kind + 8;
  g_assert_cmpuint (from[1], ==, 2);
  g_assert_cmpuint (to[1], ==, 1);
  memcpy (kind, "dimg", 4);
  from[1] = 1;
  for (guint8 piece = 2; piece <= 3; piece++)
    {
      to[1] = piece;
      g_autoptr (Examined) examined = examine_here (file->data, file->len);
      g_assert_cmpint (examined->redaction, !=, ANF_REDACTION_LOSSLESS);
    }
  to[1] = 1; /* itself */
  g_autoptr (Examined) examined = examine_here (file->data, file->len);
  g_assert_nonnull (examined->facts);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/redact-box/png", test_png);
  g_test_add_func ("/redact-box/png/behind", test_png_behind);
  g_test_add_func ("/redact-box/png/animation", test_png_animation);
  g_test_add_func ("/redact-box/png/hidden", test_png_hidden);
  g_test_add_func ("/redact-box/webp", test_webp);
  g_test_add_data_func ("/redact-box/heic", GINT_TO_POINTER (PICTURE_HEIC), test_heif);
  g_test_add_data_func ("/redact-box/avif", GINT_TO_POINTER (PICTURE_AVIF), test_heif);
  g_test_add_func ("/redact-box/heif/property", test_heif_property);
  g_test_add_func ("/redact-box/heif/film", test_heif_film);
  g_test_add_data_func ("/redact-box/heic/album", GINT_TO_POINTER (PICTURE_HEIC), test_heif_album);
  g_test_add_data_func ("/redact-box/avif/album", GINT_TO_POINTER (PICTURE_AVIF), test_heif_album);
  g_test_add_data_func ("/redact-box/heic/veiled", GINT_TO_POINTER (PICTURE_HEIC),
                        test_heif_veiled);
  g_test_add_data_func ("/redact-box/avif/veiled", GINT_TO_POINTER (PICTURE_AVIF),
                        test_heif_veiled);
  g_test_add_func ("/redact-box/heif/auxiliary", test_heif_auxiliary);
  g_test_add_func ("/redact-box/heif/pieces", test_heif_pieces);
  return g_test_run ();
}
