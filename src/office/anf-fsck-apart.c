/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-audit.h"
#include "anf-content-hash.h"
#include "anf-fsck.h"
#include "anf-informants.h"
#include "anf-talk-subjects.h"

#include <glib/gi18n.h>

#include <string.h>

/* Who gave a lead and who was talked to are kept apart from the record, which has but a hash. */

typedef gboolean (*LookUp) (AnfTx *tx, const char *id, char **doc, GError **error);

static const struct
{
  const char *member;
  LookUp look_up;
} kept_apart[ANF_NOUN_COUNT] = {
  [ANF_NOUN_LEAD] = { "informant_sha256", anf_informants_lookup },
  [ANF_NOUN_TALK] = { "subject_sha256", anf_talk_subjects_lookup },
};

gboolean
anf_fsck_apart_of (AnfFsck *self, AnfTx *tx, const char *id, JsonObject *doc, GError **error)
{
  const char *member = kept_apart[self->noun].member;
  g_autofree char *kept = NULL;
  if (member == NULL)
    return TRUE;
  if (!kept_apart[self->noun].look_up (tx, id, &kept, error))
    return FALSE;
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
