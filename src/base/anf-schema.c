/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-schema.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-schema-private.h"

#include <glib/gi18n.h>

#include <math.h>
#include <string.h>

struct _AnfSchemas
{
  JsonNode *root;      /* borrowed, while loading: a contract takes megabytes as a tree */
  GHashTable *schemas; /* pointer, e.g. #/components/schemas/visit → Schema */
};

typedef struct
{
  AnfSchemas *schemas;
  const char *at; /* pointer of the schema being read */
} Loader;

/* Reads the value of one keyword into one field of Schema. */
typedef gboolean (*LoadKeyword) (
    Loader *loader, const char *keyword, JsonNode *value, gpointer field, GError **error);

typedef struct
{
  const char *name;
  LoadKeyword load; /* NULL: a note to the reader, checks nothing */
  gsize field;
} Keyword;

static Schema *load_schema (AnfSchemas *self, const char *at, JsonNode *node, GError **error);

static gboolean
refuse (Loader *loader, const char *keyword, GError **error)
{
  return anf_error_throw (error, ANF_ERROR_INVALID, _ ("schema %s: “%s” has a wrong value"),
                          loader->at, keyword);
}

static void
free_schema (gpointer data)
{
  Schema *schema = data;
  g_clear_pointer (&schema->definitions, g_hash_table_unref);
  g_clear_pointer (&schema->allowed, g_ptr_array_unref);
  g_clear_pointer (&schema->constant, g_ptr_array_unref);
  g_clear_pointer (&schema->properties, g_hash_table_unref);
  g_clear_pointer (&schema->required, g_ptr_array_unref);
  g_clear_pointer (&schema->pattern, g_regex_unref);
  g_free (schema->example);
  g_clear_pointer (&schema->all_of, g_ptr_array_unref);
  g_clear_pointer (&schema->any_of, g_ptr_array_unref);
  g_clear_pointer (&schema->one_of, g_ptr_array_unref);
  g_free (schema);
}

static Schema *
new_schema (void)
{
  Schema *schema = g_new0 (Schema, 1);
  schema->item_count.max = G_MAXINT64;
  schema->length.max = G_MAXINT64;
  schema->minimum = -INFINITY;
  schema->maximum = INFINITY;
  schema->above = -INFINITY;
  schema->below = INFINITY;
  return schema;
}

/* @name as one step of a JSON Pointer in a URI fragment below @at; names with other characters that
   need percent-encoding there do not occur in `schemas/`. */
static char *
join_pointer (const char *at, const char *name)
{
  g_autoptr (GString) step = g_string_new (name);
  g_string_replace (step, "~", "~0", 0);
  g_string_replace (step, "/", "~1", 0);
  return g_strconcat (at, "/", step->str, NULL);
}

static Schema *
load_below (Loader *loader, const char *keyword, JsonNode *node, GError **error)
{
  g_autofree char *at = join_pointer (loader->at, keyword);
  return load_schema (loader->schemas, at, node, error);
}

static gboolean
is_string (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

static JsonNode *
step_into (JsonNode *node, const char *step)
{
  g_autoptr (GString) name = g_string_new (step);
  g_string_replace (name, "~1", "/", 0);
  g_string_replace (name, "~0", "~", 0);
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_member (json_node_get_object (node), name->str);
  guint64 index = 0;
  if (JSON_NODE_HOLDS_ARRAY (node)
      && g_ascii_string_to_unsigned (name->str, 10, 0, G_MAXUINT32, &index, NULL)
      && index < json_array_get_length (json_node_get_array (node)))
    return json_array_get_element (json_node_get_array (node), (guint)index);
  return NULL;
}

static JsonNode *
resolve_pointer (JsonNode *root, const char *pointer)
{
  if (strcmp (pointer, "#") == 0)
    return root;
  if (!g_str_has_prefix (pointer, "#/"))
    return NULL;
  g_auto (GStrv) steps = g_strsplit (pointer + 2, "/", -1);
  JsonNode *node = root;
  for (guint i = 0; steps[i] != NULL && node != NULL; i++)
    node = step_into (node, steps[i]);
  return node;
}

static gboolean
load_target (Loader *loader, const char *target, Schema **schema, GError **error)
{
  JsonNode *node = resolve_pointer (loader->schemas->root, target);
  if (node == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("schema %s: there is no %s to refer to"),
                            loader->at, target);
  *schema = load_schema (loader->schemas, target, node, error);
  return *schema != NULL;
}

static gboolean
load_ref (Loader *loader, const char *keyword, JsonNode *value, gpointer field, GError **error)
{
  return is_string (value) ? load_target (loader, json_node_get_string (value), field, error)
                           : refuse (loader, keyword, error);
}

static guint
find_type (JsonNode *node)
{
  for (guint i = 0; is_string (node) && i < G_N_ELEMENTS (anf_schema_type_names); i++)
    if (strcmp (anf_schema_type_names[i], json_node_get_string (node)) == 0)
      return 1u << i;
  return 0;
}

static gboolean
load_type (Loader *loader, const char *keyword, JsonNode *value, gpointer field, GError **error)
{
  guint *types = field;
  if (!JSON_NODE_HOLDS_ARRAY (value))
    {
      *types = find_type (value);
      return *types != 0 || refuse (loader, keyword, error);
    }
  JsonArray *names = json_node_get_array (value);
  for (guint i = 0; i < json_array_get_length (names); i++)
    {
      const guint type = find_type (json_array_get_element (names, i));
      if (type == 0)
        return refuse (loader, keyword, error);
      *types |= type;
    }
  return *types != 0 || refuse (loader, keyword, error);
}

static gboolean
load_enum (Loader *loader, const char *keyword, JsonNode *value, gpointer field, GError **error)
{
  if (!JSON_NODE_HOLDS_ARRAY (value) || json_array_get_length (json_node_get_array (value)) == 0)
    return refuse (loader, keyword, error);
  JsonArray *array = json_node_get_array (value);
  GPtrArray **values = field;
  *values = g_ptr_array_new_with_free_func ((GDestroyNotify)json_node_unref);
  for (guint i = 0; i < json_array_get_length (array); i++)
    g_ptr_array_add (*values, json_node_copy (json_array_get_element (array, i)));
  return TRUE;
}

static gboolean
load_const (Loader *loader, const char *keyword, JsonNode *value, gpointer field, GError **error)
{
  GPtrArray **values = field;
  *values = g_ptr_array_new_with_free_func ((GDestroyNotify)json_node_unref);
  g_ptr_array_add (*values, json_node_copy (value));
  return TRUE;
}

static gboolean
load_subschema (
    Loader *loader, const char *keyword, JsonNode *value, gpointer field, GError **error)
{
  Schema **schema = field;
  *schema = load_below (loader, keyword, value, error);
  return *schema != NULL;
}

/* $defs (without a field) and properties. */
static gboolean
load_named (Loader *loader, const char *keyword, JsonNode *value, gpointer field, GError **error)
{
  if (!JSON_NODE_HOLDS_OBJECT (value))
    return refuse (loader, keyword, error);
  g_autofree char *at = join_pointer (loader->at, keyword);
  Loader below = { .schemas = loader->schemas, .at = at };
  GHashTable **schemas = field;
  *schemas = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *node = NULL;
  json_object_iter_init_ordered (&iter, json_node_get_object (value));
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      Schema *schema = load_below (&below, name, node, error);
      if (schema == NULL)
        return FALSE;
      g_hash_table_insert (*schemas, g_strdup (name), schema);
    }
  return TRUE;
}

static gboolean
load_list (Loader *loader, const char *keyword, JsonNode *value, gpointer field, GError **error)
{
  if (!JSON_NODE_HOLDS_ARRAY (value) || json_array_get_length (json_node_get_array (value)) == 0)
    return refuse (loader, keyword, error);
  JsonArray *array = json_node_get_array (value);
  g_autofree char *at = join_pointer (loader->at, keyword);
  Loader below = { .schemas = loader->schemas, .at = at };
  GPtrArray **schemas = field;
  *schemas = g_ptr_array_new ();
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *index = g_strdup_printf ("%u", i);
      Schema *schema = load_below (&below, index, json_array_get_element (array, i), error);
      if (schema == NULL)
        return FALSE;
      g_ptr_array_add (*schemas, schema);
    }
  return TRUE;
}

static gboolean
load_required (Loader *loader, const char *keyword, JsonNode *value, gpointer field, GError **error)
{
  if (!JSON_NODE_HOLDS_ARRAY (value))
    return refuse (loader, keyword, error);
  JsonArray *array = json_node_get_array (value);
  GPtrArray **names = field;
  *names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *name = anf_json_array_get_string (array, i);
      if (name == NULL)
        return refuse (loader, keyword, error);
      g_ptr_array_add (*names, g_strdup (name));
    }
  return TRUE;
}

static gboolean
load_flag (Loader *loader, const char *keyword, JsonNode *value, gpointer field, GError **error)
{
  if (!JSON_NODE_HOLDS_VALUE (value) || json_node_get_value_type (value) != G_TYPE_BOOLEAN)
    return refuse (loader, keyword, error);
  gboolean *flag = field;
  *flag = json_node_get_boolean (value);
  return TRUE;
}

static gboolean
load_pattern (Loader *loader, const char *keyword, JsonNode *value, gpointer field, GError **error)
{
  if (!is_string (value))
    return refuse (loader, keyword, error);
  /* Without DOLLAR_ENDONLY "$" would also match before a line feed at the end. With OPTIMIZE, GLib
     2.74 compiles to machine code in the first match, whichever threads that is in. */
  GRegex **pattern = field;
  *pattern = g_regex_new (json_node_get_string (value), G_REGEX_DOLLAR_ENDONLY, 0, NULL);
  return *pattern != NULL || refuse (loader, keyword, error);
}

/* Examples of other kinds are for the reader of the contract alone. */
static gboolean
load_example (Loader *loader, const char *keyword, JsonNode *value, gpointer field, GError **error)
{
  if (!JSON_NODE_HOLDS_ARRAY (value))
    return refuse (loader, keyword, error);
  char **example = field;
  *example = g_strdup (anf_json_array_get_string (json_node_get_array (value), 0));
  return TRUE;
}

static gboolean
load_format (Loader *loader, const char *keyword, JsonNode *value, gpointer field, GError **error)
{
  static const struct
  {
    const char *name;
    SchemaFormat format;
  } formats[] = {
    { "date-time", SCHEMA_FORMAT_DATE_TIME },
    { "date", SCHEMA_FORMAT_DATE },
    { "uuid", SCHEMA_FORMAT_UUID },
  };
  SchemaFormat *format = field;
  for (guint i = 0; is_string (value) && i < G_N_ELEMENTS (formats); i++)
    if (strcmp (formats[i].name, json_node_get_string (value)) == 0)
      *format = formats[i].format;
  return *format != SCHEMA_FORMAT_NONE || refuse (loader, keyword, error);
}

static gboolean
load_number (Loader *loader, const char *keyword, JsonNode *value, gpointer field, GError **error)
{
  const GType type
      = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value) : G_TYPE_INVALID;
  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return refuse (loader, keyword, error);
  double *number = field;
  *number = json_node_get_double (value);
  return TRUE;
}

static gboolean
load_count (Loader *loader, const char *keyword, JsonNode *value, gpointer field, GError **error)
{
  if (!JSON_NODE_HOLDS_VALUE (value) || json_node_get_value_type (value) != G_TYPE_INT64
      || json_node_get_int (value) < 0)
    return refuse (loader, keyword, error);
  gint64 *count = field;
  *count = json_node_get_int (value);
  return TRUE;
}

static const Keyword keywords[] = {
  { "$ref", load_ref, G_STRUCT_OFFSET (Schema, ref) },
  { "$defs", load_named, G_STRUCT_OFFSET (Schema, definitions) },
  { "type", load_type, G_STRUCT_OFFSET (Schema, types) },
  { "enum", load_enum, G_STRUCT_OFFSET (Schema, allowed) },
  { "const", load_const, G_STRUCT_OFFSET (Schema, constant) },
  { "properties", load_named, G_STRUCT_OFFSET (Schema, properties) },
  { "required", load_required, G_STRUCT_OFFSET (Schema, required) },
  { "additionalProperties", load_subschema, G_STRUCT_OFFSET (Schema, additional) },
  { "items", load_subschema, G_STRUCT_OFFSET (Schema, items) },
  { "minItems", load_count, G_STRUCT_OFFSET (Schema, item_count.min) },
  { "maxItems", load_count, G_STRUCT_OFFSET (Schema, item_count.max) },
  { "uniqueItems", load_flag, G_STRUCT_OFFSET (Schema, unique_items) },
  { "minLength", load_count, G_STRUCT_OFFSET (Schema, length.min) },
  { "maxLength", load_count, G_STRUCT_OFFSET (Schema, length.max) },
  { "pattern", load_pattern, G_STRUCT_OFFSET (Schema, pattern) },
  { "format", load_format, G_STRUCT_OFFSET (Schema, format) },
  { "minimum", load_number, G_STRUCT_OFFSET (Schema, minimum) },
  { "maximum", load_number, G_STRUCT_OFFSET (Schema, maximum) },
  { "exclusiveMinimum", load_number, G_STRUCT_OFFSET (Schema, above) },
  { "exclusiveMaximum", load_number, G_STRUCT_OFFSET (Schema, below) },
  { "allOf", load_list, G_STRUCT_OFFSET (Schema, all_of) },
  { "anyOf", load_list, G_STRUCT_OFFSET (Schema, any_of) },
  { "oneOf", load_list, G_STRUCT_OFFSET (Schema, one_of) },
  { "$id" },
  { "$schema" },
  { "$comment" },
  { "title" },
  { "description" },
  { "examples", load_example, G_STRUCT_OFFSET (Schema, example) },
  { "default" },
  { "deprecated" },
  { "readOnly" },
  { "writeOnly" },
  { "contentMediaType" },
  { "contentEncoding" },
  { "discriminator" },
};

static gboolean
load_keyword (Loader *loader, Schema *schema, const char *name, JsonNode *value, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
    {
      if (strcmp (keywords[i].name, name) != 0)
        continue;
      return keywords[i].load == NULL
             || keywords[i].load (loader, name, value, (char *)schema + keywords[i].field, error);
    }
  return anf_error_throw (error, ANF_ERROR_INVALID, _ ("schema %s: unknown keyword “%s”"),
                          loader->at, name);
}

/* Borrowed from the table, which has it before its parts are read, since they may refer to it. */
static Schema *
load_schema (AnfSchemas *self, const char *at, JsonNode *node, GError **error)
{
  Schema *schema = g_hash_table_lookup (self->schemas, at);
  if (schema != NULL)
    return schema;
  schema = new_schema ();
  g_hash_table_insert (self->schemas, g_strdup (at), schema);
  Loader loader = { .schemas = self, .at = at };
  if (JSON_NODE_HOLDS_VALUE (node) && load_flag (&loader, at, node, &schema->never, NULL))
    {
      schema->never = !schema->never;
      return schema;
    }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      (void)anf_error_throw (error, ANF_ERROR_INVALID, _ ("schema %s is not an object"), at);
      return NULL;
    }
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!load_keyword (&loader, schema, name, value, error))
      return NULL;
  return schema;
}

/* Loads the schemas of an OpenAPI document: what stands under "schema" anywhere, and each member of
   "schemas". Examples are data, whatever their members are called. */
static gboolean
load_openapi (AnfSchemas *self, const char *at, JsonNode *node, GError **error)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          g_autofree char *below = g_strdup_printf ("%s/%u", at, i);
          if (!load_openapi (self, below, json_array_get_element (array, i), error))
            return FALSE;
        }
    }
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return TRUE;
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  const gboolean schemas = g_str_has_suffix (at, "/schemas");
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      if (strcmp (name, "example") == 0 || strcmp (name, "examples") == 0)
        continue;
      g_autofree char *below = join_pointer (at, name);
      const gboolean loaded = schemas || strcmp (name, "schema") == 0
                                  ? load_schema (self, below, value, error) != NULL
                                  : load_openapi (self, below, value, error);
      if (!loaded)
        return FALSE;
    }
  return TRUE;
}

static AnfSchemas *
new_empty (JsonNode *root)
{
  AnfSchemas *self = g_new0 (AnfSchemas, 1);
  self->root = root;
  self->schemas = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_schema);
  return self;
}

AnfSchemas *
anf_schemas_new (JsonNode *root, GError **error)
{
  g_autoptr (AnfSchemas) self = new_empty (root);
  const gboolean openapi = JSON_NODE_HOLDS_OBJECT (root)
                           && json_object_has_member (json_node_get_object (root), "openapi");
  const gboolean loaded = openapi ? load_openapi (self, "#", root, error)
                                  : load_schema (self, "#", root, error) != NULL;
  self->root = NULL;
  return loaded ? g_steal_pointer (&self) : NULL;
}

AnfSchemas *
anf_schemas_new_at (JsonNode *root, GPtrArray *pointers, GError **error)
{
  g_autoptr (AnfSchemas) self = new_empty (root);
  Loader loader = { .schemas = self, .at = "#" };
  for (guint i = 0; i < pointers->len; i++)
    {
      Schema *schema = NULL;
      if (!load_target (&loader, g_ptr_array_index (pointers, i), &schema, error))
        return NULL;
    }
  self->root = NULL;
  return g_steal_pointer (&self);
}

void
anf_schemas_free (AnfSchemas *self)
{
  g_hash_table_unref (self->schemas);
  g_free (self);
}

gboolean
anf_schemas_has (AnfSchemas *self, const char *pointer)
{
  return g_hash_table_contains (self->schemas, pointer);
}

static void
free_fault (gpointer data)
{
  AnfSchemaFault *fault = data;
  g_free (fault->pointer);
  g_free (fault->detail);
  g_free (fault);
}

GPtrArray *
anf_schemas_check (AnfSchemas *self, const char *pointer, JsonNode *value)
{
  GPtrArray *faults = g_ptr_array_new_with_free_func (free_fault);
  const Schema *schema = g_hash_table_lookup (self->schemas, pointer);
  g_return_val_if_fail (schema != NULL, faults);
  anf_schema_apply (schema, value, faults);
  return faults;
}

GPtrArray *
anf_schemas_check_text (AnfSchemas *self, const char *pointer, const char *text)
{
  const Schema *schema = g_hash_table_lookup (self->schemas, pointer);
  while (schema != NULL && schema->types == 0 && schema->ref != NULL)
    schema = schema->ref;
  g_autoptr (JsonNode) value = NULL;
  if (schema != NULL && schema->types != 0 && (schema->types & SCHEMA_STRING) == 0)
    value = anf_json_parse (text, strlen (text), NULL);
  if (value == NULL)
    value = json_node_init_string (json_node_alloc (), text);
  return anf_schemas_check (self, pointer, value);
}
