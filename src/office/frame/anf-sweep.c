/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-sweep.h"

#include "anf-clock.h"
#include "anf-error.h"

#define PAGE 200
/* Records that share a transaction. */
#define AT_ONCE 50

typedef struct
{
  AnfNoun noun;
  char *id;
} Found;

struct _AnfSweep
{
  AnfOffice *office;
  const AnfSweepPlan *plan;
  GPtrArray *found; /* (element-type Found) */
  GHashTable *seen; /* noun/id of each */
  guint from;       /* of those that are looked at now */
  guint end;
  GPtrArray *due; /* (element-type Found) (not owned): of these, those to be changed */
  guint changes;
};

static void
found_free (Found *found)
{
  g_free (found->id);
  g_free (found);
}

static void
sweep_clear (AnfSweep *self)
{
  g_ptr_array_unref (self->found);
  g_hash_table_unref (self->seen);
  g_ptr_array_unref (self->due);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnfSweep, sweep_clear)

void
anf_sweep_add (AnfSweep *self, AnfNoun noun, const char *id)
{
  if (!g_hash_table_add (self->seen, g_strdup_printf ("%s/%s", anf_noun_name (noun), id)))
    return;
  Found *found = g_new0 (Found, 1);
  found->noun = noun;
  found->id = g_strdup (id);
  g_ptr_array_add (self->found, found);
}

gboolean
anf_sweep_add_in_state (
    AnfSweep *self, AnfWork *work, AnfNoun noun, const char *state, GError **error)
{
  AnfRecordsQuery query = { .state = state, .limit = PAGE };
  for (;;)
    {
      g_autoptr (GPtrArray) ids = anf_work_list_ids (work, noun, &query, error);
      if (ids == NULL)
        return FALSE;
      for (guint i = 0; i < ids->len; i++)
        anf_sweep_add (self, noun, ids->pdata[i]);
      if (ids->len < PAGE)
        return TRUE;
    }
}

static AnfWork
begin_work (AnfSweep *self, AnfTx *tx, const AnfCall *call)
{
  return (AnfWork){
    .office = self->office, .tx = tx, .call = call, .now = anf_clock_now (&self->office->clock)
  };
}

static gboolean
list_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  AnfSweep *self = data;
  const AnfCall call = { .operation = "sweep", .if_match = -1 };
  AnfWork work = begin_work (self, tx, &call);
  return self->plan->list (self, &work, error);
}

static gboolean
look (AnfSweep *self,
      AnfWork *work,
      const Found *found,
      gboolean writes,
      guint *changes,
      GError **error)
{
  *changes = 0;
  g_autoptr (AnfItem) item = anf_work_find (work, found->noun, found->id, error);
  return item != NULL && self->plan->look (work, item, writes, changes, error);
}

static gboolean
pass_over (AnfSweep *self, const Found *found, GError *why, GError **error)
{
  const AnfErrorCode code = anf_error_code (why);
  if (code != ANF_ERROR_INVALID && code != ANF_ERROR_CORRUPT)
    {
      g_propagate_error (error, g_error_copy (why));
      return FALSE;
    }
  g_warning ("%s/%s: %s: %s", anf_noun_name (found->noun), found->id, self->plan->failure,
             why->message);
  return TRUE;
}

static gboolean
look_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  AnfSweep *self = data;
  const AnfCall call = { .operation = "sweep", .if_match = -1 };
  AnfWork work = begin_work (self, tx, &call);
  for (guint i = self->from; i < self->end; i++)
    {
      guint changes = 0;
      g_autoptr (GError) why = NULL;
      if (!look (self, &work, self->found->pdata[i], FALSE, &changes, &why))
        {
          if (!pass_over (self, self->found->pdata[i], why, error))
            return FALSE;
        }
      else if (changes > 0)
        g_ptr_array_add (self->due, self->found->pdata[i]);
    }
  return TRUE;
}

/* Looks again: what was found may have changed since. */
static gboolean
write_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  AnfSweep *self = data;
  AnfJournal *journal = self->office->journal;
  const AnfCall call = { .operation = "sweep", .if_match = -1 };
  AnfWork work = begin_work (self, tx, &call);
  const guint mark = anf_journal_mark (journal);
  guint made = 0;
  for (guint i = 0; i < self->due->len; i++)
    {
      guint changes = 0;
      if (!look (self, &work, self->due->pdata[i], TRUE, &changes, error))
        {
          anf_journal_rewind (journal, mark);
          return FALSE;
        }
      made += changes;
    }
  self->changes += made;
  return TRUE;
}

static gboolean
sweep_next (AnfSweep *self, GError **error)
{
  AnfStore *store = self->office->store;
  self->end = MIN (self->from + AT_ONCE, self->found->len);
  g_ptr_array_set_size (self->due, 0);
  if (!anf_store_read_slow (store, look_in_tx, self, error)
      || (self->due->len > 0 && !anf_store_write (store, write_in_tx, self, error)))
    return FALSE;
  self->from = self->end;
  return TRUE;
}

gboolean
anf_sweep_run (AnfOffice *office,
               const AnfSweepPlan *plan,
               GCancellable *stopping,
               guint *changes,
               GError **error)
{
  g_auto (AnfSweep) self = { .office = office,
                             .plan = plan,
                             .found = g_ptr_array_new_with_free_func ((GDestroyNotify)found_free),
                             .seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                             .due = g_ptr_array_new () };
  *changes = 0;
  if (!anf_store_read_slow (office->store, list_in_tx, &self, error))
    return FALSE;
  while (self.from < self.found->len && !g_cancellable_is_cancelled (stopping))
    if (!sweep_next (&self, error))
      return FALSE;
  *changes = self.changes;
  return TRUE;
}
