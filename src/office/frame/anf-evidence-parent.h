/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what evidence was brought in for. */

#include "anf-records.h"

#include <json-glib/json-glib.h>

#define ANF_EVIDENCE_PARENTS 3

/** AnfEvidenceParent: @member: that names it in a document */
typedef struct
{
  const char *member;
  AnfNoun noun;
} AnfEvidenceParent;

/** anf_evidence_parents: each piece of evidence names one of these. */
extern const AnfEvidenceParent anf_evidence_parents[ANF_EVIDENCE_PARENTS];

/**
 * anf_evidence_peek_parent:
 * @evidence: the document, or what an upload says of itself
 * @noun: (out): what it was brought in for
 *
 * Returns: (nullable): its id
 */
const char *anf_evidence_peek_parent (JsonObject *evidence, AnfNoun *noun);

/** anf_evidence_copy_parent: sets on @to what names the parent in @evidence. */
void anf_evidence_copy_parent (JsonObject *to, JsonObject *evidence);
