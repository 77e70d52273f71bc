/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-pixels.h"

#include "anf-codec.h"
#include "anf-media-limits.h"

#include <stdlib.h>
#include <string.h>

#define THUMBNAIL_QUALITY 80
#define COPY_QUALITY 95
#define CHANNELS 3

/* ---- Smaller ---- */

typedef struct
{
  const guint8 *bytes;
  gsize size;
  guint8 *row;    /* one decoded row */
  guint32 *sums;  /* one row of boxes */
  guint8 *pixels; /* the small picture, RGB */
  guint width;
  guint height;
  guint orientation;
  unsigned char *jpeg; /* of malloc */
  unsigned long jpeg_size;
} Shrink;

static void
shrink_clear (Shrink *self)
{
  g_free (self->row);
  g_free (self->sums);
  g_free (self->pixels);
  free (self->jpeg);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shrink, shrink_clear)

/* Inverted CMYK, as Adobe writes it and as all do after Adobe. */
static void
convert_cmyk (const guint8 *from, guint8 *to, guint count)
{
  for (guint i = 0; i < count; i++, from += 4, to += CHANNELS)
    for (guint c = 0; c < CHANNELS; c++)
      to[c] = (guint8)(from[c] * from[3] / 255);
}

static gboolean
is_cmyk (const AnfCodec *codec)
{
  return codec->in.jpeg_color_space == JCS_CMYK || codec->in.jpeg_color_space == JCS_YCCK;
}

/* One row as RGB at the start of @row. */
static void
read_rgb (AnfCodec *codec, guint8 *row)
{
  JSAMPROW rows[] = { row };
  if (jpeg_read_scanlines (&codec->in, rows, 1) != 1)
    anf_codec_fail (codec);
  if (codec->in.out_color_space == JCS_CMYK)
    convert_cmyk (row, row, codec->in.output_width);
}

/* Lets the decoder do most of the work: it can leave out detail in steps of an eighth. */
static void
choose_scale (AnfCodec *codec)
{
  const guint edge = MAX (codec->in.image_width, codec->in.image_height);
  guint eighths = 1;
  while (eighths < 8 && edge * eighths < ANF_MEDIA_THUMBNAIL_EDGE * 8)
    eighths++;
  codec->in.scale_num = eighths;
  codec->in.scale_denom = 8;
  codec->in.out_color_space = is_cmyk (codec) ? JCS_CMYK : JCS_RGB;
  codec->in.do_fancy_upsampling = FALSE;
}

static void
add_row (Shrink *self, guint from_width)
{
  for (guint x = 0; x < self->width; x++)
    {
      const guint start = (guint)((guint64)x * from_width / self->width);
      const guint end = (guint)((guint64)(x + 1) * from_width / self->width);
      for (guint i = start; i < end; i++)
        for (guint c = 0; c < CHANNELS; c++)
          self->sums[x * CHANNELS + c] += self->row[i * CHANNELS + c];
    }
}

static void
finish_row (Shrink *self, guint y, guint from_width, guint rows)
{
  for (guint x = 0; x < self->width; x++)
    {
      const guint start = (guint)((guint64)x * from_width / self->width);
      const guint end = (guint)((guint64)(x + 1) * from_width / self->width);
      const guint area = MAX ((end - start) * rows, 1);
      guint8 *to = self->pixels + ((gsize)y * self->width + x) * CHANNELS;
      for (guint c = 0; c < CHANNELS; c++)
        to[c] = (guint8)((self->sums[x * CHANNELS + c] + area / 2) / area);
    }
  memset (self->sums, 0, (gsize)self->width * CHANNELS * sizeof *self->sums);
}

static void
run_shrink (AnfCodec *codec, gpointer data)
{
  Shrink *self = data;
  anf_codec_open (codec, self->bytes, self->size);
  choose_scale (codec);
  (void)jpeg_start_decompress (&codec->in);
  const guint from_width = codec->in.output_width;
  const guint from_height = codec->in.output_height;
  const guint edge = MAX (from_width, from_height);
  const guint target = MIN (edge, ANF_MEDIA_THUMBNAIL_EDGE);
  self->width = MAX (1, (guint)((guint64)from_width * target / edge));
  self->height = MAX (1, (guint)((guint64)from_height * target / edge));
  self->row = g_malloc0 ((gsize)from_width * 4);
  self->sums = g_new0 (guint32, (gsize)self->width * CHANNELS);
  self->pixels = g_malloc0 ((gsize)self->width * self->height * CHANNELS);
  guint start = 0;
  for (guint y = 0; y < self->height; y++)
    {
      const guint end = (guint)((guint64)(y + 1) * from_height / self->height);
      for (guint i = start; i < end; i++)
        {
          read_rgb (codec, self->row);
          add_row (self, from_width);
        }
      finish_row (self, y, from_width, end - start);
      start = end;
    }
  (void)jpeg_finish_decompress (&codec->in);
}

/* The stored pixel that an upright picture shows at @x, @y (Exif 3.0, tag 0x0112). */
static const guint8 *
upright_pixel (const Shrink *self, guint x, guint y)
{
  const guint o = self->orientation;
  guint from_x = o >= 5 ? y : x;
  guint from_y = o >= 5 ? x : y;
  if (o == 2 || o == 3 || o == 7 || o == 8)
    from_x = self->width - 1 - from_x;
  if (o == 3 || o == 4 || o == 6 || o == 7)
    from_y = self->height - 1 - from_y;
  return self->pixels + ((gsize)from_y * self->width + from_x) * CHANNELS;
}

static void
run_compress (AnfCodec *codec, gpointer data)
{
  Shrink *self = data;
  jpeg_create_compress (&codec->out);
  jpeg_mem_dest (&codec->out, &self->jpeg, &self->jpeg_size);
  const gboolean turned = self->orientation >= 5;
  codec->out.image_width = turned ? self->height : self->width;
  codec->out.image_height = turned ? self->width : self->height;
  codec->out.input_components = CHANNELS;
  codec->out.in_color_space = JCS_RGB;
  jpeg_set_defaults (&codec->out);
  jpeg_set_quality (&codec->out, THUMBNAIL_QUALITY, TRUE);
  codec->out.write_JFIF_header = FALSE;
  jpeg_start_compress (&codec->out, TRUE);
  guint8 row[ANF_MEDIA_THUMBNAIL_EDGE * CHANNELS];
  JSAMPROW rows[] = { row };
  for (guint y = 0; y < codec->out.image_height; y++)
    {
      for (guint x = 0; x < codec->out.image_width; x++)
        memcpy (row + x * CHANNELS, upright_pixel (self, x, y), CHANNELS);
      (void)jpeg_write_scanlines (&codec->out, rows, 1);
    }
  jpeg_finish_compress (&codec->out);
}

GBytes *
anf_pixels_make_thumbnail (const guint8 *bytes, gsize size, guint orientation, gboolean *damaged)
{
  g_auto (Shrink) shrink = { .bytes = bytes, .size = size, .orientation = orientation };
  g_autoptr (AnfCodec) codec = anf_codec_new ();
  *damaged = FALSE;
  if (!anf_codec_run (codec, run_shrink, &shrink))
    return NULL;
  *damaged = codec->errors.num_warnings > 0;
  if (!anf_codec_run (codec, run_compress, &shrink)
      || shrink.jpeg_size > ANF_MEDIA_THUMBNAIL_BYTES_MAX)
    return NULL;
  return g_bytes_new (shrink.jpeg, shrink.jpeg_size);
}

/* ---- The same size again ---- */

typedef struct
{
  struct jpeg_destination_mgr destination; /* must be first: libjpeg hands out pointers to it */
  const guint8 *bytes;
  gsize size;
  const GByteArray *extras;
  AnfPieceFunc write;
  gpointer data;
  guint8 *row;
  guint8 buffer[32 * 1024];
} Reencode;

static void
on_start (j_compress_ptr out)
{
  Reencode *self = (Reencode *)out->dest;
  self->destination.next_output_byte = self->buffer;
  self->destination.free_in_buffer = sizeof self->buffer;
}

static boolean
on_full (j_compress_ptr out)
{
  Reencode *self = (Reencode *)out->dest;
  if (!self->write (self->data, self->buffer, sizeof self->buffer))
    anf_codec_fail ((AnfCodec *)out->err);
  on_start (out);
  return TRUE;
}

static void
on_end (j_compress_ptr out)
{
  Reencode *self = (Reencode *)out->dest;
  if (!self->write (self->data, self->buffer,
                    sizeof self->buffer - self->destination.free_in_buffer))
    anf_codec_fail ((AnfCodec *)out->err);
}

static void
start_output (AnfCodec *codec, Reencode *self)
{
  jpeg_create_compress (&codec->out);
  self->destination.init_destination = on_start;
  self->destination.empty_output_buffer = on_full;
  self->destination.term_destination = on_end;
  codec->out.dest = &self->destination;
  codec->out.image_width = codec->in.output_width;
  codec->out.image_height = codec->in.output_height;
  const gboolean gray = codec->in.out_color_space == JCS_GRAYSCALE;
  codec->out.input_components = gray ? 1 : CHANNELS;
  codec->out.in_color_space = gray ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults (&codec->out);
  jpeg_set_quality (&codec->out, COPY_QUALITY, TRUE);
  codec->out.write_JFIF_header = FALSE;
  jpeg_start_compress (&codec->out, TRUE);
  for (gsize at = 0; at + 4 <= self->extras->len;)
    {
      const guint8 *segment = self->extras->data + at;
      const guint length = (guint)segment[2] << 8 | segment[3];
      jpeg_write_marker (&codec->out, segment[1], segment + 4, length - 2);
      at += 2 + (gsize)length;
    }
}

static void
run_reencode (AnfCodec *codec, gpointer data)
{
  Reencode *self = data;
  anf_codec_open (codec, self->bytes, self->size);
  if (is_cmyk (codec))
    codec->in.out_color_space = JCS_CMYK;
  else if (codec->in.jpeg_color_space != JCS_GRAYSCALE)
    codec->in.out_color_space = JCS_RGB;
  (void)jpeg_start_decompress (&codec->in);
  self->row = g_malloc0 ((gsize)codec->in.output_width * 4);
  JSAMPROW rows[] = { self->row };
  start_output (codec, self);
  for (guint y = 0; y < codec->in.output_height; y++)
    {
      read_rgb (codec, self->row);
      (void)jpeg_write_scanlines (&codec->out, rows, 1);
    }
  jpeg_finish_compress (&codec->out);
}

gboolean
anf_pixels_reencode (
    const guint8 *bytes, gsize size, const GByteArray *extras, AnfPieceFunc write, gpointer data)
{
  g_autofree Reencode *self = g_new0 (Reencode, 1);
  g_autoptr (AnfCodec) codec = anf_codec_new ();
  self->bytes = bytes;
  self->size = size;
  self->extras = extras;
  self->write = write;
  self->data = data;
  const gboolean done = anf_codec_run (codec, run_reencode, self);
  g_free (self->row);
  return done;
}
