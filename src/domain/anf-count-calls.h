/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* For anf-count.c alone: what those said who were asked after the closing (回访). */

#include "anf-count.h"

/** anf_count_find_evaluation: @evaluations: (nullable). Returns: (transfer none) (nullable): the
 * last that was made in @span; what was said earlier it has put right */
const AnfCaseEvaluation *anf_count_find_evaluation (const GArray *evaluations, const AnfSpan *span);

gboolean
anf_count_has_answer (const GArray *evaluations, const AnfSpan *span, AnfAnswerKind answer);
gboolean anf_count_has_any_answer (const GArray *evaluations, const AnfSpan *span);

/** anf_count_lead_fits: @filter: (nullable) */
gboolean anf_count_lead_fits (const AnfCaseLead *lead, const AnfCountFilter *filter);

/** anf_count_is_of_calls: whether @name counts leads that were answered and called back about. */
gboolean anf_count_is_of_calls (const char *name);
gint64 anf_count_calls (const char *name,
                        const AnfCaseBook *book,
                        const AnfSpan *span,
                        const AnfCountFilter *filter);

/** anf_count_sheets: of surveys: `survey_sheets`, `survey_replies` (valid ones),
 * `survey_satisfied`, `survey_basically`. */
gint64 anf_count_sheets (const char *name,
                         const AnfCaseBook *book,
                         const AnfSpan *span,
                         const AnfCountFilter *filter);
