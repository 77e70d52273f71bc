/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what people are told of (提示). anf-notice-audience.c finds whom a rule
   means, anf-notice-maker.c makes the rows, anf-notice-sweep.c those of deadlines,
   anf-notice-title.c says what one tells of, anf-notices.c is what one does with one's own. */

#include "anf-work.h"

gboolean anf_notices_list (AnfWork *work, GError **error);
gboolean anf_notices_read (AnfWork *work, GError **error);

/**
 * anf_notices_tell:
 * @event: of the leaf, without its noun
 *
 * Tells whoever the rules of @item's scheme name, in the transaction of what happened and once for
 * each version: those that may read the record, and not who did it.
 */
gboolean anf_notices_tell (AnfWork *work, const AnfItem *item, const char *event, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * AnfNoticeCause: what a notice is made for.
 * @text: names it for ever: nobody is told twice for the same
 * @clock, @due: (nullable): the deadline that it is about
 * @for_office: units are not told of the deadline
 * @told: (nullable) (element-type utf8): accounts that are passed over, and to which those that are
 * told now are added
 * @writes: FALSE only counts
 */
typedef struct
{
  const char *text;
  const char *clock;
  const char *due;
  GHashTable *told;
  gboolean for_office;
  gboolean writes;
  guint count;
} AnfNoticeCause;

/** anf_notice_make: what @rule asks for about @item; @cause->count grows by those that were not
 * there. */
gboolean anf_notice_make (AnfWork *work,
                          const AnfItem *item,
                          const AnfNoticeRule *rule,
                          AnfNoticeCause *cause,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_notice_find_rules: Returns: (element-type AnfNoticeRule): those of @item's scheme, copied
 * since a scheme may be loaded anew */
GArray *anf_notice_find_rules (AnfWork *work,
                               const AnfItem *item,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_notice_find_audience: Returns: (transfer full) (element-type JsonObject): the active
 * accounts that @rule means, each once, whether or not they may read @item */
GPtrArray *anf_notice_find_audience (AnfWork *work,
                                     const AnfItem *item,
                                     const AnfNoticeRule *rule,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_notices_sweep:
 * @stopping: (nullable): as for anf_sweep_run()
 * @made: (out): notices
 *
 * Looks at the running deadlines of all orders, referrals and tasks. After an outage the nearest
 * reminder is made up for, not those before it. Makes its own transactions.
 */
gboolean anf_notices_sweep (AnfOffice *office, GCancellable *stopping, guint *made, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
