/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-hasher.h"

#include "anf-blob-sm3.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-pack-digest.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Results that share one commit: so many, or of so many bytes. */
#define BATCH_MAX 64
#define BATCH_BYTES (256 * 1024 * 1024)
#define CHUNK (256 * 1024)
/* People and uploads come first. */
#define NICENESS 10

struct _AnfHasher
{
  AnfOffice *office;
  GThread *thread;
  GMutex mutex;
  GCond changed;
  GQueue queue;     /* names, the keys of jobs */
  GHashTable *jobs; /* name → Job; what was done well is no job any more */
  gboolean stopping;
};

typedef struct
{
  GError *error; /* (nullable): why it failed */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;
  g_clear_error (&job->error);
  g_free (job);
}

typedef struct
{
  char *sha256;
  char sm3[ANF_DIGEST_HEX_SIZE];
  gint64 size;
  GError *error;
} Result;

static void
result_free (gpointer data)
{
  Result *result = data;
  g_free (result->sha256);
  g_clear_error (&result->error);
  g_free (result);
}

static gboolean
is_stopping (AnfHasher *self)
{
  return g_atomic_int_get (&self->stopping);
}

static gboolean
read_all (AnfHasher *self, int fd, AnfPackDigest *digest, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (CHUNK);
  while (!is_stopping (self))
    {
      const ssize_t got = read (fd, buffer, CHUNK);
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return anf_error_set_errno (error, errno, _ ("a file cannot be read"));
      if (got == 0)
        return TRUE;
      anf_pack_digest_update (digest, buffer, (gsize)got);
    }
  return anf_error_throw (error, ANF_ERROR_BUSY, _ ("the service is stopping"));
}

/* Both hashes in one pass: that it is still what was received, and what it is in SM3. */
static gboolean
hash (AnfHasher *self, Result *result, GError **error)
{
  g_auto (AnfFd) fd = -1;
  g_auto (AnfPackDigest) digest = { 0 };
  if (!anf_vault_open_blob (self->office->vault, result->sha256, &fd, &result->size, error))
    return FALSE;
  anf_pack_digest_init (&digest, TRUE);
  if (!read_all (self, fd, &digest, error))
    return FALSE;
  anf_pack_digest_finish (&digest);
  if (strcmp (digest.sha256, result->sha256) != 0)
    return anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("%s in the vault hashes to %s"),
                            result->sha256, digest.sha256);
  memcpy (result->sm3, digest.sm3, sizeof result->sm3);
  return TRUE;
}

typedef struct
{
  AnfHasher *self;
  GPtrArray *results;
} Batch;

static gboolean
keep_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  const Batch *batch = data;
  for (guint i = 0; i < batch->results->len; i++)
    {
      const Result *result = g_ptr_array_index (batch->results, i);
      const AnfBlobSm3Row row = { .sha256 = result->sha256,
                                  .sm3 = result->sm3,
                                  .checked_at = anf_clock_now (&batch->self->office->clock) };
      if (result->error == NULL && !anf_blob_sm3_put (tx, &row, error))
        return FALSE;
    }
  return TRUE;
}

static void
settle (AnfHasher *self, GPtrArray *results)
{
  Batch batch = { .self = self, .results = results };
  g_autoptr (GError) unkept = NULL;
  if (!anf_store_write (self->office->store, keep_in_tx, &batch, &unkept))
    g_warning ("SM3 hashes were not kept: %s", unkept->message);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  for (guint i = 0; i < results->len; i++)
    {
      const Result *result = g_ptr_array_index (results, i);
      const GError *why = result->error != NULL ? result->error : unkept;
      Job *job = g_hash_table_lookup (self->jobs, result->sha256);
      if (why == NULL)
        g_hash_table_remove (self->jobs, result->sha256);
      else if (job != NULL && job->error == NULL)
        job->error = g_error_copy (why);
    }
  g_ptr_array_set_size (results, 0);
  g_cond_broadcast (&self->changed);
}

/* Returns: (transfer full) (nullable): NULL when there is none, or the service ends; @wait: for one
 */
static char *
take_next (AnfHasher *self, gboolean wait)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  while (wait && g_queue_is_empty (&self->queue) && !is_stopping (self))
    g_cond_wait (&self->changed, &self->mutex);
  return is_stopping (self) ? NULL : g_strdup (g_queue_pop_head (&self->queue));
}

static gpointer
hasher_main (gpointer data)
{
  AnfHasher *self = data;
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (result_free);
  const int nice = getpriority (PRIO_PROCESS, (id_t)getpid ()) + NICENESS;
  (void)setpriority (PRIO_PROCESS, (id_t)syscall (SYS_gettid), nice);
  gint64 bytes = 0;
  while (!is_stopping (self))
    {
      char *name = take_next (self, results->len == 0);
      if (name != NULL)
        {
          Result *result = g_new0 (Result, 1);
          result->sha256 = name;
          (void)hash (self, result, &result->error);
          g_ptr_array_add (results, result);
          bytes += result->size;
        }
      if (results->len > 0 && (name == NULL || results->len >= BATCH_MAX || bytes >= BATCH_BYTES))
        {
          settle (self, results);
          bytes = 0;
        }
    }
  return NULL;
}

AnfHasher *
anf_hasher_start (AnfOffice *office)
{
  AnfHasher *self = g_new0 (AnfHasher, 1);
  self->office = office;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  g_queue_init (&self->queue);
  self->jobs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, job_free);
  self->thread = g_thread_new ("anf-hash", hasher_main, self);
  return self;
}

void
anf_hasher_stop (AnfHasher *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->mutex);
  g_atomic_int_set (&self->stopping, TRUE);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);
  g_queue_clear (&self->queue);
  g_hash_table_unref (self->jobs);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}

/* What failed before is tried again; what waits already waits on. */
static gboolean
enqueue (AnfHasher *self, const char *name, GError **error)
{
  Job *job = g_hash_table_lookup (self->jobs, name);
  if (job != NULL && job->error == NULL)
    return TRUE;
  if (g_queue_get_length (&self->queue) >= ANF_HASHER_QUEUE_MAX)
    return anf_error_throw (error, ANF_ERROR_BUSY,
                            _ ("too many files wait to be hashed: try again later"));
  char *key = g_strdup (name);
  (void)g_hash_table_replace (self->jobs, key, g_new0 (Job, 1));
  g_queue_push_tail (&self->queue, key);
  return TRUE;
}

/* Returns: whether all are done; with @error, why one is not and will not be */
static gboolean
look (AnfHasher *self, GPtrArray *names, const char **failed, GError **error)
{
  gboolean done = TRUE;
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      const Job *job = g_hash_table_lookup (self->jobs, name);
      done = done && job == NULL;
      if (job == NULL || job->error == NULL)
        continue;
      *failed = name;
      g_propagate_error (error, g_error_copy (job->error));
      return FALSE;
    }
  return done;
}

gboolean
anf_hasher_wait (
    AnfHasher *self, GPtrArray *names, gint64 patience_us, const char **failed, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const gint64 until = g_get_monotonic_time () + patience_us;
  *failed = NULL;
  for (guint i = 0; i < names->len; i++)
    if (!enqueue (self, g_ptr_array_index (names, i), error))
      return FALSE;
  g_cond_broadcast (&self->changed);
  gboolean in_time = TRUE;
  while (!look (self, names, failed, &local_error))
    {
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (!in_time || is_stopping (self))
        return anf_error_throw (
            error, ANF_ERROR_BUSY,
            _ ("the files of the case are still being hashed (SM3): try again in a moment"));
      in_time = g_cond_wait_until (&self->changed, &self->mutex, until);
    }
  return TRUE;
}
