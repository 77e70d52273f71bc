/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-log-state.h"

#include "anf-error.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include <errno.h>

char *
anf_cli_log_state_path (const char *server, const char *name)
{
  g_autofree char *folder = g_compute_checksum_for_string (G_CHECKSUM_SHA256, server, -1);
  return g_build_filename (g_get_user_state_dir (), "anfang", "logs", folder, name, NULL);
}

char *
anf_cli_log_state_load (const char *server, const char *name)
{
  g_autofree char *path = anf_cli_log_state_path (server, name);
  char *text = NULL;
  return g_file_get_contents (path, &text, NULL, NULL) ? text : NULL;
}

gboolean
anf_cli_log_state_save (const char *server, const char *name, const char *text, GError **error)
{
  g_autofree char *path = anf_cli_log_state_path (server, name);
  g_autofree char *folder = g_path_get_dirname (path);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return anf_error_set_errno (error, errno, _ ("cannot make the folder %s"), folder);
  return g_file_set_contents_full (
      path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}
