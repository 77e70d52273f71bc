/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* The two things that a service and systemd say to each other, as sd_notify(3) and
   sd_listen_fds(3) lay down for those who link no library for them: libsystemd would bring five
   others into the process that holds the keys. */

/** anf_systemd_notify: tells the service manager @state, e.g. `READY=1`; without one, nothing. */
void anf_systemd_notify (const char *state);

/**
 * anf_systemd_take_socket:
 * @fd: (out): the listening socket that was handed over, closed on exec from now on; -1 when none
 * was
 * @error: INVALID when it was more than one
 */
gboolean anf_systemd_take_socket (int *fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;
