/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <json-glib/json-glib.h>

/**
 * AnfSchemas:
 *
 * A set of JSON Schemas (draft 2020-12) with the keywords that `schemas/` uses; any other keyword
 * makes loading fail, so that no rule is written down that nobody checks. Immutable once loaded,
 * and then safe to use from any thread.
 */
typedef struct _AnfSchemas AnfSchemas;

/**
 * anf_schemas_new:
 * @root: a schema, or an OpenAPI document, of which every schema is loaded; `$ref`s of the form
 * `#/a/b` point into it. Not to be changed any more
 * @error: ANF_ERROR_INVALID naming the schema and the keyword
 */
AnfSchemas *anf_schemas_new (JsonNode *root, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_schemas_new_at:
 * @root: as for anf_schemas_new()
 * @pointers: (element-type utf8): where the schemas stand that will be asked for
 * @error: ANF_ERROR_INVALID naming the schema and the keyword, or the pointer that leads nowhere
 *
 * Returns: these schemas and what they refer to: a fraction of a contract's, and of its memory
 */
AnfSchemas *
anf_schemas_new_at (JsonNode *root, GPtrArray *pointers, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_schemas_free (AnfSchemas *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfSchemas, anf_schemas_free)

/** One thing that is wrong: where, as a JSON Pointer (RFC 6901) into the value (for a missing
 * member, where it should stand), and why. */
typedef struct
{
  char *pointer;
  char *detail;
} AnfSchemaFault;

/** anf_schemas_has: whether there is a schema at @pointer. */
gboolean anf_schemas_has (AnfSchemas *self, const char *pointer);

/**
 * anf_schemas_check:
 * @pointer: JSON Pointer of a schema in the root, e.g. `#/components/schemas/visit` or
 * `#/paths/~1visits~1{id}/put/requestBody/content/application~1json/schema`; it must be there
 * @value: what to check
 *
 * Returns: (transfer full) (element-type AnfSchemaFault): what is wrong, at most 20 faults; empty
 * when @value is valid
 */
GPtrArray *anf_schemas_check (AnfSchemas *self, const char *pointer, JsonNode *value);

/**
 * anf_schemas_check_text:
 * @text: a value as it stands in a query or a path: read as JSON when the schema's type is not a
 * string, e.g. `50` for an integer
 *
 * Returns: (transfer full) (element-type AnfSchemaFault): as anf_schemas_check()
 */
GPtrArray *anf_schemas_check_text (AnfSchemas *self, const char *pointer, const char *text);
