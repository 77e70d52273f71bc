/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-client.h"

/**
 * anf_cli_receipt_fetch:
 *
 * A receipt as it is kept: the tlog-proof that the service gives for the leaf in which it recorded
 * the evidence, with the leaf itself in the proof's extra data, so that the file needs no service.
 *
 * Returns: (transfer full): the text
 */
char *anf_cli_receipt_fetch (AnfClient *client,
                             const char *evidence,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_receipt_keep: fetches it and writes @path as a whole; nothing when it is there. */
gboolean anf_cli_receipt_keep (AnfClient *client,
                               const char *evidence,
                               const char *path,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
