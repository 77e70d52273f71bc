/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include <glib/gstdio.h>

#include "vault-fixture.h"
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
test_receive (VaultFixture *fixture, gconstpointer data)
{
  AnfPart *part = vault_make_part (fixture, "u1", "ab");
  vault_write_text (part, "c");
  g_assert_cmpint (anf_part_get_offset (part), ==, 3);
  g_assert_true (anf_part_sync (part, NULL));
  g_assert_false (anf_vault_has_blob (fixture->vault, SHA_ABC, 3));
  g_assert_true (anf_part_adopt (part, SHA_ABC, NULL));
  g_assert_true (anf_vault_sync_dirs (fixture->vault, NULL));
  vault_assert_content (fixture, "incoming/u1", "abc");
  g_assert_true (anf_part_discard (part, NULL));
  vault_assert_absent (fixture, "incoming/u1");
  vault_assert_content (fixture, BLOB_ABC, "abc");
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

static guint
count_parts (VaultFixture *fixture)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_assert_true (anf_vault_visit_parts (fixture->vault, vault_note_name, names, NULL));
  return names->len;
}

/* What comes whole is never among the parts, and a part that is given up leaves nothing. */
static void
test_given_up (VaultFixture *fixture, gconstpointer data)
{
  AnfPart *part = anf_part_create (fixture->vault, "u1", SHA_ABC, 3, NULL);
  vault_write_text (part, "abc");
  vault_assert_absent (fixture, "incoming/u1");
  g_assert_true (anf_part_adopt (part, SHA_ABC, NULL));
  g_assert_true (anf_vault_sync_dirs (fixture->vault, NULL));
  vault_assert_content (fixture, BLOB_ABC, "abc");
  g_autofree char *second = vault_find_second (fixture, SHA_ABC);
  vault_assert_content (fixture, second, "abc");
  g_assert_true (anf_part_discard (part, NULL));
  vault_assert_content (fixture, second, "abc");
  part = anf_part_create (fixture->vault, "u2", SHA_ABC, 3, NULL);
  vault_write_text (part, "gone");
  g_assert_true (anf_part_sync (part, NULL));
  anf_part_free (part);
  g_assert_cmpuint (count_parts (fixture), ==, 0);
  vault_reopen (fixture);
  g_assert_null (vault_find_second (fixture, ""));
}

/* An adopted part whose COMMIT failed is given its name then. */
static void
test_named_after_adoption (VaultFixture *fixture, gconstpointer data)
{
  AnfPart *part = anf_part_create (fixture->vault, "u1", SHA_ABC, 3, NULL);
  vault_write_text (part, "abc");
  g_assert_true (anf_part_adopt (part, SHA_ABC, NULL));
  g_assert_true (anf_part_sync_name (part, NULL));
  anf_part_free (part);
  vault_reopen (fixture);
  part = anf_part_open (fixture->vault, "u1", 2, NULL);
  vault_write_text (part, "c");
  g_assert_true (anf_part_adopt (part, SHA_ABC, NULL));
  g_assert_true (anf_part_discard (part, NULL));
  g_assert_true (anf_vault_verify_blob (fixture->vault, SHA_ABC, NULL));
}

/* An earlier try, of which nothing was acknowledged, makes way. */
static void
test_again (VaultFixture *fixture, gconstpointer data)
{
  anf_part_free (vault_make_part (fixture, "u1", "first try"));
  anf_part_free (vault_make_part (fixture, "u1", "second"));
  vault_assert_content (fixture, "incoming/u1", "second");
}

static void
test_modes (VaultFixture *fixture, gconstpointer data)
{
  g_autoptr (AnfPart) part = vault_make_part (fixture, "u1", "abc");
  const struct
  {
    const char *name;
    mode_t mode;
  } cases[]
      = { { "", 0700 },         { "blobs", 0700 },    { "incoming", 0700 },   { "blobs/00", 0700 },
          { "blobs/ff", 0700 }, { "settling", 0700 }, { "incoming/u1", 0600 } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = vault_path_in (fixture, cases[i].name);
      struct stat status;
      g_assert_cmpint (stat (path, &status), ==, 0);
      g_assert_cmpuint (status.st_mode & 07777, ==, cases[i].mode);
    }
}

/* A part outlives the service, and its hash is taken up again from the disk. */
static void
test_resume (VaultFixture *fixture, gconstpointer data)
{
  const gboolean restart = GPOINTER_TO_INT (data);
  AnfPart *part = vault_make_part (fixture, "u1", "ab");
  g_assert_true (anf_part_sync (part, NULL));
  g_assert_true (anf_part_sync_name (part, NULL));
  vault_write_text (part, "never acknowledged");
  anf_part_free (part);
  if (restart)
    vault_reopen (fixture);
  part = anf_part_open (fixture->vault, "u1", 2, NULL);
  vault_assert_content (fixture, "incoming/u1", "ab");
  vault_write_text (part, "c");
  vault_assert_hash (part, SHA_ABC);
  g_assert_true (anf_part_sync (part, NULL));
  anf_part_free (part);
  if (restart)
    vault_reopen (fixture);
  part = anf_part_open (fixture->vault, "u1", 3, NULL);
  vault_assert_hash (part, SHA_ABC);
  g_assert_true (anf_part_adopt (part, SHA_ABC, NULL));
  g_assert_true (anf_part_discard (part, NULL));
}

/* The hash kept between two pieces is of that part as it was, or it is not used. */
static void
test_kept_hash (VaultFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *id = g_strdup_printf ("many-%u", i);
      anf_part_free (vault_make_part (fixture, id, "a"));
    }
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *id = g_strdup_printf ("many-%u", i);
      g_autoptr (AnfPart) part = anf_part_open (fixture->vault, id, 1, NULL);
      vault_write_text (part, "bc");
      vault_assert_hash (part, SHA_ABC);
    }
  anf_part_free (vault_make_part (fixture, "u1", "xyz"));
  g_assert_true (anf_part_remove (fixture->vault, "u1", NULL));
  g_autofree char *path = vault_path_in (fixture, "incoming/u1");
  g_assert_true (g_file_set_contents (path, "abc", 3, NULL));
  g_autoptr (AnfPart) part = anf_part_open (fixture->vault, "u1", 3, NULL);
  vault_assert_hash (part, SHA_ABC);
}

static void
test_refusals (VaultFixture *fixture, gconstpointer data)
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
      vault_assert_refused (anf_part_create (fixture->vault, bad_ids[i], SHA_ABC, 3, &error)
                                != NULL,
                            &error, ANF_ERROR_INVALID);
      vault_assert_refused (anf_part_open (fixture->vault, bad_ids[i], 0, &error) != NULL, &error,
                            ANF_ERROR_INVALID);
      vault_assert_refused (anf_part_remove (fixture->vault, bad_ids[i], &error), &error,
                            ANF_ERROR_INVALID);
    }
  int fd = -1;
  gint64 size = 0;
  static const char *const bad_hashes[] = { "", "abc", "../../../../../../etc/passwd",
                                            "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF"
                                            "61F20015AD" };
  for (guint i = 0; i < G_N_ELEMENTS (bad_hashes); i++)
    {
      vault_assert_refused (anf_vault_open_blob (fixture->vault, bad_hashes[i], &fd, &size, &error),
                            &error, ANF_ERROR_INVALID);
      vault_assert_refused (anf_part_create (fixture->vault, "u1", bad_hashes[i], 3, &error)
                                != NULL,
                            &error, ANF_ERROR_INVALID);
    }
  vault_assert_refused (anf_vault_open_blob (fixture->vault, SHA_ABC, &fd, &size, &error), &error,
                        ANF_ERROR_NOT_FOUND);
  vault_assert_refused (anf_part_open (fixture->vault, "u1", 0, &error) != NULL, &error,
                        ANF_ERROR_NOT_FOUND);
  vault_assert_refused (anf_part_remove (fixture->vault, "u1", &error), &error,
                        ANF_ERROR_NOT_FOUND);
  g_autoptr (AnfPart) part = vault_make_part (fixture, "u1", "abc");
  vault_assert_refused (anf_part_open (fixture->vault, "u1", 4, &error) != NULL, &error,
                        ANF_ERROR_CORRUPT);
  vault_assert_refused (anf_part_adopt (part, SHA_EMPTY, &error), &error, ANF_ERROR_INVALID);
  g_assert_false (anf_vault_has_blob (fixture->vault, SHA_EMPTY, 0));
  /* Nor are bytes that were announced as others, who would not be known after a power cut. */
  g_autoptr (AnfPart) other = anf_part_create (fixture->vault, "u2", SHA_EMPTY, 3, NULL);
  vault_write_text (other, "abc");
  vault_assert_refused (anf_part_adopt (other, SHA_ABC, &error), &error, ANF_ERROR_INVALID);
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
test_checksum (VaultFixture *fixture, gconstpointer data)
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
      g_autoptr (AnfPart) part = vault_make_part (fixture, id, expected->before);
      g_assert_true (anf_part_sync (part, NULL));
      g_assert_true (anf_part_expect (part, expected->algorithm, checksum, NULL));
      vault_write_text (part, expected->body);
      g_autoptr (GError) error = NULL;
      if (expected->matches)
        g_assert_true (anf_part_sync (part, NULL));
      else
        vault_assert_refused (anf_part_sync (part, &error), &error, ANF_ERROR_INVALID);
      vault_assert_content (fixture, name, expected->matches ? whole : expected->before);
      g_autofree char *sha256 = g_compute_checksum_for_string (
          G_CHECKSUM_SHA256, expected->matches ? whole : expected->before, -1);
      vault_assert_hash (part, sha256);
      /* The next body is again without one. */
      vault_write_text (part, "z");
      g_assert_true (anf_part_sync (part, NULL));
    }
}

static void
test_checksum_unfinished (VaultFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) checksum = g_bytes_new_static ("01234567890123456789", 20);
  g_autoptr (GError) error = NULL;
  AnfPart *part = vault_make_part (fixture, "u1", "ab");
  vault_assert_refused (anf_part_expect (part, "md5", checksum, &error), &error, ANF_ERROR_INVALID);
  g_assert_true (anf_part_expect (part, "sha1", checksum, NULL));
  vault_write_text (part, "lost with the link");
  anf_part_free (part);
  vault_assert_content (fixture, "incoming/u1", "ab");
  part = anf_part_open (fixture->vault, "u1", 2, NULL);
  vault_write_text (part, "c");
  vault_assert_hash (part, SHA_ABC);
  anf_part_free (part);
}

/* The same bytes twice are one blob; other bytes under its name are an alarm, and stay. */
static void
test_same_bytes (VaultFixture *fixture, gconstpointer data)
{
  AnfPart *first = vault_make_part (fixture, "u1", "abc");
  AnfPart *second = vault_make_part (fixture, "u2", "abc");
  g_assert_true (anf_part_adopt (first, SHA_ABC, NULL));
  g_assert_true (anf_part_adopt (second, SHA_ABC, NULL));
  g_assert_true (anf_part_discard (first, NULL));
  g_assert_true (anf_part_discard (second, NULL));
  vault_assert_content (fixture, BLOB_ABC, "abc");
  static const char *const damaged[] = { "abd", "ab", "" };
  for (guint i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      g_autofree char *path = vault_path_in (fixture, BLOB_ABC);
      g_assert_true (g_file_set_contents (path, damaged[i], -1, NULL));
      g_autoptr (AnfPart) third = vault_make_part (fixture, "u3", "abc");
      g_autoptr (GError) error = NULL;
      vault_assert_refused (anf_part_adopt (third, SHA_ABC, &error), &error, ANF_ERROR_CORRUPT);
      vault_assert_refused (anf_vault_verify_blob (fixture->vault, SHA_ABC, &error), &error,
                            ANF_ERROR_CORRUPT);
      vault_assert_content (fixture, BLOB_ABC, damaged[i]);
      g_assert_true (anf_part_discard (g_steal_pointer (&third), NULL));
    }
}

static void
test_put (VaultFixture *fixture, gconstpointer data)
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
test_visit (VaultFixture *fixture, gconstpointer data)
{
  AnfPart *part = vault_make_part (fixture, "u1", "abc");
  g_assert_true (anf_part_adopt (part, SHA_ABC, NULL));
  g_assert_true (anf_part_discard (part, NULL));
  anf_part_free (vault_make_part (fixture, "u2", "x"));
  g_autofree char *misplaced = vault_path_in (fixture, "blobs/00/" SHA_ABC);
  g_autofree char *stray = vault_path_in (fixture, "blobs/note");
  g_assert_true (g_file_set_contents (misplaced, "a", 1, NULL));
  g_assert_true (g_file_set_contents (stray, "ab", 2, NULL));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_assert_true (anf_vault_visit_blobs (fixture->vault, vault_note_name, names, NULL));
  g_ptr_array_sort (names, compare_texts);
  g_assert_cmpuint (names->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (names, 0), ==, SHA_ABC " 3");
  g_assert_cmpstr (g_ptr_array_index (names, 1), ==, "blobs/00/" SHA_ABC " 1");
  g_assert_cmpstr (g_ptr_array_index (names, 2), ==, "blobs/note 2");
  g_ptr_array_set_size (names, 0);
  g_assert_true (anf_vault_visit_parts (fixture->vault, vault_note_name, names, NULL));
  g_assert_cmpuint (names->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (names, 0), ==, "u2 1");
  g_autoptr (GError) error = NULL;
  vault_assert_refused (anf_vault_visit_parts (fixture->vault, stop_at_once, NULL, &error), &error,
                        ANF_ERROR_BUSY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  vault_test_add ("/vault/receive", NULL, test_receive);
  vault_test_add ("/vault/given-up", NULL, test_given_up);
  vault_test_add ("/vault/named-after-adoption", NULL, test_named_after_adoption);
  vault_test_add ("/vault/again", NULL, test_again);
  vault_test_add ("/vault/modes", NULL, test_modes);
  vault_test_add ("/vault/resume/same-process", GINT_TO_POINTER (FALSE), test_resume);
  vault_test_add ("/vault/resume/restarted", GINT_TO_POINTER (TRUE), test_resume);
  vault_test_add ("/vault/kept-hash", NULL, test_kept_hash);
  vault_test_add ("/vault/refusals", NULL, test_refusals);
  vault_test_add ("/vault/checksum", NULL, test_checksum);
  vault_test_add ("/vault/checksum-unfinished", NULL, test_checksum_unfinished);
  vault_test_add ("/vault/same-bytes", NULL, test_same_bytes);
  vault_test_add ("/vault/put", NULL, test_put);
  vault_test_add ("/vault/visit", NULL, test_visit);
  return g_test_run ();
}
