/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: how evidence came to be here, in the words of a pack's papers. */

#include "anf-evidence-parent.h"

/**
 * AnfReferralOrigin:
 * @parent: what it was brought in for
 * @method: 提取方法
 * @note: 备注 of an original
 * @purpose: why it was handed to the vault
 */
typedef struct
{
  AnfNoun parent;
  const char *method;
  const char *note;
  const char *purpose;
} AnfReferralOrigin;

/** anf_referral_origins: one for each of anf_evidence_parents. */
extern const AnfReferralOrigin anf_referral_origins[ANF_EVIDENCE_PARENTS];

/** anf_referral_origin_find: which of them is that of @evidence; the first when it names none. */
guint anf_referral_origin_find (JsonObject *evidence);
