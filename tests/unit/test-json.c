/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-json.h"

#include <string.h>

#define DEEP_16 "[[[[[[[[[[[[[[[["
#define SHUT_16 "]]]]]]]]]]]]]]]]"

typedef struct
{
  const char *name;
  const char *text;
  const char *canonical; /* NULL: refused */
} Case;

/* RFC 8259, and of what it allows only what json-glib 1.6 and RFC 7493 agree on. */
static const Case cases[] = {
  { "empty", "" },
  { "only-blanks", " \n\t\r " },
  { "two-roots", "{} {}" },
  { "after-root", "{}," },
  { "single-quotes", "{'a':1}" },
  { "hexadecimal", "[0x10]" },
  { "octal", "[010]" },
  { "leading-zero", "[-01]" },
  { "plus", "[+1]" },
  { "bare-fraction", "[.5]" },
  { "bare-point", "[1.]" },
  { "bare-exponent", "[1e]" },
  { "bare-minus", "[-]" },
  { "infinity", "[Infinity]" },
  { "nan", "[NaN]" },
  { "variable", "var a = {}" },
  { "comment", "/*c*/{}" },
  { "line-comment", "{} // c" },
  { "bom", "\xEF\xBB\xBF{}" },
  { "trailing-comma", "[1,]" },
  { "leading-comma", "[,1]" },
  { "trailing-comma-object", "{\"a\":1,}" },
  { "missing-colon", "{\"a\" 1}" },
  { "missing-value", "{\"a\":}" },
  { "bare-key", "{a:1}" },
  { "number-key", "{1:1}" },
  { "unclosed-array", "[1" },
  { "unclosed-object", "{\"a\":1" },
  { "unclosed-string", "\"a" },
  { "crossed-brackets", "[{]}" },
  { "only-closing", "]" },
  { "capital-literal", "True" },
  { "cut-literal", "tru" },
  { "long-literal", "nullx" },
  { "form-feed", "[\f1]" },
  { "no-break-space", "[\xC2\xA0"
                      "1]" },
  { "line-feed-in-string", "\"a\nb\"" },
  { "control-in-string", "\"a\x1F\"" },
  { "unknown-escape", "\"\\x41\"" },
  { "cut-escape", "\"\\" },
  { "short-unicode", "\"\\u12\"" },
  { "unicode-not-hex", "\"\\u12g4\"" },
  { "escaped-nul", "\"x\\u0000y\"" },
  { "high-alone", "\"\\ud83d\"" },
  { "high-then-letter", "\"\\ud83dx\"" },
  { "high-then-escape", "\"\\ud83d\\n\"" },
  { "high-high", "\"\\ud83d\\ud83d\"" },
  { "high-then-basic", "\"\\ud83d\\u0041\"" },
  { "low-alone", "\"\\ude00\"" },
  { "overlong-utf8", "\"\xC0\xAF\"" },
  { "surrogate-utf8", "\"\xED\xA0\x80\"" },
  { "beyond-utf8", "\"\xF4\x90\x80\x80\"" },
  { "cut-utf8", "\"\xE6\x9A\"" },
  { "same-key", "{\"a\":1,\"a\":1}" },
  { "same-key-escaped", "{\"a\":1,\"\\u0061\":2}" },
  { "same-key-deep", "[{\"x\":{\"a\":1,\"b\":2,\"a\":3}}]" },
  { "same-key-swallowing", "{\"a\":{\"b\":1},\"a\":{\"b\":1}}" },
  { "int64-wraps", "9223372036854775808" },
  { "uint64-wraps", "18446744073709551615" },
  { "above-safe", "9007199254740992" },
  { "below-safe", "-9007199254740992" },
  { "above-safe-double", "1e20" },
  { "overflow", "1e400" },
  { "number-33-characters", "0.0000000000000000000000000000001" },
  { "depth-33", DEEP_16 DEEP_16 "["
                                "]" SHUT_16 SHUT_16 },
  { "depth-33-objects", DEEP_16 DEEP_16 "{}" SHUT_16 SHUT_16 },

  { "depth-32", DEEP_16 DEEP_16 SHUT_16 SHUT_16, DEEP_16 DEEP_16 SHUT_16 SHUT_16 },
  { "depth-is-not-length", "[[],[],[{}],[[]]]", "[[],[],[{}],[[]]]" },
  { "number-32-characters", "0.000000000000000000000000000001", "1e-30" },
  { "largest", "9007199254740991", "9007199254740991" },
  { "smallest", "-9007199254740991", "-9007199254740991" },
  { "zeros", "[0,-0,0.0,-0.0,0e1,0E-5,-0e+2]", "[0,0,0,0,0,0,0]" },
  { "exponents", "[1e2,1E+2,100e-2,1.5e3]", "[100,100,1,1500]" },
  { "fractions", "[0.1,0.10,-2.50]", "[0.1,0.1,-2.5]" },
  { "blanks", " {\t\"a\" :\r\n[ 1 , 2 ] } ", "{\"a\":[1,2]}" },
  { "literals", "[true,false,null]", "[true,false,null]" },
  { "string-root", "\"a\"", "\"a\"" },
  { "empty-key", "{\"\":1}", "{\"\":1}" },
  { "same-key-apart", "[{\"a\":1},{\"a\":{\"a\":2}}]", "[{\"a\":1},{\"a\":{\"a\":2}}]" },
  { "comment-in-string", "\"/*c*/ // '\"", "\"/*c*/ // '\"" },
  { "escapes", "\"\\b\\t\\n\\f\\r\\\"\\\\\\/\"", "\"\\b\\t\\n\\f\\r\\\"\\\\/\"" },
  { "controls", "\"\\u0001\\u000b\\u001F\\u007f\"", "\"\\u0001\\u000b\\u001f\x7F\"" },
  { "pair", "\"\\ud83d\\ude00\"", "\"\xF0\x9F\x98\x80\"" },
  { "chinese", "\"\\u6697访\"", "\"暗访\"" },
  { "separators", "\"\\u2028\\u2029\"", "\"\xE2\x80\xA8\xE2\x80\xA9\"" },

  /* RFC 8785, 3.2.2, without the number that exceeds our range; 3.2.3 */
  { "rfc8785-types",
    "{ \"numbers\": [333333333.33333329, 4.50, 2e-3, 0.000000000000000000000000001],\n"
    "  \"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\",\n"
    "  \"literals\": [null, true, false] }",
    "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,4.5,0.002,1e-27],"
    "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}" },
  { "rfc8785-order",
    "{ \"\\u20ac\": \"Euro Sign\", \"\\r\": \"Carriage Return\",\n"
    "  \"\\ufb33\": \"Hebrew Letter Dalet With Dagesh\", \"1\": \"One\",\n"
    "  \"\\ud83d\\ude00\": \"Emoji: Grinning Face\", \"\\u0080\": \"Control\",\n"
    "  \"\\u00f6\": \"Latin Small Letter O With Diaeresis\" }",
    "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\","
    "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
    "\"\xF0\x9F\x98\x80\":\"Emoji: Grinning Face\","
    "\"\xEF\xAC\xB3\":\"Hebrew Letter Dalet With Dagesh\"}" },
  { "order-of-prefixes", "{\"ab\":1,\"a\":2,\"\":3,\"b\":4,\"B\":5}",
    "{\"\":3,\"B\":5,\"a\":2,\"ab\":1,\"b\":4}" },
};

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = anf_json_parse (one->text, strlen (one->text), &error);
  if (one->canonical == NULL)
    {
      g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
      g_assert_null (node);
      return;
    }
  g_assert_no_error (error);
  g_autofree char *text = anf_json_format (node);
  g_assert_cmpstr (text, ==, one->canonical);
}

/* RFC 8785, appendix B. */
static void
test_numbers (void)
{
  static const struct
  {
    guint64 bits;
    const char *text;
  } numbers[] = {
    { 0x0000000000000000, "0" },
    { 0x8000000000000000, "0" },
    { 0x0000000000000001, "5e-324" },
    { 0x8000000000000001, "-5e-324" },
    { 0x7fefffffffffffff, "1.7976931348623157e+308" },
    { 0xffefffffffffffff, "-1.7976931348623157e+308" },
    { 0x4340000000000000, "9007199254740992" },
    { 0xc340000000000000, "-9007199254740992" },
    { 0x4430000000000000, "295147905179352830000" },
    { 0x44b52d02c7e14af5, "9.999999999999997e+22" },
    { 0x44b52d02c7e14af6, "1e+23" },
    { 0x44b52d02c7e14af7, "1.0000000000000001e+23" },
    { 0x444b1ae4d6e2ef4e, "999999999999999700000" },
    { 0x444b1ae4d6e2ef4f, "999999999999999900000" },
    { 0x444b1ae4d6e2ef50, "1e+21" },
    { 0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7" },
    { 0x3eb0c6f7a0b5ed8d, "0.000001" },
    { 0x41b3de4355555553, "333333333.3333332" },
    { 0x41b3de4355555554, "333333333.33333325" },
    { 0x41b3de4355555555, "333333333.3333333" },
    { 0x41b3de4355555556, "333333333.3333334" },
    { 0x41b3de4355555557, "333333333.33333343" },
    { 0xbecbf647612f3696, "-0.0000033333333333333333" },
    { 0x43143ff3c1cb0959, "1424953923781206.2" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      double value = 0;
      memcpy (&value, &numbers[i].bits, sizeof value);
      g_autoptr (JsonNode) node = json_node_init_double (json_node_alloc (), value);
      g_autofree char *text = anf_json_format (node);
      g_assert_cmpstr (text, ==, numbers[i].text);
    }
}

static void
test_raw_nul (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (anf_json_parse ("\"a\0b\"", 5, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (anf_json_parse ("[]\0", 3, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
}

/* The bytes after the given size are not looked at. */
static void
test_not_terminated (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = anf_json_parse ("123456", 3, &error);
  g_assert_no_error (error);
  g_assert_cmpint (json_node_get_int (node), ==, 123);
}

static void
test_size (void)
{
  g_autofree char *text = g_malloc (ANF_JSON_SIZE_MAX + 1);
  memset (text, ' ', ANF_JSON_SIZE_MAX + 1);
  memcpy (text, "[]", 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = anf_json_parse (text, ANF_JSON_SIZE_MAX, &error);
  g_assert_no_error (error);
  g_assert_null (anf_json_parse (text, ANF_JSON_SIZE_MAX + 1, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_TOO_LARGE);
}

/* 100 000 brackets overflow the stack of json-glib 1.6. */
static void
test_very_deep (void)
{
  g_autofree char *text = g_malloc (100000);
  memset (text, '[', 100000);
  g_autoptr (GError) error = NULL;
  g_assert_null (anf_json_parse (text, 100000, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
}

static void
test_offset (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (anf_json_parse ("{\"a\": tru}", 10, &error));
  g_assert_nonnull (strstr (error->message, "byte 6"));
}

static JsonObject *
parse_object (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonObject *object = anf_json_parse_object (text, strlen (text), &error);
  g_assert_no_error (error);
  return object;
}

static void
test_object_root (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (anf_json_parse_object ("[]", 2, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
  g_autoptr (JsonObject) object = parse_object ("{\"b\":1,\"a\":2}");
  g_autofree char *text = anf_json_format_object (object);
  g_assert_cmpstr (text, ==, "{\"a\":2,\"b\":1}");
}

static const char members[] = "{\"s\":\"text\",\"i\":7,\"w\":2.0,\"d\":1.7,\"t\":true,\"n\":null,"
                              "\"o\":{\"x\":1},\"a\":[\"u\",2]}";

/* Each getter takes its own type and refuses every other, absence and null included. */
static void
test_get (void)
{
  static const struct
  {
    const char *member;
    gboolean is_string, is_int, is_object, is_array;
  } kinds[] = {
    { "s", .is_string = TRUE },
    { "i", .is_int = TRUE },
    { "w", .is_int = TRUE },
    { "d" },
    { "t" },
    { "n" },
    { "absent" },
    { "o", .is_object = TRUE },
    { "a", .is_array = TRUE },
  };
  g_autoptr (JsonObject) object = parse_object (members);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const char *member = kinds[i].member;
      const char *string = NULL;
      gint64 number = 0;
      JsonObject *inner = NULL;
      JsonArray *array = NULL;
      g_assert_cmpint (anf_json_get_string (object, member, &string, NULL), ==, kinds[i].is_string);
      g_assert_cmpint (anf_json_get_int (object, member, &number, NULL), ==, kinds[i].is_int);
      g_assert_cmpint (anf_json_get_object (object, member, &inner, NULL), ==, kinds[i].is_object);
      g_assert_cmpint (anf_json_get_array (object, member, &array, NULL), ==, kinds[i].is_array);
    }
  g_autoptr (GError) error = NULL;
  const char *string = NULL;
  g_assert_false (anf_json_get_string (object, "absent", &string, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "absent"));
}

static void
test_peek (void)
{
  g_autoptr (JsonObject) object = parse_object (members);
  g_assert_cmpstr (anf_json_peek_string (object, "s"), ==, "text");
  g_assert_null (anf_json_peek_string (object, "i"));
  g_assert_null (anf_json_peek_string (object, "n"));
  g_assert_null (anf_json_peek_string (object, "absent"));
  g_assert_cmpint (anf_json_peek_int (object, "i", -1), ==, 7);
  g_assert_cmpint (anf_json_peek_int (object, "w", -1), ==, 2);
  g_assert_cmpint (anf_json_peek_int (object, "d", -1), ==, -1);
  g_assert_cmpint (anf_json_peek_int (object, "t", -1), ==, -1);
  g_assert_cmpfloat_with_epsilon (anf_json_peek_double (object, "d", -1), 1.7, 1e-12);
  g_assert_cmpfloat_with_epsilon (anf_json_peek_double (object, "i", -1), 7, 1e-12);
  g_assert_cmpfloat_with_epsilon (anf_json_peek_double (object, "s", -1), -1, 1e-12);
  g_assert_true (anf_json_peek_bool (object, "t"));
  g_assert_false (anf_json_peek_bool (object, "i"));
  g_assert_false (anf_json_peek_bool (object, "absent"));
  g_assert_nonnull (anf_json_peek_object (object, "o"));
  g_assert_null (anf_json_peek_object (object, "a"));
  JsonArray *array = anf_json_peek_array (object, "a");
  g_assert_null (anf_json_peek_array (object, "o"));
  g_assert_true (anf_json_array_has_string (array, "u"));
  g_assert_false (anf_json_array_has_string (array, "2"));
  g_assert_false (anf_json_array_has_string (array, NULL));
  g_assert_false (anf_json_array_has_string (NULL, "u"));
  g_assert_cmpstr (anf_json_array_get_string (array, 0), ==, "u");
  g_assert_null (anf_json_array_get_string (array, 1));
  g_assert_null (anf_json_array_get_string (array, 2));
}

/* A change in a copy, however deep, does not show in the original. */
static void
test_copy (void)
{
  g_autoptr (JsonObject) object = parse_object (members);
  g_autofree char *before = anf_json_format_object (object);
  g_autoptr (JsonObject) copy = anf_json_copy_object (object);
  g_autofree char *copied = anf_json_format_object (copy);
  g_assert_cmpstr (copied, ==, before);
  anf_json_set_string (copy, "s", NULL);
  anf_json_set_string (copy, "absent", NULL);
  anf_json_set_string (anf_json_peek_object (copy, "o"), "x", "changed");
  json_array_add_string_element (anf_json_peek_array (copy, "a"), "more");
  g_autofree char *after = anf_json_format_object (object);
  g_assert_cmpstr (after, ==, before);
  g_autofree char *changed = anf_json_format_object (copy);
  g_assert_cmpstr (changed, ==,
                   "{\"a\":[\"u\",2,\"more\"],\"d\":1.7,\"i\":7,\"n\":null,"
                   "\"o\":{\"x\":\"changed\"},\"t\":true,\"w\":2}");
}

/* json-glib counts who holds a value without atomics, so a copy for another thread has its own. */
static void
test_copy_shares_nothing (void)
{
  g_autoptr (JsonObject) object = parse_object (members);
  g_autoptr (JsonObject) copy = anf_json_copy_object (object);
  g_assert_cmpstr (anf_json_peek_string (copy, "s"), ==, anf_json_peek_string (object, "s"));
  g_assert_true (anf_json_peek_string (copy, "s") != anf_json_peek_string (object, "s"));
  g_assert_true (anf_json_array_get_string (anf_json_peek_array (copy, "a"), 0)
                 != anf_json_array_get_string (anf_json_peek_array (object, "a"), 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/json/text/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/json/rfc8785-numbers", test_numbers);
  g_test_add_func ("/json/raw-nul", test_raw_nul);
  g_test_add_func ("/json/not-terminated", test_not_terminated);
  g_test_add_func ("/json/size", test_size);
  g_test_add_func ("/json/very-deep", test_very_deep);
  g_test_add_func ("/json/offset", test_offset);
  g_test_add_func ("/json/object-root", test_object_root);
  g_test_add_func ("/json/get", test_get);
  g_test_add_func ("/json/peek", test_peek);
  g_test_add_func ("/json/copy", test_copy);
  g_test_add_func ("/json/copy-shares-nothing", test_copy_shares_nothing);
  return g_test_run ();
}
