/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* The verdicts of schema-cases.json are those of python3-jsonschema too: schema_oracle.py checks.
 */

#include "anf-contract.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-schema.h"

#include <string.h>

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = anf_json_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  return node;
}

static AnfSchemas *
load (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = parse (text);
  AnfSchemas *schemas = anf_schemas_new (root, &error);
  g_assert_no_error (error);
  return schemas;
}

static void
assert_faults (AnfSchemas *schemas, JsonObject *one)
{
  JsonArray *expected = anf_json_peek_array (one, "faults");
  const guint count = expected != NULL ? json_array_get_length (expected) : 0;
  g_autoptr (GPtrArray) faults
      = anf_schemas_check (schemas, "#", json_object_get_member (one, "value"));
  g_assert_cmpuint (faults->len, ==, count);
  for (guint i = 0; i < count; i++)
    {
      const AnfSchemaFault *fault = faults->pdata[i];
      g_assert_cmpstr (fault->pointer, ==, anf_json_array_get_string (expected, i));
      g_assert_cmpint (fault->detail[0], !=, '\0');
    }
}

static void
test_case (gconstpointer data)
{
  JsonObject *one = (JsonObject *)data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfSchemas) schemas = anf_schemas_new (json_object_get_member (one, "schema"), &error);
  g_assert_no_error (error);
  JsonArray *values = anf_json_peek_array (one, "values");
  for (guint i = 0; i < json_array_get_length (values); i++)
    assert_faults (schemas, json_array_get_object_element (values, i));
}

/* A rule that is not checked is not loaded, wherever it stands. */
static void
test_refused (void)
{
  static const char *const refused[] = {
    "{\"minProperties\":1}",
    "{\"if\":{}}",
    "{\"not\":{}}",
    "{\"$dynamicRef\":\"#\"}",
    "{\"nullable\":true}",
    "{\"properties\":{\"a\":{\"properties\":{\"b\":{\"typo\":1}}}}}",
    "{\"$defs\":{\"unused\":{\"typo\":1}}}",
    "{\"additionalProperties\":{\"typo\":1}}",
    "{\"items\":{\"typo\":1}}",
    "{\"items\":[{}]}",
    "{\"oneOf\":[{},{\"typo\":1}]}",
    "{\"oneOf\":[]}",
    "{\"oneOf\":{}}",
    "{\"type\":\"int\"}",
    "{\"type\":[]}",
    "{\"type\":[\"string\",\"text\"]}",
    "{\"type\":1}",
    "{\"enum\":[]}",
    "{\"enum\":\"a\"}",
    "{\"required\":\"a\"}",
    "{\"required\":[1]}",
    "{\"properties\":[]}",
    "{\"pattern\":\"(\"}",
    "{\"pattern\":1}",
    "{\"examples\":\"a\"}",
    "{\"format\":\"email\"}",
    "{\"minLength\":-1}",
    "{\"minLength\":\"1\"}",
    "{\"minLength\":1.5}",
    "{\"minimum\":\"1\"}",
    "{\"minimum\":true}",
    "{\"uniqueItems\":1}",
    "{\"$ref\":\"#/$defs/absent\"}",
    "{\"$ref\":\"other.json\"}",
    "{\"$ref\":1}",
    "{\"$ref\":\"#/$defs/x\",\"$defs\":{\"x\":3}}",
    "[]",
    "\"a\"",
    "null",
  };
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) root = parse (refused[i]);
      g_autoptr (AnfSchemas) schemas = anf_schemas_new (root, &error);
      g_test_message ("%s", refused[i]);
      g_assert_null (schemas);
      g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
    }
}

static void
test_where_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = parse ("{\"properties\":{\"a/b\":{\"oneOf\":[{},{\"typo\":1}]}}}");
  g_assert_null (anf_schemas_new (root, &error));
  g_assert_nonnull (strstr (error->message, "#/properties/a~1b/oneOf/1"));
  g_assert_nonnull (strstr (error->message, "typo"));
}

static void
test_fault_limit (void)
{
  g_autoptr (AnfSchemas) schemas = load ("{\"items\":{\"type\":\"string\"}}");
  g_autoptr (GString) text = g_string_new ("[0");
  for (guint i = 0; i < 40; i++)
    g_string_append (text, ",0");
  g_string_append_c (text, ']');
  g_autoptr (JsonNode) value = parse (text->str);
  g_autoptr (GPtrArray) faults = anf_schemas_check (schemas, "#", value);
  g_assert_cmpuint (faults->len, ==, 20);
}

/* A "$" that also matched before a final line feed would let one into ids and headers. */
static void
test_pattern_line_feed (void)
{
  g_autoptr (AnfSchemas) schemas = load ("{\"pattern\":\"^[a-z]+$\"}");
  g_autoptr (JsonNode) value = parse ("\"abc\\n\"");
  g_autoptr (GPtrArray) faults = anf_schemas_check (schemas, "#", value);
  g_assert_cmpuint (faults->len, ==, 1);
}

/* An expression is for programs. */
static void
test_pattern_example (void)
{
  g_autoptr (AnfSchemas) schemas = load ("{\"pattern\":\"^[0-9]+d$\",\"examples\":[\"30d\"]}");
  g_autoptr (JsonNode) value = parse ("\"30\"");
  g_autoptr (GPtrArray) faults = anf_schemas_check (schemas, "#", value);
  g_assert_cmpuint (faults->len, ==, 1);
  const AnfSchemaFault *fault = g_ptr_array_index (faults, 0);
  g_assert_cmpstr (fault->detail, ==, "must be written like 30d");
}

static void
test_endless_reference (void)
{
  g_autoptr (AnfSchemas) schemas
      = load ("{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"anyOf\":[{\"$ref\":\"#\"}]}}}");
  g_autoptr (JsonNode) value = parse ("1");
  g_autoptr (GPtrArray) faults = anf_schemas_check (schemas, "#", value);
  g_assert_cmpuint (faults->len, >, 0);
}

static const char openapi[]
    = "{\"openapi\":\"3.1.0\",\"paths\":{\"/a/{id}\":{\"parameters\":[{\"schema\":"
      "{\"type\":\"integer\",\"maximum\":9}}],\"put\":{\"requestBody\":{\"content\":{"
      "\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/a\"}}}},"
      "\"parameters\":[{\"example\":{\"schema\":{\"typo\":1}},\"schema\":{\"$ref\":"
      "\"#/components/schemas/a\"}}]}}},\"components\":{\"schemas\":{\"a\":{\"type\":\"string\","
      "\"maxLength\":2},\"schema\":{\"type\":\"boolean\"}}}}";

/* In an OpenAPI document every schema is found, and examples are not taken for schemas. */
static void
test_openapi (void)
{
  g_autoptr (AnfSchemas) schemas = load (openapi);
  g_assert_true (anf_schemas_has (schemas, "#/components/schemas/a"));
  g_assert_true (anf_schemas_has (schemas, "#/components/schemas/schema"));
  g_assert_true (anf_schemas_has (schemas, "#/paths/~1a~1{id}/parameters/0/schema"));
  g_assert_true (anf_schemas_has (
      schemas, "#/paths/~1a~1{id}/put/requestBody/content/application~1json/schema"));
  g_assert_false (anf_schemas_has (schemas, "#"));
  g_assert_false (anf_schemas_has (schemas, "#/components/schemas/b"));
}

static AnfSchemas *
load_at (const char *pointer, GError **error)
{
  g_autoptr (JsonNode) root = parse (openapi);
  g_autoptr (GPtrArray) pointers = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (pointers, g_strdup (pointer));
  return anf_schemas_new_at (root, pointers, error);
}

/* What is asked for, what it refers to, and nothing besides. */
static void
test_at (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfSchemas) schemas = load_at ("#/paths/~1a~1{id}/put/parameters/0/schema", &error);
  g_assert_no_error (error);
  g_assert_true (anf_schemas_has (schemas, "#/paths/~1a~1{id}/put/parameters/0/schema"));
  g_assert_true (anf_schemas_has (schemas, "#/components/schemas/a"));
  g_assert_false (anf_schemas_has (schemas, "#/components/schemas/schema"));
  g_assert_false (anf_schemas_has (schemas, "#/paths/~1a~1{id}/parameters/0/schema"));
  g_autoptr (GPtrArray) faults
      = anf_schemas_check_text (schemas, "#/paths/~1a~1{id}/put/parameters/0/schema", "123");
  g_assert_cmpuint (faults->len, ==, 1);
  g_assert_null (load_at ("#/components/schemas/b", &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "#/components/schemas/b"));
}

static void
test_text (void)
{
  static const struct
  {
    const char *pointer;
    const char *text;
    guint faults;
  } texts[] = {
    { "#/paths/~1a~1{id}/parameters/0/schema", "9", 0 },
    { "#/paths/~1a~1{id}/parameters/0/schema", "10", 1 },
    { "#/paths/~1a~1{id}/parameters/0/schema", "x", 1 },
    { "#/paths/~1a~1{id}/parameters/0/schema", "", 1 },
    { "#/paths/~1a~1{id}/parameters/0/schema", "\"9\"", 1 },
    { "#/paths/~1a~1{id}/put/parameters/0/schema", "12", 0 },
    { "#/paths/~1a~1{id}/put/parameters/0/schema", "123", 1 },
    { "#/components/schemas/schema", "true", 0 },
    { "#/components/schemas/schema", "1", 1 },
  };
  g_autoptr (AnfSchemas) schemas = load (openapi);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GPtrArray) faults
          = anf_schemas_check_text (schemas, texts[i].pointer, texts[i].text);
      g_assert_cmpuint (faults->len, ==, texts[i].faults);
    }
}

static AnfSchemas *
load_contract (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = anf_contract_get_openapi ();
  gsize size = 0;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autoptr (JsonNode) root = anf_json_parse (text, size, &error);
  g_assert_no_error (error);
  AnfSchemas *schemas = anf_schemas_new (root, &error);
  g_assert_no_error (error);
  return schemas;
}

/* The contract loads: it uses no keyword that is not checked. */
static void
test_contract (void)
{
  g_autoptr (AnfSchemas) schemas = load_contract ();
  g_assert_true (anf_schemas_has (schemas, "#/components/schemas/visit"));
}

static gpointer
check_often (gpointer data)
{
  g_autoptr (JsonNode) value = parse ("\"zhang.wei\"");
  guint faults = 0;
  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (GPtrArray) found
          = anf_schemas_check (data, "#/components/schemas/accountName", value);
      faults += found->len;
    }
  return GUINT_TO_POINTER (faults);
}

/* One set serves every worker thread. */
static void
test_threads (void)
{
  g_autoptr (AnfSchemas) schemas = load_contract ();
  GThread *threads[4];
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("check", check_often, schemas);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_cmpuint (GPOINTER_TO_UINT (g_thread_join (threads[i])), ==, 0);
}

static JsonNode *
read_cases (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize size = 0;
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "tests", "unit", "schema-cases.json", NULL);
  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);
  JsonNode *root = anf_json_parse (text, size, &error);
  g_assert_no_error (error);
  return root;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_autoptr (JsonNode) root = read_cases ();
  JsonArray *cases = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *one = json_array_get_object_element (cases, i);
      g_autofree char *path
          = g_strconcat ("/schema/case/", anf_json_peek_string (one, "name"), NULL);
      g_test_add_data_func (path, one, test_case);
    }
  g_test_add_func ("/schema/refused", test_refused);
  g_test_add_func ("/schema/where-refused", test_where_refused);
  g_test_add_func ("/schema/fault-limit", test_fault_limit);
  g_test_add_func ("/schema/pattern-example", test_pattern_example);
  g_test_add_func ("/schema/pattern-line-feed", test_pattern_line_feed);
  g_test_add_func ("/schema/endless-reference", test_endless_reference);
  g_test_add_func ("/schema/openapi", test_openapi);
  g_test_add_func ("/schema/at", test_at);
  g_test_add_func ("/schema/text", test_text);
  g_test_add_func ("/schema/contract", test_contract);
  g_test_add_func ("/schema/threads", test_threads);
  return g_test_run ();
}
