/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: a report as a document to be printed. */

#include "anf-paper.h"
#include "anf-work.h"

/** anf_report_paper_check_words: whether what somebody wrote into @doc can be set here; where
 * papers cannot, it is not asked. UNAVAILABLE naming the characters. */
gboolean anf_report_paper_check_words (AnfWork *work,
                                       JsonObject *doc,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_report_paper_reply:
 * @doc: the report as it is kept
 * @format: PDF; or DOCX, a draft to be edited further, whose number is left open
 * @error: UNAVAILABLE where papers cannot be set here, TOO_LARGE for more than a document may hold
 *
 * The same report gives the same bytes, as long as program and faces are the same.
 */
gboolean anf_report_paper_reply (AnfWork *work,
                                 JsonObject *doc,
                                 const char *title,
                                 AnfPaperFormat format,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
