/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-backup-file.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-zip.h"

#include <glib/gi18n.h>

#include <string.h>
#include <sys/stat.h>

#define HEADER_MAX (ANF_ZIP_LOCAL_SIZE + ANF_BACKUP_NAME_MAX + ANF_ZIP_LOCAL_ZIP64_SIZE)
/* Beyond any head or settings. */
#define TEXT_MAX 1048576
#define IN_ZIP64 0xFFFFFFFFu

struct _AnfBackupReader
{
  int fd;
  guint64 size; /* of the file */
  guint64 at;
  GPtrArray *entries;
  AnfZipEntry *open; /* (nullable): the last of them, while it is read */
  guint64 left;      /* bytes of it */
  guint32 crc;
};

AnfBackupReader *
anf_backup_reader_new (int fd, GError **error)
{
  struct stat status;
  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("this is no file"));
      return NULL;
    }
  AnfBackupReader *self = g_new0 (AnfBackupReader, 1);
  self->fd = fd;
  self->size = (guint64)status.st_size;
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_zip_entry_free);
  return self;
}

void
anf_backup_reader_free (AnfBackupReader *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->entries);
  g_free (self);
}

/* Returns: -1 */
static int
complain (const AnfBackupReader *self, GError **error)
{
  const AnfZipEntry *last
      = self->entries->len > 0 ? self->entries->pdata[self->entries->len - 1] : NULL;
  anf_error_throw (error, ANF_ERROR_CORRUPT,
                   _ ("this is no whole backup: what stands at byte %llu, after “%s”, is not what "
                      "was written there"),
                   (unsigned long long)self->at, last != NULL ? last->name : "");
  return -1;
}

/* Exactly @size bytes from @at on. */
static gboolean
read_at (const AnfBackupReader *self, void *bytes, gsize size, guint64 at)
{
  return anf_fd_read_at (self->fd, bytes, size, at) == (gssize)size;
}

/* What is there is @record, byte for byte: there is one form, and nothing in between. */
static gboolean
take (AnfBackupReader *self, const GByteArray *record)
{
  if (record->len > self->size - self->at)
    return FALSE;
  g_autofree guint8 *found = g_malloc (MAX (record->len, 1));
  if (!read_at (self, found, record->len, self->at)
      || memcmp (found, record->data, record->len) != 0)
    return FALSE;
  self->at += record->len;
  return TRUE;
}

/* Returns: (transfer full) (nullable): what the header at @at says */
static AnfZipEntry *
parse_local (AnfBackupReader *self)
{
  guint8 header[HEADER_MAX] = { 0 };
  const gsize have = (gsize)MIN (self->size - self->at, sizeof header);
  if (have < ANF_ZIP_LOCAL_SIZE || !read_at (self, header, have, self->at))
    return NULL;
  const guint16 name_size = anf_zip_get_u16 (header + 26);
  guint64 size = anf_zip_get_u32 (header + 22);
  if (name_size == 0 || name_size > ANF_BACKUP_NAME_MAX)
    return NULL;
  if (size == IN_ZIP64)
    size = anf_zip_get_u64 (header + ANF_ZIP_LOCAL_SIZE + name_size + 4);
  g_autofree char *name = g_strndup ((const char *)header + ANF_ZIP_LOCAL_SIZE, name_size);
  if (strlen (name) != name_size || !g_str_is_ascii (name))
    return NULL;
  return anf_zip_entry_new (name, size, self->at, anf_zip_get_u32 (header + 10));
}

static gboolean
begin (AnfBackupReader *self)
{
  AnfZipEntry *entry = parse_local (self);
  if (entry == NULL)
    return FALSE;
  g_autoptr (GByteArray) record = g_byte_array_new ();
  anf_zip_append_local (record, entry);
  const gboolean fine = take (self, record) && entry->size <= self->size - self->at;
  g_ptr_array_add (self->entries, entry);
  self->open = entry;
  self->left = entry->size;
  self->crc = 0;
  return fine;
}

static gboolean
check_directory (AnfBackupReader *self)
{
  const guint64 start = self->at;
  for (guint i = 0; i < self->entries->len; i++)
    {
      g_autoptr (GByteArray) record = g_byte_array_new ();
      anf_zip_append_central (record, self->entries->pdata[i]);
      if (!take (self, record))
        return FALSE;
    }
  g_autoptr (GByteArray) record = g_byte_array_new ();
  anf_zip_append_end (record, self->entries->len, start, self->at);
  return take (self, record) && self->at == self->size;
}

int
anf_backup_reader_next (AnfBackupReader *self, const char **name, gint64 *size, GError **error)
{
  guint8 signature[4];
  g_return_val_if_fail (self->open == NULL, -1);
  if (self->size - self->at < sizeof signature
      || !read_at (self, signature, sizeof signature, self->at))
    return complain (self, error);
  if (anf_zip_get_u32 (signature) == ANF_ZIP_CENTRAL_SIGNATURE && self->entries->len > 0)
    return check_directory (self) ? 0 : complain (self, error);
  if (!begin (self))
    return complain (self, error);
  *name = self->open->name;
  *size = (gint64)self->open->size;
  return 1;
}

/* The checksum stands behind the contents. Returns: (nullable): the file that was come to the end
 * of */
static AnfZipEntry *
close_entry (AnfBackupReader *self)
{
  guint8 bytes[8];
  AnfZipEntry *entry = g_steal_pointer (&self->open);
  g_autoptr (GByteArray) record = g_byte_array_new ();
  if (self->size - self->at < sizeof bytes || !read_at (self, bytes, sizeof bytes, self->at))
    return NULL;
  entry->crc = anf_zip_get_u32 (bytes + 4);
  anf_zip_append_descriptor (record, entry);
  return take (self, record) ? entry : NULL;
}

/* Returns: 0, or -1 with @error */
static gssize
end (AnfBackupReader *self, GError **error)
{
  const AnfZipEntry *entry = close_entry (self);
  if (entry == NULL)
    return complain (self, error);
  if (entry->crc == self->crc)
    return 0;
  anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s in the backup is damaged"), entry->name);
  return -1;
}

gboolean
anf_backup_reader_skip (AnfBackupReader *self, GError **error)
{
  if (self->open == NULL)
    return TRUE;
  self->at += self->left;
  self->left = 0;
  return close_entry (self) != NULL || complain (self, error) == 0;
}

gssize
anf_backup_reader_read (AnfBackupReader *self, void *bytes, gsize size, GError **error)
{
  if (self->open == NULL)
    return 0;
  if (self->left == 0)
    return end (self, error);
  const gsize count = (gsize)MIN (size, self->left);
  if (!read_at (self, bytes, count, self->at))
    return complain (self, error);
  self->crc = anf_zip_crc (self->crc, bytes, count);
  self->at += count;
  self->left -= count;
  return (gssize)count;
}

char *
anf_backup_reader_read_text (AnfBackupReader *self, const char *name, gint64 size, GError **error)
{
  if (size > TEXT_MAX)
    {
      anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("%s in the backup is too large"), name);
      return NULL;
    }
  g_autofree char *text = g_malloc0 ((gsize)size + 1);
  gsize done = 0;
  gssize count;
  do
    {
      count = anf_backup_reader_read (self, text + done, (gsize)size - done, error);
      done += (gsize)MAX (count, 0);
    }
  while (count > 0);
  return count == 0 ? g_steal_pointer (&text) : NULL;
}
