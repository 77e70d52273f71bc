/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-unit-leaders.h"

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <string.h>

/* Earlier ones are in the log, by the hashes of the record as it was. */
#define LEADERS_BEFORE_MAX 100

typedef struct
{
  const char *role;
  const char *word;
  const char *duty;
} Role;

static const Role roles[] = {
  { "principal", "主要领导", "负总责" },
  { "in_charge", "主管领导", "具体抓" },
};

static JsonObject *
get_leaders (JsonObject *unit)
{
  JsonObject *leaders = anf_json_peek_object (unit, "leaders");
  if (leaders == NULL)
    {
      leaders = json_object_new ();
      json_object_set_object_member (unit, "leaders", leaders);
    }
  return leaders;
}

static void
keep_before (JsonObject *unit, const Role *role, JsonObject *entry, const char *until)
{
  JsonArray *before = anf_json_peek_array (unit, "leaders_before");
  if (before == NULL)
    {
      before = json_array_new ();
      json_object_set_array_member (unit, "leaders_before", before);
    }
  JsonObject *kept = anf_json_copy_object (entry);
  json_object_set_string_member (kept, "role", role->role);
  json_object_set_string_member (kept, "until", until);
  if (json_array_get_length (before) >= LEADERS_BEFORE_MAX)
    json_array_remove_element (before, 0);
  json_array_add_object_element (before, kept);
}

static gboolean
says_same (JsonObject *entry, JsonObject *given)
{
  return entry != NULL
         && g_strcmp0 (anf_json_peek_string (entry, "name"), anf_json_peek_string (given, "name"))
                == 0
         && g_strcmp0 (anf_json_peek_string (entry, "post"), anf_json_peek_string (given, "post"))
                == 0;
}

static JsonObject *
find_before (JsonObject *unit, const Role *role)
{
  JsonArray *before = anf_json_peek_array (unit, "leaders_before");
  for (guint i = before != NULL ? json_array_get_length (before) : 0; i > 0; i--)
    {
      JsonObject *one = json_array_get_object_element (before, i - 1);
      if (g_strcmp0 (anf_json_peek_string (one, "role"), role->role) == 0)
        return one;
    }
  return NULL;
}

/* The same leader, since another day: that day is put right, and with it until when the one before
   led, where nobody came between the two. */
static gboolean
move_since (AnfWork *work, JsonObject *unit, const Role *role, JsonObject *entry, GError **error)
{
  const char *since = anf_json_peek_string (work->call->body, "since");
  JsonObject *before = find_before (unit, role);
  const char *until = before != NULL ? anf_json_peek_string (before, "until") : NULL;
  const gboolean follows = g_strcmp0 (until, anf_json_peek_string (entry, "since")) == 0;
  const char *first = follows ? anf_json_peek_string (before, "since") : until;
  if (first != NULL && strcmp (since, first) < 0)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("since: %s led before, and on %s too: give that day, or a later "
                               "one"),
                            anf_json_peek_string (before, "name"), first);
  if (follows)
    json_object_set_string_member (before, "until", since);
  g_autoptr (JsonObject) act = anf_work_act (work);
  json_object_set_string_member (entry, "by", anf_json_peek_string (act, "by"));
  json_object_set_string_member (entry, "at", anf_json_peek_string (act, "at"));
  json_object_set_string_member (entry, "since", since);
  return TRUE;
}

/* One post, as the body has it: whom, or nobody from now on. */
static gboolean
set_one (AnfWork *work,
         JsonObject *unit,
         const Role *role,
         const char *since,
         gboolean *changed,
         GError **error)
{
  JsonObject *given = anf_json_peek_object (work->call->body, role->role);
  const gboolean vacant
      = anf_json_array_has_string (anf_json_peek_array (work->call->body, "vacant"), role->role);
  JsonObject *leaders = anf_json_peek_object (unit, "leaders");
  JsonObject *entry = leaders != NULL ? anf_json_peek_object (leaders, role->role) : NULL;
  if (given != NULL && vacant)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("vacant: %s is named here too: give one of both"), role->role);
  if (vacant ? entry == NULL : given == NULL)
    return TRUE;
  if (!vacant && says_same (entry, given))
    {
      /* Whoever gives no day says nothing of it. */
      const char *said = anf_json_peek_string (work->call->body, "since");
      if (said == NULL || g_str_equal (said, anf_json_peek_string (entry, "since")))
        return TRUE;
      *changed = TRUE;
      return move_since (work, unit, role, entry, error);
    }
  if (entry != NULL && strcmp (since, anf_json_peek_string (entry, "since")) < 0)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("since: %s has led since %s only: give that day, or a later one"),
                            anf_json_peek_string (entry, "name"),
                            anf_json_peek_string (entry, "since"));
  if (entry != NULL)
    keep_before (unit, role, entry, since);
  *changed = TRUE;
  if (vacant)
    {
      json_object_remove_member (leaders, role->role);
      return TRUE;
    }
  JsonObject *act = anf_work_act (work);
  json_object_set_string_member (act, "name", anf_json_peek_string (given, "name"));
  json_object_set_string_member (act, "post", anf_json_peek_string (given, "post"));
  json_object_set_string_member (act, "since", since);
  json_object_set_object_member (get_leaders (unit), role->role, act);
  return TRUE;
}

/* Today, or the day that the body gives, which is over or today. */
static char *
find_since (AnfWork *work, GError **error)
{
  const char *text = anf_json_peek_string (work->call->body, "since");
  GDate today;
  GDate day;
  anf_time_local_date (work->now, &today);
  if (text == NULL)
    return anf_date_format (&today);
  if (!anf_date_parse (text, &day, error))
    return NULL;
  if (g_date_compare (&day, &today) > 0)
    {
      anf_error_throw (error, ANF_ERROR_INVALID,
                       _ ("since: %s is to come: name who leads now, and the next one then"), text);
      return NULL;
    }
  return g_strdup (text);
}

static AnfItem *
find_checked (AnfWork *work, GError **error)
{
  const AnfFacts facts = { .addressee = work->call->id };
  if (!anf_work_check (work, &facts, error))
    return NULL;
  g_autoptr (AnfItem) unit = anf_work_find (work, ANF_NOUN_UNIT, work->call->id, error);
  if (unit == NULL || !anf_work_check_version (work, unit, error))
    return NULL;
  return g_steal_pointer (&unit);
}

gboolean
anf_units_set_leaders (AnfWork *work, GError **error)
{
  gboolean changed = FALSE;
  gboolean named = json_object_has_member (work->call->body, "vacant");
  g_autoptr (AnfItem) unit = find_checked (work, error);
  g_autofree char *since = unit != NULL ? find_since (work, error) : NULL;
  if (since == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      named = named || json_object_has_member (work->call->body, roles[i].role);
      if (!set_one (work, unit->doc, &roles[i], since, &changed, error))
        return FALSE;
    }
  if (!named)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("principal: name at least one of the two leaders, or say which "
                               "post is vacant"));
  /* The same once more is the same success, and no second leaf. */
  if (changed && !anf_work_save (work, unit, "leaders_named", NULL, error))
    return FALSE;
  anf_work_reply_item (work, 200, unit);
  return TRUE;
}

JsonObject *
anf_unit_leaders_pick (JsonObject *unit)
{
  JsonObject *leaders = anf_json_peek_object (unit, "leaders");
  g_autoptr (JsonObject) picked = json_object_new ();
  for (gsize i = 0; leaders != NULL && i < G_N_ELEMENTS (roles); i++)
    {
      JsonObject *entry = anf_json_peek_object (leaders, roles[i].role);
      if (entry == NULL)
        continue;
      JsonObject *leader = json_object_new ();
      json_object_set_string_member (leader, "name", anf_json_peek_string (entry, "name"));
      json_object_set_string_member (leader, "post", anf_json_peek_string (entry, "post"));
      json_object_set_object_member (picked, roles[i].role, leader);
    }
  return json_object_get_size (picked) > 0 ? g_steal_pointer (&picked) : NULL;
}

char *
anf_unit_leader_describe (JsonObject *leader)
{
  return g_strdup_printf ("%s（%s）", anf_json_peek_string (leader, "name"),
                          anf_json_peek_string (leader, "post"));
}

char *
anf_unit_leaders_describe (JsonObject *leaders)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (gsize i = 0; leaders != NULL && i < G_N_ELEMENTS (roles); i++)
    {
      JsonObject *leader = anf_json_peek_object (leaders, roles[i].role);
      g_autofree char *who = leader != NULL ? anf_unit_leader_describe (leader) : NULL;
      if (who != NULL)
        g_string_append_printf (text, "%s%s%s%s", text->len > 0 ? "，" : "", roles[i].word, who,
                                roles[i].duty);
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

gboolean
anf_unit_leaders_of_order (AnfWork *work,
                           const AnfItem *order,
                           JsonObject **leaders,
                           GError **error)
{
  *leaders = NULL;
  if (json_object_has_member (order->doc, "numbered"))
    {
      JsonObject *named = anf_json_peek_object (order->doc, "leaders");
      *leaders = named != NULL ? json_object_ref (named) : NULL;
      return TRUE;
    }
  g_autoptr (AnfItem) unit = anf_work_find (work, ANF_NOUN_UNIT, order->record->unit, error);
  if (unit != NULL)
    *leaders = anf_unit_leaders_pick (unit->doc);
  return unit != NULL;
}
