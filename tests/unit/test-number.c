/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-number.h"

/* GB/T 9704-2012 7.2.5: U+3014 and U+3015, the year in full, no leading zeros, no 第. */
static void
test_document (void)
{
  g_autofree char *one = anf_number_format_document ("海营商整", 2026, 1);
  g_assert_cmpstr (one, ==,
                   "海营商整\xe3\x80\x94"
                   "2026\xe3\x80\x95"
                   "1号");
  g_autofree char *many = anf_number_format_document ("沈营商督", 2026, 10012);
  g_assert_cmpstr (many, ==, "沈营商督〔2026〕10012号");
}

static void
test_ledger (void)
{
  g_autofree char *finding = anf_number_format_finding ("HC18", 6, 2018, 12);
  g_assert_cmpstr (finding, ==, "HC18-06-2018-0012");
  g_autofree char *grown = anf_number_format_finding ("HC18", 10, 2018, 123456);
  g_assert_cmpstr (grown, ==, "HC18-10-2018-123456");
  GDate date;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 18, G_DATE_SEPTEMBER, 2026);
  g_autofree char *visit = anf_number_format_visit (&date, 3);
  g_assert_cmpstr (visit, ==, "AF-20260918-03");
}

static void
test_uscc (void)
{
  /* 博山区环境分局, from a public page; and a company that is often cited. */
  g_assert_true (anf_number_uscc_is_sound ("11370304004218664A"));
  g_assert_true (anf_number_uscc_is_sound ("91110000802100433B"));
  static const char *const unsound[] = { "",
                                         "11370304004218664B",  /* wrong check symbol */
                                         "11370304004218646A",  /* two digits exchanged */
                                         "91350100M0001TGQXM",  /* an early pilot code */
                                         "1137030400421866",    /* short */
                                         "11370304004218664A1", /* long */
                                         "I1370304004218664A",  /* no such symbol */
                                         "11370304004218664a" };
  for (gsize i = 0; i < G_N_ELEMENTS (unsound); i++)
    {
      g_test_message ("%s", unsound[i]);
      g_assert_false (anf_number_uscc_is_sound (unsound[i]));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/number/document", test_document);
  g_test_add_func ("/number/ledger", test_ledger);
  g_test_add_func ("/number/uscc", test_uscc);
  return g_test_run ();
}
