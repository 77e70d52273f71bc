/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-tile.h"

#include "anf-codec.h"
#include "anf-error.h"

#include <glib/gi18n.h>

#include <string.h>

/* Longest path: seven groups of `x000/`, one more group, `.p/255`. */
#define PATH_MAX_LENGTH 48

static gboolean
read_level (const char *text, AnfTile *tile)
{
  guint64 level = 0;
  tile->entries = strcmp (text, "entries") == 0;
  if (!tile->entries && (!anf_codec_read_decimal (text, &level) || level > 63))
    return FALSE;
  tile->level = (guint)level;
  return TRUE;
}

/* `x001/x234/067`: reads on until a group without `x`. Whether it was the one spelling is seen by
   writing it again. */
static gboolean
read_index (const char *path, guint64 *index, const char **rest)
{
  *index = 0;
  for (const char *at = path;;)
    {
      const gboolean more = *at == 'x';
      at += more ? 1 : 0;
      for (guint i = 0; i < 3; i++)
        if (!g_ascii_isdigit (at[i]))
          return FALSE;
      if (*index > G_MAXINT64 / 1000 - 1)
        return FALSE;
      *index = *index * 1000 + (guint64)(at[0] - '0') * 100 + (guint64)(at[1] - '0') * 10
               + (guint64)(at[2] - '0');
      at += 3;
      *rest = at;
      if (!more)
        return TRUE;
      if (*at++ != '/')
        return FALSE;
    }
}

static gboolean
read_width (const char *text, guint *width)
{
  guint64 value = ANF_TILE_WIDTH;
  if (*text != '\0'
      && (!g_str_has_prefix (text, ".p/") || !anf_codec_read_decimal (text + 3, &value)
          || value == 0 || value >= ANF_TILE_WIDTH))
    return FALSE;
  *width = (guint)value;
  return TRUE;
}

static gboolean
read_tile (const char *level, const char *path, AnfTile *tile)
{
  const char *rest = NULL;
  if (strlen (path) > PATH_MAX_LENGTH || !read_level (level, tile)
      || !read_index (path, &tile->index, &rest) || !read_width (rest, &tile->width))
    return FALSE;
  g_autofree char *again = anf_tile_format (tile);
  g_autofree char *given = g_strdup_printf ("tile/%s/%s", level, path);
  return strcmp (again, given) == 0;
}

gboolean
anf_tile_parse (const char *level, const char *path, AnfTile *tile, GError **error)
{
  if (read_tile (level, path, tile))
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("there is no tile of that name"));
}

static void
append_index (GString *out, guint64 index, gboolean last)
{
  if (index >= 1000)
    append_index (out, index / 1000, FALSE);
  g_string_append_printf (out, last ? "%03u" : "x%03u/", (guint)(index % 1000));
}

char *
anf_tile_format (const AnfTile *tile)
{
  GString *out = g_string_new ("tile/");
  if (tile->entries)
    g_string_append (out, "entries/");
  else
    g_string_append_printf (out, "%u/", tile->level);
  append_index (out, tile->index, TRUE);
  if (tile->width < ANF_TILE_WIDTH)
    g_string_append_printf (out, ".p/%u", tile->width);
  return g_string_free (out, FALSE);
}

gboolean
anf_tile_exists (const AnfTile *tile, guint64 size, GError **error)
{
  const guint shift = tile->level * ANF_TREE_STRIDE;
  const guint64 nodes = shift < 64 ? size >> shift : 0;
  if (tile->index <= nodes / ANF_TILE_WIDTH && nodes - tile->index * ANF_TILE_WIDTH >= tile->width)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("the log has not grown to that tile yet"));
}

GBytes *
anf_tile_read (const AnfTile *tile, const AnfTreeReader *reader, guint64 size, GError **error)
{
  g_return_val_if_fail (!tile->entries, NULL);
  if (!anf_tile_exists (tile, size, error))
    return NULL;
  g_autofree guint8 *hashes = g_malloc ((gsize)tile->width * ANF_HASH_SIZE);
  if (!reader->read (reader->data, tile->level * ANF_TREE_STRIDE, tile->index * ANF_TILE_WIDTH,
                     tile->width, hashes, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&hashes), (gsize)tile->width * ANF_HASH_SIZE);
}

void
anf_tile_append_entry (GByteArray *bundle, gconstpointer bytes, guint16 size)
{
  const guint16 length = GUINT16_TO_BE (size);
  g_byte_array_append (bundle, (const guint8 *)&length, sizeof length);
  g_byte_array_append (bundle, bytes, size);
}
