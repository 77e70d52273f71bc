/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-checklist.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-scheme-reader.h"

#include <glib/gi18n.h>

#include <string.h>

static void
free_item (gpointer data)
{
  AnfChecklistItem *item = data;
  g_free (item->id);
  g_free (item->text);
  g_free (item);
}

static void
free_list (gpointer data)
{
  AnfChecklist *list = data;
  g_free (list->id);
  g_free (list->name);
  g_clear_pointer (&list->items, g_ptr_array_unref);
  g_free (list);
}

static const AnfChecklistItem *
find_item (const AnfChecklist *list, const char *id)
{
  for (guint i = 0; i < list->items->len; i++)
    {
      const AnfChecklistItem *item = list->items->pdata[i];
      if (g_strcmp0 (item->id, id) == 0)
        return item;
    }
  return NULL;
}

static gboolean
read_item (AnfChecklist *list, JsonObject *object, GError **error)
{
  g_autofree char *id = NULL;
  if (!anf_scheme_read_text (object, "id", &id, error))
    return FALSE;
  if (find_item (list, id) != NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("the id “%s” stands there twice"), id);
  AnfChecklistItem *item = g_new0 (AnfChecklistItem, 1);
  g_ptr_array_add (list->items, item);
  item->id = g_steal_pointer (&id);
  const gint64 weight = anf_json_peek_int (object, "weight", 1);
  if (weight < 0 || weight > ANF_CHECKLIST_WEIGHT_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“weight” must be 0 to %d"),
                            ANF_CHECKLIST_WEIGHT_MAX);
  item->weight = (int)weight;
  item->is_veto = anf_json_peek_bool (object, "veto");
  return anf_scheme_read_text (object, "text", &item->text, error);
}

static gboolean
read_list (AnfChecklist *list, JsonObject *object, GError **error)
{
  JsonArray *items = NULL;
  list->items = g_ptr_array_new_with_free_func (free_item);
  if (!anf_scheme_read_text (object, "id", &list->id, error)
      || !anf_scheme_read_text (object, "name", &list->name, error)
      || !anf_scheme_read_objects (object, "items", ANF_CHECKLIST_ITEMS_MAX, &items, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (items); i++)
    if (!read_item (list, json_array_get_object_element (items, i), error))
      {
        g_prefix_error (error, "items[%u]: ", i);
        return FALSE;
      }
  return TRUE;
}

GPtrArray *
anf_checklists_read (JsonObject *settings, GError **error)
{
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func (free_list);
  JsonArray *array = NULL;
  if (settings == NULL || !json_object_has_member (settings, "checklists"))
    return g_steal_pointer (&lists);
  if (!anf_scheme_read_objects (settings, "checklists", ANF_CHECKLISTS_MAX, &array, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      AnfChecklist *list = g_new0 (AnfChecklist, 1);
      g_ptr_array_add (lists, list);
      if (!read_list (list, json_array_get_object_element (array, i), error))
        {
          g_prefix_error (error, "checklists[%u]: ", i);
          return NULL;
        }
    }
  return g_steal_pointer (&lists);
}

static void
count_answer (const AnfChecklistItem *item, const char *answer, AnfChecklistScore *score)
{
  const gboolean yes = strcmp (answer, "yes") == 0;
  if (strcmp (answer, "na") == 0)
    {
      score->not_applicable++;
      return;
    }
  score->yes += yes ? 1 : 0;
  score->no += yes ? 0 : 1;
  score->of += item->weight;
  score->points += yes ? item->weight : 0;
  score->vetoed = score->vetoed || (item->is_veto && !yes);
}

static gboolean
take_answer (const AnfChecklist *self,
             JsonObject *said,
             GHashTable *seen,
             AnfChecklistScore *score,
             GError **error)
{
  static const char *const words[] = { "yes", "no", "na", NULL };
  const char *id = NULL;
  const char *answer = NULL;
  if (!anf_json_get_string (said, "item", &id, error)
      || !anf_json_get_string (said, "answer", &answer, error))
    return FALSE;
  const AnfChecklistItem *item = find_item (self, id);
  if (item == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("checklist %s has no item “%s”"), self->id,
                            id);
  if (!g_strv_contains (words, answer))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: answer yes, no or na"), id);
  if (!g_hash_table_add (seen, item->id))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("item %s is answered twice"), id);
  count_answer (item, answer, score);
  return TRUE;
}

gboolean
anf_checklist_score (const AnfChecklist *self,
                     JsonArray *answers,
                     AnfChecklistScore *score,
                     GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  *score = (AnfChecklistScore){ 0 };
  for (guint i = 0; i < json_array_get_length (answers); i++)
    {
      JsonNode *node = json_array_get_element (answers, i);
      if (!JSON_NODE_HOLDS_OBJECT (node))
        return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s[%u] is not an object"), "answers",
                                i);
      if (!take_answer (self, json_node_get_object (node), seen, score, error))
        return FALSE;
    }
  for (guint i = 0; i < self->items->len; i++)
    {
      const AnfChecklistItem *item = self->items->pdata[i];
      if (!g_hash_table_contains (seen, item->id))
        return anf_error_throw (error, ANF_ERROR_INVALID, _ ("item %s is not answered: %s"),
                                item->id, item->text);
    }
  if (score->of > 0 && !score->vetoed)
    score->percent = (200 * score->points + score->of) / (2 * score->of);
  return TRUE;
}
