/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bag.h"
#include "anf-checkpoint.h"
#include "anf-error.h"
#include "anf-log-history.h"
#include "anf-pack-beside.h"
#include "anf-pack-timestamp.h"
#include "anf-referrals.h"
#include "anf-rotate.h"
#include "anf-rotation.h"
#include "anf-stamps.h"

#include <glib/gi18n.h>

#include <string.h>

/* The tree of a later checkpoint holds all that the case's own does. As soon as there is a stamped
   one, or a cosigned one, each export takes the first of each, so that they are the same to the
   byte from then on, until the log changes its key: then the new key has to say that its log goes
   on from there, and says the same each time. */

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

/* A pack's states of the log, while they are gathered. */
typedef struct
{
  AnfWork *work;
  AnfPackPlan *plan;
  gint64 size;      /* of the checkpoint */
  GPtrArray *vkeys; /* that the log had, the newest last */
  GPtrArray *notes; /* the changes between them */
  guint shown;      /* so many changes are in the pack */
} States;

static void
states_clear (States *self)
{
  g_clear_pointer (&self->vkeys, g_ptr_array_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (States, states_clear)

/* The changes of key that led to that of number @index: whoever knows an older one can go on from
   there. */
static void
show_changes (States *self, guint index)
{
  for (; self->shown < index; self->shown++)
    {
      const char *note = g_ptr_array_index (self->notes, self->shown);
      g_autofree char *path = g_strdup_printf (ANF_PACK_ROTATION, self->shown + 1);
      g_autoptr (GBytes) bytes = g_bytes_new (note, strlen (note));
      g_ptr_array_add (self->plan->extras, anf_pack_item_new_bytes (path, bytes));
    }
}

/* Returns: (transfer none) (nullable): the key that signed @note, to which the pack leads now */
static const char *
take_key (States *self, const char *note, GError **error)
{
  for (guint i = 0; i < self->vkeys->len; i++)
    {
      const char *vkey = g_ptr_array_index (self->vkeys, i);
      if (!is_signed_by (note, vkey))
        continue;
      show_changes (self, MIN (i, self->notes->len));
      return vkey;
    }
  anf_error_throw (error, ANF_ERROR_CORRUPT,
                   _ ("no key that the log had signed its checkpoint: run fsck"));
  return NULL;
}

/* The key by which the pack's checkpoint is checked. */
static gboolean
add_keys (States *self, GError **error)
{
  g_autofree char *vkey
      = anf_signer_dup_vkey (anf_journal_get_signer (self->work->office->journal));
  self->vkeys = anf_rotate_list_keys (self->work->tx, vkey, &self->notes, error);
  if (self->vkeys == NULL)
    return FALSE;
  self->plan->log_vkey = g_strdup (take_key (self, self->plan->checkpoint, error));
  return self->plan->log_vkey != NULL;
}

/* Each by the key that the log had then, which need not be that of the checkpoint. */
static gboolean
add_state (States *self, AnfPackBeside which, const char *note, gint64 size, GError **error)
{
  const char *vkey = take_key (self, note, error);
  if (vkey == NULL)
    return FALSE;
  const AnfTreeReader reader = anf_journal_reader (self->work->tx);
  g_autoptr (GByteArray) hashes = anf_tree_prove_consistency (
      &reader, (guint64)MIN (self->size, size), (guint64)MAX (self->size, size), error);
  if (hashes == NULL)
    return FALSE;
  const gboolean same = strcmp (vkey, self->plan->log_vkey) == 0;
  anf_pack_beside_add (self->plan, which, note, same ? NULL : vkey, hashes);
  return TRUE;
}

/* What witnesses signed, beside a stamped checkpoint. */
static gboolean
add_cosigned (States *self, gint64 approved, GError **error)
{
  g_autofree char *note = NULL;
  gint64 seen = 0;
  if (!anf_log_history_find_cosigned (self->work->tx, approved, &note, &seen, error))
    return FALSE;
  return note == NULL || add_state (self, ANF_PACK_BESIDE_COSIGNED, note, seen, error);
}

/* Who comes later knows the newest key alone: it says that the log goes on from what older ones
   signed. As of the day when it took over, which is the same for every export. */
static gboolean
add_continued (States *self, GError **error)
{
  if (self->shown == self->notes->len)
    return TRUE;
  const char *last = g_ptr_array_index (self->notes, self->notes->len - 1);
  g_autoptr (AnfRotation) change = anf_rotation_open (last, strlen (last), error);
  if (change == NULL)
    return FALSE;
  g_autofree char *note
      = anf_journal_sign (self->work->office->journal, self->work->tx, change->size, error);
  return note != NULL
         && add_state (self, ANF_PACK_BESIDE_CONTINUED, note, (gint64)change->size, error);
}

gboolean
anf_referral_take_checkpoint (
    AnfWork *work, AnfPackPlan *plan, gint64 approved, gint64 *size, GError **error)
{
  g_autoptr (GPtrArray) stamps = anf_stamps_find (work->office, work->tx, approved, error);
  if (stamps == NULL)
    return FALSE;
  const gboolean stamped = take_stamped (plan, stamps, size);
  if (!stamped && !take_other (work, plan, approved, size, error))
    return FALSE;
  g_auto (States) states = { .work = work, .plan = plan, .size = *size };
  return add_keys (&states, error) && (!stamped || add_cosigned (&states, approved, error))
         && add_continued (&states, error);
}
