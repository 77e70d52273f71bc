/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: a database that lacks what was recorded last, where there is no other. */

#include "anf-office.h"

/**
 * anf_loss_accept:
 * @office: with its stores open, and nothing noted yet
 * @lost_after: (out) (transfer full) (nullable): when the newest record was made that is left; NULL
 * when the log that was signed here last is not this one, and nobody can tell
 *
 * The log says so, and the folder can be served. CONFLICT where nothing is missing, or nothing is
 * left.
 */
gboolean anf_loss_accept (AnfOffice *office,
                          const char *data_dir,
                          char **lost_after,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
