/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: exposure (曝光) of a unit's case to the public. The office writes it, a
   leader who has not written it decides, publicity publishes and says where and when; what turns
   out wrong is corrected in the same way (anf-exposure-correction.h), or revoked by a leader.
   anf-exposure-draft.c is what may stand in one. */

#include "anf-work.h"

gboolean anf_exposures_put (AnfWork *work, GError **error);
gboolean anf_exposures_list (AnfWork *work, GError **error);
gboolean anf_exposures_get (AnfWork *work, GError **error);
gboolean anf_exposures_approve (AnfWork *work, GError **error);
gboolean anf_exposures_decline (AnfWork *work, GError **error);
gboolean anf_exposures_publish (AnfWork *work, GError **error);
gboolean anf_exposures_correct (AnfWork *work, GError **error);
gboolean anf_exposures_revoke (AnfWork *work, GError **error);

/** anf_exposure_check_draft: findings that were verified, of one unit, whose scheme and unit @doc
 * is given; photos that are redacted copies of what shows them; nobody of the office by name. */
gboolean
anf_exposure_check_draft (AnfWork *work, JsonObject *doc, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_exposure_check_text: @text of the body's @member names nobody who has an account of the
 * office: who was there is among them, and is not told by the refusal. */
gboolean anf_exposure_check_text (AnfWork *work,
                                  const char *member,
                                  const char *text,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
