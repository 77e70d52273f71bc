/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anfangd-systemd.h"

#include "anf-error.h"
#include "anf-fd.h"

#include <glib/gi18n.h>

#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* The first descriptor that is handed over, sd_listen_fds(3). */
#define FIRST_FD 3

void
anf_systemd_notify (const char *state)
{
  const char *path = g_getenv ("NOTIFY_SOCKET");
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  const gsize length = path == NULL ? 0 : strlen (path);
  if (length < 2 || length >= sizeof address.sun_path || (path[0] != '/' && path[0] != '@'))
    return;
  memcpy (address.sun_path, path, length);
  /* An abstract name begins with NUL and is as long as it is said to be. */
  if (path[0] == '@')
    address.sun_path[0] = '\0';
  const socklen_t size = (socklen_t)(offsetof (struct sockaddr_un, sun_path) + length);
  g_auto (AnfFd) fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0
      || sendto (fd, state, strlen (state), MSG_NOSIGNAL, (const struct sockaddr *)&address, size)
             < 0)
    g_warning ("the service manager could not be told %s", state);
}

static guint64
get_number (const char *name)
{
  guint64 number = 0;
  const char *text = g_getenv (name);
  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &number, NULL) ? number
                                                                                           : 0;
}

gboolean
anf_systemd_take_socket (int *fd, GError **error)
{
  /* What was meant for another process, or is not there, is not ours. */
  const guint64 count
      = get_number ("LISTEN_PID") == (guint64)getpid () ? get_number ("LISTEN_FDS") : 0;
  g_unsetenv ("LISTEN_PID");
  g_unsetenv ("LISTEN_FDS");
  g_unsetenv ("LISTEN_FDNAMES");
  *fd = -1;
  if (count > 1)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("systemd handed over %d sockets: give one"), (int)count);
  if (count == 0)
    return TRUE;
  if (fcntl (FIRST_FD, F_SETFD, FD_CLOEXEC) != 0)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("systemd says that it handed over a socket, but it is not there"));
  *fd = FIRST_FD;
  return TRUE;
}
