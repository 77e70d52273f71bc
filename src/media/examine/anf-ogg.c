/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-endian.h"
#include "anf-media-limits.h"
#include "anf-sound.h"

#include <string.h>

/* A logical stream (RFC 3533). */
typedef struct
{
  AnfTrack track;
  guint32 serial;
  guint64 granule;   /* of the last page that has one */
  guint64 skipped;   /* at the start */
  double per_second; /* granules; 0 when they are not a time */
} Stream;

typedef struct
{
  Stream streams[ANF_MEDIA_TRACKS_MAX];
  guint count;
} Streams;

/* How a first packet begins, and where it says what. */
static const struct
{
  const char *magic;
  guint8 size;
  const char *kind;
  const char *codec;
} codecs[] = {
  { "\x01vorbis", 7, "audio", "vorbis" },
  { "OpusHead", 8, "audio", "opus" },
  { "Speex   ", 8, "audio", "speex" },
  { "\x7f"
    "FLAC",
    5, "audio", "flac" },
  { "\x80theora", 7, "video", "theora" },
};

static void
read_numbers (Stream *self, const guint8 *packet, gsize size)
{
  AnfTrack *track = &self->track;
  if (*track->codec == 'v' && size >= 16)
    {
      track->channels = packet[11];
      self->per_second = track->sample_rate = anf_le32 (packet + 12);
    }
  else if (*track->codec == 'o' && size >= 16)
    {
      track->channels = packet[9];
      track->sample_rate = anf_le32 (packet + 12);
      self->skipped = anf_le16 (packet + 10);
      self->per_second = 48000.0; /* RFC 7845, 4: whatever rate it was made from */
    }
  else if (*track->codec == 's' && size >= 52)
    {
      track->channels = anf_le32 (packet + 48);
      self->per_second = track->sample_rate = anf_le32 (packet + 36);
    }
  else if (*track->codec == 'f' && size >= 31)
    {
      track->channels = (packet[29] >> 1 & 7) + 1;
      self->per_second = track->sample_rate = anf_be32 (packet + 27) >> 12;
    }
  else if (*track->codec == 't' && size >= 22)
    {
      track->width = anf_be32 (packet + 13) >> 8;
      track->height = anf_be32 (packet + 16) >> 8;
    }
}

static void
start_stream (Streams *self, guint32 serial, const guint8 *packet, gsize size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codecs); i++)
    {
      if (size < codecs[i].size || memcmp (packet, codecs[i].magic, codecs[i].size) != 0
          || self->count >= ANF_MEDIA_TRACKS_MAX)
        continue;
      Stream *stream = &self->streams[self->count++];
      *stream = (Stream){ .serial = serial, .track = { .kind = codecs[i].kind } };
      (void)g_strlcpy (stream->track.codec, codecs[i].codec, sizeof stream->track.codec);
      read_numbers (stream, packet, size);
      return;
    }
}

static void
end_page (Streams *self, guint32 serial, guint64 granule)
{
  for (guint i = 0; i < self->count; i++)
    if (self->streams[i].serial == serial && granule != G_MAXUINT64)
      self->streams[i].granule = granule;
}

/* Moves @at to the next page from there on; FALSE when there is none. */
static gboolean
find_page (const AnfInput *input, gsize *at)
{
  while (input->size - *at >= 27)
    {
      const guint8 *found = memchr (input->bytes + *at, 'O', input->size - *at - 26);
      if (found == NULL)
        return FALSE;
      *at = (gsize)(found - input->bytes);
      if (memcmp (found, "OggS", 5) == 0)
        return TRUE;
      (*at)++;
    }
  return FALSE;
}

static void
read_pages (const AnfInput *input, Streams *streams, AnfFacts *facts)
{
  gsize at = 0;
  while (find_page (input, &at))
    {
      const guint8 *page = input->bytes + at;
      const gsize head = 27 + (gsize)page[26];
      gsize body = 0;
      if (head > input->size - at)
        break;
      for (gsize i = 27; i < head; i++)
        body += page[i];
      const guint64 granule = (guint64)anf_le32 (page + 10) << 32 | anf_le32 (page + 6);
      const guint32 serial = anf_le32 (page + 14);
      const gsize left = input->size - at - head;
      if ((page[5] & 2) != 0)
        start_stream (streams, serial, page + head, MIN (body, left));
      /* Where a page ends that is not whole, nobody hears. */
      if (body > left)
        anf_facts_flag (facts, "FILE_TRUNC");
      else
        end_page (streams, serial, granule);
      at += head + MIN (body, left);
    }
}

const char *
anf_ogg_read (const AnfInput *input, AnfFacts *facts)
{
  Streams streams = { 0 };
  double longest = 0.0;
  gboolean has_video = FALSE;
  read_pages (input, &streams, facts);
  for (guint i = 0; i < streams.count; i++)
    {
      Stream *stream = &streams.streams[i];
      if (stream->per_second > 0.0 && stream->granule > stream->skipped)
        stream->track.duration_s = (double)(stream->granule - stream->skipped) / stream->per_second;
      longest = MAX (longest, stream->track.duration_s);
      has_video = has_video || *stream->track.kind == 'v';
      anf_track_add (&stream->track, facts);
    }
  if (streams.count == 0)
    anf_facts_flag (facts, "NO_TRACKS");
  anf_duration_set (facts, longest);
  return has_video ? "video/ogg" : "audio/ogg";
}
