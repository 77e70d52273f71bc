/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: a list on paper, with the rows and cells that its workbook has. */

#include "anf-ledger-scan.h"

/** anf_ledger_paper_reply: @scan: before its first page. INVALID for more rows than paper is made
 * for. */
gboolean anf_ledger_paper_reply (AnfWork *work,
                                 AnfLedgerScan *scan,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
