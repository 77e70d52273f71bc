/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-witnessing.h"

#include "anf-cosignature.h"
#include "anf-error.h"
#include "anf-log-history.h"
#include "anf-log-rows.h"
#include "anf-witness.h"
#include "anf-work.h"

#include <string.h>

gboolean
anf_witnessing_check_vkey (const char *vkey, GError **error)
{
  g_autoptr (AnfVerifier) verifier = anf_verifier_parse_witness (vkey, error);
  return verifier != NULL;
}

typedef struct
{
  const char *lines;
  char *note;
  gint64 size;
  gint64 seen;
  char *body;
} Witnessing;

static gboolean
read_checkpoint (AnfTx *tx, gpointer data, GError **error)
{
  Witnessing *self = data;
  self->note = anf_log_rows_get_checkpoint (tx, &self->size, error);
  return self->note != NULL;
}

char *
anf_witnessing_get_checkpoint (AnfOffice *office, gint64 *size, GError **error)
{
  Witnessing self = { 0 };
  if (!anf_store_read (office->store, read_checkpoint, &self, error))
    return NULL;
  *size = self.size;
  return self.note;
}

static gboolean
make_body (AnfTx *tx, gpointer data, GError **error)
{
  Witnessing *self = data;
  const AnfTreeReader reader = anf_journal_reader (tx);
  g_autoptr (GByteArray) hashes = NULL;
  if (self->seen > 0)
    {
      hashes
          = anf_tree_prove_consistency (&reader, (guint64)self->seen, (guint64)self->size, error);
      if (hashes == NULL)
        return FALSE;
    }
  self->body = anf_witness_request_format ((guint64)self->seen, hashes, self->note);
  return TRUE;
}

char *
anf_witnessing_make_request (
    AnfOffice *office, const char *note, gint64 size, gint64 seen, GError **error)
{
  Witnessing self = { .note = (char *)note, .size = size, .seen = seen };
  return anf_store_read (office->store, make_body, &self, error) ? self.body : NULL;
}

static gboolean
list_changes (AnfTx *tx, gpointer data, GError **error)
{
  GPtrArray **notes = data;
  *notes = anf_log_history_list_rotations (tx, error);
  return *notes != NULL;
}

GPtrArray *
anf_witnessing_list_changes (AnfOffice *office, GError **error)
{
  GPtrArray *notes = NULL;
  return anf_store_read (office->store, list_changes, &notes, error) ? notes : NULL;
}

char *
anf_witnessing_pick (const char *note, const char *reply, const char *vkey, GError **error)
{
  g_autoptr (AnfVerifier) verifier = anf_verifier_parse_witness (vkey, error);
  return verifier != NULL ? anf_cosignature_pick (note, reply, verifier, error) : NULL;
}

static guint
count_lines (const char *text)
{
  guint count = 0;
  for (const char *at = strchr (text, '\n'); at != NULL; at = strchr (at + 1, '\n'))
    count++;
  return count;
}

static gboolean
keep_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  const Witnessing *self = data;
  gint64 size = 0;
  g_autofree char *whole = g_strconcat (self->note, self->lines, NULL);
  g_autoptr (GError) local_error = NULL;
  g_autofree char *newest = anf_log_history_get_cosigned (tx, &size, &local_error);
  if (newest == NULL && anf_error_code (local_error) != ANF_ERROR_NOT_FOUND)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (newest != NULL
      && (size > self->size || (size == self->size && count_lines (newest) >= count_lines (whole))))
    return TRUE;
  return anf_log_history_add_cosigned (tx, self->size, whole, error);
}

gboolean
anf_witnessing_keep (
    AnfOffice *office, const char *note, gint64 size, const char *lines, GError **error)
{
  Witnessing self = { .note = (char *)note, .size = size, .lines = lines };
  return anf_store_write (office->store, keep_in_tx, &self, error);
}
