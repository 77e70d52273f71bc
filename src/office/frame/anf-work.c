/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-work.h"

#include "anf-content-hash.h"
#include "anf-disclosure.h"
#include "anf-error.h"
#include "anf-grants.h"
#include "anf-json.h"
#include "anf-part.h"
#include "anf-people.h"
#include "anf-reference-data.h"
#include "anf-sealing.h"
#include "anf-search-index.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <inttypes.h>
#include <string.h>

/* Records that are read at once. */
#define CHILDREN_MAX 1000

void
anf_office_forget_part (AnfOffice *self, const char *id)
{
  g_autoptr (GError) error = NULL;
  if (!anf_part_remove (self->vault, id, &error))
    g_debug ("part %s: %s", id, error->message);
}

void
anf_actor_init (AnfActor *actor, JsonObject *account)
{
  *actor
      = (AnfActor){ .name = anf_json_peek_string (account, "name"),
                    .pseudonym = anf_json_peek_string (account, "pseudonym"),
                    .unit = anf_json_peek_string (account, "unit"),
                    .must_change_password = anf_json_peek_bool (account, "must_change_password") };
  JsonArray *roles = anf_json_peek_array (account, "roles");
  const guint count = roles != NULL ? json_array_get_length (roles) : 0;
  for (guint i = 0; i < count; i++)
    {
      AnfRole role = 0;
      if (anf_role_parse (anf_json_array_get_string (roles, i), &role, NULL))
        actor->roles |= role;
    }
}

gboolean
anf_work_authenticate (AnfWork *work, GError **error)
{
  if (work->call->token != NULL)
    {
      g_autofree char *hash = anf_content_hash (work->call->token);
      g_autofree char *doc = NULL;
      if (!anf_people_find_session (work->tx, hash, work->now, &doc, &work->expires_at, error))
        return FALSE;
      if (doc != NULL)
        {
          work->account = anf_json_parse_object (doc, strlen (doc), error);
          if (work->account == NULL)
            return FALSE;
          anf_actor_init (&work->actor, work->account);
        }
    }
  return anf_policy_may_call (work->call->operation, work->account != NULL ? &work->actor : NULL,
                              error);
}

void
anf_work_clear (AnfWork *work)
{
  g_clear_pointer (&work->account, json_object_unref);
  work->actor = (AnfActor){ 0 };
  g_clear_pointer (&work->reply, anf_reply_free);
}

gboolean
anf_work_begin_read (AnfWork *work, AnfTx *tx, GError **error)
{
  /* Of a try that was given up. */
  anf_work_clear (work);
  work->tx = tx;
  return anf_work_authenticate (work, error);
}

gboolean
anf_work_begin_write (AnfWork *work, AnfTx *tx, GError **error)
{
  anf_grants_void (work->office->grants);
  /* What is logged one after the other has times in that order. */
  work->now = anf_clock_now (&work->office->clock);
  return anf_work_begin_read (work, tx, error);
}

gboolean
anf_work_has_unit_side (const AnfWork *work)
{
  return anf_policy_get_side (&work->actor) == ANF_SIDE_UNIT;
}

void
anf_item_free (AnfItem *self)
{
  if (self == NULL)
    return;
  anf_record_free (self->record);
  g_clear_pointer (&self->doc, json_object_unref);
  g_free (self);
}

AnfItem *
anf_item_new (AnfNoun noun, const char *id, JsonObject *doc)
{
  AnfItem *item = g_new0 (AnfItem, 1);
  item->noun = noun;
  item->doc = doc;
  item->record = g_new0 (AnfRecord, 1);
  item->record->id = g_strdup (id);
  return item;
}

static const char *const noun_names[ANF_NOUN_COUNT] = {
  [ANF_NOUN_SCHEME] = N_ ("scheme"),
  [ANF_NOUN_UNIT] = N_ ("unit"),
  [ANF_NOUN_CALENDAR] = N_ ("calendar"),
  [ANF_NOUN_ACCOUNT] = N_ ("account"),
  [ANF_NOUN_VISIT] = N_ ("visit"),
  [ANF_NOUN_EVIDENCE] = N_ ("evidence"),
  [ANF_NOUN_FINDING] = N_ ("finding"),
  [ANF_NOUN_ORDER] = N_ ("order"),
  [ANF_NOUN_REFERRAL] = N_ ("referral"),
  [ANF_NOUN_STEP] = N_ ("step"),
  [ANF_NOUN_FLAG] = N_ ("flag"),
  [ANF_NOUN_FIGURE] = N_ ("figure"),
  [ANF_NOUN_REPORT] = N_ ("report"),
  [ANF_NOUN_LEAD] = N_ ("lead"),
  [ANF_NOUN_SELF_CHECK] = N_ ("selfcheck"),
  [ANF_NOUN_DRAW] = N_ ("draw"),
  [ANF_NOUN_TASK] = N_ ("task"),
  [ANF_NOUN_CHOICE] = N_ ("choice"),
  [ANF_NOUN_SURVEY] = N_ ("survey"),
  [ANF_NOUN_SHEETS] = N_ ("sheets"),
  [ANF_NOUN_TALK] = N_ ("talk"),
  [ANF_NOUN_NUMBERING] = N_ ("numbering"),
  [ANF_NOUN_WEBHOOK] = N_ ("webhook"),
  [ANF_NOUN_REGISTER] = N_ ("register"),
  [ANF_NOUN_EXPOSURE] = N_ ("exposure"),
};

gboolean
anf_work_throw_absent (AnfNoun noun, GError **error)
{
  return anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("there is no such %s"),
                          _ (noun_names[noun]));
}

/* An item whose record is NULL when there is none; NULL when the store failed. */
static AnfItem *
look_up (AnfWork *work, AnfNoun noun, const char *id, GError **error)
{
  g_autoptr (AnfItem) item = g_new0 (AnfItem, 1);
  item->noun = noun;
  if (!anf_records_lookup (work->tx, noun, id, &item->record, error))
    return NULL;
  if (item->record == NULL)
    return g_steal_pointer (&item);
  item->doc = anf_json_parse_object (item->record->doc, strlen (item->record->doc), error);
  return item->doc != NULL ? g_steal_pointer (&item) : NULL;
}

AnfItem *
anf_work_find (AnfWork *work, AnfNoun noun, const char *id, GError **error)
{
  g_autoptr (AnfItem) item = look_up (work, noun, id, error);
  if (item == NULL || (item->record == NULL && !anf_work_throw_absent (noun, error)))
    return NULL;
  return g_steal_pointer (&item);
}

AnfItem *
anf_work_find_named (
    AnfWork *work, AnfNoun noun, const char *member, const char *id, GError **error)
{
  g_autoptr (AnfItem) item = look_up (work, noun, id, error);
  if (item == NULL || item->record != NULL)
    return g_steal_pointer (&item);
  anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: there is no %s %s"), member,
                   _ (noun_names[noun]), id);
  return NULL;
}

gboolean
anf_work_change_links (AnfWork *work,
                       const AnfItem *item,
                       const char *kind,
                       JsonArray *targets,
                       AnfRecordsChange change,
                       GError **error)
{
  const guint count = targets != NULL ? json_array_get_length (targets) : 0;
  for (guint i = 0; i < count; i++)
    if (!change (work->tx, item->noun, item->record, kind, anf_json_array_get_string (targets, i),
                 error))
      return FALSE;
  return TRUE;
}

typedef struct
{
  GPtrArray *ids;
  gint64 last;
} Ids;

static gboolean
collect_id (gint64 seq, const char *id, const char *doc, gpointer data, GError **error)
{
  Ids *found = data;
  found->last = seq;
  g_ptr_array_add (found->ids, g_strdup (id));
  return TRUE;
}

GPtrArray *
anf_work_list_ids (AnfWork *work, AnfNoun noun, AnfRecordsQuery *query, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  Ids found = { .ids = ids, .last = query->after };
  if (!anf_records_list (work->tx, noun, query, collect_id, &found, error))
    return NULL;
  query->after = found.last;
  return g_steal_pointer (&ids);
}

GPtrArray *
anf_work_list_page (AnfWork *work, AnfNoun noun, const AnfRecordsQuery *query, GError **error)
{
  AnfRecordsQuery page = *query;
  g_autoptr (GPtrArray) ids = anf_work_list_ids (work, noun, &page, error);
  if (ids == NULL)
    return NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_item_free);
  for (guint i = 0; i < ids->len; i++)
    {
      AnfItem *item = anf_work_find (work, noun, ids->pdata[i], error);
      if (item == NULL)
        return NULL;
      g_ptr_array_add (items, item);
    }
  return g_steal_pointer (&items);
}

GPtrArray *
anf_work_list (AnfWork *work, AnfNoun noun, const AnfRecordsQuery *query, GError **error)
{
  AnfRecordsQuery all = *query;
  all.limit = CHILDREN_MAX;
  return anf_work_list_page (work, noun, &all, error);
}

GPtrArray *
anf_work_list_children (AnfWork *work, AnfNoun noun, const char *parent, GError **error)
{
  AnfRecordsQuery query = { .parent = parent };
  g_autoptr (GPtrArray) children = anf_work_list (work, noun, &query, error);
  for (guint seen = 0; children != NULL && children->len == seen + CHILDREN_MAX;)
    {
      seen = children->len;
      query.after = ((const AnfItem *)children->pdata[seen - 1])->record->seq;
      g_autoptr (GPtrArray) more = anf_work_list (work, noun, &query, error);
      if (more == NULL)
        return NULL;
      g_ptr_array_extend_and_steal (children, g_steal_pointer (&more));
    }
  return g_steal_pointer (&children);
}

static gboolean
append_leaf (
    AnfWork *work, const AnfItem *item, const char *event, const char *blob, GError **error)
{
  g_autofree char *content = anf_content_hash (item->record->doc);
  g_autofree char *record = g_strdup_printf ("%s/%s", anf_noun_name (item->noun), item->record->id);
  g_autofree char *what = g_strdup_printf ("%s.%s", anf_noun_name (item->noun), event);
  const AnfLeaf leaf = {
    .at = work->now,
    .by = work->actor.pseudonym != NULL ? work->actor.pseudonym : "anfangd",
    .content = content,
    .event = what,
    .record = record,
    .blob = blob,
  };
  return anf_journal_append (work->office->journal, &leaf, NULL, error);
}

/* The document repeats what the record's columns say, so that it can be read alone. One that could
   not be read again would close all that counts it. */
static gboolean
format_doc (AnfWork *work, AnfItem *item, GError **error)
{
  if (item->noun == ANF_NOUN_ACCOUNT && !anf_sealing_seal_account (work, item->doc, error))
    return FALSE;
  json_object_set_string_member (item->doc, "state", item->record->state);
  json_object_set_int_member (item->doc, "version", item->record->version);
  g_free (item->record->doc);
  item->record->doc = anf_json_format_object (item->doc);
  return strlen (item->record->doc) <= ANF_JSON_SIZE_MAX
         || anf_error_throw (error, ANF_ERROR_TOO_LARGE,
                             _ ("%s %s would be larger than %d bytes, more than can be read again"),
                             anf_word_noun (anf_noun_name (item->noun)), item->record->id,
                             ANF_JSON_SIZE_MAX);
}

char *
anf_work_hash_request (AnfWork *work)
{
  if (work->call->body == NULL)
    return anf_content_hash ("");
  g_autofree char *text = anf_json_format_object (work->call->body);
  return anf_content_hash (text);
}

gboolean
anf_work_create (AnfWork *work,
                 AnfItem *item,
                 const char *state,
                 const char *event,
                 const char *blob,
                 GError **error)
{
  g_autofree char *at = anf_time_format (work->now);
  item->record->state = g_strdup (state);
  item->record->version = 1;
  if (item->record->request == NULL)
    item->record->request = anf_sealing_hash_request (work, item->noun, error);
  if (item->record->request == NULL)
    return FALSE;
  json_object_set_string_member (item->doc, "created_at", at);
  json_object_set_string_member (item->doc, "created_by",
                                 work->actor.name != NULL ? work->actor.name : "anfangd");
  return format_doc (work, item, error)
         && anf_records_insert (work->tx, item->noun, item->record, error)
         && anf_search_index_add (work->tx, item, error)
         && append_leaf (work, item, event, blob, error)
         && work->office->tell (work, item, event, error);
}

gboolean
anf_work_save (AnfWork *work, AnfItem *item, const char *event, const char *blob, GError **error)
{
  item->record->version++;
  return format_doc (work, item, error) && anf_search_index_change (work->tx, item, error)
         && anf_records_update (work->tx, item->noun, item->record, error)
         && append_leaf (work, item, event, blob, error)
         && work->office->tell (work, item, event, error);
}

gboolean
anf_work_log (
    AnfWork *work, const AnfItem *item, const char *event, const char *blob, GError **error)
{
  return append_leaf (work, item, event, blob, error);
}

gint64
anf_work_get_version (AnfWork *work, const AnfItem *item)
{
  return anf_work_has_unit_side (work)
             ? anf_disclosure_show_version (item->doc, item->record->version)
             : item->record->version;
}

gboolean
anf_work_check_version (AnfWork *work, const AnfItem *item, GError **error)
{
  const gint64 version = anf_work_get_version (work, item);
  if (work->call->if_match < 0 || work->call->if_match == version)
    return TRUE;
  return anf_error_throw (
      error, ANF_ERROR_CONFLICT,
      _ ("%s %s is at version %" PRId64 " now, not %" PRId64 ": read it again, then decide"),
      anf_word_noun (anf_noun_name (item->noun)), item->record->id, version, work->call->if_match);
}

/* A unit is refused what it could not do in the state that it is shown, in the same words. */
static gboolean
refuse_move (AnfWork *work,
             AnfMachine machine,
             const AnfItem *item,
             const char *event,
             const char *const *absent,
             GError **error)
{
  const char *to = NULL;
  const char *state = anf_work_has_unit_side (work)
                          ? anf_disclosure_show_state (item->noun, item->record->state)
                          : item->record->state;
  return anf_machine_apply_without (machine, state, event, absent, &to, error)
         && anf_machine_apply_without (machine, item->record->state, event, absent, &to, error);
}

static gboolean
move_state (AnfWork *work,
            AnfMachine machine,
            AnfItem *item,
            const char *event,
            const char *const *absent,
            GError **error)
{
  const char *to = NULL;
  if (!anf_machine_apply_without (machine, item->record->state, event, absent, &to, NULL))
    return refuse_move (work, machine, item, event, absent, error);
  g_free (item->record->state);
  item->record->state = g_strdup (to);
  return TRUE;
}

gboolean
anf_work_step (AnfWork *work, AnfMachine machine, AnfItem *item, const char *event, GError **error)
{
  return anf_work_step_without (work, machine, item, event, NULL, error);
}

gboolean
anf_work_step_without (AnfWork *work,
                       AnfMachine machine,
                       AnfItem *item,
                       const char *event,
                       const char *const *absent,
                       GError **error)
{
  return anf_work_check_version (work, item, error)
         && move_state (work, machine, item, event, absent, error);
}

gboolean
anf_work_follow (
    AnfWork *work, AnfMachine machine, AnfItem *item, const char *event, GError **error)
{
  return move_state (work, machine, item, event, NULL, error)
         && anf_work_save (work, item, event, NULL, error);
}

gboolean
anf_work_begin_put (AnfWork *work,
                    AnfNoun noun,
                    AnfPutCheck check,
                    AnfItem **existing,
                    gboolean *same,
                    GError **error)
{
  g_autoptr (AnfRecord) record = NULL;
  *existing = NULL;
  *same = FALSE;
  if (!anf_records_lookup (work->tx, noun, work->call->id, &record, error))
    return FALSE;
  if (record == NULL)
    {
      if (work->call->if_match < 0)
        return TRUE;
      return anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("there is no %s %s to change"),
                              anf_word_noun (anf_noun_name (noun)), work->call->id);
    }
  g_autoptr (AnfItem) item = anf_work_find (work, noun, work->call->id, error);
  if (item == NULL || (check != NULL && !check (work, item, error)))
    return FALSE;
  g_autofree char *request = anf_sealing_hash_request (work, noun, error);
  if (request == NULL)
    return FALSE;
  *same = strcmp (request, record->request) == 0;
  if (!*same && work->call->if_match < 0)
    return anf_error_throw (error, ANF_ERROR_CONFLICT,
                            _ ("%s %s exists with other content: to change it, send If-Match"),
                            anf_word_noun (anf_noun_name (noun)), work->call->id);
  if (!*same && !anf_work_check_version (work, item, error))
    return FALSE;
  if (!*same)
    {
      g_free (item->record->request);
      item->record->request = g_steal_pointer (&request);
    }
  *existing = g_steal_pointer (&item);
  return TRUE;
}

gboolean
anf_work_take_day (AnfWork *work, JsonObject *doc, const char *member, GDate *day, GError **error)
{
  GDate today;
  const char *text = anf_json_peek_string (doc, member);
  anf_time_local_date (work->now, &today);
  if (text == NULL)
    {
      g_autofree char *date = anf_date_format (&today);
      json_object_set_string_member (doc, member, date);
      *day = today;
      return TRUE;
    }
  return anf_date_parse (text, day, error)
         && (g_date_compare (day, &today) <= 0
             || anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: %s is still to come"), member,
                                 text));
}

JsonObject *
anf_work_act (AnfWork *work)
{
  JsonObject *act = json_object_new ();
  g_autofree char *at = anf_time_format (work->now);
  json_object_set_string_member (act, "by", work->actor.name);
  json_object_set_string_member (act, "at", at);
  return act;
}

JsonObject *
anf_work_act_with (AnfWork *work)
{
  JsonObject *act
      = work->call->body != NULL ? anf_json_copy_object (work->call->body) : json_object_new ();
  g_autofree char *at = anf_time_format (work->now);
  json_object_set_string_member (act, "by", work->actor.name);
  json_object_set_string_member (act, "at", at);
  return act;
}

gboolean
anf_work_check (AnfWork *work, const AnfFacts *facts, GError **error)
{
  return anf_policy_check (work->call->operation, &work->actor, facts, error);
}

JsonObject *
anf_work_find_account (AnfWork *work, const char *member, const char *name, GError **error)
{
  g_autoptr (AnfRecord) record = NULL;
  if (!anf_records_lookup (work->tx, ANF_NOUN_ACCOUNT, name, &record, error))
    return NULL;
  if (record == NULL || strcmp (record->state, "active") != 0)
    {
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: there is no active account %s"), member,
                       name);
      return NULL;
    }
  return anf_json_parse_object (record->doc, strlen (record->doc), error);
}

AnfScheme *
anf_work_find_scheme (AnfWork *work, const char *id, GError **error)
{
  return anf_reference_data_find_scheme (work->office->reference, work->tx, id, error);
}
