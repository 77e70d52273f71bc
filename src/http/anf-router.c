/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-router.h"

#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <string.h>

#define QUERY_MAX 32

struct _AnfRouter
{
  AnfSchemas *schemas;
  GPtrArray *routes;
  GHashTable *by_shape; /* "number of segments/third segment" → GPtrArray of AnfRoute */
};

static const char *const methods[] = { "get", "put", "post", "delete", "options", "head", "patch" };

static void
free_route (gpointer data)
{
  AnfRoute *route = data;
  g_free (route->method);
  g_free (route->operation);
  g_free (route->body_schema);
  g_strfreev (route->segments);
  g_hash_table_unref (route->path_schemas);
  g_hash_table_unref (route->query_schemas);
  g_ptr_array_unref (route->query_required);
  g_free (route);
}

void
anf_match_clear (AnfMatch *match)
{
  for (guint i = 0; i < G_N_ELEMENTS (match->parameters); i++)
    g_clear_pointer (&match->parameters[i], g_free);
  g_clear_pointer (&match->allowed, g_free);
}

/* ---- reading the contract ---- */

static char *
escape_step (const char *name)
{
  g_autoptr (GString) step = g_string_new (name);
  g_string_replace (step, "~", "~0", 0);
  g_string_replace (step, "/", "~1", 0);
  return g_string_free (g_steal_pointer (&step), FALSE);
}

/* Follows `{"$ref": "#/components/KIND/NAME"}`; @at becomes where the target stands. */
static JsonObject *
resolve (JsonObject *root, JsonObject *object, char **at)
{
  const char *ref = anf_json_peek_string (object, "$ref");
  if (ref == NULL)
    return object;
  if (!g_str_has_prefix (ref, "#/"))
    return NULL;
  g_auto (GStrv) steps = g_strsplit (ref + 2, "/", -1);
  JsonObject *target = root;
  for (guint i = 0; steps[i] != NULL && target != NULL; i++)
    target = anf_json_peek_object (target, steps[i]);
  g_free (*at);
  *at = g_strdup (ref);
  return target;
}

static gboolean
add_parameter (
    AnfRoute *route, JsonObject *root, JsonObject *object, const char *at, GError **error)
{
  g_autofree char *where = g_strdup (at);
  JsonObject *parameter = resolve (root, object, &where);
  const char *name = parameter == NULL ? NULL : anf_json_peek_string (parameter, "name");
  const char *in = parameter == NULL ? NULL : anf_json_peek_string (parameter, "in");
  if (name == NULL || in == NULL || anf_json_peek_object (parameter, "schema") == NULL)
    return anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                            "contract: the parameter at %s has no name, place or schema", at);
  char *schema = g_strconcat (where, "/schema", NULL);
  if (g_str_equal (in, "path"))
    g_hash_table_replace (route->path_schemas, g_strdup (name), schema);
  else if (g_str_equal (in, "query"))
    {
      g_hash_table_replace (route->query_schemas, g_strdup (name), schema);
      if (anf_json_peek_bool (parameter, "required"))
        g_ptr_array_add (route->query_required, g_strdup (name));
    }
  else
    {
      /* Fields are checked where they are used. */
      route->takes_key = route->takes_key || g_str_equal (name, "Idempotency-Key");
      g_free (schema);
    }
  return TRUE;
}

static gboolean
add_parameters (
    AnfRoute *route, JsonObject *root, JsonObject *holder, const char *at, GError **error)
{
  JsonArray *parameters = anf_json_peek_array (holder, "parameters");
  for (guint i = 0; parameters != NULL && i < json_array_get_length (parameters); i++)
    {
      JsonNode *node = json_array_get_element (parameters, i);
      g_autofree char *where = g_strdup_printf ("%s/parameters/%u", at, i);
      if (!JSON_NODE_HOLDS_OBJECT (node)
          || !add_parameter (route, root, json_node_get_object (node), where, error))
        return FALSE;
    }
  return TRUE;
}

static void
read_body (AnfRoute *route, JsonObject *root, JsonObject *operation, const char *at)
{
  JsonObject *body = anf_json_peek_object (operation, "requestBody");
  if (body == NULL)
    return;
  g_autofree char *where = g_strconcat (at, "/requestBody", NULL);
  body = resolve (root, body, &where);
  JsonObject *content = body == NULL ? NULL : anf_json_peek_object (body, "content");
  JsonObject *json = content == NULL ? NULL : anf_json_peek_object (content, "application/json");
  if (json == NULL || anf_json_peek_object (json, "schema") == NULL)
    return;
  route->body_schema = g_strconcat (where, "/content/application~1json/schema", NULL);
  route->body_required = anf_json_peek_bool (body, "required");
}

static char **
split_path (const char *path)
{
  return g_strsplit (*path == '/' ? path + 1 : path, "/", -1);
}

static gboolean
is_parameter (const char *segment)
{
  return *segment == '{';
}

/* Routes of the same number of segments below the same noun. */
static char *
shape_of (char **segments, guint count)
{
  return g_strdup_printf ("%u/%s", count,
                          count > 2 && !is_parameter (segments[2]) ? segments[2] : "");
}

static gboolean
add_route (AnfRouter *self, AnfRoute *route, GError **error)
{
  guint count = 0;
  for (guint i = 0; route->segments[i] != NULL; i++)
    count += is_parameter (route->segments[i]);
  if (count > ANF_ROUTE_PARAMETERS_MAX)
    return anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                            "contract: %s has more than %d path parameters", route->operation,
                            ANF_ROUTE_PARAMETERS_MAX);
  g_autofree char *shape = shape_of (route->segments, g_strv_length (route->segments));
  GPtrArray *routes = g_hash_table_lookup (self->by_shape, shape);
  if (routes == NULL)
    {
      routes = g_ptr_array_new ();
      g_hash_table_insert (self->by_shape, g_strdup (shape), routes);
    }
  g_ptr_array_add (routes, route);
  return TRUE;
}

static gboolean
read_operation (
    AnfRouter *self, JsonObject *root, const char *path, const char *method, GError **error)
{
  JsonObject *item = anf_json_peek_object (anf_json_peek_object (root, "paths"), path);
  JsonObject *operation = anf_json_peek_object (item, method);
  const char *name = anf_json_peek_string (operation, "operationId");
  if (name == NULL)
    return anf_error_throw (error, ANF_ERROR_UNAVAILABLE, "contract: %s %s has no operationId",
                            method, path);

  JsonArray *servers = anf_json_peek_array (item, "servers");
  if (servers == NULL)
    servers = anf_json_peek_array (root, "servers");
  JsonNode *server = servers == NULL || json_array_get_length (servers) == 0
                         ? NULL
                         : json_array_get_element (servers, 0);
  const char *base = server == NULL || !JSON_NODE_HOLDS_OBJECT (server)
                         ? ""
                         : anf_json_peek_string (json_node_get_object (server), "url");
  g_autofree char *whole
      = g_strconcat (base == NULL || g_str_equal (base, "/") ? "" : base, path, NULL);

  AnfRoute *route = g_new0 (AnfRoute, 1);
  route->method = g_ascii_strup (method, -1);
  route->operation = g_strdup (name);
  route->segments = split_path (whole);
  route->path_schemas = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  route->query_schemas = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  route->query_required = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->routes, route);

  g_autofree char *step = escape_step (path);
  g_autofree char *item_at = g_strconcat ("#/paths/", step, NULL);
  g_autofree char *at = g_strconcat (item_at, "/", method, NULL);
  read_body (route, root, operation, at);
  return add_parameters (route, root, item, item_at, error)
         && add_parameters (route, root, operation, at, error) && add_route (self, route, error);
}

static gboolean
read_paths (AnfRouter *self, JsonObject *root, GError **error)
{
  JsonObject *paths = anf_json_peek_object (root, "paths");
  if (paths == NULL)
    return anf_error_throw (error, ANF_ERROR_UNAVAILABLE, "contract: it has no paths");
  g_autoptr (GList) names = json_object_get_members (paths);
  for (GList *link = names; link != NULL; link = link->next)
    {
      JsonObject *item = anf_json_peek_object (paths, link->data);
      for (guint i = 0; item != NULL && i < G_N_ELEMENTS (methods); i++)
        if (anf_json_peek_object (item, methods[i]) != NULL
            && !read_operation (self, root, link->data, methods[i], error))
          return FALSE;
    }
  return TRUE;
}

static void
add_all (GPtrArray *pointers, GHashTable *schemas)
{
  GHashTableIter iter;
  gpointer pointer = NULL;
  g_hash_table_iter_init (&iter, schemas);
  while (g_hash_table_iter_next (&iter, NULL, &pointer))
    g_ptr_array_add (pointers, pointer);
}

/* Of requests only: answers are held against theirs by the tests. */
static gboolean
load_schemas (AnfRouter *self, JsonNode *contract, GError **error)
{
  g_autoptr (GPtrArray) pointers = g_ptr_array_new ();
  for (guint i = 0; i < self->routes->len; i++)
    {
      const AnfRoute *route = g_ptr_array_index (self->routes, i);
      add_all (pointers, route->path_schemas);
      add_all (pointers, route->query_schemas);
      if (route->body_schema != NULL)
        g_ptr_array_add (pointers, route->body_schema);
    }
  self->schemas = anf_schemas_new_at (contract, pointers, error);
  return self->schemas != NULL;
}

AnfRouter *
anf_router_new (JsonNode *contract, GError **error)
{
  if (!JSON_NODE_HOLDS_OBJECT (contract))
    {
      (void)anf_error_throw (error, ANF_ERROR_UNAVAILABLE, "contract: it is not an object");
      return NULL;
    }
  g_autoptr (AnfRouter) self = g_new0 (AnfRouter, 1);
  self->routes = g_ptr_array_new_with_free_func (free_route);
  self->by_shape
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  if (!read_paths (self, json_node_get_object (contract), error)
      || !load_schemas (self, contract, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
anf_router_free (AnfRouter *self)
{
  g_hash_table_unref (self->by_shape);
  g_ptr_array_unref (self->routes);
  g_clear_pointer (&self->schemas, anf_schemas_free);
  g_free (self);
}

GPtrArray *
anf_router_list (AnfRouter *self)
{
  return self->routes;
}

AnfSchemas *
anf_router_get_schemas (AnfRouter *self)
{
  return self->schemas;
}

/* ---- finding ---- */

/* A tile's path has slashes of its own (C2SP tlog-tiles), so a last {path} takes all the rest. */
static gboolean
takes_rest (const AnfRoute *route)
{
  const guint count = g_strv_length (route->segments);
  return count > 0 && g_str_equal (route->segments[count - 1], "{path}");
}

static gboolean
fits (const AnfRoute *route, char **segments)
{
  for (guint i = 0; route->segments[i] != NULL; i++)
    if (!is_parameter (route->segments[i]) && !g_str_equal (route->segments[i], segments[i]))
      return FALSE;
  return TRUE;
}

/* A literal segment goes before a parameter at the same place. */
static guint
count_literals (const AnfRoute *route)
{
  guint count = 0;
  for (guint i = 0; route->segments[i] != NULL; i++)
    count += !is_parameter (route->segments[i]);
  return count;
}

static gboolean
take_parameters (const AnfRoute *route, char **segments, AnfMatch *match)
{
  guint count = 0;
  for (guint i = 0; route->segments[i] != NULL; i++)
    {
      if (!is_parameter (route->segments[i]))
        continue;
      const gboolean rest = route->segments[i + 1] == NULL && takes_rest (route);
      g_autofree char *text = rest ? g_strjoinv ("/", segments + i) : g_strdup (segments[i]);
      g_autofree char *value = g_uri_unescape_string (text, rest ? NULL : "/");
      if (value == NULL || *value == '\0' || !g_utf8_validate (value, -1, NULL))
        return FALSE;
      match->parameters[count++] = g_steal_pointer (&value);
    }
  return TRUE;
}

/* The routes among which the path's may be. */
static GPtrArray *
find_routes (AnfRouter *self, char **segments)
{
  const guint count = g_strv_length (segments);
  g_autofree char *shape = shape_of (segments, count);
  GPtrArray *routes = g_hash_table_lookup (self->by_shape, shape);
  for (guint shorter = count; routes == NULL && shorter > 3; shorter--)
    {
      g_autofree char *other = shape_of (segments, shorter - 1);
      routes = g_hash_table_lookup (self->by_shape, other);
      if (routes != NULL && !takes_rest (g_ptr_array_index (routes, 0)))
        routes = NULL;
    }
  return routes;
}

/* The methods of the path, for a caller who has used another. */
static char *
list_methods (const GPtrArray *routes, char **segments, guint literals)
{
  GString *allowed = g_string_new (NULL);
  gboolean get = FALSE;
  gboolean head = FALSE;
  for (guint i = 0; i < routes->len; i++)
    {
      const AnfRoute *route = g_ptr_array_index (routes, i);
      if (!fits (route, segments) || count_literals (route) != literals)
        continue;
      g_string_append_printf (allowed, "%s%s", allowed->len > 0 ? ", " : "", route->method);
      get = get || g_str_equal (route->method, "GET");
      head = head || g_str_equal (route->method, "HEAD");
    }
  if (get && !head)
    g_string_append (allowed, ", HEAD");
  return g_string_free (allowed, FALSE);
}

/* Among those that fit as well as the best. HEAD is GET without its body wherever the contract does
   not say otherwise. */
static const AnfRoute *
choose_method (const GPtrArray *routes, char **segments, guint literals, const char *method)
{
  const AnfRoute *get = NULL;
  for (guint i = 0; i < routes->len; i++)
    {
      const AnfRoute *route = g_ptr_array_index (routes, i);
      if (!fits (route, segments) || count_literals (route) != literals)
        continue;
      if (g_str_equal (route->method, method))
        return route;
      if (g_str_equal (route->method, "GET"))
        get = route;
    }
  return g_str_equal (method, "HEAD") ? get : NULL;
}

gboolean
anf_router_find (AnfRouter *self, const char *method, const char *path, AnfMatch *match)
{
  *match = (AnfMatch){ 0 };
  g_auto (GStrv) segments = split_path (path);
  GPtrArray *routes = find_routes (self, segments);
  guint best = 0;
  const AnfRoute *any = NULL;
  for (guint i = 0; routes != NULL && i < routes->len; i++)
    {
      const AnfRoute *route = g_ptr_array_index (routes, i);
      if (fits (route, segments) && count_literals (route) >= best)
        {
          best = count_literals (route);
          any = route;
        }
    }
  if (any == NULL || !take_parameters (any, segments, match))
    return FALSE;
  match->route = choose_method (routes, segments, best, method);
  if (match->route == NULL)
    match->allowed = list_methods (routes, segments, best);
  return TRUE;
}

/* ---- checking parameters ---- */

static void
free_fault (gpointer data)
{
  AnfSchemaFault *fault = data;
  g_free (fault->pointer);
  g_free (fault->detail);
  g_free (fault);
}

static void
add_fault (GPtrArray *faults, const char *place, const char *name, const char *detail)
{
  AnfSchemaFault *fault = g_new0 (AnfSchemaFault, 1);
  fault->pointer = g_strconcat ("/", place, "/", name, NULL);
  fault->detail = g_strdup (detail);
  g_ptr_array_add (faults, fault);
}

static void
check_value (AnfRouter *self,
             const char *schema,
             const char *place,
             const char *name,
             const char *value,
             GPtrArray *faults)
{
  g_autoptr (GPtrArray) found = anf_schemas_check_text (self->schemas, schema, value);
  for (guint i = 0; i < found->len; i++)
    add_fault (faults, place, name, ((AnfSchemaFault *)g_ptr_array_index (found, i))->detail);
}

static char *
decode_query (const char *text, gsize size)
{
  g_autofree char *spaced = g_strndup (text, size);
  for (char *c = spaced; *c != '\0'; c++)
    if (*c == '+')
      *c = ' ';
  g_autofree char *value = g_uri_unescape_string (spaced, NULL);
  return value != NULL && g_utf8_validate (value, -1, NULL) ? g_steal_pointer (&value) : NULL;
}

static void
check_pair (
    AnfRouter *self, const AnfRoute *route, const char *pair, GHashTable *values, GPtrArray *faults)
{
  const char *equals = strchr (pair, '=');
  g_autofree char *name
      = decode_query (pair, equals == NULL ? strlen (pair) : (gsize)(equals - pair));
  g_autofree char *value
      = equals == NULL ? g_strdup ("") : decode_query (equals + 1, strlen (equals + 1));
  if (name == NULL || value == NULL)
    {
      add_fault (faults, "query", name == NULL ? "" : name, _ ("is not percent-encoded UTF-8"));
      return;
    }
  const char *schema = g_hash_table_lookup (route->query_schemas, name);
  if (schema == NULL)
    add_fault (faults, "query", name, _ ("is not a parameter here"));
  else if (g_hash_table_contains (values, name))
    add_fault (faults, "query", name, _ ("is there twice"));
  else
    {
      check_value (self, schema, "query", name, value, faults);
      g_hash_table_insert (values, g_steal_pointer (&name), g_steal_pointer (&value));
    }
}

static void
check_path (AnfRouter *self, const AnfMatch *match, GPtrArray *faults)
{
  const AnfRoute *route = match->route;
  guint count = 0;
  for (guint i = 0; route->segments[i] != NULL; i++)
    {
      if (!is_parameter (route->segments[i]))
        continue;
      const char *value = match->parameters[count++];
      g_autofree char *name
          = g_strndup (route->segments[i] + 1, strcspn (route->segments[i] + 1, "}"));
      const char *schema = g_hash_table_lookup (route->path_schemas, name);
      if (schema != NULL)
        check_value (self, schema, "path", name, value, faults);
    }
}

GPtrArray *
anf_router_check (AnfRouter *self, const AnfMatch *match, const char *query, GHashTable **values)
{
  GPtrArray *faults = g_ptr_array_new_with_free_func (free_fault);
  *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  check_path (self, match, faults);

  g_auto (GStrv) pairs = g_strsplit (query == NULL ? "" : query, "&", QUERY_MAX);
  for (guint i = 0; pairs[i] != NULL; i++)
    if (*pairs[i] != '\0')
      check_pair (self, match->route, pairs[i], *values, faults);
  for (guint i = 0; i < match->route->query_required->len; i++)
    {
      const char *name = g_ptr_array_index (match->route->query_required, i);
      if (!g_hash_table_contains (*values, name))
        add_fault (faults, "query", name, _ ("is missing"));
    }
  return faults;
}
