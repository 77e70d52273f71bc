/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what keeps electronic data from being evidence (domain.md D.10). Fatal: it
   was changed, or may have been (刑诉解释 114). Repairable: names, kinds and formats that are not
   clear, times that want explaining (刑诉解释 113): they need a 补正说明, which goes into the pack.
 */

#include "anf-work.h"

typedef struct
{
  JsonArray *repairable; /* {item, defect}: goes into case.json */
  GPtrArray *fatal;      /* what to say, in the reader's language */
} AnfDefects;

void anf_referral_defects_init (AnfDefects *self);
void anf_referral_defects_clear (AnfDefects *self);

/** anf_referral_defects_look: at one item of evidence. @name: in the pack, or the carrier's */
void anf_referral_defects_look (AnfDefects *self, const AnfItem *item, const char *name);

/**
 * anf_referral_defects_judge:
 * @explanation: (nullable): the 补正说明
 * @error: ANF_ERROR_STATE naming every defect that forbids to go on
 */
gboolean anf_referral_defects_judge (const AnfDefects *self,
                                     const char *explanation,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
