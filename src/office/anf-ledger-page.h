/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-work.h"

/** anf_ledger_page_reply: the page of the ledger that @query and the call's `limit` and `after`
 * name, as JSON. */
gboolean anf_ledger_page_reply (AnfWork *work,
                                AnfRecordsQuery *query,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
