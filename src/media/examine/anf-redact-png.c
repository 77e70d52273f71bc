/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-endian.h"
#include "anf-inflate.h"
#include "anf-media-limits.h"
#include "anf-redact-box.h"

#include <string.h>
#include <zlib.h>

#define IHDR ANF_TYPE ('I', 'H', 'D', 'R')
#define PLTE ANF_TYPE ('P', 'L', 'T', 'E')
#define IDAT ANF_TYPE ('I', 'D', 'A', 'T')
#define IEND ANF_TYPE ('I', 'E', 'N', 'D')
#define ICCP ANF_TYPE ('i', 'C', 'C', 'P')

static const AnfPngChunk *
get_chunk (const AnfPng *png, guint index)
{
  return &g_array_index (png->chunks, AnfPngChunk, index);
}

/* ---- Whether it is well formed ---- */

/* Bytes of the picture before compression: each row has one more, for its filter. */
static guint64
measure_pass (guint64 width, guint64 height, guint bits)
{
  return width == 0 ? 0 : height * ((width * bits + 7) / 8 + 1);
}

static guint64
measure_picture (const AnfPng *png, const guint8 *header)
{
  /* Adam7: where each pass begins and how far its pixels are apart. */
  static const guint8 passes[7][4]
      = { { 0, 0, 8, 8 }, { 4, 0, 8, 8 }, { 0, 4, 4, 8 }, { 2, 0, 4, 4 },
          { 0, 2, 2, 4 }, { 1, 0, 2, 2 }, { 0, 1, 1, 2 } };
  static const guint8 channels[7] = { 1, 0, 3, 1, 2, 0, 4 };
  const guint bits = header[9] < 7 ? (guint)header[8] * channels[header[9]] : 0;
  if (header[12] == 0)
    return measure_pass (png->width, png->height, bits);
  guint64 size = 0;
  for (guint i = 0; i < 7; i++)
    {
      const guint8 *pass = passes[i];
      const guint64 width
          = png->width > pass[0] ? (png->width - pass[0] + pass[2] - 1u) / pass[2] : 0;
      const guint64 height
          = png->height > pass[1] ? (png->height - pass[1] + pass[3] - 1u) / pass[3] : 0;
      size += measure_pass (width, height, bits);
    }
  return size;
}

typedef z_stream Stream;
static void
stream_clear (Stream *stream)
{
  (void)inflateEnd (stream);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stream, stream_clear)

/* Feeds @size bytes; FALSE when the stream is broken, or had ended before them. */
static gboolean
feed (Stream *stream, const guint8 *bytes, gsize size, gboolean *ended)
{
  guint8 out[32 * 1024];
  stream->next_in = (z_const Bytef *)bytes;
  stream->avail_in = (uInt)size;
  while (stream->avail_in > 0)
    {
      if (*ended)
        return FALSE;
      stream->next_out = out;
      stream->avail_out = sizeof out;
      const int result = inflate (stream, Z_NO_FLUSH);
      *ended = result == Z_STREAM_END;
      if (result != Z_OK && !*ended)
        return FALSE;
    }
  return TRUE;
}

/* What is still in the decompressor when its input is used up. */
static gboolean
drain (Stream *stream, gboolean *ended)
{
  guint8 out[32 * 1024];
  while (!*ended)
    {
      stream->next_out = out;
      stream->avail_out = sizeof out;
      const int result = inflate (stream, Z_NO_FLUSH);
      *ended = result == Z_STREAM_END;
      if (result != Z_OK && !*ended)
        return FALSE;
    }
  return TRUE;
}

gboolean
anf_redact_can_copy_png (const AnfPng *png)
{
  const guint count = png->chunks->len;
  if (png->cut || png->malformed || count < 3 || get_chunk (png, 0)->type != IHDR
      || get_chunk (png, 0)->size != 13 || get_chunk (png, count - 1)->size != 0)
    return FALSE;
  g_auto (Stream) stream = { 0 };
  gboolean ended = FALSE;
  if (inflateInit (&stream) != Z_OK)
    return FALSE;
  for (guint i = 0; i < count; i++)
    {
      const AnfPngChunk *chunk = get_chunk (png, i);
      if (chunk->type == IDAT && !feed (&stream, png->bytes + chunk->start, chunk->size, &ended))
        return FALSE;
      /* A decoder must know it, and this does not. */
      if ((chunk->type & 0x20000000) == 0 && chunk->type != IHDR && chunk->type != PLTE
          && chunk->type != IDAT && chunk->type != IEND)
        return FALSE;
    }
  return drain (&stream, &ended)
         && stream.total_out == measure_picture (png, png->bytes + get_chunk (png, 0)->start);
}

/* ---- The copy ---- */

static gboolean
write_chunk (guint32 type, const guint8 *bytes, gsize size, AnfPieceFunc write, gpointer data)
{
  const guint8 name[4]
      = { (guint8)(type >> 24), (guint8)(type >> 16), (guint8)(type >> 8), (guint8)type };
  const guint32 check = (guint32)crc32_z (crc32_z (0, name, sizeof name), bytes, size);
  const guint32 length_be = GUINT32_TO_BE ((guint32)size);
  const guint32 check_be = GUINT32_TO_BE (check);
  guint8 head[8];
  memcpy (head, &length_be, 4);
  memcpy (head + 4, name, 4);
  return write (data, head, sizeof head) && (size == 0 || write (data, bytes, size))
         && write (data, (const guint8 *)&check_be, sizeof check_be);
}

/* The profile is compressed behind a name, which anybody may have written. */
static GByteArray *
read_plain_profile (const guint8 *bytes, gsize size)
{
  const guint8 *nul = memchr (bytes, '\0', size);
  const gsize at = nul != NULL ? (gsize)(nul - bytes) + 2 : size;
  if (at >= size)
    return NULL;
  g_autoptr (GByteArray) profile = anf_inflate (bytes + at, size - at, ANF_MEDIA_ICC_BYTES_MAX);
  return profile != NULL && anf_redact_is_plain_profile (profile->data, profile->len)
             ? g_steal_pointer (&profile)
             : NULL;
}

/* With no name but that of its kind, and compressed anew, so that nothing stands behind it. */
static gboolean
write_profile (const AnfPng *png, const AnfPngChunk *chunk, AnfPieceFunc write, gpointer data)
{
  static const guint8 head[] = { 'I', 'C', 'C', 0, 0 };
  g_autoptr (GByteArray) profile = read_plain_profile (png->bytes + chunk->start, chunk->size);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  if (profile == NULL)
    return FALSE;
  uLongf size = compressBound (profile->len);
  g_byte_array_append (out, head, sizeof head);
  g_byte_array_set_size (out, (guint)(sizeof head + size));
  if (compress (out->data + sizeof head, &size, profile->data, profile->len) != Z_OK)
    return FALSE;
  return write_chunk (ICCP, out->data, sizeof head + size, write, data);
}

static gboolean
is_plain_profile (const guint8 *bytes, gsize size)
{
  g_autoptr (GByteArray) profile = read_plain_profile (bytes, size);
  return profile != NULL;
}

/* Of the other chunks, those that change what is seen: by colour type (gray, RGB, palette, gray and
   RGB with alpha), how long they are at most; ISO/IEC 15948, 11.2.2 and 11.3. A palette is only
   suggested where the pixels are no numbers in it. */
static const struct
{
  guint32 type;
  guint16 gray, rgb, palette, gray_alpha, rgb_alpha;
} wanted[] = {
  { PLTE, 0, 0, 768, 0, 0 },
  { ANF_TYPE ('t', 'R', 'N', 'S'), 2, 6, 256, 0, 0 },
  { ANF_TYPE ('g', 'A', 'M', 'A'), 4, 4, 4, 4, 4 },
  { ANF_TYPE ('c', 'H', 'R', 'M'), 32, 32, 32, 32, 32 },
  { ANF_TYPE ('s', 'R', 'G', 'B'), 1, 1, 1, 1, 1 },
  { ANF_TYPE ('s', 'B', 'I', 'T'), 1, 3, 3, 2, 4 },
  { ANF_TYPE ('b', 'K', 'G', 'D'), 2, 6, 1, 2, 6 },
};

static gsize
measure_wanted (gsize row, guint8 color)
{
  const guint16 sizes[] = { wanted[row].gray,       0, wanted[row].rgb,      wanted[row].palette,
                            wanted[row].gray_alpha, 0, wanted[row].rgb_alpha };
  return color < G_N_ELEMENTS (sizes) ? sizes[color] : 0;
}

/* Which of @wanted a chunk is, in its right size; -1: none. */
static int
find_wanted (const AnfPng *png, const AnfPngChunk *chunk)
{
  const guint8 color = png->bytes[get_chunk (png, 0)->start + 9];
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      const gsize size = measure_wanted (i, color);
      const gboolean varies = size >= 256;
      if (wanted[i].type == chunk->type && size > 0 && chunk->size > 0
          && (varies ? chunk->size <= size : chunk->size == size))
        return (int)i;
    }
  return -1;
}

/* What a decoder reads, which of each kind is the first before the pixels. */
static gboolean
is_wanted (const AnfPng *png, guint index, guint *seen)
{
  const AnfPngChunk *chunk = get_chunk (png, index);
  const gboolean profile = chunk->type == ICCP;
  if (chunk->type == IHDR || chunk->type == IDAT)
    {
      *seen |= chunk->type == IDAT ? G_MAXUINT : 0;
      return chunk->type == IDAT || index == 0;
    }
  const int row = profile ? (int)G_N_ELEMENTS (wanted) : find_wanted (png, chunk);
  if (row < 0 || (*seen & 1u << row) != 0
      || (profile && !is_plain_profile (png->bytes + chunk->start, chunk->size)))
    return FALSE;
  *seen |= 1u << row;
  return TRUE;
}

gboolean
anf_redact_copy_png (const AnfPng *png, guint orientation, AnfPieceFunc write, gpointer data)
{
  if (!write (data, (const guint8 *)"\x89PNG\r\n\x1a\n", 8))
    return FALSE;
  guint seen = 0;
  for (guint i = 0; i < png->chunks->len; i++)
    {
      const AnfPngChunk *chunk = get_chunk (png, i);
      if (is_wanted (png, i, &seen)
          && !(chunk->type == ICCP ? write_profile (png, chunk, write, data)
                                   : write_chunk (chunk->type, png->bytes + chunk->start,
                                                  chunk->size, write, data)))
        return FALSE;
      guint8 exif[ANF_REDACT_ORIENTATION_SIZE];
      if (i == 0 && anf_redact_make_orientation (orientation, exif)
          && !write_chunk (ANF_TYPE ('e', 'X', 'I', 'f'), exif, sizeof exif, write, data))
        return FALSE;
    }
  return write_chunk (IEND, NULL, 0, write, data);
}
