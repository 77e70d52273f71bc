/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-second-name.h"

#include "anf-digest.h"
#include "anf-error.h"
#include "anf-fd.h"

#include <glib/gi18n.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER_FLAGS (O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
#define READ_FLAGS (O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
#define HASH_LENGTH 64

char *
anf_second_name_dup (const char *sha256)
{
  static guint last = 0;
  return g_strdup_printf ("%s-%u", sha256, (guint)g_atomic_int_add (&last, 1));
}

/* Older vaults have names without a number. */
gboolean
anf_second_name_is (const char *name)
{
  const gsize length = strspn (name, "0123456789abcdef");
  return length == HASH_LENGTH && (name[length] == '-' || name[length] == '\0');
}

/* Whether the bytes in `settling` are what their name says: the power may have failed while they
   came. A file that has its first name, too, was whole when it got it. */
static gboolean
is_whole (int settling, int folder, const char *second, const char *sha256, GError **error)
{
  struct stat ours;
  struct stat theirs;
  g_auto (AnfFd) fd = openat (settling, second, READ_FLAGS);
  if (fd < 0 || fstat (fd, &ours) != 0)
    return anf_error_set_errno (error, errno, _ ("cannot restore %s in the vault"), sha256);
  if (fstatat (folder, sha256, &theirs, AT_SYMLINK_NOFOLLOW) == 0 && ours.st_ino == theirs.st_ino)
    return TRUE;
  char actual[ANF_DIGEST_HEX_SIZE];
  g_autoptr (EVP_MD_CTX) digest = anf_digest_new ();
  if (!S_ISREG (ours.st_mode) || !anf_digest_update_from (digest, fd, ours.st_size, error))
    return FALSE;
  anf_digest_peek (digest, actual);
  return strcmp (actual, sha256) == 0;
}

AnfSecondNameFate
anf_second_name_restore (int settling, const char *second, int folder, GError **error)
{
  g_autofree char *sha256 = g_strndup (second, HASH_LENGTH);
  g_autoptr (GError) unreadable = NULL;
  const gboolean whole = is_whole (settling, folder, second, sha256, &unreadable);
  /* A bad sector costs one file: it stays where it is, and all others are served. */
  if (unreadable != NULL)
    g_warning ("%s: it is left in the vault's folder settling as %s", unreadable->message, second);
  else if (!whole)
    (void)unlinkat (settling, second, 0);
  if (!whole)
    return ANF_SECOND_NAME_OF_NOTHING;
  if (linkat (settling, second, folder, sha256, 0) == 0 || errno == EEXIST)
    return ANF_SECOND_NAME_OF_BLOB;
  anf_error_set_errno (error, errno, _ ("cannot restore %s in the vault"), sha256);
  return ANF_SECOND_NAME_FAILED;
}

int
anf_second_name_open (int settling, const char *sha256, int flags)
{
  g_auto (AnfFd) fd = openat (settling, ".", FOLDER_FLAGS);
  DIR *entries = fd >= 0 ? fdopendir (fd) : NULL;
  if (entries == NULL)
    return -1;
  (void)g_steal_fd (&fd);
  int found = -1;
  for (struct dirent *entry = readdir (entries); found < 0 && entry != NULL;
       entry = readdir (entries))
    if (anf_second_name_is (entry->d_name) && g_str_has_prefix (entry->d_name, sha256))
      found = openat (settling, entry->d_name, flags);
  (void)closedir (entries);
  return found;
}
