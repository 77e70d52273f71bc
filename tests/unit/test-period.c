/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock.h"
#include "anf-data.h"
#include "anf-error.h"
#include "anf-period.h"

static AnfCalendar *
load_calendar (void)
{
  g_autoptr (GError) error = NULL;
  AnfCalendar *calendar
      = anf_calendar_new_from_resource (anf_data_get_resource (), "/anfang/holidays", &error);
  g_assert_no_error (error);
  return calendar;
}

static GDate
date_of (const char *text)
{
  g_autoptr (GError) error = NULL;
  GDate date;
  g_assert_true (anf_date_parse (text, &date, &error));
  return date;
}

static char *
due_of (const AnfCalendar *calendar, const char *from, const char *rule)
{
  g_autoptr (GError) error = NULL;
  const GDate begin = date_of (from);
  AnfPeriod period;
  GDate due;
  int missing = -1;
  g_assert_true (anf_period_parse (rule, &period, &error));
  if (anf_period_due (calendar, &begin, &period, &due, &missing, &error))
    {
      g_assert_cmpint (missing, ==, 0);
      return anf_date_format (&due);
    }
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_UNAVAILABLE);
  g_autofree char *year = g_strdup_printf ("%d", missing);
  g_assert_nonnull (strstr (error->message, year));
  return g_strdup_printf ("missing %d", missing);
}

/* Counted by hand from 民法典 201 to 203 and the State Council's notices, the counted days being
   those named in the comments. */
static const struct
{
  const char *from;
  const char *rule;
  const char *due;
} due_cases[] = {
  { "2018-02-09", "10wd", "2018-02-28" }, /* 2/11班 12 13 14 22 23 24班 26 27 28 */
  { "2018-02-14", "15wd", "2018-03-13" }, /* first counted is 2/22; 2/24 Sat counts */
  { "2018-09-26", "15wd", "2018-10-22" }, /* 9/27 28 29班 30班, then from 10/8 */
  { "2026-09-18", "5wd", "2026-09-24" },  /* 9/20班 21 22 23 24 */
  { "2026-02-13", "10wd", "2026-03-05" }, /* 2/14班 24-27 28班 3/2-5 */
  { "2026-04-30", "10wd", "2026-05-18" }, /* 5/6 7 8 9班 11-15 18 */
  { "2021-09-17", "10wd", "2021-10-08" }, /* 9/18班 22-24 26班 27-30 10/8 */
  { "2026-01-20", "30d", "2026-02-24" },  /* 2/19 is in the Spring Festival */
  { "2026-01-15", "30d", "2026-02-14" },  /* a Saturday, but worked */
  { "2018-05-31", "30d", "2018-07-02" },  /* 6/30 is a Saturday */
  { "2018-09-01", "30d", "2018-10-08" },  /* over the National Day */
  { "2018-08-31", "6m", "2019-02-28" },   /* no 31 February */
  { "2018-03-15", "6m", "2018-09-17" },   /* 9/15 is a Saturday */
  { "2026-04-01", "6m", "2026-10-08" },   /* 10/1 */
  { "2026-02-13", "7wd", "2026-03-02" },  /* 行政处罚法 85: seven days are working days */
  { "2026-12-20", "10wd", "missing 2027" },
  { "2026-12-02", "30d", "missing 2027" },
  { "2026-07-01", "6m", "missing 2027" },
  /* Reaching the last known day is no reason to refuse; going past it is. */
  { "2026-12-30", "1wd", "2026-12-31" },
  { "2026-12-31", "1wd", "missing 2027" },
  { "2026-12-01", "30d", "2026-12-31" },
  /* What is not counted need not be known. */
  { "2017-12-31", "1wd", "2018-01-02" },
  { "2017-12-04", "30d", "2018-01-03" },
  { "2017-12-29", "1wd", "missing 2017" },
  { "2023-08-31", "6m", "2024-02-29" }, /* a leap year */
  { "2024-02-29", "12m", "2025-02-28" },
  { "2019-04-04", "30d", "2019-05-05" }, /* the rest ends on a Sunday that is worked */
  { "2021-08-20", "29d", "2021-09-18" }, /* Saturday worked for the Mid-Autumn Festival */
  { "2021-08-27", "23d", "2021-09-22" }, /* 9/19 to 9/21 off */
};

static void
test_due (void)
{
  g_autoptr (AnfCalendar) calendar = load_calendar ();
  for (gsize i = 0; i < G_N_ELEMENTS (due_cases); i++)
    {
      g_autofree char *due = due_of (calendar, due_cases[i].from, due_cases[i].rule);
      g_test_message ("%s %s", due_cases[i].from, due_cases[i].rule);
      g_assert_cmpstr (due, ==, due_cases[i].due);
    }
}

/* Fixed dates and recurring days of the schemes: they stay, the reminder goes before the rest. */
static const struct
{
  const char *fixed;
  const char *remind;
} fixed_cases[] = {
  { "2018-03-10", "2018-03-09" }, /* 王益: a Saturday */
  { "2018-04-30", "2018-04-28" }, /* 王益: a holiday; the Saturday before is worked */
  { "2018-02-25", "2018-02-24" }, /* 每月25日 */
  { "2018-03-25", "2018-03-23" }, { "2018-08-25", "2018-08-24" },
  { "2018-11-25", "2018-11-23" }, { "2018-06-23", "2018-06-22" }, /* 每月23日 */
  { "2018-09-23", "2018-09-21" }, { "2018-12-23", "2018-12-21" },
  { "2021-10-30", "2021-10-29" }, /* 沈阳: a Saturday */
  { "2018-05-03", "2018-05-03" }, /* 海城: a working day */
};

static void
test_fixed (void)
{
  g_autoptr (AnfCalendar) calendar = load_calendar ();
  for (gsize i = 0; i < G_N_ELEMENTS (fixed_cases); i++)
    {
      g_autoptr (GError) error = NULL;
      const GDate fixed = date_of (fixed_cases[i].fixed);
      GDate remind;
      g_assert_true (anf_period_remind_on (calendar, &fixed, &remind, &error));
      g_autofree char *text = anf_date_format (&remind);
      g_test_message ("%s", fixed_cases[i].fixed);
      g_assert_cmpstr (text, ==, fixed_cases[i].remind);
    }
  g_autoptr (GError) error = NULL;
  const GDate unknown = date_of ("2027-01-01");
  GDate remind;
  g_assert_false (anf_period_remind_on (calendar, &unknown, &remind, &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_UNAVAILABLE);
}

static const struct
{
  const char *from;
  int day;
  const char *next;
} monthly_cases[] = {
  { "2018-02-01", 25, "2018-02-25" }, { "2018-02-25", 25, "2018-02-25" },
  { "2018-02-26", 25, "2018-03-25" }, { "2018-12-26", 25, "2019-01-25" },
  { "2018-01-31", 30, "2018-02-28" }, { "2018-02-28", 31, "2018-02-28" },
  { "2020-02-01", 31, "2020-02-29" }, { "2018-03-31", 30, "2018-04-30" },
};

static void
test_monthly (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (monthly_cases); i++)
    {
      const GDate from = date_of (monthly_cases[i].from);
      GDate next;
      anf_period_next_monthly (&from, monthly_cases[i].day, &next);
      g_autofree char *text = anf_date_format (&next);
      g_assert_cmpstr (text, ==, monthly_cases[i].next);
    }
}

static const char *const malformed[] = {
  "",      "wd",  "10",    "0wd", "010wd", "-1d",    "+1d",   "1.5d", "10WD",
  "10 wd", " 1d", "10wd ", "1w",  "1y",    "1001wd", "3651d", "121m", "1dd",
  "10wdd", "d10", "1０d",  "１d", "10m10", "1\nd",   "0x1d",  "1e1d", "99999999999999999999d"
};

static void
test_parse (void)
{
  static const char *const sound[] = { "1wd", "1d", "1m", "10wd", "1000wd", "3650d", "120m" };
  for (gsize i = 0; i < G_N_ELEMENTS (sound); i++)
    {
      g_autoptr (GError) error = NULL;
      AnfPeriod period;
      g_assert_true (anf_period_parse (sound[i], &period, &error));
      g_autofree char *text = anf_period_format (&period);
      g_assert_cmpstr (text, ==, sound[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autoptr (GError) error = NULL;
      AnfPeriod period;
      g_test_message ("%s", malformed[i]);
      g_assert_false (anf_period_parse (malformed[i], &period, &error));
      g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
    }
}

static void
test_chinese (void)
{
  static const AnfPeriod periods[]
      = { { ANF_PERIOD_WORKING_DAYS, 10 }, { ANF_PERIOD_DAYS, 30 }, { ANF_PERIOD_MONTHS, 6 } };
  static const char *const texts[] = { "10个工作日", "30日", "6个月" };
  for (gsize i = 0; i < G_N_ELEMENTS (periods); i++)
    {
      g_autofree char *text = anf_period_format_chinese (&periods[i]);
      g_assert_cmpstr (text, ==, texts[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/period/due", test_due);
  g_test_add_func ("/period/fixed", test_fixed);
  g_test_add_func ("/period/monthly", test_monthly);
  g_test_add_func ("/period/parse", test_parse);
  g_test_add_func ("/period/chinese", test_chinese);
  return g_test_run ();
}
