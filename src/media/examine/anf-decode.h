/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * AnfRows:
 * @start: told once how large the picture is and how many channels a row has: 3 for RGB, 1 for gray
 * @row: gets the rows, the uppermost first
 *
 * Where a decoded picture goes. Each returns FALSE to stop.
 */
typedef struct
{
  gboolean (*start) (gpointer data, guint width, guint height, guint channels);
  gboolean (*row) (gpointer data, const guint8 *row);
  gpointer data;
} AnfRows;

/**
 * AnfDecodeFunc:
 * @small: a picture of ANF_MEDIA_THUMBNAIL_EDGE or somewhat more will do, in RGB
 * @damaged: (out): whether the decoder met corrupt data on the way
 *
 * Decodes a picture within ANF_MEDIA_PIXELS_MAX. What is transparent is shown on white.
 *
 * Returns: FALSE when it cannot be decoded to its end
 */
typedef gboolean (*AnfDecodeFunc) (
    const guint8 *bytes, gsize size, gboolean small, const AnfRows *rows, gboolean *damaged);

/**
 * AnfDecoders: those that only the second helper program has (anf-decode-more.h); each NULL in the
 * first
 */
typedef struct
{
  AnfDecodeFunc heif; /* HEIC and AVIF */
  AnfDecodeFunc tiff;
} AnfDecoders;

gboolean anf_decode_jpeg (
    const guint8 *bytes, gsize size, gboolean small, const AnfRows *rows, gboolean *damaged);
gboolean anf_decode_png (
    const guint8 *bytes, gsize size, gboolean small, const AnfRows *rows, gboolean *damaged);

/** anf_decode_webp: of an animation, the first frame. */
gboolean anf_decode_webp (
    const guint8 *bytes, gsize size, gboolean small, const AnfRows *rows, gboolean *damaged);

/** anf_decode_flatten: @count pixels of RGBA on white, as RGB; may be in place. */
void anf_decode_flatten (const guint8 *rgba, guint8 *rgb, gsize count);
