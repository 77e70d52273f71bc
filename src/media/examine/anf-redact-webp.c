/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-endian.h"
#include "anf-media-limits.h"
#include "anf-redact-box.h"
#include "anf-riff.h"

#include <string.h>

/* RFC 9649, 2.7.1 */
#define FLAG_ANIMATION 0x02
#define FLAG_EXIF 0x08
#define FLAG_ALPHA 0x10
#define FLAG_PROFILE 0x20

#define VP8X ANF_TYPE ('V', 'P', '8', 'X')
#define VP8_LOSSY ANF_TYPE ('V', 'P', '8', ' ')
#define VP8_LOSSLESS ANF_TYPE ('V', 'P', '8', 'L')
#define ALPH ANF_TYPE ('A', 'L', 'P', 'H')
#define ANIM ANF_TYPE ('A', 'N', 'I', 'M')
#define ANMF ANF_TYPE ('A', 'N', 'M', 'F')
#define ICCP ANF_TYPE ('I', 'C', 'C', 'P')

#define FRAME_HEADER_SIZE 16

typedef struct
{
  const guint8 *bytes;
  gsize size;
  guint orientation;
  AnfPieceFunc write;
  gpointer data;
} Copy;

static gboolean
is_picture (guint32 type)
{
  return type == VP8_LOSSY || type == VP8_LOSSLESS || type == ALPH;
}

static gboolean
write_head (const Copy *self, guint32 type, gsize size)
{
  const guint32 type_be = GUINT32_TO_BE (type);
  const guint32 size_le = GUINT32_TO_LE ((guint32)size);
  return self->write (self->data, (const guint8 *)&type_be, 4)
         && self->write (self->data, (const guint8 *)&size_le, 4);
}

static gboolean
write_chunk (const Copy *self, guint32 type, const guint8 *bytes, gsize size)
{
  return write_head (self, type, size) && self->write (self->data, bytes, size)
         && (size % 2 == 0 || self->write (self->data, (const guint8 *)"", 1));
}

static gsize
padded (gsize size)
{
  return 8 + size + (size & 1);
}

/* A frame of an animation without what is not its picture. */
static gboolean
write_frame (const Copy *self, const AnfRiffChunk *frame)
{
  const guint8 *bytes = self->bytes + frame->start;
  AnfRiffChunk chunk = { 0 };
  gsize at = FRAME_HEADER_SIZE;
  gsize size = FRAME_HEADER_SIZE;
  if (frame->size < FRAME_HEADER_SIZE)
    return FALSE;
  while (anf_riff_next (bytes, frame->size, &at, &chunk))
    size += is_picture (chunk.type) ? padded (chunk.size) : 0;
  if (!write_head (self, ANMF, size) || !self->write (self->data, bytes, FRAME_HEADER_SIZE))
    return FALSE;
  at = FRAME_HEADER_SIZE;
  while (anf_riff_next (bytes, frame->size, &at, &chunk))
    if (is_picture (chunk.type) && !write_chunk (self, chunk.type, bytes + chunk.start, chunk.size))
      return FALSE;
  return TRUE;
}

static gboolean
is_kept_profile (const Copy *self, const AnfRiffChunk *chunk)
{
  return chunk->type == ICCP
         && anf_redact_is_plain_profile (self->bytes + chunk->start, chunk->size);
}

/* The canvas, with the flags of what is kept. */
static gboolean
write_canvas (const Copy *self, const guint8 *old, gboolean has_profile)
{
  guint8 canvas[10] = { 0 };
  memcpy (canvas + 4, old + 4, 6);
  canvas[0] = old[0] & (FLAG_ANIMATION | FLAG_ALPHA);
  canvas[0] |= has_profile ? FLAG_PROFILE : 0;
  canvas[0] |= self->orientation >= 2 && self->orientation <= 8 ? FLAG_EXIF : 0;
  return write_chunk (self, VP8X, canvas, sizeof canvas);
}

/* All chunks behind the RIFF header. */
static gboolean
write_chunks (const Copy *self)
{
  AnfRiffChunk chunk = { 0 };
  gboolean has_profile = FALSE;
  gsize at = ANF_RIFF_START;
  while (anf_riff_next (self->bytes, self->size, &at, &chunk))
    has_profile = has_profile || is_kept_profile (self, &chunk);
  guint8 exif[ANF_REDACT_ORIENTATION_SIZE];
  const gboolean turned = anf_redact_make_orientation (self->orientation, exif);
  gboolean extended = FALSE;
  at = ANF_RIFF_START;
  while (anf_riff_next (self->bytes, self->size, &at, &chunk))
    {
      const guint8 *bytes = self->bytes + chunk.start;
      gboolean ok = TRUE;
      if (chunk.type == VP8X && chunk.size >= 10 && !extended)
        {
          extended = TRUE;
          ok = write_canvas (self, bytes, has_profile);
        }
      else if (chunk.type == ANMF)
        ok = write_frame (self, &chunk);
      else if (is_picture (chunk.type) || (chunk.type == ANIM && chunk.size == 6)
               || (extended && is_kept_profile (self, &chunk)))
        ok = write_chunk (self, chunk.type, bytes, chunk.size);
      if (!ok)
        return FALSE;
    }
  return !turned || !extended
         || write_chunk (self, ANF_TYPE ('E', 'X', 'I', 'F'), exif, sizeof exif);
}

static gboolean
count (gpointer data, const guint8 *bytes, gsize size)
{
  *(gsize *)data += size;
  return TRUE;
}

/* Exactly as long as it says, and at its top either one picture or frames. */
gboolean
anf_redact_can_copy_webp (const guint8 *bytes, gsize size)
{
  AnfRiffChunk chunk = { 0 };
  gsize at = ANF_RIFF_START;
  guint pictures = 0, frames = 0, chunks = 0;
  const guint64 end = (guint64)anf_le32 (bytes + 4) + 8;
  if (end > size)
    return FALSE;
  while (anf_riff_next (bytes, (gsize)end, &at, &chunk))
    {
      if (chunk.size < chunk.claimed || ++chunks > ANF_MEDIA_SEGMENTS_MAX)
        return FALSE;
      pictures += chunk.type == VP8_LOSSY || chunk.type == VP8_LOSSLESS ? 1 : 0;
      frames += chunk.type == ANMF ? 1 : 0;
    }
  return pictures <= 1 && (pictures == 0) == (frames > 0);
}

gboolean
anf_redact_copy_webp (
    const guint8 *bytes, gsize size, guint orientation, AnfPieceFunc write, gpointer data)
{
  gsize total = 0;
  /* What stands behind the end of the file is no part of it. */
  const gsize end = (gsize)MIN ((guint64)anf_le32 (bytes + 4) + 8, size);
  const Copy counting = { bytes, end, orientation, count, &total };
  const Copy copy = { bytes, end, orientation, write, data };
  if (!write_chunks (&counting))
    return FALSE;
  return write_head (&copy, ANF_TYPE ('R', 'I', 'F', 'F'), total + 4)
         && write (data, (const guint8 *)"WEBP", 4) && write_chunks (&copy);
}
