/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-visits.h"

#include "anf-error.h"
#include "anf-facts.h"
#include "anf-flag-checks.h"
#include "anf-json.h"
#include "anf-number.h"
#include "anf-numbers.h"
#include "anf-search-index.h"
#include "anf-units.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

/* 行政处罚法 42, 监察法 44: nobody inspects alone. */
#define MEMBERS_MIN 2

static gboolean
check_methods (AnfWork *work, const AnfScheme *scheme, GError **error)
{
  JsonArray *methods = anf_json_peek_array (work->call->body, "methods");
  for (guint i = 0; i < json_array_get_length (methods); i++)
    {
      const char *method = anf_json_array_get_string (methods, i);
      if (anf_scheme_has_method (scheme, method))
        continue;
      g_autofree char *all = g_strjoinv (_ (", "), (char **)anf_scheme_get_methods (scheme));
      return anf_error_throw (error, ANF_ERROR_INVALID,
                              _ ("methods: “%s” is not one that %s allows; there are: %s"), method,
                              anf_scheme_get_id (scheme), all);
    }
  return TRUE;
}

static gboolean
check_member (AnfWork *work, const char *name, GError **error)
{
  g_autoptr (JsonObject) account = anf_work_find_account (work, "members", name, error);
  if (account == NULL)
    return FALSE;
  AnfActor member;
  anf_actor_init (&member, account);
  if ((member.roles & (ANF_ROLE_INSPECTOR | ANF_ROLE_TEAM_LEAD)) == 0)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("members: %s is not an inspector"), name);
  return anf_facts_check_apart (work, "members", account,
                                anf_json_peek_string (work->call->body, "unit"), error);
}

static JsonArray *
collect_members (AnfWork *work, GError **error)
{
  g_autoptr (JsonArray) members = json_array_new ();
  if (!anf_facts_check_apart (work, "members", work->account,
                              anf_json_peek_string (work->call->body, "unit"), error))
    return NULL;
  json_array_add_string_element (members, work->actor.name);
  g_auto (GStrv) others = anf_facts_dup_strings (anf_json_peek_array (work->call->body, "members"));
  for (gsize i = 0; others[i] != NULL; i++)
    {
      if (anf_json_array_has_string (members, others[i]))
        continue;
      if (!check_member (work, others[i], error))
        return NULL;
      json_array_add_string_element (members, others[i]);
    }
  if (json_array_get_length (members) >= MEMBERS_MIN)
    return g_steal_pointer (&members);
  anf_error_throw (error, ANF_ERROR_INVALID,
                   _ ("members: a visit needs two inspectors at least: name the other one"));
  return NULL;
}

/* 回头看: what was closed is looked at again, at the unit that put it right. */
static gboolean
check_revisit (AnfWork *work, const char *scheme, const char *unit, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (work->call->body, "revisit_of"));
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) finding
          = anf_work_find_named (work, ANF_NOUN_FINDING, "revisit_of", ids[i], error);
      if (finding == NULL)
        return FALSE;
      if (strcmp (finding->record->state, "closed") != 0)
        return anf_error_throw (error, ANF_ERROR_STATE,
                                _ ("revisit_of: %s is %s: only what was closed is looked at again"),
                                finding->record->number,
                                anf_word_state ("finding", finding->record->state));
      if (g_strcmp0 (finding->record->unit, unit) != 0
          || g_strcmp0 (finding->record->scheme, scheme) != 0)
        return anf_error_throw (error, ANF_ERROR_INVALID,
                                _ ("revisit_of: %s is of another unit or scheme"),
                                finding->record->number);
    }
  return TRUE;
}

/* What a member said of themselves; the last word of each counts. */
static void
note_recusal (AnfWork *work, JsonObject *doc, gboolean applies)
{
  JsonArray *kept = json_array_new ();
  JsonArray *before = anf_json_peek_array (doc, "recusal");
  const guint count = before != NULL ? json_array_get_length (before) : 0;
  for (guint i = 0; i < count; i++)
    {
      JsonObject *said = json_array_get_object_element (before, i);
      if (g_strcmp0 (anf_json_peek_string (said, "by"), work->actor.name) != 0)
        json_array_add_object_element (kept, json_object_ref (said));
    }
  JsonObject *act = anf_work_act (work);
  const char *reason
      = work->call->body != NULL ? anf_json_peek_string (work->call->body, "reason") : NULL;
  json_object_set_boolean_member (act, "applies", applies);
  if (applies && reason != NULL)
    json_object_set_string_member (act, "reason", reason);
  json_array_add_object_element (kept, act);
  json_object_set_array_member (doc, "recusal", kept);
}

/* What was declared of another unit or place says nothing of this one. */
static void
keep_recusal (JsonObject *from, JsonObject *doc)
{
  static const char *const about[] = { "unit", "site", NULL };
  JsonArray *before = anf_json_peek_array (from, "recusal");
  JsonArray *members = anf_json_peek_array (doc, "members");
  gboolean same = before != NULL;
  for (gsize i = 0; about[i] != NULL; i++)
    same
        = same
          && g_strcmp0 (anf_json_peek_string (from, about[i]), anf_json_peek_string (doc, about[i]))
                 == 0;
  if (!same)
    return;
  JsonArray *kept = json_array_new ();
  for (guint i = 0; i < json_array_get_length (before); i++)
    {
      JsonObject *said = json_array_get_object_element (before, i);
      if (anf_json_array_has_string (members, anf_json_peek_string (said, "by")))
        json_array_add_object_element (kept, json_object_ref (said));
    }
  json_object_set_array_member (doc, "recusal", kept);
}

/* Who writes the visit may declare for themself with it, and for nobody else. */
static void
take_recusal (AnfWork *work, JsonObject *doc)
{
  json_object_remove_member (doc, "recusal_declared");
  if (anf_json_peek_bool (work->call->body, "recusal_declared"))
    note_recusal (work, doc, FALSE);
}

/* What a visit is made or changed from, checked. */
static JsonObject *
build (AnfWork *work, GError **error)
{
  const char *scheme_id = NULL;
  const char *unit = NULL;
  if (!anf_json_get_string (work->call->body, "scheme", &scheme_id, error)
      || !anf_json_get_string (work->call->body, "unit", &unit, error))
    return NULL;
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, scheme_id, error);
  if (scheme == NULL || !anf_unit_check_valid (work, "unit", unit, error)
      || !check_methods (work, scheme, error) || !check_revisit (work, scheme_id, unit, error))
    return NULL;
  g_autoptr (JsonArray) members = collect_members (work, error);
  if (members == NULL)
    return NULL;
  g_autoptr (JsonObject) doc = anf_json_copy_object (work->call->body);
  json_object_set_string_member (doc, "id", work->call->id);
  json_object_set_array_member (doc, "members", g_steal_pointer (&members));
  return anf_visit_set_plan (doc, scheme, error) ? g_steal_pointer (&doc) : NULL;
}

static char *
take_number (AnfWork *work, GError **error)
{
  GDate today;
  anf_time_local_date (work->now, &today);
  g_autofree char *day = anf_date_format (&today);
  g_autofree char *series = g_strdup_printf ("visit %s", day);
  const gint64 number = anf_numbers_take (work->tx, series, error);
  return number > 0 ? anf_number_format_visit (&today, number) : NULL;
}

static gboolean
link_members (AnfWork *work, AnfItem *item, GError **error)
{
  g_auto (GStrv) members = anf_facts_dup_strings (anf_json_peek_array (item->doc, "members"));
  for (gsize i = 0; members[i] != NULL; i++)
    if (!anf_search_index_link (work->tx, ANF_NOUN_VISIT, item->record, "member", members[i],
                                error))
      return FALSE;
  return TRUE;
}

/* Who is no member any more no longer hears of it. */
static gboolean
unlink_members (AnfWork *work, AnfItem *item, JsonArray *kept, GError **error)
{
  g_auto (GStrv) members = anf_facts_dup_strings (anf_json_peek_array (item->doc, "members"));
  for (gsize i = 0; members[i] != NULL; i++)
    if (!anf_json_array_has_string (kept, members[i])
        && !anf_search_index_unlink (work->tx, ANF_NOUN_VISIT, item->record, "member", members[i],
                                     error))
      return FALSE;
  return TRUE;
}

static gboolean
create (AnfWork *work, JsonObject *doc, GError **error)
{
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_VISIT, work->call->id, doc);
  take_recusal (work, doc);
  item->record->number = take_number (work, error);
  if (item->record->number == NULL)
    return FALSE;
  item->record->scheme = g_strdup (anf_json_peek_string (doc, "scheme"));
  item->record->unit = g_strdup (anf_json_peek_string (doc, "unit"));
  json_object_set_string_member (doc, "number", item->record->number);
  if (!anf_work_create (work, item, anf_machine_get_initial (ANF_MACHINE_VISIT), "created", NULL,
                        error)
      || !link_members (work, item, error))
    return FALSE;
  anf_work_reply_item (work, 201, item);
  return TRUE;
}

static gboolean
edit (AnfWork *work, AnfItem *item, JsonObject *doc, GError **error)
{
  static const char *const kept[] = { "number", "created_at", "created_by", "returned", NULL };
  for (gsize i = 0; kept[i] != NULL; i++)
    if (json_object_has_member (item->doc, kept[i]))
      json_object_set_member (doc, kept[i], json_object_dup_member (item->doc, kept[i]));
  keep_recusal (item->doc, doc);
  take_recusal (work, doc);
  const gboolean unlinked
      = unlink_members (work, item, anf_json_peek_array (doc, "members"), error);
  json_object_unref (item->doc);
  item->doc = doc;
  if (!unlinked)
    return FALSE;
  g_free (item->record->scheme);
  item->record->scheme = g_strdup (anf_json_peek_string (doc, "scheme"));
  g_free (item->record->unit);
  item->record->unit = g_strdup (anf_json_peek_string (doc, "unit"));
  if (!anf_work_step (work, ANF_MACHINE_VISIT, item, "edit", error)
      || !anf_work_save (work, item, "edited", NULL, error) || !link_members (work, item, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

/* Only its members may know of it, let alone change it. */
static gboolean
check_existing (AnfWork *work, AnfItem *existing, GError **error)
{
  g_auto (AnfFactSheet) sheet = { 0 };
  return anf_facts_of_visit (work, existing->doc, &sheet, error)
         && anf_work_check (work, &sheet.facts, error);
}

gboolean
anf_visits_put (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) existing = NULL;
  gboolean same = FALSE;
  if (!anf_work_begin_put (work, ANF_NOUN_VISIT, check_existing, &existing, &same, error))
    return FALSE;
  if (same)
    {
      anf_work_reply_item (work, 200, existing);
      return TRUE;
    }
  JsonObject *doc = build (work, error);
  if (doc == NULL)
    return FALSE;
  return existing != NULL ? edit (work, existing, doc, error) : create (work, doc, error);
}

gboolean
anf_visits_list (AnfWork *work, GError **error)
{
  AnfRecordsQuery query = { .scheme = anf_work_get_query (work, "scheme"),
                            .unit = anf_work_get_query (work, "unit"),
                            .state = anf_work_get_query (work, "state"),
                            .number = anf_work_get_query (work, "number") };
  if (anf_policy_get_scope (work->call->operation, &work->actor) != ANF_SCOPE_ALL)
    {
      query.link_kind = "member";
      query.link_target = work->actor.name;
    }
  return anf_work_reply_list (work, ANF_NOUN_VISIT, &query, error);
}

/* The visit that the call names, after the policy has agreed. */
static AnfItem *
find_checked (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_VISIT, work->call->id, error);
  g_auto (AnfFactSheet) sheet = { 0 };
  if (item == NULL || !anf_facts_of_visit (work, item->doc, &sheet, error)
      || !anf_facts_add_line (work, &sheet, error) || !anf_work_check (work, &sheet.facts, error))
    return NULL;
  return g_steal_pointer (&item);
}

gboolean
anf_visits_get (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = find_checked (work, error);
  if (item != NULL)
    anf_work_reply_item (work, 200, item);
  return item != NULL;
}

/* The findings of a visit go with it to the verifiers, or back with it to the inspectors. */
static gboolean
move_findings (AnfWork *work, const char *from, const char *event, GError **error)
{
  g_autoptr (GPtrArray) findings
      = anf_work_list_children (work, ANF_NOUN_FINDING, work->call->id, error);
  if (findings == NULL)
    return FALSE;
  for (guint i = 0; i < findings->len; i++)
    {
      AnfItem *finding = findings->pdata[i];
      if (strcmp (finding->record->state, from) == 0
          && !anf_work_follow (work, ANF_MACHINE_FINDING, finding, event, error))
        return FALSE;
    }
  return TRUE;
}

/* A step that only notes who did it, when, and with which words. */
static gboolean
step_with (AnfWork *work, const char *event, const char *member, JsonObject *act, GError **error)
{
  g_autoptr (JsonObject) owned = act;
  g_autoptr (AnfItem) item = find_checked (work, error);
  if (item == NULL || !anf_work_step (work, ANF_MACHINE_VISIT, item, event, error))
    return FALSE;
  json_object_set_object_member (item->doc, member, g_steal_pointer (&owned));
  if (!anf_work_save (work, item, member, NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

static gboolean
say_recusal (AnfWork *work, const char *event, gboolean applies, GError **error)
{
  g_autoptr (AnfItem) item = find_checked (work, error);
  if (item == NULL || !anf_work_step (work, ANF_MACHINE_VISIT, item, event, error))
    return FALSE;
  note_recusal (work, item->doc, applies);
  /* What was approved is another visit now. */
  json_object_remove_member (item->doc, "approved");
  if (!anf_work_save (work, item, applies ? "recused" : "declared", NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

gboolean
anf_visits_declare (AnfWork *work, GError **error)
{
  return say_recusal (work, "declare", FALSE, error);
}

gboolean
anf_visits_recuse (AnfWork *work, GError **error)
{
  return say_recusal (work, "recuse", TRUE, error);
}

static gboolean
step (AnfWork *work, const char *event, const char *member, GError **error)
{
  return step_with (work, event, member, anf_work_act_with (work), error);
}

gboolean
anf_visits_approve (AnfWork *work, GError **error)
{
  return step (work, "approve", "approved", error);
}

gboolean
anf_visits_start (AnfWork *work, GError **error)
{
  return step (work, "start", "started", error);
}

/* 检查时间起止: both ends or neither, and nothing that is still to come. */
static gboolean
check_times (AnfWork *work, JsonObject *submitted, GError **error)
{
  const char *from = anf_json_peek_string (submitted, "began_at");
  const char *to = anf_json_peek_string (submitted, "ended_at");
  gint64 began_at = 0;
  gint64 ended_at = 0;
  if (from == NULL && to == NULL)
    return TRUE;
  if (from == NULL || to == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("began_at, ended_at: give both or neither"));
  if (!anf_time_parse (from, &began_at, error) || !anf_time_parse (to, &ended_at, error))
    return FALSE;
  if (began_at > ended_at)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("ended_at: the inspection cannot end before it began"));
  if (ended_at > work->now)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: %s is still to come"), "ended_at",
                            to);
  g_autofree char *begun = anf_time_format (began_at);
  g_autofree char *ended = anf_time_format (ended_at);
  json_object_set_string_member (submitted, "began_at", begun);
  json_object_set_string_member (submitted, "ended_at", ended);
  return TRUE;
}

static void
set_score (JsonObject *checklist, const AnfChecklistScore *score)
{
  JsonObject *object = json_object_new ();
  json_object_set_int_member (object, "points", score->points);
  json_object_set_int_member (object, "of", score->of);
  json_object_set_int_member (object, "percent", score->percent);
  json_object_set_int_member (object, "yes", score->yes);
  json_object_set_int_member (object, "no", score->no);
  json_object_set_int_member (object, "not_applicable", score->not_applicable);
  json_object_set_boolean_member (object, "vetoed", score->vetoed);
  json_object_set_object_member (checklist, "score", object);
}

static const char *
find_text (const AnfChecklist *list, const char *id)
{
  for (guint i = 0; i < list->items->len; i++)
    {
      const AnfChecklistItem *item = list->items->pdata[i];
      if (strcmp (item->id, id) == 0)
        return item->text;
    }
  return NULL;
}

/* What was asked, as it was worded then: the scheme may word it anew. */
static void
keep_words (JsonObject *checklist, const AnfChecklist *list)
{
  JsonArray *answers = anf_json_peek_array (checklist, "answers");
  json_object_set_string_member (checklist, "name", list->name);
  for (guint i = 0; i < json_array_get_length (answers); i++)
    {
      JsonObject *answer = json_array_get_object_element (answers, i);
      anf_json_set_string (answer, "text", find_text (list, anf_json_peek_string (answer, "item")));
    }
}

/* The score is ours, not the inspectors': from the scheme's weights as they are now. */
static gboolean
score_checklist (AnfWork *work, const AnfItem *visit, JsonObject *submitted, GError **error)
{
  JsonObject *checklist = anf_json_peek_object (submitted, "checklist");
  AnfChecklistScore score;
  if (checklist == NULL)
    return TRUE;
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, visit->record->scheme, error);
  if (scheme == NULL)
    return FALSE;
  const char *id = anf_json_peek_string (checklist, "id");
  const AnfChecklist *list = anf_scheme_find_checklist (scheme, id);
  if (list == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("checklist: %s has no checklist “%s”"),
                            anf_scheme_get_id (scheme), id);
  if (!anf_checklist_score (list, anf_json_peek_array (checklist, "answers"), &score, error))
    {
      g_prefix_error (error, "checklist: ");
      return FALSE;
    }
  set_score (checklist, &score);
  keep_words (checklist, list);
  return TRUE;
}

gboolean
anf_visits_submit (AnfWork *work, GError **error)
{
  g_autoptr (JsonObject) submitted = anf_work_act_with (work);
  g_autoptr (AnfItem) item = NULL;
  if (!check_times (work, submitted, error))
    return FALSE;
  item = find_checked (work, error);
  if (item == NULL || !score_checklist (work, item, submitted, error)
      || !anf_work_step (work, ANF_MACHINE_VISIT, item, "submit", error)
      || !anf_visit_note_departments (work, item, error))
    return FALSE;
  json_object_set_object_member (item->doc, "submitted", g_steal_pointer (&submitted));
  if (!anf_work_save (work, item, "submitted", NULL, error)
      || !anf_flag_checks_note_visit (work, work->call->id, error)
      || !move_findings (work, "registered", "verify", error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

gboolean
anf_visits_return (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = find_checked (work, error);
  if (item == NULL || !anf_work_step (work, ANF_MACHINE_VISIT, item, "return", error))
    return FALSE;
  JsonArray *returned = anf_json_peek_array (item->doc, "returned");
  if (returned == NULL)
    {
      returned = json_array_new ();
      json_object_set_array_member (item->doc, "returned", returned);
    }
  json_array_add_object_element (returned, anf_work_act_with (work));
  if (!anf_work_save (work, item, "returned", NULL, error)
      || !move_findings (work, "verifying", "return", error))
    return FALSE;
  anf_work_reply_item (work, 200, item);
  return TRUE;
}

gboolean
anf_visits_verify (AnfWork *work, GError **error)
{
  return step (work, "verify", "verified", error);
}

gboolean
anf_visits_cancel (AnfWork *work, GError **error)
{
  return step (work, "cancel", "cancelled", error);
}

gboolean
anf_visits_archive (AnfWork *work, GError **error)
{
  return step (work, "archive", "archived", error);
}
