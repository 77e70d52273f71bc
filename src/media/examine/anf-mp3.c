/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-endian.h"
#include "anf-media-limits.h"
#include "anf-sound.h"

#include <string.h>

typedef struct
{
  gsize size; /* of the frame, header included */
  guint samples;
  guint rate;
  guint channels;
  guint layer;
  gboolean version1;
} Frame;

/* ISO/IEC 11172-3, 2.4.2.3 and its extension to lower rates; FALSE when it is no header. */
static gboolean
read_frame (const guint8 *at, gsize left, Frame *frame)
{
  static const guint16 kbits[5][15]
      = { { 0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448 },
          { 0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384 },
          { 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320 },
          { 0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256 },
          { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160 } };
  static const guint rates[3] = { 44100, 48000, 32000 };
  if (left < 4 || at[0] != 0xff || (at[1] & 0xe0) != 0xe0)
    return FALSE;
  const guint version = at[1] >> 3 & 3; /* 0: 2.5, 2: 2, 3: 1 */
  const guint layer = 4 - (at[1] >> 1 & 3);
  const guint bits = at[2] >> 4;
  const guint rate = at[2] >> 2 & 3;
  if (version == 1 || layer == 4 || bits == 0 || bits == 15 || rate == 3)
    return FALSE;
  frame->version1 = version == 3;
  frame->layer = layer;
  const guint row = frame->version1 ? layer - 1 : layer == 1 ? 3 : 4;
  frame->rate = rates[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
  frame->channels = at[3] >> 6 == 3 ? 1 : 2;
  frame->samples = layer == 1 ? 384 : layer == 3 && !frame->version1 ? 576 : 1152;
  const gsize padding = at[2] >> 1 & 1;
  const gsize byte_rate = (gsize)kbits[row][bits] * 125;
  frame->size = layer == 1 ? (12 * byte_rate * 8 / frame->rate + padding) * 4
                           : frame->samples * byte_rate / frame->rate + padding;
  return frame->size >= 4;
}

/* A frame that another of its kind follows, or the end. */
static gboolean
find_frame (const AnfInput *input, gsize *at, Frame *frame)
{
  const gsize limit = MIN (input->size, *at + ANF_MEDIA_SYNC_BYTES_MAX);
  for (; *at + 4 <= limit; (*at)++)
    {
      Frame next;
      if (!read_frame (input->bytes + *at, input->size - *at, frame))
        continue;
      const gsize behind = *at + frame->size;
      if (behind + 4 > input->size
          || (read_frame (input->bytes + behind, input->size - behind, &next)
              && next.rate == frame->rate && next.layer == frame->layer))
        return TRUE;
    }
  return FALSE;
}

/* What encoders say of the whole in a first frame without sound. */
typedef struct
{
  gboolean there;
  guint32 frames, bytes; /* 0: not told */
} Header;

static Header
read_header (const guint8 *at, gsize left, const Frame *frame)
{
  const gsize side
      = frame->version1 ? (frame->channels == 1 ? 17 : 32) : (frame->channels == 1 ? 9 : 17);
  const guint8 *xing = at + 4 + side;
  if (left >= 4 + side + 16 && (memcmp (xing, "Xing", 4) == 0 || memcmp (xing, "Info", 4) == 0))
    {
      const gboolean has_frames = (xing[7] & 1) != 0;
      return (Header){ TRUE, has_frames ? anf_be32 (xing + 8) : 0,
                       (xing[7] & 2) != 0 ? anf_be32 (xing + (has_frames ? 12 : 8)) : 0 };
    }
  if (left >= 36 + 18 && memcmp (at + 36, "VBRI", 4) == 0)
    return (Header){ TRUE, anf_be32 (at + 36 + 14), anf_be32 (at + 36 + 10) };
  return (Header){ 0 };
}

/* Whether more was written than there is: a download that broke off, or the beginning alone. The
   bytes told may be a frame or a tag off, so only a hundredth and more counts. */
static gboolean
is_cut (const Header *header, guint64 left)
{
  return header->bytes > left && header->bytes - left > header->bytes / 100;
}

gsize
anf_sound_skip_tags (const AnfInput *input, gsize at)
{
  while (input->size - at >= 10 && memcmp (input->bytes + at, "ID3", 3) == 0)
    {
      const guint8 *head = input->bytes + at;
      const gsize size = (gsize)(head[6] & 0x7f) << 21 | (gsize)(head[7] & 0x7f) << 14
                         | (gsize)(head[8] & 0x7f) << 7 | (head[9] & 0x7f);
      at += MIN (10 + size + ((head[5] & 0x10) != 0 ? 10 : 0), input->size - at);
    }
  return at;
}

/* Where the sound ends at the latest: tags of ID3v1 and APE stand behind it. */
static gsize
find_end (const AnfInput *input)
{
  gsize end = input->size;
  if (input->size != input->whole_size)
    return end;
  if (end >= 128 && memcmp (input->bytes + end - 128, "TAG", 3) == 0)
    end -= 128;
  const guint8 *foot = input->bytes + end - MIN (end, 32);
  if (end >= 32 && memcmp (foot, "APETAGEX", 8) == 0)
    end -= MIN ((gsize)anf_le32 (foot + 12), end);
  return end;
}

/* Frame by frame; of one that is not whole, its part. */
static double
count_frames (const AnfInput *whole, gsize at, const Frame *first)
{
  const gsize end = MAX (at, find_end (whole));
  const AnfInput here = { whole->bytes, end, whole->whole_size - (whole->size - end) };
  const AnfInput *input = &here;
  double samples = 0.0; /* at the rate of the first */
  if (input->size != input->whole_size)
    return (double)(input->whole_size - at) * first->samples / (double)first->size / first->rate;
  while (at < input->size)
    {
      Frame frame;
      /* A tag, or damage in between. */
      if (!read_frame (input->bytes + at, input->size - at, &frame)
          && !find_frame (input, &at, &frame))
        break;
      const gsize there = MIN (frame.size, input->size - at);
      samples
          += (double)frame.samples * first->rate / frame.rate * (double)there / (double)frame.size;
      at += there;
    }
  return samples / first->rate;
}

const char *
anf_mp3_read (const AnfInput *input, AnfFacts *facts)
{
  gsize at = anf_sound_skip_tags (input, 0);
  const guint8 *start = input->bytes + at;
  const AnfInput rest = { start, input->size - at, input->whole_size - at };
  if (rest.size >= 4 && memcmp (start, "fLaC", 4) == 0)
    {
      anf_flac_read (&rest, facts);
      return "audio/flac";
    }
  if (rest.size >= 4 && memcmp (start, "OggS", 4) == 0)
    return anf_ogg_read (&rest, facts);
  if (rest.size >= 4 && start[0] == 0xff && (start[1] & 0xf6) == 0xf0)
    {
      anf_adts_read (&rest, facts);
      return "audio/aac";
    }
  Frame frame = { 0 };
  if (!find_frame (input, &at, &frame))
    {
      anf_facts_flag (facts, "NO_TRACKS");
      return "audio/mpeg";
    }
  AnfTrack track = { .kind = "audio", .sample_rate = frame.rate, .channels = frame.channels };
  (void)g_snprintf (track.codec, sizeof track.codec, "mp%u", frame.layer);
  const Header header = read_header (input->bytes + at, input->size - at, &frame);
  const gboolean cut = is_cut (&header, input->whole_size - at);
  if (cut)
    anf_facts_flag (facts, "FILE_TRUNC");
  if (header.there)
    at += MIN (frame.size, input->size - at);
  track.duration_s = header.frames > 0 && !cut ? (double)header.frames * frame.samples / frame.rate
                                               : count_frames (input, at, &frame);
  anf_duration_set (facts, track.duration_s);
  anf_track_add (&track, facts);
  return "audio/mpeg";
}
