/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Promise: near pictures are found among all that were brought in, none is missed up to the bits
   asked for, and what that costs does not grow with their number as looking at each would. */

#include "anf-checks-due.h"
#include "anf-pictures.h"
#include "anf-records.h"

#include <glib/gstdio.h>

#include <string.h>

typedef struct
{
  char *folder;
  AnfStore *store;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture->folder = g_dir_make_tmp ("anf-pictures-XXXXXX", &error);
  g_autofree char *path = g_build_filename (fixture->folder, "anfang.db", NULL);
  fixture->store = anf_store_open (path, 1, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "anfang.db", "anfang.db-wal", "anfang.db-shm" };
  anf_store_close (fixture->store);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);
      (void)g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

/* splitmix64: any seed gives good bits. */
static guint64
next_random (guint64 *state)
{
  guint64 z = (*state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static guint64
flip (guint64 hash, guint bits, guint64 *state)
{
  for (guint64 flipped = 0; bits > 0;)
    {
      const guint64 bit = G_GUINT64_CONSTANT (1) << (next_random (state) % 64);
      if ((flipped & bit) != 0)
        continue;
      flipped |= bit;
      hash ^= bit;
      bits--;
    }
  return hash;
}

static AnfPicture
make_picture (gint64 seq, const char *parent, guint64 phash)
{
  static char zeros[65];
  if (*zeros == '\0')
    memset (zeros, '0', 64);
  return (AnfPicture){ .seq = seq,
                       .id = (char *)"id",
                       .parent = (char *)parent,
                       .sha256 = zeros,
                       .hashed = TRUE,
                       .phash = phash };
}

typedef struct
{
  gint64 first;
  gint64 count;
  guint64 seed;
} Filling;

static gboolean
fill (AnfTx *tx, gpointer data, GError **error)
{
  Filling *filling = data;
  for (gint64 i = 0; i < filling->count; i++)
    {
      const AnfPicture picture
          = make_picture (filling->first + i, "others", next_random (&filling->seed));
      if (!anf_pictures_add (tx, &picture, error))
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  const AnfPicture *pictures;
  gsize count;
} Some;

static gboolean
add_some (AnfTx *tx, gpointer data, GError **error)
{
  const Some *some = data;
  for (gsize i = 0; i < some->count; i++)
    if (!anf_pictures_add (tx, &some->pictures[i], error))
      return FALSE;
  return TRUE;
}

typedef struct
{
  AnfPicture picture;
  guint bits;
  guint limit;
  GPtrArray *found;
} Query;

static gboolean
query_near (AnfTx *tx, gpointer data, GError **error)
{
  Query *query = data;
  query->found = anf_pictures_find_near (tx, &query->picture, query->bits, query->limit, error);
  return query->found != NULL;
}

static gboolean
query_same (AnfTx *tx, gpointer data, GError **error)
{
  Query *query = data;
  query->found = anf_pictures_find_same (tx, &query->picture, query->limit, error);
  return query->found != NULL;
}

static GPtrArray *
ask (Fixture *fixture, AnfStoreWork work, Query *query)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (anf_store_read (fixture->store, work, query, &error));
  g_assert_no_error (error);
  return query->found;
}

static void
write_all (Fixture *fixture, AnfStoreWork work, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (anf_store_write (fixture->store, work, data, &error));
  g_assert_no_error (error);
}

/* Hashes at every distance up to one over the limit, wherever the bits lie, among strangers. */
static void
test_near (Fixture *fixture, gconstpointer data)
{
  enum
  {
    TRIES = 40
  };
  guint64 state = 20180306;
  Filling filling = { 1000, 2000, 7 };
  write_all (fixture, fill, &filling);
  for (guint bits = 0; bits <= ANF_PICTURES_BITS_MAX + 1; bits++)
    for (guint i = 0; i < TRIES; i++)
      {
        const guint64 hash = next_random (&state);
        const gint64 seq = 10000 + bits * TRIES + i;
        const AnfPicture kept = make_picture (seq, "first", hash);
        const Some some = { &kept, 1 };
        write_all (fixture, add_some, (gpointer)&some);
        for (guint most = 6; most <= ANF_PICTURES_BITS_MAX; most += 4)
          {
            Query query = { .picture = make_picture (100000, "second", flip (hash, bits, &state)),
                            .bits = most,
                            .limit = 10 };
            g_autoptr (GPtrArray) found = ask (fixture, query_near, &query);
            g_assert_cmpuint (found->len, ==, bits <= most ? 1 : 0);
            if (found->len == 0)
              continue;
            const AnfPicture *one = g_ptr_array_index (found, 0);
            g_assert_cmpint (one->seq, ==, seq);
            g_assert_cmpuint (one->bits, ==, bits);
            g_assert_cmpuint (one->phash, ==, hash);
          }
      }
}

/* The nearest first; neither what came later nor what came with it; no more than asked for. */
static void
test_which (Fixture *fixture, gconstpointer data)
{
  const AnfPicture all[] = {
    make_picture (1, "a", 0x7), make_picture (2, "b", 0x1), make_picture (3, "own", 0x0),
    make_picture (4, "c", 0x3), make_picture (9, "d", 0x0),
  };
  Some some = { all, G_N_ELEMENTS (all) };
  write_all (fixture, add_some, &some);
  /* Again is no error. */
  write_all (fixture, add_some, &some);
  Query query = { .picture = make_picture (5, "own", 0x0), .bits = 6, .limit = 10 };
  g_autoptr (GPtrArray) found = ask (fixture, query_near, &query);
  static const gint64 wanted[] = { 2, 4, 1 };
  g_assert_cmpuint (found->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < found->len; i++)
    g_assert_cmpint (((AnfPicture *)g_ptr_array_index (found, i))->seq, ==, wanted[i]);
  query.limit = 2;
  g_autoptr (GPtrArray) fewer = ask (fixture, query_near, &query);
  g_assert_cmpuint (fewer->len, ==, 2);
  query.picture.hashed = FALSE;
  g_autoptr (GPtrArray) none = ask (fixture, query_near, &query);
  g_assert_cmpuint (none->len, ==, 0);
}

/* In whichever way it is turned, and as near as in the nearest; nothing where that is not known. */
static void
test_turned (Fixture *fixture, gconstpointer data)
{
  guint64 state = 20180306;
  Filling filling = { 1000, 2000, 7 };
  write_all (fixture, fill, &filling);
  Query query = { .picture = make_picture (G_MAXINT64, "second", next_random (&state)),
                  .bits = 6,
                  .limit = 10 };
  query.picture.n_turned = ANF_PICTURES_TURNED;
  for (guint i = 0; i < ANF_PICTURES_TURNED; i++)
    query.picture.turned[i] = next_random (&state);
  /* Alike when turned upside down. */
  query.picture.turned[6] = flip (query.picture.turned[2], 3, &state);
  for (guint i = 0; i < ANF_PICTURES_TURNED; i++)
    {
      const AnfPicture kept
          = make_picture (10000 + i, "first", flip (query.picture.turned[i], i, &state));
      const Some some = { &kept, 1 };
      write_all (fixture, add_some, (gpointer)&some);
    }
  g_autoptr (GPtrArray) found = ask (fixture, query_near, &query);
  g_assert_cmpuint (found->len, ==, ANF_PICTURES_TURNED);
  for (guint i = 0; i < found->len; i++)
    {
      const AnfPicture *one = g_ptr_array_index (found, i);
      g_assert_cmpint (one->seq, ==, 10000 + i);
      g_assert_cmpuint (one->bits, ==, i);
    }
  query.picture.n_turned = 0;
  g_autoptr (GPtrArray) none = ask (fixture, query_near, &query);
  g_assert_cmpuint (none->len, ==, 0);
}

/* A file by its hash, a picture by its own, whatever is written around it. */
static void
test_same (Fixture *fixture, gconstpointer data)
{
  g_autofree char *file = g_strnfill (64, 'a');
  g_autofree char *other_file = g_strnfill (64, 'b');
  g_autofree char *third_file = g_strnfill (64, 'd');
  g_autofree char *shown = g_strnfill (64, 'c');
  AnfPicture all[] = { make_picture (1, "a", 1), make_picture (2, "b", 1), make_picture (3, "c", 1),
                       make_picture (4, "own", 1) };
  all[0].sha256 = file;
  all[1].sha256 = other_file;
  all[1].picture = shown;
  all[2].sha256 = third_file;
  all[2].hashed = FALSE;
  all[3].sha256 = file;
  Some some = { all, G_N_ELEMENTS (all) };
  write_all (fixture, add_some, &some);
  Query query = { .picture = make_picture (9, "own", 1), .limit = 10 };
  query.picture.sha256 = file;
  query.picture.picture = shown;
  g_autoptr (GPtrArray) found = ask (fixture, query_same, &query);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpint (((AnfPicture *)g_ptr_array_index (found, 0))->seq, ==, 1);
  g_assert_cmpint (((AnfPicture *)g_ptr_array_index (found, 1))->seq, ==, 2);
  query.picture.picture = NULL;
  query.picture.sha256 = third_file;
  g_autoptr (GPtrArray) sound = ask (fixture, query_same, &query);
  g_assert_cmpuint (sound->len, ==, 1);
  g_assert_false (((AnfPicture *)g_ptr_array_index (sound, 0))->hashed);
}

static gint64
measure (Fixture *fixture, guint rounds)
{
  guint64 state = 99;
  const gint64 start = g_get_monotonic_time ();
  for (guint i = 0; i < rounds; i++)
    {
      Query query = { .picture = make_picture (G_MAXINT64, "own", next_random (&state)),
                      .bits = 6,
                      .limit = 10 };
      query.picture.n_turned = ANF_PICTURES_TURNED;
      for (guint j = 0; j < ANF_PICTURES_TURNED; j++)
        query.picture.turned[j] = next_random (&state);
      g_autoptr (GPtrArray) found = ask (fixture, query_near, &query);
      g_assert_nonnull (found);
    }
  return MAX ((g_get_monotonic_time () - start) / rounds, 1);
}

/* Twenty times as many pictures must not cost nearly twenty times as much. ANF_PICTURES sets how
   many: 1000000 by hand. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  const char *set = g_getenv ("ANF_PICTURES");
  const gint64 many = set != NULL ? g_ascii_strtoll (set, NULL, 10) : 60000;
  const gint64 few = many / 20;
  Filling first = { 1, few, 1 };
  write_all (fixture, fill, &first);
  const gint64 before = measure (fixture, 200);
  Filling rest = { few + 1, many - few, 2 };
  write_all (fixture, fill, &rest);
  const gint64 after = measure (fixture, 200);
  g_test_message ("%" G_GINT64_FORMAT " us among %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT
                  " us among %" G_GINT64_FORMAT,
                  before, few, after, many);
  g_assert_cmpint (after, <, before * 10);
}

#define DUE_MAX 12

typedef struct
{
  AnfDue due;
  gint64 now;
  gboolean has;
  GPtrArray *list;
} DueTest;

static gboolean
add_due (AnfTx *tx, gpointer data, GError **error)
{
  const DueTest *test = data;
  return anf_checks_due_add (tx, test->due.kind, test->due.id, error);
}

static gboolean
list_due (AnfTx *tx, gpointer data, GError **error)
{
  DueTest *test = data;
  test->list = anf_checks_due_list (tx, test->now, DUE_MAX, error);
  return test->list != NULL
         && anf_checks_due_has (tx, test->due.kind, test->due.id, &test->has, error);
}

static gboolean
finish_due (AnfTx *tx, gpointer data, GError **error)
{
  return anf_checks_due_done (tx, data, error);
}

/* What is asked for anew while it is looked at is looked at once more. */
static void
test_due (Fixture *fixture, gconstpointer data)
{
  DueTest test = { .due = { .kind = ANF_DUE_EVIDENCE, .id = (char *)"e1" } };
  write_all (fixture, add_due, &test);
  g_assert_true (anf_store_read (fixture->store, list_due, &test, NULL));
  g_autoptr (GPtrArray) seen = test.list;
  g_assert_cmpuint (seen->len, ==, 1);
  g_assert_true (test.has);
  write_all (fixture, add_due, &test);
  write_all (fixture, finish_due, g_ptr_array_index (seen, 0));
  g_assert_true (anf_store_read (fixture->store, list_due, &test, NULL));
  g_autoptr (GPtrArray) again = test.list;
  g_assert_cmpuint (again->len, ==, 1);
  write_all (fixture, finish_due, g_ptr_array_index (again, 0));
  g_assert_true (anf_store_read (fixture->store, list_due, &test, NULL));
  g_autoptr (GPtrArray) none = test.list;
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_false (test.has);
}

/* As many as make two lists. */
static gboolean
add_crowd (AnfTx *tx, gpointer data, GError **error)
{
  for (guint i = 0; i < 2 * DUE_MAX; i++)
    {
      g_autofree char *id = g_strdup_printf ("e%02u", i);
      if (!anf_checks_due_add (tx, ANF_DUE_EVIDENCE, id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
put_off_all (AnfTx *tx, gpointer data, GError **error)
{
  const DueTest *test = data;
  for (guint i = 0; i < test->list->len; i++)
    if (!anf_checks_due_put_off (tx, test->list->pdata[i], test->now + G_USEC_PER_SEC, error))
      return FALSE;
  return TRUE;
}

static GPtrArray *
look (Fixture *fixture, DueTest *test)
{
  g_assert_true (anf_store_read (fixture->store, list_due, test, NULL));
  return test->list;
}

static guint
count_failed (GPtrArray *list)
{
  guint count = 0;
  for (guint i = 0; i < list->len; i++)
    count += ((const AnfDue *)list->pdata[i])->failures > 0 ? 1 : 0;
  return count;
}

/* However many fail, those behind them come next; what failed comes again after its rest, a few at
   a time, at once if it was asked for anew, and whatever is done to the clock. */
static void
test_put_off (Fixture *fixture, gconstpointer data)
{
  DueTest test = { .due = { .kind = ANF_DUE_EVIDENCE, .id = (char *)"e00" }, .now = 1 };
  write_all (fixture, add_crowd, NULL);
  g_autoptr (GPtrArray) first = look (fixture, &test);
  g_assert_cmpuint (first->len, ==, DUE_MAX);
  write_all (fixture, put_off_all, &test);
  g_autoptr (GPtrArray) second = look (fixture, &test);
  g_assert_cmpuint (second->len, ==, DUE_MAX);
  g_assert_cmpuint (count_failed (second), ==, 0);
  write_all (fixture, add_due, &test);
  g_autoptr (GPtrArray) anew = look (fixture, &test);
  g_assert_cmpuint (count_failed (anew), ==, 1);
  test.now += G_USEC_PER_SEC;
  g_autoptr (GPtrArray) rested = look (fixture, &test);
  g_assert_cmpuint (rested->len, ==, DUE_MAX);
  g_assert_cmpuint (count_failed (rested), ==, DUE_MAX / 4);
  test.now -= G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC;
  g_autoptr (GPtrArray) set_back = look (fixture, &test);
  g_assert_cmpuint (count_failed (set_back), ==, DUE_MAX / 4);
  write_all (fixture, finish_due, set_back->pdata[0]);
  test.due.id = ((const AnfDue *)set_back->pdata[0])->id;
  write_all (fixture, add_due, &test);
  g_autoptr (GPtrArray) over = look (fixture, &test);
  g_assert_cmpuint (over->len, ==, DUE_MAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add (name, Fixture, NULL, set_up, test, tear_down)
  ADD ("/pictures/near", test_near);
  ADD ("/pictures/which", test_which);
  ADD ("/pictures/turned", test_turned);
  ADD ("/pictures/same", test_same);
  ADD ("/pictures/many", test_many);
  ADD ("/pictures/due", test_due);
  ADD ("/pictures/put-off", test_put_off);
  return g_test_run ();
}
