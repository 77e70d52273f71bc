/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock.h"
#include "anf-mail-message.h"

#include <string.h>

/* What Python's email package makes of such messages is in tests/api/test_mail.py. */

#define MORNING "2018-03-02T00:00:00Z"

static char *
format (const char *subject, const char *text)
{
  AnfMailMessage message = { .from = "office@gov.example",
                             .to = "li@mail.example",
                             .id = "0123abcd",
                             .subject = subject,
                             .text = text };
  g_assert_true (anf_time_parse (MORNING, &message.dated, NULL));
  return anf_mail_message_format (&message);
}

/* Whole, by RFC 5322, 2045 and 2047; the base64 by coreutils' base64. */
static void
test_whole (void)
{
  g_autofree char *text = format ("提示：1", "整改\n.\n");
  g_assert_cmpstr (text, ==,
                   "From: <office@gov.example>\r\n"
                   "To: <li@mail.example>\r\n"
                   "Date: Fri, 2 Mar 2018 08:00:00 +0800\r\n"
                   "Message-ID: <0123abcd@gov.example>\r\n"
                   "Auto-Submitted: auto-generated\r\n"
                   "Subject: =?UTF-8?B?5o+Q56S677yaMQ==?=\r\n"
                   "MIME-Version: 1.0\r\n"
                   "Content-Type: text/plain; charset=utf-8\r\n"
                   "Content-Transfer-Encoding: base64\r\n"
                   "\r\n"
                   "5pW05pS5DQouDQo=\r\n");
}

/* Whatever is written, the same header fields and lines that every server takes. */
static void
test_nothing_gets_out (void)
{
  static const char *const fields[] = { "From",
                                        "To",
                                        "Date",
                                        "Message-ID",
                                        "Auto-Submitted",
                                        "Subject",
                                        "MIME-Version",
                                        "Content-Type",
                                        "Content-Transfer-Encoding" };
  g_autofree char *many = g_strnfill (5000, 'x');
  const char *const texts[]
      = { "",
          "x\r\nBcc: all@mail.example\r\n\r\n",
          ".\n.\r\n",
          "=?UTF-8?B?",
          "督查整改〔2018〕3号督查整改〔2018〕3号督查整改〔2018〕3号督查整改〔2018〕3号",
          many };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = format (texts[i], texts[i]);
      g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
      gsize seen = 0;
      gsize at = 0;
      for (; *lines[at] != '\0'; at++)
        {
          g_assert_cmpuint (strlen (lines[at]), <=, 76);
          if (*lines[at] == ' ')
            continue;
          g_assert_true (g_str_has_prefix (lines[at], fields[seen]));
          g_assert_cmpint (lines[at][strlen (fields[seen++])], ==, ':');
        }
      g_assert_cmpuint (seen, ==, G_N_ELEMENTS (fields));
      for (at++; lines[at] != NULL; at++)
        g_assert_cmpuint (strlen (lines[at]), <=, 76);
      g_assert_true (g_str_is_ascii (text));
      g_assert_null (strstr (text, "\r\n.\r\n"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/mail-message/whole", test_whole);
  g_test_add_func ("/mail-message/nothing-gets-out", test_nothing_gets_out);
  return g_test_run ();
}
