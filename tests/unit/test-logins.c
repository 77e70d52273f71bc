/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-logins.h"

#include <string.h>

#define SECOND G_USEC_PER_SEC

static void
test_hash (void)
{
  g_autoptr (GError) error = NULL;
  AnfLogins *logins = anf_logins_new ();
  const AnfRandom random = anf_random_system ();
  g_autofree char *hash = anf_logins_hash (logins, &random, "correct horse", &error);
  g_autofree char *other = anf_logins_hash (logins, &random, "correct horse", &error);
  g_assert_no_error (error);
  /* RFC 9106: argon2id, version 1.3; the parameters stand in the hash. */
  g_assert_true (g_str_has_prefix (hash, "$argon2id$v=19$m=19456,t=2,p=1$"));
  g_assert_cmpstr (hash, !=, other);
  g_assert_true (anf_logins_is_right (logins, hash, "correct horse"));
  g_assert_false (anf_logins_is_right (logins, hash, "correct hors"));
  g_assert_false (anf_logins_is_right (logins, NULL, "correct horse"));
  anf_logins_free (logins);
}

static void
test_length (void)
{
  AnfLogins *logins = anf_logins_new ();
  const AnfRandom random = anf_random_system ();
  static const struct
  {
    gsize length;
    gboolean taken;
  } cases[] = { { 7, FALSE }, { 8, TRUE }, { 256, TRUE }, { 257, FALSE } };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *password = g_strnfill (cases[i].length, 'p');
      g_autofree char *hash = anf_logins_hash (logins, &random, password, &error);
      g_assert_true ((hash != NULL) == cases[i].taken);
      if (!cases[i].taken)
        g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
    }
  anf_logins_free (logins);
}

static gboolean
may_try (AnfLogins *logins, const char *account, gint64 now)
{
  g_autoptr (GError) error = NULL;
  const gboolean may = anf_logins_may_try (logins, account, now, &error);
  if (!may)
    g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_BUSY);
  return may;
}

/* The wait doubles, has an end, is one account's alone, and a right password ends it. */
static void
test_slow_down (void)
{
  AnfLogins *logins = anf_logins_new ();
  gint64 now = 1000 * SECOND;
  anf_logins_note (logins, "li", FALSE, now);
  anf_logins_note (logins, "li", FALSE, now);
  g_assert_true (may_try (logins, "li", now));
  gint64 last = 0;
  for (int i = 0; i < 20; i++)
    {
      anf_logins_note (logins, "li", FALSE, now);
      gint64 wait = 1;
      while (!may_try (logins, "li", now + wait * SECOND))
        wait++;
      g_assert_cmpint (wait, >=, last);
      g_assert_cmpint (wait, <=, 15 * 60);
      g_assert_false (may_try (logins, "li", now));
      g_assert_true (may_try (logins, "wang", now));
      last = wait;
      now += wait * SECOND;
    }
  g_assert_cmpint (last, ==, 15 * 60);
  anf_logins_note (logins, "li", TRUE, now);
  g_assert_true (may_try (logins, "li", now));
  anf_logins_free (logins);
}

/* Strangers who wait for their passwords to be looked at never take all threads. */
static void
test_flood (void)
{
  AnfLogins *logins = anf_logins_new ();
  guint admitted = 0;
  while (anf_logins_enter (logins, NULL))
    g_assert_cmpuint (++admitted, <=, 8);
  g_assert_cmpuint (admitted, >=, 4);
  g_assert_false (anf_logins_enter (logins, NULL));
  anf_logins_leave (logins);
  g_assert_true (anf_logins_enter (logins, NULL));
  anf_logins_free (logins);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/logins/hash", test_hash);
  g_test_add_func ("/logins/length", test_length);
  g_test_add_func ("/logins/slow-down", test_slow_down);
  g_test_add_func ("/logins/flood", test_flood);
  return g_test_run ();
}
