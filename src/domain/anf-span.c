/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-span.h"

#include "anf-clock.h"
#include "anf-error.h"

#include <glib/gi18n.h>

#include <string.h>

#define YEAR_MIN 1900
#define YEAR_MAX 2199

static guint32
day_of (guint year, guint month, guint day)
{
  GDate date;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  return g_date_get_julian (&date);
}

static AnfSpan
span_of_months (AnfSpanKind kind, guint year, guint month, guint months)
{
  GDate last;
  g_date_clear (&last, 1);
  g_date_set_dmy (&last, 1, (GDateMonth)month, (GDateYear)year);
  const guint32 first = g_date_get_julian (&last);
  g_date_add_months (&last, months);
  return (AnfSpan){ kind, first, g_date_get_julian (&last) - 1 };
}

/* The week with the year's first Thursday is its first (ISO 8601). */
static AnfSpan
span_of_week (guint year, guint week)
{
  const guint32 fourth = day_of (year, 1, 4);
  const guint32 monday = fourth - (fourth - 1) % 7;
  const guint32 first = monday + 7 * (week - 1);
  return (AnfSpan){ ANF_SPAN_WEEK, first, first + 6 };
}

static guint
count_weeks (guint year)
{
  return (span_of_week (year + 1, 1).first - span_of_week (year, 1).first) / 7;
}

static gboolean
read_digits (const char **text, gsize count, guint *number)
{
  *number = 0;
  for (gsize i = 0; i < count; i++)
    {
      if (!g_ascii_isdigit ((*text)[i]))
        return FALSE;
      *number = 10 * *number + (guint)((*text)[i] - '0');
    }
  *text += count;
  return TRUE;
}

static gboolean
parse_part (const char *text, guint year, AnfSpan *span)
{
  guint number = 0;
  const char letter = *text;
  if (letter == 'Q' || letter == 'W')
    text++;
  if (!read_digits (&text, letter == 'Q' ? 1 : 2, &number) || *text != '\0' || number == 0)
    return FALSE;
  if (letter == 'Q')
    *span = span_of_months (ANF_SPAN_QUARTER, year, 3 * MIN (number, 4) - 2, 3);
  else if (letter == 'W')
    *span = span_of_week (year, number);
  else
    *span = span_of_months (ANF_SPAN_MONTH, year, MIN (number, 12), 1);
  return number <= (letter == 'Q' ? 4 : letter == 'W' ? count_weeks (year) : 12);
}

gboolean
anf_span_parse (const char *text, AnfSpan *span, GError **error)
{
  const char *at = text;
  guint year = 0;
  const gboolean has_year = read_digits (&at, 4, &year) && year >= YEAR_MIN && year <= YEAR_MAX;
  if (has_year && *at == '\0')
    {
      *span = span_of_months (ANF_SPAN_YEAR, year, 1, 12);
      return TRUE;
    }
  if (has_year && *at == '-' && parse_part (at + 1, year, span))
    return TRUE;
  return anf_error_throw (
      error, ANF_ERROR_INVALID,
      _ ("“%.40s” is no period: give a year, quarter, month or week, e.g. 2018, 2018-Q2, "
         "2018-06, 2018-W23"),
      text);
}

static char *
format_day (guint32 day)
{
  GDate date;
  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  return anf_date_format (&date);
}

static char *
join_days (const AnfSpan *span, const char *between)
{
  g_autofree char *first = format_day (span->first);
  g_autofree char *last = format_day (span->last);
  return g_strconcat (first, between, last, NULL);
}

/* Its year, and which quarter, month or week of it. */
static void
read_place (const AnfSpan *span, guint *year, guint *place)
{
  GDate date;
  g_date_clear (&date, 1);
  g_date_set_julian (&date, span->first);
  if (span->kind == ANF_SPAN_WEEK)
    g_date_add_days (&date, 3); /* its Thursday says which year it is of */
  const guint month = g_date_get_month (&date);
  *year = g_date_get_year (&date);
  *place = span->kind == ANF_SPAN_WEEK      ? g_date_get_iso8601_week_of_year (&date)
           : span->kind == ANF_SPAN_QUARTER ? (month + 2) / 3
                                            : month;
}

char *
anf_span_format (const AnfSpan *span)
{
  guint year = 0;
  guint place = 0;
  read_place (span, &year, &place);
  switch (span->kind)
    {
    case ANF_SPAN_YEAR:
      return g_strdup_printf ("%04u", year);
    case ANF_SPAN_QUARTER:
      return g_strdup_printf ("%04u-Q%u", year, place);
    case ANF_SPAN_MONTH:
      return g_strdup_printf ("%04u-%02u", year, place);
    case ANF_SPAN_WEEK:
      return g_strdup_printf ("%04u-W%02u", year, place);
    case ANF_SPAN_DAYS:
      break;
    }
  return join_days (span, "/");
}

char *
anf_span_describe (const AnfSpan *span)
{
  static const char *const quarters[] = { "一", "二", "三", "四" };
  guint year = 0;
  guint place = 0;
  read_place (span, &year, &place);
  switch (span->kind)
    {
    case ANF_SPAN_YEAR:
      return g_strdup_printf ("%u年", year);
    case ANF_SPAN_QUARTER:
      return g_strdup_printf ("%u年第%s季度", year, quarters[place - 1]);
    case ANF_SPAN_MONTH:
      return g_strdup_printf ("%u年%u月", year, place);
    case ANF_SPAN_WEEK:
      return g_strdup_printf ("%u年第%u周", year, place);
    case ANF_SPAN_DAYS:
      break;
    }
  return join_days (span, "至");
}

AnfSpan
anf_span_around (AnfSpanKind kind, guint32 day)
{
  GDate date;
  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  const guint year = g_date_get_year (&date);
  const guint month = g_date_get_month (&date);
  switch (kind)
    {
    case ANF_SPAN_YEAR:
      return span_of_months (kind, year, 1, 12);
    case ANF_SPAN_QUARTER:
      return span_of_months (kind, year, month - (month - 1) % 3, 3);
    case ANF_SPAN_MONTH:
      return span_of_months (kind, year, month, 1);
    case ANF_SPAN_WEEK:
      {
        const guint32 monday = day - (day - 1) % 7;
        return (AnfSpan){ kind, monday, monday + 6 };
      }
    case ANF_SPAN_DAYS:
      break;
    }
  return (AnfSpan){ ANF_SPAN_DAYS, day, day };
}

AnfSpan
anf_span_before (const AnfSpan *span)
{
  if (span->kind != ANF_SPAN_DAYS)
    return anf_span_around (span->kind, span->first - 1);
  const guint32 length = span->last - span->first;
  return (AnfSpan){ ANF_SPAN_DAYS, span->first - 1 - length, span->first - 1 };
}

static guint32
year_before (guint32 day)
{
  GDate date;
  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  g_date_subtract_years (&date, 1);
  return g_date_get_julian (&date);
}

AnfSpan
anf_span_last_year (const AnfSpan *span)
{
  if (span->kind == ANF_SPAN_MONTH || span->kind == ANF_SPAN_QUARTER || span->kind == ANF_SPAN_YEAR)
    return anf_span_around (span->kind, year_before (span->first));
  if (span->kind == ANF_SPAN_WEEK)
    return (AnfSpan){ ANF_SPAN_WEEK, span->first - 364, span->last - 364 };
  /* Through the day after, so that the end of a February stays one. */
  return (AnfSpan){ ANF_SPAN_DAYS, year_before (span->first), year_before (span->last + 1) - 1 };
}

AnfSpan
anf_span_cut (const AnfSpan *span, guint32 day)
{
  if (day >= span->last)
    return *span;
  return (AnfSpan){ ANF_SPAN_DAYS, span->first, MAX (day, span->first) };
}

gboolean
anf_span_has (const AnfSpan *span, guint32 day)
{
  return day >= span->first && day <= span->last && day != 0;
}
