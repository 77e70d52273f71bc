/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-flag-checks.h"

#include "anf-due-batch.h"
#include "anf-error.h"
#include "anf-evidence-parent.h"
#include "anf-flag-records.h"
#include "anf-json.h"
#include "anf-testimony.h"

#include <string.h>

/* What shares one snapshot and one commit. */
#define BATCH_MAX 128

/* What is known of one that is due. */
typedef struct
{
  AnfItem *unindexed; /* (nullable): of before pictures were kept */
  AnfFlagVerdict *verdict;
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;
  g_clear_pointer (&found->unindexed, anf_item_free);
  g_clear_pointer (&found->verdict, anf_flag_verdict_free);
  g_free (found);
}

typedef struct
{
  AnfDueBatch due;
  GHashTable *testimony; /* id of visit or order → AnfTestimony */
} Batch;

static void
batch_clear (Batch *self)
{
  anf_due_batch_clear (&self->due);
  g_clear_pointer (&self->testimony, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, batch_clear)

/* ---- Before: what is not findable yet ---- */

static gboolean
has_file (const AnfItem *item)
{
  return g_strcmp0 (anf_json_peek_string (item->doc, "kind"), "reference") != 0;
}

static gboolean
note_unindexed (AnfWork *work, AnfDueEntry *entry, GError **error)
{
  Found *found = entry->found;
  gboolean has = FALSE;
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_EVIDENCE, entry->due->id, error);
  if (item == NULL || !anf_pictures_has (work->tx, item->record->seq, &has, error))
    return FALSE;
  if (!has && has_file (item))
    found->unindexed = g_steal_pointer (&item);
  return TRUE;
}

static gboolean
collect_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  Batch *self = data;
  AnfWork work = anf_due_batch_begin (&self->due, tx);
  GPtrArray *list = anf_checks_due_list (tx, work.now, BATCH_MAX, error);
  if (list == NULL)
    return FALSE;
  anf_due_batch_fill (&self->due, list);
  for (guint i = 0; i < self->due.entries->len; i++)
    {
      AnfDueEntry *entry = self->due.entries->pdata[i];
      entry->found = g_new0 (Found, 1);
      if (entry->due->kind == ANF_DUE_EVIDENCE)
        (void)note_unindexed (&work, entry, &entry->why);
    }
  return TRUE;
}

static gboolean
index_picture (AnfWork *work, AnfDueEntry *entry, GError **error)
{
  const Found *found = entry->found;
  if (found->unindexed == NULL)
    return TRUE;
  const AnfPicture picture = anf_testimony_picture (found->unindexed);
  return anf_pictures_add (work->tx, &picture, error);
}

static gboolean
has_unindexed (const Batch *self)
{
  for (guint i = 0; i < self->due.entries->len; i++)
    {
      const AnfDueEntry *entry = self->due.entries->pdata[i];
      if (((const Found *)entry->found)->unindexed != NULL)
        return TRUE;
    }
  return FALSE;
}

/* ---- Looking, on a snapshot ---- */

static AnfTestimony *
find_testimony (AnfWork *work, Batch *self, AnfNoun noun, const char *id, GError **error)
{
  if (id == NULL)
    {
      anf_error_throw (error, ANF_ERROR_CORRUPT, "it belongs to nothing: run fsck");
      return NULL;
    }
  AnfTestimony *testimony = g_hash_table_lookup (self->testimony, id);
  if (testimony != NULL)
    return testimony;
  testimony = anf_testimony_gather (work, noun, id, error);
  if (testimony != NULL)
    g_hash_table_insert (self->testimony, g_strdup (id), testimony);
  return testimony;
}

static gboolean
judge_evidence (AnfWork *work, Batch *self, const char *id, AnfFlagVerdict *verdict, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_EVIDENCE, id, error);
  if (item == NULL)
    return FALSE;
  AnfNoun noun;
  const char *parent = anf_evidence_peek_parent (item->doc, &noun);
  AnfTestimony *testimony = find_testimony (work, self, noun, parent, error);
  const AnfWitness *witness = testimony != NULL ? anf_testimony_find (testimony, id) : NULL;
  if (witness == NULL)
    return testimony != NULL;
  verdict->flags = anf_plausibility_check (witness, &testimony->scene, &testimony->thresholds);
  anf_flag_verdict_describe (verdict, testimony->doc, item->doc);
  if (!has_file (item))
    return TRUE;
  g_autoptr (GPtrArray) matches = anf_testimony_find_matches (work, testimony, item, error);
  if (matches == NULL)
    return FALSE;
  anf_plausibility_check_matches (matches, &testimony->thresholds, verdict->flags);
  return TRUE;
}

/* Until it is submitted, what is missing may be on its way. */
static gboolean
judge_visit (AnfWork *work, Batch *self, const char *id, AnfFlagVerdict *verdict, GError **error)
{
  AnfTestimony *testimony = find_testimony (work, self, ANF_NOUN_VISIT, id, error);
  if (testimony == NULL)
    return FALSE;
  verdict->flags = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_flag_free);
  anf_flag_verdict_describe (verdict, testimony->doc, NULL);
  if (json_object_has_member (testimony->doc, "submitted"))
    anf_plausibility_check_numbers ((const gint64 *)(gpointer)testimony->numbers->data,
                                    testimony->numbers->len, verdict->flags);
  return TRUE;
}

static AnfFlagVerdict *
judge (AnfWork *work, Batch *self, const AnfDue *due, GError **error)
{
  g_autoptr (AnfFlagVerdict) verdict = g_new0 (AnfFlagVerdict, 1);
  verdict->subject = g_strdup (due->id);
  const gboolean judged = due->kind == ANF_DUE_VISIT
                              ? judge_visit (work, self, due->id, verdict, error)
                              : judge_evidence (work, self, due->id, verdict, error);
  return judged ? g_steal_pointer (&verdict) : NULL;
}

static gboolean
judge_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  Batch *self = data;
  AnfWork work = anf_due_batch_begin (&self->due, tx);
  for (guint i = 0; i < self->due.entries->len; i++)
    {
      AnfDueEntry *entry = self->due.entries->pdata[i];
      if (entry->why == NULL)
        ((Found *)entry->found)->verdict = judge (&work, self, entry->due, &entry->why);
    }
  return TRUE;
}

/* ---- Writing ---- */

static gboolean
save_verdict (AnfWork *work, AnfDueEntry *entry, GError **error)
{
  const Found *found = entry->found;
  return anf_flag_records_save (work, found->verdict, error)
         && anf_checks_due_done (work->tx, entry->due, error);
}

guint
anf_flag_checks_run (AnfOffice *office, guint *failed, GError **error)
{
  g_auto (Batch) self = { .testimony = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                              (GDestroyNotify)anf_testimony_free) };
  *failed = 0;
  anf_due_batch_init (&self.due, office, "check", found_free);
  if (!anf_store_read_slow (office->store, collect_in_tx, &self, error)
      || self.due.entries->len == 0)
    return 0;
  if (has_unindexed (&self) && !anf_due_batch_write (&self.due, index_picture, error))
    return 0;
  if (!anf_store_read_slow (office->store, judge_in_tx, &self, error)
      || !anf_due_batch_write (&self.due, save_verdict, error)
      || !anf_due_batch_put_off (&self.due, failed, error))
    return 0;
  return self.due.entries->len;
}

gboolean
anf_flag_checks_note_examined (AnfWork *work, const AnfItem *item, GError **error)
{
  const AnfPicture picture = anf_testimony_picture (item);
  /* What came with a lead was not taken on a visit: there is nothing to hold it against, but it may
     turn up again elsewhere. */
  if (json_object_has_member (item->doc, "lead"))
    return anf_pictures_add (work->tx, &picture, error);
  return anf_pictures_add (work->tx, &picture, error)
         && anf_checks_due_add (work->tx, ANF_DUE_EVIDENCE, item->record->id, error);
}

gboolean
anf_flag_checks_note_reference (AnfWork *work, const char *evidence, GError **error)
{
  work->checks_due = TRUE;
  return anf_checks_due_add (work->tx, ANF_DUE_EVIDENCE, evidence, error);
}

gboolean
anf_flag_checks_note_visit (AnfWork *work, const char *visit, GError **error)
{
  work->checks_due = TRUE;
  return anf_checks_due_add_visit (work->tx, visit, error);
}
