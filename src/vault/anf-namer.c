/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-namer.h"

#include "anf-bucket.h"
#include "anf-error.h"
#include "anf-second-name.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct _AnfNamer
{
  int settling;
  AnfSettler *settler;
  GMutex lock;
  guint64 made;        /* under lock: how many second names there have been */
  guint64 needed;      /* under lock: so many of them are of blobs by now */
  guint64 target;      /* under lock: so many of them are to be durable when the sync ends */
  guint64 durable;     /* under lock: so many of them are surely on the disk */
  guint64 lost;        /* under lock: so many of them may never be, whatever a later sync says */
  gboolean broken;     /* under lock: the last sync of `settling` has failed */
  GHashTable *adopted; /* under lock: second names of blobs whose parts still have them */
  /* A sync that runs beside the thread that asked for it. */
  GThread *syncer;
  sem_t begun;
  sem_t ended;
  gboolean begin; /* the asking thread's: one was begun and is to be waited for */
  gboolean asked; /* the asking thread's: `target` is of now */
  gboolean stop;  /* set before `begun` */
};

/* ---- names ---- */

/* The entry is counted once it is there: a sync that is begun later has it. */
static void
count (AnfNamer *self, AnfSecondName *second)
{
  g_mutex_lock (&self->lock);
  second->number = ++self->made;
  g_mutex_unlock (&self->lock);
}

int
anf_namer_create_file (AnfNamer *self, const char *sha256, gint64 size, AnfSecondName *second)
{
  g_autofree char *stem = anf_second_name_dup_stem (sha256, size);
  int fd = -1;
  do
    {
      g_free (second->name);
      second->name = anf_second_name_dup (stem);
      fd = openat (self->settling, second->name, ANF_VAULT_NEW_FILE_FLAGS, 0600);
    }
  while (fd < 0 && errno == EEXIST);
  if (fd < 0)
    g_clear_pointer (&second->name, g_free);
  else
    count (self, second);
  return fd;
}

/* @stem: the name but for its number */
static gboolean
link_as (AnfNamer *self, int folder, const char *name, const char *stem, AnfSecondName *second)
{
  int result = -1;
  do
    {
      g_free (second->name);
      second->name = anf_second_name_dup (stem);
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
anf_namer_link (AnfNamer *self,
                int folder,
                const char *name,
                const char *sha256,
                gint64 size,
                AnfSecondName *second)
{
  g_autofree char *stem = anf_second_name_dup_stem (sha256, size);
  return link_as (self, folder, name, stem, second);
}

static gboolean
link_again (AnfNamer *self, const char *name, AnfSecondName *again)
{
  g_autofree char *stem = g_strndup (name, (gsize)(strrchr (name, '-') - name));
  return link_as (self, self->settling, name, stem, again);
}

gboolean
anf_namer_move (AnfNamer *self, AnfSecondName *second, int folder, const char *name)
{
  if (renameat (self->settling, second->name, folder, name) != 0)
    return FALSE;
  g_clear_pointer (&second->name, g_free);
  return TRUE;
}

gboolean
anf_namer_name (AnfNamer *self, const AnfSecondName *second, int folder, const char *name)
{
  return linkat (self->settling, second->name, folder, name, 0) == 0;
}

void
anf_namer_drop (AnfNamer *self, AnfSecondName *second)
{
  /* What cannot be removed now is when the vault is opened next. */
  (void)unlinkat (self->settling, second->name, 0);
  g_clear_pointer (&second->name, g_free);
}

/* FALSE when a sync that failed while the file came may have been for its name. */
static gboolean
note_needed (AnfNamer *self, const AnfSecondName *second)
{
  g_mutex_lock (&self->lock);
  const gboolean good = second->number > self->lost;
  if (good)
    {
      self->needed = MAX (self->needed, second->number);
      (void)g_hash_table_add (self->adopted, g_strdup (second->name));
    }
  g_mutex_unlock (&self->lock);
  return good;
}

gboolean
anf_namer_need (AnfNamer *self, AnfSecondName *second)
{
  while (!note_needed (self, second))
    {
      AnfSecondName again = { 0 };
      if (!link_again (self, second->name, &again))
        return FALSE;
      anf_namer_drop (self, second);
      *second = again;
    }
  return TRUE;
}

void
anf_namer_leave (AnfNamer *self, AnfSecondName *second)
{
  g_mutex_lock (&self->lock);
  (void)g_hash_table_remove (self->adopted, second->name);
  g_mutex_unlock (&self->lock);
  anf_settler_add (self->settler, g_steal_pointer (&second->name));
}

/* ---- making them durable ---- */

/* The kernel tells of a failed sync once; the next one succeeds and says nothing of what was lost.
   New entries are written anew: each blob that waits for its commit gets another name. */
static gboolean
renew (AnfNamer *self)
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
        anf_settler_add (self->settler, again.name);
      else if (errno != ENOENT)
        return FALSE;
    }
  return TRUE;
}

static gboolean
sync_names (AnfNamer *self)
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
is_durable (AnfNamer *self)
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
  AnfNamer *self = data;
  for (wait_for (&self->begun); !self->stop; wait_for (&self->begun))
    {
      /* A failure is told to whoever waits. */
      (void)sync_names (self);
      (void)sem_post (&self->ended);
    }
  return NULL;
}

/* One may have been begun for a commit that came to nothing: it tells nothing of later names. */
static void
await_begun (AnfNamer *self)
{
  if (self->begin)
    wait_for (&self->ended);
  self->begin = FALSE;
}

AnfNamer *
anf_namer_new (int settling, AnfSettler *settler, GError **error)
{
  AnfNamer *self = g_new0 (AnfNamer, 1);
  self->settling = settling;
  self->settler = settler;
  self->adopted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&self->lock);
  (void)sem_init (&self->begun, 0, 0);
  (void)sem_init (&self->ended, 0, 0);
  self->syncer = g_thread_try_new ("vault-syncer", sync_on_demand, self, error);
  if (self->syncer == NULL)
    g_clear_pointer (&self, anf_namer_free);
  return self;
}

void
anf_namer_free (AnfNamer *self)
{
  await_begun (self);
  self->stop = TRUE;
  (void)sem_post (&self->begun);
  g_clear_pointer (&self->syncer, g_thread_join);
  (void)sem_destroy (&self->begun);
  (void)sem_destroy (&self->ended);
  g_mutex_clear (&self->lock);
  g_hash_table_unref (self->adopted);
  g_free (self);
}

/* What other threads need from here on is of a later commit. */
void
anf_namer_note_late (AnfNamer *self)
{
  g_mutex_lock (&self->lock);
  self->target = self->needed;
  g_mutex_unlock (&self->lock);
}

void
anf_namer_begin_sync (AnfNamer *self)
{
  await_begun (self);
  anf_namer_note_late (self);
  self->asked = TRUE;
  self->begin = !is_durable (self);
  if (self->begin)
    (void)sem_post (&self->begun);
}

gboolean
anf_namer_sync (AnfNamer *self, GError **error)
{
  await_begun (self);
  if (!self->asked)
    anf_namer_note_late (self);
  self->asked = FALSE;
  return is_durable (self) || sync_names (self)
         || anf_error_set_errno (error, errno, _ ("cannot sync the vault's folders"));
}
