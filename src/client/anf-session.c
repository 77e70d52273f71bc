/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-session.h"

#include "anf-error.h"
#include "anf-json.h"
#include "anf-random.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <string.h>

#define SESSION_SIZE_MAX 65536

void
anf_session_free (AnfSession *self)
{
  g_free (self->server);
  g_free (self->token);
  g_free (self->account);
  g_free (self);
}

static char *
session_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "anfang", "session.json", NULL);
}

static gboolean
write_private (const char *path, const char *text, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      const int errnum = errno;
      return anf_error_set_errno (error, errnum, _ ("cannot make the folder %s"), folder);
    }
  return g_file_set_contents_full (
      path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

static AnfSession *
load_stored (GError **error)
{
  g_autofree char *path = session_path ();
  g_autofree char *text = NULL;
  gsize size = 0;
  if (!g_file_get_contents (path, &text, &size, NULL))
    return g_new0 (AnfSession, 1);
  g_autoptr (JsonObject) object = anf_json_parse_object (text, MIN (size, SESSION_SIZE_MAX), error);
  if (object == NULL)
    {
      g_prefix_error (error, _ ("the stored login %s cannot be read, log in again: "), path);
      return NULL;
    }
  AnfSession *self = g_new0 (AnfSession, 1);
  self->server = g_strdup (anf_json_peek_string (object, "server"));
  self->token = g_strdup (anf_json_peek_string (object, "token"));
  self->account = g_strdup (anf_json_peek_string (object, "account"));
  return self;
}

static const char *
environment (const char *name)
{
  const char *value = g_getenv (name);
  return value != NULL && *value != '\0' ? value : NULL;
}

/* The same server may be written with and without a slash at its end. */
static gboolean
is_same_server (const char *one, const char *other)
{
  g_autoptr (AnfClient) a = one != NULL ? anf_client_new (one, NULL, NULL) : NULL;
  g_autoptr (AnfClient) b = other != NULL ? anf_client_new (other, NULL, NULL) : NULL;
  return a != NULL && b != NULL
         && g_str_equal (anf_client_get_server (a), anf_client_get_server (b));
}

AnfSession *
anf_session_load (const char *server, GError **error)
{
  const char *asked = server != NULL ? server : environment ("ANFANG_SERVER");
  const char *token = environment ("ANFANG_TOKEN");
  g_autoptr (AnfSession) stored = load_stored (error);
  if (stored == NULL)
    return NULL;
  if (asked == NULL)
    asked = stored->server;
  if (asked == NULL || (token == NULL && !is_same_server (asked, stored->server))
      || (token == NULL && stored->token == NULL))
    {
      if (asked != NULL)
        anf_error_throw (error, ANF_ERROR_UNAUTHORIZED, _ ("nobody is logged in at %s"), asked);
      else
        anf_error_throw (error, ANF_ERROR_UNAUTHORIZED, _ ("nobody is logged in"));
      return NULL;
    }
  AnfSession *self = g_new0 (AnfSession, 1);
  self->server = g_strdup (asked);
  self->token = g_strdup (token != NULL ? token : stored->token);
  self->account = token != NULL ? NULL : g_strdup (stored->account);
  return self;
}

gboolean
anf_session_save (const AnfSession *self, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  anf_json_set_string (object, "server", self->server);
  anf_json_set_string (object, "token", self->token);
  anf_json_set_string (object, "account", self->account);
  g_autofree char *text = anf_json_format_object (object);
  g_autofree char *path = session_path ();
  return write_private (path, text, error);
}

gboolean
anf_session_forget (GError **error)
{
  g_autofree char *path = session_path ();
  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  const int errnum = errno;
  return anf_error_set_errno (error, errnum, _ ("cannot remove %s"), path);
}

char *
anf_session_device (GError **error)
{
  g_autofree char *path = g_build_filename (g_get_user_state_dir (), "anfang", "device", NULL);
  g_autofree char *known = NULL;
  if (g_file_get_contents (path, &known, NULL, NULL) && anf_uuid_is_valid (g_strstrip (known)))
    return g_steal_pointer (&known);
  const AnfRandom random = anf_random_system ();
  g_autofree char *device = anf_random_uuid (&random);
  if (!write_private (path, device, error))
    return NULL;
  return g_steal_pointer (&device);
}
