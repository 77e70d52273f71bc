/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-riff.h"

#include "anf-endian.h"
#include "anf-media-limits.h"

#include <string.h>

gboolean
anf_riff_next (const guint8 *bytes, gsize size, gsize *at, AnfRiffChunk *chunk)
{
  if (*at > size || size - *at < 8)
    return FALSE;
  chunk->type = anf_be32 (bytes + *at);
  chunk->claimed = anf_le32 (bytes + *at + 4);
  chunk->start = *at + 8;
  chunk->size = (gsize)MIN (chunk->claimed, size - chunk->start);
  *at = chunk->start + chunk->size + (chunk->claimed & 1);
  return TRUE;
}

/* RFC 9649: the canvas of the extended format, or the frame of the simple ones. */
static void
read_size (const guint8 *data, const AnfRiffChunk *chunk, AnfFinds *finds)
{
  if (finds->width != 0)
    return;
  if (chunk->type == ANF_TYPE ('V', 'P', '8', 'X') && chunk->size >= 10)
    {
      finds->width = (anf_le32 (data + 4) & 0xffffff) + 1;
      finds->height = (anf_le32 (data + 6) >> 8) + 1;
    }
  else if (chunk->type == ANF_TYPE ('V', 'P', '8', ' ') && chunk->size >= 10
           && memcmp (data + 3, "\x9d\x01\x2a", 3) == 0)
    {
      finds->width = anf_le16 (data + 6) & 0x3fff;
      finds->height = anf_le16 (data + 8) & 0x3fff;
    }
  else if (chunk->type == ANF_TYPE ('V', 'P', '8', 'L') && chunk->size >= 5 && data[0] == 0x2f)
    {
      const guint32 bits = anf_le32 (data + 1);
      finds->width = (bits & 0x3fff) + 1;
      finds->height = (bits >> 14 & 0x3fff) + 1;
    }
}

void
anf_webp_find (const guint8 *bytes, gsize size, AnfFinds *finds, AnfFacts *facts)
{
  AnfRiffChunk chunk = { 0 };
  gsize at = ANF_RIFF_START;
  const guint64 claimed = (guint64)anf_le32 (bytes + 4) + 8;
  if (claimed > size)
    anf_facts_flag (facts, "FILE_TRUNC");
  else if (claimed + (claimed & 1) < size)
    anf_facts_flag (facts, "TRAILING_DATA");
  for (guint count = 0; anf_riff_next (bytes, size, &at, &chunk); count++)
    {
      const guint8 *data = bytes + chunk.start;
      if (count >= ANF_MEDIA_SEGMENTS_MAX)
        {
          anf_facts_flag (facts, "FILE_MALFORMED");
          return;
        }
      read_size (data, &chunk, finds);
      if (chunk.type == ANF_TYPE ('E', 'X', 'I', 'F'))
        anf_finds_add_exif (finds, data, chunk.size);
      else if (chunk.type == ANF_TYPE ('X', 'M', 'P', ' '))
        anf_finds_add_xmp (finds, data, chunk.size);
    }
}
