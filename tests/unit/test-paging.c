/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Where pages end, as poppler reads them: what a clerk would have to correct. */

#include "anf-letter.h"

#include "paper-probe.h"
#include <locale.h>

static char *
repeat (const char *text, guint times)
{
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; i < times; i++)
    g_string_append (out, text);
  return g_strdup (out->str);
}

static GBytes *
render_letter (AnfFonts *fonts, guint fact_lines, guint *pages)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *fact = repeat ("国", 28 * fact_lines);
  const AnfLetterFinding finding
      = { .number = "HC18-03-2026-0001", .category = "效率低下", .fact = fact, .clause = "无" };
  const AnfLetterFinding findings[] = { finding, finding };
  AnfLetter letter = { .kind = ANF_LETTER_DECISION,
                       .organ = "海城市监察委员会",
                       .number = "海监决〔2026〕1号",
                       .addressee = "海城市自然资源局",
                       .scheme = "《海城市优化营商环境专项整治工作实施方案》",
                       .requirements = "限期完成整改",
                       .contact_name = "张一",
                       .contact_phone = "0412-3225678",
                       .findings = findings,
                       .n_findings = G_N_ELEMENTS (findings) };
  AnfLetterInfo info;
  g_date_set_dmy (&letter.date, 5, G_DATE_SEPTEMBER, 2026);
  GBytes *pdf = anf_letter_render (&letter, fonts, &info, &error);
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
      g_autoptr (GBytes) pdf = render_letter (fonts, length, &pages);
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

int
main (int argc, char **argv)
{
  (void)setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  if (!probe_can_run ())
    {
      g_test_message ("poppler-utils is not installed");
      return 77;
    }
  g_test_add_func ("/paging/headings", test_headings);
  return g_test_run ();
}
