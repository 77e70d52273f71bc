/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-restored.h"

#include "anf-content-hash.h"
#include "anf-digest.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-folder.h"
#include "anf-journal.h"
#include "anf-json.h"
#include "anf-log-rows.h"
#include "anf-note.h"
#include "anf-work.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOTE "restored.note"
#define CHECKED "restored.checked"

gboolean
anf_restored_note (const char *data_dir, const char *head, GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, NOTE, NULL);
  return g_file_set_contents_full (
      path, head, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

/* Returns: (transfer full): what the log's key has signed */
static JsonObject *
open_note (const char *data_dir, const char *note, GError **error)
{
  g_autoptr (GPtrArray) trusted = g_ptr_array_new ();
  g_autofree char *vkey = anf_folder_read_vkey (data_dir, error);
  g_autoptr (AnfVerifier) verifier = vkey != NULL ? anf_verifier_parse (vkey, error) : NULL;
  if (verifier == NULL)
    return NULL;
  g_ptr_array_add (trusted, verifier);
  g_autofree char *text = anf_note_open (note, strlen (note), trusted, error);
  if (text != NULL)
    return anf_json_parse_object (text, strlen (text), error);
  g_prefix_error (error,
                  _ ("the backup in %s is not signed by %s: put the keys back that go with it, or "
                     "restore one that nobody has changed: "),
                  data_dir, vkey);
  return NULL;
}

static gboolean
check_database (const char *data_dir, JsonObject *head, GError **error)
{
  const char *sha256 = anf_json_peek_string (anf_json_peek_object (head, "database"), "sha256");
  char hex[ANF_DIGEST_HEX_SIZE];
  g_autoptr (EVP_MD_CTX) digest = anf_digest_new ();
  g_autofree char *path = g_build_filename (data_dir, ANF_FOLDER_DATABASE, NULL);
  g_auto (AnfFd) fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  struct stat status;
  if (fd < 0 || fstat (fd, &status) != 0)
    return anf_error_set_errno (error, errno, _ ("cannot open %s"), path);
  if (!anf_digest_update_from (digest, fd, status.st_size, error))
    return FALSE;
  anf_digest_peek (digest, hex);
  return g_strcmp0 (hex, sha256) == 0
         || anf_error_throw (
             error, ANF_ERROR_CORRUPT,
             _ ("%s is not the database that was backed up: somebody has changed it "
                "or the backup; restore one that nobody has changed"),
             path);
}

/* Durably, before the database is opened, which changes its bytes. */
static gboolean
note_checked (const char *data_dir, GError **error)
{
  g_autofree char *from = g_build_filename (data_dir, NOTE, NULL);
  g_autofree char *to = g_build_filename (data_dir, CHECKED, NULL);
  if (g_rename (from, to) != 0)
    return anf_error_set_errno (error, errno, _ ("cannot put %s in its place"), from);
  return anf_folder_sync (data_dir, error);
}

gboolean
anf_restored_is_unchecked (const char *data_dir)
{
  g_autofree char *path = g_build_filename (data_dir, NOTE, NULL);
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

gboolean
anf_restored_check (const char *data_dir, GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, NOTE, NULL);
  g_autofree char *note = NULL;
  if (!anf_restored_is_unchecked (data_dir))
    return TRUE;
  if (!g_file_get_contents (path, &note, NULL, error))
    return FALSE;
  g_autoptr (JsonObject) head = open_note (data_dir, note, error);
  return head != NULL && check_database (data_dir, head, error) && note_checked (data_dir, error);
}

int
anf_restored_lock (const char *data_dir, GError **error)
{
  g_auto (AnfFd) lock = anf_folder_lock (data_dir, error);
  if (lock < 0 || !anf_folder_check_database (data_dir, error)
      || !anf_restored_check (data_dir, error))
    return -1;
  return g_steal_fd (&lock);
}

typedef struct
{
  AnfOffice *office;
  const char *content;
} Tell;

/* A crash after the commit leaves the note: what the log has is not told again. */
static gboolean
append (AnfTx *tx, gpointer data, GError **error)
{
  const Tell *self = data;
  g_autofree char *record = g_strdup_printf ("log/%.8s", self->content);
  const AnfLeaf leaf = { .at = anf_clock_now (&self->office->clock),
                         .by = "anfangd",
                         .content = self->content,
                         .event = "log.restored",
                         .record = record };
  g_autoptr (GError) absent = NULL;
  return anf_log_rows_find_last (tx, record, &absent) >= 0
         || anf_journal_append (self->office->journal, &leaf, NULL, error);
}

gboolean
anf_restored_tell (AnfOffice *office, const char *data_dir, GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, CHECKED, NULL);
  g_autofree char *text = NULL;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  g_autofree char *content = anf_content_hash (text);
  Tell self = { office, content };
  if (!anf_store_write (office->store, append, &self, error))
    return FALSE;
  g_autofree char *line = g_strndup (text, strcspn (text, "\n"));
  g_autoptr (JsonObject) head = anf_json_parse_object (line, strlen (line), NULL);
  const char *made_at = head != NULL ? anf_json_peek_string (head, "made_at") : NULL;
  g_message ("restored from the backup of %s; the log says so", made_at != NULL ? made_at : "?");
  return g_unlink (path) == 0 || anf_error_set_errno (error, errno, _ ("cannot remove %s"), path);
}
