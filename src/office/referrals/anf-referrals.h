/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: referrals to a discipline body (移送). anf-referral-case.c freezes the case
   when it is approved, anf-referral-letter.c issues its letter and list, anf-referral-register.c
   prints its 登记表, anf-referral-approval.c the 审批表 that comes before, anf-referral-pack.c
   hands it out, anf-referral-inquiry.c asks what became of it, anf-referral-result.c records what
   the body answered, anf-referral-hold.c holds what its body asks to hold. */

#include "anf-facts.h"
#include "anf-form-draft.h"
#include "anf-index.h"
#include "anf-pack.h"

gboolean anf_referrals_put (AnfWork *work, GError **error);
gboolean anf_referrals_list (AnfWork *work, GError **error);
gboolean anf_referrals_get (AnfWork *work, GError **error);
gboolean anf_referrals_approve (AnfWork *work, GError **error);
gboolean anf_referrals_send (AnfWork *work, GError **error);
gboolean anf_referrals_receive (AnfWork *work, GError **error);
gboolean anf_referrals_inquire (AnfWork *work, GError **error);
gboolean anf_referrals_archive (AnfWork *work, GError **error);
gboolean anf_referrals_get_letter (AnfWork *work, GError **error);
gboolean anf_referrals_get_list (AnfWork *work, GError **error);
gboolean anf_referrals_get_register (AnfWork *work, GError **error);
gboolean anf_referrals_get_approval (AnfWork *work, GError **error);
gboolean anf_referrals_get_inquiry (AnfWork *work, GError **error);

/** anf_referrals_get_pack: in transactions of its own: what is a look at who was talked to is noted
 * first. */
gboolean anf_referrals_get_pack (AnfWork *work, GError **error);

/** anf_referral_take_number: Returns: (transfer full): the next 移送文号 of this year, for a letter
 * of
 * @item's scheme; NULL on error */
char *anf_referral_take_number (AnfWork *work, const AnfItem *item, GError **error);

/** anf_referral_check: whether the actor may do this to @referral. */
gboolean
anf_referral_check (AnfWork *work, AnfItem *referral, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_referral_find_checked: Returns: (transfer full): that of the call, when the actor may do to
 * it what is asked for */
AnfItem *anf_referral_find_checked (AnfWork *work, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_referral_check_are_free: whether no finding of @referral, which the call is about, is with
 * another body or on its way there. */
gboolean anf_referral_check_are_free (AnfWork *work,
                                      JsonObject *referral,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_referrals_hash_and_approve: takes the SM3 hashes that anf_referrals_approve() will want,
 * then does it in a transaction of its own. */
gboolean anf_referrals_hash_and_approve (AnfWork *work, GError **error);

/**
 * anf_referral_take_checkpoint:
 * @approved: leaves that the pack's proofs need
 * @size: (out): of the checkpoint
 *
 * Puts into @plan the checkpoint under which its proofs are to stand, the key that signed it with
 * the changes of key that led to it, and what others say of it: the time-stamps of the first
 * stamped checkpoint of at least @approved leaves, and what a witness first signed of as many.
 */
gboolean anf_referral_take_checkpoint (
    AnfWork *work, AnfPackPlan *plan, gint64 approved, gint64 *size, GError **error);

/** anf_referral_dup_sm3: Returns: (transfer full): SM3 of a blob, known as @what; STATE when that
 * is not as it was kept, BUSY when it is a large one that was not hashed before the transaction */
char *anf_referral_dup_sm3 (AnfWork *work, const char *sha256, const char *what, GError **error);

/**
 * anf_referral_freeze:
 *
 * Puts the case as it stands into the vault: case file, index and hand-over list. Fatal defects
 * (domain.md D.10) refuse it and are named.
 *
 * Returns: (transfer full): {case_sha256, case_size, index_sha256, …} for the record
 */
JsonObject *
anf_referral_freeze (AnfWork *work, AnfItem *referral, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AnfReferralPapers:
 *
 * What the 移送清单 lists besides the letters, and where its documents go.
 * @evidence: (array length=n_evidence): as in the 电子数据清单; @entries: the same in case.json
 * @orders, @talks: letters of the case and records of talks, as case.json has them
 * @index, @custody: what else was made for the case
 */
typedef struct
{
  const AnfIndexItem *evidence;
  gsize n_evidence;
  JsonArray *entries;
  JsonArray *orders;
  JsonArray *talks;
  GBytes *index;
  GBytes *custody;
} AnfReferralPapers;

/**
 * anf_referral_issue:
 *
 * Issues the 移送函 and the 移送清单 (domain.md D.8): into the vault, each with its leaf, and into
 * the referral's document as `letter` and `list`.
 *
 * Returns: (transfer full): an entry of case.json for each
 */
JsonArray *anf_referral_issue (AnfWork *work,
                               AnfItem *referral,
                               const AnfReferralPapers *papers,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_referral_read_case: Returns: (transfer full): case.json of a referral that is approved */
JsonObject *
anf_referral_read_case (AnfWork *work, AnfItem *referral, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_referral_word_suspicion: 涉嫌性质, as letters have it. */
const char *anf_referral_word_suspicion (const char *suspicion);
/** anf_referral_set_form: what each form of @referral says. */
gboolean anf_referral_set_form (AnfFormDraft *form,
                                const AnfItem *referral,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_referral_dup_feedback: @letter: what the letter is called where this stands. Returns:
 * (transfer full): what is asked to be answered, and by when, without a full stop */
char *anf_referral_dup_feedback (const AnfScheme *scheme, const char *letter);
/** anf_referral_dup_exhibits: Returns: (transfer full) (nullable): 证据编号 of @evidence; NULL for
 * what no finding names itself */
char *anf_referral_dup_exhibits (JsonArray *exhibits, const char *evidence);
