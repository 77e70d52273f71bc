/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-ledger-areas.h"

#include "anf-error.h"

#include <glib/gi18n.h>

static gboolean
is_below (const AnfScheme *scheme, const char *top)
{
  for (const AnfScheme *each = scheme; each != NULL; each = anf_scheme_get_parent (each))
    if (g_str_equal (anf_scheme_get_id (each), top))
      return TRUE;
  return FALSE;
}

static gboolean
is_listed (const AnfScheme *scheme, const AnfRecordsQuery *query)
{
  if (query->scheme != NULL)
    return g_str_equal (anf_scheme_get_id (scheme), query->scheme);
  return query->scheme_tree == NULL || is_below (scheme, query->scheme_tree);
}

static void
add_areas (const AnfScheme *scheme, GHashTable *known, GString *names)
{
  GPtrArray *areas = anf_scheme_get_areas (scheme);
  for (guint i = 0; i < areas->len; i++)
    {
      const AnfSchemeArea *area = areas->pdata[i];
      if (g_hash_table_add (known, g_strdup (area->id)))
        g_string_append_printf (names, "%s%s %s", names->len > 0 ? ", " : "", area->id, area->name);
      g_hash_table_add (known, g_strdup (area->name));
    }
}

static gboolean
collect (
    AnfWork *work, const AnfRecordsQuery *query, GHashTable *known, GString *names, GError **error)
{
  AnfRecordsQuery all = { 0 };
  for (;;)
    {
      g_autoptr (GPtrArray) items = anf_work_list (work, ANF_NOUN_SCHEME, &all, error);
      if (items == NULL)
        return FALSE;
      for (guint i = 0; i < items->len; i++)
        {
          const AnfItem *item = items->pdata[i];
          g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, item->record->id, error);
          if (scheme == NULL)
            return FALSE;
          if (is_listed (scheme, query))
            add_areas (scheme, known, names);
        }
      if (items->len == 0)
        return TRUE;
      all.after = ((const AnfItem *)items->pdata[items->len - 1])->record->seq;
    }
}

static gboolean
is_known (const char *value, gpointer data)
{
  return g_hash_table_contains (data, value);
}

static gboolean
is_none (const char *value, gpointer data)
{
  return FALSE;
}

gboolean
anf_ledger_areas_check (AnfWork *work,
                        const AnfFilter *filter,
                        const AnfRecordsQuery *query,
                        GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) names = g_string_new (NULL);
  /* Few filters are by area, and the schemes are read for those alone. */
  if (anf_filter_find_unknown (filter, "area", is_none, NULL) == NULL)
    return TRUE;
  if (!collect (work, query, known, names, error))
    return FALSE;
  const char *unknown = anf_filter_find_unknown (filter, "area", is_known, known);
  return unknown == NULL
         || anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("filter: there is no area “%s”; there are: %s"), unknown,
                             names->str);
}
