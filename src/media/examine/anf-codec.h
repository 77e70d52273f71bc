/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

#include <setjmp.h>
#include <stdio.h>

/* After stdio.h and stddef.h, which it forgets to include. */
#include <jpeglib.h>

/**
 * AnfCodec:
 *
 * libjpeg-turbo, with its errors as a return value. It reports them by a callback that must not
 * return, hence one setjmp, in anf_codec_run. Whatever must be freed is held by the caller of
 * that, never by the function that it runs.
 */
typedef struct
{
  struct jpeg_error_mgr errors; /* must be first: libjpeg hands out pointers to it */
  struct jpeg_progress_mgr progress;
  struct jpeg_decompress_struct in;
  struct jpeg_compress_struct out;
  jmp_buf jump;
} AnfCodec;

AnfCodec *anf_codec_new (void);
void anf_codec_free (AnfCodec *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfCodec, anf_codec_free)

typedef void (*AnfCodecFunc) (AnfCodec *codec, gpointer data);

/** anf_codec_run: Returns: whether @run came to its end */
gboolean anf_codec_run (AnfCodec *self, AnfCodecFunc run, gpointer data);

/** anf_codec_fail: leaves the function that anf_codec_run runs. */
G_NORETURN void anf_codec_fail (AnfCodec *self);

/** anf_codec_open: reads the header; fails over ANF_MEDIA_PIXELS_MAX. */
void anf_codec_open (AnfCodec *self, const guint8 *bytes, gsize size);
