/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-json.h"
#include "anf-scheme-reader.h"
#include "anf-scheme.h"

#include <glib/gi18n.h>

#include <string.h>

static char *
find_ledger_name (JsonObject *file, const char *id, GError **error)
{
  JsonArray *ledgers = anf_json_peek_array (file, "ledgers");
  const guint count = ledgers != NULL ? json_array_get_length (ledgers) : 0;
  for (guint i = 0; i < count; i++)
    {
      JsonNode *node = json_array_get_element (ledgers, i);
      JsonObject *ledger = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      char *name = NULL;
      if (ledger == NULL || g_strcmp0 (anf_json_peek_string (ledger, "id"), id) != 0)
        continue;
      return anf_scheme_read_text (ledger, "name", &name, error) ? name : NULL;
    }
  anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%.40s” is none of the scheme's ledgers"), id);
  return NULL;
}

GHashTable *
anf_scheme_read_list_names (JsonObject *file, JsonObject *settings, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  JsonObject *lists = NULL;
  if (!json_object_has_member (settings, "lists"))
    return g_steal_pointer (&names);
  if (!anf_json_get_object (settings, "lists", &lists, error))
    return NULL;
  g_autoptr (GList) members = json_object_get_members (lists);
  for (GList *l = members; l != NULL; l = l->next)
    {
      const char *id = NULL;
      if (!anf_json_get_string (lists, l->data, &id, error))
        return NULL;
      /* A scheme below another may name the ledgers of that one. */
      if (json_object_has_member (file, "parent") && !json_object_has_member (file, "ledgers"))
        continue;
      char *name = find_ledger_name (file, id, error);
      if (name == NULL)
        {
          g_prefix_error (error, "lists.%s: ", (const char *)l->data);
          return NULL;
        }
      g_hash_table_insert (names, g_strdup (l->data), name);
    }
  return g_steal_pointer (&names);
}
