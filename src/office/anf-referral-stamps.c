/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-pack-timestamp.h"
#include "anf-referrals.h"
#include "anf-stamps.h"

#include <string.h>

/* The tree of a later checkpoint holds all that the case's own does. As soon as there is a stamped
   one, each export takes the first, so that they are the same to the byte from then on. */
gboolean
anf_referral_take_stamps (
    AnfWork *work, AnfPackPlan *plan, gint64 *size, gboolean *stamped, GError **error)
{
  g_autoptr (GPtrArray) stamps = anf_stamps_find (work->office, work->tx, *size, error);
  *stamped = FALSE;
  if (stamps == NULL)
    return FALSE;
  if (stamps->len == 0)
    return TRUE;
  const AnfStamp *first = g_ptr_array_index (stamps, 0);
  g_autofree char *checkpoint
      = anf_journal_sign (work->office->journal, work->tx, (guint64)first->size, error);
  if (checkpoint == NULL)
    return FALSE;
  /* Signed with a key that was changed since: what was stamped is not what the pack could hold. */
  if (strcmp (checkpoint, first->checkpoint) != 0)
    return TRUE;
  *size = first->size;
  *stamped = TRUE;
  for (guint i = 0; i < stamps->len; i++)
    {
      const AnfStamp *stamp = g_ptr_array_index (stamps, i);
      anf_pack_timestamp_add (plan, stamp->authority, stamp->reply, stamp->ca_pem);
    }
  return TRUE;
}
