/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-zip.h"

#include <string.h>
#include <zlib.h>

/* APPNOTE 4.4: bit 3, checksum in a descriptor after the contents; bit 11, name in UTF-8. */
#define FLAG_DESCRIPTOR 0x0008
#define FLAG_UTF8 0x0800
#define METHOD_STORED 0
#define VERSION_PLAIN 20
#define VERSION_ZIP64 45
/* Made by "3, UNIX", so that the upper half of the external attributes is a mode. */
#define MADE_BY (3 << 8 | VERSION_ZIP64)
#define ATTRIBUTES (0100644u << 16)
#define ZIP64_TAG 0x0001
#define IN_ZIP64 0xFFFFFFFFu

AnfZipEntry *
anf_zip_entry_new (const char *name, guint64 size, guint64 offset, guint32 dos_time)
{
  AnfZipEntry *self = g_new0 (AnfZipEntry, 1);
  self->name = g_strdup (name);
  self->size = size;
  self->offset = offset;
  self->dos_time = dos_time;
  return self;
}

void
anf_zip_entry_free (AnfZipEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self);
}

guint32
anf_zip_dos_time (gint64 time_us)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  if (when == NULL || g_date_time_get_year (when) < 1980)
    return 1 << 21 | 1 << 16;
  if (g_date_time_get_year (when) > 2107)
    return 127u << 25 | 12 << 21 | 31 << 16;
  guint32 date = (guint32)(g_date_time_get_year (when) - 1980) << 9
                 | (guint32)g_date_time_get_month (when) << 5
                 | (guint32)g_date_time_get_day_of_month (when);
  guint32 time = (guint32)g_date_time_get_hour (when) << 11
                 | (guint32)g_date_time_get_minute (when) << 5
                 | (guint32)g_date_time_get_second (when) / 2;
  return date << 16 | time;
}

guint32
anf_zip_crc (guint32 crc, gconstpointer bytes, gsize size)
{
  /* zlib answers 0 for NULL, whatever went before. */
  return size == 0 ? crc : (guint32)crc32_z (crc, bytes, size);
}

static void
put_u16 (GByteArray *out, guint16 value)
{
  const guint16 le = GUINT16_TO_LE (value);
  g_byte_array_append (out, (const guint8 *)&le, sizeof le);
}

static void
put_u32 (GByteArray *out, guint32 value)
{
  const guint32 le = GUINT32_TO_LE (value);
  g_byte_array_append (out, (const guint8 *)&le, sizeof le);
}

static void
put_u64 (GByteArray *out, guint64 value)
{
  const guint64 le = GUINT64_TO_LE (value);
  g_byte_array_append (out, (const guint8 *)&le, sizeof le);
}

static void
put_text (GByteArray *out, const char *text)
{
  g_byte_array_append (out, (const guint8 *)text, (guint)strlen (text));
}

static guint32
fit_u32 (guint64 value)
{
  return value >= IN_ZIP64 ? IN_ZIP64 : (guint32)value;
}

/* What local header and central directory have in common: flags to the length of the name. */
static void
put_common (GByteArray *out, const AnfZipEntry *entry, guint32 crc)
{
  put_u16 (out, entry->whole ? FLAG_UTF8 : FLAG_UTF8 | FLAG_DESCRIPTOR);
  put_u16 (out, METHOD_STORED);
  put_u32 (out, entry->dos_time);
  put_u32 (out, crc);
  put_u32 (out, fit_u32 (entry->size));
  put_u32 (out, fit_u32 (entry->size));
  put_u16 (out, (guint16)strlen (entry->name));
}

void
anf_zip_append_local (GByteArray *out, const AnfZipEntry *entry)
{
  const gboolean zip64 = entry->size >= IN_ZIP64;
  put_u32 (out, ANF_ZIP_LOCAL_SIGNATURE);
  put_u16 (out, zip64 ? VERSION_ZIP64 : VERSION_PLAIN);
  put_common (out, entry, entry->whole ? entry->crc : 0);
  put_u16 (out, zip64 ? ANF_ZIP_LOCAL_ZIP64_SIZE : 0);
  put_text (out, entry->name);
  if (!zip64)
    return;
  put_u16 (out, ZIP64_TAG);
  put_u16 (out, 16);
  put_u64 (out, entry->size);
  put_u64 (out, entry->size);
}

AnfZipEntry *
anf_zip_append_whole (GByteArray *out, const char *name, GBytes *contents, guint32 dos_time)
{
  gsize size = 0;
  const guint8 *bytes = g_bytes_get_data (contents, &size);
  AnfZipEntry *entry = anf_zip_entry_new (name, size, out->len, dos_time);
  entry->whole = TRUE;
  entry->crc = anf_zip_crc (0, bytes, size);
  anf_zip_append_local (out, entry);
  g_byte_array_append (out, bytes, (guint)size);
  return entry;
}

void
anf_zip_append_descriptor (GByteArray *out, const AnfZipEntry *entry)
{
  put_u32 (out, 0x08074b50u);
  put_u32 (out, entry->crc);
  if (entry->size >= IN_ZIP64)
    {
      put_u64 (out, entry->size);
      put_u64 (out, entry->size);
      return;
    }
  put_u32 (out, (guint32)entry->size);
  put_u32 (out, (guint32)entry->size);
}

void
anf_zip_append_central (GByteArray *out, const AnfZipEntry *entry)
{
  const gboolean big = entry->size >= IN_ZIP64;
  const gboolean far = entry->offset >= IN_ZIP64;
  const guint16 extra = (guint16)((big ? 16 : 0) + (far ? 8 : 0));
  put_u32 (out, ANF_ZIP_CENTRAL_SIGNATURE);
  put_u16 (out, MADE_BY);
  put_u16 (out, extra > 0 ? VERSION_ZIP64 : VERSION_PLAIN);
  put_common (out, entry, entry->crc);
  put_u16 (out, extra > 0 ? (guint16)(extra + 4) : 0);
  put_u16 (out, 0); /* comment */
  put_u16 (out, 0); /* disk */
  put_u16 (out, 0); /* internal attributes */
  put_u32 (out, ATTRIBUTES);
  put_u32 (out, fit_u32 (entry->offset));
  put_text (out, entry->name);
  if (extra == 0)
    return;
  put_u16 (out, ZIP64_TAG);
  put_u16 (out, extra);
  if (big)
    {
      put_u64 (out, entry->size);
      put_u64 (out, entry->size);
    }
  if (far)
    put_u64 (out, entry->offset);
}

static void
append_zip64_end (GByteArray *out, guint64 count, guint64 start, guint64 end)
{
  put_u32 (out, 0x06064b50u);
  put_u64 (out, 44); /* bytes that follow in this record */
  put_u16 (out, MADE_BY);
  put_u16 (out, VERSION_ZIP64);
  put_u32 (out, 0);
  put_u32 (out, 0);
  put_u64 (out, count);
  put_u64 (out, count);
  put_u64 (out, end - start);
  put_u64 (out, start);
  put_u32 (out, 0x07064b50u);
  put_u32 (out, 0);
  put_u64 (out, end);
  put_u32 (out, 1);
}

void
anf_zip_append_end (GByteArray *out, guint64 count, guint64 start, guint64 end)
{
  if (count >= 0xFFFF || start >= IN_ZIP64 || end - start >= IN_ZIP64)
    append_zip64_end (out, count, start, end);
  const guint16 short_count = count >= 0xFFFF ? 0xFFFF : (guint16)count;
  put_u32 (out, 0x06054b50u);
  put_u16 (out, 0);
  put_u16 (out, 0);
  put_u16 (out, short_count);
  put_u16 (out, short_count);
  put_u32 (out, fit_u32 (end - start));
  put_u32 (out, fit_u32 (start));
  put_u16 (out, 0);
}

guint16
anf_zip_get_u16 (const guint8 *at)
{
  return (guint16)(at[0] | at[1] << 8);
}

guint32
anf_zip_get_u32 (const guint8 *at)
{
  return anf_zip_get_u16 (at) | (guint32)anf_zip_get_u16 (at + 2) << 16;
}

guint64
anf_zip_get_u64 (const guint8 *at)
{
  return anf_zip_get_u32 (at) | (guint64)anf_zip_get_u32 (at + 4) << 32;
}
