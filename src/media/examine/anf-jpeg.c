/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-jpeg.h"

#include "anf-media-limits.h"
#include "anf-photoshop.h"

#include <string.h>

#define EXIF_HEADER_SIZE 6
#define SPOILT_HEADER_MAX 32 /* seen: one byte more than the right one, and one with other text */

static gboolean
is_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != ANF_JPEG_DHT && marker != 0xc8
         && marker != 0xcc;
}

static gboolean
is_alone (guint8 marker)
{
  return marker <= 0x01 || (marker >= ANF_JPEG_RST0 && marker <= ANF_JPEG_SOI);
}

/* Entropy-coded bytes hold 0xff only before 0x00 or a restart marker. */
static gsize
find_scan_end (const AnfJpeg *self, gsize at)
{
  while (at < self->size)
    {
      const guint8 *found = memchr (self->bytes + at, 0xff, self->size - at);
      if (found == NULL)
        return self->size;
      at = (gsize)(found - self->bytes);
      if (at + 1 >= self->size)
        return self->size;
      const guint8 next = found[1];
      if (next != 0x00 && (next < ANF_JPEG_RST0 || next > ANF_JPEG_RST7))
        return at;
      at += 2;
    }
  return self->size;
}

static void
note_frame (AnfJpeg *self, const AnfJpegSegment *segment)
{
  const guint8 *payload = self->bytes + segment->start;
  if (segment->size < 6 || self->components != 0)
    return;
  self->height = (guint)payload[1] << 8 | payload[2];
  self->width = (guint)payload[3] << 8 | payload[4];
  self->components = payload[5];
}

/* Moves @at past the next marker and returns it; EOI (and `cut`) when there is none. */
static guint8
next_marker (AnfJpeg *self, gsize *at)
{
  if (*at < self->size && self->bytes[*at] != 0xff)
    {
      self->malformed = TRUE;
      const guint8 *found = memchr (self->bytes + *at, 0xff, self->size - *at);
      *at = found != NULL ? (gsize)(found - self->bytes) : self->size;
    }
  while (*at < self->size && self->bytes[*at] == 0xff)
    (*at)++;
  if (*at >= self->size)
    {
      self->cut = TRUE;
      return ANF_JPEG_EOI;
    }
  return self->bytes[(*at)++];
}

/* Reads the segment whose length field is at @at; FALSE when the file ends in it. */
static gboolean
read_segment (AnfJpeg *self, guint8 marker, gsize *at)
{
  const gsize left = self->size - *at;
  const gsize length = left >= 2 ? (gsize)self->bytes[*at] << 8 | self->bytes[*at + 1] : 0;
  if (length < 2)
    {
      self->malformed = TRUE;
      self->cut = TRUE;
      return FALSE;
    }
  AnfJpegSegment segment = { .marker = marker, .start = *at + 2, .size = MIN (length, left) - 2 };
  *at = segment.start + segment.size;
  if (length > left)
    self->cut = TRUE;
  if (is_frame (marker))
    note_frame (self, &segment);
  if (marker == ANF_JPEG_SOS)
    *at = segment.scan_end = find_scan_end (self, *at);
  g_array_append_val (self->segments, segment);
  return !self->cut;
}

AnfJpeg *
anf_jpeg_parse (const guint8 *bytes, gsize size)
{
  AnfJpeg *self = g_new0 (AnfJpeg, 1);
  self->bytes = bytes;
  self->size = size;
  self->segments = g_array_new (FALSE, FALSE, sizeof (AnfJpegSegment));
  gsize at = 2;
  for (;;)
    {
      const guint8 marker = next_marker (self, &at);
      if (marker == ANF_JPEG_EOI)
        break;
      if (self->segments->len >= ANF_MEDIA_SEGMENTS_MAX)
        {
          self->malformed = TRUE;
          self->cut = TRUE;
          break;
        }
      if (is_alone (marker))
        self->malformed = TRUE;
      else if (!read_segment (self, marker, &at))
        break;
    }
  self->end = self->cut ? size : at;
  return self;
}

void
anf_jpeg_free (AnfJpeg *self)
{
  g_array_unref (self->segments);
  g_free (self);
}

gboolean
anf_jpeg_segment_starts (const AnfJpeg *self,
                         const AnfJpegSegment *segment,
                         const char *prefix,
                         gsize prefix_size)
{
  return segment->size >= prefix_size
         && memcmp (self->bytes + segment->start, prefix, prefix_size) == 0;
}

/* ---- What the segments hold ---- */

static const AnfJpegSegment *
get_segment (const AnfJpeg *self, guint index)
{
  return &g_array_index (self->segments, AnfJpegSegment, index);
}

/* "Exif" and two bytes, of which the second is not always 0. */
static gboolean
is_exif (const AnfJpeg *self, const AnfJpegSegment *segment)
{
  return segment->marker == ANF_JPEG_APP1 && segment->size >= EXIF_HEADER_SIZE
         && anf_jpeg_segment_starts (self, segment, "Exif\0", 5);
}

/* The Exif block that begins in segment @index, with the segments right behind that continue it;
   moves @index to the last of them. */
static void
join_exif (const AnfJpeg *self, guint *index, AnfFinds *finds)
{
  g_autoptr (GByteArray) block = g_byte_array_new ();
  for (guint i = *index; i < self->segments->len; i++)
    {
      const AnfJpegSegment *segment = get_segment (self, i);
      if (!is_exif (self, segment))
        break;
      const guint8 *bytes = self->bytes + segment->start + EXIF_HEADER_SIZE;
      const gsize size = segment->size - EXIF_HEADER_SIZE;
      if (block->len > 0 && anf_finds_starts_tiff (bytes, size))
        break;
      /* One byte over the limit is enough to be refused. */
      g_byte_array_append (block, bytes,
                           (guint)MIN (size, ANF_MEDIA_EXIF_BYTES_MAX + 1 - block->len));
      *index = i;
    }
  anf_finds_add_exif (finds, block->data, block->len);
}

static void
find_structure (const AnfJpeg *self, AnfFacts *facts)
{
  const guint count = self->segments->len;
  if (self->cut)
    anf_facts_flag (facts, "JPEG_TRUNC");
  if (self->malformed)
    anf_facts_flag (facts, "JPEG_MALFORMED");
  if (self->end < self->size)
    anf_facts_flag (facts, "TRAILING_DATA");
  for (guint i = 0; i < count; i++)
    if (get_segment (self, i)->marker == ANF_JPEG_APP2
        && anf_jpeg_segment_starts (self, get_segment (self, i), "MPF", 4))
      anf_facts_flag (facts, "MULTI_PICTURE");
  if (self->cut && count > 0 && is_exif (self, get_segment (self, count - 1)))
    anf_facts_flag (facts, "EXIF_TRUNC");
}

/* Behind the header that XMP part 3, 1.1.3 wants, or one that somebody spoilt. */
static void
find_xmp (const AnfJpeg *self, const AnfJpegSegment *segment, AnfFinds *finds)
{
  static const char header[] = "http://ns.adobe.com/xap/1.0/";
  static const char *const starts[] = { "<?xpacket begin=", "<x:xmpmeta" };
  const guint8 *bytes = self->bytes + segment->start;
  if (anf_jpeg_segment_starts (self, segment, header, sizeof header))
    {
      anf_finds_add_xmp (finds, bytes + sizeof header, segment->size - sizeof header);
      return;
    }
  for (gsize at = 0; at <= SPOILT_HEADER_MAX; at++)
    for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
      if (segment->size >= at + strlen (starts[i])
          && memcmp (bytes + at, starts[i], strlen (starts[i])) == 0)
        {
          anf_finds_add_xmp (finds, bytes + at, segment->size - at);
          return;
        }
}

void
anf_jpeg_find (const AnfJpeg *self, AnfFinds *finds, AnfFacts *facts)
{
  finds->width = self->width;
  finds->height = self->height;
  for (guint i = 0; i < self->segments->len; i++)
    {
      const AnfJpegSegment *segment = get_segment (self, i);
      if (is_exif (self, segment))
        join_exif (self, &i, finds);
      else if (segment->marker == ANF_JPEG_APP1)
        find_xmp (self, segment, finds);
    }
  /* Photoshop can keep a copy, which counts where there is nothing else. */
  for (guint i = 0; i < self->segments->len && finds->exif->len == 0; i++)
    {
      const AnfJpegSegment *segment = get_segment (self, i);
      if (segment->marker == ANF_JPEG_APP13)
        anf_photoshop_find (self->bytes + segment->start, segment->size, finds);
    }
  find_structure (self, facts);
}
