/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-anchor.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-folder.h"
#include "anf-leaf.h"
#include "anf-log-rows.h"
#include "anf-office.h"
#include "anf-restored.h"

#include <glib/gi18n.h>

#include <inttypes.h>
#include <string.h>

typedef struct
{
  gint64 size;
  gint64 at;
} Kept;

static gboolean
read_kept (AnfTx *tx, gpointer data, GError **error)
{
  Kept *self = data;
  self->size = anf_log_rows_count (tx, error);
  if (self->size <= 0)
    return self->size == 0
           && anf_error_throw (error, ANF_ERROR_CONFLICT,
                               _ ("nothing is left in the database: restore the last backup into "
                                  "another folder"));
  g_autofree char *line = anf_log_rows_get_line (tx, self->size - 1, error);
  g_autoptr (AnfLeaf) leaf = line != NULL ? anf_leaf_parse (line, strlen (line), error) : NULL;
  if (leaf != NULL)
    self->at = leaf->at;
  return leaf != NULL;
}

/* The checkpoint that is given up is named, so that whoever has it finds it in the log. */
static gboolean
note_loss (const char *data_dir, const char *lost_after, const Kept *kept, GError **error)
{
  AnfTreeHead seen;
  if (!anf_anchor_read (data_dir, &seen, NULL))
    return anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("%s: what it held is gone"), data_dir);
  g_autofree char *root = g_base64_encode (seen.root, sizeof seen.root);
  g_autofree char *text
      = g_strdup_printf ("{\"kept\":%" PRId64 ",\"lost_after\":\"%s\",\"root\":\"%s\",\"signed\":"
                         "%" PRIu64 "}\n",
                         kept->size, lost_after, root, seen.size);
  return anf_restored_note_loss (data_dir, text, error) && anf_anchor_remove (data_dir, error);
}

gboolean
anf_office_accept_loss (const AnfOfficeOptions *options, char **lost_after, GError **error)
{
  Kept kept = { 0 };
  g_autoptr (GError) missing = NULL;
  g_autofree char *database = g_build_filename (options->data_dir, ANF_FOLDER_DATABASE, NULL);
  g_auto (AnfFd) lock = anf_folder_lock (options->data_dir, error);
  if (lock < 0 || !anf_folder_check_database (options->data_dir, error)
      || !anf_restored_check (options->data_dir, error))
    return FALSE;
  g_autoptr (AnfStore) store = anf_store_open (database, 1, error);
  if (store == NULL)
    return FALSE;
  if (anf_anchor_check (store, options->data_dir, &missing))
    return anf_error_throw (error, ANF_ERROR_CONFLICT,
                            _ ("%s lacks nothing of what was signed here: nothing was changed"),
                            database);
  if (anf_error_code (missing) != ANF_ERROR_CORRUPT)
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  if (!anf_store_read (store, read_kept, &kept, error))
    return FALSE;
  g_autofree char *at = anf_time_format (kept.at);
  if (!note_loss (options->data_dir, at, &kept, error))
    return FALSE;
  *lost_after = g_steal_pointer (&at);
  return TRUE;
}
