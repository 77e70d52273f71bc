/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-exif.h"

#include "anf-media-limits.h"

#include <libexif/exif-data.h>
#include <string.h>

#define TAG_MAKER_NOTE 0x927c
/* In no standard and in no reader's table. */
#define TAG_HIDDEN 0xfffd
#define HIDING_ROUNDS 4

static const char exif_header[] = { 'E', 'x', 'i', 'f', 0, 0 };

struct _AnfExif
{
  GBytes *block;
  AnfTiff *tiff;
  ExifData *data; /* NULL when the block is not given to libexif */
};

/* Renames every MakerNote that can be reached; FALSE when there was none. */
static gboolean
rename_maker_notes (guint8 *bytes, const AnfTiff *tiff)
{
  gboolean renamed = FALSE;
  for (guint i = 0; i < tiff->entries->len; i++)
    {
      const AnfTiffEntry *entry = &g_array_index (tiff->entries, AnfTiffEntry, i);
      if (entry->tag != TAG_MAKER_NOTE)
        continue;
      bytes[entry->at + (tiff->big_endian ? 0 : 1)] = TAG_HIDDEN >> 8;
      bytes[entry->at + (tiff->big_endian ? 1 : 0)] = TAG_HIDDEN & 0xff;
      renamed = TRUE;
    }
  return renamed;
}

/* The block as libexif wants it, every MakerNote renamed: its parsers of makers' formats are where
   its memory errors of 2026 were, and where a small file can ask for gigabytes. Where directories
   overlap, renaming can uncover another: such a block, or one with more entries than are looked at,
   is no camera's, and NULL. */
static GByteArray *
copy_without_maker_note (GBytes *block)
{
  gsize size = 0;
  const guint8 *bytes = g_bytes_get_data (block, &size);
  g_autoptr (GByteArray) copy = g_byte_array_sized_new ((guint)(size + sizeof exif_header));
  g_byte_array_append (copy, (const guint8 *)exif_header, sizeof exif_header);
  g_byte_array_append (copy, bytes, (guint)size);
  for (guint round = 0; round < HIDING_ROUNDS; round++)
    {
      g_autoptr (AnfTiff) tiff = anf_tiff_parse (copy->data + sizeof exif_header, size);
      if (tiff->limited)
        return NULL;
      if (!rename_maker_notes (copy->data + sizeof exif_header, tiff))
        return g_steal_pointer (&copy);
    }
  return NULL;
}

static ExifData *
load_data (GBytes *block)
{
  g_autoptr (GByteArray) copy = copy_without_maker_note (block);
  ExifData *data = copy != NULL ? exif_data_new () : NULL;
  if (data == NULL)
    return NULL;
  exif_data_unset_option (data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
  exif_data_unset_option (data, EXIF_DATA_OPTION_IGNORE_UNKNOWN_TAGS);
  exif_data_load_data (data, copy->data, copy->len);
  return data;
}

AnfExif *
anf_exif_parse (GBytes *block)
{
  gsize size = 0;
  const guint8 *bytes = g_bytes_get_data (block, &size);
  g_return_val_if_fail (size <= ANF_MEDIA_EXIF_BYTES_MAX, NULL);
  g_autoptr (AnfTiff) tiff = anf_tiff_parse (bytes, size);
  if (!tiff->valid)
    return NULL;
  AnfExif *self = g_new0 (AnfExif, 1);
  self->block = g_bytes_ref (block);
  self->data = load_data (block);
  self->tiff = g_steal_pointer (&tiff);
  return self;
}

void
anf_exif_free (AnfExif *self)
{
  if (self->data != NULL)
    exif_data_unref (self->data);
  anf_tiff_free (self->tiff);
  g_bytes_unref (self->block);
  g_free (self);
}

gboolean
anf_exif_is_cut (const AnfExif *self)
{
  return self->tiff->cut;
}

gboolean
anf_exif_hid_maker_note (const AnfExif *self)
{
  return self->data == NULL || exif_data_get_mnote_data (self->data) == NULL;
}

gboolean
anf_exif_find (const AnfExif *self, AnfIfd ifd, guint16 tag, AnfExifValue *value)
{
  static const ExifIfd ifds[] = { EXIF_IFD_0, EXIF_IFD_EXIF, EXIF_IFD_GPS };
  g_return_val_if_fail (ifd < G_N_ELEMENTS (ifds), FALSE);
  const ExifEntry *entry = NULL;
  if (self->data != NULL)
    entry = exif_content_get_entry (self->data->ifd[ifds[ifd]], (ExifTag)tag);
  if (entry != NULL && entry->data != NULL && entry->size > 0)
    {
      *value = (AnfExifValue){ (guint16)entry->format, (guint32)entry->components, entry->data,
                               entry->size, self->tiff->big_endian };
      return TRUE;
    }
  const AnfTiffEntry *raw = anf_tiff_find (self->tiff, ifd, tag);
  if (raw == NULL)
    return FALSE;
  *value = (AnfExifValue){ raw->format, raw->components, raw->data, raw->size,
                           self->tiff->big_endian };
  return TRUE;
}

gboolean
anf_exif_get_uint (const AnfExifValue *value, guint index, guint32 *number)
{
  /* Some software writes the signed formats. */
  const guint16 format = value->format;
  const gsize width = format == ANF_TIFF_LONG || format == ANF_TIFF_SLONG     ? 4
                      : format == ANF_TIFF_SHORT || format == ANF_TIFF_SSHORT ? 2
                      : format == ANF_TIFF_BYTE                               ? 1
                                                                              : 0;
  if (width == 0 || index >= value->components || ((gsize)index + 1) * width > value->size)
    return FALSE;
  const guint8 *at = value->data + index * width;
  if (width == 4)
    *number = anf_tiff_get_long (at, value->big_endian);
  else
    *number = width == 2 ? anf_tiff_get_short (at, value->big_endian) : *at;
  return TRUE;
}

gboolean
anf_exif_get_rational (const AnfExifValue *value,
                       guint index,
                       gint64 *numerator,
                       gint64 *denominator)
{
  const gboolean is_signed = value->format == ANF_TIFF_SRATIONAL;
  if ((value->format != ANF_TIFF_RATIONAL && !is_signed) || index >= value->components
      || ((gsize)index + 1) * 8 > value->size)
    return FALSE;
  const guint8 *at = value->data + (gsize)index * 8;
  const guint32 above = anf_tiff_get_long (at, value->big_endian);
  const guint32 below = anf_tiff_get_long (at + 4, value->big_endian);
  *numerator = is_signed ? (gint32)above : (gint64)above;
  *denominator = is_signed ? (gint32)below : (gint64)below;
  return TRUE;
}

gboolean
anf_exif_get_double (const AnfExifValue *value, guint index, double *number)
{
  gint64 numerator = 0;
  gint64 denominator = 0;
  if (!anf_exif_get_rational (value, index, &numerator, &denominator) || denominator == 0)
    return FALSE;
  *number = (double)numerator / (double)denominator;
  return TRUE;
}
