/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* For tests in other languages: make-pack FILE [NAME TSR CA]… writes the sample, with time-stamps;
   make-pack --case FILE writes one with something for a unit;
   make-pack --cosigned SIZE FILE [NAME TSR CA]… writes the first with what a witness signed of the
   log at so many leaves, and prints the witness's key; SIZE@AT: signed by another key of the log,
   which it changed at so many leaves; make-pack --continued SIZE@AT FILE: the same signed by that
   key alone, which it prints; make-pack --rotated AT FILE: with a change of key
   before its checkpoint; make-pack --checkpoint FILE writes what those are to stamp;
   make-pack --verify PATH… says of each what the verifier says, failures first, and exits with 1
   unless all are genuine. */

#include "anf-pack-timestamp.h"
#include "anf-pack-verify.h"

#include "pack-sample.h"
#include "pack-witnessed.h"
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

static gboolean
save (const char *path, gconstpointer bytes, gsize size)
{
  g_autoptr (GError) error = NULL;
  if (g_file_set_contents (path, bytes, (gssize)size, &error))
    return TRUE;
  (void)fprintf (stderr, "%s\n", error->message);
  return FALSE;
}

static void
add_timestamp (AnfPackPlan *plan, char **words)
{
  g_autofree char *reply = NULL;
  g_autofree char *ca = NULL;
  gsize size = 0;
  g_assert_true (g_file_get_contents (words[1], &reply, &size, NULL));
  g_assert_true (g_file_get_contents (words[2], &ca, NULL, NULL));
  g_autoptr (GBytes) bytes = g_bytes_new (reply, size);
  anf_pack_timestamp_add (plan, words[0], bytes, ca);
}

static gboolean
write_sample (PackSample *sample, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) zip = pack_sample_write (sample, &error);
  if (zip != NULL)
    return save (path, zip->data, zip->len);
  (void)fprintf (stderr, "%s\n", error->message);
  return FALSE;
}

static gboolean
make (PackSample *sample, int argc, char **argv)
{
  for (int i = 1; i + 2 < argc; i += 3)
    add_timestamp (sample->plan, argv + i);
  return write_sample (sample, argv[0]);
}

/* @at: (out): 0 when none is named */
static gboolean
read_sizes (const char *text, guint64 *size, guint64 *at)
{
  g_auto (GStrv) words = g_strsplit (text, "@", 2);
  *at = 0;
  return g_ascii_string_to_unsigned (words[0], 10, 1, 200, size, NULL)
         && (words[1] == NULL || g_ascii_string_to_unsigned (words[1], 10, 1, 200, at, NULL));
}

static gboolean
make_continued (PackSample *sample, int argc, char **argv)
{
  guint64 size = 0;
  guint64 at = 0;
  if (!read_sizes (argv[0], &size, &at))
    return FALSE;
  g_autofree char *vkey = pack_witnessed_add_continued (sample, (guint)size, (guint)at);
  (void)printf ("%s\n", vkey);
  return make (sample, argc - 1, argv + 1);
}

static gboolean
make_cosigned (PackSample *sample, int argc, char **argv)
{
  guint64 size = 0;
  guint64 at = 0;
  if (!read_sizes (argv[0], &size, &at))
    return FALSE;
  g_autofree char *vkey = pack_witnessed_dup_vkey ();
  if (at > 0)
    g_free (pack_witnessed_add_changed (sample, (guint)size, (guint)at));
  else
    pack_witnessed_add (sample, (guint)size);
  (void)printf ("%s\n", vkey);
  return make (sample, argc - 1, argv + 1);
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
  if (strcmp (argv[1], "--case") == 0 && argc == 3)
    {
      g_autoptr (PackSample) of_case = pack_sample_new_by (&pack_sample_inspectors);
      return write_sample (of_case, argv[2]) ? 0 : 1;
    }
  g_autoptr (PackSample) sample = pack_sample_new ();
  if (strcmp (argv[1], "--cosigned") == 0 && argc >= 4)
    return make_cosigned (sample, argc - 2, argv + 2) ? 0 : 1;
  if (strcmp (argv[1], "--continued") == 0 && argc >= 4)
    return make_continued (sample, argc - 2, argv + 2) ? 0 : 1;
  if (strcmp (argv[1], "--rotated") == 0 && argc == 4)
    {
      pack_witnessed_add_earlier (sample, (guint)g_ascii_strtoull (argv[2], NULL, 10));
      return write_sample (sample, argv[3]) ? 0 : 1;
    }
  if (strcmp (argv[1], "--checkpoint") != 0)
    return make (sample, argc - 1, argv + 1) ? 0 : 1;
  const char *checkpoint = sample->plan->checkpoint;
  return argc == 3 && save (argv[2], checkpoint, strlen (checkpoint)) ? 0 : 1;
}
