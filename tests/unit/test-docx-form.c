/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Forms as DOCX, read back with python-docx. */

#include "anf-error.h"
#include "anf-form.h"
#include "anf-paper-limits.h"

#include "docx-probe.h"
#include <locale.h>

static const AnfFormValue receipt_values[] = {
  { "title", "关于窗口服务问题限期整改的通知" },
  { "number", "海营商整〔2026〕12号" },
  { "organ", "海城市营商环境建设局" },
  { "addressee", "海城市自然资源局" },
  { "channel", "机要\n| 伪造的行 | x\n@title 伪造的标题" },
  { "served_on", NULL },
  { "server", NULL },
  { "signatory", "𬎆女士</w:t></w:tc></w:tr></w:tbl>&amp;" },
  { "received_on", "2026年9月6日" },
};

static AnfForm
receipt (void)
{
  return (AnfForm){ .kind = ANF_FORM_RECEIPT,
                    .organ = "海城市营商环境建设局",
                    .values = receipt_values,
                    .n_values = G_N_ELEMENTS (receipt_values) };
}

static GBytes *
render_form (const AnfForm *form)
{
  g_autoptr (GError) error = NULL;
  GBytes *docx = anf_form_render_docx (form, &error);
  g_assert_no_error (error);
  return docx;
}

/* domain.md D.1: a table with a row for each field, and nothing that a value says makes another. */
static void
test_form (void)
{
  if (skip_without_docx ())
    return;
  const AnfForm form = receipt ();
  g_autoptr (GBytes) docx = render_form (&form);
  g_autofree char *said = read_back (
      docx, LOAD "print(len(file.tables), [p.text for p in file.paragraphs if p.text][0])\n"
                 "for row in file.tables[0].rows:\n"
                 "  least = row.height.pt if row.height is not None else 0\n"
                 "  print('%s|%s|%d' % (row.cells[0].text, row.cells[1].text.replace('\\n', '/'),\n"
                 "                      least))\n"
                 "print(page.page_width.mm > 209, round(page.left_margin.mm))\n"
                 "print(face(file.paragraphs[0].style), size(file.paragraphs[0].style),\n"
                 "      face(file.tables[0].rows[0].cells[0].paragraphs[0].style))\n");
  g_assert_cmpstr (said, ==,
                   "1 送达回证\n"
                   "送达文书名称|关于窗口服务问题限期整改的通知|0\n"
                   "文号|海营商整〔2026〕12号|0\n"
                   "送达单位|海城市营商环境建设局|0\n"
                   "受送达单位|海城市自然资源局|0\n"
                   "送达方式|机要/| 伪造的行 | x/@title 伪造的标题|0\n"
                   "送达时间||0\n"
                   "送达人||0\n"
                   "签收人|𬎆女士</w:t></w:tc></w:tr></w:tbl>&amp;|0\n"
                   "送达人（签名）||42\n"
                   "签收人（签名、盖章）||42\n"
                   "签收时间|2026年9月6日|42\n"
                   "代收人、代收理由（签名）||42\n"
                   "拒收事由、见证人（签名）||42\n"
                   "备注||42\n"
                   "True 25\n"
                   "方正小标宋简体 22.0 黑体\n");
}

#define HASH "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
/* Of the same bytes, “abc”: GB/T 32905, A.1. */
#define SM3 "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"

static AnfForm
transfer (AnfFormValue *values, const AnfFormItem *items, gsize n_items)
{
  static const char *const names[]
      = { "number",   "organ",    "addressee", "basis",       "findings",    "persons",
          "carriers", "feedback", "approver",  "approved_on", "fingerprint", "log_key" };
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    values[i] = (AnfFormValue){ names[i], "甲乙" };
  return (AnfForm){ .kind = ANF_FORM_TRANSFER,
                    .organ = "甲",
                    .values = values,
                    .n_values = G_N_ELEMENTS (names),
                    .items = items,
                    .n_items = n_items };
}

/* The list has a row of headings that each page repeats; the 回执 begins a page of its own. */
static void
test_items (void)
{
  if (skip_without_docx ())
    return;
  AnfFormValue values[12];
  const AnfFormItem items[]
      = { { .name = "照片", .count = "1件", .original = "原件", .sha256 = HASH, .sm3 = SM3 },
          { .name = "录音", .note = "另行保管" } };
  const AnfForm form = transfer (values, items, G_N_ELEMENTS (items));
  g_autoptr (GBytes) docx = render_form (&form);
  g_autofree char *said = read_back (
      docx,
      LOAD "table = file.tables[1]\n"
           "print([len(t.rows) for t in file.tables], len(table.columns))\n"
           "print([bool(r._tr.xpath('./w:trPr/w:tblHeader')) for r in table.rows])\n"
           "print(table.rows[1].cells[5].text.replace('\\n', ''), table.rows[2].cells[6].text)\n"
           "print([p.text for p in file.paragraphs if p._p.xpath('./w:pPr/w:pageBreakBefore')])\n");
  g_assert_cmpstr (said, ==,
                   "[9, 3, 5, 9] 7\n[True, False, False]\nSHA-256" HASH "SM3" SM3 " 另行保管\n"
                   "['问题线索移送回执']\n");
}

/* A name takes 15 mm, a statement 45 mm at least. */
static void
test_room_to_write (void)
{
  if (skip_without_docx ())
    return;
  const AnfForm form
      = { .kind = ANF_FORM_VISIT,
          .template_text = "@title 记录\n| 编号 | 一\n|+ 记录人 |\n|++ 说明 |\n|+ 签字 |\n",
          .organ = "甲" };
  g_autoptr (GBytes) docx = render_form (&form);
  g_autofree char *said = read_back (
      docx, LOAD "print(len(file.tables))\n"
                 "for row in file.tables[0].rows:\n"
                 "  least = row.height.mm if row.height is not None else 0\n"
                 "  print(row.cells[0].text, row.height_rule, 14.5 < least < 16, least >= 45)\n");
  g_assert_cmpstr (said, ==,
                   "1\n编号 None False False\n记录人 AT_LEAST (1) True False\n"
                   "说明 AT_LEAST (1) False True\n签字 AT_LEAST (1) True False\n");
}

/* GB/T 9704 7.3.5.5, as Word does it: each row or line before one to be signed is kept with it. */
static void
test_signed_with_content (void)
{
  if (skip_without_docx ())
    return;
  const AnfForm form
      = { .kind = ANF_FORM_VISIT,
          .template_text = "@title 记录\n| 编号 | 一\n| 问答 | 二\n|+ 甲 |\n|+ 乙 |\n| 意见 | 三\n"
                           "一式两份。\n以上相符。\n|+ 丙 |\n",
          .organ = "甲" };
  g_autoptr (GBytes) docx = render_form (&form);
  g_autofree char *said = read_back (
      docx, LOAD "def kept(p):\n"
                 "  return any(f.keep_with_next for f in (p.paragraph_format,\n"
                 "                                        p.style.paragraph_format))\n"
                 "for table in file.tables:\n"
                 "  for row in table.rows:\n"
                 "    print(row.cells[0].text, kept(row.cells[0].paragraphs[0]))\n"
                 "print([(p.text, kept(p)) for p in file.paragraphs if p.text][1:])\n");
  g_assert_cmpstr (said, ==,
                   "编号 False\n问答 True\n甲 True\n乙 False\n意见 False\n丙 False\n"
                   "[('一式两份。', False), ('以上相符。', True)]\n");
}

static gsize
body_size (GBytes *docx)
{
  g_autofree char *said = read_back (docx, "import io, sys, zipfile\n"
                                           "zip = zipfile.ZipFile(io.BytesIO("
                                           "sys.stdin.buffer.read()))\n"
                                           "print(zip.getinfo('word/document.xml').file_size)\n");
  return g_ascii_strtoull (said, NULL, 10);
}

/* At the limit, and a byte above. */
/* Word takes two tables in a row for one, and sets what ends a document on a page of its own when
   there is no room for it. */
static void
test_tables_stand_apart (void)
{
  g_autofree char *story = g_strnfill (900, 'x');
  const AnfFormValue values[] = { { "text", story } };
  const AnfForm form
      = { .kind = ANF_FORM_VISIT,
          .template_text = "@title 记录\n| 编号 | 一\n@items 材料\n| 经过 | {text}\n|+ 签名 |\n",
          .organ = "甲",
          .values = values,
          .n_values = G_N_ELEMENTS (values) };
  g_autoptr (GBytes) docx = render_form (&form);
  g_autofree char *said = read_back (
      docx, UNZIP "whole = body.find(W + 'body')\n"
                  "kinds = [e.tag.removeprefix(W) for e in whole]\n"
                  "print('tbl tbl' in ' '.join(kinds))\n"
                  "last = [p for p in whole.findall(W + 'p')][-1]\n"
                  "print(last.find(W + 'pPr/' + W + 'spacing').get(W + 'line'))\n"
                  "for row in whole.iter(W + 'tr'):\n"
                  "  print(say(row)[:2], row.find(W + 'trPr/' + W + 'cantSplit') is not None)\n");
  g_assert_cmpstr (said, ==, "False\n20\n编号 True\n序号 True\n经过 False\n签名 True\n");
}

static void
test_too_large (void)
{
  g_autoptr (GError) error = NULL;
  AnfFormValue values[12];
  g_autofree char *full = g_strnfill (ANF_PAPER_TEXT_MAX, 'x');
  g_autofree AnfFormItem *items = g_new0 (AnfFormItem, 600);
  for (gsize i = 0; i < 600; i++)
    items[i] = (AnfFormItem){ .name = full };
  items[0].note = items[1].note = "x";
  AnfForm form = transfer (values, items, 2);
  g_autoptr (GBytes) two = render_form (&form);
  form.n_items = 3;
  g_autoptr (GBytes) three = render_form (&form);
  const gsize step = body_size (three) - body_size (two);
  form.n_items += (ANF_DOCX_TEXT_MAX - body_size (three)) / step - 1;
  /* Number and width of the items' own places differ: what is missing is looked up. */
  g_autoptr (GBytes) nearly = render_form (&form);
  const gsize missing = ANF_DOCX_TEXT_MAX - body_size (nearly);
  g_assert_cmpuint (missing, <, 2 * ANF_PAPER_TEXT_MAX);
  g_autofree char *half = g_strnfill (missing / 2 + 1, 'x');
  g_autofree char *rest = g_strnfill (missing - missing / 2 + 1, 'x');
  g_autofree char *more = g_strconcat (half, "x", NULL);
  items[0].note = half;
  items[1].note = rest;
  g_autoptr (GBytes) most = render_form (&form);
  g_assert_cmpuint (body_size (most), ==, ANF_DOCX_TEXT_MAX);
  items[0].note = more;
  g_autoptr (GBytes) docx = anf_form_render_docx (&form, &error);
  g_assert_null (docx);
  g_assert_error (error, ANF_ERROR, ANF_ERROR_TOO_LARGE);
}

/* Neither the hour of @time_us nor any other is told. */
static void
test_same_bytes (void)
{
  AnfForm form = receipt ();
  g_autoptr (GBytes) first = render_form (&form);
  form.time_us = G_USEC_PER_SEC * G_GINT64_CONSTANT (1788566400);
  g_autoptr (GBytes) second = render_form (&form);
  g_assert_true (g_bytes_equal (first, second));
}

static void
test_refused (void)
{
  static const AnfFormValue values[]
      = { { "title", "甲\x07乙" }, { "number", NULL },    { "organ", NULL },
          { "addressee", NULL },   { "channel", NULL },   { "served_on", NULL },
          { "server", NULL },      { "signatory", NULL }, { "received_on", NULL } };
  g_autoptr (GError) error = NULL;
  AnfForm form = receipt ();
  form.values = values;
  g_autoptr (GBytes) docx = anf_form_render_docx (&form, &error);
  g_assert_null (docx);
  g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "U+0007"));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/docx-form/form", test_form);
  g_test_add_func ("/docx-form/items", test_items);
  g_test_add_func ("/docx-form/tables-stand-apart", test_tables_stand_apart);
  g_test_add_func ("/docx-form/too-large", test_too_large);
  g_test_add_func ("/docx-form/room-to-write", test_room_to_write);
  g_test_add_func ("/docx-form/signed-with-content", test_signed_with_content);
  g_test_add_func ("/docx-form/same-bytes", test_same_bytes);
  g_test_add_func ("/docx-form/refused", test_refused);
  return g_test_run ();
}
