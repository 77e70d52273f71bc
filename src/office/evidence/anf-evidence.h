/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: evidence (证据). Bytes come in through anf-intake.c. */

#include "anf-facts.h"

gboolean anf_evidence_put (AnfWork *work, GError **error);
gboolean anf_evidence_list (AnfWork *work, GError **error);
gboolean anf_evidence_get (AnfWork *work, GError **error);
gboolean anf_evidence_get_content (AnfWork *work, GError **error);
gboolean anf_evidence_get_redacted (AnfWork *work, GError **error);
gboolean anf_evidence_get_thumbnail (AnfWork *work, GError **error);
/** anf_evidence_hand_over: records that it, or its carrier, changed hands. */
gboolean anf_evidence_hand_over (AnfWork *work, GError **error);
gboolean anf_evidence_get_receipt (AnfWork *work, GError **error);

/** anf_evidence_compare_taken: of pointers to AnfItem: as they were taken, not as they came in: a
 * quicker link may have brought the third before the second; those without a sequence last. */
int anf_evidence_compare_taken (gconstpointer a, gconstpointer b);

/** anf_evidence_derivative_id: Returns: (transfer full): the id of the @kind made of @original; the
 * same each time, so that making it again is no second one */
char *anf_evidence_derivative_id (const char *original, const char *kind);
