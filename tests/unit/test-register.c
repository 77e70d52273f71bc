/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-json.h"
#include "anf-register.h"
#include "anf-role.h"
#include "anf-scheme.h"

#include <gio/gio.h>

#include <string.h>

#define HEAD                                                                                       \
  "{\"id\":\"p\",\"name\":\"承诺\",\"enter\":[\"clerk\"],\"read\":[\"leader\",\"resp_head\"],"
#define ONE(rest) "{\"registers\":[" HEAD rest "}]}"
#define COLUMN(rest) ONE ("\"columns\":[{\"id\":\"a\",\"name\":\"甲\"" rest "}]")

static const char whole[] = ONE (
    "\"columns\":[{\"id\":\"what\",\"name\":\"事项\",\"required\":true},"
    "{\"id\":\"on\",\"name\":\"日期\",\"kind\":\"date\",\"from\":\"2010-01-01\",\"before\":\"2018-"
    "01-01\"},"
    "{\"id\":\"sum\",\"name\":\"金额\",\"kind\":\"number\"},"
    "{\"id\":\"is\",\"name\":\"情况\",\"kind\":\"choice\",\"choices\":[\"未兑现\",\"已兑现\"]},"
    "{\"id\":\"who\",\"name\":\"单位\",\"kind\":\"unit\"}]");

static GPtrArray *
read_registers (const char *text, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonObject) settings = anf_json_parse_object (text, strlen (text), &local_error);
  g_assert_no_error (local_error);
  return anf_registers_read (settings, NULL, error);
}

static void
test_reads (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) registers = read_registers (whole, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (registers->len, ==, 1);
  const AnfRegister *reg = registers->pdata[0];
  g_assert_cmpstr (reg->name, ==, "承诺");
  g_assert_cmpuint (reg->enterers, ==, ANF_ROLE_CLERK);
  g_assert_cmpuint (reg->readers, ==, ANF_ROLE_LEADER | ANF_ROLE_RESP_HEAD);
  g_assert_true (anf_register_find_column (reg, "on") == anf_register_find_column (reg, "日期"));
  g_assert_null (anf_register_find_column (reg, "off"));
  g_autoptr (GPtrArray) none = read_registers ("{}", &error);
  g_assert_cmpuint (none->len, ==, 0);
}

typedef struct
{
  const char *text;
  const char *named; /* by the message */
} Refusal;

static const Refusal bad_registers[] = {
  { "{\"registers\":{}}", "registers" },
  { "{\"registers\":[1]}", "registers[0]" },
  { ONE ("\"columns\":[]"), "columns" },
  { ONE ("\"columns\":[1]"), "columns[0]" },
  { ONE ("\"columns\":1"), "columns" },
  { ONE ("\"note\":1"), "columns" },
  { "{\"registers\":[" HEAD "\"columns\":[{\"id\":\"a\",\"name\":\"甲\"}]}," HEAD
    "\"columns\":[{\"id\":\"a\",\"name\":\"甲\"}]}]}",
    "twice" },
  { ONE ("\"columns\":[{\"id\":\"a\",\"name\":\"甲\"},{\"id\":\"a\",\"name\":\"乙\"}]"),
    "columns[1]" },
  { ONE ("\"columns\":[{\"id\":\"a\",\"name\":\"甲\"},{\"id\":\"b\",\"name\":\"甲\"}]"),
    "columns[1]" },
  { ONE ("\"columns\":[{\"id\":\"number\",\"name\":\"甲\"}]"), "number" },
  { ONE ("\"columns\":[{\"id\":\"A b\",\"name\":\"甲\"}]"), "A b" },
  { ONE ("\"columns\":[{\"id\":\"a\"}]"), "name" },
  { COLUMN (",\"kind\":\"colour\""), "kind" },
  { COLUMN (",\"kind\":7"), "kind" },
  { COLUMN (",\"kind\":\"choice\""), "choices" },
  { COLUMN (",\"kind\":\"choice\",\"choices\":[]"), "choices" },
  { COLUMN (",\"choices\":[\"x\"]"), "choices" },
  { COLUMN (",\"before\":\"2018-01-01\""), "before" },
  { COLUMN (",\"kind\":\"date\",\"before\":\"d9\""), "d9" },
  { COLUMN (",\"kind\":\"date\",\"from\":\"2018-02-30\""), "2018-02-30" },
  { "{\"registers\":[{\"id\":\"p\",\"name\":\"x\",\"enter\":[\"king\"],\"read\":[\"clerk\"],"
    "\"columns\":[{\"id\":\"a\",\"name\":\"甲\"}]}]}",
    "enter" },
  { "{\"registers\":[{\"id\":\"p\",\"name\":\"x\",\"enter\":[\"clerk\"],\"read\":[],"
    "\"columns\":[{\"id\":\"a\",\"name\":\"甲\"}]}]}",
    "read" },
  /* 三员 read no content. */
  { "{\"registers\":[{\"id\":\"p\",\"name\":\"x\",\"enter\":[\"clerk\"],\"read\":[\"auditor\"],"
    "\"columns\":[{\"id\":\"a\",\"name\":\"甲\"}]}]}",
    "read" },
};

static void
test_refuses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_registers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) registers = read_registers (bad_registers[i].text, &error);
      g_assert_null (registers);
      g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
      if (strstr (error->message, bad_registers[i].named) == NULL)
        g_error ("%s: %s", bad_registers[i].text, error->message);
    }
}

/* @each so many times, the number of each in the place of `#`. */
static char *
many (const char *open, const char *each, guint count)
{
  GString *text = g_string_new (open);
  for (guint i = 0; i < count; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      g_auto (GStrv) parts = g_strsplit (each, "#", -1);
      g_autofree char *one = g_strjoinv (number, parts);
      g_string_append_printf (text, "%s%s", i > 0 ? "," : "", one);
    }
  return g_string_free (text, FALSE);
}

static gboolean
is_read (const char *open, const char *each, guint count, const char *close)
{
  g_autofree char *begin = many (open, each, count);
  g_autofree char *text = g_strconcat (begin, close, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) registers = read_registers (text, &error);
  return registers != NULL;
}

static void
test_limits (void)
{
  static const char column[] = "{\"id\":\"a#\",\"name\":\"甲#\"}";
  static const char reg[]
      = "{\"id\":\"p#\",\"name\":\"x#\",\"enter\":[\"clerk\"],\"read\":[\"clerk\"],"
        "\"columns\":[{\"id\":\"a\",\"name\":\"甲\"}]}";
  static const char choice[] = "\"x#\"";
#define COLUMNS "{\"registers\":[" HEAD "\"columns\":["
#define CHOICES COLUMNS "{\"id\":\"a\",\"name\":\"甲\",\"kind\":\"choice\",\"choices\":["
  g_assert_true (is_read (COLUMNS, column, ANF_REGISTER_COLUMNS_MAX, "]}]}"));
  g_assert_false (is_read (COLUMNS, column, ANF_REGISTER_COLUMNS_MAX + 1, "]}]}"));
  g_assert_true (is_read ("{\"registers\":[", reg, ANF_REGISTERS_MAX, "]}"));
  g_assert_false (is_read ("{\"registers\":[", reg, ANF_REGISTERS_MAX + 1, "]}"));
  g_assert_true (is_read (CHOICES, choice, ANF_REGISTER_CHOICES_MAX, "]}]}]}"));
  g_assert_false (is_read (CHOICES, choice, ANF_REGISTER_CHOICES_MAX + 1, "]}]}]}"));
}

static const Refusal bad_values[] = {
  { "{}", "事项" },
  { "{\"on\":\"2017-12-31\"}", "事项" },
  { "{\"what\":\"x\",\"colour\":\"red\"}", "colour" },
  { "{\"what\":\"\"}", "事项" },
  { "{\"what\":7}", "事项" },
  { "{\"what\":null}", "事项" },
  { "{\"what\":\"x\",\"on\":\"2018-02-30\"}", "日期" },
  { "{\"what\":\"x\",\"on\":\"2018-01-01\"}", "2018-01-01" },
  { "{\"what\":\"x\",\"on\":\"2009-12-31\"}", "2010-01-01" },
  { "{\"what\":\"x\",\"sum\":\"ten\"}", "金额" },
  { "{\"what\":\"x\",\"sum\":\"1.\"}", "金额" },
  { "{\"what\":\"x\",\"sum\":\"1e3\"}", "金额" },
  { "{\"what\":\"x\",\"sum\":\"1234567890123456\"}", "金额" },
  { "{\"what\":\"x\",\"is\":\"也许\"}", "也许" },
};

static gboolean
take (const char *text, JsonObject *onto, GError **error)
{
  g_autoptr (GPtrArray) registers = read_registers (whole, NULL);
  g_autoptr (JsonObject) given = anf_json_parse_object (text, strlen (text), NULL);
  return anf_register_read_values (registers->pdata[0], given, onto, error);
}

static void
test_values (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_values); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonObject) onto = json_object_new ();
      g_assert_false (take (bad_values[i].text, onto, &error));
      g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
      if (strstr (error->message, bad_values[i].named) == NULL)
        g_error ("%s: %s", bad_values[i].text, error->message);
    }
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) onto = json_object_new ();
  g_assert_true (take ("{\"事项\":\"x\",\"on\":\"2017-12-31\",\"sum\":\"-1.5\",\"is\":\"未兑现\"}",
                       onto, &error));
  g_assert_cmpstr (json_object_get_string_member (onto, "what"), ==, "x");
  g_assert_true (take ("{\"sum\":null,\"on\":\"2010-01-01\"}", onto, &error));
  g_assert_no_error (error);
  g_assert_false (json_object_has_member (onto, "sum"));
  g_assert_cmpstr (json_object_get_string_member (onto, "on"), ==, "2010-01-01");
  g_assert_cmpstr (json_object_get_string_member (onto, "is"), ==, "未兑现");
}

/* The longest value, in characters, and one more. */
static void
test_length (void)
{
  g_autoptr (GString) text = g_string_new ("{\"what\":\"");
  for (guint i = 0; i < ANF_REGISTER_VALUE_MAX; i++)
    g_string_append (text, "字");
  g_autofree char *fits = g_strconcat (text->str, "\"}", NULL);
  g_autofree char *exceeds = g_strconcat (text->str, "字\"}", NULL);
  g_autoptr (JsonObject) onto = json_object_new ();
  g_autoptr (GError) error = NULL;
  g_assert_true (take (fits, onto, &error));
  g_assert_false (take (exceeds, onto, &error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/register/reads", test_reads);
  g_test_add_func ("/register/refuses", test_refuses);
  g_test_add_func ("/register/limits", test_limits);
  g_test_add_func ("/register/values", test_values);
  g_test_add_func ("/register/length", test_length);
  return g_test_run ();
}
