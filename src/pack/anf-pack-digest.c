/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-pack-digest.h"

#include "anf-error.h"
#include "anf-pack-limits.h"
#include "anf-zip.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <openssl/evp.h>
#include <unistd.h>

static EVP_MD_CTX *
start (const EVP_MD *kind)
{
  EVP_MD_CTX *context = EVP_MD_CTX_new ();
  /* Fails only without memory, or when OpenSSL was configured without its digests. */
  g_assert (context != NULL && EVP_DigestInit_ex (context, kind, NULL) == 1);
  return context;
}

void
anf_pack_digest_init (AnfPackDigest *self, gboolean with_sm3)
{
  *self = (AnfPackDigest){ .sha256_context = start (EVP_sha256 ()) };
  if (with_sm3)
    self->sm3_context = start (EVP_sm3 ());
}

void
anf_pack_digest_update (AnfPackDigest *self, gconstpointer bytes, gsize size)
{
  EVP_DigestUpdate (self->sha256_context, bytes, size);
  if (self->sm3_context != NULL)
    EVP_DigestUpdate (self->sm3_context, bytes, size);
  self->crc = anf_zip_crc (self->crc, bytes, size);
  self->size += size;
}

static void
write_hex (EVP_MD_CTX *context, char hex[ANF_DIGEST_HEX_SIZE])
{
  static const char digits[] = "0123456789abcdef";
  guint8 digest[EVP_MAX_MD_SIZE];
  EVP_DigestFinal_ex (context, digest, NULL);
  for (gsize i = 0; i < ANF_DIGEST_HEX_SIZE / 2; i++)
    {
      hex[2 * i] = digits[digest[i] >> 4];
      hex[2 * i + 1] = digits[digest[i] & 15];
    }
  hex[ANF_DIGEST_HEX_SIZE - 1] = '\0';
}

void
anf_pack_digest_finish (AnfPackDigest *self)
{
  write_hex (self->sha256_context, self->sha256);
  if (self->sm3_context != NULL)
    write_hex (self->sm3_context, self->sm3);
}

void
anf_pack_digest_clear (AnfPackDigest *self)
{
  EVP_MD_CTX_free (self->sha256_context);
  EVP_MD_CTX_free (self->sm3_context);
  self->sha256_context = NULL;
  self->sm3_context = NULL;
}

static char *
finish_sm3 (EVP_MD_CTX *context)
{
  char hex[ANF_DIGEST_HEX_SIZE];
  write_hex (context, hex);
  EVP_MD_CTX_free (context);
  return g_strdup (hex);
}

char *
anf_pack_digest_sm3 (int fd, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (ANF_PACK_CHUNK);
  EVP_MD_CTX *context = start (EVP_sm3 ());
  off_t at = 0;
  while (TRUE)
    {
      const ssize_t got = pread (fd, buffer, ANF_PACK_CHUNK, at);
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        {
          const int number = errno;
          EVP_MD_CTX_free (context);
          anf_error_set_errno (error, number, _ ("a file cannot be read"));
          return NULL;
        }
      if (got == 0)
        return finish_sm3 (context);
      EVP_DigestUpdate (context, buffer, (gsize)got);
      at += got;
    }
}

char *
anf_pack_digest_bytes_sm3 (GBytes *bytes)
{
  EVP_MD_CTX *context = start (EVP_sm3 ());
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  EVP_DigestUpdate (context, data, size);
  return finish_sm3 (context);
}

char *
anf_pack_digest_bytes (GBytes *bytes)
{
  g_auto (AnfPackDigest) digest;
  anf_pack_digest_init (&digest, FALSE);
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  anf_pack_digest_update (&digest, data, size);
  anf_pack_digest_finish (&digest);
  return g_strdup (digest.sha256);
}
