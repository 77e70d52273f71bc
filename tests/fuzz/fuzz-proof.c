/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* A proof that is read is written again to the very same bytes; and no input leads to roots that
   nobody could know. */

#include "anf-proof.h"

#include <stdint.h>
#include <string.h>

static void
try_text (const char *text, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfProof) proof = anf_proof_parse (text, size, &error);
  g_assert ((proof == NULL) == (error != NULL));
  if (proof == NULL)
    return;
  g_autofree char *again = anf_proof_format (proof);
  g_assert_cmpmem (again, strlen (again), text, size);
}

/* Two sizes, then hashes; the roots are all zeros, which is the hash of nothing. */
static void
try_hashes (const uint8_t *data, gsize size)
{
  AnfTreeHead heads[2] = { 0 };
  if (size < sizeof (guint64) * 2)
    return;
  memcpy (&heads[0].size, data, sizeof (guint64));
  memcpy (&heads[1].size, data + sizeof (guint64), sizeof (guint64));
  g_autoptr (GByteArray) hashes = g_byte_array_new ();
  g_byte_array_append (hashes, data + 2 * sizeof (guint64), (guint)(size - 2 * sizeof (guint64)));
  const guint8 leaf[ANF_HASH_SIZE] = { 1 };
  g_assert (!anf_proof_check_inclusion (leaf, heads[0].size, &heads[1], hashes, NULL));
  const gboolean equal = heads[0].size == heads[1].size && hashes->len == 0 && heads[0].size != 0;
  g_assert (anf_proof_check_consistency (&heads[0], &heads[1], hashes, NULL) == equal);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  try_text ((const char *)data, size);
  try_hashes (data, size);
  return 0;
}
