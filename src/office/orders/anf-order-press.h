/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what a letter says that presses for findings which another order carries. */

#include "anf-letter-draft.h"
#include "anf-orders.h"

/** anf_order_press: fills in what domain.md D.3, D.6 and D.7 ask for; @letter has its date, @draft
 * its findings. */
gboolean anf_order_press (AnfItem *order, AnfLetterDraft *draft, AnfLetter *letter, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_count_presses: how many supervisions (督办) of any of the order's findings its unit
 * was served and still has, itself left out; with @since (nullable), a time, none that was served
 * before it. */
gboolean anf_order_count_presses (AnfWork *work,
                                  const AnfItem *order,
                                  const char *since,
                                  guint *count,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
