/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-anchor.h"
#include "anf-backup-file.h"
#include "anf-backup.h"
#include "anf-digest.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-folder.h"
#include "anf-json.h"
#include "anf-note.h"
#include "anf-part.h"
#include "anf-restored.h"
#include "anf-vault.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE 262144
/* Of the part that a blob is while it comes in. */
#define PART "restoring"

typedef struct
{
  const AnfOfficeOptions *options;
  AnfBackupReader *reader;
  AnfVault *vault;
  int lock_fd;
  char *head; /* backup.note */
  AnfRestored told;
  char *database_sha256;
  gboolean has_database;
  GHashTable *wanted; /* blobs of backups before this one; with NULL those that were damaged */
  AnfBackupWatch *watch;
} Restore;

static void
restore_clear (Restore *self)
{
  anf_backup_reader_free (self->reader);
  anf_vault_close (self->vault);
  anf_fd_clear (&self->lock_fd);
  g_clear_pointer (&self->wanted, g_hash_table_unref);
  g_free (self->head);
  g_free (self->database_sha256);
  anf_restored_clear (&self->told);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Restore, restore_clear)

/* A write-ahead log that another database has left would be played into this one. */
static gboolean
check_is_empty (const char *data_dir, GError **error)
{
  static const char *const ends[] = { "", "-wal", "-shm", "-journal" };
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *path = g_strconcat (data_dir, "/" ANF_FOLDER_DATABASE, ends[i], NULL);
      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return anf_error_throw (error, ANF_ERROR_CONFLICT,
                                _ ("%s is there: restore into another folder, or move this whole "
                                   "folder away; nothing was changed"),
                                path);
    }
  return TRUE;
}

/* Nobody has verified it yet: nothing of it is shown that is not what it should be. */
static gboolean
take_told (Restore *self, JsonObject *head, GError **error)
{
  const char *made_at = NULL;
  const char *key = NULL;
  gint64 at = 0;
  if (!anf_json_get_string (head, "made_at", &made_at, error)
      || !anf_time_parse (made_at, &at, error) || !anf_json_get_string (head, "key", &key, error))
    return FALSE;
  g_autoptr (AnfVerifier) verifier = anf_verifier_parse (key, error);
  if (verifier == NULL)
    return FALSE;
  self->told.made_at = anf_time_format (at);
  self->told.key = g_strdup (key);
  return TRUE;
}

static gboolean
take_head (Restore *self, const char *name, gint64 size, GError **error)
{
  const char *sha256 = NULL;
  self->head = anf_backup_reader_read_text (self->reader, name, size, error);
  if (self->head == NULL)
    return FALSE;
  g_autofree char *text = NULL;
  g_auto (GStrv) signatures = NULL;
  /* Whether it is signed by the log's key is known when that is there. */
  if (!anf_note_split (self->head, strlen (self->head), &text, &signatures, error))
    return FALSE;
  g_autoptr (JsonObject) head = anf_json_parse_object (text, strlen (text), error);
  if (head == NULL)
    return FALSE;
  const gint64 format = anf_json_peek_int (head, "format", 0);
  if (format != ANF_BACKUP_FORMAT && format != ANF_BACKUP_FORMAT_SINCE)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("this backup is of a newer program: restore it with that one"));
  JsonObject *database = anf_json_peek_object (head, "database");
  if (database == NULL || !anf_json_get_string (database, "sha256", &sha256, error))
    return anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("%s in the backup names no database"),
                            name);
  self->database_sha256 = g_strdup (sha256);
  return take_told (self, head, error);
}

void
anf_restored_clear (AnfRestored *self)
{
  g_clear_pointer (&self->made_at, g_free);
  g_clear_pointer (&self->key, g_free);
}

static gboolean
copy_to (Restore *self, int fd, const char *path, char hex[ANF_DIGEST_HEX_SIZE], GError **error)
{
  g_autofree guint8 *piece = g_malloc (PIECE);
  g_autoptr (EVP_MD_CTX) digest = anf_digest_new ();
  gssize count;
  while ((count = anf_backup_reader_read (self->reader, piece, PIECE, error)) > 0)
    {
      anf_digest_update (digest, piece, (gsize)count);
      if (!anf_fd_write (fd, piece, (gsize)count))
        return anf_error_set_errno (error, errno, _ ("cannot write %s"), path);
    }
  anf_digest_peek (digest, hex);
  return count == 0
         && (fsync (fd) == 0
             || anf_error_set_errno (error, errno, _ ("cannot write %s to the disk"), path));
}

/* Under another name, until all the rest is there. */
static gboolean
take_database (Restore *self, GError **error)
{
  char hex[ANF_DIGEST_HEX_SIZE];
  g_autofree char *path = g_build_filename (self->options->data_dir, ANF_FOLDER_UNFINISHED, NULL);
  g_auto (AnfFd) fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    return anf_error_set_errno (error, errno, _ ("cannot make %s"), path);
  if (!copy_to (self, fd, path, hex, error))
    return FALSE;
  self->has_database = strcmp (hex, self->database_sha256) == 0;
  return self->has_database
         || anf_error_throw (error, ANF_ERROR_CORRUPT,
                             _ ("the database in the backup is damaged: take another backup"));
}

/* Settings name programs that are run: somebody looks at them before they take effect. */
static gboolean
take_config (Restore *self, const char *name, gint64 size, GError **error)
{
  g_autofree char *path
      = g_build_filename (self->options->data_dir, "anfangd.conf.from-backup", NULL);
  g_autofree char *text = anf_backup_reader_read_text (self->reader, name, size, error);
  return text != NULL
         && g_file_set_contents_full (path, text, -1,
                                      G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                      0600, error);
}

static gboolean
pour (Restore *self, AnfPart *part, GError **error)
{
  g_autofree guint8 *piece = g_malloc (PIECE);
  gssize count;
  while ((count = anf_backup_reader_read (self->reader, piece, PIECE, error)) > 0)
    if (!anf_part_write (part, piece, (gsize)count, error))
      return FALSE;
  return count == 0;
}

/* A damaged one is left out, and named unless another backup has it: the rest is to be had all the
   same. */
static gboolean
take_blob (Restore *self, const char *sha256, gint64 size, GError **error)
{
  g_autoptr (GError) why = NULL;
  g_autofree char *name = g_strdup (sha256);
  AnfPart *part = anf_part_create (self->vault, PART, name, size, error);
  if (part == NULL)
    return FALSE;
  if (pour (self, part, &why) && anf_part_adopt (part, name, &why))
    {
      (void)g_hash_table_remove (self->wanted, name);
      return anf_part_discard (part, error);
    }
  anf_part_free (part);
  if (anf_error_code (why) == ANF_ERROR_INVALID)
    {
      g_hash_table_insert (self->wanted, g_steal_pointer (&name), NULL);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&why));
  return FALSE;
}

/* Only what a backup has, and nothing twice or elsewhere. */
static gboolean
take (Restore *self, const char *name, gint64 size, GError **error)
{
  if (self->head == NULL && strcmp (name, ANF_BACKUP_HEAD) == 0)
    return take_head (self, name, size, error);
  if (self->head != NULL && !self->has_database && strcmp (name, ANF_BACKUP_DATABASE) == 0)
    return take_database (self, error);
  if (self->has_database && strcmp (name, ANF_BACKUP_CONFIG) == 0)
    return take_config (self, name, size, error);
  if (self->has_database && strcmp (name, ANF_BACKUP_EARLIER) == 0)
    return anf_backup_read_earlier (self->reader, self->wanted, error);
  if (self->has_database && anf_backup_is_blob (name))
    return take_blob (self, strrchr (name, '/') + 1, size, error);
  return anf_error_throw (error, ANF_ERROR_CORRUPT,
                          _ ("this is no backup of Anfang: “%s” has no place in one"), name);
}

/* Of an earlier one the blobs that are wanted, and nothing else, whatever state it is in: its
   records are older than those that are taken, or another system's. */
static gboolean
take_earlier (Restore *self, const char *name, gint64 size, GError **error)
{
  if (anf_backup_is_blob (name) && g_hash_table_contains (self->wanted, strrchr (name, '/') + 1))
    return take_blob (self, strrchr (name, '/') + 1, size, error);
  return anf_backup_reader_skip (self->reader, error);
}

typedef gboolean (*Take) (Restore *self, const char *name, gint64 size, GError **error);

static gboolean
take_all (Restore *self, const char *file, Take take_one, GError **error)
{
  const char *name = NULL;
  gint64 size = 0;
  int found;
  g_auto (AnfFd) fd = open (file, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return anf_error_set_errno (error, errno, _ ("cannot open %s"), file);
  g_clear_pointer (&self->reader, anf_backup_reader_free);
  self->reader = anf_backup_reader_new (fd, error);
  if (self->reader == NULL)
    return FALSE;
  while ((found = anf_backup_reader_next (self->reader, &name, &size, error)) > 0)
    if (!take_one (self, name, size, error))
      return FALSE;
  if (found < 0)
    return FALSE;
  return self->has_database
         || anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("the backup has no database"));
}

static void
tell_wanted (Restore *self)
{
  GHashTableIter iter;
  gpointer name;
  gpointer is_earlier;
  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &name, &is_earlier))
    anf_backup_complain (self->watch, name,
                         is_earlier != NULL ? _ ("it is in a backup before these")
                                            : _ ("it is damaged in the backup"));
}

static gboolean
take_files (Restore *self, const char *file, const char *const *earlier, GError **error)
{
  if (!take_all (self, file, take, error))
    return FALSE;
  for (gsize i = 0; earlier != NULL && earlier[i] != NULL; i++)
    if (!take_all (self, earlier[i], take_earlier, error))
      {
        g_prefix_error (error, "%s: ", earlier[i]);
        return FALSE;
      }
  tell_wanted (self);
  return TRUE;
}

/* Last, and durably: a folder with a database is one that can be served. */
static gboolean
finish (Restore *self, GError **error)
{
  const char *data_dir = self->options->data_dir;
  g_autofree char *from = g_build_filename (data_dir, ANF_FOLDER_UNFINISHED, NULL);
  g_autofree char *to = g_build_filename (data_dir, ANF_FOLDER_DATABASE, NULL);
  g_auto (AnfFd) folder = open (data_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  /* Of a log that was here before, which this one is shorter than, and tells so itself. */
  if (!anf_vault_sync_dirs (self->vault, error) || !anf_restored_note (data_dir, self->head, error)
      || !anf_anchor_remove (data_dir, error))
    return FALSE;
  return (folder >= 0 && anf_backup_put_in_place (from, to) && fsync (folder) == 0)
         || anf_error_set_errno (error, errno, _ ("cannot put %s in its place"), to);
}

gboolean
anf_office_restore (const AnfOfficeOptions *options,
                    const char *file,
                    const char *const *earlier,
                    AnfBackupWatch *watch,
                    AnfRestored *told,
                    GError **error)
{
  g_auto (Restore) self = { .options = options, .lock_fd = -1, .watch = watch };
  self.wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *vault = g_build_filename (options->data_dir, "vault", NULL);
  g_auto (AnfFd) fd = open (file, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return anf_error_set_errno (error, errno, _ ("cannot open %s"), file);
  self.reader = anf_backup_reader_new (fd, error);
  if (self.reader == NULL || !check_is_empty (options->data_dir, error)
      || !anf_folder_make (options, error))
    return FALSE;
  self.lock_fd = anf_folder_lock (options->data_dir, error);
  if (self.lock_fd < 0 || !check_is_empty (options->data_dir, error))
    return FALSE;
  self.vault = anf_vault_open (vault, error);
  if (self.vault == NULL || !take_files (&self, file, earlier, error) || !finish (&self, error))
    return FALSE;
  *told = self.told;
  self.told = (AnfRestored){ 0 };
  return TRUE;
}
