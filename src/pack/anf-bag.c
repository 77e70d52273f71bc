/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bag.h"

#include "anf-error.h"
#include "anf-pack-limits.h"

#include <glib/gi18n.h>

#include <string.h>

#define HEX_SIZE 64
#define GAP "  "

static gboolean
is_plain_char (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_' || c == '.';
}

/* Windows takes a trailing dot away, so that two names would become one. */
static gboolean
is_plain_segment (const char *at, gsize size)
{
  if (size == 0 || !g_ascii_isalnum (at[0]) || at[size - 1] == '.')
    return FALSE;
  for (gsize i = 0; i < size; i++)
    if (!is_plain_char (at[i]))
      return FALSE;
  return TRUE;
}

gboolean
anf_bag_path_is_plain (const char *path)
{
  if (strlen (path) > ANF_PACK_PATH_MAX)
    return FALSE;
  const char *at = path;
  for (const char *slash = strchr (at, '/'); slash != NULL; slash = strchr (at, '/'))
    {
      if (!is_plain_segment (at, (gsize)(slash - at)))
        return FALSE;
      at = slash + 1;
    }
  return is_plain_segment (at, strlen (at));
}

gboolean
anf_bag_name_is_plain (const char *name)
{
  return strlen (name) <= ANF_PACK_NAME_MAX && strchr (name, '/') == NULL
         && anf_bag_path_is_plain (name);
}

static gboolean
is_hex (const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isdigit (text[i]) && (text[i] < 'a' || text[i] > 'f'))
      return FALSE;
  return TRUE;
}

gboolean
anf_bag_is_sha256 (const char *text)
{
  return text != NULL && strlen (text) == HEX_SIZE && is_hex (text, HEX_SIZE);
}

gboolean
anf_bag_is_payload (const char *path)
{
  return anf_bag_needs_proof (path) || strcmp (path, ANF_PACK_CASE) == 0
         || strcmp (path, ANF_PACK_INDEX) == 0 || strcmp (path, ANF_PACK_CUSTODY) == 0;
}

gboolean
anf_bag_needs_proof (const char *path)
{
  return g_str_has_prefix (path, ANF_PACK_EVIDENCE) || g_str_has_prefix (path, ANF_PACK_ORDERS)
         || g_str_has_prefix (path, ANF_PACK_TALKS);
}

char *
anf_bag_dup_proof_path (const char *path, const char *suffix)
{
  const char *item = path + strlen (ANF_BAG_PAYLOAD);
  return g_strconcat ("proofs/", item, suffix, NULL);
}

void
anf_bag_append_line (GString *out, const char *sha256, const char *path)
{
  g_string_append_printf (out, "%s" GAP "%s\n", sha256, path);
}

static gboolean
parse_line (const char *line, gsize size, char **sha256, char **path)
{
  if (size <= HEX_SIZE + strlen (GAP) || size > HEX_SIZE + strlen (GAP) + ANF_PACK_PATH_MAX)
    return FALSE;
  if (!is_hex (line, HEX_SIZE) || memcmp (line + HEX_SIZE, GAP, strlen (GAP)) != 0)
    return FALSE;
  *sha256 = g_strndup (line, HEX_SIZE);
  *path = g_strndup (line + HEX_SIZE + strlen (GAP), size - HEX_SIZE - strlen (GAP));
  return anf_bag_path_is_plain (*path);
}

GHashTable *
anf_bag_parse_manifest (const char *text, gsize size, GError **error)
{
  g_autoptr (GHashTable) files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *last = "";
  guint number = 0;
  for (gsize at = 0; at < size;)
    {
      number++;
      const char *end = memchr (text + at, '\n', size - at);
      g_autofree char *sha256 = NULL;
      g_autofree char *path = NULL;
      if (end == NULL || !parse_line (text + at, (gsize)(end - text) - at, &sha256, &path))
        {
          anf_error_throw (error, ANF_ERROR_CORRUPT,
                           _ ("line %u is not a checksum, two blanks and a plain path"), number);
          return NULL;
        }
      if (strcmp (last, path) >= 0)
        {
          anf_error_throw (error, ANF_ERROR_CORRUPT,
                           _ ("line %u (%s) is listed twice or out of order"), number, path);
          return NULL;
        }
      last = path;
      g_hash_table_insert (files, g_steal_pointer (&path), g_steal_pointer (&sha256));
      at = (gsize)(end - text) + 1;
    }
  return g_steal_pointer (&files);
}

char *
anf_bag_parse_info (const char *text, const char *label)
{
  g_autofree char *start = g_strconcat (label, ": ", NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  const char *found = NULL;
  for (char **line = lines; *line != NULL; line++)
    {
      if (!g_str_has_prefix (*line, start))
        continue;
      if (found != NULL)
        return NULL;
      found = *line + strlen (start);
    }
  return g_strdup (found);
}
