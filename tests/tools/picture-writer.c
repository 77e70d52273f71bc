/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "picture-writer.h"

#include "container-writer.h"
#include "photo-writer.h"
#include "tiff-writer.h"
#include <libheif/heif.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <webp/decode.h>
#include <webp/encode.h>

/* After stdio.h and stddef.h, which it forgets to include. */
#include <jpeglib.h>

#define JPEG_QUALITY 95
#define WEBP_QUALITY 95

const char *
picture_format_name (PictureFormat format)
{
  static const char *const names[] = { "jpeg", "png", "webp", "tiff", "heic", "avif" };
  return names[format];
}

static GByteArray *
take (gconstpointer bytes, gsize size)
{
  GByteArray *out = g_byte_array_new ();
  g_byte_array_append (out, bytes, (guint)size);
  return out;
}

/* ---- JPEG ---- */

static GByteArray *
encode_jpeg (const guint8 *rgb, guint width, guint height, const GByteArray *exif)
{
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
  jpeg_set_quality (&codec, JPEG_QUALITY, TRUE);
  jpeg_start_compress (&codec, TRUE);
  for (guint y = 0; y < height; y++)
    {
      JSAMPROW row[] = { (JSAMPROW)rgb + (gsize)y * width * 3 };
      (void)jpeg_write_scanlines (&codec, row, 1);
    }
  jpeg_finish_compress (&codec);
  jpeg_destroy_compress (&codec);
  GByteArray *jpeg = take (bytes, size);
  free (bytes);
  if (exif != NULL)
    photo_insert_exif (jpeg, exif);
  return jpeg;
}

static GByteArray *
decode_jpeg (const GByteArray *file, guint *width, guint *height)
{
  struct jpeg_error_mgr errors;
  struct jpeg_decompress_struct codec = { .err = jpeg_std_error (&errors) };
  jpeg_create_decompress (&codec);
  jpeg_mem_src (&codec, file->data, file->len);
  g_assert_cmpint (jpeg_read_header (&codec, TRUE), ==, JPEG_HEADER_OK);
  codec.out_color_space = JCS_RGB;
  g_assert_true (jpeg_start_decompress (&codec));
  *width = codec.output_width;
  *height = codec.output_height;
  GByteArray *rgb = g_byte_array_new ();
  g_byte_array_set_size (rgb, *width * *height * 3);
  while (codec.output_scanline < codec.output_height)
    {
      JSAMPROW row[] = { rgb->data + (gsize)*width * 3 * codec.output_scanline };
      (void)jpeg_read_scanlines (&codec, row, 1);
    }
  (void)jpeg_finish_decompress (&codec);
  jpeg_destroy_decompress (&codec);
  return rgb;
}

/* ---- PNG ---- */

static GByteArray *
encode_png (const guint8 *rgb, guint width, guint height, const GByteArray *exif)
{
  png_image image = {
    .version = PNG_IMAGE_VERSION, .width = width, .height = height, .format = PNG_FORMAT_RGB
  };
  png_alloc_size_t size = 0;
  g_assert_true (png_image_write_to_memory (&image, NULL, &size, 0, rgb, 0, NULL));
  g_autofree guint8 *bytes = g_malloc (size);
  g_assert_true (png_image_write_to_memory (&image, bytes, &size, 0, rgb, 0, NULL));
  /* Signature and IHDR, Exif, the rest. */
  const gsize head = 8 + 25;
  GByteArray *png = take (bytes, head);
  if (exif != NULL)
    png_add (png, "eXIf", exif->data, exif->len);
  g_byte_array_append (png, bytes + head, (guint)(size - head));
  return png;
}

static GByteArray *
decode_png (const GByteArray *file, guint *width, guint *height)
{
  png_image image = { .version = PNG_IMAGE_VERSION };
  g_assert_true (png_image_begin_read_from_memory (&image, file->data, file->len));
  image.format = PNG_FORMAT_RGB;
  GByteArray *rgb = g_byte_array_new ();
  g_byte_array_set_size (rgb, (guint)PNG_IMAGE_SIZE (image));
  const png_color white = { 255, 255, 255 };
  g_assert_true (png_image_finish_read (&image, &white, rgb->data, 0, NULL));
  *width = image.width;
  *height = image.height;
  return rgb;
}

/* ---- WebP ---- */

static GByteArray *
encode_webp (const guint8 *rgb, guint width, guint height, const GByteArray *exif)
{
  guint8 *bytes = NULL;
  const gsize size
      = WebPEncodeRGB (rgb, (int)width, (int)height, (int)width * 3, WEBP_QUALITY, &bytes);
  g_assert_cmpuint (size, >, 20);
  if (exif == NULL)
    {
      GByteArray *plain = take (bytes, size);
      WebPFree (bytes);
      return plain;
    }
  GByteArray *webp = riff_start ("WEBP");
  g_autoptr (GByteArray) canvas = g_byte_array_new ();
  put_le (canvas, 8, 4); /* there is Exif */
  put_le (canvas, width - 1, 3);
  put_le (canvas, height - 1, 3);
  riff_add (webp, "VP8X", canvas->data, canvas->len);
  g_byte_array_append (webp, bytes + 12, (guint)(size - 12));
  riff_add (webp, "EXIF", exif->data, exif->len);
  WebPFree (bytes);
  return webp;
}

static GByteArray *
decode_webp (const GByteArray *file, guint *width, guint *height)
{
  int columns = 0, rows = 0;
  guint8 *bytes = WebPDecodeRGB (file->data, file->len, &columns, &rows);
  g_assert_nonnull (bytes);
  *width = (guint)columns;
  *height = (guint)rows;
  GByteArray *rgb = take (bytes, (gsize)columns * (gsize)rows * 3);
  WebPFree (bytes);
  return rgb;
}

/* ---- TIFF ---- */

static GByteArray *
encode_tiff (const guint8 *rgb, guint width, guint height, const GByteArray *exif)
{
  /* Without Exif an empty directory. */
  static const guint8 empty[14] = { 'I', 'I', '*', 0, 8 };
  GByteArray *tiff = exif != NULL ? take (exif->data, exif->len) : take (empty, sizeof empty);
  tiff_add_picture (tiff, rgb, width, height, 16);
  return tiff;
}

/* ---- HEIC and AVIF ---- */

static struct heif_error
on_write (struct heif_context *context, const void *bytes, size_t size, void *data)
{
  g_byte_array_append (data, bytes, (guint)size);
  return (struct heif_error){ heif_error_Ok, heif_suberror_Unspecified, "" };
}

typedef struct
{
  enum heif_compression_format format;
  enum heif_orientation orientation;
  const GByteArray *exif;
  gboolean album;
  gboolean veiled;
} HeifPlan;

/* Of RGB, from the last row up when @flipped; opaque on the left when @veiled. */
static struct heif_image *
make_heif_image (const guint8 *rgb, guint width, guint height, gboolean veiled, gboolean flipped)
{
  struct heif_image *image = NULL;
  const guint channels = veiled ? 4 : 3;
  (void)heif_image_create ((int)width, (int)height, heif_colorspace_RGB,
                           veiled ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB,
                           &image);
  (void)heif_image_add_plane (image, heif_channel_interleaved, (int)width, (int)height,
                              (int)channels * 8);
  int stride = 0;
  guint8 *plane = heif_image_get_plane (image, heif_channel_interleaved, &stride);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        guint8 *at = plane + (gsize)y * (gsize)stride + (gsize)x * channels;
        const guint row = flipped ? height - 1 - y : y;
        memcpy (at, rgb + ((gsize)row * width + x) * 3, 3);
        if (veiled)
          at[3] = (guint8)(255 - 255 * x / width);
      }
  return image;
}

typedef struct
{
  struct heif_context *context;
  struct heif_encoder *encoder;
  struct heif_encoding_options *options;
} HeifWriter;

static void
add_heif_exif (const HeifWriter *writer,
               const struct heif_image_handle *handle,
               const GByteArray *exif)
{
  if (exif != NULL)
    (void)heif_context_add_exif_metadata (writer->context, handle, exif->data, (int)exif->len);
}

static void
add_heif_album (const HeifWriter *writer,
                const HeifPlan *plan,
                const struct heif_image *image,
                const struct heif_image_handle *picture,
                struct heif_image *other)
{
  struct heif_image_handle *handle = NULL;
  g_assert_cmpint (heif_context_encode_thumbnail (writer->context, image, picture, writer->encoder,
                                                  writer->options, 64, &handle)
                       .code,
                   ==, heif_error_Ok);
  add_heif_exif (writer, handle, plan->exif);
  heif_image_handle_release (handle);
  g_assert_cmpint (
      heif_context_encode_image (writer->context, other, writer->encoder, writer->options, &handle)
          .code,
      ==, heif_error_Ok);
  add_heif_exif (writer, handle, plan->exif);
  heif_image_handle_release (handle);
  (void)heif_context_set_primary_image (writer->context, (struct heif_image_handle *)picture);
}

static GByteArray *
encode_heif (const HeifPlan *plan, const guint8 *rgb, guint width, guint height)
{
  HeifWriter writer
      = { .context = heif_context_alloc (), .options = heif_encoding_options_alloc () };
  struct heif_image_handle *handle = NULL;
  struct heif_image *image = make_heif_image (rgb, width, height, plan->veiled, FALSE);
  g_assert_cmpint (
      heif_context_get_encoder_for_format (writer.context, plan->format, &writer.encoder).code, ==,
      heif_error_Ok);
  writer.options->image_orientation = plan->orientation;
  (void)heif_encoder_set_lossy_quality (writer.encoder, 90);
  g_assert_cmpint (
      heif_context_encode_image (writer.context, image, writer.encoder, writer.options, &handle)
          .code,
      ==, heif_error_Ok);
  add_heif_exif (&writer, handle, plan->exif);
  if (plan->album)
    {
      struct heif_image *other = make_heif_image (rgb, width, height, FALSE, TRUE);
      add_heif_album (&writer, plan, image, handle, other);
      heif_image_release (other);
    }
  GByteArray *out = g_byte_array_new ();
  struct heif_writer sink = { .writer_api_version = 1, .write = on_write };
  g_assert_cmpint (heif_context_write (writer.context, &sink, out).code, ==, heif_error_Ok);
  heif_image_handle_release (handle);
  heif_encoder_release (writer.encoder);
  heif_encoding_options_free (writer.options);
  heif_image_release (image);
  heif_context_free (writer.context);
  return out;
}

static GByteArray *
decode_heif (const GByteArray *file, guint *width, guint *height)
{
  struct heif_context *context = heif_context_alloc ();
  struct heif_image *image = NULL;
  struct heif_image_handle *handle = NULL;
  g_assert_cmpint (
      heif_context_read_from_memory_without_copy (context, file->data, file->len, NULL).code, ==,
      heif_error_Ok);
  g_assert_cmpint (heif_context_get_primary_image_handle (context, &handle).code, ==,
                   heif_error_Ok);
  g_assert_cmpint (
      heif_decode_image (handle, &image, heif_colorspace_RGB, heif_chroma_interleaved_RGB, NULL)
          .code,
      ==, heif_error_Ok);
  int stride = 0;
  const guint8 *plane = heif_image_get_plane_readonly (image, heif_channel_interleaved, &stride);
  *width = (guint)heif_image_get_width (image, heif_channel_interleaved);
  *height = (guint)heif_image_get_height (image, heif_channel_interleaved);
  GByteArray *rgb = g_byte_array_new ();
  for (guint y = 0; y < *height; y++)
    g_byte_array_append (rgb, plane + (gsize)y * (gsize)stride, *width * 3);
  heif_image_handle_release (handle);
  heif_image_release (image);
  heif_context_free (context);
  return rgb;
}

/* ---- All ---- */

GByteArray *
picture_encode (
    PictureFormat format, const guint8 *rgb, guint width, guint height, const GByteArray *exif)
{
  switch (format)
    {
    case PICTURE_JPEG:
      return encode_jpeg (rgb, width, height, exif);
    case PICTURE_PNG:
      return encode_png (rgb, width, height, exif);
    case PICTURE_WEBP:
      return encode_webp (rgb, width, height, exif);
    case PICTURE_TIFF:
      return encode_tiff (rgb, width, height, exif);
    case PICTURE_HEIC:
      return encode_heif (&(HeifPlan){ .format = heif_compression_HEVC,
                                       .orientation = heif_orientation_normal,
                                       .exif = exif },
                          rgb, width, height);
    case PICTURE_AVIF:
      return encode_heif (&(HeifPlan){ .format = heif_compression_AV1,
                                       .orientation = heif_orientation_normal,
                                       .exif = exif },
                          rgb, width, height);
    case PICTURE_N_FORMATS:
      break;
    }
  g_assert_not_reached ();
}

GByteArray *
picture_encode_turned (const guint8 *rgb, guint width, guint height, guint orientation)
{
  const HeifPlan plan
      = { .format = heif_compression_HEVC, .orientation = (enum heif_orientation)orientation };
  return encode_heif (&plan, rgb, width, height);
}

static HeifPlan
plan_heif (PictureFormat format)
{
  return (HeifPlan){ .format
                     = format == PICTURE_HEIC ? heif_compression_HEVC : heif_compression_AV1,
                     .orientation = heif_orientation_normal };
}

GByteArray *
picture_encode_album (
    PictureFormat format, const guint8 *rgb, guint width, guint height, const GByteArray *exif)
{
  HeifPlan plan = plan_heif (format);
  plan.exif = exif;
  plan.album = TRUE;
  return encode_heif (&plan, rgb, width, height);
}

GByteArray *
picture_encode_veiled (PictureFormat format, const guint8 *rgb, guint width, guint height)
{
  HeifPlan plan = plan_heif (format);
  plan.veiled = TRUE;
  return encode_heif (&plan, rgb, width, height);
}

GByteArray *
picture_decode (const GByteArray *file, guint *width, guint *height)
{
  if (file->data[0] == 0xff)
    return decode_jpeg (file, width, height);
  if (file->data[0] == 0x89)
    return decode_png (file, width, height);
  if (file->data[0] == 'R')
    return decode_webp (file, width, height);
  return decode_heif (file, width, height);
}

GByteArray *
picture_quarters (guint width, guint height)
{
  static const guint8 colors[4][3]
      = { { 250, 0, 0 }, { 0, 250, 0 }, { 0, 0, 250 }, { 250, 250, 0 } };
  GByteArray *rgb = g_byte_array_new ();
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      g_byte_array_append (rgb, colors[(x * 2 / width) + 2 * (y * 2 / height)], 3);
  return rgb;
}

char *
picture_read_quarters (const GByteArray *file)
{
  guint width = 0, height = 0;
  g_autoptr (GByteArray) rgb = picture_decode (file, &width, &height);
  char *letters = g_strdup ("????");
  for (guint i = 0; i < 4; i++)
    {
      const guint x = width * (i % 2 * 2 + 1) / 4;
      const guint y = height * (i / 2 * 2 + 1) / 4;
      const guint8 *at = rgb->data + ((gsize)y * width + x) * 3;
      const guint code = (at[0] > 128 ? 4 : 0) + (at[1] > 128 ? 2 : 0) + (at[2] > 128 ? 1 : 0);
      letters[i] = "?B??R?Y?"[code];
      if (code == 2)
        letters[i] = 'G';
    }
  return letters;
}

GByteArray *
picture_street (guint width, guint height, guint32 seed)
{
  g_autoptr (GByteArray) jpeg = photo_picture (width, height, seed);
  return decode_jpeg (jpeg, &width, &height);
}
