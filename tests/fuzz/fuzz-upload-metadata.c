/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Whatever a sender says of a file is refused in words, or becomes members that can be written. */

#include "anf-json.h"
#include "anf-upload-metadata.h"

#include <stdint.h>
#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *header = g_strndup ((const char *)data, size);
  g_autoptr (JsonObject) doc = anf_upload_metadata_parse (header, &error);
  g_assert ((doc == NULL) == (error != NULL));
  if (doc == NULL)
    return 0;
  g_assert_nonnull (anf_json_peek_string (doc, "sha256"));
  g_autofree char *text = anf_json_format_object (doc);
  g_autoptr (JsonNode) again = anf_json_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  return 0;
}
