/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-content-hash.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-reference-data.h"
#include "anf-tasks.h"

#include <glib/gi18n.h>

#include <string.h>

/* The column of ids. */
#define ID_MAX 128
#define SCHEMES_MAX 1000
#define PAGE 500

typedef struct
{
  AnfWork *work;
  const AnfScheme *scheme;
  AnfCalendar *calendar;
  GHashTable *seen; /* ids that the scheme has now */
} Deriving;

static void
set_strings (JsonObject *doc, const char *member, char **texts)
{
  JsonArray *array = json_array_new ();
  for (gsize i = 0; texts[i] != NULL; i++)
    json_array_add_string_element (array, texts[i]);
  json_object_set_array_member (doc, member, array);
}

/* What the scheme says of the task, in the form in which it is kept. */
static JsonObject *
describe (const AnfSchemeTask *task)
{
  JsonObject *doc = json_object_new ();
  json_object_set_string_member (doc, "name", task->name);
  anf_json_set_string (doc, "unit", task->unit);
  set_strings (doc, "with", task->with);
  set_strings (doc, "to", task->to);
  anf_json_set_string (doc, "deliver", task->deliver);
  anf_json_set_string (doc, "clause", task->clause);
  anf_json_set_string (doc, "phase", task->phase);
  anf_json_set_string (doc, "period", task->period);
  json_object_set_boolean_member (doc, "soft", task->is_soft);
  return doc;
}

static gboolean
set_due (const Deriving *deriving, JsonObject *doc, const AnfSchemeTask *task, GError **error)
{
  GDate due;
  g_date_clear (&due, 1);
  if (task->due != 0)
    g_date_set_julian (&due, task->due);
  return anf_task_set_due (doc, task->due != 0 ? &due : NULL,
                           anf_scheme_get_plan (deriving->scheme)->remind_days, deriving->calendar,
                           deriving->work->now, error);
}

static gboolean
create (Deriving *deriving, const char *id, const AnfSchemeTask *task, GError **error)
{
  AnfItem *made = anf_item_new (ANF_NOUN_TASK, id, describe (task));
  g_autoptr (AnfItem) item = made;
  const char *scheme = anf_scheme_get_id (deriving->scheme);
  json_object_set_string_member (item->doc, "id", id);
  json_object_set_string_member (item->doc, "scheme", scheme);
  json_object_set_string_member (item->doc, "origin", "scheme");
  item->record->scheme = g_strdup (scheme);
  item->record->unit = g_strdup (task->unit);
  /* No request made it: a hash of the whole file for each would be long in the making. */
  item->record->request = anf_content_hash (id);
  return set_due (deriving, item->doc, task, error)
         && anf_work_create (deriving->work, item, anf_machine_get_initial (ANF_MACHINE_TASK),
                             "made", NULL, error);
}

static char *
dup_text (JsonObject *doc)
{
  return anf_json_format_object (doc);
}

/* Whom the office has named stays, whatever the scheme says now. */
static void
copy_words (AnfItem *item, JsonObject *said)
{
  static const char *const members[]
      = { "name", "unit", "with", "to", "deliver", "clause", "phase", "period", "soft", NULL };
  JsonObject *assigned = anf_json_peek_object (item->doc, "assigned");
  const gboolean moved = assigned != NULL && json_object_has_member (assigned, "unit");
  for (gsize i = 0; members[i] != NULL; i++)
    {
      if (moved && g_str_equal (members[i], "unit"))
        continue;
      if (json_object_has_member (said, members[i]))
        json_object_set_member (item->doc, members[i], json_object_dup_member (said, members[i]));
      else
        json_object_remove_member (item->doc, members[i]);
    }
  const char *unit = anf_json_peek_string (item->doc, "unit");
  /* Whom one unit named does not answer for another. */
  if (g_strcmp0 (unit, item->record->unit) != 0)
    json_object_remove_member (item->doc, "person");
  g_free (item->record->unit);
  item->record->unit = g_strdup (unit);
}

/* A dropped task that is there again has the ticks that it had. */
static const char *
find_restoring (const AnfItem *item)
{
  if (json_object_has_member (item->doc, "checked"))
    return "restore:checked";
  return json_object_has_member (item->doc, "deployed") ? "restore:deployed" : "restore:open";
}

static gboolean
move (AnfItem *item, const char *event, GError **error)
{
  const char *to = NULL;
  if (!anf_machine_apply (ANF_MACHINE_TASK, item->record->state, event, &to, error))
    return FALSE;
  g_free (item->record->state);
  item->record->state = g_strdup (to);
  return TRUE;
}

static gboolean
change (Deriving *deriving, AnfItem *item, const AnfSchemeTask *task, GError **error)
{
  const gboolean was_dropped = strcmp (item->record->state, "dropped") == 0;
  g_autoptr (JsonObject) said = describe (task);
  g_autofree char *before = dup_text (item->doc);
  g_autofree char *unit = g_strdup (item->record->unit);
  copy_words (item, said);
  if (!set_due (deriving, item->doc, task, error)
      || (was_dropped && !move (item, find_restoring (item), error)))
    return FALSE;
  g_autofree char *after = dup_text (item->doc);
  if (!was_dropped && strcmp (before, after) == 0)
    return TRUE;
  return anf_work_save (deriving->work, item, anf_task_name_event (item, unit, "changed"), NULL,
                        error);
}

static char *
make_id (const AnfScheme *scheme, const AnfSchemeTask *task)
{
  return g_strjoin (".", anf_scheme_get_id (scheme), task->key, NULL);
}

static gboolean
derive (Deriving *deriving, const AnfSchemeTask *task, GError **error)
{
  g_autoptr (AnfRecord) record = NULL;
  char *id = make_id (deriving->scheme, task);
  g_hash_table_add (deriving->seen, id);
  if (strlen (id) > ID_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("the id of the task %s is too long: shorten those in the scheme"),
                            id);
  if (!anf_records_lookup (deriving->work->tx, ANF_NOUN_TASK, id, &record, error))
    return FALSE;
  if (record == NULL)
    return create (deriving, id, task, error);
  g_autoptr (AnfItem) item = anf_work_find (deriving->work, ANF_NOUN_TASK, id, error);
  return item != NULL && change (deriving, item, task, error);
}

/* What is done stays done, and what the office added is not the scheme's to drop. */
static gboolean
is_gone (const Deriving *deriving, const AnfItem *item)
{
  static const char *const settled[] = { "done", "done_late", "dropped", NULL };
  return g_strcmp0 (anf_json_peek_string (item->doc, "origin"), "scheme") == 0
         && !g_strv_contains (settled, item->record->state)
         && !g_hash_table_contains (deriving->seen, item->record->id);
}

static gboolean
drop (Deriving *deriving, AnfItem *item, GError **error)
{
  JsonArray *clocks = anf_json_peek_array (item->doc, "clocks");
  if (clocks != NULL)
    anf_clocks_stop (clocks, ANF_TASK_CLOCK);
  return move (item, "drop", error) && anf_work_save (deriving->work, item, "dropped", NULL, error);
}

static gboolean
drop_others (Deriving *deriving, GError **error)
{
  AnfRecordsQuery query = { .scheme = anf_scheme_get_id (deriving->scheme), .limit = PAGE };
  for (;;)
    {
      g_autoptr (GPtrArray) page
          = anf_work_list_page (deriving->work, ANF_NOUN_TASK, &query, error);
      if (page == NULL)
        return FALSE;
      for (guint i = 0; i < page->len; i++)
        {
          AnfItem *item = page->pdata[i];
          query.after = item->record->seq;
          if (is_gone (deriving, item) && !drop (deriving, item, error))
            return FALSE;
        }
      if (page->len < PAGE)
        return TRUE;
    }
}

gboolean
anf_tasks_derive (AnfWork *work, const AnfScheme *scheme, GError **error)
{
  const GPtrArray *tasks = anf_scheme_get_plan (scheme)->tasks;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (AnfCalendar) calendar
      = anf_reference_data_get_calendar (work->office->reference, work->tx, error);
  if (calendar == NULL)
    return FALSE;
  Deriving deriving = { work, scheme, calendar, seen };
  for (guint i = 0; i < tasks->len; i++)
    if (!derive (&deriving, tasks->pdata[i], error))
      return FALSE;
  return drop_others (&deriving, error);
}

/* ---- schemes of a version that knew no tasks ---- */

typedef struct
{
  AnfOffice *office;
  GPtrArray *schemes; /* (element-type AnfScheme): those without their tasks */
  const AnfScheme *scheme;
} Missing;

static gboolean
collect_id (gint64 seq, const char *id, const char *doc, gpointer data, GError **error)
{
  g_ptr_array_add (data, g_strdup (id));
  return TRUE;
}

/* All were made in one transaction, and none is ever deleted: the first one tells of the others. */
static gboolean
note_if_missing (Missing *missing, AnfTx *tx, const char *id, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (AnfRecord) record = NULL;
  g_autoptr (AnfScheme) scheme
      = anf_reference_data_find_scheme (missing->office->reference, tx, id, &problem);
  if (scheme == NULL)
    {
      g_warning ("scheme %s: %s: correct its file and load it", id, problem->message);
      return TRUE;
    }
  const GPtrArray *tasks = anf_scheme_get_plan (scheme)->tasks;
  if (tasks->len == 0)
    return TRUE;
  g_autofree char *first = make_id (scheme, tasks->pdata[0]);
  if (!anf_records_lookup (tx, ANF_NOUN_TASK, first, &record, error))
    return FALSE;
  if (record == NULL)
    g_ptr_array_add (missing->schemes, g_steal_pointer (&scheme));
  return TRUE;
}

static gboolean
find_missing (AnfTx *tx, gpointer data, GError **error)
{
  const AnfRecordsQuery query = { .limit = SCHEMES_MAX };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  if (!anf_records_list (tx, ANF_NOUN_SCHEME, &query, collect_id, ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!note_if_missing (data, tx, ids->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
make_missing (AnfTx *tx, gpointer data, GError **error)
{
  const Missing *missing = data;
  AnfOffice *office = missing->office;
  const AnfCall call = { .operation = "putScheme", .if_match = -1 };
  AnfWork work
      = { .office = office, .tx = tx, .call = &call, .now = anf_clock_now (&office->clock) };
  const guint mark = anf_journal_mark (office->journal);
  const gboolean done = anf_tasks_derive (&work, missing->scheme, error);
  if (!done)
    anf_journal_rewind (office->journal, mark);
  anf_work_clear (&work);
  return done;
}

gboolean
anf_tasks_make_missing (AnfOffice *office, GError **error)
{
  g_autoptr (GPtrArray) schemes = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_scheme_unref);
  Missing missing = { .office = office, .schemes = schemes };
  if (!anf_store_read (office->store, find_missing, &missing, error))
    return FALSE;
  for (guint i = 0; i < schemes->len; i++)
    {
      g_autoptr (GError) problem = NULL;
      missing.scheme = schemes->pdata[i];
      if (!anf_store_write (office->store, make_missing, &missing, &problem))
        g_warning ("the tasks of scheme %s could not be made: %s",
                   anf_scheme_get_id (missing.scheme), problem->message);
    }
  return TRUE;
}
