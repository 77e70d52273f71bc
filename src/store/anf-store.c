/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-store.h"

#include "anf-error.h"
#include "anf-sql.h"

#include <glib/gi18n.h>

#include <locale.h>
#include <semaphore.h>

/* Jobs that share one commit. More would make the first of them wait too long. */
#define BATCH_MAX 256

typedef struct
{
  AnfStoreWork work; /* NULL: the writer shall end */
  gpointer data;
  locale_t language; /* of the asker, whom its errors are for */
  GError *error;
  gboolean done;
  sem_t finished; /* whoever waits here owns the job, and takes it away at once */
} Job;

struct _AnfStore
{
  AnfTx *writer;
  GThread *thread;
  GAsyncQueue *jobs;
  GAsyncQueue *readers;
  int readers_max;
  int n_readers; /* atomic */
  char *path;
  GAsyncQueue *aside; /* one more reader */
  GMutex slow_mutex;
  AnfTx *slow;  /* under slow_mutex: one more, opened when it is first needed */
  gint give_up; /* atomic: what is read now is of use to nobody */
  gint stuck;   /* atomic: the last commit failed */
  AnfStoreSeal seal;
};

/* A savepoint each, so that one job's failure leaves the others of its commit alone. */
static void
run_job (AnfStore *self, Job *job)
{
  if (!anf_tx_run (self->writer, NULL, &job->error, "SAVEPOINT job", ""))
    return;
  const locale_t own = uselocale (job->language);
  job->done = job->work (self->writer, job->data, &job->error);
  (void)uselocale (own);
  if (!anf_tx_is_open (self->writer))
    return;
  if (!job->done)
    (void)anf_tx_script (self->writer, "ROLLBACK TO job", NULL);
  if (!anf_tx_run (self->writer, NULL, job->done ? &job->error : NULL, "RELEASE job", ""))
    job->done = FALSE;
}

/* A full disk may make SQLite roll back everything by itself; a savepoint would then begin, and its
   release commit, a transaction of its own, without a seal. */
static gboolean
check_open (AnfStore *self, const Job *last, GError **error)
{
  if (anf_tx_is_open (self->writer))
    return TRUE;
  if (last->error != NULL && error != NULL)
    *error = g_error_copy (last->error);
  else
    anf_error_throw (error, ANF_ERROR_FAILED, "database: the transaction was given up");
  return FALSE;
}

static gboolean
run_batch (AnfStore *self, GPtrArray *batch, GError **error)
{
  if (self->seal.begin != NULL)
    self->seal.begin (self->seal.data);
  if (!anf_tx_run (self->writer, NULL, error, "BEGIN IMMEDIATE", ""))
    return FALSE;
  gboolean any = FALSE;
  for (guint i = 0; i < batch->len; i++)
    {
      Job *job = batch->pdata[i];
      run_job (self, job);
      if (!check_open (self, job, error))
        return FALSE;
      any = any || job->done;
    }
  if (!any)
    return anf_tx_script (self->writer, "ROLLBACK", error);
  const gboolean sealed
      = self->seal.seal == NULL || self->seal.seal (self->writer, self->seal.data, error);
  if (sealed && anf_tx_run (self->writer, NULL, error, "COMMIT", ""))
    return TRUE;
  /* SQLite may have rolled back by itself, on a full disk for one. */
  (void)anf_tx_script (self->writer, "ROLLBACK", NULL);
  return FALSE;
}

static void
commit_batch (AnfStore *self, GPtrArray *batch)
{
  g_autoptr (GError) error = NULL;
  const gboolean committed = run_batch (self, batch, &error);
  g_atomic_int_set (&self->stuck, !committed);
  if (self->seal.settled != NULL)
    self->seal.settled (committed, self->seal.data);
  for (guint i = 0; i < batch->len; i++)
    {
      Job *job = batch->pdata[i];
      if (!committed && job->error == NULL)
        job->error = g_error_copy (error);
      job->done = job->done && committed;
      (void)sem_post (&job->finished);
    }
}

/* What came while the commit before was being made shares this one: signing and the syncs. */
static gpointer
writer_main (gpointer data)
{
  AnfStore *self = data;
  gboolean ending = FALSE;
  while (!ending)
    {
      g_autoptr (GPtrArray) batch = g_ptr_array_sized_new (BATCH_MAX);
      Job *job = g_async_queue_pop (self->jobs);
      while (job != NULL)
        {
          ending = ending || job->work == NULL;
          if (job->work != NULL)
            g_ptr_array_add (batch, job);
          job = batch->len < BATCH_MAX && !ending ? g_async_queue_try_pop (self->jobs) : NULL;
        }
      if (batch->len > 0)
        commit_batch (self, batch);
    }
  return NULL;
}

static AnfTx *
open_reader (AnfStore *self, GError **error)
{
  AnfTx *reader = anf_tx_open (self->path, FALSE, error);
  if (reader != NULL)
    anf_tx_obey (reader, &self->give_up);
  return reader;
}

/* The first of each kind, so that a database that cannot be read is found when it is opened. */
static gboolean
open_readers (AnfStore *self, GError **error)
{
  AnfTx *reader = open_reader (self, error);
  if (reader == NULL)
    return FALSE;
  g_async_queue_push (self->readers, reader);
  self->n_readers = 1;
  AnfTx *aside = open_reader (self, error);
  if (aside != NULL)
    g_async_queue_push (self->aside, aside);
  return aside != NULL;
}

/* The others come as more read at the same time than there are. Returns: one that nobody uses */
static AnfTx *
take_reader (AnfStore *self)
{
  AnfTx *reader = g_async_queue_try_pop (self->readers);
  if (reader != NULL)
    return reader;
  if (g_atomic_int_add (&self->n_readers, 1) < self->readers_max)
    reader = open_reader (self, NULL);
  if (reader != NULL)
    return reader;
  g_atomic_int_add (&self->n_readers, -1);
  return g_async_queue_pop (self->readers);
}

/* Which file it is, and what can be done where it is damaged. */
static AnfStore *
refuse (const char *path, GError **error)
{
  g_autoptr (GError) why = NULL;
  if (error == NULL || *error == NULL)
    return NULL;
  why = g_steal_pointer (error);
  if (g_error_matches (why, ANF_ERROR, ANF_ERROR_CORRUPT))
    anf_error_throw (error, ANF_ERROR_CORRUPT,
                     _ ("%s is damaged (%s): keep it, and restore the last backup into an empty "
                        "folder"),
                     path, why->message);
  else
    g_set_error (error, why->domain, why->code, "%s: %s", path, why->message);
  return NULL;
}

AnfStore *
anf_store_open (const char *path, guint readers, GError **error)
{
  g_autoptr (AnfStore) self = g_new0 (AnfStore, 1);
  self->jobs = g_async_queue_new ();
  self->readers = g_async_queue_new ();
  self->readers_max = (int)readers;
  self->path = g_strdup (path);
  self->aside = g_async_queue_new ();
  g_mutex_init (&self->slow_mutex);
  self->writer = anf_tx_open (path, TRUE, error);
  if (self->writer == NULL || !anf_sql_migrate (self->writer, error) || !open_readers (self, error))
    return refuse (path, error);
  self->thread = g_thread_new ("anf-writer", writer_main, self);
  return g_steal_pointer (&self);
}

void
anf_store_close (AnfStore *self)
{
  if (self == NULL)
    return;
  Job ending = { .work = NULL };
  if (self->thread != NULL)
    {
      g_async_queue_push (self->jobs, &ending);
      g_thread_join (self->thread);
    }
  for (int i = 0; i < self->n_readers; i++)
    anf_tx_close (g_async_queue_pop (self->readers));
  anf_tx_close (g_async_queue_try_pop (self->aside));
  anf_tx_close (self->slow);
  g_mutex_clear (&self->slow_mutex);
  anf_tx_close (self->writer);
  g_async_queue_unref (self->jobs);
  g_async_queue_unref (self->readers);
  g_async_queue_unref (self->aside);
  g_free (self->path);
  g_free (self);
}

static gboolean
check_integrity (AnfTx *tx, gpointer data, GError **error)
{
  g_autoptr (AnfCursor) whole = anf_tx_query (tx, error, "PRAGMA integrity_check (1)", "");
  if (whole == NULL || anf_cursor_step (whole, error) != 1)
    return FALSE;
  const char *verdict = anf_cursor_text (whole, 0);
  if (g_strcmp0 (verdict, "ok") != 0)
    return anf_error_throw (error, ANF_ERROR_CORRUPT, "database: %s", verdict);
  g_autoptr (AnfCursor) keys = anf_tx_query (tx, error, "PRAGMA foreign_key_check", "");
  const int step = keys != NULL ? anf_cursor_step (keys, error) : -1;
  return step == 0
         || (step == 1
             && anf_error_throw (error, ANF_ERROR_CORRUPT,
                                 "database: a row of %s names another that is not there",
                                 anf_cursor_text (keys, 0)));
}

gboolean
anf_store_check (AnfStore *self, GError **error)
{
  return anf_store_read (self, check_integrity, NULL, error);
}

void
anf_store_set_seal (AnfStore *self, const AnfStoreSeal *seal)
{
  self->seal = *seal;
}

void
anf_store_give_up_reads (AnfStore *self)
{
  g_atomic_int_set (&self->give_up, TRUE);
}

static gboolean
read_with (AnfTx *reader, AnfStoreWork work, gpointer data, GError **error)
{
  gboolean done = anf_tx_run (reader, NULL, error, "BEGIN", "");
  if (done)
    {
      done = work (reader, data, error);
      if (!anf_tx_run (reader, NULL, NULL, "COMMIT", ""))
        g_warning ("a reader could not leave its snapshot");
    }
  return done;
}

gboolean
anf_store_read (AnfStore *self, AnfStoreWork work, gpointer data, GError **error)
{
  AnfTx *reader = take_reader (self);
  const gboolean done = read_with (reader, work, data, error);
  g_async_queue_push (self->readers, reader);
  return done;
}

gboolean
anf_store_read_aside (AnfStore *self, AnfStoreWork work, gpointer data, GError **error)
{
  AnfTx *reader = g_async_queue_pop (self->aside);
  const gboolean done = read_with (reader, work, data, error);
  g_async_queue_push (self->aside, reader);
  return done;
}

gboolean
anf_store_read_slow (AnfStore *self, AnfStoreWork work, gpointer data, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->slow_mutex);
  if (self->slow == NULL)
    self->slow = open_reader (self, error);
  return self->slow != NULL && read_with (self->slow, work, data, error);
}

gboolean
anf_store_write (AnfStore *self, AnfStoreWork work, gpointer data, GError **error)
{
  g_return_val_if_fail (g_thread_self () != self->thread, FALSE);
  Job job = { .work = work, .data = data, .language = uselocale ((locale_t)0) };
  (void)sem_init (&job.finished, 0, 0);
  g_async_queue_push (self->jobs, &job);
  while (sem_wait (&job.finished) != 0)
    ;
  (void)sem_destroy (&job.finished);
  if (!job.done)
    g_propagate_error (error, g_steal_pointer (&job.error));
  return job.done;
}

gboolean
anf_store_check_writable (AnfStore *self, GError **error)
{
  return g_atomic_int_get (&self->stuck) == FALSE
         || anf_store_write (self, anf_sql_write_nothing, NULL, error);
}
