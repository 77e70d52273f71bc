/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* examine-file HELPER FILE FOLDER: what the helper makes of FILE. Prints {status, redaction, facts}
   as JSON and puts `thumbnail.jpg` and `redacted.jpg` into FOLDER when there are any. */

#include "anf-examiner.h"
#include "anf-fd.h"
#include "anf-json.h"

#include <fcntl.h>
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
  g_print ("%s\n", text);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfExamination) examination = NULL;
  if (argc != 4)
    return 2;
  g_autofree char *thumbnail = g_build_filename (argv[3], "thumbnail.jpg", NULL);
  g_autofree char *redacted = g_build_filename (argv[3], "redacted.jpg", NULL);
  g_auto (AnfFd) fd = open (argv[2], O_RDONLY | O_CLOEXEC);
  g_auto (AnfFd) redacted_fd = open (redacted, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  g_autoptr (AnfExaminer) examiner = anf_examiner_new (argv[1], &error);
  if (examiner == NULL || fd < 0 || redacted_fd < 0
      || !anf_examiner_run (examiner, fd, redacted_fd, 0, &examination, &error))
    {
      g_printerr ("%s\n", error != NULL ? error->message : "cannot open");
      return 1;
    }
  print_report (examination);
  if (examination->redaction == ANF_REDACTION_NONE)
    (void)unlink (redacted);
  if (examination->thumbnail != NULL
      && !g_file_set_contents (thumbnail, g_bytes_get_data (examination->thumbnail, NULL),
                               (gssize)g_bytes_get_size (examination->thumbnail), &error))
    return 1;
  return 0;
}
