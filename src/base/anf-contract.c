/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-contract.h"

#include "anf-contract-resource.h"
#include "anf-json.h"

static GBytes *
look_up (const char *name)
{
  GBytes *bytes = g_resource_lookup_data (anf_contract_resource_get_resource (), name,
                                          G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (bytes != NULL); /* built in */
  return bytes;
}

GBytes *
anf_contract_get_openapi (void)
{
  return look_up ("/anfang/openapi.json");
}

JsonNode *
anf_contract_read_rules (GError **error)
{
  g_autoptr (GBytes) rules = look_up ("/anfang/rules.json");
  gsize size = 0;
  const char *text = g_bytes_get_data (rules, &size);
  return anf_json_parse (text, size, error);
}

AnfSchemas *
anf_contract_load_schema (const char *pointer, GError **error)
{
  g_autoptr (JsonNode) root = anf_contract_read_rules (error);
  g_autoptr (GPtrArray) pointers = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (pointers, g_strdup (pointer));
  return root != NULL ? anf_schemas_new_at (root, pointers, error) : NULL;
}
