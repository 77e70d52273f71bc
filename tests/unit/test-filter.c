/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-filter.h"

#include <gio/gio.h>

#include <string.h>

enum
{
  UNIT,
  FACT,
  DUE,
  RETURNS,
  NOTE,
  COLUMNS,
};

static const AnfGridColumn columns[COLUMNS] = {
  [UNIT] = { "unit", "责任单位", ANF_CELL_TEXT, 10 },
  [FACT] = { "fact", "问题事实", ANF_CELL_TEXT, 10 },
  [DUE] = { "due", "整改期限", ANF_CELL_DATE, 10 },
  [RETURNS] = { "returns", "退回次数", ANF_CELL_NUMBER, 10 },
  [NOTE] = { "note", "备注", ANF_CELL_TEXT, 10 },
};

/* One row: a unit that has an id besides, and nothing in the last column. */
static char **
list_names (guint column, gpointer data)
{
  static const char *const unit[] = { "市审批局", "210381-spj", NULL };
  static const char *const fact[] = { "Window 3; 窗口|柜台 无人", NULL };
  static const char *const due[] = { "2018-03-15", NULL };
  static const char *const returns[] = { "10", NULL };
  static const char *const *const rows[COLUMNS]
      = { [UNIT] = unit, [FACT] = fact, [DUE] = due, [RETURNS] = returns, [NOTE] = NULL };
  return g_strdupv ((char **)rows[column]);
}

typedef struct
{
  const char *text;
  gboolean shown;
} MatchCase;

static const MatchCase match_cases[] = {
  { "unit=市审批局", TRUE },
  { "unit=210381-spj", TRUE },
  { "责任单位=210381-spj", TRUE },
  { " unit = 市审批局 ", TRUE },
  { "unit=市审批", FALSE },
  { "unit=别的|210381-spj", TRUE },
  { "unit=别的|更别的", FALSE },
  { "unit!=别的", TRUE },
  { "unit!=市审批局", FALSE },
  { "unit!=210381-spj", FALSE },
  { "fact~窗口", TRUE },
  { "fact~无人 窗口", TRUE },
  { "fact~WINDOW", TRUE },
  { "fact~窗口 别的", FALSE },
  { "fact!~别的", TRUE },
  { "fact!~window", FALSE },
  { "fact~3\\; 窗口", TRUE },
  { "fact=Window 3\\; 窗口\\|柜台 无人", TRUE },
  { "fact~窗口|柜台", TRUE },
  { "due=2018-03-15", TRUE },
  { "due=2018-03-16", FALSE },
  { "due=2018-03-14|2018-03-15", TRUE },
  { "due=2018-03-15..2018-03-15", TRUE },
  { "due=2018-03-01..2018-03-14", FALSE },
  { "due=2018-03-16..", FALSE },
  { "due=2018-03-15..", TRUE },
  { "due=..2018-03-14", FALSE },
  { "due=..2018-03-15", TRUE },
  { "due!=..2018-03-14", TRUE },
  { "due~2018-03", TRUE },
  /* As numbers: as texts 9 would follow 10. */
  { "returns=9..", TRUE },
  { "returns=..9", FALSE },
  { "returns=10.0", TRUE },
  { "note=", TRUE },
  { "note!=", FALSE },
  { "due=", FALSE },
  { "due!=", TRUE },
  /* What is not there is nothing else, so it is not that. */
  { "note=x", FALSE },
  { "note!=x", TRUE },
  { "note~x", FALSE },
  { "unit=市审批局;due=2018-03-01..;note=", TRUE },
  { "unit=市审批局;due=2018-04-01..;note=", FALSE },
};

static void
test_matches (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (match_cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AnfFilter) filter = anf_filter_new (match_cases[i].text, columns, COLUMNS, &error);
      g_assert_no_error (error);
      if (anf_filter_matches (filter, list_names, NULL) != match_cases[i].shown)
        g_error ("%s", match_cases[i].text);
    }
}

typedef struct
{
  const char *text;
  const char *named; /* by the message */
} RefusalCase;

static const RefusalCase refusal_cases[] = {
  { "", "no condition" },
  { ";", "no condition" },
  { "unit=x;", "no condition" },
  { "unit", "no condition" },
  { "unit!x", "no condition" },
  { "=x", "no column" },
  { "colour=red", "colour" },
  { "Unit=x", "Unit" },
  { "unit=a||b", "unit" },
  { "unit=|", "unit" },
  { "fact~", "fact" },
  { "fact~  ", "fact" },
  { "due=2018-02-30", "2018-02-30" },
  { "due=2018-3-1", "2018-3-1" },
  { "due=2018-03-01|soon", "soon" },
  { "due=soon..2018-03-01", "soon" },
  { "due=2018-03-01..later", "later" },
  { "due=..", "due" },
  { "due=2018-03-02..2018-03-01", "before it begins" },
  { "returns=ten", "ten" },
  { "returns=1e3", "1e3" },
  { "returns=nan", "nan" },
  { "returns=1.", "returns" },
  { "returns=2..1", "before it begins" },
  { "returns=1234567890123456", "returns" },
};

static void
test_refusals (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusal_cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AnfFilter) filter
          = anf_filter_new (refusal_cases[i].text, columns, COLUMNS, &error);
      g_assert_null (filter);
      g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
      if (strstr (error->message, refusal_cases[i].named) == NULL)
        g_error ("%s: %s", refusal_cases[i].text, error->message);
    }
}

static char *
repeat (const char *text, guint count)
{
  GString *whole = g_string_new (NULL);
  for (guint i = 0; i < count; i++)
    g_string_append (whole, text);
  g_string_truncate (whole, whole->len - 1);
  return g_string_free (whole, FALSE);
}

static gboolean
is_read (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfFilter) filter = anf_filter_new (text, columns, COLUMNS, &error);
  return filter != NULL;
}

static void
test_limits (void)
{
  g_autofree char *conditions = repeat ("note=;", ANF_FILTER_CONDITIONS_MAX);
  g_autofree char *more_conditions = repeat ("note=;", ANF_FILTER_CONDITIONS_MAX + 1);
  g_autofree char *values = repeat ("x|", ANF_FILTER_VALUES_MAX);
  g_autofree char *more_values = repeat ("x|", ANF_FILTER_VALUES_MAX + 1);
  g_autofree char *unit = g_strconcat ("unit=", values, NULL);
  g_autofree char *more_units = g_strconcat ("unit=", more_values, NULL);
  g_autofree char *letters = repeat ("x", ANF_FILTER_SIZE_MAX - (guint)strlen ("unit=") + 1);
  g_autofree char *longest = g_strconcat ("unit=", letters, NULL);
  g_autofree char *longer = g_strconcat (longest, "x", NULL);
  g_assert_cmpuint (strlen (longest), ==, ANF_FILTER_SIZE_MAX);
  g_assert_true (is_read (conditions) && is_read (unit) && is_read (longest));
  g_assert_false (is_read (more_conditions) || is_read (more_units) || is_read (longer));
}

static gboolean
is_short (const char *value, gpointer data)
{
  return strlen (value) < 3;
}

static void
test_peeks (void)
{
  g_autoptr (AnfFilter) filter
      = anf_filter_new ("unit=abc;fact=a|bcd;note!=x;due=2018-03-01..", columns, COLUMNS, NULL);
  g_assert_cmpstr (anf_filter_peek_only (filter, "unit"), ==, "abc");
  g_assert_null (anf_filter_peek_only (filter, "fact"));
  g_assert_null (anf_filter_peek_only (filter, "note"));
  g_assert_null (anf_filter_peek_only (filter, "due"));
  g_assert_cmpstr (anf_filter_find_unknown (filter, "fact", is_short, NULL), ==, "bcd");
  g_assert_null (anf_filter_find_unknown (filter, "note", is_short, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter/matches", test_matches);
  g_test_add_func ("/filter/refusals", test_refusals);
  g_test_add_func ("/filter/limits", test_limits);
  g_test_add_func ("/filter/peeks", test_peeks);
  return g_test_run ();
}
