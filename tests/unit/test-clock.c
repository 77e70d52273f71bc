/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock.h"
#include "anf-error.h"

typedef struct
{
  const char *text;
  gint64 seconds;
  gint64 micros;
} ParseCase;

/* Seconds from `date -u -d TEXT +%s`. */
static const ParseCase parse_cases[] = {
  { "1970-01-01T00:00:00Z", 0, 0 },
  { "2018-02-09T17:30:00+08:00", 1518168600, 0 },
  { "2018-02-09T09:30:00.5Z", 1518168600, 500000 },
  { "2016-02-29T23:59:59.000001-03:30", 1456802999, 1 },
};

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parse_cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 time_us = 0;
      g_assert_true (anf_time_parse (parse_cases[i].text, &time_us, &error));
      g_assert_no_error (error);
      g_assert_cmpint (time_us, ==,
                       parse_cases[i].seconds * G_USEC_PER_SEC + parse_cases[i].micros);
    }
}

/* Each of these is accepted by GDateTime's ISO 8601 reader, or nearly. */
static const char *const refused[] = {
  "2024-W01-1T00:00:00Z",
  "2024-001T00:00:00Z",
  "20240101T100000Z",
  "2024-01-01 10:00:00Z",
  "2024-01-01T10:00:00,5Z",
  "2024-01-01T23:59:60Z",
  "2024-01-01T10:00:00",
  "2024-01-01T10:00Z",
  "2024-02-30T10:00:00Z",
  "2024-01-01T10:00:00.Z",
  "2024-01-01T10:00:00+0800",
  "2024-01-01T10:00:00Zx",
  "",
  "2024-01-01T24:00:01+08:00",
  "2024-01-01T10:00:00+08",
  "2024-01-01T10:00:00.0000000000000000000000000Z",
};

static void
test_refuse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 time_us = 0;
      g_test_message ("%s", refused[i]);
      g_assert_false (anf_time_parse (refused[i], &time_us, &error));
      g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
    }
}

static void
test_format (void)
{
  g_autofree char *some = anf_time_format (G_GINT64_CONSTANT (1518168600999999));
  g_assert_cmpstr (some, ==, "2018-02-09T09:30:00.999Z");
  g_autofree char *before = anf_time_format (-1);
  g_assert_cmpstr (before, ==, "1969-12-31T23:59:59.999Z");
  g_autofree char *local = anf_time_format_local (G_GINT64_CONSTANT (1518168600999999));
  g_assert_cmpstr (local, ==, "2018-02-09T17:30:00+08:00");
  /* Midnight in China is the evening before in UTC. */
  g_autofree char *midnight
      = anf_time_format_local (G_GINT64_CONSTANT (1518105600) * G_USEC_PER_SEC);
  g_assert_cmpstr (midnight, ==, "2018-02-09T00:00:00+08:00");
}

static void
test_local_date (void)
{
  GDate date;
  anf_time_local_date (G_GINT64_CONSTANT (1518191999) * G_USEC_PER_SEC, &date);
  g_autofree char *last_second = anf_date_format (&date);
  g_assert_cmpstr (last_second, ==, "2018-02-09");
  anf_time_local_date (G_GINT64_CONSTANT (1518192000) * G_USEC_PER_SEC, &date);
  g_autofree char *midnight = anf_date_format (&date);
  g_assert_cmpstr (midnight, ==, "2018-02-10");
}

static void
test_of_date (void)
{
  static const struct
  {
    const char *date;
    guint hour;
    const char *time;
  } cases[] = { { "2018-02-10", 0, "2018-02-09T16:00:00.000Z" },
                { "2018-02-10", 12, "2018-02-10T04:00:00.000Z" },
                { "1969-12-31", 0, "1969-12-30T16:00:00.000Z" },
                { "2199-12-31", 23, "2199-12-31T15:00:00.000Z" } };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GDate date;
      GDate back;
      g_assert_true (anf_date_parse (cases[i].date, &date, NULL));
      const gint64 at = anf_time_of_date (&date, cases[i].hour);
      g_autofree char *time = anf_time_format (at);
      g_assert_cmpstr (time, ==, cases[i].time);
      anf_time_local_date (at, &back);
      g_assert_cmpint (g_date_compare (&date, &back), ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/clock/parse", test_parse);
  g_test_add_func ("/clock/refuse", test_refuse);
  g_test_add_func ("/clock/format", test_format);
  g_test_add_func ("/clock/local-date", test_local_date);
  g_test_add_func ("/clock/of-date", test_of_date);
  return g_test_run ();
}
