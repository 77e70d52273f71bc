/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-extract.h"

#include "anf-endian.h"
#include "anf-fd.h"
#include "anf-media-limits.h"
#include "anf-media.h"

#include <string.h>

static gboolean
append (GByteArray *out, int fd, guint64 from, gsize size)
{
  const guint start = out->len;
  g_byte_array_set_size (out, start + (guint)size);
  return anf_fd_read_at (fd, out->data + start, size, from) == (gssize)size;
}

static gboolean
tells (guint32 type)
{
  return type == ANF_TYPE ('f', 't', 'y', 'p') || type == ANF_TYPE ('m', 'o', 'o', 'v')
         || type == ANF_TYPE ('m', 'e', 't', 'a') || type == ANF_TYPE ('m', 'o', 'o', 'f')
         || type == ANF_TYPE ('u', 'u', 'i', 'd');
}

/* The header alone; of a box that the file cuts, one that says so. */
static void
append_empty (GByteArray *out, const guint8 *header, gboolean cut)
{
  const guint8 size[4] = { cut ? 0x7f : 0, 0, 0, 8 };
  g_byte_array_append (out, size, sizeof size);
  g_byte_array_append (out, header + 4, 4);
}

static gboolean
append_boxes (GByteArray *out, int fd, guint64 size)
{
  g_autoptr (GByteArray) header = g_byte_array_new ();
  guint64 at = 0;
  for (guint count = 0; count < ANF_MEDIA_BOXES_MAX && size - at >= 16; count++)
    {
      g_byte_array_set_size (header, 0);
      if (!append (header, fd, at, 16))
        return FALSE;
      guint64 length = anf_be32 (header->data);
      if (length == 1)
        length = anf_be64 (header->data + 8);
      else if (length == 0)
        length = size - at;
      const gboolean cut = length > size - at;
      if (length < 8 || cut)
        {
          append_empty (out, header->data, cut);
          return TRUE;
        }
      if (!tells (anf_be32 (header->data + 4)) || length > ANF_MEDIA_EXTRACT_BYTES_MAX - out->len)
        append_empty (out, header->data, FALSE);
      else if (!append (out, fd, at, (gsize)length))
        return FALSE;
      at += length;
    }
  return TRUE;
}

GByteArray *
anf_extract_read (int fd, guint64 size)
{
  static const char *const boxed[] = { "mp4", "m4v", "m4a", "mov", "3gp", "3g2", NULL };
  g_autoptr (GByteArray) out = g_byte_array_new ();
  if (!append (out, fd, 0, ANF_MEDIA_MAGIC_BYTES))
    return NULL;
  const char *format = anf_media_format_name (anf_media_guess_type (out->data, out->len));
  g_byte_array_set_size (out, 0);
  const gboolean done = g_strv_contains (boxed, format)
                            ? append_boxes (out, fd, size)
                            : append (out, fd, 0, ANF_MEDIA_EXTRACT_END_BYTES)
                                  && append (out, fd, size - ANF_MEDIA_EXTRACT_END_BYTES,
                                             ANF_MEDIA_EXTRACT_END_BYTES);
  return done ? g_steal_pointer (&out) : NULL;
}
