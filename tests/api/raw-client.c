/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "raw-client.h"

#include "anf-json.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE_MS 10000

/* ---- the server ---- */

AnfServerOptions
fixture_options (void)
{
  AnfServerOptions options = anf_server_options_default ();
  options.listen = "127.0.0.1:0";
  options.connections_per_address = 1000;
  options.workers = 4;
  options.intake_threads = 4;
  options.uploads_per_account = 4;
  options.stream_threads = 2;
  options.head_ms = options.idle_ms = options.body_ms = options.work_ms = 60000;
  options.sweep_ms = 20;
  return options;
}

static gpointer
serve (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;
  g_main_context_push_thread_default (fixture->context);
  fixture->server = anf_server_new (fixture->office, &fixture->options, &error);
  g_assert_no_error (error);
  const char *url = anf_server_get_url (fixture->server);
  fixture->port = (guint16)g_ascii_strtoull (strrchr (url, ':') + 1, NULL, 10);
  g_atomic_int_set (&fixture->started, TRUE);
  g_main_loop_run (fixture->loop);
  anf_server_free (fixture->server);
  while (g_main_context_iteration (fixture->context, FALSE))
    ;
  g_main_context_pop_thread_default (fixture->context);
  return NULL;
}

void
fixture_start (Fixture *fixture, const AnfServerOptions *options)
{
  fixture->options = options == NULL ? fixture_options () : *options;
  fixture->office = fake_office_new ();
  fixture->context = g_main_context_new ();
  fixture->loop = g_main_loop_new (fixture->context, FALSE);
  fixture->started = FALSE;
  fixture->thread = g_thread_new ("server", serve, fixture);
  while (!g_atomic_int_get (&fixture->started))
    g_usleep (500);
}

static void
quit (gpointer data)
{
  g_main_loop_quit (data);
}

static gboolean
begin_stop (gpointer data)
{
  Fixture *fixture = data;
  anf_server_stop (fixture->server, PATIENCE_MS, quit, fixture->loop);
  return G_SOURCE_REMOVE;
}

void
fixture_stop (Fixture *fixture)
{
  g_main_context_invoke (fixture->context, begin_stop, fixture);
  g_thread_join (fixture->thread);
  g_main_loop_unref (fixture->loop);
  g_main_context_unref (fixture->context);
  anf_office_close (fixture->office);
}

guint
count_fds (void)
{
  guint count = 0;
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  while (g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

gboolean
wait_until (gboolean (*holds) (gpointer data), gpointer data)
{
  for (guint i = 0; i < PATIENCE_MS; i++)
    {
      if (holds (data))
        return TRUE;
      g_usleep (1000);
    }
  return FALSE;
}

/* ---- a client ---- */

Client *
client_new_apart (void)
{
  Client *self = g_new0 (Client, 1);
  self->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (self->fd, >=, 0);
  self->in = g_string_new (NULL);
  return self;
}

void
client_connect (Client *self, Fixture *fixture)
{
  const struct sockaddr_in address = { .sin_family = AF_INET,
                                       .sin_port = htons (fixture->port),
                                       .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  g_assert_cmpint (connect (self->fd, (const struct sockaddr *)&address, sizeof address), ==, 0);
}

Client *
client_new (Fixture *fixture)
{
  Client *self = client_new_apart ();
  client_connect (self, fixture);
  return self;
}

void
client_free (Client *self)
{
  close (self->fd);
  g_string_free (self->in, TRUE);
  g_free (self);
}

void
reply_free (Reply *self)
{
  g_free (self->head);
  g_string_free (self->body, TRUE);
  g_free (self);
}

gboolean
client_send_bytes (Client *self, const void *bytes, gsize size)
{
  for (gsize sent = 0; sent < size;)
    {
      const ssize_t count = send (self->fd, (const char *)bytes + sent, size - sent, MSG_NOSIGNAL);
      if (count < 0)
        return FALSE;
      sent += (gsize)count;
    }
  return TRUE;
}

gboolean
client_send (Client *self, const char *text)
{
  return client_send_bytes (self, text, strlen (text));
}

/* Returns FALSE at the end of the stream, or when nothing comes. */
static gboolean
read_more (Client *self)
{
  struct pollfd item = { .fd = self->fd, .events = POLLIN };
  if (poll (&item, 1, PATIENCE_MS) <= 0)
    return FALSE;
  char bytes[65536];
  const ssize_t count = recv (self->fd, bytes, sizeof bytes, 0);
  if (count <= 0)
    return FALSE;
  g_string_append_len (self->in, bytes, count);
  return TRUE;
}

static char *
get_field (const char *head, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (head, "\r\n", -1);
  for (guint i = 1; lines[i] != NULL; i++)
    if (g_ascii_strncasecmp (lines[i], name, strlen (name)) == 0 && lines[i][strlen (name)] == ':')
      return g_strdup (g_strstrip (lines[i] + strlen (name) + 1));
  return NULL;
}

static gboolean
read_chunks (Client *self, GString *body)
{
  for (;;)
    {
      const char *line = strstr (self->in->str, "\r\n");
      const gsize size = line == NULL ? 0 : g_ascii_strtoull (self->in->str, NULL, 16);
      const gsize prefix = line == NULL ? 0 : (gsize)(line - self->in->str) + 2;
      if (line == NULL || self->in->len < prefix + size + 2)
        {
          if (!read_more (self))
            return FALSE;
          continue;
        }
      g_string_append_len (body, self->in->str + prefix, (gssize)size);
      g_string_erase (self->in, 0, (gssize)(prefix + size + 2));
      if (size == 0)
        return TRUE;
    }
}

static Reply *
receive (Client *self, gboolean has_body)
{
  const char *end = strstr (self->in->str, "\r\n\r\n");
  while (end == NULL)
    {
      if (!read_more (self))
        return NULL;
      end = strstr (self->in->str, "\r\n\r\n");
    }
  g_autoptr (Reply) reply = g_new0 (Reply, 1);
  reply->body = g_string_new (NULL);
  const gsize head = (gsize)(end - self->in->str) + 4;
  reply->head = g_strndup (self->in->str, head);
  g_string_erase (self->in, 0, (gssize)head);
  reply->status = (guint)g_ascii_strtoull (reply->head + strlen ("HTTP/1.1 "), NULL, 10);

  g_autofree char *coding = get_field (reply->head, "Transfer-Encoding");
  if (coding != NULL && has_body)
    return read_chunks (self, reply->body) ? g_steal_pointer (&reply) : NULL;
  g_autofree char *length = get_field (reply->head, "Content-Length");
  const gsize size = length == NULL || !has_body ? 0 : g_ascii_strtoull (length, NULL, 10);
  while (self->in->len < size)
    if (!read_more (self))
      return NULL;
  g_string_append_len (reply->body, self->in->str, (gssize)size);
  g_string_erase (self->in, 0, (gssize)size);
  return g_steal_pointer (&reply);
}

Reply *
client_receive (Client *self)
{
  return receive (self, TRUE);
}

Reply *
client_receive_head (Client *self)
{
  return receive (self, FALSE);
}

gboolean
client_is_closed (Client *self)
{
  struct pollfd item = { .fd = self->fd, .events = POLLIN };
  char byte;
  return poll (&item, 1, PATIENCE_MS) > 0 && recv (self->fd, &byte, 1, 0) <= 0;
}

Reply *
client_ask (Client *self, const char *text)
{
  g_assert_true (client_send (self, text));
  Reply *reply = client_receive (self);
  g_assert_nonnull (reply);
  return reply;
}

char *
reply_get (const Reply *self, const char *name)
{
  return get_field (self->head, name);
}

void
check_problem (const Reply *reply, const char *name)
{
  g_autofree char *type = reply_get (reply, "Content-Type");
  g_assert_cmpstr (type, ==, "application/problem+json");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) problem
      = anf_json_parse_object (reply->body->str, reply->body->len, &error);
  g_assert_no_error (error);
  g_autofree char *wanted = g_strconcat ("urn:anfang:problem:", name, NULL);
  g_assert_cmpstr (anf_json_peek_string (problem, "type"), ==, wanted);
  g_assert_cmpint (anf_json_peek_int (problem, "status", 0), ==, reply->status);
  g_assert_nonnull (anf_json_peek_string (problem, "title"));
  g_assert_true (json_object_has_member (problem, "retriable"));
}
