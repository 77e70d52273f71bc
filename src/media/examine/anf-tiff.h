/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* A small bounded reader of TIFF directories. It finds the MakerNote that is to be hidden from
   libexif, and the entries that libexif drops: all past its 64 KiB, and the rest of a directory
   whose pointer leads there. */

typedef enum
{
  ANF_IFD_0,
  ANF_IFD_EXIF,
  ANF_IFD_GPS,
  ANF_IFD_OTHER,
} AnfIfd;

/* TIFF 6.0 section 2, and Exif 3.0 for UTF8. */
enum
{
  ANF_TIFF_BYTE = 1,
  ANF_TIFF_ASCII = 2,
  ANF_TIFF_SHORT = 3,
  ANF_TIFF_LONG = 4,
  ANF_TIFF_RATIONAL = 5,
  ANF_TIFF_UNDEFINED = 7,
  ANF_TIFF_SSHORT = 8,
  ANF_TIFF_SLONG = 9,
  ANF_TIFF_SRATIONAL = 10,
  ANF_TIFF_UTF8 = 129,
};

/**
 * AnfTiffEntry:
 * @at: offset of the 12 bytes of the entry
 * @data: (nullable): its value, inside the block; NULL when it would lie outside
 */
typedef struct
{
  AnfIfd ifd;
  guint16 tag;
  guint16 format;
  guint32 components;
  gsize at;
  const guint8 *data;
  gsize size;
} AnfTiffEntry;

typedef struct
{
  gboolean valid;      /* byte order and magic are right */
  gboolean big_endian; /* meaningful when valid */
  gboolean cut;        /* a directory or a value runs out of the block */
  gboolean limited;    /* there is more than was read */
  GArray *entries;     /* of AnfTiffEntry, in the order found */
} AnfTiff;

/**
 * anf_tiff_parse:
 * @bytes: a TIFF block as in Exif; must outlive the result
 *
 * Follows the same pointers as libexif, from any directory: Exif, GPS, Interoperability and the
 * second directory; each offset once, ANF_MEDIA_IFDS_MAX and ANF_MEDIA_IFD_ENTRIES_MAX at most.
 */
AnfTiff *anf_tiff_parse (const guint8 *bytes, gsize size);
/**
 * anf_tiff_parse_directory:
 * @offset: of a directory in the block
 *
 * Reads that directory alone; its entries are of ANF_IFD_OTHER.
 */
AnfTiff *anf_tiff_parse_directory (const guint8 *bytes, gsize size, gsize offset);
void anf_tiff_free (AnfTiff *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfTiff, anf_tiff_free)

/** anf_tiff_find: Returns: (nullable): the first entry with @tag in @ifd whose value is there */
const AnfTiffEntry *anf_tiff_find (const AnfTiff *self, AnfIfd ifd, guint16 tag);

guint16 anf_tiff_get_short (const guint8 *bytes, gboolean big_endian);
guint32 anf_tiff_get_long (const guint8 *bytes, gboolean big_endian);
