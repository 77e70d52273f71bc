/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Forms to be signed on paper, as poppler reads them. */

#include "anf-error.h"
#include "anf-form.h"

#include "paper-probe.h"

#define HASH "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
/* 2026-09-05T00:00:00Z */
#define MADE_AT (G_GINT64_CONSTANT (1788566400) * G_USEC_PER_SEC)

static const AnfFormValue receipt_values[] = {
  { "title", "关于窗口服务问题限期整改的通知" },
  { "number", "海营商整〔2026〕12号" },
  { "organ", "海城市营商环境建设局" },
  { "addressee", "海城市自然资源局" },
  { "channel", "机要\n| 伪造的行 | x\n@title 伪造的标题" },
  { "served_on", NULL },
  { "server", NULL },
  { "signatory", "𬎆女士" },
  { "received_on", "2026年9月6日" },
};

static AnfForm
receipt (void)
{
  return (AnfForm){ .kind = ANF_FORM_RECEIPT,
                    .organ = "海城市营商环境建设局",
                    .time_us = MADE_AT,
                    .values = receipt_values,
                    .n_values = G_N_ELEMENTS (receipt_values) };
}

static GBytes *
render (const AnfForm *form, AnfFonts *fonts, guint *pages)
{
  g_autoptr (GError) error = NULL;
  GBytes *pdf = anf_form_render (form, fonts, pages, &error);
  g_assert_no_error (error);
  return pdf;
}

static void
assert_says (const char *words, const char *text)
{
  if (strstr (words, text) == NULL)
    g_test_message ("%s not in %s", text, words);
  g_assert_nonnull (strstr (words, text));
}

/* domain.md D.1: 送达方式、送达人、签收人、签收时间; what is not known has its place. */
static void
test_receipt (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  const AnfForm form = receipt ();
  guint pages = 0;
  g_autoptr (GBytes) pdf = render (&form, fonts, &pages);
  g_assert_cmpuint (pages, ==, 1);
  g_autofree char *words = probe_words (pdf);
  static const char *const expected[]
      = { "送达回证",     "送达文书名称", "关于窗口服务问题限期整改的通知",
          "送达方式",     "机要",         "海营商整〔2026〕12号",
          "送达人",       "签收人",       "𬎆女士",
          "2026年9月6日", "拒收事由",     "海城市自然资源局" };
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    assert_says (words, expected[i]);
  /* What a value says stays in its row, whatever it looks like. */
  assert_says (words, "|伪造的行|x");
  assert_says (words, "@title伪造的标题");
}

static void
test_transfer (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  static const char *const names[]
      = { "number",   "organ",    "addressee", "basis",       "findings",    "persons",
          "carriers", "feedback", "approver",  "approved_on", "fingerprint", "log_key" };
  AnfFormValue values[G_N_ELEMENTS (names)];
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    values[i] = (AnfFormValue){ names[i], "甲乙" };
  AnfFormItem items[40];
  for (gsize i = 0; i < G_N_ELEMENTS (items); i++)
    items[i] = (AnfFormItem){ .name = "照片", .count = "1件", .original = "原件", .sha256 = HASH };
  const AnfForm form = { .kind = ANF_FORM_TRANSFER,
                         .organ = "甲",
                         .time_us = MADE_AT,
                         .values = values,
                         .n_values = G_N_ELEMENTS (values),
                         .items = items,
                         .n_items = G_N_ELEMENTS (items) };
  guint pages = 0;
  g_autoptr (GBytes) pdf = render (&form, fonts, &pages);
  g_assert_cmpuint (pages, >, 2);
  g_autofree char *words = probe_words (pdf);
  assert_says (words, "问题线索移送清单");
  assert_says (words, "移送材料");
  assert_says (words, "接收单位（盖章）");
  guint hashes = 0;
  for (const char *at = words; (at = strstr (at, HASH)) != NULL; at++)
    hashes++;
  g_assert_cmpuint (hashes, ==, G_N_ELEMENTS (items));
  /* The 回执 goes back alone: on a sheet of its own. */
  g_auto (GStrv) last = probe_lines (pdf, pages);
  g_assert_cmpstr (last[0], ==, "问题线索移送回执");
}

/* A command can be typed as it is printed, wherever its lines end (UAX 14, LB20a). */
static void
test_command (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  g_autoptr (GString) template = g_string_new ("@title 一\n");
  for (guint i = 0; i < 40; i++)
    {
      for (guint k = 0; k < i; k++)
        g_string_append (template, "国");
      g_string_append (template, "openssl cms -decrypt -binary -inform DER\n");
    }
  AnfForm form = receipt ();
  form.template_text = template->str;
  guint pages = 0;
  g_autoptr (GBytes) pdf = render (&form, fonts, &pages);
  guint begun = 0;
  for (guint number = 1; number <= pages; number++)
    {
      g_auto (GStrv) lines = probe_lines (pdf, number);
      for (gsize i = 0; lines[i] != NULL; i++)
        {
          g_assert_false (g_str_has_suffix (g_strchomp (lines[i]), "-"));
          begun += *lines[i] == '-';
        }
    }
  g_assert_cmpuint (begun, >, 0);
}

/* The rows of a form's table, from rule to rule, in millimetres; there is nothing at the right end
   of what they say. */
static GArray *
measure_rows (GBytes *pdf, guint number)
{
  g_autoptr (Picture) page = probe_picture (pdf, number);
  const Box area = { 180, 20, 184, 273 };
  g_autoptr (GArray) rules = probe_bands (page, &area, INK_ANY);
  GArray *heights = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 1; i < rules->len; i++)
    {
      const double height
          = g_array_index (rules, Box, i).top - g_array_index (rules, Box, i - 1).top;
      g_array_append_val (heights, height);
    }
  return heights;
}

static GArray *
measure_form (AnfFonts *fonts, const char *text, guint expected)
{
  guint pages = 0;
  const AnfForm form
      = { .kind = ANF_FORM_VISIT, .template_text = text, .organ = "甲", .time_us = MADE_AT };
  g_autoptr (GBytes) pdf = render (&form, fonts, &pages);
  g_assert_cmpuint (pages, ==, expected);
  return measure_rows (pdf, 1);
}

/* A statement has 45 mm, a name 15 mm; where 45 mm would take a page more that nobody else needs,
   there are still some lines for it. */
static void
test_room_to_write (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  g_autoptr (GArray) rows
      = measure_form (fonts, "@title 单\n| 号 | 一\n|++ 说明 |\n|+ 签字 |\n", 1);
  g_assert_cmpuint (rows->len, ==, 3);
  g_assert_cmpfloat (g_array_index (rows, double, 0), <, 10);
  g_assert_cmpfloat (g_array_index (rows, double, 1), >=, 45);
  g_assert_cmpfloat (g_array_index (rows, double, 2), >=, 14.5);
  g_autoptr (GString) text = g_string_new ("@title 单\n");
  for (guint i = 0; i < 18; i++)
    g_string_append (text, "| 项 | 一\n");
  g_string_append (text, "|++ 说明 |\n|++ 意见 |\n|+ 签字 |\n");
  g_autoptr (GArray) close = measure_form (fonts, text->str, 1);
  g_assert_cmpuint (close->len, ==, 21);
  g_assert_cmpfloat (g_array_index (close, double, 18), >=, 25);
  g_assert_cmpfloat (g_array_index (close, double, 19), >=, 25);
}

/* What is left of the last page goes to those who write on it, to all alike, as long as it is of
   use to them; and it takes no page. */
static void
test_spare_room (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  for (guint n_rows = 1; n_rows < 23; n_rows++)
    {
      g_autoptr (GString) text = g_string_new ("@title 单\n");
      for (guint i = 0; i < n_rows; i++)
        g_string_append (text, "| 项 | 一\n");
      g_string_append (text, "|++ 说明 |\n|+ 签字 |\n|+ 日期 |\n一式两份。\n");
      g_autoptr (GArray) rows = measure_form (fonts, text->str, 1);
      g_assert_cmpuint (rows->len, ==, n_rows + 3);
      double height = 0;
      for (guint i = 0; i < rows->len; i++)
        height += g_array_index (rows, double, i);
      const double *hand = &g_array_index (rows, double, n_rows);
      g_test_message ("%u rows: %.1f, %.1f, %.1f of %.1f mm", n_rows, hand[0], hand[1], hand[2],
                      height);
      /* With title and closing line, 18 mm, the page is full, or they have 60 and 30 mm. */
      g_assert_true (height > 247 - 18 - 6 || (hand[0] > 59 && hand[1] > 29));
      g_assert_cmpfloat_with_epsilon (hand[1], hand[2], 0.3);
      g_assert_cmpfloat (hand[0], <, 61);
      g_assert_cmpfloat (hand[1], <, 31);
    }
}

/* domain.md D.3, D.6, E.5: who is pressed, called in or asked to approve says something. */
static void
test_statements (void)
{
  static const struct
  {
    AnfFormKind kind;
    guint statements;
    double least;
  } forms[] = {
    { ANF_FORM_INTERVIEW, 2, 45 }, /* 被约谈方说明, 整改承诺与期限 */
    { ANF_FORM_REPLY, 2, 45 },     /* 承办情况, 审结意见 */
    { ANF_FORM_RETURN, 1, 45 },    /* 重新整改要求 */
    { ANF_FORM_ASSIGNMENT, 1, 25 }, { ANF_FORM_CLOSING, 2, 25 },
    { ANF_FORM_APPROVAL, 3, 25 }, /* three who say whether they agree, on one sheet */
  };
  static const char *const names[]
      = { "number",         "addressee",    "at",          "place",       "interviewers",
          "interviewees",   "grounds",      "findings",    "title",       "limit",
          "filed_on",       "returned_on",  "count",       "reason",      "source",
          "evidence",       "leads",        "helpers",     "leaders",     "basis",
          "requirements",   "drafter",      "reviewer",    "reviewed_on", "signer",
          "signed_on",      "served_on",    "signatory",   "received_on", "objection",
          "return_within",  "copies",       "done_on",     "summary",     "completion",
          "returned",       "mechanism",    "reinspected", "record",      "reinspectors",
          "passed",         "satisfaction", "opinion",     "closer",      "closed_on",
          "closing_number", "organ",        "supplements", "earlier",     "units",
          "persons",        "suspicion",    "drafted_on",  "approver",    "approved_on" };
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  AnfFormValue values[G_N_ELEMENTS (names)];
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    values[i] = (AnfFormValue){ names[i], strcmp (names[i], "objection") == 0 ? NULL : "甲" };
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      const AnfForm form = { .kind = forms[i].kind,
                             .organ = "甲",
                             .time_us = MADE_AT,
                             .values = values,
                             .n_values = G_N_ELEMENTS (values) };
      guint pages = 0;
      guint statements = 0;
      g_autoptr (GBytes) pdf = render (&form, fonts, &pages);
      g_assert_cmpuint (pages, ==, 1);
      g_autoptr (GArray) rows = measure_rows (pdf, 1);
      for (guint k = 0; k < rows->len; k++)
        statements += g_array_index (rows, double, k) >= forms[i].least ? 1 : 0;
      g_test_message ("form %d", (int)forms[i].kind);
      g_assert_cmpuint (statements, >=, forms[i].statements);
    }
}

static void
test_same_bytes (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  const AnfForm form = receipt ();
  g_autoptr (GBytes) first = render (&form, fonts, NULL);
  g_autoptr (GBytes) second = render (&form, fonts, NULL);
  g_assert_true (g_bytes_equal (first, second));
}

static void
assert_refused (const AnfForm *form, AnfFonts *fonts, AnfErrorCode code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = anf_form_render (form, fonts, NULL, &error);
  g_assert_null (pdf);
  g_assert_error (error, ANF_ERROR, (int)code);
}

static void
test_refused (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  AnfForm form = receipt ();
  form.template_text = "| 没有标题 | {number}";
  assert_refused (&form, fonts, ANF_ERROR_INVALID);
  form.template_text = "@title 一\n| 无此项 | {nobody}";
  assert_refused (&form, fonts, ANF_ERROR_INVALID);
  const AnfFormValue bad = { "number", "\xff" };
  form = receipt ();
  form.values = &bad;
  form.n_values = 1;
  assert_refused (&form, fonts, ANF_ERROR_INVALID);
  const AnfFormValue unprintable = { "number", "\xf3\xb0\x80\x80" };
  form.template_text = "@title 一\n| 文号 | {number}";
  form.values = &unprintable;
  assert_refused (&form, fonts, ANF_ERROR_UNAVAILABLE);
}

int
main (int argc, char **argv)
{
  if (!probe_begin (&argc, &argv))
    return PROBE_SKIPPED;
  g_test_add_func ("/form/receipt", test_receipt);
  g_test_add_func ("/form/transfer", test_transfer);
  g_test_add_func ("/form/command", test_command);
  g_test_add_func ("/form/room-to-write", test_room_to_write);
  g_test_add_func ("/form/spare-room", test_spare_room);
  g_test_add_func ("/form/statements", test_statements);
  g_test_add_func ("/form/same-bytes", test_same_bytes);
  g_test_add_func ("/form/refused", test_refused);
  return g_test_run ();
}
