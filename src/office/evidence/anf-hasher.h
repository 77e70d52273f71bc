/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-work.h"

/* Private to office/: SM3 of blobs, taken on a thread of its own and kept as rows. */

/* Blobs that wait at one time. */
#define ANF_HASHER_QUEUE_MAX 100000

/**
 * anf_hasher_start:
 *
 * SM3 costs five times what SHA-256 does (measured on one machine with OpenSSL 3.0), so that it is
 * not taken of everything that comes in, but of what is to be handed over; and a case of many hours
 * of recording takes longer than any request may. What the service had not kept when it ended is
 * asked for again.
 */
AnfHasher *anf_hasher_start (AnfOffice *office);
/** anf_hasher_stop: gives up the blob at hand. Accepts NULL. */
void anf_hasher_stop (AnfHasher *self);

/**
 * anf_hasher_wait:
 * @names: (element-type utf8): SHA-256 of blobs
 * @patience_us: how long to wait at most
 * @failed: (out) (transfer none) (nullable): the one of @names that @error is about
 * @error: BUSY when not all have been hashed, which goes on; CORRUPT when the bytes are not what
 * their name says, or the vault's
 *
 * Has each of them read and hashed anew, and kept.
 */
gboolean anf_hasher_wait (AnfHasher *self,
                          GPtrArray *names,
                          gint64 patience_us,
                          const char **failed,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
