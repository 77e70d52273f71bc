/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-json.h"
#include "anf-upload-metadata.h"

#include <string.h>

#define ID "0b7bd1ce-95d4-4a0e-9d2c-1a0a6f6f3a11"
#define VISIT "22222222-2222-4222-8222-222222222222"
#define HASH "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

/* Joins `key=value` pairs into a header, values in base64. */
static char *
make_header (const char *const *pairs)
{
  GString *header = g_string_new (NULL);
  for (gsize i = 0; pairs[i] != NULL; i++)
    {
      const char *equals = strchr (pairs[i], '=');
      g_autofree char *key = g_strndup (pairs[i], (gsize)(equals - pairs[i]));
      g_autofree char *value = g_base64_encode ((const guchar *)equals + 1, strlen (equals + 1));
      g_string_append_printf (header, "%s%s %s", i > 0 ? "," : "", key, value);
    }
  return g_string_free (header, FALSE);
}

#define WHOLE "evidence=" ID, "visit=" VISIT, "sha256=" HASH

static void
test_whole (void)
{
  static const char *const pairs[] = { WHOLE,
                                       "filename=大厅 1.jpg",
                                       "filetype=image/jpeg",
                                       "captured_at=2026-11-20T10:02:00.5+08:00",
                                       "position=40.8524,122.6851,8.5",
                                       "position_source=gps",
                                       "sequence=7",
                                       "relativePath=null",
                                       NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *header = make_header (pairs);
  g_autoptr (JsonObject) doc = anf_upload_metadata_parse (header, &error);
  g_assert_no_error (error);
  g_autofree char *text = anf_json_format_object (doc);
  g_assert_cmpstr (text, ==,
                   "{\"captured_at\":\"2026-11-20T02:02:00.500Z\",\"datum\":\"WGS-84\","
                   "\"filename\":\"大厅 1.jpg\",\"filetype\":\"image/jpeg\",\"id\":\"" ID "\","
                   "\"kind\":\"photo\",\"position\":{\"accuracy_m\":8.5,\"lat\":40.8524,"
                   "\"lon\":122.6851},\"position_source\":\"gps\",\"sequence\":7,"
                   "\"sha256\":\"" HASH "\",\"visit\":\"" VISIT "\"}");
}

typedef struct
{
  const char *name;
  const char *pairs[6];
} Refused;

static const Refused refused[] = {
  { "no-evidence", { "visit=" VISIT, "sha256=" HASH } },
  { "no-visit", { "evidence=" ID, "sha256=" HASH } },
  { "no-sha256", { "evidence=" ID, "visit=" VISIT } },
  { "visit-and-order", { WHOLE, "order=" VISIT } },
  { "upper-case-id",
    { "evidence=0B7BD1CE-95D4-4A0E-9D2C-1A0A6F6F3A11", "visit=" VISIT, "sha256=" HASH } },
  { "path-as-id", { "evidence=../../../../etc/passwd", "visit=" VISIT, "sha256=" HASH } },
  { "upper-case-hash",
    { "evidence=" ID, "visit=" VISIT,
      "sha256=9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08" } },
  { "short-hash", { "evidence=" ID, "visit=" VISIT, "sha256=9f86" } },
  { "twice", { WHOLE, "sha256=" HASH } },
  { "unknown-kind", { WHOLE, "kind=thumbnail" } },
  { "time-without-zone", { WHOLE, "captured_at=2026-11-20T10:02:00" } },
  { "position-off-the-globe", { WHOLE, "position=91,0" } },
  { "position-source", { WHOLE, "position_source=guess" } },
  { "datum", { WHOLE, "datum=Mars" } },
  { "sequence-zero", { WHOLE, "sequence=0" } },
  { "sequence-negative", { WHOLE, "sequence=-1" } },
  { "control-character", { WHOLE, "filename=a\nb" } },
  { "not-utf8", { WHOLE, "filename=\xff\xfe" } },
};

static void
test_refused (gconstpointer data)
{
  const Refused *one = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *header = make_header (one->pairs);
  g_assert_null (anf_upload_metadata_parse (header, &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
}

static void
test_grammar (void)
{
  static const char *const headers[] = {
    "evidence %%%", "evidence AAA", ", ,", " AAAA", "a AAAA,,b AAAA", "a AAAA=A==", "a =",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_test_message ("%s", headers[i]);
      g_assert_null (anf_upload_metadata_parse (headers[i], &error));
      g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
    }
}

/* At the limit and one more. */
static void
test_limits (void)
{
  for (gsize over = 0; over < 2; over++)
    {
      static const char *const pairs[] = { WHOLE, NULL };
      g_autoptr (GError) error = NULL;
      g_autofree char *start = make_header (pairs);
      g_autofree char *fill = g_strnfill (ANF_UPLOAD_METADATA_MAX - strlen (start) - 1 + over, 'x');
      g_autofree char *header = g_strconcat (start, ",", fill, NULL);
      g_autoptr (JsonObject) doc = anf_upload_metadata_parse (header, &error);
      if (over == 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_TOO_LARGE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/upload-metadata/whole", test_whole);
  g_test_add_func ("/upload-metadata/grammar", test_grammar);
  g_test_add_func ("/upload-metadata/limits", test_limits);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strconcat ("/upload-metadata/refused/", refused[i].name, NULL);
      g_test_add_data_func (path, &refused[i], test_refused);
    }
  return g_test_run ();
}
