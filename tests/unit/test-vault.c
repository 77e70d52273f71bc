/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-part.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* SHA-256 of "" and "abc" (FIPS 180-4 examples). */
#define SHA_EMPTY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define SHA_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define BLOB_ABC "blobs/ba/" SHA_ABC

typedef struct
{
  char *folder;
  char *path;
  AnfVault *vault;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
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

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  anf_vault_close (fixture->vault);
  remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
reopen (Fixture *fixture)
{
  g_clear_pointer (&fixture->vault, anf_vault_close);
  g_autoptr (GError) error = NULL;
  fixture->vault = anf_vault_open (fixture->path, &error);
  g_assert_no_error (error);
}

static char *
path_in (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->path, name, NULL);
}

static void
assert_content (Fixture *fixture, const char *name, const char *expected)
{
  g_autofree char *path = path_in (fixture, name);
  g_autofree char *text = NULL;
  gsize size = 0;
  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  g_assert_cmpmem (text, size, expected, strlen (expected));
}

static void
assert_absent (Fixture *fixture, const char *name)
{
  g_autofree char *path = path_in (fixture, name);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
write_text (AnfPart *part, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_assert_true (anf_part_write (part, text, strlen (text), &error));
  g_assert_no_error (error);
}

static AnfPart *
make_part (Fixture *fixture, const char *id, const char *text)
{
  AnfPart *part = anf_part_create (fixture->vault, id, NULL);
  g_assert_nonnull (part);
  write_text (part, text);
  return part;
}

static void
assert_hash (AnfPart *part, const char *expected)
{
  char sha256[ANF_VAULT_NAME_LENGTH + 1];
  anf_part_get_sha256 (part, sha256);
  g_assert_cmpstr (sha256, ==, expected);
}

static void
test_receive (Fixture *fixture, gconstpointer data)
{
  AnfPart *part = make_part (fixture, "u1", "ab");
  write_text (part, "c");
  g_assert_cmpint (anf_part_get_offset (part), ==, 3);
  g_assert_true (anf_part_sync (part, NULL));
  g_assert_false (anf_vault_has_blob (fixture->vault, SHA_ABC, 3));
  g_assert_true (anf_part_adopt (part, SHA_ABC, NULL));
  g_assert_true (anf_vault_sync_dirs (fixture->vault, NULL));
  assert_content (fixture, "incoming/u1", "abc");
  g_assert_true (anf_part_discard (part, NULL));
  assert_absent (fixture, "incoming/u1");
  assert_content (fixture, BLOB_ABC, "abc");
  int fd = -1;
  gint64 size = 0;
  g_assert_true (anf_vault_open_blob (fixture->vault, SHA_ABC, &fd, &size, NULL));
  g_assert_cmpint (size, ==, 3);
  char text[4] = "";
  g_assert_cmpint (read (fd, text, 3), ==, 3);
  g_assert_cmpstr (text, ==, "abc");
  g_assert_true (g_close (fd, NULL));
  g_assert_true (anf_vault_verify_blob (fixture->vault, SHA_ABC, NULL));
  g_assert_true (anf_vault_has_blob (fixture->vault, SHA_ABC, 3));
  g_assert_false (anf_vault_has_blob (fixture->vault, SHA_ABC, 4));
}

static void
test_modes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AnfPart) part = make_part (fixture, "u1", "abc");
  const struct
  {
    const char *name;
    mode_t mode;
  } cases[]
      = { { "", 0700 },         { "blobs", 0700 },    { "incoming", 0700 },   { "blobs/00", 0700 },
          { "blobs/ff", 0700 }, { "settling", 0700 }, { "incoming/u1", 0600 } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = path_in (fixture, cases[i].name);
      struct stat status;
      g_assert_cmpint (stat (path, &status), ==, 0);
      g_assert_cmpuint (status.st_mode & 07777, ==, cases[i].mode);
    }
}

/* A part outlives the service, and its hash is taken up again from the disk. */
static void
test_resume (Fixture *fixture, gconstpointer data)
{
  const gboolean restart = GPOINTER_TO_INT (data);
  AnfPart *part = make_part (fixture, "u1", "ab");
  g_assert_true (anf_part_sync (part, NULL));
  g_assert_true (anf_part_sync_name (part, NULL));
  write_text (part, "never acknowledged");
  anf_part_free (part);
  if (restart)
    reopen (fixture);
  part = anf_part_open (fixture->vault, "u1", 2, NULL);
  assert_content (fixture, "incoming/u1", "ab");
  write_text (part, "c");
  assert_hash (part, SHA_ABC);
  g_assert_true (anf_part_sync (part, NULL));
  anf_part_free (part);
  if (restart)
    reopen (fixture);
  part = anf_part_open (fixture->vault, "u1", 3, NULL);
  assert_hash (part, SHA_ABC);
  g_assert_true (anf_part_adopt (part, SHA_ABC, NULL));
  g_assert_true (anf_part_discard (part, NULL));
}

/* The hash kept between two pieces is of that part as it was, or it is not used. */
static void
test_kept_hash (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *id = g_strdup_printf ("many-%u", i);
      anf_part_free (make_part (fixture, id, "a"));
    }
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *id = g_strdup_printf ("many-%u", i);
      g_autoptr (AnfPart) part = anf_part_open (fixture->vault, id, 1, NULL);
      write_text (part, "bc");
      assert_hash (part, SHA_ABC);
    }
  anf_part_free (make_part (fixture, "u1", "xyz"));
  g_assert_true (anf_part_remove (fixture->vault, "u1", NULL));
  g_autofree char *path = path_in (fixture, "incoming/u1");
  g_assert_true (g_file_set_contents (path, "abc", 3, NULL));
  g_autoptr (AnfPart) part = anf_part_open (fixture->vault, "u1", 3, NULL);
  assert_hash (part, SHA_ABC);
}

static void
assert_refused (gboolean done, GError **error, AnfErrorCode code)
{
  g_assert_false (done);
  g_assert_error (*error, ANF_ERROR, (int)code);
  g_clear_error (error);
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  static const char *const bad_ids[]
      = { "",
          ".",
          "..",
          "a/b",
          ".scratch-1-1",
          "a b",
          "é",
          "a\n",
          "0123456789012345678901234567890123456789012345678901234567890123x" };
  for (guint i = 0; i < G_N_ELEMENTS (bad_ids); i++)
    {
      assert_refused (anf_part_create (fixture->vault, bad_ids[i], &error) != NULL, &error,
                      ANF_ERROR_INVALID);
      assert_refused (anf_part_open (fixture->vault, bad_ids[i], 0, &error) != NULL, &error,
                      ANF_ERROR_INVALID);
      assert_refused (anf_part_remove (fixture->vault, bad_ids[i], &error), &error,
                      ANF_ERROR_INVALID);
    }
  int fd = -1;
  gint64 size = 0;
  static const char *const bad_hashes[] = { "", "abc", "../../../../../../etc/passwd",
                                            "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF"
                                            "61F20015AD" };
  for (guint i = 0; i < G_N_ELEMENTS (bad_hashes); i++)
    assert_refused (anf_vault_open_blob (fixture->vault, bad_hashes[i], &fd, &size, &error), &error,
                    ANF_ERROR_INVALID);
  assert_refused (anf_vault_open_blob (fixture->vault, SHA_ABC, &fd, &size, &error), &error,
                  ANF_ERROR_NOT_FOUND);
  assert_refused (anf_part_open (fixture->vault, "u1", 0, &error) != NULL, &error,
                  ANF_ERROR_NOT_FOUND);
  assert_refused (anf_part_remove (fixture->vault, "u1", &error), &error, ANF_ERROR_NOT_FOUND);
  g_autoptr (AnfPart) part = make_part (fixture, "u1", "abc");
  assert_refused (anf_part_create (fixture->vault, "u1", &error) != NULL, &error,
                  ANF_ERROR_CONFLICT);
  assert_refused (anf_part_open (fixture->vault, "u1", 4, &error) != NULL, &error,
                  ANF_ERROR_CORRUPT);
  assert_refused (anf_part_adopt (part, SHA_EMPTY, &error), &error, ANF_ERROR_INVALID);
  g_assert_false (anf_vault_has_blob (fixture->vault, SHA_EMPTY, 0));
}

/* A body with a checksum counts when the checksum is right, and has never been there when not. */
typedef struct
{
  const char *algorithm;
  const char *before;
  const char *body;
  const char *base64;
  gboolean matches;
} ChecksumCase;

/* echo -n abc | openssl dgst -sha1 -binary | base64, and the like */
static const ChecksumCase checksum_cases[] = {
  { "sha1", "", "abc", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=", TRUE },
  { "sha1", "", "abd", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=", FALSE },
  { "sha1", "ab", "c", "hKUWhBuneltGSN4s0N/LMOpG27Q=", TRUE },
  { "sha1", "ab", "abc", "hKUWhBuneltGSN4s0N/LMOpG27Q=", FALSE },
  { "sha256", "", "abc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", TRUE },
  { "sha256", "", "ab", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", FALSE },
  { "sha256", "x", "abc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", TRUE },
  { "sha256", "x", "xabc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", FALSE },
  { "sha256", "", "abc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFQ==", FALSE },
};

static void
test_checksum (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (checksum_cases); i++)
    {
      const ChecksumCase *expected = &checksum_cases[i];
      g_autofree char *id = g_strdup_printf ("c%u", i);
      g_autofree char *name = g_strdup_printf ("incoming/%s", id);
      g_autofree char *whole = g_strconcat (expected->before, expected->body, NULL);
      gsize size = 0;
      guint8 *bytes = g_base64_decode (expected->base64, &size);
      g_autoptr (GBytes) checksum = g_bytes_new_take (bytes, size);
      g_autoptr (AnfPart) part = make_part (fixture, id, expected->before);
      g_assert_true (anf_part_sync (part, NULL));
      g_assert_true (anf_part_expect (part, expected->algorithm, checksum, NULL));
      write_text (part, expected->body);
      g_autoptr (GError) error = NULL;
      if (expected->matches)
        g_assert_true (anf_part_sync (part, NULL));
      else
        assert_refused (anf_part_sync (part, &error), &error, ANF_ERROR_INVALID);
      assert_content (fixture, name, expected->matches ? whole : expected->before);
      g_autofree char *sha256 = g_compute_checksum_for_string (
          G_CHECKSUM_SHA256, expected->matches ? whole : expected->before, -1);
      assert_hash (part, sha256);
      /* The next body is again without one. */
      write_text (part, "z");
      g_assert_true (anf_part_sync (part, NULL));
    }
}

static void
test_checksum_unfinished (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) checksum = g_bytes_new_static ("01234567890123456789", 20);
  g_autoptr (GError) error = NULL;
  AnfPart *part = make_part (fixture, "u1", "ab");
  assert_refused (anf_part_expect (part, "md5", checksum, &error), &error, ANF_ERROR_INVALID);
  g_assert_true (anf_part_expect (part, "sha1", checksum, NULL));
  write_text (part, "lost with the link");
  anf_part_free (part);
  assert_content (fixture, "incoming/u1", "ab");
  part = anf_part_open (fixture->vault, "u1", 2, NULL);
  write_text (part, "c");
  assert_hash (part, SHA_ABC);
  anf_part_free (part);
}

/* The same bytes twice are one blob; other bytes under its name are an alarm, and stay. */
static void
test_same_bytes (Fixture *fixture, gconstpointer data)
{
  AnfPart *first = make_part (fixture, "u1", "abc");
  AnfPart *second = make_part (fixture, "u2", "abc");
  g_assert_true (anf_part_adopt (first, SHA_ABC, NULL));
  g_assert_true (anf_part_adopt (second, SHA_ABC, NULL));
  g_assert_true (anf_part_discard (first, NULL));
  g_assert_true (anf_part_discard (second, NULL));
  assert_content (fixture, BLOB_ABC, "abc");
  static const char *const damaged[] = { "abd", "ab", "" };
  for (guint i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      g_autofree char *path = path_in (fixture, BLOB_ABC);
      g_assert_true (g_file_set_contents (path, damaged[i], -1, NULL));
      g_autoptr (AnfPart) third = make_part (fixture, "u3", "abc");
      g_autoptr (GError) error = NULL;
      assert_refused (anf_part_adopt (third, SHA_ABC, &error), &error, ANF_ERROR_CORRUPT);
      assert_refused (anf_vault_verify_blob (fixture->vault, SHA_ABC, &error), &error,
                      ANF_ERROR_CORRUPT);
      assert_content (fixture, BLOB_ABC, damaged[i]);
      g_assert_true (anf_part_discard (g_steal_pointer (&third), NULL));
    }
}

/* Adopted but never committed: going on with the part must not touch the blob, which may be
   somebody else's evidence by now. */
static void
test_crash_before_commit (Fixture *fixture, gconstpointer data)
{
  AnfPart *part = make_part (fixture, "u1", "abc");
  g_assert_true (anf_part_adopt (part, SHA_ABC, NULL));
  anf_part_free (part);
  reopen (fixture);
  part = anf_part_open (fixture->vault, "u1", 2, NULL);
  g_assert_nonnull (part);
  assert_content (fixture, "incoming/u1", "ab");
  assert_content (fixture, BLOB_ABC, "abc");
  write_text (part, "x");
  assert_content (fixture, BLOB_ABC, "abc");
  anf_part_free (part);
  part = anf_part_open (fixture->vault, "u1", 2, NULL);
  write_text (part, "c");
  g_assert_true (anf_part_adopt (part, SHA_ABC, NULL));
  g_assert_true (anf_part_discard (part, NULL));
  g_assert_true (anf_vault_verify_blob (fixture->vault, SHA_ABC, NULL));
}

static void
test_put (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("abc", 3);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  char sha256[ANF_VAULT_NAME_LENGTH + 1];
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (anf_vault_put (fixture->vault, bytes, sha256, NULL));
      g_assert_cmpstr (sha256, ==, SHA_ABC);
      g_assert_true (anf_vault_put (fixture->vault, empty, sha256, NULL));
      g_assert_cmpstr (sha256, ==, SHA_EMPTY);
    }
  g_assert_true (anf_vault_sync_dirs (fixture->vault, NULL));
  g_assert_true (anf_vault_verify_blob (fixture->vault, SHA_ABC, NULL));
  g_assert_true (anf_vault_verify_blob (fixture->vault, SHA_EMPTY, NULL));
}

/* What lies in a blob's place and is no plain file is neither followed nor replaced. */
static void
test_symlinks (Fixture *fixture, gconstpointer data)
{
  g_autofree char *outside = g_build_filename (fixture->folder, "outside", NULL);
  g_assert_true (g_file_set_contents (outside, "abc", 3, NULL));
  g_autofree char *blob = path_in (fixture, BLOB_ABC);
  g_assert_cmpint (symlink (outside, blob), ==, 0);
  g_autoptr (GError) error = NULL;
  int fd = -1;
  gint64 size = 0;
  assert_refused (anf_vault_open_blob (fixture->vault, SHA_ABC, &fd, &size, &error), &error,
                  ANF_ERROR_CORRUPT);
  assert_refused (anf_vault_verify_blob (fixture->vault, SHA_ABC, &error), &error,
                  ANF_ERROR_CORRUPT);
  g_autoptr (AnfPart) part = make_part (fixture, "u1", "abc");
  assert_refused (anf_part_adopt (part, SHA_ABC, &error), &error, ANF_ERROR_CORRUPT);
  g_autofree char *link = path_in (fixture, "incoming/u2");
  g_assert_cmpint (symlink (outside, link), ==, 0);
  assert_refused (anf_part_open (fixture->vault, "u2", 0, &error) != NULL, &error,
                  ANF_ERROR_FAILED);
  assert_refused (anf_part_create (fixture->vault, "u2", &error) != NULL, &error,
                  ANF_ERROR_CONFLICT);
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (outside, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "abc");
  /* Nor is a named pipe waited for. */
  g_assert_cmpint (g_remove (blob), ==, 0);
  g_assert_cmpint (mkfifo (blob, 0600), ==, 0);
  assert_refused (anf_vault_open_blob (fixture->vault, SHA_ABC, &fd, &size, &error), &error,
                  ANF_ERROR_CORRUPT);
}

static gboolean
note_name (const char *name, gint64 size, gpointer data, GError **error)
{
  g_ptr_array_add (data, g_strdup_printf ("%s %" G_GINT64_FORMAT, name, size));
  return TRUE;
}

static gboolean
stop_at_once (const char *name, gint64 size, gpointer data, GError **error)
{
  return anf_error_throw (error, ANF_ERROR_BUSY, "enough");
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static void
test_visit (Fixture *fixture, gconstpointer data)
{
  AnfPart *part = make_part (fixture, "u1", "abc");
  g_assert_true (anf_part_adopt (part, SHA_ABC, NULL));
  g_assert_true (anf_part_discard (part, NULL));
  anf_part_free (make_part (fixture, "u2", "x"));
  g_autofree char *misplaced = path_in (fixture, "blobs/00/" SHA_ABC);
  g_autofree char *stray = path_in (fixture, "blobs/note");
  g_assert_true (g_file_set_contents (misplaced, "a", 1, NULL));
  g_assert_true (g_file_set_contents (stray, "ab", 2, NULL));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_assert_true (anf_vault_visit_blobs (fixture->vault, note_name, names, NULL));
  g_ptr_array_sort (names, compare_texts);
  g_assert_cmpuint (names->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (names, 0), ==, SHA_ABC " 3");
  g_assert_cmpstr (g_ptr_array_index (names, 1), ==, "blobs/00/" SHA_ABC " 1");
  g_assert_cmpstr (g_ptr_array_index (names, 2), ==, "blobs/note 2");
  g_ptr_array_set_size (names, 0);
  g_assert_true (anf_vault_visit_parts (fixture->vault, note_name, names, NULL));
  g_assert_cmpuint (names->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (names, 0), ==, "u2 1");
  g_autoptr (GError) error = NULL;
  assert_refused (anf_vault_visit_parts (fixture->vault, stop_at_once, NULL, &error), &error,
                  ANF_ERROR_BUSY);
}

/* Opening sweeps what is nobody's, and only that. */
static void
test_sweep (Fixture *fixture, gconstpointer data)
{
  anf_part_free (make_part (fixture, "u1", "abc"));
  g_autofree char *scratch = path_in (fixture, "incoming/.scratch-1-1");
  g_assert_true (g_file_set_contents (scratch, "ab", 2, NULL));
  reopen (fixture);
  assert_absent (fixture, "incoming/.scratch-1-1");
  assert_content (fixture, "incoming/u1", "abc");
}

/* The power fails after COMMIT: of a blob's two names only the one that was synced is left. */
static void
test_lost_name (Fixture *fixture, gconstpointer data)
{
  AnfPart *part = make_part (fixture, "u1", "abc");
  g_assert_true (anf_part_adopt (part, SHA_ABC, NULL));
  g_assert_true (anf_vault_sync_dirs (fixture->vault, NULL));
  g_assert_true (anf_part_discard (part, NULL));
  assert_content (fixture, "settling/" SHA_ABC, "abc");
  g_autofree char *blob = path_in (fixture, BLOB_ABC);
  g_autofree char *second = path_in (fixture, "settling/" SHA_ABC);
  g_autofree char *kept = path_in (fixture, "kept");
  g_assert_cmpint (link (second, kept), ==, 0);
  g_assert_cmpint (g_remove (blob), ==, 0);
  g_clear_pointer (&fixture->vault, anf_vault_close);
  g_assert_cmpint (g_rename (kept, second), ==, 0);
  reopen (fixture);
  assert_content (fixture, BLOB_ABC, "abc");
  g_assert_true (anf_vault_verify_blob (fixture->vault, SHA_ABC, NULL));
  /* Once both are safe the second goes. */
  reopen (fixture);
  assert_absent (fixture, "settling/" SHA_ABC);
  assert_content (fixture, BLOB_ABC, "abc");
}

/* A full disk, played by a limit on the size of files. */
static void
test_no_space (Fixture *fixture, gconstpointer data)
{
  struct rlimit before;
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  const struct rlimit small = { 4, before.rlim_max };
  void (*handler) (int) = signal (SIGXFSZ, SIG_IGN);
  AnfPart *part = make_part (fixture, "u1", "ab");
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_autoptr (GError) error = NULL;
  const gboolean written = anf_part_write (part, "cdefgh", 6, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  signal (SIGXFSZ, handler);
  assert_refused (written, &error, ANF_ERROR_NO_SPACE);
  g_assert_cmpint (anf_part_get_offset (part), ==, 4);
  assert_content (fixture, "incoming/u1", "abcd");
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "abcd", -1);
  assert_hash (part, sha256);
  g_assert_true (anf_part_sync (part, NULL));
  write_text (part, "e");
  g_assert_true (anf_part_sync (part, NULL));
  assert_content (fixture, "incoming/u1", "abcde");
  anf_part_free (part);
}

/* A disk that is really full. */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
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
  AnfPart *part = anf_part_create (vault, "u1", NULL);
  g_autofree char *piece = g_strnfill (65536, 'x');
  g_autoptr (GError) error = NULL;
  while (anf_part_write (part, piece, 65536, &error))
    g_assert_cmpint (anf_part_get_offset (part), <=, 262144);
  assert_refused (FALSE, &error, ANF_ERROR_NO_SPACE);
  const gint64 offset = anf_part_get_offset (part);
  g_autofree char *all = g_strnfill ((gsize)offset, 'x');
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, all, offset);
  assert_hash (part, sha256);
  g_autoptr (GBytes) bytes = g_bytes_new_static (piece, 65536);
  char put[ANF_VAULT_NAME_LENGTH + 1];
  assert_refused (anf_vault_put (vault, bytes, put, &error), &error, ANF_ERROR_NO_SPACE);
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
      AnfPart *part = anf_part_create (vault, id, NULL);
      write_text (part, text);
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
test_threads (Fixture *fixture, gconstpointer data)
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
  g_assert_true (anf_vault_visit_blobs (fixture->vault, note_name, names, NULL));
  g_assert_cmpuint (names->len, ==, FILES_EACH + 1);
  g_ptr_array_set_size (names, 0);
  g_assert_true (anf_vault_visit_parts (fixture->vault, note_name, names, NULL));
  g_assert_cmpuint (names->len, ==, 0);
}

static void
add (const char *path, gconstpointer data, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, data, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/vault/receive", NULL, test_receive);
  add ("/vault/modes", NULL, test_modes);
  add ("/vault/resume/same-process", GINT_TO_POINTER (FALSE), test_resume);
  add ("/vault/resume/restarted", GINT_TO_POINTER (TRUE), test_resume);
  add ("/vault/kept-hash", NULL, test_kept_hash);
  add ("/vault/refusals", NULL, test_refusals);
  add ("/vault/checksum", NULL, test_checksum);
  add ("/vault/checksum-unfinished", NULL, test_checksum_unfinished);
  add ("/vault/same-bytes", NULL, test_same_bytes);
  add ("/vault/crash-before-commit", NULL, test_crash_before_commit);
  add ("/vault/put", NULL, test_put);
  add ("/vault/symlinks", NULL, test_symlinks);
  add ("/vault/visit", NULL, test_visit);
  add ("/vault/sweep", NULL, test_sweep);
  add ("/vault/lost-name", NULL, test_lost_name);
  add ("/vault/no-space", NULL, test_no_space);
  add ("/vault/full-disk", NULL, test_full_disk);
  add ("/vault/threads", NULL, test_threads);
  return g_test_run ();
}
