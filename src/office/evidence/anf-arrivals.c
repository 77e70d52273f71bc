/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-arrivals.h"

#include "anf-error.h"

#include <glib/gi18n.h>

/* About 1 KiB each, and 3 more where the metadata is kept as parsed. */
#define ARRIVALS_MAX 16384
#define PARSED_MAX 1024
#define FINISHED_MAX 256

typedef struct
{
  AnfUploadRow *row;
  JsonObject *parsed; /* (nullable) */
} Arrival;

struct _AnfArrivals
{
  GMutex mutex;
  GHashTable *arrivals; /* under mutex: id → Arrival */
  guint n_parsed;       /* under mutex */
  GQueue finished;      /* under mutex: ids of finished ones, oldest first; some may be gone */
};

static void
arrival_free (Arrival *self)
{
  g_clear_pointer (&self->parsed, json_object_unref);
  anf_upload_row_free (self->row);
  g_free (self);
}

AnfArrivals *
anf_arrivals_new (void)
{
  AnfArrivals *self = g_new0 (AnfArrivals, 1);
  g_mutex_init (&self->mutex);
  self->arrivals
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)arrival_free);
  return self;
}

void
anf_arrivals_free (AnfArrivals *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->arrivals);
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

/* With the mutex held. Returns: (transfer none) (nullable) */
static AnfUploadRow *
find_row (AnfArrivals *self, const char *id)
{
  const Arrival *arrival = g_hash_table_lookup (self->arrivals, id);
  return arrival != NULL ? arrival->row : NULL;
}

/* With the mutex held. Returns: (transfer full) (nullable) */
static JsonObject *
take_parsed (AnfArrivals *self, Arrival *arrival)
{
  if (arrival->parsed != NULL)
    self->n_parsed--;
  return g_steal_pointer (&arrival->parsed);
}

/* With the mutex held. */
static gboolean
forget (AnfArrivals *self, const char *id)
{
  Arrival *arrival = g_hash_table_lookup (self->arrivals, id);
  if (arrival == NULL)
    return FALSE;
  JsonObject *parsed = take_parsed (self, arrival);
  g_clear_pointer (&parsed, json_object_unref);
  return g_hash_table_remove (self->arrivals, id);
}

/* With the mutex held. */
static void
note_finished (AnfArrivals *self, const char *id)
{
  g_queue_push_tail (&self->finished, g_strdup (id));
  if (self->finished.length <= FINISHED_MAX)
    return;
  g_autofree char *oldest = g_queue_pop_head (&self->finished);
  (void)forget (self, oldest);
}

gboolean
anf_arrivals_add (AnfArrivals *self, const AnfUploadRow *row, JsonObject *parsed, GError **error)
{
  g_autoptr (JsonObject) mine = parsed;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  if (g_hash_table_size (self->arrivals) >= ARRIVALS_MAX)
    return anf_error_throw (error, ANF_ERROR_BUSY,
                            _ ("too many uploads were announced and never sent: try again later"));
  Arrival *arrival = g_new0 (Arrival, 1);
  arrival->row = copy_row (row);
  (void)forget (self, row->id);
  if (self->n_parsed < PARSED_MAX && !row->finished)
    {
      arrival->parsed = g_steal_pointer (&mine);
      self->n_parsed++;
    }
  g_hash_table_insert (self->arrivals, arrival->row->id, arrival);
  if (row->finished)
    note_finished (self, row->id);
  return TRUE;
}

AnfUploadRow *
anf_arrivals_dup (AnfArrivals *self, const char *id, JsonObject **parsed)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Arrival *arrival = g_hash_table_lookup (self->arrivals, id);
  if (arrival == NULL)
    return NULL;
  if (*parsed == NULL)
    *parsed = take_parsed (self, arrival);
  return copy_row (arrival->row);
}

gboolean
anf_arrivals_awaits (AnfArrivals *self, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const AnfUploadRow *row = find_row (self, id);
  return row != NULL && !row->finished;
}

void
anf_arrivals_finish (AnfArrivals *self, const char *id, gint64 now)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  AnfUploadRow *row = find_row (self, id);
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
  return forget (self, id);
}

/* With the mutex held. */
static GPtrArray *
list_stale (AnfArrivals *self, gint64 before)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer arrival = NULL;
  g_hash_table_iter_init (&iter, self->arrivals);
  while (g_hash_table_iter_next (&iter, NULL, &arrival))
    {
      const AnfUploadRow *row = ((const Arrival *)arrival)->row;
      if (row->touched_at < before)
        g_ptr_array_add (ids, g_strdup (row->id));
    }
  return ids;
}

GPtrArray *
anf_arrivals_take_stale (AnfArrivals *self, gint64 before)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GPtrArray *ids = list_stale (self, before);
  for (guint i = 0; i < ids->len; i++)
    (void)forget (self, ids->pdata[i]);
  return ids;
}
