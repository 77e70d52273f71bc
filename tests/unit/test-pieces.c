/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-http-limits.h"
#include "anf-pieces.h"

#include <string.h>

#define MANY 50
#define ROUNDS 200

static void
test_each_is_its_own (void)
{
  AnfPieces *pieces = anf_pieces_new ();
  guint8 *taken[MANY];
  for (guint i = 0; i < MANY; i++)
    {
      taken[i] = anf_pieces_take (pieces);
      g_assert_cmpuint ((guintptr)taken[i] % ANF_HTTP_PIECE_ALIGNMENT, ==, 0);
      memset (taken[i], (int)i, ANF_HTTP_PIECE_SIZE);
    }
  for (guint i = 0; i < MANY; i++)
    for (gsize at = 0; at < ANF_HTTP_PIECE_SIZE; at++)
      if (taken[i][at] != i)
        g_error ("byte %" G_GSIZE_FORMAT " of piece %u is another piece's", at, i);
  for (guint i = 0; i < MANY; i++)
    anf_pieces_give_back (pieces, taken[i]);
  anf_pieces_free (pieces);
}

/* In whatever order they come back. */
static void
test_memory_goes_back (void)
{
  AnfPieces *pieces = anf_pieces_new ();
  g_assert_cmpuint (anf_pieces_get_size (pieces), ==, 0);
  gpointer taken[MANY];
  for (guint i = 0; i < MANY; i++)
    taken[i] = anf_pieces_take (pieces);
  const gsize most = anf_pieces_get_size (pieces);
  g_assert_cmpuint (most, >=, (gsize)MANY * ANF_HTTP_PIECE_SIZE);
  for (guint i = 0; i < MANY; i++)
    anf_pieces_give_back (pieces, taken[i * 7 % MANY]);
  g_assert_cmpuint (anf_pieces_get_size (pieces), ==, 0);
  anf_pieces_give_back (pieces, NULL);
  anf_pieces_free (pieces);
}

static void
test_room_is_used_again (void)
{
  AnfPieces *pieces = anf_pieces_new ();
  gpointer taken[MANY];
  for (guint i = 0; i < MANY; i++)
    taken[i] = anf_pieces_take (pieces);
  const gsize most = anf_pieces_get_size (pieces);
  for (guint i = 0; i < MANY; i++)
    {
      anf_pieces_give_back (pieces, taken[i]);
      taken[i] = anf_pieces_take (pieces);
    }
  g_assert_cmpuint (anf_pieces_get_size (pieces), ==, most);
  for (guint i = 0; i < MANY; i++)
    anf_pieces_give_back (pieces, taken[i]);
  anf_pieces_free (pieces);
}

/* Whether the mapping that @at lies in has the flag "hg" (proc(5), smaps). */
static gboolean
is_for_large_pages (gconstpointer at)
{
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents ("/proc/self/smaps", &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  gboolean inside = FALSE;
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      char *end = NULL;
      const guint64 first = g_ascii_strtoull (lines[i], &end, 16);
      if (end != lines[i] && *end == '-')
        inside = (guintptr)at >= first && (guintptr)at < g_ascii_strtoull (end + 1, NULL, 16);
      else if (inside && g_str_has_prefix (lines[i], "VmFlags:"))
        return strstr (lines[i], " hg") != NULL;
    }
  return FALSE;
}

static void
test_large_pages_are_asked_for (void)
{
  const gboolean there_are
      = g_file_test ("/sys/kernel/mm/transparent_hugepage", G_FILE_TEST_IS_DIR);
  AnfPieces *pieces = anf_pieces_new ();
  gpointer piece = anf_pieces_take (pieces);
  g_assert_false (is_for_large_pages (&pieces));
  g_assert_true (is_for_large_pages (piece) == there_are);
  anf_pieces_give_back (pieces, piece);
  anf_pieces_free (pieces);
}

static gpointer
take_and_give (gpointer data)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      guint *piece = anf_pieces_take (data);
      *piece = i;
      g_thread_yield ();
      g_assert_cmpuint (*piece, ==, i);
      anf_pieces_give_back (data, piece);
    }
  return NULL;
}

static void
test_threads_share_them (void)
{
  AnfPieces *pieces = anf_pieces_new ();
  GThread *threads[12];
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("taker", take_and_give, pieces);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (anf_pieces_get_size (pieces), ==, 0);
  anf_pieces_free (pieces);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pieces/each-is-its-own", test_each_is_its_own);
  g_test_add_func ("/pieces/memory-goes-back", test_memory_goes_back);
  g_test_add_func ("/pieces/room-is-used-again", test_room_is_used_again);
  g_test_add_func ("/pieces/large-pages-are-asked-for", test_large_pages_are_asked_for);
  g_test_add_func ("/pieces/threads-share-them", test_threads_share_them);
  return g_test_run ();
}
