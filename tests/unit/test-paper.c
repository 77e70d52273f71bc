/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Papers are their own: set later, from nothing that was borrowed, they are what they would have
   been at once; and no two that differ in anything have the same key. */

#include "anf-paper.h"

#include "paper-probe.h"
#include <string.h>

#define MADE_AT (G_GINT64_CONSTANT (1788566400) * G_USEC_PER_SEC)
#define HASH "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static const char *const copies[] = { "市纪委监委", "市委督查室", NULL };
static const char *const attachments[] = { "问题清单", NULL };

static const AnfLetterFinding findings[] = {
  { .number = "HC18-06-2018-0012", .fact = "窗口未一次性告知", .clause = "三（三）", .photos = 2 },
  { .number = "HC18-06-2018-0013",
    .fact = "无人值守",
    .clause = "三（一）",
    .units = "牵头单位：甲",
    .requirement = "整改",
    .references = 1 },
};

static AnfLetter
sample_letter (void)
{
  AnfLetter letter = { .kind = ANF_LETTER_RECTIFICATION,
                       .organ = "海城市营商环境建设局",
                       .number = "海营商整〔2026〕12号",
                       .addressee = "海城市自然资源局",
                       .contact_name = "周某",
                       .contact_phone = "0412-3225678",
                       .rectify = "2026年10月31日前",
                       .copy_to = copies,
                       .attachments = attachments,
                       .findings = findings,
                       .n_findings = G_N_ELEMENTS (findings) };
  g_date_set_dmy (&letter.date, 18, G_DATE_SEPTEMBER, 2026);
  return letter;
}

static const AnfFormValue values[]
    = { { "title", "关于整改的通知" }, { "number", "海营商整〔2026〕12号" },
        { "organ", "营商局" },         { "addressee", "自然资源局" },
        { "channel", "机要" },         { "server", NULL },
        { "served_on", NULL },         { "signatory", NULL },
        { "received_on", NULL } };

static AnfForm
sample_form (void)
{
  return (AnfForm){ .kind = ANF_FORM_RECEIPT,
                    .organ = "营商局",
                    .time_us = MADE_AT,
                    .values = values,
                    .n_values = G_N_ELEMENTS (values) };
}

static const AnfIndexItem items[]
    = { { .name = "evidence/0001.jpg", .category = "照片", .size = 10, .sha256 = HASH },
        { .name = "录音笔", .category = "录音", .size = -1, .sha256 = HASH, .note = "另行保管" } };
static const AnfIndexField fields[] = { { "案由", "线索" }, { "补正说明", NULL } };

static AnfIndex
sample_index (void)
{
  return (AnfIndex){ .organ = "营商局",
                     .title = "线索",
                     .time_us = MADE_AT,
                     .record = fields,
                     .n_record = G_N_ELEMENTS (fields),
                     .items = items,
                     .n_items = G_N_ELEMENTS (items) };
}

/* @pdf: (transfer full): set at once */
static void
check_same (AnfPaper *paper, AnfFonts *fonts, GBytes *pdf)
{
  guint pages = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) later = anf_paper_set (paper, fonts, &pages, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (pdf, later));
  g_bytes_unref (pdf);
  anf_paper_free (paper);
}

static void
test_set_later (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  const AnfLetter letter = sample_letter ();
  const AnfForm form = sample_form ();
  const AnfIndex index = sample_index ();
  check_same (anf_paper_new_letter (&letter), fonts,
              anf_letter_render (&letter, fonts, NULL, NULL));
  check_same (anf_paper_new_form (&form), fonts, anf_form_render (&form, fonts, NULL, NULL));
  check_same (anf_paper_new_index (&index), fonts, anf_index_render (&index, fonts, NULL));
}

/* Everything that it was made of is gone or changed before it is set. */
static void
test_borrows_nothing (void)
{
  g_autoptr (AnfFonts) fonts = probe_fonts ();
  if (fonts == NULL)
    return;
  AnfLetter letter = sample_letter ();
  g_autoptr (GBytes) expected = anf_letter_render (&letter, fonts, NULL, NULL);
  char *organ = g_strdup (letter.organ);
  char *first = g_strdup (copies[0]);
  const char **list = g_new0 (const char *, 3);
  AnfLetterFinding *own = g_memdup2 (findings, sizeof findings);
  own[0].fact = g_strdup (findings[0].fact);
  list[0] = first;
  list[1] = copies[1];
  letter.organ = organ;
  letter.copy_to = list;
  letter.findings = own;
  g_autoptr (AnfPaper) paper = anf_paper_new_letter (&letter);
  memset (organ, 'x', strlen (organ));
  memset (first, 'x', strlen (first));
  memset ((char *)own[0].fact, 'x', strlen (own[0].fact));
  g_free ((char *)own[0].fact);
  g_free (own);
  g_free (organ);
  g_free (first);
  g_free (list);
  guint pages = 0;
  g_autoptr (GBytes) pdf = anf_paper_set (paper, fonts, &pages, NULL);
  g_assert_cmpuint (pages, >=, 1);
  g_assert_true (g_bytes_equal (pdf, expected));
}

static void
note_key (GHashTable *keys, AnfPaper *paper)
{
  g_assert_true (g_hash_table_add (keys, g_strdup (anf_paper_get_key (paper))));
  anf_paper_free (paper);
}

static void
note_letter (GHashTable *keys, AnfLetter letter)
{
  note_key (keys, anf_paper_new_letter (&letter));
}

static void
test_keys (void)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const AnfLetter letter = sample_letter ();
  AnfForm form = sample_form ();
  AnfIndex index = sample_index ();
  note_letter (keys, letter);
  /* Each text by itself, and in its own place. */
  for (gsize at = G_STRUCT_OFFSET (AnfLetter, template_text);
       at <= G_STRUCT_OFFSET (AnfLetter, contact_phone); at += sizeof (char *))
    {
      AnfLetter other = letter;
      G_STRUCT_MEMBER (const char *, &other, at) = "另一";
      note_letter (keys, other);
    }
  AnfLetter other = letter;
  other.kind = ANF_LETTER_SUPERVISION;
  note_letter (keys, other);
  other = letter;
  g_date_add_days (&other.date, 1);
  note_letter (keys, other);
  other = letter;
  other.copy_to = NULL;
  note_letter (keys, other);
  other = letter;
  other.copy_to = attachments;
  note_letter (keys, other);
  other = letter;
  other.n_findings = 1;
  note_letter (keys, other);
  AnfLetterFinding changed[2] = { findings[0], findings[1] };
  other.findings = changed;
  other.n_findings = 2;
  changed[1].references++;
  note_letter (keys, other);
  note_key (keys, anf_paper_new_form (&form));
  form.time_us++;
  note_key (keys, anf_paper_new_form (&form));
  form.n_values--;
  note_key (keys, anf_paper_new_form (&form));
  note_key (keys, anf_paper_new_index (&index));
  index.made_at = "今天";
  note_key (keys, anf_paper_new_index (&index));
  AnfIndexItem sizes[2] = { items[0], items[1] };
  sizes[0].size++;
  index.items = sizes;
  note_key (keys, anf_paper_new_index (&index));
  g_autoptr (AnfPaper) one = anf_paper_new_letter (&letter);
  g_autoptr (AnfPaper) same = anf_paper_new_letter (&letter);
  g_assert_cmpstr (anf_paper_get_key (one), ==, anf_paper_get_key (same));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paper/set-later", test_set_later);
  g_test_add_func ("/paper/borrows-nothing", test_borrows_nothing);
  g_test_add_func ("/paper/keys", test_keys);
  return g_test_run ();
}
