/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-loss.h"

#include "anf-anchor.h"
#include "anf-content-hash.h"
#include "anf-error.h"
#include "anf-journal.h"
#include "anf-log-rows.h"
#include "anf-work.h"

#include <glib/gi18n.h>

#include <inttypes.h>
#include <string.h>

typedef struct
{
  AnfOffice *office;
  AnfTreeHead seen;
  gint64 size;
  gint64 at;
} Loss;

static gboolean
read_kept (AnfTx *tx, gpointer data, GError **error)
{
  Loss *self = data;
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
append (AnfTx *tx, gpointer data, GError **error)
{
  const Loss *self = data;
  g_autofree char *root = g_base64_encode (self->seen.root, sizeof self->seen.root);
  g_autofree char *text
      = g_strdup_printf ("{\"kept\":%" PRId64 ",\"root\":\"%s\",\"signed\":%" PRIu64 "}",
                         self->size, root, self->seen.size);
  g_autofree char *content = anf_content_hash (text);
  g_autofree char *record = g_strdup_printf ("log/%.8s", content);
  const AnfLeaf leaf = { .at = anf_clock_now (&self->office->clock),
                         .by = "anfangd",
                         .content = content,
                         .event = "log.loss_accepted",
                         .record = record };
  return anf_journal_append (self->office->journal, &leaf, NULL, error);
}

/* The leaf first: a crash leaves a loss that is still to be accepted, never one that is not told.
 */
gboolean
anf_loss_accept (AnfOffice *office, const char *data_dir, char **lost_after, GError **error)
{
  Loss self = { .office = office };
  g_autoptr (GError) missing = NULL;
  if (!anf_anchor_read (data_dir, &self.seen)
      || anf_anchor_check (office->store, data_dir, &missing))
    return anf_error_throw (error, ANF_ERROR_CONFLICT,
                            _ ("%s lacks nothing of what was signed here: nothing was changed"),
                            data_dir);
  if (anf_error_code (missing) != ANF_ERROR_CORRUPT)
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  if (!anf_store_read (office->store, read_kept, &self, error)
      || !anf_store_write (office->store, append, &self, error)
      || !anf_anchor_remove (data_dir, error))
    return FALSE;
  *lost_after = (guint64)self.size < self.seen.size ? anf_time_format (self.at) : NULL;
  return TRUE;
}
