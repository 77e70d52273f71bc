/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-feed.h"

#include "anf-content-hash.h"
#include "anf-disclosure.h"
#include "anf-error.h"
#include "anf-feeds.h"
#include "anf-ics.h"
#include "anf-json.h"

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
add_clock (Feed *feed, JsonObject *order, JsonObject *clock, const char *unit)
{
  const char *due = anf_json_peek_string (clock, "due");
  const char *number = anf_json_peek_string (anf_json_peek_object (order, "number"), "text");
  GDate day;
  gint64 stamp = 0;
  if (g_strcmp0 (anf_json_peek_string (clock, "state"), "running") != 0 || due == NULL
      || number == NULL || feed->events >= EVENTS_MAX || !anf_date_parse (due, &day, NULL)
      || !anf_time_parse (anf_json_peek_string (clock, "trigger_at"), &stamp, NULL))
    return;
  g_autofree char *uid = g_strdup_printf ("%s.%s@anfang", anf_json_peek_string (order, "id"),
                                          anf_json_peek_string (clock, "id"));
  g_autofree char *summary
      = g_strdup_printf ("%s %s", anf_json_peek_string (clock, "name"), number);
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
  feed->after = order->record->seq;
  for (guint i = 0; clocks != NULL && i < json_array_get_length (clocks); i++)
    add_clock (feed, shown, json_array_get_object_element (clocks, i), name);
}

/* Orders of one state, by its index: what is closed is not looked at, however much it is. */
static gboolean
add_state (AnfWork *work, Feed *feed, const char *state, GError **error)
{
  AnfRecordsQuery query = { .state = state, .limit = PAGE };
  if (anf_policy_get_scope ("listOrders", &work->actor) != ANF_SCOPE_ALL)
    {
      query.link_kind = anf_policy_get_reach (&work->actor);
      query.link_target = work->actor.unit;
    }
  do
    {
      g_autoptr (GPtrArray) orders = anf_work_list_page (work, ANF_NOUN_ORDER, &query, error);
      if (orders == NULL)
        return FALSE;
      for (guint i = 0; i < orders->len; i++)
        add_order (work, feed, orders->pdata[i]);
      feed->seen = orders->len;
      query.after = feed->after;
    }
  while (feed->seen == PAGE && feed->events < EVENTS_MAX);
  return TRUE;
}

gboolean
anf_feed_get (AnfWork *work, GError **error)
{
  g_autofree const char **states = anf_machine_list_states (ANF_MACHINE_ORDER);
  if (!admit (work, error))
    return FALSE;
  g_autoptr (AnfIcs) ics = anf_ics_new ("整改督办期限");
  Feed feed = { .ics = ics };
  for (gsize i = 0; states[i] != NULL; i++)
    if (!anf_machine_is_end (ANF_MACHINE_ORDER, states[i])
        && !add_state (work, &feed, states[i], error))
      return FALSE;
  anf_work_reply_text (work, "text/calendar; charset=utf-8", anf_ics_format (ics));
  work->reply->filename = g_strdup ("anfang.ics");
  return TRUE;
}
