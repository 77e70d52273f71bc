/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Everything that is done to a file: the facts keep to their schema, and the redacted copy has in
   it only what may be there. */

#include "anf-contract.h"
#include "anf-json.h"
#include "anf-media-limits.h"
#include "anf-schema.h"

#include "examine-here.h"
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_facts (const char *facts)
{
  static AnfSchemas *schemas = NULL;
  if (schemas == NULL)
    schemas = anf_contract_load_schema ("#/components/schemas/facts", NULL);
  g_assert_cmpuint (strlen (facts), <=, ANF_MEDIA_FACTS_BYTES_MAX);
  g_autoptr (JsonNode) node = anf_json_parse (facts, strlen (facts), NULL);
  g_assert_nonnull (node);
  g_autoptr (GPtrArray) faults = anf_schemas_check (schemas, "#/components/schemas/facts", node);
  if (faults->len > 0)
    {
      const AnfSchemaFault *fault = g_ptr_array_index (faults, 0);
      g_error ("%s %s in %s", fault->pointer, fault->detail, facts);
    }
}

static gboolean
is_allowed (const AnfJpeg *jpeg, const AnfJpegSegment *segment)
{
  switch (segment->marker)
    {
    case ANF_JPEG_APP1:
      return segment->size == 32;
    case ANF_JPEG_APP2:
      return segment->size > 14
             && anf_redact_is_plain_profile (jpeg->bytes + segment->start + 14, segment->size - 14);
    case ANF_JPEG_APP14:
      return segment->size == 12;
    default:
      return segment->marker < ANF_JPEG_APP0;
    }
}

static void
check_redacted (const GByteArray *redacted)
{
  g_autoptr (AnfJpeg) jpeg = anf_jpeg_parse (redacted->data, redacted->len);
  g_assert_false (jpeg->cut);
  g_assert_false (jpeg->malformed);
  g_assert_cmpuint (jpeg->end, ==, redacted->len);
  for (guint i = 0; i < jpeg->segments->len; i++)
    g_assert_true (is_allowed (jpeg, &g_array_index (jpeg->segments, AnfJpegSegment, i)));
}

/* Of any format: looked at again it says nothing but what it shows. */
static void
check_silent (const GByteArray *redacted)
{
  static const char *const allowed[]
      = { "type",         "format", "width",          "height", "orientation", "phash",
          "phash_turned", "dhash",  "picture_sha256", "flags",  NULL };
  g_autoptr (Examined) again = examine_here (redacted->data, redacted->len);
  g_autoptr (JsonObject) facts = anf_json_parse_object (again->facts, strlen (again->facts), NULL);
  g_autoptr (GList) members = json_object_get_members (facts);
  for (GList *l = members; l != NULL; l = l->next)
    if (!g_strv_contains (allowed, l->data))
      g_error ("a redacted copy says %s", again->facts);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (Examined) examined = examine_here (data, size);
  check_facts (examined->facts);
  g_assert_cmpuint (examined->thumbnail->len, <=, ANF_MEDIA_THUMBNAIL_BYTES_MAX);
  if (examined->redaction == ANF_REDACTION_NONE)
    return 0;
  if (examined->redacted->data[0] == 0xff)
    check_redacted (examined->redacted);
  check_silent (examined->redacted);
  return 0;
}
