/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-due-batch.h"
#include "anf-error.h"
#include "anf-mail-queue.h"
#include "anf-mail-rows.h"
#include "anf-notice-rows.h"
#include "anf-people.h"

#include "office-fixture.h"
#include <signal.h>

/* Of which each asks the store for so much that one that gives up reads does so within three. */
#define MESSAGES 6

static AnfDue *
make_due (const char *id)
{
  AnfDue *due = g_new0 (AnfDue, 1);
  due->kind = ANF_DUE_VISIT;
  due->id = g_strdup (id);
  return due;
}

static void
fill (AnfDueBatch *batch, OfficeFixture *fixture)
{
  GPtrArray *list = g_ptr_array_new ();
  g_ptr_array_add (list, make_due ("visit-1"));
  g_ptr_array_add (list, make_due ("visit-2"));
  anf_due_batch_init (batch, fixture->office, "check", g_free);
  anf_due_batch_fill (batch, list);
}

static GError **
peek_why (const AnfDueBatch *batch, guint i)
{
  return &((AnfDueEntry *)batch->entries->pdata[i])->why;
}

static gboolean
count_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  return anf_checks_due_count_all (tx, data, error);
}

static gint64
count_setbacks (OfficeFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  AnfDueCounts counts = { 0 };
  g_assert_true (anf_store_read (fixture->office->store, count_in_tx, &counts, &error));
  g_assert_no_error (error);
  return counts.setbacks;
}

/* What the store did not come to is due still; what failed beside it rests. */
static void
test_given_up (OfficeFixture *fixture, gconstpointer data)
{
  g_auto (AnfDueBatch) batch = { 0 };
  g_autoptr (GError) error = NULL;
  guint fresh = 0;
  fill (&batch, fixture);
  anf_error_throw (peek_why (&batch, 0), ANF_ERROR_BUSY, "database: interrupted");
  anf_error_throw (peek_why (&batch, 1), ANF_ERROR_CORRUPT, "on purpose");
  g_test_expect_message ("anfang", G_LOG_LEVEL_WARNING, "visit-2 cannot be checked*on purpose");
  g_assert_false (anf_due_batch_put_off (&batch, &fresh, &error));
  g_test_assert_expected_messages ();
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_BUSY);
  g_assert_cmpuint (fresh, ==, 1);
  g_assert_cmpint (count_setbacks (fixture), ==, 1);
}

static gboolean
refuse (AnfWork *work, AnfDueEntry *entry, GError **error)
{
  return anf_error_throw (error, ANF_ERROR_BUSY, "database: locked");
}

static gboolean
refuse_only_alone (AnfWork *work, AnfDueEntry *entry, GError **error)
{
  if (entry->found == NULL)
    {
      entry->found = g_strdup ("once");
      return anf_error_throw (error, ANF_ERROR_CORRUPT, "on purpose");
    }
  return anf_error_throw (error, ANF_ERROR_BUSY, "database: locked");
}

/* Neither is what it does not take. */
static void
test_not_taken (OfficeFixture *fixture, gconstpointer data)
{
  const AnfDueStep steps[] = { refuse, refuse_only_alone };
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_auto (AnfDueBatch) batch = { 0 };
      g_autoptr (GError) error = NULL;
      fill (&batch, fixture);
      g_assert_false (anf_due_batch_write (&batch, steps[i], &error));
      g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_BUSY);
      g_assert_null (*peek_why (&batch, 0));
      g_assert_null (*peek_why (&batch, 1));
    }
}

/* ---- Mail ---- */

static gboolean
add_notices (AnfTx *tx, const char *mail, GError **error)
{
  for (guint i = 0; i < ANF_MAIL_NOTICES_MAX; i++)
    {
      gboolean added = FALSE;
      g_autofree char *id = g_strdup_printf ("%s-%u", mail, i);
      const AnfNoticeRow row = {
        .id = id, .account = "lin", .event = "order.due", .record = "order/1", .at = 1, .mail = mail
      };
      if (!anf_notice_rows_add (tx, &row, &added, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_messages (AnfTx *tx, gpointer data, GError **error)
{
  AnfRecord account = { .id = (char *)"lin",
                        .state = (char *)"active",
                        .version = 1,
                        .request = (char *)"",
                        .doc = (char *)"{}" };
  gboolean done = anf_records_insert (tx, ANF_NOUN_ACCOUNT, &account, error)
                  && anf_people_set_email (tx, "lin", "lin@example.org", "en", error);
  for (guint i = 0; done && i < MESSAGES; i++)
    {
      gboolean waits = FALSE;
      g_autofree char *id = g_strdup_printf ("message-%u", i);
      const AnfMailRow row = { .id = id, .account = (char *)"lin", .dated = 1, .retry_at = 1 };
      done = anf_mail_rows_add (tx, &row, &waits, error) && add_notices (tx, id, error);
    }
  return done;
}

typedef struct
{
  gint64 waiting;
  gint64 failed;
} Counts;

static gboolean
count_messages (AnfTx *tx, gpointer data, GError **error)
{
  Counts *counts = data;
  return anf_mail_rows_count (tx, "waiting", &counts->waiting, error)
         && anf_mail_rows_count_failed (tx, &counts->failed, error);
}

static void
send_for_a_while (AnfOffice *office)
{
  AnfMailSender *sender = anf_mail_sender_start (office);
  while (anf_mail_sender_count_looks (sender) == 0)
    g_thread_yield ();
  anf_mail_sender_stop (sender);
}

/* Nobody has refused it: that counts towards no giving up. */
static void
test_mail (OfficeFixture *fixture, gconstpointer data)
{
  AnfOffice *office = fixture->office;
  const AnfMailOptions options = { .from = "office@example.org", .program = "/bin/true" };
  g_autoptr (GError) error = NULL;
  Counts counts = { 0 };
  g_assert_true (anf_store_write (office->store, add_messages, NULL, &error));
  g_assert_no_error (error);
  office->mail = anf_mail_carrier_new (&options, &error);
  g_assert_no_error (error);
  anf_store_give_up_reads (office->store);
  send_for_a_while (office);
  /* By the writer, which gives nothing up. */
  g_assert_true (anf_store_write (office->store, count_messages, &counts, &error));
  g_assert_no_error (error);
  g_assert_cmpint (counts.waiting, >, 0);
  g_assert_cmpint (counts.failed, ==, 0);
}

static void
add (const char *path, void (*test) (OfficeFixture *fixture, gconstpointer data))
{
  g_test_add (path, OfficeFixture, NULL, office_fixture_set_up, test, office_fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  /* As anfangd does: the program that takes mail here reads none of it. */
  (void)signal (SIGPIPE, SIG_IGN);
  add ("/setbacks/given-up", test_given_up);
  add ("/setbacks/not-taken", test_not_taken);
  add ("/setbacks/mail", test_mail);
  return g_test_run ();
}
