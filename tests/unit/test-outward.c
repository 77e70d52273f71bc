/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-outward.h"

#include <string.h>

/* A peer that takes one request and says what the case tells it to. */
typedef struct
{
  GSocketListener *listener;
  guint16 port;
  guint status;
  gsize size; /* of the body that it sends */
  GString *seen;
  GThread *thread;
} Peer;

static gpointer
peer_main (gpointer data)
{
  Peer *peer = data;
  g_autoptr (GSocketConnection) link = g_socket_listener_accept (peer->listener, NULL, NULL, NULL);
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (link));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (link));
  char buffer[4096];
  gssize got = 0;
  while (!g_str_has_suffix (peer->seen->str, "question")
         && (got = g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (peer->seen, buffer, got);
  g_autofree char *body = g_strnfill (peer->size, 'a');
  g_autofree char *reply
      = g_strdup_printf ("HTTP/1.1 %u Said\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%s",
                         peer->status, peer->size, body);
  /* Who has heard too much hangs up. */
  (void)g_output_stream_write_all (out, reply, strlen (reply), NULL, NULL, NULL);
  (void)g_io_stream_close (G_IO_STREAM (link), NULL, NULL);
  return NULL;
}

static void
peer_start (Peer *peer)
{
  g_autoptr (GInetAddress) here = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (here, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  peer->seen = g_string_new (NULL);
  peer->listener = g_socket_listener_new ();
  g_assert_true (g_socket_listener_add_address (peer->listener, any, G_SOCKET_TYPE_STREAM,
                                                G_SOCKET_PROTOCOL_TCP, NULL, &bound, NULL));
  peer->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  peer->thread = g_thread_new ("peer", peer_main, peer);
}

static void
peer_stop (Peer *peer)
{
  g_thread_join (peer->thread);
  g_string_free (peer->seen, TRUE);
  g_object_unref (peer->listener);
}

static GBytes *
ask (guint16 port, GCancellable *cancellable, guint *status, GError **error)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/ask", port);
  g_autoptr (AnfOutward) outward = anf_outward_new (cancellable);
  g_autoptr (GBytes) body = g_bytes_new_static ("question", strlen ("question"));
  return anf_outward_post (outward, url, "text/plain", body, status, error);
}

typedef struct
{
  const char *name;
  guint status;
  gsize size;
  gboolean refused;
} ReplyCase;

static const ReplyCase reply_cases[] = {
  { "empty", 200, 0, FALSE },
  { "conflict is the caller's to judge", 409, 3, FALSE },
  { "at the limit", 200, ANF_OUTWARD_REPLY_MAX, FALSE },
  { "one above", 200, ANF_OUTWARD_REPLY_MAX + 1, TRUE },
};

static void
test_replies (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reply_cases); i++)
    {
      const ReplyCase *row = &reply_cases[i];
      Peer peer = { .status = row->status, .size = row->size };
      g_autoptr (GError) error = NULL;
      guint status = 0;
      g_test_message ("%s", row->name);
      peer_start (&peer);
      g_autoptr (GBytes) reply = ask (peer.port, NULL, &status, &error);
      if (row->refused)
        g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_TOO_LARGE);
      else
        {
          g_assert_no_error (error);
          g_assert_cmpuint (status, ==, row->status);
          g_assert_cmpuint (g_bytes_get_size (reply), ==, row->size);
        }
      g_assert_true (g_str_has_prefix (peer.seen->str, "POST /ask HTTP/1.1\r\n"));
      g_assert_nonnull (strstr (peer.seen->str, "Content-Type: text/plain\r\n"));
      peer_stop (&peer);
    }
}

static void
test_nobody_there (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  const guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autoptr (GError) error = NULL;
  guint status = 0;
  g_socket_listener_close (listener);
  g_assert_null (ask (port, NULL, &status, &error));
  g_assert_error (error, G_IO_ERROR, (int)G_IO_ERROR_CONNECTION_REFUSED);
  g_assert_cmpuint (status, ==, 0);
}

static void
test_given_up (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  const guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  guint status = 0;
  g_cancellable_cancel (cancellable);
  g_assert_null (ask (port, cancellable, &status, &error));
  g_assert_error (error, G_IO_ERROR, (int)G_IO_ERROR_CANCELLED);
}

static void
test_addresses (void)
{
  static const char *const good[]
      = { "http://witness.example", "https://tsa.example/tsr?x=1", "http://[::1]:8080/" };
  static const char *const bad[] = { "",        "witness.example",    "ftp://witness.example/",
                                     "http://", "file:///etc/passwd", "https:///tsr" };
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (anf_outward_check_url (good[i], NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_test_message ("%s", bad[i]);
      g_assert_false (anf_outward_check_url (bad[i], &error));
      g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outward/replies", test_replies);
  g_test_add_func ("/outward/nobody-there", test_nobody_there);
  g_test_add_func ("/outward/given-up", test_given_up);
  g_test_add_func ("/outward/addresses", test_addresses);
  return g_test_run ();
}
