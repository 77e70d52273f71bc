/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-area.h"
#include "anf-error.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-visits.h"

#include <glib/gi18n.h>

#include <string.h>

static const AnfSchemeMode *
find_mode (const GPtrArray *modes, const char *key)
{
  for (guint i = 0; i < modes->len; i++)
    {
      const AnfSchemeMode *mode = modes->pdata[i];
      if (strcmp (mode->id, key) == 0 || strcmp (mode->name, key) == 0)
        return mode;
    }
  return NULL;
}

static gboolean
throw_mode (const AnfScheme *scheme, const char *key, GError **error)
{
  const GPtrArray *modes = anf_scheme_get_plan (scheme)->modes;
  g_autoptr (GString) all = g_string_new (NULL);
  if (modes->len == 0)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("mode: %s tells no modes of inspection apart: leave it out"),
                            anf_scheme_get_id (scheme));
  for (guint i = 0; i < modes->len; i++)
    {
      const AnfSchemeMode *mode = modes->pdata[i];
      g_string_append_printf (all, "%s%s %s", i > 0 ? _ (", ") : "", mode->id, mode->name);
    }
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("mode: %s has no mode of inspection “%s”; there are: %s"),
                          anf_scheme_get_id (scheme), key, all->str);
}

static gboolean
set_mode (JsonObject *visit, const AnfScheme *scheme, const char *key, GError **error)
{
  const AnfSchemeMode *mode = find_mode (anf_scheme_get_plan (scheme)->modes, key);
  g_auto (GStrv) methods = anf_facts_dup_strings (anf_json_peek_array (visit, "methods"));
  if (mode == NULL)
    return throw_mode (scheme, key, error);
  for (gsize i = 0; mode->methods[0] != NULL && methods[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *)mode->methods, methods[i]))
      {
        g_autofree char *all = g_strjoinv (_ (", "), mode->methods);
        return anf_error_throw (error, ANF_ERROR_INVALID,
                                _ ("methods: “%s” is not one of %s; there are: %s"), methods[i],
                                mode->name, all);
      }
  json_object_set_string_member (visit, "mode", mode->id);
  return TRUE;
}

/* By their ids, whatever of id or name the caller gave. */
static gboolean
set_contents (JsonObject *visit, const AnfScheme *scheme, GError **error)
{
  g_auto (GStrv) keys = anf_facts_dup_strings (anf_json_peek_array (visit, "contents"));
  g_autoptr (JsonArray) ids = json_array_new ();
  for (gsize i = 0; keys[i] != NULL; i++)
    {
      const AnfSchemeCategory *found = anf_scheme_marks_find (
          anf_scheme_get_marks (scheme, ANF_SCHEME_CONTENTS), "contents", keys[i], error);
      if (found == NULL)
        return FALSE;
      if (!anf_json_array_has_string (ids, found->id))
        json_array_add_string_element (ids, found->id);
    }
  if (json_array_get_length (ids) > 0)
    json_object_set_array_member (visit, "contents", g_steal_pointer (&ids));
  return TRUE;
}

gboolean
anf_visit_set_plan (JsonObject *visit, const AnfScheme *scheme, GError **error)
{
  const char *mode = anf_json_peek_string (visit, "mode");
  if (json_object_has_member (visit, "area") && anf_area_settle (scheme, visit, error) == NULL)
    return FALSE;
  if (!set_contents (visit, scheme, error))
    return FALSE;
  return mode == NULL || set_mode (visit, scheme, mode, error);
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

gboolean
anf_visit_note_departments (AnfWork *work, AnfItem *visit, GError **error)
{
  g_auto (GStrv) members = anf_facts_dup_strings (anf_json_peek_array (visit->doc, "members"));
  g_autoptr (GPtrArray) units = g_ptr_array_new_with_free_func (g_free);
  JsonArray *departments = json_array_new ();
  json_object_set_array_member (visit->doc, "departments", departments);
  for (gsize i = 0; members[i] != NULL; i++)
    {
      g_autoptr (AnfItem) account = anf_work_find (work, ANF_NOUN_ACCOUNT, members[i], error);
      if (account == NULL)
        return FALSE;
      const char *unit = anf_json_peek_string (account->doc, "unit");
      if (unit != NULL && !g_ptr_array_find_with_equal_func (units, unit, g_str_equal, NULL))
        g_ptr_array_add (units, g_strdup (unit));
    }
  g_ptr_array_sort (units, compare);
  for (guint i = 0; i < units->len; i++)
    json_array_add_string_element (departments, units->pdata[i]);
  return TRUE;
}
