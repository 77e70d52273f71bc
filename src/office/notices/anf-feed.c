/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-feed.h"

#include "anf-content-hash.h"
#include "anf-disclosure.h"
#include "anf-error.h"
#include "anf-feeds.h"
#include "anf-ics.h"
#include "anf-json.h"
#include "anf-task.h"
#include "anf-units.h"

#include <glib/gi18n.h>

#include <string.h>

#define TOKEN_BYTES 32
/* Most deadlines of one calendar: no program shows more, and nobody keeps as many. */
#define EVENTS_MAX 5000
#define PAGE 200

typedef struct
{
  AnfWork *work;
  const char *hash;
} Errand;

static gboolean
set_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  const Errand *errand = data;
  return anf_feeds_set (tx, errand->work->actor.name, errand->hash, error);
}

/* The token is told once and kept by nobody, so it must not lie among the kept replies either. */
gboolean
anf_feed_make (AnfWork *work, GError **error)
{
  g_autofree char *token = anf_random_hex (&work->office->random, TOKEN_BYTES);
  g_autofree char *hash = anf_content_hash (token);
  g_autofree char *path = g_strconcat ("/api/v1/calendar.ics?feed=", token, NULL);
  g_autoptr (JsonObject) body = json_object_new ();
  Errand errand = { work, hash };
  if (!anf_store_write (work->office->store, set_in_tx, &errand, error))
    return FALSE;
  json_object_set_string_member (body, "path", path);
  anf_work_reply_text (work, "application/json", anf_json_format_object (body));
  work->reply->status = 201;
  return TRUE;
}

gboolean
anf_feed_delete (AnfWork *work, GError **error)
{
  if (!anf_feeds_remove (work->tx, work->actor.name, error))
    return FALSE;
  anf_work_reply_empty (work);
  return TRUE;
}

/* Whose feed it is becomes the actor, who sees what they would see themselves. */
static gboolean
admit (AnfWork *work, GError **error)
{
  const char *token = anf_work_get_query (work, "feed");
  g_autofree char *hash = anf_content_hash (token != NULL ? token : "");
  g_autofree char *text = NULL;
  if (!anf_feeds_find (work->tx, hash, &text, error))
    return FALSE;
  JsonObject *account = text != NULL ? anf_json_parse_object (text, strlen (text), error) : NULL;
  if (account != NULL)
    {
      g_clear_pointer (&work->account, json_object_unref);
      work->account = account;
      anf_actor_init (&work->actor, account);
    }
  if (account != NULL && anf_policy_may_call ("listOrders", &work->actor, NULL))
    return TRUE;
  g_clear_error (error);
  return anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("there is no such calendar"));
}

typedef struct
{
  AnfIcs *ics;
  gint64 after;
  guint seen;
  guint events;
} Feed;

static void
add_clock (Feed *feed, const char *record, JsonObject *clock, const char *summary, const char *unit)
{
  const char *due = anf_json_peek_string (clock, "due");
  GDate day;
  gint64 stamp = 0;
  if (g_strcmp0 (anf_json_peek_string (clock, "state"), "running") != 0 || due == NULL
      || feed->events >= EVENTS_MAX || !anf_date_parse (due, &day, NULL)
      || !anf_time_parse (anf_json_peek_string (clock, "trigger_at"), &stamp, NULL))
    return;
  g_autofree char *uid
      = g_strdup_printf ("%s.%s@anfang", record, anf_json_peek_string (clock, "id"));
  anf_ics_add_day (feed->ics, uid, stamp / G_USEC_PER_SEC, &day, summary, unit);
  feed->events++;
}

/* A unit learns the day on which a clock began, not the hour: that is when somebody of the office
   established, served or returned something. */
static void
add_order (AnfWork *work, Feed *feed, AnfItem *order)
{
  g_autoptr (JsonObject) shown
      = anf_work_has_unit_side (work)
            ? anf_disclosure_show (ANF_NOUN_ORDER, order->doc, &work->actor)
            : json_object_ref (order->doc);
  JsonArray *clocks = anf_json_peek_array (shown, "clocks");
  g_autoptr (AnfItem) unit = anf_work_find (work, ANF_NOUN_UNIT, order->record->unit, NULL);
  const char *name = unit != NULL ? anf_json_peek_string (unit->doc, "name") : NULL;
  JsonObject *numbered = anf_json_peek_object (shown, "number");
  const char *number = numbered != NULL ? anf_json_peek_string (numbered, "text") : NULL;
  feed->after = order->record->seq;
  for (guint i = 0; number != NULL && clocks != NULL && i < json_array_get_length (clocks); i++)
    {
      JsonObject *clock = json_array_get_object_element (clocks, i);
      g_autofree char *summary
          = g_strdup_printf ("%s %s", anf_json_peek_string (clock, "name"), number);
      add_clock (feed, order->record->id, clock, summary, name);
    }
}

/* By its name, and 力争 where the day is only hoped for. */
static void
add_task (AnfWork *work, Feed *feed, AnfItem *task)
{
  g_autoptr (JsonObject) shown = anf_work_has_unit_side (work)
                                     ? anf_disclosure_show (ANF_NOUN_TASK, task->doc, &work->actor)
                                     : json_object_ref (task->doc);
  JsonArray *clocks = anf_json_peek_array (shown, "clocks");
  JsonObject *clock = clocks != NULL ? anf_clocks_find (clocks, ANF_TASK_CLOCK) : NULL;
  g_autofree char *unit = anf_unit_dup_name (work, NULL, task->record->unit);
  const char *soft = anf_json_peek_bool (shown, "soft") ? "力争" : "";
  g_autofree char *summary
      = g_strdup_printf ("%s任务 %s", soft, anf_json_peek_string (shown, "name"));
  feed->after = task->record->seq;
  if (clock != NULL)
    add_clock (feed, task->record->id, clock, summary, unit);
}

/* Orders or tasks of one state, or of any where it is NULL, by its index: what is done with is not
   looked at, however much it is. */
static gboolean
add_state (AnfWork *work, Feed *feed, AnfNoun noun, const char *state, GError **error)
{
  AnfRecordsQuery query = { .state = state, .limit = PAGE };
  if (noun == ANF_NOUN_TASK && anf_policy_get_scope ("listTasks", &work->actor) != ANF_SCOPE_ALL)
    query.unit = work->actor.unit != NULL ? work->actor.unit : "";
  if (noun == ANF_NOUN_ORDER && anf_policy_get_scope ("listOrders", &work->actor) != ANF_SCOPE_ALL)
    {
      query.link_kind = anf_policy_get_reach (&work->actor);
      query.link_target = work->actor.unit;
    }
  do
    {
      g_autoptr (GPtrArray) items = anf_work_list_page (work, noun, &query, error);
      if (items == NULL)
        return FALSE;
      for (guint i = 0; i < items->len; i++)
        (noun == ANF_NOUN_TASK ? add_task : add_order) (work, feed, items->pdata[i]);
      feed->seen = items->len;
      query.after = feed->after;
    }
  while (feed->seen == PAGE && feed->events < EVENTS_MAX);
  return TRUE;
}

static gboolean
add_noun (AnfWork *work, Feed *feed, AnfNoun noun, AnfMachine machine, GError **error)
{
  g_autofree const char **states = anf_machine_list_states (machine);
  /* In the order of their states an order would leave its place when somebody looks again. */
  if (noun == ANF_NOUN_ORDER && anf_work_has_unit_side (work))
    return add_state (work, feed, noun, NULL, error);
  for (gsize i = 0; states[i] != NULL; i++)
    if (!anf_machine_is_over (machine, states[i])
        && !add_state (work, feed, noun, states[i], error))
      return FALSE;
  return TRUE;
}

gboolean
anf_feed_get (AnfWork *work, GError **error)
{
  if (!admit (work, error))
    return FALSE;
  g_autoptr (AnfIcs) ics = anf_ics_new ("整改督办期限");
  Feed feed = { .ics = ics };
  if (!add_noun (work, &feed, ANF_NOUN_ORDER, ANF_MACHINE_ORDER, error)
      || (anf_policy_may_call ("listTasks", &work->actor, NULL)
          && !add_noun (work, &feed, ANF_NOUN_TASK, ANF_MACHINE_TASK, error)))
    return FALSE;
  anf_work_reply_text (work, "text/calendar; charset=utf-8", anf_ics_format (ics));
  work->reply->filename = g_strdup ("anfang.ics");
  return TRUE;
}
