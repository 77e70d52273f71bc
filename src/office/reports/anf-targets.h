/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: plan targets: how often a scheme asks for what, and how often it was done. */

#include "anf-statistics.h"

gboolean anf_targets_get (AnfWork *work, GError **error);

/**
 * anf_targets_compute:
 * @span: targets per week, month and so on are told for each that ends in it, or else for the one
 * that its last day lies in, as far as that day
 *
 * Returns: (transfer full) (element-type JsonObject): {id, name, clause?, period, area?,
 * area_name?, planned, done, missing, over}; a figure that nobody entered is none
 */
JsonArray *anf_targets_compute (const AnfStatistics *statistics,
                                const AnfSpan *span,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_targets_make_table: Returns: (transfer full): the same for a report */
JsonObject *anf_targets_make_table (JsonArray *items);
