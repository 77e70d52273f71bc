/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Of all inputs only one is genuine: the pack among the seeds, to the last byte. (Made by
   `make-pack tests/fuzz/seeds/pack/sample.zip`; another is found as soon as it differs.) */

#include "anf-error.h"
#include "anf-pack-report.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static GBytes *genuine;

static void
check_report (const AnfPackReport *report)
{
  gboolean has_failed = FALSE;
  for (guint i = 0; i < report->checks->len; i++)
    {
      const AnfPackCheck *check = g_ptr_array_index (report->checks, i);
      g_assert (check->path != NULL && check->what != NULL && check->detail != NULL);
      g_assert (g_utf8_validate (check->path, -1, NULL));
      /* Failures come first. */
      g_assert (check->passed || has_failed || i == 0);
      has_failed = has_failed || !check->passed;
    }
  g_assert (report->checks->len > 0);
  g_assert (anf_pack_report_is_genuine (report) == !has_failed);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const int fd = memfd_create ("pack", MFD_CLOEXEC);
  g_assert (fd >= 0 && write (fd, data, size) == (ssize_t)size);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autoptr (AnfPackReport) report = NULL;
  g_autoptr (GError) error = NULL;
  const gboolean looked = anf_pack_verify (path, NULL, &report, &error);
  g_assert_no_error (error);
  g_assert (looked);
  check_report (report);
  if (anf_pack_report_is_genuine (report))
    {
      g_autoptr (GBytes) input = g_bytes_new (data, size);
      if (genuine == NULL)
        genuine = g_bytes_ref (input);
      g_assert (g_bytes_equal (genuine, input));
    }
  (void)close (fd);
  return 0;
}
