/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-pack-proof.h"
#include "anf-pack.h"

/* A time-stamp is over the pack's checkpoint to the byte, which can then have no cosignatures
   beside it, and the witnesses were shown another state of the log than the authority. So a pack
   with time-stamps carries what the witnesses saw beside it: proofs/cosigned, and the proof that
   one of the two checkpoints continues the other (RFC 9162, 2.1.4): proofs/consistency, one hash a
   line in base64, and absent when they are of one size. When the log changed its key in between,
   proofs/cosigned.vkey is the key of the former, and the changes of key lead from one to the
   other. */

/**
 * anf_pack_cosigned_add:
 * @note: a checkpoint of the same log with its cosignatures
 * @vkey: (nullable): the key that signed it, unless it is that of the plan
 * @hashes: from the smaller of the two to the larger; none when they are of one size
 */
void anf_pack_cosigned_add (AnfPackPlan *plan,
                            const char *note,
                            const char *vkey,
                            const GByteArray *hashes);

/**
 * anf_pack_cosigned_check:
 * @consistency: (nullable): proofs/consistency
 * @size: (out): of @note's tree
 * @error: CORRUPT when @note is not the log's, or the two are not shown to be states of one log
 */
gboolean anf_pack_cosigned_check (GBytes *note,
                                  GBytes *consistency,
                                  const AnfPackLog *log,
                                  guint64 *size,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_pack_cosigned_check_plan: the same for what was added to @plan; TRUE when nothing was. */
gboolean anf_pack_cosigned_check_plan (const AnfPackPlan *plan,
                                       const AnfPackLog *log,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_pack_cosigned_has_key: whether what was added to @plan is by another key than the plan's. */
gboolean anf_pack_cosigned_has_key (const AnfPackPlan *plan);

/**
 * anf_pack_cosigned_describe:
 * @step: the text of one step of VERIFY.txt, whose line with @WITNESS@ is repeated for each
 * @number: of the step
 *
 * Returns: (transfer full): the step for whoever cosigned what is in @plan; "" for nobody
 */
char *anf_pack_cosigned_describe (const AnfPackPlan *plan, const char *step, const char *number);
