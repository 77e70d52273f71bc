/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "vault-fixture.h"

#include <glib/gstdio.h>

#include <string.h>

void
vault_set_up (VaultFixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("anf-vault-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "vault", NULL);
  fixture->vault = anf_vault_open (fixture->path, NULL);
  g_assert_nonnull (fixture->vault);
}

static void
remove_tree (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
      for (const char *name = g_dir_read_name (folder); name != NULL;
           name = g_dir_read_name (folder))
        {
          g_autofree char *child = g_build_filename (path, name, NULL);
          remove_tree (child);
        }
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

void
vault_tear_down (VaultFixture *fixture, gconstpointer data)
{
  anf_vault_close (fixture->vault);
  remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

void
vault_reopen (VaultFixture *fixture)
{
  g_clear_pointer (&fixture->vault, anf_vault_close);
  g_autoptr (GError) error = NULL;
  fixture->vault = anf_vault_open (fixture->path, &error);
  g_assert_no_error (error);
}

char *
vault_path_in (VaultFixture *fixture, const char *name)
{
  return g_build_filename (fixture->path, name, NULL);
}

void
vault_assert_content (VaultFixture *fixture, const char *name, const char *expected)
{
  g_autofree char *path = vault_path_in (fixture, name);
  g_autofree char *text = NULL;
  gsize size = 0;
  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  g_assert_cmpmem (text, size, expected, strlen (expected));
}

void
vault_assert_absent (VaultFixture *fixture, const char *name)
{
  g_autofree char *path = vault_path_in (fixture, name);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

char *
vault_find_second (VaultFixture *fixture, const char *sha256)
{
  g_autofree char *path = vault_path_in (fixture, "settling");
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  for (const char *name = g_dir_read_name (folder); name != NULL; name = g_dir_read_name (folder))
    if (g_str_has_prefix (name, sha256))
      return g_build_filename ("settling", name, NULL);
  return NULL;
}

void
vault_write_text (AnfPart *part, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (anf_part_write (part, text, strlen (text), &error));
  g_assert_no_error (error);
}

AnfPart *
vault_make_part (VaultFixture *fixture, const char *id, const char *text)
{
  AnfPart *part = anf_part_create (fixture->vault, id, SHA_ABC, 3, NULL);
  g_assert_nonnull (part);
  vault_write_text (part, text);
  g_assert_true (anf_part_sync_name (part, NULL));
  return part;
}

void
vault_assert_hash (AnfPart *part, const char *expected)
{
  char sha256[ANF_VAULT_NAME_LENGTH + 1];
  anf_part_get_sha256 (part, sha256);
  g_assert_cmpstr (sha256, ==, expected);
}

void
vault_assert_refused (gboolean done, GError **error, AnfErrorCode code)
{
  g_assert_false (done);
  g_assert_error (*error, ANF_ERROR, (int)code);
  g_clear_error (error);
}

gboolean
vault_note_name (const char *name, gint64 size, gpointer data, GError **error)
{
  g_ptr_array_add (data, g_strdup_printf ("%s %" G_GINT64_FORMAT, name, size));
  return TRUE;
}

void
vault_test_add (const char *path, gconstpointer data, void (*test) (VaultFixture *, gconstpointer))
{
  g_test_add (path, VaultFixture, data, vault_set_up, test, vault_tear_down);
}
