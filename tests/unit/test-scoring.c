/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-scoring.h"

#include <string.h>

static AnfScoring *
read_rule (const char *rule, GError **error)
{
  g_autofree char *text = g_strdup_printf ("{\"scoring\":%s}", rule);
  g_autoptr (JsonObject) settings = anf_json_parse_object (text, strlen (text), NULL);
  g_assert_nonnull (settings);
  return anf_scoring_new (settings, "2103", error);
}

#define RULE                                                                                       \
  "{\"base\":100,\"activity\":\"problems\",\"items\":["                                            \
  "{\"name\":\"查实\",\"count\":\"established\",\"points\":-1.5,\"cap\":4},"                     \
  "{\"name\":\"表扬\",\"figure\":\"praise\",\"points\":2,\"cap\":10}],"                          \
  "\"groups\":[{\"name\":\"镇\",\"units\":[\"towns\"]},"                                          \
  "{\"name\":\"局\",\"units\":[\"b1\",\"b2\",\"b3\",\"b4\"]}]}"

static guint32
day_of (const char *text)
{
  GDate date;
  g_assert_true (anf_date_parse (text, &date, NULL));
  return g_date_get_julian (&date);
}

static void
add_cases (AnfCaseBook *book, const char *unit, guint count)
{
  for (guint i = 0; i < count; i++)
    {
      AnfCase *one = anf_case_new ();
      one->unit = g_strdup (unit);
      one->registered = one->established = day_of ("2018-05-10");
      g_ptr_array_add (book->cases, one);
    }
}

static void
test_read (void)
{
  static const char *const bad[] = {
    "{}",
    "{\"base\":\"x\",\"activity\":\"problems\",\"items\":[],\"groups\":[]}",
    "{\"base\":100,\"activity\":\"luck\",\"items\":[],\"groups\":[]}",
    "{\"base\":100,\"activity\":\"problems\",\"items\":[7],\"groups\":[]}",
    "{\"base\":100,\"activity\":\"problems\",\"items\":[],\"groups\":[7]}",
    "{\"base\":100,\"activity\":\"problems\",\"groups\":[],\"items\":["
    "{\"name\":\"x\",\"points\":1,\"cap\":1}]}",
    "{\"base\":100,\"activity\":\"problems\",\"groups\":[],\"items\":["
    "{\"name\":\"x\",\"count\":\"luck\",\"points\":1,\"cap\":1}]}",
    "{\"base\":100,\"activity\":\"problems\",\"groups\":[],\"items\":["
    "{\"name\":\"x\",\"count\":\"open\",\"figure\":\"f\",\"points\":1,\"cap\":1}]}",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_test_message ("%s", bad[i]);
      g_assert_null (read_rule (bad[i], &error));
      g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
    }
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) nothing = json_object_new ();
  g_assert_null (anf_scoring_new (nothing, "2103", &error));
  g_assert_no_error (error);
}

/* A scheme of before letters were counted ranks by the letters, too. */
static void
test_old_figures (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfScoring) rule
      = read_rule ("{\"base\":100,\"activity\":\"problems\",\"groups\":[],\"items\":["
                   "{\"name\":\"被约谈\",\"figure\":\"interviews\",\"points\":-5,\"cap\":20},"
                   "{\"name\":\"被通报\",\"figure\":\"notices\",\"points\":-3,\"cap\":15}]}",
                   &error);
  g_assert_no_error (error);
  g_autoptr (AnfCalendar) calendar = anf_calendar_new ();
  g_auto (AnfCaseBook) book = { 0 };
  anf_case_book_init (&book, calendar);
  static const char *const kinds[] = { "interview", "circular", "circular" };
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const AnfCaseLetter letter = { .kind = g_strdup (kinds[i]),
                                     .unit = g_strdup ("a"),
                                     .numbered = day_of ("2018-05-10") };
      g_array_append_val (book.letters, letter);
    }
  AnfSpan span;
  g_assert_true (anf_span_parse ("2018-05", &span, NULL));
  const AnfSources sources = { .book = &book, .today = span.last };
  AnfScore score = { .unit = "a", .group = G_MAXUINT };
  g_assert_true (anf_scoring_score (rule, &sources, &span, &score, &error));
  /* 100 − 5 − 2 × 3 */
  g_assert_cmpint (score.score, ==, 89 * ANF_FIGURE_UNIT);
}

typedef struct
{
  const char *unit;
  const char *parent;
  guint cases;
  guint praise;      /* thousandths */
  const char *score; /* NULL where it is not ranked */
  guint rank;
} UnitCase;

/* By hand: 100 − 1.5 for each, at most 4, + 2 for each praise. In each group on its own; b1 and b2
   are even, so b3 is third; who had nothing to do is not ranked, nor who is of no group. */
static const UnitCase units[] = {
  { "2103-t1", "2103-towns", 3, 0, "96", 1 }, { "2103-t2", "2103-towns", 0, 0, NULL, 0 },
  { "2103-b1", NULL, 1, 0, "98.5", 1 },       { "2103-b2", NULL, 1, 0, "98.5", 1 },
  { "2103-b3", NULL, 2, 500, "98", 3 },       { "2103-b4", NULL, 9, 0, "96", 4 },
  { "2103-stranger", NULL, 1, 0, NULL, 0 },
};

static void
test_rank (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfScoring) rule = read_rule (RULE, &error);
  g_assert_no_error (error);
  g_autoptr (AnfCalendar) calendar = anf_calendar_new ();
  g_autoptr (GPtrArray) figures = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_figure_free);
  g_autoptr (GArray) scores = g_array_new (FALSE, TRUE, sizeof (AnfScore));
  g_auto (AnfCaseBook) book = { 0 };
  AnfSpan span;
  g_assert_true (anf_span_parse ("2018-05", &span, NULL));
  anf_case_book_init (&book, calendar);
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      add_cases (&book, units[i].unit, units[i].cases);
      if (units[i].praise > 0)
        g_ptr_array_add (figures, anf_figure_new ("praise", units[i].unit, &span, units[i].praise));
    }
  const AnfSources sources = { .book = &book, .figures = figures, .today = span.last };
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    {
      AnfScore score = { .unit = units[i].unit,
                         .group = anf_scoring_find_group (rule, units[i].unit, units[i].parent) };
      g_assert_true (anf_scoring_score (rule, &sources, &span, &score, &error));
      g_array_append_val (scores, score);
    }
  anf_scoring_rank (scores);
  for (guint k = 0; k < scores->len; k++)
    for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
      {
        const AnfScore *score = &g_array_index (scores, AnfScore, k);
        if (strcmp (score->unit, units[i].unit) != 0)
          continue;
        g_autofree char *text = anf_decimal_format (score->score, ANF_FIGURE_UNIT, 3);
        g_test_message ("%s", units[i].unit);
        g_assert_cmpuint (score->rank, ==, units[i].rank);
        if (units[i].score != NULL)
          g_assert_cmpstr (text, ==, units[i].score);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/scoring/read", test_read);
  g_test_add_func ("/scoring/old-figures", test_old_figures);
  g_test_add_func ("/scoring/rank", test_rank);
  return g_test_run ();
}
