/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-leaf.h"

#include <string.h>

#define CONTENT "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define BLOB "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define ID "0b0e7a5c-8f0e-4e1a-9d0c-5a1b2c3d4e5f"
#define LINE                                                                                       \
  "{\"at\":\"2026-01-31T09:30:00.123Z\",\"by\":\"甲\",\"content\":\"" CONTENT                      \
  "\",\"event\":\"order.numbered\",\"record\":\"order/" ID "\"}"
#define LINE_BLOB                                                                                  \
  "{\"at\":\"1970-01-01T00:00:00.000Z\",\"blob\":\"" BLOB                                          \
  "\",\"by\":\"p\\\"7\",\"content\":\"" CONTENT                                                    \
  "\",\"event\":\"evidence.received\",\"record\":\"evidence/" ID "\"}"

/* 2026-01-31T09:30:00.123Z by `date -u -d … +%s%3N` */
#define AT (G_GINT64_CONSTANT (1769851800123) * 1000)

static void
assert_leaf (const AnfLeaf *leaf, const char *line)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = anf_leaf_format (leaf, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, line);
  g_autoptr (AnfLeaf) read = anf_leaf_parse (line, strlen (line), &error);
  g_assert_no_error (error);
  g_assert_cmpint (read->at, ==, leaf->at);
  g_assert_cmpstr (read->by, ==, leaf->by);
  g_assert_cmpstr (read->content, ==, leaf->content);
  g_assert_cmpstr (read->event, ==, leaf->event);
  g_assert_cmpstr (read->record, ==, leaf->record);
  g_assert_cmpstr (read->blob, ==, leaf->blob);
}

static void
test_lines (void)
{
  const AnfLeaf leaf = { AT, "甲", CONTENT, "order.numbered", "order/" ID, NULL };
  const AnfLeaf blob = { 0, "p\"7", CONTENT, "evidence.received", "evidence/" ID, BLOB };
  assert_leaf (&leaf, LINE);
  assert_leaf (&blob, LINE_BLOB);
}

/* Whatever may be in an id of our records may be in a leaf. */
static void
test_records (void)
{
  static const char *const records[]
      = { "unit/210381-spj",      "account/zhang.san", "calendar/2026",
          "scheme/haicheng-2018", "unit/海城 市场局",  "unit/a\"b\\" };
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      const AnfLeaf leaf = { AT, "p", CONTENT, "unit.created", records[i], NULL };
      g_autofree char *text = anf_leaf_format (&leaf, NULL);
      g_assert_nonnull (text);
      g_autoptr (AnfLeaf) read = anf_leaf_parse (text, strlen (text), NULL);
      g_assert_cmpstr (read->record, ==, records[i]);
    }
}

static void
test_refuse_to_write (void)
{
  const AnfLeaf cases[] = {
    { -1, "p", CONTENT, "a.b", "a/b" },
    { G_MAXINT64, "p", CONTENT, "a.b", "a/b" },
    { AT, NULL, CONTENT, "a.b", "a/b" },
    { AT, "", CONTENT, "a.b", "a/b" },
    { AT, "p\n", CONTENT, "a.b", "a/b" },
    { AT, "\xff", CONTENT, "a.b", "a/b" },
    { AT, "p", NULL, "a.b", "a/b" },
    { AT, "p", "abc", "a.b", "a/b" },
    { AT, "p", "BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "a.b", "a/b" },
    { AT, "p", CONTENT, NULL, "a/b" },
    { AT, "p", CONTENT, "ab", "a/b" },
    { AT, "p", CONTENT, ".b", "a/b" },
    { AT, "p", CONTENT, "a.", "a/b" },
    { AT, "p", CONTENT, "a.b.c", "a/b" },
    { AT, "p", CONTENT, "A.b", "a/b" },
    { AT, "p", CONTENT, "a.b", NULL },
    { AT, "p", CONTENT, "a.b", "ab" },
    { AT, "p", CONTENT, "a.b", "a/" },
    { AT, "p", CONTENT, "a.b", "/b" },
    { AT, "p", CONTENT, "a.b", "a/b/c" },
    { AT, "p", CONTENT, "a.b", "a/b\x7f" },
    { AT, "p", CONTENT, "a.b", "a/b", "abc" },
    { AT, "p", CONTENT, "a.b", "a/b", "" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (anf_leaf_format (&cases[i], &error));
      g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
    }
}

static void
test_longest (void)
{
  const struct
  {
    gsize length;
    gboolean fits;
  } cases[] = { { 200, TRUE }, { 201, FALSE } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *quotes = g_strnfill (cases[i].length - 2, '"');
      g_autofree char *record = g_strconcat ("a/", quotes, NULL);
      g_autofree char *by = g_strnfill (64, '\\');
      const AnfLeaf leaf = { AT, by, CONTENT, "a.b", record, BLOB };
      g_autofree char *text = anf_leaf_format (&leaf, NULL);
      g_assert_cmpint (text != NULL, ==, cases[i].fits);
      if (text == NULL)
        continue;
      g_autoptr (AnfLeaf) read = anf_leaf_parse (text, strlen (text), NULL);
      g_assert_cmpstr (read->record, ==, record);
    }
  g_autofree char *huge = g_strnfill (ANF_LEAF_SIZE_MAX + 1, ' ');
  g_assert_null (anf_leaf_parse (huge, strlen (huge), NULL));
}

#define REST "\"by\":\"p\",\"content\":\"" CONTENT "\",\"event\":\"a.b\",\"record\":\"a/b\"}"
#define TIME "{\"at\":\"2026-01-31T09:30:00.123Z\","

static const char *const refused[] = {
  "",
  "{}",
  "[]",
  LINE "\n",
  " " LINE,
  LINE LINE,
  "{\"at\":\"2026-01-31T09:30:00.123Z\" ," REST,
  TIME "\"blob\":null," REST,
  TIME "\"blob\":\"abc\"," REST,
  TIME "\"blob\":1," REST,
  TIME "\"extra\":\"x\"," REST,
  TIME "\"by\":\"q\"," REST,
  "{\"at\":\"2026-01-31T09:30:00Z\"," REST,
  "{\"at\":\"2026-01-31T09:30:00.1234Z\"," REST,
  "{\"at\":\"2026-01-31T17:30:00.123+08:00\"," REST,
  "{\"at\":\"2026-02-31T09:30:00.123Z\"," REST,
  "{\"at\":1769851800123," REST,
  "{" REST,
  TIME "\"by\":\"\\u0070\",\"content\":\"" CONTENT "\",\"event\":\"a.b\",\"record\":\"a/b\"}",
  TIME "\"by\":\"p\",\"content\":\"" CONTENT "\",\"event\":\"a.b\",\"record\":\"a\\/b\"}",
  TIME "\"by\":\"p\",\"content\":\"" CONTENT "\",\"record\":\"a/b\",\"event\":\"a.b\"}",
  TIME "\"by\":\"p\",\"content\":\"" CONTENT "\",\"event\":\"a.b\"}",
};

static void
test_refuse_to_read (void)
{
  const char *good = TIME REST;
  g_autoptr (AnfLeaf) leaf = anf_leaf_parse (good, strlen (good), NULL);
  g_assert_nonnull (leaf);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (anf_leaf_parse (refused[i], strlen (refused[i]), &error));
      g_assert_error (error, ANF_ERROR, ANF_ERROR_INVALID);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/leaf/lines", test_lines);
  g_test_add_func ("/leaf/records", test_records);
  g_test_add_func ("/leaf/refuse-to-write", test_refuse_to_write);
  g_test_add_func ("/leaf/longest", test_longest);
  g_test_add_func ("/leaf/refuse-to-read", test_refuse_to_read);
  return g_test_run ();
}
