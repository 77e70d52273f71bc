/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Promise: whatever container a photo comes in, its Exif is found and read as in a JPEG, XMP is a
   witness apart, and no container, however broken, does more than fail to be read. Layouts follow
   ISO/IEC 15948 (PNG), RFC 9649 (WebP), ISO/IEC 23008-12 (HEIF) and TIFF 6.0; what writers make of
   them follows files of theirs, which tests/unit/compare_exiftool.py reads when they are there. */

#include "anf-json.h"
#include "anf-media-limits.h"

#include "container-writer.h"
#include "examine-here.h"
#include "photo-writer.h"
#include <string.h>

static GByteArray *
make_block (gboolean big_endian)
{
  g_autoptr (PhotoExif) exif = photo_exif_new (big_endian);
  photo_exif_add_short (exif, PHOTO_IFD_0, 0x100, 64);
  photo_exif_add_short (exif, PHOTO_IFD_0, 0x101, 48);
  photo_exif_add_text (exif, PHOTO_IFD_0, 0x10f, "HUAWEI");
  photo_exif_add_text (exif, PHOTO_IFD_EXIF, 0x9003, "2018:03:05 10:11:12");
  photo_exif_add (exif, PHOTO_IFD_EXIF, 0x927c, 7, "OLYMP\0\1\0\377\377\0\1\0\2\177\377", 16);
  photo_exif_add_position (exif, 40.5, 122.75);
  return photo_exif_finish (exif);
}

#define SAID                                                                                       \
  "'captured':{'local':'2018-03-05T10:11:12'},'flags':[%s],'gps':{'lat':40.5,'lon':122.75}"

static void
assert_facts (const GByteArray *file, const char *expected)
{
  g_autoptr (Examined) examined = examine_here (file->data, file->len);
  g_assert_cmpint (examined->status, ==, ANF_EXAMINATION_DONE);
  g_autoptr (JsonObject) object
      = anf_json_parse_object (examined->facts, strlen (examined->facts), NULL);
  g_assert_nonnull (object);
  static const char *const common[]
      = { "type", "format", "width", "height", "phash", "phash_turned", "dhash", "picture_sha256" };
  for (gsize i = 0; i < G_N_ELEMENTS (common); i++)
    json_object_remove_member (object, common[i]);
  g_autofree char *facts = anf_json_format_object (object);
  g_autofree char *wanted = g_strdelimit (g_strdup (expected), "'", '"');
  g_assert_cmpstr (facts, ==, wanted);
}

static void
assert_said (const GByteArray *file, const char *flags)
{
  g_autofree char *facts = g_strdup_printf ("{" SAID ",'make':'HUAWEI'}", flags);
  assert_facts (file, facts);
}

static GByteArray *
with_header (const char *header, gsize size, const GByteArray *block)
{
  GByteArray *bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *)header, (guint)size);
  g_byte_array_append (bytes, block->data, block->len);
  return bytes;
}

/* ---- PNG ---- */

typedef struct
{
  const char *name;
  const char *chunk;
  const char *keyword;
  gboolean header;     /* "Exif\0\0" before the block */
  gboolean compressed; /* for iTXt */
} PngCase;

static const PngCase png_cases[] = {
  { "exif", "eXIf", NULL, FALSE, FALSE },
  { "exif-with-header", "eXIf", NULL, TRUE, FALSE },
  { "profile-compressed", "zTXt", "Raw profile type exif", TRUE, FALSE },
  { "profile-app1", "zTXt", "Raw profile type APP1", TRUE, FALSE },
  { "profile-plain", "tEXt", "Raw profile type exif", FALSE, FALSE },
  { "profile-international", "iTXt", "Raw profile type exif", TRUE, FALSE },
  { "profile-international-compressed", "iTXt", "Raw profile type exif", TRUE, TRUE },
};

static void
add_exif_to_png (GByteArray *png, const PngCase *self, const GByteArray *block)
{
  g_autoptr (GByteArray) bytes = with_header ("Exif\0", self->header ? 6 : 0, block);
  g_autoptr (GByteArray) profile = png_make_profile ("exif", bytes->data, bytes->len);
  if (self->keyword == NULL)
    png_add (png, self->chunk, bytes->data, bytes->len);
  else
    png_add_text (png, self->chunk, self->keyword, profile->data, profile->len, self->compressed);
}

static void
test_png (gconstpointer data)
{
  for (int big_endian = 0; big_endian < 2; big_endian++)
    {
      g_autoptr (GByteArray) png = png_start (64, 48);
      g_autoptr (GByteArray) block = make_block (big_endian != 0);
      add_exif_to_png (png, data, block);
      png_add (png, "IEND", "", 0);
      assert_said (png, "'UNDECODABLE'");
    }
}

/* What the first of two says stays; that there are two is told. */
static void
test_png_both (void)
{
  g_autoptr (GByteArray) png = png_start (64, 48);
  g_autoptr (GByteArray) block = make_block (FALSE);
  add_exif_to_png (png, &png_cases[2], block);
  add_exif_to_png (png, &png_cases[0], block);
  png_add (png, "IEND", "", 0);
  assert_said (png, "'MULTI_EXIF','UNDECODABLE'");
}

static void
test_png_end (void)
{
  g_autoptr (GByteArray) png = png_start (64, 48);
  assert_facts (png, "{'flags':['FILE_TRUNC','UNDECODABLE']}");
  png_add (png, "IEND", "", 0);
  g_byte_array_append (png, (const guint8 *)"PK\3\4", 4);
  assert_facts (png, "{'flags':['TRAILING_DATA','UNDECODABLE']}");
}

/* 17 MiB of one letter fit into 17 KiB. */
static void
test_png_bomb (void)
{
  for (guint more = 0; more < 2; more++)
    {
      const gsize size = ANF_MEDIA_INFLATE_BYTES_MAX + more;
      g_autofree char *zeros = g_strnfill (size, '0');
      g_autoptr (GByteArray) png = png_start (64, 48);
      png_add_text (png, "zTXt", "Raw profile type exif", zeros, size, TRUE);
      png_add (png, "IEND", "", 0);
      /* At the limit it is read, and has nothing in it. */
      assert_facts (png, more == 0 ? "{'flags':['UNDECODABLE']}"
                                   : "{'flags':['EXIF_UNREADABLE','UNDECODABLE']}");
    }
}

static void
test_png_texts_limit (void)
{
  g_autoptr (GByteArray) block = make_block (FALSE);
  for (guint more = 0; more < 2; more++)
    {
      g_autoptr (GByteArray) png = png_start (64, 48);
      for (guint i = 1; i < ANF_MEDIA_PNG_TEXTS_MAX + more; i++)
        png_add_text (png, "tEXt", "Comment", "x", 1, FALSE);
      add_exif_to_png (png, &png_cases[2], block);
      png_add (png, "IEND", "", 0);
      if (more == 0)
        assert_said (png, "'UNDECODABLE'");
      else
        assert_facts (png, "{'flags':['UNDECODABLE']}");
    }
}

/* ---- WebP ---- */

static void
test_webp (void)
{
  for (int i = 0; i < 4; i++)
    {
      g_autoptr (GByteArray) block = make_block (i % 2 != 0);
      g_autoptr (GByteArray) bytes = with_header ("Exif\0", i / 2 != 0 ? 6 : 0, block);
      g_autoptr (GByteArray) webp = riff_start ("WEBP");
      riff_add (webp, "VP8X", "\10\0\0\0\77\0\0\57\0\0", 10);
      riff_add (webp, "ABCD", "odd", 3);
      riff_add (webp, "EXIF", bytes->data, bytes->len);
      riff_add (webp, "ABCD", "even", 4);
      assert_said (webp, "'UNDECODABLE'");
      g_byte_array_append (webp, (const guint8 *)"more", 4);
      assert_said (webp, "'TRAILING_DATA','UNDECODABLE'");
      g_byte_array_set_size (webp, webp->len - 6);
      assert_said (webp, "'FILE_TRUNC','UNDECODABLE'");
    }
}

/* ---- HEIF ---- */

static GByteArray *
make_heif (const char *header, gsize size, guint version, gboolean in_idat, guint pieces)
{
  g_autoptr (GByteArray) block = make_block (TRUE);
  g_autoptr (GByteArray) data = with_header (header, size, block);
  const HeifItem item = { "Exif", NULL, data };
  return heif_make (&item, 1, version, in_idat, pieces);
}

static void
test_heif_locations (void)
{
  for (guint version = 0; version <= 2; version++)
    for (guint pieces = 1; pieces <= 3; pieces++)
      for (guint in_idat = 0; in_idat <= MIN (version, 1); in_idat++)
        {
          g_autoptr (GByteArray) heif
              = make_heif ("\0\0\0\6Exif\0\0", 10, version, in_idat != 0, pieces);
          assert_said (heif, "'UNDECODABLE'");
        }
}

/* As ISO/IEC 23008-12 A.2.1 has it, and as it is found. */
static void
test_heif_headers (void)
{
  static const struct
  {
    const char *bytes;
    gsize size;
  } headers[] = { { "\0\0\0\6Exif\0\0", 10 }, { "\0\0\0\0", 4 }, { "\0\0\0\0Exif\0\0", 10 },
                  { "Exif\0\0", 6 },          { "", 0 },         { "\377\377\377\377", 4 } };
  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autoptr (GByteArray) heif = make_heif (headers[i].bytes, headers[i].size, 1, FALSE, 1);
      assert_said (heif, "'UNDECODABLE'");
    }
}

static void
test_heif_two_items (void)
{
  g_autoptr (GByteArray) block = make_block (TRUE);
  g_autoptr (GByteArray) data = with_header ("\0\0\0\0", 4, block);
  const HeifItem items[] = { { "Exif", NULL, data }, { "Exif", NULL, data } };
  g_autoptr (GByteArray) heif = heif_make (items, 2, 1, FALSE, 1);
  assert_said (heif, "'MULTI_EXIF','UNDECODABLE'");
}

/* An item that would lie outside the file is cut there, and says what it says until there. */
static void
test_heif_cut (void)
{
  g_autoptr (GByteArray) heif = make_heif ("\0\0\0\0", 4, 1, FALSE, 1);
  g_byte_array_set_size (heif, heif->len - 2);
  g_autoptr (Examined) examined = examine_here (heif->data, heif->len);
  g_assert_nonnull (strstr (examined->facts, "FILE_TRUNC"));
  g_assert_nonnull (strstr (examined->facts, "\"make\":\"HUAWEI\""));
}

static void
test_heif_items_limit (void)
{
  g_autoptr (GByteArray) block = make_block (TRUE);
  g_autoptr (GByteArray) data = with_header ("\0\0\0\0", 4, block);
  g_autoptr (GByteArray) none = g_byte_array_new ();
  for (guint more = 0; more < 2; more++)
    {
      /* With the picture that is item 1. */
      const guint count = ANF_MEDIA_ITEMS_MAX - 1 + more;
      g_autofree HeifItem *items = g_new0 (HeifItem, count);
      for (guint i = 0; i < count; i++)
        items[i] = (HeifItem){ "uri ", NULL, none };
      items[count - 1] = (HeifItem){ "Exif", NULL, data };
      g_autoptr (GByteArray) heif = heif_make (items, count, 1, FALSE, 1);
      if (more == 0)
        assert_said (heif, "'UNDECODABLE'");
      else
        assert_facts (heif, "{'flags':['FILE_MALFORMED','UNDECODABLE']}");
    }
}

/* ---- TIFF ---- */

static void
test_tiff (void)
{
  for (int big_endian = 0; big_endian < 2; big_endian++)
    {
      g_autoptr (GByteArray) tiff = make_block (big_endian != 0);
      /* The picture, as large as any. */
      g_byte_array_set_size (tiff, tiff->len + ANF_MEDIA_EXIF_BYTES_MAX);
      g_autoptr (Examined) examined = examine_here (tiff->data, tiff->len);
      g_assert_nonnull (strstr (examined->facts, "\"format\":\"tiff\""));
      g_assert_nonnull (strstr (examined->facts, "\"height\":48"));
      assert_said (tiff, "'UNDECODABLE'");
    }
}

static void
test_dng (void)
{
  g_autoptr (PhotoExif) exif = photo_exif_new (FALSE);
  photo_exif_add_text (exif, PHOTO_IFD_0, 0x10f, "A");
  photo_exif_add (exif, PHOTO_IFD_0, 0xc612, 1, "\1\4\0\0", 4);
  g_autoptr (GByteArray) dng = photo_exif_finish (exif);
  g_autoptr (Examined) examined = examine_here (dng->data, dng->len);
  g_assert_cmpstr (examined->facts, ==,
                   "{\"flags\":[\"UNDECODABLE\"],\"format\":\"dng\",\"make\":\"A\",\"type\":"
                   "\"image/x-adobe-dng\"}");
}

/* ---- XMP ---- */

#define PACKET_START                                                                               \
  "<?xpacket begin='\xef\xbb\xbf'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "                  \
  "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
#define PACKET_END "</rdf:RDF></x:xmpmeta><?xpacket end='w'?>   \n"
#define SPACES                                                                                     \
  "xmlns:e='http://ns.adobe.com/exif/1.0/' xmlns:t='http://ns.adobe.com/tiff/1.0/' "               \
  "xmlns:xmp='http://ns.adobe.com/xap/1.0/' "

typedef struct
{
  const char *name;
  const char *packet;
  const char *facts;
} XmpCase;

static const XmpCase xmp_cases[] = {
  { "attributes",
    PACKET_START "<rdf:Description " SPACES "e:GPSLatitude='40,51.5N' e:GPSLongitude='122,30,36W' "
                 "e:GPSAltitude='155/10' e:GPSAltitudeRef='1' t:Make='A' "
                 "e:DateTimeOriginal='2018-03-05T10:11:12.5+08:00'/>" PACKET_END,
    "{'flags':['UNDECODABLE','XMP'],'xmp':{'altitude_m':-15.5,'captured':{'local':'2018-03-05T10:"
    "11:"
    "12','subsec':'5','utc':'2018-03-05T02:11:12.500Z','zone':'+08:00'},'lat':40.858333333333334,"
    "'lon':-122.51,'make':'A'}}" },
  { "elements",
    PACKET_START "<rdf:Description " SPACES "><t:Model>B &amp; C</t:Model><xmp:CreatorTool>x"
                 "</xmp:CreatorTool><t:Orientation>6</t:Orientation></rdf:Description>" PACKET_END,
    "{'flags':['UNDECODABLE','XMP'],'xmp':{'model':'B & C','orientation':6,'software':'x'}}" },
  { "as-windows-writes-it",
    PACKET_START "<rdf:Description " SPACES "><xmp:creatortool>Gallery 6</xmp:creatortool>"
                 "</rdf:Description><rdf:Description " SPACES "><t:software>no</t:software>"
                 "</rdf:Description>" PACKET_END,
    "{'flags':['UNDECODABLE','XMP'],'xmp':{'software':'Gallery 6'}}" },
  { "time-with-blank-before-zone",
    PACKET_START "<rdf:Description " SPACES "xmp:CreateDate='2015-01-22T00:00:00 +00:00'"
                 " xmp:ModifyDate='2015-01-22T00:00:00 x'/>" PACKET_END,
    "{'flags':['UNDECODABLE','XMP'],'xmp':{'created':{'local':'2015-01-22T00:00:00','utc':"
    "'2015-01-22T00:00:00.000Z','zone':'+00:00'}}}" },
  /* A place that the picture mentions is not where it was taken. */
  { "nested",
    PACKET_START
    "<rdf:Description " SPACES
    "xmlns:p='http://iptc.org/std/Iptc4xmpExt/2008-02-29/'><p:LocationShown><rdf:Bag><rdf:li "
    "rdf:parseType='Resource'><e:GPSLatitude>1,0N</e:GPSLatitude><e:GPSLongitude>1,0E"
    "</e:GPSLongitude></rdf:li></rdf:Bag></p:LocationShown><p:X><rdf:Description "
    "t:Make='no'/></p:X>"
    "</rdf:Description>" PACKET_END,
    "{'flags':['UNDECODABLE','XMP']}" },
  { "foreign-prefix",
    PACKET_START "<rdf:Description xmlns:tiff='http://example.org/' tiff:Make='no'/>" PACKET_END,
    "{'flags':['UNDECODABLE','XMP']}" },
  { "half-a-position",
    PACKET_START "<rdf:Description " SPACES "e:GPSLatitude='40,51.5N'/>" PACKET_END,
    "{'flags':['UNDECODABLE','XMP']}" },
  { "impossible-values",
    PACKET_START "<rdf:Description " SPACES "e:GPSLatitude='91,0N' e:GPSLongitude='12,60E' "
                 "e:GPSAltitude='1/0' t:Orientation='9' xmp:CreateDate='2018-02-30T00:00:00' "
                 "xmp:ModifyDate='2018-02'/>" PACKET_END,
    "{'flags':['UNDECODABLE','XMP']}" },
  { "broken-off", PACKET_START "<rdf:Description " SPACES "t:Make='A'><t:Model>B",
    "{'flags':['UNDECODABLE','XMP','XMP_UNREADABLE'],'xmp':{'make':'A'}}" },
  { "no-xml", "GIF89a", "{'flags':['UNDECODABLE','XMP','XMP_UNREADABLE']}" },
};

static void
test_xmp (gconstpointer data)
{
  const XmpCase *self = data;
  g_autoptr (GByteArray) png = png_start (64, 48);
  png_add_text (png, "iTXt", "XML:com.adobe.xmp", self->packet, strlen (self->packet), FALSE);
  png_add (png, "IEND", "", 0);
  assert_facts (png, self->facts);
}

/* Exif is not filled up from XMP, wherever XMP stands. */
static void
test_xmp_apart (void)
{
  static const char packet[]
      = PACKET_START "<rdf:Description " SPACES "t:Make='A' t:Model='B'/>" PACKET_END;
  g_autoptr (GByteArray) block = make_block (FALSE);
  g_autoptr (GByteArray) exif = with_header ("\0\0\0\0", 4, block);
  g_autoptr (GByteArray) empty = g_byte_array_new ();
  g_autoptr (GByteArray) xmp = with_header (packet, sizeof packet - 1, empty);
  g_autoptr (GByteArray) app1 = with_header ("http://ns.adobe.com/xap/1.0/", 29, xmp);
  const HeifItem items[] = { { "Exif", NULL, exif }, { "mime", "application/rdf+xml", xmp } };
  g_autoptr (GByteArray) heif = heif_make (items, 2, 1, FALSE, 1);
  g_autoptr (GByteArray) webp = riff_start ("WEBP");
  riff_add (webp, "EXIF", block->data, block->len);
  riff_add (webp, "XMP ", xmp->data, xmp->len);
  g_autoptr (GByteArray) jpeg = photo_picture (64, 48, 1);
  photo_insert (jpeg, 0xe1, app1->data, app1->len);
  photo_insert_exif (jpeg, block);
  const struct
  {
    const GByteArray *file;
    const char *flags;
  } files[]
      = { { heif, "'UNDECODABLE','XMP'" }, { webp, "'UNDECODABLE','XMP'" }, { jpeg, "'XMP'" } };
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *facts = g_strdup_printf (
          "{" SAID ",'make':'HUAWEI','xmp':{'make':'A','model':'B'}}", files[i].flags);
      assert_facts (files[i].file, facts);
    }
}

static void
test_xmp_depth (void)
{
  for (guint more = 0; more < 2; more++)
    {
      g_autoptr (GString) packet
          = g_string_new (PACKET_START "<rdf:Description " SPACES "t:Make='A'>");
      /* xmpmeta, RDF and Description stand around them. */
      const guint depth = ANF_MEDIA_XMP_DEPTH_MAX - 3 + more;
      for (guint i = 0; i < depth; i++)
        g_string_append (packet, "<t:X>");
      for (guint i = 0; i < depth; i++)
        g_string_append (packet, "</t:X>");
      g_string_append (packet, "</rdf:Description>" PACKET_END);
      g_autoptr (GByteArray) png = png_start (64, 48);
      png_add_text (png, "iTXt", "XML:com.adobe.xmp", packet->str, packet->len, FALSE);
      png_add (png, "IEND", "", 0);
      assert_facts (png, more == 0 ? "{'flags':['UNDECODABLE','XMP'],'xmp':{'make':'A'}}"
                                   : "{'flags':['UNDECODABLE','XMP','XMP_UNREADABLE'],"
                                     "'xmp':{'make':'A'}}");
    }
}

/* At the limit it is read, above it is not even kept. */
static void
test_xmp_size (void)
{
  static const char start[] = PACKET_START "<rdf:Description " SPACES "t:Make='A'/>";
  for (guint more = 0; more < 2; more++)
    {
      g_autoptr (GByteArray) packet = g_byte_array_new ();
      g_byte_array_append (packet, (const guint8 *)start, sizeof start - 1);
      const guint size = ANF_MEDIA_XMP_BYTES_MAX + more - (sizeof PACKET_END - 1);
      while (packet->len < size)
        g_byte_array_append (packet, (const guint8 *)" ", 1);
      g_byte_array_append (packet, (const guint8 *)PACKET_END, sizeof PACKET_END - 1);
      g_autoptr (GByteArray) webp = riff_start ("WEBP");
      riff_add (webp, "XMP ", packet->data, packet->len);
      assert_facts (webp, more == 0 ? "{'flags':['UNDECODABLE','XMP'],'xmp':{'make':'A'}}"
                                    : "{'flags':['UNDECODABLE']}");
    }
}

/* ---- Broken ---- */

static GByteArray *
make_any (guint kind)
{
  g_autoptr (GByteArray) block = make_block (FALSE);
  switch (kind)
    {
    case 0:
      return make_heif ("\0\0\0\6Exif\0\0", 10, 2, TRUE, 2);
    case 1:
      return make_heif ("\0\0\0\0", 4, 0, FALSE, 1);
    case 2:
      return make_block (TRUE);
    case 3:
      {
        GByteArray *webp = riff_start ("WEBP");
        riff_add (webp, "EXIF", block->data, block->len);
        return webp;
      }
    default:
      {
        GByteArray *png = png_start (64, 48);
        add_exif_to_png (png, &png_cases[6], block);
        add_exif_to_png (png, &png_cases[0], block);
        png_add (png, "IEND", "", 0);
        return png;
      }
    }
}

/* Ended anywhere, and with any one byte of the first kilobyte as large as can be. */
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

int
main (int argc, char **argv)
{
  static const char *const broken[] = { "idat", "heif", "tiff", "webp", "png" };
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (png_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/containers/png/", png_cases[i].name, NULL);
      g_test_add_data_func (path, &png_cases[i], test_png);
    }
  g_test_add_func ("/containers/png/both", test_png_both);
  g_test_add_func ("/containers/png/end", test_png_end);
  g_test_add_func ("/containers/png/bomb", test_png_bomb);
  g_test_add_func ("/containers/png/texts-limit", test_png_texts_limit);
  g_test_add_func ("/containers/webp", test_webp);
  g_test_add_func ("/containers/heif/locations", test_heif_locations);
  g_test_add_func ("/containers/heif/headers", test_heif_headers);
  g_test_add_func ("/containers/heif/two-items", test_heif_two_items);
  g_test_add_func ("/containers/heif/cut", test_heif_cut);
  g_test_add_func ("/containers/heif/items-limit", test_heif_items_limit);
  g_test_add_func ("/containers/tiff", test_tiff);
  g_test_add_func ("/containers/dng", test_dng);
  for (gsize i = 0; i < G_N_ELEMENTS (xmp_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/containers/xmp/", xmp_cases[i].name, NULL);
      g_test_add_data_func (path, &xmp_cases[i], test_xmp);
    }
  g_test_add_func ("/containers/xmp/depth", test_xmp_depth);
  g_test_add_func ("/containers/xmp/size", test_xmp_size);
  g_test_add_func ("/containers/xmp/apart", test_xmp_apart);
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *path = g_strconcat ("/containers/broken/", broken[i], NULL);
      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_broken);
    }
  return g_test_run ();
}
