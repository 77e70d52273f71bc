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

/** anf_numbers_peek: Returns: the last number of @series that was taken or passed over, 0 before
 * the first; -1 with @error */
gint64 anf_numbers_peek (AnfTx *tx, const char *series, GError **error);

/** anf_numbers_pass: the next number of @series is the one after @last, which is above those that
 * were taken. */
gboolean anf_numbers_pass (AnfTx *tx, const char *series, gint64 last, GError **error);
