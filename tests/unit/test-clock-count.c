/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock-count.h"
#include "anf-data.h"
#include "anf-error.h"
#include "anf-json.h"

#include <string.h>

/* The worked examples of domain.md B.2, whose dates are an independent count over the State
   Council's notices; the days were read off a calendar. */
typedef struct
{
  const char *name;
  const char *trigger_at;
  const char *rule;
  const char *expected; /* date:why[:number], … = due */
} Case;

static const Case cases[] = {
  /* 2018: 15 to 21 February is the Spring Festival; 11 and 24 February are worked for it. */
  { "working-days", "2018-02-09T01:00:00Z", "10wd",
    "02-10 weekend, 02-11 worked_weekend 1, 02-12 working_day 2, 02-13 working_day 3, "
    "02-14 working_day 4, 02-15 holiday, 02-16 holiday, 02-17 weekend, 02-18 weekend, "
    "02-19 holiday, 02-20 holiday, 02-21 holiday, 02-22 working_day 5, 02-23 working_day 6, "
    "02-24 worked_weekend 7, 02-25 weekend, 02-26 working_day 8, 02-27 working_day 9, "
    "02-28 working_day 10 = 2018-02-28" },
  /* Examples 10 and 13: a last day on a Saturday gives way to Monday. */
  { "days", "2018-05-31T01:00:00Z", "30d",
    "06-30 weekend, 07-01 weekend = 2018-07-02 after 2018-06-30" },
  { "months", "2018-03-15T01:00:00Z", "6m",
    "09-15 weekend, 09-16 weekend = 2018-09-17 after 2018-09-15" },
  /* Saturday, 29 September 2018, is worked (as in example 9): it stays. */
  { "no-roll", "2018-08-30T01:00:00Z", "30d", "= 2018-09-29 after 2018-09-29" },
  /* China's day begins at 16:00 UTC: this is already the 9th. */
  { "zone", "2018-02-08T16:00:00Z", "1wd", "02-10 weekend, 02-11 worked_weekend 1 = 2018-02-11" },
};

static JsonObject *
make_clock (const char *trigger_at, const char *rule)
{
  JsonObject *clock = json_object_new ();
  json_object_set_string_member (clock, "trigger_at", trigger_at);
  json_object_set_string_member (clock, "rule", rule);
  return clock;
}

static JsonObject *
count (const char *trigger_at, const char *rule)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfCalendar) calendar
      = anf_calendar_new_from_resource (anf_data_get_resource (), "/anfang/holidays", &error);
  g_autoptr (JsonObject) clock = make_clock (trigger_at, rule);
  JsonObject *counted = anf_clock_count (clock, calendar, &error);
  g_assert_no_error (error);
  return counted;
}

static char *
describe (JsonObject *counted)
{
  GString *text = g_string_new (NULL);
  JsonArray *days = anf_json_peek_array (counted, "days");
  for (guint i = 0; i < json_array_get_length (days); i++)
    {
      JsonObject *day = json_array_get_object_element (days, i);
      g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "",
                              anf_json_peek_string (day, "date") + strlen ("2018-"),
                              anf_json_peek_string (day, "why"));
      if (json_object_has_member (day, "number"))
        g_string_append_printf (text, " %d", (int)json_object_get_int_member (day, "number"));
    }
  g_string_append_printf (text, "%s= %s", text->len > 0 ? " " : "",
                          anf_json_peek_string (counted, "due"));
  if (json_object_has_member (counted, "ends_on"))
    g_string_append_printf (text, " after %s", anf_json_peek_string (counted, "ends_on"));
  return g_string_free (text, FALSE);
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  g_autoptr (JsonObject) counted = count (item->trigger_at, item->rule);
  g_autofree char *text = describe (counted);
  g_assert_cmpstr (text, ==, item->expected);
}

static void
test_missing_year (void)
{
  g_autoptr (JsonObject) counted = count ("2026-12-30T01:00:00Z", "3wd");
  g_assert_false (json_object_has_member (counted, "due"));
  g_assert_cmpint (json_object_get_int_member (counted, "missing_year"), ==, 2027);
  /* What is known is told all the same: 31 December 2026 is a Thursday. */
  g_assert_cmpuint (json_array_get_length (anf_json_peek_array (counted, "days")), ==, 1);
}

static void
test_fixed (void)
{
  g_autoptr (JsonObject) counted = count ("2018-02-09T01:00:00Z", "2018-05-03");
  g_assert_true (anf_json_peek_bool (counted, "fixed"));
  g_assert_false (json_object_has_member (counted, "due"));
}

static void
test_corrupt (void)
{
  g_autoptr (AnfCalendar) calendar = anf_calendar_new ();
  g_autoptr (JsonObject) clock = make_clock ("yesterday", "3wd");
  g_autoptr (GError) error = NULL;
  g_assert_null (anf_clock_count (clock, calendar, &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_CORRUPT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/clock-count/%s", cases[i].name);
      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/clock-count/missing-year", test_missing_year);
  g_test_add_func ("/clock-count/fixed", test_fixed);
  g_test_add_func ("/clock-count/corrupt", test_corrupt);
  return g_test_run ();
}
