/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-scheme-inherit.h"

#include "anf-error.h"
#include "anf-scheme-reader.h"

#include <glib/gi18n.h>

#include <string.h>

static const AnfSchemeCategory *
find_category (GPtrArray *categories, const char *id)
{
  for (guint i = 0; i < categories->len; i++)
    {
      const AnfSchemeCategory *category = categories->pdata[i];
      if (strcmp (category->id, id) == 0)
        return category;
    }
  return NULL;
}

static AnfSchemeCategory *
copy_category (const AnfSchemeCategory *from)
{
  AnfSchemeCategory *category = g_new0 (AnfSchemeCategory, 1);
  category->id = g_strdup (from->id);
  category->name = g_strdup (from->name);
  return category;
}

/* Categories without ids of their own are counted from 1 in each file: the child's go on. */
static void
renumber (AnfSchemeCategory *category, GPtrArray *inherited, GPtrArray *own, const char *prefix)
{
  guint next = inherited->len;
  while (find_category (inherited, category->id) != NULL)
    {
      g_autofree char *id = g_strdup_printf ("%s.%u", prefix, ++next);
      if (find_category (own, id) == NULL)
        {
          g_free (category->id);
          category->id = g_steal_pointer (&id);
        }
    }
}

void
anf_scheme_inherit_categories (GPtrArray *own, GPtrArray *inherited, const char *prefix)
{
  guint i = 0;
  while (i < own->len)
    {
      AnfSchemeCategory *category = own->pdata[i];
      const AnfSchemeCategory *above = find_category (inherited, category->id);
      if (above != NULL && strcmp (above->name, category->name) == 0)
        {
          g_ptr_array_remove_index (own, i);
          continue;
        }
      if (above != NULL)
        renumber (category, inherited, own, prefix);
      i++;
    }
  for (guint k = 0; k < inherited->len; k++)
    g_ptr_array_insert (own, (int)k, copy_category (inherited->pdata[k]));
}

static AnfSchemeArea *
copy_area (const AnfSchemeArea *from)
{
  AnfSchemeArea *area = g_new0 (AnfSchemeArea, 1);
  area->id = g_strdup (from->id);
  area->number = from->number;
  area->name = g_strdup (from->name);
  area->lead = g_strdupv (from->lead);
  area->responsible = g_strdupv (from->responsible);
  area->categories = anf_scheme_new_categories ();
  anf_scheme_inherit_categories (area->categories, from->categories, area->id);
  return area;
}

static void
take_over (char ***own, char **inherited)
{
  if ((*own)[0] != NULL)
    return;
  g_strfreev (*own);
  *own = g_strdupv (inherited);
}

static gboolean
tighten_area (AnfSchemeArea *area, const AnfSchemeArea *above, GError **error)
{
  if (strcmp (area->name, above->name) != 0)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("the area %s is “%s” in the scheme above and cannot be “%s”"),
                            area->id, above->name, area->name);
  area->number = above->number;
  take_over (&area->lead, above->lead);
  take_over (&area->responsible, above->responsible);
  anf_scheme_inherit_categories (area->categories, above->categories, area->id);
  return TRUE;
}

static gint
find_area (GPtrArray *areas, const char *id)
{
  for (guint i = 0; i < areas->len; i++)
    if (strcmp (((const AnfSchemeArea *)areas->pdata[i])->id, id) == 0)
      return (gint)i;
  return -1;
}

GPtrArray *
anf_scheme_inherit_areas (GPtrArray *own, const AnfScheme *parent, GError **error)
{
  GPtrArray *inherited = anf_scheme_get_areas (parent);
  g_autoptr (GPtrArray) areas = anf_scheme_new_areas ();
  for (guint i = 0; i < inherited->len; i++)
    {
      const AnfSchemeArea *above = inherited->pdata[i];
      const gint at = find_area (own, above->id);
      AnfSchemeArea *area = at >= 0 ? g_ptr_array_steal_index (own, (guint)at) : copy_area (above);
      g_ptr_array_add (areas, area);
      if (at >= 0 && !tighten_area (area, above, error))
        return NULL;
    }
  while (own->len > 0)
    g_ptr_array_add (areas, g_ptr_array_steal_index (own, 0));
  return anf_scheme_check_areas_differ (areas, error) ? g_steal_pointer (&areas) : NULL;
}

static AnfSchemeClock *
copy_clock (const AnfSchemeClock *from)
{
  AnfSchemeClock *clock = g_new0 (AnfSchemeClock, 1);
  clock->id = g_strdup (from->id);
  clock->name = g_strdup (from->name);
  clock->period = from->period;
  clock->trigger = g_strdup (from->trigger);
  clock->clause = g_strdup (from->clause);
  clock->deadline = g_strdup (from->deadline);
  return clock;
}

/* Ten working days and two weeks cannot be compared without a calendar: the unit stays. */
static gboolean
check_shorter (const AnfSchemeClock *own, const AnfSchemeClock *above, GError **error)
{
  if (own->period.unit == above->period.unit && own->period.amount <= above->period.amount)
    return TRUE;
  g_autofree char *most = anf_period_format (&above->period);
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("clocks.%s: the scheme above gives %s, which may be shortened in the "
                             "same unit, not extended"),
                          own->id, most);
}

gboolean
anf_scheme_inherit_clocks (GPtrArray *own, GPtrArray *inherited, GError **error)
{
  for (guint i = 0; i < inherited->len; i++)
    {
      const AnfSchemeClock *above = inherited->pdata[i];
      const AnfSchemeClock *found = NULL;
      for (guint k = 0; found == NULL && k < own->len; k++)
        if (strcmp (((const AnfSchemeClock *)own->pdata[k])->id, above->id) == 0)
          found = own->pdata[k];
      if (found == NULL)
        g_ptr_array_add (own, copy_clock (above));
      else if (!check_shorter (found, above, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
anf_scheme_inherit_methods (char ***methods, const AnfScheme *parent, GError **error)
{
  if ((*methods)[0] == NULL)
    {
      g_strfreev (*methods);
      *methods = g_strdupv ((char **)anf_scheme_get_methods (parent));
      return TRUE;
    }
  for (gsize i = 0; (*methods)[i] != NULL; i++)
    if (!anf_scheme_has_method (parent, (*methods)[i]))
      return anf_error_throw (error, ANF_ERROR_INVALID,
                              _ ("collection_methods: “%s” is not one that %s allows"),
                              (*methods)[i], anf_scheme_get_id (parent));
  return TRUE;
}
