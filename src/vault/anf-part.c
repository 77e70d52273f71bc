/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-part.h"

#include "anf-bucket.h"
#include "anf-direct.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-vault-private.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COPY_SIZE 262144

/* A checksum over part of the file, and what to go back to when it is wrong. Without a @digest of
   its own it is over the whole file, whose digest is kept anyway. */
typedef struct
{
  EVP_MD_CTX *digest;
  GBytes *checksum;
  gint64 offset;
  EVP_MD_CTX *before;
} Expected;

struct _AnfPart
{
  AnfVault *vault;
  char *name;
  AnfSecondName second; /* none once something of it is acknowledged, until it is a blob */
  AnfDirect file;
  gint64 offset;
  EVP_MD_CTX *digest;
  Expected *expected;
  gboolean unsynced; /* bytes were written since the last sync */
  gboolean named;    /* the file has its name among the parts */
  gboolean unnamed;  /* that it has may not be durable */
  gboolean broken;   /* a sync failed: what the disk has is not known */
  gboolean adopted;  /* it is a blob */
  gboolean finished; /* adopted or discarded: nobody goes on with it */
};

static void
expected_free (Expected *self)
{
  EVP_MD_CTX_free (self->digest);
  EVP_MD_CTX_free (self->before);
  g_bytes_unref (self->checksum);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Expected, expected_free)

static gboolean
is_id (const char *id)
{
  const gsize length = strlen (id);
  return length > 0 && length <= ANF_PART_ID_MAX
         && strspn (id, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_") == length;
}

static gboolean
check_id (const char *id, GError **error)
{
  return is_id (id)
         || anf_error_throw (error, ANF_ERROR_INVALID, _ ("this cannot be the id of an upload"));
}

/* Under its second name, which goes with the part until something of it is acknowledged. It does
   have a name: a file without one is written as a deleted file when it is synced, and a file system
   without a journal keeps to that. */
static AnfPart *
create (AnfVault *vault, const char *name, const char *sha256, gint64 size, GError **error)
{
  if (!anf_bucket_is_hash (sha256))
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("this is not a SHA-256 in lower case"));
      return NULL;
    }
  g_autoptr (AnfPart) self = g_new0 (AnfPart, 1);
  self->vault = vault;
  self->name = g_strdup (name);
  self->file.fd = anf_namer_create_file (anf_vault_get_namer (vault), sha256, size, &self->second);
  if (self->file.fd < 0)
    {
      anf_error_set_errno (error, errno, _ ("cannot make room for the upload %s"), name);
      return NULL;
    }
  self->digest = anf_digest_new ();
  self->unnamed = TRUE;
  return g_steal_pointer (&self);
}

AnfPart *
anf_part_create (AnfVault *vault, const char *id, const char *sha256, gint64 size, GError **error)
{
  if (!check_id (id, error))
    return NULL;
  anf_vault_keep_digest (vault, id, 0, NULL);
  return create (vault, id, sha256, size, error);
}

AnfPart *
anf_part_create_nameless (AnfVault *vault, const char *sha256, gint64 size, GError **error)
{
  return create (vault, sha256, sha256, size, error);
}

static gboolean
copy_bytes (AnfPart *self, int to, GError **error)
{
  AnfDirect copy = { .fd = to };
  g_autofree guint8 *piece = g_malloc (COPY_SIZE);
  for (gint64 at = 0; at < self->offset;)
    {
      const gssize count
          = pread (self->file.fd, piece, (gsize)MIN (COPY_SIZE, self->offset - at), at);
      gsize done = 0;
      if (count <= 0 || !anf_direct_write (&copy, piece, (gsize)count, at, &done))
        return anf_error_set_errno (error, count == 0 ? EIO : errno,
                                    _ ("cannot go on with the upload %s"), self->name);
      at += count;
    }
  return TRUE;
}

/* A crash between adoption and COMMIT leaves the part and a blob as one file. The blob may be
   somebody's evidence by now and must not be cut or written to: go on with a copy. */
static gboolean
detach (AnfPart *self, GError **error)
{
  const int folder = anf_vault_get_incoming (self->vault);
  g_autofree char *scratch = anf_vault_dup_scratch_name (self->vault);
  g_auto (AnfFd) fd = openat (folder, scratch, ANF_VAULT_NEW_FILE_FLAGS, 0600);
  if (fd < 0)
    return anf_error_set_errno (error, errno, _ ("cannot go on with the upload %s"), self->name);
  if (!copy_bytes (self, fd, error))
    {
      (void)unlinkat (folder, scratch, 0);
      return FALSE;
    }
  if (fdatasync (fd) != 0 || renameat (folder, scratch, folder, self->name) != 0)
    {
      const int errnum = errno;
      (void)unlinkat (folder, scratch, 0);
      return anf_error_set_errno (error, errnum, _ ("cannot go on with the upload %s"), self->name);
    }
  anf_fd_clear (&self->file.fd);
  self->file = (AnfDirect){ .fd = g_steal_fd (&fd) };
  self->unnamed = TRUE;
  return TRUE;
}

/* Brings the file to exactly the acknowledged bytes. */
static gboolean
cut_to_offset (AnfPart *self, GError **error)
{
  struct stat status;
  if (fstat (self->file.fd, &status) != 0)
    return anf_error_set_errno (error, errno, _ ("cannot go on with the upload %s"), self->name);
  if (!S_ISREG (status.st_mode) || status.st_size < self->offset)
    return anf_error_throw (error, ANF_ERROR_CORRUPT,
                            _ ("the upload %s has fewer bytes than were acknowledged"), self->name);
  if (status.st_nlink > 1)
    return detach (self, error);
  if (status.st_size > self->offset && ftruncate (self->file.fd, self->offset) != 0)
    return anf_error_set_errno (error, errno, _ ("cannot go on with the upload %s"), self->name);
  return TRUE;
}

static gboolean
resume_digest (AnfPart *self, GError **error)
{
  self->digest = anf_vault_take_digest (self->vault, self->name, self->offset);
  if (self->digest != NULL)
    return TRUE;
  self->digest = anf_digest_new ();
  return anf_digest_update_from (self->digest, self->file.fd, self->offset, error);
}

AnfPart *
anf_part_open (AnfVault *vault, const char *id, gint64 offset, GError **error)
{
  if (!check_id (id, error))
    return NULL;
  g_autoptr (AnfPart) self = g_new0 (AnfPart, 1);
  self->vault = vault;
  self->name = g_strdup (id);
  self->offset = offset;
  self->named = TRUE;
  self->unnamed = offset == 0;
  self->finished = TRUE;
  self->file.fd = openat (anf_vault_get_incoming (vault), id, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  if (self->file.fd < 0)
    {
      anf_error_set_errno (error, errno, _ ("cannot go on with the upload %s"), id);
      return NULL;
    }
  if (!cut_to_offset (self, error) || !resume_digest (self, error))
    return NULL;
  self->finished = FALSE;
  return g_steal_pointer (&self);
}

/* Back to where the checksum began. */
static gboolean
undo_expected (AnfPart *self)
{
  g_autoptr (Expected) expected = g_steal_pointer (&self->expected);
  EVP_MD_CTX_free (self->digest);
  self->digest = g_steal_pointer (&expected->before);
  self->offset = expected->offset;
  return ftruncate (self->file.fd, self->offset) == 0;
}

/* Of a blob it is kept until its name is safe, also when its COMMIT failed: who knows what of that
   the disk has. */
static void
leave_second_name (AnfPart *self)
{
  AnfNamer *namer = anf_vault_get_namer (self->vault);
  if (self->adopted)
    anf_namer_leave (namer, &self->second);
  else
    anf_namer_drop (namer, &self->second);
}

void
anf_part_free (AnfPart *self)
{
  if (self == NULL)
    return;
  /* A failure to cut is mended when the part is opened again. */
  if (self->expected != NULL)
    (void)undo_expected (self);
  if (self->second.name != NULL)
    leave_second_name (self);
  const gboolean stays = self->named && !self->finished && !self->broken && self->offset > 0;
  if (self->digest != NULL && stays)
    anf_vault_keep_digest (self->vault, self->name, self->offset, g_steal_pointer (&self->digest));
  EVP_MD_CTX_free (self->digest);
  anf_fd_clear (&self->file.fd);
  g_free (self->name);
  g_free (self);
}

gint64
anf_part_get_offset (const AnfPart *self)
{
  return self->offset;
}

gboolean
anf_part_expect (AnfPart *self, const char *algorithm, GBytes *checksum, GError **error)
{
  g_return_val_if_fail (self->expected == NULL, FALSE);
  g_autoptr (EVP_MD_CTX) digest = anf_digest_new_for (algorithm);
  if (digest == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("the checksum must be of the algorithm sha1 or sha256"));
  self->expected = g_new0 (Expected, 1);
  if (self->offset > 0 || strcmp (algorithm, "sha256") != 0)
    self->expected->digest = g_steal_pointer (&digest);
  self->expected->checksum = g_bytes_ref (checksum);
  self->expected->offset = self->offset;
  self->expected->before = anf_digest_copy (self->digest);
  return TRUE;
}

gboolean
anf_part_write (AnfPart *self, gconstpointer bytes, gsize size, GError **error)
{
  g_return_val_if_fail (!self->finished, FALSE);
  gsize done = 0;
  const gboolean all = anf_direct_write (&self->file, bytes, size, self->offset, &done);
  const int errnum = errno;
  self->unsynced |= done > 0;
  self->offset += (gint64)done;
  anf_digest_update (self->digest, bytes, done);
  if (self->expected != NULL && self->expected->digest != NULL)
    anf_digest_update (self->expected->digest, bytes, done);
  if (!all)
    return anf_error_set_errno (error, errnum, _ ("cannot write the upload %s"), self->name);
  return TRUE;
}

static gboolean
expected_is_met (const AnfPart *self)
{
  const Expected *expected = self->expected;
  g_autoptr (EVP_MD_CTX) digest
      = anf_digest_copy (expected->digest != NULL ? expected->digest : self->digest);
  guint8 hash[EVP_MAX_MD_SIZE];
  guint size = 0;
  const gboolean done = EVP_DigestFinal_ex (digest, hash, &size) == 1;
  g_assert (done);
  return g_bytes_get_size (expected->checksum) == size
         && memcmp (hash, g_bytes_get_data (expected->checksum, NULL), size) == 0;
}

/* After a failed sync the kernel may call the lost pages clean: nothing may be built on them. */
static gboolean
sync_bytes (AnfPart *self, GError **error)
{
  if (self->broken || (self->unsynced && fdatasync (self->file.fd) != 0))
    {
      const int errnum = self->broken ? EIO : errno;
      self->broken = TRUE;
      return anf_error_set_errno (error, errnum, _ ("cannot write the upload %s to the disk"),
                                  self->name);
    }
  /* What is seldom read again soon would crowd out the database. */
  anf_direct_forget_cached (&self->file);
  self->unsynced = FALSE;
  return TRUE;
}

gboolean
anf_part_sync (AnfPart *self, GError **error)
{
  if (self->expected != NULL && !expected_is_met (self))
    {
      self->broken |= !undo_expected (self);
      return anf_error_throw (error, ANF_ERROR_INVALID,
                              _ ("the bytes do not have the checksum that was sent with them"));
    }
  g_clear_pointer (&self->expected, expected_free);
  return sync_bytes (self, error);
}

/* In the place of what an earlier try has left, of which nothing was acknowledged. */
static gboolean
give_name (AnfPart *self)
{
  AnfNamer *namer = anf_vault_get_namer (self->vault);
  const int folder = anf_vault_get_incoming (self->vault);
  if (!self->named && self->adopted)
    self->named = (unlinkat (folder, self->name, 0) == 0 || errno == ENOENT)
                  && anf_namer_name (namer, &self->second, folder, self->name);
  else if (!self->named)
    self->named = anf_namer_move (namer, &self->second, folder, self->name);
  return self->named;
}

gboolean
anf_part_sync_name (AnfPart *self, GError **error)
{
  if (self->broken
      || (self->unnamed
          && (!give_name (self) || fsync (anf_vault_get_incoming (self->vault)) != 0)))
    {
      const int errnum = self->broken ? EIO : errno;
      self->broken = TRUE;
      return anf_error_set_errno (error, errnum, _ ("cannot write the upload %s to the disk"),
                                  self->name);
    }
  self->unnamed = FALSE;
  return TRUE;
}

void
anf_part_get_sha256 (AnfPart *self, char sha256[ANF_VAULT_NAME_LENGTH + 1])
{
  anf_digest_peek (self->digest, sha256);
}

/* What has been named among the parts has lost its second name. */
static gboolean
give_second_name (AnfPart *self, const char *sha256, GError **error)
{
  return self->second.name != NULL
         || anf_namer_link (anf_vault_get_namer (self->vault), anf_vault_get_incoming (self->vault),
                            self->name, sha256, self->offset, &self->second)
         || anf_error_set_errno (error, errno, _ ("cannot keep %s in the vault"), sha256);
}

gboolean
anf_part_adopt (AnfPart *self, const char *sha256, GError **error)
{
  char actual[ANF_VAULT_NAME_LENGTH + 1];
  anf_digest_peek (self->digest, actual);
  g_autofree char *second = g_strdup_printf ("%s-%" G_GINT64_FORMAT "-", sha256, self->offset);
  if (strcmp (actual, sha256) != 0
      || (self->second.name != NULL && !g_str_has_prefix (self->second.name, second)))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("the file's SHA-256 is %s, not the one that was announced"), actual);
  if (!anf_part_sync (self, error) || !give_second_name (self, sha256, error)
      || !anf_vault_link (self->vault, &self->second, self->file.fd, sha256, error))
    return FALSE;
  self->adopted = TRUE;
  self->finished = TRUE;
  return TRUE;
}

gboolean
anf_part_discard (AnfPart *self, GError **error)
{
  g_autoptr (AnfPart) mine = self;
  mine->finished = TRUE;
  if (mine->named && unlinkat (anf_vault_get_incoming (mine->vault), mine->name, 0) != 0
      && errno != ENOENT)
    return anf_error_set_errno (error, errno, _ ("cannot remove the upload %s"), mine->name);
  return TRUE;
}

gboolean
anf_part_remove (AnfVault *vault, const char *id, GError **error)
{
  if (!check_id (id, error))
    return FALSE;
  anf_vault_keep_digest (vault, id, 0, NULL);
  if (unlinkat (anf_vault_get_incoming (vault), id, 0) != 0)
    return anf_error_set_errno (error, errno, _ ("cannot remove the upload %s"), id);
  return TRUE;
}
