/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-backup.h"
#include "anf-content-hash.h"
#include "anf-error.h"
#include "anf-journal.h"
#include "anf-json.h"
#include "anf-log-rows.h"
#include "anf-work.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <string.h>

#define NOTE "restored.json"

gboolean
anf_restored_note (const AnfOfficeOptions *options, const char *head, GError **error)
{
  g_autofree char *path = g_build_filename (options->data_dir, NOTE, NULL);
  g_autoptr (JsonObject) note = anf_json_parse_object (head, strlen (head), error);
  if (note == NULL)
    return FALSE;
  g_autofree char *at = anf_time_format (anf_clock_now (&options->clock));
  json_object_set_string_member (note, "restored_at", at);
  g_autofree char *text = anf_json_format_object (note);
  return g_file_set_contents_full (
      path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
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
  g_autofree char *path = g_build_filename (data_dir, NOTE, NULL);
  g_autofree char *text = NULL;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  g_autofree char *content = anf_content_hash (text);
  Tell self = { office, content };
  if (!anf_store_write (office->store, append, &self, error))
    return FALSE;
  g_message ("this folder was put back from a backup, and the log says so: %s", text);
  return g_unlink (path) == 0 || anf_error_set_errno (error, errno, _ ("cannot remove %s"), path);
}
