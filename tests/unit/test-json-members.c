/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Promise: walking a document of ours finds what the parser finds in it, name by name. */
#include "anf-json-members.h"
#include "anf-json.h"

#include <string.h>

static const char *const documents[] = {
  "{}",
  "{\"a\":1}",
  "{\"a\":\"\",\"b\":[],\"c\":{}}",
  "{\"a\":\"x\\\"y\",\"b\":\"\\\\\",\"c\":\"}\",\"d\":\"]\\\\\\\"\"}",
  "{\"a\":[[\"]\",{\"b\":\"}\"}],2],\"c\":-1.5e-7,\"d\":null,\"e\":true,\"f\":false}",
  "{\"事实\":\"三号窗口“无人值守”\",\"a\\nb\":{\"deep\":{\"deeper\":[{},[],\"\"]}},\"z\":0}",
};

static void
test_members_are_those_of_the_parser (gconstpointer data)
{
  const char *text = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = anf_json_parse_object (text, strlen (text), &error);
  g_assert_no_error (error);
  guint count = 0;
  AnfJsonMember member;
  for (const char *at = text; anf_json_next_member (&at, &member); count++)
    {
      g_autofree char *quoted = g_strndup (member.name - 1, member.name_size + 2);
      g_autoptr (JsonNode) name = anf_json_parse (quoted, strlen (quoted), &error);
      g_assert_no_error (error);
      JsonNode *there = json_object_get_member (object, json_node_get_string (name));
      g_assert_nonnull (there);
      g_autofree char *expected = anf_json_format (there);
      g_autofree char *value = g_strndup (member.value, member.size);
      g_autoptr (JsonNode) ours = anf_json_parse (value, member.size, &error);
      g_assert_no_error (error);
      g_autofree char *actual = anf_json_format (ours);
      g_assert_cmpstr (actual, ==, expected);
      g_autofree char *string = anf_json_member_dup_string (&member);
      g_assert_cmpstr (string, ==,
                       JSON_NODE_HOLDS_VALUE (there) ? json_node_get_string (there) : NULL);
    }
  g_assert_cmpuint (count, ==, json_object_get_size (object));
}

static void
test_a_text_that_ends_early_ends_the_walk (void)
{
  const char *whole = documents[G_N_ELEMENTS (documents) - 1];
  for (gsize size = 0; size < strlen (whole); size++)
    {
      g_autofree char *cut = g_strndup (whole, size);
      AnfJsonMember member;
      guint count = 0;
      for (const char *at = cut; anf_json_next_member (&at, &member); count++)
        g_assert_true (member.value + member.size <= cut + size);
      g_assert_cmpuint (count, <=, 3);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autofree char *name = g_strdup_printf ("/json-members/document/%u", i);
      g_test_add_data_func (name, documents[i], test_members_are_those_of_the_parser);
    }
  g_test_add_func ("/json-members/cut", test_a_text_that_ends_early_ends_the_walk);
  return g_test_run ();
}
