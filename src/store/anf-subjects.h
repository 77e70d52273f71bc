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

/**
 * AnfSubjectSpan: the findings of one unit in one category that were closed in a time and still
 * are.
 * @since, @until: RFC 3339, both included
 */
typedef struct
{
  const char *unit;
  const char *category;
  const char *since;
  const char *until;
} AnfSubjectSpan;

/** anf_subjects_count_closed: how many there are, by their link `subject`. */
gboolean anf_subjects_count_closed (AnfTx *tx,
                                    const AnfSubjectSpan *span,
                                    gint64 *count,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_subjects_list_closed: Returns: (transfer full) (element-type utf8): their ids, the newest
 * first, at most 100 */
GPtrArray *anf_subjects_list_closed (AnfTx *tx,
                                     const AnfSubjectSpan *span,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_subjects_has_closed: whether @finding is among them. */
gboolean anf_subjects_has_closed (AnfTx *tx,
                                  const AnfSubjectSpan *span,
                                  const char *finding,
                                  gboolean *has,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
