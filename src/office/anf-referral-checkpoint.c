/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bag.h"
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

/* The keys that the log had, and the changes between them. */
typedef struct
{
  GPtrArray *vkeys;
  GPtrArray *notes;
  guint shown; /* so many changes are in the pack */
} Keys;

static void
keys_clear (Keys *keys)
{
  g_clear_pointer (&keys->vkeys, g_ptr_array_unref);
  g_clear_pointer (&keys->notes, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Keys, keys_clear)

/* The changes of key that led to that of number @index: whoever knows an older one can go on from
   there. Later changes would make it another pack. */
static void
show_changes (Keys *keys, AnfPackPlan *plan, guint index)
{
  for (; keys->shown < index; keys->shown++)
    {
      const char *note = g_ptr_array_index (keys->notes, keys->shown);
      g_autofree char *path = g_strdup_printf (ANF_PACK_ROTATION, keys->shown + 1);
      g_autoptr (GBytes) bytes = g_bytes_new (note, strlen (note));
      g_ptr_array_add (plan->extras, anf_pack_item_new_bytes (path, bytes));
    }
}

/* Returns: (transfer none) (nullable): the key that signed @note, to which the pack leads now */
static const char *
take_key (Keys *keys, AnfPackPlan *plan, const char *note, GError **error)
{
  for (guint i = 0; i < keys->vkeys->len; i++)
    {
      const char *vkey = g_ptr_array_index (keys->vkeys, i);
      if (!is_signed_by (note, vkey))
        continue;
      show_changes (keys, plan, MIN (i, keys->notes->len));
      return vkey;
    }
  anf_error_throw (error, ANF_ERROR_CORRUPT,
                   _ ("no key that the log had signed its checkpoint: run fsck"));
  return NULL;
}

/* The key by which the pack's checkpoint is checked. */
static gboolean
add_keys (AnfWork *work, AnfPackPlan *plan, Keys *keys, GError **error)
{
  const AnfSigner *signer = anf_journal_get_signer (work->office->journal);
  keys->vkeys = anf_rotate_list_keys (work->tx, signer, &keys->notes, error);
  if (keys->vkeys == NULL)
    return FALSE;
  plan->log_vkey = g_strdup (take_key (keys, plan, plan->checkpoint, error));
  return plan->log_vkey != NULL;
}

/* What witnesses signed, beside a stamped checkpoint of @size leaves: each by the key that the log
   had then, which need not be the same. */
static gboolean
add_cosigned (
    AnfWork *work, AnfPackPlan *plan, Keys *keys, gint64 approved, gint64 size, GError **error)
{
  g_autofree char *note = NULL;
  gint64 seen = 0;
  if (!anf_log_history_find_cosigned (work->tx, approved, &note, &seen, error))
    return FALSE;
  if (note == NULL)
    return TRUE;
  const char *vkey = take_key (keys, plan, note, error);
  if (vkey == NULL)
    return FALSE;
  const AnfTreeReader reader = anf_journal_reader (work->tx);
  g_autoptr (GByteArray) hashes = anf_tree_prove_consistency (&reader, (guint64)MIN (seen, size),
                                                              (guint64)MAX (seen, size), error);
  if (hashes == NULL)
    return FALSE;
  anf_pack_cosigned_add (plan, note, strcmp (vkey, plan->log_vkey) != 0 ? vkey : NULL, hashes);
  return TRUE;
}

gboolean
anf_referral_take_checkpoint (
    AnfWork *work, AnfPackPlan *plan, gint64 approved, gint64 *size, GError **error)
{
  g_autoptr (GPtrArray) stamps = anf_stamps_find (work->office, work->tx, approved, error);
  if (stamps == NULL)
    return FALSE;
  g_auto (Keys) keys = { 0 };
  if (!take_stamped (plan, stamps, size))
    return take_other (work, plan, approved, size, error) && add_keys (work, plan, &keys, error);
  return add_keys (work, plan, &keys, error)
         && add_cosigned (work, plan, &keys, approved, *size, error);
}
