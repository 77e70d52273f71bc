/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Whatever is accepted can be written, and reads back to the same bytes. */

#include "anf-json.h"

#include <stdint.h>
#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonNode) node = anf_json_parse ((const char *)data, size, &local_error);
  g_assert ((node == NULL) == (local_error != NULL));
  if (node == NULL)
    return 0;
  g_autofree char *text = anf_json_format (node);
  g_autoptr (JsonNode) again = anf_json_parse (text, strlen (text), &local_error);
  g_assert_no_error (local_error);
  g_autofree char *text_again = anf_json_format (again);
  g_assert_cmpstr (text, ==, text_again);
  return 0;
}
