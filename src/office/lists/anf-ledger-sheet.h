/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: a list as a table for spreadsheets, or as JSON. */

#include "anf-ledger-scan.h"
#include "anf-list-stream.h"

/** anf_ledger_sheet_dup_title: Returns: (transfer full): what the scheme calls the list, when it is
 * the list of one scheme */
char *anf_ledger_sheet_dup_title (AnfWork *work,
                                  const AnfLedgerScan *scan,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_ledger_sheet_reply: @scan: (transfer full): the whole list, written while it is sent. */
gboolean anf_ledger_sheet_reply (AnfWork *work,
                                 AnfSheetFormat format,
                                 AnfLedgerScan *scan,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_ledger_sheet_reply_json: one page of it; a finding that the list does not show takes its
 * place on the page all the same, so that pages end where the ledger's do. */
gboolean anf_ledger_sheet_reply_json (AnfWork *work,
                                      AnfLedgerScan *scan,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
