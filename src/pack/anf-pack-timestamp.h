/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-pack.h"

/* Time-stamps of the pack's checkpoint: proofs/timestamp/NAME.tsr, and the certificates that it
   verifies under, NAME.pem. */

/**
 * anf_pack_timestamp_add:
 * @name: of the authority: a-z, 0-9 and `-`
 *
 * Puts a time-stamp of @plan's checkpoint among its extras.
 */
void
anf_pack_timestamp_add (AnfPackPlan *plan, const char *name, GBytes *reply, const char *ca_pem);

/** anf_pack_timestamp_dup_name: Returns: (transfer full) (nullable): the authority that the file
 * @path is a time-stamp of; NULL when it is none */
char *anf_pack_timestamp_dup_name (const char *path);

/**
 * anf_pack_timestamp_describe:
 * @step: the text of one step of VERIFY.txt, whose line with @AT@ is repeated for each
 *
 * Returns: (transfer full) (nullable): the step for @plan's time-stamps; "" when it has none; NULL
 * with @error when one does not verify
 */
char *anf_pack_timestamp_describe (const AnfPackPlan *plan,
                                   const char *step,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
