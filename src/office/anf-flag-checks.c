/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-flag-checks.h"

#include "anf-checks-due.h"
#include "anf-error.h"
#include "anf-evidence.h"
#include "anf-flag-records.h"
#include "anf-json.h"
#include "anf-testimony.h"

#include <string.h>

/* What shares one snapshot and one commit. */
#define BATCH_MAX 128

static const AnfCall call = { .operation = "check", .if_match = -1 };

typedef struct
{
  AnfOffice *office;
  GPtrArray *due;        /* AnfDue */
  GPtrArray *verdicts;   /* AnfFlagVerdict for each that is due; NULL: it could not be checked */
  GPtrArray *unindexed;  /* AnfItem: of before pictures were kept */
  GHashTable *testimony; /* id of visit or order → AnfTestimony */
  guint failed;
} Batch;

static void
batch_clear (Batch *self)
{
  g_clear_pointer (&self->due, g_ptr_array_unref);
  g_clear_pointer (&self->verdicts, g_ptr_array_unref);
  g_clear_pointer (&self->unindexed, g_ptr_array_unref);
  g_clear_pointer (&self->testimony, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, batch_clear)

static AnfWork
begin (Batch *self, AnfTx *tx)
{
  return (AnfWork){
    .office = self->office, .tx = tx, .call = &call, .now = anf_clock_now (&self->office->clock)
  };
}

/* ---- Before: what is not findable yet ---- */

static gboolean
has_file (const AnfItem *item)
{
  return g_strcmp0 (anf_json_peek_string (item->doc, "kind"), "reference") != 0;
}

static gboolean
note_unindexed (AnfWork *work, Batch *self, const char *id, GError **error)
{
  gboolean has = FALSE;
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_EVIDENCE, id, error);
  if (item == NULL || !anf_pictures_has (work->tx, item->record->seq, &has, error))
    return FALSE;
  if (!has && has_file (item))
    g_ptr_array_add (self->unindexed, g_steal_pointer (&item));
  return TRUE;
}

static gboolean
collect_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  Batch *self = data;
  AnfWork work = begin (self, tx);
  self->due = anf_checks_due_list (tx, BATCH_MAX, error);
  for (guint i = 0; self->due != NULL && i < self->due->len; i++)
    {
      const AnfDue *due = g_ptr_array_index (self->due, i);
      /* What cannot be read is told when it is judged. */
      if (due->kind == ANF_DUE_EVIDENCE)
        (void)note_unindexed (&work, self, due->id, NULL);
    }
  return self->due != NULL;
}

static gboolean
index_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  Batch *self = data;
  for (guint i = 0; i < self->unindexed->len; i++)
    {
      const AnfPicture picture = anf_testimony_picture (self->unindexed->pdata[i]);
      if (!anf_pictures_add (tx, &picture, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- Looking, on a snapshot ---- */

static AnfTestimony *
find_testimony (AnfWork *work, Batch *self, AnfNoun noun, const char *id, GError **error)
{
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

/* One that cannot be checked must not keep the others from it. */
static gboolean
judge_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  Batch *self = data;
  AnfWork work = begin (self, tx);
  for (guint i = 0; i < self->due->len; i++)
    {
      g_autoptr (GError) why = NULL;
      const AnfDue *due = g_ptr_array_index (self->due, i);
      AnfFlagVerdict *verdict = judge (&work, self, due, &why);
      g_ptr_array_add (self->verdicts, verdict);
      if (verdict != NULL)
        continue;
      g_warning ("%s cannot be checked now, and is tried again later: %s", due->id, why->message);
      self->failed++;
    }
  return TRUE;
}

/* ---- Writing ---- */

static gboolean
save_one (AnfWork *work, const AnfDue *due, const AnfFlagVerdict *verdict, GError **error)
{
  if (verdict == NULL)
    return anf_checks_due_put_off (work->tx, due, error);
  return anf_flag_records_save (work, verdict, error) && anf_checks_due_done (work->tx, due, error);
}

static gboolean
save_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  Batch *self = data;
  AnfWork work = begin (self, tx);
  const guint mark = anf_journal_mark (self->office->journal);
  for (guint i = 0; i < self->due->len; i++)
    if (!save_one (&work, self->due->pdata[i], self->verdicts->pdata[i], error))
      {
        anf_journal_rewind (self->office->journal, mark);
        return FALSE;
      }
  return TRUE;
}

guint
anf_flag_checks_run (AnfOffice *office, guint *failed, GError **error)
{
  *failed = 0;
  g_auto (Batch) self
      = { .office = office,
          .verdicts = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_flag_verdict_free),
          .unindexed = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_item_free),
          .testimony = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                              (GDestroyNotify)anf_testimony_free) };
  if (!anf_store_read_slow (office->store, collect_in_tx, &self, error) || self.due->len == 0)
    return 0;
  if (self.unindexed->len > 0 && !anf_store_write (office->store, index_in_tx, &self, error))
    return 0;
  if (!anf_store_read_slow (office->store, judge_in_tx, &self, error)
      || !anf_store_write (office->store, save_in_tx, &self, error))
    return 0;
  *failed = self.failed;
  return self.due->len - self.failed;
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
