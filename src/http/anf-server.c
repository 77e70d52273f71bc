/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-server.h"

#include "anf-contract.h"
#include "anf-dispatch.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-http-limits.h"
#include "anf-json.h"
#include "anf-operation.h"
#include "anf-reply.h"
#include "anf-tus.h"
#include "anf-wire.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

struct _AnfServer
{
  AnfFrame frame;
  char **origins;
  AnfFd silent; /* the other end of libsoup's own listener, see add_listener() */
  GThread *owner;
  GSource *deadline;
  void (*stopped) (gpointer data);
  gpointer stopped_data;
};

AnfServerOptions
anf_server_options_default (void)
{
  return (AnfServerOptions){
    .listen = "127.0.0.1:8080",
    .listen_fd = -1,
    .connections_max = 1024,
    .connections_per_address = 128,
    .workers = 16,
    .queue_max = 1024,
    .intake_threads = 64,
    .uploads_per_account = 16,
    .stream_threads = 16,
    .head_ms = 10 * 1000,
    .idle_ms = 15 * 1000,
    .body_ms = 20 * 1000,
    .body_rate_min = 1024,
    .work_ms = 60 * 1000,
    .sweep_ms = 1000,
  };
}

/* ---- the contract ---- */

static gboolean
is_own_operation (const char *operation)
{
  static const char *const own[]
      = { "getOpenapi", "getHealth", "getReadiness", "getMetrics", NULL };
  return g_strv_contains (own, operation) || anf_tus_is_operation (operation);
}

/* A route without a use case, or a use case without a route, is found when the service starts. */
static gboolean
check_operations (AnfRouter *router, GError **error)
{
  g_autoptr (GHashTable) routes = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *list = anf_router_list (router);
  for (guint i = 0; i < list->len; i++)
    {
      const AnfRoute *route = g_ptr_array_index (list, i);
      if (!g_hash_table_add (routes, route->operation))
        return anf_error_throw (error, ANF_ERROR_UNAVAILABLE, "contract: %s stands there twice",
                                route->operation);
      if (!is_own_operation (route->operation) && !anf_office_has_operation (route->operation))
        return anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                                "contract: %s is no use case of the office", route->operation);
    }
  g_autofree const char **operations = anf_office_list_operations ();
  for (guint i = 0; operations[i] != NULL; i++)
    if (!g_hash_table_contains (routes, operations[i]))
      return anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                              "contract: the use case %s has no route", operations[i]);
  return TRUE;
}

static AnfRouter *
load_contract (GError **error)
{
  g_autoptr (JsonNode) root = anf_contract_read_rules (error);
  g_autoptr (AnfRouter) router = root == NULL ? NULL : anf_router_new (root, error);
  if (router == NULL || !check_operations (router, error))
    return NULL;
  return g_steal_pointer (&router);
}

/* ---- libsoup ---- */

static void
on_head (SoupServer *soup,
         SoupServerMessage *message,
         const char *path,
         GHashTable *query,
         gpointer data)
{
  AnfServer *self = data;
  g_assert (g_thread_self () == self->owner);
  anf_dispatch_head (anf_exchange_new (&self->frame, message));
}

static void
on_body (SoupServer *soup,
         SoupServerMessage *message,
         const char *path,
         GHashTable *query,
         gpointer data)
{
  anf_dispatch_body (anf_exchange_of (message));
}

static void
on_request_started (SoupServer *soup, SoupServerMessage *message, gpointer data)
{
  anf_connection_set_message (anf_connection_of (message), message);
}

/* libsoup keeps connections open only while it listens itself, so it gets a socket at which nobody
   ever calls: one end of a pair. */
static gboolean
add_listener (AnfServer *self, GError **error)
{
  int pair[2];
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
    return anf_error_set_errno (error, errno, "cannot make a pair of sockets");
  self->silent = pair[1];
  g_autoptr (GSocket) socket = g_socket_new_from_fd (pair[0], error);
  return socket != NULL
         && soup_server_listen_socket (self->frame.soup, socket, (SoupServerListenOptions)0, error);
}

static gboolean
start_soup (AnfServer *self, GError **error)
{
  self->frame.soup = soup_server_new ("raw-paths", TRUE, NULL);
  /* All paths, and the one of `OPTIONS *`, which is none. */
  static const char *const paths[] = { NULL, "*" };
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      soup_server_add_early_handler (self->frame.soup, paths[i], on_head, self, NULL);
      soup_server_add_handler (self->frame.soup, paths[i], on_body, self, NULL);
    }
  g_signal_connect (self->frame.soup, "request-started", G_CALLBACK (on_request_started), self);
  return add_listener (self, error);
}

/* ---- connections ---- */

static void
on_accepted (AnfConnection *connection, gpointer data)
{
  AnfServer *self = data;
  GSocketAddress *address = anf_connection_get_address (connection);
  (void)soup_server_accept_iostream (self->frame.soup, G_IO_STREAM (connection), address, address,
                                     NULL);
}

static void
on_refused (AnfConnection *connection, AnfHeadFault fault, gpointer data)
{
  AnfServer *self = data;
  anf_language_enter (ANF_LANGUAGE_ENGLISH);
  g_autoptr (AnfAnswer) answer = anf_dispatch_explain (fault);
  anf_language_leave ();
  if (answer == NULL)
    {
      (void)g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
      return;
    }
  anf_metrics_add (&self->frame.metrics.answers[MIN (answer->status / 100, 5)], 1);
  anf_wire_answer_now (connection, answer, FALSE);
  anf_acceptor_linger (self->frame.acceptor, connection);
}

static void
on_swept (gint64 now, gpointer data)
{
  AnfServer *self = data;
  anf_exchange_sweep (&self->frame, now);
}

/* ---- stopping ---- */

static void
tell_stopped (gpointer data)
{
  AnfServer *self = data;
  if (self->stopped == NULL || self->frame.alive > 0
      || anf_acceptor_count (self->frame.acceptor) > 0)
    return;
  if (self->deadline != NULL)
    g_source_destroy (self->deadline);
  g_clear_pointer (&self->deadline, g_source_unref);
  void (*stopped) (gpointer) = g_steal_pointer (&self->stopped);
  stopped (self->stopped_data);
}

/* By letter: what ends last may still be on the stack. */
static void
on_ended (gpointer data)
{
  AnfServer *self = data;
  if (self->stopped != NULL)
    anf_mailbox_post (self->frame.mailbox, tell_stopped, self);
}

static gboolean
on_deadline (gpointer data)
{
  AnfServer *self = data;
  g_message ("some requests did not end in time and are cut off");
  anf_acceptor_cut_off (self->frame.acceptor);
  anf_office_give_up_reads (self->frame.office);
  return G_SOURCE_CONTINUE;
}

void
anf_server_stop (AnfServer *self, guint deadline_ms, void (*stopped) (gpointer data), gpointer data)
{
  g_return_if_fail (self->stopped == NULL && !anf_acceptor_is_stopping (self->frame.acceptor));
  g_atomic_int_set (&self->frame.stopping, TRUE);
  self->stopped = stopped;
  self->stopped_data = data;
  self->deadline = g_timeout_source_new (deadline_ms);
  g_source_set_callback (self->deadline, on_deadline, self, NULL);
  g_source_attach (self->deadline, g_main_context_get_thread_default ());
  anf_acceptor_stop (self->frame.acceptor);
}

/* ---- life ---- */

static const AnfAcceptorHooks acceptor_hooks = { on_accepted, on_refused, on_swept, on_ended };

static AnfAcceptor *
start_acceptor (AnfServer *self, const AnfServerOptions *options, GError **error)
{
  const AnfAcceptorOptions wanted = {
    .listen = options->listen,
    .listen_fd = options->listen_fd,
    .connections_max = options->connections_max,
    .connections_per_address = options->connections_per_address,
    .sweep_ms = options->sweep_ms,
    .deadlines = {
      .head_ms = options->head_ms,
      .idle_ms = options->idle_ms,
      .body_ms = options->body_ms,
      .body_rate_min = options->body_rate_min,
    },
  };
  return anf_acceptor_new (&wanted, &acceptor_hooks, self, error);
}

static void
start_frame (AnfServer *self, AnfOffice *office, const AnfServerOptions *options)
{
  AnfFrame *frame = &self->frame;
  frame->office = office;
  frame->pieces = anf_pieces_new ();
  frame->transfers = anf_transfers_new (options->intake_threads, options->uploads_per_account);
  frame->mailbox = anf_mailbox_new ();
  frame->upload_max = options->upload_max;
  self->origins = g_strdupv ((char **)options->allow_origins);
  frame->allow_origins = (const char *const *)self->origins;
  frame->work_ms = options->work_ms;
  frame->queue_max = options->queue_max;
  frame->workers = anf_crew_new (anf_operation_run, options->workers);
  frame->intake = anf_crew_new (anf_tus_receive, options->intake_threads);
  frame->streams = anf_crew_new (anf_reply_run_stream, options->stream_threads);
  g_queue_init (&frame->waiting);
  frame->ended = on_ended;
  frame->ended_data = self;
}

AnfServer *
anf_server_new (AnfOffice *office, const AnfServerOptions *options, GError **error)
{
  (void)bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  g_autoptr (AnfRouter) router = load_contract (error);
  if (router == NULL)
    return NULL;
  g_autoptr (AnfServer) self = g_new0 (AnfServer, 1);
  self->silent = -1;
  self->owner = g_thread_self ();
  self->frame.router = g_steal_pointer (&router);
  start_frame (self, office, options);
  if (!start_soup (self, error))
    return NULL;
  self->frame.acceptor = start_acceptor (self, options, error);
  return self->frame.acceptor == NULL ? NULL : g_steal_pointer (&self);
}

const char *
anf_server_get_url (const AnfServer *self)
{
  return anf_acceptor_get_url (self->frame.acceptor);
}

void
anf_server_free (AnfServer *self)
{
  if (self == NULL)
    return;
  AnfFrame *frame = &self->frame;
  self->stopped = NULL;
  if (self->deadline != NULL)
    g_source_destroy (self->deadline);
  g_clear_pointer (&self->deadline, g_source_unref);
  if (frame->acceptor != NULL)
    {
      anf_acceptor_stop (frame->acceptor);
      anf_acceptor_cut_off (frame->acceptor);
    }
  /* Threads end before what they use; what they have posted by then is delivered. */
  anf_crew_free (frame->workers);
  anf_crew_free (frame->intake);
  anf_mailbox_flush (frame->mailbox);
  anf_crew_free (frame->streams);
  anf_mailbox_flush (frame->mailbox);
  soup_server_disconnect (frame->soup);
  g_clear_pointer (&frame->acceptor, anf_acceptor_free);
  anf_mailbox_free (frame->mailbox);
  g_object_unref (frame->soup);
  anf_fd_clear (&self->silent);
  anf_transfers_free (frame->transfers);
  anf_pieces_free (frame->pieces);
  anf_router_free (frame->router);
  g_strfreev (self->origins);
  g_free (self);
}
