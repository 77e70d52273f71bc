/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-decode-heif.h"

#include "anf-heif.h"
#include "anf-media-limits.h"

#include <libheif/heif.h>
#include <string.h>

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

/* A plane of 8 bits as large as the picture; NULL when it has none such. */
static const guint8 *
get_plane (const Image *image, enum heif_channel channel, int width, int height, gsize *stride)
{
  int bytes = 0;
  if (!heif_image_has_channel (image, channel) || heif_image_get_width (image, channel) != width
      || heif_image_get_height (image, channel) != height
      || heif_image_get_bits_per_pixel_range (image, channel) != 8)
    return NULL;
  const guint8 *plane = heif_image_get_plane_readonly (image, channel, &bytes);
  *stride = (gsize)MAX (bytes, 0);
  return *stride >= (gsize)width ? plane : NULL;
}

static gboolean
hand_on (const Image *image, const AnfRows *rows)
{
  static const enum heif_channel channels[]
      = { heif_channel_R, heif_channel_G, heif_channel_B, heif_channel_Alpha };
  const int width = heif_image_get_width (image, heif_channel_R);
  const int height = heif_image_get_height (image, heif_channel_R);
  const guint8 *planes[4];
  gsize strides[4];
  if (width <= 0 || height <= 0)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    planes[i] = get_plane (image, channels[i], width, height, &strides[i]);
  /* What a mask of another form covers would be shown. */
  const gboolean is_masked = heif_image_has_channel (image, heif_channel_Alpha);
  if (planes[0] == NULL || planes[1] == NULL || planes[2] == NULL
      || (planes[3] == NULL && is_masked)
      || !rows->start (rows->data, (guint)width, (guint)height, 3))
    return FALSE;
  g_autofree guint8 *row = g_malloc0 ((gsize)width * 4);
  for (gsize y = 0; y < (gsize)height; y++)
    {
      for (gsize x = 0; x < (gsize)width; x++)
        for (guint i = 0; i < 4; i++)
          row[x * 4 + i] = planes[i] != NULL ? planes[i][y * strides[i] + x] : 255;
      anf_decode_flatten (row, row, (gsize)width);
      if (!rows->row (rows->data, row))
        return FALSE;
    }
  return TRUE;
}

/* Plane by plane, which is how libheif puts tiles together: anything else is a second picture in
   memory. */
static Image *
decode_handle (const Handle *handle)
{
  Image *image = NULL;
  g_autoptr (Options) options = heif_decoding_options_alloc ();
  options->convert_hdr_to_8bit = 1;
  return is_ok (heif_decode_image (handle, &image, heif_colorspace_RGB, heif_chroma_444, options))
             ? image
             : NULL;
}

/* Whether it leads to several items where libheif wants one. */
static gboolean
is_shared (const AnfHeif *heif, const AnfBox *box, gsize width)
{
  const guint8 *at = heif->bytes + box->start;
  if (box->end - box->start < width + 2 || anf_be16 (at + width) < 2)
    return FALSE;
  return box->type == ANF_TYPE ('c', 'd', 's', 'c') || box->type == ANF_TYPE ('t', 'h', 'm', 'b')
         || (box->type == ANF_TYPE ('a', 'u', 'x', 'l')
             && !anf_heif_is_alpha (heif, width == 2 ? anf_be16 (at) : anf_be32 (at)));
}

/* Puts out of sight which descriptions, thumbnails and auxiliary pictures belong to several
   pictures. ISO/IEC 14496-12, 8.11.12 has lists there, and telephones that store a tone-mapped
   picture beside the primary one write them; libheif 1.15 refuses the whole file for it. The pixels
   need none of it but a mask, which stays, since what it covers is not to be seen.

   Returns: (nullable): a copy of the file; NULL when there is nothing of the kind */
static guint8 *
hide_shared (const guint8 *bytes, gsize size)
{
  AnfBox meta, iref, box;
  if (!anf_bmff_find (bytes, 0, size, ANF_TYPE ('m', 'e', 't', 'a'), &meta)
      || meta.end - meta.start < 4
      || !anf_bmff_find (bytes, meta.start + 4, meta.end, ANF_TYPE ('i', 'r', 'e', 'f'), &iref)
      || iref.end - iref.start < 4)
    return NULL;
  g_autoptr (AnfHeif) heif = anf_heif_parse (bytes, size);
  if (heif->malformed)
    return NULL;
  const gsize width = bytes[iref.start] == 0 ? 2 : 4;
  guint8 *copy = NULL;
  gsize at = iref.start + 4;
  while (anf_bmff_next (bytes, iref.end, &at, &box))
    {
      if (!is_shared (heif, &box, width))
        continue;
      if (copy == NULL)
        {
          copy = g_try_malloc (size);
          if (copy == NULL)
            return NULL;
          memcpy (copy, bytes, size);
        }
      memcpy (copy + box.at + 4, "free", 4);
    }
  return copy;
}

gboolean
anf_decode_heif (
    const guint8 *bytes, gsize size, gboolean small, const AnfRows *rows, gboolean *damaged)
{
  *damaged = FALSE;
  /* It must outlive the context. */
  g_autofree guint8 *copy = hide_shared (bytes, size);
  g_autoptr (Context) context = heif_context_alloc ();
  /* Tiles one after the other: the memory of one is enough. */
  heif_context_set_max_decoding_threads (context, 0);
  heif_context_set_maximum_image_size_limit (context, ANF_MEDIA_HEIF_EDGE_MAX);
  Handle *handle = NULL;
  if (!is_ok (heif_context_read_from_memory_without_copy (context, copy != NULL ? copy : bytes,
                                                          size, NULL))
      || !is_ok (heif_context_get_primary_image_handle (context, &handle)))
    return FALSE;
  g_autoptr (Handle) owned_handle = handle;
  const guint64 pixels = (guint64)heif_image_handle_get_width (handle)
                         * (guint64)heif_image_handle_get_height (handle);
  if (pixels > ANF_MEDIA_PIXELS_MAX)
    return FALSE;
  g_autoptr (Image) image = decode_handle (handle);
  return image != NULL && hand_on (image, rows);
}
