/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* What the index finds is what reading every text through would find, and as fast when there are
   many texts as when there are few. */

#include "anf-error.h"
#include "anf-search-rows.h"
#include "anf-search-words.h"
#include "anf-store.h"

#include <glib/gstdio.h>

#include <string.h>

#define TEXTS 2000
#define MANY 60000
#define PAGE 20

typedef struct
{
  char *folder;
  char *path;
  AnfStore *store;
  GPtrArray *texts;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture->folder = g_dir_make_tmp ("anf-search-XXXXXX", &error);
  fixture->path = g_build_filename (fixture->folder, "anfang.db", NULL);
  fixture->store = anf_store_open (fixture->path, 2, &error);
  fixture->texts = g_ptr_array_new_with_free_func (g_free);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };
  anf_store_close (fixture->store);
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (fixture->path, suffixes[i], NULL);
      (void)g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_ptr_array_unref (fixture->texts);
  g_free (fixture->path);
  g_free (fixture->folder);
}

/* Few characters, so that every pair of them comes about; one is of a later Unicode, one beyond the
   basic plane. */
static const char *const letters[]
    = { "裂", "缝", "漏", "水", "消", "防", "通", "道", "𬭊", "鿏", "，", "。", "A1", "の" };

static char *
make_text (guint length)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < length; i++)
    g_string_append (text, letters[g_test_rand_int_range (0, G_N_ELEMENTS (letters))]);
  return g_string_free (text, FALSE);
}

static void
spread (const char *plain, AnfSearchText *text)
{
  GString *open = g_string_new (NULL);
  anf_search_words_append (open, plain);
  *text = (AnfSearchText){ g_strdup ("k66"), g_string_free (open, FALSE), g_strdup ("") };
}

static gboolean
put_all (AnfTx *tx, gpointer data, GError **error)
{
  const Fixture *fixture = data;
  for (guint i = 0; i < fixture->texts->len; i++)
    {
      gint64 key = 0;
      g_auto (AnfSearchText) text = { 0 };
      spread (fixture->texts->pdata[i], &text);
      if (!anf_search_rows_add (tx, ANF_NOUN_FINDING, i + 1, &key, error)
          || !anf_search_rows_put (tx, key, &text, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
take_odd (AnfTx *tx, gpointer data, GError **error)
{
  const Fixture *fixture = data;
  for (guint i = 1; i < fixture->texts->len; i += 2)
    {
      g_auto (AnfSearchText) text = { 0 };
      spread (fixture->texts->pdata[i], &text);
      if (!anf_search_rows_take (tx, i + 1, &text, error))
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  char *match;
  gint64 limit;
  GArray *found;
} Query;

static gboolean
note (gint64 key, const char *noun, gint64 seq, gpointer data, GError **error)
{
  g_array_append_val ((GArray *)data, seq);
  return TRUE;
}

static gboolean
run_query (AnfTx *tx, gpointer data, GError **error)
{
  Query *query = data;
  const AnfSearchQuery search = { query->match, G_MAXINT64, query->limit };
  return anf_search_rows_list (tx, &search, note, query->found, error);
}

static GArray *
find (Fixture *fixture, const char *words, gint64 limit)
{
  g_autoptr (GError) error = NULL;
  Query query = { anf_search_words_match (words, "open hidden"), limit,
                  g_array_new (FALSE, FALSE, sizeof (gint64)) };
  g_assert_nonnull (query.match);
  g_assert_true (anf_store_read (fixture->store, run_query, &query, &error));
  g_assert_no_error (error);
  g_free (query.match);
  return query.found;
}

/* The newest first, each that strstr() finds and no other. */
static void
assert_same (Fixture *fixture, const char *term, guint step)
{
  g_autoptr (GArray) found = find (fixture, term, G_MAXINT);
  guint next = 0;
  for (guint i = fixture->texts->len; i > 0; i--)
    if ((i - 1) % step == 0 && strstr (fixture->texts->pdata[i - 1], term) != NULL)
      {
        g_assert_cmpuint (next, <, found->len);
        g_assert_cmpint (g_array_index (found, gint64, next), ==, i);
        next++;
      }
  g_assert_cmpuint (next, ==, found->len);
}

static void
write_all (Fixture *fixture, AnfStoreWork work)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (anf_store_write (fixture->store, work, fixture, &error));
  g_assert_no_error (error);
}

/* Terms of Han characters alone: what letters of Latin and marks do is of the cases below. */
static char *
make_term (guint length)
{
  GString *term = g_string_new (NULL);
  for (guint i = 0; i < length; i++)
    g_string_append (term, letters[g_test_rand_int_range (0, 10)]);
  return g_string_free (term, FALSE);
}

static void
test_as_read_through (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < TEXTS; i++)
    g_ptr_array_add (fixture->texts, make_text ((guint)g_test_rand_int_range (1, 60)));
  write_all (fixture, put_all);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *term = make_term (1 + i % 5);
      assert_same (fixture, term, 1);
    }
  write_all (fixture, take_odd);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *term = make_term (1 + i % 5);
      assert_same (fixture, term, 2);
    }
}

static void
test_cases (Fixture *fixture, gconstpointer data)
{
  static const char text[]
      = "ＨＣ18-03-2018-0012：窗口，人员 “踢皮球”；Straße OR “AND” NEAR ①号 école";
  static const struct
  {
    const char *words;
    gboolean found;
  } cases[] = {
    { "hc18-03-2018-0012", TRUE },
    { "HC18-03", TRUE },
    { "2018-00", TRUE }, /* a number that is begun */
    { "018-0012", FALSE },
    { "0012", TRUE },
    { "12", FALSE },
    { "ear", FALSE }, /* within another word */
    { "NEA", TRUE },
    { "ÉCOLE", TRUE },
    { "école ，", TRUE },
    { "cole", FALSE },
    { "窗口", TRUE },
    { "口人", FALSE }, /* a comma is between */
    { "口，人", TRUE },
    { "口、人", TRUE }, /* whichever mark it is */
    { "人员 踢皮球", TRUE },
    { "踢皮球 窗口", TRUE },
    { "踢皮球 窗户", FALSE },
    { "员踢", FALSE },
    { "STRASSE", FALSE },
    { "straße", TRUE },
    { "1号", TRUE },
    { "and", TRUE },
    { "\"窗口\" OR x", FALSE }, /* no language of the index's own */
    { "窗*", TRUE },
    { "open : 窗口", FALSE },
    { "窗口)", TRUE },
  };
  g_ptr_array_add (fixture->texts, g_strdup (text));
  write_all (fixture, put_all);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].words);
      g_autoptr (GArray) found = find (fixture, cases[i].words, PAGE);
      g_assert_cmpuint (found->len, ==, cases[i].found ? 1 : 0);
      g_auto (AnfSearchText) spread_text = { 0 };
      spread (text, &spread_text);
      /* Where people are hidden, what they are hidden in is looked through without the index. */
      g_assert_cmpint (anf_search_words_stand_in (cases[i].words, spread_text.open), ==,
                       cases[i].found);
    }
}

/* What the index is not asked for is told as by it: where strstr() finds it, and nowhere else. */
static void
test_one_text (void)
{
  for (guint i = 0; i < TEXTS; i++)
    {
      g_autofree char *plain = make_text ((guint)g_test_rand_int_range (1, 60));
      g_autofree char *term = make_term (1 + i % 5);
      g_auto (AnfSearchText) text = { 0 };
      spread (plain, &text);
      g_assert_cmpint (anf_search_words_stand_in (term, text.open), ==,
                       strstr (plain, term) != NULL);
    }
}

static void
test_nothing_to_look_for (void)
{
  static const char *const words[] = { "", " ", "，。", "* \" ( )", "a b c d e f g h i" };
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_null (anf_search_words_match (words[i], "open"));
  g_autofree char *most = anf_search_words_match ("a b c d e f g h", "open");
  g_assert_nonnull (most);
}

/* No phrase reaches from one text of a record into the next. */
static void
test_texts_apart (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) out = g_string_new (NULL);
  anf_search_words_append (out, "裂");
  anf_search_words_append (out, "缝");
  g_autofree char *apart = anf_search_words_match ("裂缝", "open");
  g_assert_null (strstr (out->str, "裂  缝"));
  g_assert_nonnull (strstr (apart, "裂  缝"));
}

static gint64
time_page (Fixture *fixture, const char *words)
{
  const gint64 start = g_get_monotonic_time ();
  g_autoptr (GArray) found = find (fixture, words, PAGE);
  g_assert_cmpuint (found->len, ==, PAGE);
  return g_get_monotonic_time () - start;
}

/* The quickest of several: what else the machine does only ever takes longer. Both by turns. */
static void
time_pages (Fixture *few, Fixture *many, gint64 *small, gint64 *large)
{
  *small = *large = G_MAXINT64;
  for (guint i = 0; i < 31; i++)
    {
      const char *words = i % 2 == 0 ? "裂缝" : "消防通";
      *small = MIN (*small, time_page (few, words));
      *large = MIN (*large, time_page (many, words));
    }
}

/* A page of twenty out of thirty times as many: a scan would take thirty times as long. */
static void
test_many (void)
{
  Fixture few = { 0 };
  Fixture many = { 0 };
  set_up (&few, NULL);
  set_up (&many, NULL);
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *text = make_text (60);
      if (i % 30 == 0)
        g_ptr_array_add (few.texts, g_strdup (text));
      g_ptr_array_add (many.texts, g_steal_pointer (&text));
    }
  write_all (&few, put_all);
  write_all (&many, put_all);
  gint64 small = 0;
  gint64 large = 0;
  time_pages (&few, &many, &small, &large);
  small = MAX (small, 1);
  g_test_message ("%d texts: %.1f times a page of %u", MANY, (double)large / (double)small,
                  few.texts->len);
  g_assert_cmpint (large, <, small * 10);
  tear_down (&few, NULL);
  tear_down (&many, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/search/as-read-through", Fixture, NULL, set_up, test_as_read_through, tear_down);
  g_test_add ("/search/cases", Fixture, NULL, set_up, test_cases, tear_down);
  g_test_add_func ("/search/one-text", test_one_text);
  g_test_add_func ("/search/nothing-to-look-for", test_nothing_to_look_for);
  g_test_add ("/search/texts-apart", Fixture, NULL, set_up, test_texts_apart, tear_down);
  g_test_add_func ("/search/many", test_many);
  return g_test_run ();
}
