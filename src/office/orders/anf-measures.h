/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: the measures of a plan (整改措施), each with its day, and with the person and
   the unit that answer for it (落实到岗、量化到人). */

#include "anf-work.h"

/** anf_measures_check: that those of the call's plan name only units that the order goes to, or
 * that are below one of these. */
gboolean
anf_measures_check (AnfWork *work, const AnfItem *order, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_measure_describe: @names: (nullable): id → name of units, as of anf_unit_dup_name().
 * Returns: (transfer full): it in Chinese, with what is known of when and by whom */
char *anf_measure_describe (AnfWork *work, GHashTable *names, JsonObject *measure);
