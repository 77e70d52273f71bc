/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-json.h"
#include "anf-tasks.h"

/* With whose task it was then: what is remarked there is not for who has it next. */
static JsonObject *
make_tick (AnfWork *work, const AnfItem *item)
{
  JsonObject *act = anf_work_act_with (work);
  anf_json_set_string (act, "unit", item->record->unit);
  return act;
}

static gboolean
tick (AnfWork *work, const char *event, const char *member, GError **error)
{
  GDate day;
  g_autoptr (AnfItem) item = anf_task_find_checked (work, error);
  if (item == NULL || !anf_work_step (work, ANF_MACHINE_TASK, item, event, error))
    return FALSE;
  JsonObject *act = make_tick (work, item);
  json_object_set_object_member (item->doc, member, act);
  return anf_work_take_day (work, act, "on", &day, error)
         && anf_task_finish (work, item, member, error);
}

gboolean
anf_tasks_deploy (AnfWork *work, GError **error)
{
  return tick (work, "deploy", "deployed", error);
}

gboolean
anf_tasks_check (AnfWork *work, GError **error)
{
  return tick (work, "check", "checked", error);
}

/* A task of which nothing is handed in is done on the day on which it is accepted. */
static void
meet (AnfItem *item, const GDate *day)
{
  JsonArray *clocks = anf_json_peek_array (item->doc, "clocks");
  if (clocks != NULL)
    anf_clocks_meet (clocks, ANF_TASK_CLOCK, anf_time_of_date (day, 12));
}

gboolean
anf_tasks_accept (AnfWork *work, GError **error)
{
  GDate day;
  g_autoptr (AnfItem) item = anf_task_find_checked (work, error);
  if (item == NULL)
    return FALSE;
  g_autoptr (JsonObject) act = make_tick (work, item);
  if (!anf_work_take_day (work, act, "on", &day, error))
    return FALSE;
  meet (item, &day);
  if (!anf_work_step (work, ANF_MACHINE_TASK, item,
                      anf_task_is_late (item->doc) ? "accept:late" : "accept:in_time", error))
    return FALSE;
  json_object_set_object_member (item->doc, "accepted", g_steal_pointer (&act));
  return anf_task_finish (work, item, "accepted", error);
}

/* ---- taken back ---- */

/* What was met by its acceptance only runs again with it. */
static void
resume (AnfItem *item)
{
  JsonArray *hand_ins = anf_json_peek_array (item->doc, "hand_ins");
  const gint64 judged = anf_json_peek_int (item->doc, "judged", 0);
  if (hand_ins == NULL || json_array_get_length (hand_ins) <= (guint)judged)
    anf_clocks_resume (anf_json_peek_array (item->doc, "clocks"), ANF_TASK_CLOCK);
}

static AnfItem *
find_ticked (AnfWork *work, const char *name, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_TASK, work->call->id, error);
  g_auto (AnfFactSheet) sheet = { 0 };
  if (item == NULL)
    return NULL;
  anf_facts_of_task (item->doc, &sheet);
  JsonObject *act = anf_json_peek_object (item->doc, name);
  sheet.facts.ticker = act != NULL ? anf_json_peek_string (act, "by") : NULL;
  return anf_work_check (work, &sheet.facts, error) ? g_steal_pointer (&item) : NULL;
}

/* The tick goes, and that it was there, whose it was and why it went stays. */
gboolean
anf_tasks_undo (AnfWork *work, GError **error)
{
  const char *name = anf_json_peek_string (work->call->body, "tick");
  g_autofree char *event = g_strconcat ("undo:", name, NULL);
  g_autoptr (AnfItem) item = find_ticked (work, name, error);
  if (item == NULL || !anf_work_step (work, ANF_MACHINE_TASK, item, event, error))
    return FALSE;
  JsonArray *undone = anf_json_peek_array (item->doc, "undone");
  if (undone == NULL)
    {
      undone = json_array_new ();
      json_object_set_array_member (item->doc, "undone", undone);
    }
  JsonObject *act = anf_work_act_with (work);
  json_object_set_member (act, "was", json_object_dup_member (item->doc, name));
  json_array_add_object_element (undone, act);
  json_object_remove_member (item->doc, name);
  if (g_str_equal (name, "accepted"))
    resume (item);
  return anf_task_finish (work, item, "undone", error);
}
