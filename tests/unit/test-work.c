/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-accounts.h"
#include "anf-content-hash.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-people.h"
#include "anf-referrals.h"

#include "office-fixture.h"
#include <string.h>

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

/* ---- Who writes ---- */

#define TOKEN "0123456789abcdef"
#define ACCOUNT                                                                                    \
  "{\"name\":\"wu\",\"disabled\":false,\"roles\":[\"discipline_liaison\",\"signer\",\"sysadmin\"]" \
  ","                                                                                              \
  "\"unit\":null}"
#define CASE "{\"talks\":[{\"id\":\"t\"}]}"

static gboolean
insert (AnfTx *tx, AnfNoun noun, const char *id, const char *state, const char *doc, GError **error)
{
  AnfRecord record = { .id = (char *)id,
                       .state = (char *)state,
                       .version = 1,
                       .request = (char *)"",
                       .doc = (char *)doc };
  return anf_records_insert (tx, noun, &record, error);
}

/* One referral that nobody has approved, and one whose pack holds the record of a talk. */
static gboolean
set_scene (AnfTx *tx, gpointer data, GError **error)
{
  AnfOffice *office = data;
  char sha256[ANF_VAULT_NAME_LENGTH + 1];
  g_autoptr (GBytes) bytes = g_bytes_new_static (CASE, strlen (CASE));
  g_autofree char *hash = anf_content_hash (TOKEN);
  if (!anf_vault_put (office->vault, bytes, sha256, error))
    return FALSE;
  g_autofree char *doc
      = g_strdup_printf ("{\"findings\":[],\"approved\":{\"case_sha256\":\"%s\"}}", sha256);
  return insert (tx, ANF_NOUN_ACCOUNT, "wu", "active", ACCOUNT, error)
         && anf_people_add_session (tx, hash, "wu", "phone", G_MAXINT64, error)
         && insert (tx, ANF_NOUN_REFERRAL, "drafted", "drafted",
                    "{\"drafted\":{\"by\":\"qian\"},\"findings\":[]}", error)
         && insert (tx, ANF_NOUN_REFERRAL, "approved", "approved", doc, error);
}

static gboolean
authenticate (AnfTx *tx, gpointer data, GError **error)
{
  AnfWork *work = data;
  const gboolean done = anf_work_begin_read (work, tx, error);
  work->tx = NULL;
  return done;
}

static gboolean
end_sessions (AnfTx *tx, gpointer data, GError **error)
{
  return anf_people_end_sessions (tx, "wu", error);
}

/* What takes long is begun by one who may, and written only if they still may. */
static void
test_written_by_who_they_are_then (OfficeFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *operation;
    const char *id;
    AnfUseCase run;
  } cases[] = { { "getReferralPack", "approved", anf_referrals_get_pack },
                { "approveReferral", "drafted", anf_referrals_hash_and_approve },
                { "createAccount", NULL, anf_accounts_create },
                { "setPassword", "root1", anf_accounts_set_password } };
  AnfStore *store = fixture->office->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) body = json_object_new ();
  AnfWork works[G_N_ELEMENTS (cases)] = { 0 };
  AnfCall calls[G_N_ELEMENTS (cases)] = { 0 };
  json_object_set_string_member (body, "name", "lin");
  json_object_set_string_member (body, "password", "open sesame 2019");
  g_assert_true (anf_store_write (store, set_scene, fixture->office, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      calls[i] = (AnfCall){ .operation = cases[i].operation,
                            .id = cases[i].id,
                            .token = TOKEN,
                            .body = body,
                            .if_match = -1 };
      works[i] = (AnfWork){ .office = fixture->office, .call = &calls[i] };
      g_assert_true (anf_store_read (store, authenticate, &works[i], &error));
      g_assert_no_error (error);
    }
  g_assert_true (anf_store_write (store, end_sessions, NULL, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) refusal = NULL;
      g_test_message ("%s", cases[i].operation);
      g_assert_false (cases[i].run (&works[i], &refusal));
      g_assert_error (refusal, ANF_ERROR, (int)ANF_ERROR_UNAUTHORIZED);
      anf_work_clear (&works[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/records/no-longer-than-can-be-read", OfficeFixture, NULL, office_fixture_set_up,
              test_no_longer_than_can_be_read, office_fixture_tear_down);
  g_test_add ("/records/written-by-who-they-are-then", OfficeFixture, NULL, office_fixture_set_up,
              test_written_by_who_they_are_then, office_fixture_tear_down);
  return g_test_run ();
}
