/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-settler.h"

#include "anf-bucket.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-second-name.h"

#include <glib/gi18n.h>

#include <dirent.h>
#include <errno.h>
#include <unistd.h>

/* At leisure: after so many blobs or seconds, whichever is first. With 256 folders this is one sync
   for sixteen blobs at most. */
#define BLOBS_AT_ONCE 4096
#define SECONDS_AT_MOST 30

struct _AnfSettler
{
  int blobs;
  int settling;
  GThread *thread;
  gboolean unsettled; /* the thread's: a sync of a bucket has failed */
  GMutex lock;
  GCond wake;
  GPtrArray *names; /* under lock: second names of blobs */
  gboolean closing; /* under lock */
};

static gboolean
sync_buckets (AnfSettler *self, const GPtrArray *names)
{
  gboolean touched[ANF_BUCKETS] = { FALSE };
  for (guint i = 0; i < names->len; i++)
    touched[anf_bucket_of (names->pdata[i])] = TRUE;
  for (guint bucket = 0; bucket < ANF_BUCKETS; bucket++)
    {
      if (!touched[bucket])
        continue;
      g_auto (AnfFd) folder = anf_bucket_open (self->blobs, bucket, NULL);
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
  g_auto (AnfFd) folder = anf_bucket_open (self->blobs, anf_bucket_of (second), error);
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
  DIR *entries = anf_bucket_list (self->settling);
  if (entries == NULL)
    return anf_error_set_errno (error, errno, _ ("cannot list the vault's folder settling"));
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

AnfSettler *
anf_settler_new (int blobs, int settling, GError **error)
{
  AnfSettler *self = g_new0 (AnfSettler, 1);
  self->blobs = blobs;
  self->settling = settling;
  self->names = g_ptr_array_new_with_free_func (g_free);
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  if (restore_all (self, error))
    self->thread = g_thread_try_new ("vault-settler", run, self, error);
  if (self->thread == NULL)
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
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_ptr_array_unref (self->names);
  g_free (self);
}

void
anf_settler_add (AnfSettler *self, char *second)
{
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->names, second);
  if (self->names->len == BLOBS_AT_ONCE)
    g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
}
