/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-arrivals.h"

#include "anf-error.h"

#include <glib/gi18n.h>

/* About 1 KiB each. */
#define ARRIVALS_MAX 16384
#define FINISHED_MAX 1024

struct _AnfArrivals
{
  GMutex mutex;
  GHashTable *rows; /* under mutex: id → AnfUploadRow */
  GQueue finished;  /* under mutex: ids of finished ones, oldest first; some may be gone */
};

AnfArrivals *
anf_arrivals_new (void)
{
  AnfArrivals *self = g_new0 (AnfArrivals, 1);
  g_mutex_init (&self->mutex);
  self->rows
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)anf_upload_row_free);
  return self;
}

void
anf_arrivals_free (AnfArrivals *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->rows);
  g_queue_clear_full (&self->finished, g_free);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static AnfUploadRow *
copy_row (const AnfUploadRow *row)
{
  AnfUploadRow *copy = g_new (AnfUploadRow, 1);
  *copy = *row;
  copy->id = g_strdup (row->id);
  copy->account = g_strdup (row->account);
  copy->evidence = g_strdup (row->evidence);
  copy->sha256 = g_strdup (row->sha256);
  copy->metadata = g_strdup (row->metadata);
  return copy;
}

/* With the mutex held. */
static void
note_finished (AnfArrivals *self, const char *id)
{
  g_queue_push_tail (&self->finished, g_strdup (id));
  if (self->finished.length <= FINISHED_MAX)
    return;
  g_autofree char *oldest = g_queue_pop_head (&self->finished);
  (void)g_hash_table_remove (self->rows, oldest);
}

gboolean
anf_arrivals_add (AnfArrivals *self, const AnfUploadRow *row, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  if (g_hash_table_size (self->rows) >= ARRIVALS_MAX)
    return anf_error_throw (error, ANF_ERROR_BUSY,
                            _ ("too many uploads were announced and never sent: try again later"));
  AnfUploadRow *copy = copy_row (row);
  g_hash_table_replace (self->rows, copy->id, copy);
  if (copy->finished)
    note_finished (self, copy->id);
  return TRUE;
}

AnfUploadRow *
anf_arrivals_dup (AnfArrivals *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const AnfUploadRow *row = g_hash_table_lookup (self->rows, id);
  return row != NULL ? copy_row (row) : NULL;
}

gboolean
anf_arrivals_awaits (AnfArrivals *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const AnfUploadRow *row = g_hash_table_lookup (self->rows, id);
  return row != NULL && !row->finished;
}

void
anf_arrivals_finish (AnfArrivals *self, const char *id, gint64 now)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  AnfUploadRow *row = g_hash_table_lookup (self->rows, id);
  if (row == NULL || row->finished)
    return;
  row->finished = TRUE;
  row->touched_at = now;
  note_finished (self, id);
}

gboolean
anf_arrivals_remove (AnfArrivals *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  return g_hash_table_remove (self->rows, id);
}

GPtrArray *
anf_arrivals_take_stale (AnfArrivals *self, gint64 before)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  gpointer row = NULL;
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    if (((const AnfUploadRow *)row)->touched_at < before)
      {
        g_ptr_array_add (ids, g_strdup (((const AnfUploadRow *)row)->id));
        g_hash_table_iter_remove (&iter);
      }
  return ids;
}
