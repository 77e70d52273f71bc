/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock.h"
#include "anf-disclosure.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-nearing.h"
#include "anf-notices.h"
#include "anf-reference-data.h"

#include <string.h>

#define PAGE 200
/* Records whose notices share a transaction. */
#define RECORDS_AT_ONCE 50

typedef struct
{
  AnfNoun noun;
  char *id;
} Found;

static void
found_free (Found *found)
{
  g_free (found->id);
  g_free (found);
}

typedef struct
{
  AnfOffice *office;
  GPtrArray *found; /* (element-type Found): records with somebody to tell */
  guint from;       /* of those that are written next */
  guint made;
} Sweep;

/* One record, and one of its deadlines. */
typedef struct
{
  AnfWork *work;
  const AnfItem *item;
  const GArray *rules;
  AnfCalendar *calendar;
  GDate today;
  GDate due;
  JsonObject *clock;
  GHashTable *told;
  gboolean writes;
  guint count;
} Look;

static gboolean
is_reached (const Look *look, const AnfNoticeRule *rule)
{
  if (!anf_notice_kind_is_of (rule->kind, anf_noun_name (look->item->noun)))
    return FALSE;
  if (anf_notice_kind_is_due (rule->kind))
    return anf_nearing_is_before (look->calendar, &look->today, &look->due, rule->days);
  /* 力争: reminded of, never overdue. */
  return anf_notice_kind_is_overdue (rule->kind)
         && !(look->item->noun == ANF_NOUN_TASK && anf_json_peek_bool (look->item->doc, "soft"))
         && anf_nearing_is_overdue (look->calendar, &look->today, &look->due, rule->days);
}

/* A deadline that moves is another one. */
static gboolean
make (Look *look, const AnfNoticeRule *rule, GError **error)
{
  const char *due = anf_json_peek_string (look->clock, "due");
  const char *id = anf_json_peek_string (look->clock, "id");
  g_autofree char *text
      = g_strdup_printf ("%s/%s %s %s %s %u", anf_noun_name (look->item->noun),
                         look->item->record->id, rule->kind->event, id, due, rule->days);
  AnfNoticeCause cause = { .text = text,
                           .clock = anf_json_peek_string (look->clock, "name"),
                           .due = due,
                           .told = look->told,
                           .for_office = !anf_disclosure_shows_clock (id),
                           .writes = look->writes };
  const gboolean done = anf_notice_make (look->work, look->item, rule, &cause, error);
  look->count += cause.count;
  return done;
}

/* Of what one has not been told, only the newest is of use: the fewest days before, or the most
   after. */
static int
compare_rules (gconstpointer a, gconstpointer b)
{
  const AnfNoticeRule *one = *(const AnfNoticeRule *const *)a;
  const AnfNoticeRule *two = *(const AnfNoticeRule *const *)b;
  const int by_days = one->days < two->days ? -1 : one->days > two->days ? 1 : 0;
  return anf_notice_kind_is_overdue (one->kind) ? -by_days : by_days;
}

static gboolean
look_at_clock (Look *look, GError **error)
{
  const char *due = anf_json_peek_string (look->clock, "due");
  if (due == NULL || !anf_date_parse (due, &look->due, NULL)
      || g_strcmp0 (anf_json_peek_string (look->clock, "state"), "running") != 0)
    return TRUE;
  g_autoptr (GPtrArray) reached = g_ptr_array_new ();
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  look->told = told;
  for (guint i = 0; i < look->rules->len; i++)
    {
      AnfNoticeRule *rule = &g_array_index (look->rules, AnfNoticeRule, i);
      if (is_reached (look, rule))
        g_ptr_array_add (reached, rule);
    }
  g_ptr_array_sort (reached, compare_rules);
  for (guint i = 0; i < reached->len; i++)
    if (!make (look, reached->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
look_at (AnfWork *work, const AnfItem *item, gboolean writes, guint *count, GError **error)
{
  JsonArray *clocks = anf_json_peek_array (item->doc, "clocks");
  const guint length = clocks != NULL ? json_array_get_length (clocks) : 0;
  g_autoptr (GArray) rules = length > 0 ? anf_notice_find_rules (work, item, error) : NULL;
  *count = 0;
  if (length == 0)
    return TRUE;
  g_autoptr (AnfCalendar) calendar
      = rules != NULL ? anf_reference_data_get_calendar (work->office->reference, work->tx, error)
                      : NULL;
  if (calendar == NULL)
    return FALSE;
  Look look
      = { .work = work, .item = item, .rules = rules, .calendar = calendar, .writes = writes };
  anf_time_local_date (work->now, &look.today);
  for (guint i = 0; i < length; i++)
    {
      look.clock = json_array_get_object_element (clocks, i);
      if (!look_at_clock (&look, error))
        return FALSE;
    }
  *count = look.count;
  return TRUE;
}

/* ---- all of them ---- */

/* One that cannot be read must not keep the others from being told of; a store that fails does. */
static gboolean
pass_over (AnfNoun noun, const char *id, GError *why, GError **error)
{
  const AnfErrorCode code = anf_error_code (why);
  if (code != ANF_ERROR_INVALID && code != ANF_ERROR_CORRUPT)
    {
      g_propagate_error (error, g_error_copy (why));
      return FALSE;
    }
  g_warning ("%s/%s: nobody could be told of its deadlines: %s", anf_noun_name (noun), id,
             why->message);
  return TRUE;
}

static gboolean
note_found (Sweep *sweep, AnfWork *work, AnfNoun noun, const char *id, GError **error)
{
  guint count = 0;
  g_autoptr (GError) why = NULL;
  g_autoptr (AnfItem) item = anf_work_find (work, noun, id, &why);
  if (item == NULL || !look_at (work, item, FALSE, &count, &why))
    return pass_over (noun, id, why, error);
  if (count == 0)
    return TRUE;
  Found *found = g_new0 (Found, 1);
  found->noun = noun;
  found->id = g_strdup (id);
  g_ptr_array_add (sweep->found, found);
  return TRUE;
}

static gboolean
find_in_state (Sweep *sweep, AnfWork *work, AnfNoun noun, const char *state, GError **error)
{
  AnfRecordsQuery query = { .state = state, .limit = PAGE };
  for (;;)
    {
      g_autoptr (GPtrArray) ids = anf_work_list_ids (work, noun, &query, error);
      if (ids == NULL)
        return FALSE;
      for (guint i = 0; i < ids->len; i++)
        if (!note_found (sweep, work, noun, ids->pdata[i], error))
          return FALSE;
      if (ids->len < PAGE)
        return TRUE;
    }
}

/* What is done with, however much it is, is not looked at. */
static gboolean
find_open (Sweep *sweep, AnfWork *work, AnfNoun noun, AnfMachine machine, GError **error)
{
  g_autofree const char **states = anf_machine_list_states (machine);
  for (gsize i = 0; states[i] != NULL; i++)
    if (!anf_machine_is_over (machine, states[i])
        && !find_in_state (sweep, work, noun, states[i], error))
      return FALSE;
  return TRUE;
}

static AnfWork
begin_work (Sweep *sweep, AnfTx *tx, const AnfCall *call)
{
  return (AnfWork){
    .office = sweep->office, .tx = tx, .call = call, .now = anf_clock_now (&sweep->office->clock)
  };
}

static gboolean
find_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  Sweep *sweep = data;
  const AnfCall call = { .operation = "sweep", .if_match = -1 };
  AnfWork work = begin_work (sweep, tx, &call);
  return find_open (sweep, &work, ANF_NOUN_ORDER, ANF_MACHINE_ORDER, error)
         && find_open (sweep, &work, ANF_NOUN_REFERRAL, ANF_MACHINE_REFERRAL, error)
         && find_open (sweep, &work, ANF_NOUN_TASK, ANF_MACHINE_TASK, error);
}

/* Looks again: what was found may have changed since. */
static gboolean
write_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  Sweep *sweep = data;
  const AnfCall call = { .operation = "sweep", .if_match = -1 };
  AnfWork work = begin_work (sweep, tx, &call);
  const guint end = MIN (sweep->from + RECORDS_AT_ONCE, sweep->found->len);
  guint made = 0;
  for (guint i = sweep->from; i < end; i++)
    {
      const Found *found = sweep->found->pdata[i];
      guint count = 0;
      g_autoptr (AnfItem) item = anf_work_find (&work, found->noun, found->id, error);
      if (item == NULL || !look_at (&work, item, TRUE, &count, error))
        return FALSE;
      made += count;
    }
  sweep->made += made;
  return TRUE;
}

gboolean
anf_notices_sweep (AnfOffice *office, guint *made, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)found_free);
  Sweep sweep = { .office = office, .found = found };
  if (!anf_store_read_slow (office->store, find_in_tx, &sweep, error))
    return FALSE;
  for (; sweep.from < found->len; sweep.from += RECORDS_AT_ONCE)
    if (!anf_store_write (office->store, write_in_tx, &sweep, error))
      return FALSE;
  *made = sweep.made;
  return TRUE;
}
