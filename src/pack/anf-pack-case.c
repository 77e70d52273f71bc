/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-pack-case.h"

#include "anf-bag.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-pack-unit.h"

#include <glib/gi18n.h>

static void
item_free (gpointer data)
{
  AnfPackCaseItem *self = data;
  g_free (self->path);
  g_free (self->sha256);
  g_free (self->sm3);
  g_free (self->id);
  g_free (self);
}

/* Absent and null are the same; anything else of another type is wrong. */
static gboolean
has_member (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  return node != NULL && !JSON_NODE_HOLDS_NULL (node);
}

static gboolean
read_optional (JsonObject *object, AnfPackCaseItem *item, GError **error)
{
  const char *sm3 = NULL;
  if (has_member (object, "sm3") && !anf_json_get_string (object, "sm3", &sm3, error))
    return FALSE;
  const char *id = NULL;
  if (has_member (object, "id") && !anf_json_get_string (object, "id", &id, error))
    return FALSE;
  if (has_member (object, "size") && !anf_json_get_int (object, "size", &item->size, error))
    return FALSE;
  item->sm3 = g_strdup (sm3);
  item->id = g_strdup (id);
  return TRUE;
}

static gboolean
add_item (GHashTable *items, JsonObject *object, GError **error)
{
  const char *path = NULL;
  const char *sha256 = NULL;
  if (!anf_json_get_string (object, "path", &path, error)
      || !anf_json_get_string (object, "sha256", &sha256, error))
    return FALSE;
  if (!g_str_has_prefix (path, ANF_PACK_EVIDENCE) || !anf_bag_path_is_plain (path))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("it names a file outside %s"),
                            ANF_PACK_EVIDENCE);
  if (g_hash_table_contains (items, path))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("it names %s twice"), path);
  if (!anf_bag_is_sha256 (sha256))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("it gives no SHA-256 for %s"), path);
  AnfPackCaseItem *item = g_new0 (AnfPackCaseItem, 1);
  item->path = g_strdup (path);
  item->sha256 = g_strdup (sha256);
  item->size = -1;
  g_hash_table_insert (items, item->path, item);
  if (!read_optional (object, item, error))
    return FALSE;
  if (item->sm3 != NULL && !anf_bag_is_sha256 (item->sm3))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("it gives no SM3 hash for %s"), path);
  return TRUE;
}

gboolean
anf_pack_case_is_for_unit (const char *text, gsize size)
{
  g_autoptr (JsonObject) root = anf_json_parse_object (text, size, NULL);
  return root != NULL
         && g_strcmp0 (anf_json_peek_string (root, "format"), ANF_PACK_UNIT_FORMAT) == 0;
}

GHashTable *
anf_pack_case_parse (const char *text, gsize size, GError **error)
{
  g_autoptr (JsonObject) root = anf_json_parse_object (text, size, error);
  JsonArray *evidence = NULL;
  if (root == NULL || !anf_json_get_array (root, "evidence", &evidence, error))
    return NULL;
  g_autoptr (GHashTable) items = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, item_free);
  for (guint i = 0; i < json_array_get_length (evidence); i++)
    {
      JsonNode *node = json_array_get_element (evidence, i);
      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          anf_error_throw (error, ANF_ERROR_INVALID, _ ("element %u of its evidence is no object"),
                           i);
          return NULL;
        }
      JsonObject *object = json_node_get_object (node);
      if (has_member (object, "path") && !add_item (items, object, error))
        return NULL;
    }
  return g_steal_pointer (&items);
}

gboolean
anf_pack_case_has_evidence (const char *text, gsize size)
{
  g_autoptr (JsonObject) root = anf_json_parse_object (text, size, NULL);
  JsonArray *evidence = root != NULL ? anf_json_peek_array (root, "evidence") : NULL;
  return evidence != NULL && json_array_get_length (evidence) > 0;
}
