/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-tree.h"

#define ANF_TILE_WIDTH 256
/* A record in an entry bundle is preceded by its length in two bytes. */
#define ANF_TILE_ENTRY_MAX 65535

/**
 * AnfTile:
 * @entries: whether it is a bundle of leaves rather than of hashes (then @level is 0)
 * @level: the tile's level; its hashes are the tree's level 8 × @level
 * @index: which tile of that level
 * @width: how many hashes or entries, 1 to 256
 *
 * What a path of C2SP tlog-tiles names.
 */
typedef struct
{
  gboolean entries;
  guint level;
  guint64 index;
  guint width;
} AnfTile;

/**
 * anf_tile_parse:
 * @level: `0` to `63`, or `entries`
 * @path: the rest, e.g. `x001/x234/067` or `x001/x234/067.p/8`
 * @error: ANF_ERROR_NOT_FOUND for all that is not the one spelling of a tile's path
 */
gboolean anf_tile_parse (const char *level, const char *path, AnfTile *tile, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_tile_format: Returns: (transfer full): `tile/<L>/<N>[.p/<W>]` */
char *anf_tile_format (const AnfTile *tile);

/** anf_tile_exists: whether a tree of @size leaves has @tile: NOT_FOUND when it has not. */
gboolean
anf_tile_exists (const AnfTile *tile, guint64 size, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_tile_read: Returns: (transfer full): the tile's hashes, of a tree of @size leaves. */
GBytes *anf_tile_read (const AnfTile *tile,
                       const AnfTreeReader *reader,
                       guint64 size,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_tile_append_entry: appends one leaf to an entry bundle: length in two bytes, then bytes. */
void anf_tile_append_entry (GByteArray *bundle, gconstpointer bytes, guint16 size);
