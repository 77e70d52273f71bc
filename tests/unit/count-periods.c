/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
/* Reads lines `FROM PERIOD` and answers each with the due date or `missing YEAR`, for
   count_periods.py, which counts the same in its own way. */
#include "anf-clock.h"
#include "anf-data.h"
#include "anf-period.h"

#include <stdio.h>
#include <string.h>

static void
answer (const AnfCalendar *calendar, const char *line)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = g_strsplit (line, " ", 2);
  GDate from, due;
  AnfPeriod period;
  int missing = 0;
  if (g_strv_length (words) != 2 || !anf_date_parse (words[0], &from, &error)
      || !anf_period_parse (g_strchomp (words[1]), &period, &error))
    {
      printf ("invalid\n");
      return;
    }
  if (!anf_period_due (calendar, &from, &period, &due, &missing, &error))
    {
      printf ("missing %d\n", missing);
      return;
    }
  g_autofree char *text = anf_date_format (&due);
  printf ("%s\n", text);
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfCalendar) calendar
      = anf_calendar_new_from_resource (anf_data_get_resource (), "/anfang/holidays", &error);
  if (calendar == NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  char line[64];
  while (fgets (line, sizeof line, stdin) != NULL)
    answer (calendar, line);
  return 0;
}
