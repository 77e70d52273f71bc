/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Whatever surrounds it, the only text that opens with the key of C2SP's example is the one that
   this key has signed. Checkpoints and keys that are accepted have one spelling. */

#include "anf-checkpoint.h"
#include "anf-tile.h"

#include <stdint.h>
#include <string.h>

#define VKEY "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define TEXT "This is an example message.\n"

static void
try_note (const char *note, gsize size)
{
  g_autoptr (GPtrArray) verifiers
      = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_verifier_free);
  g_autoptr (GError) error = NULL;
  g_ptr_array_add (verifiers, anf_verifier_parse (VKEY, &error));
  g_assert_no_error (error);
  g_autofree char *text = anf_note_open (note, size, verifiers, &error);
  g_assert ((text == NULL) == (error != NULL));
  if (text != NULL)
    g_assert_cmpstr (text, ==, TEXT);
}

static void
try_checkpoint (const char *text)
{
  g_autofree char *origin = NULL;
  AnfTreeHead head;
  if (!anf_checkpoint_parse (text, &origin, &head, NULL))
    return;
  g_autofree char *again = anf_checkpoint_format (origin, &head);
  g_assert_cmpstr (again, ==, text);
}

static void
try_tile (const char *path)
{
  AnfTile tile;
  if (!anf_tile_parse ("0", path, &tile, NULL))
    return;
  g_autofree char *again = anf_tile_format (&tile);
  g_assert_cmpstr (again + strlen ("tile/0/"), ==, path);
  g_assert (tile.width > 0 && !anf_tile_exists (&tile, 0, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  try_note ((const char *)data, size);
  g_autofree char *text = g_strndup (size > 0 ? (const char *)data : "", size);
  try_checkpoint (text);
  try_tile (text);
  g_autoptr (AnfVerifier) verifier = anf_verifier_parse (text, NULL);
  return 0;
}
