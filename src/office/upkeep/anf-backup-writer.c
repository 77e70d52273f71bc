/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-backup-file.h"
#include "anf-digest.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-zip.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PIECE 262144

struct _AnfBackupWriter
{
  char *path;
  char *scratch;
  int fd;
  guint64 at;
  guint32 dos_time;
  GPtrArray *entries;
  const gint *give_up; /* (nullable): atomic */
};

/* Not every file system that a disk is carried on can do that in one step (FAT of older kernels).
 */
gboolean
anf_backup_put_in_place (const char *from, const char *to)
{
  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS)
    return FALSE;
  if (g_file_test (to, G_FILE_TEST_EXISTS))
    {
      errno = EEXIST;
      return FALSE;
    }
  return rename (from, to) == 0;
}

int
anf_backup_create (const char *path, int mode, GError **error)
{
  const int fd = open (path, mode | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0 && errno == EEXIST)
    anf_error_throw (error, ANF_ERROR_CONFLICT,
                     _ ("%s is there: another backup is writing it, or one that broke off has left "
                        "it; remove it then"),
                     path);
  else if (fd < 0)
    anf_error_set_errno (error, errno, _ ("cannot make %s"), path);
  return fd;
}

AnfBackupWriter *
anf_backup_writer_new (const char *path, gint64 now, const gint *give_up, GError **error)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      anf_error_throw (error, ANF_ERROR_CONFLICT, _ ("%s is there already: choose another name"),
                       path);
      return NULL;
    }
  g_autofree char *scratch = g_strconcat (path, ".part", NULL);
  const int fd = anf_backup_create (scratch, O_WRONLY, error);
  if (fd < 0)
    return NULL;
  AnfBackupWriter *self = g_new0 (AnfBackupWriter, 1);
  self->path = g_strdup (path);
  self->scratch = g_steal_pointer (&scratch);
  self->fd = fd;
  self->dos_time = anf_zip_dos_time (now);
  self->give_up = give_up;
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_zip_entry_free);
  return self;
}

void
anf_backup_writer_free (AnfBackupWriter *self)
{
  if (self == NULL)
    return;
  anf_fd_clear (&self->fd);
  if (self->scratch != NULL)
    (void)unlink (self->scratch);
  g_free (self->scratch);
  g_free (self->path);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

static gboolean
put (AnfBackupWriter *self, gconstpointer bytes, gsize size, GError **error)
{
  if (self->give_up != NULL && g_atomic_int_get (self->give_up))
    return anf_error_throw (error, ANF_ERROR_FAILED, _ ("broken off: there is no backup"));
  if (!anf_fd_write (self->fd, bytes, size))
    return anf_error_set_errno (error, errno, _ ("cannot write %s"), self->scratch);
  self->at += size;
  return TRUE;
}

static gboolean
flush (AnfBackupWriter *self, GByteArray *record, GError **error)
{
  const gboolean done = put (self, record->data, record->len, error);
  g_byte_array_set_size (record, 0);
  return done;
}

static AnfZipEntry *
begin (AnfBackupWriter *self, const char *name, gint64 size, GError **error)
{
  g_return_val_if_fail (strlen (name) <= ANF_BACKUP_NAME_MAX, NULL);
  AnfZipEntry *entry = anf_zip_entry_new (name, (guint64)size, self->at, self->dos_time);
  g_ptr_array_add (self->entries, entry);
  g_autoptr (GByteArray) record = g_byte_array_new ();
  anf_zip_append_local (record, entry);
  return flush (self, record, error) ? entry : NULL;
}

static gboolean
end (AnfBackupWriter *self, const AnfZipEntry *entry, GError **error)
{
  g_autoptr (GByteArray) record = g_byte_array_new ();
  anf_zip_append_descriptor (record, entry);
  return flush (self, record, error);
}

/* @why: (out) (nullable): set when it is the file that cannot be read */
static gboolean
copy (AnfBackupWriter *self,
      AnfZipEntry *entry,
      int fd,
      EVP_MD_CTX *digest,
      GError **why,
      GError **error)
{
  g_autofree guint8 *piece = g_malloc (PIECE);
  for (guint64 at = 0; at < entry->size;)
    {
      const ssize_t count = pread (fd, piece, (gsize)MIN (PIECE, entry->size - at), (off_t)at);
      if (count < 0 && errno == EINTR)
        continue;
      if (count <= 0)
        return anf_error_set_errno (why, count == 0 ? EIO : errno, _ ("cannot read %s"),
                                    entry->name);
      entry->crc = anf_zip_crc (entry->crc, piece, (gsize)count);
      anf_digest_update (digest, piece, (gsize)count);
      if (!put (self, piece, (gsize)count, error))
        return FALSE;
      at += (guint64)count;
    }
  return TRUE;
}

/* As if the last file had never been begun. */
static gboolean
undo (AnfBackupWriter *self, GError **error)
{
  const AnfZipEntry *entry = self->entries->pdata[self->entries->len - 1];
  if (ftruncate (self->fd, (off_t)entry->offset) != 0
      || lseek (self->fd, (off_t)entry->offset, SEEK_SET) < 0)
    return anf_error_set_errno (error, errno, _ ("cannot write %s"), self->scratch);
  self->at = entry->offset;
  g_ptr_array_set_size (self->entries, (int)self->entries->len - 1);
  return TRUE;
}

int
anf_backup_writer_add (
    AnfBackupWriter *self, const char *name, int fd, gint64 size, char **sha256, GError **error)
{
  char hex[ANF_DIGEST_HEX_SIZE];
  g_autoptr (GError) why = NULL;
  g_autoptr (EVP_MD_CTX) digest = anf_digest_new ();
  AnfZipEntry *entry = begin (self, name, size, error);
  if (entry == NULL)
    return -1;
  if (!copy (self, entry, fd, digest, &why, error))
    {
      if (why == NULL || !undo (self, error))
        return -1;
      g_propagate_error (error, g_steal_pointer (&why));
      return 0;
    }
  if (!end (self, entry, error))
    return -1;
  anf_digest_peek (digest, hex);
  *sha256 = g_strdup (hex);
  return 1;
}

gboolean
anf_backup_writer_add_text (AnfBackupWriter *self,
                            const char *name,
                            const char *text,
                            GError **error)
{
  const gsize size = strlen (text);
  AnfZipEntry *entry = begin (self, name, (gint64)size, error);
  if (entry == NULL || !put (self, text, size, error))
    return FALSE;
  entry->crc = anf_zip_crc (0, text, size);
  return end (self, entry, error);
}

static gboolean
put_directory (AnfBackupWriter *self, GError **error)
{
  const guint64 start = self->at;
  g_autoptr (GByteArray) record = g_byte_array_new ();
  for (guint i = 0; i < self->entries->len; i++)
    {
      anf_zip_append_central (record, self->entries->pdata[i]);
      if (record->len > PIECE && !flush (self, record, error))
        return FALSE;
    }
  anf_zip_append_end (record, self->entries->len, start, self->at + record->len);
  return flush (self, record, error);
}

static gboolean
sync_folder_of (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_auto (AnfFd) fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return (fd >= 0 && fsync (fd) == 0)
         || anf_error_set_errno (error, errno, _ ("cannot write %s to the disk"), path);
}

gboolean
anf_backup_writer_finish (AnfBackupWriter *self, GError **error)
{
  if (!put_directory (self, error))
    return FALSE;
  if (fsync (self->fd) != 0 || !anf_backup_put_in_place (self->scratch, self->path))
    return anf_error_set_errno (error, errno, _ ("cannot write %s to the disk"), self->path);
  g_clear_pointer (&self->scratch, g_free);
  return sync_folder_of (self->path, error);
}
