/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-json.h"

#include "office-fixture.h"

typedef struct
{
  AnfOffice *office;
  const char *id;
  gsize length; /* of the text in it */
} Long;

static gboolean
create_report (AnfTx *tx, gpointer data, GError **error)
{
  const Long *wanted = data;
  const AnfCall call = { .operation = "makeReport", .if_match = -1 };
  AnfWork work = { .office = wanted->office, .tx = tx, .call = &call };
  JsonObject *doc = json_object_new ();
  g_autofree char *text = g_strnfill (wanted->length, 'x');
  json_object_set_string_member (doc, "text", text);
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_REPORT, wanted->id, doc);
  const guint mark = anf_journal_mark (work.office->journal);
  if (anf_work_create (&work, item, "frozen", "frozen", NULL, error))
    return TRUE;
  anf_journal_rewind (work.office->journal, mark);
  return FALSE;
}

static gboolean
find_report (AnfTx *tx, gpointer data, GError **error)
{
  const Long *wanted = data;
  const AnfCall call = { .operation = "getReport", .if_match = -1 };
  AnfWork work = { .office = wanted->office, .tx = tx, .call = &call };
  g_autoptr (AnfItem) item = anf_work_find (&work, ANF_NOUN_REPORT, wanted->id, error);
  return item != NULL;
}

/* What is taken can be read again, to the last byte that is; the rest is refused. */
static void
test_no_longer_than_can_be_read (OfficeFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Long fits = { fixture->office, "fits", ANF_JSON_SIZE_MAX - 4096 };
  Long longer = { fixture->office, "longer", ANF_JSON_SIZE_MAX };
  g_assert_true (anf_store_write (fixture->office->store, create_report, &fits, &error));
  g_assert_no_error (error);
  g_assert_true (anf_store_read (fixture->office->store, find_report, &fits, &error));
  g_assert_no_error (error);
  g_assert_false (anf_store_write (fixture->office->store, create_report, &longer, &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/records/no-longer-than-can-be-read", OfficeFixture, NULL, office_fixture_set_up,
              test_no_longer_than_can_be_read, office_fixture_tear_down);
  return g_test_run ();
}
