/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* Text forms that C2SP uses, read so that each value has one spelling only. */

/** anf_codec_read_decimal: 0 to 2^63 - 1 in ASCII digits without leading zeros. */
gboolean anf_codec_read_decimal (const char *text, guint64 *value);

/** anf_codec_read_base64: Returns: (transfer full) (nullable): RFC 4648 section 4 with padding, not
 * empty; NULL for any other text */
GBytes *anf_codec_read_base64 (const char *text);

/** anf_codec_read_hash: base64 of exactly 32 bytes. */
gboolean anf_codec_read_hash (const char *text, guint8 hash[32]);

/** anf_codec_is_text: UTF-8 without any control character but newline. */
gboolean anf_codec_is_text (const char *text, gsize size);
