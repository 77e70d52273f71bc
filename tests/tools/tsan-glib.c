/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* Tells the thread sanitizer what GLib does, which is not instrumented: its locks are bare futexes.
   Each function here says of one object what GLib's manual promises of it, no more; nothing here
   orders threads that GLib does not. What is inside a table or queue, the sanitizer cannot see:
   reading or changing one is told as reading or changing the object itself.
   Linked into every program of a build with -Db_sanitize=thread, and into no other. */

#include <glib-object.h>

#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

#if !defined(__SANITIZE_THREAD__)
#error "only for -fsanitize=thread"
#endif

/* What the compiler calls for a load and a store. */
void __tsan_read8 (void *address);
void __tsan_write8 (void *address);

#define QUIET __attribute__ ((no_sanitize_thread))
#define REAL(name)                                                                                 \
  ({                                                                                               \
    static __typeof__ (&(name)) real;                                                              \
    __typeof__ (&(name)) found = __atomic_load_n (&real, __ATOMIC_RELAXED);                        \
    if (found == NULL)                                                                             \
      __atomic_store_n (&real, found = (__typeof__ (&(name)))dlsym (RTLD_NEXT, #name),             \
                        __ATOMIC_RELAXED);                                                         \
    found;                                                                                         \
  })

/* ---- locks ---- */

QUIET void
g_mutex_init (GMutex *mutex)
{
  __tsan_mutex_create (mutex, __tsan_mutex_not_static);
  REAL (g_mutex_init) (mutex);
}

QUIET void
g_mutex_clear (GMutex *mutex)
{
  REAL (g_mutex_clear) (mutex);
  __tsan_mutex_destroy (mutex, 0);
}

QUIET void
g_mutex_lock (GMutex *mutex)
{
  __tsan_mutex_pre_lock (mutex, 0);
  REAL (g_mutex_lock) (mutex);
  __tsan_mutex_post_lock (mutex, 0, 0);
}

QUIET gboolean
g_mutex_trylock (GMutex *mutex)
{
  __tsan_mutex_pre_lock (mutex, __tsan_mutex_try_lock);
  const gboolean locked = REAL (g_mutex_trylock) (mutex);
  __tsan_mutex_post_lock (mutex,
                          __tsan_mutex_try_lock | (locked ? 0 : __tsan_mutex_try_lock_failed), 0);
  return locked;
}

QUIET void
g_mutex_unlock (GMutex *mutex)
{
  (void)__tsan_mutex_pre_unlock (mutex, 0);
  REAL (g_mutex_unlock) (mutex);
  __tsan_mutex_post_unlock (mutex, 0);
}

/* A wait gives the lock away and takes it again; a signal itself orders nothing. */
QUIET static void
tell_unlocked (GMutex *mutex)
{
  (void)__tsan_mutex_pre_unlock (mutex, 0);
  __tsan_mutex_post_unlock (mutex, 0);
}

QUIET static void
tell_locked (GMutex *mutex)
{
  __tsan_mutex_pre_lock (mutex, 0);
  __tsan_mutex_post_lock (mutex, 0, 0);
}

QUIET void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  tell_unlocked (mutex);
  REAL (g_cond_wait) (cond, mutex);
  tell_locked (mutex);
}

QUIET gboolean
g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time)
{
  tell_unlocked (mutex);
  const gboolean signalled = REAL (g_cond_wait_until) (cond, mutex, end_time);
  tell_locked (mutex);
  return signalled;
}

/* ---- queues and pools: who takes something out comes after who put it in ---- */

QUIET void
g_async_queue_push (GAsyncQueue *queue, gpointer data)
{
  __tsan_release (queue);
  REAL (g_async_queue_push) (queue, data);
}

QUIET gpointer
g_async_queue_pop (GAsyncQueue *queue)
{
  gpointer data = REAL (g_async_queue_pop) (queue);
  __tsan_acquire (queue);
  return data;
}

QUIET gpointer
g_async_queue_timeout_pop (GAsyncQueue *queue, guint64 timeout)
{
  gpointer data = REAL (g_async_queue_timeout_pop) (queue, timeout);
  __tsan_acquire (queue);
  return data;
}

QUIET gpointer
g_async_queue_try_pop (GAsyncQueue *queue)
{
  gpointer data = REAL (g_async_queue_try_pop) (queue);
  __tsan_acquire (queue);
  return data;
}

typedef struct
{
  GFunc run;
  gpointer user_data;
} Pool;

QUIET static void
run_in_pool (gpointer data, gpointer user_data)
{
  Pool *pool = user_data;
  __tsan_acquire (data);
  pool->run (data, pool->user_data);
  __tsan_release (pool);
}

QUIET GThreadPool *
g_thread_pool_new (GFunc run, gpointer user_data, int threads, gboolean exclusive, GError **error)
{
  Pool *pool = g_new (Pool, 1); /* never freed: a thread may be on its way out of run_in_pool () */
  *pool = (Pool){ run, user_data };
  return REAL (g_thread_pool_new) (run_in_pool, pool, threads, exclusive, error);
}

QUIET gboolean
g_thread_pool_push (GThreadPool *self, gpointer data, GError **error)
{
  __tsan_release (data);
  return REAL (g_thread_pool_push) (self, data, error);
}

QUIET void
g_thread_pool_free (GThreadPool *self, gboolean immediate, gboolean wait)
{
  Pool *pool = self->user_data;
  REAL (g_thread_pool_free) (self, immediate, wait);
  if (wait)
    __tsan_acquire (pool);
}

/* ---- once ---- */

QUIET gpointer
g_once_impl (GOnce *once, GThreadFunc run, gpointer data)
{
  static GMutex mutex;
  g_mutex_lock (&mutex);
  if (__atomic_load_n (&once->status, __ATOMIC_ACQUIRE) != G_ONCE_STATUS_READY)
    {
      once->retval = run (data);
      __atomic_store_n (&once->status, G_ONCE_STATUS_READY, __ATOMIC_RELEASE);
    }
  g_mutex_unlock (&mutex);
  return once->retval;
}

/* ---- counts: whoever drops a reference does so after what it did with it ---- */

#define COUNTED(type, unref)                                                                       \
  QUIET void unref (type *object)                                                                  \
  {                                                                                                \
    __tsan_release (object);                                                                       \
    __tsan_acquire (object);                                                                       \
    REAL (unref) (object);                                                                         \
  }

COUNTED (GBytes, g_bytes_unref)
COUNTED (void, g_object_unref)

/* ---- what is counted ---- */

static __thread GDestroyNotify clear_box;

QUIET static void
clear_counted (gpointer box)
{
  const GDestroyNotify clear = clear_box;
  __tsan_acquire (box);
  clear (box);
}

/* Whoever lets go last sees all that was done by those who had let go before. */
QUIET void
g_atomic_rc_box_release_full (gpointer box, GDestroyNotify clear)
{
  __tsan_release (box);
  clear_box = clear;
  REAL (g_atomic_rc_box_release_full) (box, clear_counted);
}

/* ---- tables and queues ---- */

QUIET gboolean
g_hash_table_insert (GHashTable *table, gpointer key, gpointer value)
{
  __tsan_write8 (table);
  return REAL (g_hash_table_insert) (table, key, value);
}

QUIET gboolean
g_hash_table_replace (GHashTable *table, gpointer key, gpointer value)
{
  __tsan_write8 (table);
  return REAL (g_hash_table_replace) (table, key, value);
}

QUIET gboolean
g_hash_table_add (GHashTable *table, gpointer key)
{
  __tsan_write8 (table);
  return REAL (g_hash_table_add) (table, key);
}

QUIET gboolean
g_hash_table_remove (GHashTable *table, gconstpointer key)
{
  __tsan_write8 (table);
  return REAL (g_hash_table_remove) (table, key);
}

QUIET gpointer
g_hash_table_lookup (GHashTable *table, gconstpointer key)
{
  __tsan_read8 (table);
  return REAL (g_hash_table_lookup) (table, key);
}

QUIET gboolean
g_hash_table_contains (GHashTable *table, gconstpointer key)
{
  __tsan_read8 (table);
  return REAL (g_hash_table_contains) (table, key);
}

QUIET void
g_queue_push_tail (GQueue *queue, gpointer data)
{
  __tsan_write8 (&queue->head);
  REAL (g_queue_push_tail) (queue, data);
}

QUIET gpointer
g_queue_pop_head (GQueue *queue)
{
  __tsan_write8 (&queue->head);
  return REAL (g_queue_pop_head) (queue);
}
