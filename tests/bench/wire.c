/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct sockaddr_in
loopback (guint32 address, guint16 port)
{
  return (struct sockaddr_in){ .sin_family = AF_INET,
                               .sin_port = htons (port),
                               .sin_addr.s_addr = htonl (address) };
}

void
wire_open (Wire *self, guint16 port, guint from)
{
  const struct sockaddr_in server = loopback (INADDR_LOOPBACK, port);
  const struct sockaddr_in client = loopback (0x7f000100 + from, 0);
  const int yes = 1;
  *self = (Wire){ .fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) };
  self->buffer = g_malloc (WIRE_BUFFER_SIZE);
  if (self->fd < 0
      || (from != 0 && bind (self->fd, (const struct sockaddr *)&client, sizeof client) != 0)
      || connect (self->fd, (const struct sockaddr *)&server, sizeof server) != 0)
    g_error ("cannot connect to port %u: %s", port, g_strerror (errno));
  (void)setsockopt (self->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

void
wire_close (Wire *self)
{
  (void)close (self->fd);
  g_free (self->location);
  g_free (self->buffer);
}

gboolean
wire_send (Wire *self, struct iovec *parts, int count)
{
  while (count > 0)
    {
      const struct msghdr message = { .msg_iov = parts, .msg_iovlen = (gsize)count };
      const ssize_t sent = sendmsg (self->fd, &message, MSG_NOSIGNAL);
      if (sent < 0 && errno == EINTR)
        continue;
      if (sent < 0)
        return FALSE;
      gsize left = (gsize)sent;
      for (; count > 0 && left >= parts->iov_len; count--, parts++)
        left -= parts->iov_len;
      if (count > 0)
        *parts = (struct iovec){ (char *)parts->iov_base + left, parts->iov_len - left };
    }
  return TRUE;
}

const char *
wire_find_field (const char *head, gsize size, const char *name)
{
  const gsize length = strlen (name);
  for (const char *line = memchr (head, '\n', size); line != NULL;
       line = memchr (line, '\n', size - (gsize)(line - head)))
    {
      line++;
      if (size - (gsize)(line - head) > length + 1 && line[length] == ':'
          && g_ascii_strncasecmp (line, name, length) == 0)
        return line + length + 1 + strspn (line + length + 1, " ");
    }
  return NULL;
}

gsize
wire_measure_reply (const char *bytes, gsize size)
{
  static const char last_chunk[] = "0\r\n\r\n";
  const char *end = memmem (bytes, size, "\r\n\r\n", 4);
  if (end == NULL)
    return 0;
  const gsize head = (gsize)(end - bytes) + 4;
  const char *length = wire_find_field (bytes, head, "content-length");
  if (length != NULL)
    {
      const gsize whole = head + strtoul (length, NULL, 10);
      return size >= whole ? whole : 0;
    }
  if (wire_find_field (bytes, head, "transfer-encoding") == NULL)
    return head;
  const char *last = memmem (bytes + head, size - head, last_chunk, strlen (last_chunk));
  return last == NULL ? 0 : (gsize)(last - bytes) + strlen (last_chunk);
}

static void
keep_location (Wire *self, gsize size)
{
  const char *location = wire_find_field (self->buffer, size, "location");
  if (location == NULL)
    return;
  g_free (self->location);
  self->location = g_strndup (location, strcspn (location, "\r"));
  /* Some servers give an absolute address, of which the path is enough. */
  const char *host = strstr (self->location, "://");
  const char *path = host != NULL ? strchr (host + 3, '/') : NULL;
  if (path != NULL)
    memmove (self->location, path, strlen (path) + 1);
}

gboolean
wire_read_reply (Wire *self)
{
  gsize whole = 0;
  self->filled = 0;
  while (whole == 0)
    {
      const ssize_t got
          = recv (self->fd, self->buffer + self->filled, WIRE_BUFFER_SIZE - self->filled - 1, 0);
      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        return FALSE;
      self->filled += (gsize)got;
      self->buffer[self->filled] = '\0';
      whole = wire_measure_reply (self->buffer, self->filled);
    }
  self->status = (int)strtol (self->buffer + strlen ("HTTP/1.1 "), NULL, 10);
  keep_location (self, whole);
  return TRUE;
}
