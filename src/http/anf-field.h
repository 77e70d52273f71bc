/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* The values of single header fields, read and written. */

/** anf_http_date: Returns: (transfer full): an IMF-fixdate (RFC 9110) of microseconds since 1970 */
char *anf_http_date (gint64 time_us);

/** anf_content_disposition: Returns: (transfer full): RFC 6266, for any UTF-8 name */
char *anf_content_disposition (const char *filename);

/** anf_idempotency_key_parse: Returns: (transfer full) (nullable): what an Idempotency-Key field
 * says: a string of RFC 8941, or, as many send it, the same without quotation marks */
char *anf_idempotency_key_parse (const char *field);

typedef enum
{
  ANF_RANGE_NONE,    /* answer with the whole */
  ANF_RANGE_PARTIAL, /* with bytes first..last */
  ANF_RANGE_OUTSIDE, /* 416 */
} AnfRange;

/**
 * anf_range_parse:
 * @field: (nullable): a Range field (RFC 9110 section 14). Several ranges at once are answered with
 * the whole: small ones that overlap would make an answer much larger than the content
 */
AnfRange anf_range_parse (const char *field, gint64 length, gint64 *first, gint64 *last);

/**
 * anf_checksum_parse:
 * @field: `sha1 BASE64` or `sha256 BASE64`
 * @algorithm: (out): static
 */
gboolean anf_checksum_parse (const char *field, const char **algorithm, GBytes **checksum);
