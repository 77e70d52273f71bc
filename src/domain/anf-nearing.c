/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-nearing.h"

#include "anf-period.h"

/* @day: in: a date; out: the @number-th working day before it. */
static gboolean
go_back (const AnfCalendar *calendar, GDate *day, guint number)
{
  for (guint counted = 0; counted < number;)
    {
      gboolean working = FALSE;
      g_date_subtract_days (day, 1);
      if (!anf_calendar_is_working_day (calendar, day, &working, NULL))
        return FALSE;
      counted += working ? 1 : 0;
    }
  return TRUE;
}

gboolean
anf_nearing_is_before (const AnfCalendar *calendar,
                       const GDate *today,
                       const GDate *due,
                       guint number)
{
  GDate from = *due;
  return g_date_compare (today, due) <= 0 && go_back (calendar, &from, number)
         && g_date_compare (today, &from) >= 0;
}

gboolean
anf_nearing_is_overdue (const AnfCalendar *calendar,
                        const GDate *today,
                        const GDate *due,
                        guint number)
{
  const AnfPeriod period = { ANF_PERIOD_WORKING_DAYS, (int)number };
  GDate from;
  return g_date_compare (today, due) > 0
         && anf_period_due (calendar, due, &period, &from, NULL, NULL)
         && g_date_compare (today, &from) >= 0;
}

/* In most years the next year's days are out by the end of November. */
gboolean
anf_nearing_is_ending (int year, const GDate *today)
{
  const int this_year = g_date_get_year (today);
  return this_year > year || (this_year == year && g_date_get_month (today) >= G_DATE_DECEMBER);
}
