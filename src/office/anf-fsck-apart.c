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

/* FALSE, having told, when it is sealed and does not open. */
static gboolean
look_up (AnfFsck *self, AnfTx *tx, const char *id, char **kept, gboolean *opened, GError **error)
{
  GError *local_error = NULL;
  *opened
      = anf_sealing_lookup (self->sealer, tx, kept_apart[self->noun].apart, id, kept, &local_error);
  if (*opened)
    return TRUE;
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

gboolean
anf_fsck_apart_of (AnfFsck *self, AnfTx *tx, const char *id, JsonObject *doc, GError **error)
{
  const char *member = kept_apart[self->noun].member;
  g_autofree char *kept = NULL;
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
