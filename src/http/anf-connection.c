/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-connection.h"

#include "anf-connection-streams.h"
#include "anf-fd.h"
#include "anf-http-limits.h"

#include <gio/gunixsocketaddress.h>
#include <glib-unix.h>

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

/* Room for most heads; grows up to ANF_HTTP_HEAD_MAX. */
#define BUFFER_SIZE 4096

struct _AnfConnection
{
  GIOStream parent_instance;
  AnfFd fd;
  char *peer;
  GSocketAddress *address;
  GInputStream *input;
  GOutputStream *output;
  const AnfDeadlines *deadlines;
  const AnfConnectionHooks *hooks;
  gpointer hooks_data;

  /* What arrived and nobody took: bytes start..end of buffer, of which scanned were looked at. */
  char *buffer;
  gsize capacity;
  gsize start;
  gsize end;
  gsize scanned;

  AnfHead head;
  gsize head_left;
  gint64 body_left;
  gint64 body_began;

  AnfConnectionPhase phase;
  gint64 deadline; /* 0: none */
  GString *held;   /* a reply's head until its body or end is known */
  gboolean replying;

  SoupServerMessage *message;
  GSource *doom;
  AnfHeadFault fault;
};

G_DEFINE_FINAL_TYPE (AnfConnection, anf_connection, G_TYPE_IO_STREAM)

static GQuark
connection_quark (void)
{
  return g_quark_from_static_string ("anf-connection");
}

static void
enter (AnfConnection *self, AnfConnectionPhase phase, guint ms)
{
  self->phase = phase;
  self->deadline = ms == 0 ? 0 : g_get_monotonic_time () + (gint64)ms * 1000;
}

/* ---- reading ---- */

static gboolean
refuse_now (gpointer data)
{
  g_autoptr (AnfConnection) self = g_object_ref (data);
  g_clear_pointer (&self->doom, g_source_unref);
  if (self->message == NULL)
    return G_SOURCE_REMOVE;
  anf_connection_steal (self);
  self->hooks->refused (self, self->fault, self->hooks_data);
  return G_SOURCE_REMOVE;
}

/* libsoup's frames are below us: it must let go of the connection first, from a source of ours.
   Until then it is told that nothing has arrived. */
static void
doom (AnfConnection *self, AnfHeadFault fault)
{
  if (self->doom != NULL)
    return;
  self->fault = fault;
  self->doom = g_idle_source_new ();
  g_source_set_priority (self->doom, G_PRIORITY_HIGH);
  g_source_set_callback (self->doom, refuse_now, self, NULL);
  g_source_attach (self->doom, g_main_context_get_thread_default ());
}

static gssize
receive (AnfConnection *self, void *bytes, gsize size)
{
  ssize_t got;
  do
    got = recv (self->fd, bytes, size, MSG_DONTWAIT);
  while (got < 0 && errno == EINTR);
  return got < 0 ? -errno : got;
}

static void
make_room (AnfConnection *self)
{
  if (self->start == self->end)
    {
      self->start = self->end = self->scanned = 0;
      if (self->buffer != NULL && self->capacity > BUFFER_SIZE)
        {
          g_clear_pointer (&self->buffer, g_free);
          self->capacity = 0;
        }
    }
  if (self->buffer == NULL)
    {
      self->capacity = BUFFER_SIZE;
      self->buffer = g_malloc (self->capacity);
    }
  if (self->end < self->capacity)
    return;
  if (self->start > 0)
    {
      memmove (self->buffer, self->buffer + self->start, self->end - self->start);
      self->end -= self->start;
      self->start = 0;
      return;
    }
  self->capacity *= 2;
  self->buffer = g_realloc (self->buffer, self->capacity);
}

/* Looks at what is there; TRUE when a whole head passed, or @fault when none can come of it. */
static gboolean
find_head (AnfConnection *self, AnfHeadFault *fault)
{
  *fault = ANF_HEAD_FINE;
  /* Empty lines before the request are passed over, RFC 9112 section 2.2. */
  while (self->end - self->start >= 2 && memcmp (self->buffer + self->start, "\r\n", 2) == 0)
    {
      self->start += 2;
      self->scanned = 0;
    }
  const gsize size = self->end - self->start;
  if (size == 0 || (size == 1 && self->buffer[self->start] == '\r'))
    {
      self->scanned = size;
      return FALSE;
    }

  gsize end = 0;
  if (!anf_head_find_end (self->buffer + self->start, size, self->scanned, &end))
    *fault = ANF_HEAD_MALFORMED;
  else if (end > ANF_HTTP_HEAD_MAX || (end == 0 && size >= ANF_HTTP_HEAD_MAX))
    *fault = ANF_HEAD_LARGE;
  else if (end > 0)
    *fault = anf_head_check (self->buffer + self->start, end, &self->head);
  self->scanned = size;
  if (*fault != ANF_HEAD_FINE || end == 0)
    return FALSE;
  self->head_left = end;
  return TRUE;
}

static void
begin_request (AnfConnection *self)
{
  self->body_left = self->head.body_length;
  self->body_began = g_get_monotonic_time ();
  if (self->body_left > 0)
    enter (self, ANF_CONNECTION_BODY, self->deadlines->body_ms);
  else
    enter (self, ANF_CONNECTION_WORK, 0);
}

/* Waits for the next head. Returns whether there is one. */
static gboolean
await_head (AnfConnection *self)
{
  AnfHeadFault fault = ANF_HEAD_FINE;
  gboolean found = self->end > self->start && find_head (self, &fault);
  while (!found && fault == ANF_HEAD_FINE)
    {
      make_room (self);
      const gssize got = receive (self, self->buffer + self->end, self->capacity - self->end);
      if (got == -EAGAIN)
        return FALSE;
      if (got <= 0)
        {
          doom (self, self->end > self->start ? ANF_HEAD_MALFORMED : ANF_HEAD_FINE);
          return FALSE;
        }
      if (self->phase != ANF_CONNECTION_HEAD)
        enter (self, ANF_CONNECTION_HEAD, self->deadlines->head_ms);
      self->end += (gsize)got;
      found = find_head (self, &fault);
    }
  if (!found)
    {
      doom (self, fault);
      return FALSE;
    }
  begin_request (self);
  return TRUE;
}

gboolean
anf_connection_peek_head (AnfConnection *self, const char **head, gsize *size)
{
  AnfHeadFault fault = ANF_HEAD_FINE;
  gboolean found = self->end > self->start && find_head (self, &fault);
  if (!found && fault == ANF_HEAD_FINE)
    {
      make_room (self);
      const gssize got = receive (self, self->buffer + self->end, self->capacity - self->end);
      self->end += got > 0 ? (gsize)got : 0;
      found = got > 0 && find_head (self, &fault);
    }
  *head = self->buffer + self->start;
  *size = self->head_left;
  self->head_left = 0;
  self->scanned = 0;
  return found;
}

void
anf_connection_take_head (AnfConnection *self, gsize size)
{
  self->start += size;
  self->body_left = self->head.body_length;
  self->body_began = g_get_monotonic_time ();
  self->deadline = 0;
}

/* A body that trickles would hold its place for ever. */
static void
note_progress (AnfConnection *self)
{
  const gint64 now = g_get_monotonic_time ();
  const gint64 elapsed = now - self->body_began;
  const gint64 got = self->head.body_length - self->body_left;
  self->deadline = now + (gint64)self->deadlines->body_ms * 1000;
  if (elapsed > (gint64)self->deadlines->body_ms * 1000
      && got < elapsed / G_USEC_PER_SEC * self->deadlines->body_rate_min)
    self->deadline = now;
}

gssize
anf_connection_take (AnfConnection *self, void *bytes, gsize size)
{
  size = (gsize)MIN ((gint64)size, self->body_left);
  if (size == 0)
    return 0;
  gssize got;
  if (self->end > self->start)
    {
      got = (gssize)MIN (size, self->end - self->start);
      memcpy (bytes, self->buffer + self->start, (gsize)got);
      self->start += (gsize)got;
      self->scanned = 0;
    }
  else
    got = receive (self, bytes, size);
  if (got <= 0)
    return got;
  self->body_left -= got;
  note_progress (self);
  return got;
}

gssize
anf_connection_read (AnfConnection *self, void *bytes, gsize size)
{
  if (self->doom != NULL || self->fd < 0)
    return -EAGAIN;
  if (self->held->len > 0 && !self->replying && !anf_connection_push (self))
    return -EAGAIN;
  if (self->head_left == 0 && self->body_left > 0)
    {
      const gssize got = anf_connection_take (self, bytes, size);
      if (got > 0 && self->body_left == 0)
        enter (self, ANF_CONNECTION_WORK, 0);
      return got;
    }
  if (self->head_left == 0 && !await_head (self))
    return -EAGAIN;

  size = MIN (size, self->head_left);
  memcpy (bytes, self->buffer + self->start, size);
  self->start += size;
  self->head_left -= size;
  self->scanned = 0;
  return (gssize)size;
}

/* ---- writing ---- */

static gssize
send_parts (AnfConnection *self, const void *bytes, gsize size)
{
  struct iovec parts[2] = { { self->held->str, self->held->len }, { (void *)bytes, size } };
  const struct msghdr message = { .msg_iov = parts, .msg_iovlen = size > 0 ? 2 : 1 };
  ssize_t sent;
  do
    sent = sendmsg (self->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  while (sent < 0 && errno == EINTR);
  return sent < 0 ? -errno : sent;
}

gboolean
anf_connection_push (AnfConnection *self)
{
  const gssize sent = send_parts (self, NULL, 0);
  if (sent > 0)
    g_string_erase (self->held, 0, sent);
  return self->held->len == 0 || (sent < 0 && sent != -EAGAIN);
}

/* libsoup writes a head and its body apart. The head is held until the body comes, so that both
   leave in one segment. */
gssize
anf_connection_write (AnfConnection *self, const void *bytes, gsize size)
{
  if (self->fd < 0)
    return -EPIPE;
  if (!self->replying)
    {
      g_string_append_len (self->held, bytes, (gssize)size);
      if (size > 9 && memcmp (bytes, "HTTP/1.1 1", 10) == 0)
        {
          (void)anf_connection_push (self);
          return (gssize)size;
        }
      self->replying = TRUE;
      enter (self, ANF_CONNECTION_REPLY, self->deadlines->body_ms);
      return (gssize)size;
    }
  const gssize sent = send_parts (self, bytes, size);
  if (sent < 0)
    return sent;
  self->deadline = g_get_monotonic_time () + (gint64)self->deadlines->body_ms * 1000;
  const gsize of_head = MIN (self->held->len, (gsize)sent);
  g_string_erase (self->held, 0, (gssize)of_head);
  return (gsize)sent == of_head ? -EAGAIN : sent - (gssize)of_head;
}

/* libsoup closes the body's stream, and so flushes ours, at the end of each reply. */
gboolean
anf_connection_flush (AnfConnection *self)
{
  if (!self->replying)
    return TRUE;
  self->replying = FALSE;
  enter (self, ANF_CONNECTION_IDLE, self->deadlines->idle_ms);
  return self->held->len == 0 || self->fd < 0 || anf_connection_push (self) || TRUE;
}

/* ---- waiting ---- */

GSource *
anf_connection_create_source (AnfConnection *self, GObject *stream, GIOCondition condition)
{
  g_autoptr (GSource) child = NULL;
  const gboolean has_more
      = self->end > self->start
        && (self->head_left > 0 || self->body_left > 0 || self->scanned < self->end - self->start);
  if (condition == G_IO_IN && self->held->len > 0 && !self->replying && self->fd >= 0)
    child = g_unix_fd_source_new (self->fd, G_IO_OUT);
  else if (self->fd < 0 || (condition == G_IO_IN && has_more))
    child = g_timeout_source_new (0);
  else if (self->doom == NULL)
    child = g_unix_fd_source_new (self->fd, condition);
  return g_pollable_source_new_full (stream, child, NULL);
}

/* ---- life ---- */

static void
on_disconnected (SoupServerMessage *message, gpointer data)
{
  AnfConnection *self = data;
  if (self->message != message)
    return;
  g_signal_handlers_disconnect_by_data (message, self);
  g_clear_object (&self->message);
}

void
anf_connection_set_message (AnfConnection *self, SoupServerMessage *message)
{
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);
  g_set_object (&self->message, message);
  g_signal_connect (message, "disconnected", G_CALLBACK (on_disconnected), self);
}

void
anf_connection_steal (AnfConnection *self)
{
  g_return_if_fail (self->message != NULL);
  g_autoptr (SoupServerMessage) message = g_steal_pointer (&self->message);
  g_signal_handlers_disconnect_by_data (message, self);
  /* The stream is libsoup's wrapper around us, which does not close us when it goes. */
  g_autoptr (GIOStream) wrapper = soup_server_message_steal_connection (message);
  if (self->doom != NULL)
    g_source_destroy (self->doom);
  g_clear_pointer (&self->doom, g_source_unref);
  enter (self, ANF_CONNECTION_STOLEN, 0);
}

void
anf_connection_reset (AnfConnection *self)
{
  g_return_if_fail (self->body_left == 0 && self->head_left == 0);
  self->scanned = 0;
  self->replying = FALSE;
  enter (self, ANF_CONNECTION_IDLE, self->deadlines->idle_ms);
}

void
anf_connection_linger (AnfConnection *self)
{
  enter (self, ANF_CONNECTION_LINGER, ANF_HTTP_LINGER_MS);
}

void
anf_connection_shutdown (AnfConnection *self)
{
  if (self->fd >= 0)
    (void)shutdown (self->fd, SHUT_RDWR);
}

gboolean
anf_connection_is_slow (const AnfConnection *self, gint64 now)
{
  return self->deadline != 0 && now >= self->deadline;
}

gboolean
anf_connection_is_late (AnfConnection *self, gint64 now)
{
  if (self->phase == ANF_CONNECTION_STOLEN || !anf_connection_is_slow (self, now))
    return FALSE;
  if (self->phase == ANF_CONNECTION_HEAD && self->message != NULL)
    {
      doom (self, ANF_HEAD_LATE);
      return FALSE;
    }
  return TRUE;
}

AnfConnection *
anf_connection_new (int fd,
                    const char *peer,
                    const AnfDeadlines *deadlines,
                    const AnfConnectionHooks *hooks,
                    gpointer data)
{
  AnfConnection *self = g_object_new (ANF_TYPE_CONNECTION, NULL);
  self->fd = fd;
  self->peer = g_strdup (peer);
  self->deadlines = deadlines;
  self->hooks = hooks;
  self->hooks_data = data;
  enter (self, ANF_CONNECTION_FRESH, deadlines->head_ms);
  return self;
}

static int
close_once (AnfConnection *self)
{
  if (self->phase == ANF_CONNECTION_CLOSED)
    return 0;
  self->phase = ANF_CONNECTION_CLOSED;
  self->deadline = 0;
  if (self->doom != NULL)
    g_source_destroy (self->doom);
  g_clear_pointer (&self->doom, g_source_unref);
  if (self->hooks != NULL)
    self->hooks->closed (self, self->hooks_data);
  anf_fd_clear (&self->fd);
  return 0;
}

static gboolean
anf_connection_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  return close_once (ANF_CONNECTION (stream)) == 0;
}

static GInputStream *
anf_connection_get_input_stream (GIOStream *stream)
{
  return ANF_CONNECTION (stream)->input;
}

static GOutputStream *
anf_connection_get_output_stream (GIOStream *stream)
{
  return ANF_CONNECTION (stream)->output;
}

static void
anf_connection_finalize (GObject *object)
{
  AnfConnection *self = ANF_CONNECTION (object);
  (void)close_once (self);
  anf_connection_streams_orphan (self->input, self->output);
  g_object_unref (self->input);
  g_object_unref (self->output);
  g_object_set_qdata (G_OBJECT (self->address), connection_quark (), NULL);
  g_object_unref (self->address);
  g_string_free (self->held, TRUE);
  g_free (self->buffer);
  g_free (self->peer);
  G_OBJECT_CLASS (anf_connection_parent_class)->finalize (object);
}

static void
anf_connection_class_init (AnfConnectionClass *klass)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);
  stream_class->get_input_stream = anf_connection_get_input_stream;
  stream_class->get_output_stream = anf_connection_get_output_stream;
  stream_class->close_fn = anf_connection_close;
  G_OBJECT_CLASS (klass)->finalize = anf_connection_finalize;
}

static void
anf_connection_init (AnfConnection *self)
{
  self->fd = -1;
  self->held = g_string_new (NULL);
  self->input = anf_connection_input_new (self);
  self->output = anf_connection_output_new (self);
  /* libsoup asks for an address and hands the same object back; nobody connects to it. */
  self->address = g_unix_socket_address_new ("client");
  g_object_set_qdata (G_OBJECT (self->address), connection_quark (), self);
}

/* ---- looking ---- */

GSocketAddress *
anf_connection_get_address (AnfConnection *self)
{
  return self->address;
}

AnfConnection *
anf_connection_of (SoupServerMessage *message)
{
  GSocketAddress *address = soup_server_message_get_remote_address (message);
  return address == NULL ? NULL : g_object_get_qdata (G_OBJECT (address), connection_quark ());
}

AnfConnectionPhase
anf_connection_get_phase (const AnfConnection *self)
{
  return self->phase;
}

int
anf_connection_get_fd (const AnfConnection *self)
{
  return self->fd;
}

const char *
anf_connection_get_peer (const AnfConnection *self)
{
  return self->peer;
}

const AnfHead *
anf_connection_get_head (const AnfConnection *self)
{
  return &self->head;
}

const AnfDeadlines *
anf_connection_get_deadlines (const AnfConnection *self)
{
  return self->deadlines;
}

gint64
anf_connection_get_body_left (const AnfConnection *self)
{
  return self->body_left;
}
