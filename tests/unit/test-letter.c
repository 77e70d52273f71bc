/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Letters measured on paper, against the numbers of GB/T 9704—2012. */

#include "anf-error.h"
#include "anf-letter.h"

#include "paper-probe.h"
#include <math.h>

/* 3号 as set, and the pitch of 22 lines in 225 mm, in millimetres. */
#define SIZE (15.75 * 25.4 / 72.0)
#define PITCH ((225.0 - SIZE) / 21.0)
#define COLUMN (156.0 / 28.0)

#define FACT_RARE                                                                                  \
  "喆堃、赵珺玥、李春、王镕、龑先生、犇赟商行和𬎆女士等候1小时40分" \
  "钟"
#define FACT_MARKS                                                                                                                          \
  "窗口公示“一次性告知”（见公示栏）：材料、时限、收费；企业开办“一网通办”0.5个工作日办结，" \
  "实际6个工作日。办件编号SY-2026-09-000117，《条例》第二十三条——“应当”……"

static const AnfLetterFinding plain_findings[] = {
  {
      .number = "HC18-03-2026-0001",
      .category = "效率低下、办事拖拉",
      .fact = "窗口在公示的办公时间内无人值守，现场等候群众27人",
      .clause = "《辽宁省优化营商环境条例》第二十三条",
      .requirement = "立即恢复窗口服务",
      .photos = 3,
      .audios = 1,
      .references = 1,
  },
  {
      .number = "HC18-03-2026-0002",
      .fact = FACT_RARE,
      .clause = "首问负责制",
      .units = "牵头单位：市营商局",
  },
};

static const char *const copies[] = { "市纪委监委", "市政府督查室", NULL };

static AnfLetter
plain_letter (void)
{
  AnfLetter letter = {
    .organ = "海城市营商环境建设局",
    .number = "海营商整〔2026〕12号",
    .title = "关于窗口服务问题限期整改的通知",
    .addressee = "海城市自然资源局",
    .mandate = "经市人民政府同意",
    .scheme = "《海城市优化营商环境专项整治工作实施方案》",
    .rectify = "自签收之日起30日内，即2026年10月19日前",
    .plan = "自签收之日起10个工作日内，即2026年10月9日前",
    .objection = "对问题事实有异议的，我单位自收到异议之日起15个工作日内组织双方协商",
    .contact_name = "张一",
    .contact_phone = "0412-3225678",
    .findings = plain_findings,
    .n_findings = G_N_ELEMENTS (plain_findings),
  };
  g_date_clear (&letter.date, 1);
  g_date_set_dmy (&letter.date, 5, G_DATE_SEPTEMBER, 2026);
  return letter;
}

static GBytes *
render (const AnfLetter *letter, AnfFonts *fonts, AnfLetterInfo *info)
{
  g_autoptr (GError) error = NULL;
  GBytes *pdf = anf_letter_render (letter, fonts, info, &error);
  g_assert_no_error (error);
  g_assert_nonnull (pdf);
  return pdf;
}

static void
assert_near (double value, double expected, double tolerance)
{
  if (fabs (value - expected) > tolerance)
    g_test_message ("%.3f mm, expected %.3f", value, expected);
  g_assert_cmpfloat_with_epsilon (value, expected, tolerance);
}

static const Box whole_page = { 0, 0, 210, 297 };
/* 10.1: organ 30 mm from the top; first rule 4 mm below it, 170 mm, thick over thin; second rule
   20 mm from the bottom, thin over thick. */
static void
test_letterhead (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  const AnfLetter letter = plain_letter ();
  g_autoptr (GBytes) pdf = render (&letter, fonts, NULL);
  g_autoptr (Picture) page = probe_picture (pdf, 1);
  g_autoptr (GArray) red = probe_bands (page, &whole_page, INK_RED);
  g_assert_cmpuint (red->len, ==, 5);
  const Box *bands = (const Box *)(gpointer)red->data;
  assert_near (bands[0].top, 30, 0.15);
  assert_near ((bands[0].left + bands[0].right) / 2, 105, 0.7);
  assert_near (bands[1].top - bands[0].bottom, 4, 0.15);
  assert_near (bands[4].bottom, 277, 0.15);
  for (guint i = 1; i <= 4; i++)
    {
      assert_near (bands[i].right - bands[i].left, 170, 0.2);
      assert_near (bands[i].left, 20, 0.15);
    }
  g_assert_cmpfloat (bands[1].bottom - bands[1].top, >, bands[2].bottom - bands[2].top + 0.3);
  g_assert_cmpfloat (bands[4].bottom - bands[4].top, >, bands[3].bottom - bands[3].top + 0.3);

  /* The number: 7/8 of a character below the rule, flush right; glyphs keep some white around. */
  Box number;
  const Box below = { 0, bands[2].bottom + 0.5, 210, bands[2].bottom + 12 };
  g_assert_true (probe_ink (page, &below, INK_ANY, &number));
  assert_near (number.top - bands[2].bottom, SIZE * 7 / 8 + 0.3, 0.5);
  assert_near (number.right, 184, 0.6);
  /* The title: two free lines below it, and centred. */
  Box title;
  const Box far_below = { 0, number.bottom + 1, 210, number.bottom + 36 };
  g_assert_true (probe_ink (page, &far_below, INK_ANY, &title));
  assert_near (title.top - (bands[2].bottom + SIZE * 7 / 8), 3 * PITCH + 0.5, 0.6);
  assert_near ((title.left + title.right) / 2, 106, 0.7);

  g_autoptr (Picture) second = probe_picture (pdf, 2);
  Box none;
  g_assert_false (probe_ink (second, &whole_page, INK_RED, &none));
}

static char *
repeat (const char *text, guint times)
{
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; i < times; i++)
    g_string_append (out, text);
  return g_strdup (out->str);
}

/* 5.2.3: 22 lines of 28 characters fill the type area. */
static void
test_grid (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  g_autofree char *fact = repeat ("国", 28 * 60);
  const AnfLetterFinding finding = { .number = "1", .fact = fact, .clause = "无" };
  AnfLetter letter = plain_letter ();
  letter.findings = &finding;
  letter.n_findings = 1;
  g_autoptr (GBytes) pdf = render (&letter, fonts, NULL);
  g_auto (GStrv) lines = probe_lines (pdf, 2);
  g_assert_cmpuint (g_strv_length (lines), ==, 23);
  for (gsize i = 0; i < 22; i++)
    g_assert_cmpint (g_utf8_strlen (lines[i], -1), ==, 28);
  g_autoptr (Picture) page = probe_picture (pdf, 2);
  const Box area = { 0, 30, 210, 266 };
  g_autoptr (GArray) all = probe_bands (page, &area, INK_ANY);
  g_assert_cmpuint (all->len, ==, 22);
  const Box *bands = (const Box *)(gpointer)all->data;
  assert_near (bands[0].top, 37, 1.0);
  assert_near (bands[21].bottom, 262, 1.0);
  for (guint i = 0; i < 22; i++)
    {
      assert_near (bands[i].top - bands[0].top, i * PITCH, 0.1);
      /* The glyph keeps the same white on both sides of its square. */
      assert_near (bands[i].left, 28, 1.0);
      assert_near (bands[i].left - 28, 184 - bands[i].right, 0.3);
    }
}

static gboolean
begins_with (const char *line, const char *marks)
{
  return g_utf8_strchr (marks, -1, g_utf8_get_char (line)) != NULL;
}

/* GB/T 15834 5.1, at every possible place of the marks in the line. */
static void
test_marks (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  AnfLetterFinding findings[28] = { 0 };
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < G_N_ELEMENTS (findings); i++)
    {
      g_autofree char *before = repeat ("国", i);
      char *fact = g_strconcat (before, FACT_MARKS, FACT_MARKS, NULL);
      g_ptr_array_add (facts, fact);
      findings[i] = (AnfLetterFinding){ .number = "1", .fact = fact, .clause = "无" };
    }
  AnfLetter letter = plain_letter ();
  letter.findings = findings;
  letter.n_findings = G_N_ELEMENTS (findings);
  AnfLetterInfo info;
  g_autoptr (GBytes) pdf = render (&letter, fonts, &info);
  for (guint number = 1; number <= info.pages; number++)
    {
      g_auto (GStrv) lines = probe_lines (pdf, number);
      for (gsize i = 0; lines[i] != NULL; i++)
        {
          const char *end = lines[i] + strlen (lines[i]);
          g_assert_false (begins_with (lines[i], "，。、；：？！”’）》〕…"));
          g_assert_false (begins_with (g_utf8_prev_char (end), "“‘（《〔"));
          g_assert_true (!begins_with (lines[i], "—") || lines[i + 1] == NULL
                         || g_str_has_prefix (lines[i], "——"));
        }
      g_autoptr (Picture) page = probe_picture (pdf, number);
      const Box right = { 184.1, 50, 210, 266 };
      Box found;
      if (probe_ink (page, &right, INK_ANY, &found) && found.top < 60)
        g_assert_cmpfloat (found.right, <=, 190.1);
    }
  g_autofree char *words = probe_words (pdf);
  g_assert_nonnull (strstr (words, "——“应当”……"));
}

/* Nothing is lost between the case and the paper, least of all the characters of names. */
static void
test_text (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  AnfLetter letter = plain_letter ();
  letter.urgency = "特急";
  letter.note = "此件不公开";
  letter.copy_to = copies;
  g_autoptr (GBytes) pdf = render (&letter, fonts, NULL);
  g_autofree char *all = probe_words (pdf);
  g_assert_nonnull (strstr (all, "—2—"));
  g_assert_null (strstr (all, "—1—"));
  /* A page may end anywhere. */
  g_autoptr (GRegex) number = g_regex_new ("—[0-9]+—", 0, 0, NULL);
  g_autofree char *words = g_regex_replace_literal (number, all, -1, 0, "", 0, NULL);
  static const char *const expected[] = {
    "海城市营商环境建设局",
    "特急",
    "海营商整〔2026〕12号",
    "关于窗口服务问题限期整改的通知",
    "海城市自然资源局：",
    "经市人民政府同意",
    "（一）效率低下、办事拖拉（问题编号：HC18-03-2026-0001）。",
    "窗口在公示的办公时间内无人值守，现场等候群众27人。",
    "违反规定：《辽宁省优化营商环境条例》第二十三条。",
    "证据：照片3张、录音1段、另行保管的原始载体1件（证据编号：HC18-03-2026-0001-Z1至Z5）。",
    "整改要求：立即恢复窗口服务。",
    "（二）问题编号：HC18-03-2026-0002。",
    FACT_RARE "。",
    "责任分工：牵头单位：市营商局。",
    "自签收之日起30日内，即2026年10月19日前。",
    "15个工作日内组织双方协商。",
    "自收到本通知之日起30日内，向作出督查结论的人民政府申请复核",
    "联系人：张一，联系电话：0412-3225678。",
    "2026年9月5日",
    "（此件不公开）",
    "抄送：市纪委监委，市政府督查室。",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      if (strstr (words, expected[i]) == NULL)
        g_test_message ("%s not in %s", expected[i], words);
      g_assert_nonnull (strstr (words, expected[i]));
    }
}

static void
test_fonts_embedded (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  const AnfLetter letter = plain_letter ();
  g_autoptr (GBytes) pdf = render (&letter, fonts, NULL);
  const char *const argv[] = { "pdffonts", "{}", NULL };
  g_autoptr (GBytes) out = probe_run (pdf, argv);
  g_autofree char *text = probe_text_of (out);
  g_auto (GStrv) rows = g_strsplit (g_strstrip (text), "\n", -1);
  g_assert_cmpuint (g_strv_length (rows), >=, 2 + 4);
  for (gsize i = 2; rows[i] != NULL; i++)
    g_assert_true (g_regex_match_simple ("\\s(yes) (yes) (yes)\\s", rows[i], 0, 0));
  g_assert_nonnull (strstr (text, "FandolFang-Regular"));
  g_assert_nonnull (strstr (text, "NotoSerifCJKsc-Bold"));
}

/* 7.3.5.1: the date four characters from the right, 署名 centred on it, and above it three lines
   free for the seal. */
static void
test_seal (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  const AnfLetter letter = plain_letter ();
  AnfLetterInfo info;
  g_autoptr (GBytes) pdf = render (&letter, fonts, &info);
  g_assert_cmpuint (info.seal_page, ==, info.pages);
  g_auto (GStrv) lines = probe_lines (pdf, info.seal_page);
  const guint n_lines = g_strv_length (lines);
  g_assert_cmpstr (lines[n_lines - 3], ==, "海城市营商环境建设局");
  g_assert_cmpstr (lines[n_lines - 2], ==, "2026年9月5日");
  g_autoptr (Picture) page = probe_picture (pdf, info.seal_page);
  const Box area = { 0, 30, 210, 266 };
  g_autoptr (GArray) all = probe_bands (page, &area, INK_ANY);
  const Box *name = &g_array_index (all, Box, all->len - 2);
  const Box *date = &g_array_index (all, Box, all->len - 1);
  /* 日 is narrow in its square. */
  assert_near (date->right, 184 - 4 * COLUMN - 0.9, 0.8);
  assert_near ((name->left + name->right) / 2, (date->left + date->right) / 2, 0.8);
  assert_near (date->top - name->top, PITCH, 0.5);
  Box none;
  const Box place = { 0, name->top - 3 * PITCH - 4, 210, name->top - 0.2 };
  g_assert_false (probe_ink (page, &place, INK_ANY, &none));
}

/* However long the text, 署名 and the place of the seal are on a page with text of the body, and
   nothing leaves the type area. */
static void
test_seal_never_alone (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  for (guint length = 0; length < 24; length++)
    {
      g_autofree char *fact = repeat ("国", 1 + 28 * length);
      const AnfLetterFinding finding = { .number = "1", .fact = fact, .clause = "无" };
      AnfLetter letter = plain_letter ();
      letter.findings = &finding;
      letter.n_findings = 1;
      letter.copy_to = copies;
      AnfLetterInfo info;
      g_autoptr (GBytes) pdf = render (&letter, fonts, &info);
      g_auto (GStrv) lines = probe_lines (pdf, info.pages);
      g_assert_cmpstr (lines[0], !=, letter.organ);
      g_assert_true (g_strv_contains ((const char *const *)lines, "海城市营商环境建设局"));
      g_assert_true (g_strv_contains ((const char *const *)lines, "2026年9月5日"));
      g_assert_true (
          g_strv_contains ((const char *const *)lines, "抄送：市纪委监委，市政府督查室。"));
    }
}

/* 7.5: none on page 1; the dash 7 mm below the type area; even pages left, odd ones right, one
   character of 4号 in. */
static void
test_page_numbers (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  g_autofree char *fact = repeat ("国", 28 * 60);
  const AnfLetterFinding finding = { .number = "1", .fact = fact, .clause = "无" };
  AnfLetter letter = plain_letter ();
  letter.findings = &finding;
  letter.n_findings = 1;
  g_autoptr (GBytes) pdf = render (&letter, fonts, NULL);
  const double character = 14 * 25.4 / 72;
  const Box foot = { 0, 263, 210, 275 };
  Box found;
  g_autoptr (Picture) first = probe_picture (pdf, 1);
  g_assert_false (probe_ink (first, &foot, INK_ANY, &found));
  g_autoptr (Picture) second = probe_picture (pdf, 2);
  g_assert_true (probe_ink (second, &foot, INK_ANY, &found));
  assert_near (found.left, 28 + character, 0.4);
  const Box dash = { 0, 263, 28 + 2 * character - 0.3, 275 };
  g_assert_true (probe_ink (second, &dash, INK_ANY, &found));
  assert_near (found.top, 269, 0.15);
  g_autoptr (Picture) third = probe_picture (pdf, 3);
  g_assert_true (probe_ink (third, &foot, INK_ANY, &found));
  assert_near (found.right, 184 - character, 0.4);
}

static char *
checksum (AnfFonts *fonts)
{
  const AnfLetter letter = plain_letter ();
  g_autoptr (GBytes) pdf = render (&letter, fonts, NULL);
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, pdf);
}

static void
test_same_bytes_child (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  g_autofree char *sum = checksum (fonts);
  g_print ("%s\n", sum);
}

static void
test_same_bytes (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  g_autofree char *first = checksum (fonts);
  AnfLetter other = plain_letter ();
  other.organ = "另一机关";
  g_autoptr (GBytes) between = render (&other, fonts, NULL);
  g_autofree char *second = checksum (fonts);
  g_assert_cmpstr (first, ==, second);
  g_test_trap_subprocess ("/letter/same-bytes/subprocess/child", 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_autofree char *pattern = g_strdup_printf ("*%s*", first);
  g_test_trap_assert_stdout (pattern);
}

static gpointer
render_in_thread (gpointer fonts)
{
  return checksum (fonts);
}

static void
test_threads (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  g_autofree char *expected = checksum (fonts);
  GThread *threads[4];
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("render", render_in_thread, fonts);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autofree char *sum = g_thread_join (threads[i]);
      g_assert_cmpstr (sum, ==, expected);
    }
}

typedef struct
{
  const char *name;
  void (*spoil) (AnfLetter *letter);
  AnfErrorCode code;
  const char *says;
} RefusedCase;

static const AnfLetterFinding unprintable
    = { .number = "1", .fact = "王\xf3\xb0\x80\x80和\xf3\xb0\x80\x81", .clause = "无" };
static const AnfLetterFinding bell = { .number = "1", .fact = "响\a铃", .clause = "无" };
static const AnfLetterFinding not_utf8 = { .number = "1", .fact = "\xff", .clause = "无" };

static void
no_organ (AnfLetter *letter)
{
  letter->organ = "";
}
static void
no_date (AnfLetter *letter)
{
  g_date_clear (&letter->date, 1);
}
static void
no_finding (AnfLetter *letter)
{
  letter->n_findings = 0;
}
static void
too_many (AnfLetter *letter)
{
  letter->n_findings = 501;
}
static void
cannot_print (AnfLetter *letter)
{
  letter->findings = &unprintable;
  letter->n_findings = 1;
}
static void
control (AnfLetter *letter)
{
  letter->findings = &bell;
  letter->n_findings = 1;
}
static void
broken_text (AnfLetter *letter)
{
  letter->findings = &not_utf8;
  letter->n_findings = 1;
}
static void
long_organ (AnfLetter *letter)
{
  letter->organ = "海城市优化营商环境专项整治工作领导小组办公室驻市政务服务中心工作组";
}
static void
bad_template (AnfLetter *letter)
{
  letter->template_text = "@title 一\n{nobody}";
}

static const RefusedCase refused_cases[] = {
  { "no organ", no_organ, ANF_ERROR_INVALID, "organ" },
  { "no date", no_date, ANF_ERROR_INVALID, "date" },
  { "no finding", no_finding, ANF_ERROR_INVALID, "finding" },
  { "501 findings", too_many, ANF_ERROR_TOO_LARGE, "500" },
  { "no glyph", cannot_print, ANF_ERROR_UNAVAILABLE, "(U+F0000), \xf3\xb0\x80\x81 (U+F0001)" },
  { "control character", control, ANF_ERROR_UNAVAILABLE, "U+0007" },
  { "not UTF-8", broken_text, ANF_ERROR_INVALID, "fact" },
  { "long organ", long_organ, ANF_ERROR_INVALID, "organ" },
  { "template", bad_template, ANF_ERROR_INVALID, "line 2" },
};

static void
test_refused (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (refused_cases); i++)
    {
      g_autoptr (GError) error = NULL;
      AnfLetter letter = plain_letter ();
      refused_cases[i].spoil (&letter);
      g_autoptr (GBytes) pdf = anf_letter_render (&letter, fonts, NULL, &error);
      g_test_message ("%s: %s", refused_cases[i].name, error == NULL ? "" : error->message);
      g_assert_null (pdf);
      g_assert_error (error, ANF_ERROR, (int)refused_cases[i].code);
      g_assert_nonnull (strstr (error->message, refused_cases[i].says));
    }
}

/* The faces are named, never replaced. */
static void
test_face_missing (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfFonts) fonts = anf_fonts_new (NULL, &error);
  if (fonts != NULL)
    {
      g_test_skip ("FandolFang is installed system-wide");
      return;
    }
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_UNAVAILABLE);
  g_test_message ("%s", error->message);
}

static void
test_kinds (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  static const struct
  {
    AnfLetterKind kind;
    const char *says;
  } kinds[] = {
    { ANF_LETTER_RECTIFICATION, "关于限期整改监督检查发现问题的通知" },
    { ANF_LETTER_SUPERVISION, "关于督办逾期未完成整改问题的函" },
    { ANF_LETTER_REFERRAL, "关于移送问题线索的函" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      AnfLetter letter = plain_letter ();
      letter.kind = kinds[i].kind;
      letter.title = NULL;
      letter.basis = "《政府督查工作条例》第二十三条";
      letter.suspicion = "涉嫌违纪";
      letter.overdue = "截至2026年10月26日，已逾期5个工作日";
      g_autoptr (GBytes) pdf = render (&letter, fonts, NULL);
      g_autofree char *words = probe_words (pdf);
      g_assert_nonnull (strstr (words, kinds[i].says));
      g_assert_nonnull (strstr (words, "喆堃、赵珺玥"));
      g_assert_null (strstr (words, "{"));
    }
}

int
main (int argc, char **argv)
{
  if (!probe_begin (&argc, &argv))
    return PROBE_SKIPPED;
  g_test_add_func ("/letter/letterhead", test_letterhead);
  g_test_add_func ("/letter/grid", test_grid);
  g_test_add_func ("/letter/marks", test_marks);
  g_test_add_func ("/letter/text", test_text);
  g_test_add_func ("/letter/fonts-embedded", test_fonts_embedded);
  g_test_add_func ("/letter/seal", test_seal);
  g_test_add_func ("/letter/seal-never-alone", test_seal_never_alone);
  g_test_add_func ("/letter/page-numbers", test_page_numbers);
  g_test_add_func ("/letter/same-bytes", test_same_bytes);
  g_test_add_func ("/letter/same-bytes/subprocess/child", test_same_bytes_child);
  g_test_add_func ("/letter/threads", test_threads);
  g_test_add_func ("/letter/refused", test_refused);
  g_test_add_func ("/letter/face-missing", test_face_missing);
  g_test_add_func ("/letter/kinds", test_kinds);
  return g_test_run ();
}
