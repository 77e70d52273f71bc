/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include <glib/gstdio.h>

#include "vault-fixture.h"
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* Adopted but never committed: going on with the part must not touch the blob, which may be
   somebody else's evidence by now. */
static void
test_crash_before_commit (VaultFixture *fixture, gconstpointer data)
{
  AnfPart *part = vault_make_part (fixture, "u1", "abc");
  g_assert_true (anf_part_adopt (part, SHA_ABC, NULL));
  anf_part_free (part);
  vault_reopen (fixture);
  part = anf_part_open (fixture->vault, "u1", 2, NULL);
  g_assert_nonnull (part);
  vault_assert_content (fixture, "incoming/u1", "ab");
  vault_assert_content (fixture, BLOB_ABC, "abc");
  vault_write_text (part, "x");
  vault_assert_content (fixture, BLOB_ABC, "abc");
  anf_part_free (part);
  part = anf_part_open (fixture->vault, "u1", 2, NULL);
  vault_write_text (part, "c");
  g_assert_true (anf_part_adopt (part, SHA_ABC, NULL));
  g_assert_true (anf_part_discard (part, NULL));
  g_assert_true (anf_vault_verify_blob (fixture->vault, SHA_ABC, NULL));
}

/* What lies in a blob's place and is no plain file is neither followed nor replaced. */
static void
test_symlinks (VaultFixture *fixture, gconstpointer data)
{
  g_autofree char *outside = g_build_filename (fixture->folder, "outside", NULL);
  g_assert_true (g_file_set_contents (outside, "abc", 3, NULL));
  g_autofree char *blob = vault_path_in (fixture, BLOB_ABC);
  g_assert_cmpint (symlink (outside, blob), ==, 0);
  g_autoptr (GError) error = NULL;
  int fd = -1;
  gint64 size = 0;
  vault_assert_refused (anf_vault_open_blob (fixture->vault, SHA_ABC, &fd, &size, &error), &error,
                        ANF_ERROR_CORRUPT);
  vault_assert_refused (anf_vault_verify_blob (fixture->vault, SHA_ABC, &error), &error,
                        ANF_ERROR_CORRUPT);
  g_autoptr (AnfPart) part = vault_make_part (fixture, "u1", "abc");
  vault_assert_refused (anf_part_adopt (part, SHA_ABC, &error), &error, ANF_ERROR_CORRUPT);
  g_autofree char *link = vault_path_in (fixture, "incoming/u2");
  g_assert_cmpint (symlink (outside, link), ==, 0);
  vault_assert_refused (anf_part_open (fixture->vault, "u2", 0, &error) != NULL, &error,
                        ANF_ERROR_FAILED);
  anf_part_free (vault_make_part (fixture, "u2", "new"));
  vault_assert_content (fixture, "incoming/u2", "new");
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (outside, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "abc");
  /* Nor is a named pipe waited for. */
  g_assert_cmpint (g_remove (blob), ==, 0);
  g_assert_cmpint (mkfifo (blob, 0600), ==, 0);
  vault_assert_refused (anf_vault_open_blob (fixture->vault, SHA_ABC, &fd, &size, &error), &error,
                        ANF_ERROR_CORRUPT);
}

/* Opening sweeps what is nobody's, and only that. */
static void
test_sweep (VaultFixture *fixture, gconstpointer data)
{
  anf_part_free (vault_make_part (fixture, "u1", "abc"));
  g_autofree char *scratch = vault_path_in (fixture, "incoming/.scratch-1-1");
  g_assert_true (g_file_set_contents (scratch, "ab", 2, NULL));
  vault_reopen (fixture);
  vault_assert_absent (fixture, "incoming/.scratch-1-1");
  vault_assert_content (fixture, "incoming/u1", "abc");
}

static void
put_file (VaultFixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = vault_path_in (fixture, name);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* The power fails after COMMIT: of a blob's two names only the one that was synced is left. */
static void
test_lost_name (VaultFixture *fixture, gconstpointer data)
{
  const gboolean named = GPOINTER_TO_INT (data);
  AnfPart *part = anf_part_create (fixture->vault, "u1", SHA_ABC, 3, NULL);
  vault_write_text (part, "abc");
  g_assert_true (!named || anf_part_sync_name (part, NULL));
  g_assert_true (anf_part_adopt (part, SHA_ABC, NULL));
  g_assert_true (anf_vault_sync_dirs (fixture->vault, NULL));
  g_assert_true (anf_part_discard (part, NULL));
  g_autofree char *name = vault_find_second (fixture, SHA_ABC);
  vault_assert_content (fixture, name, "abc");
  g_autofree char *blob = vault_path_in (fixture, BLOB_ABC);
  g_autofree char *second = vault_path_in (fixture, name);
  g_autofree char *kept = vault_path_in (fixture, "kept");
  g_assert_cmpint (link (second, kept), ==, 0);
  g_assert_cmpint (g_remove (blob), ==, 0);
  g_clear_pointer (&fixture->vault, anf_vault_close);
  g_assert_cmpint (g_rename (kept, second), ==, 0);
  vault_reopen (fixture);
  vault_assert_content (fixture, BLOB_ABC, "abc");
  g_assert_true (anf_vault_verify_blob (fixture->vault, SHA_ABC, NULL));
  /* Once both are safe the second goes. */
  vault_reopen (fixture);
  g_assert_null (vault_find_second (fixture, ""));
  vault_assert_content (fixture, BLOB_ABC, "abc");
}

typedef struct
{
  const char *name;
  const char *text;
  gboolean whole;
} Left;

static const Left left[] = {
  { SHA_ABC "-3-7", "abc", TRUE },   { SHA_ABC, "abc", TRUE }, /* as vaults had them before */
  { SHA_ABC "-3-7", "ab", FALSE },   { SHA_ABC "-3-7", "abd", FALSE },
  { SHA_ABC "-3-7", "abcd", FALSE },
};

/* The power fails while a file comes: what is whole is a blob, what is not is nobody's. */
static void
test_cut_short (VaultFixture *fixture, gconstpointer data)
{
  const Left *item = data;
  g_autofree char *name = g_build_filename ("settling", item->name, NULL);
  put_file (fixture, name, item->text);
  vault_reopen (fixture);
  if (item->whole)
    vault_assert_content (fixture, BLOB_ABC, "abc");
  else
    vault_assert_absent (fixture, BLOB_ABC);
  vault_reopen (fixture);
  g_assert_null (vault_find_second (fixture, ""));
}

/* What is in the way is neither removed nor an obstacle. */
static void
test_foreign_second_names (VaultFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = vault_path_in (fixture, "settling/" SHA_ABC "-3-1");
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  put_file (fixture, "settling/note", "text");
  put_file (fixture, "settling/" SHA_ABC "x", "abc");
  vault_reopen (fixture);
  vault_assert_absent (fixture, BLOB_ABC);
  vault_assert_content (fixture, "settling/note", "text");
  vault_assert_content (fixture, "settling/" SHA_ABC "x", "abc");
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
}

/* A process begins to count anew, and what one before it has left is there for a while. */
static void
test_second_names_in_use (VaultFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *name = g_strdup_printf ("settling/" SHA_ABC "-3-%u", i);
      put_file (fixture, name, "old");
    }
  AnfPart *part = anf_part_create (fixture->vault, "u1", SHA_ABC, 3, NULL);
  vault_write_text (part, "abc");
  g_assert_true (anf_part_adopt (part, SHA_ABC, NULL));
  g_assert_true (anf_part_discard (part, NULL));
  part = vault_make_part (fixture, "u2", "abc");
  g_assert_true (anf_part_adopt (part, SHA_ABC, NULL));
  g_assert_true (anf_part_discard (part, NULL));
  vault_assert_content (fixture, "settling/" SHA_ABC "-3-0", "old");
  vault_assert_content (fixture, BLOB_ABC, "abc");
}

/* A full disk, played by a limit on the size of files. */
static void
test_no_space (VaultFixture *fixture, gconstpointer data)
{
  struct rlimit before;
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  const struct rlimit small = { 4, before.rlim_max };
  void (*handler) (int) = signal (SIGXFSZ, SIG_IGN);
  AnfPart *part = vault_make_part (fixture, "u1", "ab");
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_autoptr (GError) error = NULL;
  const gboolean written = anf_part_write (part, "cdefgh", 6, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  signal (SIGXFSZ, handler);
  vault_assert_refused (written, &error, ANF_ERROR_NO_SPACE);
  g_assert_cmpint (anf_part_get_offset (part), ==, 4);
  vault_assert_content (fixture, "incoming/u1", "abcd");
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "abcd", -1);
  vault_assert_hash (part, sha256);
  g_assert_true (anf_part_sync (part, NULL));
  vault_write_text (part, "e");
  g_assert_true (anf_part_sync (part, NULL));
  vault_assert_content (fixture, "incoming/u1", "abcde");
  anf_part_free (part);
}

/* A disk that is really full. */
static void
test_full_disk (VaultFixture *fixture, gconstpointer data)
{
  g_autofree char *disk = g_build_filename (fixture->folder, "disk", NULL);
  g_assert_cmpint (g_mkdir (disk, 0700), ==, 0);
  if (mount ("tmpfs", disk, "tmpfs", 0, "size=256k,nr_inodes=400") != 0)
    {
      g_test_skip ("no mount allowed here");
      return;
    }
  g_autofree char *path = g_build_filename (disk, "vault", NULL);
  AnfVault *vault = anf_vault_open (path, NULL);
  AnfPart *part = anf_part_create (vault, "u1", SHA_ABC, 3, NULL);
  g_assert_true (anf_part_sync_name (part, NULL));
  g_autofree char *piece = g_strnfill (65536, 'x');
  g_autoptr (GError) error = NULL;
  while (anf_part_write (part, piece, 65536, &error))
    g_assert_cmpint (anf_part_get_offset (part), <=, 262144);
  vault_assert_refused (FALSE, &error, ANF_ERROR_NO_SPACE);
  const gint64 offset = anf_part_get_offset (part);
  g_autofree char *all = g_strnfill ((gsize)offset, 'x');
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, all, offset);
  vault_assert_hash (part, sha256);
  g_autoptr (GBytes) bytes = g_bytes_new_static (piece, 65536);
  char put[ANF_VAULT_NAME_LENGTH + 1];
  vault_assert_refused (anf_vault_put (vault, bytes, put, &error), &error, ANF_ERROR_NO_SPACE);
  /* What is full can still be adopted: a link takes no room. */
  g_assert_true (anf_part_adopt (part, sha256, NULL));
  g_assert_true (anf_vault_sync_dirs (vault, NULL));
  g_assert_true (anf_part_discard (part, NULL));
  g_assert_true (anf_vault_verify_blob (vault, sha256, NULL));
  anf_vault_close (vault);
  g_assert_cmpint (umount (disk), ==, 0);
}

#define WORKERS 4
#define FILES_EACH 100

/* Every worker sends the same files, so that each blob has several adopters at once, while one
   thread syncs folders. */
static gpointer
work (gpointer data)
{
  AnfVault *vault = data;
  for (guint i = 0; i < FILES_EACH; i++)
    {
      g_autofree char *text = g_strdup_printf ("file %u", i);
      g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
      g_autofree char *id = g_strdup_printf ("w-%p-%u", (void *)g_thread_self (), i);
      AnfPart *part = anf_part_create (vault, id, sha256, (gint64)strlen (text), NULL);
      vault_write_text (part, text);
      g_assert_true (anf_part_sync_name (part, NULL));
      anf_part_free (part);
      part = anf_part_open (vault, id, (gint64)strlen (text), NULL);
      g_autoptr (GError) error = NULL;
      g_assert_true (anf_part_adopt (part, sha256, &error));
      g_assert_no_error (error);
      g_assert_true (anf_part_discard (part, NULL));
      g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
      char put[ANF_VAULT_NAME_LENGTH + 1];
      g_assert_true (anf_vault_put (vault, bytes, put, NULL));
    }
  return NULL;
}

static void
test_threads (VaultFixture *fixture, gconstpointer data)
{
  GThread *workers[WORKERS];
  for (guint i = 0; i < WORKERS; i++)
    workers[i] = g_thread_new ("worker", work, fixture->vault);
  for (guint i = 0; i < 20; i++)
    g_assert_true (anf_vault_sync_dirs (fixture->vault, NULL));
  for (guint i = 0; i < WORKERS; i++)
    g_thread_join (workers[i]);
  g_assert_true (anf_vault_sync_dirs (fixture->vault, NULL));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_assert_true (anf_vault_visit_blobs (fixture->vault, vault_note_name, names, NULL));
  g_assert_cmpuint (names->len, ==, FILES_EACH + 1);
  g_ptr_array_set_size (names, 0);
  g_assert_true (anf_vault_visit_parts (fixture->vault, vault_note_name, names, NULL));
  g_assert_cmpuint (names->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  vault_test_add ("/vault-faults/crash-before-commit", NULL, test_crash_before_commit);
  vault_test_add ("/vault-faults/symlinks", NULL, test_symlinks);
  vault_test_add ("/vault-faults/sweep", NULL, test_sweep);
  vault_test_add ("/vault-faults/lost-name/whole", GINT_TO_POINTER (FALSE), test_lost_name);
  vault_test_add ("/vault-faults/lost-name/in-pieces", GINT_TO_POINTER (TRUE), test_lost_name);
  for (guint i = 0; i < G_N_ELEMENTS (left); i++)
    {
      g_autofree char *name = g_strdup_printf ("/vault-faults/cut-short/%u", i);
      vault_test_add (name, &left[i], test_cut_short);
    }
  vault_test_add ("/vault-faults/foreign-second-names", NULL, test_foreign_second_names);
  vault_test_add ("/vault-faults/second-names-in-use", NULL, test_second_names_in_use);
  vault_test_add ("/vault-faults/no-space", NULL, test_no_space);
  vault_test_add ("/vault-faults/full-disk", NULL, test_full_disk);
  vault_test_add ("/vault-faults/threads", NULL, test_threads);
  return g_test_run ();
}
