/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock.h"
#include "anf-error.h"
#include "anf-hold.h"
#include "anf-json.h"
#include "anf-ladder.h"
#include "anf-order-press.h"
#include "anf-reference-data.h"
#include "anf-role.h"
#include "anf-steps.h"
#include "anf-sweep.h"

#include <string.h>

#define PAGE 200

/* Served, and neither closed nor withdrawn. */
static const char *const open_states[]
    = { "served",        "received",    "plan_due",        "plan_filed",
        "plan_accepted", "rectifying",  "feedback_filed",  "reinspecting",
        "closing",       "negotiating", "assign_objected", NULL };

/* ---- one order ---- */

typedef struct
{
  AnfWork *work;
  AnfItem *order;
  GPtrArray *reached; /* AnfLadderStep */
  GPtrArray *steps;   /* AnfItem: those there are */
  gboolean writes;
  gboolean double_check; /* the scheme asks which leaders answer, too */
  guint changes;
} Look;

static void
look_clear (Look *look)
{
  g_clear_pointer (&look->reached, g_ptr_array_unref);
  g_clear_pointer (&look->steps, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, look_clear)

static guint
count_returns (const AnfItem *order)
{
  JsonArray *returns = anf_json_peek_array (order->doc, "returns");
  return returns != NULL ? json_array_get_length (returns) : 0;
}

static gboolean
judge (Look *look, GError **error)
{
  AnfWork *work = look->work;
  AnfReferenceData *reference = work->office->reference;
  g_autoptr (AnfScheme) scheme
      = anf_reference_data_find_scheme (reference, work->tx, look->order->record->scheme, error);
  g_autoptr (AnfCalendar) calendar
      = scheme != NULL ? anf_reference_data_get_calendar (reference, work->tx, error) : NULL;
  if (calendar == NULL)
    return FALSE;
  look->double_check = anf_scheme_get_marks (scheme, ANF_SCHEME_DOUBLE_CHECK) != NULL;
  const AnfLadder *ladder = anf_scheme_get_ladder (scheme);
  if (ladder == NULL)
    ladder = anf_reference_data_get_ladder (reference, error);
  AnfLadderFacts facts
      = { .clocks = anf_order_get_clocks (look->order), .returned = count_returns (look->order) };
  /* What pressed for another order, before this one took the matter up, is no ground against it. */
  JsonObject *served = anf_json_peek_object (look->order->doc, "served");
  const char *since = served != NULL ? anf_json_peek_string (served, "at") : NULL;
  if (ladder == NULL
      || !anf_order_count_presses (work, look->order, since, &facts.supervised, error))
    return FALSE;
  GDate today;
  anf_time_local_date (work->now, &today);
  look->reached = anf_ladder_judge (ladder, &facts, calendar, &today);
  return TRUE;
}

static char *
make_number (const Look *look, const AnfLadderStep *step)
{
  return g_strdup_printf ("%s/%s", look->order->record->id, step->key);
}

static const AnfLadderStep *
find_reached (const Look *look, const AnfItem *item)
{
  for (guint i = 0; i < look->reached->len; i++)
    {
      g_autofree char *number = make_number (look, look->reached->pdata[i]);
      if (strcmp (number, item->record->number) == 0)
        return look->reached->pdata[i];
    }
  return NULL;
}

static AnfItem *
find_item (const Look *look, const AnfLadderStep *step)
{
  g_autofree char *number = make_number (look, step);
  for (guint i = 0; i < look->steps->len; i++)
    {
      AnfItem *item = look->steps->pdata[i];
      if (strcmp (number, item->record->number) == 0)
        return item;
    }
  return NULL;
}

static gboolean
is_in_state (const AnfItem *item, const char *state)
{
  return strcmp (item->record->state, state) == 0;
}

/* Neither there yet, nor anything but lapsed. */
static gboolean
is_fresh (const Look *look, const AnfLadderStep *step)
{
  const AnfItem *item = find_item (look, step);
  return item == NULL || is_in_state (item, "lapsed");
}

/* The highest level that is, or is about to be, proposed; 0 when none is. */
static int
find_top (const Look *look)
{
  int top = 0;
  for (guint i = 0; i < look->reached->len; i++)
    {
      const AnfLadderStep *step = look->reached->pdata[i];
      const AnfItem *item = find_item (look, step);
      if (item == NULL || is_in_state (item, "lapsed") || is_in_state (item, "proposed"))
        top = MAX (top, step->rung->level);
    }
  return top;
}

static gboolean
change (Look *look, AnfItem *item, const char *event, GError **error)
{
  look->changes++;
  if (!look->writes)
    return TRUE;
  g_autofree char *at = anf_time_format (look->work->now);
  if (strcmp (event, "propose") != 0)
    json_object_set_string_member (item->doc, "ended_at", at);
  else
    json_object_remove_member (item->doc, "ended_at");
  return anf_work_follow (look->work, ANF_MACHINE_STEP, item, event, error);
}

/* Those whose ground is gone, and those that a higher one makes needless. */
static gboolean
end_proposals (Look *look, int top, GError **error)
{
  for (guint i = 0; i < look->steps->len; i++)
    {
      AnfItem *item = look->steps->pdata[i];
      if (!is_in_state (item, "proposed"))
        continue;
      const AnfLadderStep *step = find_reached (look, item);
      if (step == NULL && !change (look, item, "lapse", error))
        return FALSE;
      if (step != NULL && step->rung->level < top && !change (look, item, "supersede", error))
        return FALSE;
    }
  return TRUE;
}

static JsonArray *
list_roles (guint roles)
{
  JsonArray *names = json_array_new ();
  for (guint bit = 0; bit < 32; bit++)
    if ((roles & (1u << bit)) != 0)
      json_array_add_string_element (names, anf_role_get_name ((AnfRole)(1u << bit)));
  return names;
}

static JsonObject *
describe (const Look *look, const AnfLadderStep *step, const char *id)
{
  JsonObject *doc = json_object_new ();
  const AnfRecord *order = look->order->record;
  g_autofree char *number = make_number (look, step);
  json_object_set_string_member (doc, "id", id);
  json_object_set_string_member (doc, "number", number);
  json_object_set_string_member (doc, "order", order->id);
  anf_json_set_string (doc, "order_number", order->number);
  json_object_set_string_member (doc, "scheme", order->scheme);
  json_object_set_string_member (doc, "unit", order->unit);
  json_object_set_int_member (doc, "level", step->rung->level);
  json_object_set_string_member (doc, "name", step->rung->name);
  anf_json_set_string (doc, "document", step->rung->document);
  json_object_set_array_member (doc, "roles", list_roles (step->rung->roles));
  json_object_set_object_member (doc, "why", json_object_ref (step->why));
  if (look->double_check && g_strcmp0 (step->rung->document, "accountability") == 0)
    {
      JsonArray *asks = json_array_new ();
      json_array_add_string_element (asks, "double_check");
      json_object_set_array_member (doc, "asks", asks);
    }
  return doc;
}

static gboolean
create (Look *look, const AnfLadderStep *step, const char *state, GError **error)
{
  look->changes++;
  if (!look->writes)
    return TRUE;
  g_autofree char *id = anf_random_uuid (&look->work->office->random);
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_STEP, id, describe (look, step, id));
  item->record->number = make_number (look, step);
  item->record->parent = g_strdup (look->order->record->id);
  item->record->scheme = g_strdup (look->order->record->scheme);
  item->record->unit = g_strdup (look->order->record->unit);
  return anf_work_create (look->work, item, state, state, NULL, error);
}

static gboolean
begin_step (Look *look, const AnfLadderStep *step, int top, GError **error)
{
  AnfItem *item = find_item (look, step);
  if (step->rung->level == 0)
    return item != NULL || create (look, step, "taken", error);
  if (step->rung->level < top)
    return item != NULL || create (look, step, "superseded", error);
  return item != NULL ? change (look, item, "propose", error)
                      : create (look, step, "proposed", error);
}

/* What has to be mended, and what has to be answered (跟踪问效，督促落实). */
static gboolean
is_followed (const AnfItem *order)
{
  return anf_order_is_rectification (order)
         || anf_order_get_kind (order)->machine == ANF_MACHINE_DECISION;
}

static gboolean
find_hold (const Look *look, gboolean *held, GError **error)
{
  *held = FALSE;
  return look->reached->len + look->steps->len == 0
         || anf_hold_find (look->work, anf_json_peek_array (look->order->doc, "findings"), held,
                           error);
}

/* A discipline body that has asked to hold the matter is not forestalled by a letter that presses:
   nothing more is proposed. What was, stands as long as its ground does, and is not to be taken:
   its going would tell everybody in the house. What the calendar tells the unit by itself goes on.
 */
static void
keep_reminders (Look *look)
{
  for (guint i = look->reached->len; i > 0; i--)
    if (((const AnfLadderStep *)look->reached->pdata[i - 1])->rung->level > 0)
      g_ptr_array_remove_index (look->reached, i - 1);
}

/* What the ladder has to change of one order. */
static gboolean
look_at (AnfWork *work, AnfItem *order, gboolean writes, guint *changes, GError **error)
{
  g_auto (Look) look = { .work = work, .order = order, .writes = writes };
  look.steps = anf_work_list_children (work, ANF_NOUN_STEP, order->record->id, error);
  if (look.steps == NULL)
    return FALSE;
  gboolean held = FALSE;
  if (!g_strv_contains (open_states, order->record->state) || !is_followed (order))
    look.reached = g_ptr_array_new ();
  else if (!judge (&look, error) || !find_hold (&look, &held, error))
    return FALSE;
  const int top = held ? 0 : find_top (&look);
  if (!end_proposals (&look, top, error))
    return FALSE;
  if (held)
    keep_reminders (&look);
  for (guint i = 0; i < look.reached->len; i++)
    if (is_fresh (&look, look.reached->pdata[i])
        && !begin_step (&look, look.reached->pdata[i], top, error))
      return FALSE;
  *changes = look.changes;
  return TRUE;
}

/* ---- all orders ---- */

/* Orders that are done with may have left proposals. */
static gboolean
add_orphans (AnfSweep *sweep, AnfWork *work, GError **error)
{
  AnfRecordsQuery query = { .state = "proposed", .limit = PAGE };
  for (;;)
    {
      g_autoptr (GPtrArray) page = anf_work_list_page (work, ANF_NOUN_STEP, &query, error);
      if (page == NULL)
        return FALSE;
      for (guint i = 0; i < page->len; i++)
        anf_sweep_add (sweep, ANF_NOUN_ORDER, ((const AnfItem *)page->pdata[i])->record->parent);
      if (page->len < PAGE)
        return TRUE;
      query.after = ((const AnfItem *)page->pdata[page->len - 1])->record->seq;
    }
}

static gboolean
list_orders (AnfSweep *sweep, AnfWork *work, GError **error)
{
  for (gsize i = 0; open_states[i] != NULL; i++)
    if (!anf_sweep_add_in_state (sweep, work, ANF_NOUN_ORDER, open_states[i], error))
      return FALSE;
  return add_orphans (sweep, work, error);
}

gboolean
anf_steps_sweep (AnfOffice *office, GCancellable *stopping, guint *changed, GError **error)
{
  static const AnfSweepPlan plan = { list_orders, look_at, "its steps could not be looked after" };
  return anf_sweep_run (office, &plan, stopping, changed, error);
}
