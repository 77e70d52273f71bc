/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Promise: what a JPEG says in other segments than the usual ones, or behind headers that somebody
   spoilt, is found as well. Layouts follow XMP part 3, 1.1.3, and Adobe's Photoshop File Formats
   Specification (Image Resource Blocks). */

#include "anf-json.h"
#include "anf-media-limits.h"

#include "container-writer.h"
#include "examine-here.h"
#include "photo-writer.h"
#include <string.h>

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

static GByteArray *
make_block (const char *maker)
{
  g_autoptr (PhotoExif) exif = photo_exif_new (FALSE);
  photo_exif_add_text (exif, PHOTO_IFD_0, 0x10f, maker);
  return photo_exif_finish (exif);
}

static void
put_resource (GByteArray *out, guint number, const char *name, const GByteArray *data)
{
  const guint8 length = (guint8)strlen (name);
  put_text (out, "8BIM");
  put_be (out, number, 2);
  g_byte_array_append (out, &length, 1);
  g_byte_array_append (out, (const guint8 *)name, length + (length % 2 == 0 ? 1 : 0));
  put_be (out, data->len, 4);
  g_byte_array_append (out, data->data, data->len);
  if (data->len % 2 != 0)
    put_be (out, 0, 1);
}

/* Exif among Photoshop's resources is read where a JPEG has no block of its own. */
static void
test_photoshop (void)
{
  g_autoptr (GByteArray) block = make_block ("HUAWEI");
  g_autoptr (GByteArray) odd = g_byte_array_new ();
  g_byte_array_append (odd, (const guint8 *)"odd", 3);
  g_autoptr (GByteArray) app13 = g_byte_array_new ();
  g_byte_array_append (app13, (const guint8 *)"Photoshop 3.0", 14);
  put_resource (app13, 1005, "", odd);
  put_resource (app13, 1006, "name", odd);
  put_resource (app13, 1058, "x", block);
  g_autoptr (GByteArray) jpeg = photo_picture (64, 48, 1);
  photo_insert (jpeg, 0xed, app13->data, app13->len);
  assert_facts (jpeg, "{'flags':[],'make':'HUAWEI'}");
  g_autoptr (GByteArray) own = make_block ("Apple");
  photo_insert_exif (jpeg, own);
  assert_facts (jpeg, "{'flags':[],'make':'Apple'}");
  /* However much of it is missing. */
  for (gsize size = 0; size < app13->len; size++)
    {
      g_autoptr (GByteArray) cut = photo_picture (16, 16, 1);
      photo_insert (cut, 0xed, app13->data, size);
      assert_facts (cut, "{'flags':[]}");
    }
}

/* Whatever stands where the header of the segment should be, for as far as it could. */
static void
test_xmp_spoilt_header (void)
{
  static const struct
  {
    const char *header;
    gsize size;
    const char *facts;
  } cases[] = {
    { "http://ns.adobe.com/xap/1.0/ ", 30, "{'flags':['XMP'],'xmp':{'make':'A'}}" },
    { "XMP\0://ns.adobe.com/xap/1.0/", 29, "{'flags':['XMP'],'xmp':{'make':'A'}}" },
    { "", 0, "{'flags':['XMP'],'xmp':{'make':'A'}}" },
    { "http://ns.adobe.com/xap/1.0/ \0\0\0\0", 33, "{'flags':[]}" },
  };
  static const char packet[]
      = "<?xpacket begin='\xef\xbb\xbf'?><x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
        "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
        "xmlns:t='http://ns.adobe.com/tiff/1.0/' t:Make='A'/></rdf:RDF></x:xmpmeta>";
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) jpeg = photo_picture (64, 48, 1);
      g_autoptr (GByteArray) app1 = g_byte_array_new ();
      g_byte_array_append (app1, (const guint8 *)cases[i].header, (guint)cases[i].size);
      g_byte_array_append (app1, (const guint8 *)packet, sizeof packet - 1);
      photo_insert (jpeg, 0xe1, app1->data, app1->len);
      assert_facts (jpeg, cases[i].facts);
    }
}

/* More segments than are listed are as if the file ended there. */
static void
test_limit (void)
{
  for (guint count = ANF_MEDIA_SEGMENTS_MAX; count <= ANF_MEDIA_SEGMENTS_MAX + 1; count++)
    {
      g_autoptr (GByteArray) jpeg = photo_picture (16, 16, 1);
      g_autoptr (GByteArray) comments = g_byte_array_new ();
      g_autoptr (AnfJpeg) own = anf_jpeg_parse (jpeg->data, jpeg->len);
      for (guint i = own->segments->len + 1; i < count; i++)
        g_byte_array_append (comments, (const guint8 *)"\xff\xfe\0\2", 4);
      photo_insert (jpeg, 0xfe, comments->data, 0);
      g_byte_array_append (comments, jpeg->data + 2, jpeg->len - 2);
      g_byte_array_prepend (comments, jpeg->data, 2);
      assert_facts (comments, count == ANF_MEDIA_SEGMENTS_MAX
                                  ? "{'flags':[]}"
                                  : "{'flags':['JPEG_MALFORMED','JPEG_TRUNC']}");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/segments/photoshop", test_photoshop);
  g_test_add_func ("/segments/xmp-spoilt-header", test_xmp_spoilt_header);
  g_test_add_func ("/segments/limit", test_limit);
  return g_test_run ();
}
