/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-log-rows.h"
#include "anf-numbers.h"
#include "anf-people.h"
#include "anf-records.h"
#include "anf-sql.h"
#include "anf-store.h"
#include "anf-subjects.h"

#include <glib/gstdio.h>

#include <locale.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  char *path;
  AnfStore *store;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture->folder = g_dir_make_tmp ("anf-store-XXXXXX", &error);
  fixture->path = g_build_filename (fixture->folder, "anfang.db", NULL);
  fixture->store = anf_store_open (fixture->path, 2, &error);
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
  g_free (fixture->path);
  g_free (fixture->folder);
}

typedef struct
{
  const char *id;
  const char *unit;
  const char *state;
  gboolean fail;
} Insert;

static gboolean
insert_finding (AnfTx *tx, gpointer data, GError **error)
{
  const Insert *insert = data;
  g_autofree char *doc = g_strdup_printf ("{\"id\":\"%s\"}", insert->id);
  AnfRecord record = { .id = (char *)insert->id,
                       .state = (char *)insert->state,
                       .version = 1,
                       .unit = (char *)insert->unit,
                       .request = (char *)"",
                       .doc = doc };
  return anf_records_insert (tx, ANF_NOUN_FINDING, &record, error)
         && anf_records_link (tx, ANF_NOUN_FINDING, &record, "reader", "u-9", error)
         && (!insert->fail || anf_error_throw (error, ANF_ERROR_STATE, "on purpose"));
}

static gboolean
collect (gint64 seq, const char *id, const char *doc, gpointer data, GError **error)
{
  g_string_append_printf (data, "%s ", id);
  return TRUE;
}

typedef struct
{
  AnfRecordsQuery query;
  GString *found;
} List;

static gboolean
list_findings (AnfTx *tx, gpointer data, GError **error)
{
  List *list = data;
  return anf_records_list (tx, ANF_NOUN_FINDING, &list->query, collect, list->found, error);
}

static void
assert_list (Fixture *fixture, AnfRecordsQuery query, const char *expected)
{
  g_autoptr (GError) error = NULL;
  List list = { .query = query, .found = g_string_new (NULL) };
  const gboolean done = anf_store_read (fixture->store, list_findings, &list, &error);
  g_assert_no_error (error);
  g_assert_true (done);
  g_assert_cmpstr (list.found->str, ==, expected);
  g_string_free (list.found, TRUE);
}

static void
fill (Fixture *fixture)
{
  const Insert inserts[] = {
    { "a", "u-1", "registered", FALSE },
    { "b", "u-2", "registered", FALSE },
    { "c", "u-1", "closed", FALSE },
    { "d", "u-1", "registered", FALSE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (inserts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_true (
          anf_store_write (fixture->store, insert_finding, (gpointer)&inserts[i], &error));
      g_assert_no_error (error);
    }
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  assert_list (fixture, (AnfRecordsQuery){ .limit = 10 }, "a b c d ");
  assert_list (fixture, (AnfRecordsQuery){ .limit = 2 }, "a b ");
  assert_list (fixture, (AnfRecordsQuery){ .limit = 2, .after = 2 }, "c d ");
  assert_list (fixture, (AnfRecordsQuery){ .limit = 10, .unit = "u-1" }, "a c d ");
  assert_list (fixture, (AnfRecordsQuery){ .limit = 10, .unit = "u-1", .state = "registered" },
               "a d ");
  assert_list (fixture, (AnfRecordsQuery){ .limit = 10, .state = "closed" }, "c ");
  assert_list (
      fixture,
      (AnfRecordsQuery){ .limit = 10, .link_kind = "reader", .link_target = "u-9", .unit = "u-2" },
      "b ");
  assert_list (fixture,
               (AnfRecordsQuery){ .limit = 10, .link_kind = "reader", .link_target = "u-8" }, "");
}

/* What a failed job wrote is gone; what others wrote in the same commit is there. */
static void
test_failed_job_leaves_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const Insert bad = { "bad", "u-1", "registered", TRUE };
  fill (fixture);
  g_assert_false (anf_store_write (fixture->store, insert_finding, (gpointer)&bad, &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_STATE);
  assert_list (fixture, (AnfRecordsQuery){ .limit = 10 }, "a b c d ");
  assert_list (fixture,
               (AnfRecordsQuery){ .limit = 10, .link_kind = "reader", .link_target = "u-9" },
               "a b c d ");
}

static void
test_twice_is_a_conflict (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const Insert again = { "a", "u-1", "registered", FALSE };
  fill (fixture);
  g_assert_false (anf_store_write (fixture->store, insert_finding, (gpointer)&again, &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_CONFLICT);
}

static void
test_unknown_state_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const Insert odd = { "odd", "u-1", "no-such-state", FALSE };
  g_assert_false (anf_store_write (fixture->store, insert_finding, (gpointer)&odd, &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_CONFLICT);
}

static gboolean
update_stale (AnfTx *tx, gpointer data, GError **error)
{
  g_autoptr (AnfRecord) record = anf_records_find (tx, ANF_NOUN_FINDING, "a", error);
  if (record == NULL)
    return FALSE;
  record->version += 2;
  return anf_records_update (tx, ANF_NOUN_FINDING, record, error);
}

static void
test_stale_update_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fill (fixture);
  g_assert_false (anf_store_write (fixture->store, update_stale, NULL, &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_CONFLICT);
}

typedef struct
{
  gint seals;
  gint commits;
  gint rollbacks;
  gint fail; /* atomic */
} Seals;

static gboolean
seal (AnfTx *tx, gpointer data, GError **error)
{
  Seals *seals = data;
  g_atomic_int_inc (&seals->seals);
  return !g_atomic_int_get (&seals->fail)
         || anf_error_throw (error, ANF_ERROR_NO_SPACE, "the disk is full, on purpose");
}

static void
settled (gboolean committed, gpointer data)
{
  Seals *seals = data;
  g_atomic_int_inc (committed ? &seals->commits : &seals->rollbacks);
}

/* Nothing is acknowledged that was not sealed. */
static void
test_failed_seal_fails_the_job (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Seals seals = { 0 };
  const AnfStoreSeal hooks = { .seal = seal, .settled = settled, .data = &seals };
  const Insert insert = { "x", "u-1", "registered", FALSE };
  anf_store_set_seal (fixture->store, &hooks);
  g_atomic_int_set (&seals.fail, 1);
  g_assert_false (anf_store_write (fixture->store, insert_finding, (gpointer)&insert, &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_NO_SPACE);
  g_assert_cmpint (seals.rollbacks, ==, 1);
  assert_list (fixture, (AnfRecordsQuery){ .limit = 10 }, "");
  g_clear_error (&error);
  g_assert_false (anf_store_check_writable (fixture->store, &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_NO_SPACE);
  g_atomic_int_set (&seals.fail, 0);
  g_clear_error (&error);
  g_assert_true (anf_store_write (fixture->store, insert_finding, (gpointer)&insert, &error));
  g_assert_cmpint (seals.commits, ==, 1);
  assert_list (fixture, (AnfRecordsQuery){ .limit = 10 }, "x ");
}

typedef struct
{
  Fixture *fixture;
  AnfStoreWork work;
  gpointer data;
  gboolean done;
  GThread *thread;
  int tid;
} Queued;

static gpointer
write_queued (gpointer data)
{
  Queued *queued = data;
  g_atomic_int_set (&queued->tid, (int)syscall (SYS_gettid));
  queued->done = anf_store_write (queued->fixture->store, queued->work, queued->data, NULL);
  return NULL;
}

/* As a full disk does it: the database may not grow any more. */
static gboolean
fill_disk (AnfTx *tx, gpointer data, GError **error)
{
  const AnfRecord record = { .seq = 1, .id = (char *)"x" };
  g_assert_true (anf_tx_script (tx, "PRAGMA max_page_count=1", NULL));
  for (int i = 0; i < 10000; i++)
    {
      g_autofree char *target = g_strdup_printf ("%d", i);
      if (!anf_records_link (tx, ANF_NOUN_FINDING, &record, "reader", target, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
empty_disk (AnfTx *tx, gpointer data, GError **error)
{
  return anf_tx_script (tx, "PRAGMA max_page_count=1000000", error);
}

/* A thread that writes while the writer is held up sleeps once its job stands in the queue, and
   there is nothing else that it could sleep for. */
static gboolean
is_queued (Queued *queued)
{
  const int tid = g_atomic_int_get (&queued->tid);
  g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/stat", tid);
  g_autofree char *stat = NULL;
  if (tid == 0 || !g_file_get_contents (path, &stat, NULL, NULL))
    return FALSE;
  return g_str_has_prefix (strrchr (stat, ')'), ") S");
}

/* Holds the writer up, so that what is handed in meanwhile shares the next commit. */
static gboolean
queue_three (AnfTx *tx, gpointer data, GError **error)
{
  Queued *queued = data;
  for (int i = 0; i < 3; i++)
    {
      queued[i].thread = g_thread_new ("queued", write_queued, &queued[i]);
      while (!is_queued (&queued[i]))
        g_usleep (1000);
    }
  return TRUE;
}

/* SQLite gives up the whole transaction then: of the jobs that shared it none may be acknowledged,
   and none may slip in behind it without a seal. */
static void
test_full_disk_in_a_shared_commit (Fixture *fixture, gconstpointer data)
{
  Seals seals = { 0 };
  const AnfStoreSeal hooks = { .seal = seal, .settled = settled, .data = &seals };
  const Insert before = { "before", "u-1", "registered", FALSE };
  const Insert after = { "after", "u-1", "registered", FALSE };
  Queued queued[] = { { .fixture = fixture, .work = insert_finding, .data = (gpointer)&before },
                      { .fixture = fixture, .work = fill_disk },
                      { .fixture = fixture, .work = insert_finding, .data = (gpointer)&after } };
  anf_store_set_seal (fixture->store, &hooks);
  g_assert_true (anf_store_write (fixture->store, queue_three, queued, NULL));
  while (g_atomic_int_get (&seals.rollbacks) == 0)
    g_usleep (1000);
  g_assert_true (anf_store_write (fixture->store, empty_disk, NULL, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (queued); i++)
    {
      (void)g_thread_join (queued[i].thread);
      g_assert_false (queued[i].done);
    }
  assert_list (fixture, (AnfRecordsQuery){ .limit = 10 }, "");
  g_assert_cmpint (seals.rollbacks, ==, 1);
  g_assert_true (anf_store_write (fixture->store, insert_finding, (gpointer)&after, NULL));
  assert_list (fixture, (AnfRecordsQuery){ .limit = 10 }, "after ");
}

static gboolean
take_number (AnfTx *tx, gpointer data, GError **error)
{
  gint64 *number = data;
  *number = anf_numbers_take (tx, "letter 2026", error);
  return *number > 0;
}

static gboolean
take_and_fail (AnfTx *tx, gpointer data, GError **error)
{
  gint64 number = 0;
  return take_number (tx, &number, error)
         && anf_error_throw (error, ANF_ERROR_FAILED, "on purpose");
}

#define CLERKS 8
#define LETTERS 25

static gpointer
clerk (gpointer data)
{
  Fixture *fixture = data;
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (int i = 0; i < LETTERS; i++)
    {
      gint64 number = 0;
      g_assert_true (anf_store_write (fixture->store, take_number, &number, NULL));
      g_array_append_val (numbers, number);
      g_assert_false (anf_store_write (fixture->store, take_and_fail, NULL, NULL));
    }
  return numbers;
}

/* 文号: without gaps and never twice, though clerks number at once and some of it fails. */
static void
test_numbers (Fixture *fixture, gconstpointer data)
{
  GThread *threads[CLERKS];
  gboolean seen[CLERKS * LETTERS + 1] = { FALSE };
  for (int i = 0; i < CLERKS; i++)
    threads[i] = g_thread_new ("clerk", clerk, fixture);
  for (int i = 0; i < CLERKS; i++)
    {
      g_autoptr (GArray) numbers = g_thread_join (threads[i]);
      for (guint j = 0; j < numbers->len; j++)
        {
          const gint64 number = g_array_index (numbers, gint64, j);
          g_assert_cmpint (number, >=, 1);
          g_assert_cmpint (number, <=, CLERKS * LETTERS);
          g_assert_false (seen[number]);
          seen[number] = TRUE;
        }
    }
}

/* A database of a newer program is refused, and not touched. */
static void
test_newer_schema (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize size = 0;
  anf_store_close (g_steal_pointer (&fixture->store));
  /* user_version stands at byte 60 of the file, big-endian (sqlite.org/fileformat2.html). */
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &size, NULL));
  bytes[63] = 99;
  g_assert_true (g_file_set_contents (fixture->path, bytes, (gssize)size, NULL));
  g_assert_null (anf_store_open (fixture->path, 1, &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_UNAVAILABLE);
  g_autofree char *after = NULL;
  g_assert_true (g_file_get_contents (fixture->path, &after, &size, NULL));
  g_assert_cmpint (after[63], ==, 99);
}

static gboolean
replace_leaf (AnfTx *tx, gpointer data, GError **error)
{
  const guint8 hash[ANF_LOG_HASH_SIZE] = { 0 };
  return anf_log_rows_add_leaf (tx, 0, hash, "visit/1", "{}", error)
         && anf_log_rows_add_leaf (tx, 0, hash, "visit/2", "{}", error);
}

static void
test_leaf_is_not_replaced (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_false (anf_store_write (fixture->store, replace_leaf, NULL, &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_CONFLICT);
}

/* One finding for each of 130 days, closed; and one that is open. */
static gboolean
close_many (AnfTx *tx, GError **error)
{
  g_autofree char *subject = anf_subjects_format ("u-1", "c");
  for (guint i = 0; i <= 130; i++)
    {
      g_autofree char *id = g_strdup_printf ("f%03u", i);
      g_autofree char *doc = g_strdup_printf ("{\"closed_at\":\"2021-%02u-%02uT01:00:00Z\"}",
                                              i / 28 + 1, i % 28 + 1);
      AnfRecord record = { .id = id,
                           .state = (char *)(i < 130 ? "closed" : "rectifying"),
                           .version = 1,
                           .unit = (char *)"u-1",
                           .request = (char *)"",
                           .doc = doc };
      if (!anf_records_insert (tx, ANF_NOUN_FINDING, &record, error)
          || !anf_records_link (tx, ANF_NOUN_FINDING, &record, "subject", subject, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_closed (AnfTx *tx, const AnfSubjectSpan *span, const char *finding)
{
  gboolean has = FALSE;
  return anf_subjects_has_closed (tx, span, finding, &has, NULL) && has;
}

/* Told newest first and not for ever, but all are counted and the oldest is known. */
static gboolean
assert_closed (AnfTx *tx, gpointer data, GError **error)
{
  AnfSubjectSpan span = { "u-1", "c", "2021-01-01T01:00:00Z", .until = "2021-12-31T00:00:00Z" };
  gint64 count = 0;
  if (!close_many (tx, error) || !anf_subjects_count_closed (tx, &span, &count, error))
    return FALSE;
  g_assert_cmpint (count, ==, 130);
  g_autoptr (GPtrArray) list = anf_subjects_list_closed (tx, &span, error);
  g_assert_cmpuint (list->len, ==, 100);
  g_assert_cmpstr (list->pdata[0], ==, "f129");
  g_assert_true (has_closed (tx, &span, "f000"));
  g_assert_false (has_closed (tx, &span, "f130"));
  span.since = "2021-01-01T01:00:01Z";
  g_assert_false (has_closed (tx, &span, "f000"));
  g_assert_true (anf_subjects_count_closed (tx, &span, &count, error));
  g_assert_cmpint (count, ==, 129);
  span.category = "other";
  return anf_subjects_count_closed (tx, &span, &count, error) && count == 0;
}

static void
test_many_closed_alike (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  const gboolean done = anf_store_write (fixture->store, assert_closed, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (done);
}

/* Never comes to an end by itself. */
static gboolean
count_for_ever (AnfTx *tx, gpointer data, GError **error)
{
  g_autoptr (AnfCursor) cursor
      = anf_tx_query (tx, error,
                      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT 1 - i FROM n)"
                      " SELECT count (*) FROM n",
                      "");
  g_async_queue_push (data, GINT_TO_POINTER (1));
  return anf_cursor_step (cursor, error) >= 0;
}

typedef struct
{
  Fixture *fixture;
  GAsyncQueue *begun;
} Reading;

static gpointer
read_for_ever (gpointer data)
{
  const Reading *reading = data;
  GError *error = NULL;
  g_assert_false (anf_store_read (reading->fixture->store, count_for_ever, reading->begun, &error));
  return error;
}

/* What is read may be given up, what is written is finished. */
static void
test_reads_are_given_up (Fixture *fixture, gconstpointer data)
{
  const Insert insert = { "a", "u-1", "registered", FALSE };
  g_autoptr (GError) failure = NULL;
  Reading reading = { fixture, g_async_queue_new () };
  GThread *thread = g_thread_new ("reading", read_for_ever, &reading);
  (void)g_async_queue_pop (reading.begun);
  anf_store_give_up_reads (fixture->store);
  g_autoptr (GError) error = g_thread_join (thread);
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_BUSY);
  g_assert_true (anf_store_write (fixture->store, insert_finding, (gpointer)&insert, &failure));
  g_assert_no_error (failure);
  g_async_queue_unref (reading.begun);
}

static gboolean
note_language (AnfTx *tx, gpointer data, GError **error)
{
  *(locale_t *)data = uselocale ((locale_t)0);
  return TRUE;
}

/* What a write answers is read by whoever asked for it. */
static void
test_write_speaks_as_its_asker (Fixture *fixture, gconstpointer data)
{
  const locale_t own = newlocale (LC_ALL_MASK, "C", (locale_t)0);
  const locale_t languages[] = { own, LC_GLOBAL_LOCALE };
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (GError) error = NULL;
      locale_t seen = (locale_t)0;
      (void)uselocale (languages[i]);
      g_assert_true (anf_store_write (fixture->store, note_language, &seen, &error));
      g_assert_no_error (error);
      g_assert_true (seen == languages[i]);
    }
  freelocale (own);
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  add ("/store/list", test_list);
  add ("/store/failed-job-leaves-nothing", test_failed_job_leaves_nothing);
  add ("/store/twice-is-a-conflict", test_twice_is_a_conflict);
  add ("/store/unknown-state-is-refused", test_unknown_state_is_refused);
  add ("/store/stale-update-is-refused", test_stale_update_is_refused);
  add ("/store/failed-seal-fails-the-job", test_failed_seal_fails_the_job);
  add ("/store/full-disk-in-a-shared-commit", test_full_disk_in_a_shared_commit);
  add ("/store/numbers", test_numbers);
  add ("/store/newer-schema", test_newer_schema);
  add ("/store/leaf-is-not-replaced", test_leaf_is_not_replaced);
  add ("/store/many-closed-alike", test_many_closed_alike);
  add ("/store/reads-are-given-up", test_reads_are_given_up);
  add ("/store/write-speaks-as-its-asker", test_write_speaks_as_its_asker);
  return g_test_run ();
}
