/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-redact.h"

#include "anf-media-limits.h"

#include <string.h>

static const char icc_prefix[12] = "ICC_PROFILE";

/* SHA-256 of profiles as shipped by their makers. */
static const char *const plain_profiles[] = {
  "2b3aa1645779a9e634744faf9b01e9102b0c9b88fd6deced7934df86b949af7e", /* sRGB, HP 1998 */
  "3f6d674174f3804eb0dabdac90ae17486e898c5063a66f861c116ea033da8301", /* the same, in phones */
  "33c34ecfeb998459e0075ba26a0f1ea5042e20e2419c5962e495eba3208576f2", /* sRGB, Google 2016 */
  "e468e89239fc0493d5e8fb9b014e91b210c6caa73c81edf04c3d21a734f377cc", /* P3, Apple 2017 */
  "f731127cbb362441b77cc6831455aad4658ec901acd347e4c26a11ad36719e33", /* P3, Apple 2017 */
  "20789fdbea9835251a4f0796c8bf45cbd964896044886540da21ffc7457af0ab", /* P3, Apple 2022 */
  "e5f6ffb83b6d3491301dd750975684cc5cc2a1951c994a14b08cfdaa0d75a041", /* Adobe RGB 1998 */
};

gboolean
anf_redact_is_plain_profile (const guint8 *bytes, gsize size)
{
  if (size == 0 || size > ANF_MEDIA_ICC_BYTES_MAX)
    return FALSE;
  g_autofree char *hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, size);
  for (gsize i = 0; i < G_N_ELEMENTS (plain_profiles); i++)
    if (g_str_equal (hash, plain_profiles[i]))
      return TRUE;
  return FALSE;
}

static const AnfJpegSegment *
get_segment (const AnfJpeg *jpeg, guint index)
{
  return &g_array_index (jpeg->segments, AnfJpegSegment, index);
}

static void
append_segment (GByteArray *out, guint8 marker, const guint8 *payload, gsize size)
{
  const guint8 head[] = { 0xff, marker, (guint8)((size + 2) >> 8), (guint8)(size + 2) };
  g_byte_array_append (out, head, sizeof head);
  g_byte_array_append (out, payload, (guint)size);
}

static void
append_profile (GByteArray *out, const AnfJpeg *jpeg)
{
  for (guint i = 0; i < jpeg->segments->len; i++)
    {
      const AnfJpegSegment *segment = get_segment (jpeg, i);
      const gsize head = sizeof icc_prefix + 2;
      if (segment->marker != ANF_JPEG_APP2 || segment->size < head
          || !anf_jpeg_segment_starts (jpeg, segment, icc_prefix, sizeof icc_prefix))
        continue;
      const guint8 *payload = jpeg->bytes + segment->start;
      if (anf_redact_is_plain_profile (payload + head, segment->size - head))
        append_segment (out, ANF_JPEG_APP2, payload, segment->size);
      return;
    }
}

gboolean
anf_redact_make_orientation (guint orientation, guint8 *block)
{
  const guint8 bytes[ANF_REDACT_ORIENTATION_SIZE]
      = { 'M', 'M', 0,    '*',  0, 0, 0, 8, /* header */
          0,   1,   0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (guint8)orientation, 0, 0, 0, 0, 0, 0 };
  if (orientation < 2 || orientation > 8)
    return FALSE;
  memcpy (block, bytes, sizeof bytes);
  return TRUE;
}

GByteArray *
anf_redact_make_extras (const AnfJpeg *jpeg, guint orientation)
{
  GByteArray *extras = g_byte_array_new ();
  guint8 exif[6 + ANF_REDACT_ORIENTATION_SIZE] = "Exif";
  if (anf_redact_make_orientation (orientation, exif + 6))
    append_segment (extras, ANF_JPEG_APP1, exif, sizeof exif);
  append_profile (extras, jpeg);
  return extras;
}

/* Each table in the segment complete, and nothing behind the last. */
static gboolean
is_exact_quantization (const guint8 *payload, gsize size)
{
  gsize at = 0;
  while (at < size)
    at += (payload[at] >> 4) != 0 ? 129 : 65;
  return at == size && size > 0;
}

static gboolean
is_exact_huffman (const guint8 *payload, gsize size)
{
  gsize at = 0;
  while (at + 17 <= size)
    {
      gsize symbols = 0;
      for (guint i = 1; i <= 16; i++)
        symbols += payload[at + i];
      at += 17 + symbols;
    }
  return at == size && size > 0;
}

static gboolean
is_wanted (guint8 marker)
{
  return (marker >= ANF_JPEG_SOF0 && marker <= ANF_JPEG_SOF2) || marker == ANF_JPEG_DHT
         || marker == ANF_JPEG_DQT || marker == ANF_JPEG_DRI || marker == ANF_JPEG_SOS;
}

static gboolean
is_surrounding (guint8 marker)
{
  return (marker >= ANF_JPEG_APP0 && marker <= ANF_JPEG_APP15) || marker == ANF_JPEG_COM;
}

/* Exactly as long as its contents, so that nothing hides behind them. */
static gboolean
is_exact (const AnfJpeg *jpeg, const AnfJpegSegment *segment)
{
  const guint8 *payload = jpeg->bytes + segment->start;
  switch (segment->marker)
    {
    case ANF_JPEG_DQT:
      return is_exact_quantization (payload, segment->size);
    case ANF_JPEG_DHT:
      return is_exact_huffman (payload, segment->size);
    case ANF_JPEG_DRI:
      return segment->size == 2;
    case ANF_JPEG_SOS:
      return segment->size >= 1 && segment->size == 4 + 2 * (gsize)payload[0];
    default:
      return segment->size >= 6 && segment->size == 6 + 3 * (gsize)payload[5];
    }
}

gboolean
anf_redact_can_copy (const AnfJpeg *jpeg)
{
  guint frames = 0;
  guint scans = 0;
  if (jpeg->cut || jpeg->malformed || jpeg->width == 0 || jpeg->height == 0)
    return FALSE;
  for (guint i = 0; i < jpeg->segments->len; i++)
    {
      const AnfJpegSegment *segment = get_segment (jpeg, i);
      if (is_surrounding (segment->marker))
        continue;
      if (!is_wanted (segment->marker) || !is_exact (jpeg, segment))
        return FALSE;
      if (segment->marker <= ANF_JPEG_SOF2)
        frames++;
      if (segment->marker != ANF_JPEG_SOS)
        continue;
      scans++;
      if (frames != 1)
        return FALSE;
    }
  return frames == 1 && scans > 0;
}

typedef enum
{
  COLOR_PLAIN, /* what a decoder takes it for when no marker tells */
  COLOR_YCC,
  COLOR_RGB,
  COLOR_CMYK,
  COLOR_YCCK,
} Color;

static gboolean
has_rgb_ids (const AnfJpeg *jpeg)
{
  for (guint i = 0; i < jpeg->segments->len; i++)
    {
      const AnfJpegSegment *segment = get_segment (jpeg, i);
      const guint8 *ids = jpeg->bytes + segment->start + 6;
      if (segment->marker <= ANF_JPEG_SOF2)
        return ids[0] == 'R' && ids[3] == 'G' && ids[6] == 'B';
    }
  return FALSE;
}

/* How libjpeg and everyone after it understand the colours, when that comes from a marker that is
   dropped here. */
static Color
find_color (const AnfJpeg *jpeg)
{
  gboolean jfif = FALSE;
  int adobe = -1;
  for (guint i = 0; i < jpeg->segments->len; i++)
    {
      const AnfJpegSegment *segment = get_segment (jpeg, i);
      if (segment->marker == ANF_JPEG_APP0 && segment->size >= 14)
        jfif = jfif || anf_jpeg_segment_starts (jpeg, segment, "JFIF", 5);
      if (segment->marker == ANF_JPEG_APP14 && segment->size >= 12
          && anf_jpeg_segment_starts (jpeg, segment, "Adobe", 5))
        adobe = jpeg->bytes[segment->start + 11];
    }
  if (jpeg->components == 4 && adobe >= 0)
    return adobe == 0 ? COLOR_CMYK : COLOR_YCCK;
  if (jpeg->components != 3)
    return COLOR_PLAIN;
  if (jfif || adobe > 0)
    return has_rgb_ids (jpeg) ? COLOR_YCC : COLOR_PLAIN;
  return adobe == 0 && !has_rgb_ids (jpeg) ? COLOR_RGB : COLOR_PLAIN;
}

/* Adobe's marker in its shortest form, with no flags, when the colours would change without it. */
static void
append_color (GByteArray *out, Color color)
{
  guint8 payload[12] = { 'A', 'd', 'o', 'b', 'e', 0, 100 };
  if (color == COLOR_PLAIN)
    return;
  payload[11] = color == COLOR_YCC ? 1 : color == COLOR_YCCK ? 2 : 0;
  append_segment (out, ANF_JPEG_APP14, payload, sizeof payload);
}

gboolean
anf_redact_copy (const AnfJpeg *jpeg, const GByteArray *extras, AnfPieceFunc write, gpointer data)
{
  const guint8 start[] = { 0xff, ANF_JPEG_SOI };
  const guint8 end[] = { 0xff, ANF_JPEG_EOI };
  g_autoptr (GByteArray) head = g_byte_array_new ();
  g_byte_array_append (head, start, sizeof start);
  g_byte_array_append (head, extras->data, extras->len);
  append_color (head, find_color (jpeg));
  if (!write (data, head->data, head->len))
    return FALSE;
  for (guint i = 0; i < jpeg->segments->len; i++)
    {
      const AnfJpegSegment *segment = get_segment (jpeg, i);
      if (!is_wanted (segment->marker))
        continue;
      /* With the marker and the length field before the payload. */
      const gsize from = segment->start - 4;
      const gsize to
          = segment->marker == ANF_JPEG_SOS ? segment->scan_end : segment->start + segment->size;
      if (!write (data, jpeg->bytes + from, to - from))
        return FALSE;
    }
  return write (data, end, sizeof end);
}
