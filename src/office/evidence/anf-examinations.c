/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-examinations.h"

#include "anf-arrivals.h"
#include "anf-due-batch.h"
#include "anf-error.h"
#include "anf-evidence-parent.h"
#include "anf-evidence.h"
#include "anf-examiner.h"
#include "anf-fd.h"
#include "anf-flag-checks.h"
#include "anf-json.h"
#include "anf-media.h"
#include "anf-part.h"
#include "anf-uploads.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Results that share one commit. */
#define BATCH_MAX 32
#define SWEEP_SECONDS 60
/* Uploads come first: this thread takes what they leave over, and a batch waits for a pause of so
   long between them, though not for ever. */
#define NICENESS 10

/* Each check of a visit reads all that was brought in, so while a thousand photos arrive, it must
   not be checked anew for every one: checks rest many times as long as they took. */
#define REST_TIMES 9
#define REST_US_MAX (2 * G_TIME_SPAN_SECOND)
#define PAUSE_MS 100
#define PATIENCE_MS 2000

static const char tool[] = "anfang-examine " ANF_VERSION;

struct _AnfExaminations
{
  AnfOffice *office;
  AnfExaminer *examiner;
  GThread *thread;
  GMutex mutex;
  GCond wake;
  gboolean stopping;
  gboolean waiting;
  gint failures;     /* atomic */
  gint64 rest_until; /* of checks, in monotonic microseconds */
};

typedef struct
{
  char *sha256;
  AnfExamination *examination; /* NULL: not looked at yet */
  GBytes *redacted;
} Result;

static void
result_free (gpointer data)
{
  Result *result = data;
  g_free (result->sha256);
  g_clear_pointer (&result->examination, anf_examination_free);
  g_clear_pointer (&result->redacted, g_bytes_unref);
  g_free (result);
}

static gboolean
find_file (AnfWork *work, AnfDueEntry *entry, GError **error)
{
  Result *result = entry->found;
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_EVIDENCE, entry->due->id, error);
  if (item == NULL)
    return FALSE;
  result->sha256 = g_strdup (anf_json_peek_string (item->doc, "sha256"));
  return result->sha256 != NULL
         || anf_error_throw (error, ANF_ERROR_CORRUPT, "it names no file: run fsck");
}

static gboolean
collect_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  AnfDueBatch *batch = data;
  AnfWork work = anf_due_batch_begin (batch, tx);
  GPtrArray *list = anf_checks_due_list_received (tx, work.now, BATCH_MAX, error);
  if (list == NULL)
    return FALSE;
  anf_due_batch_fill (batch, list);
  for (guint i = 0; i < batch->entries->len; i++)
    {
      AnfDueEntry *entry = batch->entries->pdata[i];
      entry->found = g_new0 (Result, 1);
      (void)find_file (&work, entry, &entry->why);
    }
  return TRUE;
}

static GBytes *
read_all (int fd)
{
  g_autoptr (GMappedFile) map = g_mapped_file_new_from_fd (fd, FALSE, NULL);
  if (map == NULL || g_mapped_file_get_length (map) == 0)
    return NULL;
  return g_bytes_new (g_mapped_file_get_contents (map), g_mapped_file_get_length (map));
}

/* What the vault does not give is for fsck to complain of; here it must not hold up the others. */
static AnfExamination *
give_up (const char *reason)
{
  AnfExamination *examination = g_new0 (AnfExamination, 1);
  examination->status = ANF_EXAMINATION_UNEXAMINABLE;
  examination->reason = g_strdup (reason);
  return examination;
}

static gboolean
examine (AnfExaminations *self, const AnfDueEntry *entry, GError **error)
{
  Result *result = entry->found;
  g_auto (AnfFd) fd = -1;
  gint64 size = 0;
  g_autoptr (GError) local_error = NULL;
  if (!anf_vault_open_blob (self->office->vault, result->sha256, &fd, &size, &local_error))
    {
      const AnfErrorCode code = anf_error_code (local_error);
      /* Too many open files, for one, pass. */
      if (code != ANF_ERROR_NOT_FOUND && code != ANF_ERROR_CORRUPT)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      g_warning ("evidence %s: %s", entry->due->id, local_error->message);
      result->examination = give_up (local_error->message);
      return TRUE;
    }
  g_auto (AnfFd) redacted = memfd_create ("redacted", MFD_CLOEXEC);
  if (!anf_examiner_run (self->examiner, fd, redacted, 0, &result->examination, error))
    return FALSE;
  if (redacted >= 0 && result->examination->redaction != ANF_REDACTION_NONE)
    result->redacted = read_all (redacted);
  return TRUE;
}

static JsonObject *
describe_derivative (const AnfItem *original, const char *id, const char *kind, GBytes *bytes)
{
  JsonObject *doc = json_object_new ();
  JsonObject *examination = json_object_new ();
  json_object_set_string_member (examination, "status", "not_needed");
  json_object_set_object_member (doc, "examination", examination);
  json_object_set_string_member (doc, "id", id);
  json_object_set_string_member (doc, "kind", kind);
  json_object_set_string_member (
      doc, "filetype",
      anf_media_guess_type (g_bytes_get_data (bytes, NULL),
                            MIN (g_bytes_get_size (bytes), ANF_MEDIA_MAGIC_BYTES)));
  json_object_set_string_member (doc, "derived_from", original->record->id);
  json_object_set_string_member (doc, "tool", tool);
  json_object_set_string_member (doc, "operator", "anfangd");
  anf_evidence_copy_parent (doc, original->doc);
  return doc;
}

/* A derivative is an item of its own that names its original. It stands outside the lists of the
   visit's or order's evidence: its parent is the original. */
static gboolean
add_derivative (
    AnfWork *work, const AnfItem *original, const char *kind, GBytes *bytes, GError **error)
{
  g_autofree char *id = anf_evidence_derivative_id (original->record->id, kind);
  g_autoptr (AnfRecord) existing = NULL;
  char sha256[ANF_VAULT_NAME_LENGTH + 1];
  if (bytes == NULL)
    return TRUE;
  if (!anf_records_lookup (work->tx, ANF_NOUN_EVIDENCE, id, &existing, error))
    return FALSE;
  if (existing != NULL)
    return TRUE;
  if (!anf_vault_put (work->office->vault, bytes, sha256, error))
    return FALSE;
  JsonObject *doc = describe_derivative (original, id, kind, bytes);
  json_object_set_string_member (doc, "sha256", sha256);
  json_object_set_int_member (doc, "size", (gint64)g_bytes_get_size (bytes));
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_EVIDENCE, id, doc);
  item->record->parent = g_strdup (original->record->id);
  item->record->request = g_strdup ("");
  return anf_work_create (work, item, "listed", "derived", sha256, error);
}

/* A name or a declared type that the bytes do not bear out is no reason to refuse a file, but one
   to look twice. */
static void
add_disagreements (JsonObject *object, JsonObject *facts, JsonObject *evidence)
{
  const char *type = anf_json_peek_string (facts, "type");
  JsonArray *names = json_array_new ();
  if (!anf_media_name_agrees (type, anf_json_peek_string (evidence, "filename")))
    json_array_add_string_element (names, "filename");
  if (!anf_media_declared_agrees (type, anf_json_peek_string (evidence, "filetype")))
    json_array_add_string_element (names, "filetype");
  if (json_array_get_length (names) > 0)
    json_object_set_array_member (object, "disagrees", names);
  else
    json_array_unref (names);
}

static JsonObject *
describe_examination (const AnfExamination *examination, JsonObject *evidence)
{
  JsonObject *object = json_object_new ();
  json_object_set_string_member (object, "status",
                                 anf_examination_status_name (examination->status));
  json_object_set_string_member (object, "tool", tool);
  if (examination->facts_json != NULL)
    {
      JsonObject *facts
          = anf_json_parse_object (examination->facts_json, strlen (examination->facts_json), NULL);
      if (facts != NULL)
        {
          add_disagreements (object, facts, evidence);
          json_object_set_object_member (object, "facts", facts);
        }
    }
  return object;
}

static gboolean
save_examined (AnfWork *work, AnfItem *item, const Result *result, GError **error)
{
  g_free (item->record->state);
  item->record->state = g_strdup ("examined");
  json_object_set_object_member (item->doc, "examination",
                                 describe_examination (result->examination, item->doc));
  return add_derivative (work, item, "thumbnail", result->examination->thumbnail, error)
         && add_derivative (work, item, "redacted", result->redacted, error)
         && anf_work_save (work, item, "examined", NULL, error)
         && anf_flag_checks_note_examined (work, item, error);
}

static gboolean
save_result (AnfWork *work, AnfDueEntry *entry, GError **error)
{
  const Result *result = entry->found;
  if (result->examination == NULL)
    return TRUE;
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_EVIDENCE, entry->due->id, error);
  return item != NULL
         && (strcmp (item->record->state, "received") != 0
             || save_examined (work, item, result, error))
         && anf_checks_due_done (work->tx, entry->due, error);
}

static gboolean
is_receiving (AnfOffice *office)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&office->receiving_mutex);
  return office->received_at > g_get_monotonic_time () - PAUSE_MS * G_TIME_SPAN_MILLISECOND;
}

static void
let_uploads_pass (AnfExaminations *self)
{
  for (guint waited = 0;
       waited < PATIENCE_MS && is_receiving (self->office) && !g_atomic_int_get (&self->stopping);
       waited += PAUSE_MS)
    g_usleep (PAUSE_MS * 1000);
}

/* Returns: how many files were looked at. Without a helper it is no file's fault. */
static guint
examine_all (AnfExaminations *self, AnfDueBatch *batch, GError **error)
{
  guint looked = 0;
  for (; looked < batch->entries->len && !g_atomic_int_get (&self->stopping); looked++)
    {
      AnfDueEntry *entry = batch->entries->pdata[looked];
      if (entry->why != NULL || examine (self, entry, &entry->why)
          || anf_error_code (entry->why) != ANF_ERROR_UNAVAILABLE)
        continue;
      g_propagate_error (error, g_steal_pointer (&entry->why));
      break;
    }
  return looked;
}

/* Returns: how many files were looked at; 0 also when the store failed, to be tried again later. */
static guint
examine_batch (AnfExaminations *self, GError **error)
{
  g_auto (AnfDueBatch) batch = { 0 };
  guint failed = 0;
  anf_due_batch_init (&batch, self->office, "examine", result_free);
  let_uploads_pass (self);
  if (!anf_store_read_aside (self->office->store, collect_in_tx, &batch, error)
      || batch.entries->len == 0)
    return 0;
  const guint looked = examine_all (self, &batch, error);
  g_autoptr (GError) unsaved = NULL;
  if (!anf_due_batch_write (&batch, save_result, &unsaved)
      || !anf_due_batch_put_off (&batch, &failed, &unsaved))
    {
      g_clear_error (error);
      g_propagate_error (error, g_steal_pointer (&unsaved));
      return 0;
    }
  (void)g_atomic_int_add (&self->failures, (gint)failed);
  return looked;
}

typedef struct
{
  gint64 before;
  GPtrArray *ids;
} Sweep;

static gboolean
sweep_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  Sweep *sweep = data;
  sweep->ids = anf_uploads_list_stale (tx, sweep->before, error);
  for (guint i = 0; sweep->ids != NULL && i < sweep->ids->len; i++)
    if (!anf_uploads_remove (tx, sweep->ids->pdata[i], error))
      return FALSE;
  return sweep->ids != NULL;
}

static void
sweep_uploads (AnfExaminations *self)
{
  AnfOffice *office = self->office;
  g_autoptr (GError) error = NULL;
  Sweep sweep = { .before = anf_clock_now (&office->clock) - office->upload_ttl_us };
  if (!anf_store_write (office->store, sweep_in_tx, &sweep, &error))
    g_warning ("stale uploads could not be swept: %s", error->message);
  else
    for (guint i = 0; i < sweep.ids->len; i++)
      anf_office_forget_part (office, sweep.ids->pdata[i]);
  g_clear_pointer (&sweep.ids, g_ptr_array_unref);
  g_autoptr (GPtrArray) announced = anf_arrivals_take_stale (office->arrivals, sweep.before);
  for (guint i = 0; i < announced->len; i++)
    anf_office_forget_part (office, announced->pdata[i]);
}

/* What was found in the files, held against the visit and against each other. */
static guint
check_batch (AnfExaminations *self)
{
  g_autoptr (GError) error = NULL;
  const gint64 began = g_get_monotonic_time ();
  if (g_atomic_int_get (&self->stopping) || began < self->rest_until)
    return 0;
  guint failed = 0;
  const guint done = anf_flag_checks_run (self->office, &failed, &error);
  if (error != NULL)
    g_warning ("checks of plausibility: %s", error->message);
  (void)g_atomic_int_add (&self->failures, (gint)failed + (error != NULL));
  const gint64 ended = g_get_monotonic_time ();
  if (done > 0)
    self->rest_until = ended + MIN (REST_TIMES * (ended - began), REST_US_MAX);
  return done;
}

static void
wait_for_work (AnfExaminations *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const gint64 now = g_get_monotonic_time ();
  const gint64 sweep = now + SWEEP_SECONDS * G_TIME_SPAN_SECOND;
  const gint64 until = self->rest_until > now ? MIN (self->rest_until, sweep) : sweep;
  while (self->waiting && !g_atomic_int_get (&self->stopping))
    if (!g_cond_wait_until (&self->wake, &self->mutex, until))
      break;
  self->waiting = TRUE;
}

static gpointer
examinations_main (gpointer data)
{
  AnfExaminations *self = data;
  const int nice = getpriority (PRIO_PROCESS, (id_t)getpid ()) + NICENESS;
  (void)setpriority (PRIO_PROCESS, (id_t)syscall (SYS_gettid), nice);
  gint64 next_sweep = 0;
  while (!g_atomic_int_get (&self->stopping))
    {
      g_autoptr (GError) error = NULL;
      if (g_get_monotonic_time () >= next_sweep)
        {
          sweep_uploads (self);
          next_sweep = g_get_monotonic_time () + SWEEP_SECONDS * G_TIME_SPAN_SECOND;
        }
      guint done = self->examiner != NULL ? examine_batch (self, &error) : 0;
      if (error != NULL)
        {
          g_warning ("examination: %s", error->message);
          g_atomic_int_inc (&self->failures);
        }
      done += check_batch (self);
      if (done == 0)
        wait_for_work (self);
    }
  return NULL;
}

AnfExaminations *
anf_examinations_start (AnfOffice *office, const char *program)
{
  AnfExaminations *self = g_new0 (AnfExaminations, 1);
  g_autoptr (GError) error = NULL;
  self->office = office;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->wake);
  if (program != NULL)
    self->examiner = anf_examiner_new (*program != '\0' ? program : NULL, &error);
  if (error != NULL)
    g_warning ("evidence will stay unexamined: %s", error->message);
  self->thread = g_thread_new ("anf-examine", examinations_main, self);
  return self;
}

gboolean
anf_examinations_are_running (const AnfExaminations *self)
{
  return self != NULL && self->examiner != NULL;
}

gint
anf_examinations_count_failures (AnfExaminations *self)
{
  return self != NULL ? g_atomic_int_get (&self->failures) : 0;
}

void
anf_examinations_wake (AnfExaminations *self)
{
  if (self == NULL)
    return;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  if (self->waiting)
    g_cond_signal (&self->wake);
  self->waiting = FALSE;
}

void
anf_examinations_stop (AnfExaminations *self)
{
  if (self == NULL)
    return;
  g_atomic_int_set (&self->stopping, TRUE);
  anf_examinations_wake (self);
  g_thread_join (self->thread);
  g_clear_pointer (&self->examiner, anf_examiner_free);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->wake);
  g_free (self);
}
