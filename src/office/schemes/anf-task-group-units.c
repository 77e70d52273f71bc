/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-task-group.h"
#include "anf-units.h"

#include <glib/gi18n.h>

#include <string.h>

/* Tasks of one call, which is one transaction. */
#define UNITS_MAX 500
#define PAGE 500

typedef struct
{
  AnfWork *work;
  GHashTable *units; /* (element-type utf8): a set */
} Choice;

static void
add (Choice *choice, const char *unit)
{
  g_hash_table_add (choice->units, g_strdup (unit));
}

static gboolean
add_named (Choice *choice, JsonArray *units, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (units);
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      if (!anf_unit_check_valid (choice->work, "units", ids[i], error))
        return FALSE;
      add (choice, ids[i]);
    }
  return TRUE;
}

/* Of a group those that are there today; who was merged is not asked any more. */
static gboolean
add_if_valid (Choice *choice, const char *unit, GError **error)
{
  g_autoptr (GError) gone = NULL;
  if (anf_unit_check_valid (choice->work, "units", unit, &gone))
    add (choice, unit);
  else if (anf_error_code (gone) != ANF_ERROR_INVALID)
    {
      g_propagate_error (error, g_steal_pointer (&gone));
      return FALSE;
    }
  return TRUE;
}

/* 各开发园区、镇区: whichever units name the group as what they are below. */
static gboolean
add_members (Choice *choice, const char *group, GError **error)
{
  AnfRecordsQuery query = { .limit = PAGE };
  g_autoptr (AnfItem) known
      = anf_work_find_named (choice->work, ANF_NOUN_UNIT, "group", group, error);
  if (known == NULL)
    return FALSE;
  for (;;)
    {
      g_autoptr (GPtrArray) page = anf_work_list_page (choice->work, ANF_NOUN_UNIT, &query, error);
      if (page == NULL)
        return FALSE;
      for (guint i = 0; i < page->len; i++)
        {
          const AnfItem *unit = page->pdata[i];
          query.after = unit->record->seq;
          if (g_strcmp0 (anf_json_peek_string (unit->doc, "parent"), group) == 0
              && !add_if_valid (choice, unit->record->id, error))
            return FALSE;
        }
      if (page->len < PAGE)
        return TRUE;
    }
}

static gboolean
is_below (const AnfScheme *scheme, const char *above)
{
  for (; scheme != NULL; scheme = anf_scheme_get_parent (scheme))
    if (g_str_equal (anf_scheme_get_id (scheme), above))
      return TRUE;
  return FALSE;
}

static gboolean
add_scheme (Choice *choice, const char *id, GError **error)
{
  const char *above = anf_json_peek_string (choice->work->call->body, "scheme");
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (choice->work, id, error);
  if (scheme == NULL)
    return FALSE;
  if (!is_below (scheme, above))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("subscheme: %s is not the scheme %s, nor one below it"), id, above);
  const GPtrArray *units = anf_scheme_get_units (scheme);
  for (guint i = 0; i < units->len; i++)
    {
      const AnfSchemeUnit *unit = units->pdata[i];
      if (!unit->is_group && !add_if_valid (choice, unit->id, error))
        return FALSE;
    }
  return TRUE;
}

static GPtrArray *
sort (GHashTable *units)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GList) ids = g_list_sort (g_hash_table_get_keys (units), (GCompareFunc)strcmp);
  for (const GList *at = ids; at != NULL; at = at->next)
    g_ptr_array_add (list, g_strdup (at->data));
  return list;
}

GPtrArray *
anf_task_group_list_units (AnfWork *work, GError **error)
{
  JsonObject *body = work->call->body;
  const char *group = anf_json_peek_string (body, "group");
  const char *scheme = anf_json_peek_string (body, "subscheme");
  g_autoptr (GHashTable) units = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Choice choice = { work, units };
  if (!add_named (&choice, anf_json_peek_array (body, "units"), error)
      || (group != NULL && !add_members (&choice, group, error))
      || (scheme != NULL && !add_scheme (&choice, scheme, error)))
    return NULL;
  const guint count = g_hash_table_size (units);
  if (count == 0)
    anf_error_throw (error, ANF_ERROR_INVALID,
                     _ ("nobody is meant: name units, a group that units are below, or a scheme"));
  else if (count > UNITS_MAX)
    anf_error_throw (error, ANF_ERROR_INVALID,
                     _ ("%u units are meant, and %d is the most: give it in parts"), count,
                     UNITS_MAX);
  return count > 0 && count <= UNITS_MAX ? sort (units) : NULL;
}
