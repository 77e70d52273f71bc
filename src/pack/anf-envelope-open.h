/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-pack.h"

/**
 * anf_envelope_open:
 * @fd: an envelope as anf-envelope.h and `openssl cms -encrypt -stream` write it, read from where
 * it stands
 * @key_pem, @cert_pem: of one of its recipients
 * @error: ANF_ERROR_INVALID when it is no such envelope, ANF_ERROR_DENIED when this key does not
 * open it, ANF_ERROR_CORRUPT when it ends too early
 *
 * `openssl cms -decrypt` does the same up to 2 GiB, in three times that of memory; this streams.
 * What the sink took before a failure is to be thrown away.
 */
gboolean anf_envelope_open (int fd,
                            const char *key_pem,
                            const char *cert_pem,
                            AnfPackSink sink,
                            gpointer data,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_envelope_is_at: whether the file at @path begins as an envelope does, in whatever form of
 * its lengths; FALSE when it cannot be read. */
gboolean anf_envelope_is_at (const char *path);
