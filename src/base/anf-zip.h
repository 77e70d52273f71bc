/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* The records of a zip in the one form that packs have: every file stored, sizes known before,
   checksum after (APPNOTE 6.3.10, 4.3). Writer and verifier both make them here, so a pack has
   exactly one right form and any other byte in it can be named. A document of office programs is a
   zip, too; of these, some refuse a stored file whose checksum comes after it, so that there it
   stands before.

   Not libarchive, although it writes zips: its DOS times follow TZ and its name flags the locale
   (3.6.2, measured), its records differ from release to release, so that a pack could not be
   checked byte for byte by a later one; and its reader forgives what a verifier has to refuse. */

#define ANF_ZIP_LOCAL_SIGNATURE 0x04034b50u
#define ANF_ZIP_LOCAL_SIZE 30u
#define ANF_ZIP_LOCAL_ZIP64_SIZE 20u
#define ANF_ZIP_CENTRAL_SIGNATURE 0x02014b50u

/**
 * AnfZipEntry:
 * @name: ASCII, with the bag's folder before it
 * @size: bytes
 * @offset: of the local header in the zip
 * @crc: CRC-32 of the contents
 * @dos_time: date and time, see anf_zip_dos_time()
 * @whole: the checksum is known before the contents: no descriptor follows them
 */
typedef struct
{
  char *name;
  guint64 size;
  guint64 offset;
  guint32 crc;
  guint32 dos_time;
  gboolean whole;
} AnfZipEntry;

AnfZipEntry *anf_zip_entry_new (const char *name, guint64 size, guint64 offset, guint32 dos_time);
void anf_zip_entry_free (AnfZipEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfZipEntry, anf_zip_entry_free)

/** anf_zip_dos_time: @time_us in UTC, down to two seconds, kept within 1980 to 2107; date in the
 * upper 16 bits. */
guint32 anf_zip_dos_time (gint64 time_us);

/** anf_zip_crc: @crc (0 at the start) continued over @size bytes. */
guint32 anf_zip_crc (guint32 crc, gconstpointer bytes, gsize size);

/** anf_zip_append_whole: header and contents of a small file of size, offset and checksum of its
 * own. Returns: (transfer full): what the central directory needs of it */
AnfZipEntry *
anf_zip_append_whole (GByteArray *out, const char *name, GBytes *contents, guint32 dos_time);

/* Each appends one record to @out. */
void anf_zip_append_local (GByteArray *out, const AnfZipEntry *entry);
void anf_zip_append_descriptor (GByteArray *out, const AnfZipEntry *entry);
void anf_zip_append_central (GByteArray *out, const AnfZipEntry *entry);
/** @start, @end: where the central directory begins and ends */
void anf_zip_append_end (GByteArray *out, guint64 count, guint64 start, guint64 end);

/** anf_zip_get_u16, _u32, _u64: a little-endian number. */
guint16 anf_zip_get_u16 (const guint8 *at);
guint32 anf_zip_get_u32 (const guint8 *at);
guint64 anf_zip_get_u64 (const guint8 *at);
