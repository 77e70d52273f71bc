/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-jpeg-writer.h"

#include "anf-codec.h"

#define BUFFER_SIZE (32 * 1024)

struct _AnfJpegWriter
{
  struct jpeg_destination_mgr destination; /* must be first: libjpeg hands out pointers to it */
  AnfCodec *codec;
  int quality;
  const GByteArray *extras;
  AnfPieceFunc write;
  gpointer data;
  guint width, height, channels;
  const guint8 *row;
  guint8 buffer[BUFFER_SIZE];
};

static void
on_start (j_compress_ptr out)
{
  AnfJpegWriter *self = (AnfJpegWriter *)out->dest;
  self->destination.next_output_byte = self->buffer;
  self->destination.free_in_buffer = sizeof self->buffer;
}

static boolean
on_full (j_compress_ptr out)
{
  AnfJpegWriter *self = (AnfJpegWriter *)out->dest;
  if (!self->write (self->data, self->buffer, sizeof self->buffer))
    anf_codec_fail ((AnfCodec *)out->err);
  on_start (out);
  return TRUE;
}

static void
on_end (j_compress_ptr out)
{
  AnfJpegWriter *self = (AnfJpegWriter *)out->dest;
  if (!self->write (self->data, self->buffer,
                    sizeof self->buffer - self->destination.free_in_buffer))
    anf_codec_fail ((AnfCodec *)out->err);
}

AnfJpegWriter *
anf_jpeg_writer_new (int quality, const GByteArray *extras, AnfPieceFunc write, gpointer data)
{
  AnfJpegWriter *self = g_new0 (AnfJpegWriter, 1);
  self->codec = anf_codec_new ();
  self->quality = quality;
  self->extras = extras;
  self->write = write;
  self->data = data;
  self->destination.init_destination = on_start;
  self->destination.empty_output_buffer = on_full;
  self->destination.term_destination = on_end;
  return self;
}

void
anf_jpeg_writer_free (AnfJpegWriter *self)
{
  anf_codec_free (self->codec);
  g_free (self);
}

static void
run_start (AnfCodec *codec, gpointer data)
{
  AnfJpegWriter *self = data;
  jpeg_create_compress (&codec->out);
  codec->out.dest = &self->destination;
  codec->out.image_width = self->width;
  codec->out.image_height = self->height;
  codec->out.input_components = (int)self->channels;
  codec->out.in_color_space = self->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults (&codec->out);
  jpeg_set_quality (&codec->out, self->quality, TRUE);
  codec->out.write_JFIF_header = FALSE;
  jpeg_start_compress (&codec->out, TRUE);
  for (gsize at = 0; self->extras != NULL && at + 4 <= self->extras->len;)
    {
      const guint8 *segment = self->extras->data + at;
      const guint length = (guint)segment[2] << 8 | segment[3];
      jpeg_write_marker (&codec->out, segment[1], segment + 4, length - 2);
      at += 2 + (gsize)length;
    }
}

static gboolean
start (gpointer data, guint width, guint height, guint channels)
{
  AnfJpegWriter *self = data;
  if (self->width != 0)
    return FALSE;
  self->width = width;
  self->height = height;
  self->channels = channels;
  return anf_codec_run (self->codec, run_start, self);
}

static void
run_row (AnfCodec *codec, gpointer data)
{
  AnfJpegWriter *self = data;
  JSAMPROW rows[] = { (JSAMPROW)self->row };
  (void)jpeg_write_scanlines (&codec->out, rows, 1);
}

static gboolean
add_row (gpointer data, const guint8 *row)
{
  AnfJpegWriter *self = data;
  self->row = row;
  return self->width != 0 && anf_codec_run (self->codec, run_row, self);
}

AnfRows
anf_jpeg_writer_rows (AnfJpegWriter *self)
{
  return (AnfRows){ start, add_row, self };
}

static void
run_finish (AnfCodec *codec, gpointer data)
{
  jpeg_finish_compress (&codec->out);
}

gboolean
anf_jpeg_writer_finish (AnfJpegWriter *self)
{
  return self->width != 0 && anf_codec_run (self->codec, run_finish, self);
}
