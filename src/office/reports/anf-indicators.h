/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: indicators worked out, as data and as a table. */

#include "anf-statistics.h"

/**
 * anf_indicators_compute:
 * @own: (nullable): the days of a report that its month's are counted in, see AnfSources
 * @items: an array to which one object for each indicator is added, or NULL
 * @table: (out) (optional) (transfer full): the same for people, see anf-report-table.h
 *
 * Those of every office (domain.md F.3), then the scheme's own.
 */
gboolean anf_indicators_compute (const AnfStatistics *statistics,
                                 const AnfSpan *span,
                                 const AnfSpan *own,
                                 JsonArray *items,
                                 JsonObject **table,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_indicators_get: the use case. */
gboolean anf_indicators_get (AnfWork *work, GError **error);
