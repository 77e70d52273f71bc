/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-log-use.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-log-rows.h"
#include "anf-tile.h"

#include <glib/gi18n.h>

#include <inttypes.h>
#include <string.h>

static const char text_type[] = "text/plain; charset=utf-8";

gboolean
anf_log_use_get_checkpoint (AnfWork *work, GError **error)
{
  gint64 size = 0;
  char *note = anf_log_rows_get_checkpoint (work->tx, &size, error);
  if (note != NULL)
    anf_work_reply_text (work, text_type, note);
  return note != NULL;
}

static gboolean
parse_index (const char *name, const char *text, gint64 *index, GError **error)
{
  guint64 number = 0;
  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &number, NULL))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: give a number"), name);
  *index = (gint64)number;
  return TRUE;
}

gboolean
anf_log_use_get_leaf (AnfWork *work, GError **error)
{
  gint64 index = 0;
  if (!parse_index ("id", work->call->id, &index, error))
    return FALSE;
  char *line = anf_log_rows_get_line (work->tx, index, error);
  if (line != NULL)
    anf_work_reply_text (work, "application/json", line);
  return line != NULL;
}

gboolean
anf_log_use_get_proof (AnfWork *work, GError **error)
{
  gint64 index = 0;
  gint64 size = 0;
  if (!parse_index ("id", work->call->id, &index, error))
    return FALSE;
  g_autofree char *note = anf_log_rows_get_checkpoint (work->tx, &size, error);
  if (note == NULL)
    return FALSE;
  if (index >= size)
    return anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("the log has no leaf %" PRId64), index);
  char *proof = anf_journal_prove (work->tx, (guint64)index, (guint64)size, note, error);
  if (proof != NULL)
    anf_work_reply_text (work, text_type, proof);
  return proof != NULL;
}

gboolean
anf_log_use_get_consistency (AnfWork *work, GError **error)
{
  gint64 from = 0;
  gint64 to = 0;
  gint64 size = 0;
  if (!parse_index ("from", anf_work_get_query (work, "from"), &from, error)
      || !parse_index ("to", anf_work_get_query (work, "to"), &to, error))
    return FALSE;
  g_autofree char *note = anf_log_rows_get_checkpoint (work->tx, &size, error);
  if (note == NULL)
    return FALSE;
  if (to > size)
    return anf_error_throw (error, ANF_ERROR_NOT_FOUND,
                            _ ("the log has %" PRId64 " leaves, not %" PRId64), size, to);
  const AnfTreeReader reader = anf_journal_reader (work->tx);
  g_autoptr (GByteArray) hashes
      = anf_tree_prove_consistency (&reader, (guint64)from, (guint64)to, error);
  if (hashes == NULL)
    return FALSE;
  g_autoptr (JsonObject) reply = json_object_new ();
  JsonArray *list = json_array_new ();
  for (guint at = 0; at < hashes->len; at += ANF_HASH_SIZE)
    {
      g_autofree char *text = g_base64_encode (hashes->data + at, ANF_HASH_SIZE);
      json_array_add_string_element (list, text);
    }
  json_object_set_int_member (reply, "from", from);
  json_object_set_int_member (reply, "to", to);
  json_object_set_array_member (reply, "hashes", list);
  anf_work_reply_text (work, "application/json", anf_json_format_object (reply));
  return TRUE;
}

static GBytes *
read_entries (AnfWork *work, const AnfTile *tile, GError **error)
{
  GByteArray *bundle = g_byte_array_new ();
  const gint64 first = (gint64)tile->index * ANF_TILE_WIDTH;
  for (gint64 i = 0; i < (gint64)tile->width; i++)
    {
      g_autofree char *line = anf_log_rows_get_line (work->tx, first + i, error);
      if (line == NULL)
        {
          g_byte_array_unref (bundle);
          return NULL;
        }
      anf_tile_append_entry (bundle, line, (guint16)strlen (line));
    }
  return g_byte_array_free_to_bytes (bundle);
}

gboolean
anf_log_use_get_tile (AnfWork *work, GError **error)
{
  AnfTile tile;
  gint64 size = 0;
  if (!anf_tile_parse (work->call->id, work->call->sub, &tile, error))
    return FALSE;
  g_autofree char *note = anf_log_rows_get_checkpoint (work->tx, &size, error);
  if (note == NULL || !anf_tile_exists (&tile, (guint64)size, error))
    return FALSE;
  const AnfTreeReader reader = anf_journal_reader (work->tx);
  GBytes *bytes = tile.entries ? read_entries (work, &tile, error)
                               : anf_tile_read (&tile, &reader, (guint64)size, error);
  if (bytes == NULL)
    return FALSE;
  anf_work_reply_empty (work);
  work->reply->status = 200;
  work->reply->content_type = "application/octet-stream";
  work->reply->body = bytes;
  return TRUE;
}

gboolean
anf_log_use_get_key (AnfWork *work, GError **error)
{
  g_autofree char *vkey = anf_signer_dup_vkey (anf_journal_get_signer (work->office->journal));
  anf_work_reply_text (work, text_type, g_strconcat (vkey, "\n", NULL));
  return TRUE;
}
