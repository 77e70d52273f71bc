/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-backup-since.h"

#include "anf-backup-file.h"
#include "anf-backup.h"
#include "anf-checkpoint.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-folder.h"
#include "anf-journal.h"
#include "anf-json.h"
#include "anf-log-rows.h"
#include "anf-note.h"
#include "anf-rotate.h"
#include "anf-vault.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#define HEX "0123456789abcdef"

void
anf_backup_since_clear (AnfBackupSince *self)
{
  g_clear_pointer (&self->made_at, g_free);
  g_clear_pointer (&self->names, g_hash_table_unref);
}

/* Returns: (element-type AnfVerifier): of each key that this log had */
static GPtrArray *
list_verifiers (AnfTx *tx, const char *data_dir, GError **error)
{
  g_autoptr (GPtrArray) verifiers
      = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_verifier_free);
  g_autofree char *newest = anf_folder_read_vkey (data_dir, error);
  g_autoptr (GPtrArray) vkeys
      = newest != NULL ? anf_rotate_list_keys (tx, newest, NULL, error) : NULL;
  for (guint i = 0; vkeys != NULL && i < vkeys->len; i++)
    {
      AnfVerifier *verifier = anf_verifier_parse (g_ptr_array_index (vkeys, i), error);
      if (verifier == NULL)
        return NULL;
      g_ptr_array_add (verifiers, verifier);
    }
  return vkeys != NULL ? g_steal_pointer (&verifiers) : NULL;
}

/* To the end: one that was cut off is not what the next may go on from. */
static gboolean
list_names (AnfBackupSince *self, AnfBackupReader *reader, GError **error)
{
  const char *name = NULL;
  gint64 size = 0;
  int found;
  while ((found = anf_backup_reader_next (reader, &name, &size, error)) > 0)
    {
      if (strcmp (name, ANF_BACKUP_EARLIER) == 0
          && !anf_backup_read_earlier (reader, self->names, error))
        return FALSE;
      if (anf_backup_is_blob (name))
        g_hash_table_add (self->names, g_strdup (strrchr (name, '/') + 1));
      if (!anf_backup_reader_skip (reader, error))
        return FALSE;
    }
  return found == 0;
}

static char *
read_note (AnfBackupSince *self, const char *file, GError **error)
{
  const char *name = NULL;
  gint64 size = 0;
  g_auto (AnfFd) fd = open (file, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    {
      anf_error_set_errno (error, errno, _ ("cannot open %s"), file);
      return NULL;
    }
  g_autoptr (AnfBackupReader) reader = anf_backup_reader_new (fd, error);
  const int found = reader != NULL ? anf_backup_reader_next (reader, &name, &size, error) : -1;
  if (found > 0 && strcmp (name, ANF_BACKUP_HEAD) == 0)
    {
      g_autofree char *note = anf_backup_reader_read_text (reader, name, size, error);
      return note != NULL && list_names (self, reader, error) ? g_steal_pointer (&note) : NULL;
    }
  if (found >= 0)
    anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("%s is no backup of Anfang"), file);
  return NULL;
}

/* Returns: (transfer full): what a key of this log has signed for */
static JsonObject *
open_note (const char *note, const GPtrArray *verifiers, const char *file, GError **error)
{
  g_autofree char *text = anf_note_open (note, strlen (note), verifiers, error);
  if (text != NULL)
    return anf_json_parse_object (text, strlen (text), error);
  g_prefix_error (error, _ ("%s is no backup of this system: "), file);
  return NULL;
}

/* A restored system may be another than the one that the backup is of. */
static gboolean
check_goes_on (AnfTx *tx, const AnfTreeHead *then, const char *file, GError **error)
{
  const gint64 size = anf_log_rows_count (tx, error);
  const AnfTreeReader reader = anf_journal_reader (tx);
  AnfTreeHead now;
  if (size < 0)
    return FALSE;
  if ((guint64)size >= then->size && !anf_tree_read_head (&reader, then->size, &now, error))
    return FALSE;
  return ((guint64)size >= then->size && memcmp (now.root, then->root, ANF_HASH_SIZE) == 0)
         || anf_error_throw (error, ANF_ERROR_CONFLICT,
                             _ ("%s has records that are not here: back up all of it, without "
                                "--since"),
                             file);
}

gboolean
anf_backup_since_read (
    AnfBackupSince *self, AnfTx *tx, const char *data_dir, const char *file, GError **error)
{
  AnfTreeHead then;
  const char *made_at = NULL;
  const char *checkpoint = NULL;
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *note = read_note (self, file, error);
  g_autoptr (GPtrArray) verifiers = note != NULL ? list_verifiers (tx, data_dir, error) : NULL;
  g_autoptr (JsonObject) head = verifiers != NULL ? open_note (note, verifiers, file, error) : NULL;
  if (head == NULL || !anf_json_get_string (head, "made_at", &made_at, error)
      || !anf_json_get_string (head, "checkpoint", &checkpoint, error)
      || !anf_checkpoint_open_any (checkpoint, strlen (checkpoint), verifiers, &then, error)
      || !check_goes_on (tx, &then, file, error))
    return FALSE;
  self->size = (gint64)then.size;
  self->made_at = g_strdup (made_at);
  return TRUE;
}

/* ---- names of blobs in a backup ---- */

gboolean
anf_backup_is_blob (const char *name)
{
  const gsize folder = strlen (ANF_BACKUP_BLOBS);
  return g_str_has_prefix (name, ANF_BACKUP_BLOBS)
         && strlen (name) == folder + 3 + ANF_VAULT_NAME_LENGTH && name[folder + 2] == '/'
         && strncmp (name + folder, name + folder + 3, 2) == 0 && strspn (name + folder, HEX) == 2
         && strspn (name + folder + 3, HEX) == ANF_VAULT_NAME_LENGTH;
}

gboolean
anf_backup_read_earlier (AnfBackupReader *reader, GHashTable *names, GError **error)
{
  char line[ANF_VAULT_NAME_LENGTH + 1];
  gsize have = 0;
  gssize count;
  while ((count = anf_backup_reader_read (reader, line + have, sizeof line - have, error)) > 0)
    {
      have += (gsize)count;
      if (have < sizeof line)
        continue;
      have = 0;
      if (line[ANF_VAULT_NAME_LENGTH] != '\n' || strspn (line, HEX) != ANF_VAULT_NAME_LENGTH)
        return anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("%s in the backup is damaged"),
                                ANF_BACKUP_EARLIER);
      g_hash_table_add (names, g_strndup (line, ANF_VAULT_NAME_LENGTH));
    }
  return count == 0
         && (have == 0
             || anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("%s in the backup is damaged"),
                                 ANF_BACKUP_EARLIER));
}
