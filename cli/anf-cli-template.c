/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-print.h"
#include "anf-cli-run.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-template-check.h"

#include <glib/gi18n.h>

#include <stdio.h>
#include <string.h>

#define SUFFIX ".zh_CN.txt"

static void
tell (const AnfRun *run, const char *path, const char *problem)
{
  if (!run->globals->json)
    {
      printf ("%s: %s\n", path, problem);
      return;
    }
  /* One line each, like what a service answers. */
  g_autoptr (JsonObject) object = json_object_new ();
  json_object_set_string_member (object, "file", path);
  json_object_set_string_member (object, "problem", problem);
  g_autofree char *text = anf_json_format_object (object);
  printf ("%s\n", text);
}

/* `order` of …/order.zh_CN.txt, or what was named. */
static char *
name_kind (const AnfRun *run, const char *path)
{
  const char *named = anf_cli_run_get (run, "as");
  g_autofree char *base = g_path_get_basename (path);
  return named != NULL ? g_strdup (named) : g_strndup (base, strcspn (base, "."));
}

static gboolean
check_file (AnfRun *run, const char *path, guint *wrong, GError **error)
{
  g_autofree char *name = name_kind (run, path);
  g_autofree char *text = NULL;
  gsize size = 0;
  if (!anf_template_check_find (name))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("%s: which template is it? Name it with --as (order, supervision, "
                               "receipt …) or after the one whose place it takes"),
                            path);
  if (!g_file_get_contents (path, &text, &size, error))
    return FALSE;
  g_autoptr (GPtrArray) problems = anf_template_check (name, text);
  for (guint i = 0; i < problems->len; i++)
    tell (run, path, problems->pdata[i]);
  if (strlen (text) != size)
    tell (run, path, _ ("it has a NUL byte"));
  *wrong += problems->len > 0 || strlen (text) != size ? 1 : 0;
  return TRUE;
}

static gboolean
check_folder (AnfRun *run, const char *folder, guint *wrong, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  if (dir == NULL)
    return FALSE;
  guint seen = 0;
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (!g_str_has_suffix (name, SUFFIX))
        continue;
      seen++;
      if (!check_file (run, path, wrong, error))
        return FALSE;
    }
  return seen > 0
         || anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("%s: no template (*%s) is in it"),
                             folder, SUFFIX);
}

static gboolean
run_check (AnfRun *run, GError **error)
{
  guint wrong = 0;
  for (guint i = 0; i < run->n_args; i++)
    {
      const gboolean is_folder = g_file_test (run->args[i], G_FILE_TEST_IS_DIR);
      if (!(is_folder ? check_folder : check_file) (run, run->args[i], &wrong, error))
        return FALSE;
    }
  if (wrong > 0)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("templates that cannot be used as they are: %u"), wrong);
  anf_cli_print_note (run, _ ("all templates are in order"));
  return TRUE;
}

static const AnfField check_fields[]
    = { { "as", NULL, ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("NAME"),
          N_ ("the template whose place it takes, where its file has another name") },
        { NULL } };

static const AnfCommand commands[] = {
  { "check", "FILE…", 1, -1,
    N_ ("Check templates of letters and forms, or folders of them (offline)"),
    "anfang template check letters/order.zh_CN.txt", run_check, check_fields },
  { NULL },
};

const AnfNoun anf_cli_template = { .name = "template",
                                   .summary = N_ ("templates of letters and forms"),
                                   .commands = commands };
