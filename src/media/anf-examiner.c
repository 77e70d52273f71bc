/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-examiner.h"

#include "anf-contract.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-helper-process.h"
#include "anf-json.h"
#include "anf-media-limits.h"
#include "anf-media.h"
#include "anf-pixel-facts.h"
#include "anf-schema.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FACTS_SCHEMA "#/components/schemas/facts"

typedef struct
{
  char *program;
  AnfHelperProcess *process; /* NULL when none runs */
} Helper;

struct _AnfExaminer
{
  AnfSchemas *schemas;
  GThread *thread; /* which lives as long as this, and which the following belong to */
  GAsyncQueue *jobs;
  Helper helper;
  Helper more; /* runs only while there are files for it */
  gint64 more_ends;
  guint idle_ms;
};

/* One file on its way through the thread. */
typedef struct
{
  int fd; /* or one of the following */
  int redacted_fd;
  guint timeout_ms;  /* 0: by its size */
  GAsyncQueue *done; /* gets the job back */
  AnfExamination *examination;
  GError *error;
} Job;

#define JOB_START (-1) /* only see that a helper runs */
#define JOB_STOP (-2)
#define JOB_SET_IDLE (-3) /* to timeout_ms */

/* What has come from a helper for one file. */
typedef struct
{
  AnfExaminer *examiner;
  Helper *helper;
  const Job *job;
  const char *first_facts; /* of the helper that left the pixels to this one; NULL when none did */
  AnfHelperWanted wanted;
  AnfExamination *examination;
  GByteArray *thumbnail;
  goffset redacted_size;
  gint64 deadline;
  gboolean left_pixels;
  const char *reason; /* why the answer is not accepted */
} Answer;

const char *
anf_examination_status_name (AnfExaminationStatus status)
{
  static const char *const names[] = { "done", "unsupported", "unexaminable" };
  return names[status];
}

const char *
anf_redaction_name (AnfRedaction redaction)
{
  static const char *const names[] = { "none", "lossless", "reencoded" };
  return names[redaction];
}

void
anf_examination_free (AnfExamination *self)
{
  g_free (self->reason);
  g_free (self->facts_json);
  g_clear_pointer (&self->thumbnail, g_bytes_unref);
  g_free (self);
}

/* Strictly what schemas/facts.json allows, written anew. */
static gboolean
take_facts (Answer *self, const guint8 *bytes, gsize size)
{
  g_autoptr (JsonNode) node = NULL;
  if (self->examination->facts_json == NULL && size <= ANF_MEDIA_FACTS_BYTES_MAX)
    node = anf_json_parse ((const char *)bytes, size, NULL);
  if (node == NULL)
    {
      self->reason = "the helper's facts are not JSON";
      return FALSE;
    }
  g_autoptr (GPtrArray) faults = anf_schemas_check (self->examiner->schemas, FACTS_SCHEMA, node);
  if (faults->len > 0)
    {
      self->reason = "the helper's facts do not keep to their schema";
      return FALSE;
    }
  self->examination->facts_json = anf_json_format (node);
  return TRUE;
}

static gboolean
take_thumbnail (Answer *self, const guint8 *bytes, gsize size)
{
  if (self->thumbnail->len + size > ANF_MEDIA_THUMBNAIL_BYTES_MAX)
    {
      self->reason = "the helper's thumbnail is too large";
      return FALSE;
    }
  g_byte_array_append (self->thumbnail, bytes, (guint)size);
  return TRUE;
}

static gboolean
take_redacted (Answer *self, const guint8 *bytes, gsize size, GError **error)
{
  if (self->job->redacted_fd < 0
      || (guint64)self->redacted_size + size > ANF_MEDIA_REDACTED_BYTES_MAX)
    {
      self->reason = "the helper's redacted copy is too large";
      return FALSE;
    }
  for (gsize at = 0; at < size;)
    {
      const ssize_t written
          = pwrite (self->job->redacted_fd, bytes + at, size - at, self->redacted_size);
      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return anf_error_set_errno (error, written < 0 ? errno : EIO,
                                    _ ("writing the redacted copy"));
      at += (gsize)written;
      self->redacted_size += written;
    }
  return TRUE;
}

/* Of the second helper nothing is believed but what it was asked for. */
static gboolean
take_pixel_facts (Answer *self)
{
  g_autofree char *own = g_steal_pointer (&self->examination->facts_json);
  g_autofree char *merged = anf_pixel_facts_merge (self->first_facts, own);
  return merged != NULL && take_facts (self, (const guint8 *)merged, strlen (merged));
}

static gboolean
is_jpeg (const GByteArray *bytes)
{
  return bytes->len >= 4 && bytes->data[0] == 0xff && bytes->data[1] == 0xd8
         && bytes->data[bytes->len - 2] == 0xff && bytes->data[bytes->len - 1] == 0xd9;
}

static gboolean
makes_sense (const Answer *self, const guint8 *bytes, gsize size)
{
  if (size != sizeof (AnfHelperEnd) - 1 || bytes[0] > ANF_EXAMINATION_UNEXAMINABLE
      || bytes[1] > ANF_REDACTION_REENCODED || bytes[2] > 1 || bytes[3] > 1
      || self->examination->facts_json == NULL
      || (self->thumbnail->len > 0 && !is_jpeg (self->thumbnail))
      || (bytes[1] != ANF_REDACTION_NONE && self->redacted_size == 0))
    return FALSE;
  const gboolean has_pixels = self->thumbnail->len > 0 || bytes[1] != ANF_REDACTION_NONE;
  if (self->first_facts != NULL)
    return bytes[0] == ANF_EXAMINATION_DONE && bytes[3] == 0;
  const gboolean may_leave = bytes[0] == ANF_EXAMINATION_DONE && !has_pixels
                             && (self->wanted & ANF_HELPER_WANT_PIXELS) != 0;
  return bytes[3] == 0 || may_leave;
}

static gboolean
take_end (Answer *self, const guint8 *bytes, gsize size, gboolean *retires)
{
  if (!makes_sense (self, bytes, size))
    {
      self->reason = "the helper's answer makes no sense";
      return FALSE;
    }
  if (self->first_facts != NULL && !take_pixel_facts (self))
    return FALSE;
  self->examination->status = (AnfExaminationStatus)bytes[0];
  self->examination->redaction = (AnfRedaction)bytes[1];
  *retires = bytes[2] != 0;
  self->left_pixels = bytes[3] != 0;
  if (self->examination->status == ANF_EXAMINATION_UNEXAMINABLE)
    self->examination->reason = g_strdup ("the file is too large");
  if (self->thumbnail->len > 0)
    self->examination->thumbnail = g_bytes_new (self->thumbnail->data, self->thumbnail->len);
  return TRUE;
}

/* Receives until the end; FALSE with a reason (the helper must go) or an error. */
static gboolean
receive_answer (Answer *self, gboolean *retires, GError **error)
{
  AnfHelperProcess *process = self->helper->process;
  gboolean going_on = TRUE;
  while (going_on)
    {
      const guint8 *bytes = NULL;
      gsize size = 0;
      switch (anf_helper_process_receive (process, self->deadline, &bytes, &size))
        {
        case ANF_HELPER_FACTS:
          going_on = take_facts (self, bytes, size);
          break;
        case ANF_HELPER_THUMBNAIL:
          going_on = take_thumbnail (self, bytes, size);
          break;
        case ANF_HELPER_REDACTED:
          going_on = take_redacted (self, bytes, size, error);
          break;
        case ANF_HELPER_END:
          return take_end (self, bytes, size, retires);
        case 0:
          self->reason = anf_helper_process_is_dead (process) ? "the helper died of the file"
                                                              : "the helper took too long";
          return FALSE;
        default:
          self->reason = "the helper talks nonsense";
          return FALSE;
        }
    }
  return FALSE;
}

static gboolean
ensure_process (Helper *self, GError **error)
{
  if (self->process != NULL && !anf_helper_process_is_idle (self->process))
    g_clear_pointer (&self->process, anf_helper_process_stop);
  if (self->process == NULL)
    self->process = anf_helper_process_start (self->program, error);
  return self->process != NULL;
}

/* Nothing that was sent is kept. */
static AnfExamination *
make_unexaminable (const char *reason)
{
  AnfExamination *examination = g_new0 (AnfExamination, 1);
  examination->status = ANF_EXAMINATION_UNEXAMINABLE;
  examination->reason = g_strdup (reason);
  return examination;
}

/* The helper gets a descriptor that it could not write to even if it were taken over. */
static int
open_read_only (int fd, guint64 *size, GError **error)
{
  struct stat status;
  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    {
      (void)anf_error_throw (error, ANF_ERROR_INVALID,
                             _ ("what is to be examined is not a regular file"));
      return -1;
    }
  *size = (guint64)status.st_size;
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  const int own = (fcntl (fd, F_GETFL) & O_ACCMODE) == O_RDONLY ? fcntl (fd, F_DUPFD_CLOEXEC, 0)
                                                                : open (path, O_RDONLY | O_CLOEXEC);
  if (own < 0)
    (void)anf_error_set_errno (error, errno, _ ("opening a file to examine it"));
  return own;
}

/* A large picture takes its time, and a small file that takes long is none. */
static gint64
choose_deadline (const Job *job, guint64 size)
{
  const guint64 usual
      = ANF_MEDIA_TIMEOUT_MS_LEAST + size / (1024 * 1024) * ANF_MEDIA_TIMEOUT_MS_PER_MIB;
  const gint64 ms
      = job->timeout_ms > 0 ? job->timeout_ms : (gint64)MIN (usual, ANF_MEDIA_TIMEOUT_MS_MOST);
  return g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND;
}

/* Asks once. Returns: (nullable): NULL with @answer->reason when the helper failed, with @error
   when we did */
static AnfExamination *
ask (Answer *answer, int fd, guint64 size, GError **error)
{
  Helper *helper = answer->helper;
  g_autoptr (AnfExamination) examination = g_new0 (AnfExamination, 1);
  g_autoptr (GByteArray) thumbnail = g_byte_array_new ();
  answer->examination = examination;
  answer->thumbnail = thumbnail;
  answer->deadline = choose_deadline (answer->job, size);
  gboolean retires = FALSE;
  GError *local_error = NULL;
  const gboolean answered = anf_helper_process_send (helper->process, fd, size, answer->wanted)
                            && receive_answer (answer, &retires, &local_error);
  if (!answered || retires)
    g_clear_pointer (&helper->process, anf_helper_process_stop);
  const gboolean wrote_in_vain
      = answer->redacted_size > 0 && (!answered || examination->redaction == ANF_REDACTION_NONE);
  if (wrote_in_vain && ftruncate (answer->job->redacted_fd, 0) != 0 && local_error == NULL)
    (void)anf_error_set_errno (&local_error, errno, _ ("taking back a redacted copy"));
  answer->examination = NULL;
  answer->thumbnail = NULL;
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }
  if (answer->reason == NULL)
    answer->reason = "the helper died";
  return answered ? g_steal_pointer (&examination) : NULL;
}

/* Has the second helper decode what the first must not. What the first found out stands, whatever
   becomes of the second. FALSE only when we failed. */
static gboolean
add_pixels (const Answer *first, int fd, guint64 size, AnfExamination **examination, GError **error)
{
  AnfExaminer *self = first->examiner;
  g_autoptr (GError) local_error = NULL;
  Answer answer = { .examiner = self,
                    .helper = &self->more,
                    .job = first->job,
                    .wanted = first->wanted,
                    .first_facts = (*examination)->facts_json };
  if (!ensure_process (&self->more, &local_error))
    {
      g_warning ("a HEIC, AVIF or TIFF picture is not decoded: %s", local_error->message);
      (*examination)->reason = g_strdup ("not decoded: the helper for it does not start");
      return TRUE;
    }
  AnfExamination *whole = ask (&answer, fd, size, &local_error);
  self->more_ends = g_get_monotonic_time () + self->idle_ms * G_TIME_SPAN_MILLISECOND;
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (whole == NULL)
    {
      (*examination)->reason = g_strdup_printf ("not decoded: %s", answer.reason);
      return TRUE;
    }
  anf_examination_free (*examination);
  *examination = whole;
  return TRUE;
}

/* What a picture says of itself is worth having when decoding it kills the helper: then it is asked
   once more, and not for the pixels. */
static AnfExamination *
examine (AnfExaminer *self, const Job *job, GError **error)
{
  guint64 size = 0;
  g_auto (AnfFd) fd = open_read_only (job->fd, &size, error);
  if (fd < 0)
    return NULL;
  const AnfHelperWanted all
      = ANF_HELPER_WANT_PIXELS | (job->redacted_fd >= 0 ? ANF_HELPER_WANT_REDACTED : 0);
  Answer answers[] = { { .examiner = self, .helper = &self->helper, .job = job, .wanted = all },
                       { .examiner = self, .helper = &self->helper, .job = job, .wanted = 0 } };
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      GError *local_error = NULL;
      if (!ensure_process (&self->helper, error))
        return NULL;
      g_autoptr (AnfExamination) examination = ask (&answers[i], fd, size, &local_error);
      if (local_error != NULL)
        {
          g_propagate_error (error, local_error);
          return NULL;
        }
      if (examination == NULL)
        continue;
      if (answers[i].left_pixels && !add_pixels (&answers[i], fd, size, &examination, error))
        return NULL;
      return g_steal_pointer (&examination);
    }
  return make_unexaminable (answers[0].reason);
}

static void
stop_helper (Helper *self)
{
  g_clear_pointer (&self->process, anf_helper_process_stop);
}

static void
run_job (AnfExaminer *self, Job *job)
{
  switch (job->fd)
    {
    case JOB_STOP:
      stop_helper (&self->helper);
      stop_helper (&self->more);
      break;
    case JOB_START:
      (void)ensure_process (&self->helper, &job->error);
      break;
    case JOB_SET_IDLE:
      self->idle_ms = job->timeout_ms;
      self->more_ends = MIN (self->more_ends,
                             g_get_monotonic_time () + self->idle_ms * G_TIME_SPAN_MILLISECOND);
      break;
    default:
      job->examination = examine (self, job, &job->error);
    }
}

/* Returns: NULL when it is time for the second helper to end */
static Job *
wait_for_job (AnfExaminer *self)
{
  if (self->more.process == NULL)
    return g_async_queue_pop (self->jobs);
  const gint64 left = self->more_ends - g_get_monotonic_time ();
  return left > 0 ? g_async_queue_timeout_pop (self->jobs, (guint64)left) : NULL;
}

static gpointer
run_jobs (gpointer data)
{
  AnfExaminer *self = data;
  for (gboolean stops = FALSE; !stops;)
    {
      Job *job = wait_for_job (self);
      if (job == NULL)
        {
          stop_helper (&self->more);
          continue;
        }
      stops = job->fd == JOB_STOP;
      run_job (self, job);
      g_async_queue_push (job->done, job);
    }
  return NULL;
}

/* Has the thread do @job, and waits. */
static void
hand_over (AnfExaminer *self, Job *job)
{
  g_autoptr (GAsyncQueue) done = g_async_queue_new ();
  job->done = done;
  g_async_queue_push (self->jobs, job);
  (void)g_async_queue_pop (done);
}

static char *
find_program (void)
{
  const char *named = g_getenv ("ANFANG_EXAMINE");
  if (named != NULL)
    return g_strdup (named);
  /* Beside the program, in the folder of an installation that was moved, in a build folder. */
  static const char *const places[] = { ".", "../libexec/anfang", "../src" };
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  for (gsize i = 0; folder != NULL && i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_build_filename (folder, places[i], "anfang-examine", NULL);
      if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&path);
    }
  return g_build_filename (ANF_LIBEXEC_DIR, "anfang-examine", NULL);
}

AnfExaminer *
anf_examiner_new (const char *program, GError **error)
{
  g_autoptr (AnfExaminer) self = g_new0 (AnfExaminer, 1);
  self->jobs = g_async_queue_new ();
  self->idle_ms = ANF_MEDIA_HELPER_IDLE_MS;
  self->helper.program = program != NULL ? g_strdup (program) : find_program ();
  self->more.program = g_strconcat (self->helper.program, "-more", NULL);
  self->schemas = anf_contract_load_schema (FACTS_SCHEMA, error);
  if (self->schemas == NULL)
    return NULL;
  self->thread = g_thread_try_new ("anf-examiner", run_jobs, self, error);
  if (self->thread == NULL)
    return NULL;
  Job start = { .fd = JOB_START };
  hand_over (self, &start);
  if (start.error == NULL)
    return g_steal_pointer (&self);
  g_propagate_error (error, start.error);
  return NULL;
}

void
anf_examiner_free (AnfExaminer *self)
{
  if (self->thread != NULL)
    {
      Job stop = { .fd = JOB_STOP };
      hand_over (self, &stop);
      (void)g_thread_join (self->thread);
    }
  g_clear_pointer (&self->jobs, g_async_queue_unref);
  g_clear_pointer (&self->schemas, anf_schemas_free);
  g_free (self->helper.program);
  g_free (self->more.program);
  g_free (self);
}

void
anf_examiner_set_idle_ms (AnfExaminer *self, guint idle_ms)
{
  Job set = { .fd = JOB_SET_IDLE, .timeout_ms = idle_ms };
  hand_over (self, &set);
}

gboolean
anf_examiner_run (AnfExaminer *self,
                  int fd,
                  int redacted_fd,
                  guint timeout_ms,
                  AnfExamination **out,
                  GError **error)
{
  g_return_val_if_fail (fd >= 0, FALSE);
  Job job = { .fd = fd, .redacted_fd = redacted_fd, .timeout_ms = timeout_ms };
  hand_over (self, &job);
  if (job.error != NULL)
    {
      g_propagate_error (error, job.error);
      return FALSE;
    }
  *out = job.examination;
  return TRUE;
}

char *
anf_examiner_inspect (AnfExaminer *self, const char *path, GError **error)
{
  g_auto (AnfFd) fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0)
    {
      (void)anf_error_set_errno (error, errno, _ ("opening %s"), path);
      return NULL;
    }
  g_autoptr (AnfExamination) examination = NULL;
  if (!anf_examiner_run (self, fd, -1, 0, &examination, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  g_autoptr (JsonObject) report = json_object_new ();
  anf_json_set_string (report, "status", anf_examination_status_name (examination->status));
  anf_json_set_string (report, "reason", examination->reason);
  if (examination->facts_json != NULL)
    {
      JsonObject *facts = anf_json_parse_object (examination->facts_json,
                                                 strlen (examination->facts_json), error);
      if (facts == NULL)
        return NULL;
      g_autofree char *name = g_path_get_basename (path);
      if (!anf_media_name_agrees (anf_json_peek_string (facts, "type"), name))
        {
          JsonArray *names = json_array_new ();
          json_array_add_string_element (names, "filename");
          json_object_set_array_member (report, "disagrees", names);
        }
      json_object_set_object_member (report, "facts", facts);
    }
  return anf_json_format_object (report);
}
