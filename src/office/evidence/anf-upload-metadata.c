/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-upload-metadata.h"

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-geo.h"
#include "anf-json.h"
#include "anf-random.h"

#include <glib/gi18n.h>

#include <string.h>

#define NAME_MAX_BYTES 255

static gboolean
is_plain_text (const char *text, gsize size)
{
  if (!g_utf8_validate (text, (gssize)size, NULL))
    return FALSE;
  for (gsize i = 0; i < size; i++)
    if (g_ascii_iscntrl (text[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_base64 (const char *text)
{
  const gsize length = strlen (text);
  gsize body = length;
  while (body > 0 && length - body < 2 && text[body - 1] == '=')
    body--;
  for (gsize i = 0; i < body; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '+' && text[i] != '/')
      return FALSE;
  return length % 4 == 0;
}

static gboolean
add_pair (GHashTable *pairs, const char *pair, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (pair, " ", 2);
  const char *key = parts[0];
  const char *encoded = parts[0] != NULL && parts[1] != NULL ? parts[1] : "";
  gsize size = 0;
  g_autofree char *value = NULL;
  if (is_base64 (encoded))
    value = (char *)g_base64_decode (encoded, &size);
  if (key == NULL || *key == '\0' || !is_plain_text (key, strlen (key)) || value == NULL
      || !is_plain_text (value, size))
    return anf_error_throw (
        error, ANF_ERROR_INVALID,
        _ ("Upload-Metadata: write it as `key base64(UTF-8 text)`, joined by commas"));
  /* g_base64_decode does not end its bytes with NUL. */
  if (!g_hash_table_insert (pairs, g_strdup (key), g_strndup (value, size)))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("Upload-Metadata: %s is there twice"),
                            key);
  return TRUE;
}

static GHashTable *
split (const char *header, GError **error)
{
  g_autoptr (GHashTable) pairs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  /* Some clients send the header with nothing in it. */
  if (header == NULL || *header == '\0')
    return g_steal_pointer (&pairs);
  if (strlen (header) > ANF_UPLOAD_METADATA_MAX)
    {
      anf_error_throw (error, ANF_ERROR_TOO_LARGE, _ ("Upload-Metadata: longer than %d bytes"),
                       ANF_UPLOAD_METADATA_MAX);
      return NULL;
    }
  g_auto (GStrv) list = g_strsplit (header, ",", -1);
  for (gsize i = 0; list[i] != NULL; i++)
    if (!add_pair (pairs, g_strstrip (list[i]), error))
      return NULL;
  return g_steal_pointer (&pairs);
}

static gboolean
refuse (const char *key, const char *why, GError **error)
{
  return anf_error_throw (error, ANF_ERROR_INVALID, "Upload-Metadata: %s: %s", key, why);
}

static gboolean
is_sha256 (const char *text)
{
  if (strlen (text) != 64)
    return FALSE;
  for (const char *at = text; *at != '\0'; at++)
    if (!g_ascii_isdigit (*at) && (*at < 'a' || *at > 'f'))
      return FALSE;
  return TRUE;
}

static gboolean
add_identity (JsonObject *doc, GHashTable *pairs, GError **error)
{
  const char *id = g_hash_table_lookup (pairs, "evidence");
  static const char *const parents[] = { "visit", "order", "lead" };
  const char *parent = NULL;
  guint named = 0;
  const char *sha256 = g_hash_table_lookup (pairs, "sha256");
  if (id == NULL || !anf_uuid_is_valid (id))
    return refuse ("evidence", _ ("give a UUID in lower case, chosen by you"), error);
  for (gsize i = 0; i < G_N_ELEMENTS (parents); i++)
    {
      const char *value = g_hash_table_lookup (pairs, parents[i]);
      anf_json_set_string (doc, parents[i], value);
      parent = value != NULL ? value : parent;
      named += value != NULL;
    }
  if (named != 1)
    return refuse ("visit", _ ("give one of visit, order and lead"), error);
  if (!anf_uuid_is_valid (parent))
    return refuse ("visit", _ ("visit, order and lead are UUIDs in lower case"), error);
  if (sha256 == NULL || !is_sha256 (sha256))
    return refuse ("sha256", _ ("give the file's SHA-256 as 64 lower-case hex digits"), error);
  json_object_set_string_member (doc, "id", id);
  json_object_set_string_member (doc, "sha256", sha256);
  return TRUE;
}

static gboolean
add_names (JsonObject *doc, GHashTable *pairs, GError **error)
{
  static const char *const keys[] = { "filename", "filetype", NULL };
  for (gsize i = 0; keys[i] != NULL; i++)
    {
      const char *value = g_hash_table_lookup (pairs, keys[i]);
      if (value != NULL && strlen (value) > NAME_MAX_BYTES)
        return refuse (keys[i], _ ("longer than 255 bytes"), error);
      if (value != NULL && *value != '\0')
        json_object_set_string_member (doc, keys[i], value);
    }
  return TRUE;
}

static gboolean
add_kind (JsonObject *doc, GHashTable *pairs, GError **error)
{
  static const char *const kinds[] = { "photo", "audio", "video", "document", NULL };
  const char *kind = g_hash_table_lookup (pairs, "kind");
  const char *type = anf_json_peek_string (doc, "filetype");
  if (kind != NULL && !g_strv_contains (kinds, kind))
    return refuse ("kind", _ ("photo, audio, video or document"), error);
  if (kind == NULL)
    kind = "document";
  if (!g_hash_table_contains (pairs, "kind") && type != NULL)
    {
      if (g_str_has_prefix (type, "image/"))
        kind = "photo";
      else if (g_str_has_prefix (type, "audio/"))
        kind = "audio";
      else if (g_str_has_prefix (type, "video/"))
        kind = "video";
    }
  json_object_set_string_member (doc, "kind", kind);
  return TRUE;
}

static gboolean
add_time (JsonObject *doc, GHashTable *pairs, const char *key, GError **error)
{
  const char *value = g_hash_table_lookup (pairs, key);
  gint64 time_us = 0;
  if (value == NULL)
    return TRUE;
  if (!anf_time_parse (value, &time_us, error))
    {
      g_prefix_error (error, "Upload-Metadata: %s: ", key);
      return FALSE;
    }
  g_autofree char *canonical = anf_time_format (time_us);
  json_object_set_string_member (doc, key, canonical);
  return TRUE;
}

static gboolean
add_position (JsonObject *doc, GHashTable *pairs, GError **error)
{
  const char *text = g_hash_table_lookup (pairs, "position");
  const char *source = g_hash_table_lookup (pairs, "position_source");
  const char *datum = g_hash_table_lookup (pairs, "datum");
  AnfPosition position;
  if (source != NULL && !anf_geo_is_source (source))
    return refuse ("position_source", _ ("gps, network or manual"), error);
  if (datum != NULL && !anf_geo_is_datum (datum))
    return refuse ("datum", _ ("WGS-84, GCJ-02 or BD-09"), error);
  if (text == NULL)
    return TRUE;
  if (!anf_geo_parse_position (text, &position, error))
    return FALSE;
  JsonObject *object = json_object_new ();
  json_object_set_double_member (object, "lat", position.latitude);
  json_object_set_double_member (object, "lon", position.longitude);
  if (position.accuracy_m >= 0)
    json_object_set_double_member (object, "accuracy_m", position.accuracy_m);
  json_object_set_object_member (doc, "position", object);
  json_object_set_string_member (doc, "datum", datum != NULL ? datum : "WGS-84");
  anf_json_set_string (doc, "position_source", source);
  return TRUE;
}

static gboolean
add_sequence (JsonObject *doc, GHashTable *pairs, GError **error)
{
  const char *text = g_hash_table_lookup (pairs, "sequence");
  guint64 sequence = 0;
  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 1, 1000000, &sequence, NULL))
    return refuse ("sequence", _ ("a number from 1"), error);
  json_object_set_int_member (doc, "sequence", (gint64)sequence);
  return TRUE;
}

JsonObject *
anf_upload_metadata_parse (const char *header, GError **error)
{
  g_autoptr (GHashTable) pairs = split (header, error);
  g_autoptr (JsonObject) doc = json_object_new ();
  if (pairs == NULL || !add_identity (doc, pairs, error) || !add_names (doc, pairs, error)
      || !add_kind (doc, pairs, error) || !add_time (doc, pairs, "captured_at", error)
      || !add_time (doc, pairs, "position_at", error) || !add_position (doc, pairs, error)
      || !add_sequence (doc, pairs, error))
    return NULL;
  return g_steal_pointer (&doc);
}
