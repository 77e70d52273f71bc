/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Where lines and pages end, as poppler reads them: what a clerk would have to correct. */

#include "anf-form.h"
#include "anf-index.h"
#include "anf-letter.h"

#include "paper-probe.h"

#define HASH "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
/* 2026-09-05T00:00:00Z */
#define MADE_AT (G_GINT64_CONSTANT (1788566400) * G_USEC_PER_SEC)

static char *
repeat (const char *text, guint times)
{
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; i < times; i++)
    g_string_append (out, text);
  return g_strdup (out->str);
}

static AnfLetter
decision (const AnfLetterFinding *findings, gsize n_findings)
{
  AnfLetter letter = { .kind = ANF_LETTER_DECISION,
                       .organ = "海城市监察委员会",
                       .number = "海监决〔2026〕1号",
                       .addressee = "海城市自然资源局",
                       .scheme = "《海城市优化营商环境专项整治工作实施方案》",
                       .requirements = "限期完成整改",
                       .contact_name = "张一",
                       .contact_phone = "0412-3225678",
                       .findings = findings,
                       .n_findings = n_findings };
  g_date_set_dmy (&letter.date, 5, G_DATE_SEPTEMBER, 2026);
  return letter;
}

static GBytes *
render_letter (AnfFonts *fonts, const AnfLetter *letter, guint *pages)
{
  g_autoptr (GError) error = NULL;
  AnfLetterInfo info;
  GBytes *pdf = anf_letter_render (letter, fonts, &info, &error);
  g_assert_no_error (error);
  *pages = info.pages;
  return pdf;
}

/* A heading stands on the page of what it heads. */
static void
test_headings (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  for (guint length = 1; length < 23; length++)
    {
      guint pages = 0;
      g_autofree char *fact = repeat ("国", 28 * length);
      const AnfLetterFinding finding
          = { .number = "HC18-03-2026-0001", .category = "效率低下", .fact = fact, .clause = "无" };
      const AnfLetterFinding findings[] = { finding, finding };
      const AnfLetter letter = decision (findings, G_N_ELEMENTS (findings));
      g_autoptr (GBytes) pdf = render_letter (fonts, &letter, &pages);
      for (guint page = 1; page < pages; page++)
        {
          g_auto (GStrv) lines = probe_lines (pdf, page);
          guint last = g_strv_length (lines) - 1;
          if (g_str_has_prefix (lines[last], "—"))
            last--;
          g_test_message ("%u lines of facts, page %u ends with %s", length, page, lines[last]);
          g_assert_false (g_regex_match_simple ("^[一二三]、|^（[一二]）|^HC18-|编号：HC18",
                                                lines[last], G_REGEX_DEFAULT,
                                                G_REGEX_MATCH_DEFAULT));
        }
    }
}

/* A number in one piece may leave a line short, but does not pull its characters apart until a
   reader takes each for a word. */
static void
test_stretch (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  AnfLetterFinding findings[28] = { 0 };
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < G_N_ELEMENTS (findings); i++)
    {
      g_autofree char *before = repeat ("国", i);
      char *fact = g_strconcat (before, "问题编号：HC18-06-2018-0003，共计1234.5万元。", NULL);
      g_ptr_array_add (facts, fact);
      findings[i] = (AnfLetterFinding){ .number = "1", .fact = fact, .clause = "无" };
    }
  guint pages = 0;
  const AnfLetter letter = decision (findings, G_N_ELEMENTS (findings));
  g_autoptr (GBytes) pdf = render_letter (fonts, &letter, &pages);
  for (guint number = 1; number <= pages; number++)
    {
      g_auto (GStrv) lines = probe_lines (pdf, number);
      for (gsize i = 0; lines[i] != NULL; i++)
        {
          g_test_message ("%s", lines[i]);
          g_assert_null (strstr (lines[i], "国 国"));
          g_assert_null (strstr (lines[i], "编 号"));
        }
    }
}

/* GB/T 9704 7.3.4: the names of what is attached are not torn apart, and stand below text of the
   body; a long list of copies below them is no reason to refuse the letter. */
static void
test_attachments (void)
{
  static const char *const attachments[]
      = { "问题清单", "整改方案报送表（样式）及填报说明，含责任分工、完成时限、佐证材料目录",
          "涉企检查备案表", NULL };
  const char *copies[60] = { NULL };
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  for (gsize i = 0; i + 1 < G_N_ELEMENTS (copies); i++)
    copies[i] = "市委办公室";
  guint widows = 0;
  for (guint length = 1; length < 47; length++)
    {
      guint pages = 0;
      g_autofree char *fact = repeat ("国", 28 * (length % 23) + 1);
      const AnfLetterFinding finding = { .number = "1", .fact = fact, .clause = "无" };
      AnfLetter letter = decision (&finding, 1);
      letter.attachments = attachments;
      letter.copy_to = length < 23 ? NULL : copies;
      g_autoptr (GBytes) pdf = render_letter (fonts, &letter, &pages);
      for (guint page = 1; length < 23 && page <= pages; page++)
        {
          g_auto (GStrv) lines = probe_lines (pdf, page);
          g_autofree char *all = g_strjoinv ("\n", lines);
          g_assert_false (g_str_has_prefix (all, "附件："));
          g_assert_cmpint (strstr (all, "附件：") != NULL, ==, strstr (all, "涉企检查") != NULL);
          const char *contact = strstr (all, "\n联系人：");
          widows += contact != NULL && contact == strchr (all, '\n') ? 1 : 0;
        }
    }
  /* The last line of a paragraph begins a page only where the page before is full. */
  g_assert_cmpuint (widows, <=, 1);
}

static GBytes *
render_form (AnfFonts *fonts, const char *template_text, const char *text, guint *pages)
{
  g_autoptr (GError) error = NULL;
  const AnfFormValue values[] = { { "text", text } };
  const AnfForm form = { .kind = ANF_FORM_VISIT,
                         .template_text = template_text,
                         .organ = "甲",
                         .time_us = MADE_AT,
                         .values = values,
                         .n_values = G_N_ELEMENTS (values) };
  GBytes *pdf = anf_form_render (&form, fonts, pages, &error);
  g_assert_no_error (error);
  return pdf;
}

/* A long text begins below what stands before it, and says on the next page what it belongs to. */
static void
test_long_row (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  for (guint lines = 42; lines < 54; lines++)
    {
      guint pages = 0;
      g_autofree char *text = repeat ("经", 26 * lines - 2);
      g_autofree char *marked = g_strconcat ("首", text, "尾", NULL);
      g_autoptr (GBytes) pdf = render_form (
          fonts, "@title 记录\n| 编号 | 一\n|+ 签名 |\n| 检查经过 | {text}\n", marked, &pages);
      g_assert_cmpuint (pages, ==, 2);
      g_auto (GStrv) first = probe_lines (pdf, 1);
      g_auto (GStrv) second = probe_lines (pdf, 2);
      g_assert_cmpuint (g_strv_length (first), >, 25);
      g_assert_true (g_str_has_prefix (second[0], "检查经过（续）"));
      /* Neither page has one line of it alone. */
      g_assert_cmpuint (g_strv_length (second), >, 2);
    }
}

/* What closes a form is not alone on its last page. */
static void
test_closing_line (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  for (guint lines = 20; lines < 45; lines++)
    {
      guint pages = 0;
      g_autofree char *text = repeat ("经", 26 * lines);
      g_autoptr (GBytes) pdf = render_form (
          fonts, "@title 记录\n| 检查经过 | {text}\n|+ 签名 |\n本记录一式两份。\n", text, &pages);
      g_auto (GStrv) last = probe_lines (pdf, pages);
      g_assert_true (g_strv_contains ((const char *const *)last, "签名"));
      g_assert_true (g_strv_contains ((const char *const *)last, "本记录一式两份。"));
    }
}

/* domain.md D.9: who signs sees on the same page what it is that is signed. */
static void
test_signing (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  for (guint lines = 22; lines < 45; lines++)
    {
      guint pages = 0;
      g_autofree char *text = repeat ("经", 26 * lines);
      g_autoptr (GBytes) pdf = render_form (
          fonts, "@title 记录\n| 问答 | {text}\n我看过，相符。\n|+ 被谈话人 |\n|+ 谈话人 |\n", text,
          &pages);
      g_auto (GStrv) last = probe_lines (pdf, pages);
      g_assert_true (g_strv_contains ((const char *const *)last, "我看过，相符。"));
      g_assert_true (g_strv_contains ((const char *const *)last, "被谈话人"));
      g_assert_true (g_strv_contains ((const char *const *)last, "谈话人"));
      g_autofree char *all = g_strjoinv ("\n", last);
      g_assert_nonnull (strstr (all, "经经"));
    }
}

static gboolean
says (char *const *lines, const char *text)
{
  g_autofree char *all = g_strjoinv ("\n", (char **)lines);
  return strstr (all, text) != NULL;
}

/* The same of a table of short rows, and of a talk whose answers are lines: GB/T 9704 7.3.5.5 has
   no page with nothing but signatures. */
static void
test_signed_with_content (void)
{
  static const struct
  {
    const char *before;
    const char *each;
    const char *after;
  } forms[] = {
    { "@title 记录\n", "| 项目 | 内容\n", "|+ 承办人 |\n|+ 负责人 |\n" },
    { "@title 记录\n| 编号 | 一\n", "内容\n",
      "以上相符。\n|+ 承办人 |\n|+ 负责人 |\n一式两份。\n" },
    { "@title 记录\n", "| 项目 | 内容\n", "|+ 承办人 |\n|+ 负责人 |\n| 核实意见 | 属实\n" },
    { "@title 单\n| 号 | 一\n@title 记录\n", "| 项目 | 内容\n", "|+ 承办人 |\n|+ 负责人 |\n" },
  };
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    for (guint rows = 22; rows < 34; rows++)
      {
        guint pages = 0;
        g_autofree char *content = repeat (forms[i].each, rows);
        g_autofree char *text = g_strconcat (forms[i].before, content, forms[i].after, NULL);
        g_autoptr (GBytes) pdf = render_form (fonts, text, "", &pages);
        g_auto (GStrv) last = probe_lines (pdf, pages);
        g_test_message ("form %d of %u rows: %u pages", (int)i, rows, pages);
        g_assert_true (says (last, "内容"));
        g_assert_true (says (last, "承办人"));
        g_assert_true (says (last, "负责人"));
      }
}

/* A rest of one row is no page: 28 rows of a line as they are usually set, 16.8 pt and 6 pt white,
   with a title and 15 mm to sign are 3 mm more than 247 mm. */
static void
test_rest_is_taken_in (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  guint pages = 0;
  g_autofree char *rows = repeat ("| 项目 | 内容\n", 28);
  g_autofree char *text = g_strconcat ("@title 记录\n", rows, "|+ 承办人 |\n", NULL);
  g_autoptr (GBytes) pdf = render_form (fonts, text, "", &pages);
  g_assert_cmpuint (pages, ==, 1);
  const Box below = { 0, 272.2, 210, 274.5 };
  Box none;
  g_autoptr (Picture) page = probe_picture (pdf, 1);
  g_assert_false (probe_ink (page, &below, INK_ANY, &none));
}

/* 法发〔2016〕22号 14: the list is signed where its items stand, the record on one page. */
static void
test_index (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  AnfIndexItem items[14];
  for (gsize i = 0; i < G_N_ELEMENTS (items); i++)
    items[i] = (AnfIndexItem){ .name = "照片", .size = 7, .sha256 = HASH, .sm3 = HASH };
  g_autoptr (GArray) record = g_array_new (FALSE, FALSE, sizeof (AnfIndexField));
  for (const char *const *name = anf_index_record_names (); *name != NULL; name++)
    {
      const AnfIndexField field = { *name, "已经说明" };
      g_array_append_val (record, field);
    }
  for (gsize n_items = 1; n_items <= G_N_ELEMENTS (items); n_items++)
    {
      g_autoptr (GError) error = NULL;
      const AnfIndex index = { .organ = "海城市营商环境建设局",
                               .number = "海营商移〔2026〕3号",
                               .title = "线索",
                               .made_at = "2026年9月18日",
                               .time_us = MADE_AT,
                               .record = (const AnfIndexField *)(gpointer)record->data,
                               .n_record = record->len,
                               .items = items,
                               .n_items = n_items };
      g_autoptr (GBytes) pdf = anf_index_render (&index, fonts, &error);
      g_assert_no_error (error);
      g_auto (GStrv) first = probe_lines (pdf, 1);
      g_assert_true (g_strv_contains ((const char *const *)first, "缺少签名的原因"));
      g_auto (GStrv) second = probe_lines (pdf, 2);
      g_assert_cmpstr (second[0], ==, "电子数据清单");
      const char *const argv[] = { "pdfinfo", "{}", NULL };
      g_autoptr (GBytes) out = probe_run (pdf, argv);
      g_autofree char *info = probe_text_of (out);
      const guint pages = (guint)strtoul (strstr (info, "Pages:") + 6, NULL, 10);
      g_auto (GStrv) last = probe_lines (pdf, pages);
      g_autofree char *all = g_strjoinv ("\n", last);
      g_assert_nonnull (strstr (all, "见证人：____"));
      g_assert_nonnull (strstr (all, "照片"));
    }
}

int
main (int argc, char **argv)
{
  if (!probe_begin (&argc, &argv))
    return PROBE_SKIPPED;
  g_test_add_func ("/paging/headings", test_headings);
  g_test_add_func ("/paging/stretch", test_stretch);
  g_test_add_func ("/paging/attachments", test_attachments);
  g_test_add_func ("/paging/long-row", test_long_row);
  g_test_add_func ("/paging/closing-line", test_closing_line);
  g_test_add_func ("/paging/signing", test_signing);
  g_test_add_func ("/paging/signed-with-content", test_signed_with_content);
  g_test_add_func ("/paging/rest-is-taken-in", test_rest_is_taken_in);
  g_test_add_func ("/paging/index", test_index);
  return g_test_run ();
}
