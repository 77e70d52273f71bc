/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* For measuring memory: make-big-pack MIB FILE [CERT] writes the sample with one recording of so
   many MiB, encrypted to CERT when given. The recording is a hole, and so is the pack where it is
   zeros, so that twenty gigabytes fit on any disk. */

#include "anf-envelope.h"
#include "anf-pack-digest.h"
#include "anf-pack-verify.h"

#include <glib/gstdio.h>

#include "pack-sample.h"
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MIB (G_GUINT64_CONSTANT (1024) * 1024)

static int
open_hole (gpointer data, GError **error)
{
  const guint64 *size = data;
  const int fd = memfd_create ("hole", MFD_CLOEXEC);
  g_assert_true (fd >= 0 && ftruncate (fd, (off_t)*size) == 0);
  return fd;
}

static gboolean
is_zero (const guint8 *bytes, gsize size)
{
  return size > 0 && bytes[0] == 0 && memcmp (bytes, bytes + 1, size - 1) == 0;
}

static gboolean
write_sparse (gconstpointer bytes, gsize size, gpointer data, GError **error)
{
  const int fd = *(const int *)data;
  if (is_zero (bytes, size))
    return lseek (fd, (off_t)size, SEEK_CUR) >= 0;
  return write (fd, bytes, size) == (gssize)size;
}

static AnfPackItem *
make_recording (gpointer data)
{
  const guint64 *size = data;
  g_autofree guint8 *zeros = g_malloc0 (MIB);
  g_auto (AnfPackDigest) digest;
  anf_pack_digest_init (&digest, TRUE);
  for (guint64 i = 0; i < *size / MIB; i++)
    anf_pack_digest_update (&digest, zeros, MIB);
  anf_pack_digest_finish (&digest);
  g_autofree char *path = anf_pack_item_path ("evidence", 4, digest.sha256, "recording.bin");
  AnfPackItem *item = anf_pack_item_new (path);
  item->size = *size;
  item->sha256 = g_strdup (digest.sha256);
  item->sm3 = g_strdup (digest.sm3);
  item->open = open_hole;
  item->open_data = data;
  return item;
}

static gboolean
write_encrypted (AnfPackPlan *plan, const char *cert, int *fd, GError **error)
{
  g_autofree char *pem = NULL;
  if (!g_file_get_contents (cert, &pem, NULL, error))
    return FALSE;
  const char *const certs[] = { pem, NULL };
  g_autoptr (AnfEnvelope) envelope = anf_envelope_new (certs, write_sparse, fd, error);
  return envelope != NULL && anf_pack_write (plan, anf_envelope_write, envelope, error)
         && anf_envelope_finish (envelope, error);
}

static void
print_peak (void)
{
  g_autofree char *status = NULL;
  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return;
  const char *at = strstr (status, "VmHWM:");
  if (at != NULL)
    (void)printf ("%.*s\n", (int)strspn (at + 6, " \t0123456789"), at + 6);
}

static gboolean
verify (const char *path, GError **error)
{
  g_autoptr (AnfPackReport) report = NULL;
  return anf_pack_verify (path, NULL, &report, error) && anf_pack_report_is_genuine (report);
}

static gboolean
make (char **words, guint64 size, GError **error)
{
  int fd = g_open (words[2], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const PackSampleInspectors who
      = { .by = "inspector-17", .make_recording = make_recording, .data = &size };
  g_autoptr (PackSample) sample = pack_sample_new_by (&who);
  const gboolean done = words[3] != NULL ? write_encrypted (sample->plan, words[3], &fd, error)
                                         : anf_pack_write (sample->plan, write_sparse, &fd, error);
  return done && g_close (fd, NULL);
}

int
main (int argc, char **argv)
{
  guint64 size = 0;
  g_autoptr (GError) error = NULL;
  if (argc < 3)
    return 2;
  gboolean done = FALSE;
  if (strcmp (argv[1], "--verify") == 0)
    done = verify (argv[2], &error);
  else if (g_ascii_string_to_unsigned (argv[1], 10, 1, 1 << 20, &size, &error))
    done = make (argv, size * MIB, &error);
  if (!done)
    (void)fprintf (stderr, "%s\n", error != NULL ? error->message : "it failed");
  print_peak ();
  return done ? 0 : 1;
}
