/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-numbers.h"
#include "anf-papers.h"

#include "office-fixture.h"
#include <string.h>

/* A use case that takes a number and has a letter that bears it. */
typedef struct
{
  AnfWork work;
  guint tries;
  guint others; /* how many take a number between two tries of this */
  gint64 number;
  GBytes *pdf;
  const char *organ;
} Issue;

static gboolean
take_another (AnfTx *tx, gpointer data, GError **error)
{
  return anf_numbers_take (tx, "letter x 2026", error) > 0;
}

static gboolean
issue (AnfTx *tx, gpointer data, GError **error)
{
  Issue *self = data;
  self->tries++;
  self->number = anf_numbers_take (tx, "letter x 2026", error);
  g_autofree char *number = g_strdup_printf ("海营商整〔2026〕%d号", (int)self->number);
  AnfLetter letter
      = { .kind = ANF_LETTER_RECTIFICATION,
          .organ = self->organ,
          .number = number,
          .addressee = "海城市自然资源局",
          .contact_name = "周某",
          .contact_phone = "0412-3225678",
          .rectify = "2026年10月31日前",
          .findings = &(const AnfLetterFinding){ .number = "1", .fact = "事实", .clause = "条款" },
          .n_findings = 1 };
  g_date_set_dmy (&letter.date, 18, G_DATE_SEPTEMBER, 2026);
  self->pdf = anf_papers_take (&self->work, anf_paper_new_letter (&letter), NULL, error);
  return self->pdf != NULL;
}

/* The second of two, with the number gone meanwhile to somebody else. */
static gboolean
issue_late (AnfTx *tx, gpointer data, GError **error)
{
  Issue *self = data;
  if (self->tries > 0 && self->tries <= self->others && !take_another (tx, NULL, error))
    return FALSE;
  return issue (tx, data, error);
}

static gint64
count_numbers (OfficeFixture *fixture)
{
  Issue last = { .work = { .office = fixture->office }, .organ = "局" };
  g_autoptr (GError) error = NULL;
  g_assert_true (anf_store_write (fixture->office->store, issue, &last, &error));
  g_bytes_unref (last.pdf);
  return last.number - 1;
}

static gboolean
has_faces (OfficeFixture *fixture)
{
  if (fixture->office->fonts == NULL)
    g_test_skip (fixture->office->fonts_problem);
  return fixture->office->fonts != NULL;
}

/* Put together, given up, set outside, put together again: and one number is used up. */
static void
test_set_outside (OfficeFixture *fixture, gconstpointer data)
{
  Issue self = { .work = { .office = fixture->office }, .organ = "海城市营商环境建设局" };
  g_autoptr (GError) error = NULL;
  if (!has_faces (fixture))
    return;
  g_assert_true (anf_papers_write (&self.work, issue, &self, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (self.tries, ==, 2);
  g_assert_cmpint (self.number, ==, 1);
  g_assert_cmpint (g_bytes_get_size (self.pdf), >, 0);
  g_assert_cmpint (count_numbers (fixture), ==, 1);
  g_bytes_unref (self.pdf);
}

/* A letter that is never the one that was set is set within the transaction in the end. */
static void
test_always_late (OfficeFixture *fixture, gconstpointer data)
{
  static const guint others[] = { 1, 3, 1000 };
  if (!has_faces (fixture))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      Issue self = { .work = { .office = fixture->office },
                     .organ = "海城市营商环境建设局",
                     .others = others[i] };
      g_autoptr (GError) error = NULL;
      g_assert_true (anf_papers_write (&self.work, issue_late, &self, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (self.tries, <=, ANF_PAPERS_TRIES_MAX);
      g_assert_nonnull (self.pdf);
      g_bytes_unref (self.pdf);
    }
}

/* What cannot be set is told as such, and its number is not used up. */
static void
test_unset (OfficeFixture *fixture, gconstpointer data)
{
  Issue self = { .work = { .office = fixture->office }, .organ = "\xef\xbf\xbf" };
  g_autoptr (GError) error = NULL;
  if (!has_faces (fixture))
    return;
  g_assert_false (anf_papers_write (&self.work, issue, &self, &error));
  g_assert_nonnull (error);
  g_assert_false (g_error_matches (error, ANF_ERROR, (int)ANF_ERROR_BUSY));
  g_assert_cmpuint (self.tries, ==, 1);
  g_assert_cmpint (count_numbers (fixture), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/papers/set-outside", OfficeFixture, NULL, office_fixture_set_up, test_set_outside,
              office_fixture_tear_down);
  g_test_add ("/papers/always-late", OfficeFixture, NULL, office_fixture_set_up, test_always_late,
              office_fixture_tear_down);
  g_test_add ("/papers/unset", OfficeFixture, NULL, office_fixture_set_up, test_unset,
              office_fixture_tear_down);
  return g_test_run ();
}
