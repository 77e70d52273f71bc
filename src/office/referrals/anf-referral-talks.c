/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-referral-talks.h"

#include "anf-error.h"
#include "anf-form.h"
#include "anf-json.h"
#include "anf-orders.h"
#include "anf-pack.h"
#include "anf-referral-custody.h"
#include "anf-referrals.h"
#include "anf-talks.h"

#include <glib/gi18n.h>

#include <string.h>

/* Who reads the talk must not learn from it that a matter was referred. One reason of ours for all
   tells whoever knows it just that: it is for those who give none of theirs. */
#define REASON "依职责调阅"

static gboolean
is_of_visit (AnfWork *work, AnfItem *referral, const char *visit, gboolean *found, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (referral->doc, "findings"));
  *found = FALSE;
  for (gsize i = 0; ids[i] != NULL && !*found; i++)
    {
      g_autoptr (AnfItem) finding = anf_work_find (work, ANF_NOUN_FINDING, ids[i], error);
      if (finding == NULL)
        return FALSE;
      *found = g_strcmp0 (anf_json_peek_string (finding->doc, "visit"), visit) == 0;
    }
  return TRUE;
}

static gboolean
gather_facts (AnfWork *work, AnfItem *talk, AnfFactSheet *sheet, GError **error)
{
  return anf_facts_of_talk (work, talk->doc, sheet, error)
         && anf_facts_add_line (work, sheet, error);
}

/* As whoever names it may read it. */
static AnfItem *
find_named (AnfWork *work, const char *id, GError **error)
{
  g_auto (AnfFactSheet) sheet = { 0 };
  g_autoptr (AnfItem) talk = anf_work_find_named (work, ANF_NOUN_TALK, "talks", id, error);
  if (talk == NULL || !gather_facts (work, talk, &sheet, error)
      || !anf_policy_check ("getTalk", &work->actor, &sheet.facts, error))
    return NULL;
  return g_steal_pointer (&talk);
}

static gboolean
check_talk (AnfWork *work, AnfItem *referral, AnfItem *talk, GError **error)
{
  gboolean found = FALSE;
  if (!is_of_visit (work, referral, talk->record->parent, &found, error))
    return FALSE;
  if (!found)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("talks: %s was held under no visit of the findings"),
                            talk->record->number);
  if (strcmp (talk->record->state, "signed") != 0)
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("talks: %s is not signed yet, and no record before it is"),
                            talk->record->number);
  return json_object_has_member (talk->doc, "record")
         || anf_error_throw (error, ANF_ERROR_STATE,
                             _ ("talks: of %s no record was kept when it was signed: let who held "
                                "it print it once"),
                             talk->record->number);
}

/* Never who was talked to. */
static JsonObject *
describe (AnfWork *work, const AnfItem *talk, guint place, GError **error)
{
  JsonObject *record = anf_json_peek_object (talk->doc, "record");
  JsonObject *signing = anf_json_peek_object (talk->doc, "signed");
  const char *sha256 = anf_json_peek_string (record, "sha256");
  g_autofree char *sm3 = anf_referral_dup_sm3 (work, sha256, talk->record->number, error);
  if (sm3 == NULL)
    return NULL;
  g_autofree char *path = anf_pack_item_path ("talks", place, sha256, "record.pdf");
  g_autofree char *whole = g_strdup_printf ("data/%s", path);
  JsonObject *entry = json_object_new ();
  json_object_set_string_member (entry, "id", talk->record->id);
  json_object_set_string_member (entry, "number", talk->record->number);
  json_object_set_string_member (entry, "visit", talk->record->parent);
  anf_json_set_string (entry, "signed_on", anf_json_peek_string (signing, "signed_on"));
  anf_json_set_string (entry, "refused", anf_json_peek_string (signing, "refused"));
  json_object_set_string_member (entry, "path", whole);
  json_object_set_string_member (entry, "sha256", sha256);
  json_object_set_string_member (entry, "sm3", sm3);
  json_object_set_int_member (entry, "size", anf_json_peek_int (record, "size", 0));
  json_object_set_int_member (entry, "pages", anf_json_peek_int (record, "pages", 0));
  return entry;
}

static gboolean
add_talk (AnfWork *work,
          AnfItem *referral,
          const char *id,
          JsonArray *entries,
          AnfCsv *csv,
          GError **error)
{
  g_autoptr (AnfItem) talk = find_named (work, id, error);
  if (talk == NULL || !check_talk (work, referral, talk, error))
    return FALSE;
  JsonObject *entry = describe (work, talk, json_array_get_length (entries) + 1, error);
  if (entry == NULL)
    return FALSE;
  json_array_add_object_element (entries, entry);
  return anf_referral_custody_add_record (work, csv, talk, anf_json_peek_string (entry, "path"),
                                          error);
}

JsonArray *
anf_referral_take_talks (AnfWork *work, AnfItem *referral, AnfCsv *csv, GError **error)
{
  JsonObject *body = work->call->body;
  g_auto (GStrv) ids
      = anf_facts_dup_strings (body != NULL ? anf_json_peek_array (body, "talks") : NULL);
  g_autoptr (JsonArray) entries = json_array_new ();
  for (gsize i = 0; ids[i] != NULL; i++)
    if (!add_talk (work, referral, ids[i], entries, csv, error))
      return NULL;
  return g_steal_pointer (&entries);
}

void
anf_referral_list_talks (JsonArray *talks, AnfLetterDraft *draft, GArray *items)
{
  for (guint i = 0; talks != NULL && i < json_array_get_length (talks); i++)
    {
      JsonObject *talk = json_array_get_object_element (talks, i);
      char *name = g_strdup_printf ("谈话记录 %s\n%s", anf_json_peek_string (talk, "number"),
                                    anf_json_peek_string (talk, "path"));
      char *count = g_strdup_printf ("%d页", (int)anf_json_peek_int (talk, "pages", 0));
      const AnfFormItem item = { .name = anf_letter_draft_keep (draft, name),
                                 .count = anf_letter_draft_keep (draft, count),
                                 .original = "复制件",
                                 .carrier = "证据包",
                                 .sha256 = anf_json_peek_string (talk, "sha256"),
                                 .sm3 = anf_json_peek_string (talk, "sm3") };
      g_array_append_val (items, item);
    }
}

static gboolean
note_talk (AnfWork *work, const char *id, GError **error)
{
  g_auto (AnfFactSheet) sheet = { 0 };
  g_autoptr (AnfItem) talk = anf_work_find (work, ANF_NOUN_TALK, id, error);
  if (talk == NULL || !gather_facts (work, talk, &sheet, error))
    return FALSE;
  if (!anf_policy_check ("readTalkSubject", &work->actor, &sheet.facts, NULL))
    return anf_error_throw (error, ANF_ERROR_DENIED,
                            _ ("the pack holds the record of talk %s: it is fetched by the "
                               "discipline liaison, who may look who was talked to"),
                            talk->record->number);
  const char *reason = anf_work_get_query (work, "reason");
  JsonObject *act = anf_work_act (work);
  json_object_set_string_member (act, "reason", reason != NULL ? reason : REASON);
  anf_order_append (talk->doc, "subject_reads", act);
  return anf_work_save (work, talk, "subject_read", NULL, error);
}

gboolean
anf_referral_note_talks (AnfWork *work, JsonArray *talks, GError **error)
{
  for (guint i = 0; talks != NULL && i < json_array_get_length (talks); i++)
    if (!note_talk (work, anf_json_peek_string (json_array_get_object_element (talks, i), "id"),
                    error))
      return FALSE;
  return TRUE;
}
