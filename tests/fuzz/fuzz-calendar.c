/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* The input is a holiday year, optionally followed by a line feed and a period: a year is read
   whole or refused, and no period over it ends on a day of rest or before it began. */

#include "anf-error.h"
#include "anf-period.h"

#include <stdint.h>
#include <string.h>

static void
check_due (const AnfCalendar *calendar, int year, const AnfPeriod *period)
{
  GDate from, due;
  g_date_clear (&from, 1);
  g_date_set_dmy (&from, 30, G_DATE_APRIL, (GDateYear)year);
  int missing_year = 0;
  if (!anf_period_due (calendar, &from, period, &due, &missing_year, NULL))
    {
      g_assert_cmpint (missing_year, !=, 0);
      g_assert_false (anf_calendar_has_year (calendar, missing_year));
      return;
    }
  gboolean working = FALSE;
  g_assert_true (anf_calendar_is_working_day (calendar, &due, &working, NULL));
  g_assert_true (working);
  g_assert_cmpint (g_date_compare (&due, &from), >, 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const uint8_t *feed = size > 0 ? memchr (data, '\n', size) : NULL;
  const size_t year_size = feed != NULL ? (size_t)(feed - data) : size;
  g_autoptr (GBytes) bytes = g_bytes_new (data, year_size);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (AnfCalendar) none = anf_calendar_new ();
  g_autoptr (AnfCalendar) calendar = anf_calendar_add_bytes (none, bytes, &local_error);
  g_assert ((calendar == NULL) == (local_error != NULL));
  AnfPeriod period = { ANF_PERIOD_WORKING_DAYS, 10 };
  g_autofree char *text
      = feed != NULL ? g_strndup ((const char *)feed + 1, size - year_size - 1) : g_strdup ("10wd");
  if (calendar == NULL || !anf_period_parse (text, &period, NULL))
    return 0;
  g_autoptr (GArray) years = anf_calendar_dup_years (calendar);
  g_assert_cmpuint (years->len, ==, 1);
  check_due (calendar, g_array_index (years, int, 0), &period);
  return 0;
}
