/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-tiff.h"

#include "anf-media-limits.h"

#include <string.h>

#define TAG_EXIF 0x8769
#define TAG_GPS 0x8825
#define TAG_INTEROPERABILITY 0xa005

#define ENTRY_SIZE 12

/* Directories that are yet to be read. */
typedef struct
{
  gsize offset;
  AnfIfd ifd;
  gboolean first; /* its "next" pointer leads to the thumbnail's directory */
} Pending;

typedef struct
{
  AnfTiff *tiff;
  const guint8 *bytes;
  gsize size;
  Pending pending[ANF_MEDIA_IFDS_MAX];
  guint found;
} Walk;

guint16
anf_tiff_get_short (const guint8 *bytes, gboolean big_endian)
{
  return big_endian ? (guint16)(bytes[0] << 8 | bytes[1]) : (guint16)(bytes[1] << 8 | bytes[0]);
}

guint32
anf_tiff_get_long (const guint8 *bytes, gboolean big_endian)
{
  const guint32 first = anf_tiff_get_short (bytes, big_endian);
  const guint32 second = anf_tiff_get_short (bytes + 2, big_endian);
  return big_endian ? first << 16 | second : second << 16 | first;
}

static void
add_directory (Walk *walk, gsize offset, AnfIfd ifd, gboolean first)
{
  if (offset + 2 > walk->size)
    {
      walk->tiff->cut = TRUE;
      return;
    }
  for (guint i = 0; i < walk->found; i++)
    if (walk->pending[i].offset == offset)
      return;
  if (walk->found < ANF_MEDIA_IFDS_MAX)
    walk->pending[walk->found++] = (Pending){ offset, ifd, first };
  else
    walk->tiff->limited = TRUE;
}

static gsize
format_size (guint16 format)
{
  static const guint8 sizes[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4 };
  if (format == ANF_TIFF_UTF8)
    return 1;
  return format < G_N_ELEMENTS (sizes) ? sizes[format] : 0;
}

static void
read_entry (Walk *walk, gsize at, AnfIfd ifd)
{
  const guint8 *raw = walk->bytes + at;
  const gboolean big = walk->tiff->big_endian;
  AnfTiffEntry entry = { .ifd = ifd,
                         .tag = anf_tiff_get_short (raw, big),
                         .format = anf_tiff_get_short (raw + 2, big),
                         .components = anf_tiff_get_long (raw + 4, big),
                         .at = at };
  const guint32 value = anf_tiff_get_long (raw + 8, big);
  const guint64 size = (guint64)entry.components * format_size (entry.format);
  const guint64 offset = size <= 4 ? at + 8 : value;
  if (size > 0 && offset < walk->size)
    {
      entry.data = walk->bytes + offset;
      entry.size = MIN (size, walk->size - offset);
    }
  walk->tiff->cut = walk->tiff->cut || (size > 0 && entry.size < size);
  g_array_append_val (walk->tiff->entries, entry);
  if (entry.tag == TAG_EXIF)
    add_directory (walk, value, ANF_IFD_EXIF, FALSE);
  else if (entry.tag == TAG_GPS)
    add_directory (walk, value, ANF_IFD_GPS, FALSE);
  else if (entry.tag == TAG_INTEROPERABILITY)
    add_directory (walk, value, ANF_IFD_OTHER, FALSE);
}

static void
read_directory (Walk *walk, const Pending *directory)
{
  const gboolean big = walk->tiff->big_endian;
  const guint count = anf_tiff_get_short (walk->bytes + directory->offset, big);
  gsize at = directory->offset + 2;
  for (guint i = 0; i < count; i++, at += ENTRY_SIZE)
    {
      if (at + ENTRY_SIZE > walk->size)
        {
          walk->tiff->cut = TRUE;
          return;
        }
      if (walk->tiff->entries->len >= ANF_MEDIA_IFD_ENTRIES_MAX)
        {
          walk->tiff->limited = TRUE;
          return;
        }
      read_entry (walk, at, directory->ifd);
    }
  const guint32 next
      = directory->first && at + 4 <= walk->size ? anf_tiff_get_long (walk->bytes + at, big) : 0;
  if (next != 0)
    add_directory (walk, next, ANF_IFD_OTHER, FALSE);
}

static AnfTiff *
new_tiff (const guint8 *bytes, gsize size)
{
  AnfTiff *self = g_new0 (AnfTiff, 1);
  self->entries = g_array_new (FALSE, FALSE, sizeof (AnfTiffEntry));
  self->valid = size >= 8 && (memcmp (bytes, "II*\0", 4) == 0 || memcmp (bytes, "MM\0*", 4) == 0);
  self->big_endian = self->valid && bytes[0] == 'M';
  return self;
}

AnfTiff *
anf_tiff_parse (const guint8 *bytes, gsize size)
{
  AnfTiff *self = new_tiff (bytes, size);
  if (!self->valid)
    return self;
  Walk walk = { .tiff = self, .bytes = bytes, .size = size };
  add_directory (&walk, anf_tiff_get_long (bytes + 4, self->big_endian), ANF_IFD_0, TRUE);
  for (guint next = 0; next < walk.found; next++)
    read_directory (&walk, &walk.pending[next]);
  return self;
}

AnfTiff *
anf_tiff_parse_directory (const guint8 *bytes, gsize size, gsize offset)
{
  AnfTiff *self = new_tiff (bytes, size);
  if (!self->valid)
    return self;
  Walk walk = { .tiff = self, .bytes = bytes, .size = size };
  add_directory (&walk, offset, ANF_IFD_OTHER, FALSE);
  if (walk.found > 0)
    read_directory (&walk, &walk.pending[0]);
  return self;
}

void
anf_tiff_free (AnfTiff *self)
{
  g_array_unref (self->entries);
  g_free (self);
}

const AnfTiffEntry *
anf_tiff_find (const AnfTiff *self, AnfIfd ifd, guint16 tag)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const AnfTiffEntry *entry = &g_array_index (self->entries, AnfTiffEntry, i);
      if (entry->ifd == ifd && entry->tag == tag && entry->data != NULL)
        return entry;
    }
  return NULL;
}
