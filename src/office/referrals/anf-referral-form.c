/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* What the forms of a referral have in common: 登记表 and 审批表 (domain.md D.8, E.5). */

#include "anf-json.h"
#include "anf-referrals.h"

/* 被反映人, a line each. */
static char *
dup_persons (JsonObject *doc)
{
  JsonArray *persons = anf_json_peek_array (doc, "persons");
  GString *text = g_string_new (NULL);
  for (guint i = 0; persons != NULL && i < json_array_get_length (persons); i++)
    {
      JsonObject *person = json_array_get_object_element (persons, i);
      g_string_append_printf (text, "%s%s（%s）", i > 0 ? "\n" : "",
                              anf_json_peek_string (person, "name"),
                              anf_json_peek_string (person, "post"));
    }
  return g_string_free (text, FALSE);
}

gboolean
anf_referral_set_form (AnfFormDraft *form, const AnfItem *referral, GError **error)
{
  JsonObject *doc = referral->doc;
  JsonObject *approved = anf_json_peek_object (doc, "approved");
  const char *to
      = anf_letter_draft_find_unit (&form->draft, anf_json_peek_string (doc, "to"), error);
  if (to == NULL)
    return FALSE;
  anf_form_draft_set (form, "number", referral->record->number);
  anf_form_draft_set (form, "organ", form->office->organ);
  anf_form_draft_set (form, "addressee", to);
  anf_form_draft_set (form, "basis", anf_json_peek_string (doc, "basis"));
  anf_form_draft_set (form, "summary", anf_json_peek_string (doc, "summary"));
  anf_form_draft_set (form, "suspicion",
                      anf_referral_word_suspicion (anf_json_peek_string (doc, "suspicion")));
  anf_form_draft_take (form, "persons", dup_persons (doc));
  return anf_form_draft_set_actor (form, "approver", approved, error)
         && anf_form_draft_set_day (form, "approved_on", approved, error);
}
