/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-ladder.h"

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-nearing.h"
#include "anf-role.h"

#include <glib/gi18n.h>

#include <string.h>

#define WHEN_MAX 20
#define NUMBER_MAX 1000
#define NAME_MAX_BYTES 60

struct _AnfLadder
{
  AnfRung rungs[ANF_LADDER_LEVEL_MAX + 1]; /* name is NULL where there is none */
};

static const char *const when_names[] = {
  [ANF_WHEN_BEFORE] = "before",     [ANF_WHEN_OVERDUE] = "overdue",
  [ANF_WHEN_RETURNED] = "returned", [ANF_WHEN_SUPERVISED] = "supervised",
  [ANF_WHEN_LATE] = "late",
};

/* What the unit has to keep; the others are the office's own. */
static const char *const pressed_clocks[] = { "sign_receipt", "plan", "rectify", NULL };

void
anf_ladder_free (AnfLadder *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (self->rungs); i++)
    {
      g_free (self->rungs[i].name);
      g_free (self->rungs[i].document);
      g_clear_pointer (&self->rungs[i].when, g_array_unref);
    }
  g_free (self);
}

const AnfRung *
anf_ladder_find (const AnfLadder *self, int level)
{
  return level >= 0 && level <= ANF_LADDER_LEVEL_MAX && self->rungs[level].name != NULL
             ? &self->rungs[level]
             : NULL;
}

static gboolean
read_when (JsonObject *object, AnfWhen *when, GError **error)
{
  gint64 number = 0;
  for (guint kind = 0; kind < G_N_ELEMENTS (when_names); kind++)
    {
      if (!json_object_has_member (object, when_names[kind]))
        continue;
      if (!anf_json_get_int (object, when_names[kind], &number, error))
        return FALSE;
      const gint64 least = kind == ANF_WHEN_BEFORE ? 0 : 1;
      if (number < least || number > NUMBER_MAX)
        return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” must be %d to %d"),
                                when_names[kind], (int)least, NUMBER_MAX);
      *when = (AnfWhen){ (AnfWhenKind)kind, (guint)number };
      return TRUE;
    }
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("“when” needs one of before, overdue, returned, supervised, late"));
}

static gboolean
read_whens (AnfRung *rung, JsonObject *object, GError **error)
{
  JsonArray *array = NULL;
  if (!anf_json_get_array (object, "when", &array, error))
    return FALSE;
  const guint length = json_array_get_length (array);
  if (length > WHEN_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“when” has more than %d entries"),
                            WHEN_MAX);
  rung->when = g_array_new (FALSE, FALSE, sizeof (AnfWhen));
  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      AnfWhen when;
      if (!JSON_NODE_HOLDS_OBJECT (node))
        return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“when” is a list of objects"));
      if (!read_when (json_node_get_object (node), &when, error))
        return FALSE;
      g_array_append_val (rung->when, when);
    }
  return TRUE;
}

static gboolean
read_roles (AnfRung *rung, JsonObject *object, GError **error)
{
  JsonArray *names = anf_json_peek_array (object, "roles");
  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++)
    {
      const char *name = anf_json_array_get_string (names, i);
      AnfRole role;
      if (!anf_role_parse (name != NULL ? name : "", &role, error))
        return FALSE;
      rung->roles |= role;
    }
  return rung->level == 0 || rung->roles != 0
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("“roles” must say who decides: only level 0 goes out by itself"));
}

static gboolean
read_rung (AnfLadder *self, JsonObject *object, GError **error)
{
  gint64 level = 0;
  const char *name = NULL;
  if (!anf_json_get_int (object, "level", &level, error)
      || !anf_json_get_string (object, "name", &name, error))
    return FALSE;
  if (level < 0 || level > ANF_LADDER_LEVEL_MAX || *name == '\0' || strlen (name) > NAME_MAX_BYTES)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("a rung needs a level from 0 to %d and a short name"),
                            ANF_LADDER_LEVEL_MAX);
  AnfRung *rung = &self->rungs[level];
  if (rung->name != NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("level %d is there twice"), (int)level);
  rung->level = (int)level;
  rung->name = g_strdup (name);
  rung->document = g_strdup (anf_json_peek_string (object, "document"));
  return read_roles (rung, object, error) && read_whens (rung, object, error);
}

AnfLadder *
anf_ladder_new (JsonArray *rungs, GError **error)
{
  g_autoptr (AnfLadder) self = g_new0 (AnfLadder, 1);
  for (guint i = 0; i < json_array_get_length (rungs); i++)
    {
      JsonNode *node = json_array_get_element (rungs, i);
      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          anf_error_throw (error, ANF_ERROR_INVALID, _ ("ladder[%u]: not an object"), i);
          return NULL;
        }
      if (!read_rung (self, json_node_get_object (node), error))
        {
          g_prefix_error (error, "ladder[%u]: ", i);
          return NULL;
        }
    }
  return g_steal_pointer (&self);
}

void
anf_ladder_step_free (AnfLadderStep *self)
{
  g_free (self->key);
  json_object_unref (self->why);
  g_free (self);
}

/* ---- judging ---- */

typedef struct
{
  const AnfLadderFacts *facts;
  const AnfCalendar *calendar;
  const GDate *today;
  GPtrArray *steps;
} Judge;

static gboolean
is_pressed (JsonObject *clock)
{
  const char *id = anf_json_peek_string (clock, "id");
  return id != NULL && g_strv_contains (pressed_clocks, id);
}

static gboolean
get_running_due (JsonObject *clock, GDate *due)
{
  const char *text = anf_json_peek_string (clock, "due");
  return is_pressed (clock) && text != NULL && anf_date_parse (text, due, NULL)
         && g_strcmp0 (anf_json_peek_string (clock, "state"), "running") == 0;
}

static void
add_step (Judge *judge, const AnfRung *rung, const AnfWhen *when, JsonObject *clock)
{
  const char *id = clock != NULL ? anf_json_peek_string (clock, "id") : NULL;
  const char *due = clock != NULL ? anf_json_peek_string (clock, "due") : NULL;
  const char *name = when_names[when->kind];
  AnfLadderStep *step = g_new0 (AnfLadderStep, 1);
  step->rung = rung;
  step->why = json_object_new ();
  json_object_set_string_member (step->why, "when", name);
  json_object_set_int_member (step->why, "number", when->number);
  anf_json_set_string (step->why, "clock", id);
  anf_json_set_string (step->why, "due", due);
  step->key = clock != NULL
                  ? g_strdup_printf ("%d/%s/%u/%s/%s", rung->level, name, when->number, id, due)
                  : g_strdup_printf ("%d/%s/%u", rung->level, name, when->number);
  g_ptr_array_add (judge->steps, step);
}

static gboolean
is_reached (const Judge *judge, const AnfWhen *when, const GDate *due)
{
  return when->kind == ANF_WHEN_BEFORE
             ? anf_nearing_is_before (judge->calendar, judge->today, due, when->number)
             : anf_nearing_is_overdue (judge->calendar, judge->today, due, when->number);
}

static void
judge_clocks (Judge *judge, const AnfRung *rung, const AnfWhen *when)
{
  for (guint i = 0; i < json_array_get_length (judge->facts->clocks); i++)
    {
      JsonObject *clock = json_array_get_object_element (judge->facts->clocks, i);
      GDate due;
      if (get_running_due (clock, &due) && is_reached (judge, when, &due))
        add_step (judge, rung, when, clock);
    }
}

static guint
count_late (const Judge *judge)
{
  guint late = 0;
  for (guint i = 0; i < json_array_get_length (judge->facts->clocks); i++)
    {
      JsonObject *clock = json_array_get_object_element (judge->facts->clocks, i);
      GDate due;
      const gboolean was_late
          = is_pressed (clock) && g_strcmp0 (anf_json_peek_string (clock, "state"), "late") == 0;
      late
          += was_late || (get_running_due (clock, &due) && g_date_compare (judge->today, &due) > 0);
    }
  return late;
}

static void
judge_when (Judge *judge, const AnfRung *rung, const AnfWhen *when)
{
  guint times = 0;
  switch (when->kind)
    {
    case ANF_WHEN_BEFORE:
    case ANF_WHEN_OVERDUE:
      judge_clocks (judge, rung, when);
      return;
    case ANF_WHEN_RETURNED:
      times = judge->facts->returned;
      break;
    case ANF_WHEN_SUPERVISED:
      times = judge->facts->supervised;
      break;
    case ANF_WHEN_LATE:
      times = count_late (judge);
      break;
    }
  if (times >= when->number)
    add_step (judge, rung, when, NULL);
}

GPtrArray *
anf_ladder_judge (const AnfLadder *self,
                  const AnfLadderFacts *facts,
                  const AnfCalendar *calendar,
                  const GDate *today)
{
  Judge judge = { .facts = facts, .calendar = calendar, .today = today };
  judge.steps = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_ladder_step_free);
  for (guint level = 0; level < G_N_ELEMENTS (self->rungs); level++)
    for (guint i = 0; self->rungs[level].when != NULL && i < self->rungs[level].when->len; i++)
      judge_when (&judge, &self->rungs[level],
                  &g_array_index (self->rungs[level].when, AnfWhen, i));
  return judge.steps;
}
