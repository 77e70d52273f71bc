/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what is put right of an exposure that is out (更正). It goes the way of the
   exposure itself: written by one, decided by a leader who has not, then made public. Until it is,
   it stands in the record's `correction`, which no unit is shown; then in `corrections`. */

#include "anf-work.h"

/** anf_exposure_mask_act: whom the decision on @exposure left unnamed, and whom only an 问责建议
 * names,
 * @member of @act does not name either. */
gboolean anf_exposure_mask_act (AnfWork *work,
                                const AnfItem *exposure,
                                JsonObject *act,
                                const char *member,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_exposure_correction_draft: as the body has it, in place of any that is not out yet; its
 * writer does not decide on @exposure any more. */
gboolean anf_exposure_correction_draft (AnfWork *work,
                                        AnfItem *exposure,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_exposure_correction_approve: ANF_ERROR_STATE where none waits for it; likewise
 * anf_exposure_correction_decline(). */
gboolean anf_exposure_correction_approve (AnfWork *work,
                                          AnfItem *exposure,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean anf_exposure_correction_decline (AnfWork *work,
                                          AnfItem *exposure,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_exposure_correction_find_approval: Returns: (transfer none): the act by which the one that
 * is to go out was approved; NULL with ANF_ERROR_STATE where there is none */
JsonObject *anf_exposure_correction_find_approval (const AnfItem *exposure, GError **error);

/** anf_exposure_correction_publish: as the body says where and when; it has been approved. */
void anf_exposure_correction_publish (AnfWork *work, AnfItem *exposure);
