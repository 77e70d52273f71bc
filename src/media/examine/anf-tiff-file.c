/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-tiff-file.h"

#include "anf-media-limits.h"
#include "anf-tiff.h"

#include <string.h>

/* TIFF 6.0, the XMP and the DNG specification. */
enum
{
  TAG_SUB_IFDS = 0x014a,
  TAG_XMP = 0x02bc,
  TAG_EXIF = 0x8769,
  TAG_GPS = 0x8825,
  TAG_MAKER_NOTE = 0x927c,
  TAG_INTEROPERABILITY = 0xa005,
  TAG_DNG_VERSION = 0xc612,
};

/* What is longer says nothing that is read: strips, thumbnails, profiles. */
#define VALUE_BYTES_MAX 4096
#define ENTRY_SIZE 12

/* ---- A block of its own ---- */

static void
append_number (GByteArray *out, guint32 number, guint width, gboolean big_endian)
{
  for (guint i = 0; i < width; i++)
    {
      const guint8 byte = (guint8)(number >> 8 * (big_endian ? width - 1 - i : i));
      g_byte_array_append (out, &byte, 1);
    }
}

static gboolean
is_kept (const AnfTiffEntry *entry, AnfIfd ifd)
{
  static const guint16 dropped[]
      = { TAG_SUB_IFDS, TAG_XMP, TAG_EXIF, TAG_GPS, TAG_MAKER_NOTE, TAG_INTEROPERABILITY };
  for (gsize i = 0; i < G_N_ELEMENTS (dropped); i++)
    if (entry->tag == dropped[i])
      return FALSE;
  return entry->ifd == ifd && entry->data != NULL && entry->size <= VALUE_BYTES_MAX;
}

typedef struct
{
  const AnfTiff *tiff;
  GByteArray *out;
} Writer;

static void
append_entry (Writer *self, guint16 tag, guint16 format, guint32 components, guint32 value)
{
  const gboolean big = self->tiff->big_endian;
  append_number (self->out, tag, 2, big);
  append_number (self->out, format, 2, big);
  append_number (self->out, components, 4, big);
  append_number (self->out, value, 4, big);
}

/* A directory at the end, its longer values behind it. Returns where its pointers to the two
   directories below are, when @pointers. */
static gsize
append_directory (Writer *self, AnfIfd ifd, gboolean pointers)
{
  const AnfTiff *tiff = self->tiff;
  GByteArray *out = self->out;
  guint count = pointers ? 2 : 0;
  for (guint i = 0; i < tiff->entries->len; i++)
    count += is_kept (&g_array_index (tiff->entries, AnfTiffEntry, i), ifd) ? 1 : 0;
  const gsize values_at = out->len + 2 + (gsize)count * ENTRY_SIZE + 4;
  g_autoptr (GByteArray) values = g_byte_array_new ();
  append_number (out, count, 2, tiff->big_endian);
  for (guint i = 0; i < tiff->entries->len; i++)
    {
      const AnfTiffEntry *entry = &g_array_index (tiff->entries, AnfTiffEntry, i);
      if (!is_kept (entry, ifd))
        continue;
      append_entry (self, entry->tag, entry->format, entry->components,
                    (guint32)(values_at + values->len));
      if (entry->size > 4)
        g_byte_array_append (values, entry->data, (guint)entry->size);
      else
        {
          memset (out->data + out->len - 4, 0, 4);
          memcpy (out->data + out->len - 4, entry->data, entry->size);
        }
    }
  const gsize pointers_at = out->len;
  if (pointers)
    {
      append_entry (self, TAG_EXIF, ANF_TIFF_LONG, 1, 0);
      append_entry (self, TAG_GPS, ANF_TIFF_LONG, 1, 0);
    }
  append_number (out, 0, 4, tiff->big_endian);
  g_byte_array_append (out, values->data, values->len);
  return pointers_at;
}

static void
set_pointer (Writer *self, gsize entry_at)
{
  g_autoptr (GByteArray) number = g_byte_array_new ();
  append_number (number, self->out->len, 4, self->tiff->big_endian);
  memcpy (self->out->data + entry_at + 8, number->data, 4);
}

static GByteArray *
make_block (const AnfTiff *tiff)
{
  Writer writer = { tiff, g_byte_array_new () };
  g_byte_array_append (writer.out, (const guint8 *)(tiff->big_endian ? "MM" : "II"), 2);
  append_number (writer.out, 42, 2, tiff->big_endian);
  append_number (writer.out, 8, 4, tiff->big_endian);
  const gsize pointers_at = append_directory (&writer, ANF_IFD_0, TRUE);
  set_pointer (&writer, pointers_at);
  (void)append_directory (&writer, ANF_IFD_EXIF, FALSE);
  set_pointer (&writer, pointers_at + ENTRY_SIZE);
  (void)append_directory (&writer, ANF_IFD_GPS, FALSE);
  return writer.out;
}

/* ---- Finds ---- */

gboolean
anf_tiff_file_is_dng (const guint8 *bytes, gsize size)
{
  g_autoptr (AnfTiff) tiff = anf_tiff_parse (bytes, size);
  return anf_tiff_find (tiff, ANF_IFD_0, TAG_DNG_VERSION) != NULL;
}

void
anf_tiff_file_find (const guint8 *bytes, gsize size, AnfFinds *finds, AnfFacts *facts)
{
  g_autoptr (AnfTiff) tiff = anf_tiff_parse (bytes, size);
  if (tiff->cut)
    anf_facts_flag (facts, "EXIF_TRUNC");
  if (tiff->limited)
    anf_facts_flag (facts, "FILE_MALFORMED");
  g_autoptr (GByteArray) block = make_block (tiff);
  anf_finds_add_exif (finds, block->data, block->len);
  const AnfTiffEntry *xmp = anf_tiff_find (tiff, ANF_IFD_0, TAG_XMP);
  if (xmp != NULL)
    anf_finds_add_xmp (finds, xmp->data, xmp->size);
}
