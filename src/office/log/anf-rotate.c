/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-rotate.h"

#include "anf-checkpoint.h"
#include "anf-content-hash.h"
#include "anf-error.h"
#include "anf-folder.h"
#include "anf-log-history.h"
#include "anf-log-rows.h"
#include "anf-rotation.h"

#include <glib/gi18n.h>

#include <string.h>

typedef struct
{
  AnfOffice *office;
  const AnfSigner *signer; /* the new one */
  GPtrArray *notes;
} Rotate;

static gboolean
list_notes (AnfTx *tx, gpointer data, GError **error)
{
  Rotate *self = data;
  self->notes = anf_log_history_list_rotations (tx, error);
  return self->notes != NULL;
}

/* Returns: (transfer full) (nullable): the newest change; NULL without @error when there is none */
static AnfRotation *
read_newest (AnfStore *store, GError **error)
{
  Rotate self = { 0 };
  if (!anf_store_read (store, list_notes, &self, error))
    return NULL;
  g_autoptr (GPtrArray) notes = self.notes;
  if (notes->len == 0)
    return NULL;
  const char *note = g_ptr_array_index (notes, notes->len - 1);
  return anf_rotation_open (note, strlen (note), error);
}

gboolean
anf_rotate_settle (AnfStore *store, const char *data_dir, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *waiting = anf_folder_read_new_vkey (data_dir);
  if (waiting == NULL)
    return anf_folder_drop_new_key (data_dir, error);
  g_autoptr (AnfRotation) newest = read_newest (store, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (newest != NULL && strcmp (newest->new_vkey, waiting) == 0)
    return anf_folder_take_new_key (data_dir, error);
  return anf_folder_drop_new_key (data_dir, error);
}

static gboolean
sign_head (AnfTx *tx, gpointer data, GError **error)
{
  const Rotate *self = data;
  gint64 size = 0;
  AnfTreeHead head;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *note = anf_log_rows_get_checkpoint (tx, &size, error);
  if (note == NULL || !anf_note_split (note, strlen (note), &text, &lines, error)
      || !anf_checkpoint_parse (text, NULL, &head, error))
    return FALSE;
  g_autofree char *again = anf_checkpoint_sign (&head, self->signer, error);
  return again != NULL && anf_log_rows_set_checkpoint (tx, size, again, error);
}

static gboolean
is_of_old_key (AnfTx *tx, gpointer data, GError **error)
{
  const AnfRotation *newest = data;
  gint64 size = 0;
  AnfTreeHead head;
  g_autofree char *note = anf_log_rows_get_checkpoint (tx, &size, error);
  g_autoptr (AnfVerifier) old = note != NULL ? anf_verifier_parse (newest->old_vkey, error) : NULL;
  return old != NULL && anf_checkpoint_open (note, strlen (note), old, &head, error)
         && head.size == newest->size;
}

gboolean
anf_rotate_sign_head (AnfStore *store, const AnfSigner *signer, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *vkey = anf_signer_dup_vkey (signer);
  g_autoptr (AnfRotation) newest = read_newest (store, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (newest == NULL || strcmp (newest->new_vkey, vkey) != 0)
    return TRUE;
  /* What else could be wrong with the checkpoint is for fsck to complain of. */
  if (!anf_store_read (store, is_of_old_key, newest, NULL))
    return TRUE;
  Rotate self = { .signer = signer };
  return anf_store_write (store, sign_head, &self, error);
}

/* One of them was put back from before a change of the key, and the other was not. */
static gboolean
check_head (AnfTx *tx, gpointer data, GError **error)
{
  const Rotate *self = data;
  gint64 size = 0;
  AnfTreeHead head;
  g_autoptr (GError) why = NULL;
  g_autofree char *vkey = anf_signer_dup_vkey (self->signer);
  g_autofree char *note = anf_log_rows_get_checkpoint (tx, &size, &why);
  g_autoptr (AnfVerifier) own = note != NULL ? anf_verifier_parse (vkey, &why) : NULL;
  /* What else could be wrong with it is for fsck to complain of. */
  return own == NULL || anf_checkpoint_open (note, strlen (note), own, &head, &why)
         || anf_error_code (why) != ANF_ERROR_DENIED
         || anf_error_throw (error, ANF_ERROR_CORRUPT,
                             _ ("keys/log.key is not the key that signed this log last: put the "
                                "key back that belongs to the database, or the database that "
                                "belongs to the key"));
}

gboolean
anf_rotate_take_up_head (AnfStore *store, const AnfSigner *signer, GError **error)
{
  Rotate self = { .signer = signer };
  return anf_rotate_sign_head (store, signer, error)
         && anf_store_read (store, check_head, &self, error);
}

static gboolean
append_change (AnfTx *tx, gpointer data, GError **error)
{
  const Rotate *self = data;
  AnfOffice *office = self->office;
  const guint64 size = anf_journal_get_size (office->journal) + 1;
  g_autofree char *note
      = anf_rotation_sign (size, anf_journal_get_signer (office->journal), self->signer, error);
  if (note == NULL)
    return FALSE;
  g_autofree char *content = anf_content_hash (note);
  g_autofree char *record = g_strdup_printf ("log/%08x", anf_signer_get_id (self->signer));
  const AnfLeaf leaf = { .at = anf_clock_now (&office->clock),
                         .by = "anfangd",
                         .content = content,
                         .event = "log.rotated",
                         .record = record };
  return anf_journal_append (office->journal, &leaf, NULL, error)
         && anf_log_history_add_rotation (tx, (gint64)size, note, error);
}

gboolean
anf_rotate_run (AnfOffice *office, const AnfOfficeOptions *options, char **vkey, GError **error)
{
  const char *name = anf_signer_get_name (anf_journal_get_signer (office->journal));
  g_autoptr (AnfSigner) signer = anf_signer_generate (name, error);
  if (signer == NULL || !anf_folder_put_new_key (options, signer, error))
    return FALSE;
  Rotate self = { .office = office, .signer = signer };
  if (!anf_store_write (office->store, append_change, &self, error)
      || !anf_rotate_settle (office->store, options->data_dir, error)
      || !anf_rotate_sign_head (office->store, signer, error))
    return FALSE;
  *vkey = anf_signer_dup_vkey (signer);
  return TRUE;
}

GPtrArray *
anf_rotate_list_keys (AnfTx *tx, const char *vkey, GPtrArray **notes, GError **error)
{
  g_autoptr (GPtrArray) changes = anf_log_history_list_rotations (tx, error);
  g_autoptr (GPtrArray) vkeys = g_ptr_array_new_with_free_func (g_free);
  if (changes == NULL)
    return NULL;
  for (guint i = 0; i < changes->len; i++)
    {
      const char *note = g_ptr_array_index (changes, i);
      g_autoptr (AnfRotation) change = anf_rotation_open (note, strlen (note), error);
      if (change == NULL)
        return NULL;
      g_ptr_array_add (vkeys, g_steal_pointer (&change->old_vkey));
    }
  g_ptr_array_add (vkeys, g_strdup (vkey));
  if (notes != NULL)
    *notes = g_steal_pointer (&changes);
  return g_steal_pointer (&vkeys);
}
