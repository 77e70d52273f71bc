/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-schema.h"

/**
 * AnfRouter:
 *
 * The table of operations, read from the contract (an OpenAPI 3.1 document): method and path to
 * operationId, and what each may carry. Immutable, usable from any thread.
 */
typedef struct _AnfRouter AnfRouter;

#define ANF_ROUTE_PARAMETERS_MAX 2

/**
 * AnfRoute:
 * @method: upper case
 * @operation: operationId
 * @body_schema: (nullable): where the JSON body's schema stands, see anf_schemas_check()
 * @body_required: whether a request without a body is wrong
 * @takes_key: whether an Idempotency-Key makes a repeated request known
 */
typedef struct
{
  char *method;
  char *operation;
  char *body_schema;
  gboolean body_required;
  gboolean takes_key;
  /*< private >*/
  char **segments; /* NULL-terminated; one that begins with '{' is a parameter */
  GHashTable *path_schemas;
  GHashTable *query_schemas;
  GPtrArray *query_required;
} AnfRoute;

/**
 * AnfMatch:
 * @route: (nullable): NULL when the path is known, but not with this method
 * @parameters: the path's parameters, percent-decoded; NULL after the last
 * @allowed: what Allow says about this path
 */
typedef struct
{
  const AnfRoute *route;
  char *parameters[ANF_ROUTE_PARAMETERS_MAX + 1];
  char *allowed;
} AnfMatch;

void anf_match_clear (AnfMatch *match);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnfMatch, anf_match_clear)

AnfRouter *anf_router_new (JsonNode *contract, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_router_free (AnfRouter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfRouter, anf_router_free)

/** anf_router_list: Returns: (transfer none) (element-type AnfRoute): every route */
GPtrArray *anf_router_list (AnfRouter *self);
AnfSchemas *anf_router_get_schemas (AnfRouter *self);

/**
 * anf_router_find:
 * @path: still percent-encoded
 * @match: (out): cleared by the caller whatever the answer
 *
 * Returns: FALSE when no route has this path
 */
gboolean anf_router_find (AnfRouter *self, const char *method, const char *path, AnfMatch *match);

/**
 * anf_router_check:
 * @query: (nullable): the query as it stands in the URL
 * @values: (out) (transfer full): name → value, decoded
 *
 * Checks the parameters of path and query. Returns: (transfer full) (element-type AnfSchemaFault):
 * what is wrong, empty when nothing is; pointers are `/path/NAME` and `/query/NAME`
 */
GPtrArray *
anf_router_check (AnfRouter *self, const AnfMatch *match, const char *query, GHashTable **values);
