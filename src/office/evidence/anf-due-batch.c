/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-due-batch.h"

#include "anf-error.h"

static void
entry_free (AnfDueEntry *entry, GDestroyNotify free_found)
{
  g_clear_pointer (&entry->found, free_found);
  g_clear_error (&entry->why);
  anf_due_free (entry->due);
  g_free (entry);
}

void
anf_due_batch_init (AnfDueBatch *self,
                    AnfOffice *office,
                    const char *operation,
                    GDestroyNotify free_found)
{
  self->office = office;
  self->call = (AnfCall){ .operation = operation, .if_match = -1 };
  self->free_found = free_found;
  self->entries = g_ptr_array_new ();
}

void
anf_due_batch_clear (AnfDueBatch *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    entry_free (self->entries->pdata[i], self->free_found);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
}

void
anf_due_batch_fill (AnfDueBatch *self, GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    {
      AnfDueEntry *entry = g_new0 (AnfDueEntry, 1);
      entry->due = list->pdata[i];
      g_ptr_array_add (self->entries, entry);
    }
  g_ptr_array_set_free_func (list, NULL);
  g_ptr_array_unref (list);
}

AnfWork
anf_due_batch_begin (AnfDueBatch *self, AnfTx *tx)
{
  return (AnfWork){ .office = self->office,
                    .tx = tx,
                    .call = &self->call,
                    .now = anf_clock_now (&self->office->clock) };
}

/* ---- All at once, or each by itself ---- */

typedef struct
{
  AnfDueBatch *batch;
  AnfDueStep step;
  guint from;
  guint end;
} Writing;

static gboolean
write_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  const Writing *writing = data;
  AnfJournal *journal = writing->batch->office->journal;
  AnfWork work = anf_due_batch_begin (writing->batch, tx);
  const guint mark = anf_journal_mark (journal);
  for (guint i = writing->from; i < writing->end; i++)
    {
      AnfDueEntry *entry = writing->batch->entries->pdata[i];
      if (entry->why == NULL && !writing->step (&work, entry, error))
        {
          anf_journal_rewind (journal, mark);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
anf_due_batch_write (AnfDueBatch *self, AnfDueStep step, GError **error)
{
  AnfStore *store = self->office->store;
  g_autoptr (GError) why = NULL;
  Writing all = { self, step, 0, self->entries->len };
  if (self->entries->len == 0 || anf_store_write (store, write_in_tx, &all, &why))
    return TRUE;
  if (anf_error_blames_nobody (why))
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return FALSE;
    }
  for (guint i = 0; i < self->entries->len; i++)
    {
      AnfDueEntry *entry = self->entries->pdata[i];
      Writing one = { self, step, i, i + 1 };
      g_autoptr (GError) own = NULL;
      if (entry->why != NULL || anf_store_write (store, write_in_tx, &one, &own))
        continue;
      if (anf_error_blames_nobody (own))
        {
          g_propagate_error (error, g_steal_pointer (&own));
          return FALSE;
        }
      entry->why = g_steal_pointer (&own);
    }
  return TRUE;
}

/* ---- Later ---- */

/* After how long it is tried again, seconds. */
static gint64
get_delay (gint64 failures)
{
  static const gint64 delays[] = { 60, 300, 1800, 3600 };
  return delays[MIN (failures, (gint64)G_N_ELEMENTS (delays) - 1)];
}

/* By its own fault. */
static gboolean
has_failed (const AnfDueEntry *entry)
{
  return entry->why != NULL && !anf_error_blames_nobody (entry->why);
}

static gboolean
put_off_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  const AnfDueBatch *self = data;
  const gint64 now = anf_clock_now (&self->office->clock);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const AnfDueEntry *entry = self->entries->pdata[i];
      const gint64 retry_at = now + get_delay (entry->due->failures) * G_USEC_PER_SEC;
      if (has_failed (entry) && !anf_checks_due_put_off (tx, entry->due, retry_at, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
any_has_failed (const AnfDueBatch *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (has_failed (self->entries->pdata[i]))
      return TRUE;
  return FALSE;
}

/* Returns: FALSE with @error when any could not even be tried */
static gboolean
were_all_tried (const AnfDueBatch *self, GError **error)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const AnfDueEntry *entry = self->entries->pdata[i];
      if (entry->why == NULL || has_failed (entry))
        continue;
      g_propagate_error (error, g_error_copy (entry->why));
      return FALSE;
    }
  return TRUE;
}

gboolean
anf_due_batch_put_off (AnfDueBatch *self, guint *fresh, GError **error)
{
  *fresh = 0;
  if (any_has_failed (self) && !anf_store_write (self->office->store, put_off_in_tx, self, error))
    return FALSE;
  for (guint i = 0; i < self->entries->len; i++)
    {
      const AnfDueEntry *entry = self->entries->pdata[i];
      if (!has_failed (entry) || entry->due->failures > 0)
        continue;
      g_warning ("%s %s now, and is tried again later: %s", entry->due->id,
                 entry->due->kind == ANF_DUE_EXAMINATION ? "cannot be examined"
                                                         : "cannot be checked",
                 entry->why->message);
      (*fresh)++;
    }
  return were_all_tried (self, error);
}
