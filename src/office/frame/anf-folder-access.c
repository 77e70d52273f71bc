/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-folder-access.h"

#include "anf-error.h"
#include "anf-folder.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#define ENTRY_SIZE 4096

/* The keys are made first, by whom the folder is for. */
static gboolean
find_owner (const char *data_dir, uid_t *owner)
{
  struct stat status;
  g_autofree char *keys = g_build_filename (data_dir, "keys", NULL);
  if (stat (keys, &status) != 0 && stat (data_dir, &status) != 0)
    return FALSE;
  *owner = status.st_uid;
  return TRUE;
}

/* Returns: (transfer full): what goes before a command to run it as @owner */
static char *
make_prefix (uid_t owner)
{
  char buffer[ENTRY_SIZE];
  struct passwd entry;
  struct passwd *found = NULL;
  if (getpwuid_r (owner, &entry, buffer, sizeof buffer, &found) == 0 && found != NULL)
    return g_strdup_printf ("runuser -u %s --", found->pw_name);
  return g_strdup_printf ("setpriv --reuid=%u --clear-groups", (unsigned int)owner);
}

gboolean
anf_folder_check_account (const char *data_dir, GError **error)
{
  uid_t owner = 0;
  if (geteuid () != 0 || !find_owner (data_dir, &owner) || owner == 0)
    return TRUE;
  g_autofree char *prefix = make_prefix (owner);
  return anf_error_throw (error, ANF_ERROR_DENIED,
                          _ ("%s is another account's, which could not read what root makes in it: "
                             "run this as that account, with `%s anfangd …`; nothing was changed"),
                          data_dir, prefix);
}

static gboolean
refuse_unwritable (const char *path, int errnum, GError **error)
{
  if (errnum == EROFS)
    return anf_error_throw (error, ANF_ERROR_DENIED,
                            _ ("%s is on a disk that is mounted read-only: see why (`dmesg`), and "
                               "mount it for writing; nothing was changed"),
                            path);
  return anf_error_throw (error, ANF_ERROR_DENIED,
                          _ ("%s cannot be written by this account (%s): give it to the account of "
                             "the service (chown, chmod u+rw, chattr -i); nothing was changed"),
                          path, g_strerror (errnum));
}

gboolean
anf_folder_check_writable (const char *data_dir, GError **error)
{
  /* Not of the keys: they may be on a medium that nobody writes to, until one is changed. */
  static const char *const names[]
      = { "",      "lock",        ANF_FOLDER_DATABASE, ANF_FOLDER_DATABASE "-wal",
          "vault", "vault/blobs", "vault/incoming",    ANF_FOLDER_DATABASE "-shm" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path
          = *names[i] != '\0' ? g_build_filename (data_dir, names[i], NULL) : g_strdup (data_dir);
      /* What is not there yet is not missed here. */
      if (access (path, R_OK | W_OK) != 0 && errno != ENOENT)
        return refuse_unwritable (path, errno, error);
    }
  return TRUE;
}
