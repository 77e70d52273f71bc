/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: records of talks (谈话记录) that go along with a referral. They are
   testimony: beside the electronic data, and in no list of it (法发〔2016〕22号 1). Whoever
   approves names them, since the drafter may not know of any, and what a visit's people heard of
   other matters is not for the body that gets these (需知原则). The referral's own record therefore
   does not name them: only the case file does, and the papers, which are for those who may read
   talks.

   Who was talked to stands in the records themselves, so that handing out the pack is a look at it.
 */

#include "anf-csv.h"
#include "anf-letter-draft.h"

/* Where the original of such a record is: what was signed by hand. */
#define ANF_REFERRAL_TALKS_CARRIER "谈话记录的原件为纸质"

/**
 * anf_referral_take_talks:
 * @csv: custody.csv, to which what the log knows of them is added
 * @error: INVALID or STATE naming the talk that is not of the findings' visits, or not signed
 *
 * Returns: (transfer full): an entry of case.json for each talk that the approval names
 */
JsonArray *anf_referral_take_talks (AnfWork *work, AnfItem *referral, AnfCsv *csv, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_referral_list_talks: @talks: (nullable): of case.json; @items: AnfFormItem of 移送材料,
 * which borrow from both; @draft: what they are kept with */
void anf_referral_list_talks (JsonArray *talks, AnfLetterDraft *draft, GArray *items);

/**
 * anf_referral_note_talks:
 * @talks: (nullable): of case.json
 * @error: DENIED unless the actor may look who was talked to, in each of them
 *
 * The actor's look at all of them, in each talk with its leaf and the reason of the call's query.
 */
gboolean
anf_referral_note_talks (AnfWork *work, JsonArray *talks, GError **error) G_GNUC_WARN_UNUSED_RESULT;
