/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-schema.h"

/* One bit for each JSON type; an integer is a number too. */
typedef enum
{
  SCHEMA_NULL = 1 << 0,
  SCHEMA_BOOLEAN = 1 << 1,
  SCHEMA_OBJECT = 1 << 2,
  SCHEMA_ARRAY = 1 << 3,
  SCHEMA_STRING = 1 << 4,
  SCHEMA_NUMBER = 1 << 5,
  SCHEMA_INTEGER = 1 << 6,
} SchemaType;

typedef enum
{
  SCHEMA_FORMAT_NONE,
  SCHEMA_FORMAT_DATE_TIME,
  SCHEMA_FORMAT_DATE,
  SCHEMA_FORMAT_UUID,
} SchemaFormat;

/* How many of something there may be. */
typedef struct
{
  gint64 min;
  gint64 max;
} SchemaCount;

/**
 * Schema:
 *
 * One schema, ready to be applied; what was absent is NULL, 0 or the widest bound. Schemas refer to
 * each other freely (a schema may hold itself), so the table of AnfSchemas owns them all.
 */
typedef struct _Schema Schema;
struct _Schema
{
  gboolean never; /* the schema `false` */
  guint types;    /* of SchemaType; 0 allows any */
  Schema *ref;
  GHashTable *definitions; /* name → Schema; for reference only */
  GPtrArray *allowed;      /* of JsonNode: enum */
  GPtrArray *constant;     /* of JsonNode, one: const */
  GHashTable *properties;  /* name → Schema */
  GPtrArray *required;     /* of char* */
  Schema *additional;
  Schema *items;
  gboolean unique_items;
  SchemaCount item_count;
  SchemaCount length; /* characters */
  GRegex *pattern;
  char *example; /* what fits @pattern, for people; NULL when the schema has none */
  SchemaFormat format;
  double minimum;
  double maximum;
  double above;      /* exclusiveMinimum */
  double below;      /* exclusiveMaximum */
  GPtrArray *all_of; /* of Schema */
  GPtrArray *any_of;
  GPtrArray *one_of;
};

/* Names of the bits of SchemaType, in their order. */
extern const char *const anf_schema_type_names[7];

/**
 * anf_schema_apply:
 * @faults: (element-type AnfSchemaFault): receives what is wrong
 */
void anf_schema_apply (const Schema *schema, JsonNode *value, GPtrArray *faults);
