/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "film-fixture.h"

#include "container-writer.h"

const Film film_usual = { FALSE, 1500, FILM_CREATED, TRUE, TRUE, 0, FALSE };

static void
put_header (GByteArray *out, const char *type, const Film *film, guint32 scale, guint32 duration)
{
  const gsize at = box_open (out, type);
  const guint width = film->wide ? 8 : 4;
  put_be (out, film->wide ? 0x01000000 : 0, 4);
  put_be (out, film->created, width);
  put_be (out, film->created > 0 ? film->created + 1 : 0, width);
  put_be (out, scale, 4);
  put_be (out, duration, width);
  for (guint i = 0; i < 20; i++)
    put_be (out, 0, 4);
  box_close (out, at);
}

static void
put_track_header (GByteArray *out, const Film *film, guint id)
{
  static const guint32 turns[4][4] = { { 0x10000, 0, 0, 0x10000 },
                                       { 0, 0x10000, 0xffff0000, 0 },
                                       { 0xffff0000, 0, 0, 0xffff0000 },
                                       { 0, 0xffff0000, 0x10000, 0 } };
  const guint32 *turn = turns[film->rotation / 90];
  const guint width = film->wide ? 8 : 4;
  const gsize at = box_open (out, "tkhd");
  put_be (out, film->wide ? 0x01000007 : 7, 4);
  put_be (out, film->created, width);
  put_be (out, film->created, width);
  put_be (out, id, 4);
  put_be (out, 0, 4);
  put_be (out, film->duration, width);
  put_be (out, 0, 8);
  put_be (out, 0, 8);
  const guint32 matrix[9] = { turn[0], turn[1], 0, turn[2], turn[3], 0, 0, 0, 0x40000000 };
  for (guint i = 0; i < 9; i++)
    put_be (out, matrix[i], 4);
  put_be (out, 640 << 16, 4);
  put_be (out, 360 << 16, 4);
  box_close (out, at);
}

/* 96000 Hz and six channels; where older readers look, what QuickTime says always stands there. */
static void
put_wide_sound (GByteArray *out)
{
  put_be (out, 2, 2);
  put_be (out, 0, 6);
  put_be (out, 3, 2);
  put_be (out, 16, 2);
  put_be (out, 0xfffe, 2);
  put_be (out, 0, 2);
  put_be (out, 65536, 4);
  put_be (out, 72, 4);
  put_be (out, 0x40f7700000000000, 8);
  put_be (out, 6, 4);
  put_be (out, 0x7f000000, 4);
}

static void
put_description (GByteArray *out, const Film *film, gboolean is_video)
{
  const gsize stsd = box_open (out, "stsd");
  put_be (out, 0, 4);
  put_be (out, 1, 4);
  const gsize entry = box_open (out, is_video ? "avc1" : "mp4a");
  put_be (out, 0, 6);
  put_be (out, 1, 2);
  if (is_video)
    {
      put_be (out, 0, 8);
      put_be (out, 0, 8);
      put_be (out, 1280, 2);
      put_be (out, 720, 2);
    }
  else if (film->wide_sound)
    put_wide_sound (out);
  else
    {
      put_be (out, 0, 8);
      put_be (out, 2, 2);
      put_be (out, 16, 2);
      put_be (out, 0, 4);
      put_be (out, 44100, 2);
      put_be (out, 0, 2);
    }
  box_close (out, entry);
  box_close (out, stsd);
}

void
film_put_track (GByteArray *out, const Film *film, gboolean is_video, guint id)
{
  const gsize trak = box_open (out, "trak");
  put_track_header (out, film, id);
  const gsize mdia = box_open (out, "mdia");
  put_header (out, "mdhd", film, 1000, film->duration * 10 / 6);
  const gsize hdlr = box_open (out, "hdlr");
  put_be (out, 0, 8);
  put_text (out, is_video ? "vide" : "soun");
  put_be (out, 0, 8);
  put_be (out, 0, 5);
  box_close (out, hdlr);
  const gsize minf = box_open (out, "minf");
  const gsize stbl = box_open (out, "stbl");
  put_description (out, film, is_video);
  box_close (out, stbl);
  box_close (out, minf);
  box_close (out, mdia);
  box_close (out, trak);
}

GByteArray *
film_make (const Film *film, const char *brand, const GByteArray *more)
{
  GByteArray *out = g_byte_array_new ();
  g_autofree char *ftyp = g_strdup_printf ("%sXXXXisom", brand);
  box_add (out, "ftyp", ftyp, 12);
  box_add (out, "mdat", "media", 5);
  const gsize moov = box_open (out, "moov");
  put_header (out, "mvhd", film, 600, film->duration);
  if (film->has_video)
    film_put_track (out, film, TRUE, 1);
  if (film->has_audio)
    film_put_track (out, film, FALSE, 2);
  if (more != NULL)
    g_byte_array_append (out, more->data, more->len);
  box_close (out, moov);
  return out;
}
