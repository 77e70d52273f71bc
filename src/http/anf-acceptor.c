/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-acceptor.h"

#include "anf-error.h"
#include "anf-fd.h"
#include "anf-http-limits.h"
#include "anf-listen.h"

#include <glib-unix.h>

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>

/* Pause after accept() failed for want of descriptors or memory. */
#define RETRY_MS 50
/* Descriptors left for the database, the vault and uploads. */
#define SPARE_FDS 128

struct _AnfAcceptor
{
  AnfAcceptorOptions options;
  const AnfAcceptorHooks *hooks;
  gpointer data;
  AnfFd fd;
  char *url;
  GMainContext *context;
  GSource *listening;
  GSource *retry;
  GSource *sweep;
  GSource *handing;
  GQueue arrivals;         /* of AnfConnection, owned: accepted, and in nobody's hands yet */
  GHashTable *connections; /* of AnfConnection, owned */
  GHashTable *peers;       /* address → how many */
  GHashTable *lingering;   /* of GSource, owned */
  gboolean stopping;
};

static GSource *
attach (AnfAcceptor *self, GSource *source, GSourceFunc run)
{
  g_source_set_callback (source, run, self, NULL);
  g_source_attach (source, self->context);
  return source;
}

static void
detach (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* ---- accounts ---- */

static void
on_closed (AnfConnection *connection, gpointer data)
{
  AnfAcceptor *self = data;
  const char *peer = anf_connection_get_peer (connection);
  if (peer != NULL)
    {
      const guint left = GPOINTER_TO_UINT (g_hash_table_lookup (self->peers, peer)) - 1;
      if (left == 0)
        g_hash_table_remove (self->peers, peer);
      else
        g_hash_table_replace (self->peers, g_strdup (peer), GUINT_TO_POINTER (left));
    }
  g_hash_table_remove (self->connections, connection);
  if (self->stopping && g_hash_table_size (self->connections) == 0)
    self->hooks->emptied (self->data);
}

static void
on_refused (AnfConnection *connection, AnfHeadFault fault, gpointer data)
{
  AnfAcceptor *self = data;
  self->hooks->refused (connection, fault, self->data);
}

static const AnfConnectionHooks connection_hooks = { on_refused, on_closed };

/* ---- accepting ---- */

static gboolean
on_handing (gpointer data)
{
  AnfAcceptor *self = data;
  detach (&self->handing);
  for (AnfConnection *connection = g_queue_pop_head (&self->arrivals); connection != NULL;
       connection = g_queue_pop_head (&self->arrivals))
    {
      self->hooks->accepted (connection, self->data);
      g_object_unref (connection);
    }
  return G_SOURCE_REMOVE;
}

/* At the loop's next turn, after all that could be read in this one: what a client sent before it
   connected anew is taken up first, as it was sent first. */
static void
hand_over (AnfAcceptor *self, AnfConnection *connection)
{
  g_queue_push_tail (&self->arrivals, g_object_ref (connection));
  if (self->handing != NULL)
    return;
  GSource *soon = g_idle_source_new ();
  g_source_set_priority (soon, G_PRIORITY_DEFAULT);
  self->handing = attach (self, soon, on_handing);
}

/* NULL for a Unix socket: there the proxy in front counts. */
static char *
format_peer (const struct sockaddr_storage *address, socklen_t size)
{
  if (address->ss_family == AF_UNIX)
    return NULL;
  g_autoptr (GSocketAddress) socket_address
      = g_socket_address_new_from_native ((gpointer)address, size);
  if (!G_IS_INET_SOCKET_ADDRESS (socket_address))
    return NULL;
  return g_inet_address_to_string (
      g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (socket_address)));
}

static gboolean
has_room (AnfAcceptor *self, const char *peer)
{
  if (g_hash_table_size (self->connections) >= self->options.connections_max)
    return FALSE;
  return peer == NULL
         || GPOINTER_TO_UINT (g_hash_table_lookup (self->peers, peer))
                < self->options.connections_per_address;
}

static void
refuse (int fd)
{
  static const char busy[] = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\n"
                             "Content-Length: 0\r\nConnection: close\r\n\r\n";
  (void)send (fd, busy, sizeof busy - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
  (void)shutdown (fd, SHUT_WR);
}

static void
admit (AnfAcceptor *self, int taken, const struct sockaddr_storage *address, socklen_t size)
{
  g_auto (AnfFd) fd = taken;
  g_autofree char *peer = format_peer (address, size);
  if (!has_room (self, peer))
    {
      refuse (fd);
      return;
    }
  const int yes = 1;
  if (address->ss_family != AF_UNIX)
    (void)setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  g_autoptr (AnfConnection) connection = anf_connection_new (
      g_steal_fd (&fd), peer, &self->options.deadlines, &connection_hooks, self);
  g_hash_table_add (self->connections, g_object_ref (connection));
  if (peer != NULL)
    {
      const guint count = GPOINTER_TO_UINT (g_hash_table_lookup (self->peers, peer));
      g_hash_table_replace (self->peers, g_strdup (peer), GUINT_TO_POINTER (count + 1));
    }
  hand_over (self, connection);
}

static gboolean on_connectable (int fd, GIOCondition condition, gpointer data);

static void
listen_again (AnfAcceptor *self)
{
  self->listening = g_unix_fd_source_new (self->fd, G_IO_IN);
  g_source_set_callback (self->listening, G_SOURCE_FUNC (on_connectable), self, NULL);
  g_source_attach (self->listening, self->context);
}

static gboolean
on_retry (gpointer data)
{
  AnfAcceptor *self = data;
  detach (&self->retry);
  listen_again (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_connectable (int fd, GIOCondition condition, gpointer data)
{
  AnfAcceptor *self = data;
  for (guint i = 0; i < ANF_HTTP_ACCEPT_BATCH; i++)
    {
      struct sockaddr_storage address = { 0 };
      socklen_t size = sizeof address;
      const int taken
          = accept4 (fd, (struct sockaddr *)&address, &size, SOCK_CLOEXEC | SOCK_NONBLOCK);
      if (taken >= 0)
        {
          admit (self, taken, &address, size);
          continue;
        }
      if (errno == EINTR || errno == ECONNABORTED)
        continue;
      if (errno != EAGAIN)
        {
          /* The connection stays queued and the socket readable: wait, do not spin. */
          detach (&self->listening);
          self->retry = attach (self, g_timeout_source_new (RETRY_MS), on_retry);
          return G_SOURCE_REMOVE;
        }
      break;
    }
  return G_SOURCE_CONTINUE;
}

/* ---- deadlines ---- */

static gboolean
on_sweep (gpointer data)
{
  AnfAcceptor *self = data;
  const gint64 now = g_get_monotonic_time ();
  g_autoptr (GPtrArray) late = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer connection;
  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, &connection, NULL))
    if (anf_connection_is_late (connection, now))
      g_ptr_array_add (late, g_object_ref (connection));
  for (guint i = 0; i < late->len; i++)
    anf_connection_shutdown (g_ptr_array_index (late, i));
  self->hooks->swept (now, self->data);
  return G_SOURCE_CONTINUE;
}

/* ---- lingering ---- */

typedef struct
{
  AnfAcceptor *acceptor;
  AnfConnection *connection;
  GSource *source;
  gsize thrown_away;
} Linger;

static void
linger_free (gpointer data)
{
  Linger *linger = data;
  g_hash_table_remove (linger->acceptor->lingering, linger->source);
  (void)g_io_stream_close (G_IO_STREAM (linger->connection), NULL, NULL);
  g_object_unref (linger->connection);
  g_free (linger);
}

static gboolean
on_lingering (int fd, GIOCondition condition, gpointer data)
{
  Linger *linger = data;
  char waste[16 * 1024];
  for (guint i = 0; i < 16; i++)
    {
      const ssize_t got = recv (fd, waste, sizeof waste, MSG_DONTWAIT);
      if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return G_SOURCE_CONTINUE;
      if (got <= 0)
        return G_SOURCE_REMOVE;
      linger->thrown_away += (gsize)got;
    }
  return linger->thrown_away < ANF_HTTP_LINGER_MAX ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

void
anf_acceptor_linger (AnfAcceptor *self, AnfConnection *connection)
{
  const int fd = anf_connection_get_fd (connection);
  if (fd < 0)
    return;
  (void)shutdown (fd, SHUT_WR);
  anf_connection_linger (connection);
  Linger *linger = g_new0 (Linger, 1);
  linger->acceptor = self;
  linger->connection = g_object_ref (connection);
  linger->source = g_unix_fd_source_new (fd, G_IO_IN);
  g_source_set_callback (linger->source, G_SOURCE_FUNC (on_lingering), linger, linger_free);
  g_hash_table_add (self->lingering, linger->source);
  g_source_attach (linger->source, self->context);
}

/* ---- life ---- */

static void
bound_by_rlimit (AnfAcceptor *self)
{
  struct rlimit limit;
  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
    return;
  const guint64 most
      = limit.rlim_cur > 2 * SPARE_FDS ? limit.rlim_cur - SPARE_FDS : limit.rlim_cur / 2;
  self->options.connections_max = (guint)MIN (self->options.connections_max, most);
}

AnfAcceptor *
anf_acceptor_new (const AnfAcceptorOptions *options,
                  const AnfAcceptorHooks *hooks,
                  gpointer data,
                  GError **error)
{
  g_auto (AnfFd) fd = options->listen_fd;
  if (fd < 0)
    fd = anf_listen (options->listen, error);
  else if (!anf_listen_adopt (fd, error))
    return NULL;
  if (fd < 0)
    return NULL;

  AnfAcceptor *self = g_new0 (AnfAcceptor, 1);
  self->options = *options;
  self->hooks = hooks;
  self->data = data;
  self->url = anf_listen_format (fd);
  self->fd = g_steal_fd (&fd);
  self->context = g_main_context_ref_thread_default ();
  self->connections = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->peers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->lingering = g_hash_table_new_full (NULL, NULL, (GDestroyNotify)g_source_unref, NULL);
  bound_by_rlimit (self);
  listen_again (self);
  self->sweep = attach (self, g_timeout_source_new (options->sweep_ms), on_sweep);
  return self;
}

void
anf_acceptor_free (AnfAcceptor *self)
{
  if (self == NULL)
    return;
  self->stopping = FALSE;
  detach (&self->listening);
  detach (&self->retry);
  detach (&self->sweep);
  detach (&self->handing);
  g_queue_clear_full (&self->arrivals, g_object_unref);
  g_autoptr (GList) sources = g_hash_table_get_keys (self->lingering);
  for (GList *link = sources; link != NULL; link = link->next)
    g_source_destroy (link->data);
  g_hash_table_unref (self->lingering);
  g_autoptr (GList) open = g_hash_table_get_keys (self->connections);
  for (GList *link = open; link != NULL; link = link->next)
    (void)g_io_stream_close (link->data, NULL, NULL);
  g_hash_table_unref (self->connections);
  g_hash_table_unref (self->peers);
  anf_fd_clear (&self->fd);
  g_main_context_unref (self->context);
  g_free (self->url);
  g_free (self);
}

const char *
anf_acceptor_get_url (const AnfAcceptor *self)
{
  return self->url;
}

guint
anf_acceptor_count (const AnfAcceptor *self)
{
  return g_hash_table_size (self->connections);
}

gboolean
anf_acceptor_is_stopping (const AnfAcceptor *self)
{
  return self->stopping;
}

void
anf_acceptor_stop (AnfAcceptor *self)
{
  if (self->stopping)
    return;
  self->stopping = TRUE;
  detach (&self->listening);
  detach (&self->retry);
  anf_fd_clear (&self->fd);
  GHashTableIter iter;
  gpointer connection;
  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, &connection, NULL))
    {
      const AnfConnectionPhase phase = anf_connection_get_phase (connection);
      if (phase == ANF_CONNECTION_FRESH || phase == ANF_CONNECTION_IDLE
          || phase == ANF_CONNECTION_LINGER)
        anf_connection_shutdown (connection);
    }
  if (g_hash_table_size (self->connections) == 0)
    self->hooks->emptied (self->data);
}

void
anf_acceptor_cut_off (AnfAcceptor *self)
{
  GHashTableIter iter;
  gpointer connection;
  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, &connection, NULL))
    anf_connection_shutdown (connection);
}
