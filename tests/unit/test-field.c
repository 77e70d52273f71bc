/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-field.h"
#include "anf-http-limits.h"
#include "anf-language.h"

typedef struct
{
  const char *field;
  AnfRange range;
  gint64 first;
  gint64 last;
} RangeCase;

/* RFC 9110 section 14.1.2, for a content of 10000 bytes as in its examples. */
static const RangeCase ranges[] = {
  { NULL, ANF_RANGE_NONE, 0, 9999 },
  { "bytes=0-499", ANF_RANGE_PARTIAL, 0, 499 },
  { "bytes=500-999", ANF_RANGE_PARTIAL, 500, 999 },
  { "bytes=-500", ANF_RANGE_PARTIAL, 9500, 9999 },
  { "bytes=9500-", ANF_RANGE_PARTIAL, 9500, 9999 },
  { "bytes=0-0", ANF_RANGE_PARTIAL, 0, 0 },
  { "bytes=-20000", ANF_RANGE_PARTIAL, 0, 9999 },
  { "bytes=9999-20000", ANF_RANGE_PARTIAL, 9999, 9999 },
  { "bytes=10000-", ANF_RANGE_OUTSIDE, 10000, 9999 },
  { "bytes=-0", ANF_RANGE_OUTSIDE, 10000, 9999 },
  { "bytes=0-0,-1", ANF_RANGE_NONE, 0, 0 },
  { "bytes=5-4", ANF_RANGE_NONE, 0, 0 },
  { "bytes=", ANF_RANGE_NONE, 0, 0 },
  { "bytes=-", ANF_RANGE_NONE, 0, 0 },
  { "bytes=a-b", ANF_RANGE_NONE, 0, 0 },
  { "bytes=0x1-2", ANF_RANGE_NONE, 0, 0 },
  { "bytes=-1-2", ANF_RANGE_NONE, 0, 0 },
  { "bytes= 0-1", ANF_RANGE_NONE, 0, 0 },
  { "bytes=9999999999999999999999-", ANF_RANGE_NONE, 0, 0 },
  { "items=0-1", ANF_RANGE_NONE, 0, 0 },
};

static void
test_range (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_test_message ("%s", ranges[i].field == NULL ? "absent" : ranges[i].field);
      gint64 first, last;
      g_assert_cmpint (anf_range_parse (ranges[i].field, 10000, &first, &last), ==,
                       ranges[i].range);
      if (ranges[i].range != ANF_RANGE_PARTIAL)
        continue;
      g_assert_cmpint (first, ==, ranges[i].first);
      g_assert_cmpint (last, ==, ranges[i].last);
    }
  gint64 first, last;
  g_assert_cmpint (anf_range_parse ("bytes=0-", 0, &first, &last), ==, ANF_RANGE_OUTSIDE);
}

/* RFC 9110's own example of a date; `date -u -d "1994-11-06 08:49:37" +%s`. */
static void
test_date (void)
{
  g_autofree char *date = anf_http_date (G_GINT64_CONSTANT (784111777) * G_USEC_PER_SEC);
  g_assert_cmpstr (date, ==, "Sun, 06 Nov 1994 08:49:37 GMT");
}

static const struct
{
  const char *name;
  const char *field;
} names[] = {
  { "a b.jpg", "attachment; filename=\"a b.jpg\"" },
  { "\u20ac rates", "attachment; filename=\"_ rates\"; filename*=UTF-8''%E2%82%AC%20rates" },
  { "a\"\r\nX: b", "attachment; filename=\"a___X_ b\"; filename*=UTF-8''a%22%0D%0AX%3A%20b" },
};

static void
test_disposition (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *field = anf_content_disposition (names[i].name);
      g_assert_cmpstr (field, ==, names[i].field);
    }
}

static const struct
{
  const char *field;
  AnfLanguage language;
} languages[] = {
  { NULL, ANF_LANGUAGE_ENGLISH },
  { "", ANF_LANGUAGE_ENGLISH },
  { "zh", ANF_LANGUAGE_CHINESE },
  { "zh-CN,zh;q=0.9,en;q=0.8", ANF_LANGUAGE_CHINESE },
  { "en-GB, zh;q=0.5", ANF_LANGUAGE_ENGLISH },
  { "de, zh;q=0.2, en;q=0.1", ANF_LANGUAGE_CHINESE },
  { "de", ANF_LANGUAGE_ENGLISH },
  { "*", ANF_LANGUAGE_ENGLISH },
  { "zh;q=0", ANF_LANGUAGE_ENGLISH },
};

static void
test_language (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    g_assert_cmpint (anf_language_choose (languages[i].field), ==, languages[i].language);
}

/* tus 1.0.0's own example of the field is a SHA-1. */
static const struct
{
  const char *field;
  const char *algorithm; /* NULL: refused */
} checksums[] = {
  { "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", "sha1" },
  { "sha256 LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=", "sha256" },
  { "SHA1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", NULL },
  { "sha1  Kq5sNclPz7QV2+lfQIuc6R7oRu0=", NULL },
  { "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0", NULL },
  { "sha256 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", NULL },
  { "sha1", NULL },
  { "sha1 ", NULL },
  { "md5 XUFAKrxLKna5cZ2REBfFkg==", NULL },
};

static void
test_checksum (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (checksums); i++)
    {
      g_test_message ("%s", checksums[i].field);
      const char *algorithm = NULL;
      g_autoptr (GBytes) value = NULL;
      const gboolean fine = anf_checksum_parse (checksums[i].field, &algorithm, &value);
      g_assert_cmpint (fine, ==, checksums[i].algorithm != NULL);
      g_assert_cmpstr (algorithm, ==, checksums[i].algorithm);
      g_assert_true (fine == (value != NULL));
    }
}

/* RFC 8941, 3.3.3 and 4.2.5; without quotation marks as many clients send it. */
static const struct
{
  const char *field;
  const char *key; /* NULL: refused */
} keys[] = {
  { "\"8e03978e-40d5-43e8-bc93-6894a57f9324\"", "8e03978e-40d5-43e8-bc93-6894a57f9324" },
  { "\"a \\\"b\\\" \\\\ c\"", "a \"b\" \\ c" },
  { "8e03978e-40d5-43e8", "8e03978e-40d5-43e8" },
  { "", NULL },
  { "\"\"", NULL },
  { "\"a", NULL },
  { "\"a\"b", NULL },
  { "\"a\";x=1", NULL },
  { "\"a\", \"b\"", NULL },
  { "\"\\a\"", NULL },
  { "\"a\\", NULL },
  { "\"\xe4\xb8\x80\"", NULL },
  { "a b", NULL },
  { "a\"", NULL },
  { "a,b", NULL },
};

static void
test_idempotency_key (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_test_message ("%s", keys[i].field);
      g_autofree char *key = anf_idempotency_key_parse (keys[i].field);
      g_assert_cmpstr (key, ==, keys[i].key);
    }
  g_autofree char *longest = g_strnfill (ANF_HTTP_KEY_MAX, 'k');
  g_autofree char *longer = g_strnfill (ANF_HTTP_KEY_MAX + 1, 'k');
  g_autofree char *kept = anf_idempotency_key_parse (longest);
  g_autofree char *refused = anf_idempotency_key_parse (longer);
  g_assert_cmpstr (kept, ==, longest);
  g_assert_null (refused);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field/range", test_range);
  g_test_add_func ("/field/date", test_date);
  g_test_add_func ("/field/disposition", test_disposition);
  g_test_add_func ("/field/language", test_language);
  g_test_add_func ("/field/checksum", test_checksum);
  g_test_add_func ("/field/idempotency-key", test_idempotency_key);
  return g_test_run ();
}
