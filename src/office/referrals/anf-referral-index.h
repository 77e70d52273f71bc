/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: index.pdf of a referral's pack: 电子数据清单 and 提取记录 (domain.md D.10).
 */

#include "anf-index.h"
#include "anf-work.h"

/**
 * AnfReferralIndex:
 *
 * The list while it is put together.
 * @rows: (element-type AnfIndexItem): in the order in which they were added
 */
typedef struct
{
  AnfWork *work;
  AnfItem *referral;
  GArray *rows;
  GPtrArray *ids;   /* of the evidence of each row */
  GPtrArray *texts; /* what the rows borrow */
  guint origins;    /* bits: how the files came that were brought in */
  gboolean has_carriers;
} AnfReferralIndex;

void anf_referral_index_init (AnfReferralIndex *self, AnfWork *work, AnfItem *referral);
void anf_referral_index_clear (AnfReferralIndex *self);

/** anf_referral_index_add: @entry: of case.json; @doc: the evidence */
gboolean anf_referral_index_add (AnfReferralIndex *self,
                                 JsonObject *entry,
                                 JsonObject *doc,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_referral_index_find: which row evidence @id is, counted from 1; 0 for none. */
guint anf_referral_index_find (const AnfReferralIndex *self, const char *id);

/** anf_referral_index_render: @explanation: (nullable): 补正说明. Returns: (transfer full): a PDF
 */
GBytes *anf_referral_index_render (AnfReferralIndex *self,
                                   const char *explanation,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
