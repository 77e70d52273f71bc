/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-csv.h"
#include "anf-cli-field.h"
#include "anf-cli-members.h"
#include "anf-cli-names.h"
#include "anf-cli-password.h"
#include "anf-cli-print.h"
#include "anf-cli-ref.h"
#include "anf-cli-values.h"
#include "anf-cli.h"
#include "anf-contract.h"
#include "anf-error.h"
#include "anf-json.h"

#include <string.h>

typedef struct
{
  const char *text;
  const char *rows; /* cells between |, rows between / ; NULL when it is refused */
} CsvCase;

/* RFC 4180, and what spreadsheets write. */
static const CsvCase csv_cases[] = {
  { "a,b\r\nc,d\r\n", "a|b/c|d" },
  { "a,b\nc,d", "a|b/c|d" },
  { "\xef\xbb\xbf"
    "名,b\n",
    "名|b" },
  { "\"a,b\",\"c\"\"d\"\n", "a,b|c\"d" },
  { "\"two\nlines\",x\n", "two\nlines|x" },
  { "a,\n,b\n", "a|/|b" },
  { "a\n\n\nb\n", "a/b" },
  { "", "" },
  { "\"open\n", NULL },
  { "a\"b\n", NULL },
  { "\"a\"b\n", NULL },
  { "\xff,a\n", NULL },
};

static char *
join_rows (GPtrArray *rows)
{
  GString *text = g_string_new (NULL);
  for (guint r = 0; r < rows->len; r++)
    {
      GPtrArray *row = g_ptr_array_index (rows, r);
      for (guint c = 0; c < row->len; c++)
        g_string_append_printf (text, "%s%s",
                                c > 0   ? "|"
                                : r > 0 ? "/"
                                        : "",
                                (char *)g_ptr_array_index (row, c));
    }
  return g_string_free (text, FALSE);
}

static void
test_csv (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (csv_cases); i++)
    {
      g_autoptr (GError) error = NULL;
      const CsvCase *row = &csv_cases[i];
      g_test_message ("case %d", (int)i);
      g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
      g_autoptr (GPtrArray) rows
          = anf_cli_csv_parse (row->text, strlen (row->text), numbers, &error);
      if (row->rows == NULL)
        {
          g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
          continue;
        }
      g_assert_no_error (error);
      g_autofree char *joined = join_rows (rows);
      g_assert_cmpstr (joined, ==, row->rows);
    }
}

/* What is wrong is told by the row that whoever opens the table sees. */
static void
test_csv_numbers (void)
{
  static const char text[] = "a,b\r\n\r\n\n1,2\n\n\"3\n\",4";
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GPtrArray) rows = anf_cli_csv_parse (text, strlen (text), numbers, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 3);
  g_assert_cmpuint (anf_cli_csv_get_number (numbers, 0), ==, 1);
  g_assert_cmpuint (anf_cli_csv_get_number (numbers, 1), ==, 4);
  g_assert_cmpuint (anf_cli_csv_get_number (numbers, 2), ==, 6);
  g_assert_cmpuint (anf_cli_csv_get_number (numbers, 3), ==, 0);
}

typedef struct
{
  const char *record;
  AnfFieldType type;
  const char *text;
  gboolean fits;
} RefCase;

#define HALL "{\"id\":\"210381-spj\",\"name\":\"市行政审批局\"}"
#define OFFICE "{\"id\":\"210381-ysb\",\"name\":\"市营商办（市营商环境监督办公室）\"}"

static const RefCase ref_cases[] = {
  { HALL, ANF_FIELD_UNIT, "210381-spj", TRUE },
  { HALL, ANF_FIELD_UNIT, "spj", TRUE },
  { HALL, ANF_FIELD_UNIT, "pj", FALSE },
  { HALL, ANF_FIELD_UNIT, "-spj", FALSE },
  { HALL, ANF_FIELD_UNIT, "", FALSE },
  { HALL, ANF_FIELD_UNIT, "市行政审批局", TRUE },
  { HALL, ANF_FIELD_UNIT, "市行政", FALSE },
  { OFFICE, ANF_FIELD_UNIT, "市营商办", TRUE },
  { OFFICE, ANF_FIELD_UNIT, "市营商办（市营商环境监督办公室）", TRUE },
  { OFFICE, ANF_FIELD_UNIT, "市营商", FALSE },
  { "{\"id\":\"a\",\"number\":\"AF-20180306-01\"}", ANF_FIELD_VISIT, "AF-20180306-01", TRUE },
  { "{\"id\":\"a\",\"number\":\"AF-20180306-01\"}", ANF_FIELD_VISIT, "AF-20180306-0", FALSE },
  { "{\"id\":\"x-a\"}", ANF_FIELD_VISIT, "a", FALSE },
  { "{\"id\":\"a\",\"number\":{\"text\":\"海营商整〔2018〕1号\"}}", ANF_FIELD_ORDER,
    "海营商整〔2018〕1号", TRUE },
  { "{\"id\":\"hc\",\"title\":\"方案\"}", ANF_FIELD_SCHEME, "方案", TRUE },
  { "{\"id\":\"a\",\"title\":\"通知\"}", ANF_FIELD_ORDER, "通知", FALSE },
};

static void
test_ref (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ref_cases); i++)
    {
      const RefCase *row = &ref_cases[i];
      g_test_message ("%s in %s", row->text, row->record);
      g_autoptr (JsonObject) record
          = anf_json_parse_object (row->record, strlen (row->record), NULL);
      g_assert_cmpint (anf_cli_ref_matches (record, row->type, row->text), ==, row->fits);
    }
}

typedef struct
{
  AnfFieldType type;
  const char *argument;
  const char *text;
  const char *json; /* NULL when it is wrong use */
} FieldCase;

static const FieldCase field_cases[] = {
  { ANF_FIELD_TEXT, NULL, "三楼", "\"三楼\"" },
  { ANF_FIELD_NUMBER, NULL, "754", "754" },
  { ANF_FIELD_NUMBER, NULL, "-1", NULL },
  { ANF_FIELD_NUMBER, NULL, "7x", NULL },
  { ANF_FIELD_CHOICE, "fact|assign", "assign", "\"assign\"" },
  { ANF_FIELD_CHOICE, "fact|assign", "fact|assign", NULL },
  { ANF_FIELD_DATE, NULL, "2018-03-10", "\"2018-03-10\"" },
  { ANF_FIELD_DATE, NULL, "2018-02-29", NULL },
  { ANF_FIELD_TIME, NULL, "2018-03-06T09:41:00+08:00", "\"2018-03-06T01:41:00.000Z\"" },
  { ANF_FIELD_TIME, NULL, "2018-03-06 09:41", NULL },
  { ANF_FIELD_TERM, NULL, "30d", "{\"period\":\"30d\"}" },
  { ANF_FIELD_TERM, NULL, "2018-04-05", "{\"date\":\"2018-04-05\"}" },
  { ANF_FIELD_TERM, NULL, "soon", NULL },
  { ANF_FIELD_POSITION, NULL, "40.852,122.685", "{\"lat\":40.852,\"lon\":122.685}" },
  { ANF_FIELD_POSITION, NULL, "-40.5,122,8", "{\"accuracy_m\":8,\"lat\":-40.5,\"lon\":122}" },
  { ANF_FIELD_POSITION, NULL, "40.852", NULL },
  { ANF_FIELD_MEASURE, NULL, "增设窗口 @2018-03-20",
    "{\"due\":\"2018-03-20\",\"text\":\"增设窗口\"}" },
  { ANF_FIELD_MEASURE, NULL, "写信给a@b.c", "{\"text\":\"写信给a@b.c\"}" },
  { ANF_FIELD_PERSON, NULL, "张某,副局长", "{\"name\":\"张某\",\"post\":\"副局长\"}" },
  { ANF_FIELD_PERSON, NULL, "张某， 副局长", "{\"name\":\"张某\",\"post\":\"副局长\"}" },
  { ANF_FIELD_PERSON, NULL, "张某", NULL },
};

static void
test_field (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (field_cases); i++)
    {
      const FieldCase *row = &field_cases[i];
      const AnfField field = { .name = "x", .type = row->type, .argument = row->argument };
      g_autoptr (GError) error = NULL;
      g_test_message ("%s", row->text);
      g_autoptr (JsonNode) node = anf_cli_field_parse (NULL, &field, row->text, &error);
      if (row->json == NULL)
        {
          g_assert_null (node);
          g_assert_true (error != NULL && error->domain == G_OPTION_ERROR);
          continue;
        }
      g_assert_no_error (error);
      g_autofree char *json = anf_json_format (node);
      g_assert_cmpstr (json, ==, row->json);
    }
}

static void
test_width (void)
{
  g_assert_cmpint (anf_cli_print_width ("abc"), ==, 3);
  g_assert_cmpint (anf_cli_print_width ("大厅"), ==, 4);
  g_assert_cmpint (anf_cli_print_width ("〔2018〕1号"), ==, 11);
  g_assert_cmpint (anf_cli_print_width ("e\u0301"), ==, 1);
}

static void
test_member (void)
{
  const char *text = "{\"a\":{\"b\":\"x\"},\"list\":[\"p\",2],\"n\":null,\"t\":true,\"clocks\":["
                     "{\"id\":\"plan\",\"due\":\"2026-12-30\",\"state\":\"running\"},"
                     "{\"id\":\"rectify\",\"missing_year\":2027,\"state\":\"running\"}]}";
  g_autoptr (JsonObject) object = anf_json_parse_object (text, strlen (text), NULL);
  static const char *const cases[][2] = {
    { "a.b", "x" },
    { "a.c", "" },
    { "list", "p, 2" },
    { "n", "" },
    { "t", "true" },
    { "t.u", "" },
    { "clocks[plan].due", "2026-12-30" },
    { "clocks[rectify].due", "no date: 2027 is not loaded" },
    { "clocks[rectify].rule", "" },
    { "clocks[cohort].due", "" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *value = anf_cli_print_member (object, cases[i][0]);
      g_assert_cmpstr (value, ==, cases[i][1]);
    }
}

static void
test_password (void)
{
  g_autoptr (AnfPassword) one = anf_cli_password_generate ();
  g_autoptr (AnfPassword) other = anf_cli_password_generate ();
  g_assert_cmpuint (strlen (one), ==, 20);
  g_assert_cmpstr (one, !=, other);
  /* Signs that people read wrongly are not used. */
  g_assert_null (strpbrk (one, "01loIO"));
}

/* No two commands of a noun, and no two options of a command, share a name. */
static void
test_tables (void)
{
  for (const AnfNoun *const *noun = anf_cli_nouns (); *noun != NULL; noun++)
    {
      g_autoptr (GHashTable) verbs = g_hash_table_new (g_str_hash, g_str_equal);
      for (const AnfCommand *command = (*noun)->commands; command->run != NULL; command++)
        {
          const char *verb = command->verb != NULL ? command->verb : "";
          g_test_message ("%s %s", (*noun)->name, verb);
          g_assert_true (g_hash_table_add (verbs, (gpointer)verb));
          g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
          for (const AnfField *field = command->fields; field != NULL && field->name != NULL;
               field++)
            {
              g_assert_true (g_hash_table_add (names, (gpointer)field->name));
              /* What is one of a list of words is taken as the help tells them, in one place. */
              g_test_message ("%s: %s", field->name, field->argument);
              g_assert_true (field->type == ANF_FIELD_CHOICE || field->argument == NULL
                             || !g_regex_match_simple ("^[a-z]+\\|", field->argument, 0, 0));
            }
        }
    }
}

/* A walk through what the contract answers with. */
typedef struct
{
  JsonObject *schemas;
  GHashTable *seen;   /* PARENT NAME SCHEMA */
  GHashTable *names;  /* of members */
  GHashTable *values; /* PARENT NAME VALUE: what they may be, where that is one of a list */
  GHashTable *texts;  /* PARENT NAME: what may be any text */
  GHashTable *units;  /* PARENT NAME: what names a unit */
} Walk;

/* @parent: what @name is a member of */
typedef struct
{
  const char *parent;
  const char *name;
} Spot;

static void walk (Walk *self, JsonNode *node, Spot spot);

static void
walk_properties (Walk *self, JsonObject *properties, const char *parent)
{
  g_autoptr (GList) names = json_object_get_members (properties);
  for (GList *l = names; l != NULL; l = l->next)
    {
      g_hash_table_add (self->names, l->data);
      walk (self, json_object_get_member (properties, l->data), (Spot){ parent, l->data });
    }
}

static void
walk_reference (Walk *self, const char *to, Spot spot)
{
  static const char beside[] = "#/components/schemas/";
  if (!g_str_has_prefix (to, beside)
      || !g_hash_table_add (self->seen, g_strjoin (" ", spot.parent, spot.name, to, NULL)))
    return;
  const char *schema = to + strlen (beside);
  if (g_str_has_suffix (schema, "unitId") && !g_str_equal (spot.name, "id"))
    g_hash_table_add (self->units, g_strjoin (" ", spot.parent, spot.name, NULL));
  /* A record is shown as the noun of its schema. */
  if (*spot.name == '\0')
    spot.name = schema;
  walk (self, json_object_get_member (self->schemas, schema), spot);
}

static void
note_kind (Walk *self, JsonObject *object, Spot spot)
{
  JsonNode *type = json_object_get_member (object, "type");
  JsonArray *list = anf_json_peek_array (object, "enum");
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      const char *value = anf_json_array_get_string (list, i);
      if (value != NULL)
        g_hash_table_add (self->values, g_strjoin (" ", spot.parent, spot.name, value, NULL));
    }
  if (list == NULL && !json_object_has_member (object, "const") && type != NULL
      && JSON_NODE_HOLDS_VALUE (type) && g_strcmp0 (json_node_get_string (type), "string") == 0)
    g_hash_table_add (self->texts, g_strjoin (" ", spot.parent, spot.name, NULL));
}

static void
walk_object (Walk *self, JsonObject *object, Spot spot)
{
  JsonNode *ref = json_object_get_member (object, "$ref");
  if (ref != NULL && JSON_NODE_HOLDS_VALUE (ref))
    walk_reference (self, json_node_get_string (ref), spot);
  note_kind (self, object, spot);
  g_autoptr (GList) members = json_object_get_members (object);
  for (GList *l = members; l != NULL; l = l->next)
    {
      JsonNode *node = json_object_get_member (object, l->data);
      if (g_str_equal (l->data, "properties") && JSON_NODE_HOLDS_OBJECT (node))
        walk_properties (self, json_node_get_object (node), spot.name);
      else if (!g_str_equal (l->data, "enum"))
        walk (self, node, spot);
    }
}

static void
walk (Walk *self, JsonNode *node, Spot spot)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    walk_object (self, json_node_get_object (node), spot);
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    walk (self, json_array_get_element (array, i), spot);
}

static void
check_values (const Walk *self)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, &value, NULL))
    {
      g_auto (GStrv) parts = g_strsplit (value, " ", 3);
      g_autofree char *spot = g_strjoin (" ", parts[0], parts[1], NULL);
      g_test_message ("%s", (const char *)value);
      g_assert_true (g_hash_table_contains (self->texts, spot)
                     || anf_cli_value_find_chinese (parts[0], parts[1], parts[2]) != NULL);
    }
}

/* What people wrote stays as they wrote it, even if it is a word that means something elsewhere. */
static void
check_texts (const Walk *self)
{
  GHashTableIter texts, values;
  gpointer text, value;
  g_hash_table_iter_init (&texts, self->texts);
  while (g_hash_table_iter_next (&texts, &text, NULL))
    {
      g_auto (GStrv) spot = g_strsplit (text, " ", 2);
      g_hash_table_iter_init (&values, self->values);
      while (g_hash_table_iter_next (&values, &value, NULL))
        {
          const char *word = strrchr (value, ' ') + 1;
          g_autofree char *listed = g_strjoin (" ", text, word, NULL);
          const char *chinese = anf_cli_value_find_chinese (spot[0], spot[1], word);
          if (chinese == NULL || g_hash_table_contains (self->values, listed))
            continue;
          g_test_message ("%s", listed);
          g_assert_cmpstr (chinese, ==, word);
        }
    }
}

/* A unit is shown by its name wherever a record names one. */
static void
check_units (const Walk *self)
{
  g_assert_cmpuint (g_hash_table_size (self->units), >, 30);
  GHashTableIter iter;
  gpointer unit;
  g_hash_table_iter_init (&iter, self->units);
  while (g_hash_table_iter_next (&iter, &unit, NULL))
    {
      g_auto (GStrv) spot = g_strsplit (unit, " ", 2);
      g_test_message ("%s", (const char *)unit);
      g_assert_cmpstr (anf_cli_names_find_collection (spot[0], spot[1]), ==, "units");
    }
}

/* A refusal names members of what was sent, and most were not typed as options. */
static void
test_request_words (void)
{
  gsize size = 0;
  g_autoptr (GBytes) openapi = anf_contract_get_openapi ();
  const char *text = g_bytes_get_data (openapi, &size);
  g_autoptr (JsonNode) root = anf_json_parse (text, size, NULL);
  JsonObject *contract = json_node_get_object (root);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) spots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Walk self = { .seen = seen, .names = names, .values = spots, .texts = spots, .units = spots };
  self.schemas = anf_json_peek_object (anf_json_peek_object (contract, "components"), "schemas");
  g_autoptr (GList) paths = json_object_get_values (anf_json_peek_object (contract, "paths"));
  for (GList *path = paths; path != NULL; path = path->next)
    {
      g_autoptr (GList) methods = json_object_get_values (json_node_get_object (path->data));
      for (GList *method = methods; method != NULL; method = method->next)
        {
          JsonNode *node = method->data;
          JsonObject *sent = JSON_NODE_HOLDS_OBJECT (node)
                                 ? anf_json_peek_object (json_node_get_object (node), "requestBody")
                                 : NULL;
          if (sent != NULL)
            walk_object (&self, sent, (Spot){ "", "" });
        }
    }
  g_assert_cmpuint (g_hash_table_size (names), >, 150);
  GHashTableIter iter;
  gpointer name;
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      g_test_message ("%s", (const char *)name);
      g_assert_nonnull (anf_cli_member_find_chinese ("", name));
    }
}

/* Whatever one can be shown as a whole has a name that a clerk can read, and so has what it is. */
static void
test_member_words (void)
{
  gsize size = 0;
  g_autoptr (GBytes) openapi = anf_contract_get_openapi ();
  const char *text = g_bytes_get_data (openapi, &size);
  g_autoptr (JsonNode) root = anf_json_parse (text, size, NULL);
  JsonObject *contract = json_node_get_object (root);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) units = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Walk self = { .seen = seen, .names = names, .values = values, .texts = texts, .units = units };
  self.schemas = anf_json_peek_object (anf_json_peek_object (contract, "components"), "schemas");
  JsonObject *paths = anf_json_peek_object (contract, "paths");
  g_autoptr (GList) members = json_object_get_members (paths);
  for (GList *l = members; l != NULL; l = l->next)
    {
      JsonObject *get = anf_json_peek_object (anf_json_peek_object (paths, l->data), "get");
      if (get != NULL && strchr (l->data, '{') != NULL)
        walk_object (&self, anf_json_peek_object (get, "responses"), (Spot){ "", "" });
    }
  g_assert_cmpuint (g_hash_table_size (names), >, 400);
  g_assert_cmpuint (g_hash_table_size (values), >, 200);
  GHashTableIter iter;
  gpointer name;
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      g_test_message ("%s", (const char *)name);
      g_assert_nonnull (anf_cli_member_find_chinese ("", name));
    }
  check_values (&self);
  check_texts (&self);
  check_units (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/cli/csv", test_csv);
  g_test_add_func ("/cli/csv-numbers", test_csv_numbers);
  g_test_add_func ("/cli/ref", test_ref);
  g_test_add_func ("/cli/field", test_field);
  g_test_add_func ("/cli/width", test_width);
  g_test_add_func ("/cli/member", test_member);
  g_test_add_func ("/cli/member-words", test_member_words);
  g_test_add_func ("/cli/request-words", test_request_words);
  g_test_add_func ("/cli/password", test_password);
  g_test_add_func ("/cli/tables", test_tables);
  return g_test_run ();
}
