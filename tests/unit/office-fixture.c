/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "office-fixture.h"

#include <glib/gstdio.h>

/* Faces may lack here: that is told, and letters are not what every test is about. */
static void
expect_no_faces (const char *folder)
{
  g_autoptr (AnfFonts) fonts = anf_fonts_new (folder, NULL);
  if (fonts == NULL)
    g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, "letters cannot be made*");
}

void
office_fixture_set_up (OfficeFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture->folder = g_dir_make_tmp ("anfang-office-XXXXXX", &error);
  g_assert_no_error (error);
  AnfOfficeOptions options = anf_office_options_default (fixture->folder);
  options.font_dir = g_getenv ("ANFANG_FONTS");
  g_assert_true (anf_office_init (&options, "root1", "open sesame 2018", &error));
  expect_no_faces (options.font_dir);
  fixture->office = anf_office_open (&options, &error);
  g_assert_no_error (error);
  g_test_assert_expected_messages ();
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  for (const char *name = folder != NULL ? g_dir_read_name (folder) : NULL; name != NULL;
       name = g_dir_read_name (folder))
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);
      remove_all (inner);
    }
  (void)g_remove (path);
}

void
office_fixture_tear_down (OfficeFixture *fixture, gconstpointer data)
{
  anf_office_close (fixture->office);
  remove_all (fixture->folder);
  g_free (fixture->folder);
}
