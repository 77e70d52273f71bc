/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* What a disk can do: sink DIR. A thread for each connection that hashes each body, writes it to a
   file and syncs it before it answers. It knows just enough of HTTP for the load client's requests
   to be the same as for the others: a POST makes the file, a PATCH fills it. It checks nothing,
   knows nobody and remembers nothing. */
#include <glib.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIECE_SIZE (256 * 1024)

static int folder = -1;
static int files = 0;

static void
answer (int fd, const char *text)
{
  (void)send (fd, text, strlen (text), MSG_NOSIGNAL);
}

static gboolean
write_all (int fd, const char *bytes, gsize size)
{
  for (gsize done = 0; done < size;)
    {
      const ssize_t count = write (fd, bytes + done, size - done);
      if (count <= 0)
        return FALSE;
      done += (gsize)count;
    }
  return TRUE;
}

static void
create (int fd)
{
  char text[128];
  char name[16];
  (void)g_snprintf (name, sizeof name, "%d", g_atomic_int_add (&files, 1));
  const int file = openat (folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  (void)close (file);
  (void)g_snprintf (text, sizeof text,
                    "HTTP/1.1 201 Created\r\nLocation: /%s\r\nContent-Length: 0\r\n\r\n", name);
  answer (fd, text);
}

/* @bytes holds the first @have bytes of a body of @length. */
static gboolean
fill (int fd, const char *name, char *bytes, gsize have, gsize length)
{
  const int file = openat (folder, name, O_WRONLY | O_CLOEXEC);
  EVP_MD_CTX *digest = EVP_MD_CTX_new ();
  guint8 hash[EVP_MAX_MD_SIZE];
  gboolean fine = file >= 0 && EVP_DigestInit_ex (digest, EVP_sha256 (), NULL) == 1;
  for (gsize done = 0; fine;)
    {
      fine = EVP_DigestUpdate (digest, bytes, have) == 1 && write_all (file, bytes, have);
      done += have;
      if (done >= length)
        break;
      const ssize_t got = recv (fd, bytes, MIN (PIECE_SIZE, length - done), 0);
      fine = fine && got > 0;
      have = got > 0 ? (gsize)got : 0;
    }
  fine = fine && EVP_DigestFinal_ex (digest, hash, NULL) == 1 && fdatasync (file) == 0;
  EVP_MD_CTX_free (digest);
  (void)close (file);
  if (fine)
    answer (fd, "HTTP/1.1 204 No Content\r\n\r\n");
  return fine;
}

/* One request; @bytes has room for PIECE_SIZE. */
static gboolean
serve (int fd, char *bytes)
{
  gsize have = 0;
  const char *end = NULL;
  while (end == NULL)
    {
      const ssize_t got = recv (fd, bytes + have, PIECE_SIZE - have, 0);
      if (got <= 0)
        return FALSE;
      have += (gsize)got;
      end = memmem (bytes, have, "\r\n\r\n", 4);
    }
  const gsize head = (gsize)(end - bytes) + 4;
  if (g_str_has_prefix (bytes, "POST "))
    {
      create (fd);
      return TRUE;
    }
  const char *field = memmem (bytes, head, "Content-Length: ", 16);
  const char *target = memchr (bytes, '/', head);
  if (field == NULL || target == NULL)
    return FALSE;
  g_autofree char *name = g_strndup (target + 1, strcspn (target + 1, " "));
  const gsize length = strtoul (field + 16, NULL, 10);
  memmove (bytes, bytes + head, have - head);
  return fill (fd, name, bytes, have - head, length);
}

static gpointer
serve_connection (gpointer data)
{
  const int fd = GPOINTER_TO_INT (data);
  const int yes = 1;
  char *bytes = g_malloc (PIECE_SIZE);
  (void)setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  while (serve (fd, bytes))
    ;
  (void)close (fd);
  g_free (bytes);
  return NULL;
}

int
main (int argc, char **argv)
{
  struct sockaddr_in address
      = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;
  const int listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  folder = argc == 2 ? open (argv[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
  if (folder < 0 || bind (listener, (struct sockaddr *)&address, size) != 0
      || listen (listener, 1024) != 0
      || getsockname (listener, (struct sockaddr *)&address, &size) != 0)
    {
      g_printerr ("usage: sink DIR\n");
      return 2;
    }
  (void)setvbuf (stdout, NULL, _IONBF, 0);
  g_print ("listening on http://127.0.0.1:%u\n", ntohs (address.sin_port));
  for (;;)
    {
      const int fd = accept4 (listener, NULL, NULL, SOCK_CLOEXEC);
      if (fd >= 0)
        g_thread_unref (g_thread_new ("sink", serve_connection, GINT_TO_POINTER (fd)));
    }
}
