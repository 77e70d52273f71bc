/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-store.h"

/**
 * anf_numbers_take:
 * @series: e.g. a letter's code word and year
 *
 * Returns: the next number of @series from 1, or 0 with @error. It is used up only when the
 * transaction commits: without gaps, and never twice, since there is one writer.
 */
gint64 anf_numbers_take (AnfTx *tx, const char *series, GError **error);
