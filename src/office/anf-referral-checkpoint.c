/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-checkpoint.h"
#include "anf-error.h"
#include "anf-log-history.h"
#include "anf-pack-cosigned.h"
#include "anf-pack-timestamp.h"
#include "anf-referrals.h"
#include "anf-rotate.h"
#include "anf-stamps.h"

#include <glib/gi18n.h>

#include <string.h>

/* The tree of a later checkpoint holds all that the case's own does. As soon as there is a stamped
   one, or a cosigned one, each export takes the first of each, so that they are the same to the
   byte from then on. */

static gboolean
take_stamped (AnfPackPlan *plan, GPtrArray *stamps, gint64 *size)
{
  if (stamps->len == 0)
    return FALSE;
  const AnfStamp *first = g_ptr_array_index (stamps, 0);
  plan->checkpoint = g_strdup (first->checkpoint);
  *size = first->size;
  for (guint i = 0; i < stamps->len; i++)
    {
      const AnfStamp *stamp = g_ptr_array_index (stamps, i);
      anf_pack_timestamp_add (plan, stamp->authority, stamp->reply, stamp->ca_pem);
    }
  return TRUE;
}

/* Before anybody outside has seen it: that of the approval. */
static gboolean
take_other (AnfWork *work, AnfPackPlan *plan, gint64 approved, gint64 *size, GError **error)
{
  if (!anf_log_history_find_cosigned (work->tx, approved, &plan->checkpoint, size, error))
    return FALSE;
  if (plan->checkpoint != NULL)
    return TRUE;
  *size = approved;
  plan->checkpoint = anf_journal_sign (work->office->journal, work->tx, (guint64)approved, error);
  return plan->checkpoint != NULL;
}

static gboolean
is_signed_by (const char *note, const char *vkey)
{
  AnfTreeHead head;
  g_autoptr (AnfVerifier) verifier = anf_verifier_parse (vkey, NULL);
  return verifier != NULL && anf_checkpoint_open (note, strlen (note), verifier, &head, NULL);
}

/* The key by which the pack's checkpoint is checked, and the changes of key that led to it: whoever
   knows an older one can go on from there. Later changes would make it another pack. */
static gboolean
add_keys (AnfWork *work, AnfPackPlan *plan, GError **error)
{
  const AnfSigner *signer = anf_journal_get_signer (work->office->journal);
  g_autoptr (GPtrArray) notes = NULL;
  g_autoptr (GPtrArray) vkeys = anf_rotate_list_keys (work->tx, signer, &notes, error);
  for (guint i = 0; vkeys != NULL && i < vkeys->len; i++)
    {
      if (is_signed_by (plan->checkpoint, g_ptr_array_index (vkeys, i)))
        {
          plan->log_vkey = g_strdup (g_ptr_array_index (vkeys, i));
          return TRUE;
        }
      if (i >= notes->len)
        break;
      const char *note = g_ptr_array_index (notes, i);
      g_autofree char *path = g_strdup_printf ("proofs/rotation-%03u.note", i + 1);
      g_autoptr (GBytes) bytes = g_bytes_new (note, strlen (note));
      g_ptr_array_add (plan->extras, anf_pack_item_new_bytes (path, bytes));
    }
  return vkeys != NULL
         && anf_error_throw (error, ANF_ERROR_CORRUPT,
                             _ ("no key that the log had signed its checkpoint: run fsck"));
}

/* @note: (out) (transfer full) (nullable): the first of at least @size leaves, when the pack's key
   signed it; across a change of key there is none to go beside the checkpoint */
static gboolean
find_cosigned (AnfWork *work, const AnfPackPlan *plan, gint64 *size, char **note, GError **error)
{
  if (!anf_log_history_find_cosigned (work->tx, *size, note, size, error))
    return FALSE;
  if (*note != NULL && !is_signed_by (*note, plan->log_vkey))
    g_clear_pointer (note, g_free);
  return TRUE;
}

/* What witnesses signed, beside a stamped checkpoint of @size leaves. */
static gboolean
add_cosigned (AnfWork *work, AnfPackPlan *plan, gint64 approved, gint64 size, GError **error)
{
  g_autofree char *note = NULL;
  gint64 seen = approved;
  if (!find_cosigned (work, plan, &seen, &note, error))
    return FALSE;
  if (note == NULL)
    {
      seen = size;
      if (!find_cosigned (work, plan, &seen, &note, error))
        return FALSE;
    }
  if (note == NULL)
    return TRUE;
  const AnfTreeReader reader = anf_journal_reader (work->tx);
  g_autoptr (GByteArray) hashes = anf_tree_prove_consistency (&reader, (guint64)MIN (seen, size),
                                                              (guint64)MAX (seen, size), error);
  if (hashes == NULL)
    return FALSE;
  anf_pack_cosigned_add (plan, note, hashes);
  return TRUE;
}

gboolean
anf_referral_take_checkpoint (
    AnfWork *work, AnfPackPlan *plan, gint64 approved, gint64 *size, GError **error)
{
  g_autoptr (GPtrArray) stamps = anf_stamps_find (work->office, work->tx, approved, error);
  if (stamps == NULL)
    return FALSE;
  if (!take_stamped (plan, stamps, size))
    return take_other (work, plan, approved, size, error) && add_keys (work, plan, error);
  return add_keys (work, plan, error) && add_cosigned (work, plan, approved, *size, error);
}
