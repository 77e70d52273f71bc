/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Reports as papers, as poppler reads them. */

#include "anf-brief.h"
#include "anf-error.h"
#include "anf-paper-limits.h"

#include "paper-probe.h"

/* 2018-07-02T00:00:00Z */
#define MADE_AT (G_GINT64_CONSTANT (1530489600) * G_USEC_PER_SEC)

static const AnfChartPoint areas[]
    = { { "政务服务", { "40", "1" } }, { "城市形象", { "7", "0" } } };
static const AnfChart bars = { .kind = ANF_CHART_BARS,
                               .title = "图1　各专项（件）",
                               .series = { "发现", "销号" },
                               .points = areas,
                               .n_points = G_N_ELEMENTS (areas) };
static const AnfChartPoint weeks[]
    = { { "4.2", { "3", "0" } }, { "4.9", { "12", "12" } }, { "4.16", { "0", "5" } } };
static const AnfChart lines = { .kind = ANF_CHART_LINES,
                                .title = "图2　走势（件）",
                                .series = { "新增", "销号" },
                                .points = weeks,
                                .n_points = G_N_ELEMENTS (weeks) };
static const AnfBriefPart parts[] = {
  { ANF_BRIEF_FIRST, "一、总体情况", NULL },
  { ANF_BRIEF_TEXT, "发现问题47件。", NULL },
  { ANF_BRIEF_CHART, NULL, &bars },
  { ANF_BRIEF_CHART, NULL, &lines },
  { ANF_BRIEF_SECOND, "（一）市直部门。第1名：市市场局。", NULL },
};
static const AnfGridColumn columns[] = { { "of", "责任单位", ANF_CELL_TEXT, 30 },
                                         { "due", "整改期限", ANF_CELL_DATE, 12 },
                                         { "rate", "销号率（%）", ANF_CELL_NUMBER, 12 } };
static const char *const cells[] = { "市市场局", "2018-05-16", "40", "甲镇", NULL, "66.67" };
static const AnfBriefTable tables[]
    = { { "按责任单位", columns, G_N_ELEMENTS (columns), cells, 2 } };

static AnfBrief
make (const GDate *date)
{
  return (AnfBrief){ .title = "2018年海城市专项整治工作\n季报",
                     .subtitle = "2018年4月1日至6月30日",
                     .organ = "海城市营商环境监督办公室",
                     .date = date,
                     .note = "2018年第二季度季报，生成后不再改变",
                     .time_us = MADE_AT,
                     .parts = parts,
                     .n_parts = G_N_ELEMENTS (parts),
                     .attachment = "统计表",
                     .tables = tables,
                     .n_tables = G_N_ELEMENTS (tables) };
}

static GBytes *
render (const AnfBrief *brief, AnfFonts *fonts)
{
  g_autoptr (GError) error = NULL;
  GBytes *pdf = anf_brief_render (brief, fonts, &error);
  g_assert_no_error (error);
  return pdf;
}

static void
assert_error (const AnfBrief *brief, AnfFonts *fonts, int code)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (anf_brief_render (brief, fonts, &error));
  g_assert_error (error, ANF_ERROR, code);
}

static void
test_says (void)
{
  static const char *const wanted[] = { "一、总体情况", "发现问题47件。",
                                        "40",           "7",
                                        "图1",          "图2",
                                        "12",           "2018年7月2日",
                                        "附件：统计表", "海城市营商环境监督办公室",
                                        "2018-05-16",   "66.67",
                                        "表1",          "甲镇",
                                        "—1—",          "（一）市直部门。" };
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL || !probe_can_run ())
    return;
  GDate date;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 2, 7, 2018);
  const AnfBrief brief = make (&date);
  g_autoptr (GBytes) pdf = render (&brief, fonts);
  g_autoptr (GBytes) again = render (&brief, fonts);
  g_assert_true (g_bytes_equal (pdf, again));
  g_autofree char *words = probe_words (pdf);
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_test_message ("%s", wanted[i]);
      g_assert_nonnull (strstr (words, wanted[i]));
    }
}

static guint
count_pages (GBytes *pdf)
{
  const char *const argv[] = { "pdfinfo", "{}", NULL };
  g_autoptr (GBytes) out = probe_run (pdf, argv);
  g_autofree char *text = probe_text_of (out);
  const char *pages = strstr (text, "Pages:");
  g_assert_nonnull (pages);
  return (guint)g_ascii_strtoull (pages + strlen ("Pages:"), NULL, 10);
}

/* Whatever the rest: the type area of 156 mm by 225 mm, 28 mm and 37 mm in, holds all but the
   page's number; and the heads of tables are repeated. */
static void
test_many_units (void)
{
  enum
  {
    UNITS = 1000
  };
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL || !probe_can_run ())
    return;
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < UNITS; i++)
    {
      g_ptr_array_add (texts, g_strdup_printf ("某某某某某某某某某某某街道第%u居民委员会", i));
      g_ptr_array_add (texts, g_strdup ("2018-05-16"));
      g_ptr_array_add (texts, g_strdup_printf ("%u.25", i % 100));
    }
  const AnfBriefTable table
      = { "按责任单位", columns, G_N_ELEMENTS (columns), (const char *const *)texts->pdata, UNITS };
  AnfBrief brief = make (NULL);
  brief.tables = &table;
  g_autoptr (GBytes) pdf = render (&brief, fonts);
  const guint pages = count_pages (pdf);
  guint units = 0;
  g_assert_cmpuint (pages, >, 20);
  for (guint page = 1; page <= pages; page++)
    {
      g_auto (GStrv) found = probe_lines (pdf, page);
      gboolean has_head = FALSE;
      for (gsize i = 0; found[i] != NULL; i++)
        {
          units += strstr (found[i], "居民委员会") != NULL ? 1 : 0;
          has_head = has_head || strstr (found[i], "责任单位") != NULL;
        }
      g_assert_true (page <= 2 || has_head);
    }
  g_assert_cmpuint (units, ==, UNITS);
  for (guint i = 2; i <= pages; i += 7)
    {
      g_autoptr (Picture) picture = probe_picture (pdf, i);
      const Box left = { 0, 0, 27.5, 297 };
      const Box right = { 184.5, 0, 210, 297 };
      const Box above = { 0, 0, 210, 36.5 };
      const Box below = { 0, 275, 210, 297 };
      Box ink;
      g_assert_false (probe_ink (picture, &left, INK_ANY, &ink));
      g_assert_false (probe_ink (picture, &right, INK_ANY, &ink));
      g_assert_false (probe_ink (picture, &above, INK_ANY, &ink));
      g_assert_false (probe_ink (picture, &below, INK_ANY, &ink));
    }
}

/* However much text there is: no heading is the last line of a page, and 署名 never stands alone.
 */
static void
test_breaks (void)
{
  enum
  {
    MOST = 24
  };
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL || !probe_can_run ())
    return;
  for (guint lines_before = 0; lines_before < MOST; lines_before++)
    {
      AnfBriefPart some[MOST + 3] = { 0 };
      GDate date;
      g_date_clear (&date, 1);
      g_date_set_dmy (&date, 2, 7, 2018);
      for (guint i = 0; i < lines_before; i++)
        some[i] = (AnfBriefPart){ ANF_BRIEF_TEXT, "正文", NULL };
      some[lines_before] = (AnfBriefPart){ ANF_BRIEF_FIRST, "一、标题", NULL };
      some[lines_before + 1] = (AnfBriefPart){ ANF_BRIEF_TEXT, "其后", NULL };
      some[lines_before + 2] = (AnfBriefPart){ ANF_BRIEF_TEXT, "最后", NULL };
      const AnfBrief brief = { .title = "月报",
                               .organ = "市营商办",
                               .date = &date,
                               .parts = some,
                               .n_parts = lines_before + 3 };
      g_autoptr (GBytes) pdf = render (&brief, fonts);
      const guint pages = count_pages (pdf);
      g_test_message ("%u lines, %u pages", lines_before, pages);
      for (guint page = 1; page <= pages; page++)
        {
          g_auto (GStrv) found = probe_lines (pdf, page);
          const guint count = g_strv_length (found);
          /* The last line is the page's number. */
          g_assert_cmpuint (count, >=, 4);
          g_assert_cmpstr (found[count - 2], !=, "一、标题");
          g_assert_cmpstr (found[0], !=, "市营商办");
        }
    }
}

/* However much text there is before it: a chart stands between what it belongs to and what comes
   next, within no paragraph; and （一）… is not the last line of a page. */
static void
test_charts (void)
{
  enum
  {
    MOST = 22
  };
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL || !probe_can_run ())
    return;
  g_autoptr (GString) after = g_string_new (NULL);
  for (guint i = 0; i < 80; i++)
    g_string_append (after, "后");
  g_autofree char *second = g_strdup_printf ("（一）单位。%s", after->str);
  for (guint lines_before = 0; lines_before < MOST; lines_before++)
    {
      AnfBriefPart some[MOST + 4] = { 0 };
      for (guint i = 0; i < lines_before; i++)
        some[i] = (AnfBriefPart){ ANF_BRIEF_TEXT, "前", NULL };
      some[lines_before] = (AnfBriefPart){ ANF_BRIEF_CHART, NULL, &bars };
      some[lines_before + 1] = (AnfBriefPart){ ANF_BRIEF_FIRST, "二、标题", NULL };
      some[lines_before + 2] = (AnfBriefPart){ ANF_BRIEF_SECOND, second, NULL };
      const AnfBrief brief = { .title = "月报", .parts = some, .n_parts = lines_before + 3 };
      g_autoptr (GBytes) pdf = render (&brief, fonts);
      const guint pages = count_pages (pdf);
      g_autoptr (GString) all = g_string_new (NULL);
      for (guint page = 1; page <= pages; page++)
        {
          g_auto (GStrv) found = probe_lines (pdf, page);
          const guint count = g_strv_length (found);
          /* The last line is the page's number. */
          g_assert_cmpuint (count, >=, 2);
          g_assert_null (strstr (found[count - 2], "（一）单位"));
          g_assert_cmpstr (found[count - 2], !=, "二、标题");
          g_autofree char *joined = g_strjoinv ("", found);
          g_string_append (all, joined);
        }
      g_test_message ("%u lines, %u pages: %s", lines_before, pages, all->str);
      const char *chart = strstr (all->str, "图1");
      g_assert_nonnull (chart);
      g_assert_null (strstr (chart, "前"));
      g_assert_nonnull (strstr (chart, "二、标题"));
      g_assert_nonnull (strstr (strstr (chart, "二、标题"), "（一）单位"));
    }
}

static void
test_refused (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  const AnfChartPoint none[] = { { "x", { "0" } } };
  AnfChart chart = { .kind = ANF_CHART_BARS, .title = "x", .series = { "x" }, .points = none };
  const AnfBriefPart part = { ANF_BRIEF_CHART, NULL, &chart };
  AnfBrief brief = { .title = "x", .parts = &part, .n_parts = 1 };
  chart.n_points = 1;
  g_assert_false (anf_chart_says_something (&chart));
  assert_error (&brief, fonts, ANF_ERROR_INVALID);
  g_autofree AnfChartPoint *points = g_new (AnfChartPoint, ANF_PAPER_POINTS_MAX + 1);
  for (guint i = 0; i <= ANF_PAPER_POINTS_MAX; i++)
    points[i] = (AnfChartPoint){ "x", { "1" } };
  chart.kind = ANF_CHART_LINES;
  chart.points = points;
  chart.n_points = ANF_PAPER_POINTS_MAX;
  g_autoptr (GBytes) pdf = render (&brief, fonts);
  chart.n_points++;
  assert_error (&brief, fonts, ANF_ERROR_TOO_LARGE);
  brief.n_parts = 0;
  brief.title = "\xff";
  assert_error (&brief, fonts, ANF_ERROR_INVALID);
  brief.title = "";
  assert_error (&brief, fonts, ANF_ERROR_INVALID);
  brief.title = "\xf4\x8f\xbf\xbd"; /* a character of nobody's */
  assert_error (&brief, fonts, ANF_ERROR_UNAVAILABLE);
  g_autofree char *text = g_strnfill (ANF_PAPER_TEXT_MAX + 1, 'x');
  brief.title = text;
  assert_error (&brief, fonts, ANF_ERROR_TOO_LARGE);
}

static void
test_rows (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  const AnfGridColumn one = { "x", "x", ANF_CELL_TEXT, 1 };
  g_autofree const char **texts = g_new0 (const char *, ANF_PAPER_ITEMS_MAX + 1);
  AnfBriefTable table = { "x", &one, 1, texts, ANF_PAPER_ITEMS_MAX };
  const AnfBrief brief = { .title = "x", .attachment = "x", .tables = &table, .n_tables = 1 };
  g_autoptr (GBytes) pdf = render (&brief, fonts);
  table.n_rows++;
  assert_error (&brief, fonts, ANF_ERROR_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/brief/says", test_says);
  g_test_add_func ("/brief/many-units", test_many_units);
  g_test_add_func ("/brief/breaks", test_breaks);
  g_test_add_func ("/brief/charts", test_charts);
  g_test_add_func ("/brief/refused", test_refused);
  g_test_add_func ("/brief/rows", test_rows);
  return g_test_run ();
}
