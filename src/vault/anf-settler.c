/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-settler.h"

#include "anf-error.h"
#include "anf-fd.h"
#include "anf-second-name.h"

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
#define NEW_FILE_FLAGS (O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW)

struct _AnfSettler
{
  int blobs;
  int settling;
  GThread *thread;
  gboolean unsettled; /* the thread's: a sync of a bucket has failed */
  GMutex lock;
  GCond wake;
  GPtrArray *names;    /* under lock: second names of blobs */
  guint64 made;        /* under lock: how many second names there have been */
  guint64 needed;      /* under lock: so many of them are of blobs by now */
  guint64 target;      /* under lock: so many of them are to be durable when the sync ends */
  guint64 durable;     /* under lock: so many of them are surely on the disk */
  guint64 lost;        /* under lock: so many of them may never be, whatever a later sync says */
  GHashTable *adopted; /* under lock: second names of blobs whose parts still have them */
  gboolean broken;     /* under lock: a sync of `settling` has failed */
  gboolean closing;    /* under lock */
  /* A sync that runs beside the thread that asked for it. */
  GThread *syncer;
  sem_t begun;
  sem_t ended;
  gboolean begin; /* the asking thread's: one was begun and is to be waited for */
  gboolean asked; /* the asking thread's: `target` is of now */
  gboolean stop;  /* set before `begun` */
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

/* Second names whose removal fails, or was not synced, are found again at the next start. So are
   all those of now once a sync has failed: a later one that succeeds tells nothing of what was
   lost. */
static void
settle (AnfSettler *self, const GPtrArray *names)
{
  if (!self->unsettled && !sync_buckets (self, names))
    {
      self->unsettled = TRUE;
      g_warning ("cannot sync the vault's folders of blobs: they are put right at the next start");
    }
  for (guint i = 0; i < names->len && !self->unsettled; i++)
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
restore (AnfSettler *self, const char *second, GError **error)
{
  g_auto (AnfFd) folder
      = anf_settler_open_bucket (self->blobs, anf_settler_bucket_of (second), error);
  const AnfSecondNameFate fate
      = folder >= 0 ? anf_second_name_restore (self->settling, second, folder, error)
                    : ANF_SECOND_NAME_FAILED;
  if (fate == ANF_SECOND_NAME_OF_BLOB)
    g_ptr_array_add (self->names, g_strdup (second));
  return fate != ANF_SECOND_NAME_FAILED;
}

static gboolean
sweep (AnfSettler *self, const char *second, GError **error)
{
  anf_second_name_sweep (self->settling, second);
  return TRUE;
}

static gboolean
visit_seconds (AnfSettler *self,
               gboolean (*visit) (AnfSettler *, const char *, GError **),
               GError **error)
{
  g_auto (AnfFd) fd = openat (self->settling, ".", FOLDER_FLAGS);
  DIR *entries = fd >= 0 ? fdopendir (fd) : NULL;
  if (entries == NULL)
    return anf_error_set_errno (error, errno, _ ("cannot list the vault's folder settling"));
  (void)g_steal_fd (&fd);
  gboolean going_on = TRUE;
  errno = 0;
  struct dirent *entry = readdir (entries);
  for (; going_on && entry != NULL; errno = 0, entry = readdir (entries))
    going_on = !anf_second_name_is (entry->d_name) || visit (self, entry->d_name, error);
  if (going_on && errno != 0)
    going_on = anf_error_set_errno (error, errno, _ ("cannot list the vault's folder settling"));
  (void)closedir (entries);
  return going_on;
}

/* What a crash has left: blobs that are somebody's evidence, and whose first name may be gone; and
   what was on its way, which goes first: a full disk may have no room for names. */
static gboolean
restore_all (AnfSettler *self, GError **error)
{
  return visit_seconds (self, sweep, error) && visit_seconds (self, restore, error);
}

/* No two are the same; the entry is counted once it is there: a sync that is begun later has it. */
static gboolean
link_again (AnfSettler *self, const char *name, AnfSecondName *again)
{
  g_autofree char *sha256 = g_strndup (name, strcspn (name, "-"));
  const gint64 size = g_ascii_strtoll (name + strlen (sha256) + 1, NULL, 10);
  return anf_settler_link (self, self->settling, name, sha256, size, again);
}

/* The kernel tells of a failed sync once; the next one succeeds and says nothing of what was lost.
   New entries are written anew: each blob that waits for its commit gets another name. */
static gboolean
renew (AnfSettler *self)
{
  g_mutex_lock (&self->lock);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer name = NULL;
  g_hash_table_iter_init (&iter, self->adopted);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, g_strdup (name));
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < names->len; i++)
    {
      AnfSecondName again = { 0 };
      if (link_again (self, names->pdata[i], &again))
        anf_settler_add (self, &again);
      else if (errno != ENOENT)
        return FALSE;
    }
  return TRUE;
}

static gboolean
sync_names (AnfSettler *self)
{
  g_mutex_lock (&self->lock);
  const gboolean broken = self->broken;
  g_mutex_unlock (&self->lock);
  if (broken && !renew (self))
    return FALSE;
  g_mutex_lock (&self->lock);
  const guint64 made = self->made;
  g_mutex_unlock (&self->lock);
  const int errnum = fsync (self->settling) != 0 ? errno : 0;
  g_mutex_lock (&self->lock);
  self->broken = errnum != 0;
  if (errnum == 0)
    self->durable = MAX (self->durable, made);
  else
    self->lost = self->made;
  g_mutex_unlock (&self->lock);
  errno = errnum;
  return errnum == 0;
}

static gboolean
is_durable (AnfSettler *self)
{
  g_mutex_lock (&self->lock);
  const gboolean durable = self->durable >= self->target;
  g_mutex_unlock (&self->lock);
  return durable;
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
      /* A failure is told to whoever waits. */
      (void)sync_names (self);
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
  self->adopted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
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
  g_hash_table_unref (self->adopted);
  anf_fd_clear (&self->settling);
  g_free (self);
}

/* The entry is counted once it is there: a sync that is begun later has it. */
static void
count (AnfSettler *self, AnfSecondName *second)
{
  g_mutex_lock (&self->lock);
  second->number = ++self->made;
  g_mutex_unlock (&self->lock);
}

int
anf_settler_create_file (AnfSettler *self, const char *sha256, gint64 size, AnfSecondName *second)
{
  int fd = -1;
  do
    {
      g_free (second->name);
      second->name = anf_second_name_dup (sha256, size);
      fd = openat (self->settling, second->name, NEW_FILE_FLAGS, 0600);
    }
  while (fd < 0 && errno == EEXIST);
  if (fd < 0)
    g_clear_pointer (&second->name, g_free);
  else
    count (self, second);
  return fd;
}

gboolean
anf_settler_link (AnfSettler *self,
                  int folder,
                  const char *name,
                  const char *sha256,
                  gint64 size,
                  AnfSecondName *second)
{
  int result = -1;
  do
    {
      g_free (second->name);
      second->name = anf_second_name_dup (sha256, size);
      result = linkat (folder, name, self->settling, second->name, 0);
    }
  while (result != 0 && errno == EEXIST);
  if (result != 0)
    g_clear_pointer (&second->name, g_free);
  else
    count (self, second);
  return result == 0;
}

gboolean
anf_settler_move (AnfSettler *self, AnfSecondName *second, int folder, const char *name)
{
  if (renameat (self->settling, second->name, folder, name) != 0)
    return FALSE;
  g_clear_pointer (&second->name, g_free);
  return TRUE;
}

gboolean
anf_settler_name (AnfSettler *self, const AnfSecondName *second, int folder, const char *name)
{
  return linkat (self->settling, second->name, folder, name, 0) == 0;
}

void
anf_settler_drop (AnfSettler *self, AnfSecondName *second)
{
  /* What cannot be removed now is when the vault is opened next. */
  (void)unlinkat (self->settling, second->name, 0);
  g_clear_pointer (&second->name, g_free);
}

/* Whether a sync that failed while the file came may have been for its name; if not, it is needed.
 */
static gboolean
is_lost (AnfSettler *self, const AnfSecondName *second)
{
  g_mutex_lock (&self->lock);
  const gboolean lost = second->number <= self->lost;
  if (!lost)
    {
      self->needed = MAX (self->needed, second->number);
      (void)g_hash_table_add (self->adopted, g_strdup (second->name));
    }
  g_mutex_unlock (&self->lock);
  return lost;
}

gboolean
anf_settler_need (AnfSettler *self, AnfSecondName *second)
{
  while (is_lost (self, second))
    {
      AnfSecondName again = { 0 };
      if (!link_again (self, second->name, &again))
        return FALSE;
      anf_settler_drop (self, second);
      *second = again;
    }
  return TRUE;
}

void
anf_settler_add (AnfSettler *self, AnfSecondName *second)
{
  g_mutex_lock (&self->lock);
  (void)g_hash_table_remove (self->adopted, second->name);
  g_ptr_array_add (self->names, g_steal_pointer (&second->name));
  if (self->names->len == BLOBS_AT_ONCE)
    g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
}

/* What other threads need from here on is of a later commit. */
void
anf_settler_note_late (AnfSettler *self)
{
  g_mutex_lock (&self->lock);
  self->target = self->needed;
  g_mutex_unlock (&self->lock);
}

/* One may have been begun for a commit that came to nothing: it tells nothing of later names. */
static void
await_begun (AnfSettler *self)
{
  if (self->begin)
    wait_for (&self->ended);
  self->begin = FALSE;
}

void
anf_settler_begin_sync (AnfSettler *self)
{
  await_begun (self);
  anf_settler_note_late (self);
  self->asked = TRUE;
  self->begin = !is_durable (self);
  if (self->begin)
    (void)sem_post (&self->begun);
}

gboolean
anf_settler_sync (AnfSettler *self, GError **error)
{
  await_begun (self);
  if (!self->asked)
    anf_settler_note_late (self);
  self->asked = FALSE;
  return is_durable (self) || sync_names (self)
         || anf_error_set_errno (error, errno, _ ("cannot sync the vault's folders"));
}
