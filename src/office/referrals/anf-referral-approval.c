/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* 问题线索移送审批表 (domain.md E.5): what goes to those who decide, on paper, before the signer
   approves it here. What they say is written by hand; the form stays in the house. */

#include "anf-form-draft.h"
#include "anf-json.h"
#include "anf-referrals.h"
#include "anf-texts.h"

#include <string.h>

static gboolean
set_units (AnfFormDraft *form, JsonArray *findings, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (findings);
  g_autoptr (GPtrArray) names = anf_texts_new ();
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) finding
          = anf_work_find (form->draft.work, ANF_NOUN_FINDING, ids[i], error);
      const char *name = finding != NULL ? anf_letter_draft_find_unit (&form->draft,
                                                                       finding->record->unit, error)
                                         : NULL;
      if (name == NULL)
        return FALSE;
      anf_texts_add_once (names, name);
    }
  anf_form_draft_take (form, "units", anf_texts_join (names, "、"));
  return TRUE;
}

static gboolean
set_supplemented (AnfFormDraft *form, JsonObject *doc, GError **error)
{
  const char *id = anf_json_peek_string (doc, "supplements");
  if (id == NULL)
    {
      anf_form_draft_set (form, "supplements", "无");
      return TRUE;
    }
  g_autoptr (AnfItem) other = anf_work_find (form->draft.work, ANF_NOUN_REFERRAL, id, error);
  if (other == NULL)
    return FALSE;
  anf_form_draft_take (form, "supplements", g_strdup (other->record->number));
  return TRUE;
}

/* Approved before this one was, whatever became of either since: the form says the same for good.
   What it supplements stands in a row of its own. */
static gboolean
is_earlier (const AnfItem *other, const AnfItem *referral)
{
  JsonObject *before = anf_json_peek_object (other->doc, "approved");
  JsonObject *own = anf_json_peek_object (referral->doc, "approved");
  const char *supplemented = anf_json_peek_string (referral->doc, "supplements");
  return before != NULL && strcmp (other->record->id, referral->record->id) != 0
         && g_strcmp0 (other->record->id, supplemented) != 0
         && (own == NULL
             || g_strcmp0 (anf_json_peek_string (before, "at"), anf_json_peek_string (own, "at"))
                    < 0);
}

static gboolean
add_earlier (AnfFormDraft *form,
             const AnfItem *referral,
             const char *finding,
             GPtrArray *texts,
             GError **error)
{
  const AnfRecordsQuery query = { .link_kind = "finding", .link_target = finding };
  g_autoptr (GPtrArray) others = anf_work_list (form->draft.work, ANF_NOUN_REFERRAL, &query, error);
  for (guint i = 0; others != NULL && i < others->len; i++)
    {
      const AnfItem *other = others->pdata[i];
      if (is_earlier (other, referral))
        anf_texts_add_once (texts, other->record->number);
    }
  return others != NULL;
}

/* To refer the same finding again wants a reason. Who may not read what others refer is told
   neither that they did nor that they did not. */
static gboolean
set_earlier (AnfFormDraft *form, const AnfItem *referral, GError **error)
{
  AnfWork *work = form->draft.work;
  g_autoptr (GPtrArray) texts = anf_texts_new ();
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (referral->doc, "findings"));
  if (anf_policy_get_scope ("listReferrals", &work->actor) != ANF_SCOPE_ALL)
    {
      anf_form_draft_set (form, "earlier", "由审批人查核");
      return TRUE;
    }
  for (gsize i = 0; ids[i] != NULL; i++)
    if (!add_earlier (form, referral, ids[i], texts, error))
      return FALSE;
  anf_form_draft_take (form, "earlier",
                       texts->len > 0 ? anf_texts_join (texts, "、") : g_strdup ("无"));
  return TRUE;
}

static gboolean
fill (AnfFormDraft *form, const AnfItem *referral, GError **error)
{
  JsonObject *doc = referral->doc;
  JsonObject *drafted = anf_json_peek_object (doc, "drafted");
  JsonArray *findings = anf_json_peek_array (doc, "findings");
  return anf_referral_set_form (form, referral, error)
         && anf_form_draft_set_findings (form, findings, error) && set_units (form, findings, error)
         && set_supplemented (form, doc, error) && set_earlier (form, referral, error)
         && anf_form_draft_set_actor (form, "drafter", drafted, error)
         && anf_form_draft_set_day (form, "drafted_on", drafted, error);
}

gboolean
anf_referrals_get_approval (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) referral = anf_work_find (work, ANF_NOUN_REFERRAL, work->call->id, error);
  if (referral == NULL || !anf_referral_check (work, referral, error))
    return FALSE;
  JsonObject *approved = anf_json_peek_object (referral->doc, "approved");
  JsonObject *made_at
      = approved != NULL ? approved : anf_json_peek_object (referral->doc, "drafted");
  g_auto (AnfFormDraft) form = { 0 };
  return anf_form_draft_init (&form, work, referral->record->scheme, error)
         && fill (&form, referral, error)
         && anf_form_draft_reply (&form, ANF_FORM_APPROVAL, made_at, g_strdup ("移送审批表"),
                                  error);
}
