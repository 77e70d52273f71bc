/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-second-name.h"

#include "anf-bucket.h"
#include "anf-digest.h"
#include "anf-error.h"
#include "anf-fd.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *
anf_second_name_dup_stem (const char *sha256, gint64 size)
{
  return g_strdup_printf ("%s-%" G_GINT64_FORMAT, sha256, size);
}

char *
anf_second_name_dup (const char *stem)
{
  static guint last = 0;
  return g_strdup_printf ("%s-%u", stem, (guint)g_atomic_int_add (&last, 1));
}

/* Older vaults have names of the hash alone. */
gboolean
anf_second_name_is (const char *name)
{
  const gsize length = anf_bucket_count_hex (name);
  return length == ANF_VAULT_NAME_LENGTH && (name[length] == '-' || name[length] == '\0');
}

/* Whether @size is what @second says; an older one does not say. */
static gboolean
is_size (const char *second, goffset size)
{
  const char *told
      = second[ANF_VAULT_NAME_LENGTH] == '-' ? second + ANF_VAULT_NAME_LENGTH + 1 : NULL;
  return told == NULL || g_ascii_strtoll (told, NULL, 10) == size;
}

void
anf_second_name_sweep (int settling, const char *second)
{
  struct stat status;
  if (fstatat (settling, second, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG (status.st_mode)
      && !is_size (second, status.st_size))
    (void)unlinkat (settling, second, 0);
}

/* Whether the bytes of @fd hash to @sha256. */
static gboolean
has_bytes (int fd, goffset size, const char *sha256, GError **error)
{
  char actual[ANF_DIGEST_HEX_SIZE];
  g_autoptr (EVP_MD_CTX) digest = anf_digest_new ();
  if (!anf_digest_update_from (digest, fd, size, error))
    return FALSE;
  anf_digest_peek (digest, actual);
  return strcmp (actual, sha256) == 0;
}

/* What was written and never synced is in the cache alone, and whoever sends the same bytes again
   must not find them there: they are synced first, and then read from the disk. */
static gboolean
is_whole (int fd, const struct stat *status, const char *sha256, GError **error)
{
  if (!S_ISREG (status->st_mode))
    return FALSE;
  if (fdatasync (fd) != 0)
    return anf_error_set_errno (error, errno, _ ("cannot restore %s in the vault"), sha256);
  (void)posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED);
  return has_bytes (fd, status->st_size, sha256, error);
}

static AnfSecondNameFate
judge (int settling, const char *second, int folder, const char *sha256, GError **error)
{
  struct stat ours;
  struct stat theirs;
  g_auto (AnfFd) fd = openat (settling, second, ANF_VAULT_READ_FLAGS);
  if (fd < 0 || fstat (fd, &ours) != 0)
    {
      const gboolean damaged = errno == EIO || errno == EUCLEAN || errno == ELOOP;
      anf_error_set_errno (error, errno, _ ("cannot restore %s in the vault"), sha256);
      return damaged ? ANF_SECOND_NAME_OF_NOTHING : ANF_SECOND_NAME_FAILED;
    }
  /* A file that has its first name, too, was whole, and on the disk, when it got it. */
  if (fstatat (folder, sha256, &theirs, AT_SYMLINK_NOFOLLOW) == 0 && ours.st_ino == theirs.st_ino)
    return ANF_SECOND_NAME_OF_BLOB;
  return is_whole (fd, &ours, sha256, error) ? ANF_SECOND_NAME_OF_BLOB : ANF_SECOND_NAME_OF_NOTHING;
}

AnfSecondNameFate
anf_second_name_restore (int settling, const char *second, int folder, GError **error)
{
  g_autofree char *sha256 = g_strndup (second, ANF_VAULT_NAME_LENGTH);
  g_autoptr (GError) problem = NULL;
  const AnfSecondNameFate fate = judge (settling, second, folder, sha256, &problem);
  if (fate == ANF_SECOND_NAME_FAILED)
    g_propagate_error (error, g_steal_pointer (&problem));
  /* A bad sector costs one file: it stays where it is, and all others are served. */
  else if (problem != NULL)
    g_warning ("%s: it is left in the vault's folder settling as %s", problem->message, second);
  else if (fate == ANF_SECOND_NAME_OF_NOTHING)
    (void)unlinkat (settling, second, 0);
  if (fate != ANF_SECOND_NAME_OF_BLOB || linkat (settling, second, folder, sha256, 0) == 0
      || errno == EEXIST)
    return fate;
  anf_error_set_errno (error, errno, _ ("cannot restore %s in the vault"), sha256);
  return ANF_SECOND_NAME_FAILED;
}

/* Others may have sent the same half of it before a crash. */
static int
open_whole (int settling, const char *second, const char *sha256)
{
  struct stat status;
  g_auto (AnfFd) fd = openat (settling, second, ANF_VAULT_READ_FLAGS);
  const gboolean whole = fd >= 0 && fstat (fd, &status) == 0 && S_ISREG (status.st_mode)
                         && has_bytes (fd, status.st_size, sha256, NULL);
  return whole ? g_steal_fd (&fd) : -1;
}

int
anf_second_name_open (int settling, const char *sha256)
{
  DIR *entries = anf_bucket_list (settling);
  if (entries == NULL)
    return -1;
  int found = -1;
  struct dirent *entry = readdir (entries);
  for (; found < 0 && entry != NULL; entry = readdir (entries))
    if (anf_second_name_is (entry->d_name) && g_str_has_prefix (entry->d_name, sha256))
      found = open_whole (settling, entry->d_name, sha256);
  (void)closedir (entries);
  errno = ENOENT;
  return found;
}
