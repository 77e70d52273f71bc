/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: requests that come again because their answer was lost
   (draft-ietf-httpapi-idempotency-key-header). */

#include "anf-work.h"

/**
 * anf_repeats_answer:
 * @answered: (out): whether the call carries a key under which its caller has been answered: the
 * same reply is in place then, and nothing is to be done
 * @error: INVALID when something else was asked under the key
 */
gboolean
anf_repeats_answer (AnfWork *work, gboolean *answered, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_repeats_keep: the reply in place, in the transaction of what it tells of. */
gboolean anf_repeats_keep (AnfWork *work, GError **error) G_GNUC_WARN_UNUSED_RESULT;
