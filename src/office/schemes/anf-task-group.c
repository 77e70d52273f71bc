/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-task-group.h"

#include "anf-content-hash.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-tasks.h"

#include <glib/gi18n.h>

#include <string.h>

/* The same unit has the same task of the group, whenever it is asked for: an UUID of version 8,
   which RFC 9562 leaves to whoever makes it. */
static char *
make_id (const char *group, const char *unit)
{
  g_autofree char *named = g_strdup_printf ("%s %s", group, unit);
  g_autofree char *hash = anf_content_hash (named);
  return g_strdup_printf ("%.8s-%.4s-8%.3s-8%.3s-%.12s", hash, hash + 8, hash + 12, hash + 15,
                          hash + 18);
}

/* ---- summed up ---- */

static void
count_state (JsonObject *states, const char *state)
{
  json_object_set_int_member (states, state, anf_json_peek_int (states, state, 0) + 1);
}

static JsonObject *
describe_task (JsonObject *doc)
{
  static const char *const members[] = { "id", "unit", "person", "due", "state" };
  JsonObject *task = json_object_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    anf_json_set_string (task, members[i], anf_json_peek_string (doc, members[i]));
  return task;
}

/* @tasks: not to be saved after this */
static void
reply (AnfWork *work, int status, GPtrArray *tasks)
{
  static const char *const members[] = { "scheme", "name" };
  g_autoptr (JsonObject) doc = json_object_new ();
  JsonObject *states = json_object_new ();
  JsonArray *list = json_array_new ();
  json_object_set_string_member (doc, "id", work->call->id);
  json_object_set_int_member (doc, "total", tasks->len);
  json_object_set_object_member (doc, "states", states);
  json_object_set_array_member (doc, "tasks", list);
  for (guint i = 0; i < tasks->len; i++)
    {
      const AnfItem *task = tasks->pdata[i];
      anf_task_tell (work, task->doc);
      count_state (states, anf_json_peek_string (task->doc, "state"));
      json_array_add_object_element (list, describe_task (task->doc));
      for (gsize k = 0; i == 0 && k < G_N_ELEMENTS (members); k++)
        anf_json_set_string (doc, members[k], anf_json_peek_string (task->doc, members[k]));
    }
  anf_work_reply_text (work, "application/json", anf_json_format_object (doc));
  work->reply->status = status;
}

gboolean
anf_task_groups_get (AnfWork *work, GError **error)
{
  g_autoptr (GPtrArray) tasks = anf_work_list_children (work, ANF_NOUN_TASK, work->call->id, error);
  if (tasks == NULL || !anf_work_check (work, NULL, error))
    return FALSE;
  if (tasks->len == 0)
    return anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("no tasks were given under that id"));
  reply (work, 200, tasks);
  return TRUE;
}

/* ---- given ---- */

static JsonObject *
make_task (AnfWork *work, const char *unit)
{
  static const char *const choosing[] = { "units", "group", "subscheme" };
  JsonObject *task = anf_json_copy_object (work->call->body);
  for (gsize i = 0; i < G_N_ELEMENTS (choosing); i++)
    if (json_object_has_member (task, choosing[i]))
      json_object_remove_member (task, choosing[i]);
  json_object_set_string_member (task, "unit", unit);
  json_object_set_string_member (task, "group", work->call->id);
  return task;
}

static gboolean
give (AnfWork *work, GPtrArray *tasks, GError **error)
{
  g_autoptr (GPtrArray) units = anf_task_group_list_units (work, error);
  for (guint i = 0; units != NULL && i < units->len; i++)
    {
      g_autofree char *id = make_id (work->call->id, units->pdata[i]);
      AnfItem *task = anf_task_create (work, id, make_task (work, units->pdata[i]), error);
      if (task == NULL)
        return FALSE;
      g_ptr_array_add (tasks, task);
    }
  return units != NULL;
}

/* The request stays with each task until it is written anew by itself. */
static gboolean
is_same (AnfWork *work, const GPtrArray *tasks)
{
  g_autofree char *text = anf_json_format_object (work->call->body);
  g_autofree char *request = anf_content_hash (text);
  for (guint i = 0; i < tasks->len; i++)
    if (g_strcmp0 (((const AnfItem *)tasks->pdata[i])->record->request, request) == 0)
      return TRUE;
  return FALSE;
}

gboolean
anf_task_groups_put (AnfWork *work, GError **error)
{
  g_autoptr (GPtrArray) before
      = anf_work_list_children (work, ANF_NOUN_TASK, work->call->id, error);
  if (before == NULL || !anf_work_check (work, NULL, error))
    return FALSE;
  if (before->len > 0 && !is_same (work, before))
    return anf_error_throw (error, ANF_ERROR_CONFLICT,
                            _ ("other tasks were given under that id: change them one by one, or "
                               "give these under another"));
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_item_free);
  if (before->len == 0 && !give (work, made, error))
    return FALSE;
  reply (work, before->len > 0 ? 200 : 201, before->len > 0 ? before : made);
  return TRUE;
}
