/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-listen.h"

#include "anf-error.h"
#include "anf-fd.h"
#include "anf-http-limits.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* A socket file outlives a service that was killed. It may go when nobody answers there. */
static gboolean
remove_stale (const struct sockaddr_un *address, GError **error)
{
  struct stat info;
  if (lstat (address->sun_path, &info) != 0)
    return TRUE;
  if (!S_ISSOCK (info.st_mode))
    return anf_error_throw (error, ANF_ERROR_CONFLICT,
                            _ ("cannot listen at “%s”: a file is in the way; remove it or choose "
                               "another path"),
                            address->sun_path);
  g_auto (AnfFd) probe = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect (probe, (const struct sockaddr *)address, sizeof *address) == 0
      || errno != ECONNREFUSED)
    return anf_error_throw (error, ANF_ERROR_CONFLICT,
                            _ ("cannot listen at “%s”: another service does"), address->sun_path);
  (void)unlink (address->sun_path);
  return TRUE;
}

static int
listen_at (const struct sockaddr *address, socklen_t size, const char *where, GError **error)
{
  g_auto (AnfFd) fd = socket (address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const int yes = 1;
  if (fd >= 0 && address->sa_family != AF_UNIX)
    (void)setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (fd < 0 || bind (fd, address, size) != 0 || listen (fd, ANF_HTTP_BACKLOG) != 0)
    {
      (void)anf_error_set_errno (error, errno, _ ("cannot listen at “%s”"), where);
      return -1;
    }
  return g_steal_fd (&fd);
}

static int
listen_unix (const char *path, GError **error)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  if (*path == '\0' || strlen (path) >= sizeof address.sun_path)
    {
      (void)anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("cannot listen at “%s”: a socket's path has 1 to %u bytes"), path,
                             (guint)sizeof address.sun_path - 1);
      return -1;
    }
  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  if (!remove_stale (&address, error))
    return -1;
  const int fd = listen_at ((const struct sockaddr *)&address, sizeof address, path, error);
  /* The proxy in front runs as another user of our group. */
  if (fd >= 0)
    (void)chmod (path, 0660);
  return fd;
}

static GSocketAddress *
parse_address (const char *where)
{
  const char *colon = strrchr (where, ':');
  guint64 port;
  if (colon == NULL || !g_ascii_string_to_unsigned (colon + 1, 10, 0, 65535, &port, NULL))
    return NULL;
  g_autofree char *host = g_strndup (where, (gsize)(colon - where));
  const gsize size = strlen (host);
  if (size > 2 && host[0] == '[' && host[size - 1] == ']')
    {
      host[size - 1] = '\0';
      return g_inet_socket_address_new_from_string (host + 1, (guint)port);
    }
  if (strchr (host, ':') != NULL)
    return NULL;
  return g_inet_socket_address_new_from_string (
      g_str_equal (host, "localhost") ? "127.0.0.1" : host, (guint)port);
}

int
anf_listen (const char *where, GError **error)
{
  if (g_str_has_prefix (where, "unix:"))
    return listen_unix (where + strlen ("unix:"), error);

  g_autoptr (GSocketAddress) address = parse_address (where);
  if (address == NULL)
    {
      (void)anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("cannot listen at “%s”: write ADDRESS:PORT, [ADDRESS]:PORT or "
                                "unix:PATH"),
                             where);
      return -1;
    }
  struct sockaddr_storage native;
  if (!g_socket_address_to_native (address, &native, sizeof native, error))
    return -1;
  return listen_at ((const struct sockaddr *)&native,
                    (socklen_t)g_socket_address_get_native_size (address), where, error);
}

gboolean
anf_listen_adopt (int fd, GError **error)
{
  int listening = 0;
  socklen_t size = sizeof listening;
  if (getsockopt (fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0 || !listening)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("descriptor %d is not a listening socket"),
                            fd);
  const int flags = fcntl (fd, F_GETFD);
  if (flags < 0 || fcntl (fd, F_SETFD, flags | FD_CLOEXEC) != 0)
    return anf_error_set_errno (error, errno, "cannot set up the inherited socket %d", fd);
  return g_unix_set_fd_nonblocking (fd, TRUE, error);
}

char *
anf_listen_format (int fd)
{
  struct sockaddr_storage native = { 0 };
  socklen_t size = sizeof native;
  if (getsockname (fd, (struct sockaddr *)&native, &size) != 0)
    return g_strdup ("?");
  if (native.ss_family == AF_UNIX)
    return g_strdup_printf ("unix:%s", ((const struct sockaddr_un *)&native)->sun_path);
  g_autoptr (GSocketAddress) address = g_socket_address_new_from_native (&native, size);
  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return g_strdup ("?");
  g_autofree char *text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
  return g_strdup_printf ("http://%s", text);
}
