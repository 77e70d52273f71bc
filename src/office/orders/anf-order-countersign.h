/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: 会签. Where several units lead, the drafter names those that have to agree to
   the order before its review is done (domain.md E.4, 2). While it is reviewed, and only then,
   their accounts with the role lead_unit see the draft; its findings they do not see. What they
   said is the office's, and is void when the draft changes. */

#include "anf-facts.h"

gboolean anf_orders_countersign (AnfWork *work, GError **error);

/** anf_order_check_countersign: ANF_ERROR_INVALID where one is asked that does not lead, or that
 * has to rectify. */
gboolean anf_order_check_countersign (JsonObject *doc, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_check_asked: before @order is handed in: INVALID where several units lead, and one of
 * them is not asked to countersign, without a reason (domain.md E.4, 2). */
gboolean anf_order_check_asked (AnfWork *work,
                                const AnfItem *order,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_check_round: ANF_ERROR_STATE where somebody asked has not answered, or does not agree,
 * and the review (order-review.json) does not say why it is approved all the same. */
gboolean anf_order_check_round (AnfWork *work,
                                const AnfItem *order,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_show_round: has the units asked find @order in their lists, or no more, after it went
 * on from @before. */
gboolean anf_order_show_round (AnfWork *work,
                               const AnfItem *order,
                               const char *before,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_take_round: asks for @doc also whom @from asks, of those that lead its areas. */
void anf_order_take_round (JsonObject *doc, JsonObject *from);

/** anf_order_void_round: what was said was said of another text. */
void anf_order_void_round (JsonObject *doc);
