/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-codec.h"

#include "anf-media-limits.h"

static G_NORETURN void
on_error (j_common_ptr codec)
{
  anf_codec_fail ((AnfCodec *)codec->err);
}

/* It would write to stderr. Warnings are counted before this is called. */
static void
on_message (j_common_ptr codec)
{
}

/* A few bytes can ask for any number of passes over the whole picture. */
static void
on_progress (j_common_ptr codec)
{
  if (codec->is_decompressor && ((j_decompress_ptr)codec)->input_scan_number > ANF_MEDIA_SCANS_MAX)
    on_error (codec);
}

void
anf_codec_fail (AnfCodec *self)
{
  longjmp (self->jump, 1);
}

AnfCodec *
anf_codec_new (void)
{
  AnfCodec *self = g_new0 (AnfCodec, 1);
  jpeg_std_error (&self->errors);
  self->errors.error_exit = on_error;
  self->errors.output_message = on_message;
  self->progress.progress_monitor = on_progress;
  self->in.err = &self->errors;
  self->out.err = &self->errors;
  return self;
}

void
anf_codec_free (AnfCodec *self)
{
  jpeg_destroy_decompress (&self->in);
  jpeg_destroy_compress (&self->out);
  g_free (self);
}

gboolean
anf_codec_run (AnfCodec *self, AnfCodecFunc run, gpointer data)
{
  if (setjmp (self->jump) != 0)
    return FALSE;
  run (self, data);
  return TRUE;
}

void
anf_codec_open (AnfCodec *self, const guint8 *bytes, gsize size)
{
  jpeg_create_decompress (&self->in);
  self->in.progress = &self->progress;
  jpeg_mem_src (&self->in, bytes, size);
  (void)jpeg_read_header (&self->in, TRUE);
  if ((guint64)self->in.image_width * self->in.image_height > ANF_MEDIA_PIXELS_MAX)
    anf_codec_fail (self);
}
