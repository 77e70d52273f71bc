/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-decode-heif.h"

#include "anf-media-limits.h"

#include <libheif/heif.h>

typedef struct heif_context Context;
typedef struct heif_image_handle Handle;
typedef struct heif_image Image;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Context, heif_context_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Handle, heif_image_handle_release)
typedef struct heif_decoding_options Options;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Image, heif_image_release)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Options, heif_decoding_options_free)

void
anf_decode_heif_prepare (void)
{
  (void)heif_init (NULL);
}

static gboolean
is_ok (struct heif_error error)
{
  return error.code == heif_error_Ok;
}

static gboolean
hand_on (const Image *image, const AnfRows *rows)
{
  int stride = 0;
  const guint8 *plane = heif_image_get_plane_readonly (image, heif_channel_interleaved, &stride);
  const int width = heif_image_get_width (image, heif_channel_interleaved);
  const int height = heif_image_get_height (image, heif_channel_interleaved);
  if (plane == NULL || width <= 0 || height <= 0 || stride / 4 < width
      || !rows->start (rows->data, (guint)width, (guint)height, 3))
    return FALSE;
  g_autofree guint8 *row = g_malloc0 ((gsize)width * 4);
  for (int y = 0; y < height; y++)
    {
      anf_decode_flatten (plane + (gssize)y * stride, row, (gsize)width);
      if (!rows->row (rows->data, row))
        return FALSE;
    }
  return TRUE;
}

static Image *
decode_handle (const Handle *handle)
{
  Image *image = NULL;
  g_autoptr (Options) options = heif_decoding_options_alloc ();
  options->convert_hdr_to_8bit = 1;
  return is_ok (heif_decode_image (handle, &image, heif_colorspace_RGB,
                                   heif_chroma_interleaved_RGBA, options))
             ? image
             : NULL;
}

gboolean
anf_decode_heif (
    const guint8 *bytes, gsize size, gboolean small, const AnfRows *rows, gboolean *damaged)
{
  *damaged = FALSE;
  g_autoptr (Context) context = heif_context_alloc ();
  /* Tiles one after the other: the memory of one is enough. */
  heif_context_set_max_decoding_threads (context, 0);
  heif_context_set_maximum_image_size_limit (context, ANF_MEDIA_HEIF_EDGE_MAX);
  Handle *handle = NULL;
  if (!is_ok (heif_context_read_from_memory_without_copy (context, bytes, size, NULL))
      || !is_ok (heif_context_get_primary_image_handle (context, &handle)))
    return FALSE;
  g_autoptr (Handle) owned_handle = handle;
  const guint64 pixels = (guint64)heif_image_handle_get_width (handle)
                         * (guint64)heif_image_handle_get_height (handle);
  if (pixels > (guint64)ANF_MEDIA_HEIF_EDGE_MAX * ANF_MEDIA_HEIF_EDGE_MAX)
    return FALSE;
  g_autoptr (Image) image = decode_handle (handle);
  return image != NULL && hand_on (image, rows);
}
