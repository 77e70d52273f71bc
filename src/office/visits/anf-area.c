/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-area.h"

#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

static char *
list_areas (const AnfScheme *scheme)
{
  GString *text = g_string_new (NULL);
  GPtrArray *areas = anf_scheme_get_areas (scheme);
  for (guint i = 0; i < areas->len; i++)
    {
      const AnfSchemeArea *area = areas->pdata[i];
      g_string_append_printf (text, "%s%s %s", i > 0 ? _ (", ") : "", area->id, area->name);
    }
  return g_string_free (text, FALSE);
}

static char *
list_categories (const AnfSchemeArea *area)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < area->categories->len; i++)
    {
      const AnfSchemeCategory *category = area->categories->pdata[i];
      g_string_append_printf (text, "\n  %s", category->name);
    }
  return g_string_free (text, FALSE);
}

static gboolean
settle_category (const AnfScheme *scheme,
                 const AnfSchemeArea *area,
                 JsonObject *doc,
                 GError **error)
{
  const char *wanted = anf_json_peek_string (doc, "category");
  const AnfSchemeCategory *category
      = wanted != NULL ? anf_scheme_find_category (scheme, area, wanted) : NULL;
  if (category != NULL)
    json_object_set_string_member (doc, "category", category->name);
  if (category != NULL || wanted == NULL || area->categories->len == 0)
    return TRUE;
  g_autofree char *categories = list_categories (area);
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("category: area %s has no category “%s”; there are:%s"), area->name,
                          wanted, categories);
}

const AnfSchemeArea *
anf_area_settle (const AnfScheme *scheme, JsonObject *doc, GError **error)
{
  const char *key = anf_json_peek_string (doc, "area");
  const AnfSchemeArea *area = anf_scheme_find_area (scheme, key);
  if (area == NULL)
    {
      g_autofree char *areas = list_areas (scheme);
      anf_error_throw (error, ANF_ERROR_INVALID, _ ("area: %s has no area “%s”; there are: %s"),
                       anf_scheme_get_id (scheme), key, areas);
      return NULL;
    }
  json_object_set_string_member (doc, "area", area->id);
  return settle_category (scheme, area, doc, error) ? area : NULL;
}
