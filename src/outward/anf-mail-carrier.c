/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-mail-carrier.h"

#include "anf-email.h"
#include "anf-error.h"
#include "anf-mail-program.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include <string.h>
#include <sysexits.h>

#define OTHERS_MAY 077

struct _AnfMailCarrier
{
  char *from;
  char *program; /* (nullable) */
  char *curl;    /* (nullable) */
  char *smtp;    /* (nullable) */
  char *user;    /* (nullable) */
  char *password_file;
  char *ca_file;
  gboolean plain;
};

void
anf_mail_carrier_free (AnfMailCarrier *self)
{
  if (self == NULL)
    return;
  g_free (self->from);
  g_free (self->program);
  g_free (self->curl);
  g_free (self->smtp);
  g_free (self->user);
  g_free (self->password_file);
  g_free (self->ca_file);
  g_free (self);
}

const char *
anf_mail_carrier_get_from (const AnfMailCarrier *self)
{
  return self->from;
}

static gboolean
check_smtp (const char *url, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  /* A name and password in it would be read by whoever reads the settings. */
  if ((strcmp (scheme, "smtp") == 0 || strcmp (scheme, "smtps") == 0) && host != NULL
      && *host != '\0' && g_uri_get_userinfo (uri) == NULL && *g_uri_get_path (uri) == '\0'
      && g_uri_get_query (uri) == NULL && g_uri_get_fragment (uri) == NULL)
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("mail_smtp: “%s” is not smtp://HOST[:PORT] or smtps://HOST[:PORT]; "
                             "the user goes into mail_smtp_user"),
                          url);
}

/* Read anew for each message, so that it need not be kept and can be changed. */
static char *
read_password (const char *path, GError **error)
{
  GStatBuf info;
  g_autofree char *text = NULL;
  gsize size = 0;
  if (g_stat (path, &info) == 0 && (info.st_mode & OTHERS_MAY) != 0)
    {
      anf_error_throw (error, ANF_ERROR_INVALID,
                       _ ("%s can be read by others: make it its owner's only (chmod 600)"), path);
      return NULL;
    }
  if (!g_file_get_contents (path, &text, &size, error))
    return NULL;
  text[strcspn (text, "\r\n")] = '\0';
  if (size <= ANF_MAIL_PASSWORD_MAX && *text != '\0' && g_utf8_validate (text, -1, NULL))
    return g_steal_pointer (&text);
  anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s is no password file"), path);
  return NULL;
}

static gboolean
check_login (const AnfMailOptions *options, GError **error)
{
  if ((options->smtp_user == NULL) != (options->smtp_password_file == NULL))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("mail_smtp_user and mail_smtp_password_file go together"));
  if (options->smtp_user == NULL)
    return TRUE;
  if (strchr (options->smtp_user, ':') != NULL)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("mail_smtp_user: no colon can be in it"));
  if (options->smtp_plain)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("mail_smtp_plain: a password is not sent without TLS"));
  g_autofree char *password = read_password (options->smtp_password_file, error);
  return password != NULL;
}

static gboolean
check (const AnfMailOptions *options, GError **error)
{
  if (options->from == NULL || (options->program == NULL) == (options->smtp == NULL))
    return anf_error_throw (
        error, ANF_ERROR_INVALID,
        _ ("mail needs mail_from and one of mail_program and mail_smtp, not both"));
  if (!anf_email_check (options->from, error))
    {
      g_prefix_error (error, "mail_from: ");
      return FALSE;
    }
  if (options->program != NULL)
    return (g_path_is_absolute (options->program)
            && g_file_test (options->program, G_FILE_TEST_IS_EXECUTABLE))
           || anf_error_throw (error, ANF_ERROR_INVALID,
                               _ ("mail_program: %s is no program; give its whole path"),
                               options->program);
  return check_smtp (options->smtp, error) && check_login (options, error);
}

AnfMailCarrier *
anf_mail_carrier_new (const AnfMailOptions *options, GError **error)
{
  if (options->from == NULL && options->program == NULL && options->smtp == NULL)
    return NULL;
  if (!check (options, error))
    return NULL;
  g_autoptr (AnfMailCarrier) self = g_new0 (AnfMailCarrier, 1);
  self->curl = options->smtp != NULL ? g_find_program_in_path ("curl") : NULL;
  if (options->smtp != NULL && self->curl == NULL)
    {
      anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                       _ ("mail_smtp needs the program curl: install it"));
      return NULL;
    }
  self->from = g_strdup (options->from);
  self->program = g_strdup (options->program);
  self->smtp = g_strdup (options->smtp);
  self->user = g_strdup (options->smtp_user);
  self->password_file = g_strdup (options->smtp_password_file);
  self->ca_file = g_strdup (options->smtp_ca_file);
  self->plain = options->smtp_plain;
  return g_steal_pointer (&self);
}

/* ---- a local program ---- */

/* sysexits.h: what another time will not help. */
static gboolean
is_final (int status)
{
  return status == EX_DATAERR || status == EX_NOUSER || status == EX_NOHOST
         || status == EX_UNAVAILABLE;
}

static gboolean
send_by_program (AnfMailCarrier *self,
                 const char *to,
                 const char *message,
                 GCancellable *cancellable,
                 gboolean *hopeless,
                 GError **error)
{
  /* -i: a line with a dot alone ends nothing. Local mail servers take lines as Unix has them. */
  const char *const argv[] = { self->program, "-i", "-f", self->from, "--", to, NULL };
  g_auto (GStrv) lines = g_strsplit (message, "\r\n", -1);
  g_autofree char *text = g_strjoinv ("\n", lines);
  AnfMailProgram program = { .argv = argv, .input = text, .config_fd = -1 };
  const gboolean ran = anf_mail_program_run (&program, cancellable, error);
  g_clear_pointer (&program.output, g_free);
  if (!ran || program.status == 0)
    return ran;
  *hopeless = is_final (program.status);
  return anf_error_throw (error, ANF_ERROR_UNAVAILABLE, _ ("%s ended with status %d"),
                          self->program, program.status);
}

/* ---- SMTP by curl ---- */

/* As curl's config files want it: curl(1), --config. */
static void
append_option (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, "%s = \"", name);
  for (const char *at = value; *at != '\0'; at++)
    {
      if (*at == '"' || *at == '\\')
        g_string_append_c (out, '\\');
      g_string_append_c (out, *at);
    }
  g_string_append (out, "\"\n");
}

static GString *
make_config (AnfMailCarrier *self, const char *to, GError **error)
{
  g_autoptr (GString) out = g_string_new ("silent\nproto = \"=smtp,smtps\"\nupload-file = \"-\"\n");
  g_string_append_printf (out, "connect-timeout = %d\nmax-time = %d\n", ANF_MAIL_TIMEOUT_S / 3,
                          ANF_MAIL_TIMEOUT_S - 5);
  append_option (out, "write-out", "%{exitcode} %{response_code} %{errormsg}");
  append_option (out, "url", self->smtp);
  append_option (out, "mail-from", self->from);
  append_option (out, "mail-rcpt", to);
  if (!self->plain)
    g_string_append (out, "ssl-reqd\n");
  if (self->ca_file != NULL)
    append_option (out, "cacert", self->ca_file);
  if (self->user == NULL)
    return g_steal_pointer (&out);
  g_autofree char *password = read_password (self->password_file, error);
  g_autofree char *login
      = password != NULL ? g_strdup_printf ("%s:%s", self->user, password) : NULL;
  if (login == NULL)
    return NULL;
  append_option (out, "user", login);
  return g_steal_pointer (&out);
}

/* libcurl-errors(3). What ends in the first is said of the sender, the recipient or the start of
   the message; in the other, of its end, or of the connection with the words below. */
#define SEND_ERROR 55
#define WEIRD_SERVER_REPLY 8
#define OF_CONNECTION "Got unexpected"

/* "EXIT RESPONSE MESSAGE": a 5yz about this message; not one about the log-in, TLS or everybody,
   which people can mend. */
static gboolean
is_refused (const char *said)
{
  g_auto (GStrv) parts = g_strsplit (said, " ", 3);
  if (g_strv_length (parts) < 2)
    return FALSE;
  const gint64 status = g_ascii_strtoll (parts[0], NULL, 10);
  const gint64 response = g_ascii_strtoll (parts[1], NULL, 10);
  if (response < 500 || response > 599)
    return FALSE;
  return status == SEND_ERROR
         || (status == WEIRD_SERVER_REPLY && parts[2] != NULL
             && !g_str_has_prefix (parts[2], OF_CONNECTION));
}

static gboolean
send_by_smtp (AnfMailCarrier *self,
              const char *to,
              const char *message,
              GCancellable *cancellable,
              gboolean *hopeless,
              GError **error)
{
  /* Nothing secret stands in the list of processes or on a disk. */
  const char *const argv[] = { self->curl, "-q", "--config", "/dev/fd/3", NULL };
  g_autoptr (GString) config = make_config (self, to, error);
  AnfMailProgram program = { .argv = argv, .input = message };
  if (config == NULL)
    return FALSE;
  program.config_fd = anf_mail_program_keep (config->str, config->len, error);
  if (program.config_fd < 0 || !anf_mail_program_run (&program, cancellable, error))
    return FALSE;
  g_autofree char *said = program.output;
  if (program.status == 0)
    return TRUE;
  *hopeless = is_refused (said);
  return anf_error_throw (error, ANF_ERROR_UNAVAILABLE, _ ("%s has not taken it: %s"), self->smtp,
                          said);
}

gboolean
anf_mail_carrier_send (AnfMailCarrier *self,
                       const char *to,
                       const char *message,
                       GCancellable *cancellable,
                       gboolean *hopeless,
                       GError **error)
{
  *hopeless = FALSE;
  if (!anf_email_check (to, error))
    {
      *hopeless = TRUE;
      return FALSE;
    }
  return self->program != NULL ? send_by_program (self, to, message, cancellable, hopeless, error)
                               : send_by_smtp (self, to, message, cancellable, hopeless, error);
}
