/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-scheme-marks.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-scheme-reader.h"

#include <glib/gi18n.h>

#include <string.h>

static void
free_item (gpointer data)
{
  AnfSchemeCategory *item = data;
  g_free (item->id);
  g_free (item->name);
  g_free (item);
}

void
anf_scheme_marks_clear (AnfSchemeMarks **marks)
{
  for (guint i = 0; i < ANF_SCHEME_MARK_KINDS; i++)
    {
      if (marks[i] == NULL)
        continue;
      g_free (marks[i]->name);
      g_clear_pointer (&marks[i]->items, g_ptr_array_unref);
      g_clear_pointer (&marks[i], g_free);
    }
}

const AnfSchemeCategory *
anf_scheme_category_find (const GPtrArray *categories, const char *key)
{
  for (guint i = 0; i < categories->len; i++)
    {
      const AnfSchemeCategory *item = categories->pdata[i];
      if (g_strcmp0 (item->id, key) == 0 || g_strcmp0 (item->name, key) == 0)
        return item;
    }
  return NULL;
}

static const AnfSchemeCategory *
peek (const AnfSchemeMarks *self, const char *key)
{
  return self != NULL && key != NULL ? anf_scheme_category_find (self->items, key) : NULL;
}

static gboolean
read_item (AnfSchemeMarks *self, JsonArray *items, guint at, GError **error)
{
  JsonNode *node = json_array_get_element (items, at);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s[%u] is not an object"), "items", at);
  JsonObject *object = json_node_get_object (node);
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;
  if (!anf_scheme_read_text (object, "id", &id, error)
      || !anf_scheme_read_text (object, "name", &name, error))
    return FALSE;
  const AnfSchemeCategory *same = peek (self, id) != NULL ? peek (self, id) : peek (self, name);
  if (same != NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("the id “%s” stands there twice"),
                            g_strcmp0 (same->id, id) == 0 ? id : name);
  AnfSchemeCategory *item = g_new0 (AnfSchemeCategory, 1);
  item->id = g_steal_pointer (&id);
  item->name = g_steal_pointer (&name);
  g_ptr_array_add (self->items, item);
  return TRUE;
}

static gboolean
read_marks (AnfSchemeMarks *self, JsonObject *object, GError **error)
{
  JsonArray *items = NULL;
  if (!anf_scheme_read_text (object, "name", &self->name, error)
      || !anf_json_get_array (object, "items", &items, error))
    return FALSE;
  const guint count = json_array_get_length (items);
  if (count < 1 || count > ANF_SCHEME_MARKS_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“items” has 1 to %d elements"),
                            ANF_SCHEME_MARKS_MAX);
  for (guint i = 0; i < count; i++)
    if (!read_item (self, items, i, error))
      return FALSE;
  return TRUE;
}

static gboolean
read_member (JsonObject *settings, const char *member, AnfSchemeMarks **marks, GError **error)
{
  JsonObject *object = NULL;
  if (!json_object_has_member (settings, member))
    return TRUE;
  if (!anf_json_get_object (settings, member, &object, error))
    return FALSE;
  *marks = g_new0 (AnfSchemeMarks, 1);
  (*marks)->items = g_ptr_array_new_with_free_func (free_item);
  if (read_marks (*marks, object, error))
    return TRUE;
  g_prefix_error (error, "%s: ", member);
  return FALSE;
}

gboolean
anf_scheme_marks_read (JsonObject *settings, AnfSchemeMarks **marks, GError **error)
{
  static const char *const members[ANF_SCHEME_MARK_KINDS]
      = { [ANF_SCHEME_CONTENTS] = "contents", [ANF_SCHEME_DOUBLE_CHECK] = "double_check" };
  for (guint i = 0; i < ANF_SCHEME_MARK_KINDS; i++)
    if (!read_member (settings, members[i], &marks[i], error))
      return FALSE;
  return TRUE;
}

const AnfSchemeCategory *
anf_scheme_marks_find (const AnfSchemeMarks *self,
                       const char *member,
                       const char *key,
                       GError **error)
{
  const AnfSchemeCategory *found = peek (self, key);
  if (found != NULL)
    return found;
  if (self == NULL)
    {
      anf_error_throw (error, ANF_ERROR_INVALID,
                       _ ("%s: the scheme names none: leave it out, or add them to its file"),
                       member);
      return NULL;
    }
  g_autoptr (GString) all = g_string_new (NULL);
  for (guint i = 0; i < self->items->len; i++)
    {
      const AnfSchemeCategory *item = self->items->pdata[i];
      g_string_append_printf (all, "%s%s %s", i > 0 ? _ (", ") : "", item->id, item->name);
    }
  anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: “%s” is none of %s; there are: %s"), member,
                   key, self->name, all->str);
  return NULL;
}

const char *
anf_scheme_marks_get_name (const AnfSchemeMarks *self, const char *id)
{
  const AnfSchemeCategory *found = peek (self, id);
  return found != NULL ? found->name : NULL;
}
