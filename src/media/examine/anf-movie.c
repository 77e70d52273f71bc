/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-movie.h"

#include "anf-clock.h"
#include "anf-media-limits.h"

#include <string.h>

/* From 1904 to 1970. */
#define EPOCH_S G_GUINT64_CONSTANT (2082844800)

static const guint8 xmp_uuid[16] = { 0xbe, 0x7a, 0xcf, 0xcb, 0x97, 0xa9, 0x42, 0xe8,
                                     0x9c, 0x71, 0x99, 0x94, 0x91, 0xe3, 0xaf, 0xac };

/* What mvhd and mdhd begin with. */
typedef struct
{
  guint64 created, modified, duration;
  guint32 timescale;
} Header;

static gboolean
read_header (const guint8 *bytes, const AnfBox *box, Header *header)
{
  const guint8 *at = bytes + box->start;
  const gsize size = box->end - box->start;
  if (size < 20 || (at[0] == 1 && size < 32))
    return FALSE;
  if (at[0] == 1)
    *header
        = (Header){ anf_be64 (at + 4), anf_be64 (at + 12), anf_be64 (at + 24), anf_be32 (at + 20) };
  else
    *header
        = (Header){ anf_be32 (at + 4), anf_be32 (at + 8), anf_be32 (at + 16), anf_be32 (at + 12) };
  if (at[0] != 1 && header->duration == G_MAXUINT32)
    header->duration = 0;
  return TRUE;
}

static double
get_seconds (const Header *header)
{
  return header->timescale > 0 ? (double)header->duration / header->timescale : 0.0;
}

/* Seconds since 1904, UTC by the book; some writers count from 1970, which is told. The first
   second of either is that of a clock that was never set. */
static void
set_time (AnfFacts *facts, const char *name, guint64 time)
{
  const guint64 limit = G_GUINT64_CONSTANT (253402300800); /* the year 10000 */
  if (time == 0 || time == EPOCH_S)
    return;
  if (time < EPOCH_S)
    anf_facts_flag (facts, "CONTAINER_EPOCH");
  else
    time -= EPOCH_S;
  if (time >= limit)
    return;
  g_autofree char *text = anf_time_format ((gint64)time * G_USEC_PER_SEC);
  json_object_set_string_member (anf_container_object (facts), name, text);
}

/* ---- Tracks ---- */

/* The matrix of a tkhd, when it turns by quarters. */
static guint
read_rotation (const guint8 *matrix)
{
  static const struct
  {
    gint32 a, b, c, d;
    guint degrees;
  } turns[] = { { 0, 1, -1, 0, 90 }, { -1, 0, 0, -1, 180 }, { 0, -1, 1, 0, 270 } };
  const gint32 one = 0x10000;
  const gint32 a = (gint32)anf_be32 (matrix), b = (gint32)anf_be32 (matrix + 4);
  const gint32 c = (gint32)anf_be32 (matrix + 12), d = (gint32)anf_be32 (matrix + 16);
  for (gsize i = 0; i < G_N_ELEMENTS (turns); i++)
    if (a == turns[i].a * one && b == turns[i].b * one && c == turns[i].c * one
        && d == turns[i].d * one)
      return turns[i].degrees;
  return 0;
}

static void
read_track_header (const guint8 *bytes, const AnfBox *trak, AnfTrack *track)
{
  AnfBox box;
  if (!anf_bmff_find (bytes, trak->start, trak->end, ANF_TYPE ('t', 'k', 'h', 'd'), &box))
    return;
  const gsize matrix_at = bytes[box.start] == 1 ? 52 : 40;
  if (box.end - box.start < matrix_at + 44)
    return;
  const guint8 *matrix = bytes + box.start + matrix_at;
  track->rotation = read_rotation (matrix);
  track->width = anf_be32 (matrix + 36) >> 16;
  track->height = anf_be32 (matrix + 40) >> 16;
}

/* Of version 2 of QuickTime (QuickTime File Format, Sound Sample Description) the usual fields hold
   fixed numbers, and a rate as IEEE 754 and the channels stand behind them. */
static void
read_sound (const guint8 *data, gsize size, AnfTrack *track)
{
  track->channels = anf_be16 (data + 16);
  track->sample_rate = anf_be32 (data + 24) >> 16;
  if (anf_be16 (data + 8) != 2 || size < 44)
    return;
  const guint64 bits = anf_be64 (data + 32);
  double rate = 0.0;
  memcpy (&rate, &bits, sizeof rate);
  track->channels = anf_be32 (data + 40);
  track->sample_rate = rate >= 1.0 && rate <= G_MAXINT32 ? (guint)(rate + 0.5) : 0;
}

/* The first sample description (ISO/IEC 14496-12, 8.5.2 and 12). */
static void
read_description (const guint8 *bytes, const AnfBox *stsd, AnfTrack *track)
{
  AnfBox entry;
  gsize at = stsd->start + 8;
  if (stsd->end - stsd->start < 8 || !anf_bmff_next (bytes, stsd->end, &at, &entry))
    return;
  anf_track_set_codec (track, entry.type);
  const guint8 *data = bytes + entry.start;
  const gsize size = entry.end - entry.start;
  if (*track->kind == 'a' && size >= 28)
    read_sound (data, size, track);
  else if (*track->kind == 'v' && size >= 28 && anf_be16 (data + 24) != 0)
    {
      track->width = anf_be16 (data + 24);
      track->height = anf_be16 (data + 26);
    }
}

/* NULL when it is neither sound nor picture. */
static const char *
read_kind (const guint8 *bytes, const AnfBox *mdia)
{
  AnfBox box;
  if (!anf_bmff_find (bytes, mdia->start, mdia->end, ANF_TYPE ('h', 'd', 'l', 'r'), &box)
      || box.end - box.start < 12)
    return NULL;
  const guint32 handler = anf_be32 (bytes + box.start + 8);
  return handler == ANF_TYPE ('v', 'i', 'd', 'e')   ? "video"
         : handler == ANF_TYPE ('s', 'o', 'u', 'n') ? "audio"
                                                    : NULL;
}

static void
read_track (const guint8 *bytes, const AnfBox *trak, AnfTrack *track)
{
  AnfBox mdia, box;
  Header header = { 0 };
  if (!anf_bmff_find (bytes, trak->start, trak->end, ANF_TYPE ('m', 'd', 'i', 'a'), &mdia))
    return;
  track->kind = read_kind (bytes, &mdia);
  if (track->kind == NULL)
    return;
  if (*track->kind == 'v')
    read_track_header (bytes, trak, track);
  if (anf_bmff_find (bytes, mdia.start, mdia.end, ANF_TYPE ('m', 'd', 'h', 'd'), &box)
      && read_header (bytes, &box, &header))
    track->duration_s = get_seconds (&header);
  if (anf_bmff_find (bytes, mdia.start, mdia.end, ANF_TYPE ('m', 'i', 'n', 'f'), &box)
      && anf_bmff_find (bytes, box.start, box.end, ANF_TYPE ('s', 't', 'b', 'l'), &box)
      && anf_bmff_find (bytes, box.start, box.end, ANF_TYPE ('s', 't', 's', 'd'), &box))
    read_description (bytes, &box, track);
}

/* ---- The whole ---- */

static void
read_duration (const AnfInput *input, const AnfBox *moov, const Header *header, AnfFacts *facts)
{
  double seconds = get_seconds (header);
  AnfBox box;
  if (!(seconds > 0.0)
      && anf_bmff_find (input->bytes, moov->start, moov->end, ANF_TYPE ('m', 'v', 'e', 'x'), &box))
    seconds = anf_movie_measure_fragments (input->bytes, input->size, moov);
  anf_duration_set (facts, seconds);
}

/* Returns: whether it has sound and no picture. */
static gboolean
read_movie (const AnfInput *input, const AnfBox *moov, AnfFinds *finds, AnfFacts *facts)
{
  AnfBox box;
  Header header = { 0 };
  gboolean has_audio = FALSE;
  gboolean has_video = FALSE;
  gsize at = moov->start;
  while (anf_bmff_next (input->bytes, moov->end, &at, &box))
    {
      AnfTrack track = { 0 };
      if (box.type == ANF_TYPE ('m', 'v', 'h', 'd') && read_header (input->bytes, &box, &header))
        {
          set_time (facts, "created", header.created);
          set_time (facts, "modified", header.modified);
        }
      else if (box.type == ANF_TYPE ('t', 'r', 'a', 'k'))
        read_track (input->bytes, &box, &track);
      if (track.kind == NULL)
        continue;
      if (*track.kind == 'v' && !has_video)
        {
          finds->width = track.width;
          finds->height = track.height;
        }
      has_audio = has_audio || *track.kind == 'a';
      has_video = has_video || *track.kind == 'v';
      anf_track_add (&track, facts);
    }
  read_duration (input, moov, &header, facts);
  anf_movie_read_tags (input->bytes, moov, finds, facts);
  return has_audio && !has_video;
}

gboolean
anf_movie_read (const AnfInput *input, AnfFinds *finds, AnfFacts *facts)
{
  AnfBox box;
  gboolean sound_alone = FALSE;
  gboolean has_movie = FALSE;
  gsize at = 0;
  for (guint count = 0; anf_bmff_next (input->bytes, input->size, &at, &box); count++)
    {
      if (count >= ANF_MEDIA_BOXES_MAX)
        {
          anf_facts_flag (facts, "FILE_MALFORMED");
          break;
        }
      if (box.cut)
        anf_facts_flag (facts, "FILE_TRUNC");
      if (box.type == ANF_TYPE ('m', 'o', 'o', 'v') && !has_movie)
        {
          has_movie = TRUE;
          sound_alone = read_movie (input, &box, finds, facts);
        }
      else if (box.type == ANF_TYPE ('u', 'u', 'i', 'd') && box.end - box.start > sizeof xmp_uuid
               && memcmp (input->bytes + box.start, xmp_uuid, sizeof xmp_uuid) == 0)
        anf_finds_add_xmp (finds, input->bytes + box.start + sizeof xmp_uuid,
                           box.end - box.start - sizeof xmp_uuid);
    }
  if (!has_movie)
    anf_facts_flag (facts, "NO_TRACKS");
  return sound_alone;
}
