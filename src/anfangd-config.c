/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anfangd-config.h"

#include "anf-error.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include <inttypes.h>
#include <string.h>

static const char group[] = "anfangd";
#define CREDENTIAL "anfang-key-passphrase"

void
anf_config_free (AnfConfig *self)
{
  if (self == NULL)
    return;
  g_free (self->data_dir);
  g_free (self->listen);
  g_free (self->listen_from_option);
  g_free (self->origin);
  g_free (self->examine);
  g_free (self->font_dir);
  g_free (self->passphrase_file);
  g_strfreev (self->allow_origins);
  g_strfreev (self->witnesses);
  g_strfreev (self->timestamp_authorities);
  g_strfreev (self->webhook_hosts);
  g_strfreev (self->webhook_private_hosts);
  g_free (self->mail_from);
  g_free (self->mail_program);
  g_free (self->mail_smtp);
  g_free (self->mail_smtp_user);
  g_free (self->mail_smtp_password_file);
  g_free (self->mail_smtp_ca_file);
  g_free (self);
}

/* GLib would take the last of two, or complain of a setting that there is. @line: its text */
static gboolean
check_is_first (GHashTable *seen, const char *line, guint number, GError **error)
{
  const char *sign = strchr (line, '=');
  if (sign == NULL || *line == '#' || *line == '[')
    return TRUE;
  char *key = g_strstrip (g_strndup (line, (gsize)(sign - line)));
  const guint before = GPOINTER_TO_UINT (g_hash_table_lookup (seen, key));
  if (before == 0)
    return g_hash_table_insert (seen, key, GUINT_TO_POINTER (number));
  anf_error_throw (error, ANF_ERROR_INVALID,
                   _ ("the setting %s stands on line %u and again on line %u: leave one of them"),
                   key, before, number);
  g_free (key);
  return FALSE;
}

static gboolean
check_lines (const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (!g_utf8_validate (lines[i], -1, NULL))
        return anf_error_throw (error, ANF_ERROR_INVALID,
                                _ ("line %u is not UTF-8: save the file as UTF-8 (not as GBK, ANSI "
                                   "or “Unicode”)"),
                                i + 1);
      if (!check_is_first (seen, g_strchug (lines[i]), i + 1, error))
        return FALSE;
    }
  return TRUE;
}

/* The mark that editors on Windows put before UTF-8 means nothing. */
static gboolean
load_file (GKeyFile *file, const char *path, GError **error)
{
  static const char mark[] = "\xef\xbb\xbf";
  g_autofree char *content = NULL;
  gsize size = 0;
  if (!g_file_get_contents (path, &content, &size, error))
    return FALSE;
  const char *text = g_str_has_prefix (content, mark) ? content + strlen (mark) : content;
  if (strlen (content) != size)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("%s is no text: save it as UTF-8 (not as “Unicode”)"), path);
  if (check_lines (text, error)
      && (*text == '\0' || g_key_file_load_from_data (file, text, strlen (text), 0, error)))
    return TRUE;
  g_prefix_error (error, "%s: ", path);
  return FALSE;
}

static GKeyFile *
read_file (const char *data_dir, char **path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *own = g_build_filename (data_dir, "anfangd.conf", NULL);
  const char *const places[] = { own, "/etc/anfang/anfangd.conf" };
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      if (!g_file_test (places[i], G_FILE_TEST_EXISTS))
        continue;
      *path = g_strdup (places[i]);
      return load_file (file, places[i], error) ? g_steal_pointer (&file) : NULL;
    }
  return g_steal_pointer (&file);
}

/* Each read takes the key away, so that what is left at the end is what nobody knows. */
static void
take_text (GKeyFile *file, const char *key, char **value)
{
  char *text = g_key_file_get_string (file, group, key, NULL);
  if (text == NULL)
    return;
  g_free (*value);
  *value = text;
  (void)g_key_file_remove_key (file, group, key, NULL);
}

static gboolean
take_number (GKeyFile *file, const char *key, gint64 max, gint64 *value, GError **error)
{
  g_autofree char *text = g_key_file_get_string (file, group, key, NULL);
  guint64 number = 0;
  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 1, (guint64)max, &number, NULL))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: give a number from 1 to %" PRId64),
                            key, max);
  *value = (gint64)number;
  (void)g_key_file_remove_key (file, group, key, NULL);
  return TRUE;
}

static gboolean
take_flag (GKeyFile *file, const char *key, gboolean *value, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  const gboolean flag = g_key_file_get_boolean (file, group, key, &local_error);
  if (g_error_matches (local_error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_KEY_NOT_FOUND)
      || g_error_matches (local_error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_GROUP_NOT_FOUND))
    return TRUE;
  if (local_error != NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s: give true or false"), key);
  *value = flag;
  (void)g_key_file_remove_key (file, group, key, NULL);
  return TRUE;
}

static void
take_list (GKeyFile *file, const char *key, char ***value)
{
  *value = g_key_file_get_string_list (file, group, key, NULL, NULL);
  if (*value != NULL)
    (void)g_key_file_remove_key (file, group, key, NULL);
}

static gboolean
refuse_leftovers (GKeyFile *file, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);
  if (keys != NULL && keys[0] != NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("there is no setting %s in [%s]"), keys[0],
                            group);
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  for (gsize i = 0; groups[i] != NULL; i++)
    if (g_strcmp0 (groups[i], group) != 0)
      return anf_error_throw (error, ANF_ERROR_INVALID, _ ("there is no group [%s]"), groups[i]);
  return TRUE;
}

/* What systemd's LoadCredential= put there, systemd.exec(5). */
static char *
find_credential (void)
{
  const char *folder = g_getenv ("CREDENTIALS_DIRECTORY");
  g_autofree char *path = folder != NULL ? g_build_filename (folder, CREDENTIAL, NULL) : NULL;
  return path != NULL && g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}

static void
set_defaults (AnfConfig *self, const char *data_dir)
{
  const AnfOfficeOptions office = anf_office_options_default (data_dir);
  const AnfServerOptions server = anf_server_options_default ();
  self->data_dir = g_strdup (data_dir);
  self->listen = g_strdup (server.listen);
  self->origin = g_strdup (office.origin);
  self->upload_max_mib = office.upload_max / (1024 * 1024);
  self->upload_keep_hours = office.upload_ttl_s / 3600;
  self->connections_max = server.connections_max;
  self->intake_threads = server.intake_threads;
  self->workers = server.workers;
  self->readers = office.readers;
  self->passphrase_file = find_credential ();
  self->stop_seconds = 30;
  self->witness_seconds = 300;
  self->timestamp_minutes = office.timestamp_s / 60;
}

static gboolean
take_mail (AnfConfig *self, GKeyFile *file, GError **error)
{
  take_text (file, "mail_from", &self->mail_from);
  take_text (file, "mail_program", &self->mail_program);
  take_text (file, "mail_smtp", &self->mail_smtp);
  take_text (file, "mail_smtp_user", &self->mail_smtp_user);
  take_text (file, "mail_smtp_password_file", &self->mail_smtp_password_file);
  take_text (file, "mail_smtp_ca_file", &self->mail_smtp_ca_file);
  return take_flag (file, "mail_smtp_plain", &self->mail_smtp_plain, error);
}

static gboolean
take_all (AnfConfig *self, GKeyFile *file, GError **error)
{
  take_text (file, "listen", &self->listen);
  take_text (file, "log_origin", &self->origin);
  take_text (file, "examine_program", &self->examine);
  take_text (file, "font_folder", &self->font_dir);
  take_text (file, "key_passphrase_file", &self->passphrase_file);
  take_list (file, "allow_origins", &self->allow_origins);
  take_list (file, "witnesses", &self->witnesses);
  take_list (file, "timestamp_authorities", &self->timestamp_authorities);
  take_list (file, "webhook_hosts", &self->webhook_hosts);
  take_list (file, "webhook_private_hosts", &self->webhook_private_hosts);
  return take_mail (self, file, error)
         && take_number (file, "upload_max_mib", 1024 * 1024, &self->upload_max_mib, error)
         && take_number (file, "upload_keep_hours", 24 * 366, &self->upload_keep_hours, error)
         && take_number (file, "connections_max", 65536, &self->connections_max, error)
         && take_number (file, "intake_threads", 1024, &self->intake_threads, error)
         && take_number (file, "workers", 256, &self->workers, error)
         && take_number (file, "readers", 64, &self->readers, error)
         && take_number (file, "stop_seconds", 3600, &self->stop_seconds, error)
         && take_number (file, "witness_seconds", 7 * 24 * 3600, &self->witness_seconds, error)
         && take_number (file, "timestamp_minutes", 60 * 24 * 7, &self->timestamp_minutes, error)
         && refuse_leftovers (file, error);
}

AnfConfig *
anf_config_load (const char *data_dir, GError **error)
{
  g_autoptr (AnfConfig) self = g_new0 (AnfConfig, 1);
  g_autofree char *path = NULL;
  g_autoptr (GKeyFile) file = read_file (data_dir, &path, error);
  if (file == NULL)
    return NULL;
  set_defaults (self, data_dir);
  if (take_all (self, file, error))
    return g_steal_pointer (&self);
  g_prefix_error (error, "%s: ", path);
  return NULL;
}

AnfOfficeOptions
anf_config_get_office_options (const AnfConfig *self)
{
  AnfOfficeOptions options = anf_office_options_default (self->data_dir);
  options.origin = self->origin;
  /* Whoever serves examines, unless no helper can be started here. */
  options.examine_path = self->examine != NULL ? self->examine : "";
  options.font_dir = self->font_dir;
  options.passphrase_file = self->passphrase_file;
  options.upload_max = self->upload_max_mib * 1024 * 1024;
  options.upload_ttl_s = self->upload_keep_hours * 3600;
  options.readers = (guint)self->readers;
  options.timestamp_authorities = (const char *const *)self->timestamp_authorities;
  options.timestamp_s = self->timestamp_minutes * 60;
  options.webhook_hosts = (const char *const *)self->webhook_hosts;
  options.webhook_private_hosts = (const char *const *)self->webhook_private_hosts;
  options.mail_from = self->mail_from;
  options.mail_program = self->mail_program;
  options.mail_smtp = self->mail_smtp;
  options.mail_smtp_plain = self->mail_smtp_plain;
  options.mail_smtp_user = self->mail_smtp_user;
  options.mail_smtp_password_file = self->mail_smtp_password_file;
  options.mail_smtp_ca_file = self->mail_smtp_ca_file;
  return options;
}

AnfServerOptions
anf_config_get_server_options (const AnfConfig *self)
{
  AnfServerOptions options = anf_server_options_default ();
  options.listen = self->listen_from_option != NULL ? self->listen_from_option : self->listen;
  options.listen_fd = -1;
  options.allow_origins = (const char *const *)self->allow_origins;
  options.upload_max = self->upload_max_mib * 1024 * 1024;
  options.connections_max = (guint)self->connections_max;
  options.intake_threads = (guint)self->intake_threads;
  options.workers = (guint)self->workers;
  return options;
}
