/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-store.h"

/* What is known of one unit in one category. */

/** anf_subjects_format: Returns: (transfer full): the target of the link `subject` of a finding */
char *anf_subjects_format (const char *unit, const char *category);

/** anf_subjects_find_self_check: the last declaration made at @before (RFC 3339) or earlier; @doc:
 * (out) (transfer full) (nullable): NULL when there is none */
gboolean anf_subjects_find_self_check (AnfTx *tx,
                                       const char *unit,
                                       const char *category,
                                       const char *before,
                                       char **doc,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_subjects_list_closed: among those with the link `subject`. Returns: (transfer full)
 * (element-type utf8): ids of findings that were closed from @since to @until (RFC 3339) and still
 * are, the newest first, at most 100 */
GPtrArray *anf_subjects_list_closed (AnfTx *tx,
                                     const char *unit,
                                     const char *category,
                                     const char *since,
                                     const char *until,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
