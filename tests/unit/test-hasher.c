/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-blob-sm3.h"
#include "anf-error.h"
#include "anf-hasher.h"

#include <glib/gstdio.h>

#include "office-fixture.h"
#include <string.h>

/* GB/T 32905-2016, A.1; and of nothing, by openssl dgst -sm3. */
#define SM3_ABC "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
#define SM3_EMPTY "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"
#define PATIENT (60 * G_TIME_SPAN_SECOND)

static char *
put (OfficeFixture *fixture, const char *text)
{
  char sha256[ANF_VAULT_NAME_LENGTH + 1];
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_assert_true (anf_vault_put (fixture->office->vault, bytes, sha256, NULL));
  return g_strdup (sha256);
}

typedef struct
{
  const char *sha256;
  gint64 since;
  gint64 until;
  char *sm3;
} Search;

static gboolean
find_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  Search *search = data;
  return anf_blob_sm3_find (tx, search->sha256, search->since, search->until, &search->sm3, error);
}

static char *
find (OfficeFixture *fixture, const char *sha256, gint64 since, gint64 until)
{
  Search search = { .sha256 = sha256, .since = since, .until = until };
  g_assert_true (anf_store_read (fixture->office->store, find_in_tx, &search, NULL));
  return search.sm3;
}

/* Who does not wait is told to come again, and finds the work done. */
static void
test_kept (OfficeFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  const char *failed = NULL;
  g_ptr_array_add (names, put (fixture, "abc"));
  g_ptr_array_add (names, put (fixture, ""));
  /* One file may be in a case twice. */
  g_ptr_array_add (names, put (fixture, "abc"));
  const gint64 before = anf_clock_now (&fixture->office->clock);
  g_assert_false (anf_hasher_wait (fixture->office->hasher, names, 0, &failed, &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_BUSY);
  g_assert_null (failed);
  g_clear_error (&error);
  g_assert_true (anf_hasher_wait (fixture->office->hasher, names, PATIENT, &failed, &error));
  g_assert_no_error (error);
  const gint64 after = anf_clock_now (&fixture->office->clock);
  g_autofree char *abc = find (fixture, names->pdata[0], before, after);
  g_autofree char *empty = find (fixture, names->pdata[1], before, after);
  g_assert_cmpstr (abc, ==, SM3_ABC);
  g_assert_cmpstr (empty, ==, SM3_EMPTY);
  /* What was read at another time is not taken for read at this. */
  g_assert_null (find (fixture, names->pdata[0], after + 1, G_MAXINT64));
  g_assert_null (find (fixture, names->pdata[0], 0, before - 1));
}

/* Bytes that were changed get no hash, and their case no pack, until they are what they were. */
static void
test_changed (OfficeFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  const char *failed = NULL;
  char *abc = put (fixture, "abc");
  g_ptr_array_add (names, put (fixture, "another"));
  g_ptr_array_add (names, abc);
  g_autofree char *two = g_strndup (abc, 2);
  g_autofree char *path = g_build_filename (fixture->folder, "vault", "blobs", two, abc, NULL);
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  for (guint round = 0; round < 2; round++)
    {
      g_assert_true (g_file_set_contents (path, "abd", 3, NULL));
      g_assert_false (anf_hasher_wait (fixture->office->hasher, names, PATIENT, &failed, &error));
      g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_CORRUPT);
      g_assert_cmpstr (failed, ==, abc);
      g_clear_error (&error);
      g_assert_null (find (fixture, abc, 0, G_MAXINT64));
    }
  g_assert_true (g_file_set_contents (path, "abc", 3, NULL));
  g_assert_true (anf_hasher_wait (fixture->office->hasher, names, PATIENT, &failed, &error));
  g_assert_no_error (error);
}

/* A service that is told to end does not finish a long case first. */
static void
test_ended (OfficeFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  const char *failed = NULL;
  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *text = g_strdup_printf ("file %u", i);
      g_ptr_array_add (names, put (fixture, text));
    }
  g_assert_false (anf_hasher_wait (fixture->office->hasher, names, 0, &failed, &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_BUSY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/hasher/kept", OfficeFixture, NULL, office_fixture_set_up, test_kept,
              office_fixture_tear_down);
  g_test_add ("/hasher/changed", OfficeFixture, NULL, office_fixture_set_up, test_changed,
              office_fixture_tear_down);
  g_test_add ("/hasher/ended", OfficeFixture, NULL, office_fixture_set_up, test_ended,
              office_fixture_tear_down);
  return g_test_run ();
}
