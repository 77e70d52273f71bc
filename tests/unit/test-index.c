/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* The printed list of an evidence pack, read back with poppler. */

#include "anf-error.h"
#include "anf-index.h"

#include "paper-probe.h"

#define SHA256 "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#define SM3 "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"

static const AnfIndexField record[] = {
  { "案由", "窗口人员涉嫌违纪" },
  { "提取过程", "现场拍照，喆堃、赵珺玥、𬎆女士在场" },
  { "补正说明", NULL },
};

static AnfIndex
plain_index (const AnfIndexItem *items, gsize n_items)
{
  return (AnfIndex){
    .organ = "海城市营商环境建设局",
    .number = "海营商移〔2026〕3号",
    .title = "窗口人员涉嫌违纪问题线索",
    .made_at = "2026年9月18日 10:30",
    .time_us = G_GINT64_CONSTANT (1789698600000000),
    .record = record,
    .n_record = G_N_ELEMENTS (record),
    .items = items,
    .n_items = n_items,
  };
}

static AnfIndexItem *
make_items (gsize n_items)
{
  AnfIndexItem *items = g_new0 (AnfIndexItem, n_items);
  for (gsize i = 0; i < n_items; i++)
    items[i] = (AnfIndexItem){
      .name = "evidence/visit-001.jpg",
      .category = "照片",
      .format = "image/jpeg",
      .size = 2351872 + (gint64)i,
      .sha256 = SHA256,
      .sm3 = SM3,
      .source = "手机",
      .taken_at = "2026-09-10 09:12:33",
      .place = "政务服务中心二楼",
      .people = "检查员甲、检查员乙",
      .note = "原件",
    };
  return items;
}

static GBytes *
render (const AnfIndex *index, AnfFonts *fonts)
{
  g_autoptr (GError) error = NULL;
  GBytes *pdf = anf_index_render (index, fonts, &error);
  g_assert_no_error (error);
  return pdf;
}

static void
test_text (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  g_autofree AnfIndexItem *items = make_items (2);
  items[1].size = -1;
  const AnfIndex index = plain_index (items, 2);
  g_autoptr (GBytes) pdf = render (&index, fonts);
  g_autofree char *words = probe_words (pdf);
  static const char *const expected[] = {
    "电子数据提取记录",
    "喆堃、赵珺玥、𬎆女士",
    "补正说明",
    "提取人（二人以上）签名",
    "见证人签名",
    "缺少签名的原因",
    "电子数据清单",
    "海营商移〔2026〕3号",
    "evidence/visit-001.jpg",
    "image/jpeg",
    "2351872",
    "SHA-256" SHA256,
    "SM3" SM3,
    "2026-09-1009:12:33",
    "检查员甲、检查员乙",
    "共2项。",
    "第1页共2页",
    "第2页共2页",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      if (strstr (words, expected[i]) == NULL)
        g_test_message ("%s not in %s", expected[i], words);
      g_assert_nonnull (strstr (words, expected[i]));
    }
}

/* Every item is there once, every page of the list has the headings, and nothing leaves the margin.
 */
static void
test_pages (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  g_autofree AnfIndexItem *items = make_items (60);
  const AnfIndex index = plain_index (items, 60);
  g_autoptr (GBytes) pdf = render (&index, fonts);
  g_autofree char *words = probe_words (pdf);
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *size = g_strdup_printf ("%u", 2351872 + i);
      const char *at = strstr (words, size);
      g_assert_nonnull (at);
      g_assert_null (strstr (at + 1, size));
    }
  /* Rows are whole: no hash is torn by the headings of the next page. */
  g_auto (GStrv) around = g_strsplit (words, "SHA-256" SHA256 "SM3" SM3 "手机", -1);
  g_assert_cmpuint (g_strv_length (around), ==, 60 + 1);
  const char *last = g_strrstr (words, "页共");
  const guint pages = (guint)strtoul (last + strlen ("页共"), NULL, 10);
  g_assert_cmpuint (pages, >=, 8);
  for (guint page = 2; page <= pages; page++)
    {
      g_auto (GStrv) lines = probe_lines (pdf, page);
      g_autofree char *text = g_strjoinv ("\n", lines);
      g_assert_nonnull (strstr (text, "完整性校验值"));
      g_autoptr (Picture) picture = probe_picture (pdf, page);
      const Box all = { 0, 0, 297, 210 };
      Box ink;
      g_assert_true (probe_ink (picture, &all, INK_ANY, &ink));
      g_assert_cmpfloat (ink.left, >=, 19.8);
      g_assert_cmpfloat (ink.right, <=, 277.3);
      g_assert_cmpfloat (ink.bottom, <=, 200);
    }
}

/* A text longer than a page is parted, not cut. */
static void
test_long_cell (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  g_autoptr (GString) note = g_string_new (NULL);
  for (guint i = 0; i < 200; i++)
    g_string_append_printf (note, "第%u次说明；", i);
  g_autofree AnfIndexItem *items = make_items (3);
  items[1].note = note->str;
  const AnfIndex index = plain_index (items, 3);
  g_autoptr (GBytes) pdf = render (&index, fonts);
  g_autofree char *words = probe_words (pdf);
  const char *at = words;
  for (guint i = 0; i < 200; i++)
    {
      /* Between two parts of the cell stand the headings of the next page. */
      g_autofree char *piece = g_strdup_printf ("第%u次", i);
      at = strstr (at, piece);
      g_assert_nonnull (at);
    }
  g_assert_nonnull (strstr (at, "2351874"));
}

static void
test_same_bytes (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  g_autofree AnfIndexItem *items = make_items (5);
  const AnfIndex index = plain_index (items, 5);
  g_autoptr (GBytes) first = render (&index, fonts);
  g_autoptr (AnfFonts) others = probe_fonts ();
  g_autoptr (GBytes) second = render (&index, others);
  g_assert_true (g_bytes_equal (first, second));
  const char *const argv[] = { "pdfinfo", "-isodates", "{}", NULL };
  g_autoptr (GBytes) out = probe_run (first, argv);
  g_autofree char *info = probe_text_of (out);
  g_assert_nonnull (strstr (info, "窗口人员涉嫌违纪问题线索"));
  g_assert_true (g_regex_match_simple ("CreationDate: +2026-09-18T", info, 0, 0));
}

static void
test_refused (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  g_autofree AnfIndexItem *items = make_items (1);
  AnfIndex too_many = plain_index (items, 20001);
  AnfIndex no_title = plain_index (items, 1);
  no_title.title = NULL;
  AnfIndexItem nameless = items[0];
  nameless.sha256 = NULL;
  AnfIndex no_hash = plain_index (&nameless, 1);
  AnfIndexItem strange = items[0];
  strange.people = "\xf3\xb0\x80\x80";
  AnfIndex no_glyph = plain_index (&strange, 1);
  const struct
  {
    const AnfIndex *index;
    AnfErrorCode code;
  } cases[] = {
    { &too_many, ANF_ERROR_TOO_LARGE },
    { &no_title, ANF_ERROR_INVALID },
    { &no_hash, ANF_ERROR_INVALID },
    { &no_glyph, ANF_ERROR_UNAVAILABLE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) pdf = anf_index_render (cases[i].index, fonts, &error);
      g_assert_null (pdf);
      g_assert_error (error, ANF_ERROR, (int)cases[i].code);
    }
}

int
main (int argc, char **argv)
{
  if (!probe_begin (&argc, &argv))
    return PROBE_SKIPPED;
  g_test_add_func ("/index/text", test_text);
  g_test_add_func ("/index/pages", test_pages);
  g_test_add_func ("/index/long-cell", test_long_cell);
  g_test_add_func ("/index/same-bytes", test_same_bytes);
  g_test_add_func ("/index/refused", test_refused);
  return g_test_run ();
}
