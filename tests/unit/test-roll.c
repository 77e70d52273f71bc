/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Lists on paper, as poppler reads them. */

#include "anf-error.h"
#include "anf-paper-limits.h"
#include "anf-roll.h"

#include "paper-probe.h"

/* 2018-07-02T00:00:00Z */
#define MADE_AT (G_GINT64_CONSTANT (1530489600) * G_USEC_PER_SEC)
#define COLUMNS G_N_ELEMENTS (columns)

static const AnfGridColumn columns[] = { { "sequence", "序号", ANF_CELL_NUMBER, 6 },
                                         { "number", "问题编号", ANF_CELL_TEXT, 20 },
                                         { "fact", "问题事实", ANF_CELL_TEXT, 40 },
                                         { "due", "整改期限", ANF_CELL_DATE, 12 } };
static const char *const notes[] = { "方案：《甲方案》", "截至2018年7月2日，共2项", NULL };

static AnfRoll
make (const char *const *cells, gsize rows)
{
  return (AnfRoll){ .title = "专项整治台账",
                    .notes = notes,
                    .organ = "海城市营商环境监督办公室",
                    .time_us = MADE_AT,
                    .columns = columns,
                    .n_columns = COLUMNS,
                    .cells = cells,
                    .n_rows = rows };
}

static GBytes *
render (const AnfRoll *roll, AnfFonts *fonts)
{
  g_autoptr (GError) error = NULL;
  GBytes *pdf = anf_roll_render (roll, fonts, &error);
  g_assert_no_error (error);
  return pdf;
}

static char *
probe_info (GBytes *pdf)
{
  const char *const argv[] = { "pdfinfo", "{}", NULL };
  g_autoptr (GBytes) out = probe_run (pdf, argv);
  return probe_text_of (out);
}

/* @rows of the same texts; the array borrows them. */
static const char **
repeat (gsize rows, const char *fact)
{
  const char **cells = g_new0 (const char *, rows *COLUMNS + 1);
  for (gsize i = 0; i < rows; i++)
    {
      cells[i * COLUMNS] = "1";
      cells[i * COLUMNS + 1] = "HC18-03-2018-0001";
      cells[i * COLUMNS + 2] = fact;
      cells[i * COLUMNS + 3] = "2018-07-31";
    }
  return cells;
}

/* A4 across; title, notes and headings; names with characters that few faces have; what is broken
   in a number is broken at a hyphen, so that it can be read out. */
static void
test_says (void)
{
  static const char *const wanted[]
      = { "专项整治台账",      "方案：《甲方案》", "共2项",      "问题编号",
          "HC18-03-2018-0001", "𠮷某、㛃某",       "2018-07-31", "第1页共1页" };
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL || !probe_can_run ())
    return;
  g_autofree const char **cells = repeat (2, "𠮷某、㛃某");
  const AnfRoll roll = make (cells, 2);
  g_autoptr (GBytes) pdf = render (&roll, fonts);
  g_autofree char *words = probe_words (pdf);
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_nonnull (strstr (words, wanted[i]));
  g_autofree char *info = probe_info (pdf);
  g_assert_nonnull (strstr (info, "841.89 x 595.276 pts (A4)"));
  g_assert_nonnull (strstr (info, "海城市营商环境监督办公室"));
  g_autoptr (GBytes) again = render (&roll, fonts);
  g_assert_true (g_bytes_equal (pdf, again));
}

/* Headings and the number of the page on each sheet; no ink in the margins. */
static void
test_pages (void)
{
  const Box left = { 0, 0, 11.5, 210 };
  const Box right = { 285.5, 0, 297, 210 };
  Box ink;
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL || !probe_can_run ())
    return;
  g_autofree const char **cells = repeat (40, "窗口工作人员未一次性告知所需材料");
  const AnfRoll roll = make (cells, 40);
  g_autoptr (GBytes) pdf = render (&roll, fonts);
  g_autofree char *info = probe_info (pdf);
  const char *pages = strstr (info, "Pages:");
  const guint n_pages = (guint)strtoul (pages + strlen ("Pages:"), NULL, 10);
  g_assert_cmpuint (n_pages, >, 1);
  g_autofree char *words = probe_words (pdf);
  for (guint page = 1; page <= n_pages; page++)
    {
      g_autofree char *foot = g_strdup_printf ("第%u页共%u页", page, n_pages);
      g_auto (GStrv) found = probe_lines (pdf, page);
      g_autofree char *text = g_strjoinv ("\n", found);
      g_assert_nonnull (strstr (text, "问题事实"));
      g_assert_nonnull (strstr (words, foot));
      g_autoptr (Picture) picture = probe_picture (pdf, page);
      g_assert_false (probe_ink (picture, &left, INK_ANY, &ink));
      g_assert_false (probe_ink (picture, &right, INK_ANY, &ink));
    }
}

static char *
fill_chinese (gsize length)
{
  GString *text = g_string_new (NULL);
  for (gsize i = 0; i < length; i++)
    g_string_append (text, "长");
  return g_string_free (text, FALSE);
}

static guint
count_of (const char *text, const char *what)
{
  guint count = 0;
  for (const char *at = strstr (text, what); at != NULL; at = strstr (at + strlen (what), what))
    count++;
  return count;
}

/* A text of the greatest length is whole; of a longer one the beginning, and the sheet says so. */
static void
test_long_cells (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL || !probe_can_run ())
    return;
  for (gsize more = 0; more < 2; more++)
    {
      g_autofree char *text = fill_chinese (ANF_ROLL_CELL_MAX + more);
      g_autofree const char **cells = repeat (1, text);
      const AnfRoll roll = make (cells, 1);
      g_autoptr (GBytes) pdf = render (&roll, fonts);
      g_autofree char *words = probe_words (pdf);
      g_assert_cmpuint (count_of (words, "长"), ==, ANF_ROLL_CELL_MAX);
      g_assert_cmpint (strstr (words, "全文见电子表格") != NULL, ==, more > 0);
    }
}

/* One address without a place to break it at leaves room for the other columns. */
static void
test_unbroken_word (void)
{
  const Box right = { 285.5, 0, 297, 210 };
  Box ink;
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL || !probe_can_run ())
    return;
  g_autofree char *word = g_strnfill (500, 'x');
  g_autofree const char **cells = repeat (1, word);
  const AnfRoll roll = make (cells, 1);
  g_autoptr (GBytes) pdf = render (&roll, fonts);
  g_autofree char *words = probe_words (pdf);
  g_assert_nonnull (strstr (words, "HC18-03-2018-0001"));
  g_assert_cmpuint (count_of (words, "x"), ==, 500);
  g_autoptr (Picture) picture = probe_picture (pdf, 1);
  g_assert_false (probe_ink (picture, &right, INK_ANY, &ink));
}

static void
test_nothing (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL || !probe_can_run ())
    return;
  const AnfRoll roll = make (NULL, 0);
  g_autoptr (GBytes) pdf = render (&roll, fonts);
  g_autofree char *words = probe_words (pdf);
  g_assert_nonnull (strstr (words, "问题编号"));
  g_assert_nonnull (strstr (words, "没有内容"));
}

static void
assert_error (const AnfRoll *roll, AnfFonts *fonts, int code)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (anf_roll_render (roll, fonts, &error));
  g_assert_error (error, ANF_ERROR, code);
}

static void
test_refused (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  g_autofree const char **cells = repeat (ANF_ROLL_ROWS_MAX + 1, "x");
  AnfRoll roll = make (cells, ANF_ROLL_ROWS_MAX);
  g_autoptr (GBytes) pdf = render (&roll, fonts);
  roll.n_rows++;
  assert_error (&roll, fonts, ANF_ERROR_TOO_LARGE);
  roll.n_rows = 1;
  cells[2] = "\xff";
  assert_error (&roll, fonts, ANF_ERROR_INVALID);
  cells[2] = "\xf4\x8f\xbf\xbd"; /* a character of nobody's */
  assert_error (&roll, fonts, ANF_ERROR_UNAVAILABLE);
  cells[2] = "x";
  roll.title = "\xff";
  assert_error (&roll, fonts, ANF_ERROR_INVALID);
}

/* A ledger of twenty columns is read by its facts: a text of 140 characters takes no page. */
static void
test_crowded (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  AnfGridColumn many[20];
  const char *cells[2 * G_N_ELEMENTS (many)] = { NULL };
  g_autoptr (GString) fact = g_string_new (NULL);
  for (gsize i = 0; i < 140; i++)
    g_string_append (fact, "事");
  for (gsize i = 0; i < G_N_ELEMENTS (many); i++)
    {
      many[i] = (AnfGridColumn){ "x", i < 8 ? "监察内容" : "整改期限", ANF_CELL_TEXT, 10 };
      cells[i] = i < 8 ? "" : "市行政审批局";
      cells[G_N_ELEMENTS (many) + i] = i == 8 ? fact->str : NULL;
    }
  AnfRoll roll = make (cells, 2);
  roll.columns = many;
  roll.n_columns = G_N_ELEMENTS (many);
  g_autoptr (GBytes) pdf = render (&roll, fonts);
  g_autofree char *words = probe_words (pdf);
  g_assert_nonnull (strstr (words, "没有内容的栏目未印：监察内容"));
  g_auto (GStrv) lines = probe_lines (pdf, 1);
  guint most = 0;
  for (gsize i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "事") != NULL)
      most++;
  g_test_message ("%u lines of facts", most);
  g_assert_cmpuint (most, >, 0);
  g_assert_cmpuint (most, <=, 20);
}

/* As many of @text as stand in one piece on the first page. */
static guint
count_whole (GBytes *pdf, const char *text)
{
  const char *const argv[] = { "pdftotext", "-raw", "-l", "1", "{}", "-", NULL };
  g_autoptr (GBytes) out = probe_run (pdf, argv);
  g_autofree char *words = probe_text_of (out);
  return count_of (words, text);
}

/* A date is one thing to read, also in a ledger of seventeen columns; where there are more of them
   than the sheet is wide, it is broken at a hyphen and not written over the next one. */
static void
test_dates (void)
{
  static const guint many[] = { 6, 24 };
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL || !probe_can_run ())
    return;
  for (gsize k = 0; k < G_N_ELEMENTS (many); k++)
    {
      AnfGridColumn own[40];
      const char *cells[G_N_ELEMENTS (own)];
      guint n = 0;
      for (guint i = 0; i < 10; i++, n++)
        {
          own[n] = (AnfGridColumn){ "text", "责任单位", ANF_CELL_TEXT, 20 };
          cells[n] = "未做到首问负责、一次性告知所需材料";
        }
      own[n] = (AnfGridColumn){ "number", "问题编号", ANF_CELL_TEXT, 20 };
      cells[n++] = "HC18-03-2018-0001";
      for (guint i = 0; i < many[k]; i++, n++)
        {
          own[n] = (AnfGridColumn){ "due", "整改期限", ANF_CELL_DATE, 12 };
          cells[n] = "2018-03-27";
        }
      AnfRoll roll = make (cells, 1);
      roll.columns = own;
      roll.n_columns = n;
      g_autoptr (GBytes) pdf = render (&roll, fonts);
      g_autofree char *words = probe_words (pdf);
      g_assert_cmpuint (count_whole (pdf, "2018-03-27"), ==, k == 0 ? many[k] : 0);
      g_assert_cmpuint (count_of (words, "2018-03-27"), ==, many[k]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/roll/says", test_says);
  g_test_add_func ("/roll/pages", test_pages);
  g_test_add_func ("/roll/crowded", test_crowded);
  g_test_add_func ("/roll/dates", test_dates);
  g_test_add_func ("/roll/long-cells", test_long_cells);
  g_test_add_func ("/roll/unbroken-word", test_unbroken_word);
  g_test_add_func ("/roll/nothing", test_nothing);
  g_test_add_func ("/roll/refused", test_refused);
  return g_test_run ();
}
