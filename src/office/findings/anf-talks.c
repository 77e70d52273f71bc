/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-talks.h"

#include "anf-content-hash.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-letter-draft.h"
#include "anf-number.h"
#include "anf-numbers.h"
#include "anf-orders.h"
#include "anf-sealing.h"

#include <glib/gi18n.h>

#include <inttypes.h>
#include <string.h>

static char **
dup_participants (JsonObject *talk)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) talkers = anf_facts_dup_strings (anf_json_peek_array (talk, "talkers"));
  g_strv_builder_addv (builder, (const char **)talkers);
  g_strv_builder_add (builder, anf_json_peek_string (talk, "recorder"));
  return g_strv_builder_end (builder);
}

gboolean
anf_facts_of_talk (AnfWork *work, JsonObject *talk, AnfFactSheet *sheet, GError **error)
{
  g_autoptr (AnfItem) visit
      = anf_work_find (work, ANF_NOUN_VISIT, anf_json_peek_string (talk, "visit"), error);
  if (visit == NULL || !anf_facts_of_visit (work, visit->doc, sheet, error))
    return FALSE;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) participants = dup_participants (talk);
  g_strv_builder_addv (builder, (const char **)sheet->members);
  g_strv_builder_addv (builder, (const char **)participants);
  g_strfreev (sheet->members);
  sheet->members = g_strv_builder_end (builder);
  sheet->facts.members = (const char *const *)sheet->members;
  return TRUE;
}

/* Who wrote the record stands for it: the other members of the visit were not there. */
static gboolean
check_participant (AnfWork *work, JsonObject *talk, JsonObject *visit, GError **error)
{
  g_auto (AnfFactSheet) sheet = { 0 };
  if (!anf_facts_of_visit (work, visit, &sheet, error) || !anf_facts_add_line (work, &sheet, error))
    return FALSE;
  g_strfreev (sheet.members);
  sheet.members = dup_participants (talk);
  sheet.facts.members = (const char *const *)sheet.members;
  return anf_work_check (work, &sheet.facts, error);
}

static gboolean
check_existing (AnfWork *work, AnfItem *existing, GError **error)
{
  g_autoptr (AnfItem) visit
      = anf_work_find (work, ANF_NOUN_VISIT, anf_json_peek_string (existing->doc, "visit"), error);
  return visit != NULL && check_participant (work, existing->doc, visit->doc, error);
}

/* ---- what is written down ---- */

static gboolean
check_visit (const AnfItem *visit, GError **error)
{
  static const char *const begun[] = { "in_progress", "submitted", "returned", "verified", NULL };
  return g_strv_contains (begun, visit->record->state)
         || anf_error_throw (error, ANF_ERROR_STATE,
                             _ ("visit: talks are written down under a visit that has begun and is "
                                "not put away; %s is not"),
                             visit->record->number);
}

static gboolean
check_person (
    AnfWork *work, const char *member, const char *name, JsonObject *visit, GError **error)
{
  g_autoptr (JsonObject) account = anf_work_find_account (work, member, name, error);
  if (account == NULL)
    return FALSE;
  AnfActor person;
  anf_actor_init (&person, account);
  /* 监察法 67 goes for each of them, whoever writes it down. */
  if (anf_json_array_has_string (anf_json_peek_array (visit, "members"), name)
      || (person.roles & ANF_ROLE_VERIFIER) != 0)
    return anf_facts_check_apart (work, member, account, anf_json_peek_string (visit, "unit"),
                                  error);
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("%s: %s is neither a member of the visit nor a verifier"), member,
                          name);
}

/* 监察法 44, 行政处罚法 42: by two at least, one of whom writes. */
static gboolean
check_people (AnfWork *work, JsonObject *doc, JsonObject *visit, GError **error)
{
  const char *recorder = anf_json_peek_string (doc, "recorder");
  JsonArray *talkers = anf_json_peek_array (doc, "talkers");
  g_auto (GStrv) names = anf_facts_dup_strings (talkers);
  if (anf_json_array_has_string (talkers, recorder))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("recorder: %s talks already: a talk is held by two at least, and "
                               "written down by one who does not talk"),
                            recorder);
  for (gsize i = 0; names[i] != NULL; i++)
    if (!check_person (work, "talkers", names[i], visit, error))
      return FALSE;
  return check_person (work, "recorder", recorder, visit, error);
}

/* Nobody inspects before it is begun (政府督查工作条例 15), so nobody is talked to either. What the
   inspectors wrote down counts where it is earlier: they may have been without a net. */
static gboolean
check_begun (JsonObject *visit, const char *text, gint64 at, GError **error)
{
  gint64 began_at = 0;
  gint64 ended_at = 0;
  gint64 started_at = 0;
  JsonObject *started = anf_json_peek_object (visit, "started");
  if (!anf_visit_find_times (visit, &began_at, &ended_at, error)
      || !anf_time_parse (anf_json_peek_string (started, "at"), &started_at, error))
    return FALSE;
  g_autofree char *begun = anf_time_format (MIN (began_at, started_at));
  return at >= MIN (began_at, started_at)
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("began_at: %s is before visit %s began, on %s: put the time of the "
                                "talk right, or first submit the visit with the time at which it "
                                "began"),
                             text, anf_json_peek_string (visit, "number"), begun);
}

static gboolean
check_times (AnfWork *work, JsonObject *doc, JsonObject *visit, GError **error)
{
  gint64 began_at = 0;
  gint64 ended_at = 0;
  if (!anf_time_parse (anf_json_peek_string (doc, "began_at"), &began_at, error)
      || !anf_time_parse (anf_json_peek_string (doc, "ended_at"), &ended_at, error))
    return FALSE;
  if (began_at >= ended_at)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("ended_at: the talk has to end after it began"));
  if (ended_at > work->now)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: %s is still to come"), "ended_at",
                            anf_json_peek_string (doc, "ended_at"));
  if (!check_begun (visit, anf_json_peek_string (doc, "began_at"), began_at, error))
    return FALSE;
  g_autofree char *begun = anf_time_format (began_at);
  g_autofree char *ended = anf_time_format (ended_at);
  json_object_set_string_member (doc, "began_at", begun);
  json_object_set_string_member (doc, "ended_at", ended);
  return TRUE;
}

char *
anf_talk_dup_dialogue (JsonObject *talk)
{
  GString *text = g_string_new (NULL);
  JsonArray *exchanges = anf_json_peek_array (talk, "exchanges");
  for (guint i = 0; i < json_array_get_length (exchanges); i++)
    {
      JsonObject *exchange = json_array_get_object_element (exchanges, i);
      g_string_append_printf (text, "%s问：%s\n答：%s", i > 0 ? "\n" : "",
                              anf_json_peek_string (exchange, "question"),
                              anf_json_peek_string (exchange, "answer"));
    }
  return g_string_free (text, FALSE);
}

char *
anf_talk_dup_corrections (JsonObject *talk)
{
  JsonArray *corrections = anf_json_peek_array (talk, "corrections");
  GString *text = g_string_new (NULL);
  for (guint i = 0; corrections != NULL && i < json_array_get_length (corrections); i++)
    {
      JsonObject *correction = json_array_get_object_element (corrections, i);
      g_string_append_printf (text, "%s%u. 第%d问答：“%s”更正为“%s”。", i > 0 ? "\n" : "", i + 1,
                              (int)anf_json_peek_int (correction, "exchange", 0),
                              anf_json_peek_string (correction, "wrong"),
                              anf_json_peek_string (correction, "right"));
    }
  return g_string_free (text, FALSE);
}

/* What is longer could be kept, and never printed and signed. */
static gboolean
check_lengths (JsonObject *doc, GError **error)
{
  g_autofree char *dialogue = anf_talk_dup_dialogue (doc);
  g_autofree char *corrections = anf_talk_dup_corrections (doc);
  const char *rights = anf_json_peek_string (doc, "rights");
  if (strlen (dialogue) > ANF_TALK_TEXT_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("exchanges: more than %d bytes were said in one talk: write down "
                               "the rest as another one"),
                            ANF_TALK_TEXT_MAX);
  if (strlen (corrections) > ANF_TALK_TEXT_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("corrections: together they have more than %d bytes: shorten them, "
                               "or put it right in the exchanges"),
                            ANF_TALK_TEXT_MAX);
  return rights == NULL || strlen (rights) <= ANF_TALK_TEXT_MAX
         || anf_error_throw (error, ANF_ERROR_INVALID, _ ("rights: more than %d bytes"),
                             ANF_TALK_TEXT_MAX);
}

/* What is put right must have been said: else the record would correct what it does not have. */
static gboolean
check_correction (JsonObject *correction, JsonObject *exchange, gint64 number, GError **error)
{
  const char *wrong = anf_json_peek_string (correction, "wrong");
  return strstr (anf_json_peek_string (exchange, "question"), wrong) != NULL
         || strstr (anf_json_peek_string (exchange, "answer"), wrong) != NULL
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("corrections: exchange %" PRId64 " does not say “%s”: count the "
                                "questions from 1 and give the words as they stand there"),
                             number, wrong);
}

static gboolean
check_text (JsonObject *doc, GError **error)
{
  JsonArray *corrections = anf_json_peek_array (doc, "corrections");
  JsonArray *exchanges = anf_json_peek_array (doc, "exchanges");
  const gint64 count = json_array_get_length (exchanges);
  if (!check_lengths (doc, error))
    return FALSE;
  for (guint i = 0; corrections != NULL && i < json_array_get_length (corrections); i++)
    {
      JsonObject *correction = json_array_get_object_element (corrections, i);
      const gint64 exchange = anf_json_peek_int (correction, "exchange", 0);
      if (exchange > count)
        return anf_error_throw (
            error, ANF_ERROR_INVALID,
            _ ("corrections: there is no exchange %" PRId64 ", there are %" PRId64), exchange,
            count);
      if (!check_correction (correction,
                             json_array_get_object_element (exchanges, (guint)exchange - 1),
                             exchange, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
keep_subject (AnfWork *work, JsonObject *doc, GError **error)
{
  g_autoptr (JsonObject) subject = anf_json_copy_object (anf_json_peek_object (doc, "subject"));
  g_autofree char *hash = anf_sealing_keep (work, ANF_APART_SUBJECT, subject, error);
  if (hash == NULL)
    return FALSE;
  json_object_remove_member (doc, "subject");
  json_object_set_string_member (doc, "subject_sha256", hash);
  return TRUE;
}

static JsonObject *
build (AnfWork *work, AnfItem **visit, GError **error)
{
  g_autoptr (JsonObject) doc = anf_json_copy_object (work->call->body);
  g_autoptr (AnfItem) found = anf_work_find_named (work, ANF_NOUN_VISIT, "visit",
                                                   anf_json_peek_string (doc, "visit"), error);
  if (found == NULL || !check_participant (work, doc, found->doc, error)
      || !check_visit (found, error) || !check_people (work, doc, found->doc, error)
      || !check_times (work, doc, found->doc, error) || !check_text (doc, error)
      || !keep_subject (work, doc, error))
    return NULL;
  json_object_set_string_member (doc, "id", work->call->id);
  json_object_set_string_member (doc, "scheme", found->record->scheme);
  json_object_set_string_member (doc, "unit", found->record->unit);
  *visit = g_steal_pointer (&found);
  return g_steal_pointer (&doc);
}

static gboolean
link_members (AnfWork *work, AnfItem *item, JsonObject *visit, GError **error)
{
  g_auto (GStrv) participants = dup_participants (item->doc);
  if (!anf_work_change_links (work, item, "member", anf_json_peek_array (visit, "members"),
                              anf_records_link, error))
    return FALSE;
  for (gsize i = 0; participants[i] != NULL; i++)
    if (!anf_records_link (work->tx, ANF_NOUN_TALK, item->record, "member", participants[i], error))
      return FALSE;
  return TRUE;
}

static char *
take_number (AnfWork *work, GError **error)
{
  GDate today;
  anf_time_local_date (work->now, &today);
  g_autofree char *day = anf_date_format (&today);
  g_autofree char *series = g_strdup_printf ("talk %s", day);
  const gint64 number = anf_numbers_take (work->tx, series, error);
  return number > 0 ? anf_number_format_talk (&today, number) : NULL;
}

static gboolean
create (AnfWork *work, JsonObject *doc, JsonObject *visit, GError **error)
{
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_TALK, work->call->id, doc);
  item->record->number = take_number (work, error);
  if (item->record->number == NULL)
    return FALSE;
  item->record->scheme = g_strdup (anf_json_peek_string (doc, "scheme"));
  item->record->unit = g_strdup (anf_json_peek_string (doc, "unit"));
  item->record->parent = g_strdup (anf_json_peek_string (doc, "visit"));
  json_object_set_string_member (doc, "number", item->record->number);
  if (!anf_work_create (work, item, anf_machine_get_initial (ANF_MACHINE_TALK), "recorded", NULL,
                        error)
      || !link_members (work, item, visit, error))
    return FALSE;
  anf_work_reply_item (work, 201, item);
  return TRUE;
}

static gboolean
unlink_participants (AnfWork *work, AnfItem *item, GError **error)
{
  g_auto (GStrv) before = dup_participants (item->doc);
  for (gsize i = 0; before[i] != NULL; i++)
    if (!anf_records_unlink (work->tx, ANF_NOUN_TALK, item->record, "member", before[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
edit (AnfWork *work, AnfItem *item, JsonObject *doc, JsonObject *visit, GError **error)
{
  static const char *const kept[] = { "number", "created_at", "created_by", "subject_reads", NULL };
  g_autoptr (JsonObject) own = doc;
  if (g_strcmp0 (item->record->parent, anf_json_peek_string (doc, "visit")) != 0)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("visit: a talk stays with the visit under which it was held"));
  for (gsize i = 0; kept[i] != NULL; i++)
    if (json_object_has_member (item->doc, kept[i]))
      json_object_set_member (doc, kept[i], json_object_dup_member (item->doc, kept[i]));
  if (!unlink_participants (work, item, error))
    return FALSE;
  json_object_unref (item->doc);
  item->doc = g_steal_pointer (&own);
  if (!anf_work_step (work, ANF_MACHINE_TALK, item, "edit", error)
      || !anf_work_save (work, item, "edited", NULL, error)
      || !link_members (work, item, visit, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

gboolean
anf_talks_put (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) existing = NULL;
  g_autoptr (AnfItem) visit = NULL;
  gboolean same = FALSE;
  if (!anf_work_begin_put (work, ANF_NOUN_TALK, check_existing, &existing, &same, error))
    return FALSE;
  if (same)
    {
      anf_work_reply_item (work, 200, existing);
      return TRUE;
    }
  JsonObject *doc = build (work, &visit, error);
  if (doc == NULL)
    return FALSE;
  return existing != NULL ? edit (work, existing, doc, visit->doc, error)
                          : create (work, doc, visit->doc, error);
}

gboolean
anf_talks_list (AnfWork *work, GError **error)
{
  AnfRecordsQuery query = { .scheme = anf_work_get_query (work, "scheme"),
                            .unit = anf_work_get_query (work, "unit"),
                            .state = anf_work_get_query (work, "state"),
                            .number = anf_work_get_query (work, "number"),
                            .parent = anf_work_get_query (work, "visit") };
  if (anf_policy_get_scope (work->call->operation, &work->actor) != ANF_SCOPE_ALL)
    {
      query.link_kind = "member";
      query.link_target = work->actor.name;
    }
  return anf_work_reply_list (work, ANF_NOUN_TALK, &query, error);
}

AnfItem *
anf_talks_find (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_TALK, work->call->id, error);
  g_auto (AnfFactSheet) sheet = { 0 };
  if (item == NULL || !anf_facts_of_talk (work, item->doc, &sheet, error)
      || !anf_facts_add_line (work, &sheet, error) || !anf_work_check (work, &sheet.facts, error))
    return NULL;
  return g_steal_pointer (&item);
}

gboolean
anf_talks_get (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_talks_find (work, error);
  if (item != NULL)
    anf_work_reply_item (work, 200, item);
  return item != NULL;
}

/* ---- signed, and looked at ---- */

static gboolean
set_signing_day (AnfWork *work, AnfItem *item, JsonObject *signing, GError **error)
{
  gint64 ended_at = 0;
  GDate held;
  GDate day;
  if (!anf_work_take_day (work, signing, "signed_on", &day, error)
      || !anf_time_parse (anf_json_peek_string (item->doc, "ended_at"), &ended_at, error))
    return FALSE;
  anf_time_local_date (ended_at, &held);
  return g_date_compare (&day, &held) >= 0
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("signed_on: %s is before the talk was held"),
                             anf_json_peek_string (signing, "signed_on"));
}

gboolean
anf_talks_sign (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_TALK, work->call->id, error);
  g_autoptr (JsonObject) signing = anf_work_act_with (work);
  if (item == NULL || !check_existing (work, item, error)
      || !anf_work_step (work, ANF_MACHINE_TALK, item, "sign", error)
      || !set_signing_day (work, item, signing, error))
    return FALSE;
  json_object_set_object_member (item->doc, "signed", g_steal_pointer (&signing));
  const char *sha256 = anf_talk_keep_record (work, item, error);
  if (sha256 == NULL || !anf_work_save (work, item, "signed", sha256, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

JsonObject *
anf_talk_load_subject (AnfWork *work, AnfItem *talk, GError **error)
{
  g_autofree char *text = NULL;
  if (!anf_sealing_lookup (work->office->sealer, work->tx, ANF_APART_SUBJECT, talk->record->id,
                           &text, error))
    return NULL;
  if (text == NULL)
    {
      anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("nobody is on record for talk %s"),
                       talk->record->number);
      return NULL;
    }
  return anf_json_parse_object (text, strlen (text), error);
}

JsonObject *
anf_talk_find_subject (AnfWork *work, AnfItem *talk, GError **error)
{
  JsonObject *subject = anf_talk_load_subject (work, talk, error);
  if (subject == NULL)
    return NULL;
  json_object_remove_member (subject, "salt");
  anf_order_append (talk->doc, "subject_reads", anf_work_act_with (work));
  return subject;
}

/* A write: whoever looks leaves a leaf, with their reason kept in the talk. */
gboolean
anf_talks_read_subject (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_talks_find (work, error);
  g_autoptr (JsonObject) subject = item != NULL ? anf_talk_find_subject (work, item, error) : NULL;
  if (subject == NULL || !anf_work_save (work, item, "subject_read", NULL, error))
    return FALSE;
  anf_work_reply_text (work, "application/json", anf_json_format_object (subject));
  return TRUE;
}
