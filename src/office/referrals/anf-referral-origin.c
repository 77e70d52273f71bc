/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-referral-origin.h"

const AnfReferralOrigin anf_referral_origins[] = {
  { ANF_NOUN_VISIT, "现场采集", "原件", "现场采集后上传入库" },
  { ANF_NOUN_LEAD, "随线索收到", "原件（随线索收到）", "随线索收到后上传入库" },
  { ANF_NOUN_ORDER, "整改、复查时形成", "原件（整改、复查时形成）", "整改、复查时形成，上传入库" },
};

guint
anf_referral_origin_find (JsonObject *evidence)
{
  AnfNoun parent = ANF_NOUN_VISIT;
  if (evidence == NULL || anf_evidence_peek_parent (evidence, &parent) == NULL)
    return 0;
  for (guint i = 0; i < ANF_EVIDENCE_PARENTS; i++)
    if (anf_referral_origins[i].parent == parent)
      return i;
  return 0;
}
