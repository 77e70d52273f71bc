/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"

#include <glib/gstdio.h>

#include "raw-client.h"
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* Deadlines that a test waits for. Long enough that on a busy machine a client still keeps them
   between two steps of its own. */
#define QUICK_MS 400

/* ---- connections ---- */

typedef struct
{
  guint fds;
} Fds;

static gboolean
fds_are_back (gpointer data)
{
  return count_fds () <= ((Fds *)data)->fds;
}

/* libsoup 3.2 keeps the descriptor of each connection that its client closes while idle. */
static void
test_idle_clients_leave_nothing (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  Fds before = { count_fds () };
  for (guint round = 0; round < 5; round++)
    {
      g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func ((GDestroyNotify)client_free);
      for (guint i = 0; i < 100; i++)
        {
          Client *client = client_new (&fixture);
          g_ptr_array_add (clients, client);
          g_autoptr (Reply) reply = client_ask (client, GET_VISIT (FAKE_PLAIN));
          g_assert_cmpuint (reply->status, ==, 200);
        }
    }
  g_assert_true (wait_until (fds_are_back, &before));
  fixture_stop (&fixture);
}

static const char *const cut_offs[] = {
  "",
  "GET /api/v1/un",
  "GET /api/v1/units HTTP/1.1\r\nHost:",
  "GET /api/v1/units HTTP/1.1\r\n" HOST TOKEN,
  LOGIN (JSON "Content-Length: 60\r\n", "{\"account\":"),
  "PATCH /api/v1/uploads/upload-1 HTTP/1.1\r\n" HOST TOKEN TUS UPLOAD_TYPE
  "Upload-Offset: 0\r\nContent-Length: 500\r\n\r\nabc",
};

/* A head that is cut off is no request; a body that is cut off neither. */
static void
test_cut_off (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  g_autofree char *upload = fake_office_add_upload (fixture.office, 500);
  Fds before = { count_fds () };
  for (guint i = 0; i < G_N_ELEMENTS (cut_offs); i++)
    for (guint reset = 0; reset < 2; reset++)
      {
        g_autoptr (Client) client = client_new (&fixture);
        const struct linger now = { .l_onoff = 1, .l_linger = 0 };
        if (reset)
          g_assert_cmpint (setsockopt (client->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now), ==, 0);
        g_assert_true (client_send (client, cut_offs[i]));
        g_usleep (2000);
      }
  g_assert_true (wait_until (fds_are_back, &before));
  g_assert_cmpuint (fake_office_count_calls (fixture.office), ==, 0);
  fixture_stop (&fixture);
}

/* accept() fails for want of descriptors; afterwards the service goes on. */
static void
test_survives_emfile (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  Client *clients[4];
  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    clients[i] = client_new_apart ();
  struct rlimit old;
  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &old), ==, 0);
  const struct rlimit tight = { .rlim_cur = 3, .rlim_max = old.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &tight), ==, 0);
  g_assert_cmpint (dup (STDIN_FILENO), ==, -1);
  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    client_connect (clients[i], &fixture);
  g_usleep (100000);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &old), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    {
      g_autoptr (Reply) reply = client_ask (clients[i], GET_UNITS);
      g_assert_cmpuint (reply->status, ==, 200);
      client_free (clients[i]);
    }
  fixture_stop (&fixture);
}

static void
test_connection_caps (void)
{
  AnfServerOptions options = fixture_options ();
  options.connections_per_address = 3;
  Fixture fixture;
  fixture_start (&fixture, &options);
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func ((GDestroyNotify)client_free);
  for (guint i = 0; i < 3; i++)
    {
      g_ptr_array_add (clients, client_new (&fixture));
      g_autoptr (Reply) reply = client_ask (g_ptr_array_index (clients, i), GET_UNITS);
      g_assert_cmpuint (reply->status, ==, 200);
    }
  g_autoptr (Client) fourth = client_new (&fixture);
  g_autoptr (Reply) refused = client_receive (fourth);
  g_assert_cmpuint (refused->status, ==, 503);
  g_assert_true (client_is_closed (fourth));
  fixture_stop (&fixture);
}

typedef struct
{
  const char *name;
  const char *sent;
  guint status; /* 0: closed without a word */
} SlowCase;

static const SlowCase slow[] = {
  { "silent", "", 0 },
  { "half a request line", "GET /api", 408 },
  { "half a head", "GET / HTTP/1.1\r\nHost: t\r\n", 408 },
  { "stalled body", LOGIN (JSON "Content-Length: 60\r\n", "{\"account\":"), 0 },
  { "stalled upload",
    "PATCH /api/v1/uploads/upload-1 HTTP/1.1\r\n" HOST TOKEN TUS UPLOAD_TYPE
    "Upload-Offset: 0\r\nContent-Length: 500\r\n\r\nabc",
    0 },
};

static void
test_deadlines (void)
{
  AnfServerOptions options = fixture_options ();
  options.head_ms = options.idle_ms = options.body_ms = QUICK_MS;
  options.sweep_ms = 10;
  Fixture fixture;
  fixture_start (&fixture, &options);
  g_autofree char *upload = fake_office_add_upload (fixture.office, 500);
  for (guint i = 0; i < G_N_ELEMENTS (slow); i++)
    {
      g_test_message ("%s", slow[i].name);
      g_autoptr (Client) client = client_new (&fixture);
      g_assert_true (client_send (client, slow[i].sent));
      if (slow[i].status != 0)
        {
          g_autoptr (Reply) reply = client_receive (client);
          g_assert_cmpuint (reply->status, ==, slow[i].status);
        }
      g_assert_true (client_is_closed (client));
    }
  g_autoptr (Client) idle = client_new (&fixture);
  g_autoptr (Reply) reply = client_ask (idle, GET_UNITS);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_true (client_is_closed (idle));
  g_assert_cmpint (fake_office_get_offset (fixture.office, upload), ==, 3);
  fixture_stop (&fixture);
}

/* A byte now and then is progress, but not enough of it. */
static void
test_trickle (void)
{
  AnfServerOptions options = fixture_options ();
  options.body_ms = 100;
  options.body_rate_min = 100000;
  options.sweep_ms = 10;
  Fixture fixture;
  fixture_start (&fixture, &options);
  g_autofree char *upload = fake_office_add_upload (fixture.office, 100000);
  static const char *const starts[]
      = { LOGIN (JSON "Content-Length: 100000\r\n", "{"),
          "PATCH /api/v1/uploads/upload-1 HTTP/1.1\r\n" HOST TOKEN TUS UPLOAD_TYPE
          "Upload-Offset: 0\r\nContent-Length: 100000\r\n\r\nabc" };
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      g_autoptr (Client) client = client_new (&fixture);
      gboolean open = client_send (client, starts[i]);
      const gint64 end = g_get_monotonic_time () + 8 * G_USEC_PER_SEC;
      while (open && g_get_monotonic_time () < end)
        {
          g_usleep (5000);
          open = client_send (client, " ");
        }
      g_assert_false (open);
    }
  fixture_stop (&fixture);
}

/* ---- work ---- */

static gboolean
one_waits (gpointer data)
{
  return fake_office_count_waiting (data) == 1;
}

static gboolean
none_waits (gpointer data)
{
  return fake_office_count_waiting (data) == 0;
}

/* A client that leaves while its request is worked on harms nobody. */
static void
test_leave_while_worked_on (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  Fds before = { count_fds () };
  Client *client = client_new (&fixture);
  g_assert_true (client_send (client, GET_VISIT (FAKE_HOLD)));
  g_assert_true (wait_until (one_waits, fixture.office));
  client_free (client);
  g_usleep (10000);
  fake_office_release (fixture.office);
  g_assert_true (wait_until (fds_are_back, &before));
  g_autoptr (Client) next = client_new (&fixture);
  g_autoptr (Reply) reply = client_ask (next, GET_UNITS);
  g_assert_cmpuint (reply->status, ==, 200);
  fixture_stop (&fixture);
}

/* Work that takes too long is answered meanwhile, and its late result goes nowhere. */
static void
test_work_deadline (void)
{
  AnfServerOptions options = fixture_options ();
  options.work_ms = QUICK_MS;
  Fixture fixture;
  fixture_start (&fixture, &options);
  g_autoptr (Client) client = client_new (&fixture);
  g_autoptr (Reply) reply = client_ask (client, GET_VISIT (FAKE_HOLD));
  g_assert_cmpuint (reply->status, ==, 503);
  check_problem (reply, "busy");
  g_autofree char *after = reply_get (reply, "Retry-After");
  g_assert_nonnull (after);
  fake_office_release (fixture.office);
  g_assert_true (wait_until (none_waits, fixture.office));
  g_autoptr (Reply) next = client_ask (client, GET_UNITS);
  g_assert_cmpuint (next->status, ==, 200);
  fixture_stop (&fixture);
}

#define QUEUE_CLIENTS 6

/* Nothing is read: whoever has an answer still has it. */
static gboolean
three_are_answered (gpointer data)
{
  Client **clients = data;
  guint answered = 0;
  for (guint i = 0; i < QUEUE_CLIENTS; i++)
    {
      struct pollfd item = { .fd = clients[i]->fd, .events = POLLIN };
      answered += poll (&item, 1, 0) == 1;
    }
  return answered == 3;
}

/* More requests than may wait are told to come again. */
static void
test_queue_is_bounded (void)
{
  AnfServerOptions options = fixture_options ();
  options.workers = 1;
  options.queue_max = 2;
  Fixture fixture;
  fixture_start (&fixture, &options);
  Client *clients[QUEUE_CLIENTS];
  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    {
      clients[i] = client_new (&fixture);
      g_assert_true (client_send (clients[i], GET_VISIT (FAKE_HOLD)));
      if (i == 0)
        g_assert_true (wait_until (one_waits, fixture.office));
    }
  g_assert_true (wait_until (three_are_answered, clients));
  fake_office_release (fixture.office);
  guint busy = 0;
  for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
    {
      g_autoptr (Reply) reply = client_receive (clients[i]);
      busy += reply->status == 503;
      client_free (clients[i]);
    }
  g_assert_cmpuint (busy, ==, 3);
  fixture_stop (&fixture);
}

static gpointer
stop_in_thread (gpointer data)
{
  fixture_stop (data);
  return NULL;
}

/* SIGTERM's way: idle connections close, what is in flight ends, then nothing is called. */
static void
test_drain (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  g_autoptr (Client) idle = client_new (&fixture);
  g_autoptr (Reply) page = client_ask (idle, GET_UNITS);
  g_autoptr (Client) busy = client_new (&fixture);
  g_assert_true (client_send (busy, GET_VISIT (FAKE_HOLD)));
  g_assert_true (wait_until (one_waits, fixture.office));
  GThread *stopper = g_thread_new ("stopper", stop_in_thread, &fixture);
  g_assert_true (client_is_closed (idle));
  fake_office_release (fixture.office);
  g_autoptr (Reply) reply = client_receive (busy);
  g_assert_cmpuint (reply->status, ==, 200);
  g_autofree char *connection = reply_get (reply, "Connection");
  g_assert_cmpstr (connection, ==, "close");
  g_assert_true (client_is_closed (busy));
  g_thread_join (stopper);
}

/* ---- listening ---- */

static char *
start_at (const char *where, int fd, Fixture *fixture)
{
  AnfServerOptions options = fixture_options ();
  options.listen = where;
  options.listen_fd = fd;
  fixture_start (fixture, &options);
  return g_strdup (anf_server_get_url (fixture->server));
}

static Client *
connect_unix (const char *path)
{
  Client *client = g_new0 (Client, 1);
  client->fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  client->in = g_string_new (NULL);
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  g_assert_cmpint (connect (client->fd, (struct sockaddr *)&address, sizeof address), ==, 0);
  return client;
}

/* A proxy in front calls at a Unix socket; the file that a killed service left is no obstacle, a
   running service or another file is. */
static void
test_unix_socket (void)
{
  g_autofree char *dir = g_dir_make_tmp ("anfang-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "http.sock", NULL);
  g_autofree char *where = g_strconcat ("unix:", path, NULL);
  for (guint i = 0; i < 2; i++)
    {
      Fixture fixture;
      g_autofree char *url = start_at (where, -1, &fixture);
      g_assert_cmpstr (url, ==, where);
      g_autoptr (Client) client = connect_unix (path);
      g_autoptr (Reply) reply = client_ask (client, GET_UNITS);
      g_assert_cmpuint (reply->status, ==, 200);

      AnfServerOptions options = fixture.options;
      g_autoptr (GError) error = NULL;
      g_assert_null (anf_server_new (fixture.office, &options, &error));
      g_assert_error (error, ANF_ERROR, ANF_ERROR_CONFLICT);
      fixture_stop (&fixture);
    }
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_true (g_file_set_contents (path, "letters", -1, NULL));
  AnfServerOptions options = fixture_options ();
  options.listen = where;
  g_autoptr (GError) error = NULL;
  g_assert_null (anf_server_new (NULL, &options, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_CONFLICT);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  (void)g_unlink (path);
  (void)g_rmdir (dir);
}

/* systemd hands a socket over; what does not listen is refused. */
static void
test_inherited_socket (void)
{
  const int fd = socket (AF_INET, SOCK_STREAM, 0);
  const struct sockaddr_in address
      = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  g_assert_cmpint (bind (fd, (const struct sockaddr *)&address, sizeof address), ==, 0);
  AnfServerOptions options = fixture_options ();
  options.listen_fd = dup (fd);
  g_autoptr (GError) error = NULL;
  g_assert_null (anf_server_new (NULL, &options, &error));
  g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);

  g_assert_cmpint (listen (fd, 10), ==, 0);
  Fixture fixture;
  g_autofree char *url = start_at ("unused", fd, &fixture);
  g_assert_true (g_str_has_prefix (url, "http://127.0.0.1:"));
  g_autoptr (Client) client = client_new (&fixture);
  g_autoptr (Reply) reply = client_ask (client, GET_UNITS);
  g_assert_cmpuint (reply->status, ==, 200);
  fixture_stop (&fixture);
}

static const char *const bad_places[]
    = { "", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000", "::1:80", "unix:", "here:80" };

static void
test_bad_places (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_places); i++)
    {
      AnfServerOptions options = fixture_options ();
      options.listen = bad_places[i];
      g_autoptr (GError) error = NULL;
      g_assert_null (anf_server_new (NULL, &options, &error));
      g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connections/idle-clients-leave-nothing", test_idle_clients_leave_nothing);
  g_test_add_func ("/connections/cut-off", test_cut_off);
  g_test_add_func ("/connections/survives-emfile", test_survives_emfile);
  g_test_add_func ("/connections/connection-caps", test_connection_caps);
  g_test_add_func ("/connections/deadlines", test_deadlines);
  g_test_add_func ("/connections/trickle", test_trickle);
  g_test_add_func ("/connections/leave-while-worked-on", test_leave_while_worked_on);
  g_test_add_func ("/connections/work-deadline", test_work_deadline);
  g_test_add_func ("/connections/queue-is-bounded", test_queue_is_bounded);
  g_test_add_func ("/connections/drain", test_drain);
  g_test_add_func ("/connections/unix-socket", test_unix_socket);
  g_test_add_func ("/connections/inherited-socket", test_inherited_socket);
  g_test_add_func ("/connections/bad-places", test_bad_places);
  return g_test_run ();
}
