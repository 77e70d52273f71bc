/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-settler.h"

#include "anf-error.h"
#include "anf-fd.h"

#include <glib/gi18n.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <string.h>
#include <unistd.h>

/* At leisure: after so many blobs or seconds, whichever is first. With 256 folders this is one sync
   for sixteen blobs at most. */
#define BLOBS_AT_ONCE 4096
#define SECONDS_AT_MOST 30
#define FOLDER_FLAGS (O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)

struct _AnfSettler
{
  int blobs;
  int settling;
  GThread *thread;
  GMutex lock;
  GCond wake;
  GPtrArray *names;  /* under lock: second names */
  gboolean unsynced; /* under lock: whether `settling` has changed since its last sync */
  gboolean late;     /* under lock: it has since the sync that was begun */
  gboolean closing;  /* under lock */
  /* A sync that runs beside the thread that asked for it. */
  GThread *syncer;
  sem_t begun;
  sem_t ended;
  gboolean begin;  /* the asking thread's: one was begun and is to be waited for */
  gboolean synced; /* set before `ended` */
  gboolean stop;   /* set before `begun` */
};

void
anf_settler_name_bucket (guint bucket, char name[3])
{
  name[0] = "0123456789abcdef"[bucket >> 4];
  name[1] = "0123456789abcdef"[bucket & 15];
  name[2] = '\0';
}

guint
anf_settler_bucket_of (const char *sha256)
{
  return (guint)(g_ascii_xdigit_value (sha256[0]) * 16 + g_ascii_xdigit_value (sha256[1]));
}

gboolean
anf_settler_is_hash (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

int
anf_settler_open_bucket (int blobs, guint bucket, GError **error)
{
  char name[3];
  anf_settler_name_bucket (bucket, name);
  const int fd = openat (blobs, name, FOLDER_FLAGS);
  if (fd < 0)
    anf_error_set_errno (error, errno, _ ("cannot open the vault's folder blobs/%s"), name);
  return fd;
}

static gboolean
sync_buckets (AnfSettler *self, const GPtrArray *names)
{
  gboolean touched[ANF_BUCKETS] = { FALSE };
  for (guint i = 0; i < names->len; i++)
    touched[anf_settler_bucket_of (names->pdata[i])] = TRUE;
  for (guint bucket = 0; bucket < ANF_BUCKETS; bucket++)
    {
      if (!touched[bucket])
        continue;
      g_auto (AnfFd) folder = anf_settler_open_bucket (self->blobs, bucket, NULL);
      if (folder < 0 || fsync (folder) != 0)
        return FALSE;
    }
  return TRUE;
}

/* Second names whose removal fails, or was not synced, are found again at the next start. */
static void
settle (AnfSettler *self, const GPtrArray *names)
{
  if (!sync_buckets (self, names))
    {
      g_warning ("cannot sync the vault's folders of blobs: they are put right at the next start");
      return;
    }
  for (guint i = 0; i < names->len; i++)
    (void)unlinkat (self->settling, names->pdata[i], 0);
}

/* Waits until there is enough to do, or it is time, or all is to end. Returns: (transfer full) */
static GPtrArray *
take_names (AnfSettler *self)
{
  const gint64 until = g_get_monotonic_time () + SECONDS_AT_MOST * G_TIME_SPAN_SECOND;
  g_mutex_lock (&self->lock);
  gboolean in_time = TRUE;
  while (in_time && !self->closing && self->names->len < BLOBS_AT_ONCE)
    in_time = g_cond_wait_until (&self->wake, &self->lock, until);
  GPtrArray *names = g_steal_pointer (&self->names);
  self->names = g_ptr_array_new_with_free_func (g_free);
  g_mutex_unlock (&self->lock);
  return names;
}

static gboolean
is_closing (AnfSettler *self)
{
  g_mutex_lock (&self->lock);
  const gboolean closing = self->closing;
  g_mutex_unlock (&self->lock);
  return closing;
}

static gpointer
run (gpointer data)
{
  AnfSettler *self = data;
  for (gboolean last = FALSE; !last;)
    {
      last = is_closing (self);
      g_autoptr (GPtrArray) names = take_names (self);
      settle (self, names);
    }
  return NULL;
}

static gboolean
restore (AnfSettler *self, const char *sha256, GError **error)
{
  g_auto (AnfFd) folder
      = anf_settler_open_bucket (self->blobs, anf_settler_bucket_of (sha256), error);
  if (folder < 0)
    return FALSE;
  if (linkat (self->settling, sha256, folder, sha256, 0) != 0 && errno != EEXIST)
    return anf_error_set_errno (error, errno, _ ("cannot restore %s in the vault"), sha256);
  g_ptr_array_add (self->names, g_strdup (sha256));
  return TRUE;
}

/* What a crash has left: blobs that are somebody's evidence, and whose first name may be gone. */
static gboolean
restore_all (AnfSettler *self, GError **error)
{
  g_auto (AnfFd) fd = openat (self->settling, ".", FOLDER_FLAGS);
  DIR *entries = fd >= 0 ? fdopendir (fd) : NULL;
  if (entries == NULL)
    return anf_error_set_errno (error, errno, _ ("cannot list the vault's folder settling"));
  (void)g_steal_fd (&fd);
  gboolean restored = TRUE;
  for (struct dirent *entry = readdir (entries); restored && entry != NULL;
       entry = readdir (entries))
    if (anf_settler_is_hash (entry->d_name))
      restored = restore (self, entry->d_name, error);
  (void)closedir (entries);
  return restored;
}

static gboolean
sync_names (AnfSettler *self)
{
  g_mutex_lock (&self->lock);
  const gboolean unsynced = self->unsynced;
  self->unsynced = FALSE;
  self->late = FALSE;
  g_mutex_unlock (&self->lock);
  if (!unsynced || fsync (self->settling) == 0)
    return TRUE;
  const int errnum = errno;
  g_mutex_lock (&self->lock);
  self->unsynced = TRUE;
  g_mutex_unlock (&self->lock);
  errno = errnum;
  return FALSE;
}

static void
wait_for (sem_t *semaphore)
{
  while (sem_wait (semaphore) != 0)
    ;
}

static gpointer
sync_on_demand (gpointer data)
{
  AnfSettler *self = data;
  for (wait_for (&self->begun); !self->stop; wait_for (&self->begun))
    {
      self->synced = sync_names (self);
      (void)sem_post (&self->ended);
    }
  return NULL;
}

AnfSettler *
anf_settler_new (int blobs, int settling, GError **error)
{
  AnfSettler *self = g_new0 (AnfSettler, 1);
  self->blobs = blobs;
  self->settling = settling;
  self->names = g_ptr_array_new_with_free_func (g_free);
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  (void)sem_init (&self->begun, 0, 0);
  (void)sem_init (&self->ended, 0, 0);
  const gboolean restored = restore_all (self, error);
  self->thread = restored ? g_thread_try_new ("vault-settler", run, self, error) : NULL;
  if (self->thread != NULL)
    self->syncer = g_thread_try_new ("vault-syncer", sync_on_demand, self, error);
  if (self->syncer == NULL)
    g_clear_pointer (&self, anf_settler_free);
  return self;
}

void
anf_settler_free (AnfSettler *self)
{
  g_mutex_lock (&self->lock);
  self->closing = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->thread, g_thread_join);
  if (self->begin)
    wait_for (&self->ended);
  self->stop = TRUE;
  (void)sem_post (&self->begun);
  g_clear_pointer (&self->syncer, g_thread_join);
  (void)sem_destroy (&self->begun);
  (void)sem_destroy (&self->ended);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_ptr_array_unref (self->names);
  anf_fd_clear (&self->settling);
  g_free (self);
}

/* A second name that is there already may be about to go: then the first one has been synced. */
gboolean
anf_settler_add (AnfSettler *self, int bucket, const char *sha256, GError **error)
{
  if (linkat (bucket, sha256, self->settling, sha256, 0) != 0 && errno != EEXIST)
    return anf_error_set_errno (error, errno, _ ("cannot keep %s in the vault"), sha256);
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->names, g_strdup (sha256));
  self->unsynced = TRUE;
  if (self->names->len == BLOBS_AT_ONCE)
    g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

void
anf_settler_note_late (AnfSettler *self)
{
  g_mutex_lock (&self->lock);
  self->late = TRUE;
  g_mutex_unlock (&self->lock);
}

void
anf_settler_begin_sync (AnfSettler *self)
{
  /* One that nobody waited for, since its commit came to nothing, tells nothing of names that were
     added after it. */
  if (self->begin)
    wait_for (&self->ended);
  self->begin = TRUE;
  (void)sem_post (&self->begun);
}

/* Whether the sync that was begun was enough. */
static gboolean
await_begun (AnfSettler *self)
{
  if (!self->begin)
    return FALSE;
  self->begin = FALSE;
  wait_for (&self->ended);
  g_mutex_lock (&self->lock);
  const gboolean late = self->late;
  g_mutex_unlock (&self->lock);
  return self->synced && !late;
}

gboolean
anf_settler_sync (AnfSettler *self, GError **error)
{
  return await_begun (self) || sync_names (self)
         || anf_error_set_errno (error, errno, _ ("cannot sync the vault's folders"));
}
