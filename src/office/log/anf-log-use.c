/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-log-use.h"

#include "anf-error.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-leaf.h"
#include "anf-log-history.h"
#include "anf-log-rows.h"
#include "anf-rotate.h"
#include "anf-rotation.h"
#include "anf-talks.h"
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

gboolean
anf_log_use_get_cosigned (AnfWork *work, GError **error)
{
  gint64 size = 0;
  char *note = anf_log_history_get_cosigned (work->tx, &size, error);
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

/* Whose record it is, where not everybody who sees such records sees each. */
static gboolean
gather (AnfWork *work, const char *noun, const char *id, AnfFactSheet *sheet, GError **error)
{
  static const struct
  {
    AnfNoun noun;
    gboolean (*gather) (AnfWork *work, JsonObject *doc, AnfFactSheet *sheet, GError **error);
  } records[] = {
    { ANF_NOUN_VISIT, anf_facts_of_visit },       { ANF_NOUN_EVIDENCE, anf_facts_of_evidence },
    { ANF_NOUN_FINDING, anf_facts_of_finding },   { ANF_NOUN_ORDER, anf_facts_of_order },
    { ANF_NOUN_REFERRAL, anf_facts_of_referral }, { ANF_NOUN_LEAD, anf_facts_of_lead },
    { ANF_NOUN_TALK, anf_facts_of_talk },
  };
  /* Of an account its name says all. */
  sheet->facts.subject = id;
  for (gsize i = 0; i < G_N_ELEMENTS (records); i++)
    {
      if (strcmp (anf_noun_name (records[i].noun), noun) != 0)
        continue;
      g_autoptr (AnfItem) item = anf_work_find (work, records[i].noun, id, error);
      return item != NULL && records[i].gather (work, item->doc, sheet, error);
    }
  return TRUE;
}

gboolean
anf_log_use_sees (AnfWork *work, const char *record, gboolean *open, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (record, "/", 2);
  g_auto (AnfFactSheet) sheet = { 0 };
  const char *noun = parts[0] != NULL ? parts[0] : "";
  const char *id = parts[0] != NULL && parts[1] != NULL ? parts[1] : "";
  const AnfScope scope = anf_policy_get_leaf_scope (&work->actor, noun);
  if (scope != ANF_SCOPE_ALL && scope != ANF_SCOPE_NONE && !gather (work, noun, id, &sheet, error))
    return FALSE;
  *open = anf_policy_sees_leaf (&work->actor, noun, &sheet.facts);
  return TRUE;
}

/* Returns: (transfer full): the leaf's line; @open tells whether the caller may see it */
static char *
read_leaf (AnfWork *work, gint64 index, gboolean *open, GError **error)
{
  g_autofree char *line = anf_log_rows_get_line (work->tx, index, error);
  g_autoptr (AnfLeaf) leaf = line != NULL ? anf_leaf_parse (line, strlen (line), error) : NULL;
  if (leaf == NULL || !anf_log_use_sees (work, leaf->record, open, error))
    return NULL;
  return g_steal_pointer (&line);
}

gboolean
anf_log_use_get_leaf (AnfWork *work, GError **error)
{
  gint64 index = 0;
  gboolean open = FALSE;
  if (!parse_index ("id", work->call->id, &index, error))
    return FALSE;
  g_autofree char *line = read_leaf (work, index, &open, error);
  if (line == NULL)
    return FALSE;
  if (!open)
    return anf_error_throw (error, ANF_ERROR_DENIED,
                            _ ("leaf %" PRId64 " is about a record that you may not read; its hash "
                               "and its proof are open to you"),
                            index);
  anf_work_reply_text (work, "application/json", g_steal_pointer (&line));
  return TRUE;
}

/* What the caller may not read is not there. */
gboolean
anf_log_use_find_leaf (AnfWork *work, GError **error)
{
  const char *record = anf_work_get_query (work, "record");
  gboolean open = FALSE;
  g_autoptr (GError) local_error = NULL;
  if (record == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("record: give NOUN/ID"));
  if (!anf_log_use_sees (work, record, &open, &local_error)
      && !g_error_matches (local_error, ANF_ERROR, (int)ANF_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  const gint64 index = open ? anf_log_rows_find_last (work->tx, record, NULL) : -1;
  if (index < 0)
    return anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("the log has no leaf of %s"), record);
  g_autoptr (JsonObject) reply = json_object_new ();
  json_object_set_int_member (reply, "index", index);
  anf_work_reply_text (work, "application/json", anf_json_format_object (reply));
  return TRUE;
}

gboolean
anf_log_use_get_proof (AnfWork *work, GError **error)
{
  gint64 index = 0;
  gint64 size = 0;
  gboolean open = FALSE;
  if (!parse_index ("id", work->call->id, &index, error))
    return FALSE;
  g_autofree char *note = anf_log_rows_get_checkpoint (work->tx, &size, error);
  if (note == NULL)
    return FALSE;
  if (index >= size)
    return anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("the log has no leaf %" PRId64), index);
  g_autofree char *line = read_leaf (work, index, &open, error);
  if (line == NULL)
    return FALSE;
  char *proof = open
                    ? anf_journal_prove (work->tx, (guint64)index, (guint64)size, note, error)
                    : anf_journal_prove_hash (work->tx, (guint64)index, (guint64)size, note, error);
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
  /* A bundle with gaps would not hash to the tree, so it is whole or not at all. */
  if (tile.entries && anf_policy_get_leaf_scope (&work->actor, NULL) != ANF_SCOPE_ALL)
    return anf_error_throw (error, ANF_ERROR_DENIED,
                            _ ("the entries of a tile tell of every kind of record: ask for single "
                               "leaves, or for the tile of their hashes"));
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

gboolean
anf_log_use_list_keys (AnfWork *work, GError **error)
{
  g_autofree char *vkey = anf_signer_dup_vkey (anf_journal_get_signer (work->office->journal));
  g_autoptr (GPtrArray) notes = NULL;
  g_autoptr (GPtrArray) vkeys = anf_rotate_list_keys (work->tx, vkey, &notes, error);
  if (vkeys == NULL)
    return FALSE;
  g_autoptr (JsonObject) reply = json_object_new ();
  JsonArray *items = json_array_new ();
  gint64 from = 0;
  for (guint i = 0; i < vkeys->len; i++)
    {
      JsonObject *item = json_object_new ();
      json_object_set_string_member (item, "vkey", g_ptr_array_index (vkeys, i));
      json_object_set_int_member (item, "from", from);
      if (i > 0)
        json_object_set_string_member (item, "rotation", g_ptr_array_index (notes, i - 1));
      const char *next = i < notes->len ? g_ptr_array_index (notes, i) : NULL;
      g_autoptr (AnfRotation) change
          = next != NULL ? anf_rotation_open (next, strlen (next), NULL) : NULL;
      from = change != NULL ? (gint64)change->size : from;
      if (change != NULL)
        json_object_set_int_member (item, "to", from);
      json_array_add_object_element (items, item);
    }
  json_object_set_array_member (reply, "items", items);
  anf_work_reply_text (work, "application/json", anf_json_format_object (reply));
  return TRUE;
}
