/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-indicator-set.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-scheme-reader.h"
#include "anf-scheme.h"

#include <glib/gi18n.h>

#include <string.h>

static void
free_kind (gpointer data)
{
  AnfFigureKind *kind = data;
  g_free (kind->key);
  g_free (kind->name);
  g_free (kind);
}

void
anf_indicator_set_free (AnfIndicatorSet *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->kinds, g_ptr_array_unref);
  g_clear_pointer (&self->indicators, g_ptr_array_unref);
  g_free (self);
}

static GPtrArray *
read_kinds (JsonObject *settings, GError **error)
{
  g_autoptr (GPtrArray) kinds = g_ptr_array_new_with_free_func (free_kind);
  JsonArray *array = NULL;
  if (!json_object_has_member (settings, "figures"))
    return g_steal_pointer (&kinds);
  if (!anf_json_get_array (settings, "figures", &array, error))
    return NULL;
  const guint count = json_array_get_length (array);
  if (!anf_scheme_check_length (array, "figures", error))
    return NULL;
  for (guint i = 0; i < count; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      AnfFigureKind *kind = g_new0 (AnfFigureKind, 1);
      g_ptr_array_add (kinds, kind);
      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s[%u] is not an object"), "figures", i);
          return NULL;
        }
      JsonObject *object = json_node_get_object (node);
      if (!anf_scheme_read_text (object, "key", &kind->key, error)
          || !anf_scheme_read_text (object, "name", &kind->name, error))
        {
          g_prefix_error (error, "figures[%u]: ", i);
          return NULL;
        }
      kind->is_stock = anf_json_peek_bool (object, "stock");
    }
  return g_steal_pointer (&kinds);
}

const AnfFigureKind *
anf_indicator_set_find_kind (const AnfIndicatorSet *self, const char *key)
{
  for (guint i = 0; i < self->kinds->len; i++)
    {
      const AnfFigureKind *kind = self->kinds->pdata[i];
      if (strcmp (kind->key, key) == 0)
        return kind;
    }
  return NULL;
}

/* A figure that nobody is asked for would be missing for ever. */
static gboolean
check_terms (const AnfIndicatorSet *self,
             const AnfIndicator *indicator,
             const GPtrArray *terms,
             GError **error)
{
  for (guint i = 0; terms != NULL && i < terms->len; i++)
    {
      const AnfTerm *term = terms->pdata[i];
      if (!term->is_count && anf_indicator_set_find_kind (self, term->name) == NULL)
        return anf_error_throw (error, ANF_ERROR_INVALID,
                                _ ("indicator %s needs the figure “%s”, which “figures” does not "
                                   "name"),
                                indicator->id, term->name);
    }
  return TRUE;
}

AnfIndicatorSet *
anf_indicator_set_new (JsonObject *file, JsonObject *settings, const char *prefix, GError **error)
{
  g_autoptr (AnfIndicatorSet) self = g_new0 (AnfIndicatorSet, 1);
  self->kinds = read_kinds (settings, error);
  self->indicators = self->kinds != NULL ? anf_indicators_read (file, prefix, error) : NULL;
  if (self->indicators == NULL)
    return NULL;
  for (guint i = 0; i < self->indicators->len; i++)
    {
      const AnfIndicator *one = self->indicators->pdata[i];
      if (!check_terms (self, one, one->numerator, error)
          || !check_terms (self, one, one->denominator, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

AnfIndicatorSet *
anf_indicator_set_new_from_resource (GResource *resource, GError **error)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (resource, "/anfang/indicators.json",
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL)
    return NULL;
  gsize size = 0;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autoptr (JsonObject) file = anf_json_parse_object (text, size, error);
  return file != NULL ? anf_indicator_set_new (file, file, "", error) : NULL;
}
