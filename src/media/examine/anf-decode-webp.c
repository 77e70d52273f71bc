/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-decode.h"
#include "anf-media-limits.h"

#include <webp/decode.h>
#include <webp/demux.h>

typedef WebPDecBuffer Buffer;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Buffer, WebPFreeDecBuffer)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WebPDemuxer, WebPDemuxDelete)

static gboolean
hand_on (const WebPDecBuffer *buffer, const AnfRows *rows)
{
  const guint width = (guint)buffer->width;
  g_autofree guint8 *row = g_malloc0 ((gsize)width * 4);
  if (!rows->start (rows->data, width, (guint)buffer->height, 3))
    return FALSE;
  for (int y = 0; y < buffer->height; y++)
    {
      anf_decode_flatten (buffer->u.RGBA.rgba + (gssize)y * buffer->u.RGBA.stride, row, width);
      if (!rows->row (rows->data, row))
        return FALSE;
    }
  return TRUE;
}

/* Small enough for what is wanted, and never larger than it is. */
static void
choose_scale (WebPDecoderConfig *config)
{
  const int edge = MAX (config->input.width, config->input.height);
  if (edge <= ANF_MEDIA_THUMBNAIL_EDGE)
    return;
  config->options.use_scaling = 1;
  config->options.scaled_width
      = MAX (1, (int)((gint64)config->input.width * ANF_MEDIA_THUMBNAIL_EDGE / edge));
  config->options.scaled_height
      = MAX (1, (int)((gint64)config->input.height * ANF_MEDIA_THUMBNAIL_EDGE / edge));
}

static gboolean
decode_frame (const guint8 *bytes, gsize size, gboolean small, const AnfRows *rows)
{
  WebPDecoderConfig config;
  if (WebPInitDecoderConfig (&config) == 0
      || WebPGetFeatures (bytes, size, &config.input) != VP8_STATUS_OK)
    return FALSE;
  const guint64 pixels = (guint64)config.input.width * (guint64)config.input.height;
  if (pixels > ANF_MEDIA_PIXELS_MAX || (pixels * 4 > ANF_MEDIA_WHOLE_BYTES_MAX && !small))
    return FALSE;
  if (small)
    choose_scale (&config);
  config.output.colorspace = MODE_RGBA;
  g_auto (Buffer) buffer = { 0 };
  const VP8StatusCode status = WebPDecode (bytes, size, &config);
  buffer = config.output;
  return status == VP8_STATUS_OK && hand_on (&buffer, rows);
}

gboolean
anf_decode_webp (
    const guint8 *bytes, gsize size, gboolean small, const AnfRows *rows, gboolean *damaged)
{
  *damaged = FALSE;
  WebPBitstreamFeatures features;
  if (WebPGetFeatures (bytes, size, &features) != VP8_STATUS_OK)
    return FALSE;
  if (features.has_animation == 0)
    return decode_frame (bytes, size, small, rows);
  const WebPData data = { bytes, size };
  g_autoptr (WebPDemuxer) demuxer = WebPDemux (&data);
  WebPIterator frame;
  if (demuxer == NULL || WebPDemuxGetFrame (demuxer, 1, &frame) == 0)
    return FALSE;
  const gboolean done = decode_frame (frame.fragment.bytes, frame.fragment.size, small, rows);
  WebPDemuxReleaseIterator (&frame);
  return done;
}
