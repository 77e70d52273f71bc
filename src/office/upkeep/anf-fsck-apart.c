/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-audit.h"
#include "anf-content-hash.h"
#include "anf-error.h"
#include "anf-fsck.h"
#include "anf-sealing.h"

#include <glib/gi18n.h>

#include <string.h>

/* Who gave a lead and who was talked to are kept apart from the record, which has but a hash. */

static const struct
{
  const char *member;
  AnfApart apart;
} kept_apart[ANF_NOUN_COUNT] = {
  [ANF_NOUN_LEAD] = { "informant_sha256", ANF_APART_INFORMANT },
  [ANF_NOUN_TALK] = { "subject_sha256", ANF_APART_SUBJECT },
};

/* What is sealed and does not open is told of. FALSE when @local_error, which is taken, is another.
 */
static gboolean
tell_unopened (AnfFsck *self, const char *id, GError *local_error, GError **error)
{
  if (!g_error_matches (local_error, ANF_ERROR, ANF_ERROR_CORRUPT)
      && !g_error_matches (local_error, ANF_ERROR, ANF_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  anf_fsck_fault (self, "%s/%s: %s", anf_noun_name (self->noun), id, local_error->message);
  g_error_free (local_error);
  return TRUE;
}

/* FALSE, having told, when it is sealed and does not open. */
static gboolean
look_up (AnfFsck *self, AnfTx *tx, const char *id, char **kept, gboolean *opened, GError **error)
{
  GError *local_error = NULL;
  *opened
      = anf_sealing_lookup (self->sealer, tx, kept_apart[self->noun].apart, id, kept, &local_error);
  return *opened || tell_unopened (self, id, local_error, error);
}

/* Only whether they open: no hash of them is in the log. */
static gboolean
check_account (AnfFsck *self, AnfTx *tx, const char *id, JsonObject *doc, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *address = NULL;
  g_autofree char *language = NULL;
  GError *local_error = NULL;
  if (!anf_sealing_read_name (self->sealer, doc, &name, &local_error)
      && !tell_unopened (self, id, g_steal_pointer (&local_error), error))
    return FALSE;
  return anf_sealing_get_address (self->sealer, tx, id, &address, &language, &local_error)
         || tell_unopened (self, id, local_error, error);
}

gboolean
anf_fsck_apart_of (AnfFsck *self, AnfTx *tx, const char *id, JsonObject *doc, GError **error)
{
  const char *member = kept_apart[self->noun].member;
  g_autofree char *kept = NULL;
  if (self->locked)
    return TRUE;
  if (self->noun == ANF_NOUN_ACCOUNT)
    return check_account (self, tx, id, doc, error);
  if (member == NULL)
    return TRUE;
  gboolean opened = FALSE;
  if (!look_up (self, tx, id, &kept, &opened, error))
    return FALSE;
  if (!opened)
    return TRUE;
  g_autofree char *hash = kept != NULL ? anf_content_hash (kept) : NULL;
  if (g_strcmp0 (hash, anf_json_peek_string (doc, member)) != 0)
    anf_fsck_fault (self, _ ("%s/%s: the person that is kept apart from it is missing or another"),
                    anf_noun_name (self->noun), id);
  return TRUE;
}

static gboolean
check_stray (const char *noun, const char *id, gpointer data, GError **error)
{
  anf_fsck_fault (data, _ ("%s/%s: a person is kept for it, but there is no such record"), noun,
                  id);
  return TRUE;
}

gboolean
anf_fsck_apart (AnfTx *tx, gpointer data, GError **error)
{
  return anf_audit_each_stray (tx, check_stray, data, error);
}
