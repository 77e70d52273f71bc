/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Promise: of a photo's Exif, what is written is read, what is broken is flagged, and nothing is
   invented. Expected values follow Exif 3.0 (CIPA DC-008) and, where cameras break it, what
   exiftool 12.57 makes of the same bytes; tests/unit/compare_exiftool.py asks it again. */

#include "anf-contract.h"
#include "anf-exif.h"
#include "anf-json.h"
#include "anf-media-limits.h"
#include "anf-media.h"
#include "anf-schema.h"

#include "examine-here.h"
#include "photo-writer.h"
#include <string.h>

#define EDGE 16

typedef struct
{
  PhotoIfd ifd;
  guint16 tag;
  char kind; /* t text, u undefined, r rationals, s short, i signed rational */
  const char *value;
  gsize size;
} Field;

#define TEXT(ifd, tag, value)                                                                      \
  {                                                                                                \
    PHOTO_IFD_##ifd, tag, 't', value, sizeof (value) - 1                                           \
  }
#define BYTES(ifd, tag, value)                                                                     \
  {                                                                                                \
    PHOTO_IFD_##ifd, tag, 'u', value, sizeof (value) - 1                                           \
  }
#define RATIO(ifd, tag, value)                                                                     \
  {                                                                                                \
    PHOTO_IFD_##ifd, tag, 'r', value, 0                                                            \
  }
#define SHORT(ifd, tag, value)                                                                     \
  {                                                                                                \
    PHOTO_IFD_##ifd, tag, 's', value, 0                                                            \
  }
#define NORTH_EAST TEXT (GPS, 1, "N"), TEXT (GPS, 3, "E")

typedef struct
{
  const char *name;
  Field fields[8];
  const char *facts; /* without type, format, width and height */
} FactsCase;

static const FactsCase facts_cases[] = {
  { "nothing-is-invented", { TEXT (0, 0x10f, "x") }, "{'flags':[],'make':'x'}" },
  { "time-alone",
    { TEXT (EXIF, 0x9003, "2018:03:05 10:11:12") },
    "{'captured':{'local':'2018-03-05T10:11:12'},'flags':[]}" },
  { "time-zone-and-fraction",
    { TEXT (EXIF, 0x9003, "2018:03:05 00:11:12"), TEXT (EXIF, 0x9011, "+08:00"),
      TEXT (EXIF, 0x9291, "12") },
    "{'captured':{'local':'2018-03-05T00:11:12','subsec':'12','utc':'2018-03-04T16:11:12.120Z',"
    "'zone':'+08:00'},'flags':[]}" },
  { "three-times-each-with-its-zone",
    { TEXT (0, 0x132, "2018:03:05 10:11:12"), TEXT (EXIF, 0x9010, "-03:30"),
      TEXT (EXIF, 0x9003, "2018:03:05 10:11:13"), TEXT (EXIF, 0x9011, "Z"),
      TEXT (EXIF, 0x9004, "2018:03:05 10:11:14"), TEXT (EXIF, 0x9292, "5  ") },
    "{'captured':{'local':'2018-03-05T10:11:13','utc':'2018-03-05T10:11:13.000Z','zone':'Z'},"
    "'digitized':{'local':'2018-03-05T10:11:14','subsec':'5'},'flags':[],"
    "'modified':{'local':'2018-03-05T10:11:12','utc':'2018-03-05T13:41:12.000Z','zone':'-03:30'}"
    "}" },
  { "clock-never-set",
    { TEXT (EXIF, 0x9003, "0000:00:00 00:00:00"), TEXT (EXIF, 0x9004, "    :  :     :  :  ") },
    "{'flags':['TIME_UNSET']}" },
  { "no-time-at-all",
    { TEXT (EXIF, 0x9003, "Yesterday at noon") },
    "{'flags':['TIME_BAD'],'raw':{'captured':'Yesterday at noon\\\\x00'}}" },
  { "day-that-is-none",
    { TEXT (EXIF, 0x9003, "2018:02:30 10:11:12") },
    "{'flags':['TIME_BAD'],'raw':{'captured':'2018:02:30 10:11:12\\\\x00'}}" },
  { "time-with-zone-behind",
    { TEXT (EXIF, 0x9003, "2018:03:05 10:11:12+08:00"), TEXT (0, 0x132, "2018:03:05 10:11:12Z") },
    "{'captured':{'local':'2018-03-05T10:11:12','utc':'2018-03-05T02:11:12.000Z','zone':'+08:00'},"
    "'flags':[],'modified':{'local':'2018-03-05T10:11:12','utc':'2018-03-05T10:11:12.000Z',"
    "'zone':'Z'}}" },
  { "time-with-fraction-behind",
    { TEXT (EXIF, 0x9003, "2018:03:05 10:11:12.978"), TEXT (EXIF, 0x9291, "977"),
      TEXT (EXIF, 0x9004, "2018:03:05 10:11:12.25-03:30"),
      TEXT (0, 0x132, "2018:03:05 10:11:12.5x") },
    "{'captured':{'local':'2018-03-05T10:11:12','subsec':'977'},'digitized':{'local':"
    "'2018-03-05T10:11:12','subsec':'25','utc':'2018-03-05T13:41:12.250Z','zone':'-03:30'},"
    "'flags':['TIME_BAD'],'raw':{'modified':'2018:03:05 10:11:12.5x\\\\x00'}}" },
  { "zone-that-is-none",
    { TEXT (EXIF, 0x9003, "2018:03:05 10:11:12"), TEXT (EXIF, 0x9011, "xx") },
    "{'captured':{'local':'2018-03-05T10:11:12'},'flags':['ZONE_BAD'],"
    "'raw':{'zone':'xx\\\\x00'}}" },
  { "zone-left-blank",
    { TEXT (EXIF, 0x9003, "2018:03:05 10:11:12"), TEXT (EXIF, 0x9011, "   :  ") },
    "{'captured':{'local':'2018-03-05T10:11:12'},'flags':[]}" },
  { "time-moved-by-photoshop",
    { TEXT (0, 0x9003, "2018:03:05 10:11:12"), SHORT (0, 0xa002, "640") },
    "{'captured':{'local':'2018-03-05T10:11:12'},'exif_width':640,'flags':['TAG_IN_WRONG_IFD']}" },
  { "position-south-west",
    { TEXT (GPS, 1, "S"), RATIO (GPS, 2, "33/1 51/1 3600/100"), TEXT (GPS, 3, "W"),
      RATIO (GPS, 4, "70/1 30/1 0/1") },
    "{'flags':[],'gps':{'lat':-33.86,'lon':-70.5}}" },
  { "position-degrees-alone",
    { NORTH_EAST, RATIO (GPS, 2, "81/2"), RATIO (GPS, 4, "122/1 3/2") },
    "{'flags':[],'gps':{'lat':40.5,'lon':122.025}}" },
  /* Nikon D5000 */
  { "position-seconds-undefined",
    { NORTH_EAST, RATIO (GPS, 2, "48/1 30/1 0/0"), RATIO (GPS, 4, "21/1 15/1 7/0") },
    "{'flags':['GPS_PART_UNDEFINED'],'gps':{'lat':48.5,'lon':21.25}}" },
  { "position-undefined",
    { NORTH_EAST, RATIO (GPS, 2, "0/0 0/0 0/0"), RATIO (GPS, 4, "21/1 15/1 0/1") },
    "{'flags':['GPS_BAD']}" },
  { "position-as-text",
    { NORTH_EAST, TEXT (GPS, 2, "52,00,36.00"), TEXT (GPS, 4, "122,30,00.00") },
    "{'flags':[],'gps':{'lat':52.01,'lon':122.5}}" },
  { "position-out-of-range",
    { NORTH_EAST, RATIO (GPS, 2, "21364/100 0/1 0/1"), RATIO (GPS, 4, "21/1 15/1 0/1") },
    "{'flags':['GPS_BAD']}" },
  { "position-sixty-minutes",
    { NORTH_EAST, RATIO (GPS, 2, "21/1 60/1 0/1"), RATIO (GPS, 4, "21/1 15/1 0/1") },
    "{'flags':['GPS_BAD']}" },
  /* As exiftool writes 40.8. */
  { "position-sixty-seconds",
    { NORTH_EAST, RATIO (GPS, 2, "40/1 47/1 60/1"), RATIO (GPS, 4, "122/1 30/1 0/1") },
    "{'flags':[],'gps':{'lat':40.8,'lon':122.5}}" },
  { "position-over-sixty-seconds",
    { NORTH_EAST, RATIO (GPS, 2, "40/1 47/1 601/10"), RATIO (GPS, 4, "122/1 30/1 0/1") },
    "{'flags':['GPS_BAD']}" },
  { "position-four-parts",
    { NORTH_EAST, RATIO (GPS, 2, "21/1 6/1 0/1 0/1"), RATIO (GPS, 4, "21/1 15/1 0/1") },
    "{'flags':['GPS_BAD']}" },
  { "position-without-hemisphere",
    { TEXT (GPS, 1, "N"), RATIO (GPS, 2, "40/1 0/1 0/1"), RATIO (GPS, 4, "122/1 0/1 0/1") },
    "{'flags':['GPS_REF_MISSING']}" },
  { "position-null-island",
    { NORTH_EAST, RATIO (GPS, 2, "0/1 0/1 0/1"), RATIO (GPS, 4, "0/1 0/1 0/1") },
    "{'flags':['GPS_ZERO'],'gps':{'lat':0,'lon':0}}" },
  { "measures",
    { BYTES (GPS, 5, "\x01"), RATIO (GPS, 6, "155/10"), TEXT (GPS, 0x10, "M"),
      RATIO (GPS, 0x11, "5395/15"), RATIO (GPS, 0x1f, "9/2"), TEXT (GPS, 0x12, "WGS-84 ") },
    "{'flags':[],'gps':{'accuracy_m':4.5,'altitude_m':-15.5,'datum':'WGS-84',"
    "'direction':359.6666666666667,'direction_ref':'M'}}" },
  { "direction-out-of-range", { RATIO (GPS, 0x11, "721/2") }, "{'flags':['GPS_BAD']}" },
  { "satellite-time",
    { RATIO (GPS, 7, "16/1 11/1 12789/1000"), TEXT (GPS, 0x1d, "2018:03:05") },
    "{'flags':[],'gps':{'time':'2018-03-05T16:11:12.789Z'}}" },
  /* Huawei */
  { "satellite-date-with-dashes",
    { RATIO (GPS, 7, "2/1 3/1 4/1"), TEXT (GPS, 0x1d, "2020-06-16") },
    "{'flags':[],'gps':{'time':'2020-06-16T02:03:04.000Z'}}" },
  { "satellite-time-undefined",
    { RATIO (GPS, 7, "0/0 0/0 0/0"), TEXT (GPS, 0x1d, "2018:03:05") },
    "{'flags':['GPS_TIME_BAD'],'gps':{'date':'2018-03-05'}}" },
  { "satellite-time-without-date",
    { RATIO (GPS, 7, "2/1 3/1 59999/1000") },
    "{'flags':[],'gps':{'time_of_day':'02:03:59.999'}}" },
  { "method-with-code",
    { BYTES (GPS, 0x1b, "ASCII\0\0\0CELLID\0") },
    "{'flags':[],'gps':{'method':'CELLID'}}" },
  { "method-without-code",
    { BYTES (GPS, 0x1b, "NETWORK") },
    "{'flags':[],'gps':{'method':'NETWORK'}}" },
  { "method-with-code-as-text",
    { TEXT (GPS, 0x1b, "ASCII\0\0\0NETWORK") },
    "{'flags':[],'gps':{'method':'NETWORK'}}" },
  { "method-with-blank-code",
    { BYTES (GPS, 0x1b, "\0\0\0\0\0\0\0\0GPS") },
    "{'flags':[],'gps':{'method':'GPS'}}" },
  { "method-in-utf-16-the-other-way",
    { BYTES (GPS, 0x1b, "UNICODE\0\0G\0P\0S\0") },
    "{'flags':[],'gps':{'method':'GPS'}}" },
  { "method-in-utf-16-with-mark",
    { BYTES (GPS, 0x1b, "UNICODE\0\xfe\xff\x53\x17\x65\x97") },
    "{'flags':[],'gps':{'method':'北斗'}}" },
  { "device",
    { TEXT (0, 0x10f, " HUAWEI  "), TEXT (0, 0x110, "ALN-AL00"), TEXT (0, 0x131, "s 1"),
      TEXT (0, 0x13c, "host"), TEXT (EXIF, 0xa431, "B1"), TEXT (EXIF, 0xa435, "L1"),
      TEXT (EXIF, 0xa434, "lens"), SHORT (0, 0x112, "6") },
    "{'flags':[],'host_computer':'host','lens_model':'lens','lens_serial':'L1','make':'HUAWEI',"
    "'model':'ALN-AL00','orientation':6,'serial':'B1','software':'s 1'}" },
  /* 华为 in GBK, kept as it stands as well. */
  { "maker-in-gbk",
    { TEXT (0, 0x10f, "\xbb\xaa\xce\xaa") },
    "{'flags':['TEXT_NOT_UTF8'],'make':'华为','raw':{'make':'\\\\xbb\\\\xaa\\\\xce\\\\xaa'}}" },
  { "maker-in-utf8", { TEXT (0, 0x10f, "华为") }, "{'flags':[],'make':'华为'}" },
  { "orientation-of-none", { SHORT (0, 0x112, "9") }, "{'flags':['ORIENTATION_BAD']}" },
  { "first-of-two-counts",
    { TEXT (0, 0x110, "one"), TEXT (0, 0x110, "two") },
    "{'flags':[],'model':'one'}" },
};

static void
add_field (PhotoExif *exif, const Field *field)
{
  switch (field->kind)
    {
    case 't':
      photo_exif_add (exif, field->ifd, field->tag, 2, field->value, field->size + 1);
      break;
    case 'u':
      photo_exif_add (exif, field->ifd, field->tag, field->size == 1 ? 1 : 7, field->value,
                      field->size);
      break;
    case 'r':
      photo_exif_add_rationals (exif, field->ifd, field->tag, field->value);
      break;
    default:
      photo_exif_add_short (exif, field->ifd, field->tag,
                            (guint16)g_ascii_strtoll (field->value, NULL, 10));
    }
}

static GByteArray *
make_block (const Field *fields, gsize count, gboolean big_endian)
{
  g_autoptr (PhotoExif) exif = photo_exif_new (big_endian);
  for (gsize i = 0; i < count && fields[i].kind != 0; i++)
    add_field (exif, &fields[i]);
  return photo_exif_finish (exif);
}

/* The facts that the case is about, which must also keep to the schema. */
static char *
strip_facts (const char *text)
{
  static AnfSchemas *schemas = NULL;
  if (schemas == NULL)
    schemas = anf_contract_load_schema ("#/components/schemas/facts", NULL);
  g_autoptr (JsonNode) node = anf_json_parse (text, strlen (text), NULL);
  g_assert_nonnull (node);
  g_autoptr (GPtrArray) faults = anf_schemas_check (schemas, "#/components/schemas/facts", node);
  g_assert_cmpuint (faults->len, ==, 0);
  JsonObject *object = json_node_get_object (node);
  g_assert_cmpstr (anf_json_peek_string (object, "format"), ==, "jpeg");
  static const char *const common[]
      = { "type", "format", "width", "height", "phash", "phash_turned", "dhash", "picture_sha256" };
  for (gsize i = 0; i < G_N_ELEMENTS (common); i++)
    json_object_remove_member (object, common[i]);
  return anf_json_format_object (object);
}

static void
assert_facts (const GByteArray *jpeg, const char *expected)
{
  g_autoptr (Examined) examined = examine_here (jpeg->data, jpeg->len);
  g_assert_cmpint (examined->status, ==, ANF_EXAMINATION_DONE);
  g_autofree char *facts = strip_facts (examined->facts);
  g_autofree char *wanted = g_strdelimit (g_strdup (expected), "'", '"');
  g_assert_cmpstr (facts, ==, wanted);
}

static void
test_facts (gconstpointer data)
{
  const FactsCase *self = data;
  for (int big_endian = 0; big_endian < 2; big_endian++)
    {
      g_autoptr (GByteArray) jpeg = photo_picture (EDGE, EDGE, 1);
      g_autoptr (GByteArray) block
          = make_block (self->fields, G_N_ELEMENTS (self->fields), big_endian != 0);
      photo_insert_exif (jpeg, block);
      assert_facts (jpeg, self->facts);
    }
}

static const Field make_a[] = { TEXT (0, 0x10f, "A"), TEXT (EXIF, 0x9003, "2018:03:05 10:11:12") };
static const Field make_b[] = { TEXT (0, 0x10f, "B"), TEXT (0, 0x110, "M") };

static void
test_two_blocks (void)
{
  g_autoptr (GByteArray) jpeg = photo_picture (EDGE, EDGE, 1);
  g_autoptr (GByteArray) first = make_block (make_a, G_N_ELEMENTS (make_a), FALSE);
  g_autoptr (GByteArray) second = make_block (make_b, G_N_ELEMENTS (make_b), TRUE);
  photo_insert_exif (jpeg, second);
  photo_insert_exif (jpeg, first);
  assert_facts (jpeg, "{'captured':{'local':'2018-03-05T10:11:12'},"
                      "'flags':['EXIF_CONTRADICTION','MULTI_EXIF'],'make':'A','model':'M'}");
}

static void
test_not_first (void)
{
  g_autoptr (GByteArray) jpeg = photo_picture (EDGE, EDGE, 1);
  g_autoptr (GByteArray) block = make_block (make_a, G_N_ELEMENTS (make_a), FALSE);
  photo_insert_exif (jpeg, block);
  photo_insert (jpeg, 0xfe, "comment", 7);
  photo_insert (jpeg, 0xe0, "JFIF\0\1\1\0\0\1\0\1\0", 14);
  assert_facts (jpeg, "{'captured':{'local':'2018-03-05T10:11:12'},'flags':[],'make':'A'}");
}

static void
test_not_tiff (void)
{
  g_autoptr (GByteArray) jpeg = photo_picture (EDGE, EDGE, 1);
  g_autoptr (GByteArray) block = make_block (make_a, G_N_ELEMENTS (make_a), FALSE);
  block->data[2] = 43;
  photo_insert_exif (jpeg, block);
  assert_facts (jpeg, "{'flags':['EXIF_UNREADABLE']}");
}

/* A download that broke off in the Exif block still says what it said until there. */
static void
test_cut_in_exif (void)
{
  g_autoptr (GByteArray) jpeg = photo_picture (EDGE, EDGE, 1);
  g_autoptr (GByteArray) block = make_block (make_b, G_N_ELEMENTS (make_b), FALSE);
  photo_insert_exif (jpeg, block);
  g_byte_array_set_size (jpeg, 2 + 4 + 6 + block->len - 1);
  assert_facts (jpeg, "{'flags':['EXIF_TRUNC','JPEG_TRUNC','UNDECODABLE'],'make':'B','model':'M'}");
}

/* A MakerNote neither disturbs what stands around it nor reaches libexif's parsers, wherever it
   stands. */
static void
test_maker_note (void)
{
  static const Field fields[] = {
    TEXT (0, 0x10f, "OLYMPUS"),
    BYTES (EXIF, 0x927c, "OLYMP\0\1\0\377\377\0\1\0\2\177\377\377\377\0\0\0\0\0\0\0\0\0\0"),
    TEXT (EXIF, 0x9003, "2018:03:05 10:11:12"),
  };
  g_autoptr (GByteArray) jpeg = photo_picture (EDGE, EDGE, 1);
  g_autoptr (GByteArray) block = make_block (fields, G_N_ELEMENTS (fields), TRUE);
  photo_insert_exif (jpeg, block);
  assert_facts (jpeg, "{'captured':{'local':'2018-03-05T10:11:12'},'flags':[],'make':'OLYMPUS'}");
  g_autoptr (GBytes) bytes = g_bytes_new (block->data, block->len);
  g_autoptr (AnfExif) exif = anf_exif_parse (bytes);
  g_assert_true (anf_exif_hid_maker_note (exif));
}

/* A block over several segments, with its last value at @size: libexif reads 64 KiB of it. */
static GByteArray *
make_long_exif (guint size)
{
  g_autoptr (PhotoExif) exif = photo_exif_new (FALSE);
  g_autofree guint8 *filler = g_malloc0 (size);
  /* header, two directories with their entries and pointers, the two values behind */
  const guint around = 8 + (2 + 2 * 12 + 4) + (2 + 2 * 12 + 4) + 20;
  photo_exif_add (exif, PHOTO_IFD_0, 0xc000, 7, filler, size - around);
  photo_exif_add_text (exif, PHOTO_IFD_EXIF, 0x9003, "2018:03:05 10:11:12");
  photo_exif_add_text (exif, PHOTO_IFD_EXIF, 0xa431, "S1");
  GByteArray *block = photo_exif_finish (exif);
  g_assert_cmpuint (block->len, ==, size);
  return block;
}

static void
insert_in_pieces (GByteArray *jpeg, const GByteArray *block)
{
  const guint piece = 65000;
  for (guint at = (block->len - 1) / piece * piece + piece; at > 0; at -= piece)
    {
      const guint start = at - piece;
      g_autoptr (GByteArray) part = g_byte_array_new ();
      g_byte_array_append (part, block->data + start, MIN (piece, block->len - start));
      photo_insert_exif (jpeg, part);
    }
}

static void
test_block_limit (void)
{
  static const char found[]
      = "{'captured':{'local':'2018-03-05T10:11:12'},'flags':[],'serial':'S1'}";
  static const struct
  {
    guint size;
    const char *facts;
  } cases[] = {
    { 70000, found },
    { ANF_MEDIA_EXIF_BYTES_MAX, found },
    { ANF_MEDIA_EXIF_BYTES_MAX + 2, "{'flags':['EXIF_TOO_LARGE']}" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) jpeg = photo_picture (EDGE, EDGE, 1);
      g_autoptr (GByteArray) block = make_long_exif (cases[i].size);
      insert_in_pieces (jpeg, block);
      assert_facts (jpeg, cases[i].facts);
    }
}

static void
test_blocks_limit (void)
{
  for (guint blocks = ANF_MEDIA_EXIF_BLOCKS_MAX; blocks <= ANF_MEDIA_EXIF_BLOCKS_MAX + 1; blocks++)
    {
      g_autoptr (GByteArray) jpeg = photo_picture (EDGE, EDGE, 1);
      /* The last one is the one that says something. */
      g_autoptr (GByteArray) last = make_block (make_a, 1, FALSE);
      photo_insert_exif (jpeg, last);
      for (guint i = 1; i < blocks; i++)
        {
          g_autoptr (GByteArray) empty = make_block (make_a, 0, FALSE);
          photo_insert_exif (jpeg, empty);
        }
      assert_facts (jpeg, blocks == ANF_MEDIA_EXIF_BLOCKS_MAX
                              ? "{'flags':['MULTI_EXIF'],'make':'A'}"
                              : "{'flags':['MULTI_EXIF']}");
    }
}

static void
test_text_limit (void)
{
  for (guint size = ANF_MEDIA_TEXT_BYTES_MAX; size <= ANF_MEDIA_TEXT_BYTES_MAX + 1; size++)
    {
      g_autoptr (PhotoExif) exif = photo_exif_new (FALSE);
      g_autofree char *text = g_strnfill (size, 'x');
      photo_exif_add (exif, PHOTO_IFD_0, 0x10f, 2, text, size);
      g_autoptr (GByteArray) block = photo_exif_finish (exif);
      g_autoptr (GByteArray) jpeg = photo_picture (EDGE, EDGE, 1);
      photo_insert_exif (jpeg, block);
      g_autofree char *kept = g_strnfill (ANF_MEDIA_TEXT_BYTES_MAX, 'x');
      g_autofree char *facts = g_strdup_printf (
          "{'flags':[%s],'make':'%s'}", size > ANF_MEDIA_TEXT_BYTES_MAX ? "'TEXT_CUT'" : "", kept);
      assert_facts (jpeg, facts);
    }
}

static void
test_entries_limit (void)
{
  for (guint count = ANF_MEDIA_IFD_ENTRIES_MAX; count <= ANF_MEDIA_IFD_ENTRIES_MAX + 1; count++)
    {
      g_autoptr (PhotoExif) exif = photo_exif_new (FALSE);
      for (guint i = 1; i < count; i++)
        photo_exif_add_short (exif, PHOTO_IFD_0, 0xd000, 1);
      photo_exif_add_text (exif, PHOTO_IFD_0, 0x10f, "A");
      g_autoptr (GByteArray) block = photo_exif_finish (exif);
      g_autoptr (GByteArray) jpeg = photo_picture (EDGE, EDGE, 1);
      photo_insert_exif (jpeg, block);
      assert_facts (jpeg, count == ANF_MEDIA_IFD_ENTRIES_MAX ? "{'flags':[],'make':'A'}"
                                                             : "{'flags':[]}");
    }
}

static const struct
{
  const char *bytes;
  gsize size;
  const char *type;
  const char *format;
} type_cases[] = {
  { "\xff\xd8\xff\xe1", 4, "image/jpeg", "jpeg" },
  { "\xff\xd8", 2, "application/octet-stream", "unknown" },
  { "", 0, "application/octet-stream", "unknown" },
  { "\x89PNG\r\n\x1a\n", 8, "image/png", "png" },
  { "RIFF\0\0\0\0WEBPVP8 ", 16, "image/webp", "webp" },
  { "RIFF\0\0\0\0WAVEfmt ", 16, "audio/x-wav", "wav" },
  { "RIFF\0\0\0\0", 8, "application/octet-stream", "unknown" },
  { "\0\0\0\x18"
    "ftypheic\0\0\0\0mif1heic",
    24, "image/heic", "heic" },
  { "\0\0\0\x1c"
    "ftypmif1\0\0\0\0mif1avifmiaf",
    28, "image/avif", "avif" },
  { "\0\0\0\x14"
    "ftypqt  \0\0\0\0qt  ",
    20, "video/quicktime", "mov" },
  { "\0\0\0\x14"
    "ftypisom\0\0\0\0isom",
    20, "video/mp4", "mp4" },
  { "\0\0\0\x14"
    "ftyp3gp4\0\0\0\0isom",
    20, "video/3gpp", "3gp" },
  { "\0\0\0\x14"
    "ftypM4A \0\0\0\0isom",
    20, "audio/mp4", "m4a" },
  { "\0\0\0\x14"
    "ftyp3g2a\0\0\0\0isom",
    20, "video/3gpp2", "3g2" },
  { "\0\0\0\x14"
    "ftypmif1\0\0\0\0heic",
    20, "image/heif", "heif" },
  /* Raw pixels of a camera with a preview as a film. */
  { "\0\0\0\x18"
    "ftypcrx \0\0\0\1crx isom",
    24, "image/x-canon-cr3", "cr3" },
  /* A picture coded otherwise. */
  { "\0\0\0\x1c"
    "ftypavci\0\0\0\0mif1avci",
    24, "image/heif", "heif" },
  { "#!AMR\n", 6, "audio/AMR", "amr" },
  { "ID3\4", 4, "audio/mpeg", "mp3" },
  { "\xff\xfb\x90\x64", 4, "audio/mpeg", "mp3" },
  { "\xff\xf1\x50\x80", 4, "audio/aac", "aac" },
  { "%PDF-1.7", 8, "application/pdf", "pdf" },
  { "PK\3\4", 4, "application/zip", "zip" },
  { "plain text", 10, "application/octet-stream", "unknown" },
};

static void
test_type (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (type_cases); i++)
    {
      /* A copy of exactly that size, so that reading on is seen. */
      g_autofree guint8 *copy = g_memdup2 (type_cases[i].bytes, type_cases[i].size);
      const char *type = anf_media_guess_type (copy, type_cases[i].size);
      g_assert_cmpstr (type, ==, type_cases[i].type);
      g_assert_cmpstr (anf_media_format_name (type), ==, type_cases[i].format);
    }
}

/* RFC 6838 names and what phones and messengers make of them. */
static const struct
{
  const char *type;
  const char *filename; /* NULL: the next is for the declared type */
  const char *declared;
  gboolean agrees;
} claim_cases[] = {
  { "image/jpeg", "IMG_0001.JPG", NULL, TRUE },
  { "image/jpeg", "IMG_0001.png", NULL, FALSE },
  { "image/heic", "IMG_0001.jpg", NULL, FALSE },
  { "image/heif", "IMG_0001.HEIC", NULL, TRUE },
  { "video/3gpp", "a.mp4", NULL, TRUE },
  { "video/quicktime", "a.mp4", NULL, FALSE },
  { "audio/mp4", "a.mp3", NULL, FALSE },
  { "application/octet-stream", "a.jpg", NULL, FALSE },
  { "application/octet-stream", "a.txt", NULL, TRUE },
  { "image/jpeg", "no suffix", NULL, TRUE },
  { "image/jpeg", "ends in.", NULL, TRUE },
  { "image/jpeg", "jp.g", NULL, TRUE },
  { "image/jpeg", NULL, "image/jpeg", TRUE },
  { "image/jpeg", NULL, "IMAGE/JPG; q=1", TRUE },
  { "image/jpeg", NULL, "image/png", FALSE },
  { "image/jpeg", NULL, "application/octet-stream", TRUE },
  { "audio/AMR", NULL, "audio/amr", TRUE },
  { "application/zip", NULL, "application/vnd.ms-excel", TRUE },
  { "application/zip", NULL, "image/jpeg", FALSE },
};

static void
test_claims (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (claim_cases); i++)
    {
      const gboolean agrees
          = claim_cases[i].filename != NULL
                ? anf_media_name_agrees (claim_cases[i].type, claim_cases[i].filename)
                : anf_media_declared_agrees (claim_cases[i].type, claim_cases[i].declared);
      g_test_message ("%" G_GSIZE_FORMAT, i);
      g_assert_cmpint (agrees, ==, claim_cases[i].agrees);
    }
  g_assert_true (anf_media_name_agrees ("image/jpeg", NULL));
  g_assert_true (anf_media_declared_agrees ("image/jpeg", NULL));
}

static void
test_unsupported (void)
{
  g_autoptr (Examined) examined = examine_here ((const guint8 *)"GIF89a", 6);
  g_assert_cmpint (examined->status, ==, ANF_EXAMINATION_UNSUPPORTED);
  g_assert_cmpstr (examined->facts, ==, "{\"flags\":[],\"format\":\"gif\",\"type\":\"image/gif\"}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (facts_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/media/facts/", facts_cases[i].name, NULL);
      g_test_add_data_func (path, &facts_cases[i], test_facts);
    }
  g_test_add_func ("/media/facts/two-blocks", test_two_blocks);
  g_test_add_func ("/media/facts/not-first", test_not_first);
  g_test_add_func ("/media/facts/not-tiff", test_not_tiff);
  g_test_add_func ("/media/facts/cut-in-exif", test_cut_in_exif);
  g_test_add_func ("/media/facts/maker-note", test_maker_note);
  g_test_add_func ("/media/limit/block", test_block_limit);
  g_test_add_func ("/media/limit/blocks", test_blocks_limit);
  g_test_add_func ("/media/limit/text", test_text_limit);
  g_test_add_func ("/media/limit/entries", test_entries_limit);
  g_test_add_func ("/media/type", test_type);
  g_test_add_func ("/media/claims", test_claims);
  g_test_add_func ("/media/unsupported", test_unsupported);
  return g_test_run ();
}
