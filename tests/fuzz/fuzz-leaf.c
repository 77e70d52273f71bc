/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* A leaf that is accepted is written again to the very same bytes. */

#include "anf-leaf.h"

#include <stdint.h>
#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfLeaf) leaf = anf_leaf_parse ((const char *)data, size, &error);
  g_assert ((leaf == NULL) == (error != NULL));
  if (leaf == NULL)
    return 0;
  g_autofree char *text = anf_leaf_format (leaf, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (text, strlen (text), data, size);
  return 0;
}
