/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-ics.h"

#include <string.h>

/* Octets of a line, RFC 5545 3.1. */
#define LINE_MAX_BYTES 75

struct _AnfIcs
{
  GString *text;
};

/* Folds between characters, not within one. */
static void
add_line (AnfIcs *self, const char *line)
{
  gsize used = 0;
  for (const char *at = line; *at != '\0'; at = g_utf8_next_char (at))
    {
      const gsize size = (gsize)(g_utf8_next_char (at) - at);
      if (used + size > LINE_MAX_BYTES)
        {
          g_string_append (self->text, "\r\n ");
          used = 1;
        }
      g_string_append_len (self->text, at, (gssize)size);
      used += size;
    }
  g_string_append (self->text, "\r\n");
}

/* TEXT of RFC 5545 3.3.11; other control characters cannot stand in one. */
static void
add_text (AnfIcs *self, const char *name, const char *value)
{
  g_autoptr (GString) line = g_string_new (name);
  g_string_append_c (line, ':');
  for (const char *at = value; *at != '\0'; at++)
    if (*at == '\n')
      g_string_append (line, "\\n");
    else if (strchr ("\\;,", *at) != NULL)
      g_string_append_printf (line, "\\%c", *at);
    else if (!g_ascii_iscntrl (*at))
      g_string_append_c (line, *at);
  add_line (self, line->str);
}

static void
add_day (AnfIcs *self, const char *name, const GDate *day)
{
  g_autofree char *line
      = g_strdup_printf ("%s;VALUE=DATE:%04d%02d%02d", name, g_date_get_year (day),
                         (int)g_date_get_month (day), g_date_get_day (day));
  add_line (self, line);
}

static void
add_stamp (AnfIcs *self, gint64 stamp)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (stamp);
  g_autofree char *line = time != NULL ? g_date_time_format (time, "DTSTAMP:%Y%m%dT%H%M%SZ") : NULL;
  add_line (self, line != NULL ? line : "DTSTAMP:19700101T000000Z");
}

AnfIcs *
anf_ics_new (const char *name)
{
  AnfIcs *self = g_new0 (AnfIcs, 1);
  self->text = g_string_new (NULL);
  add_line (self, "BEGIN:VCALENDAR");
  add_line (self, "VERSION:2.0");
  add_line (self, "PRODID:-//Anfang//anfangd " ANF_VERSION "//ZH");
  add_line (self, "METHOD:PUBLISH");
  add_text (self, "X-WR-CALNAME", name);
  return self;
}

void
anf_ics_free (AnfIcs *self)
{
  if (self == NULL)
    return;
  g_string_free (self->text, TRUE);
  g_free (self);
}

void
anf_ics_add_day (AnfIcs *self,
                 const char *uid,
                 gint64 stamp,
                 const GDate *day,
                 const char *summary,
                 const char *description)
{
  GDate after = *day;
  g_date_add_days (&after, 1);
  add_line (self, "BEGIN:VEVENT");
  add_text (self, "UID", uid);
  add_stamp (self, stamp);
  add_day (self, "DTSTART", day);
  add_day (self, "DTEND", &after);
  add_text (self, "SUMMARY", summary);
  if (description != NULL)
    add_text (self, "DESCRIPTION", description);
  add_line (self, "TRANSP:TRANSPARENT");
  add_line (self, "END:VEVENT");
}

char *
anf_ics_format (const AnfIcs *self)
{
  return g_strconcat (self->text->str, "END:VCALENDAR\r\n", NULL);
}
