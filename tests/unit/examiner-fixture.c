/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "examiner-fixture.h"

#include <glib/gstdio.h>

#include <sys/mman.h>
#include <unistd.h>

AnfExaminer *
examiner_start (const char *program)
{
  g_autoptr (GError) error = NULL;
  AnfExaminer *examiner = anf_examiner_new (program, &error);
  g_assert_no_error (error);
  return examiner;
}

int
examiner_make_file (gconstpointer bytes, gsize size)
{
  const int fd = memfd_create ("test", MFD_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, bytes, size), ==, (ssize_t)size);
  return fd;
}

AnfExamination *
examiner_run (AnfExaminer *examiner, int fd, int redacted_fd, guint timeout_ms)
{
  g_autoptr (GError) error = NULL;
  AnfExamination *examination = NULL;
  const gboolean ok
      = anf_examiner_run (examiner, fd, redacted_fd, timeout_ms, &examination, &error);
  g_assert_no_error (error);
  g_assert_true (ok);
  g_test_message ("%s (%s)", examination->facts_json, examination->reason);
  return examination;
}

void
examiner_write_bad (const char *path, const char *mode)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\nexec %s %s\n", EXAMINER_BAD_HELPER, mode);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
}
