/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* For tests in other languages: make-pack FILE writes the sample; make-pack --verify PATH… says of
   each what the verifier says, failures first, and exits with 1 unless all are genuine. */

#include "anf-pack-verify.h"

#include "pack-sample.h"
#include <stdio.h>
#include <string.h>

static gboolean
verify (const char *path)
{
  g_autoptr (AnfPackReport) report = NULL;
  g_autoptr (GError) error = NULL;
  if (!anf_pack_verify (path, NULL, &report, &error))
    {
      (void)fprintf (stderr, "%s\n", error->message);
      return FALSE;
    }
  for (guint i = 0; i < report->checks->len; i++)
    {
      const AnfPackCheck *check = g_ptr_array_index (report->checks, i);
      (void)printf ("%s %s %s: %s\n", check->passed ? "ok" : "FAILED", check->what, check->path,
                    check->detail);
    }
  return anf_pack_report_is_genuine (report);
}

int
main (int argc, char **argv)
{
  if (argc < 2)
    return 2;
  gboolean genuine = TRUE;
  if (strcmp (argv[1], "--verify") == 0)
    {
      for (int i = 2; i < argc; i++)
        genuine = verify (argv[i]) && genuine;
      return genuine ? 0 : 1;
    }
  g_autoptr (PackSample) sample = pack_sample_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) zip = pack_sample_write (sample, &error);
  if (zip == NULL || !g_file_set_contents (argv[1], (char *)zip->data, zip->len, &error))
    {
      (void)fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  return 0;
}
