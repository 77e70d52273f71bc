/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* A clerk reads a scheme that we ship from its first line to its last. */

#include "anf-cli-scheme-words.h"
#include "anf-count.h"
#include "anf-json.h"

#include <string.h>

/* Ids, and what the source is called. */
static const char *const own[]
    = { "id", "key", "schema", "code", "source_document", "ledger_code", NULL };

typedef struct
{
  JsonObject *document;
  guint members;
  guint values;
} Reading;

static void
read_text (Reading *self, const char *parent, const char *name, const char *value)
{
  /* Chinese, numbers, days and signs are read as they stand. */
  if (!g_str_is_ascii (value) || !g_regex_match_simple ("^@?[a-z]", value, 0, 0)
      || g_strv_contains (own, name))
    return;
  g_test_message ("%s %s %s", parent, name, value);
  self->values++;
  g_assert_true (anf_cli_scheme_find_name (self->document, parent, name, value) != NULL
                 || anf_cli_scheme_find_value (parent, name, value) != NULL);
}

static void
read_node (Reading *self, JsonNode *node, const char *parent, const char *name)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      for (guint i = 0; i < json_array_get_length (array); i++)
        read_node (self, json_array_get_element (array, i), parent, name);
    }
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    read_text (self, parent, name, json_node_get_string (node));
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;
  JsonObject *object = json_node_get_object (node);
  g_autoptr (GList) names = json_object_get_members (object);
  for (GList *l = names; l != NULL; l = l->next)
    {
      self->members++;
      g_test_message ("%s %s", name, (const char *)l->data);
      g_assert_nonnull (anf_cli_scheme_find_member (name, l->data));
      read_node (self, json_object_get_member (object, l->data), name, l->data);
    }
}

static void
test_shipped (gconstpointer data)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "schemes", data, NULL);
  g_autofree char *text = NULL;
  gsize size = 0;
  g_autoptr (GError) error = NULL;
  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);
  g_autoptr (JsonNode) root = anf_json_parse (text, size, &error);
  g_assert_no_error (error);
  Reading self = { .document = json_node_get_object (root) };
  read_node (&self, root, "scheme", "document");
  g_assert_cmpuint (self.members, >, 100);
  g_assert_cmpuint (self.values, >, 20);
}

/* What an indicator may count has a name that says what. */
static void
test_counts (void)
{
  static const char *const names[]
      = { "@due_ever_closed", "@joint_visits", "@leads_named_checked" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_true (anf_count_is_known (names[i] + 1));
      g_assert_nonnull (anf_cli_scheme_find_value ("measure", "numerator", names[i]));
    }
  g_assert_null (anf_cli_scheme_find_value ("measure", "numerator", "@nonsense"));
}

/* An id means what it names where it stands: “a1” is an area, and may be an assessment, too. */
static void
test_names (void)
{
  static const char text[] = "{\"units\":[{\"id\":\"x\",\"name\":\"甲局\"}],\"areas\":[{\"id\":"
                             "\"x\",\"name\":\"乙项\"}],"
                             "\"anfang\":{\"figures\":[{\"key\":\"x\",\"name\":\"丙数\"}]},"
                             "\"deadlines\":[{\"id\":\"x\",\"what\":\"丁事\"}]}";
  g_autoptr (JsonNode) root = anf_json_parse (text, sizeof text - 1, NULL);
  JsonObject *document = json_node_get_object (root);
  static const struct
  {
    const char *parent;
    const char *member;
    const char *name;
  } cases[] = { { "areas", "lead", "甲局" },    { "indicators", "area", "乙项" },
                { "measure", "count", "丙数" }, { "plan", "deadline", "丁事" },
                { "areas", "id", NULL },        { "reports", "name", NULL } };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (anf_cli_scheme_find_name (document, cases[i].parent, cases[i].member, "x"), ==,
                     cases[i].name);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_data_func ("/scheme-words/shipped/haicheng-2018", "haicheng-2018.json", test_shipped);
  g_test_add_data_func ("/scheme-words/shipped/district-2020", "district-2020.json", test_shipped);
  g_test_add_data_func ("/scheme-words/shipped/wangyi-2018", "wangyi-2018.json", test_shipped);
  g_test_add_data_func ("/scheme-words/shipped/shenyang-2021", "shenyang-2021.json", test_shipped);
  g_test_add_func ("/scheme-words/counts", test_counts);
  g_test_add_func ("/scheme-words/names", test_names);
  return g_test_run ();
}
