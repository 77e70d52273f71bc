/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-json.h"
#include "anf-scheme.h"

#include <string.h>

static JsonObject *
read_file (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "schemes", name, NULL);
  g_autofree char *text = NULL;
  gsize size = 0;
  g_assert_true (g_file_get_contents (path, &text, &size, &error));
  JsonObject *file = anf_json_parse_object (text, size, &error);
  g_assert_no_error (error);
  return file;
}

static AnfScheme *
load (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) file = read_file (name);
  AnfScheme *scheme = anf_scheme_new (file, &error);
  g_assert_no_error (error);
  return scheme;
}

/* Counted in the scheme documents. */
static const struct
{
  const char *file;
  const char *region;
  const char *term;
  const char *method;
  guint units;
  guint areas;
  guint categories;
  guint deadlines;
  guint reports;
  guint clocks;
} files[] = {
  { "haicheng-2018.json", "210381", "明察暗访", "虚拟办事", 38, 9, 55, 8, 2, 8 },
  { "shenyang-2021.json", "210100", NULL, "专项检查", 34, 8, 33, 7, 4, 2 },
  { "wangyi-2018.json", "610202", "明查暗访", "现场采访", 23, 1, 0, 6, 4, 2 },
  { "district-2020.json", NULL, "明察暗访 / 暗访督查", "暗访督查", 17, 6, 20, 3, 4, 5 },
};

static void
test_files (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (AnfScheme) scheme = load (files[i].file);
      g_test_message ("%s", files[i].file);
      g_assert_cmpstr (anf_scheme_get_region_code (scheme), ==, files[i].region);
      g_assert_cmpstr (anf_scheme_get_term (scheme), ==, files[i].term);
      g_assert_true (anf_scheme_has_method (scheme, files[i].method));
      g_assert_false (anf_scheme_has_method (scheme, "窃听"));
      g_assert_cmpuint (anf_scheme_get_units (scheme)->len, ==, files[i].units);
      g_assert_cmpuint (anf_scheme_get_areas (scheme)->len, ==, files[i].areas);
      g_assert_cmpuint (anf_scheme_get_deadlines (scheme)->len, ==, files[i].deadlines);
      g_assert_cmpuint (anf_scheme_get_reports (scheme)->len, ==, files[i].reports);
      g_assert_cmpuint (anf_scheme_get_clocks (scheme)->len, ==, files[i].clocks);
      guint categories = 0;
      for (guint j = 0; j < files[i].areas; j++)
        {
          const AnfSchemeArea *area = g_ptr_array_index (anf_scheme_get_areas (scheme), j);
          categories += area->categories->len;
        }
      g_assert_cmpuint (categories, ==, files[i].categories);
      g_assert_nonnull (anf_scheme_get_office (scheme));
    }
}

static void
test_haicheng (void)
{
  g_autoptr (AnfScheme) scheme = load ("haicheng-2018.json");
  const AnfSchemeArea *area = anf_scheme_find_area (scheme, "政务服务");
  g_assert_nonnull (area);
  g_assert_cmpint (area->number, ==, 3);
  g_assert_cmpstr (area->lead[0], ==, "210381-bwb");
  g_assert_cmpstr (area->lead[1], ==, "210381-spj");
  g_assert_null (area->lead[2]);
  const AnfSchemeUnit *unit = anf_scheme_find_unit (scheme, "市行政审批局");
  g_assert_cmpstr (unit->id, ==, "210381-spj");
  g_assert_true (anf_scheme_find_unit (scheme, "210381-spj") == unit);
  g_assert_true (anf_scheme_find_unit (scheme, "各开发园区、镇区")->is_group);
  const AnfSchemeCategory *category = anf_scheme_find_category (scheme, area, "a3.4");
  g_assert_cmpstr (category->name, ==, "效率低下、办事拖拉");
  g_assert_true (anf_scheme_find_category (scheme, area, "效率低下、办事拖拉") == category);
  g_assert_null (anf_scheme_find_category (scheme, area, "a1.1"));
  g_assert_cmpstr (anf_scheme_find_word (scheme, "rectification"), ==, "海营商整");
  g_assert_cmpstr (anf_scheme_find_word (scheme, "supervision"), ==, "海营商督");
  g_assert_cmpstr (anf_scheme_find_word (scheme, "referral"), ==, "海营商移");
  g_assert_null (anf_scheme_find_word (scheme, "praise"));
  g_assert_cmpstr (anf_scheme_get_office (scheme)->ledger_code, ==, "HC18");
  g_assert_cmpstr (anf_scheme_get_office (scheme)->organ, ==, "海城市营商环境监督办公室");
}

/* 10个工作日 for the plan, 15 to negotiate, 6个月 to finish, 30日 for the discipline body's answer:
   the scheme's own words. Receipt and the default to rectify are the office's. */
static void
test_clocks (void)
{
  static const struct
  {
    const char *id;
    const char *rule;
    const char *words;
  } rules[] = {
    { "plan", "10wd", "10个工作日内制定整改方案" },
    { "negotiate", "15wd", "15 个工作日" },
    { "cohort", "6m", "6个月内办结率不低于80%" },
    { "referral", "30d", "30日内上报结果" },
    { "sign_receipt", "1wd", NULL },
    { "rectify", "30d", NULL },
  };
  g_autoptr (AnfScheme) scheme = load ("haicheng-2018.json");
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      const AnfSchemeClock *clock = anf_scheme_find_clock (scheme, rules[i].id);
      g_assert_nonnull (clock);
      g_autofree char *rule = anf_period_format (&clock->period);
      g_assert_cmpstr (rule, ==, rules[i].rule);
      g_assert_cmpint (clock->clause != NULL, ==, rules[i].words != NULL);
      if (rules[i].words != NULL)
        g_assert_nonnull (strstr (clock->clause, rules[i].words));
    }
  g_autoptr (AnfScheme) shenyang = load ("shenyang-2021.json");
  g_assert_null (anf_scheme_find_clock (shenyang, "plan"));
  g_assert_null (anf_scheme_find_clock (shenyang, "negotiate"));
}

static void
test_deadlines (void)
{
  g_autoptr (AnfScheme) scheme = load ("wangyi-2018.json");
  const AnfSchemeDeadline *fixed = g_ptr_array_index (anf_scheme_get_deadlines (scheme), 0);
  g_assert_cmpint (fixed->kind, ==, ANF_DEADLINE_FIXED);
  g_assert_cmpuint (g_date_get_month (&fixed->date), ==, 3);
  g_assert_cmpuint (g_date_get_day (&fixed->date), ==, 10);
  const AnfSchemeDeadline *monthly = g_ptr_array_index (anf_scheme_get_deadlines (scheme), 2);
  g_assert_cmpint (monthly->kind, ==, ANF_DEADLINE_RECURRING);
  g_assert_cmpint (monthly->day, ==, 25);
  const AnfSchemeCategory *category = anf_scheme_find_category (scheme, NULL, "慢作为");
  g_assert_cmpstr (category->id, ==, "c3");
  const AnfSchemeArea *open = g_ptr_array_index (anf_scheme_get_areas (scheme), 0);
  g_assert_cmpint (open->number, ==, 0);
  g_autoptr (AnfScheme) district = load ("district-2020.json");
  g_assert_nonnull (anf_scheme_find_unit (district, "district-2020-jjjc"));
}

/* The smallest sound file, each time with one thing replaced by something unsound. */
#define REGION "\"region\":{\"code\":null,\"name\":\"r\"}"
#define HEAD "{\"id\":\"a-1\",\"title\":\"t\"," REGION
#define UNITS "\"units\":[{\"id\":\"u\",\"name\":\"单位\"}]"
#define AREA(inner) HEAD "," UNITS ",\"areas\":[{\"id\":\"a1\",\"name\":\"x\"" inner "}]}"
#define DEADLINE                                                                                   \
  "\"deadlines\":[{\"id\":\"d\",\"kind\":\"relative\",\"amount\":10,"                              \
  "\"unit\":\"workday\",\"what\":\"w\"}]"
#define OFFICE(clocks)                                                                             \
  HEAD "," DEADLINE ",\"anfang\":{\"ledger_code\":\"X1\",\"letter\":{\"organ\":\"o\"},"            \
       "\"words\":{},\"clocks\":{" clocks "}}}"

#define CHECKS(thresholds)                                                                         \
  HEAD ",\"anfang\":{\"ledger_code\":\"X1\",\"letter\":{\"organ\":\"o\"},"                         \
       "\"words\":{},\"plausibility\":{" thresholds "}}}"

#define MARKS(marks)                                                                               \
  HEAD ",\"anfang\":{\"ledger_code\":\"X1\",\"letter\":{\"organ\":\"o\"},"                         \
       "\"words\":{},\"contents\":" marks "}}"

static const char *const sound[] = {
  HEAD "}",
  AREA (",\"lead\":[\"u\"],\"categories\":[\"c\",{\"id\":\"k\",\"name\":\"n\"}],\"foreign\":[1]"),
  OFFICE ("\"plan\":{\"name\":\"n\",\"rule\":\"10wd\",\"trigger\":\"t\",\"deadline\":\"d\"}"),
  MARKS ("{\"name\":\"n\",\"items\":[{\"id\":\"a\",\"name\":\"b\"}]}"),
  CHECKS (""),
  CHECKS ("\"similar_picture\":10,\"outside_window\":0"),
  /* What the contract leaves to the source stands in folders in any form. */
  HEAD ",\"inspection_modes\":[\"w\",{\"name\":\"n\"},{\"id\":\"m\",\"name\":\"n\","
       "\"methods\":\"w\"}]}",
  HEAD ",\"tasks\":[{\"id\":\"t\",\"name\":\"n\",\"deliver\":[\"w\"],\"clause\":{}}]}",
};

static const struct
{
  const char *text;
  const char *says;
} unsound[] = {
  { "{\"title\":\"t\"," REGION "}", "id" },
  { "{\"id\":\"A B\",\"title\":\"t\"," REGION "}", "id" },
  { "{\"id\":\"../x\",\"title\":\"t\"," REGION "}", "id" },
  { "{\"id\":\"a\",\"title\":\"\"," REGION "}", "title" },
  { "{\"id\":\"a\",\"title\":\"x\\ny\"," REGION "}", "title" },
  { "{\"id\":\"a\",\"title\":\"t\"}", "region" },
  { "{\"id\":\"a\",\"title\":\"t\",\"region\":{\"code\":\"21038\",\"name\":\"r\"}}", "code" },
  { "{\"id\":\"a\",\"title\":\"t\",\"region\":{\"code\":210381,\"name\":\"r\"}}", "code" },
  { HEAD ",\"term_for_covert_visit\":7}", "term" },
  { HEAD ",\"collection_methods\":\"x\"}", "collection_methods" },
  { HEAD ",\"collection_methods\":[1]}", "collection_methods" },
  { HEAD ",\"units\":{}}", "units" },
  { HEAD ",\"units\":[1]}", "units[0]" },
  { HEAD ",\"units\":[{\"id\":\"u\"}]}", "units[0]" },
  { HEAD ",\"units\":[{\"id\":\"u/v\",\"name\":\"n\"}]}", "units[0]" },
  { HEAD "," UNITS ",\"unit_groups\":[{\"id\":\"u\",\"name\":\"n\"}]}", "twice" },
  { AREA (",\"lead\":[\"v\"]"), "lead" },
  { AREA (",\"responsible\":\"u\""), "responsible" },
  { AREA (",\"categories\":[1]"), "categories[0]" },
  { AREA (",\"no\":100"), "no" },
  { AREA ("},{\"id\":\"a1\",\"name\":\"y\""), "same id" },
  { HEAD ",\"deadlines\":[{\"id\":\"d\",\"kind\":\"someday\",\"what\":\"w\"}]}", "someday" },
  { HEAD ",\"deadlines\":[{\"id\":\"d\",\"kind\":\"fixed\",\"what\":\"w\"}]}", "date" },
  { HEAD ",\"deadlines\":[{\"id\":\"d\",\"kind\":\"fixed\",\"what\":\"w\",\"date\":\"2018-2-1\"}]}",
    "deadlines[0]" },
  { HEAD ",\"deadlines\":[{\"id\":\"d\",\"kind\":\"relative\",\"what\":\"w\",\"amount\":1,"
         "\"unit\":\"week\"}]}",
    "unit" },
  { HEAD ",\"deadlines\":[{\"id\":\"d\",\"kind\":\"relative\",\"what\":\"w\",\"amount\":0,"
         "\"unit\":\"day\"}]}",
    "deadlines[0]" },
  { HEAD ",\"reports\":[{\"id\":\"r\",\"name\":\"n\",\"freq\":\"monthly\",\"due_day\":32}]}",
    "due_day" },
  { HEAD ",\"anfang\":[]}", "anfang" },
  { HEAD ",\"anfang\":{}}", "ledger_code" },
  { HEAD ",\"anfang\":{\"ledger_code\":\"x\"}}", "ledger_code" },
  { HEAD ",\"anfang\":{\"ledger_code\":\"X1\",\"letter\":{},\"words\":{}}}", "organ" },
  { HEAD ",\"anfang\":{\"ledger_code\":\"X1\",\"letter\":{\"organ\":\"o\"}}}", "words" },
  { HEAD ",\"anfang\":{\"ledger_code\":\"X1\",\"letter\":{\"organ\":\"o\","
         "\"organs\":{\"poem\":\"x\"}},\"words\":{}}}",
    "poem" },
  { HEAD ",\"anfang\":{\"ledger_code\":\"X1\",\"letter\":{\"organ\":\"o\","
         "\"organs\":{\"decision\":1}},\"words\":{}}}",
    "decision" },
  { OFFICE ("\"lunch\":{}"), "lunch" },
  { OFFICE ("\"plan\":{\"name\":\"n\",\"rule\":\"soon\",\"trigger\":\"t\"}"), "clocks.plan" },
  { OFFICE ("\"plan\":{\"name\":\"n\",\"rule\":\"10wd\"}"), "trigger" },
  { OFFICE ("\"plan\":{\"name\":\"n\",\"rule\":\"10d\",\"trigger\":\"t\",\"deadline\":\"d\"}"),
    "differs" },
  { OFFICE ("\"plan\":{\"name\":\"n\",\"rule\":\"10wd\",\"trigger\":\"t\",\"deadline\":\"e\"}"),
    "deadline" },
  { MARKS ("[]"), "contents" },
  { MARKS ("{\"name\":\"n\"}"), "items" },
  { MARKS ("{\"name\":\"n\",\"items\":[]}"), "1 to 50" },
  { MARKS ("{\"name\":\"n\",\"items\":[1]}"), "items[0]" },
  { MARKS ("{\"name\":\"n\",\"items\":[{\"id\":\"a\"}]}"), "name" },
  { MARKS ("{\"name\":\"n\",\"items\":[{\"id\":\"a\",\"name\":\"b\"},"
           "{\"id\":\"a\",\"name\":\"c\"}]}"),
    "twice" },
  { MARKS ("{\"name\":\"n\",\"items\":[{\"id\":\"a\",\"name\":\"b\"},"
           "{\"id\":\"b\",\"name\":\"c\"}]}"),
    "twice" },
  { CHECKS ("\"weather\":1"), "weather" },
  { CHECKS ("\"similar_picture\":11"), "similar_picture" },
  { CHECKS ("\"similar_picture\":-1"), "plausibility" },
  { CHECKS ("\"impossible_speed\":\"150\""), "impossible_speed" },
  { CHECKS ("\"same_picture\":1"), "no threshold" },
};

static AnfScheme *
parse (const char *text, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonObject) file = anf_json_parse_object (text, strlen (text), &local_error);
  g_assert_no_error (local_error);
  return anf_scheme_new (file, error);
}

static void
test_strict (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sound); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AnfScheme) scheme = parse (sound[i], &error);
      g_assert_no_error (error);
      g_assert_nonnull (scheme);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (unsound); i++)
    {
      g_autoptr (GError) error = NULL;
      g_test_message ("%s", unsound[i].text);
      g_assert_null (parse (unsound[i].text, &error));
      g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, unsound[i].says));
    }
}

/* A list that is too long is refused, not cut. */
static void
test_lengths (void)
{
  static const struct
  {
    const char *list;
    const char *begin;
    const char *key;
    const char *end;
  } cases[] = {
    { "phases", HEAD ",\"phases\":[", "id", "]}" },
    { "inspection_modes", HEAD ",\"inspection_modes\":[", "id", "]}" },
    { "figures",
      HEAD ",\"anfang\":{\"ledger_code\":\"X1\",\"letter\":{\"organ\":\"o\"},\"words\":{},"
           "\"figures\":[",
      "key", "]}}" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint count = ANF_SCHEME_LIST_MAX; count <= ANF_SCHEME_LIST_MAX + 1; count++)
      {
        g_autoptr (GString) text = g_string_new (cases[i].begin);
        g_autoptr (GError) error = NULL;
        for (guint k = 0; k < count; k++)
          g_string_append_printf (text, "%s{\"%s\":\"x%u\",\"name\":\"n\"}", k > 0 ? "," : "",
                                  cases[i].key, k);
        g_string_append (text, cases[i].end);
        g_autoptr (AnfScheme) scheme = parse (text->str, &error);
        g_test_message ("%s: %s", cases[i].list, error != NULL ? error->message : "read");
        g_assert_cmpint (scheme != NULL, ==, count == ANF_SCHEME_LIST_MAX);
        g_assert_true (error == NULL || strstr (error->message, cases[i].list) != NULL);
      }
}

/* 效能监察的内容 and the grounds of 一案双查, as the document has them; a sub-scheme has its
 * parent's. */
static void
test_marks (void)
{
  static const char *const contents[]
      = { "行政事项办理情况", "服务保障情况", "资金使用情况", "廉政情况" };
  g_autoptr (AnfScheme) district = load ("district-2020.json");
  g_autoptr (AnfScheme) none = load ("haicheng-2018.json");
  const AnfSchemeMarks *marks = anf_scheme_get_marks (district, ANF_SCHEME_CONTENTS);
  g_assert_cmpuint (marks->items->len, ==, G_N_ELEMENTS (contents));
  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autoptr (GError) error = NULL;
      const AnfSchemeCategory *found
          = anf_scheme_marks_find (marks, "content", contents[i], &error);
      g_assert_no_error (error);
      g_assert_true (found == marks->items->pdata[i]);
      g_assert_cmpstr (anf_scheme_marks_get_name (marks, found->id), ==, contents[i]);
    }
  g_assert_cmpuint (anf_scheme_get_marks (district, ANF_SCHEME_DOUBLE_CHECK)->items->len, ==, 3);
  g_assert_null (anf_scheme_get_marks (none, ANF_SCHEME_CONTENTS));
  g_autoptr (GError) error = NULL;
  g_assert_null (anf_scheme_marks_find (marks, "content", "天气", &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "资金使用情况"));
  g_autoptr (JsonObject) file = anf_json_parse_object (
      "{\"id\":\"b\",\"title\":\"t\",\"parent\":\"district-2020\"," REGION "}",
      strlen ("{\"id\":\"b\",\"title\":\"t\",\"parent\":\"district-2020\"," REGION "}"), NULL);
  g_autoptr (AnfScheme) child = anf_scheme_new_child (file, district, NULL);
  g_assert_true (anf_scheme_get_marks (child, ANF_SCHEME_CONTENTS) == marks);
}

/* 50 are read, one more is not. */
static void
test_marks_limit (void)
{
  for (guint count = ANF_SCHEME_MARKS_MAX; count <= ANF_SCHEME_MARKS_MAX + 1; count++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GString) items = g_string_new (NULL);
      for (guint i = 0; i < count; i++)
        g_string_append_printf (items, "%s{\"id\":\"i%u\",\"name\":\"n%u\"}", i > 0 ? "," : "", i,
                                i);
      g_autofree char *text
          = g_strdup_printf (MARKS ("{\"name\":\"n\",\"items\":[%s]}"), items->str);
      g_autoptr (AnfScheme) scheme = parse (text, &error);
      g_assert_cmpint (scheme != NULL, ==, count <= ANF_SCHEME_MARKS_MAX);
    }
}

/* What the scheme sets is set, all else is as it is without a scheme. */
static void
test_thresholds (void)
{
  AnfThresholds usual;
  anf_thresholds_init (&usual);
  g_autoptr (AnfScheme) silent = parse (HEAD "}", NULL);
  g_autoptr (AnfScheme) strict = parse (CHECKS ("\"outside_window\":60"), NULL);
  for (guint i = 0; i < ANF_CHECK_COUNT; i++)
    {
      g_assert_cmpint (anf_scheme_get_thresholds (silent)->figures[i], ==, usual.figures[i]);
      g_assert_cmpint (anf_scheme_get_thresholds (strict)->figures[i], ==,
                       i == ANF_CHECK_OUTSIDE_WINDOW ? 60 : usual.figures[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/scheme/files", test_files);
  g_test_add_func ("/scheme/haicheng", test_haicheng);
  g_test_add_func ("/scheme/clocks", test_clocks);
  g_test_add_func ("/scheme/thresholds", test_thresholds);
  g_test_add_func ("/scheme/deadlines", test_deadlines);
  g_test_add_func ("/scheme/lengths", test_lengths);
  g_test_add_func ("/scheme/strict", test_strict);
  g_test_add_func ("/scheme/marks", test_marks);
  g_test_add_func ("/scheme/marks-limit", test_marks_limit);
  return g_test_run ();
}
