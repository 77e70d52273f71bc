/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-referrals.h"

#include "anf-clocks.h"
#include "anf-error.h"
#include "anf-hold.h"
#include "anf-json.h"
#include "anf-log-rows.h"
#include "anf-number.h"
#include "anf-numbers.h"
#include "anf-orders.h"
#include "anf-referral-hold.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

gboolean
anf_referral_check (AnfWork *work, AnfItem *referral, GError **error)
{
  g_auto (AnfFactSheet) sheet = { 0 };
  return anf_facts_of_referral (work, referral->doc, &sheet, error)
         && anf_work_check (work, &sheet.facts, error);
}

/* A finding is with one discipline body at a time: two would inquire without knowing of each other.
   A draft binds nobody. @supplemented: (nullable): the referral that this one takes up */
static gboolean
check_is_free (AnfWork *work, const char *finding, const char *supplemented, GError **error)
{
  static const char *const idle[] = { "drafted", "declined", "result_reported", "archived", NULL };
  const AnfRecordsQuery query = { .link_kind = "finding", .link_target = finding };
  g_autoptr (GPtrArray) referrals = anf_work_list (work, ANF_NOUN_REFERRAL, &query, error);
  if (referrals == NULL)
    return FALSE;
  for (guint i = 0; i < referrals->len; i++)
    {
      const AnfItem *other = referrals->pdata[i];
      if (strcmp (other->record->id, work->call->id) != 0
          && g_strcmp0 (other->record->id, supplemented) != 0
          && !g_strv_contains (idle, other->record->state))
        return anf_error_throw (error, ANF_ERROR_CONFLICT,
                                _ ("findings: %s is being referred already, by %s: wait for its "
                                   "result"),
                                finding, other->record->id);
    }
  return TRUE;
}

gboolean
anf_referral_check_are_free (AnfWork *work, JsonObject *doc, GError **error)
{
  g_auto (GStrv) findings = anf_facts_dup_strings (anf_json_peek_array (doc, "findings"));
  for (gsize i = 0; findings[i] != NULL; i++)
    if (!check_is_free (work, findings[i], anf_json_peek_string (doc, "supplements"), error))
      return FALSE;
  return TRUE;
}

/* Who may not read what others refer is not told that they do: the signer will be. */
static gboolean
check_are_free_to_drafter (AnfWork *work, JsonObject *doc, GError **error)
{
  return anf_policy_get_scope (work->call->operation, &work->actor) != ANF_SCOPE_ALL
         || anf_referral_check_are_free (work, doc, error);
}

/* What goes to a discipline body has been established, and is of one scheme. */
static gboolean
add_finding (AnfWork *work, JsonObject *doc, const char *id, GError **error)
{
  static const char *const too_early[]
      = { "registered", "verifying", "not_established", "merged", NULL };
  g_autoptr (AnfItem) finding = anf_work_find_named (work, ANF_NOUN_FINDING, "findings", id, error);
  if (finding == NULL)
    return FALSE;
  if (g_strv_contains (too_early, finding->record->state))
    return anf_error_throw (
        error, ANF_ERROR_STATE, _ ("findings: %s is %s: only established findings are referred"),
        finding->record->number, anf_word_state ("finding", finding->record->state));
  const char *scheme = anf_json_peek_string (doc, "scheme");
  if (scheme != NULL && g_strcmp0 (scheme, finding->record->scheme) != 0)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("findings: they belong to different schemes"));
  json_object_set_string_member (doc, "scheme", finding->record->scheme);
  return TRUE;
}

/* 退回补充: the one that @doc supplements, as it stands; only who may read it learns that it is
   there. Returns: (transfer full): NULL on error */
static AnfItem *
find_supplemented (AnfWork *work, JsonObject *doc, GError **error)
{
  const char *id = anf_json_peek_string (doc, "supplements");
  g_autoptr (AnfItem) other
      = anf_work_find_named (work, ANF_NOUN_REFERRAL, "supplements", id, error);
  if (other == NULL || !anf_facts_check_referral_read (work, other->doc, error))
    return NULL;
  if (strcmp (other->record->state, "returned_for_supplement") != 0)
    {
      anf_error_throw (error, ANF_ERROR_STATE,
                       _ ("supplements: referral %s is %s: only one that was returned for a "
                          "supplement takes any"),
                       id, anf_word_state ("referral", other->record->state));
      return NULL;
    }
  if (g_strcmp0 (other->record->unit, anf_json_peek_string (doc, "to")) == 0)
    return g_steal_pointer (&other);
  anf_error_throw (error, ANF_ERROR_INVALID,
                   _ ("to: referral %s, which this one supplements, is with another body"), id);
  return NULL;
}

static gboolean
check_supplemented (AnfWork *work, JsonObject *doc, GError **error)
{
  if (!json_object_has_member (doc, "supplements"))
    return TRUE;
  g_autoptr (AnfItem) other = find_supplemented (work, doc, error);
  return other != NULL;
}

static JsonObject *
build (AnfWork *work, GError **error)
{
  g_autoptr (JsonObject) doc = anf_json_copy_object (work->call->body);
  g_autoptr (AnfRecord) body = NULL;
  const char *to = NULL;
  if (!anf_json_get_string (doc, "to", &to, error)
      || !anf_records_lookup (work->tx, ANF_NOUN_UNIT, to, &body, error))
    return NULL;
  if (body == NULL)
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("to: there is no unit %s"), to);
      return NULL;
    }
  g_auto (GStrv) findings = anf_facts_dup_strings (anf_json_peek_array (doc, "findings"));
  for (gsize i = 0; findings[i] != NULL; i++)
    if (!add_finding (work, doc, findings[i], error))
      return NULL;
  if (!check_supplemented (work, doc, error) || !check_are_free_to_drafter (work, doc, error))
    return NULL;
  json_object_set_string_member (doc, "id", work->call->id);
  json_object_set_array_member (doc, "clocks", json_array_new ());
  json_object_set_object_member (doc, "drafted", anf_work_act (work));
  return g_steal_pointer (&doc);
}

static gboolean
change_links (AnfWork *work, const AnfItem *item, AnfRecordsChange change, GError **error)
{
  return anf_work_change_links (work, item, "finding", anf_json_peek_array (item->doc, "findings"),
                                change, error);
}

static gboolean
save (AnfWork *work, AnfItem *existing, JsonObject *doc, GError **error)
{
  if (existing != NULL)
    {
      json_object_set_string_member (doc, "created_at",
                                     anf_json_peek_string (existing->doc, "created_at"));
      json_object_set_string_member (doc, "created_by",
                                     anf_json_peek_string (existing->doc, "created_by"));
      anf_facts_keep_drafters (doc, existing->doc);
      const gboolean unlinked = change_links (work, existing, anf_records_unlink, error);
      json_object_unref (existing->doc);
      existing->doc = doc;
      if (!unlinked)
        return FALSE;
      g_free (existing->record->scheme);
      existing->record->scheme = g_strdup (anf_json_peek_string (doc, "scheme"));
      g_free (existing->record->unit);
      existing->record->unit = g_strdup (anf_json_peek_string (doc, "to"));
      return anf_referral_step (work, existing, "edit", error)
             && change_links (work, existing, anf_records_link, error)
             && anf_order_finish (work, existing, "edited", error);
    }
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_REFERRAL, work->call->id, doc);
  item->record->scheme = g_strdup (anf_json_peek_string (doc, "scheme"));
  item->record->unit = g_strdup (anf_json_peek_string (doc, "to"));
  if (!anf_work_create (work, item, anf_machine_get_initial (ANF_MACHINE_REFERRAL), "drafted", NULL,
                        error)
      || !anf_records_link (work->tx, ANF_NOUN_REFERRAL, item->record, "drafter", work->actor.name,
                            error)
      || !change_links (work, item, anf_records_link, error))
    return FALSE;
  anf_work_reply_item (work, 201, item);
  return TRUE;
}

gboolean
anf_referrals_put (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) existing = NULL;
  gboolean same = FALSE;
  if (!anf_work_begin_put (work, ANF_NOUN_REFERRAL, anf_referral_check, &existing, &same, error))
    return FALSE;
  if (same)
    {
      anf_work_reply_item (work, 200, existing);
      return TRUE;
    }
  JsonObject *doc = build (work, error);
  return doc != NULL && save (work, existing, doc, error);
}

gboolean
anf_referrals_list (AnfWork *work, GError **error)
{
  AnfRecordsQuery query = { .scheme = anf_work_get_query (work, "scheme"),
                            .state = anf_work_get_query (work, "state"),
                            .number = anf_work_get_query (work, "number") };
  if (anf_policy_get_scope (work->call->operation, &work->actor) != ANF_SCOPE_ALL)
    {
      query.link_kind = "drafter";
      query.link_target = work->actor.name;
    }
  return anf_work_reply_list (work, ANF_NOUN_REFERRAL, &query, error);
}

AnfItem *
anf_referral_find_checked (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_REFERRAL, work->call->id, error);
  if (item == NULL || !anf_referral_check (work, item, error))
    return NULL;
  return g_steal_pointer (&item);
}

gboolean
anf_referrals_get (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_referral_find_checked (work, error);
  if (item != NULL)
    anf_work_reply_item (work, 200, item);
  return item != NULL;
}

char *
anf_referral_take_number (AnfWork *work, const AnfItem *item, GError **error)
{
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, item->record->scheme, error);
  if (scheme == NULL)
    return NULL;
  const char *word = anf_scheme_find_word (scheme, "referral");
  if (word == NULL)
    {
      anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                       _ ("scheme %s has no code word (机关代字) for %s"),
                       anf_scheme_get_id (scheme), anf_word_noun ("referral"));
      return NULL;
    }
  GDate today;
  anf_time_local_date (work->now, &today);
  const int year = g_date_get_year (&today);
  g_autofree char *series = g_strdup_printf ("letter %s %d", word, year);
  const gint64 sequence = anf_numbers_take (work->tx, series, error);
  return sequence > 0 ? anf_number_format_document (word, year, sequence) : NULL;
}

static gboolean
take_number (AnfWork *work, AnfItem *item, GError **error)
{
  item->record->number = anf_referral_take_number (work, item, error);
  if (item->record->number == NULL)
    return FALSE;
  json_object_set_string_member (item->doc, "number", item->record->number);
  return TRUE;
}

/* What is on hold stays so: nobody has said that any of it may go on. */
static gboolean
check_takes_all (const AnfItem *item, const AnfItem *held, GError **error)
{
  JsonArray *mine = anf_json_peek_array (item->doc, "findings");
  g_auto (GStrv) theirs = anf_facts_dup_strings (anf_json_peek_array (held->doc, "findings"));
  for (gsize i = 0; theirs[i] != NULL; i++)
    if (!anf_json_array_has_string (mine, theirs[i]))
      return anf_error_throw (error, ANF_ERROR_STATE,
                              _ ("supplements: referral %s is on hold: take up all of its "
                                 "findings, or release it first, when its body says so"),
                              held->record->number);
  return TRUE;
}

/* What came back is done with: its body has the whole case anew, under a clock of its own. */
static gboolean
take_up (AnfWork *work, AnfItem *item, GError **error)
{
  if (!json_object_has_member (item->doc, "supplements"))
    return TRUE;
  g_autoptr (AnfItem) other = find_supplemented (work, item->doc, error);
  if (other == NULL || (anf_referral_is_held (other) && !check_takes_all (item, other, error))
      || !anf_referral_step (work, other, "supplement", error))
    return FALSE;
  json_object_set_string_member (other->doc, "supplemented_by", item->record->id);
  anf_referral_take_hold (item, other);
  anf_clocks_stop (anf_order_get_clocks (other), "referral");
  return anf_work_save (work, other, "supplemented", NULL, error);
}

gboolean
anf_referrals_approve (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_referral_find_checked (work, error);
  if (item == NULL || !anf_referral_step (work, item, "approve", error)
      || !anf_referral_check_are_free (work, item->doc, error) || !take_up (work, item, error)
      || !take_number (work, item, error))
    return FALSE;
  JsonObject *approved = anf_referral_freeze (work, item, error);
  if (approved == NULL)
    return FALSE;
  g_autofree char *at = anf_time_format (work->now);
  g_autofree char *case_sha256 = g_strdup (anf_json_peek_string (approved, "case_sha256"));
  json_object_set_string_member (approved, "by", work->actor.name);
  json_object_set_string_member (approved, "at", at);
  json_object_set_object_member (item->doc, "approved", approved);
  if (!anf_work_save (work, item, "approved", case_sha256, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

static gboolean
step (AnfWork *work, AnfItem *item, const char *event, const char *member, GError **error)
{
  if (!anf_referral_step (work, item, event, error))
    return FALSE;
  json_object_set_object_member (item->doc, member, anf_work_act_with (work));
  return anf_order_finish (work, item, member, error);
}

gboolean
anf_referrals_send (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_referral_find_checked (work, error);
  return item != NULL && step (work, item, "send", "sent", error);
}

gboolean
anf_referrals_receive (AnfWork *work, GError **error)
{
  gint64 received_at = 0;
  g_autoptr (AnfItem) item = anf_referral_find_checked (work, error);
  if (item == NULL || !anf_referral_step (work, item, "receive", error)
      || !anf_order_find_receipt (work, anf_json_peek_object (item->doc, "sent"), &received_at,
                                  error))
    return FALSE;
  json_object_set_object_member (item->doc, "received", anf_work_act_with (work));
  return anf_order_start_clock (work, item, "referral", received_at, error)
         && anf_order_finish (work, item, "received", error);
}

gboolean
anf_referrals_archive (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_referral_find_checked (work, error);
  if (item == NULL)
    return FALSE;
  if (anf_referral_is_held (item))
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("referral %s is on hold: release it first, when its body says so"),
                            item->record->number);
  return step (work, item, "archive", "archived", error);
}
