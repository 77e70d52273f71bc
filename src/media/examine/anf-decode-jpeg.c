/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-codec.h"
#include "anf-decode.h"
#include "anf-media-limits.h"

#define CHANNELS 3

typedef struct
{
  const guint8 *bytes;
  gsize size;
  gboolean small;
  const AnfRows *rows;
  guint8 *row;
} Decoding;

/* Inverted CMYK, as Adobe writes it and as all do after Adobe. */
static void
convert_cmyk (const guint8 *from, guint8 *to, guint count)
{
  for (guint i = 0; i < count; i++, from += 4, to += CHANNELS)
    for (guint c = 0; c < CHANNELS; c++)
      to[c] = (guint8)(from[c] * from[3] / 255);
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
  codec->in.do_fancy_upsampling = FALSE;
}

static void
run (AnfCodec *codec, gpointer data)
{
  Decoding *self = data;
  anf_codec_open (codec, self->bytes, self->size);
  const gboolean cmyk
      = codec->in.jpeg_color_space == JCS_CMYK || codec->in.jpeg_color_space == JCS_YCCK;
  const gboolean gray = codec->in.jpeg_color_space == JCS_GRAYSCALE && !self->small;
  codec->in.out_color_space = cmyk ? JCS_CMYK : gray ? JCS_GRAYSCALE : JCS_RGB;
  if (self->small)
    choose_scale (codec);
  (void)jpeg_start_decompress (&codec->in);
  const guint width = codec->in.output_width;
  self->row = g_malloc0 ((gsize)width * 4);
  if (!self->rows->start (self->rows->data, width, codec->in.output_height, gray ? 1 : CHANNELS))
    anf_codec_fail (codec);
  JSAMPROW rows[] = { self->row };
  while (codec->in.output_scanline < codec->in.output_height)
    {
      if (jpeg_read_scanlines (&codec->in, rows, 1) != 1)
        anf_codec_fail (codec);
      if (cmyk)
        convert_cmyk (self->row, self->row, width);
      if (!self->rows->row (self->rows->data, self->row))
        anf_codec_fail (codec);
    }
  (void)jpeg_finish_decompress (&codec->in);
}

gboolean
anf_decode_jpeg (
    const guint8 *bytes, gsize size, gboolean small, const AnfRows *rows, gboolean *damaged)
{
  g_autoptr (AnfCodec) codec = anf_codec_new ();
  Decoding decoding = { bytes, size, small, rows, NULL };
  const gboolean done = anf_codec_run (codec, run, &decoding);
  *damaged = codec->errors.num_warnings > 0;
  g_free (decoding.row);
  return done;
}
