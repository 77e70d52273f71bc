/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what somebody writes into a report when it is made: which problems are
   typical (典型问题), to whom it goes (主送), 工作建议 and 下步工作. It is frozen with what was
   counted. */

#include "anf-work.h"

/** Who goes and looks under cover: no report names them. */
#define ANF_REPORT_UNNAMED (ANF_ROLE_INSPECTOR | ANF_ROLE_TEAM_LEAD | ANF_ROLE_REINSPECTOR)

/**
 * anf_report_words_take: of the call's body into @doc.
 * @error: INVALID for words that name who inspects, or are blank
 */
gboolean
anf_report_words_take (AnfWork *work, JsonObject *doc, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_report_words_check_same: CONFLICT when the call's body asks for words that @doc, a report
 * that was made before, has not: they would be lost without a word. */
gboolean anf_report_words_check_same (AnfWork *work,
                                      JsonObject *doc,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
