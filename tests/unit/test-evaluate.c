/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-case.h"
#include "anf-clock.h"
#include "anf-data.h"
#include "anf-error.h"
#include "anf-evaluate.h"
#include "anf-indicator-set.h"
#include "anf-json.h"

#include <string.h>

static guint32
day_of (const char *text)
{
  GDate date;
  g_assert_true (anf_date_parse (text, &date, NULL));
  return g_date_get_julian (&date);
}

static AnfIndicatorSet *
read_set (const char *indicator, GError **error)
{
  g_autofree char *text = g_strdup_printf (
      "{\"figures\":[{\"key\":\"a\",\"name\":\"A\"},{\"key\":\"b\",\"name\":\"B\"},"
      "{\"key\":\"s\",\"name\":\"S\",\"stock\":true}],\"indicators\":[%s]}",
      indicator);
  g_autoptr (JsonObject) file = anf_json_parse_object (text, strlen (text), error);
  g_assert_nonnull (file);
  return anf_indicator_set_new (file, file, "2103", error);
}

typedef struct
{
  const char *figures; /* `key period value`, separated by commas; stock at a date */
  const char *indicator;
  const char *span;
  const char *said; /* value numerator/denominator verdict why */
} Case;

#define RATIO(op, target)                                                                          \
  "{\"id\":\"i\",\"name\":\"n\",\"op\":\"" op "\",\"target\":" target                              \
  ",\"measure\":{\"kind\":\"ratio\",\"numerator\":[\"a\"],\"denominator\":[\"b\"]}}"
#define CHANGE(op, target)                                                                         \
  "{\"id\":\"i\",\"name\":\"n\",\"op\":\"" op "\",\"target\":" target                              \
  ",\"measure\":{\"kind\":\"change\",\"of\":[\"a\"]}}"
#define COUNT(op, target, period)                                                                  \
  "{\"id\":\"i\",\"name\":\"n\",\"op\":\"" op "\",\"target\":" target ",\"period\":\"" period      \
  "\",\"measure\":{\"kind\":\"count\",\"count\":[\"a\"]}}"

/* Worked out by hand from the words of the schemes; today is 2018-06-20. */
static const Case cases[] = {
  { "a 2018-05 4,b 2018-05 5", RATIO (">=", "0.8"), "2018-05", "0.8 4/5 met -" },
  { "a 2018-05 79,b 2018-05 99", RATIO (">=", "0.8"), "2018-05", "0.798 79/99 missed -" },
  /* 0.799999… is not 80 %, though it rounds to it. */
  { "a 2018-05 799999999,b 2018-05 1000000000", RATIO (">=", "0.8"), "2018-05",
    "0.8 799999999/1000000000 missed -" },
  { "a 2018-05 3,b 2018-05 3", RATIO ("=", "1.0"), "2018-05", "1 3/3 met -" },
  { "a 2018-05 0,b 2018-05 0", RATIO (">=", "0.8"), "2018-05", "- 0/0 - no_base" },
  { "b 2018-05 0", RATIO (">=", "0.8"), "2018-05", "- - - no_figure a" },
  /* 同比下降50%; a base of 0 is 无法计算, not 0 %. */
  { "a 2018-05 50,a 2017-05 100", CHANGE ("<=", "-0.5"), "2018-05", "-0.5 -50/100 met -" },
  { "a 2018-05 51,a 2017-05 100", CHANGE ("<=", "-0.5"), "2018-05", "-0.49 -49/100 missed -" },
  { "a 2018-05 5,a 2017-05 0", CHANGE ("<=", "-0.5"), "2018-05", "- 5/0 - no_base" },
  { "a 2018-05 5", CHANGE ("<=", "-0.5"), "2018-05", "- - - no_figure a" },
  { "a 2018-05 100,a 2017-05 100", CHANGE ("<", "0"), "2018-05", "0 0/100 missed -" },
  { "a 2018-05 99,a 2017-05 100", CHANGE ("<", "0"), "2018-05", "-0.01 -1/100 met -" },
  /* Months make a quarter; one of three is not enough. */
  { "a 2018-01 1,a 2018-02 2,a 2018-03 3,a 2017-Q1 12", CHANGE ("<=", "-0.5"), "2018-Q1",
    "-0.5 -6/12 met -" },
  { "a 2018-01 1,a 2018-02 2,a 2017-Q1 12", CHANGE ("<=", "-0.5"), "2018-Q1", "- - - no_figure a" },
  /* 每月至少1起: the month that missed it is what the quarter says. */
  { "a 2018-01 2,a 2018-02 0,a 2018-03 1", COUNT (">=", "1", "month"), "2018-Q1",
    "0 0/- missed - 2018-02" },
  { "a 2018-01 2,a 2018-02 1,a 2018-03 1", COUNT (">=", "1", "month"), "2018-Q1",
    "1 1/- met - 2018-03" },
  /* A month, quarter or year that is not over may still be met. */
  { "a 2018-06 0", COUNT (">=", "1", "month"), "2018-06", "0 0/- - not_over" },
  { "a 2018-04 0,a 2018-05 0,a 2018-06 0", COUNT (">=", "1", "quarter"), "2018-05",
    "0 0/- - not_over" },
  { "a 2018-04 0,a 2018-05 1,a 2018-06 0", COUNT (">=", "1", "quarter"), "2018-06", "1 1/- met -" },
  { "a 2018 0", COUNT ("=", "0", "year"), "2018-06", "0 0/- met -" },
  { "a 2018 1", COUNT ("=", "0", "year"), "2018-06", "1 1/- missed -" },
  { "", COUNT (">=", "1", "month"), "2018-07", "- - - not_over" },
  { "a 2018-05 87.5", COUNT (">=", "87.6", "month"), "2018-05", "87.5 87.5/- missed -" },
  { "", "{\"id\":\"i\",\"name\":\"n\",\"op\":\"rank\",\"target\":null}", "2018-05",
    "- - - no_formula" },
  /* 行政许可事项总数 − 保密事项数 */
  { "a 2018-05 8,b 2018-05 2,s 2018-05-10 12",
    "{\"id\":\"i\",\"name\":\"n\",\"op\":\"=\",\"target\":1,\"measure\":{\"kind\":\"ratio\","
    "\"numerator\":[\"a\"],\"denominator\":[\"s\",\"-b\"]}}",
    "2018-05", "0.8 8/10 missed -" },
  /* Of a stock the newest counts that is known by then. */
  { "s 2018-03-01 7,s 2018-05-31 9,s 2018-06-01 11",
    "{\"id\":\"i\",\"name\":\"n\",\"measure\":{\"kind\":\"count\",\"count\":[\"s\"]}}", "2018-05",
    "9 9/- - -" },
  /* 解决率同比上升, in percentage points: 45/50 − 40/50. */
  { "a 2018-05 45,b 2018-05 50,a 2017-05 40,b 2017-05 50",
    "{\"id\":\"i\",\"name\":\"n\",\"op\":\">\",\"target\":0,\"measure\":{\"kind\":\"difference\","
    "\"numerator\":[\"a\"],\"denominator\":[\"b\"]}}",
    "2018-05", "0.1 45/50 met -" },
  { "a 2018-05 45,b 2018-05 50,a 2017-05 0,b 2017-05 0",
    "{\"id\":\"i\",\"name\":\"n\",\"op\":\">\",\"target\":0,\"measure\":{\"kind\":\"difference\","
    "\"numerator\":[\"a\"],\"denominator\":[\"b\"]}}",
    "2018-05", "- 45/50 - no_base" },
};

static GPtrArray *
make_figures (const char *text)
{
  GPtrArray *figures = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_figure_free);
  g_auto (GStrv) rows = g_strsplit (text, ",", -1);
  for (gsize i = 0; rows[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (rows[i], " ", 3);
      AnfSpan span = { 0 };
      gint64 value = 0;
      const gboolean is_stock = strcmp (words[0], "s") == 0;
      g_assert_true (anf_figure_parse_value (words[2], &value, NULL));
      if (is_stock)
        span.first = span.last = day_of (words[1]);
      else
        g_assert_true (anf_span_parse (words[1], &span, NULL));
      AnfFigure *figure = anf_figure_new (words[0], NULL, &span, value);
      figure->is_stock = is_stock;
      g_ptr_array_add (figures, figure);
    }
  return figures;
}

static char *
say (const AnfResult *result, gboolean with_period)
{
  static const char *const verdicts[] = { "-", "met", "missed" };
  static const char *const whys[]
      = { "-", "no_formula", "no_figure", "no_base", "too_few", "not_over", "no_calendar" };
  g_autofree char *value = anf_decimal_format (result->value, ANF_RATE_UNIT, 4);
  g_autofree char *numerator = anf_decimal_format (result->numerator, ANF_FIGURE_UNIT, 3);
  g_autofree char *denominator = anf_decimal_format (result->denominator, ANF_FIGURE_UNIT, 3);
  g_autofree char *period = anf_span_format (&result->span);
  GString *text = g_string_new (result->is_computed ? value : "-");
  if (result->has_parts)
    g_string_append_printf (text, " %s/%s", numerator,
                            result->denominator != 0 || result->why == ANF_WHY_NO_BASE ? denominator
                                                                                       : "-");
  else
    g_string_append (text, " -");
  g_string_append_printf (text, " %s %s", verdicts[result->judged], whys[result->why]);
  if (result->missing != NULL)
    g_string_append_printf (text, " %s", result->missing);
  if (with_period)
    g_string_append_printf (text, " %s", period);
  return g_string_free (text, FALSE);
}

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AnfCalendar) calendar = anf_calendar_new ();
      g_auto (AnfCaseBook) book = { 0 };
      g_auto (AnfResult) result = { 0 };
      g_autoptr (GPtrArray) figures = make_figures (cases[i].figures);
      AnfSpan span;
      anf_case_book_init (&book, calendar);
      const AnfSources sources
          = { .book = &book, .figures = figures, .today = day_of ("2018-06-20") };
      g_autoptr (AnfIndicatorSet) set = read_set (cases[i].indicator, &error);
      g_assert_no_error (error);
      g_assert_true (anf_span_parse (cases[i].span, &span, NULL));
      g_assert_true (anf_evaluate (set->indicators->pdata[0], &sources, &span, &result, &error));
      g_autofree char *said = say (&result, strstr (cases[i].said, " 2018-0") != NULL);
      g_test_message ("%u: %s", (guint)i, cases[i].figures);
      g_assert_cmpstr (said, ==, cases[i].said);
    }
}

/* Every unit is to have one: the least of them tells, and one that nobody asked is not 0. */
static char **
list_three (const char *const *scope, gpointer data)
{
  static const char *const units[] = { "u1", "u2", "u3", NULL };
  g_assert_cmpstr (scope[0], ==, "2103-towns");
  return g_strdupv ((char **)units);
}

static void
test_least (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfCalendar) calendar = anf_calendar_new ();
  g_auto (AnfCaseBook) book = { 0 };
  g_autoptr (GPtrArray) figures = make_figures ("a 2018-05 9");
  AnfSpan span;
  g_assert_true (anf_span_parse ("2018-05", &span, NULL));
  anf_case_book_init (&book, calendar);
  const AnfSources sources = {
    .book = &book, .figures = figures, .today = day_of ("2018-06-20"), .list_members = list_three
  };
  g_autoptr (AnfIndicatorSet) set
      = read_set ("{\"id\":\"i\",\"name\":\"n\",\"op\":\">=\",\"target\":1,\"measure\":{\"kind\":"
                  "\"least\",\"count\":[\"a\"],\"scope\":[\"towns\"]}}",
                  &error);
  g_assert_no_error (error);
  const AnfIndicator *indicator = set->indicators->pdata[0];
  g_ptr_array_add (figures, anf_figure_new ("a", "u1", &span, 2000));
  g_ptr_array_add (figures, anf_figure_new ("a", "u2", &span, 0));
  g_auto (AnfResult) before = { 0 };
  g_assert_true (anf_evaluate (indicator, &sources, &span, &before, &error));
  g_autofree char *first = say (&before, FALSE);
  g_assert_cmpstr (first, ==, "- - - no_figure u3");
  g_ptr_array_add (figures, anf_figure_new ("a", "u3", &span, 1000));
  g_auto (AnfResult) after = { 0 };
  g_assert_true (anf_evaluate (indicator, &sources, &span, &after, &error));
  g_autofree char *second = say (&after, FALSE);
  g_assert_cmpstr (second, ==, "0 2/3 missed -");
}

/* 每月23日之前: what is told on the 23rd began on the 24th of the month before, and is all of its
   month that this report and no other will tell; figures are entered for months as they are called.
 */
static void
test_own_days (void)
{
  static const struct
  {
    const char *indicator;
    const char *said;
  } told[] = {
    { "{\"id\":\"i\",\"name\":\"n\",\"op\":\">=\",\"target\":3,\"measure\":{\"kind\":"
      "\"count\",\"count\":[\"@established\"]}}",
      "2 2/- missed - 2018-05-24/2018-06-23" },
    { "{\"id\":\"i\",\"name\":\"n\",\"measure\":{\"kind\":\"count\",\"count\":[\"a\"]}}",
      "7 7/- - - 2018-05-24/2018-06-23" },
    { "{\"id\":\"i\",\"name\":\"n\",\"period\":\"month\",\"measure\":{\"kind\":\"count\","
      "\"count\":[\"@established\"]}}",
      "2 2/- - - 2018-05-24/2018-06-23" },
    { "{\"id\":\"i\",\"name\":\"n\",\"period\":\"year\",\"measure\":{\"kind\":\"count\","
      "\"count\":[\"@established\"]}}",
      "3 3/- - - 2018-01-01/2018-06-23" },
  };
  static const char *const days[] = { "2018-05-23", "2018-05-24", "2018-06-23", "2018-06-24" };
  const AnfSpan own = { ANF_SPAN_DAYS, day_of ("2018-05-24"), day_of ("2018-06-23") };
  const AnfSpan month = { ANF_SPAN_DAYS, day_of ("2018-06-01"), day_of ("2018-06-23") };
  g_autoptr (AnfCalendar) calendar = anf_calendar_new ();
  g_autoptr (GPtrArray) figures = make_figures ("a 2018-06 7");
  g_auto (AnfCaseBook) book = { 0 };
  anf_case_book_init (&book, calendar);
  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    {
      AnfCase *one = anf_case_new ();
      one->established = day_of (days[i]);
      g_ptr_array_add (book.cases, one);
    }
  const AnfSources sources
      = { .book = &book, .figures = figures, .today = day_of ("2018-06-25"), .own = &own };
  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (AnfResult) result = { 0 };
      g_autoptr (AnfIndicatorSet) set = read_set (told[i].indicator, &error);
      g_assert_no_error (error);
      g_assert_true (anf_evaluate (set->indicators->pdata[0], &sources, &month, &result, &error));
      g_autofree char *said = say (&result, TRUE);
      g_assert_cmpstr (said, ==, told[i].said);
    }
}

/* One or two referrals point at people: no number of them is told, nor a rate. */
static void
test_too_few (void)
{
  g_autoptr (AnfCalendar) calendar = anf_calendar_new ();
  g_autoptr (GPtrArray) figures = make_figures ("a 2018-05 1");
  AnfSpan span;
  g_assert_true (anf_span_parse ("2018-05", &span, NULL));
  for (guint count = 0; count < 5; count++)
    {
      g_auto (AnfCaseBook) book = { 0 };
      g_auto (AnfResult) result = { 0 };
      anf_case_book_init (&book, calendar);
      const AnfCaseReferral one
          = { day_of ("2018-05-01"), day_of ("2018-05-30"), day_of ("2018-05-30") };
      for (guint i = 0; i < count; i++)
        g_array_append_val (book.referrals, one);
      const AnfSources sources
          = { .book = &book, .figures = figures, .today = day_of ("2018-06-20") };
      g_autoptr (AnfIndicatorSet) set
          = read_set ("{\"id\":\"i\",\"name\":\"n\",\"op\":\"=\",\"target\":1,\"measure\":{"
                      "\"kind\":\"ratio\",\"numerator\":[\"@referrals_in_time\"],\"denominator\":["
                      "\"@referrals_due\"]}}",
                      NULL);
      g_assert_true (anf_evaluate (set->indicators->pdata[0], &sources, &span, &result, NULL));
      static const AnfWhyNot whys[]
          = { ANF_WHY_NO_BASE, ANF_WHY_TOO_FEW, ANF_WHY_TOO_FEW, ANF_WHY_NOTHING, ANF_WHY_NOTHING };
      g_assert_cmpint (result.why, ==, whys[count]);
      g_assert_cmpint (result.numerator, ==, count < 3 ? 0 : count * ANF_FIGURE_UNIT);
    }
}

static const char *const bad[] = {
  "{\"id\":\"i\",\"name\":\"n\",\"measure\":{\"kind\":\"magic\",\"count\":[\"a\"]}}",
  "{\"id\":\"i\",\"name\":\"n\",\"measure\":{\"kind\":\"count\"}}",
  "{\"id\":\"i\",\"name\":\"n\",\"measure\":{\"kind\":\"count\",\"count\":[]}}",
  "{\"id\":\"i\",\"name\":\"n\",\"measure\":{\"kind\":\"count\",\"count\":[\"@nothing\"]}}",
  "{\"id\":\"i\",\"name\":\"n\",\"measure\":{\"kind\":\"count\",\"count\":[\"unheard_of\"]}}",
  "{\"id\":\"i\",\"name\":\"n\",\"measure\":{\"kind\":\"count\",\"count\":[\"A b\"]}}",
  "{\"id\":\"i\",\"name\":\"n\",\"measure\":{\"kind\":\"ratio\",\"numerator\":[\"a\"]}}",
  "{\"id\":\"i\",\"name\":\"n\",\"measure\":[]}",
  "{\"id\":\"i\",\"name\":\"n\",\"op\":\"=\",\"target\":\"all\"}",
  "{\"name\":\"n\"}",
  "7",
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_test_message ("%s", bad[i]);
      g_assert_null (read_set (bad[i], &error));
      g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
    }
}

static void
test_values (void)
{
  static const struct
  {
    const char *text;
    gint64 value; /* -1 when it is refused */
  } values[] = { { "0", 0 },
                 { "12", 12000 },
                 { "87.5", 87500 },
                 { "0.001", 1 },
                 { "1.0001", -1 },
                 { "-1", -1 },
                 { "01", -1 },
                 { "", -1 },
                 { "1.", -1 },
                 { ".5", -1 },
                 { "1e3", -1 },
                 { "1 ", -1 },
                 { "999999999999.999", 999999999999999 },
                 { "1000000000000", -1 } };
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      gint64 value = -1;
      g_test_message ("%s", values[i].text);
      const gboolean good = anf_figure_parse_value (values[i].text, &value, NULL);
      g_assert_cmpint (good, ==, values[i].value >= 0);
      if (good)
        g_assert_cmpint (value, ==, values[i].value);
    }
}

/* What every office measures can be read, and none of it is a formula of nothing. */
static void
test_common (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfIndicatorSet) set
      = anf_indicator_set_new_from_resource (anf_data_get_resource (), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (set->indicators->len, >=, 18);
  for (guint i = 0; i < set->indicators->len; i++)
    {
      const AnfIndicator *one = set->indicators->pdata[i];
      g_assert_cmpint (one->kind, !=, ANF_MEASURE_NONE);
      g_assert_nonnull (one->formula);
    }
}

static void
add_limit (AnfCase *one, guint32 from, guint32 due, guint32 met)
{
  const AnfCaseLimit limit = { from, due, met };
  if (one->limits == NULL)
    one->limits = g_array_new (FALSE, FALSE, sizeof (AnfCaseLimit));
  g_array_append_val (one->limits, limit);
}

static gint64
count_on (const char *name, const AnfCaseBook *book, guint32 day)
{
  const AnfSpan span = { .first = 1, .last = day };
  gint64 count = -1;
  g_assert_true (anf_count (name, book, &span, &(AnfCountFilter){ 0 }, &count, NULL));
  return count;
}

/* domain.md F.3: what was extended or sent back later is not told of an earlier day. */
static void
test_limits_of_their_day (void)
{
  g_autoptr (AnfCalendar) calendar = anf_calendar_new ();
  g_auto (AnfCaseBook) book = { 0 };
  anf_case_book_init (&book, calendar);
  AnfCase *one = anf_case_new ();
  one->established = 5;
  add_limit (one, 10, 20, 45); /* … extended on day 25, filed on day 45 … */
  add_limit (one, 25, 40, 45);
  add_limit (one, 50, 60, 0); /* … and sent back on day 50. */
  g_ptr_array_add (book.cases, one);
  static const struct
  {
    guint32 day;
    gint64 overdue, due;
  } days[] = { { 9, 0, 0 },  { 20, 0, 1 }, { 21, 1, 1 }, { 24, 1, 1 }, { 25, 0, 0 }, { 40, 0, 1 },
               { 41, 1, 1 }, { 44, 1, 1 }, { 45, 0, 1 }, { 50, 0, 0 }, { 60, 0, 1 }, { 61, 1, 1 } };
  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_assert_cmpint (count_on ("overdue", &book, days[i].day), ==, days[i].overdue);
      g_assert_cmpint (count_on ("due", &book, days[i].day), ==, days[i].due);
    }
}

static void
add_letter (AnfCaseBook *book, const char *kind, const char *unit, guint32 numbered, guint32 gone)
{
  const AnfCaseLetter letter = {
    .kind = g_strdup (kind), .unit = g_strdup (unit), .numbered = numbered, .withdrawn = gone
  };
  g_array_append_val (book->letters, letter);
}

static gint64
count_letters (const char *name, const AnfCaseBook *book, const char *unit, AnfSpan span)
{
  gint64 count = -1;
  g_assert_true (anf_count (name, book, &span, &(AnfCountFilter){ .unit = unit }, &count, NULL));
  return count;
}

/* domain.md F.3, 问责情况: units 约谈, 通报, by the letters that went out. */
static void
test_letters (void)
{
  g_autoptr (AnfCalendar) calendar = anf_calendar_new ();
  g_auto (AnfCaseBook) book = { 0 };
  anf_case_book_init (&book, calendar);
  add_letter (&book, "interview", "a", 10, 0);
  add_letter (&book, "interview", "b", 20, 25);
  add_letter (&book, "interview", "b", 0, 0); /* not numbered yet */
  add_letter (&book, "circular", "a", 10, 0);
  add_letter (&book, "decision", "a", 10, 0);
  add_letter (&book, "circular", "b", 25, 0); /* of several units: one letter, told of each */
  g_array_index (book.letters, AnfCaseLetter, book.letters->len - 1).others
      = g_strsplit ("c d", " ", -1);
  const AnfSpan early = { .first = 1, .last = 19 };
  const AnfSpan then = { .first = 10, .last = 24 };
  const AnfSpan later = { .first = 10, .last = 25 };
  g_assert_cmpint (count_letters ("interviews", &book, NULL, early), ==, 1);
  g_assert_cmpint (count_letters ("interviews", &book, NULL, then), ==, 2);
  g_assert_cmpint (count_letters ("interviews", &book, NULL, later), ==, 1);
  g_assert_cmpint (count_letters ("interviews", &book, "b", then), ==, 1);
  g_assert_cmpint (count_letters ("interviews", &book, "c", then), ==, 0);
  g_assert_cmpint (count_letters ("circulars", &book, NULL, then), ==, 1);
  g_assert_cmpint (count_letters ("circulars", &book, NULL, later), ==, 2);
  static const char *const named[] = { "a", "b", "c", "d", NULL };
  for (gsize i = 0; named[i] != NULL; i++)
    g_assert_cmpint (count_letters ("circulars", &book, named[i], later), ==, 1);
  g_assert_true (anf_count_is_known ("interviews"));
  g_assert_false (anf_count_is_known ("decisions"));
  g_assert_false (anf_count_has_area ("circulars"));
}

/* The most urgent first, what has no day last; of a day, by when and under which id it came. */
static void
test_sort (void)
{
  static const struct
  {
    const char *id;
    guint32 registered, due;
  } matters[] = { { "no-day", 1, 0 }, { "late", 2, 30 }, { "b", 3, 20 },
                  { "c", 2, 20 },     { "a", 3, 20 },    { "first", 9, 10 } };
  static const char *const expected[] = { "first", "c", "a", "b", "late", "no-day" };
  for (guint most = 0; most <= G_N_ELEMENTS (matters) + 1; most++)
    {
      g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_case_free);
      for (gsize i = 0; i < G_N_ELEMENTS (matters); i++)
        {
          AnfCase *one = anf_case_new ();
          one->id = g_strdup (matters[i].id);
          one->registered = matters[i].registered;
          add_limit (one, 0, matters[i].due, 0);
          g_ptr_array_add (all, one);
        }
      const guint kept = MIN (most, G_N_ELEMENTS (matters));
      g_assert_cmpuint (anf_cases_sort (all, G_MAXUINT32, most), ==, G_N_ELEMENTS (matters) - kept);
      g_assert_cmpuint (all->len, ==, kept);
      for (guint i = 0; i < kept; i++)
        g_assert_cmpstr (((const AnfCase *)all->pdata[i])->id, ==, expected[i]);
    }
}

/* ISO 8601 counts 2020-12-28 to 2021-01-03 as the 53rd week of 2020. */
static void
test_periods_in_words (void)
{
  static const struct
  {
    const char *text;
    const char *words;
  } periods[] = {
    { "2018", "2018年" },       { "2018-Q2", "2018年第二季度" }, { "2020-Q4", "2020年第四季度" },
    { "2018-09", "2018年9月" }, { "2020-W53", "2020年第53周" },  { "2021-W01", "2021年第1周" }
  };
  for (gsize i = 0; i < G_N_ELEMENTS (periods); i++)
    {
      AnfSpan span = { 0 };
      g_assert_true (anf_span_parse (periods[i].text, &span, NULL));
      g_autofree char *words = anf_span_describe (&span);
      g_assert_cmpstr (words, ==, periods[i].words);
    }
  const AnfSpan days = { ANF_SPAN_DAYS, day_of ("2018-05-24"), day_of ("2018-06-23") };
  g_autofree char *words = anf_span_describe (&days);
  g_assert_cmpstr (words, ==, "2018-05-24至2018-06-23");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/evaluate/cases", test_cases);
  g_test_add_func ("/evaluate/periods-in-words", test_periods_in_words);
  g_test_add_func ("/evaluate/least", test_least);
  g_test_add_func ("/evaluate/own-days", test_own_days);
  g_test_add_func ("/evaluate/too-few", test_too_few);
  g_test_add_func ("/evaluate/refused", test_refused);
  g_test_add_func ("/evaluate/values", test_values);
  g_test_add_func ("/evaluate/common", test_common);
  g_test_add_func ("/evaluate/limits-of-their-day", test_limits_of_their_day);
  g_test_add_func ("/evaluate/letters", test_letters);
  g_test_add_func ("/evaluate/sort", test_sort);
  return g_test_run ();
}
