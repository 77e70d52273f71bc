/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* The contract and the rules name the same things. */

#include "anf-contract.h"
#include "anf-json.h"
#include "anf-machine.h"
#include "anf-policy.h"

#include <string.h>

/* What operators ask, outside the base path and without a session. */
static const char *const outside[] = { "getHealth", "getReadiness", "getMetrics", NULL };

static JsonObject *
get_contract (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = anf_contract_get_openapi ();
  gsize size = 0;
  const char *text = g_bytes_get_data (bytes, &size);
  JsonObject *contract = anf_json_parse_object (text, size, &error);
  g_assert_no_error (error);
  return contract;
}

/* operationId → whether it needs no session */
static GHashTable *
collect_operations (JsonObject *contract)
{
  GHashTable *operations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GList) paths = json_object_get_values (anf_json_peek_object (contract, "paths"));
  for (GList *path = paths; path != NULL; path = path->next)
    {
      g_autoptr (GList) methods = json_object_get_values (json_node_get_object (path->data));
      for (GList *method = methods; method != NULL; method = method->next)
        {
          if (!JSON_NODE_HOLDS_OBJECT ((JsonNode *)method->data))
            continue;
          JsonObject *operation = json_node_get_object (method->data);
          const char *name = anf_json_peek_string (operation, "operationId");
          g_assert_nonnull (name);
          JsonArray *security = anf_json_peek_array (operation, "security");
          const gboolean is_public = security != NULL && json_array_get_length (security) == 0;
          g_assert_true (
              g_hash_table_insert (operations, g_strdup (name), GINT_TO_POINTER (is_public)));
        }
    }
  return operations;
}

/* Every operation has a row in the policy and says of itself whether it needs a session; every row
   is an operation. */
static void
test_operations (void)
{
  g_autoptr (JsonObject) contract = get_contract ();
  g_autoptr (GHashTable) operations = collect_operations (contract);
  for (guint i = 0; outside[i] != NULL; i++)
    g_assert_true (g_hash_table_remove (operations, outside[i]));
  g_autofree const char **rows = anf_policy_list_operations ();
  for (guint i = 0; rows[i] != NULL; i++)
    {
      g_test_message ("%s", rows[i]);
      gpointer is_public = NULL;
      g_assert_true (g_hash_table_lookup_extended (operations, rows[i], NULL, &is_public));
      g_assert_cmpint (GPOINTER_TO_INT (is_public), ==, anf_policy_is_public (rows[i]));
      g_hash_table_remove (operations, rows[i]);
    }
  g_assert_cmpuint (g_hash_table_size (operations), ==, 0);
}

static JsonArray *
get_enum (JsonObject *contract, const char *schema, const char *property)
{
  JsonObject *components = anf_json_peek_object (contract, "components");
  JsonObject *found = anf_json_peek_object (anf_json_peek_object (components, "schemas"), schema);
  if (property != NULL)
    found = anf_json_peek_object (anf_json_peek_object (found, "properties"), property);
  JsonArray *values = anf_json_peek_array (found, "enum");
  g_assert_nonnull (values);
  return values;
}

static void
test_states (void)
{
  g_autoptr (JsonObject) contract = get_contract ();
  for (AnfMachine machine = ANF_MACHINE_VISIT; machine <= ANF_MACHINE_FLAG; machine++)
    {
      JsonArray *written = get_enum (contract, anf_machine_get_name (machine), "state");
      g_autofree const char **states = anf_machine_list_states (machine);
      guint count = 0;
      for (; states[count] != NULL; count++)
        {
          g_test_message ("%s %s", anf_machine_get_name (machine), states[count]);
          g_assert_true (anf_json_array_has_string (written, states[count]));
        }
      g_assert_cmpuint (json_array_get_length (written), ==, count);
    }
}

static void
test_roles (void)
{
  g_autoptr (JsonObject) contract = get_contract ();
  JsonArray *written = get_enum (contract, "role", NULL);
  for (guint i = 0; i < json_array_get_length (written); i++)
    {
      g_autoptr (GError) error = NULL;
      AnfRole role = 0;
      g_assert_true (anf_role_parse (anf_json_array_get_string (written, i), &role, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (role, ==, 1u << i);
    }
  g_assert_cmpuint (ANF_ROLE_AUDITOR, ==, 1u << (json_array_get_length (written) - 1));
}

/* Who writes something wrong is told an example, never an expression; and the example is right. */
static guint
assert_examples (JsonNode *node)
{
  guint count = 0;
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      g_autoptr (GList) elements = json_array_get_elements (json_node_get_array (node));
      for (GList *element = elements; element != NULL; element = element->next)
        count += assert_examples (element->data);
    }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return count;
  JsonObject *object = json_node_get_object (node);
  const char *pattern = anf_json_peek_string (object, "pattern");
  if (pattern != NULL)
    {
      const char *example = anf_json_array_get_string (anf_json_peek_array (object, "examples"), 0);
      g_test_message ("%s %s", pattern, example);
      g_assert_nonnull (example);
      g_assert_true (g_regex_match_simple (pattern, example, G_REGEX_DOLLAR_ENDONLY, 0));
      count++;
    }
  g_autoptr (GList) values = json_object_get_values (object);
  for (GList *value = values; value != NULL; value = value->next)
    count += assert_examples (value->data);
  return count;
}

static void
test_examples (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) rules = anf_contract_read_rules (&error);
  g_assert_no_error (error);
  g_assert_cmpuint (assert_examples (rules), >, 20);
}

/* Each reference leads somewhere: the document needs no other file. */
static void
assert_references (JsonObject *contract, JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      g_autoptr (GList) elements = json_array_get_elements (json_node_get_array (node));
      for (GList *element = elements; element != NULL; element = element->next)
        assert_references (contract, element->data);
    }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;
  const char *target = anf_json_peek_string (json_node_get_object (node), "$ref");
  if (target != NULL)
    {
      g_test_message ("%s", target);
      g_auto (GStrv) steps = g_strsplit (target, "/", -1);
      g_assert_cmpuint (g_strv_length (steps), ==, 4);
      JsonObject *kind
          = anf_json_peek_object (anf_json_peek_object (contract, "components"), steps[2]);
      g_assert_nonnull (anf_json_peek_object (kind, steps[3]));
    }
  g_autoptr (GList) values = json_object_get_values (json_node_get_object (node));
  for (GList *value = values; value != NULL; value = value->next)
    assert_references (contract, value->data);
}

static void
test_references (void)
{
  g_autoptr (JsonObject) contract = get_contract ();
  g_autoptr (JsonNode) root = json_node_init_object (json_node_alloc (), contract);
  assert_references (contract, root);
}

/* What is checked is what the contract says, keyword by keyword, without words for people: wherever
   the rules have something, the contract has the same. */
static void
assert_within (JsonNode *rule, JsonNode *whole, const char *at)
{
  g_test_message ("%s", at);
  g_assert_nonnull (whole);
  g_assert_cmpint (json_node_get_node_type (rule), ==, json_node_get_node_type (whole));
  if (JSON_NODE_HOLDS_OBJECT (rule))
    {
      g_autoptr (GList) names = json_object_get_members (json_node_get_object (rule));
      for (GList *name = names; name != NULL; name = name->next)
        assert_within (json_object_get_member (json_node_get_object (rule), name->data),
                       json_object_get_member (json_node_get_object (whole), name->data),
                       name->data);
    }
  else
    g_assert_true (JSON_NODE_HOLDS_ARRAY (rule)
                       ? json_array_get_length (json_node_get_array (rule))
                             == json_array_get_length (json_node_get_array (whole))
                       : json_node_equal (rule, whole));
}

/* Keywords that check; each that the contract has in a request, the rules have too. */
static guint
count_keywords (JsonNode *node)
{
  guint count = 0;
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      static const char *const words[]
          = { "description", "title",    "summary", "example", "examples",
              "tags",        "$comment", "$id",     NULL };
      g_autoptr (GList) names = json_object_get_members (json_node_get_object (node));
      for (GList *name = names; name != NULL; name = name->next)
        {
          JsonNode *value = json_object_get_member (json_node_get_object (node), name->data);
          /* A property may have such a name; then it is no text. */
          if (!g_strv_contains (words, name->data) || JSON_NODE_HOLDS_OBJECT (value))
            count += 1 + count_keywords (value);
        }
    }
  if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      count += 1 + count_keywords (json_array_get_element (json_node_get_array (node), i));
  return count;
}

static void
assert_requests_whole (JsonObject *rules, JsonObject *contract)
{
  static const char *const parts[] = { "parameters", "requestBody" };
  JsonObject *paths = anf_json_peek_object (contract, "paths");
  g_autoptr (GList) names = json_object_get_members (paths);
  for (GList *name = names; name != NULL; name = name->next)
    {
      JsonObject *item = anf_json_peek_object (paths, name->data);
      JsonObject *same = anf_json_peek_object (anf_json_peek_object (rules, "paths"), name->data);
      g_autoptr (GList) methods = json_object_get_members (item);
      for (GList *method = methods; method != NULL; method = method->next)
        for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
          {
            JsonObject *operation = anf_json_peek_object (item, method->data);
            JsonNode *part
                = operation != NULL ? json_object_get_member (operation, parts[i]) : NULL;
            if (part != NULL)
              g_assert_cmpuint (count_keywords (json_object_get_member (
                                    anf_json_peek_object (same, method->data), parts[i])),
                                ==, count_keywords (part));
          }
    }
}

static void
test_rules (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) rules = anf_contract_read_rules (&error);
  g_assert_no_error (error);
  g_autoptr (JsonObject) contract = get_contract ();
  g_autoptr (JsonNode) whole = json_node_init_object (json_node_alloc (), contract);
  assert_within (rules, whole, "#");
  assert_requests_whole (json_node_get_object (rules), contract);
  JsonObject *kept = anf_json_peek_object (
      anf_json_peek_object (json_node_get_object (rules), "components"), "schemas");
  JsonObject *all = anf_json_peek_object (anf_json_peek_object (contract, "components"), "schemas");
  g_autoptr (GList) names = json_object_get_members (kept);
  for (GList *name = names; name != NULL; name = name->next)
    g_assert_cmpuint (count_keywords (json_object_get_member (kept, name->data)), ==,
                      count_keywords (json_object_get_member (all, name->data)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/contract/operations", test_operations);
  g_test_add_func ("/contract/states", test_states);
  g_test_add_func ("/contract/roles", test_roles);
  g_test_add_func ("/contract/examples", test_examples);
  g_test_add_func ("/contract/references", test_references);
  g_test_add_func ("/contract/rules", test_rules);
  return g_test_run ();
}
