/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-tasks.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-reference-data.h"
#include "anf-units.h"

#include <glib/gi18n.h>

#include <string.h>

/* Hand-ins of one task; more than this nobody reads. */
#define HAND_INS_MAX 100

AnfItem *
anf_task_find_checked (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_TASK, work->call->id, error);
  g_auto (AnfFactSheet) sheet = { 0 };
  if (item == NULL)
    return NULL;
  anf_facts_of_task (item->doc, &sheet);
  return anf_work_check (work, &sheet.facts, error) ? g_steal_pointer (&item) : NULL;
}

void
anf_task_tell (AnfWork *work, JsonObject *doc)
{
  GDate today;
  anf_time_local_date (work->now, &today);
  g_autofree char *state = g_strdup (anf_task_get_state (doc, &today));
  json_object_set_string_member (doc, "state", state);
}

/* @item is not to be saved after this. */
static void
reply (AnfWork *work, int status, AnfItem *item)
{
  anf_task_tell (work, item->doc);
  g_free (item->record->doc);
  item->record->doc = anf_json_format_object (item->doc);
  anf_work_reply_item (work, status, item);
}

const char *
anf_task_name_event (const AnfItem *item, const char *before, const char *event)
{
  return g_strcmp0 (item->record->unit, before) == 0 ? event : "moved";
}

gboolean
anf_task_finish (AnfWork *work, AnfItem *item, const char *event, GError **error)
{
  if (!anf_work_save (work, item, event, NULL, error))
    return FALSE;
  reply (work, 200, item);
  return TRUE;
}

/* ---- what the office adds ---- */

static gboolean
check_units (AnfWork *work, JsonObject *doc, GError **error)
{
  static const char *const members[] = { "with", "to", NULL };
  const char *unit = anf_json_peek_string (doc, "unit");
  if (unit != NULL && !anf_unit_check_valid (work, "unit", unit, error))
    return FALSE;
  for (gsize i = 0; members[i] != NULL; i++)
    {
      g_auto (GStrv) units = anf_facts_dup_strings (anf_json_peek_array (doc, members[i]));
      for (gsize k = 0; units[k] != NULL; k++)
        if (!anf_unit_check_valid (work, members[i], units[k], error))
          return FALSE;
    }
  return TRUE;
}

static gboolean
set_due (AnfWork *work, JsonObject *doc, const AnfScheme *scheme, GError **error)
{
  const char *text = anf_json_peek_string (doc, "due");
  GDate due;
  g_autoptr (AnfCalendar) calendar
      = anf_reference_data_get_calendar (work->office->reference, work->tx, error);
  if (calendar == NULL || (text != NULL && !anf_date_parse (text, &due, error)))
    return FALSE;
  return anf_task_set_due (doc, text != NULL ? &due : NULL,
                           anf_scheme_get_plan (scheme)->remind_days, calendar, work->now, error);
}

/* What a task is made or changed from, @said (transfer full), checked. */
static JsonObject *
build (AnfWork *work, const char *id, JsonObject *said, JsonObject *before, GError **error)
{
  static const char *const kept[]
      = { "clocks",   "hand_ins", "returned",   "judged",     "deployed", "checked", "undone",
          "accepted", "assigned", "created_at", "created_by", "group",    NULL };
  g_autoptr (JsonObject) doc = said;
  g_autoptr (AnfScheme) scheme
      = anf_work_find_scheme (work, anf_json_peek_string (doc, "scheme"), error);
  if (scheme == NULL || !check_units (work, doc, error))
    return NULL;
  for (gsize i = 0; before != NULL && kept[i] != NULL; i++)
    if (json_object_has_member (before, kept[i]))
      json_object_set_member (doc, kept[i], json_object_dup_member (before, kept[i]));
  json_object_set_string_member (doc, "id", id);
  json_object_set_string_member (doc, "origin", "office");
  json_object_set_boolean_member (doc, "soft", anf_json_peek_bool (doc, "soft"));
  return set_due (work, doc, scheme, error) ? g_steal_pointer (&doc) : NULL;
}

static void
set_columns (AnfItem *item)
{
  g_free (item->record->scheme);
  item->record->scheme = g_strdup (anf_json_peek_string (item->doc, "scheme"));
  g_free (item->record->unit);
  item->record->unit = g_strdup (anf_json_peek_string (item->doc, "unit"));
}

AnfItem *
anf_task_create (AnfWork *work, const char *id, JsonObject *doc, GError **error)
{
  JsonObject *built = build (work, id, doc, NULL, error);
  if (built == NULL)
    return NULL;
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_TASK, id, built);
  set_columns (item);
  item->record->parent = g_strdup (anf_json_peek_string (built, "group"));
  return anf_work_create (work, item, anf_machine_get_initial (ANF_MACHINE_TASK), "given", NULL,
                          error)
             ? g_steal_pointer (&item)
             : NULL;
}

static gboolean
create (AnfWork *work, GError **error)
{
  /* Other ids are those that schemes give. */
  if (!g_uuid_string_is_valid (work->call->id))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("a task that the office adds has a UUID as its id, not %s"),
                            work->call->id);
  g_autoptr (AnfItem) item
      = anf_task_create (work, work->call->id, anf_json_copy_object (work->call->body), error);
  if (item != NULL)
    reply (work, 201, item);
  return item != NULL;
}

static gboolean
edit (AnfWork *work, AnfItem *item, GError **error)
{
  if (g_strcmp0 (anf_json_peek_string (item->doc, "origin"), "office") != 0)
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("the task is the scheme's: change the scheme and load it, or name "
                               "who answers for it: anfang task assign"));
  g_autofree char *before = g_strdup (item->record->unit);
  JsonObject *doc
      = build (work, work->call->id, anf_json_copy_object (work->call->body), item->doc, error);
  if (doc == NULL)
    return FALSE;
  json_object_unref (item->doc);
  item->doc = doc;
  set_columns (item);
  return anf_work_step (work, ANF_MACHINE_TASK, item, "edit", error)
         && anf_task_finish (work, item, anf_task_name_event (item, before, "edited"), error);
}

gboolean
anf_tasks_put (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) existing = NULL;
  gboolean same = FALSE;
  if (!anf_work_begin_put (work, ANF_NOUN_TASK, NULL, &existing, &same, error))
    return FALSE;
  if (!same)
    return existing != NULL ? edit (work, existing, error) : create (work, error);
  reply (work, 200, existing);
  return TRUE;
}

/* ---- reading ---- */

gboolean
anf_tasks_get (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_task_find_checked (work, error);
  if (item != NULL)
    reply (work, 200, item);
  return item != NULL;
}

/* By what follows from the day, or by the place in the life cycle: what waits to be accepted. */
static gboolean
pick (AnfWork *work, JsonObject *doc)
{
  const char *wanted = anf_work_get_query (work, "state");
  g_autofree char *place = g_strdup (anf_json_peek_string (doc, "state"));
  anf_task_tell (work, doc);
  return wanted == NULL || (!g_str_equal (place, "open") && g_str_equal (wanted, place))
         || g_str_equal (wanted, anf_json_peek_string (doc, "state"));
}

gboolean
anf_tasks_list (AnfWork *work, GError **error)
{
  AnfRecordsQuery query = { .scheme = anf_work_get_query (work, "scheme"),
                            .unit = anf_work_get_query (work, "unit") };
  if (anf_policy_get_scope (work->call->operation, &work->actor) != ANF_SCOPE_ALL)
    query.unit = work->actor.unit != NULL ? work->actor.unit : "";
  return anf_work_reply_picked (work, ANF_NOUN_TASK, &query, pick, error);
}

/* ---- who answers for it ---- */

/* 任务到人: a unit's head names the person; whose task it is only the office says. */
gboolean
anf_tasks_assign (AnfWork *work, GError **error)
{
  JsonObject *body = work->call->body;
  const char *unit = anf_json_peek_string (body, "unit");
  g_autoptr (AnfItem) item = anf_task_find_checked (work, error);
  if (item == NULL || !anf_work_step (work, ANF_MACHINE_TASK, item, "assign", error))
    return FALSE;
  if (unit != NULL && anf_work_has_unit_side (work) && g_strcmp0 (unit, item->record->unit) != 0)
    return anf_error_throw (error, ANF_ERROR_DENIED,
                            _ ("unit: to another unit the office gives it, not you"));
  if (unit != NULL && !anf_unit_check_valid (work, "unit", unit, error))
    return FALSE;
  g_autofree char *before = g_strdup (item->record->unit);
  if (unit != NULL)
    json_object_set_string_member (item->doc, "unit", unit);
  anf_json_set_string (item->doc, "person", anf_json_peek_string (body, "person"));
  JsonObject *act = anf_work_act (work);
  anf_json_set_string (act, "unit", unit);
  json_object_set_object_member (item->doc, "assigned", act);
  set_columns (item);
  return anf_task_finish (work, item, anf_task_name_event (item, before, "assigned"), error);
}

/* ---- what shows that it is done ---- */

/* Nobody hands in what they could not have seen themselves. */
static gboolean
check_evidence (AnfWork *work, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (work->call->body, "evidence"));
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_auto (AnfFactSheet) sheet = { 0 };
      g_autoptr (GError) hidden = NULL;
      g_autoptr (AnfItem) item
          = anf_work_find_named (work, ANF_NOUN_EVIDENCE, "evidence", ids[i], error);
      if (item == NULL || !anf_facts_of_evidence (work, item->doc, &sheet, error))
        return FALSE;
      /* In the very words for what is not there. */
      if (!anf_policy_check ("getEvidence", &work->actor, &sheet.facts, &hidden))
        return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: there is no %s %s"), "evidence",
                                _ ("evidence"), ids[i]);
    }
  return TRUE;
}

static JsonArray *
get_list (JsonObject *doc, const char *member)
{
  if (!json_object_has_member (doc, member))
    json_object_set_array_member (doc, member, json_array_new ());
  return anf_json_peek_array (doc, member);
}

/* With whose task it was then: another unit's words are not for who has it next. */
static JsonObject *
make_entry (AnfWork *work, const AnfItem *item)
{
  JsonObject *entry = anf_work_act_with (work);
  anf_json_set_string (entry, "unit", item->record->unit);
  return entry;
}

gboolean
anf_tasks_hand_in (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_task_find_checked (work, error);
  if (item == NULL || !anf_work_step (work, ANF_MACHINE_TASK, item, "hand-in", error)
      || !check_evidence (work, error))
    return FALSE;
  JsonArray *hand_ins = get_list (item->doc, "hand_ins");
  if (json_array_get_length (hand_ins) >= HAND_INS_MAX)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE,
                            _ ("the task has %d hand-ins: put the rest into one text"),
                            HAND_INS_MAX);
  json_array_add_object_element (hand_ins, make_entry (work, item));
  anf_clocks_meet (get_list (item->doc, "clocks"), ANF_TASK_CLOCK, work->now);
  return anf_task_finish (work, item, "handed_in", error);
}

gboolean
anf_tasks_return (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_task_find_checked (work, error);
  if (item == NULL || !anf_work_step (work, ANF_MACHINE_TASK, item, "return", error))
    return FALSE;
  JsonArray *hand_ins = get_list (item->doc, "hand_ins");
  JsonArray *returned = get_list (item->doc, "returned");
  /* One return answers what came since the last. */
  if (json_array_get_length (hand_ins) <= (guint)anf_json_peek_int (item->doc, "judged", 0))
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("nothing was handed in that could be sent back"));
  json_object_set_int_member (item->doc, "judged", json_array_get_length (hand_ins));
  json_array_add_object_element (returned, make_entry (work, item));
  anf_clocks_resume (get_list (item->doc, "clocks"), ANF_TASK_CLOCK);
  return anf_task_finish (work, item, "returned", error);
}
