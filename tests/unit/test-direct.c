/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* However bytes come — in whole pages or not, from aligned memory or not, in one go or resumed —
   the file holds them, and what sha256 says of them is what GLib says. */
#include "anf-direct.h"

#include <glib-unix.h>
#include <glib/gstdio.h>

#include "vault-fixture.h"
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/vfs.h>
#include <unistd.h>

#define PAGE ((gsize)ANF_DIRECT_ALIGNMENT)
#define BLOCK (64 * PAGE)
#define TMPFS_MAGIC 0x01021994

/* Memory at @shift bytes past a page, filled with numbers that repeat at no page's distance. */
static guint8 *
make_bytes (gsize size, gsize shift, guint8 **memory)
{
  *memory = g_aligned_alloc (1, size + PAGE, PAGE);
  for (gsize i = 0; i < size; i++)
    (*memory)[shift + i] = (guint8)(i * 7 + i / 251);
  return *memory + shift;
}

typedef struct
{
  const char *name;
  gsize pieces[5]; /* written one after the other; 0 ends them */
  gsize shift;     /* of the memory that each is in */
} Case;

static const Case cases[] = {
  { "one-page-multiple", { BLOCK }, 0 },
  { "tail", { BLOCK + 1 }, 0 },
  { "many", { BLOCK, BLOCK, BLOCK, 17 }, 0 },
  { "short-between", { BLOCK, 5, BLOCK, BLOCK }, 0 },
  { "short-first", { 1, BLOCK, BLOCK }, 0 },
  { "page-short-of", { BLOCK - PAGE, PAGE, BLOCK }, 0 },
  { "unaligned-memory", { BLOCK, BLOCK }, 1 },
  { "small", { 100, 100, 3000 }, 0 },
};

static void
write_pieces (AnfPart *part, const Case *item, const guint8 *bytes)
{
  for (gsize i = 0, at = 0; i < G_N_ELEMENTS (item->pieces) && item->pieces[i] > 0; i++)
    {
      const gsize size = item->pieces[i];
      guint8 *piece = g_aligned_alloc (1, size + PAGE, PAGE);
      memcpy (piece + item->shift, bytes + at, size);
      g_assert_true (anf_part_write (part, piece + item->shift, size, NULL));
      g_aligned_free (piece);
      at += size;
    }
}

static void
test_pieces (VaultFixture *fixture, gconstpointer data)
{
  const Case *item = data;
  gsize size = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (item->pieces); i++)
    size += item->pieces[i];
  guint8 *memory = NULL;
  const guint8 *bytes = make_bytes (size, 0, &memory);
  g_autofree char *expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, size);
  AnfPart *part = anf_part_create (fixture->vault, "u1", expected, (gint64)size, NULL);
  g_assert_nonnull (part);
  write_pieces (part, item, bytes);
  g_assert_cmpint (anf_part_get_offset (part), ==, (gint64)size);
  g_assert_true (anf_part_adopt (part, expected, NULL));
  g_assert_true (anf_part_sync_name (part, NULL));
  anf_part_free (part);
  g_autofree char *path = vault_path_in (fixture, "incoming/u1");
  g_autofree char *content = NULL;
  gsize length = 0;
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_cmpmem (content, length, bytes, size);
  g_assert_true (anf_vault_verify_blob (fixture->vault, expected, NULL));
  g_aligned_free (memory);
}

/* Bytes that were not acknowledged are cut off wherever they end; what follows stands right. */
static void
test_resumed_within_a_page (VaultFixture *fixture, gconstpointer data)
{
  const gsize size = 2 * BLOCK;
  guint8 *memory = NULL;
  const guint8 *bytes = make_bytes (size, 0, &memory);
  g_autofree char *expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, size);
  AnfPart *part = anf_part_create (fixture->vault, "u1", SHA_ABC, 3, NULL);
  g_assert_true (anf_part_write (part, bytes, BLOCK, NULL));
  g_assert_true (anf_part_sync (part, NULL) && anf_part_sync_name (part, NULL));
  anf_part_free (part);
  vault_reopen (fixture);
  part = anf_part_open (fixture->vault, "u1", (gint64)BLOCK - 10, NULL);
  g_assert_nonnull (part);
  g_assert_true (anf_part_write (part, bytes + BLOCK - 10, BLOCK + 10, NULL));
  g_assert_true (anf_part_adopt (part, expected, NULL));
  anf_part_free (part);
  g_assert_true (anf_vault_verify_blob (fixture->vault, expected, NULL));
  g_aligned_free (memory);
}

/* A day's evidence must not drive the database out of memory. */
static void
test_leaves_the_page_cache_alone (VaultFixture *fixture, gconstpointer data)
{
  struct statfs system;
  g_assert_cmpint (statfs (fixture->path, &system), ==, 0);
  if (system.f_type == TMPFS_MAGIC)
    {
      g_test_skip ("files of this file system are always in memory");
      return;
    }
  const gsize size = 16 * BLOCK + 100;
  guint8 *memory = NULL;
  const guint8 *bytes = make_bytes (size, 0, &memory);
  g_autoptr (AnfPart) part = anf_part_create (fixture->vault, "u1", SHA_ABC, 3, NULL);
  g_assert_true (anf_part_write (part, bytes, size, NULL));
  g_assert_true (anf_part_sync (part, NULL) && anf_part_sync_name (part, NULL));
  g_autofree char *path = vault_path_in (fixture, "incoming/u1");
  const int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  void *mapped = mmap (NULL, size, PROT_READ, MAP_SHARED, fd, 0);
  g_assert_true (mapped != MAP_FAILED);
  guchar resident[16 * BLOCK / PAGE + 1] = { 0 };
  g_assert_cmpint (mincore (mapped, size, resident), ==, 0);
  guint count = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (resident); i++)
    count += resident[i] & 1;
  /* The last page, which went the ordinary way, may take its time. */
  g_assert_cmpuint (count, <=, 1);
  g_assert_cmpint (munmap (mapped, size), ==, 0);
  g_assert_true (g_close (fd, NULL));
  g_aligned_free (memory);
}

/* What the kernel does not take past the cache goes the ordinary way: a pipe knows no offsets, so
   the failure of the second way shows that it was tried. */
static void
test_refusing_file (void)
{
  guint8 *memory = NULL;
  const guint8 *bytes = make_bytes (BLOCK, 0, &memory);
  int ends[2];
  g_assert_true (g_unix_open_pipe (ends, FD_CLOEXEC, NULL));
  AnfDirect pipe = { .fd = ends[1] };
  gsize done = 1;
  g_assert_false (anf_direct_write (&pipe, bytes, BLOCK, 0, &done));
  g_assert_cmpuint (done, ==, 0);
  AnfDirect closed = { .fd = -1 };
  g_assert_false (anf_direct_write (&closed, bytes, BLOCK, 0, &done));
  g_assert_true (closed.refused);
  AnfDirect full = { .fd = g_open ("/dev/full", O_WRONLY | O_CLOEXEC, 0) };
  g_assert_false (anf_direct_write (&full, bytes, BLOCK, 0, &done));
  g_assert_cmpuint (done, ==, 0);
  (void)g_close (ends[0], NULL);
  (void)g_close (ends[1], NULL);
  (void)g_close (full.fd, NULL);
  g_aligned_free (memory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/direct/pieces/", cases[i].name, NULL);
      vault_test_add (path, &cases[i], test_pieces);
    }
  vault_test_add ("/direct/resumed-within-a-page", NULL, test_resumed_within_a_page);
  vault_test_add ("/direct/page-cache", NULL, test_leaves_the_page_cache_alone);
  g_test_add_func ("/direct/refusing-file", test_refusing_file);
  return g_test_run ();
}
