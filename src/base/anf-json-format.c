/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-json.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* JSON Canonicalization Scheme, RFC 8785. */

#define DIGITS_MAX 17

typedef struct
{
  const char *name;
  JsonNode *node;
} Member;

static void append_node (GString *out, JsonNode *node);

void
anf_json_append_string (GString *out, const char *text)
{
  static const char short_escapes[] = "btn\0fr"; /* U+0008 to U+000D; U+000B has none */
  g_string_append_c (out, '"');
  const char *plain = text;
  const char *at = text;
  for (; *at != '\0'; at++)
    {
      const guchar byte = (guchar)*at;
      if (byte >= 0x20 && byte != '"' && byte != '\\')
        continue;
      g_string_append_len (out, plain, at - plain);
      plain = at + 1;
      g_string_append_c (out, '\\');
      if (byte >= 0x20)
        g_string_append_c (out, *at);
      else if (byte >= 0x08 && byte <= 0x0D && byte != 0x0B)
        g_string_append_c (out, short_escapes[byte - 0x08]);
      else
        g_string_append_printf (out, "u%04x", (guint)byte);
    }
  g_string_append_len (out, plain, at - plain);
  g_string_append_c (out, '"');
}

/* The shortest decimal digits that read back to @value (> 0), and the place of the decimal point
   counted from their left. */
static int
shortest_digits (double value, char digits[DIGITS_MAX + 1])
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  char format[] = "%.00e";
  /* 15 digits survive the way there and back, so fewer are these without their trailing zeros;
     only subnormal numbers have less precision than that. */
  for (int precision = value < DBL_MIN ? 0 : 14; precision < DIGITS_MAX; precision++)
    {
      format[2] = (char)('0' + precision / 10);
      format[3] = (char)('0' + precision % 10);
      g_ascii_formatd (text, sizeof text, format, value);
      if (!islessgreater (g_ascii_strtod (text, NULL), value))
        break;
    }
  gsize count = 0;
  const char *at = text;
  for (; *at != 'e'; at++)
    if (*at != '.')
      digits[count++] = *at;
  while (count > 1 && digits[count - 1] == '0')
    count--;
  digits[count] = '\0';
  return (int)g_ascii_strtoll (at + 1, NULL, 10) + 1;
}

/* As ECMAScript's Number::toString. */
static void
append_double (GString *out, double value)
{
  g_return_if_fail (isfinite (value));
  if (fpclassify (value) == FP_ZERO)
    {
      g_string_append_c (out, '0');
      return;
    }
  if (value < 0)
    g_string_append_c (out, '-');
  char digits[DIGITS_MAX + 1];
  const int point = shortest_digits (fabs (value), digits);
  const int count = (int)strlen (digits);
  if (point > 21 || point <= -6)
    {
      g_string_append_c (out, digits[0]);
      if (count > 1)
        g_string_append_printf (out, ".%s", digits + 1);
      g_string_append_printf (out, "e%+d", point - 1);
    }
  else if (point <= 0)
    g_string_append_printf (out, "0.%.*s%s", -point, "000000", digits);
  else if (count > point)
    g_string_append_printf (out, "%.*s.%s", point, digits, digits + point);
  else
    g_string_append_printf (out, "%s%.*s", digits, point - count, "00000000000000000000");
}

static void
append_value (GString *out, JsonNode *node)
{
  const GType type = json_node_get_value_type (node);
  if (type == G_TYPE_STRING)
    anf_json_append_string (out, json_node_get_string (node));
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
  else if (type == G_TYPE_INT64)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, json_node_get_int (node));
  else
    append_double (out, json_node_get_double (node));
}

/* RFC 8785 3.2.3 orders keys by UTF-16 code units. That is the order of the UTF-8 bytes, but for
   characters beyond U+FFFF, which come before U+E000 to U+FFFF. */
static int
compare_members (const void *left, const void *right)
{
  const guchar *a = (const guchar *)((const Member *)left)->name;
  const guchar *b = (const guchar *)((const Member *)right)->name;
  while (*a == *b && *a != '\0')
    {
      a++;
      b++;
    }
  if (*a >= 0xEE && *b >= 0xEE && (*a >= 0xF0) != (*b >= 0xF0))
    return *a >= 0xF0 ? -1 : 1;
  return (int)*a - (int)*b;
}

static void
append_object (GString *out, JsonObject *object)
{
  const guint count = json_object_get_size (object);
  g_autofree Member *members = g_new (Member, count);
  JsonObjectIter iter;
  json_object_iter_init (&iter, object);
  for (guint i = 0; i < count; i++)
    (void)json_object_iter_next (&iter, &members[i].name, &members[i].node);
  if (count > 1)
    qsort (members, count, sizeof *members, compare_members);
  g_string_append_c (out, '{');
  for (guint i = 0; i < count; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      anf_json_append_string (out, members[i].name);
      g_string_append_c (out, ':');
      append_node (out, members[i].node);
    }
  g_string_append_c (out, '}');
}

static void
append_array (GString *out, JsonArray *array)
{
  g_string_append_c (out, '[');
  const guint count = json_array_get_length (array);
  for (guint i = 0; i < count; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_node (out, json_array_get_element (array, i));
    }
  g_string_append_c (out, ']');
}

static void
append_node (GString *out, JsonNode *node)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      append_object (out, json_node_get_object (node));
      break;
    case JSON_NODE_ARRAY:
      append_array (out, json_node_get_array (node));
      break;
    case JSON_NODE_VALUE:
      append_value (out, node);
      break;
    case JSON_NODE_NULL:
      g_string_append (out, "null");
      break;
    }
}

char *
anf_json_format (JsonNode *node)
{
  GString *out = g_string_sized_new (256);
  append_node (out, node);
  return g_string_free (out, FALSE);
}

char *
anf_json_format_object (JsonObject *object)
{
  GString *out = g_string_sized_new (256);
  append_object (out, object);
  return g_string_free (out, FALSE);
}
