/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Promise: the pixels of HEIC, AVIF and TIFF are decoded by a second helper, which alone has their
   decoders and runs only while there are such files; the outcome is the same as if one had done it
   all; and whatever becomes of the second, what the first read stands. */

#include "anf-fd.h"

#include "container-writer.h"
#include "examine-here.h"
#include "examiner-fixture.h"
#include "photo-writer.h"
#include "picture-writer.h"
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SAMPLES (g_getenv ("ANF_SAMPLES"))

static GByteArray *
make_picture (PictureFormat format)
{
  g_autoptr (GByteArray) rgb = picture_street (320, 200, 5);
  g_autoptr (PhotoExif) exif = photo_exif_new (TRUE);
  photo_exif_add_text (exif, PHOTO_IFD_0, 0x10f, "HUAWEI");
  g_autoptr (GByteArray) block = photo_exif_finish (exif);
  return picture_encode (format, rgb->data, 320, 200, block);
}

/* The processes that this one started: the first helper and, later, the second. */
static GArray *
list_children (void)
{
  GArray *pids = g_array_new (FALSE, FALSE, sizeof (pid_t));
  g_autoptr (GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  for (const char *task = g_dir_read_name (tasks); task != NULL; task = g_dir_read_name (tasks))
    {
      g_autofree char *path = g_strdup_printf ("/proc/self/task/%s/children", task);
      g_autofree char *text = NULL;
      /* A thread may have ended meanwhile. */
      if (!g_file_get_contents (path, &text, NULL, NULL))
        continue;
      g_auto (GStrv) words = g_strsplit (g_strstrip (text), " ", -1);
      for (gsize i = 0; words[i] != NULL && *words[i] != '\0'; i++)
        {
          const pid_t pid = (pid_t)g_ascii_strtoll (words[i], NULL, 10);
          g_array_append_val (pids, pid);
        }
    }
  return pids;
}

static guint
count_children (void)
{
  g_autoptr (GArray) pids = list_children ();
  return pids->len;
}

static void
assert_only_when_needed (PictureFormat format, guint helpers)
{
  g_autoptr (AnfExaminer) examiner = examiner_start (EXAMINER_HELPER);
  g_autoptr (GByteArray) file = make_picture (format);
  g_auto (AnfFd) fd = examiner_make_file (file->data, file->len);
  g_auto (AnfFd) redacted = examiner_make_file ("", 0);
  g_autoptr (AnfExamination) examination = examiner_run (examiner, fd, redacted, 0);
  g_assert_nonnull (examination->thumbnail);
  g_assert_cmpint (examination->redaction, ==,
                   format == PICTURE_TIFF ? ANF_REDACTION_REENCODED : ANF_REDACTION_LOSSLESS);
  g_assert_null (examination->reason);
  g_assert_cmpuint (count_children (), ==, helpers);
}

static void
test_only_when_needed (void)
{
  assert_only_when_needed (PICTURE_JPEG, 1);
  assert_only_when_needed (PICTURE_PNG, 1);
  assert_only_when_needed (PICTURE_WEBP, 1);
  assert_only_when_needed (PICTURE_HEIC, 2);
  assert_only_when_needed (PICTURE_AVIF, 2);
  assert_only_when_needed (PICTURE_TIFF, 2);
  g_assert_cmpuint (count_children (), ==, 0);
}

static char *
list_libraries (const char *program)
{
  const char *const argv[] = { "ldd", program, NULL };
  char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_assert_true (g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text,
                               NULL, NULL, &error));
  g_assert_no_error (error);
  return text;
}

/* What is not linked can neither be attacked nor take up memory. */
static void
test_libraries (void)
{
  static const char *const decoders[]
      = { "libheif", "libde265", "libx265", "libdav1d", "libaom", "libtiff" };
  g_autofree char *second = g_strconcat (EXAMINER_HELPER, "-more", NULL);
  g_autofree char *of_first = list_libraries (EXAMINER_HELPER);
  g_autofree char *of_second = list_libraries (second);
  g_assert_nonnull (strstr (of_first, "libjpeg"));
  g_assert_nonnull (strstr (of_second, decoders[0]));
  for (gsize i = 0; i < G_N_ELEMENTS (decoders); i++)
    g_assert_null (strstr (of_first, decoders[i]));
}

static void
assert_as_one (AnfExaminer *examiner, const guint8 *bytes, gsize size)
{
  g_auto (AnfFd) fd = examiner_make_file (bytes, size);
  g_auto (AnfFd) redacted = examiner_make_file ("", 0);
  g_autoptr (AnfExamination) examination = examiner_run (examiner, fd, redacted, 0);
  g_autoptr (Examined) one = examine_here (bytes, size);
  g_assert_cmpint (examination->status, ==, one->status);
  g_assert_cmpint (examination->redaction, ==, one->redaction);
  g_assert_cmpstr (examination->facts_json, ==, one->facts);
  gsize thumbnail = 0;
  const guint8 *shown = examination->thumbnail != NULL
                            ? g_bytes_get_data (examination->thumbnail, &thumbnail)
                            : NULL;
  g_assert_cmpmem (shown, thumbnail, one->thumbnail->data, one->thumbnail->len);
  g_autofree guint8 *copy = g_malloc0 (one->redacted->len + 1);
  g_assert_cmpint (pread (redacted, copy, one->redacted->len + 1, 0), ==, one->redacted->len);
  g_assert_cmpmem (copy, one->redacted->len, one->redacted->data, one->redacted->len);
}

/* Well formed, flat, not decodable, too malformed to be copied. */
static void
test_as_one (void)
{
  g_autoptr (AnfExaminer) examiner = examiner_start (EXAMINER_HELPER);
  g_autoptr (GByteArray) heic = make_picture (PICTURE_HEIC);
  g_autoptr (GByteArray) avif = make_picture (PICTURE_AVIF);
  g_autoptr (GByteArray) tiff = make_picture (PICTURE_TIFF);
  g_autoptr (GByteArray) described = heif_make (NULL, 0, 1, FALSE, 1);
  g_autofree guint8 *gray = g_malloc (64 * 64 * 3);
  memset (gray, 128, (gsize)64 * 64 * 3);
  g_autoptr (GByteArray) flat = picture_encode (PICTURE_HEIC, gray, 64, 64, NULL);
  g_autoptr (GByteArray) film = make_picture (PICTURE_HEIC);
  box_add (film, "moov", "x", 1);
  const GByteArray *const files[] = { heic, avif, tiff, described, flat, film };
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    assert_as_one (examiner, files[i]->data, files[i]->len);
  g_assert_cmpuint (count_children (), ==, 2);
}

/* The channels of a picture, one by one, on the average. */
static void
average (const GByteArray *rgb, double mean[3])
{
  for (guint i = 0; i < 3; i++)
    mean[i] = 0;
  for (guint i = 0; i < rgb->len; i++)
    mean[i % 3] += rgb->data[i] * 3.0 / rgb->len;
}

/* The same four quarters again and again. */
static int
make_grid_file (guint width, guint height)
{
  g_autoptr (GByteArray) quarters = picture_quarters (512, 512);
  g_autoptr (GByteArray) tile = picture_encode (PICTURE_HEIC, quarters->data, 512, 512, NULL);
  g_autoptr (GByteArray) file = heif_make_grid (tile, 512, width, height);
  return examiner_make_file (file->data, file->len);
}

/* As phones with sensors of 108 million pixels write them: larger than what fits into memory twice.
 */
static void
test_large (void)
{
  g_autoptr (AnfExaminer) examiner = examiner_start (EXAMINER_HELPER);
  g_autoptr (GByteArray) quarters = picture_quarters (512, 512);
  g_auto (AnfFd) fd = make_grid_file (12000, 9000);
  g_auto (AnfFd) redacted = examiner_make_file ("", 0);
  g_autoptr (AnfExamination) examination = examiner_run (examiner, fd, redacted, 0);
  g_assert_cmpstr (examination->reason, ==, NULL);
  g_assert_cmpint (examination->redaction, ==, ANF_REDACTION_LOSSLESS);
  gsize size = 0;
  const guint8 *bytes = g_bytes_get_data (examination->thumbnail, &size);
  g_autoptr (GByteArray) thumbnail = g_byte_array_new ();
  g_byte_array_append (thumbnail, bytes, (guint)size);
  guint width = 0, height = 0;
  g_autoptr (GByteArray) shown = picture_decode (thumbnail, &width, &height);
  g_assert_cmpuint (width, ==, 320);
  g_assert_cmpuint (height, ==, 240);
  double wanted[3], got[3];
  average (quarters, wanted);
  average (shown, got);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (got[i], wanted[i], 8);
}

/* A few bytes that say that they are more than can be: nobody tries. */
static void
test_too_large (void)
{
  g_autoptr (AnfExaminer) examiner = examiner_start (EXAMINER_HELPER);
  g_auto (AnfFd) fd = make_grid_file (20000, 15000);
  g_autoptr (AnfExamination) examination = examiner_run (examiner, fd, -1, 0);
  g_assert_null (examination->thumbnail);
  g_assert_nonnull (strstr (examination->facts_json, "UNDECODABLE"));
  g_assert_nonnull (strstr (examination->facts_json, "20000"));
}

static void
test_samples (void)
{
  g_autoptr (GDir) folder = g_dir_open (SAMPLES, 0, NULL);
  if (folder == NULL)
    {
      g_test_skip ("no samples here");
      return;
    }
  g_autoptr (AnfExaminer) examiner = examiner_start (EXAMINER_HELPER);
  for (const char *name = g_dir_read_name (folder); name != NULL; name = g_dir_read_name (folder))
    {
      g_autofree char *lower = g_ascii_strdown (name, -1);
      g_autofree char *path = g_build_filename (SAMPLES, name, NULL);
      g_autofree char *bytes = NULL;
      gsize size = 0;
      if (!g_str_has_suffix (lower, ".heic") && !g_str_has_suffix (lower, ".avif"))
        continue;
      g_test_message ("%s", name);
      g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
      assert_as_one (examiner, (const guint8 *)bytes, size);
    }
}

/* It goes by itself, without another file that would have to come first. */
static void
test_ends_when_idle (void)
{
  g_autoptr (AnfExaminer) examiner = examiner_start (EXAMINER_HELPER);
  g_autoptr (GArray) before = list_children ();
  const pid_t first = g_array_index (before, pid_t, 0);
  g_autoptr (GByteArray) file = make_picture (PICTURE_HEIC);
  g_auto (AnfFd) fd = examiner_make_file (file->data, file->len);
  for (guint i = 0; i < 2; i++)
    {
      anf_examiner_set_idle_ms (examiner, 3600 * 1000);
      g_autoptr (AnfExamination) examination = examiner_run (examiner, fd, -1, 0);
      g_assert_nonnull (examination->thumbnail);
      g_autoptr (GArray) pids = list_children ();
      g_assert_cmpuint (pids->len, ==, 2);
      const pid_t second = g_array_index (pids, pid_t, g_array_index (pids, pid_t, 0) == first);
      anf_examiner_set_idle_ms (examiner, 1);
      siginfo_t info;
      /* Until it has ended; it may have been reaped already. */
      const int waited = waitid (P_PID, (id_t)second, &info, WEXITED | WNOWAIT);
      g_assert_true (waited == 0 || errno == ECHILD);
      g_assert_cmpint (kill (first, 0), ==, 0);
    }
}

/* ---- Whatever becomes of the second ---- */

/* The real helper, and behind it one that does as @mode says; gone with the test's folder. */
static AnfExaminer *
start_with (const char *mode)
{
  g_autofree char *first = g_build_filename (g_get_user_runtime_dir (), mode, NULL);
  g_autofree char *second = g_strconcat (first, "-more", NULL);
  g_assert_cmpint (g_mkdir_with_parents (g_get_user_runtime_dir (), 0700), ==, 0);
  g_assert_cmpint (symlink (EXAMINER_HELPER, first), ==, 0);
  if (!g_str_equal (mode, "missing"))
    examiner_write_bad (second, mode);
  return examiner_start (first);
}

static void
assert_without_pixels (AnfExaminer *examiner, const GByteArray *file)
{
  g_auto (AnfFd) fd = examiner_make_file (file->data, file->len);
  g_auto (AnfFd) redacted = examiner_make_file ("", 0);
  g_autoptr (AnfExamination) examination = examiner_run (examiner, fd, redacted, 2000);
  g_assert_cmpint (examination->status, ==, ANF_EXAMINATION_DONE);
  g_assert_cmpstr (examination->facts_json, ==,
                   "{\"flags\":[\"PIXELS_SKIPPED\"],\"format\":\"heic\",\"height\":200,"
                   "\"make\":\"HUAWEI\",\"type\":\"image/heic\",\"width\":320}");
  g_assert_true (g_str_has_prefix (examination->reason, "not decoded: "));
  g_assert_null (examination->thumbnail);
  g_assert_cmpint (examination->redaction, ==, ANF_REDACTION_NONE);
  struct stat status;
  g_assert_cmpint (fstat (redacted, &status), ==, 0);
  g_assert_cmpint (status.st_size, ==, 0);
}

static const char *const bad_modes[]
    = { "hang",         "die",          "leave",           "babble",         "other-json",
        "end-alone",    "no-thumbnail", "flood-thumbnail", "flood-redacted", "claim-redacted",
        "not-examined", "left-too" };

static void
test_bad (gconstpointer data)
{
  g_autoptr (AnfExaminer) examiner = start_with (data);
  g_autoptr (GByteArray) file = make_picture (PICTURE_HEIC);
  /* Twice: it is started anew for the second. */
  assert_without_pixels (examiner, file);
  assert_without_pixels (examiner, file);
}

static void
test_does_not_start (gconstpointer data)
{
  g_autoptr (AnfExaminer) examiner = start_with (data);
  g_autoptr (GByteArray) file = make_picture (PICTURE_HEIC);
  for (guint i = 0; i < 2; i++)
    {
      g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, "*TIFF picture is not decoded:*");
      assert_without_pixels (examiner, file);
      g_test_assert_expected_messages ();
    }
}

/* It says that this is a JPEG of no make, and is asked only for what pixels tell. */
static void
test_not_believed (void)
{
  g_autoptr (AnfExaminer) examiner = start_with ("drop-redacted");
  g_autoptr (GByteArray) file = make_picture (PICTURE_HEIC);
  g_auto (AnfFd) fd = examiner_make_file (file->data, file->len);
  g_auto (AnfFd) redacted = examiner_make_file ("", 0);
  g_autoptr (AnfExamination) examination = examiner_run (examiner, fd, redacted, 0);
  g_assert_cmpstr (examination->facts_json, ==,
                   "{\"flags\":[],\"format\":\"heic\",\"height\":200,\"make\":\"HUAWEI\","
                   "\"type\":\"image/heic\",\"width\":320}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/examiner-more/only-when-needed", test_only_when_needed);
  g_test_add_func ("/examiner-more/libraries", test_libraries);
  g_test_add_func ("/examiner-more/as-one", test_as_one);
  g_test_add_func ("/examiner-more/large", test_large);
  g_test_add_func ("/examiner-more/too-large", test_too_large);
  g_test_add_func ("/examiner-more/samples", test_samples);
  g_test_add_func ("/examiner-more/ends-when-idle", test_ends_when_idle);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_modes); i++)
    {
      g_autofree char *path = g_strconcat ("/examiner-more/bad/", bad_modes[i], NULL);
      g_test_add_data_func (path, bad_modes[i], test_bad);
    }
  g_test_add_data_func ("/examiner-more/missing", "missing", test_does_not_start);
  g_test_add_data_func ("/examiner-more/silent", "silent", test_does_not_start);
  g_test_add_func ("/examiner-more/not-believed", test_not_believed);
  return g_test_run ();
}
