/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Promise: how long a recording is, and at what rate, comes out right for every format that phones
   and recorders make. Frames follow ISO/IEC 11172-3 and 14496-3, RFC 4867 (AMR), RFC 3533 and 7845
   (Ogg, Opus), EBU Tech 3285 (bext); the expected seconds are counted from the frames put in. */

#include "anf-json.h"
#include "anf-media-limits.h"

#include "container-writer.h"
#include "examine-here.h"
#include <string.h>

static void
assert_facts (const GByteArray *file, const char *expected)
{
  g_autoptr (Examined) examined = examine_here (file->data, file->len);
  g_assert_cmpint (examined->status, ==, ANF_EXAMINATION_DONE);
  g_autoptr (JsonObject) object
      = anf_json_parse_object (examined->facts, strlen (examined->facts), NULL);
  g_assert_nonnull (object);
  json_object_remove_member (object, "type");
  g_autofree char *facts = anf_json_format_object (object);
  g_autofree char *wanted = g_strdelimit (g_strdup (expected), "'", '"');
  g_assert_cmpstr (facts, ==, wanted);
}

static void
append (GByteArray *out, gconstpointer data, gsize size)
{
  g_byte_array_append (out, data, (guint)size);
}

static void
append_zeros (GByteArray *out, gsize size)
{
  g_autofree guint8 *zeros = g_malloc0 (size);
  append (out, zeros, size);
}

/* ---- WAV ---- */

static GByteArray *
make_wav (gsize seconds_of_data, const char *time)
{
  GByteArray *wav = riff_start ("WAVE");
  g_autoptr (GByteArray) data = g_byte_array_new ();
  append_zeros (data, seconds_of_data * 16000);
  if (time != NULL)
    {
      g_autoptr (GByteArray) bext = g_byte_array_new ();
      append_zeros (bext, 602);
      memcpy (bext->data + 320, time, 18);
      riff_add (wav, "bext", bext->data, bext->len);
    }
  /* PCM, one channel, 8000 Hz, 16 bits */
  riff_add (wav, "fmt ", "\1\0\1\0\x40\x1f\0\0\x80\x3e\0\0\2\0\x10\0", 16);
  riff_add (wav, "data", data->data, data->len);
  return wav;
}

#define WAV_TRACK                                                                                  \
  "'format':'wav','tracks':[{'channels':1,'codec':'pcm','duration_s':3,'kind':'audio',"            \
  "'sample_rate':8000}]"

static void
test_wav (void)
{
  g_autoptr (GByteArray) plain = make_wav (3, NULL);
  assert_facts (plain, "{'duration_s':3,'flags':[]," WAV_TRACK "}");
  g_autoptr (GByteArray) timed = make_wav (3, "2018-03-0510:11:12");
  assert_facts (timed, "{'container':{'captured':{'local':'2018-03-05T10:11:12'}},'duration_s':3,"
                       "'flags':[]," WAV_TRACK "}");
}

/* Editors write what they know behind the sound. */
static void
test_wav_behind (void)
{
  static const char xmp[]
      = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF"
        " xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about=''"
        " xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmp:CreatorTool='Audition'/></rdf:RDF>"
        "</x:xmpmeta>";
  g_autoptr (GByteArray) wav = make_wav (3, NULL);
  g_autoptr (GByteArray) bext = g_byte_array_new ();
  append_zeros (bext, 602);
  memcpy (bext->data + 320, "2018-03-0510:11:12", 18);
  riff_add (wav, "odd ", "1", 1);
  riff_add (wav, "bext", bext->data, bext->len);
  riff_add (wav, "_PMX", xmp, sizeof xmp - 1);
  riff_add (wav, "data", "1234", 4);
  assert_facts (wav, "{'container':{'captured':{'local':'2018-03-05T10:11:12'}},'duration_s':3,"
                     "'flags':['XMP']," WAV_TRACK ",'xmp':{'software':'Audition'}}");
}

/* A recorder that lost its power leaves sizes that were never filled in. */
static void
test_wav_unfinished (void)
{
  static const guint8 sizes[][4] = { { 0, 0, 0, 0 }, { 0xff, 0xff, 0xff, 0xff }, { 0, 0, 0, 9 } };
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GByteArray) wav = make_wav (3, NULL);
      memcpy (wav->data + 40, sizes[i], 4);
      assert_facts (wav, "{'duration_s':3,'flags':['FILE_TRUNC']," WAV_TRACK "}");
    }
}

/* ---- AMR ---- */

static void
test_amr (void)
{
  g_autoptr (GByteArray) narrow = g_byte_array_new ();
  append (narrow, "#!AMR\n", 6);
  for (guint i = 0; i < 50; i++)
    {
      append (narrow, "\x3c", 1); /* 12.2 kbit/s: 31 bytes */
      append_zeros (narrow, 31);
    }
  append (narrow, "\x44\0\0\0\0\0", 6); /* comfort noise */
  append (narrow, "\x7c", 1);           /* nothing sent */
  assert_facts (narrow, "{'duration_s':1.04,'flags':[],'format':'amr','tracks':[{'channels':1,"
                        "'codec':'amr-nb','duration_s':1.04,'kind':'audio','sample_rate':8000}]}");
  append (narrow, "\x3c\0", 2);
  assert_facts (narrow,
                "{'duration_s':1.04,'flags':['FILE_TRUNC'],'format':'amr','tracks':[{'channels':1,"
                "'codec':'amr-nb','duration_s':1.04,'kind':'audio','sample_rate':8000}]}");
  g_autoptr (GByteArray) wide = g_byte_array_new ();
  append (wide, "#!AMR-WB\n", 9);
  for (guint i = 0; i < 25; i++)
    {
      append (wide, "\x44", 1); /* 23.85 kbit/s: 60 bytes */
      append_zeros (wide, 60);
    }
  assert_facts (wide, "{'duration_s':0.5,'flags':[],'format':'amr','tracks':[{'channels':1,"
                      "'codec':'amr-wb','duration_s':0.5,'kind':'audio','sample_rate':16000}]}");
}

/* ---- AAC ---- */

static void
append_adts (GByteArray *out, guint frames)
{
  for (guint i = 0; i < frames; i++)
    {
      /* MPEG-4, LC, 16000 Hz, one channel, 27 bytes */
      append (out, "\xff\xf1\x60\x40\x03\x7f\xfc", 7);
      append_zeros (out, 20);
    }
}

static void
test_aac (void)
{
  static const char said[]
      = "{'duration_s':8,'flags':[],'format':'aac','tracks':[{'channels':1,'codec':'aac',"
        "'duration_s':8,'kind':'audio','sample_rate':16000}]}";
  g_autoptr (GByteArray) plain = g_byte_array_new ();
  append_adts (plain, 125);
  assert_facts (plain, said);
  g_autoptr (GByteArray) tagged = g_byte_array_new ();
  append (tagged, "ID3\4\0\0\0\0\0\12tag of ten", 20);
  append_adts (tagged, 125);
  assert_facts (tagged, said);
  /* A stream cut into pieces has a tag before each. */
  g_autoptr (GByteArray) pieces = g_byte_array_new ();
  append_adts (pieces, 100);
  append (pieces, "ID3\4\0\0\0\0\0\12tag of ten", 20);
  append_adts (pieces, 25);
  assert_facts (pieces, said);
}

/* ---- MP3 ---- */

/* 128 kbit/s at 32000 Hz in stereo: 576 bytes, 36 ms. */
static void
append_mp3 (GByteArray *out, guint frames)
{
  for (guint i = 0; i < frames; i++)
    {
      append (out, "\xff\xfb\x98\x00", 4);
      append_zeros (out, 572);
    }
}

static void
assert_mp3 (const GByteArray *mp3, const char *seconds)
{
  g_autofree char *expected = g_strdup_printf (
      "{'duration_s':%s,'flags':[],'format':'mp3','tracks':[{'channels':2,'codec':'mp3',"
      "'duration_s':%s,'kind':'audio','sample_rate':32000}]}",
      seconds, seconds);
  assert_facts (mp3, expected);
}

static void
test_mp3 (void)
{
  g_autoptr (GByteArray) mp3 = g_byte_array_new ();
  append_mp3 (mp3, 250);
  assert_mp3 (mp3, "9");
  g_autoptr (GByteArray) tagged = g_byte_array_new ();
  append (tagged, "ID3\4\0\0\0\0\1\1", 10);
  append_zeros (tagged, 129);
  append (tagged, mp3->data, mp3->len);
  append (tagged, "TAG", 3);
  append_zeros (tagged, 125);
  assert_mp3 (tagged, "9");
  /* As its header says, whatever follows: a variable rate needs no walk. */
  memcpy (mp3->data + 36, "Xing\0\0\0\1\0\0\x03\xe8", 12);
  assert_mp3 (mp3, "36");
  memset (mp3->data + 36, 0, 12);
  memcpy (mp3->data + 36, "VBRI\0\1\0\0\0\0\0\0\0\0\0\0\x07\xd0", 18);
  assert_mp3 (mp3, "72");
}

/* A header without sound, which says @frames and, where not 0, @bytes. */
static void
write_xing (GByteArray *mp3, guint32 frames, guint32 bytes)
{
  guint8 *xing = mp3->data + 36;
  const guint32 numbers[] = { bytes != 0 ? 3 : 1, frames, bytes };
  memcpy (xing, "Info", 4);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      const guint32 number = GUINT32_TO_BE (numbers[i]);
      memcpy (xing + 4 + 4 * i, &number, 4);
    }
}

/* What is not there is no sound, whatever the header of the whole says. */
static void
test_mp3_cut (void)
{
  g_autoptr (GByteArray) mp3 = g_byte_array_new ();
  append_mp3 (mp3, 251);
  write_xing (mp3, 1000, 1001 * 576);
  assert_facts (mp3, "{'duration_s':9,'flags':['FILE_TRUNC'],'format':'mp3','tracks':[{'channels':2"
                     ",'codec':'mp3','duration_s':9,'kind':'audio','sample_rate':32000}]}");
  /* The header counts itself or not, and a tag: that is no cut. */
  write_xing (mp3, 250, 252 * 576);
  assert_mp3 (mp3, "9");
  write_xing (mp3, 0, 0);
  assert_mp3 (mp3, "9");
  /* Of a frame that is not whole, its part: a quarter of 36 ms. */
  g_autoptr (GByteArray) part = g_byte_array_new ();
  append_mp3 (part, 251);
  g_byte_array_set_size (part, 250 * 576 + 144);
  assert_mp3 (part, "9.009");
  /* And tags behind it are none of it. */
  append (part, "APETAGEX\xd0\7\0\0\x20\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 32);
  append (part, "TAG", 3);
  append_zeros (part, 125);
  assert_mp3 (part, "9.009");
}

static void
test_mp3_lost (void)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  append (file, "ID3\4\0\0\0\0\0\0", 10);
  append_zeros (file, 1000);
  assert_facts (file, "{'flags':['NO_TRACKS'],'format':'mp3'}");
}

/* ---- Ogg ---- */

static void
append_page (GByteArray *out, guint flags, guint64 granule, gconstpointer packet, guint8 size)
{
  append (out, "OggS\0", 5);
  put_le (out, flags, 1);
  put_le (out, granule, 8);
  put_le (out, 0x1234, 4);
  put_le (out, 0, 8);
  put_le (out, 1, 1);
  put_le (out, size, 1);
  append (out, packet, size);
}

static void
test_ogg (void)
{
  static const struct
  {
    const char *packet;
    guint8 size;
    guint64 granule;
    const char *track;
  } cases[] = {
    { "\1vorbis\0\0\0\0\2\x80\xbb\0\0\0\0", 18, 48000 * 7,
      "'channels':2,'codec':'vorbis','duration_s':7,'kind':'audio','sample_rate':48000" },
    /* 312 samples to skip, made from 16000 Hz: the clock is 48000 Hz all the same. */
    { "OpusHead\1\1\x38\1\x80\x3e\0\0\0\0\0", 19, 48000 * 7 + 312,
      "'channels':1,'codec':'opus','duration_s':7,'kind':'audio','sample_rate':16000" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) ogg = g_byte_array_new ();
      append_page (ogg, 2, 0, cases[i].packet, cases[i].size);
      append_page (ogg, 0, 1000, "data", 4);
      append (ogg, "damage", 6);
      append_page (ogg, 0, G_MAXUINT64, "data", 4);
      append_page (ogg, 4, cases[i].granule, "data", 4);
      g_autofree char *expected = g_strdup_printf (
          "{'duration_s':7,'flags':[],'format':'ogg','tracks':[{%s}]}", cases[i].track);
      assert_facts (ogg, expected);
    }
}

/* A page that is not whole ends nothing: what it says was recorded is not there. */
static void
test_ogg_cut (void)
{
  g_autoptr (GByteArray) ogg = g_byte_array_new ();
  append_page (ogg, 2, 0, "\1vorbis\0\0\0\0\2\x80\xbb\0\0\0\0", 18);
  append_page (ogg, 0, 48000, "data", 4);
  append_page (ogg, 4, 48000 * 9, "data", 4);
  g_byte_array_set_size (ogg, ogg->len - 1);
  assert_facts (ogg,
                "{'duration_s':1,'flags':['FILE_TRUNC'],'format':'ogg','tracks':[{'channels':2,"
                "'codec':'vorbis','duration_s':1,'kind':'audio','sample_rate':48000}]}");
}

/* Whatever is behind a tag. */
static void
test_ogg_behind_tag (void)
{
  g_autoptr (GByteArray) ogg = g_byte_array_new ();
  append (ogg, "ID3\4\0\0\0\0\0\12tag of ten", 20);
  append (ogg, "OggS\0\2\0\0\0\0\0\0\0\0\x34\x12\0\0\0\0\0\0\0\0\0\0\1\x1e", 28);
  append (ogg, "\1vorbis\0\0\0\0\2\x80\xbb\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 30);
  append (ogg, "OggS\0\4\x80\xbb\0\0\0\0\0\0\x34\x12\0\0\1\0\0\0\0\0\0\0\1\1d", 29);
  assert_facts (ogg, "{'duration_s':1,'flags':[],'format':'ogg','tracks':[{'channels':2,'codec':"
                     "'vorbis','duration_s':1,'kind':'audio','sample_rate':48000}]}");
}

/* ---- FLAC ---- */

static void
test_flac (void)
{
  g_autoptr (GByteArray) flac = g_byte_array_new ();
  append (flac, "fLaC\x80\0\0\x22", 8);
  append_zeros (flac, 10);
  put_be (flac, (guint64)44100 << 44 | (guint64)1 << 41 | (guint64)15 << 36 | 44100 * 4, 8);
  append_zeros (flac, 16);
  assert_facts (flac, "{'duration_s':4,'flags':[],'format':'flac','tracks':[{'channels':2,"
                      "'codec':'flac','duration_s':4,'kind':'audio','sample_rate':44100}]}");
}

/* ---- Broken ---- */

static GByteArray *
make_any (guint kind)
{
  GByteArray *out = g_byte_array_new ();
  switch (kind)
    {
    case 0:
      g_byte_array_unref (out);
      return make_wav (0, "2018-03-0510:11:12");
    case 1:
      append (out, "#!AMR\n\x3c", 7);
      append_zeros (out, 31);
      break;
    case 2:
      append_adts (out, 3);
      break;
    case 3:
      append (out, "ID3\4\0\0\0\0\0\12tag of ten", 20);
      append_mp3 (out, 3);
      break;
    case 4:
      append_page (out, 2, 0, "OpusHead\1\1\x38\1\x80\x3e\0\0\0\0\0", 19);
      append_page (out, 4, 960, "data", 4);
      break;
    default:
      append (out, "fLaC\x80\0\0\x22", 8);
      append_zeros (out, 34);
    }
  return out;
}

static void
test_broken (gconstpointer data)
{
  g_autoptr (GByteArray) whole = make_any (GPOINTER_TO_UINT (data));
  for (guint size = 0; size < whole->len; size++)
    {
      g_autofree guint8 *exact = g_memdup2 (whole->data, size);
      g_autoptr (Examined) examined = examine_here (exact, size);
      g_assert_nonnull (examined->facts);
    }
  for (guint at = 0; at < MIN (whole->len, 1024); at++)
    {
      const guint8 before = whole->data[at];
      whole->data[at] = 0xff;
      g_autoptr (Examined) examined = examine_here (whole->data, whole->len);
      g_assert_nonnull (examined->facts);
      whole->data[at] = before;
    }
}

/* A voice tells who speaks, whatever is cut off around it: there is no copy for outsiders. */
static void
test_no_copy (gconstpointer data)
{
  g_autoptr (GByteArray) whole = make_any (GPOINTER_TO_UINT (data));
  g_autoptr (Examined) examined = examine_here (whole->data, whole->len);
  g_assert_cmpint (examined->status, ==, ANF_EXAMINATION_DONE);
  g_assert_cmpint (examined->redaction, ==, ANF_REDACTION_NONE);
  g_assert_cmpuint (examined->redacted->len, ==, 0);
  g_assert_cmpuint (examined->thumbnail->len, ==, 0);
}

int
main (int argc, char **argv)
{
  static const char *const broken[] = { "wav", "amr", "aac", "mp3", "ogg", "flac" };
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/sound/wav", test_wav);
  g_test_add_func ("/sound/wav/behind", test_wav_behind);
  g_test_add_func ("/sound/wav/unfinished", test_wav_unfinished);
  g_test_add_func ("/sound/amr", test_amr);
  g_test_add_func ("/sound/aac", test_aac);
  g_test_add_func ("/sound/mp3", test_mp3);
  g_test_add_func ("/sound/mp3/cut", test_mp3_cut);
  g_test_add_func ("/sound/mp3/lost", test_mp3_lost);
  g_test_add_func ("/sound/ogg/cut", test_ogg_cut);
  g_test_add_func ("/sound/ogg/behind-tag", test_ogg_behind_tag);
  g_test_add_func ("/sound/ogg", test_ogg);
  g_test_add_func ("/sound/flac", test_flac);
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *path = g_strconcat ("/sound/broken/", broken[i], NULL);
      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_broken);
      g_autofree char *copy = g_strconcat ("/sound/no-copy/", broken[i], NULL);
      g_test_add_data_func (copy, GUINT_TO_POINTER (i), test_no_copy);
    }
  return g_test_run ();
}
