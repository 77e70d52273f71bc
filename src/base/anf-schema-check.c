/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-random.h"
#include "anf-schema-private.h"

#include <glib/gi18n.h>

#include <math.h>
#include <string.h>

/* A body with more faults than this is not being typed by hand. */
#define FAULTS_MAX 20
/* A value is at most ANF_JSON_DEPTH_MAX deep; the rest is for schemas that refer to schemas. */
#define CHECK_DEPTH_MAX (8 * ANF_JSON_DEPTH_MAX)

const char *const anf_schema_type_names[7]
    = { "null", "boolean", "object", "array", "string", "number", "integer" };

/* The same for people. */
static const char *const type_words[G_N_ELEMENTS (anf_schema_type_names)]
    = { N_ ("null"),   N_ ("true or false"), N_ ("an object"), N_ ("a list"),
        N_ ("a text"), N_ ("a number"),      N_ ("an integer") };

/* Where in the value the check stands: a chain on the stack, made into text only for a fault. */
typedef struct _Place Place;
struct _Place
{
  const Place *parent;
  const char *name; /* NULL: element @index */
  guint index;
};

typedef struct
{
  GPtrArray *faults; /* NULL: only the verdict matters */
  guint depth;
} Check;

static gboolean check_schema (Check *check, const Schema *schema, JsonNode *value, const Place *at);

static void
append_place (GString *out, const Place *at)
{
  if (at == NULL)
    return;
  append_place (out, at->parent);
  g_string_append_c (out, '/');
  if (at->name == NULL)
    {
      g_string_append_printf (out, "%u", at->index);
      return;
    }
  for (const char *c = at->name; *c != '\0'; c++)
    {
      if (*c == '~')
        g_string_append (out, "~0");
      else if (*c == '/')
        g_string_append (out, "~1");
      else
        g_string_append_c (out, *c);
    }
}

static gboolean fault (Check *check, const Place *at, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
fault (Check *check, const Place *at, const char *format, ...)
{
  if (check->faults == NULL || check->faults->len >= FAULTS_MAX)
    return FALSE;
  GString *pointer = g_string_new (NULL);
  append_place (pointer, at);
  AnfSchemaFault *one = g_new0 (AnfSchemaFault, 1);
  one->pointer = g_string_free (pointer, FALSE);
  va_list args;
  va_start (args, format);
  one->detail = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (check->faults, one);
  return FALSE;
}

static guint
types_of (JsonNode *value)
{
  if (JSON_NODE_HOLDS_OBJECT (value))
    return SCHEMA_OBJECT;
  if (JSON_NODE_HOLDS_ARRAY (value))
    return SCHEMA_ARRAY;
  if (JSON_NODE_HOLDS_NULL (value))
    return SCHEMA_NULL;
  const GType type = json_node_get_value_type (value);
  if (type == G_TYPE_STRING)
    return SCHEMA_STRING;
  if (type == G_TYPE_BOOLEAN)
    return SCHEMA_BOOLEAN;
  if (type == G_TYPE_INT64)
    return SCHEMA_NUMBER | SCHEMA_INTEGER;
  const double number = json_node_get_double (value);
  return SCHEMA_NUMBER | (islessgreater (number, trunc (number)) ? 0 : SCHEMA_INTEGER);
}

static gboolean
check_type (Check *check, const Schema *schema, guint types, const Place *at)
{
  if (schema->types == 0 || (schema->types & types) != 0)
    return TRUE;
  g_autoptr (GString) wanted = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (anf_schema_type_names); i++)
    if ((schema->types & (1u << i)) != 0)
      g_string_append_printf (wanted, "%s%s", wanted->len > 0 ? _ (", ") : "", _ (type_words[i]));
  return fault (check, at, _ ("must be %s"), wanted->str);
}

/* By JSON Schema's equality: 1 and 1.0 are the same, the order of members does not matter. */
static gboolean
values_equal (JsonNode *a, JsonNode *b)
{
  const guint types = types_of (a);
  if (types != types_of (b))
    return FALSE;
  if (types == SCHEMA_STRING)
    return strcmp (json_node_get_string (a), json_node_get_string (b)) == 0;
  g_autofree char *a_text = anf_json_format (a);
  g_autofree char *b_text = anf_json_format (b);
  return strcmp (a_text, b_text) == 0;
}

static gboolean
check_values (Check *check, GPtrArray *values, JsonNode *value, const Place *at)
{
  if (values == NULL)
    return TRUE;
  for (guint i = 0; i < values->len; i++)
    if (values_equal (values->pdata[i], value))
      return TRUE;
  g_autoptr (GString) allowed = g_string_new (NULL);
  for (guint i = 0; i < values->len; i++)
    {
      g_autofree char *text = anf_json_format (values->pdata[i]);
      g_string_append_printf (allowed, "%s%s", i > 0 ? ", " : "", text);
    }
  return fault (check, at, _ ("must be one of: %s"), allowed->str);
}

static gboolean
check_format (Check *check, const Schema *schema, const char *text, const Place *at)
{
  g_autoptr (GError) local_error = NULL;
  gint64 time_us = 0;
  GDate date;
  switch (schema->format)
    {
    case SCHEMA_FORMAT_NONE:
      return TRUE;
    case SCHEMA_FORMAT_DATE_TIME:
      return anf_time_parse (text, &time_us, &local_error)
             || fault (check, at, "%s", local_error->message);
    case SCHEMA_FORMAT_DATE:
      return anf_date_parse (text, &date, &local_error)
             || fault (check, at, "%s", local_error->message);
    case SCHEMA_FORMAT_UUID:
      return anf_uuid_is_valid (text) || fault (check, at, _ ("must be a UUID in lower case"));
    }
  return FALSE;
}

static gboolean
check_string (Check *check, const Schema *schema, const char *text, const Place *at)
{
  const glong length = g_utf8_strlen (text, -1);
  if (length < schema->length.min)
    return fault (check, at,
                  ngettext ("must have at least %u character", "must have at least %u characters",
                            (unsigned long)schema->length.min),
                  (guint)schema->length.min);
  if (length > schema->length.max)
    return fault (check, at,
                  ngettext ("must have at most %u character", "must have at most %u characters",
                            (unsigned long)schema->length.max),
                  (guint)schema->length.max);
  if (schema->pattern != NULL && !g_regex_match (schema->pattern, text, 0, NULL))
    return schema->example != NULL
               ? fault (check, at, _ ("must be written like %s"), schema->example)
               : fault (check, at, _ ("must match %s"), g_regex_get_pattern (schema->pattern));
  return check_format (check, schema, text, at);
}

static gboolean
check_number (Check *check, const Schema *schema, JsonNode *value, const Place *at)
{
  const double number = json_node_get_double (value);
  if (number < schema->minimum)
    return fault (check, at, _ ("must be at least %.15g"), schema->minimum);
  if (number > schema->maximum)
    return fault (check, at, _ ("must be at most %.15g"), schema->maximum);
  if (number <= schema->above)
    return fault (check, at, _ ("must be more than %.15g"), schema->above);
  if (number >= schema->below)
    return fault (check, at, _ ("must be less than %.15g"), schema->below);
  return TRUE;
}

static gboolean
check_unique (Check *check, JsonArray *array, const Place *at)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const Place here = { .parent = at, .index = i };
      if (!g_hash_table_add (seen, anf_json_format (json_array_get_element (array, i))))
        return fault (check, &here, _ ("stands in the list already"));
    }
  return TRUE;
}

static gboolean
check_array (Check *check, const Schema *schema, JsonArray *array, const Place *at)
{
  const gint64 count = json_array_get_length (array);
  if (count < schema->item_count.min)
    return fault (check, at,
                  ngettext ("must have at least %u item", "must have at least %u items",
                            (unsigned long)schema->item_count.min),
                  (guint)schema->item_count.min);
  if (count > schema->item_count.max)
    return fault (check, at,
                  ngettext ("must have at most %u item", "must have at most %u items",
                            (unsigned long)schema->item_count.max),
                  (guint)schema->item_count.max);
  gboolean valid = TRUE;
  for (guint i = 0; schema->items != NULL && i < (guint)count; i++)
    {
      const Place here = { .parent = at, .index = i };
      valid &= check_schema (check, schema->items, json_array_get_element (array, i), &here);
    }
  return (!schema->unique_items || check_unique (check, array, at)) && valid;
}

static gboolean
check_member (
    Check *check, const Schema *schema, const char *name, JsonNode *value, const Place *at)
{
  const Place here = { .parent = at, .name = name };
  const Schema *property
      = schema->properties != NULL ? g_hash_table_lookup (schema->properties, name) : NULL;
  if (property == NULL)
    property = schema->additional;
  if (property == NULL)
    return TRUE;
  if (property->never)
    return fault (check, &here, _ ("is not known here"));
  return check_schema (check, property, value, &here);
}

static gboolean
check_object (Check *check, const Schema *schema, JsonObject *object, const Place *at)
{
  gboolean valid = TRUE;
  for (guint i = 0; schema->required != NULL && i < schema->required->len; i++)
    {
      const char *name = schema->required->pdata[i];
      const Place here = { .parent = at, .name = name };
      if (!json_object_has_member (object, name))
        valid = fault (check, &here, _ ("is missing"));
    }
  if (schema->properties == NULL && schema->additional == NULL)
    return valid;
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    valid &= check_member (check, schema, name, value, at);
  return valid;
}

static guint
count_matches (Check *check, GPtrArray *schemas, JsonNode *value, const Place *at)
{
  guint matches = 0;
  for (guint i = 0; i < schemas->len; i++)
    {
      Check quiet = { .depth = check->depth };
      matches += check_schema (&quiet, schemas->pdata[i], value, at) ? 1 : 0;
    }
  return matches;
}

/* Forms that differ only in the members they require are told apart by those. */
static char *
name_forms (const GPtrArray *forms)
{
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < forms->len; i++)
    {
      const Schema *form = forms->pdata[i];
      if (form->required == NULL || form->required->len != 1 || form->properties != NULL)
        return NULL;
      g_string_append_printf (names, "%s“%s”", i > 0 ? _ (", ") : "",
                              (const char *)form->required->pdata[0]);
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static gboolean
check_one_of (Check *check, const Schema *schema, JsonNode *value, const Place *at)
{
  if (count_matches (check, schema->one_of, value, at) == 1)
    return TRUE;
  g_autofree char *names = name_forms (schema->one_of);
  if (names != NULL)
    return fault (check, at, _ ("must have exactly one of: %s"), names);
  return fault (check, at, _ ("must fit exactly one of the %u allowed forms"), schema->one_of->len);
}

static gboolean
check_combined (Check *check, const Schema *schema, JsonNode *value, const Place *at)
{
  gboolean valid = TRUE;
  if (schema->ref != NULL)
    valid = check_schema (check, schema->ref, value, at);
  for (guint i = 0; schema->all_of != NULL && i < schema->all_of->len; i++)
    valid &= check_schema (check, schema->all_of->pdata[i], value, at);
  if (schema->any_of != NULL && count_matches (check, schema->any_of, value, at) == 0)
    valid = fault (check, at, _ ("fits none of the %u allowed forms"), schema->any_of->len);
  if (schema->one_of != NULL)
    valid &= check_one_of (check, schema, value, at);
  return valid;
}

static gboolean
check_schema (Check *check, const Schema *schema, JsonNode *value, const Place *at)
{
  if (schema->never)
    return fault (check, at, _ ("is not allowed"));
  if (check->depth >= CHECK_DEPTH_MAX)
    return fault (check, at, _ ("is nested too deep"));
  const guint types = types_of (value);
  if (!check_type (check, schema, types, at) || !check_values (check, schema->allowed, value, at)
      || !check_values (check, schema->constant, value, at))
    return FALSE;
  check->depth++;
  gboolean valid = check_combined (check, schema, value, at);
  if (types == SCHEMA_OBJECT)
    valid &= check_object (check, schema, json_node_get_object (value), at);
  else if (types == SCHEMA_ARRAY)
    valid &= check_array (check, schema, json_node_get_array (value), at);
  else if (types == SCHEMA_STRING)
    valid &= check_string (check, schema, json_node_get_string (value), at);
  else if ((types & SCHEMA_NUMBER) != 0)
    valid &= check_number (check, schema, value, at);
  check->depth--;
  return valid;
}

void
anf_schema_apply (const Schema *schema, JsonNode *value, GPtrArray *faults)
{
  Check check = { .faults = faults };
  if (!check_schema (&check, schema, value, NULL))
    g_assert (faults->len > 0);
}
