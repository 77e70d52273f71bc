/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-pack-changes.h"

#include "anf-error.h"
#include "anf-rotation.h"

#include <glib/gi18n.h>

#include <string.h>

/* @until: (out): leaves that @from speaks for at most; @since: from which on @to speaks for them */
static gboolean
follow (const GPtrArray *notes, const char *from, const char *to, guint64 *until, guint64 *since)
{
  g_autofree char *key = g_strdup (from);
  for (guint i = 0; i < notes->len && strcmp (key, to) != 0; i++)
    {
      const char *note = g_ptr_array_index (notes, i);
      g_autoptr (AnfRotation) change = anf_rotation_open (note, strlen (note), NULL);
      if (change == NULL)
        return FALSE;
      if (strcmp (change->old_vkey, key) != 0)
        continue;
      if (strcmp (key, from) == 0)
        *until = change->size;
      *since = change->size;
      g_free (key);
      key = g_steal_pointer (&change->new_vkey);
    }
  return strcmp (from, to) != 0 && strcmp (key, to) == 0;
}

gboolean
anf_pack_changes_check_all (const GPtrArray *notes, guint *at, GError **error)
{
  g_autofree char *key = NULL;
  for (*at = 0; *at < notes->len; (*at)++)
    {
      const char *note = g_ptr_array_index (notes, *at);
      g_autoptr (AnfRotation) change = anf_rotation_open (note, strlen (note), error);
      if (change == NULL)
        return FALSE;
      if (key != NULL && strcmp (change->old_vkey, key) != 0)
        return anf_error_throw (error, ANF_ERROR_CORRUPT,
                                _ ("it does not go on from the change of key before it"));
      g_free (key);
      key = g_steal_pointer (&change->new_vkey);
    }
  return TRUE;
}

static gboolean
is_of (const char *vkey, const AnfRotation *change)
{
  return strcmp (change->old_vkey, vkey) == 0 || strcmp (change->new_vkey, vkey) == 0;
}

gboolean
anf_pack_changes_check_own (const GPtrArray *notes,
                            const char *vkey,
                            guint64 size,
                            const GPtrArray *others,
                            guint *at,
                            GError **error)
{
  gboolean ours = notes->len == 0;
  g_autofree char *newest = g_strdup (vkey);
  for (*at = 0; *at < notes->len; (*at)++)
    {
      const char *note = g_ptr_array_index (notes, *at);
      g_autoptr (AnfRotation) change = anf_rotation_open (note, strlen (note), error);
      if (change == NULL)
        return FALSE;
      ours = ours || is_of (vkey, change);
      if (strcmp (change->old_vkey, vkey) == 0 && size > change->size)
        return anf_error_throw (error, ANF_ERROR_CORRUPT,
                                _ ("the key that signed the checkpoint had given way before"));
      g_free (newest);
      newest = g_steal_pointer (&change->new_vkey);
    }
  *at = 0;
  if (!ours)
    return anf_error_throw (error, ANF_ERROR_CORRUPT,
                            _ ("it is no change of the key that signed the checkpoint"));
  *at = MAX (notes->len, 1) - 1;
  return strcmp (newest, vkey) == 0
         || g_ptr_array_find_with_equal_func ((GPtrArray *)others, newest, g_str_equal, NULL)
         || anf_error_throw (error, ANF_ERROR_CORRUPT,
                             _ ("nothing that the new key signed goes on from the checkpoint"));
}

gboolean
anf_pack_changes_lead (const GPtrArray *notes, const char *from, const char *to)
{
  guint64 until = 0;
  guint64 since = 0;
  return follow (notes, from, to, &until, &since);
}

gboolean
anf_pack_changes_check (const GPtrArray *notes,
                        const char *a_vkey,
                        guint64 a_size,
                        const char *b_vkey,
                        guint64 b_size,
                        GError **error)
{
  guint64 until = 0;
  guint64 since = 0;
  const gboolean a_first = follow (notes, a_vkey, b_vkey, &until, &since);
  if (!a_first && !follow (notes, b_vkey, a_vkey, &until, &since))
    return anf_error_throw (
        error, ANF_ERROR_CORRUPT,
        _ ("it is by another key than the checkpoint, and no change of key that "
           "the pack shows leads from one to the other"));
  const guint64 older = a_first ? a_size : b_size;
  const guint64 newer = a_first ? b_size : a_size;
  /* Who has two old keys can sign a late end of the first, and with it a log that goes on from what
     the newest key signed: that must not be what the newest key vouches for. */
  if (older <= until && newer >= since && older <= newer)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_CORRUPT,
                          _ ("one of the two keys signed when it was not the log's"));
}
