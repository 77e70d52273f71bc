/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-key.h"

/**
 * AnfPackLog:
 * @verifier: the log's key
 * @vkey: the same as text
 * @checkpoint: the pack's checkpoint, verbatim
 * @changes: (nullable) (element-type utf8): the pack's changes of key, which lead to others that
 * the log has or had
 */
typedef struct
{
  const AnfVerifier *verifier;
  const char *vkey;
  GBytes *checkpoint;
  const GPtrArray *changes;
} AnfPackLog;

/**
 * anf_pack_proof_check_leaf:
 * @path: of the file in the pack
 * @sha256: of the file
 * @id: (nullable): the evidence's id
 *
 * Whether @leaf is a line of a log, and the record of this file.
 */
gboolean anf_pack_proof_check_leaf (GBytes *leaf,
                                    const char *path,
                                    const char *sha256,
                                    const char *id,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_pack_proof_check: whether @proof shows @leaf to be in the log at its checkpoint. */
gboolean anf_pack_proof_check (GBytes *proof, GBytes *leaf, const AnfPackLog *log, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
