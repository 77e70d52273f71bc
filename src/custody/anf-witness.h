/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-key.h"
#include "anf-tree.h"

/* What a witness is asked, and what it may answer: `add-checkpoint` of C2SP tlog-witness. Who keeps
   what was seen, and how the question came, is the caller's. */

#define ANF_WITNESS_REQUEST_MAX 131072
#define ANF_WITNESS_HASHES_MAX 63

/**
 * AnfWitnessRequest:
 * @old_size: the size from which @hashes lead on
 * @hashes: the consistency proof's hashes, one after the other
 * @checkpoint: the signed checkpoint, verbatim
 * @origin: the log that it says to be of; nothing of it is verified
 */
typedef struct
{
  guint64 old_size;
  GByteArray *hashes;
  char *checkpoint;
  char *origin;
} AnfWitnessRequest;

void anf_witness_request_free (AnfWitnessRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfWitnessRequest, anf_witness_request_free)

/** anf_witness_request_format: @hashes: (nullable): none. Returns: (transfer full): the body */
char *
anf_witness_request_format (guint64 old_size, const GByteArray *hashes, const char *checkpoint);
/** anf_witness_request_parse: strict; INVALID, TOO_LARGE. */
AnfWitnessRequest *
anf_witness_request_parse (const char *text, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef enum
{
  ANF_WITNESS_COSIGN,    /* it continues what was seen: keep it, then cosign */
  ANF_WITNESS_MALFORMED, /* nonsense: 400 */
  ANF_WITNESS_UNSIGNED,  /* not by a trusted key of the log: 403 */
  ANF_WITNESS_STALE,     /* the proof does not begin at what was seen: 409 with its size */
  ANF_WITNESS_UNPROVEN,  /* signed by the log, and not shown to continue what was seen: 422 */
  ANF_WITNESS_FORKED,    /* the log signed two roots of one size: 409, and proof enough */
} AnfWitnessVerdict;

/**
 * anf_witness_judge:
 * @seen: the last head that was cosigned; size 0 when there is none
 * @verifiers: (element-type AnfVerifier): the keys of the log that the request is about
 * @head: (out): what the checkpoint states, for the verdicts that its signature was checked for
 * @error: why, unless the verdict is ANF_WITNESS_COSIGN
 */
AnfWitnessVerdict anf_witness_judge (const AnfWitnessRequest *request,
                                     const AnfTreeHead *seen,
                                     const GPtrArray *verifiers,
                                     AnfTreeHead *head,
                                     GError **error);
