/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-period.h"

#include "anf-error.h"

#include <glib/gi18n.h>

#include <string.h>

static const struct
{
  const char *suffix;
  const char *chinese;
  int max;
} units[] = {
  [ANF_PERIOD_WORKING_DAYS] = { "wd", "个工作日", ANF_PERIOD_WORKING_DAYS_MAX },
  [ANF_PERIOD_DAYS] = { "d", "日", ANF_PERIOD_DAYS_MAX },
  [ANF_PERIOD_MONTHS] = { "m", "个月", ANF_PERIOD_MONTHS_MAX },
};

static gboolean
throw_malformed (const char *text, GError **error)
{
  return anf_error_throw (
      error, ANF_ERROR_INVALID,
      _ ("“%.40s” is not a period; write 10wd (working days), 30d (days) or 6m (months)"), text);
}

gboolean
anf_period_parse (const char *text, AnfPeriod *period, GError **error)
{
  const gsize digits = strspn (text, "0123456789");
  if (digits == 0 || text[0] == '0')
    return throw_malformed (text, error);
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      if (strcmp (text + digits, units[i].suffix) != 0)
        continue;
      g_autofree char *number = g_strndup (text, digits);
      guint64 amount = 0;
      if (!g_ascii_string_to_unsigned (number, 10, 1, (guint64)units[i].max, &amount, NULL))
        return anf_error_throw (error, ANF_ERROR_INVALID,
                                _ ("the period “%.40s” is longer than %d%s"), text, units[i].max,
                                units[i].suffix);
      period->unit = (AnfPeriodUnit)i;
      period->amount = (int)amount;
      return TRUE;
    }
  return throw_malformed (text, error);
}

char *
anf_period_format (const AnfPeriod *period)
{
  return g_strdup_printf ("%d%s", period->amount, units[period->unit].suffix);
}

char *
anf_period_format_chinese (const AnfPeriod *period)
{
  return g_strdup_printf ("%d%s", period->amount, units[period->unit].chinese);
}

static gboolean
is_working_day (const AnfCalendar *calendar,
                const GDate *date,
                gboolean *working,
                int *missing_year,
                GError **error)
{
  if (anf_calendar_is_working_day (calendar, date, working, error))
    return TRUE;
  if (missing_year != NULL)
    *missing_year = g_date_get_year (date);
  return FALSE;
}

static gboolean
count_working_days (
    const AnfCalendar *calendar, int amount, GDate *day, int *missing_year, GError **error)
{
  for (int counted = 0; counted < amount;)
    {
      gboolean working = FALSE;
      g_date_add_days (day, 1);
      if (!is_working_day (calendar, day, &working, missing_year, error))
        return FALSE;
      counted += working ? 1 : 0;
    }
  return TRUE;
}

/* 民法典 203: a last day of rest gives way to the first day after the rest. */
static gboolean
roll_to_working_day (const AnfCalendar *calendar, GDate *day, int *missing_year, GError **error)
{
  for (;;)
    {
      gboolean working = FALSE;
      if (!is_working_day (calendar, day, &working, missing_year, error))
        return FALSE;
      if (working)
        return TRUE;
      g_date_add_days (day, 1);
    }
}

gboolean
anf_period_due (const AnfCalendar *calendar,
                const GDate *from,
                const AnfPeriod *period,
                GDate *due,
                int *missing_year,
                GError **error)
{
  g_return_val_if_fail (g_date_valid (from) && period->amount > 0, FALSE);
  GDate day = *from;
  if (missing_year != NULL)
    *missing_year = 0;
  gboolean reached = FALSE;
  switch (period->unit)
    {
    case ANF_PERIOD_WORKING_DAYS:
      reached = count_working_days (calendar, period->amount, &day, missing_year, error);
      break;
    case ANF_PERIOD_DAYS:
      g_date_add_days (&day, (guint)period->amount);
      reached = roll_to_working_day (calendar, &day, missing_year, error);
      break;
    case ANF_PERIOD_MONTHS:
      /* GLib goes to the month's last day where there is no such day, as 民法典 202 wants. */
      g_date_add_months (&day, (guint)period->amount);
      reached = roll_to_working_day (calendar, &day, missing_year, error);
      break;
    }
  if (reached)
    *due = day;
  return reached;
}

gboolean
anf_period_remind_on (const AnfCalendar *calendar, const GDate *due, GDate *remind, GError **error)
{
  GDate day = *due;
  for (;;)
    {
      gboolean working = FALSE;
      if (!anf_calendar_is_working_day (calendar, &day, &working, error))
        return FALSE;
      if (working)
        break;
      g_date_subtract_days (&day, 1);
    }
  *remind = day;
  return TRUE;
}

static void
set_day_of_month (GDate *date, GDateYear year, GDateMonth month, int day)
{
  const int last = g_date_get_days_in_month (month, year);
  g_date_set_dmy (date, (GDateDay)MIN (day, last), month, year);
}

void
anf_period_next_monthly (const GDate *from, int day, GDate *next)
{
  g_return_if_fail (day >= 1 && day <= 31);
  GDate month = *from;
  set_day_of_month (next, g_date_get_year (&month), g_date_get_month (&month), day);
  if (g_date_compare (next, from) >= 0)
    return;
  g_date_set_day (&month, 1);
  g_date_add_months (&month, 1);
  set_day_of_month (next, g_date_get_year (&month), g_date_get_month (&month), day);
}
