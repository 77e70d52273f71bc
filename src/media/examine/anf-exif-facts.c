/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-exif-facts.h"

#include "anf-exif-gps.h"
#include "anf-exif-time.h"
#include "anf-exif.h"
#include "anf-media-limits.h"

#define TAG_ORIENTATION 0x0112

static const struct
{
  const char *name;
  AnfIfd ifd;
  guint16 tag;
} texts[] = {
  { "make", ANF_IFD_0, 0x010f },          { "model", ANF_IFD_0, 0x0110 },
  { "software", ANF_IFD_0, 0x0131 },      { "host_computer", ANF_IFD_0, 0x013c },
  { "serial", ANF_IFD_EXIF, 0xa431 },     { "lens_serial", ANF_IFD_EXIF, 0xa435 },
  { "lens_model", ANF_IFD_EXIF, 0xa434 },
};

static const struct
{
  const char *name;
  guint16 tag;
} sizes[] = { { "exif_width", 0xa002 }, { "exif_height", 0xa003 } };

static void
read_texts (const AnfExif *exif, AnfFacts *facts)
{
  AnfExifValue value;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if (!anf_exif_find (exif, texts[i].ifd, texts[i].tag, &value))
        continue;
      g_autofree char *text = anf_facts_decode_text (facts, texts[i].name, value.data, value.size);
      if (text != NULL)
        json_object_set_string_member (anf_facts_object (facts), texts[i].name, text);
    }
}

static void
read_numbers (const AnfExif *exif, AnfFacts *facts)
{
  AnfExifValue value;
  guint32 number = 0;
  if (anf_exif_find (exif, ANF_IFD_0, TAG_ORIENTATION, &value)
      && anf_exif_get_uint (&value, 0, &number))
    {
      if (number >= 1 && number <= 8)
        json_object_set_int_member (anf_facts_object (facts), "orientation", number);
      else
        anf_facts_flag (facts, "ORIENTATION_BAD");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gboolean found = anf_exif_find (exif, ANF_IFD_EXIF, sizes[i].tag, &value);
      if (!found)
        {
          found = anf_exif_find (exif, ANF_IFD_0, sizes[i].tag, &value);
          if (found)
            anf_facts_flag (facts, "TAG_IN_WRONG_IFD");
        }
      if (found && anf_exif_get_uint (&value, 0, &number))
        json_object_set_int_member (anf_facts_object (facts), sizes[i].name, number);
    }
}

void
anf_exif_read_facts (GBytes *block, AnfFacts *facts)
{
  if (g_bytes_get_size (block) > ANF_MEDIA_EXIF_BYTES_MAX)
    {
      anf_facts_flag (facts, "EXIF_TOO_LARGE");
      return;
    }
  g_autoptr (AnfExif) exif = anf_exif_parse (block);
  if (exif == NULL)
    {
      anf_facts_flag (facts, "EXIF_UNREADABLE");
      return;
    }
  if (anf_exif_is_cut (exif))
    anf_facts_flag (facts, "EXIF_TRUNC");
  read_texts (exif, facts);
  read_numbers (exif, facts);
  anf_exif_read_times (exif, facts);
  anf_exif_read_gps (exif, facts);
}
