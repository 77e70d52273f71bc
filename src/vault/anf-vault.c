/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-vault.h"

#include "anf-bucket.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-second-name.h"
#include "anf-settler.h"
#include "anf-vault-private.h"

#include <glib/gi18n.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Running hashes kept of parts between two pieces; about 300 bytes each. */
#define DIGESTS_MAX 256
#define SCRATCH_PREFIX ".scratch-"

typedef struct
{
  char *id;
  gint64 offset;
  EVP_MD_CTX *digest;
} Kept;

struct _AnfVault
{
  int blobs;
  int incoming;
  int settling;
  int scratches;
  AnfSettler *settler; /* NULL, as is the namer, for anf_vault_open_blobs() */
  AnfNamer *namer;
  GMutex lock;
  GQueue kept; /* under lock: Kept, oldest first */
};

static void
kept_free (Kept *self)
{
  g_free (self->id);
  EVP_MD_CTX_free (self->digest);
  g_free (self);
}

/* Opens the folder @name in @parent, making it where it is absent. */
static int
open_folder (int parent, const char *name, GError **error)
{
  const gboolean made = mkdirat (parent, name, 0700) == 0;
  if (!made && errno != EEXIST)
    {
      anf_error_set_errno (error, errno, _ ("cannot make the folder %s"), name);
      return -1;
    }
  g_auto (AnfFd) fd = openat (parent, name, ANF_VAULT_FOLDER_FLAGS);
  if (fd < 0)
    {
      anf_error_set_errno (error, errno, _ ("cannot open the folder %s"), name);
      return -1;
    }
  return g_steal_fd (&fd);
}

static gboolean
make_buckets (AnfVault *self, GError **error)
{
  for (guint bucket = 0; bucket < ANF_BUCKETS; bucket++)
    {
      char name[3];
      anf_bucket_name (bucket, name);
      if (mkdirat (self->blobs, name, 0700) != 0 && errno != EEXIST)
        return anf_error_set_errno (error, errno, _ ("cannot make the vault's folder blobs/%s"),
                                    name);
    }
  return TRUE;
}

/* Parents after children, so that what is found after a crash is whole. */
static gboolean
sync_new_folders (AnfVault *self, int root, const char *path, GError **error)
{
  g_autofree char *parent_path = g_path_get_dirname (path);
  g_auto (AnfFd) parent = open (parent_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (parent >= 0 && fsync (self->blobs) == 0 && fsync (root) == 0 && fsync (parent) == 0)
    return TRUE;
  return anf_error_set_errno (error, errno, _ ("cannot write the vault %s to the disk"), path);
}

static DIR *
open_listing (int folder, const char *path, GError **error)
{
  DIR *entries = anf_bucket_list (folder);
  if (entries == NULL)
    anf_error_set_errno (error, errno, _ ("cannot list the vault's folder %s"), path);
  return entries;
}

/* Scratch files are of nobody: a part that was being copied. */
static gboolean
sweep_scratches (AnfVault *self, GError **error)
{
  DIR *folder = open_listing (self->incoming, "incoming", error);
  if (folder == NULL)
    return FALSE;
  for (struct dirent *entry = readdir (folder); entry != NULL; entry = readdir (folder))
    if (g_str_has_prefix (entry->d_name, SCRATCH_PREFIX))
      (void)unlinkat (self->incoming, entry->d_name, 0);
  (void)closedir (folder);
  return TRUE;
}

static AnfVault *
make (void)
{
  AnfVault *self = g_new0 (AnfVault, 1);
  self->blobs = -1;
  self->incoming = -1;
  self->settling = -1;
  g_mutex_init (&self->lock);
  g_queue_init (&self->kept);
  return self;
}

AnfVault *
anf_vault_open_blobs (const char *path, GError **error)
{
  g_autoptr (AnfVault) self = make ();
  g_autofree char *blobs = g_build_filename (path, "blobs", NULL);
  g_autofree char *settling = g_build_filename (path, "settling", NULL);
  self->blobs = open (blobs, ANF_VAULT_FOLDER_FLAGS);
  self->settling = open (settling, ANF_VAULT_FOLDER_FLAGS);
  if (self->blobs >= 0)
    return g_steal_pointer (&self);
  anf_error_set_errno (error, errno, _ ("cannot open the folder %s"), blobs);
  return NULL;
}

AnfVault *
anf_vault_open (const char *path, GError **error)
{
  g_autoptr (AnfVault) self = make ();
  g_auto (AnfFd) root = open_folder (AT_FDCWD, path, error);
  if (root < 0)
    return NULL;
  self->blobs = open_folder (root, "blobs", error);
  if (self->blobs < 0)
    return NULL;
  self->incoming = open_folder (root, "incoming", error);
  if (self->incoming < 0 || !make_buckets (self, error) || !sweep_scratches (self, error))
    return NULL;
  self->settling = open_folder (root, "settling", error);
  if (self->settling < 0 || !sync_new_folders (self, root, path, error))
    return NULL;
  self->settler = anf_settler_new (self->blobs, self->settling, error);
  if (self->settler != NULL)
    self->namer = anf_namer_new (self->settling, self->settler, error);
  if (self->namer == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

void
anf_vault_close (AnfVault *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->namer, anf_namer_free);
  g_clear_pointer (&self->settler, anf_settler_free);
  anf_fd_clear (&self->blobs);
  anf_fd_clear (&self->incoming);
  anf_fd_clear (&self->settling);
  g_queue_clear_full (&self->kept, (GDestroyNotify)kept_free);
  g_mutex_clear (&self->lock);
  g_free (self);
}

int
anf_vault_get_incoming (AnfVault *self)
{
  return self->incoming;
}

AnfNamer *
anf_vault_get_namer (AnfVault *self)
{
  return self->namer;
}

char *
anf_vault_dup_scratch_name (AnfVault *self)
{
  return g_strdup_printf (SCRATCH_PREFIX "%d-%d", (int)getpid (),
                          g_atomic_int_add (&self->scratches, 1));
}

/* The blob at @sha256 must be a plain file; it may be the very file that @fd is. */
static gboolean
check_same (int folder, int fd, const char *sha256, GError **error)
{
  g_auto (AnfFd) there = openat (folder, sha256, ANF_VAULT_READ_FLAGS);
  if (there < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOMEM))
    return anf_error_set_errno (error, errno, _ ("cannot open %s in the vault"), sha256);
  struct stat ours;
  struct stat theirs;
  if (there >= 0 && fstat (there, &theirs) == 0 && fstat (fd, &ours) == 0
      && S_ISREG (theirs.st_mode) && ours.st_size == theirs.st_size)
    {
      if (ours.st_ino == theirs.st_ino && ours.st_dev == theirs.st_dev)
        return TRUE;
      char actual[ANF_DIGEST_HEX_SIZE];
      g_autoptr (EVP_MD_CTX) digest = anf_digest_new ();
      if (!anf_digest_update_from (digest, there, theirs.st_size, error))
        return FALSE;
      anf_digest_peek (digest, actual);
      if (strcmp (actual, sha256) == 0)
        return TRUE;
    }
  return anf_error_throw (error, ANF_ERROR_CORRUPT,
                          _ ("the vault has other bytes under the name %s: run fsck"), sha256);
}

gboolean
anf_vault_link (AnfVault *self, AnfSecondName *second, int fd, const char *sha256, GError **error)
{
  g_auto (AnfFd) folder = anf_bucket_open (self->blobs, anf_bucket_of (sha256), error);
  if (folder < 0)
    return FALSE;
  if (!anf_namer_name (self->namer, second, folder, sha256))
    {
      if (errno != EEXIST)
        return anf_error_set_errno (error, errno, _ ("cannot keep %s in the vault"), sha256);
      if (!check_same (folder, fd, sha256, error))
        return FALSE;
    }
  /* Also when it was there: whoever put it there may not have synced it yet. */
  return anf_namer_need (self->namer, second)
         || anf_error_set_errno (error, errno, _ ("cannot keep %s in the vault"), sha256);
}

void
anf_vault_begin_sync (AnfVault *self)
{
  anf_namer_begin_sync (self->namer);
}

gboolean
anf_vault_sync_dirs (AnfVault *self, GError **error)
{
  return anf_namer_sync (self->namer, error);
}

gboolean
anf_vault_put (AnfVault *self,
               GBytes *bytes,
               char sha256[ANF_VAULT_NAME_LENGTH + 1],
               GError **error)
{
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  g_autoptr (EVP_MD_CTX) digest = anf_digest_new ();
  anf_digest_update (digest, data, size);
  anf_digest_peek (digest, sha256);
  g_autoptr (AnfPart) part = anf_part_create_nameless (self, sha256, (gint64)size, error);
  if (part == NULL || !anf_part_write (part, data, size, error)
      || !anf_part_adopt (part, sha256, error))
    return FALSE;
  anf_namer_note_late (self->namer);
  return TRUE;
}

static gboolean
open_blob (AnfVault *self, const char *sha256, int *fd, struct stat *status, GError **error)
{
  if (!anf_bucket_is_hash (sha256))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("this is not a SHA-256 in lower case"));
  g_auto (AnfFd) folder = anf_bucket_open (self->blobs, anf_bucket_of (sha256), error);
  if (folder < 0)
    return FALSE;
  g_auto (AnfFd) blob = openat (folder, sha256, ANF_VAULT_READ_FLAGS);
  if (blob < 0 && errno == ENOENT && self->settler == NULL && self->settling >= 0)
    blob = anf_second_name_open (self->settling, sha256);
  if (blob < 0 && errno == ENOENT)
    return anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("the vault has no %s"), sha256);
  if (blob < 0 && errno != ELOOP)
    return anf_error_set_errno (error, errno, _ ("cannot open %s in the vault"), sha256);
  if (blob < 0 || fstat (blob, status) != 0 || !S_ISREG (status->st_mode))
    return anf_error_throw (error, ANF_ERROR_CORRUPT,
                            _ ("%s in the vault is not a plain file: run fsck"), sha256);
  *fd = g_steal_fd (&blob);
  return TRUE;
}

gboolean
anf_vault_has_blob (AnfVault *self, const char *sha256, gint64 size)
{
  g_auto (AnfFd) fd = -1;
  struct stat status;
  return open_blob (self, sha256, &fd, &status, NULL) && status.st_size == size;
}

gboolean
anf_vault_open_blob (AnfVault *self, const char *sha256, int *fd, gint64 *size, GError **error)
{
  struct stat status;
  if (!open_blob (self, sha256, fd, &status, error))
    return FALSE;
  *size = status.st_size;
  return TRUE;
}

gboolean
anf_vault_measure_room (AnfVault *self, gint64 *room, gint64 *size, GError **error)
{
  struct statvfs status;
  if (fstatvfs (self->incoming, &status) != 0)
    return anf_error_set_errno (error, errno, _ ("cannot measure the room for evidence"));
  if (size != NULL)
    *size = (gint64)(status.f_blocks * status.f_frsize);
  /* As of one in user space that counts nothing. */
  *room = status.f_blocks > 0 ? (gint64)(status.f_bavail * status.f_frsize) : G_MAXINT64;
  return TRUE;
}

gboolean
anf_vault_verify_blob (AnfVault *self, const char *sha256, GError **error)
{
  g_auto (AnfFd) fd = -1;
  struct stat status;
  if (!open_blob (self, sha256, &fd, &status, error))
    return FALSE;
  char actual[ANF_DIGEST_HEX_SIZE];
  g_autoptr (EVP_MD_CTX) digest = anf_digest_new ();
  if (!anf_digest_update_from (digest, fd, status.st_size, error))
    return FALSE;
  anf_digest_peek (digest, actual);
  return strcmp (actual, sha256) == 0
         || anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("%s in the vault hashes to %s"), sha256,
                             actual);
}

/* Oldest first, and few: a walk of the list costs less than a hash table would. */
static Kept *
find_kept (AnfVault *self, const char *id)
{
  for (GList *link = self->kept.head; link != NULL; link = link->next)
    {
      Kept *kept = link->data;
      if (strcmp (kept->id, id) == 0)
        {
          g_queue_delete_link (&self->kept, link);
          return kept;
        }
    }
  return NULL;
}

void
anf_vault_keep_digest (AnfVault *self, const char *id, gint64 offset, EVP_MD_CTX *digest)
{
  g_mutex_lock (&self->lock);
  Kept *dropped = find_kept (self, id);
  if (digest != NULL)
    {
      Kept *kept = g_new (Kept, 1);
      *kept = (Kept){ g_strdup (id), offset, digest };
      g_queue_push_tail (&self->kept, kept);
    }
  if (dropped == NULL && self->kept.length > DIGESTS_MAX)
    dropped = g_queue_pop_head (&self->kept);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&dropped, kept_free);
}

EVP_MD_CTX *
anf_vault_take_digest (AnfVault *self, const char *id, gint64 offset)
{
  g_mutex_lock (&self->lock);
  Kept *kept = find_kept (self, id);
  g_mutex_unlock (&self->lock);
  EVP_MD_CTX *digest = NULL;
  if (kept != NULL && kept->offset == offset)
    digest = g_steal_pointer (&kept->digest);
  g_clear_pointer (&kept, kept_free);
  return digest;
}

/* Whether @name in the folder @path is what should be there. */
static gboolean
is_ours (const char *path, const char *name, mode_t mode)
{
  if (strcmp (path, "blobs") == 0)
    return S_ISDIR (mode) && strlen (name) == 2 && strspn (name, "0123456789abcdef") == 2;
  if (strcmp (path, "incoming") == 0)
    return S_ISREG (mode);
  return S_ISREG (mode) && anf_bucket_is_hash (name)
         && strncmp (name, path + strlen ("blobs/"), 2) == 0;
}

/* Calls @visit for each file that is ours in @folder by its name, and for all else by its path. */
static gboolean
visit_entry (int folder,
             const char *path,
             const char *name,
             AnfVaultVisit visit,
             gpointer data,
             GError **error)
{
  struct stat status;
  if (strcmp (name, ".") == 0 || strcmp (name, "..") == 0
      || fstatat (folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
    return TRUE;
  if (!is_ours (path, name, status.st_mode))
    {
      g_autofree char *full = g_strdup_printf ("%s/%s", path, name);
      return visit (full, status.st_size, data, error);
    }
  return S_ISDIR (status.st_mode) || visit (name, status.st_size, data, error);
}

static gboolean
visit_folder (int folder, const char *path, AnfVaultVisit visit, gpointer data, GError **error)
{
  DIR *entries = open_listing (folder, path, error);
  if (entries == NULL)
    return FALSE;
  gboolean go_on = TRUE;
  errno = 0;
  struct dirent *entry = readdir (entries);
  for (; go_on && entry != NULL; errno = 0, entry = readdir (entries))
    go_on = visit_entry (folder, path, entry->d_name, visit, data, error);
  if (go_on && errno != 0)
    go_on = anf_error_set_errno (error, errno, _ ("cannot list the vault's folder %s"), path);
  (void)closedir (entries);
  return go_on;
}

gboolean
anf_vault_visit_blobs (AnfVault *self, AnfVaultVisit visit, gpointer data, GError **error)
{
  for (guint bucket = 0; bucket < ANF_BUCKETS; bucket++)
    {
      g_auto (AnfFd) folder = anf_bucket_open (self->blobs, bucket, error);
      if (folder < 0)
        return FALSE;
      char path[] = "blobs/00";
      anf_bucket_name (bucket, path + strlen ("blobs/"));
      if (!visit_folder (folder, path, visit, data, error))
        return FALSE;
    }
  return visit_folder (self->blobs, "blobs", visit, data, error);
}

gboolean
anf_vault_visit_parts (AnfVault *self, AnfVaultVisit visit, gpointer data, GError **error)
{
  return visit_folder (self->incoming, "incoming", visit, data, error);
}
