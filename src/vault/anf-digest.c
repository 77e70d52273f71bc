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
  return digest_new (EVP_sha256 ());
}

EVP_MD_CTX *
anf_digest_new_for (const char *algorithm)
{
  if (strcmp (algorithm, "sha256") == 0)
    return digest_new (EVP_sha256 ());
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

void
anf_digest_peek (const EVP_MD_CTX *digest, char hex[ANF_DIGEST_HEX_SIZE])
{
  g_autoptr (EVP_MD_CTX) copy = anf_digest_copy (digest);
  guint8 hash[EVP_MAX_MD_SIZE];
  const gboolean done = EVP_DigestFinal_ex (copy, hash, NULL) == 1;
  g_assert (done);
  for (gsize i = 0; i < (ANF_DIGEST_HEX_SIZE - 1) / 2; i++)
    {
      hex[2 * i] = "0123456789abcdef"[hash[i] >> 4];
      hex[2 * i + 1] = "0123456789abcdef"[hash[i] & 15];
    }
  hex[ANF_DIGEST_HEX_SIZE - 1] = '\0';
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
