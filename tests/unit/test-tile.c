/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-tile.h"

typedef struct
{
  const char *level;
  const char *path;
  gboolean entries;
  guint number;
  guint64 index;
  guint width;
} TileCase;

static const TileCase tile_cases[] = {
  { "0", "000", FALSE, 0, 0, 256 },
  { "63", "999.p/1", FALSE, 63, 999, 1 },
  { "1", "x001/x234/067", FALSE, 1, 1234067, 256 },
  { "0", "x273/112.p/255", FALSE, 0, 273112, 255 },
  { "entries", "x001/000", TRUE, 0, 1000, 256 },
};

static const char *const tile_refused[][2] = {
  { "64", "000" },
  { "00", "000" },
  { "-1", "000" },
  { "", "000" },
  { "Entries", "000" },
  { "0", "" },
  { "0", "0" },
  { "0", "0000" },
  { "0", "x000/001" },
  { "0", "001/002" },
  { "0", "x001" },
  { "0", "x001/" },
  { "0", "000.p/0" },
  { "0", "000.p/256" },
  { "0", "000.p/01" },
  { "0", "000.p/" },
  { "0", "000.p" },
  { "0", "000/" },
  { "0", "x001/x234/06a" },
  { "0", "000.p/1/2" },
  { "0", "../000" },
  { "0", "X001/000" },
  { "0", "x999/x999/x999/x999/x999/x999/x999/x999/x999/999" },
};

static void
test_tile_paths (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (tile_cases); i++)
    {
      const TileCase *expected = &tile_cases[i];
      AnfTile tile;
      g_assert_true (anf_tile_parse (expected->level, expected->path, &tile, NULL));
      g_assert_cmpint (tile.entries, ==, expected->entries);
      g_assert_cmpuint (tile.level, ==, expected->number);
      g_assert_cmpuint (tile.index, ==, expected->index);
      g_assert_cmpuint (tile.width, ==, expected->width);
    }
  for (guint i = 0; i < G_N_ELEMENTS (tile_refused); i++)
    {
      AnfTile tile;
      g_autoptr (GError) error = NULL;
      g_assert_false (anf_tile_parse (tile_refused[i][0], tile_refused[i][1], &tile, &error));
      g_assert_error (error, ANF_ERROR, ANF_ERROR_NOT_FOUND);
    }
}

static void
test_entry_bundle (void)
{
  g_autoptr (GByteArray) bundle = g_byte_array_new ();
  anf_tile_append_entry (bundle, "ab", 2);
  anf_tile_append_entry (bundle, "", 0);
  g_assert_cmpmem (bundle->data, bundle->len, "\0\2ab\0\0", 6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tile/paths", test_tile_paths);
  g_test_add_func ("/tile/entry-bundle", test_entry_bundle);
  return g_test_run ();
}
