/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <gio/gio.h>

/**
 * anf_cli_envelope_filter: an AnfStepFilter
 * @certs_pem: (array zero-terminated=1): the recipients' certificates
 *
 * What is written to it goes to @out encrypted; nothing of it lies in a file unencrypted.
 */
GOutputStream *anf_cli_envelope_filter (GOutputStream *out, gpointer certs_pem, GError **error);

/** anf_cli_envelope_read: Returns: (transfer full): the texts of the files @paths (nullable) */
char **anf_cli_envelope_read (char **paths, GError **error);
