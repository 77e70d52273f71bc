/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-mail-message.h"

#include "anf-clock.h"

#include <string.h>

/* RFC 2047 2: a line with an encoded word has 76 characters at most. "Subject: =?UTF-8?B?" and "?="
   are 21 of them, and 39 bytes are 52 in base64. */
#define WORD_BYTES 39
/* RFC 2045 6.8: 76 characters a line. */
#define LINE_BYTES 57

/* How many bytes of whole characters fit into one word. */
static gsize
measure_word (const char *text)
{
  gsize length = 0;
  while (text[length] != '\0')
    {
      const gsize next = (gsize)(g_utf8_next_char (text + length) - text);
      if (next > WORD_BYTES)
        break;
      length = next;
    }
  return length;
}

static void
append_subject (GString *out, const char *subject)
{
  g_string_append (out, *subject != '\0' ? "Subject:" : "Subject:\r\n");
  while (*subject != '\0')
    {
      const gsize length = measure_word (subject);
      g_autofree char *word = g_base64_encode ((const guchar *)subject, length);
      g_string_append_printf (out, " =?UTF-8?B?%s?=\r\n", word);
      subject += length;
    }
}

static void
append_text (GString *out, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  /* Of text, each line ends in CRLF before it is encoded (RFC 2045 6.8). */
  g_autofree char *canonical = g_strjoinv ("\r\n", lines);
  const gsize size = strlen (canonical);
  for (gsize at = 0; at < size; at += LINE_BYTES)
    {
      g_autofree char *line
          = g_base64_encode ((const guchar *)canonical + at, MIN (LINE_BYTES, size - at));
      g_string_append_printf (out, "%s\r\n", line);
    }
}

/* In English whatever the locale. */
static char *
format_date (gint64 dated)
{
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[]
      = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) time
      = g_date_time_new_from_unix_utc (dated / G_USEC_PER_SEC + ANF_ZONE_OFFSET_SECONDS);
  return g_strdup_printf (
      "%s, %d %s %d %02d:%02d:%02d +0800", days[g_date_time_get_day_of_week (time) - 1],
      g_date_time_get_day_of_month (time), months[g_date_time_get_month (time) - 1],
      g_date_time_get_year (time), g_date_time_get_hour (time), g_date_time_get_minute (time),
      g_date_time_get_second (time));
}

char *
anf_mail_message_format (const AnfMailMessage *self)
{
  GString *out = g_string_new (NULL);
  g_autofree char *date = format_date (self->dated);
  g_string_append_printf (out,
                          "From: <%s>\r\nTo: <%s>\r\nDate: %s\r\nMessage-ID: <%s%s>\r\n"
                          "Auto-Submitted: auto-generated\r\n",
                          self->from, self->to, date, self->id, strchr (self->from, '@'));
  append_subject (out, self->subject);
  g_string_append (out, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                        "Content-Transfer-Encoding: base64\r\n\r\n");
  append_text (out, self->text);
  return g_string_free (out, FALSE);
}
