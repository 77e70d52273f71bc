/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-file-time.h"

#include "anf-clock.h"

#include <string.h>

#define LOCAL_SIZE 19
#define SUBSEC_DIGITS_MAX 9

static gboolean
read_digits (const char *text, guint count, guint *number)
{
  *number = 0;
  for (guint i = 0; i < count; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *number = *number * 10 + (guint)(text[i] - '0');
    }
  return TRUE;
}

char *
anf_file_time_read_local (const char *text)
{
  guint year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (strlen (text) != LOCAL_SIZE || strchr (":-/", text[4]) == NULL || text[7] != text[4]
      || (text[10] != ' ' && text[10] != 'T') || text[13] != ':' || text[16] != ':')
    return NULL;
  if (!read_digits (text, 4, &year) || !read_digits (text + 5, 2, &month)
      || !read_digits (text + 8, 2, &day) || !read_digits (text + 11, 2, &hour)
      || !read_digits (text + 14, 2, &minute) || !read_digits (text + 17, 2, &second))
    return NULL;
  if (month > 12 || !g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year)
      || hour > 23 || minute > 59 || second > 59)
    return NULL;
  return g_strdup_printf ("%04u-%02u-%02uT%02u:%02u:%02u", year, month, day, hour, minute, second);
}

gboolean
anf_file_time_is_zone (const char *text)
{
  guint hours = 0, minutes = 0;
  if (g_str_equal (text, "Z"))
    return TRUE;
  return strlen (text) == 6 && (text[0] == '+' || text[0] == '-') && text[3] == ':'
         && read_digits (text + 1, 2, &hours) && read_digits (text + 4, 2, &minutes) && hours <= 14
         && minutes <= 59;
}

static char *
to_utc (const char *local, const char *subsec, const char *zone)
{
  gint64 time_us = 0;
  g_autofree char *text = g_strdup_printf ("%s%s%s%s", local, subsec != NULL ? "." : "",
                                           subsec != NULL ? subsec : "", zone);
  return anf_time_parse (text, &time_us, NULL) ? anf_time_format (time_us) : NULL;
}

JsonObject *
anf_file_time_new (const char *local, const char *subsec, const char *zone)
{
  g_autofree char *utc = zone != NULL ? to_utc (local, subsec, zone) : NULL;
  JsonObject *time = json_object_new ();
  const struct
  {
    const char *name;
    const char *text;
  } members[] = { { "local", local }, { "subsec", subsec }, { "zone", zone }, { "utc", utc } };
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (members[i].text != NULL)
      json_object_set_string_member (time, members[i].name, members[i].text);
  return time;
}

JsonObject *
anf_file_time_read_iso (const char *text)
{
  g_autofree char *head = g_strndup (text, LOCAL_SIZE);
  g_autofree char *local = anf_file_time_read_local (head);
  if (local == NULL)
    return NULL;
  const char *rest = text + LOCAL_SIZE;
  g_autofree char *subsec = NULL;
  if (*rest == '.')
    {
      const gsize digits = strspn (rest + 1, "0123456789");
      if (digits > 0)
        subsec = g_strndup (rest + 1, MIN (digits, SUBSEC_DIGITS_MAX));
      rest += 1 + digits;
    }
  if (*rest == ' ') /* as one agency of photographers writes it */
    rest++;
  g_autofree char *zone = strlen (rest) == 5 && rest[3] != ':'
                              ? g_strdup_printf ("%.3s:%s", rest, rest + 3)
                              : g_strdup (rest);
  if (*zone != '\0' && !anf_file_time_is_zone (zone))
    return NULL;
  return anf_file_time_new (local, subsec, *zone != '\0' ? zone : NULL);
}
