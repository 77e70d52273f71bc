/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-key.h"

/* A witness's statement that, at a time, the checkpoint was the largest consistent one of its log
   that it had seen: C2SP tlog-cosignature, `cosignature/v1` with Ed25519. */

/**
 * anf_cosignature_make:
 * @note: a checkpoint, signed by its log
 * @witness: see anf_signer_to_witness()
 * @seconds: the present, since the epoch
 *
 * Returns: (transfer full): the line to be added to @note, with its newline
 */
char *anf_cosignature_make (const char *note,
                            const AnfSigner *witness,
                            gint64 seconds,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_cosignature_check:
 * @seconds: (out) (optional): when it was made; the newest when there are several
 * @error: ANF_ERROR_DENIED when @witness did not cosign @note, ANF_ERROR_CORRUPT when a line of its
 * is wrong
 *
 * Says nothing of the log's own signature.
 */
gboolean anf_cosignature_check (const char *note,
                                gsize size,
                                const AnfVerifier *witness,
                                gint64 *seconds,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_cosignature_pick:
 * @note: the checkpoint that was shown to @witness
 * @lines: what came back
 *
 * Returns: (transfer full): the newest line of @lines by @witness; errors as
 * anf_cosignature_check()
 */
char *anf_cosignature_pick (const char *note,
                            const char *lines,
                            const AnfVerifier *witness,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
