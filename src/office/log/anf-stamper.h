/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: has the log's checkpoints stamped by authorities outside (RFC 3161), on a
   thread of its own. An authority that is away holds up nobody: there is no token of it for that
   checkpoint, and the next one vouches for all before it too. */

#include "anf-work.h"

/** anf_stamper_start: Returns: (nullable): NULL without @error when no authority is set */
AnfStamper *anf_stamper_start (AnfOffice *office,
                               const AnfOfficeOptions *options,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_stamper_wake: a checkpoint that matters is there: have it stamped soon. Accepts NULL. */
void anf_stamper_wake (AnfStamper *self);

/**
 * anf_stamper_run:
 * @self: (nullable)
 * @missing: (element-type utf8): gets `NAME: why` of each authority that gave no token
 * @error: ANF_ERROR_STATE when no authority is set, ANF_ERROR_UNAVAILABLE when none answered
 *
 * Has the newest checkpoint stamped now, unless nothing but stamps was logged since the last.
 *
 * Returns: (transfer full) (element-type AnfStamp): at least one
 */
GPtrArray *
anf_stamper_run (AnfStamper *self, GPtrArray *missing, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_stamper_stop: gives up what is under way. Accepts NULL. */
void anf_stamper_stop (AnfStamper *self);
