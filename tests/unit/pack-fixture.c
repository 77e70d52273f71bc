/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "pack-fixture.h"

#include <glib/gstdio.h>

#include <string.h>

void
pack_fixture_set_up (PackFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture->sample = pack_sample_new ();
  fixture->zip = pack_sample_write (fixture->sample, &error);
  g_assert_no_error (error);
}

void
pack_fixture_tear_down (PackFixture *fixture, gconstpointer data)
{
  g_byte_array_unref (fixture->zip);
  pack_sample_free (fixture->sample);
}

AnfPackReport *
pack_fixture_verify_path (const char *path, const AnfPackTrust *trust)
{
  g_autoptr (GError) error = NULL;
  AnfPackReport *report = NULL;
  g_assert_true (anf_pack_verify (path, trust, &report, &error));
  g_assert_no_error (error);
  g_assert_nonnull (report);
  return report;
}

AnfPackReport *
pack_fixture_verify (PackFixture *fixture, const GByteArray *zip, const AnfPackTrust *trust)
{
  g_autofree char *path = pack_sample_save (fixture->sample, zip->data, zip->len);
  AnfPackReport *report = pack_fixture_verify_path (path, trust);
  (void)g_unlink (path);
  return report;
}

void
pack_fixture_print (const AnfPackReport *report)
{
  for (guint i = 0; i < report->checks->len; i++)
    {
      const AnfPackCheck *check = g_ptr_array_index (report->checks, i);
      if (!check->passed)
        g_test_message ("%s %s: %s", check->what, check->path, check->detail);
    }
}

gboolean
pack_fixture_has_failure (const AnfPackReport *report, const char *what, const char *path)
{
  for (guint i = 0; i < report->checks->len; i++)
    {
      const AnfPackCheck *check = g_ptr_array_index (report->checks, i);
      if (!check->passed && (what == NULL || strcmp (check->what, what) == 0)
          && strncmp (check->path, path, strlen (path)) == 0)
        return TRUE;
    }
  return FALSE;
}
