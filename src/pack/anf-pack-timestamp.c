/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-pack-timestamp.h"

#include "anf-bag.h"
#include "anf-clock.h"
#include "anf-error.h"
#include "anf-timestamp.h"

#include <glib/gi18n.h>

#include <inttypes.h>
#include <string.h>

#define REPLY ".tsr"
#define CERTIFICATES ".pem"

void
anf_pack_timestamp_add (AnfPackPlan *plan, const char *name, GBytes *reply, const char *ca_pem)
{
  g_autofree char *reply_path = g_strconcat (ANF_PACK_TIMESTAMPS, name, REPLY, NULL);
  g_autofree char *ca_path = g_strconcat (ANF_PACK_TIMESTAMPS, name, CERTIFICATES, NULL);
  g_autoptr (GBytes) ca = g_bytes_new (ca_pem, strlen (ca_pem));
  g_ptr_array_add (plan->extras, anf_pack_item_new_bytes (reply_path, reply));
  g_ptr_array_add (plan->extras, anf_pack_item_new_bytes (ca_path, ca));
}

char *
anf_pack_timestamp_dup_name (const char *path)
{
  if (!g_str_has_prefix (path, ANF_PACK_TIMESTAMPS) || !g_str_has_suffix (path, REPLY))
    return NULL;
  const char *start = path + strlen (ANF_PACK_TIMESTAMPS);
  g_autofree char *name = g_strndup (start, strlen (start) - strlen (REPLY));
  return anf_timestamp_name_is_plain (name) ? g_steal_pointer (&name) : NULL;
}

static GBytes *
find_extra (const AnfPackPlan *plan, const char *name, const char *suffix)
{
  g_autofree char *path = g_strconcat (ANF_PACK_TIMESTAMPS, name, suffix, NULL);
  for (guint i = 0; i < plan->extras->len; i++)
    {
      const AnfPackItem *extra = g_ptr_array_index (plan->extras, i);
      if (strcmp (extra->path, path) == 0)
        return extra->bytes;
    }
  return NULL;
}

static gboolean
read_time (const AnfPackPlan *plan, const char *name, gint64 *at, GError **error)
{
  GBytes *ca = find_extra (plan, name, CERTIFICATES);
  g_autoptr (GBytes) checkpoint = g_bytes_new_static (plan->checkpoint, strlen (plan->checkpoint));
  if (ca == NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("the time-stamp of “%s” lacks its authority's certificate"), name);
  gsize size = 0;
  const char *text = g_bytes_get_data (ca, &size);
  g_autofree char *ca_pem = g_strndup (size == 0 ? "" : text, size);
  return anf_timestamp_verify (find_extra (plan, name, REPLY), NULL, checkpoint, ca_pem, at, error);
}

/* Lines of commands are repeated for each time-stamp, the words around them are not. */
static void
append_line (GString *out, const char *line, const char *name, gint64 at)
{
  g_autofree char *time = anf_time_format (at);
  g_autofree char *seconds = g_strdup_printf ("%" PRId64, at / G_USEC_PER_SEC);
  g_autoptr (GString) text = g_string_new (line);
  g_string_replace (text, "@AUTHORITY@", name, 0);
  g_string_replace (text, "@AT@", seconds, 0);
  g_string_replace (text, "@TIME@", time, 0);
  g_string_append (out, text->str);
  g_string_append_c (out, '\n');
}

static gboolean
append_lines (GString *out, const char *line, const AnfPackPlan *plan, GError **error)
{
  for (guint i = 0; i < plan->extras->len; i++)
    {
      const AnfPackItem *extra = g_ptr_array_index (plan->extras, i);
      g_autofree char *name = anf_pack_timestamp_dup_name (extra->path);
      gint64 at = 0;
      if (name == NULL)
        continue;
      if (!read_time (plan, name, &at, error))
        return FALSE;
      append_line (out, line, name, at);
    }
  return TRUE;
}

static gboolean
has_any (const AnfPackPlan *plan)
{
  for (guint i = 0; i < plan->extras->len; i++)
    {
      const AnfPackItem *extra = g_ptr_array_index (plan->extras, i);
      g_autofree char *name = anf_pack_timestamp_dup_name (extra->path);
      if (name != NULL)
        return TRUE;
    }
  return FALSE;
}

char *
anf_pack_timestamp_describe (const AnfPackPlan *plan, const char *step, GError **error)
{
  if (!has_any (plan))
    return g_strdup ("");
  g_autoptr (GString) out = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (step, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      if (strchr (*line, '@') == NULL)
        g_string_append_printf (out, "%s%s", *line, line[1] != NULL ? "\n" : "");
      else if (!append_lines (out, *line, plan, error))
        return NULL;
    }
  return g_strdup (out->str);
}
