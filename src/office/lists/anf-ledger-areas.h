/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-filter.h"
#include "anf-work.h"

/**
 * anf_ledger_areas_check:
 * @query: of which schemes the list is
 * @error: ANF_ERROR_INVALID where an area that @filter asks for is none of theirs, by id or name:
 * the list would be empty, which says that all is well there
 */
gboolean anf_ledger_areas_check (AnfWork *work,
                                 const AnfFilter *filter,
                                 const AnfRecordsQuery *query,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
