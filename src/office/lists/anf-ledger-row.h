/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: one row of a list, and what its cells say. */

#include "anf-lists.h"
#include "anf-work.h"

/**
 * AnfLedgerRow:
 * @finding: borrowed
 * @order: (nullable): the one that carries it
 * @unit_names: (nullable): id → name of units that were looked up before; borrowed
 * @measure: (nullable): borrowed from @order's plan, in a list of measures
 */
typedef struct
{
  AnfItem *finding;
  AnfItem *order;
  AnfScheme *scheme;
  GHashTable *unit_names;
  JsonObject *measure;
  guint number;
} AnfLedgerRow;

/** anf_ledger_row_begin: sets @row's finding and scheme, whose reference it then owns. For the unit
 * side @finding is then only what the disclosure shows of it. */
gboolean anf_ledger_row_begin (AnfWork *work, AnfItem *finding, AnfLedgerRow *row, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/** anf_ledger_row_load: then the order, likewise. */
gboolean
anf_ledger_row_load (AnfWork *work, AnfLedgerRow *row, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_ledger_row_is_of_finding: whether @column can be told before the order is loaded. */
gboolean anf_ledger_row_is_of_finding (AnfListColumn column);
void anf_ledger_row_clear (AnfLedgerRow *row);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnfLedgerRow, anf_ledger_row_clear)

/** anf_ledger_row_belongs: whether the list of @kind shows it at all. */
gboolean anf_ledger_row_belongs (const AnfLedgerRow *row, AnfListKind kind);

/** anf_ledger_row_dup_cell: Returns: (transfer full) (nullable): what stands in @column */
char *anf_ledger_row_dup_cell (AnfWork *work, const AnfLedgerRow *row, AnfListColumn column);

/** anf_ledger_row_list_names: Returns: (transfer full) (nullable): the same, and then what else it
 * is called: the id of a unit, the English word of a state */
char **anf_ledger_row_list_names (AnfWork *work, const AnfLedgerRow *row, AnfListColumn column);

/** anf_ledger_row_get_measures: Returns: (transfer none) (nullable): those of the plan */
JsonArray *anf_ledger_row_get_measures (const AnfLedgerRow *row);
