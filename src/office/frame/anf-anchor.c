/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-anchor.h"

#include "anf-checkpoint.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-folder.h"
#include "anf-journal.h"
#include "anf-log-rows.h"
#include "anf-note.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#define NAME "last.checkpoint"
/* Beyond any checkpoint. */
#define NOTE_MAX 4096

struct _AnfAnchor
{
  int fd;
  gsize length;
  gboolean warned;
};

static char *
make_path (const char *data_dir)
{
  return g_build_filename (data_dir, NAME, NULL);
}

/* Whoever can write here could as well remove it: its signature is not looked at, and half a note
   asks for nothing. */
gboolean
anf_anchor_read (const char *data_dir, AnfTreeHead *head)
{
  char buffer[NOTE_MAX + 1];
  g_autofree char *path = make_path (data_dir);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (AnfFd) fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  const gssize size = fd >= 0 ? read (fd, buffer, NOTE_MAX) : -1;
  if (size < 0)
    return FALSE;
  buffer[size] = '\0';
  return anf_note_split (buffer, (gsize)size, &text, &lines, NULL)
         && anf_checkpoint_parse (text, NULL, head, NULL);
}

typedef struct
{
  const char *data_dir;
  AnfTreeHead seen;
} Check;

static gboolean
check_log (AnfTx *tx, gpointer data, GError **error)
{
  const Check *self = data;
  const AnfTreeReader reader = anf_journal_reader (tx);
  const gint64 size = anf_log_rows_count (tx, error);
  AnfTreeHead found;
  if (size < 0)
    return FALSE;
  if ((guint64)size < self->seen.size)
    return anf_error_throw (
        error, ANF_ERROR_CORRUPT,
        _ ("%s/anfang.db lacks what was recorded last: its log has %" PRId64 " leaves, and %" PRIu64
           " were signed. Put the newest anfang.db back together with its anfang.db-wal, or "
           "restore the last backup into another folder; where neither is to be had, "
           "`anfangd --data %s accept-loss` goes on without, and the log says so"),
        self->data_dir, size, self->seen.size, self->data_dir);
  if (!anf_tree_read_head (&reader, self->seen.size, &found, error))
    return FALSE;
  return memcmp (found.root, self->seen.root, ANF_HASH_SIZE) == 0
         || anf_error_throw (
             error, ANF_ERROR_CORRUPT,
             _ ("%s/anfang.db is not the database whose log was signed here last: put that one "
                "back, or restore the last backup into another folder; where neither is to be had, "
                "`anfangd --data %s accept-loss` goes on with this one, and the log says so"),
             self->data_dir, self->data_dir);
}

gboolean
anf_anchor_check (AnfStore *store, const char *data_dir, GError **error)
{
  Check self = { .data_dir = data_dir };
  return !anf_anchor_read (data_dir, &self.seen) || anf_store_read (store, check_log, &self, error);
}

static gboolean
read_note (AnfTx *tx, gpointer data, GError **error)
{
  char **note = data;
  gint64 size = 0;
  g_autoptr (GError) absent = NULL;
  /* A log that is just begun has none; fsck complains of another that has none. */
  *note = anf_log_rows_get_checkpoint (tx, &size, &absent);
  return TRUE;
}

AnfAnchor *
anf_anchor_open (AnfStore *store, const char *data_dir, GError **error)
{
  g_autofree char *path = make_path (data_dir);
  g_autofree char *note = NULL;
  if (!anf_store_read (store, read_note, &note, error))
    return NULL;
  g_autoptr (AnfAnchor) self = g_new0 (AnfAnchor, 1);
  self->fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->fd < 0)
    {
      anf_error_set_errno (error, errno, _ ("cannot make %s"), path);
      return NULL;
    }
  self->length = NOTE_MAX; /* whatever was there */
  if (note != NULL)
    anf_anchor_put (self, note);
  if (fsync (self->fd) != 0)
    {
      anf_error_set_errno (error, errno, _ ("cannot write %s to the disk"), path);
      return NULL;
    }
  return anf_folder_sync (data_dir, error) ? g_steal_pointer (&self) : NULL;
}

/* One write of less than a sector, at the same place: no power cut leaves half of it. */
void
anf_anchor_put (AnfAnchor *self, const char *note)
{
  const gsize length = strlen (note);
  const gboolean written = pwrite (self->fd, note, length, 0) == (gssize)length;
  if (written && length < self->length && ftruncate (self->fd, (off_t)length) == 0)
    self->length = length;
  self->length = MAX (self->length, length);
  if (!written && !self->warned)
    g_warning ("cannot note the newest checkpoint in " NAME ": %s", g_strerror (errno));
  self->warned = !written;
}

void
anf_anchor_close (AnfAnchor *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    (void)fdatasync (self->fd);
  anf_fd_clear (&self->fd);
  g_free (self);
}

gboolean
anf_anchor_remove (const char *data_dir, GError **error)
{
  g_autofree char *path = make_path (data_dir);
  if (unlink (path) != 0 && errno != ENOENT)
    return anf_error_set_errno (error, errno, _ ("cannot remove %s"), path);
  return anf_folder_sync (data_dir, error);
}
