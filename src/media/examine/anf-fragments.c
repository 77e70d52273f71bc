/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-media-limits.h"
#include "anf-movie.h"

/* One track of a fragmented file (ISO/IEC 14496-12, 8.8). */
typedef struct
{
  guint32 id;
  guint32 timescale;
  guint32 usual_duration; /* of a sample, by trex */
  guint64 duration;
} Track;

typedef struct
{
  const guint8 *bytes;
  Track tracks[ANF_MEDIA_TRACKS_MAX];
  guint count;
} Tracks;

static Track *
get_track (Tracks *self, guint32 id)
{
  for (guint i = 0; i < self->count; i++)
    if (self->tracks[i].id == id)
      return &self->tracks[i];
  return NULL;
}

static void
read_track (Tracks *self, const AnfBox *trak)
{
  AnfBox tkhd, mdia, mdhd;
  const guint8 *bytes = self->bytes;
  if (self->count >= ANF_MEDIA_TRACKS_MAX
      || !anf_bmff_find (bytes, trak->start, trak->end, ANF_TYPE ('t', 'k', 'h', 'd'), &tkhd)
      || !anf_bmff_find (bytes, trak->start, trak->end, ANF_TYPE ('m', 'd', 'i', 'a'), &mdia)
      || !anf_bmff_find (bytes, mdia.start, mdia.end, ANF_TYPE ('m', 'd', 'h', 'd'), &mdhd)
      || tkhd.end - tkhd.start < 24 || mdhd.end - mdhd.start < 24)
    return;
  const guint8 *head = bytes + tkhd.start;
  const guint8 *media = bytes + mdhd.start;
  self->tracks[self->count++]
      = (Track){ .id = anf_be32 (head + (head[0] == 1 ? 20 : 12)),
                 .timescale = anf_be32 (media + (media[0] == 1 ? 20 : 12)) };
}

static void
read_usual (Tracks *self, const AnfBox *mvex)
{
  AnfBox box;
  gsize at = mvex->start;
  while (anf_bmff_next (self->bytes, mvex->end, &at, &box))
    {
      if (box.type != ANF_TYPE ('t', 'r', 'e', 'x') || box.end - box.start < 16)
        continue;
      Track *track = get_track (self, anf_be32 (self->bytes + box.start + 4));
      if (track != NULL)
        track->usual_duration = anf_be32 (self->bytes + box.start + 12);
    }
}

/* The durations of the samples of a trun, each usual or its own. */
static guint64
add_run (const guint8 *bytes, const AnfBox *trun, guint32 usual)
{
  const gsize size = trun->end - trun->start;
  if (size < 8)
    return 0;
  const guint8 *at = bytes + trun->start;
  const guint32 flags = anf_be32 (at) & 0xffffff;
  const guint32 count = anf_be32 (at + 4);
  if ((flags & 0x100) == 0)
    return (guint64)count * usual;
  const gsize fixed = 8 + ((flags & 1) != 0 ? 4 : 0) + ((flags & 4) != 0 ? 4 : 0);
  gsize width = 4;
  for (guint32 flag = 0x200; flag <= 0x800; flag <<= 1)
    width += (flags & flag) != 0 ? 4 : 0;
  guint64 duration = 0;
  for (guint32 i = 0; i < count && fixed + (i + (gsize)1) * width <= size; i++)
    duration += anf_be32 (at + fixed + i * width);
  return duration;
}

static void
read_fragment (Tracks *self, const AnfBox *traf)
{
  AnfBox box;
  const guint8 *bytes = self->bytes;
  if (!anf_bmff_find (bytes, traf->start, traf->end, ANF_TYPE ('t', 'f', 'h', 'd'), &box)
      || box.end - box.start < 8)
    return;
  const guint8 *head = bytes + box.start;
  const guint32 flags = anf_be32 (head) & 0xffffff;
  Track *track = get_track (self, anf_be32 (head + 4));
  if (track == NULL)
    return;
  const gsize usual_at = 8 + ((flags & 1) != 0 ? 8 : 0) + ((flags & 2) != 0 ? 4 : 0);
  const gboolean own = (flags & 8) != 0 && box.end - box.start >= usual_at + 4;
  const guint32 usual = own ? anf_be32 (head + usual_at) : track->usual_duration;
  gsize at = traf->start;
  while (anf_bmff_next (bytes, traf->end, &at, &box))
    if (box.type == ANF_TYPE ('t', 'r', 'u', 'n'))
      track->duration += add_run (bytes, &box, usual);
}

double
anf_movie_measure_fragments (const guint8 *bytes, gsize size, const AnfBox *moov)
{
  Tracks tracks = { .bytes = bytes };
  AnfBox box, inner;
  gsize at = moov->start;
  while (anf_bmff_next (bytes, moov->end, &at, &box))
    if (box.type == ANF_TYPE ('t', 'r', 'a', 'k'))
      read_track (&tracks, &box);
  if (anf_bmff_find (bytes, moov->start, moov->end, ANF_TYPE ('m', 'v', 'e', 'x'), &box))
    read_usual (&tracks, &box);
  at = 0;
  for (guint count = 0; count < ANF_MEDIA_BOXES_MAX && anf_bmff_next (bytes, size, &at, &box);
       count++)
    {
      gsize inside = box.start;
      while (box.type == ANF_TYPE ('m', 'o', 'o', 'f')
             && anf_bmff_next (bytes, box.end, &inside, &inner))
        if (inner.type == ANF_TYPE ('t', 'r', 'a', 'f'))
          read_fragment (&tracks, &inner);
    }
  double longest = 0.0;
  for (guint i = 0; i < tracks.count; i++)
    if (tracks.tracks[i].timescale > 0)
      longest = MAX (longest, (double)tracks.tracks[i].duration / tracks.tracks[i].timescale);
  return longest;
}
