/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: requests that come again because their answer was lost
   (draft-ietf-httpapi-idempotency-key-header). */

#include "anf-work.h"

/**
 * anf_repeats_run:
 * @run: what to do, unless the call carries a key under which its caller has been answered: then
 * the same reply is put in place
 * @error: INVALID when something else was asked under the key
 *
 * In a transaction that changes something, which keeps the reply as well: a change that was made
 * and answered is not made again for its answer having been lost.
 */
gboolean anf_repeats_run (AnfWork *work, AnfUseCase run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
