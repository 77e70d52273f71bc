/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-embedded.h"

#include "anf-decode.h"
#include "anf-hash.h"
#include "anf-jpeg.h"
#include "anf-json.h"
#include "anf-media-limits.h"
#include "anf-tiff.h"

#include <string.h>

/* Exif 3.0, table 6: of the first directory after the main one. */
#define TAG_OFFSET 0x0201
#define TAG_LENGTH 0x0202

#define ORIENTATIONS 8
/* Alike beyond doubt: no other way of turning it is tried. */
#define BITS_ENOUGH 4
/* Aspects that differ by less, in thousandths, are those of rounded sizes. */
#define ASPECT_SLACK 30

static gboolean
find_number (const AnfTiff *tiff, guint16 tag, gsize *number)
{
  const AnfTiffEntry *entry = anf_tiff_find (tiff, ANF_IFD_OTHER, tag);
  if (entry == NULL)
    return FALSE;
  if (entry->format == ANF_TIFF_LONG && entry->size >= 4)
    *number = anf_tiff_get_long (entry->data, tiff->big_endian);
  else if (entry->format == ANF_TIFF_SHORT && entry->size >= 2)
    *number = anf_tiff_get_short (entry->data, tiff->big_endian);
  else
    return FALSE;
  return TRUE;
}

/* Some run a byte past their block, and some are no JPEG but a placeholder's words. */
static gboolean
locate (GBytes *block, const guint8 **bytes, gsize *size)
{
  gsize whole = 0;
  gsize offset = 0;
  gsize length = 0;
  const guint8 *start = g_bytes_get_data (block, &whole);
  if (whole > ANF_MEDIA_EXIF_BYTES_MAX)
    return FALSE;
  g_autoptr (AnfTiff) tiff = anf_tiff_parse (start, whole);
  if (!tiff->valid || !find_number (tiff, TAG_OFFSET, &offset)
      || !find_number (tiff, TAG_LENGTH, &length) || offset >= whole)
    return FALSE;
  *bytes = start + offset;
  *size = MIN (length, whole - offset);
  return *size > 3 && memcmp (*bytes, "\xff\xd8\xff", 3) == 0;
}

static AnfShrink *
decode (GBytes *block)
{
  const guint8 *bytes = NULL;
  gsize size = 0;
  gboolean damaged = FALSE;
  if (!locate (block, &bytes, &size))
    return NULL;
  /* A few bytes may ask for a picture as large as any: that is no thumbnail. */
  g_autoptr (AnfJpeg) jpeg = anf_jpeg_parse (bytes, size);
  if ((guint64)jpeg->width * jpeg->height > ANF_MEDIA_EMBEDDED_PIXELS_MAX)
    return NULL;
  g_autoptr (AnfShrink) shrink = anf_shrink_new ();
  const AnfRows rows = anf_shrink_rows (shrink);
  if (!anf_decode_jpeg (bytes, size, TRUE, &rows, &damaged) || !anf_shrink_is_whole (shrink))
    return NULL;
  return g_steal_pointer (&shrink);
}

/* The middle of @frame with the aspect of @other. */
static AnfFrame
cut_to_aspect (const AnfFrame *frame, const AnfFrame *other)
{
  AnfFrame cut = *frame;
  const guint64 width = (guint64)frame->height * other->width / other->height;
  const guint64 height = (guint64)frame->width * other->height / other->width;
  if (width < frame->width)
    {
      cut.width = MAX ((guint)width, 1);
      cut.left += (frame->width - cut.width) / 2;
    }
  else if (height < frame->height)
    {
      cut.height = MAX ((guint)height, 1);
      cut.top += (frame->height - cut.height) / 2;
    }
  return cut;
}

static gboolean
have_one_aspect (const AnfFrame *a, const AnfFrame *b)
{
  const guint64 left = (guint64)a->width * b->height;
  const guint64 right = (guint64)b->width * a->height;
  return (left > right ? left - right : right - left) * 1000 <= right * ASPECT_SLACK;
}

static guint
count_bits (const AnfFrame *a, const AnfFrame *b)
{
  return (guint)__builtin_popcountll (anf_hash_measure (a) ^ anf_hash_measure (b));
}

/* As a whole, without bars, or with its sides cut off as the thumbnail's are. */
static guint
measure_turned (const AnfFrame *picture, const AnfFrame *thumbnail)
{
  guint bits = count_bits (picture, thumbnail);
  if (have_one_aspect (picture, thumbnail))
    return bits;
  const AnfFrame without_bars = cut_to_aspect (thumbnail, picture);
  const AnfFrame without_sides = cut_to_aspect (picture, thumbnail);
  bits = MIN (bits, count_bits (picture, &without_bars));
  return MIN (bits, count_bits (&without_sides, thumbnail));
}

static guint
measure (const AnfShrink *shrink, guint orientation, const AnfShrink *thumbnail)
{
  const AnfFrame picture = anf_frame_whole (shrink, orientation);
  const AnfFrame straight = anf_frame_whole (thumbnail, orientation);
  guint bits = measure_turned (&picture, &straight);
  for (guint turned = 1; turned <= ORIENTATIONS && bits > BITS_ENOUGH; turned++)
    {
      const AnfFrame frame = anf_frame_whole (thumbnail, turned);
      bits = MIN (bits, measure_turned (&picture, &frame));
    }
  return bits;
}

void
anf_embedded_compare (const AnfFinds *finds,
                      const AnfShrink *shrink,
                      guint orientation,
                      AnfFacts *facts)
{
  const AnfFrame picture = anf_frame_whole (shrink, orientation);
  if (anf_hash_is_flat (&picture))
    return;
  for (guint i = 0; i < finds->exif->len; i++)
    {
      g_autoptr (AnfShrink) thumbnail = decode (g_ptr_array_index (finds->exif, i));
      if (thumbnail == NULL)
        continue;
      json_object_set_int_member (anf_facts_object (facts), "thumbnail_bits",
                                  measure (shrink, orientation, thumbnail));
      return;
    }
}
