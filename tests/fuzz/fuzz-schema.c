/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* The input is a schema, optionally followed by a line feed and a value: neither can make loading
   or checking crash, and faults always come with their place. */

#include "anf-json.h"
#include "anf-schema.h"

#include <stdint.h>
#include <string.h>

/* Against itself when there is no value: a schema is a value too. */
static void
check (AnfSchemas *schemas, JsonNode *value)
{
  g_autoptr (GPtrArray) faults = anf_schemas_check (schemas, "#", value);
  g_assert_cmpuint (faults->len, <=, 20);
  for (guint i = 0; i < faults->len; i++)
    {
      const AnfSchemaFault *fault = faults->pdata[i];
      g_assert (fault->pointer[0] == '\0' || fault->pointer[0] == '/');
      g_assert_cmpint (fault->detail[0], !=, '\0');
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const uint8_t *feed = size > 0 ? memchr (data, '\n', size) : NULL;
  const size_t schema_size = feed != NULL ? (size_t)(feed - data) : size;
  g_autoptr (JsonNode) root = anf_json_parse ((const char *)data, schema_size, NULL);
  if (root == NULL || JSON_NODE_HOLDS_NULL (root))
    return 0;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AnfSchemas) schemas = anf_schemas_new (root, &local_error);
  g_assert ((schemas == NULL) == (local_error != NULL));
  if (schemas == NULL || !anf_schemas_has (schemas, "#"))
    return 0;
  g_autoptr (JsonNode) value = NULL;
  if (feed != NULL)
    value = anf_json_parse ((const char *)feed + 1, size - schema_size - 1, NULL);
  check (schemas, value != NULL ? value : root);
  return 0;
}
