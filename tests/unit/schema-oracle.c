/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Says of each line {"schema", "value"} or {"pointer", "value"} on standard input whether the value
   is valid ("1" or "0"); pointers are those of the contract. For schema_oracle.py. */

#include "anf-contract.h"
#include "anf-json.h"
#include "anf-schema.h"

#include <stdio.h>
#include <string.h>

static AnfSchemas *
load (JsonNode *root)
{
  g_autoptr (GError) error = NULL;
  AnfSchemas *schemas = anf_schemas_new (root, &error);
  g_assert_no_error (error);
  return schemas;
}

static AnfSchemas *
load_contract (void)
{
  g_autoptr (GBytes) bytes = anf_contract_get_openapi ();
  gsize size = 0;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autoptr (JsonNode) root = anf_json_parse (text, size, NULL);
  return load (root);
}

static gboolean
is_valid (AnfSchemas *contract, JsonObject *line)
{
  JsonNode *value = json_object_get_member (line, "value");
  const char *pointer = anf_json_peek_string (line, "pointer");
  g_autoptr (GPtrArray) faults = NULL;
  if (pointer != NULL)
    faults = anf_schemas_check (contract, pointer, value);
  else
    {
      g_autoptr (AnfSchemas) schemas = load (json_object_get_member (line, "schema"));
      faults = anf_schemas_check (schemas, "#", value);
    }
  return faults->len == 0;
}

int
main (void)
{
  g_autoptr (AnfSchemas) contract = load_contract ();
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);
  char *text = NULL;
  while (g_io_channel_read_line (input, &text, NULL, NULL, NULL) == G_IO_STATUS_NORMAL)
    {
      g_autofree char *owned = g_steal_pointer (&text);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonObject) line = anf_json_parse_object (owned, strlen (owned), &error);
      g_assert_no_error (error);
      puts (is_valid (contract, line) ? "1" : "0");
    }
  return 0;
}
