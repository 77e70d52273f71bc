/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-wire.h"

#include "anf-http-limits.h"

#include <errno.h>
#include <poll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

/* A body that was refused is read to its end when this little is missing, so that the connection
   can be used again. */
#define SKIP_MAX (256 * 1024)

static gboolean
fail (GError **error, int errnum)
{
  g_set_error_literal (error, G_IO_ERROR, (int)g_io_error_from_errno (errnum), g_strerror (errnum));
  return FALSE;
}

static gboolean
wait_for (AnfConnection *connection, short events, GError **error)
{
  struct pollfd item = { .fd = anf_connection_get_fd (connection), .events = events };
  int ready;
  do
    ready = poll (&item, 1, (int)anf_connection_get_deadlines (connection)->body_ms);
  while (ready < 0 && errno == EINTR);
  if (ready < 0)
    return fail (error, errno);
  return ready > 0 || fail (error, ETIMEDOUT);
}

gboolean
anf_wire_await_head (AnfConnection *connection, int ms, const char **head, gsize *size)
{
  struct pollfd item = { .fd = anf_connection_get_fd (connection), .events = POLLIN };
  return anf_connection_peek_head (connection, head, size)
         || (poll (&item, 1, ms) > 0 && anf_connection_peek_head (connection, head, size));
}

gboolean
anf_wire_continue (AnfConnection *connection, GError **error)
{
  static const char line[] = "HTTP/1.1 100 Continue\r\n\r\n";
  if (!anf_connection_get_head (connection)->expects_continue
      || anf_connection_get_body_left (connection) == 0)
    return TRUE;
  return anf_wire_write (connection, line, sizeof line - 1, error);
}

static gboolean
await_more (AnfConnection *connection, GError **error)
{
  if (anf_connection_is_slow (connection, g_get_monotonic_time ()))
    return fail (error, ETIMEDOUT);
  return wait_for (connection, POLLIN, error);
}

/* Whether more of the body comes at once: pieces should be large, but what a slow link has brought
   should not wait in memory either. */
static gboolean
comes_at_once (AnfConnection *connection)
{
  struct pollfd item = { .fd = anf_connection_get_fd (connection), .events = POLLIN };
  return !anf_connection_is_slow (connection, g_get_monotonic_time ())
         && poll (&item, 1, ANF_HTTP_PIECE_MS) > 0;
}

gssize
anf_wire_read (AnfConnection *connection, void *bytes, gsize size, GError **error)
{
  gsize got = 0;
  while (got < size && anf_connection_get_body_left (connection) > 0)
    {
      const gssize piece = anf_connection_take (connection, (char *)bytes + got, size - got);
      if (piece > 0)
        {
          got += (gsize)piece;
          continue;
        }
      /* What came before the end of the stream is told first. */
      if (got > 0 && (piece != -EAGAIN || !comes_at_once (connection)))
        break;
      if (piece != -EAGAIN)
        {
          (void)fail (error, piece == 0 ? ECONNRESET : (int)-piece);
          return -1;
        }
      if (got == 0 && !await_more (connection, error))
        return -1;
    }
  return (gssize)got;
}

/* A client that takes its answer a byte at a time would hold a thread for ever. */
static gboolean
is_crawling (AnfConnection *connection, gint64 began, gsize sent)
{
  const AnfDeadlines *deadlines = anf_connection_get_deadlines (connection);
  const gint64 elapsed = g_get_monotonic_time () - began;
  return elapsed > (gint64)deadlines->body_ms * 1000
         && (gint64)sent < elapsed / G_USEC_PER_SEC * deadlines->body_rate_min;
}

gboolean
anf_wire_write (AnfConnection *connection, gconstpointer bytes, gsize size, GError **error)
{
  const int fd = anf_connection_get_fd (connection);
  const gint64 began = g_get_monotonic_time ();
  for (gsize sent = 0; sent < size;)
    {
      const ssize_t count
          = send (fd, (const char *)bytes + sent, size - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (count >= 0)
        sent += (gsize)count;
      else if (errno == EAGAIN)
        {
          if (is_crawling (connection, began, sent))
            return fail (error, ETIMEDOUT);
          if (!wait_for (connection, POLLOUT, error))
            return FALSE;
        }
      else if (errno != EINTR)
        return fail (error, errno);
    }
  return TRUE;
}

gboolean
anf_wire_send_file (AnfConnection *connection, int fd, gint64 offset, gint64 length, GError **error)
{
  const gint64 began = g_get_monotonic_time ();
  off_t at = offset;
  while (length > 0)
    {
      const gsize piece = (gsize)MIN (length, 1 << 20);
      const ssize_t count = sendfile (anf_connection_get_fd (connection), fd, &at, piece);
      if (count > 0)
        length -= count;
      else if (count == 0)
        return fail (error, EIO); /* the file is shorter than its record says */
      else if (errno == EAGAIN)
        {
          if (is_crawling (connection, began, (gsize)(at - offset)))
            return fail (error, ETIMEDOUT);
          if (!wait_for (connection, POLLOUT, error))
            return FALSE;
        }
      else if (errno != EINTR)
        return fail (error, errno);
    }
  return TRUE;
}

gboolean
anf_wire_answer (AnfConnection *connection, AnfAnswer *answer, gboolean keep)
{
  const gsize length = answer->body == NULL ? 0 : g_bytes_get_size (answer->body);
  GString *head = anf_answer_format_head (answer, (gint64)length, keep);
  if (length > 0 && length < 8192)
    g_string_append_len (head, g_bytes_get_data (answer->body, NULL), (gssize)length);
  gboolean sent = anf_wire_write (connection, head->str, head->len, NULL);
  if (sent && length >= 8192)
    sent = anf_wire_write (connection, g_bytes_get_data (answer->body, NULL), length, NULL);
  g_string_free (head, TRUE);
  return sent;
}

void
anf_wire_answer_now (AnfConnection *connection, AnfAnswer *answer, gboolean keep)
{
  gsize length = 0;
  const void *body = answer->body == NULL ? NULL : g_bytes_get_data (answer->body, &length);
  GString *head = anf_answer_format_head (answer, (gint64)length, keep);
  if (length > 0)
    g_string_append_len (head, body, (gssize)length);
  (void)send (anf_connection_get_fd (connection), head->str, head->len,
              MSG_NOSIGNAL | MSG_DONTWAIT);
  g_string_free (head, TRUE);
}

gboolean
anf_wire_skip_body (AnfConnection *connection)
{
  const gint64 left = anf_connection_get_body_left (connection);
  if (left == 0)
    return !anf_connection_get_head (connection)->wants_close;
  if (left > SKIP_MAX || anf_connection_get_head (connection)->expects_continue)
    return FALSE;
  g_autofree char *waste = g_malloc (SKIP_MAX);
  while (anf_connection_get_body_left (connection) > 0)
    if (anf_connection_take (connection, waste, SKIP_MAX) <= 0)
      return FALSE;
  return !anf_connection_get_head (connection)->wants_close;
}
