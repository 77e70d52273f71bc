/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-digest.h"

#include "anf-error.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Larger pieces are not hashed faster. */
#define PIECE_SIZE 262144

/* Looked up among OpenSSL's providers once, not for every file. */
static const EVP_MD *
sha256 (void)
{
  static EVP_MD *found;
  if (g_once_init_enter (&found))
    {
      EVP_MD *fetched = EVP_MD_fetch (NULL, "SHA256", NULL);
      g_assert (fetched != NULL);
      g_once_init_leave (&found, fetched);
    }
  return found;
}

/* A digest can fail only without memory, which GLib does not survive either. */
static EVP_MD_CTX *
digest_new (const EVP_MD *type)
{
  EVP_MD_CTX *digest = EVP_MD_CTX_new ();
  const gboolean done = EVP_DigestInit_ex (digest, type, NULL) == 1;
  g_assert (done);
  return digest;
}

EVP_MD_CTX *
anf_digest_new (void)
{
  return digest_new (sha256 ());
}

EVP_MD_CTX *
anf_digest_new_for (const char *algorithm)
{
  if (strcmp (algorithm, "sha256") == 0)
    return digest_new (sha256 ());
  return strcmp (algorithm, "sha1") == 0 ? digest_new (EVP_sha1 ()) : NULL;
}

EVP_MD_CTX *
anf_digest_copy (const EVP_MD_CTX *digest)
{
  EVP_MD_CTX *copy = EVP_MD_CTX_new ();
  const gboolean done = EVP_MD_CTX_copy_ex (copy, digest) == 1;
  g_assert (done);
  return copy;
}

void
anf_digest_update (EVP_MD_CTX *digest, gconstpointer bytes, gsize size)
{
  const gboolean done = EVP_DigestUpdate (digest, bytes, size) == 1;
  g_assert (done);
}

static void
write_hex (const guint8 *hash, char hex[ANF_DIGEST_HEX_SIZE])
{
  for (gsize i = 0; i < (ANF_DIGEST_HEX_SIZE - 1) / 2; i++)
    {
      hex[2 * i] = "0123456789abcdef"[hash[i] >> 4];
      hex[2 * i + 1] = "0123456789abcdef"[hash[i] & 15];
    }
  hex[ANF_DIGEST_HEX_SIZE - 1] = '\0';
}

void
anf_digest_peek (const EVP_MD_CTX *digest, char hex[ANF_DIGEST_HEX_SIZE])
{
  g_autoptr (EVP_MD_CTX) copy = anf_digest_copy (digest);
  guint8 hash[EVP_MAX_MD_SIZE];
  const gboolean done = EVP_DigestFinal_ex (copy, hash, NULL) == 1;
  g_assert (done);
  write_hex (hash, hex);
}

void
anf_digest_of (gconstpointer bytes, gsize size, char hex[ANF_DIGEST_HEX_SIZE])
{
  guint8 hash[EVP_MAX_MD_SIZE];
  const gboolean done = EVP_Digest (bytes, size, hash, NULL, sha256 (), NULL) == 1;
  g_assert (done);
  write_hex (hash, hex);
}

gboolean
anf_digest_update_from (EVP_MD_CTX *digest, int fd, gint64 size, GError **error)
{
  g_autofree guint8 *piece = g_malloc (PIECE_SIZE);
  for (gint64 at = 0; at < size;)
    {
      const gssize count = pread (fd, piece, (gsize)MIN (PIECE_SIZE, size - at), at);
      if (count < 0 && errno == EINTR)
        continue;
      if (count < 0)
        return anf_error_set_errno (error, errno, _ ("cannot read stored evidence"));
      if (count == 0)
        return anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("stored evidence has been cut short"));
      anf_digest_update (digest, piece, (gsize)count);
      at += count;
    }
  return TRUE;
}
