/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-pack-proof.h"
#include "anf-pack.h"

/* States of the log that a pack carries beside its checkpoint, each a signed checkpoint, with the
   proof that one of the two continues the other (RFC 9162, 2.1.4): one hash a line in base64, and
   absent when they are of one size. When the log changed its key in between, the key of the other
   state is there too, and the changes of key lead from one to the other. */

/**
 * AnfPackBeside:
 * @ANF_PACK_BESIDE_COSIGNED: what witnesses signed. A time-stamp is over the pack's checkpoint to
 * the byte, which can then have no cosignatures beside it, and the witnesses were shown another
 * state of the log than the authority
 * @ANF_PACK_BESIDE_CONTINUED: what the log's newest key signed, where nothing else in the pack is
 * by it. A key does not vouch for what an older one signed, which may be known to others by now:
 * only that its own log goes on from there
 */
typedef enum
{
  ANF_PACK_BESIDE_COSIGNED,
  ANF_PACK_BESIDE_CONTINUED,
  ANF_PACK_BESIDES,
} AnfPackBeside;

/**
 * AnfPackBesidePaths:
 * @note: of the signed checkpoint, @vkey of its key where it is not that of the pack's checkpoint,
 * @consistency of the proof
 */
typedef struct
{
  const char *note;
  const char *vkey;
  const char *consistency;
} AnfPackBesidePaths;

/** anf_pack_beside_paths: where @which lies in a pack. */
const AnfPackBesidePaths *anf_pack_beside_paths (AnfPackBeside which);

/**
 * anf_pack_beside_add:
 * @note: a checkpoint of the same log
 * @vkey: (nullable): the key that signed it, unless it is that of the plan
 * @hashes: from the smaller of the two to the larger; none when they are of one size
 */
void anf_pack_beside_add (AnfPackPlan *plan,
                          AnfPackBeside which,
                          const char *note,
                          const char *vkey,
                          const GByteArray *hashes);

/**
 * AnfPackState: one of them as it was read.
 * @vkey: (nullable): the key that signed it, where it is another than the log's
 * @consistency: (nullable): the proof
 */
typedef struct
{
  GBytes *note;
  const char *vkey;
  GBytes *consistency;
} AnfPackState;

/**
 * anf_pack_beside_check:
 * @size: (out): of @state's tree
 * @error: CORRUPT when @state is not the log's, or the two are not shown to be states of one log
 */
gboolean anf_pack_beside_check (const AnfPackState *state,
                                const AnfPackLog *log,
                                guint64 *size,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_pack_beside_check_plan: the same for what was added to @plan; TRUE when nothing was. */
gboolean anf_pack_beside_check_plan (const AnfPackPlan *plan,
                                     const AnfPackLog *log,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_pack_beside_describe_keys:
 * @step: what VERIFY.txt says of other keys of the log than the plan's, whose lines with @KEY@ are
 * repeated for each that signed something in the pack
 *
 * Returns: (transfer full): the same for @plan; "" when it shows no change of key
 */
char *anf_pack_beside_describe_keys (const AnfPackPlan *plan, const char *step);

/**
 * anf_pack_beside_describe_witnesses:
 * @step: the text of one step of VERIFY.txt, whose line with @WITNESS@ is repeated for each
 * @number: of the step
 *
 * Returns: (transfer full): the step for whoever cosigned what is in @plan; "" for nobody
 */
char *
anf_pack_beside_describe_witnesses (const AnfPackPlan *plan, const char *step, const char *number);
