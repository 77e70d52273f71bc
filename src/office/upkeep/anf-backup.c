/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-backup.h"

#include "anf-backup-file.h"
#include "anf-backup-since.h"
#include "anf-checkpoint.h"
#include "anf-digest.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-folder-access.h"
#include "anf-folder.h"
#include "anf-json.h"
#include "anf-leaf.h"
#include "anf-log-rows.h"
#include "anf-note.h"
#include "anf-people.h"
#include "anf-restored.h"
#include "anf-uploads.h"
#include "anf-vault.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  const AnfOfficeOptions *options;
  AnfBackupWriter *writer;
  char *copy; /* of the database, beside the backup */
  char *checkpoint;
  AnfVault *vault;
  GHashTable *needed;     /* blobs that the log names, until they are written */
  const char *since_file; /* (nullable) */
  AnfBackupSince since;
  AnfBackupWatch *watch;
} Backup;

static void
backup_clear (Backup *self)
{
  static const char *const ends[] = { "", "-wal", "-shm" };
  for (gsize i = 0; self->copy != NULL && i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *path = g_strconcat (self->copy, ends[i], NULL);
      (void)unlink (path);
    }
  anf_backup_writer_free (self->writer);
  anf_vault_close (self->vault);
  g_clear_pointer (&self->needed, g_hash_table_unref);
  anf_backup_since_clear (&self->since);
  g_free (self->copy);
  g_free (self->checkpoint);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Backup, backup_clear)

/* Only bytes that were acknowledged without their rest hang on them. */
static gboolean
drop_uploads (AnfTx *tx, GError **error)
{
  for (;;)
    {
      g_autoptr (GPtrArray) ids = anf_uploads_list_stale (tx, G_MAXINT64, error);
      if (ids == NULL || ids->len == 0)
        return ids != NULL;
      for (guint i = 0; i < ids->len; i++)
        if (!anf_uploads_remove (tx, ids->pdata[i], error))
          return FALSE;
    }
}

/* Originals and letters have a leaf that names their bytes; what only a record names is found in
   the vault alone. */
static gboolean
list_needed (Backup *self, AnfTx *tx, gint64 size, GError **error)
{
  self->needed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (gint64 index = 0; index < size; index++)
    {
      g_autofree char *line = anf_log_rows_get_line (tx, index, error);
      if (line == NULL)
        return FALSE;
      g_autoptr (AnfLeaf) leaf = anf_leaf_parse (line, strlen (line), NULL);
      if (leaf != NULL && leaf->blob != NULL && strcmp (leaf->event, "evidence.referred") != 0)
        g_hash_table_add (self->needed, g_strdup (leaf->blob));
    }
  return TRUE;
}

/* Nor does anybody stay logged in who may have logged out since. */
static gboolean
settle (AnfTx *tx, gpointer data, GError **error)
{
  Backup *self = data;
  gint64 size = 0;
  self->checkpoint = anf_log_rows_get_checkpoint (tx, &size, error);
  if (self->since_file != NULL
      && !anf_backup_since_read (&self->since, tx, self->options->data_dir, self->since_file,
                                 error))
    return FALSE;
  return self->checkpoint != NULL && list_needed (self, tx, size, error) && drop_uploads (tx, error)
         && anf_people_end_all_sessions (tx, error);
}

/* A copy that is not sound is no backup. */
static gboolean
settle_copy (Backup *self, GError **error)
{
  g_autoptr (AnfStore) store = anf_store_open (self->copy, 1, error);
  return store != NULL && anf_store_check (store, error)
         && anf_store_write (store, settle, self, error);
}

static gboolean
copy_database (Backup *self, const char *file, GError **error)
{
  g_autofree char *database = g_build_filename (self->options->data_dir, ANF_FOLDER_DATABASE, NULL);
  g_autofree char *path = g_strconcat (file, ".part.db", NULL);
  g_auto (AnfFd) fd = anf_backup_create (path, O_RDWR, error);
  if (fd < 0)
    return FALSE;
  self->copy = g_steal_pointer (&path);
  return anf_store_copy (database, self->copy, error) && settle_copy (self, error);
}

/* The key may have been changed while the database was copied, or have half been. */
static AnfSigner *
find_signer (const Backup *self, GError **error)
{
  g_autofree char *waiting = anf_folder_read_new_vkey (self->options->data_dir);
  if (waiting != NULL)
    {
      anf_error_throw (error, ANF_ERROR_STATE,
                       _ ("a change of the log's key has broken off: run fsck, then back up"));
      return NULL;
    }
  g_autoptr (AnfSigner) signer = anf_folder_load_signer (self->options, error);
  if (signer == NULL)
    return NULL;
  AnfTreeHead head;
  g_autofree char *vkey = anf_signer_dup_vkey (signer);
  g_autoptr (AnfVerifier) verifier = anf_verifier_parse (vkey, error);
  if (verifier != NULL
      && anf_checkpoint_open (self->checkpoint, strlen (self->checkpoint), verifier, &head, error))
    return g_steal_pointer (&signer);
  g_prefix_error_literal (error, _ ("the log's key is not the one that signed the log last: "));
  return NULL;
}

static void
describe_since (const Backup *self, JsonObject *head)
{
  json_object_set_int_member (
      head, "format", self->since_file != NULL ? ANF_BACKUP_FORMAT_SINCE : ANF_BACKUP_FORMAT);
  if (self->since_file == NULL)
    return;
  JsonObject *since = json_object_new ();
  json_object_set_int_member (since, "leaves", self->since.size);
  json_object_set_string_member (since, "made_at", self->since.made_at);
  json_object_set_object_member (head, "since", since);
}

static char *
describe (const Backup *self, const char *sha256, gint64 size, GError **error)
{
  g_autoptr (JsonObject) head = json_object_new ();
  g_autofree char *at = anf_time_format (anf_clock_now (&self->options->clock));
  g_autoptr (AnfSigner) signer = find_signer (self, error);
  if (signer == NULL)
    return NULL;
  g_autofree char *vkey = anf_signer_dup_vkey (signer);
  JsonObject *database = json_object_new ();
  json_object_set_string_member (database, "sha256", sha256);
  json_object_set_int_member (database, "size", size);
  describe_since (self, head);
  json_object_set_string_member (head, "program", "anfangd " ANF_VERSION);
  json_object_set_string_member (head, "made_at", at);
  json_object_set_string_member (head, "key", vkey);
  json_object_set_string_member (head, "checkpoint", self->checkpoint);
  json_object_set_object_member (head, "database", database);
  g_autofree char *text = anf_json_format_object (head);
  g_autofree char *line = g_strconcat (text, "\n", NULL);
  return anf_note_sign (line, signer, error);
}

static gboolean
add_database (Backup *self, GError **error)
{
  g_auto (AnfFd) fd = open (self->copy, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  struct stat status;
  if (fd < 0 || fstat (fd, &status) != 0)
    return anf_error_set_errno (error, errno, _ ("cannot open %s"), self->copy);
  char hex[ANF_DIGEST_HEX_SIZE];
  g_autoptr (EVP_MD_CTX) digest = anf_digest_new ();
  if (!anf_digest_update_from (digest, fd, status.st_size, error))
    return FALSE;
  anf_digest_peek (digest, hex);
  g_autofree char *head = describe (self, hex, status.st_size, error);
  g_autofree char *again = NULL;
  return head != NULL && anf_backup_writer_add_text (self->writer, ANF_BACKUP_HEAD, head, error)
         && anf_backup_writer_add (self->writer, ANF_BACKUP_DATABASE, fd, status.st_size, &again,
                                   error)
                > 0;
}

static gboolean
add_config (Backup *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->options->data_dir, "anfangd.conf", NULL);
  g_autofree char *text = NULL;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  return g_file_get_contents (path, &text, NULL, error)
         && anf_backup_writer_add_text (self->writer, ANF_BACKUP_CONFIG, text, error);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* What is left out, so that whoever restores it can be told of each that is not found. */
static gboolean
add_earlier (Backup *self, GError **error)
{
  if (self->since_file == NULL)
    return TRUE;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  GHashTableIter iter;
  gpointer name;
  g_hash_table_iter_init (&iter, self->since.names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      g_ptr_array_add (names, name);
      (void)g_hash_table_remove (self->needed, name);
    }
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (text, "%s\n", (const char *)names->pdata[i]);
  return anf_backup_writer_add_text (self->writer, ANF_BACKUP_EARLIER, text->str, error);
}

void
anf_backup_complain (AnfBackupWatch *watch, const char *blob, const char *why)
{
  g_autofree char *line = g_strdup_printf (_ ("blob %s: %s"), blob, why);
  watch->faults++;
  watch->report (line, watch->data);
}

/* Of a damaged one the rest is still worth keeping; it is named, and not called whole. */
static gboolean
add_blob (const char *name, gint64 size, gpointer data, GError **error)
{
  Backup *self = data;
  g_autoptr (GError) why = NULL;
  g_auto (AnfFd) fd = -1;
  if (self->since_file != NULL && g_hash_table_contains (self->since.names, name))
    return TRUE;
  if (!anf_vault_open_blob (self->vault, name, &fd, &size, &why))
    {
      (void)g_hash_table_remove (self->needed, name);
      anf_backup_complain (self->watch, name, why->message);
      return TRUE;
    }
  g_autofree char *path = g_strdup_printf (ANF_BACKUP_BLOBS "%.2s/%s", name, name);
  g_autofree char *sha256 = NULL;
  const int added = anf_backup_writer_add (self->writer, path, fd, size, &sha256, &why);
  if (added < 0)
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return FALSE;
    }
  (void)g_hash_table_remove (self->needed, name);
  if (added == 0)
    anf_backup_complain (self->watch, name, why->message);
  else if (strcmp (sha256, name) != 0)
    anf_backup_complain (self->watch, name,
                         _ ("it is damaged, in the vault and so in the backup: run fsck"));
  return TRUE;
}

/* What the log names has to be there: names that a power cut took are found in `settling`. */
static gboolean
tell_missing (Backup *self, GError **error)
{
  GHashTableIter iter;
  gpointer name;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_hash_table_iter_init (&iter, self->needed);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, g_strdup (name));
  for (guint i = 0; i < names->len; i++)
    if (!add_blob (names->pdata[i], 0, self, error))
      return FALSE;
  return TRUE;
}

/* On the disk that holds the data a backup dies with it. */
static gboolean
check_is_elsewhere (const char *data_dir, const char *file, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *there = realpath (folder, NULL);
  g_autofree char *here = realpath (data_dir, NULL);
  const gsize size = here != NULL ? strlen (here) : 0;
  return there == NULL || here == NULL || strncmp (there, here, size) != 0
         || (there[size] != '\0' && there[size] != '/')
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("%s is in the data folder: name a file on another disk"), file);
}

/* Blobs after the database: each that it names was there before it named it. */
static gboolean
write_all (Backup *self, const char *file, GError **error)
{
  g_autofree char *vault = g_build_filename (self->options->data_dir, "vault", NULL);
  self->writer = anf_backup_writer_new (file, anf_clock_now (&self->options->clock),
                                        self->watch->give_up, error);
  if (self->writer == NULL || !copy_database (self, file, error) || !add_database (self, error)
      || !add_config (self, error) || !add_earlier (self, error))
    return FALSE;
  self->vault = anf_vault_open_blobs (vault, error);
  return self->vault != NULL && anf_vault_visit_blobs (self->vault, add_blob, self, error);
}

gboolean
anf_office_backup (const AnfOfficeOptions *options,
                   const char *file,
                   const char *since,
                   AnfBackupWatch *watch,
                   GError **error)
{
  g_auto (Backup) self = { .options = options, .since_file = since, .watch = watch };
  /* Signing what nobody has held to its backup would make it good. */
  if (anf_restored_is_unchecked (options->data_dir))
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("%s was restored and has not been looked at since: run fsck, then "
                               "back up"),
                            options->data_dir);
  return anf_folder_check_account (options->data_dir, error)
         && anf_folder_check_database (options->data_dir, error)
         && check_is_elsewhere (options->data_dir, file, error) && write_all (&self, file, error)
         && tell_missing (&self, error) && anf_backup_writer_finish (self.writer, error);
}
