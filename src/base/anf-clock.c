/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock.h"

#include "anf-error.h"

#include <glib/gi18n.h>

#include <string.h>

/* Bounded because GDateTime's parser overflows on very long digit runs before 2.83. */
#define TIME_TEXT_MAX 40

static gint64
system_now (gpointer data)
{
  return g_get_real_time ();
}

AnfClock
anf_clock_system (void)
{
  return (AnfClock){ .now = system_now };
}

gint64
anf_clock_now (const AnfClock *clock)
{
  return clock->now (clock->data);
}

char *
anf_time_format (gint64 time_us)
{
  /* Floor, not truncation, so that times before 1970 keep their order. */
  gint64 seconds = time_us / G_USEC_PER_SEC;
  gint64 rest = time_us % G_USEC_PER_SEC;
  if (rest < 0)
    {
      seconds--;
      rest += G_USEC_PER_SEC;
    }
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (seconds);
  g_return_val_if_fail (when != NULL, NULL);
  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", g_date_time_get_year (when),
                          g_date_time_get_month (when), g_date_time_get_day_of_month (when),
                          g_date_time_get_hour (when), g_date_time_get_minute (when),
                          g_date_time_get_second (when), (int)(rest / 1000));
}

static const char *
skip_digits (const char *text, int count)
{
  for (int i = 0; i < count; i++)
    if (!g_ascii_isdigit (text[i]))
      return NULL;
  return text + count;
}

/* Matches @shape, where 0 stands for a digit and anything else for itself. */
static const char *
match_shape (const char *text, const char *shape)
{
  for (; *shape != '\0'; shape++, text++)
    {
      if (*shape == '0' ? !g_ascii_isdigit (*text) : *text != *shape)
        return NULL;
    }
  return text;
}

static gboolean
is_rfc3339 (const char *text)
{
  if (strlen (text) > TIME_TEXT_MAX)
    return FALSE;
  const char *rest = match_shape (text, "0000-00-00T00:00:00");
  if (rest != NULL && *rest == '.')
    {
      rest = skip_digits (rest + 1, 1);
      while (rest != NULL && g_ascii_isdigit (*rest))
        rest++;
    }
  if (rest == NULL)
    return FALSE;
  if (*rest == 'Z')
    return rest[1] == '\0';
  if (*rest != '+' && *rest != '-')
    return FALSE;
  rest = match_shape (rest + 1, "00:00");
  return rest != NULL && *rest == '\0';
}

gboolean
anf_time_parse (const char *text, gint64 *time_us, GError **error)
{
  g_autoptr (GDateTime) when = NULL;
  if (is_rfc3339 (text))
    when = g_date_time_new_from_iso8601 (text, NULL);
  /* GDateTime folds a leap second into :59; a device that says :60 is saying something else. */
  if (when == NULL || strncmp (text + 17, "60", 2) == 0)
    return anf_error_throw (
        error, ANF_ERROR_INVALID,
        _ ("not a time: write it as 2026-01-31T09:30:00+08:00, with seconds and zone"));
  *time_us = g_date_time_to_unix (when) * G_USEC_PER_SEC + g_date_time_get_microsecond (when);
  return TRUE;
}

char *
anf_time_format_local (gint64 time_us)
{
  g_autofree char *utc
      = anf_time_format (time_us + (gint64)ANF_ZONE_OFFSET_SECONDS * G_USEC_PER_SEC);
  return utc != NULL ? g_strdup_printf ("%.19s+08:00", utc) : NULL;
}

void
anf_time_local_date (gint64 time_us, GDate *date)
{
  gint64 seconds = time_us / G_USEC_PER_SEC - (time_us % G_USEC_PER_SEC < 0 ? 1 : 0);
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (seconds + ANF_ZONE_OFFSET_SECONDS);
  g_date_clear (date, 1);
  g_return_if_fail (when != NULL);
  int year = 0;
  int month = 0;
  int day = 0;
  g_date_time_get_ymd (when, &year, &month, &day);
  g_date_set_dmy (date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

gint64
anf_time_of_date (const GDate *date, guint hour)
{
  GDate first;
  g_date_clear (&first, 1);
  g_date_set_dmy (&first, 1, G_DATE_JANUARY, 1970);
  const gint64 hours = (gint64)g_date_days_between (&first, date) * 24 + hour;
  return (hours * 3600 - ANF_ZONE_OFFSET_SECONDS) * G_USEC_PER_SEC;
}

gboolean
anf_date_parse (const char *text, GDate *date, GError **error)
{
  const char *rest = match_shape (text, "0000-00-00");
  if (rest != NULL && *rest == '\0')
    {
      const guint year = (guint)g_ascii_strtoll (text, NULL, 10);
      const guint month = (guint)g_ascii_strtoll (text + 5, NULL, 10);
      const guint day = (guint)g_ascii_strtoll (text + 8, NULL, 10);
      if (year >= 1900 && year <= 2199
          && g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year))
        {
          g_date_clear (date, 1);
          g_date_set_dmy (date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
          return TRUE;
        }
    }
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("not a date: write it as 2026-01-31, a day that exists"));
}

char *
anf_date_format (const GDate *date)
{
  return g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (date), (int)g_date_get_month (date),
                          g_date_get_day (date));
}

char *
anf_date_describe (const GDate *date)
{
  return g_strdup_printf ("%u年%d月%u日", (guint)g_date_get_year (date),
                          (int)g_date_get_month (date), (guint)g_date_get_day (date));
}
