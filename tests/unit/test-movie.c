/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Promise: of sound and video in ISO containers, what is written is read: duration, tracks, times
   with their zones, positions; and nothing that is broken does more than fail to be read. Layouts
   follow ISO/IEC 14496-12, 3GPP TS 26.244 (loci), ISO 6709 and Apple's QuickTime File Format. */

#include "anf-json.h"
#include "anf-media-limits.h"

#include "container-writer.h"
#include "examine-here.h"
#include "film-fixture.h"
#include <string.h>

#define FACE "'created':'2018-03-05T02:11:12.000Z','modified':'2018-03-05T02:11:13.000Z'"

static void
assert_member (const GByteArray *file, const char *member, const char *expected)
{
  g_autoptr (Examined) examined = examine_here (file->data, file->len);
  g_assert_cmpint (examined->status, ==, ANF_EXAMINATION_DONE);
  g_autoptr (JsonObject) object
      = anf_json_parse_object (examined->facts, strlen (examined->facts), NULL);
  g_assert_nonnull (object);
  g_autofree char *quoted = expected != NULL ? g_strdelimit (g_strdup (expected), "'", '"') : NULL;
  g_autoptr (JsonNode) wanted_node = quoted != NULL ? json_from_string (quoted, NULL) : NULL;
  g_autofree char *wanted = wanted_node != NULL ? anf_json_format (wanted_node) : NULL;
  JsonNode *node = json_object_get_member (object, member);
  g_autofree char *text = node != NULL ? anf_json_format (node) : NULL;
  g_test_message ("%s", examined->facts);
  g_assert_cmpstr (text, ==, wanted);
}

static void
test_plain (void)
{
  for (int wide = 0; wide < 2; wide++)
    {
      Film film = film_usual;
      film.wide = wide != 0;
      film.rotation = 90;
      g_autoptr (GByteArray) file = film_make (&film, "isom", NULL);
      assert_member (file, "duration_s", "2.5");
      assert_member (file, "type", "'video/mp4'");
      assert_member (file, "width", "1280");
      assert_member (file, "container", "{" FACE "}");
      assert_member (file, "flags", "[]");
      assert_member (file, "tracks",
                     "[{'codec':'avc1','duration_s':2.5,'height':720,'kind':'video','rotation':90,"
                     "'width':1280},{'channels':2,'codec':'mp4a','duration_s':2.5,'kind':'audio',"
                     "'sample_rate':44100}]");
    }
}

static void
test_sound_alone (void)
{
  Film film = film_usual;
  film.has_video = FALSE;
  g_autoptr (GByteArray) mp4 = film_make (&film, "mp42", NULL);
  assert_member (mp4, "type", "'audio/mp4'");
  assert_member (mp4, "format", "'m4a'");
  assert_member (mp4, "width", NULL);
  g_autoptr (GByteArray) mov = film_make (&film, "qt  ", NULL);
  assert_member (mov, "type", "'video/quicktime'");
}

static void
test_times (void)
{
  Film film = film_usual;
  film.created = 0;
  g_autoptr (GByteArray) unset = film_make (&film, "isom", NULL);
  assert_member (unset, "container", NULL);
  /* Set from a clock that stood at the beginning of 1970. */
  film.created = (guint64)(66 * 365 + 17) * 86400;
  g_autoptr (GByteArray) nothing = film_make (&film, "isom", NULL);
  assert_member (nothing, "container", "{'modified':'1970-01-01T00:00:01.000Z'}");
  assert_member (nothing, "flags", "[]");
  /* Counted from 1970, as some phones did. */
  film.created = FILM_CREATED - (guint64)(66 * 365 + 17) * 86400;
  g_autoptr (GByteArray) shifted = film_make (&film, "isom", NULL);
  assert_member (shifted, "container", "{" FACE "}");
  assert_member (shifted, "flags", "['CONTAINER_EPOCH']");
}

/* Sound whose rate or channels do not fit into the film_usual fields. */
static void
test_wide_sound (void)
{
  Film film = film_usual;
  film.has_video = FALSE;
  film.wide_sound = TRUE;
  g_autoptr (GByteArray) file = film_make (&film, "qt  ", NULL);
  assert_member (file, "tracks",
                 "[{'channels':6,'codec':'mp4a','duration_s':2.5,'kind':'audio',"
                 "'sample_rate':96000}]");
}

/* ---- User data ---- */

static void
put_user_text (GByteArray *out, const char *type, const char *text)
{
  const gsize at = box_open (out, type);
  put_be (out, strlen (text), 2);
  put_be (out, 0x15c7, 2);
  put_text (out, text);
  box_close (out, at);
}

static void
assert_user_data (const GByteArray *content, const char *container, const char *flags)
{
  g_autoptr (GByteArray) udta = g_byte_array_new ();
  box_add (udta, "udta", content->data, content->len);
  g_autoptr (GByteArray) file = film_make (&film_usual, "isom", udta);
  assert_member (file, "container", container);
  assert_member (file, "flags", flags);
}

typedef struct
{
  const char *text;
  const char *container;
  const char *flags;
} PositionCase;

/* ISO 6709, annex H. */
static const PositionCase positions[] = {
  { "+40.8524+122.6851/", "{" FACE ",'lat':40.8524,'lon':122.6851}", "[]" },
  { "-33.86-070.5+015.25/",
    "{'altitude_m':15.25,'created':'2018-03-05T02:11:12.000Z','lat':-33.86,'lon':-70.5,"
    "'modified':'2018-03-05T02:11:13.000Z'}",
    "[]" },
  { "+4030+12245/", "{" FACE ",'lat':40.5,'lon':122.75}", "[]" },
  { "+403036+1224536/", "{" FACE ",'lat':40.51,'lon':122.76}", "[]" },
  { "+00.0000+000.0000/", "{" FACE ",'lat':0,'lon':0}", "['GPS_ZERO']" },
  { "+91.0000+000.0000/", "{" FACE "}", "['GPS_BAD']" },
  { "40.8524,122.6851", "{" FACE "}", "['GPS_BAD']" },
  { "+40.8524", "{" FACE "}", "['GPS_BAD']" },
  { "", "{" FACE "}", "['GPS_BAD']" },
};

static void
test_positions (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (positions); i++)
    {
      g_autoptr (GByteArray) content = g_byte_array_new ();
      put_user_text (content, "\xa9xyz", positions[i].text);
      assert_user_data (content, positions[i].container, positions[i].flags);
    }
}

static void
test_loci (void)
{
  static const char expected[]
      = "{'altitude_m':12,'created':'2018-03-05T02:11:12.000Z','lat':-40.5,'lon':122.75,"
        "'modified':'2018-03-05T02:11:13.000Z'}";
  for (guint wide = 0; wide < 2; wide++)
    {
      g_autoptr (GByteArray) content = g_byte_array_new ();
      const gsize loci = box_open (content, "loci");
      put_be (content, 0, 4);
      put_be (content, 0x15c7, 2);
      if (wide != 0)
        put_be (content, 0xfeff6d770000, 6);
      else
        put_be (content, 0x686f6d6500, 5);
      put_be (content, 0, 1);
      put_be (content, 0x7ac000, 4);               /* 122.75 */
      put_be (content, (guint32) - (0x288000), 4); /* -40.5 */
      put_be (content, 12 << 16, 4);
      put_be (content, 0x656172746800, 6);
      box_close (content, loci);
      assert_user_data (content, expected, "[]");
    }
}

static void
put_loci (GByteArray *out)
{
  const gsize loci = box_open (out, "loci");
  put_be (out, 0, 4);
  put_be (out, 0x15c7, 2);
  put_be (out, 0, 2);
  put_be (out, 0x7ac000, 4); /* 122.75 */
  put_be (out, 0x288000, 4); /* 40.5 */
  put_be (out, 0, 4);
  put_be (out, 0, 2);
  box_close (out, loci);
}

/* What the device wrote itself, before an editor's list and the coarse box of 3GPP, wherever these
   stand. */
static void
test_user_order (void)
{
  g_autoptr (GByteArray) list = g_byte_array_new ();
  const gsize meta = box_open (list, "meta");
  put_be (list, 0, 4);
  const gsize ilst = box_open (list, "ilst");
  const gsize item = box_open (list, "\xa9xyz");
  const gsize data = box_open (list, "data");
  put_be (list, 1, 4);
  put_be (list, 0, 4);
  put_text (list, "+01.0000+002.0000/");
  box_close (list, data);
  box_close (list, item);
  box_close (list, ilst);
  box_close (list, meta);
  g_autoptr (GByteArray) content = g_byte_array_new ();
  put_loci (content);
  g_byte_array_append (content, list->data, list->len);
  put_user_text (content, "\xa9xyz", "+40.8524+122.6851/");
  assert_user_data (content, "{" FACE ",'lat':40.8524,'lon':122.6851}", "[]");
  g_autoptr (GByteArray) without = g_byte_array_new ();
  put_loci (without);
  g_byte_array_append (without, list->data, list->len);
  assert_user_data (without, "{" FACE ",'lat':1,'lon':2}", "[]");
}

/* Samsung writes the text alone, Canon six bytes before it. */
static void
test_user_device (void)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  box_add (content, "manu",
           "\0\0\0\0\x15\xc7"
           "Canon",
           12);
  box_add (content, "modl", "GT-S8530", 8);
  box_add (content, "CNMN", "no", 3);
  assert_user_data (content,
                    "{'created':'2018-03-05T02:11:12.000Z','make':'Canon','model':'GT-S8530',"
                    "'modified':'2018-03-05T02:11:13.000Z'}",
                    "[]");
}

static void
test_user_times (void)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  put_user_text (content,
                 "\xa9"
                 "day",
                 "2018");
  put_user_text (content,
                 "\xa9"
                 "day",
                 "2018-03-05T10:11:12+0800");
  put_user_text (content, "\xa9mak", "HUAWEI");
  put_user_text (content, "\xa9mod", "ALN-AL00");
  assert_user_data (content,
                    "{'captured':{'local':'2018-03-05T10:11:12','utc':'2018-03-05T02:11:12.000Z',"
                    "'zone':'+08:00'},"
                    "'created':'2018-03-05T02:11:12.000Z','make':'HUAWEI',"
                    "'model':'ALN-AL00','modified':'2018-03-05T02:11:13.000Z'}",
                    "[]");
  g_byte_array_set_size (content, 0);
  box_add (content, "date", "2018-03-05T10:11:12-0330", 24);
  assert_user_data (content,
                    "{'captured':{'local':'2018-03-05T10:11:12','utc':'2018-03-05T13:41:12.000Z',"
                    "'zone':'-03:30'}," FACE "}",
                    "[]");
}

/* Apple's keys, in QuickTime's meta box and in MP4's, which has a version before its contents. */
static void
test_keys (void)
{
  static const char *const names[] = { "com.apple.quicktime.location.ISO6709",
                                       "com.apple.quicktime.creationdate",
                                       "com.apple.quicktime.make",
                                       "com.example.other",
                                       "com.apple.quicktime.location.accuracy.horizontal",
                                       "com.apple.quicktime.model" };
  static const char *const values[]
      = { "+40.8524+122.6851/", "2018-03-05T10:11:12+0800", "Apple", "no", "4.75", "\1," };
  /* Of QuickTime's well-known types: UTF-8, and none; the last is a whole number, and no text. */
  static const guint32 types[] = { 1, 1, 0, 1, 1, 21 };
  for (guint full = 0; full < 2; full++)
    {
      g_autoptr (GByteArray) more = g_byte_array_new ();
      const gsize meta = box_open (more, "meta");
      if (full != 0)
        put_be (more, 0, 4);
      box_add (more, "hdlr", "\0\0\0\0\0\0\0\0mdta\0\0\0\0\0\0\0\0\0\0\0\0\0", 25);
      const gsize keys = box_open (more, "keys");
      put_be (more, 0, 4);
      put_be (more, G_N_ELEMENTS (names), 4);
      for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
        box_add (more, "mdta", names[i], strlen (names[i]));
      box_close (more, keys);
      const gsize ilst = box_open (more, "ilst");
      for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
        {
          const gsize item = more->len;
          put_be (more, 0, 4);
          put_be (more, i + 1, 4);
          const gsize data = box_open (more, "data");
          put_be (more, types[i], 4);
          put_be (more, 0, 4);
          put_text (more, values[i]);
          box_close (more, data);
          box_close (more, item);
        }
      box_close (more, ilst);
      box_close (more, meta);
      g_autoptr (GByteArray) file = film_make (&film_usual, "qt  ", more);
      assert_member (
          file, "container",
          "{'accuracy_m':4.75,'captured':{'local':'2018-03-05T10:11:12','utc':"
          "'2018-03-05T02:11:12.000Z','zone':'+08:00'},'created':'2018-03-05T02:11:12.000Z',"
          "'lat':40.8524,'lon':122.6851,'make':'Apple','modified':'2018-03-05T02:11:13.000Z'}");
    }
}

/* ---- Fragments ---- */

static void
put_fragment (GByteArray *out, guint32 track, gboolean own, guint samples)
{
  const gsize moof = box_open (out, "moof");
  const gsize traf = box_open (out, "traf");
  const gsize tfhd = box_open (out, "tfhd");
  put_be (out, 0x020000, 4);
  put_be (out, track, 4);
  box_close (out, tfhd);
  const gsize trun = box_open (out, "trun");
  put_be (out, own ? 0x000301 : 0x000001, 4);
  put_be (out, samples, 4);
  put_be (out, 8, 4);
  for (guint i = 0; own && i < samples; i++)
    {
      put_be (out, 500, 4); /* half a second */
      put_be (out, 7, 4);
    }
  box_close (out, trun);
  box_close (out, traf);
  box_close (out, moof);
  box_add (out, "mdat", "media", 5);
}

static void
test_fragments (void)
{
  Film film = film_usual;
  film.duration = 0;
  g_autoptr (GByteArray) mvex = g_byte_array_new ();
  const gsize at = box_open (mvex, "mvex");
  const gsize trex = box_open (mvex, "trex");
  put_be (mvex, 0, 4);
  put_be (mvex, 1, 4);
  put_be (mvex, 1, 4);
  put_be (mvex, 40, 4); /* 40 ms */
  put_be (mvex, 0, 8);
  box_close (mvex, trex);
  box_close (mvex, at);
  g_autoptr (GByteArray) file = film_make (&film, "isom", mvex);
  put_fragment (file, 1, FALSE, 25);
  put_fragment (file, 1, FALSE, 50);
  put_fragment (file, 2, TRUE, 5);
  assert_member (file, "duration_s", "3");
}

/* ---- Broken, and too much ---- */

static void
test_no_tracks (void)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  box_add (file, "ftyp", "isomXXXXisom", 12);
  const gsize mdat = box_open (file, "mdat");
  put_be (file, 0, 8);
  box_close (file, mdat);
  assert_member (file, "flags", "['NO_TRACKS']");
  g_byte_array_set_size (file, file->len - 1);
  assert_member (file, "flags", "['FILE_TRUNC','NO_TRACKS']");
}

static void
test_tracks_limit (void)
{
  for (guint more = 0; more < 2; more++)
    {
      g_autoptr (GByteArray) tracks = g_byte_array_new ();
      for (guint i = 2; i < ANF_MEDIA_TRACKS_MAX + more; i++)
        film_put_track (tracks, &film_usual, FALSE, i + 1);
      g_autoptr (GByteArray) file = film_make (&film_usual, "isom", tracks);
      assert_member (file, "flags", more == 0 ? "[]" : "['FILE_MALFORMED']");
    }
}

static void
test_boxes_limit (void)
{
  for (guint more = 0; more < 2; more++)
    {
      g_autoptr (GByteArray) file = film_make (&film_usual, "isom", NULL);
      for (guint i = 3; i < ANF_MEDIA_BOXES_MAX + more; i++)
        box_add (file, "free", "", 0);
      assert_member (file, "flags", more == 0 ? "[]" : "['FILE_MALFORMED']");
    }
}

/* A box in a box in a box: nothing here follows them down. */
static void
test_nested (void)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  box_add (file, "ftyp", "isomXXXXisom", 12);
  const guint depth = 100000;
  for (guint i = 0; i < depth; i++)
    {
      put_be (file, (depth - i) * 8, 4);
      put_text (file, i % 2 == 0 ? "moov" : "udta");
    }
  assert_member (file, "flags", "[]");
}

static void
test_broken (void)
{
  g_autoptr (GByteArray) udta = g_byte_array_new ();
  const gsize at = box_open (udta, "udta");
  put_user_text (udta, "\xa9xyz", "+40.8524+122.6851+12/");
  box_add (udta, "loci", "\0\0\0\0\0\0a\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 21);
  box_close (udta, at);
  g_autoptr (GByteArray) whole = film_make (&film_usual, "isom", udta);
  put_fragment (whole, 1, TRUE, 2);
  for (guint size = 0; size < whole->len; size++)
    {
      g_autofree guint8 *exact = g_memdup2 (whole->data, size);
      g_autoptr (Examined) examined = examine_here (exact, size);
      g_assert_nonnull (examined->facts);
    }
  for (guint i = 0; i < whole->len; i++)
    {
      const guint8 before = whole->data[i];
      whole->data[i] = 0xff;
      g_autoptr (Examined) examined = examine_here (whole->data, whole->len);
      g_assert_nonnull (examined->facts);
      whole->data[i] = before;
    }
}

/* Voices and faces, whatever is cut off around them: there is no copy for outsiders. */
static void
test_no_copy (void)
{
  static const char *const brands[] = { "mp42", "qt  ", "3gp4", "M4A " };
  for (gsize i = 0; i < G_N_ELEMENTS (brands); i++)
    {
      g_autoptr (GByteArray) film = film_make (&film_usual, brands[i], NULL);
      g_autoptr (Examined) examined = examine_here (film->data, film->len);
      g_assert_cmpint (examined->status, ==, ANF_EXAMINATION_DONE);
      g_assert_cmpint (examined->redaction, ==, ANF_REDACTION_NONE);
      g_assert_cmpuint (examined->redacted->len, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/movie/plain", test_plain);
  g_test_add_func ("/movie/sound-alone", test_sound_alone);
  g_test_add_func ("/movie/times", test_times);
  g_test_add_func ("/movie/wide-sound", test_wide_sound);
  g_test_add_func ("/movie/positions", test_positions);
  g_test_add_func ("/movie/loci", test_loci);
  g_test_add_func ("/movie/user-order", test_user_order);
  g_test_add_func ("/movie/user-device", test_user_device);
  g_test_add_func ("/movie/user-times", test_user_times);
  g_test_add_func ("/movie/keys", test_keys);
  g_test_add_func ("/movie/fragments", test_fragments);
  g_test_add_func ("/movie/no-tracks", test_no_tracks);
  g_test_add_func ("/movie/limit/tracks", test_tracks_limit);
  g_test_add_func ("/movie/limit/boxes", test_boxes_limit);
  g_test_add_func ("/movie/nested", test_nested);
  g_test_add_func ("/movie/broken", test_broken);
  g_test_add_func ("/movie/no-copy", test_no_copy);
  return g_test_run ();
}
