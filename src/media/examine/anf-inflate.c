/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-inflate.h"

#include <zlib.h>

#define PIECE (32 * 1024)

typedef z_stream Stream;
static void
stream_clear (Stream *stream)
{
  (void)inflateEnd (stream);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stream, stream_clear)

GByteArray *
anf_inflate (const guint8 *bytes, gsize size, gsize limit)
{
  g_auto (Stream) stream = { .next_in = (z_const Bytef *)bytes, .avail_in = (uInt)size };
  if (size > G_MAXUINT32 || inflateInit (&stream) != Z_OK)
    return NULL;
  g_autoptr (GByteArray) out = g_byte_array_new ();
  guint8 piece[PIECE];
  int result = Z_OK;
  while (result == Z_OK)
    {
      stream.next_out = piece;
      stream.avail_out = sizeof piece;
      result = inflate (&stream, Z_NO_FLUSH);
      const gsize got = sizeof piece - stream.avail_out;
      if (out->len + got > limit)
        return NULL;
      g_byte_array_append (out, piece, (guint)got);
    }
  return result == Z_STREAM_END ? g_steal_pointer (&out) : NULL;
}
