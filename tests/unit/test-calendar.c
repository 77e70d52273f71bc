/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-calendar.h"
#include "anf-clock.h"
#include "anf-data.h"
#include "anf-error.h"
#include "anf-json.h"

static AnfCalendar *
add_text (AnfCalendar *calendar, const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  return anf_calendar_add_bytes (calendar, bytes, error);
}

/* From the notices: 国办发明电〔2017〕12号, 〔2018〕15号, 〔2019〕3号, 〔2020〕1号, 〔2025〕7号. */
static const struct
{
  const char *date;
  gboolean working;
} day_cases[] = {
  { "2018-02-11", TRUE },  /* Sunday worked for the Spring Festival */
  { "2018-02-15", FALSE }, /* Thursday off */
  { "2018-02-22", TRUE },  /* first day after it */
  { "2018-02-25", FALSE }, /* an ordinary Sunday */
  { "2018-12-29", TRUE },  /* Saturday worked for the next year's notice */
  { "2018-12-31", FALSE }, /* Monday off by the next year's notice */
  { "2019-05-02", FALSE }, /* off by the amended notice */
  { "2019-05-05", TRUE },  /* and worked for it */
  { "2020-01-31", FALSE }, /* off since the holidays were made longer */
  { "2020-02-01", FALSE }, /* a Saturday that was to be worked before that */
  { "2026-02-14", TRUE },  { "2026-10-10", TRUE }, { "2026-10-01", FALSE },
  { "2024-02-29", TRUE },  { "2024-12-31", TRUE },
};

static void
test_days (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfCalendar) calendar
      = anf_calendar_new_from_resource (anf_data_get_resource (), "/anfang/holidays", &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (day_cases); i++)
    {
      GDate date;
      gboolean working = !day_cases[i].working;
      g_test_message ("%s", day_cases[i].date);
      g_assert_true (anf_date_parse (day_cases[i].date, &date, &error));
      g_assert_true (anf_calendar_is_working_day (calendar, &date, &working, &error));
      g_assert_cmpint (working, ==, day_cases[i].working);
    }
}

static void
test_known_years (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfCalendar) calendar
      = anf_calendar_new_from_resource (anf_data_get_resource (), "/anfang/holidays", &error);
  g_assert_no_error (error);
  g_autoptr (GArray) years = anf_calendar_dup_years (calendar);
  g_assert_cmpuint (years->len, ==, 9);
  for (guint i = 0; i < years->len; i++)
    g_assert_cmpint (g_array_index (years, int, i), ==, 2018 + (int)i);
  g_assert_true (anf_calendar_has_year (calendar, 2026));
  g_assert_false (anf_calendar_has_year (calendar, 2027));
}

static void
test_missing_year (void)
{
  g_autoptr (AnfCalendar) calendar = anf_calendar_new ();
  g_autoptr (GError) error = NULL;
  GDate date;
  gboolean working = FALSE;
  g_assert_true (anf_date_parse ("2027-01-04", &date, &error));
  g_assert_false (anf_calendar_is_working_day (calendar, &date, &working, &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_UNAVAILABLE);
  g_assert_nonnull (strstr (error->message, "2027"));
}

#define DAY "{\"date\":\"2030-01-01\",\"name\":\"x\",\"off\":true}"

static const struct
{
  const char *text;
  const char *says;
} refused[] = {
  { "", "" },
  { "[]", "" },
  { "{\"days\":[" DAY "]}", "year" },
  { "{\"year\":\"2030\",\"days\":[" DAY "]}", "year" },
  { "{\"year\":2030.5,\"days\":[" DAY "]}", "year" },
  { "{\"year\":1948,\"days\":[{\"date\":\"1948-10-01\",\"off\":true}]}", "1949" },
  { "{\"year\":2200,\"days\":[{\"date\":\"2200-10-01\",\"off\":true}]}", "2199" },
  { "{\"year\":2030}", "days" },
  { "{\"year\":2030,\"days\":{}}", "days" },
  { "{\"year\":2030,\"days\":[]}", "days" },
  { "{\"year\":2030,\"days\":[7]}", "days[0]" },
  { "{\"year\":2030,\"days\":[" DAY ",{\"off\":true}]}", "days[1]" },
  { "{\"year\":2030,\"days\":[{\"date\":\"2030-02-30\",\"off\":true}]}", "days[0]" },
  { "{\"year\":2030,\"days\":[{\"date\":\"2030-1-1\",\"off\":true}]}", "days[0]" },
  { "{\"year\":2030,\"days\":[{\"date\":\"2031-01-01\",\"off\":true}]}", "2031-01-01" },
  { "{\"year\":2030,\"days\":[{\"date\":\"2030-01-01\"}]}", "off" },
  { "{\"year\":2030,\"days\":[{\"date\":\"2030-01-01\",\"off\":1}]}", "off" },
  { "{\"year\":2030,\"days\":[{\"date\":\"2030-01-01\",\"off\":\"true\"}]}", "off" },
  { "{\"year\":2030,\"days\":[" DAY "," DAY "]}", "days[1]" },
  { "{\"year\":2030,\"days\":[{\"date\":\"2030-01-01\",\"off\":true,\"weekday\":1}]}", "weekday" },
  { "{\"year\":2027,\"status\":\"not-published\",\"days\":[]}", "2027" },
  { "{\"year\":2030,\"status\":\"not-published\",\"days\":[" DAY "]}", "2030" },
};

static void
test_refused (void)
{
  g_autoptr (AnfCalendar) calendar = anf_calendar_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_test_message ("%s", refused[i].text);
      g_assert_null (add_text (calendar, refused[i].text, &error));
      g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, refused[i].says));
    }
}

/* A calendar never changes under those who hold it, and a year may be loaded anew. */
static void
test_immutable (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfCalendar) none = anf_calendar_new ();
  g_autoptr (AnfCalendar) later = add_text (
      none, "{\"year\":2031,\"days\":[{\"date\":\"2031-01-01\",\"off\":true}]}", &error);
  g_autoptr (AnfCalendar) both = add_text (later, "{\"year\":2030,\"days\":[" DAY "]}", &error);
  g_autoptr (AnfCalendar) amended = add_text (
      both, "{\"year\":2030,\"days\":[" DAY ",{\"date\":\"2030-01-05\",\"off\":false}]}", &error);
  g_assert_no_error (error);
  g_assert_false (anf_calendar_has_year (none, 2031));
  g_assert_false (anf_calendar_has_year (later, 2030));
  g_assert_true (anf_calendar_has_year (both, 2030));
  g_autoptr (GArray) years = anf_calendar_dup_years (amended);
  g_assert_cmpuint (years->len, ==, 2);
  g_assert_cmpint (g_array_index (years, int, 0), ==, 2030);
  GDate saturday;
  gboolean working = TRUE;
  g_assert_true (anf_date_parse ("2030-01-05", &saturday, &error));
  g_assert_true (anf_calendar_is_working_day (both, &saturday, &working, &error));
  g_assert_false (working);
  g_assert_true (anf_calendar_is_working_day (amended, &saturday, &working, &error));
  g_assert_true (working);
}

/* The version names what decides: neither the order of loading nor the words. */
static void
test_version (void)
{
  g_autoptr (GError) error = NULL;
  const char *const a = "{\"year\":2030,\"days\":[" DAY "]}";
  const char *const a_reworded = "{\"year\":2030,\"source\":\"y\",\"days\":["
                                 "{\"date\":\"2030-01-05\",\"off\":true},"
                                 "{\"date\":\"2030-01-01\",\"off\":true}]}";
  const char *const a_worked
      = "{\"year\":2030,\"days\":[" DAY ",{\"date\":\"2030-01-05\",\"off\":false}]}";
  const char *const b = "{\"year\":2031,\"days\":[{\"date\":\"2031-01-01\",\"off\":true}]}";
  g_autoptr (AnfCalendar) none = anf_calendar_new ();
  g_autoptr (AnfCalendar) with_a = add_text (none, a, &error);
  g_autoptr (AnfCalendar) with_b = add_text (none, b, &error);
  g_autoptr (AnfCalendar) a_then_b = add_text (with_a, b, &error);
  g_autoptr (AnfCalendar) b_then_a = add_text (with_b, a_reworded, &error);
  g_autoptr (AnfCalendar) changed = add_text (a_then_b, a_worked, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (anf_calendar_get_version (a_then_b), ==, anf_calendar_get_version (b_then_a));
  g_assert_cmpstr (anf_calendar_get_version (a_then_b), !=, anf_calendar_get_version (with_a));
  g_assert_cmpstr (anf_calendar_get_version (a_then_b), !=, anf_calendar_get_version (changed));
  g_assert_cmpuint (strlen (anf_calendar_get_version (none)), ==, 16);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/calendar/days", test_days);
  g_test_add_func ("/calendar/known-years", test_known_years);
  g_test_add_func ("/calendar/missing-year", test_missing_year);
  g_test_add_func ("/calendar/refused", test_refused);
  g_test_add_func ("/calendar/immutable", test_immutable);
  g_test_add_func ("/calendar/version", test_version);
  return g_test_run ();
}
