/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what was closed or answered is looked at again (事后评估、跟踪回访). */

#include "anf-work.h"

gboolean anf_evaluations_of_finding (AnfWork *work, GError **error);
gboolean anf_evaluations_of_lead (AnfWork *work, GError **error);

/**
 * anf_evaluations_find_negative:
 * @number: counted from 1
 *
 * Returns: (transfer none) (nullable): that evaluation of @finding, if it may reopen it: one that
 * says that it does not hold, made after the closing that stands; INVALID else
 */
JsonObject *anf_evaluations_find_negative (const AnfItem *finding,
                                           gint64 number,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_evaluations_find_last: Returns: (transfer none) (nullable): the last one since it was last
 * closed or answered */
JsonObject *anf_evaluations_find_last (JsonObject *doc);
