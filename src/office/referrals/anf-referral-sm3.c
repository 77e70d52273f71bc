/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-blob-sm3.h"
#include "anf-error.h"
#include "anf-hasher.h"
#include "anf-json.h"
#include "anf-pack-digest.h"
#include "anf-papers.h"
#include "anf-referral-paper.h"
#include "anf-referrals.h"
#include "anf-repeats.h"
#include "anf-stamper.h"

#include <glib/gi18n.h>

#include <string.h>

/* What an approval finds kept of each file of the case: its SM3, and that the whole of it was read
   not long ago and was what had been received. The rest is hashed on a thread of its own, for which
   a request waits a little: a small case is approved at once, a large one is asked for again. */

/* How long a file that was read and found whole is taken to be so. */
#define FRESH_US (24 * G_TIME_SPAN_HOUR)
#define PATIENCE_US (10 * G_TIME_SPAN_SECOND)

/* What is hashed within the transaction when it was not before it: letters, pictures. */
#define SMALL_SIZE (16 * 1024 * 1024)

typedef struct
{
  AnfWork *work;
  GPtrArray *blobs;   /* Blob: what the case holds */
  GPtrArray *missing; /* their names: those that have to be hashed */
} Errand;

static char *
hash_blob (AnfWork *work, const char *sha256, const char *what, GError **error)
{
  g_autoptr (GError) why = NULL;
  g_autoptr (GBytes) bytes = anf_referral_read_paper (work, sha256, what, SMALL_SIZE, &why);
  if (bytes != NULL)
    return anf_pack_digest_bytes_sm3 (bytes);
  if (anf_error_code (why) == ANF_ERROR_TOO_LARGE)
    anf_error_throw (error, ANF_ERROR_BUSY,
                     _ ("the case has grown while it was approved: try again"));
  else
    g_propagate_error (error, g_steal_pointer (&why));
  return NULL;
}

char *
anf_referral_dup_sm3 (AnfWork *work, const char *sha256, const char *what, GError **error)
{
  const char *known = work->sm3 != NULL ? g_hash_table_lookup (work->sm3, sha256) : NULL;
  return known != NULL ? g_strdup (known) : hash_blob (work, sha256, what, error);
}

typedef struct
{
  char *sha256;
  char *id; /* of the evidence */
} Blob;

static void
blob_free (gpointer data)
{
  Blob *blob = data;
  g_free (blob->sha256);
  g_free (blob->id);
  g_free (blob);
}

static void
add_blob (GPtrArray *blobs, const AnfItem *item)
{
  if (g_strcmp0 (anf_json_peek_string (item->doc, "kind"), "reference") == 0)
    return;
  Blob *blob = g_new0 (Blob, 1);
  blob->sha256 = g_strdup (anf_json_peek_string (item->doc, "sha256"));
  blob->id = g_strdup (item->record->id);
  g_ptr_array_add (blobs, blob);
}

static gboolean
list_evidence (Errand *errand, const char *id, GError **error)
{
  g_autoptr (AnfItem) original = anf_work_find (errand->work, ANF_NOUN_EVIDENCE, id, error);
  if (original == NULL)
    return FALSE;
  add_blob (errand->blobs, original);
  g_autoptr (GPtrArray) derived
      = anf_work_list_children (errand->work, ANF_NOUN_EVIDENCE, id, error);
  for (guint i = 0; derived != NULL && i < derived->len; i++)
    add_blob (errand->blobs, derived->pdata[i]);
  return derived != NULL;
}

static gboolean
list_blobs (Errand *errand, AnfItem *referral, GError **error)
{
  AnfWork *work = errand->work;
  g_auto (GStrv) findings = anf_facts_dup_strings (anf_json_peek_array (referral->doc, "findings"));
  for (gsize i = 0; findings[i] != NULL; i++)
    {
      g_autoptr (AnfItem) finding = anf_work_find (work, ANF_NOUN_FINDING, findings[i], error);
      if (finding == NULL)
        return FALSE;
      g_auto (GStrv) evidence
          = anf_facts_dup_strings (anf_json_peek_array (finding->doc, "evidence"));
      for (gsize at = 0; evidence[at] != NULL; at++)
        if (!list_evidence (errand, evidence[at], error))
          return FALSE;
    }
  return TRUE;
}

/* Into the work what is kept, the rest into @missing. */
static gboolean
find_kept (Errand *errand, GError **error)
{
  AnfWork *work = errand->work;
  const gint64 now = anf_clock_now (&work->office->clock);
  for (guint i = 0; i < errand->blobs->len; i++)
    {
      const Blob *blob = g_ptr_array_index (errand->blobs, i);
      char *sm3 = NULL;
      if (!anf_blob_sm3_find (work->tx, blob->sha256, now - FRESH_US, now, &sm3, error))
        return FALSE;
      if (sm3 != NULL)
        g_hash_table_insert (work->sm3, g_strdup (blob->sha256), sm3);
      else
        g_ptr_array_add (errand->missing, blob->sha256);
    }
  return TRUE;
}

/* As the same person may do it: nobody makes us read a terabyte for nothing. */
static gboolean
list_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  Errand *errand = data;
  AnfWork *work = errand->work;
  work->tx = tx;
  g_autoptr (AnfItem) referral = anf_work_find (work, ANF_NOUN_REFERRAL, work->call->id, error);
  const gboolean done = referral != NULL && anf_referral_check (work, referral, error)
                        && (strcmp (referral->record->state, "drafted") != 0
                            || (list_blobs (errand, referral, error) && find_kept (errand, error)));
  work->tx = NULL;
  return done;
}

static gboolean
approve_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  Errand *errand = data;
  AnfWork *work = errand->work;
  AnfOffice *office = work->office;
  const guint mark = anf_journal_mark (office->journal);
  const gboolean done = anf_work_begin_write (work, tx, error)
                        && anf_repeats_run (work, anf_referrals_approve, error);
  if (!done)
    anf_journal_rewind (office->journal, mark);
  work->tx = NULL;
  return done;
}

/* What was changed can be no evidence (刑诉解释 114): better found here than by the receiver. */
static gboolean
refuse_changed (const Errand *errand, const char *sha256, GError *why, GError **error)
{
  const char *id = sha256;
  for (guint i = 0; i < errand->blobs->len; i++)
    {
      const Blob *blob = g_ptr_array_index (errand->blobs, i);
      if (strcmp (blob->sha256, sha256) == 0)
        id = blob->id;
    }
  g_warning ("evidence %s: %s", id, why->message);
  return anf_error_throw (error, ANF_ERROR_STATE,
                          _ ("this can be no evidence: %s is not as it was received: run fsck"),
                          id);
}

static gboolean
wait_for_missing (Errand *errand, GError **error)
{
  const char *failed = NULL;
  g_autoptr (GError) local_error = NULL;
  if (errand->missing->len == 0
      || anf_hasher_wait (errand->work->office->hasher, errand->missing, PATIENCE_US, &failed,
                          &local_error))
    return TRUE;
  if (failed != NULL && g_error_matches (local_error, ANF_ERROR, (int)ANF_ERROR_CORRUPT))
    return refuse_changed (errand, failed, local_error, error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Once more after waiting, when all of it is kept; what has come to the case meanwhile is not. */
static gboolean
prepare (Errand *errand, GError **error)
{
  for (guint round = 0; round < 2; round++)
    {
      g_ptr_array_set_size (errand->missing, 0);
      g_ptr_array_set_size (errand->blobs, 0);
      if (!anf_store_read (errand->work->office->store, list_in_tx, errand, error)
          || !wait_for_missing (errand, error))
        return FALSE;
      if (errand->missing->len == 0)
        break;
    }
  return TRUE;
}

gboolean
anf_referrals_hash_and_approve (AnfWork *work, GError **error)
{
  g_autoptr (GPtrArray) blobs = g_ptr_array_new_with_free_func (blob_free);
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Errand errand = { .work = work, .blobs = blobs, .missing = missing };
  work->sm3 = known;
  const gboolean done
      = prepare (&errand, error) && anf_papers_write (work, approve_in_tx, &errand, error);
  work->sm3 = NULL;
  /* What was approved just now is worth the time of somebody outside. */
  if (done)
    anf_stamper_wake (work->office->stamper);
  return done;
}
