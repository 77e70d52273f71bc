/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-examine.h"

#include "anf-exif-facts.h"
#include "anf-media-limits.h"
#include "anf-media.h"
#include "anf-pixels.h"

#include <string.h>

#define EXIF_HEADER_SIZE 6

struct _AnfExamine
{
  AnfFacts *facts;
};

AnfExamine *
anf_examine_new (void)
{
  AnfExamine *self = g_new0 (AnfExamine, 1);
  self->facts = anf_facts_new ();
  return self;
}

void
anf_examine_free (AnfExamine *self)
{
  anf_facts_free (self->facts);
  g_free (self);
}

/* "Exif" and two bytes, of which the second is not always 0. */
static gboolean
is_exif (const AnfJpeg *jpeg, const AnfJpegSegment *segment)
{
  return segment->marker == ANF_JPEG_APP1 && segment->size >= EXIF_HEADER_SIZE
         && anf_jpeg_segment_starts (jpeg, segment, "Exif\0", 5);
}

static gboolean
starts_tiff (const guint8 *bytes, gsize size)
{
  return size >= 4 && (memcmp (bytes, "II*\0", 4) == 0 || memcmp (bytes, "MM\0*", 4) == 0);
}

/* The Exif block that begins in segment @index, with the segments right behind that continue it;
   moves @index to the last of them. */
static GBytes *
join_exif (const AnfJpeg *jpeg, guint *index)
{
  g_autoptr (GByteArray) block = g_byte_array_new ();
  for (guint i = *index; i < jpeg->segments->len; i++)
    {
      const AnfJpegSegment *segment = &g_array_index (jpeg->segments, AnfJpegSegment, i);
      if (!is_exif (jpeg, segment))
        break;
      const guint8 *bytes = jpeg->bytes + segment->start + EXIF_HEADER_SIZE;
      const gsize size = segment->size - EXIF_HEADER_SIZE;
      if (block->len > 0 && starts_tiff (bytes, size))
        break;
      /* One byte over the limit is enough to be refused. */
      g_byte_array_append (block, bytes,
                           (guint)MIN (size, ANF_MEDIA_EXIF_BYTES_MAX + 1 - block->len));
      *index = i;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&block));
}

static void
read_exif (AnfFacts *facts, const AnfJpeg *jpeg)
{
  guint blocks = 0;
  for (guint i = 0; i < jpeg->segments->len; i++)
    {
      if (!is_exif (jpeg, &g_array_index (jpeg->segments, AnfJpegSegment, i)))
        continue;
      blocks++;
      if (blocks > ANF_MEDIA_EXIF_BLOCKS_MAX)
        break;
      g_autoptr (GBytes) block = join_exif (jpeg, &i);
      g_autoptr (JsonObject) earlier = anf_facts_take_object (facts);
      anf_exif_read_facts (block, facts);
      g_autoptr (JsonObject) later = anf_facts_take_object (facts);
      anf_facts_merge (facts, earlier);
      anf_facts_merge (facts, later);
    }
  if (blocks > 1)
    anf_facts_flag (facts, "MULTI_EXIF");
}

static gboolean
has_segment (const AnfJpeg *jpeg, guint8 marker, const char *prefix, gsize prefix_size)
{
  for (guint i = 0; i < jpeg->segments->len; i++)
    {
      const AnfJpegSegment *segment = &g_array_index (jpeg->segments, AnfJpegSegment, i);
      if (segment->marker == marker && anf_jpeg_segment_starts (jpeg, segment, prefix, prefix_size))
        return TRUE;
    }
  return FALSE;
}

static void
read_structure (AnfFacts *facts, const AnfJpeg *jpeg)
{
  if (jpeg->width > 0 && jpeg->height > 0)
    {
      json_object_set_int_member (anf_facts_object (facts), "width", jpeg->width);
      json_object_set_int_member (anf_facts_object (facts), "height", jpeg->height);
    }
  if (jpeg->cut)
    anf_facts_flag (facts, "JPEG_TRUNC");
  if (jpeg->malformed)
    anf_facts_flag (facts, "JPEG_MALFORMED");
  if (jpeg->end < jpeg->size)
    anf_facts_flag (facts, "TRAILING_DATA");
  if (has_segment (jpeg, ANF_JPEG_APP2, "MPF", 4))
    anf_facts_flag (facts, "MULTI_PICTURE");
  if (has_segment (jpeg, ANF_JPEG_APP1, "http://ns.adobe.com/xap/1.0/", 29))
    anf_facts_flag (facts, "XMP");
  const AnfJpegSegment *last
      = jpeg->segments->len > 0
            ? &g_array_index (jpeg->segments, AnfJpegSegment, jpeg->segments->len - 1)
            : NULL;
  if (jpeg->cut && last != NULL && is_exif (jpeg, last))
    anf_facts_flag (facts, "EXIF_TRUNC");
}

static AnfRedaction
redact (const AnfJpeg *jpeg, guint orientation, const AnfExamineSink *sink)
{
  g_autoptr (GByteArray) extras = anf_redact_make_extras (jpeg, orientation);
  if (anf_redact_can_copy (jpeg))
    return anf_redact_copy (jpeg, extras, sink->redacted, sink->data) ? ANF_REDACTION_LOSSLESS
                                                                      : ANF_REDACTION_NONE;
  return anf_pixels_reencode (jpeg->bytes, jpeg->size, extras, sink->redacted, sink->data)
             ? ANF_REDACTION_REENCODED
             : ANF_REDACTION_NONE;
}

static void
examine_jpeg (AnfExamine *self,
              const guint8 *bytes,
              gsize size,
              const AnfExamineSink *sink,
              AnfRedaction *redaction)
{
  g_autoptr (AnfJpeg) jpeg = anf_jpeg_parse (bytes, size);
  read_exif (self->facts, jpeg);
  read_structure (self->facts, jpeg);
  JsonObject *facts = anf_facts_object (self->facts);
  const guint orientation
      = json_object_has_member (facts, "orientation")
            ? (guint)json_node_get_int (json_object_get_member (facts, "orientation"))
            : 1;
  gboolean damaged = FALSE;
  g_autoptr (GBytes) thumbnail = anf_pixels_make_thumbnail (bytes, size, orientation, &damaged);
  if (thumbnail == NULL)
    anf_facts_flag (self->facts, "UNDECODABLE");
  else if (damaged)
    anf_facts_flag (self->facts, "PIXELS_DAMAGED");
  if (thumbnail != NULL
      && !sink->thumbnail (sink->data, g_bytes_get_data (thumbnail, NULL),
                           g_bytes_get_size (thumbnail)))
    return;
  /* What cannot be decoded is not worth showing to anyone, redacted or not. */
  if (thumbnail != NULL && sink->redacted != NULL)
    *redaction = redact (jpeg, orientation, sink);
}

AnfExaminationStatus
anf_examine_run (AnfExamine *self,
                 const guint8 *bytes,
                 guint64 whole_size,
                 const AnfExamineSink *sink,
                 AnfRedaction *redaction)
{
  *redaction = ANF_REDACTION_NONE;
  anf_facts_reset (self->facts);
  const char *type = anf_media_guess_type (bytes, MIN (whole_size, ANF_MEDIA_MAGIC_BYTES));
  json_object_set_string_member (anf_facts_object (self->facts), "type", type);
  json_object_set_string_member (anf_facts_object (self->facts), "format",
                                 anf_media_format_name (type));
  AnfExaminationStatus status = ANF_EXAMINATION_UNSUPPORTED;
  if (!g_str_equal (type, "image/jpeg"))
    status = ANF_EXAMINATION_UNSUPPORTED;
  else if (whole_size > ANF_MEDIA_FILE_BYTES_MAX)
    {
      anf_facts_flag (self->facts, "FILE_TOO_LARGE");
      status = ANF_EXAMINATION_UNEXAMINABLE;
    }
  else
    {
      examine_jpeg (self, bytes, whole_size, sink, redaction);
      status = ANF_EXAMINATION_DONE;
    }
  g_autofree char *facts = anf_facts_format (self->facts);
  (void)sink->facts (sink->data, (const guint8 *)facts, strlen (facts));
  return status;
}
