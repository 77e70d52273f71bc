/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* What strangers send to a witness: a request that is read is written again to the very same bytes,
   and none of it is cosigned or believed without the log's key. */

#include "anf-rotation.h"
#include "anf-witness.h"

#include <stdint.h>
#include <string.h>

/* The example key of c2sp.org/signed-note, whose secret half nobody here has. */
#define VKEY "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"

static void
try_request (const char *text, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfWitnessRequest) request = anf_witness_request_parse (text, size, &error);
  g_assert ((request == NULL) == (error != NULL));
  if (request == NULL)
    return;
  g_autofree char *again
      = anf_witness_request_format (request->old_size, request->hashes, request->checkpoint);
  g_assert_cmpmem (again, strlen (again), text, size);
  g_autoptr (GPtrArray) verifiers
      = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_verifier_free);
  g_ptr_array_add (verifiers, anf_verifier_parse (VKEY, NULL));
  const AnfTreeHead seen = { .size = 3 };
  AnfTreeHead head;
  const AnfWitnessVerdict verdict = anf_witness_judge (request, &seen, verifiers, &head, &error);
  g_assert (verdict == ANF_WITNESS_MALFORMED || verdict == ANF_WITNESS_UNSIGNED);
  g_assert_nonnull (error);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  try_request ((const char *)data, size);
  /* The seeds are not signed by the keys that they name. */
  g_autoptr (AnfRotation) rotation = anf_rotation_open ((const char *)data, size, &error);
  g_assert (rotation == NULL && error != NULL);
  return 0;
}
