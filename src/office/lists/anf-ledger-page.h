/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-ledger-scan.h"

/** anf_ledger_page_reply: the page of the ledger that @scan and the call's `limit` and `after`
 * name, as JSON. */
gboolean anf_ledger_page_reply (AnfWork *work,
                                AnfLedgerScan *scan,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
