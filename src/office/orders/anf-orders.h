/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: orders (整改通知、督办 and what else presses). anf-order-draft.c writes them,
   anf-order-split.c parts drafts and puts them together, anf-order-countersign.c has lead units
   agree to them,
   anf-orders.c carries them from review to service, anf-order-letter.c makes the letter,
   anf-order-press.c what one says that presses, anf-order-clocks.c explains its clocks,
   anf-order-receipt.c the form to be signed for it, anf-order-forms.c the others,
   anf-order-plan.c hears the unit, anf-order-objection.c says which objections it has,
   anf-order-appeal.c hears its appeal, anf-order-result.c checks what came of it. */

#include "anf-facts.h"
#include "anf-order-kind.h"

gboolean anf_orders_put (AnfWork *work, GError **error);
gboolean anf_orders_list (AnfWork *work, GError **error);
gboolean anf_orders_get (AnfWork *work, GError **error);
gboolean anf_orders_get_letter (AnfWork *work, GError **error);
gboolean anf_orders_get_receipt (AnfWork *work, GError **error);
gboolean anf_orders_get_assignment (AnfWork *work, GError **error);
gboolean anf_orders_get_plan (AnfWork *work, GError **error);
gboolean anf_orders_get_report (AnfWork *work, GError **error);
gboolean anf_orders_get_closing (AnfWork *work, GError **error);
gboolean anf_orders_get_reply (AnfWork *work, GError **error);
gboolean anf_orders_get_return (AnfWork *work, GError **error);
gboolean anf_orders_get_interview (AnfWork *work, GError **error);
gboolean anf_orders_get_clocks (AnfWork *work, GError **error);
gboolean anf_orders_submit (AnfWork *work, GError **error);
gboolean anf_orders_review (AnfWork *work, GError **error);
gboolean anf_orders_sign (AnfWork *work, GError **error);
gboolean anf_orders_number (AnfWork *work, GError **error);
gboolean anf_orders_serve (AnfWork *work, GError **error);

gboolean anf_orders_split (AnfWork *work, GError **error);
gboolean anf_orders_merge (AnfWork *work, GError **error);

gboolean anf_orders_receive (AnfWork *work, GError **error);
gboolean anf_orders_object (AnfWork *work, GError **error);
gboolean anf_orders_settle (AnfWork *work, GError **error);
gboolean anf_orders_plan (AnfWork *work, GError **error);
gboolean anf_orders_accept (AnfWork *work, GError **error);
gboolean anf_orders_return_plan (AnfWork *work, GError **error);
gboolean anf_orders_extend (AnfWork *work, GError **error);
gboolean anf_orders_grant_extension (AnfWork *work, GError **error);

gboolean anf_orders_appeal (AnfWork *work, GError **error);
gboolean anf_orders_decide_appeal (AnfWork *work, GError **error);

gboolean anf_orders_feedback (AnfWork *work, GError **error);
gboolean anf_orders_reinspect (AnfWork *work, GError **error);
gboolean anf_orders_confirm (AnfWork *work, GError **error);
gboolean anf_orders_return (AnfWork *work, GError **error);
gboolean anf_orders_close (AnfWork *work, GError **error);
gboolean anf_orders_withdraw (AnfWork *work, GError **error);
gboolean anf_orders_issue_withdrawal (AnfWork *work, GError **error);
gboolean anf_orders_get_withdrawal (AnfWork *work, GError **error);

/* Shared by the files above. */

/** anf_order_find_checked: the order that the call names, after the policy has agreed. @sheet:
 * (optional): the facts it agreed on, to be cleared by the caller */
AnfItem *anf_order_find_checked (AnfWork *work,
                                 AnfFactSheet *sheet,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_move_findings: each finding of the order follows it. */
gboolean anf_order_move_findings (AnfWork *work, AnfItem *order, const char *event, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_finish: saves as `order.@event` and replies. */
gboolean anf_order_finish (AnfWork *work, AnfItem *order, const char *event, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_order_build:
 * @body: as order-put.json has it
 *
 * Returns: (transfer full): the draft's document, with what follows from its findings and from the
 * habits of the office
 */
JsonObject *anf_order_build (AnfWork *work, const char *id, JsonObject *body, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_create: @doc: (transfer full): of anf_order_build(), stored as a draft. */
AnfItem *
anf_order_create (AnfWork *work, JsonObject *doc, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_add_finding: takes scheme, addressee and lead units of @doc, which has id and kind,
 * from one finding more; INVALID, STATE or CONFLICT where it does not go with the others. */
gboolean anf_order_add_finding (AnfWork *work, JsonObject *doc, const char *id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_leave: the order that @finding was in is its own no more; who was told of it with that
 * one is told with the next, or not at all. */
gboolean
anf_order_leave (AnfWork *work, AnfItem *finding, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_reassign: another unit is responsible for the finding; none is told anew when it is
 * the same. */
gboolean anf_order_reassign (AnfWork *work, const char *id, const char *unit, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_get_clocks: Returns: (transfer none): the array, made when absent */
JsonArray *anf_order_get_clocks (AnfItem *item);

/** anf_order_start_clock: the scheme's clock @id from @trigger_at; a scheme without it starts
 * none. */
gboolean anf_order_start_clock (AnfWork *work,
                                AnfItem *item,
                                const char *id,
                                gint64 trigger_at,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_get_kind: Returns: (transfer none): what sort of letter it is */
const AnfOrderKind *anf_order_get_kind (const AnfItem *order);

/** anf_order_move: along the life cycle of its kind; STATE names what a notice does not have. */
gboolean anf_order_move (AnfWork *work, AnfItem *order, const char *event, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_is_rectification: whether its findings go along with it; a supervision (督办) stands
 * beside the order that carries them. */
gboolean anf_order_is_rectification (const AnfItem *order);

/** anf_order_start_rectify: the order's own deadline, as drafted or as set anew by a return;
 * @trigger, e.g. `order.received`, is the event of day 0, and @trigger_at when it was. */
gboolean anf_order_start_rectify (AnfWork *work,
                                  AnfItem *order,
                                  JsonObject *rectify,
                                  const char *trigger,
                                  gint64 trigger_at,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_order_find_arrival:
 * @first: before which it cannot have been
 * @refusal: of another day, after that day
 * @at: (out): when something came: now, or on the day `received_on` of the call's body
 */
gboolean anf_order_find_arrival (AnfWork *work,
                                 const GDate *first,
                                 const char *refusal,
                                 gint64 *at,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_order_find_receipt:
 * @sent: {by, at} of the service or sending
 * @at: (out): when it was signed for: now, or on the day `received_on` of the call's body, which a
 * paper receipt brings along and from which the law counts
 */
gboolean anf_order_find_receipt (AnfWork *work, JsonObject *sent, gint64 *at, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_check_in_time: STATE, @refusal followed by the last day, when @period after the day of
 * receipt is over. Where the calendar ends the unit has the benefit of it. */
gboolean anf_order_check_in_time (AnfWork *work,
                                  AnfItem *order,
                                  const AnfPeriod *period,
                                  const char *refusal,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_get_return_period: Returns: (transfer none): within which, from the receipt on, a unit
 * says that a matter is not its own (退件异议) */
const AnfPeriod *anf_order_get_return_period (const AnfScheme *scheme);

/** anf_order_begin_objection: STATE when the unit has objected before, or too late; keeps what it
 * objected before in `objections`, and lets the plan's clock stand where it is not responsible. */
gboolean anf_order_begin_objection (AnfWork *work, AnfItem *order, const char *kind, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_end_objection: of one that was rejected: the plan's clock goes on. */
gboolean
anf_order_end_objection (AnfWork *work, AnfItem *order, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_order_append: adds @object to the array @member, made when absent. */
void anf_order_append (JsonObject *doc, const char *member, JsonObject *object);
