/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: goes through findings in order and shows the rows of a list. */

#include "anf-filter.h"
#include "anf-ledger-row.h"

/** The most findings that one page of a filtered list looks at: a page may hold less than its
 * limit, none at all even, and the list still go on. */
#define ANF_LEDGER_SCAN_MAX 1000

/**
 * AnfLedgerScan:
 * @ids: (element-type AnfListColumn): the columns that this reader has
 * @columns: how they are written, for @filter
 * @filter: (nullable)
 * @unit_names: id → name, of units that were looked up
 * @query: which findings are looked at; its strings belong to the scan
 * @limit: how many findings one page shows; one that the list of @kind does not show takes its
 * place all the same, one that @filter does not let pass takes none
 * @last_id: the finding at which the last page ended, whose place is @query.after
 */
typedef struct
{
  AnfListKind kind;
  GArray *ids;
  AnfGridColumn *columns;
  AnfFilter *filter;
  GHashTable *unit_names;
  AnfRecordsQuery query;
  char *strings[5];
  gint64 limit;
  gboolean ended;
  char *last_id;
} AnfLedgerScan;

/** anf_ledger_scan_new: as the call asks for it, and within what its account may see. */
AnfLedgerScan *
anf_ledger_scan_new (AnfWork *work, AnfListKind kind, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_ledger_scan_free (AnfLedgerScan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfLedgerScan, anf_ledger_scan_free)

/** anf_ledger_scan_begin: at the page that the call's `limit` and `after` name, rather than with
 * the first. */
gboolean anf_ledger_scan_begin (AnfWork *work,
                                AnfLedgerScan *self,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_ledger_scan_dup_next: Returns: (transfer full) (nullable): where the next page begins; NULL
 * at the end */
char *anf_ledger_scan_dup_next (const AnfWork *work, const AnfLedgerScan *self);

typedef gboolean (*AnfLedgerEach) (AnfWork *work, AnfLedgerRow *row, gpointer data, GError **error);

/** anf_ledger_scan_page: calls @each for the next rows, and moves on. */
gboolean anf_ledger_scan_page (AnfWork *work,
                               AnfLedgerScan *self,
                               AnfLedgerEach each,
                               gpointer data,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
