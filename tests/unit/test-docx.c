/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Letters as DOCX, read back with Python's own zip and XML, with python-docx, and with
   LibreOffice where it is. Numbers are those of GB/T 9704—2012. */

#include "anf-error.h"
#include "anf-letter.h"

#include "docx-probe.h"
#include "paper-probe.h"
#include <locale.h>

#define RARE "喆堃、赵珺玥、王镕、龑先生和𬎆女士，辻󠄀"

static const AnfLetterFinding findings[] = {
  { .number = "HC18-03-2026-0001",
    .category = "效率低下、办事拖拉",
    .fact = "窗口公示“一次性告知”，实际——“未告知”……",
    .clause = "《辽宁省优化营商环境条例》第二十三条",
    .requirement = "立即恢复窗口服务",
    .photos = 3 },
  { .number = "HC18-03-2026-0002", .fact = RARE, .clause = "首问负责制" },
};
static const char *const copies[] = { "市纪委监委", "市政府督查室", NULL };
static const char *const attachments[] = { "问题清单", "佐证材料要求", NULL };

static AnfLetter
plain_letter (void)
{
  AnfLetter letter = {
    .organ = "海城市营商环境建设局",
    .number = "海营商整〔2026〕12号",
    .urgency = "特急",
    .title = "关于窗口服务问题限期整改的通知",
    .addressee = "海城市自然资源局",
    .scheme = "《海城市优化营商环境专项整治工作实施方案》",
    .rectify = "自签收之日起30日内",
    .contact_name = "张一",
    .copy_to = copies,
    .attachments = attachments,
    .note = "此件不公开",
    .findings = findings,
    .n_findings = G_N_ELEMENTS (findings),
  };
  g_date_clear (&letter.date, 1);
  g_date_set_dmy (&letter.date, 5, G_DATE_SEPTEMBER, 2026);
  return letter;
}

static GBytes *
render (const AnfLetter *letter)
{
  g_autoptr (GError) error = NULL;
  GBytes *docx = anf_letter_render_docx (letter, &error);
  g_assert_no_error (error);
  return docx;
}

/* 5.1, 5.2.1: A4; 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm; 5.2.3: 22 lines of 28 characters. */
static void
test_page (void)
{
  if (skip_without_docx ())
    return;
  const AnfLetter letter = plain_letter ();
  g_autoptr (GBytes) docx = render (&letter);
  g_autofree char *said = read_back (
      docx, LOAD
      "print('%.0f %.0f' % (page.page_width.mm, page.page_height.mm))\n"
      "print('%.0f %.0f' % (page.top_margin.mm, page.left_margin.mm))\n"
      "width = page.page_width - page.left_margin - page.right_margin\n"
      "height = page.page_height - page.top_margin - page.bottom_margin\n"
      "print('%.0f %.0f' % (width.mm if hasattr(width, 'mm') else width / 36000, height / 36000))\n"
      "normal = file.styles['Normal']\n"
      "pitch = normal.paragraph_format.line_spacing.pt\n"
      "print(normal.paragraph_format.line_spacing_rule, int(height / 12700 / pitch))\n"
      "closer = int(normal.element.xpath('./w:rPr/w:spacing/@w:val')[0]) / 20\n"
      "print(int(width / 12700 / (normal.font.size.pt + closer)))\n"
      "print(page.different_first_page_header_footer,\n"
      "      file.settings.odd_and_even_pages_header_footer)\n");
  g_assert_cmpstr (said, ==, "210 297\n37 28\n156 225\nEXACTLY (4) 22\n28\nTrue True\n");
}

/* 5.2.2, 7.2.3, 7.3.1, 7.3.3, 7.4.2: faces by the names that offices have, sizes 3号, 2号, 4号. */
static void
test_faces (void)
{
  if (skip_without_docx ())
    return;
  const AnfLetter letter = plain_letter ();
  g_autoptr (GBytes) docx = render (&letter);
  g_autofree char *said = read_back (
      docx, LOAD "for p in file.paragraphs:\n"
                 "  for r in p.runs:\n"
                 "    if not r.text.strip(): continue\n"
                 "    own = r.style if r.style.name != 'Default Paragraph Font' else p.style\n"
                 "    print(r.text[:6], face(own), size(p.style))\n");
  static const char *const expected[] = {
    "特急 黑体 16.0\n",
    "海营商整〔2 仿宋_GB2312 16.0\n",
    "关于窗口服务 方正小标宋简体 22.0\n",
    "海城市自然资 仿宋_GB2312 16.0\n",
    "一、问题清单 黑体 16.0\n",
    "（一）效率低 楷体_GB2312 16.0\n",
    "违反规定：《 仿宋_GB2312 16.0\n",
    "抄送： 仿宋_GB2312 14.0\n",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      if (strstr (said, expected[i]) == NULL)
        g_test_message ("%s not in %s", expected[i], said);
      g_assert_nonnull (strstr (said, expected[i]));
    }
}

/* 10.1: the organ in red 小标宋; rules 170 mm long, thick over thin, and thin over thick 20 mm
   above the page's lower edge; 7.5: numbers of 4号宋体 between dashes, odd ones right and even ones
   left, one character in; none on the first page. */
static void
test_head_and_numbers (void)
{
  const AnfLetter letter = plain_letter ();
  g_autoptr (GBytes) docx = render (&letter);
  g_autofree char *said = read_back (
      docx,
      UNZIP "head = parts['word/header1.xml']\n"
            "style = parts['word/styles.xml'].find(W + \"style[@\" + W + \"styleId='Organ']\")\n"
            "print(say(head), style.find('.//' + W + 'rFonts').get(W + 'eastAsia'),\n"
            "      style.find('.//' + W + 'color').get(W + 'val'))\n"
            "P = '{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}'\n"
            "bars = [(int(a.find(P + 'positionV/' + P + 'posOffset').text) / 36000,\n"
            "         int(a.find(P + 'extent').get('cy')) / 36000,\n"
            "         int(a.find(P + 'extent').get('cx')) / 36000,\n"
            "         int(a.find(P + 'positionH/' + P + 'posOffset').text) / 36000)\n"
            "        for a in head.iter(P + 'anchor')]\n"
            "print(len(bars), {round(b[2]) for b in bars}, {round(b[3]) for b in bars})\n"
            "print(bars[0][0] < bars[1][0], bars[0][1] > bars[1][1], bars[2][0] < bars[3][0],\n"
            "      bars[2][1] < bars[3][1], round(297 - bars[3][0] - bars[3][1], 3))\n"
            "for n in ('footer1', 'footer2'):\n"
            "  foot = parts['word/%s.xml' % n]\n"
            "  ind = foot.find('.//' + W + 'ind')\n"
            "  print(say(foot), foot.find('.//' + W + 'instrText').text.strip(),\n"
            "        foot.find('.//' + W + 'jc').get(W + 'val'), list(ind.attrib.values()))\n"
            "print([(r.tag.split('}')[1], r.get(W + 'type')) for r in body.iter()\n"
            "       if r.tag.endswith('Reference')])\n");
  g_assert_cmpstr (said, ==,
                   "海城市营商环境建设局 方正小标宋简体 E61A1A\n"
                   "4 {170} {20}\n"
                   "True True True True 20.0\n"
                   "— 1 — PAGE right ['280']\n"
                   "— 1 — PAGE left ['280']\n"
                   "[('headerReference', 'first'), ('footerReference', 'default'), "
                   "('footerReference', 'even')]\n");
}

static char *
without_page_numbers (const char *words)
{
  g_autoptr (GRegex) number = g_regex_new ("—[0-9]+—", 0, 0, NULL);
  return g_regex_replace (number, words, -1, 0, "", 0, NULL);
}

/* What is edited is what is signed: both files are made of one description. */
static void
test_same_words (gconstpointer data)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  AnfLetter letter = plain_letter ();
  letter.kind = (AnfLetterKind)GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = anf_letter_render (&letter, fonts, NULL, &error);
  g_assert_no_error (error);
  g_autofree char *words = probe_words (pdf);
  g_autofree char *expected = without_page_numbers (words);
  g_autoptr (GBytes) docx = render (&letter);
  /* A selector of a variant has no ink of its own. */
  g_autofree char *said = read_back (
      docx, UNZIP "text = say(parts['word/header1.xml']) + say(body)\n"
                  "print(re.sub('[\\\\s\\U000e0100-\\U000e01ef]', '', text), end='')\n");
  g_assert_cmpstr (said, ==, expected);
}

/* Names are where rare characters occur; each run says that its marks are Chinese ones. */
static void
test_rare (void)
{
  const AnfLetter letter = plain_letter ();
  g_autoptr (GBytes) docx = render (&letter);
  g_autofree char *said = read_back (
      docx, UNZIP "print("
                  "'" RARE "' in say(body))\n"
                  "print({r.find(W + 'rPr/' + W + 'rFonts').get(W + 'hint')\n"
                  "       for r in body.iter(W + 'r') if r.find(W + 't') is not None})\n");
  g_assert_cmpstr (said, ==, "True\n{'eastAsia'}\n");
}

/* No clock, no zone and no name of a person or machine is asked. */
static void
test_same_bytes (void)
{
  const AnfLetter letter = plain_letter ();
  g_autoptr (GBytes) first = render (&letter);
  g_setenv ("TZ", "America/New_York", TRUE);
  g_autoptr (GBytes) second = render (&letter);
  g_unsetenv ("TZ");
  g_assert_true (g_bytes_equal (first, second));
  g_autofree char *said = read_back (
      first, UNZIP "print({i.date_time for i in zip.infolist()})\n"
                   "print([(e.tag.split('}')[1], e.text) for e in parts['docProps/core.xml']])\n"
                   "print(sorted(n for n in parts if n.startswith('docProps')))\n");
  g_assert_cmpstr (said, ==,
                   "{(1980, 1, 1, 0, 0, 0)}\n"
                   "[('title', '关于窗口服务问题限期整改的通知')]\n"
                   "['docProps/core.xml']\n");
}

static const char *const hostile[] = {
  "</w:t></w:r></w:p></w:body></w:document>",
  "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>&b;",
  "]]><![CDATA[ \" ' & &#x0; &amp;",
  "<?xml version=\"1.0\"?>",
  "{\\rtf1} ${x} {{braces}} %s%n",
};

/* Whatever a text looks like, it stays text, where it was. */
static void
test_hostile (gconstpointer data)
{
  const char *text = data;
  AnfLetter letter = plain_letter ();
  AnfLetterFinding finding = findings[0];
  const char *const list[] = { text, NULL };
  letter.organ = letter.number = letter.title = letter.addressee = letter.urgency = text;
  letter.organ = "甲<&\">";
  letter.note = letter.requirements = letter.contact_name = text;
  letter.copy_to = letter.attachments = list;
  finding.fact = finding.clause = finding.category = text;
  letter.findings = &finding;
  letter.n_findings = 1;
  g_autoptr (GBytes) docx = render (&letter);
  g_autofree char *said = read_back (
      docx,
      UNZIP "print(say(parts['word/header1.xml']))\n"
            "print(parts['docProps/core.xml'][0].text)\n"
            "print(say(body))\n"
            "assert {e.tag for e in body.iter()} <= {W + t for t in ('document body p pPr r rPr '\n"
            "  't pStyle rStyle rFonts tab br keepNext framePr ind sectPr headerReference '\n"
            "  'footerReference pgSz pgMar titlePg docGrid').split()}\n");
  g_auto (GStrv) lines = g_strsplit (said, "\n", 3);
  g_assert_cmpstr (lines[0], ==, "甲<&\">");
  g_assert_cmpstr (lines[1], ==, text);
  guint times = 0;
  for (const char *at = lines[2]; (at = strstr (at, text)) != NULL; at++)
    times++;
  /* number, title, addressee, urgency, note, requirements, contact, copy, attachment, and three of
     the finding; the title may be broken into lines, which is no text. */
  g_assert_cmpuint (times, ==, 12);
}

static void
assert_refused (const char *text, AnfErrorCode code, const char *word)
{
  g_autoptr (GError) error = NULL;
  AnfLetter letter = plain_letter ();
  letter.addressee = text;
  g_autoptr (GBytes) docx = anf_letter_render_docx (&letter, &error);
  g_assert_null (docx);
  g_assert_error (error, ANF_ERROR, (int)code);
  if (strstr (error->message, word) == NULL)
    g_test_message ("%s not in %s", word, error->message);
  g_assert_nonnull (strstr (error->message, word));
}

/* XML 1.0, 2.2: a control character has no place in it, not even escaped. */
static void
test_refused (void)
{
  assert_refused ("甲\x07", ANF_ERROR_INVALID, "U+0007");
  assert_refused ("\x1b[31m甲", ANF_ERROR_INVALID, "U+001B");
  assert_refused ("甲\x7f", ANF_ERROR_INVALID, "U+007F");
  assert_refused ("甲\xc2\x85乙", ANF_ERROR_INVALID, "U+0085");
  assert_refused ("甲\xef\xbf\xbe", ANF_ERROR_INVALID, "U+FFFE");
  assert_refused ("甲\xef\xbf\xbf", ANF_ERROR_INVALID, "U+FFFF");
  assert_refused ("甲\x01\x02", ANF_ERROR_INVALID, "U+0001, U+0002");
  assert_refused ("甲\xff", ANF_ERROR_INVALID, "UTF-8");
  assert_refused ("", ANF_ERROR_INVALID, "addressee");
  g_autoptr (GError) error = NULL;
  AnfLetter letter = plain_letter ();
  letter.organ = "甲\x07";
  g_autoptr (GBytes) docx = anf_letter_render_docx (&letter, &error);
  g_assert_null (docx);
  g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
}

/* U+202E would show another order than the record has; PDF leaves it out, too. */
static void
test_unseen (void)
{
  AnfLetter letter = plain_letter ();
  letter.addressee = "甲\xe2\x80\xae乙\xe2\x80\x8b\xef\xbb\xbf丙\t丁";
  g_autoptr (GBytes) docx = render (&letter);
  g_autofree char *said = read_back (docx, UNZIP "print('甲乙丙 丁：' in say(body))\n");
  g_assert_cmpstr (said, ==, "True\n");
}

/* Of a draft, number and day are still open. */
static void
test_open_date (void)
{
  AnfLetter letter = plain_letter ();
  g_date_clear (&letter.date, 1);
  letter.number = "海营商整〔　　　　〕　　号";
  g_autoptr (GBytes) docx = render (&letter);
  g_autofree char *said = read_back (
      docx, UNZIP
      "print(*[say(p) for p in body.iter(W + 'p')\n"
      "       if re.match('　+年　+月　+日$', say(p))], '〔　　　　〕　　号' in say(body))\n");
  g_assert_cmpstr (said, ==, "　　　　年　　月　　日 True\n");
}

/* By a program that people open it with: nothing is lost, and the red rules are where 10.1 has
   them. */
static void
test_office (void)
{
  g_autofree char *office = g_find_program_in_path ("soffice");
  if (office == NULL || !probe_can_run ())
    {
      g_test_skip ("LibreOffice Writer is not here");
      return;
    }
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("anf-docx-XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *docx_path = g_build_filename (folder, "letter.docx", NULL);
  g_autofree char *pdf_path = g_build_filename (folder, "letter.pdf", NULL);
  g_autofree char *profile = g_strdup_printf ("-env:UserInstallation=file://%s/profile", folder);
  const AnfLetter letter = plain_letter ();
  g_autoptr (GBytes) docx = render (&letter);
  g_assert_true (g_file_set_contents (docx_path, g_bytes_get_data (docx, NULL),
                                      (gssize)g_bytes_get_size (docx), &error));
  g_autoptr (GSubprocess) process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, office,
      "--headless", profile, "--convert-to", "pdf", "--outdir", folder, docx_path, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  char *contents = NULL;
  gsize size = 0;
  g_assert_true (g_file_get_contents (pdf_path, &contents, &size, &error));
  g_autoptr (GBytes) pdf = g_bytes_new_take (contents, size);
  g_autofree char *words = probe_words (pdf);
  static const char *const expected[] = { "海城市营商环境建设局", "特急",
                                          "海营商整〔2026〕12号", "喆堃",
                                          "𬎆女士",           "抄送：市纪委监委",
                                          "2026年9月5日",         "—2—" };
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_nonnull (strstr (words, expected[i]));
  g_autoptr (Picture) page = probe_picture (pdf, 1);
  const Box rules = { 0, 34, 210, 297 };
  g_autoptr (GArray) red = probe_bands (page, &rules, INK_RED);
  const Box *bands = (const Box *)(gpointer)red->data;
  g_assert_cmpuint (red->len, >=, 4);
  const Box *last = &bands[red->len - 1];
  g_assert_cmpfloat_with_epsilon (last->bottom, 277, 0.3);
  g_assert_cmpfloat_with_epsilon (last->right - last->left, 170, 0.3);
  g_assert_cmpfloat_with_epsilon (last->left, 20, 0.3);
  g_autofree char *remove = g_strdup_printf ("import shutil\nshutil.rmtree('%s')\n", folder);
  g_autofree char *nothing = read_back (docx, remove);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/docx/page", test_page);
  g_test_add_func ("/docx/faces", test_faces);
  g_test_add_func ("/docx/head-and-numbers", test_head_and_numbers);
  for (guint kind = ANF_LETTER_RECTIFICATION; kind <= ANF_LETTER_INQUIRY; kind++)
    {
      g_autofree char *path = g_strdup_printf ("/docx/same-words/%u", kind);
      g_test_add_data_func (path, GUINT_TO_POINTER (kind), test_same_words);
    }
  g_test_add_func ("/docx/rare", test_rare);
  g_test_add_func ("/docx/same-bytes", test_same_bytes);
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autofree char *path = g_strdup_printf ("/docx/hostile/%u", (guint)i);
      g_test_add_data_func (path, hostile[i], test_hostile);
    }
  g_test_add_func ("/docx/refused", test_refused);
  g_test_add_func ("/docx/unseen", test_unseen);
  g_test_add_func ("/docx/open-date", test_open_date);
  g_test_add_func ("/docx/office", test_office);
  return g_test_run ();
}
