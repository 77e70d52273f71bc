/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: forms that are printed of what the records know. */

#include "anf-form.h"
#include "anf-letter-draft.h"

typedef struct
{
  AnfLetterDraft draft;
  const AnfSchemeOffice *office;
  GArray *values; /* AnfFormValue */
  GArray *items;  /* AnfFormItem */
} AnfFormDraft;

void anf_form_draft_clear (AnfFormDraft *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnfFormDraft, anf_form_draft_clear)

/** anf_form_draft_init: @scheme: the id of the one whose office prints the form. */
gboolean anf_form_draft_init (AnfFormDraft *self, AnfWork *work, const char *scheme, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_form_draft_set: @name: of a static string; @value: (nullable): borrowed until it is printed
 */
void anf_form_draft_set (AnfFormDraft *self, const char *name, const char *value);
/** anf_form_draft_take: @value: (transfer full) (nullable) */
void anf_form_draft_take (AnfFormDraft *self, const char *name, char *value);

/** anf_form_draft_set_day: as anf_letter_dup_day(); empty when @act is NULL */
gboolean anf_form_draft_set_day (AnfFormDraft *self,
                                 const char *name,
                                 JsonObject *act,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_form_draft_set_people: the names of @accounts (array of account names); login names where no
 * other is known */
gboolean anf_form_draft_set_people (AnfFormDraft *self,
                                    const char *name,
                                    const char *const *accounts,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_form_draft_set_actor: the same of who did @act; empty when it is NULL */
gboolean anf_form_draft_set_actor (AnfFormDraft *self,
                                   const char *name,
                                   JsonObject *act,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_form_draft_set_findings: number, category and fact of each of @ids. */
gboolean anf_form_draft_set_findings (AnfFormDraft *self,
                                      JsonArray *ids,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_form_draft_append_evidence: a line of a list: kind, name and hash of @evidence. */
void anf_form_draft_append_evidence (GString *text, guint number, JsonObject *evidence);
/** anf_form_draft_set_evidence: such a list of @ids. */
gboolean anf_form_draft_set_evidence (AnfFormDraft *self,
                                      JsonArray *ids,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_form_draft_reply: renders it as the reply, in the format that the call asks for; @made_at:
 * of the record, as it is now; @stem: (transfer full): of the file's name */
gboolean anf_form_draft_reply (AnfFormDraft *self,
                               AnfFormKind kind,
                               JsonObject *made_at,
                               char *stem,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
