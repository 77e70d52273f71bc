/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* examine-file HELPER FILE FOLDER: what the helper makes of FILE. Prints {status, redaction, facts}
   as JSON and puts `thumbnail.jpg` and `redacted` into FOLDER when there are any.

   examine-file HELPER: the same for each file that a line of standard input names, one line each,
   without copies. */

#include "anf-error.h"
#include "anf-examiner.h"
#include "anf-fd.h"
#include "anf-json.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void
print_report (const AnfExamination *examination)
{
  g_autoptr (JsonObject) report = json_object_new ();
  anf_json_set_string (report, "status", anf_examination_status_name (examination->status));
  anf_json_set_string (report, "redaction", anf_redaction_name (examination->redaction));
  anf_json_set_string (report, "reason", examination->reason);
  if (examination->facts_json != NULL)
    json_object_set_object_member (
        report, "facts",
        anf_json_parse_object (examination->facts_json, strlen (examination->facts_json), NULL));
  g_autofree char *text = anf_json_format_object (report);
  /* As it is: g_print makes question marks of what the locale does not have. */
  puts (text);
}

/* No copy is wanted where @folder is NULL. */
static gboolean
examine (AnfExaminer *examiner, const char *path, const char *folder, GError **error)
{
  g_autoptr (AnfExamination) examination = NULL;
  g_autofree char *thumbnail
      = folder != NULL ? g_build_filename (folder, "thumbnail.jpg", NULL) : NULL;
  g_autofree char *redacted = folder != NULL ? g_build_filename (folder, "redacted", NULL) : NULL;
  g_auto (AnfFd) fd = open (path, O_RDONLY | O_CLOEXEC);
  g_auto (AnfFd) redacted_fd = -1;
  if (redacted != NULL)
    redacted_fd = open (redacted, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0 || (redacted != NULL && redacted_fd < 0))
    return anf_error_set_errno (error, errno, "opening %s", path);
  if (!anf_examiner_run (examiner, fd, redacted_fd, 0, &examination, error))
    return FALSE;
  print_report (examination);
  if (redacted != NULL && examination->redaction == ANF_REDACTION_NONE)
    (void)unlink (redacted);
  return thumbnail == NULL || examination->thumbnail == NULL
         || g_file_set_contents (thumbnail, g_bytes_get_data (examination->thumbnail, NULL),
                                 (gssize)g_bytes_get_size (examination->thumbnail), error);
}

static gboolean
examine_all (AnfExaminer *examiner, GError **error)
{
  char line[4096];
  while (fgets (line, sizeof line, stdin) != NULL)
    {
      line[strcspn (line, "\n")] = '\0';
      if (!examine (examiner, line, NULL, error))
        return FALSE;
    }
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  if (argc != 2 && argc != 4)
    return 2;
  g_autoptr (AnfExaminer) examiner = anf_examiner_new (argv[1], &error);
  const gboolean ok = examiner != NULL
                      && (argc == 4 ? examine (examiner, argv[2], argv[3], &error)
                                    : examine_all (examiner, &error));
  if (!ok)
    g_printerr ("%s\n", error->message);
  return ok ? 0 : 1;
}
