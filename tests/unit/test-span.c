/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock.h"
#include "anf-error.h"
#include "anf-span.h"

static guint32
day_of (const char *text)
{
  GDate date;
  g_assert_true (anf_date_parse (text, &date, NULL));
  return g_date_get_julian (&date);
}

static void
assert_span (const AnfSpan *span, const char *first, const char *last)
{
  g_assert_cmpuint (span->first, ==, day_of (first));
  g_assert_cmpuint (span->last, ==, day_of (last));
}

typedef struct
{
  const char *text;
  const char *first; /* NULL when it is refused */
  const char *last;
} SpanCase;

/* Weeks as Python's datetime.date.fromisocalendar has them, 53 of them in 2020 and 2026. */
static const SpanCase cases[] = {
  { "2018", "2018-01-01", "2018-12-31" },
  { "2018-Q1", "2018-01-01", "2018-03-31" },
  { "2018-Q4", "2018-10-01", "2018-12-31" },
  { "2018-02", "2018-02-01", "2018-02-28" },
  { "2020-02", "2020-02-01", "2020-02-29" },
  { "2018-W01", "2018-01-01", "2018-01-07" },
  { "2018-W23", "2018-06-04", "2018-06-10" },
  { "2020-W53", "2020-12-28", "2021-01-03" },
  { "2021-W01", "2021-01-04", "2021-01-10" },
  { "2026-W53", "2026-12-28", "2027-01-03" },
  { "2021-W53", NULL, NULL },
  { "2018-W00", NULL, NULL },
  { "2018-Q5", NULL, NULL },
  { "2018-Q0", NULL, NULL },
  { "2018-13", NULL, NULL },
  { "2018-00", NULL, NULL },
  { "2018-6", NULL, NULL },
  { "2018-06-01", NULL, NULL },
  { "1899", NULL, NULL },
  { "2200", NULL, NULL },
  { "", NULL, NULL },
  { "20l8", NULL, NULL },
};

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      AnfSpan span;
      g_test_message ("%s", cases[i].text);
      const gboolean good = anf_span_parse (cases[i].text, &span, &error);
      g_assert_cmpint (good, ==, cases[i].first != NULL);
      if (!good)
        {
          g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
          continue;
        }
      assert_span (&span, cases[i].first, cases[i].last);
      g_autofree char *text = anf_span_format (&span);
      g_assert_cmpstr (text, ==, cases[i].text);
      const AnfSpan around = anf_span_around (span.kind, span.last);
      assert_span (&around, cases[i].first, cases[i].last);
    }
}

typedef struct
{
  const char *text;
  const char *before;
  const char *last_year;
} NeighbourCase;

static const NeighbourCase neighbours[] = {
  { "2018", "2017", "2017" },
  { "2018-Q1", "2017-Q4", "2017-Q1" },
  { "2018-01", "2017-12", "2017-01" },
  { "2024-02", "2024-01", "2023-02" },
  { "2021-W01", "2020-W53", "2020-W02" },
};

static void
test_neighbours (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (neighbours); i++)
    {
      AnfSpan span;
      g_test_message ("%s", neighbours[i].text);
      g_assert_true (anf_span_parse (neighbours[i].text, &span, NULL));
      const AnfSpan before = anf_span_before (&span);
      const AnfSpan then = anf_span_last_year (&span);
      g_autofree char *one = anf_span_format (&before);
      g_autofree char *other = anf_span_format (&then);
      g_assert_cmpstr (one, ==, neighbours[i].before);
      g_assert_cmpstr (other, ==, neighbours[i].last_year);
    }
}

static void
test_cut (void)
{
  AnfSpan span;
  g_assert_true (anf_span_parse ("2018-06", &span, NULL));
  const AnfSpan cut = anf_span_cut (&span, day_of ("2018-06-23"));
  g_autofree char *text = anf_span_format (&cut);
  g_assert_cmpstr (text, ==, "2018-06-01/2018-06-23");
  const AnfSpan whole = anf_span_cut (&span, day_of ("2018-06-30"));
  g_assert_cmpint (whole.kind, ==, ANF_SPAN_MONTH);
  g_assert_true (anf_span_has (&cut, day_of ("2018-06-23")));
  g_assert_false (anf_span_has (&cut, day_of ("2018-06-24")));
  g_assert_false (anf_span_has (&cut, 0));
  /* The end of a February is an end there too. */
  const AnfSpan days = { ANF_SPAN_DAYS, day_of ("2025-01-01"), day_of ("2025-02-28") };
  const AnfSpan then = anf_span_last_year (&days);
  assert_span (&then, "2024-01-01", "2024-02-29");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/span/parse", test_parse);
  g_test_add_func ("/span/neighbours", test_neighbours);
  g_test_add_func ("/span/cut", test_cut);
  return g_test_run ();
}
