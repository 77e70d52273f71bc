/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-content-hash.h"

#include "anf-digest.h"

#include <string.h>

/* OpenSSL's is five times as quick as GChecksum, and this is on every request's way. */
char *
anf_content_hash (const char *text)
{
  char *hex = g_malloc (ANF_DIGEST_HEX_SIZE);
  anf_digest_of (text, strlen (text), hex);
  return hex;
}
