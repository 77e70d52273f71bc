/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-random.h"

/* Time-stamps of an authority outside the house (RFC 3161): asking for one, and checking one, soon
   or long after the authority's certificate ran out. No network here. */

/* A reply with the authority's certificates has some kilobytes. */
#define ANF_TIMESTAMP_SIZE_MAX (64 * 1024)

/**
 * anf_timestamp_query:
 * @data: what is to be stamped; only its SHA-256 leaves the house
 *
 * Returns: (transfer full): a TimeStampReq in DER, with a nonce, asking for the certificates too
 */
GBytes *anf_timestamp_query (GBytes *data,
                             const AnfRandom *random,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_timestamp_verify:
 * @reply: a TimeStampResp in DER
 * @query: (nullable): what was asked, whose nonce must come back
 * @ca_pem: the authority's root, with what lies between if its token does not carry it
 * @time_us: (out): the time that the authority states
 * @error: ANF_ERROR_INVALID when @ca_pem holds no certificate; ANF_ERROR_CORRUPT when the reply is
 * no time-stamp of @data by an authority under @ca_pem
 *
 * Certificates are judged as of the stated time, as `openssl ts -verify -attime` does, since a
 * token outlives its authority's certificate. Whether a certificate was revoked is not asked.
 */
gboolean anf_timestamp_verify (GBytes *reply,
                               GBytes *query,
                               GBytes *data,
                               const char *ca_pem,
                               gint64 *time_us,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * AnfTimestampAuthority:
 * @name: a-z, 0-9 and `-`, at most 32
 * @ca_pem: what its tokens must verify under
 */
typedef struct
{
  char *name;
  char *url;
  char *ca_pem;
} AnfTimestampAuthority;

/**
 * anf_timestamp_authority_parse:
 * @setting: `NAME URL CA_FILE`
 *
 * Returns: (transfer full): with the file read
 */
AnfTimestampAuthority *anf_timestamp_authority_parse (const char *setting,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_timestamp_authority_free (AnfTimestampAuthority *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfTimestampAuthority, anf_timestamp_authority_free)

/** anf_timestamp_name_is_plain: whether @name can be that of an authority. */
gboolean anf_timestamp_name_is_plain (const char *name);
