/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-step.h"

#include "anf-cli-field.h"
#include "anf-cli-print.h"
#include "anf-cli-progress.h"
#include "anf-cli-ref.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-json.h"
#include "anf-random.h"

#include <gio/gunixoutputstream.h>
#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

char *
anf_cli_step_choose_id (const AnfRun *run, GError **error)
{
  const char *given = anf_cli_run_get (run, "id");
  if (given == NULL)
    {
      const AnfRandom random = anf_random_system ();
      return anf_random_uuid (&random);
    }
  if (anf_uuid_is_valid (given))
    return g_strdup (given);
  anf_cli_run_misuse (error, _ ("--id takes a UUID in lower case, not “%s”"), given);
  return NULL;
}

static JsonObject *
make_body (AnfRun *run, GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  if (!anf_cli_field_collect (run, body, error))
    return NULL;
  if (run->command->complete != NULL && !run->command->complete (run, body, error))
    return NULL;
  return g_steal_pointer (&body);
}

/* The version that is replaced is the one that stands now: asked for before the new one is made. */
static char *
find_replaced (AnfRun *run, const char *text, char **version, GError **error)
{
  if (anf_cli_run_has (run, "id"))
    {
      anf_cli_run_misuse (error, _ ("give one of --%s and --%s"), "id", "replace");
      return NULL;
    }
  g_autofree char *id = anf_cli_ref_resolve (run, run->noun->type, text, error);
  if (id == NULL)
    return NULL;
  g_autofree char *path = anf_cli_run_path (run->noun->collection, id, NULL);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", path, NULL, error);
  if (reply == NULL)
    return NULL;
  *version = g_strdup (reply->etag);
  return g_steal_pointer (&id);
}

gboolean
anf_cli_step_put (AnfRun *run, GError **error)
{
  g_autofree char *version = NULL;
  const char *replaced = anf_cli_run_get (run, "replace");
  g_autofree char *id = replaced != NULL ? find_replaced (run, replaced, &version, error)
                                         : anf_cli_step_choose_id (run, error);
  if (id == NULL)
    return FALSE;
  g_autoptr (JsonObject) body = make_body (run, error);
  if (body == NULL || !anf_cli_run_connect (run, error))
    return FALSE;
  g_autofree char *path = anf_cli_run_path (run->noun->collection, id, NULL);
  g_autoptr (AnfReply) reply = anf_client_call (run->client, "PUT", path, body, version, error);
  if (reply == NULL)
    return FALSE;
  anf_cli_print_record (run, reply);
  return TRUE;
}

gboolean
anf_cli_step_add_findings (AnfRun *run, JsonObject *body, GError **error)
{
  g_autoptr (JsonArray) findings = json_array_new ();
  for (guint i = 0; i < run->n_args; i++)
    {
      g_autofree char *id = anf_cli_ref_resolve (run, ANF_FIELD_FINDING, run->args[i], error);
      if (id == NULL)
        return FALSE;
      json_array_add_string_element (findings, id);
    }
  json_object_set_array_member (body, "findings", g_steal_pointer (&findings));
  return TRUE;
}

gboolean
anf_cli_step_act (AnfRun *run, GError **error)
{
  g_autofree char *id = anf_cli_ref_resolve (run, run->noun->type, run->args[0], error);
  if (id == NULL)
    return FALSE;
  g_autoptr (JsonObject) body = make_body (run, error);
  if (body == NULL)
    return FALSE;
  g_autofree char *path = anf_cli_run_path (run->noun->collection, id, run->command->action);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "POST", path, body, error);
  if (reply == NULL)
    return FALSE;
  anf_cli_print_record (run, reply);
  return TRUE;
}

char *
anf_cli_step_page (const char *path, const char *after)
{
  g_autofree char *escaped = after != NULL ? g_uri_escape_string (after, NULL, FALSE) : NULL;
  return escaped == NULL ? g_strdup (path)
                         : g_strdup_printf ("%s%cafter=%s", path,
                                            strchr (path, '?') != NULL ? '&' : '?', escaped);
}

gboolean
anf_cli_step_pages (AnfRun *run, const char *path, gboolean all, AnfStepPrint print, GError **error)
{
  g_autofree char *after = g_strdup (anf_cli_run_get (run, "after"));
  for (;;)
    {
      g_autofree char *page_path = anf_cli_step_page (path, after);
      g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", page_path, NULL, error);
      if (reply == NULL)
        return FALSE;
      print (run, reply);
      JsonObject *page = anf_reply_get_object (reply);
      const char *next = page != NULL ? anf_json_peek_string (page, "next") : NULL;
      if (next != NULL && !all)
        anf_cli_print_note (run, _ ("there are more: add --after %s, or --all"), next);
      if (next == NULL || !all)
        return TRUE;
      g_free (after);
      after = g_strdup (next);
    }
}

void
anf_cli_step_print_page (AnfRun *run, const AnfReply *reply)
{
  anf_cli_print_list (run, reply, run->noun->columns);
}

gboolean
anf_cli_step_list (AnfRun *run, GError **error)
{
  g_autofree char *query = anf_cli_field_query (run, error);
  if (query == NULL)
    return FALSE;
  g_autofree char *path = g_strdup_printf ("/%s%s", run->noun->collection, query);
  return anf_cli_step_pages (run, path, anf_cli_run_has (run, "all"), anf_cli_step_print_page,
                             error);
}

gboolean
anf_cli_step_show (AnfRun *run, GError **error)
{
  g_autofree char *id = anf_cli_ref_resolve (run, run->noun->type, run->args[0], error);
  if (id == NULL)
    return FALSE;
  g_autofree char *path = anf_cli_run_path (run->noun->collection, id, NULL);
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", path, NULL, error);
  if (reply == NULL)
    return FALSE;
  anf_cli_print_show (run, reply);
  return TRUE;
}

typedef struct
{
  const char *path;
  AnfStepFilter filter;
  gpointer data;
} Download;

static gboolean
pull (AnfRun *run, const Download *download, GOutputStream *out, GError **error)
{
  g_autoptr (AnfProgressBar) bar = anf_cli_progress_new (run, 1);
  if (download->filter == NULL)
    return anf_client_download (run->client, download->path, out, anf_cli_progress_report, bar,
                                error);
  g_autoptr (GOutputStream) through = download->filter (out, download->data, error);
  return through != NULL
         && anf_client_download (run->client, download->path, through, anf_cli_progress_report, bar,
                                 error)
         && g_output_stream_close (through, NULL, error);
}

static gboolean
download_to_stdout (AnfRun *run, const Download *download, GError **error)
{
  if (isatty (STDOUT_FILENO))
    return anf_cli_run_misuse (error,
                               _ ("this is no text for a terminal; name a file with -o FILE"));
  if (!anf_cli_print_flush (error))
    return FALSE;
  g_autoptr (GOutputStream) out = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  return pull (run, download, out, error);
}

/* Written beside its place and renamed, so that half a file never has the whole one's name. */
static gboolean
download_to_file (AnfRun *run, const Download *download, const char *file, GError **error)
{
  g_autofree char *partial = g_strconcat (file, ".part", NULL);
  g_auto (AnfFd) fd = open (partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    return anf_error_set_errno (error, errno, _ ("cannot write %s"), partial);
  g_autoptr (GOutputStream) out = g_unix_output_stream_new (fd, FALSE);
  gboolean done = pull (run, download, out, error);
  if (done && (g_fsync (fd) != 0 || rename (partial, file) != 0))
    done = anf_error_set_errno (error, errno, _ ("cannot write %s"), file);
  if (!done)
    (void)unlink (partial);
  return done;
}

gboolean
anf_cli_step_download_through (AnfRun *run,
                               const char *path,
                               const char *file,
                               AnfStepFilter filter,
                               gpointer data,
                               GError **error)
{
  const Download download = { .path = path, .filter = filter, .data = data };
  if (!anf_cli_run_connect (run, error))
    return FALSE;
  if (file == NULL || g_str_equal (file, "-"))
    return download_to_stdout (run, &download, error);
  return download_to_file (run, &download, file, error);
}

gboolean
anf_cli_step_download (AnfRun *run, const char *path, const char *file, GError **error)
{
  return anf_cli_step_download_through (run, path, file, NULL, NULL, error);
}

gboolean
anf_cli_step_save (AnfRun *run, const char *path, GError **error)
{
  const char *file = anf_cli_run_get (run, "output");
  if (!anf_cli_step_download (run, path, file, error))
    return FALSE;
  if (file != NULL && !g_str_equal (file, "-"))
    anf_cli_print_note (run, _ ("wrote %s"), file);
  return TRUE;
}

gboolean
anf_cli_step_fetch (AnfRun *run, GError **error)
{
  return anf_cli_step_fetch_as (run, run->command->action, error);
}

gboolean
anf_cli_step_fetch_as (AnfRun *run, const char *action, GError **error)
{
  g_autofree char *id = anf_cli_ref_resolve (run, run->noun->type, run->args[0], error);
  if (id == NULL)
    return FALSE;
  g_autofree char *path = anf_cli_run_path (run->noun->collection, id, action);
  return anf_cli_step_save (run, path, error);
}

gboolean
anf_cli_step_print (AnfRun *run, const char *action, GError **error)
{
  const char *format = anf_cli_run_get (run, "format");
  if (format == NULL)
    return anf_cli_step_fetch_as (run, action, error);
  if (g_str_equal (format, "docx") && !anf_cli_run_has (run, "output"))
    return anf_cli_run_misuse (error, _ ("a DOCX is no text: name a file with -o"));
  g_autofree char *query = g_strdup_printf ("%s?format=%s", action, format);
  return anf_cli_step_fetch_as (run, query, error);
}
