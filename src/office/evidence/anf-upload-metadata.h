/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what a sender says of the file it is about to send. */

#include <json-glib/json-glib.h>

#define ANF_UPLOAD_METADATA_MAX 8192

/**
 * anf_upload_metadata_parse:
 * @header: (nullable): `key base64(value)`, comma-joined (tus 1.0.0, Upload-Metadata)
 * @error: ANF_ERROR_INVALID naming the key
 *
 * Checks every key that we know; others are left alone, since clients add their own.
 *
 * Returns: (transfer full): the members of an evidence record that the sender decides: id, visit,
 * order or lead, sha256, kind, and of filename, filetype, sequence, captured_at, position,
 * position_source, position_at, datum those that were given
 */
JsonObject *anf_upload_metadata_parse (const char *header,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
