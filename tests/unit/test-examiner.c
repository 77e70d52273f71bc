/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Promise: whatever the helper does, a file is examined, unsupported or unexaminable, and nothing
   else happens; and the helper can do next to nothing. */

#include "anf-error.h"
#include "anf-fd.h"
#include "anf-json.h"
#include "anf-media-limits.h"
#include "anf-sandbox.h"

#include "container-writer.h"
#include "examiner-fixture.h"
#include "photo-writer.h"
#include "picture-writer.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int
make_photo (void)
{
  g_autoptr (GByteArray) jpeg = photo_picture (400, 300, 3);
  g_autoptr (PhotoExif) exif = photo_exif_new (TRUE);
  photo_exif_add_text (exif, PHOTO_IFD_0, 0x10f, "HUAWEI");
  photo_exif_add_short (exif, PHOTO_IFD_0, 0x112, 6);
  g_autoptr (GByteArray) block = photo_exif_finish (exif);
  photo_insert_exif (jpeg, block);
  return examiner_make_file (jpeg->data, jpeg->len);
}

static goffset
size_of (int fd)
{
  struct stat status;
  g_assert_cmpint (fstat (fd, &status), ==, 0);
  return status.st_size;
}

/* A program that is the bad helper in one of its modes; gone with the caller's folder. */
static AnfExaminer *
start_bad (const char *mode, GError **error)
{
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), mode, NULL);
  examiner_write_bad (path, mode);
  return anf_examiner_new (path, error);
}

static void
test_photo (void)
{
  g_autoptr (AnfExaminer) examiner = examiner_start (EXAMINER_HELPER);
  g_auto (AnfFd) fd = make_photo ();
  g_auto (AnfFd) redacted = examiner_make_file ("", 0);
  g_autoptr (AnfExamination) examination = examiner_run (examiner, fd, redacted, 0);
  g_assert_cmpint (examination->status, ==, ANF_EXAMINATION_DONE);
  g_assert_true (g_str_has_prefix (examination->facts_json, "{\"dhash\":\""));
  g_assert_nonnull (strstr (examination->facts_json,
                            "\"flags\":[],\"format\":\"jpeg\",\"height\":300,"
                            "\"make\":\"HUAWEI\",\"orientation\":6,\"phash\":\""));
  g_assert_nonnull (examination->thumbnail);
  g_assert_cmpint (examination->redaction, ==, ANF_REDACTION_LOSSLESS);
  g_assert_cmpint (size_of (redacted), >, 1000);
  g_assert_cmpint (lseek (fd, 0, SEEK_CUR), ==, size_of (fd));
}

/* Every decoder works locked in, one after the other in one helper. */
static void
test_formats (void)
{
  g_autoptr (AnfExaminer) examiner = examiner_start (EXAMINER_HELPER);
  g_autoptr (GByteArray) rgb = picture_street (700, 500, 5);
  for (PictureFormat format = 0; format < PICTURE_N_FORMATS; format++)
    {
      g_autoptr (GByteArray) file = picture_encode (format, rgb->data, 700, 500, NULL);
      g_auto (AnfFd) fd = examiner_make_file (file->data, file->len);
      g_autoptr (AnfExamination) examination = examiner_run (examiner, fd, -1, 0);
      g_test_message ("%s: %s", picture_format_name (format), examination->facts_json);
      g_assert_cmpint (examination->status, ==, ANF_EXAMINATION_DONE);
      g_assert_nonnull (strstr (examination->facts_json, "\"flags\":[]"));
      g_assert_nonnull (examination->thumbnail);
    }
}

static void
test_no_photo (void)
{
  static const struct
  {
    const char *bytes;
    gsize size;
    const char *facts;
  } cases[] = {
    { "", 0, "{\"flags\":[],\"format\":\"unknown\",\"type\":\"application/octet-stream\"}" },
    { "GIF89a", 6, "{\"flags\":[],\"format\":\"gif\",\"type\":\"image/gif\"}" },
  };
  g_autoptr (AnfExaminer) examiner = examiner_start (EXAMINER_HELPER);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (AnfFd) fd = examiner_make_file (cases[i].bytes, cases[i].size);
      g_auto (AnfFd) redacted = examiner_make_file ("", 0);
      g_autoptr (AnfExamination) examination = examiner_run (examiner, fd, redacted, 0);
      g_assert_cmpint (examination->status, ==, ANF_EXAMINATION_UNSUPPORTED);
      g_assert_cmpstr (examination->facts_json, ==, cases[i].facts);
      g_assert_cmpint (examination->redaction, ==, ANF_REDACTION_NONE);
      g_assert_cmpint (size_of (redacted), ==, 0);
    }
}

/* Sparse, so that it costs nothing. */
static void
test_file_limit (void)
{
  g_autoptr (AnfExaminer) examiner = examiner_start (EXAMINER_HELPER);
  for (guint more = 0; more < 2; more++)
    {
      g_auto (AnfFd) fd = make_photo ();
      g_assert_cmpint (ftruncate (fd, (goffset)ANF_MEDIA_FILE_BYTES_MAX + more), ==, 0);
      g_autoptr (AnfExamination) examination = examiner_run (examiner, fd, -1, 0);
      g_assert_cmpint (examination->status, ==,
                       more == 0 ? ANF_EXAMINATION_DONE : ANF_EXAMINATION_UNEXAMINABLE);
    }
}

/* 50 million black pixels fit into 50 KB: they are looked at row by row. Over the limit they are
   not looked at. */
static void
test_bomb (void)
{
  static const guint width = 20000;
  static const guint heights[] = { 2500, ANF_MEDIA_PIXELS_MAX / 20000 + 1 };
  g_autoptr (AnfExaminer) examiner = examiner_start (EXAMINER_HELPER);
  for (guint more = 0; more < 2; more++)
    {
      const guint height = heights[more];
      g_autoptr (GByteArray) png = png_start (width, height);
      g_autofree guint8 *zeros = g_malloc0 ((gsize)height * (width + 1));
      g_autoptr (GByteArray) data = zlib_compress (zeros, (gsize)height * (width + 1));
      png_add (png, "IDAT", data->data, data->len);
      png_add (png, "IEND", "", 0);
      g_auto (AnfFd) fd = examiner_make_file (png->data, png->len);
      g_autoptr (AnfExamination) examination = examiner_run (examiner, fd, -1, 0);
      g_assert_cmpint (examination->status, ==, ANF_EXAMINATION_DONE);
      g_assert_true ((examination->thumbnail != NULL) == (more == 0));
      g_assert_true ((strstr (examination->facts_json, "UNDECODABLE") != NULL) == (more != 0));
    }
}

static void
put_number (guint8 *at, guint32 number)
{
  const guint32 big = GUINT32_TO_BE (number);
  memcpy (at, &big, sizeof big);
}

/* A film that is too large to be mapped, with what describes it at the end, as phones write it. */
static void
test_large_film (void)
{
  static const guint64 hole = (guint64)ANF_MEDIA_FILE_BYTES_MAX + 4096;
  guint8 head[24 + 8] = { 0, 0, 0, 24, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm',
                          0, 0, 0, 0,  'i', 's', 'o', 'm', 'm', 'p', '4', '2' };
  guint8 tail[8 + 108] = { 0, 0, 0, 116, 'm', 'o', 'o', 'v', 0, 0, 0, 108, 'm', 'v', 'h', 'd' };
  put_number (head + 24, (guint32)hole + 8);
  memcpy (head + 28, "mdat", 4);
  put_number (tail + 8 + 8 + 12, 1000);
  put_number (tail + 8 + 8 + 16, 3600 * 1000);
  g_autoptr (AnfExaminer) examiner = examiner_start (EXAMINER_HELPER);
  g_auto (AnfFd) fd = examiner_make_file (head, sizeof head);
  g_assert_cmpint (pwrite (fd, tail, sizeof tail, (off_t)(sizeof head + hole)), ==, sizeof tail);
  g_autoptr (AnfExamination) examination = examiner_run (examiner, fd, -1, 0);
  g_assert_cmpint (examination->status, ==, ANF_EXAMINATION_DONE);
  g_assert_cmpstr (examination->facts_json, ==,
                   "{\"duration_s\":3600,\"flags\":[],\"format\":\"mp4\",\"type\":\"video/mp4\"}");
  g_assert_cmpint (ftruncate (fd, (off_t)(sizeof head + hole / 2)), ==, 0);
  g_autoptr (AnfExamination) cut = examiner_run (examiner, fd, -1, 0);
  g_assert_cmpint (cut->status, ==, ANF_EXAMINATION_DONE);
}

static void
test_retires (void)
{
  g_autoptr (AnfExaminer) examiner = examiner_start (EXAMINER_HELPER);
  g_auto (AnfFd) fd = examiner_make_file ("GIF89a", 6);
  for (guint i = 0; i < ANF_MEDIA_HELPER_FILES_MAX + 2; i++)
    {
      g_autoptr (AnfExamination) examination = examiner_run (examiner, fd, -1, 0);
      g_assert_cmpint (examination->status, ==, ANF_EXAMINATION_UNSUPPORTED);
    }
}

static gpointer
run_many (gpointer data)
{
  g_auto (AnfFd) fd = make_photo ();
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (AnfExamination) examination = examiner_run (data, fd, -1, 0);
      g_assert_cmpint (examination->status, ==, ANF_EXAMINATION_DONE);
    }
  return NULL;
}

/* The helper must outlive the thread that first asked for it. */
static void
test_threads (void)
{
  GThread *threads[4];
  g_autoptr (AnfExaminer) examiner = examiner_start (EXAMINER_HELPER);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("examine", run_many, examiner);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    (void)g_thread_join (threads[i]);
  (void)run_many (examiner);
}

static const char *const bad_modes[] = { "hang",           "die",
                                         "leave",          "babble",
                                         "no-json",        "other-json",
                                         "twice",          "end-alone",
                                         "no-such-status", "no-thumbnail",
                                         "long-message",   "flood-thumbnail",
                                         "flood-redacted", "claim-redacted",
                                         "left-too" };

static void
test_taken_over (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfExaminer) examiner = start_bad (data, &error);
  g_assert_no_error (error);
  g_auto (AnfFd) fd = examiner_make_file ("x", 1);
  g_auto (AnfFd) redacted = examiner_make_file ("", 0);
  /* Twice: it is started anew for the second. */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (AnfExamination) examination = NULL;
      g_assert_true (anf_examiner_run (examiner, fd, redacted, 2000, &examination, &error));
      g_assert_no_error (error);
      g_assert_cmpint (examination->status, ==, ANF_EXAMINATION_UNEXAMINABLE);
      g_assert_nonnull (examination->reason);
      g_assert_null (examination->facts_json);
      g_assert_null (examination->thumbnail);
      g_assert_cmpint (examination->redaction, ==, ANF_REDACTION_NONE);
      g_assert_cmpint (size_of (redacted), ==, 0);
    }
}

static void
test_dropped_redaction (void)
{
  g_autoptr (AnfExaminer) examiner = start_bad ("drop-redacted", NULL);
  g_auto (AnfFd) fd = examiner_make_file ("x", 1);
  g_auto (AnfFd) redacted = examiner_make_file ("", 0);
  g_autoptr (AnfExamination) examination = examiner_run (examiner, fd, redacted, 0);
  g_assert_cmpint (examination->status, ==, ANF_EXAMINATION_DONE);
  g_assert_cmpint (size_of (redacted), ==, 0);
}

static void
test_die_of_pixels (void)
{
  g_autoptr (AnfExaminer) examiner = start_bad ("die-of-pixels", NULL);
  g_auto (AnfFd) fd = examiner_make_file ("x", 1);
  g_auto (AnfFd) redacted = examiner_make_file ("", 0);
  g_autoptr (AnfExamination) examination = examiner_run (examiner, fd, redacted, 0);
  g_assert_cmpint (examination->status, ==, ANF_EXAMINATION_DONE);
  g_assert_nonnull (strstr (examination->facts_json, "PIXELS_SKIPPED"));
  g_assert_null (examination->thumbnail);
  g_assert_cmpint (size_of (redacted), ==, 0);
}

static void
test_cannot_start (void)
{
  static const char *const programs[] = { "/nonexistent/anfang-examine", "/bin/true" };
  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (anf_examiner_new (programs[i], &error));
      g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_UNAVAILABLE);
    }
  g_autoptr (GError) error = NULL;
  g_assert_null (start_bad ("silent", &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_UNAVAILABLE);
}

/* Errors that are not the file's fault, after which the examiner goes on. */
static void
test_errors (void)
{
  g_autoptr (AnfExaminer) examiner = examiner_start (EXAMINER_HELPER);
  g_autoptr (AnfExamination) none = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (AnfFd) fd = make_photo ();
  g_auto (AnfFd) full = open ("/dev/full", O_RDWR | O_CLOEXEC);
  g_assert_false (anf_examiner_run (examiner, fd, full, 0, &none, &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_NO_SPACE);
  g_clear_error (&error);
  g_assert_false (anf_examiner_run (examiner, full, -1, 0, &none, &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
  g_autoptr (AnfExamination) examination = examiner_run (examiner, fd, -1, 0);
  g_assert_cmpint (examination->status, ==, ANF_EXAMINATION_DONE);
}

static void
test_inspect (void)
{
  g_autoptr (AnfExaminer) examiner = examiner_start (EXAMINER_HELPER);
  g_autoptr (GError) error = NULL;
  g_auto (AnfFd) fd = make_photo ();
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autofree char *report = anf_examiner_inspect (examiner, path, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (report, ",\"status\":\"done\"}"));
  g_autofree char *wrong = g_build_filename (g_get_user_runtime_dir (), "1.wav", NULL);
  g_assert_cmpint (g_mkdir_with_parents (g_get_user_runtime_dir (), 0700), ==, 0);
  g_assert_true (g_file_set_contents (wrong, "GIF89a", 6, NULL));
  g_clear_pointer (&report, g_free);
  report = anf_examiner_inspect (examiner, wrong, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (report, "{\"disagrees\":[\"filename\"],"));
  g_assert_null (anf_examiner_inspect (examiner, "/nonexistent", &error));
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_NOT_FOUND);
}

/* ---- What the helper may still do ---- */

typedef int (*Attempt) (void);

static int
try_read_file (void)
{
  return open ("/etc/passwd", O_RDONLY) < 0 && errno == EACCES ? 0 : 1;
}

static int
try_write_file (void)
{
  return open ("/tmp/anfang-escape", O_WRONLY | O_CREAT, 0600) < 0 && errno == EACCES ? 0 : 1;
}

static int
try_socket (void)
{
  return socket (AF_INET, SOCK_STREAM, 0) + 1000;
}

static int
try_fork (void)
{
  return fork () + 1000;
}

static gpointer
idle (gpointer data)
{
  return NULL;
}

static int
try_thread (void)
{
  (void)g_thread_join (g_thread_new ("decoder", idle, NULL));
  return 0;
}

static int
try_exec (void)
{
  return execl ("/bin/true", "true", NULL);
}

static int
try_executable_memory (void)
{
  return mmap (NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
         != NULL;
}

static int
try_kill (void)
{
  return kill (getppid (), 0);
}

static int
try_write_descriptor (void)
{
  return (int)write (STDOUT_FILENO, "x", 1);
}

static int
try_memory (void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return 0;
#else
  void *memory = mmap (NULL, ANF_MEDIA_HELPER_MEMORY_BYTES, PROT_READ,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return memory == MAP_FAILED && errno == ENOMEM ? 0 : 1;
#endif
}

/* expected: 0 it is refused and goes on, SIGSYS it dies of the attempt */
static const struct
{
  const char *name;
  Attempt attempt;
  int signal;
} attempts[] = {
  { "read-file", try_read_file, 0 }, { "write-file", try_write_file, 0 },
  { "memory", try_memory, 0 },       { "thread", try_thread, 0 },
  { "socket", try_socket, SIGSYS },  { "fork", try_fork, SIGSYS },
  { "exec", try_exec, SIGSYS },      { "executable-memory", try_executable_memory, SIGSYS },
  { "kill", try_kill, SIGSYS },      { "write-descriptor", try_write_descriptor, SIGSYS },
};

static void
test_sandbox (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  const pid_t pid = fork ();
  if (pid == 0)
    _exit (anf_sandbox_enter (NULL) ? attempts[i].attempt () : 99);
  int status = 0;
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  if (attempts[i].signal == 0)
    {
      g_assert_true (WIFEXITED (status));
      g_assert_cmpint (WEXITSTATUS (status), ==, 0);
      return;
    }
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, attempts[i].signal);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/examiner/photo", test_photo);
  g_test_add_func ("/examiner/formats", test_formats);
  g_test_add_func ("/examiner/no-photo", test_no_photo);
  g_test_add_func ("/examiner/file-limit", test_file_limit);
  g_test_add_func ("/examiner/bomb", test_bomb);
  g_test_add_func ("/examiner/large-film", test_large_film);
  g_test_add_func ("/examiner/retires", test_retires);
  g_test_add_func ("/examiner/threads", test_threads);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_modes); i++)
    {
      g_autofree char *path = g_strconcat ("/examiner/taken-over/", bad_modes[i], NULL);
      g_test_add_data_func (path, bad_modes[i], test_taken_over);
    }
  g_test_add_func ("/examiner/dropped-redaction", test_dropped_redaction);
  g_test_add_func ("/examiner/die-of-pixels", test_die_of_pixels);
  g_test_add_func ("/examiner/cannot-start", test_cannot_start);
  g_test_add_func ("/examiner/errors", test_errors);
  g_test_add_func ("/examiner/inspect", test_inspect);
  for (gsize i = 0; i < G_N_ELEMENTS (attempts); i++)
    {
      g_autofree char *path = g_strconcat ("/examiner/sandbox/", attempts[i].name, NULL);
      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_sandbox);
    }
  return g_test_run ();
}
