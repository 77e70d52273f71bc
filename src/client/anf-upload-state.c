/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-upload-state.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-random.h"
#include "anf-upload.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include <errno.h>

void
anf_upload_state_free (AnfUploadState *self)
{
  g_free (self->path);
  g_free (self->evidence);
  g_free (self->url);
  g_free (self);
}

static char *
target_folder (const char *server, const char *target)
{
  g_autofree char *both = g_strconcat (server, "\n", target, NULL);
  g_autofree char *name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, both, -1);
  return g_build_filename (g_get_user_state_dir (), "anfang", "uploads", name, NULL);
}

static JsonObject *
read_object (const char *path)
{
  g_autofree char *text = NULL;
  gsize size = 0;
  if (!g_file_get_contents (path, &text, &size, NULL))
    return NULL;
  return anf_json_parse_object (text, size, NULL);
}

AnfUploadState *
anf_upload_state_open (
    const char *server, const char *target, const char *sha256, gint64 sequence, GError **error)
{
  g_autofree char *folder = target_folder (server, target);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      const int errnum = errno;
      anf_error_set_errno (error, errnum, _ ("cannot make the folder %s"), folder);
      return NULL;
    }
  AnfUploadState *self = g_new0 (AnfUploadState, 1);
  self->path = g_strdup_printf ("%s/%s.json", folder, sha256);
  g_autoptr (JsonObject) known = read_object (self->path);
  const char *evidence = known != NULL ? anf_json_peek_string (known, "evidence") : NULL;
  if (evidence != NULL && anf_uuid_is_valid (evidence))
    {
      self->evidence = g_strdup (evidence);
      self->url = g_strdup (anf_json_peek_string (known, "url"));
      self->sequence = anf_json_peek_int (known, "sequence", 0);
      self->done = anf_json_peek_bool (known, "done");
      return self;
    }
  const AnfRandom random = anf_random_system ();
  self->evidence = anf_random_uuid (&random);
  self->sequence = sequence;
  return self;
}

gboolean
anf_upload_state_save (const AnfUploadState *self, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  anf_json_set_string (object, "evidence", self->evidence);
  anf_json_set_string (object, "url", self->url);
  json_object_set_int_member (object, "sequence", self->sequence);
  json_object_set_boolean_member (object, "done", self->done);
  g_autofree char *text = anf_json_format_object (object);
  return g_file_set_contents_full (self->path, text, -1,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

gint64
anf_upload_next_sequence (const char *server, const char *target)
{
  g_autofree char *folder = target_folder (server, target);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gint64 highest = 0;
  const char *name = NULL;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (JsonObject) object = read_object (path);
      if (object != NULL)
        highest = MAX (highest, anf_json_peek_int (object, "sequence", 0));
    }
  return highest + 1;
}
