/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-client.h"

/**
 * anf_cli_receipt_fetch:
 *
 * A receipt as it is kept: the tlog-proof of the leaf in which the service recorded the evidence,
 * with the leaf itself in the proof's extra data, so that the file needs no service. An inspected
 * unit, which may learn nothing of the log's size, is given the leaf as a signed note instead.
 *
 * Returns: (transfer full): the text
 */
char *anf_cli_receipt_fetch (AnfClient *client,
                             const char *evidence,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_receipt_is_proof: whether @text is of the first kind. */
gboolean anf_cli_receipt_is_proof (const char *text);

/** anf_cli_receipt_keep: fetches it and writes @path as a whole; one of another leaf that is there
 * is put aside (`.old`). */
gboolean anf_cli_receipt_keep (AnfClient *client,
                               const char *evidence,
                               const char *path,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
