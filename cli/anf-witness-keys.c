/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-witness-keys.h"

#include "anf-error.h"

#include <glib/gi18n.h>

#include <string.h>

struct _AnfWitnessKeys
{
  GHashTable *logs; /* origin → Log */
};

typedef struct
{
  GPtrArray *vkeys;     /* all that were trusted, the newest last */
  GPtrArray *verifiers; /* of those that may sign now */
} Log;

static void
log_free (gpointer data)
{
  Log *log = data;
  g_ptr_array_unref (log->vkeys);
  g_ptr_array_unref (log->verifiers);
  g_free (log);
}

static Log *
get_log (AnfWitnessKeys *self, const char *origin)
{
  Log *log = g_hash_table_lookup (self->logs, origin);
  if (log != NULL)
    return log;
  log = g_new0 (Log, 1);
  log->vkeys = g_ptr_array_new_with_free_func (g_free);
  log->verifiers = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_verifier_free);
  g_hash_table_insert (self->logs, g_strdup (origin), log);
  return log;
}

AnfWitnessKeys *
anf_witness_keys_new (char **vkeys, GError **error)
{
  g_autoptr (AnfWitnessKeys) self = g_new0 (AnfWitnessKeys, 1);
  self->logs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, log_free);
  for (char **vkey = vkeys; *vkey != NULL; vkey++)
    {
      AnfVerifier *verifier = anf_verifier_parse (*vkey, error);
      if (verifier == NULL)
        return NULL;
      Log *log = get_log (self, anf_verifier_get_name (verifier));
      g_ptr_array_add (log->vkeys, g_strdup (*vkey));
      g_ptr_array_add (log->verifiers, verifier);
    }
  return g_steal_pointer (&self);
}

void
anf_witness_keys_free (AnfWitnessKeys *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->logs);
  g_free (self);
}

const GPtrArray *
anf_witness_keys_get (const AnfWitnessKeys *self, const char *origin)
{
  const Log *log = g_hash_table_lookup (self->logs, origin);
  return log != NULL ? log->verifiers : NULL;
}

GList *
anf_witness_keys_list (const AnfWitnessKeys *self)
{
  return g_hash_table_get_keys (self->logs);
}

gboolean
anf_witness_keys_judge (const AnfWitnessKeys *self,
                        const AnfRotation *change,
                        guint64 seen,
                        gboolean *known,
                        GError **error)
{
  g_autoptr (AnfVerifier) verifier = anf_verifier_parse (change->old_vkey, error);
  if (verifier == NULL)
    return FALSE;
  const char *origin = anf_verifier_get_name (verifier);
  const Log *log = g_hash_table_lookup (self->logs, origin);
  if (log == NULL)
    return anf_error_throw (error, ANF_ERROR_NOT_FOUND,
                            _ ("no key of the log “%s” was given (--log VKEY)"), origin);
  *known = g_ptr_array_find_with_equal_func (log->vkeys, change->new_vkey, g_str_equal, NULL);
  if (*known)
    return TRUE;
  if (strcmp (g_ptr_array_index (log->vkeys, log->vkeys->len - 1), change->old_vkey) != 0)
    return anf_error_throw (error, ANF_ERROR_DENIED,
                            _ ("it changes another key than the one that is trusted"));
  return change->size >= seen
         || anf_error_throw (error, ANF_ERROR_CONFLICT,
                             _ ("it is of %llu leaves, and the old key has spoken for %llu"),
                             (unsigned long long)change->size, (unsigned long long)seen);
}

gboolean
anf_witness_keys_take (AnfWitnessKeys *self, const AnfRotation *change, GError **error)
{
  AnfVerifier *verifier = anf_verifier_parse (change->new_vkey, error);
  if (verifier == NULL)
    return FALSE;
  Log *log = get_log (self, anf_verifier_get_name (verifier));
  g_ptr_array_add (log->vkeys, g_strdup (change->new_vkey));
  g_ptr_array_set_size (log->verifiers, 0);
  g_ptr_array_add (log->verifiers, verifier);
  return TRUE;
}
