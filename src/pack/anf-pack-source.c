/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-pack-source.h"

#include "anf-error.h"
#include "anf-fd.h"
#include "anf-pack-limits.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

AnfPackFile *
anf_pack_file_new (const char *path, guint64 size)
{
  AnfPackFile *self = g_new0 (AnfPackFile, 1);
  self->path = g_strdup (path);
  self->size = size;
  return self;
}

static void
file_free (gpointer data)
{
  AnfPackFile *self = data;
  g_free (self->path);
  anf_pack_digest_clear (&self->digest);
  g_free (self);
}

AnfPackSource *
anf_pack_source_open (const char *path, GError **error)
{
  g_auto (AnfFd) fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat info;
  if (fd < 0 || fstat (fd, &info) != 0)
    {
      anf_error_set_errno (error, errno, _ ("the pack “%s” cannot be opened"), path);
      return NULL;
    }
  if (!S_ISREG (info.st_mode) && !S_ISDIR (info.st_mode))
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” is neither a file nor a folder"), path);
      return NULL;
    }
  AnfPackSource *self = g_new0 (AnfPackSource, 1);
  self->is_zip = S_ISREG (info.st_mode);
  self->fd = g_steal_fd (&fd);
  self->files = g_ptr_array_new_with_free_func (file_free);
  self->by_path = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
anf_pack_source_free (AnfPackSource *self)
{
  if (self == NULL)
    return;
  anf_fd_clear (&self->fd);
  g_hash_table_unref (self->by_path);
  g_ptr_array_unref (self->files);
  g_free (self);
}

gboolean
anf_pack_source_add (AnfPackSource *self, AnfPackFile *file)
{
  if (g_hash_table_contains (self->by_path, file->path))
    {
      file_free (file);
      return FALSE;
    }
  g_ptr_array_add (self->files, file);
  g_hash_table_insert (self->by_path, file->path, file);
  return TRUE;
}

gboolean
anf_pack_source_scan (AnfPackSource *self, AnfPackReport *report)
{
  return self->is_zip ? anf_pack_source_scan_zip (self, report)
                      : anf_pack_source_scan_folder (self, report);
}

gboolean
anf_pack_source_pread (int fd, gpointer buffer, gsize size, guint64 offset)
{
  return anf_fd_read_at (fd, buffer, size, offset) == (gssize)size;
}

/* Returns: a descriptor of its own, in which the contents begin at file->offset */
static int
open_file (AnfPackSource *self, const AnfPackFile *file, GError **error)
{
  const int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
  const int fd
      = self->is_zip ? fcntl (self->fd, F_DUPFD_CLOEXEC, 0) : openat (self->fd, file->path, flags);
  if (fd < 0)
    anf_error_set_errno (error, errno, _ ("“%s” cannot be opened"), file->path);
  return fd;
}

gboolean
anf_pack_source_digest (AnfPackSource *self, AnfPackFile *file, gboolean with_sm3, GError **error)
{
  g_auto (AnfFd) fd = open_file (self, file, error);
  if (fd < 0)
    return FALSE;
  g_autofree guint8 *buffer = g_malloc (ANF_PACK_CHUNK);
  anf_pack_digest_init (&file->digest, with_sm3);
  while (file->digest.size < file->size)
    {
      const gsize want = (gsize)MIN (file->size - file->digest.size, ANF_PACK_CHUNK);
      const gssize got = anf_fd_read_at (fd, buffer, want, file->offset + file->digest.size);
      if (got < 0)
        return anf_error_set_errno (error, errno, _ ("“%s” cannot be read"), file->path);
      if (got == 0)
        return anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("“%s” is cut short"), file->path);
      anf_pack_digest_update (&file->digest, buffer, (gsize)got);
    }
  anf_pack_digest_finish (&file->digest);
  anf_pack_digest_clear (&file->digest);
  return TRUE;
}

GBytes *
anf_pack_source_load (AnfPackSource *self, const char *path)
{
  const AnfPackFile *file = g_hash_table_lookup (self->by_path, path);
  if (file == NULL || file->size > ANF_PACK_TAG_SIZE_MAX)
    return NULL;
  g_auto (AnfFd) fd = open_file (self, file, NULL);
  if (fd < 0)
    return NULL;
  g_autofree guint8 *buffer = g_malloc (file->size + 1);
  if (!anf_pack_source_pread (fd, buffer, file->size, file->offset))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&buffer), file->size);
}
