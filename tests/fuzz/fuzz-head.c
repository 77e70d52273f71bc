/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* A head that passes has the same meaning for us and for libsoup, and its end is found alike
   however the bytes come in. */

#include "anf-head.h"

#include <libsoup/soup.h>

#include <stdint.h>
#include <string.h>

static void
compare (const char *text, gsize size, const AnfHead *head)
{
  SoupMessageHeaders *fields = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  g_autofree char *method = NULL;
  g_autofree char *target = NULL;
  SoupHTTPVersion version;
  const guint status
      = soup_headers_parse_request (text, (int)size - 2, fields, &method, &target, &version);
  g_assert_cmpuint (status, ==, SOUP_STATUS_OK);
  g_assert_cmpint (version, ==, SOUP_HTTP_1_1);
  g_assert_cmpint (soup_message_headers_get_encoding (fields), !=, SOUP_ENCODING_CHUNKED);
  g_assert_cmpint (soup_message_headers_get_content_length (fields), ==, head->body_length);
  const SoupExpectation expectations = soup_message_headers_get_expectations (fields);
  g_assert_true (((expectations & SOUP_EXPECTATION_CONTINUE) != 0) == head->expects_continue);
  g_assert_nonnull (soup_message_headers_get_one (fields, "Host"));
  soup_message_headers_unref (fields);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *text = (const char *)data;
  gsize end = 0;
  const gboolean possible = anf_head_find_end (text, size, 0, &end);
  g_assert_cmpuint (end, <=, size);
  if (possible && end == 0 && size > 1)
    {
      gsize half = 0;
      g_assert_true (anf_head_find_end (text, size / 2, 0, &half));
      g_assert_cmpuint (half, ==, 0);
      g_assert_true (anf_head_find_end (text, size, size / 2, &half));
      g_assert_cmpuint (half, ==, 0);
    }
  AnfHead head;
  if (end > 0 && anf_head_check (text, end, &head) == ANF_HEAD_FINE)
    compare (text, end, &head);
  return 0;
}
