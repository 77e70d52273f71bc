/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-json.h"

#include "anf-error.h"
#include "anf-json-scan.h"

#include <glib/gi18n.h>

#include <math.h>
#include <string.h>

#define INTEGER_MAX 9007199254740991.0

static guint
count_members (JsonNode *node)
{
  guint count = 0;
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      JsonNode *value = NULL;
      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, NULL, &value))
        count += 1 + count_members (value);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      for (guint i = 0; i < json_array_get_length (array); i++)
        count += count_members (json_array_get_element (array, i));
    }
  return count;
}

JsonNode *
anf_json_parse (const char *text, gsize size, GError **error)
{
  if (size > ANF_JSON_SIZE_MAX)
    {
      (void)anf_error_throw (error, ANF_ERROR_TOO_LARGE,
                             _ ("the JSON text is larger than %d bytes"), ANF_JSON_SIZE_MAX);
      return NULL;
    }
  guint members = 0;
  if (!anf_json_scan (text, size, &members, error))
    return NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) local_error = NULL;
  if (!json_parser_load_from_data (parser, text, (gssize)size, &local_error))
    {
      (void)anf_error_throw (error, ANF_ERROR_INVALID, _ ("not valid JSON: %s"),
                             local_error->message);
      return NULL;
    }
  g_autoptr (JsonNode) root = json_parser_steal_root (parser);
  /* Of two equal keys json-glib keeps the last: then it holds fewer members than were written. */
  if (count_members (root) != members)
    {
      (void)anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("not valid JSON: an object holds the same key twice"));
      return NULL;
    }
  return g_steal_pointer (&root);
}

JsonObject *
anf_json_parse_object (const char *text, gsize size, GError **error)
{
  g_autoptr (JsonNode) root = anf_json_parse (text, size, error);
  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      (void)anf_error_throw (error, ANF_ERROR_INVALID, _ ("the JSON text is not an object"));
      return NULL;
    }
  return json_node_dup_object (root);
}

static JsonNode *
find_member (JsonObject *object, const char *member, GError **error)
{
  JsonNode *node = json_object_get_member (object, member);
  if (node == NULL)
    (void)anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” is missing"), member);
  return node;
}

static gboolean
node_is_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

/* 1.0 and 1e0 are the integer 1 too, as in JSON Schema. */
static gboolean
node_to_int (JsonNode *node, gint64 *value)
{
  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  const GType type = json_node_get_value_type (node);
  if (type == G_TYPE_INT64)
    {
      *value = json_node_get_int (node);
      return TRUE;
    }
  const double number = type == G_TYPE_DOUBLE ? json_node_get_double (node) : NAN;
  if (!(fabs (number) <= INTEGER_MAX) || islessgreater (number, trunc (number)))
    return FALSE;
  *value = (gint64)number;
  return TRUE;
}

gboolean
anf_json_get_string (JsonObject *object, const char *member, const char **value, GError **error)
{
  JsonNode *node = find_member (object, member, error);
  if (node == NULL)
    return FALSE;
  if (!node_is_string (node))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” must be a string"), member);
  *value = json_node_get_string (node);
  return TRUE;
}

gboolean
anf_json_get_int (JsonObject *object, const char *member, gint64 *value, GError **error)
{
  JsonNode *node = find_member (object, member, error);
  if (node == NULL)
    return FALSE;
  if (!node_to_int (node, value))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” must be an integer"), member);
  return TRUE;
}

gboolean
anf_json_get_object (JsonObject *object, const char *member, JsonObject **value, GError **error)
{
  JsonNode *node = find_member (object, member, error);
  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” must be an object"), member);
  *value = json_node_get_object (node);
  return TRUE;
}

gboolean
anf_json_get_array (JsonObject *object, const char *member, JsonArray **value, GError **error)
{
  JsonNode *node = find_member (object, member, error);
  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“%s” must be an array"), member);
  *value = json_node_get_array (node);
  return TRUE;
}

const char *
anf_json_peek_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  return node != NULL && node_is_string (node) ? json_node_get_string (node) : NULL;
}

gboolean
anf_json_has_words (JsonObject *object, const char *member)
{
  const char *at = anf_json_peek_string (object, member);
  while (at != NULL && *at != '\0' && g_unichar_isspace (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  return at != NULL && *at != '\0';
}

gint64
anf_json_peek_int (JsonObject *object, const char *member, gint64 otherwise)
{
  JsonNode *node = json_object_get_member (object, member);
  gint64 value = 0;
  return node != NULL && node_to_int (node, &value) ? value : otherwise;
}

double
anf_json_peek_double (JsonObject *object, const char *member, double otherwise)
{
  JsonNode *node = json_object_get_member (object, member);
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return otherwise;
  const GType type = json_node_get_value_type (node);
  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return otherwise;
  return json_node_get_double (node);
}

gboolean
anf_json_peek_bool (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
         && json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

JsonObject *
anf_json_peek_object (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
anf_json_peek_array (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

gboolean
anf_json_array_has_string (JsonArray *array, const char *text)
{
  const guint count = array != NULL ? json_array_get_length (array) : 0;
  for (guint i = 0; i < count; i++)
    if (g_strcmp0 (anf_json_array_get_string (array, i), text) == 0)
      return text != NULL;
  return FALSE;
}

const char *
anf_json_array_get_string (JsonArray *array, guint index)
{
  if (array == NULL || index >= json_array_get_length (array))
    return NULL;
  JsonNode *node = json_array_get_element (array, index);
  return node_is_string (node) ? json_node_get_string (node) : NULL;
}

void
anf_json_set_string (JsonObject *object, const char *member, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, member, value);
  else if (json_object_has_member (object, member))
    json_object_remove_member (object, member);
}

/* json_node_copy() would share the value, and json-glib counts who holds it without atomics. */
static JsonNode *
copy_value (JsonNode *node)
{
  if (JSON_NODE_HOLDS_NULL (node))
    return json_node_new (JSON_NODE_NULL);
  JsonNode *copy = json_node_new (JSON_NODE_VALUE);
  g_auto (GValue) value = G_VALUE_INIT;
  json_node_get_value (node, &value);
  json_node_set_value (copy, &value);
  return copy;
}

static JsonNode *
copy_node (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonNode *copy = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (copy, anf_json_copy_object (json_node_get_object (node)));
      return copy;
    }
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return copy_value (node);
  JsonArray *array = json_node_get_array (node);
  const guint count = json_array_get_length (array);
  JsonArray *elements = json_array_sized_new (count);
  for (guint i = 0; i < count; i++)
    json_array_add_element (elements, copy_node (json_array_get_element (array, i)));
  JsonNode *copy = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (copy, elements);
  return copy;
}

JsonObject *
anf_json_copy_object (JsonObject *object)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    json_object_set_member (copy, name, copy_node (value));
  return copy;
}
