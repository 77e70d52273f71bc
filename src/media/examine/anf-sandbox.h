/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * anf_sandbox_enter:
 *
 * Gives up, for good, everything that examining does not need: new privileges, outliving the
 * parent, memory and time without end, writing files, and every system call but reading, memory,
 * threads of this very process and the socket that is already there. Opening a file fails with
 * EACCES; any other call kills. Call it with all libraries loaded and nothing open but standard
 * input, output and error.
 *
 * Returns: FALSE when any of it is refused; the process must then not go on
 */
gboolean anf_sandbox_enter (GError **error) G_GNUC_WARN_UNUSED_RESULT;
