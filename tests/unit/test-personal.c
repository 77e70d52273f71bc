/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-personal.h"

typedef struct
{
  const char *text;
  gboolean is_personal;
} Case;

/* Numbers as people write them; 110101199003070011 is shaped by GB 11643 and nobody's. */
static const Case numbers[] = {
  { "回电13812345678未接", TRUE },
  { "138 1234 5678", TRUE },
  { "+86-138-1234-5678", TRUE },
  { "１３８１２３４５６７８", TRUE },
  { "0412-3225678", TRUE },
  { "（0412）3225678", TRUE },
  { "02422345678", TRUE },
  { "身份证110101199003070011", TRUE },
  { "11010119900307001X", TRUE },
  { "zhang.san@example.com", TRUE },
  { "海营商整〔2018〕12号", FALSE },
  { "欠款13812345678912元", FALSE },
  { "2018-03-05 10:00", FALSE },
  { "HC18-03-2018-0001", FALSE },
  { "12345热线", FALSE },
  { "", FALSE },
};

static const Case headings[] = {
  { "姓名", TRUE },       { "受访者姓名", TRUE }, { "联系电话", TRUE }, { "手机号", TRUE },
  { "身份证号码", TRUE }, { "Name", TRUE },       { "Phone", TRUE },    { "E-Mail", TRUE },
  { "家庭住址", TRUE },   { "unit", FALSE },      { "q1", FALSE },      { "服务态度", FALSE },
  { "意见", FALSE },      { "名称", FALSE },
};

static void
test_numbers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_test_message ("%s", numbers[i].text);
      g_assert_cmpint (anf_personal_has_number (numbers[i].text), ==, numbers[i].is_personal);
    }
}

static void
test_headings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (headings); i++)
    {
      g_test_message ("%s", headings[i].text);
      g_assert_cmpint (anf_personal_is_heading (headings[i].text), ==, headings[i].is_personal);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/personal/numbers", test_numbers);
  g_test_add_func ("/personal/headings", test_headings);
  return g_test_run ();
}
