/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: flags of plausibility (疑点), and who answers them. */

#include "anf-work.h"

gboolean anf_flags_list (AnfWork *work, GError **error);
gboolean anf_flags_get (AnfWork *work, GError **error);
gboolean anf_flags_answer (AnfWork *work, GError **error);

/**
 * anf_flags_check_settled:
 * @subjects: evidence and visits
 * @all_seen: also refuse, as BUSY, while any of them is still to be examined or checked
 *
 * A verifier sees flags before anything is built on the evidence: STATE, naming them, as long as
 * one is not answered, or was answered with that it cannot be explained (刑诉解释 109, 114).
 */
gboolean anf_flags_check_settled (AnfWork *work,
                                  const char *const *subjects,
                                  gboolean all_seen,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_flags_check_finding: the same of a finding's evidence and of its visit. */
gboolean anf_flags_check_finding (AnfWork *work,
                                  JsonObject *finding,
                                  gboolean all_seen,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_flags_check_order: the same of all its findings, and of what shows them rectified. */
gboolean
anf_flags_check_order (AnfWork *work, JsonObject *order, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_flags_describe: Returns: (transfer full): the flags of the evidence @id as a case tells of
 * them, who answered under the log's pseudonym; empty when there are none */
JsonArray *
anf_flags_describe (AnfWork *work, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
