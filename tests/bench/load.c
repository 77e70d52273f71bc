/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* The load client: the same for the service and its peers, and light enough not to be the limit.
   Bodies are prepared and hashed beforehand. Prints one line of JSON. */
#include "wire.h"
#include <openssl/evp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#define TAIL_SIZE 64
#define HEAD_SIZE 2048

static int port = 0;
static char *path = NULL;
static char *token_file = NULL;
static char *visit = NULL;
static int connections = 8;
static int count = 2000;
static int size_kib = 200;
static double seconds = 2;
static gboolean many_addresses = FALSE;

static const GOptionEntry entries[] = {
  { "port", 'p', 0, G_OPTION_ARG_INT, &port, "where the server listens", "PORT" },
  { "path", 0, 0, G_OPTION_ARG_STRING, &path, "what to ask for, or where uploads go", "PATH" },
  { "tokens", 't', 0, G_OPTION_ARG_FILENAME, &token_file, "bearer tokens, one a line", "FILE" },
  { "visit", 'v', 0, G_OPTION_ARG_STRING, &visit, "the visit that uploads are for", "ID" },
  { "connections", 'c', 0, G_OPTION_ARG_INT, &connections, "how many at once", "N" },
  { "count", 'n', 0, G_OPTION_ARG_INT, &count, "how many uploads", "N" },
  { "size", 's', 0, G_OPTION_ARG_INT, &size_kib, "size of an upload", "KIB" },
  { "seconds", 'd', 0, G_OPTION_ARG_DOUBLE, &seconds, "how long to ask for pages", "SECONDS" },
  { "many-addresses", 0, 0, G_OPTION_ARG_NONE, &many_addresses,
    "each connection from an address of its own", NULL },
  { NULL, '\0', 0, G_OPTION_ARG_NONE, NULL, NULL, NULL }
};

static char **tokens = NULL;
static guint8 *body = NULL;
static guint8 *tails = NULL;
static char *hashes = NULL; /* 65 bytes each */
static double *took = NULL;
static int next_upload = 0;

static double
now (void)
{
  return (double)g_get_monotonic_time () / G_USEC_PER_SEC;
}

static int
compare (const void *a, const void *b)
{
  const double left = *(const double *)a;
  const double right = *(const double *)b;
  return (left > right) - (left < right);
}

static void
print_result (double *times, gsize n, double elapsed)
{
  qsort (times, n, sizeof *times, compare);
  g_print ("{\"count\":%" G_GSIZE_FORMAT ",\"seconds\":%.6f,\"p50_ms\":%.4f,\"p99_ms\":%.4f}\n", n,
           elapsed, n > 0 ? times[n / 2] * 1000 : 0, n > 0 ? times[n * 99 / 100] * 1000 : 0);
}

static const char *
token_of (int connection)
{
  const guint have = tokens != NULL ? g_strv_length (tokens) : 0;
  return have > 0 ? tokens[(guint)connection % have] : "none";
}

/* ---- uploads ---- */

/* Every body is different in its last bytes, so that one hash of the rest serves all. */
static void
prepare_bodies (void)
{
  const gsize size = (gsize)size_kib * 1024 - TAIL_SIZE;
  body = g_malloc (size);
  tails = g_malloc ((gsize)count * TAIL_SIZE);
  hashes = g_malloc ((gsize)count * 65);
  for (gsize i = 0; i < size; i++)
    body[i] = (guint8)g_random_int ();
  EVP_MD_CTX *common = EVP_MD_CTX_new ();
  EVP_MD_CTX *digest = EVP_MD_CTX_new ();
  (void)EVP_DigestInit_ex (common, EVP_sha256 (), NULL);
  (void)EVP_DigestUpdate (common, body, size);
  for (gsize i = 0; i < (gsize)count; i++)
    {
      guint8 *tail = tails + i * TAIL_SIZE;
      guint8 hash[32];
      for (guint j = 0; j < TAIL_SIZE; j++)
        tail[j] = (guint8)g_random_int ();
      (void)EVP_MD_CTX_copy_ex (digest, common);
      (void)EVP_DigestUpdate (digest, tail, TAIL_SIZE);
      (void)EVP_DigestFinal_ex (digest, hash, NULL);
      for (guint j = 0; j < sizeof hash; j++)
        (void)g_snprintf (hashes + i * 65 + (gsize)j * 2, 3, "%02x", hash[j]);
    }
  EVP_MD_CTX_free (common);
  EVP_MD_CTX_free (digest);
}

static int
format_creation (char *head, int index, const char *token)
{
  g_autofree char *evidence = g_uuid_string_random ();
  const char *const pairs[][2] = {
    { "visit", visit != NULL ? visit : "" },    { "evidence", evidence },
    { "sha256", hashes + (gsize)index * 65 },   { "filename", "IMG_0001.bin" },
    { "filetype", "application/octet-stream" },
  };
  g_autoptr (GString) metadata = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *value = g_base64_encode ((const guchar *)pairs[i][1], strlen (pairs[i][1]));
      g_string_append_printf (metadata, "%s%s %s", i > 0 ? "," : "", pairs[i][0], value);
    }
  return g_snprintf (head, HEAD_SIZE,
                     "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                     "Tus-Resumable: 1.0.0\r\nUpload-Length: %d\r\nUpload-Metadata: %s\r\n"
                     "Content-Length: 0\r\n\r\n",
                     path, token, size_kib * 1024, metadata->str);
}

static gboolean
exchange (Wire *wire, struct iovec *parts, int n, int wanted)
{
  if (!wire_send (wire, parts, n) || !wire_read_reply (wire))
    {
      g_printerr ("the connection broke\n");
      return FALSE;
    }
  if (wire->status == wanted)
    return TRUE;
  g_printerr ("%.*s\n", (int)wire->filled, wire->buffer);
  return FALSE;
}

static gboolean
upload (Wire *wire, int index, const char *token)
{
  char head[HEAD_SIZE];
  struct iovec creation = { head, (gsize)format_creation (head, index, token) };
  const double began = now ();
  if (!exchange (wire, &creation, 1, 201))
    return FALSE;
  const gsize size = (gsize)size_kib * 1024;
  const int length
      = g_snprintf (head, sizeof head,
                    "PATCH %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                    "Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                    "Content-Type: application/offset+octet-stream\r\nContent-Length: %d\r\n\r\n",
                    wire->location, token, size_kib * 1024);
  struct iovec parts[] = { { head, (gsize)length },
                           { body, size - TAIL_SIZE },
                           { tails + (gsize)index * TAIL_SIZE, TAIL_SIZE } };
  if (!exchange (wire, parts, G_N_ELEMENTS (parts), 204))
    return FALSE;
  took[index] = now () - began;
  return TRUE;
}

static gpointer
send_uploads (gpointer data)
{
  const int connection = GPOINTER_TO_INT (data);
  Wire wire;
  wire_open (&wire, (guint16)port, many_addresses ? (guint)connection % 250 + 1 : 0);
  gboolean fine = TRUE;
  int index = g_atomic_int_add (&next_upload, 1);
  for (; fine && index < count; index = g_atomic_int_add (&next_upload, 1))
    fine = upload (&wire, index, token_of (connection));
  wire_close (&wire);
  return GINT_TO_POINTER (fine);
}

static int
run_uploads (void)
{
  prepare_bodies ();
  took = g_new0 (double, count);
  g_autofree GThread **threads = g_new0 (GThread *, connections);
  gboolean fine = TRUE;
  const double began = now ();
  for (int i = 0; i < connections; i++)
    threads[i] = g_thread_new ("upload", send_uploads, GINT_TO_POINTER (i));
  for (int i = 0; i < connections; i++)
    fine = GPOINTER_TO_INT (g_thread_join (threads[i])) && fine;
  print_result (took, (gsize)count, now () - began);
  return fine ? 0 : 1;
}

/* ---- pages ---- */

typedef struct
{
  Wire wire;
  char *request;
  double asked;
} Asker;

static void
ask (Asker *self)
{
  struct iovec part = { self->request, strlen (self->request) };
  self->wire.filled = 0;
  self->asked = now ();
  if (!wire_send (&self->wire, &part, 1))
    g_error ("the connection broke");
}

static gboolean
hear (Asker *self)
{
  Wire *wire = &self->wire;
  const ssize_t got
      = recv (wire->fd, wire->buffer + wire->filled, WIRE_BUFFER_SIZE - wire->filled, 0);
  if (got <= 0)
    g_error ("the connection broke");
  wire->filled += (gsize)got;
  if (wire_measure_reply (wire->buffer, wire->filled) == 0)
    return FALSE;
  if (!g_str_has_prefix (wire->buffer, "HTTP/1.1 200 "))
    g_error ("%.*s", (int)wire->filled, wire->buffer);
  return TRUE;
}

static int
run_pages (void)
{
  g_autofree Asker *askers = g_new0 (Asker, connections);
  const int poll = epoll_create1 (EPOLL_CLOEXEC);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  for (int i = 0; i < connections; i++)
    {
      struct epoll_event event = { .events = EPOLLIN, .data.ptr = &askers[i] };
      wire_open (&askers[i].wire, (guint16)port, 0);
      askers[i].request
          = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                             "Accept: application/json\r\n\r\n",
                             path, token_of (i));
      (void)epoll_ctl (poll, EPOLL_CTL_ADD, askers[i].wire.fd, &event);
      ask (&askers[i]);
    }
  const double began = now ();
  while (now () < began + seconds)
    {
      struct epoll_event events[64];
      const int ready = epoll_wait (poll, events, G_N_ELEMENTS (events), 100);
      for (int i = 0; i < ready; i++)
        {
          Asker *asker = events[i].data.ptr;
          if (!hear (asker))
            continue;
          const double time = now () - asker->asked;
          g_array_append_val (times, time);
          ask (asker);
        }
    }
  print_result ((double *)(gpointer)times->data, times->len, now () - began);
  return 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("uploads|pages");
  g_autoptr (GError) error = NULL;
  g_autofree char *list = NULL;
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)
      || (token_file != NULL && !g_file_get_contents (token_file, &list, NULL, &error)))
    {
      g_printerr ("load: %s\n", error->message);
      return 2;
    }
  if (list != NULL)
    tokens = g_strsplit (g_strstrip (list), "\n", -1);
  if (argc != 2 || port == 0 || path == NULL)
    {
      g_printerr ("load: say uploads or pages, --port and --path\n");
      return 2;
    }
  return g_str_equal (argv[1], "uploads") ? run_uploads () : run_pages ();
}
