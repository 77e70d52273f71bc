/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-count.h"

#include <json-glib/json-glib.h>

/* Decimals are exact: thousandths for counts and figures, millionths for rates and targets. */
#define ANF_FIGURE_UNIT 1000
#define ANF_RATE_UNIT 1000000
/* Most indicators of one scheme, and terms of one sum. */
#define ANF_INDICATORS_MAX 200
#define ANF_TERMS_MAX 20

typedef enum
{
  ANF_MEASURE_NONE,       /* no formula that can be computed */
  ANF_MEASURE_COUNT,      /* a sum */
  ANF_MEASURE_RATIO,      /* one sum over another */
  ANF_MEASURE_CHANGE,     /* (now − a year ago) / a year ago */
  ANF_MEASURE_DIFFERENCE, /* a ratio now − the same ratio a year ago */
  ANF_MEASURE_LEAST,      /* the least that any unit of the scope has */
} AnfMeasureKind;

/* One summand: a figure that somebody entered, or with `@` a count of anf-count.h. */
typedef struct
{
  char *name;
  gboolean is_count;
  gboolean is_minus;
} AnfTerm;

typedef enum
{
  ANF_OP_NONE,
  ANF_OP_EQUAL,
  ANF_OP_AT_LEAST,
  ANF_OP_AT_MOST,
  ANF_OP_LESS,
  ANF_OP_MORE,
} AnfOp;

/**
 * AnfIndicator:
 * @period: how long it is taken over; ANF_SPAN_DAYS for as long as the report
 * @formula: the scheme's own words
 * @scope: ids of the units or groups that ANF_MEASURE_LEAST looks at
 */
typedef struct
{
  char *id;
  char *area;
  char *name;
  char *formula;
  char *clause;
  char *unit;
  AnfSpanKind period;
  AnfOp op;
  gint64 target;
  gboolean has_target;
  AnfMeasureKind kind;
  GPtrArray *numerator;   /* (element-type AnfTerm) */
  GPtrArray *denominator; /* likewise; NULL but for ratios */
  char **scope;
} AnfIndicator;

/**
 * anf_indicators_read:
 * @prefix: of the units' ids in the whole system
 *
 * Returns: (transfer full) (element-type AnfIndicator): those of the array `indicators` of @file,
 * whose formulas stand in `measure` as data; ANF_ERROR_INVALID with the path of what is wrong
 */
GPtrArray *anf_indicators_read (JsonObject *file,
                                const char *prefix,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_op_get_sign: `=`, `≥`, `≤`, `<`, `>`, or "". */
const char *anf_op_get_sign (AnfOp op);
