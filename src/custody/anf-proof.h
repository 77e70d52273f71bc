/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-key.h"
#include "anf-tree.h"

/* Longest tlog-proof that is read. */
#define ANF_PROOF_SIZE_MAX 131072

/**
 * anf_proof_check_inclusion:
 * @hashes: the hashes one after the other
 * @error: ANF_ERROR_CORRUPT when they do not lead from @leaf_hash to @head (RFC 9162 2.1.3.2)
 */
gboolean anf_proof_check_inclusion (const guint8 leaf_hash[ANF_HASH_SIZE],
                                    guint64 index,
                                    const AnfTreeHead *head,
                                    const GByteArray *hashes,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_proof_check_consistency:
 * @error: ANF_ERROR_CORRUPT when @new_head is not shown to continue @old_head (RFC 9162 2.1.4.2).
 * An empty old tree proves nothing and is refused, and so are hashes between equal sizes.
 */
gboolean anf_proof_check_consistency (const AnfTreeHead *old_head,
                                      const AnfTreeHead *new_head,
                                      const GByteArray *hashes,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AnfProof:
 * @index: the leaf's index
 * @hashes: the inclusion proof's hashes, one after the other
 * @checkpoint: the signed checkpoint, verbatim
 * @extra: (nullable): bytes that nobody vouches for
 *
 * One leaf's proof as a file (C2SP tlog-proof): with the leaf and the vkey all that is needed.
 */
typedef struct
{
  guint64 index;
  GByteArray *hashes;
  char *checkpoint;
  GBytes *extra;
} AnfProof;

/** anf_proof_new: @hashes: (transfer full) */
AnfProof *anf_proof_new (guint64 index, GByteArray *hashes, const char *checkpoint);
void anf_proof_free (AnfProof *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfProof, anf_proof_free)

/** anf_proof_format: Returns: (transfer full): the file's text */
char *anf_proof_format (const AnfProof *self);
/** anf_proof_parse: strict; INVALID, TOO_LARGE. Nothing is verified yet. */
AnfProof *anf_proof_parse (const char *text, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_proof_verify:
 * @leaf: the leaf's bytes
 * @head: (out) (optional): the tree that it is in
 *
 * Whether the log of @verifier's name has stated a tree that holds @leaf at the proof's index.
 */
gboolean anf_proof_verify (const AnfProof *self,
                           GBytes *leaf,
                           const AnfVerifier *verifier,
                           AnfTreeHead *head,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
