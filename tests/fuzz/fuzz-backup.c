/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* The file of a backup has one form: whatever is read to its end without an error is as long as
   what would be written of the same files. The seed is a small one with every kind of file. */

#include "anf-backup-file.h"
#include "anf-error.h"
#include "anf-zip.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef struct
{
  AnfBackupReader *reader;
  GByteArray *again;
  GPtrArray *entries;
} Check;

static gboolean
read_file (Check *check, const char *name, gint64 size)
{
  guint8 piece[512];
  gint64 all = 0;
  gssize count;
  g_autoptr (GError) error = NULL;
  AnfZipEntry *entry = anf_zip_entry_new (name, (guint64)size, check->again->len, 0);
  g_ptr_array_add (check->entries, entry);
  anf_zip_append_local (check->again, entry);
  while ((count = anf_backup_reader_read (check->reader, piece, sizeof piece, &error)) > 0)
    {
      entry->crc = anf_zip_crc (entry->crc, piece, (gsize)count);
      g_byte_array_append (check->again, piece, (guint)count);
      all += count;
    }
  g_assert (count == 0 ? error == NULL && all == size : error != NULL);
  anf_zip_append_descriptor (check->again, entry);
  return count == 0;
}

static gboolean
read_all (Check *check)
{
  const char *name = NULL;
  gint64 size = 0;
  int found;
  g_autoptr (GError) error = NULL;
  while ((found = anf_backup_reader_next (check->reader, &name, &size, &error)) > 0)
    if (!read_file (check, name, size))
      return FALSE;
  g_assert (found == 0 ? error == NULL : anf_error_code (error) == ANF_ERROR_CORRUPT);
  return found == 0;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const int fd = memfd_create ("backup", MFD_CLOEXEC);
  g_assert (fd >= 0 && write (fd, data, size) == (ssize_t)size);
  g_autoptr (AnfBackupReader) reader = anf_backup_reader_new (fd, NULL);
  g_autoptr (GByteArray) again = g_byte_array_new ();
  g_autoptr (GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_zip_entry_free);
  Check check = { reader, again, entries };
  g_assert (reader != NULL);
  if (read_all (&check))
    {
      const guint64 start = again->len;
      for (guint i = 0; i < entries->len; i++)
        anf_zip_append_central (again, entries->pdata[i]);
      anf_zip_append_end (again, entries->len, start, again->len);
      g_assert (again->len == size);
    }
  (void)close (fd);
  return 0;
}
