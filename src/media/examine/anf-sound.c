/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-sound.h"

#include "anf-endian.h"
#include "anf-file-time.h"
#include "anf-finds.h"
#include "anf-media-limits.h"
#include "anf-riff.h"

#include <string.h>

/* ---- WAV ---- */

typedef struct
{
  AnfTrack track;
  guint32 byte_rate;
  guint32 fact_samples;
  guint format;
  guint64 data_size;
  guint64 wide_size; /* of ds64 */
  gboolean has_data;
  gboolean ended; /* nothing can be found behind the data */
} Wav;

static void
name_format (AnfTrack *track, guint format)
{
  static const struct
  {
    guint format;
    const char *name;
  } names[] = { { 1, "pcm" },   { 2, "adpcm" },        { 3, "pcm_float" }, { 6, "alaw" },
                { 7, "mulaw" }, { 0x11, "ima_adpcm" }, { 0x31, "gsm" },    { 0x55, "mp3" } };
  (void)g_snprintf (track->codec, sizeof track->codec, "0x%04x", format);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i].format == format)
      (void)g_strlcpy (track->codec, names[i].name, sizeof track->codec);
}

static void
read_format (Wav *self, const guint8 *data, gsize size)
{
  if (size < 16)
    return;
  self->format = anf_le16 (data);
  /* The extensible format names the real one in the first bytes of a UUID. */
  if (self->format == 0xfffe && size >= 26)
    self->format = anf_le16 (data + 24);
  name_format (&self->track, self->format);
  self->track.channels = anf_le16 (data + 2);
  self->track.sample_rate = anf_le32 (data + 4);
  self->byte_rate = anf_le32 (data + 8);
}

/* EBU Tech 3285: the date and the time when recording began, by the recorder's clock. */
static void
read_broadcast (const guint8 *data, gsize size, AnfFacts *facts)
{
  if (size < 338)
    return;
  g_autofree char *text
      = g_strdup_printf ("%.10sT%.8s", (const char *)data + 320, (const char *)data + 330);
  g_strdelimit (text + 11, "-. _", ':');
  anf_container_set_time (facts, text);
}

static void
note_data (Wav *self, const AnfInput *input, const AnfRiffChunk *chunk, AnfFacts *facts)
{
  const guint64 left = input->whole_size - chunk->start;
  self->has_data = TRUE;
  self->ended = chunk->claimed == 0 || chunk->size < chunk->claimed;
  self->data_size
      = chunk->claimed == G_MAXUINT32 && self->wide_size > 0 ? self->wide_size : chunk->claimed;
  /* A recorder that lost its power leaves 0 or a size that was never reached. */
  if (self->data_size == 0 || self->data_size > left)
    {
      anf_facts_flag (facts, "FILE_TRUNC");
      self->data_size = left;
    }
}

static void
read_chunk (
    Wav *self, const AnfInput *input, const AnfRiffChunk *chunk, AnfFinds *finds, AnfFacts *facts)
{
  const guint8 *data = input->bytes + chunk->start;
  switch (chunk->type)
    {
    case ANF_TYPE ('f', 'm', 't', ' '):
      read_format (self, data, chunk->size);
      break;
    case ANF_TYPE ('f', 'a', 'c', 't'):
      self->fact_samples = chunk->size >= 4 ? anf_le32 (data) : 0;
      break;
    case ANF_TYPE ('d', 's', '6', '4'):
      if (chunk->size >= 16)
        self->wide_size = anf_le32 (data + 8) | (guint64)anf_le32 (data + 12) << 32;
      break;
    case ANF_TYPE ('b', 'e', 'x', 't'):
      read_broadcast (data, chunk->size, facts);
      break;
    case ANF_TYPE ('_', 'P', 'M', 'X'): /* XMP part 3, 1.1.7 */
      anf_finds_add_xmp (finds, data, chunk->size);
      break;
    case ANF_TYPE ('d', 'a', 't', 'a'):
      if (!self->has_data)
        note_data (self, input, chunk, facts);
      break;
    default:
      break;
    }
}

void
anf_wav_read (const AnfInput *input, AnfFacts *facts)
{
  Wav wav = { .track = { .kind = "audio" } };
  AnfRiffChunk chunk = { 0 };
  gsize at = ANF_RIFF_START;
  g_autoptr (AnfFinds) finds = anf_finds_new ();
  for (guint count = 0; count < ANF_MEDIA_SEGMENTS_MAX && !wav.ended
                        && anf_riff_next (input->bytes, input->size, &at, &chunk);
       count++)
    read_chunk (&wav, input, &chunk, finds, facts);
  anf_finds_read (finds, facts);
  if (wav.fact_samples > 0 && wav.format != 1 && wav.track.sample_rate > 0)
    wav.track.duration_s = (double)wav.fact_samples / wav.track.sample_rate;
  else if (wav.byte_rate > 0)
    wav.track.duration_s = (double)wav.data_size / wav.byte_rate;
  anf_duration_set (facts, wav.track.duration_s);
  anf_track_add (&wav.track, facts);
}

/* ---- AMR ---- */

void
anf_amr_read (const AnfInput *input, AnfFacts *facts)
{
  static const char narrow_magic[] = "#!AMR\n";
  static const char wide_magic[] = "#!AMR-WB\n";
  /* Bytes of a frame by its type, the header included (3GPP TS 26.101 and 26.201). */
  static const guint8 narrow_sizes[16] = { 13, 14, 16, 18, 20, 21, 27, 32, 6, 7, 6, 6, 0, 0, 0, 1 };
  static const guint8 wide_sizes[16] = { 18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1 };
  const gboolean wide = input->size >= sizeof wide_magic - 1
                        && memcmp (input->bytes, wide_magic, sizeof wide_magic - 1) == 0;
  const guint8 *sizes = wide ? wide_sizes : narrow_sizes;
  AnfTrack track = { .kind = "audio", .sample_rate = wide ? 16000 : 8000, .channels = 1 };
  (void)g_strlcpy (track.codec, wide ? "amr-wb" : "amr-nb", sizeof track.codec);
  gsize at = wide ? sizeof wide_magic - 1 : sizeof narrow_magic - 1;
  guint64 frames = 0;
  while (at < input->size)
    {
      const gsize size = sizes[input->bytes[at] >> 3 & 15];
      if (size == 0 || size > input->size - at)
        {
          anf_facts_flag (facts, size == 0 ? "FILE_MALFORMED" : "FILE_TRUNC");
          break;
        }
      at += size;
      frames++;
    }
  /* Of an extract that says nothing of the whole. */
  if (input->size == input->whole_size)
    track.duration_s = (double)frames / 50.0;
  anf_duration_set (facts, track.duration_s);
  anf_track_add (&track, facts);
}

/* ---- FLAC ---- */

void
anf_flac_read (const AnfInput *input, AnfFacts *facts)
{
  AnfTrack track = { .kind = "audio", .codec = "flac" };
  const guint8 *info = input->bytes + 8;
  if (input->size >= 26 && (input->bytes[4] & 0x7f) == 0)
    {
      track.sample_rate = anf_be32 (info + 10) >> 12;
      track.channels = (info[12] >> 1 & 7) + 1;
      const guint64 samples = anf_be64 (info + 10) & G_GUINT64_CONSTANT (0xfffffffff);
      if (track.sample_rate > 0)
        track.duration_s = (double)samples / track.sample_rate;
    }
  else
    anf_facts_flag (facts, "FILE_TRUNC");
  anf_duration_set (facts, track.duration_s);
  anf_track_add (&track, facts);
}

/* ---- AAC ---- */

void
anf_adts_read (const AnfInput *input, AnfFacts *facts)
{
  static const guint32 rates[16]
      = { 96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350 };
  AnfTrack track = { .kind = "audio", .codec = "aac" };
  guint64 samples = 0;
  gsize at = 0;
  while (input->size - at >= 7)
    {
      const guint8 *frame = input->bytes + at;
      const guint32 rate = rates[frame[2] >> 2 & 15];
      const gsize size
          = ((gsize)frame[3] & 3) << 11 | (gsize)frame[4] << 3 | (gsize)(frame[5] >> 5);
      if (frame[0] != 0xff || (frame[1] & 0xf6) != 0xf0 || rate == 0 || size < 7)
        {
          const gsize behind = anf_sound_skip_tags (input, at);
          if (behind == at)
            break;
          at = behind;
          continue;
        }
      if (track.sample_rate == 0)
        {
          track.sample_rate = rate;
          track.channels = ((guint)frame[2] & 1) << 2 | frame[3] >> 6;
        }
      samples += 1024 * ((guint64)(frame[6] & 3) + 1) * track.sample_rate / rate;
      if (size > input->size - at)
        {
          anf_facts_flag (facts, "FILE_TRUNC");
          break;
        }
      at += size;
    }
  if (track.sample_rate > 0)
    track.duration_s = (double)samples / track.sample_rate;
  if (input->size != input->whole_size)
    track.duration_s = at > 0 ? track.duration_s * (double)input->whole_size / (double)at : 0.0;
  anf_duration_set (facts, track.duration_s);
  anf_track_add (&track, facts);
}
