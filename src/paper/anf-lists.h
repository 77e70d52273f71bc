/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-grid.h"

/* The lists that an office keeps, all of them views of findings and their orders. */
typedef enum
{
  ANF_LIST_LEDGER,        /* 台账 */
  ANF_LIST_PROBLEMS,      /* 问题清单: what was established */
  ANF_LIST_CAUSES,        /* 原因清单: of the plans that were filed */
  ANF_LIST_MEASURES,      /* 措施清单: one row for each measure of a plan */
  ANF_LIST_RECTIFICATION, /* 整改清单: what is under an order */
  ANF_LIST_MECHANISMS,    /* 长效机制清单: one row for each problem */
} AnfListKind;

#define ANF_LIST_COUNT (ANF_LIST_MECHANISMS + 1)

/* Every column that any list has. */
typedef enum
{
  ANF_LIST_SEQUENCE,
  ANF_LIST_SCHEME, /* only where several are listed together */
  ANF_LIST_NUMBER,
  ANF_LIST_AREA,
  ANF_LIST_CATEGORY,
  ANF_LIST_CONTENT,
  ANF_LIST_UNIT,
  ANF_LIST_LEAD_UNITS,
  ANF_LIST_CO_UNITS,
  ANF_LIST_LEADER,
  ANF_LIST_DECISIONS,
  ANF_LIST_ACCOUNTABLE,
  ANF_LIST_PRINCIPAL,
  ANF_LIST_IN_CHARGE,
  ANF_LIST_FACT,
  ANF_LIST_CLAUSE,
  ANF_LIST_REQUIREMENT,
  ANF_LIST_FOUND,
  ANF_LIST_ESTABLISHED,
  ANF_LIST_ORDER,
  ANF_LIST_RECEIVED,
  ANF_LIST_RECTIFY_DUE,
  ANF_LIST_OVERDUE,
  ANF_LIST_PLAN,
  ANF_LIST_CAUSE,
  ANF_LIST_MEASURE,
  ANF_LIST_MEASURE_DUE,
  ANF_LIST_MEASURE_PERSON,
  ANF_LIST_MEASURE_UNIT,
  ANF_LIST_MEASURES_ALL,
  ANF_LIST_TARGET,
  ANF_LIST_PERSON,
  ANF_LIST_COMPLETE_BY,
  ANF_LIST_FEEDBACK,
  ANF_LIST_RESULT,
  ANF_LIST_COMPLETION,
  ANF_LIST_REINSPECTION,
  ANF_LIST_REINSPECTION_RESULT,
  ANF_LIST_RETURNS,
  ANF_LIST_STATE,
  ANF_LIST_CLOSED,
  ANF_LIST_MECHANISM,
  ANF_LIST_NOT_NEEDED,
  ANF_LIST_EVALUATED,
  ANF_LIST_EVALUATION,
  ANF_LIST_EXPOSED,
  ANF_LIST_NOTE,
} AnfListColumn;

#define ANF_LIST_COLUMN_COUNT (ANF_LIST_NOTE + 1)

/**
 * AnfList:
 * @name: `ledger`, `problems`, …
 * @title: 台账, 问题清单, … where a scheme has no word of its own
 * @ids: (array length=n_columns): what each of its columns is
 */
typedef struct
{
  const char *name;
  const char *title;
  const AnfListColumn *ids;
  guint n_columns;
} AnfList;

const AnfList *anf_list_get (AnfListKind kind);

/** anf_list_find: Returns: (nullable): the list of that @name */
const AnfList *anf_list_find (const char *name, AnfListKind *kind);

/**
 * anf_list_dup_ids:
 * @with_scheme: says of each row which scheme it is of
 * @for_unit: leaves out what a unit is not told
 *
 * Returns: (transfer full) (element-type AnfListColumn)
 */
GArray *anf_list_dup_ids (const AnfList *list, gboolean with_scheme, gboolean for_unit);

/** anf_list_dup_columns: Returns: (transfer full): how those of @ids are written, in order */
AnfGridColumn *anf_list_dup_columns (const GArray *ids);
