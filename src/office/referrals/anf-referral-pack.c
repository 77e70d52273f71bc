/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-json.h"
#include "anf-log-rows.h"
#include "anf-referral-paper.h"
#include "anf-referral-talks.h"
#include "anf-referrals.h"

#include <glib/gi18n.h>

#include <string.h>

/* case.json of a very large case; no letter is as large. */
#define CASE_SIZE_MAX (64 * 1024 * 1024)

typedef struct
{
  AnfVault *vault;
  char *sha256;
} Source;

static int
source_open (gpointer data, GError **error)
{
  const Source *source = data;
  int fd = -1;
  gint64 size = 0;
  return anf_vault_open_blob (source->vault, source->sha256, &fd, &size, error) ? fd : -1;
}

static void
source_free (gpointer data)
{
  Source *source = data;
  g_free (source->sha256);
  g_free (source);
}

JsonObject *
anf_referral_read_case (AnfWork *work, AnfItem *referral, GError **error)
{
  JsonObject *approved = anf_json_peek_object (referral->doc, "approved");
  g_autoptr (GBytes) text = anf_referral_read_paper (
      work, anf_json_peek_string (approved, "case_sha256"), "case.json", CASE_SIZE_MAX, error);
  if (text == NULL)
    return NULL;
  gsize length = 0;
  const char *bytes = g_bytes_get_data (text, &length);
  return anf_json_parse_object (bytes, length, error);
}

typedef struct
{
  const char *blob;
  gint64 index;
  char *line;
} LeafSearch;

static gboolean
match_leaf (gint64 index, const char *line, gpointer data, GError **error)
{
  LeafSearch *search = data;
  g_autoptr (AnfLeaf) leaf = anf_leaf_parse (line, strlen (line), error);
  if (leaf == NULL)
    return FALSE;
  if (search->line == NULL && g_strcmp0 (leaf->blob, search->blob) == 0)
    {
      search->index = index;
      search->line = g_strdup (line);
    }
  return TRUE;
}

/* Found now, that is told in words; found while the pack is on its way, it is cut off. Evidence is
   too much to be read twice. */
static gboolean
check_paper (AnfWork *work, const char *sha256, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = anf_referral_read_paper (work, sha256, path, CASE_SIZE_MAX, error);
  return bytes != NULL;
}

/* The leaf that recorded these bytes, and its proof under the pack's checkpoint. */
static gboolean
add_proof (AnfWork *work,
           AnfPackPlan *plan,
           AnfPackItem *item,
           const char *record,
           gint64 size,
           GError **error)
{
  LeafSearch search = { .blob = item->sha256 };
  if (!anf_log_rows_list (work->tx, record, match_leaf, &search, error))
    return FALSE;
  if (search.line == NULL)
    return anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("the log does not name the bytes of %s"),
                            record);
  item->leaf = search.line;
  item->proof
      = anf_journal_prove (work->tx, (guint64)search.index, (guint64)size, plan->checkpoint, error);
  return item->proof != NULL;
}

static gboolean
add_files (AnfWork *work,
           AnfPackPlan *plan,
           JsonArray *entries,
           const char *noun,
           gint64 size,
           GError **error)
{
  const guint count = entries != NULL ? json_array_get_length (entries) : 0;
  for (guint i = 0; i < count; i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);
      const char *path = anf_json_peek_string (entry, "path");
      if (path == NULL)
        continue;
      Source *source = g_new0 (Source, 1);
      source->vault = work->office->vault;
      source->sha256 = g_strdup (anf_json_peek_string (entry, "sha256"));
      AnfPackItem *item = anf_pack_item_new (path + strlen ("data/"));
      item->size = (guint64)anf_json_peek_int (entry, "size", 0);
      item->sha256 = g_strdup (source->sha256);
      item->sm3 = g_strdup (anf_json_peek_string (entry, "sm3"));
      item->open = source_open;
      item->open_data = source;
      item->open_free = source_free;
      g_ptr_array_add (plan->items, item);
      g_autofree char *record = g_strdup_printf ("%s/%s", noun, anf_json_peek_string (entry, "id"));
      if ((strcmp (noun, "evidence") != 0 && !check_paper (work, source->sha256, path, error))
          || !add_proof (work, plan, item, record, size, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_document (
    AnfWork *work, AnfPackPlan *plan, const char *path, const char *sha256, GError **error)
{
  g_autoptr (GBytes) bytes = anf_referral_read_paper (work, sha256, path, CASE_SIZE_MAX, error);
  if (bytes == NULL)
    return FALSE;
  g_ptr_array_add (plan->items, anf_pack_item_new_bytes (path, bytes));
  return TRUE;
}

static gboolean
fill_plan (AnfWork *work, AnfItem *referral, AnfPackPlan *plan, GError **error)
{
  JsonObject *approved = anf_json_peek_object (referral->doc, "approved");
  const gint64 approved_size = anf_json_peek_int (approved, "log_size", 0);
  gint64 size = 0;
  const char *case_sha256 = anf_json_peek_string (approved, "case_sha256");
  if (!anf_time_parse (anf_json_peek_string (approved, "at"), &plan->time_us, error))
    return FALSE;
  if (!anf_referral_take_checkpoint (work, plan, approved_size, &size, error))
    return FALSE;
  plan->key_pem = g_strdup (work->office->sign_key_pem);
  plan->cert_pem = g_strdup (work->office->sign_cert_pem);
  plan->identifier = g_strdup (referral->record->number != NULL ? referral->record->number
                                                                : referral->record->id);
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, referral->record->scheme, error);
  if (scheme == NULL)
    return FALSE;
  const AnfSchemeOffice *office = anf_scheme_get_office (scheme);
  plan->organization
      = g_strdup (office != NULL ? office->organ : anf_scheme_get_region_name (scheme));
  g_autoptr (JsonObject) file = anf_referral_read_case (work, referral, error);
  return file != NULL
         && add_files (work, plan, anf_json_peek_array (file, "evidence"), "evidence", size, error)
         && add_files (work, plan, anf_json_peek_array (file, "talks"), "talk", size, error)
         && add_files (work, plan, anf_json_peek_array (file, "orders"), "order", size, error)
         && add_files (work, plan, anf_json_peek_array (file, "letters"), "referral", size, error)
         && add_document (work, plan, "case.json", case_sha256, error)
         && add_document (work, plan, "index.pdf", anf_json_peek_string (approved, "index_sha256"),
                          error)
         && add_document (work, plan, "custody.csv",
                          anf_json_peek_string (approved, "custody_sha256"), error);
}

static gboolean
stream_pack (AnfReply *reply, AnfReplyWrite write, gpointer data, GError **error)
{
  return anf_pack_write (reply->stream_data, write, data, error);
}

static AnfItem *
find_approved (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) referral = anf_work_find (work, ANF_NOUN_REFERRAL, work->call->id, error);
  if (referral == NULL || !anf_referral_check (work, referral, error))
    return NULL;
  if (json_object_has_member (referral->doc, "approved"))
    return g_steal_pointer (&referral);
  anf_error_throw (error, ANF_ERROR_STATE,
                   _ ("referral %s has no pack yet: it is made when the signer approves"),
                   referral->record->id);
  return NULL;
}

static gboolean
reply_pack (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) referral = find_approved (work, error);
  if (referral == NULL)
    return FALSE;
  g_autofree char *name = g_strdup_printf ("anfang-%s", referral->record->id);
  g_autoptr (AnfPackPlan) plan = anf_pack_plan_new (name);
  if (!fill_plan (work, referral, plan, error))
    return FALSE;
  /* A plan that would make no pack must be refused before the reply has begun. */
  if (anf_pack_get_size (plan) == 0)
    return anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("the case of referral %s makes no pack"),
                            referral->record->id);
  anf_work_reply_empty (work);
  work->reply->status = 200;
  work->reply->content_type = "application/zip";
  work->reply->filename = g_strdup_printf ("%s.zip", name);
  work->reply->stream = stream_pack;
  work->reply->stream_data = g_steal_pointer (&plan);
  work->reply->stream_free = (GDestroyNotify)anf_pack_plan_free;
  return TRUE;
}

typedef struct
{
  AnfWork *work;
  gboolean has_talks;
} Export;

static gboolean
look_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  Export *self = data;
  self->work->tx = tx;
  g_autoptr (AnfItem) referral = find_approved (self->work, error);
  g_autoptr (JsonObject) file
      = referral != NULL ? anf_referral_read_case (self->work, referral, error) : NULL;
  JsonArray *talks = file != NULL ? anf_json_peek_array (file, "talks") : NULL;
  self->has_talks = talks != NULL && json_array_get_length (talks) > 0;
  self->work->tx = NULL;
  return file != NULL;
}

/* Before a byte of it goes out. */
static gboolean
note_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  AnfWork *work = ((Export *)data)->work;
  AnfOffice *office = work->office;
  const guint mark = anf_journal_mark (office->journal);
  g_autoptr (AnfItem) referral
      = anf_work_begin_write (work, tx, error) ? find_approved (work, error) : NULL;
  g_autoptr (JsonObject) file
      = referral != NULL ? anf_referral_read_case (work, referral, error) : NULL;
  const gboolean done
      = file != NULL && anf_referral_note_talks (work, anf_json_peek_array (file, "talks"), error);
  if (!done)
    anf_journal_rewind (office->journal, mark);
  work->tx = NULL;
  return done;
}

static gboolean
reply_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  AnfWork *work = ((Export *)data)->work;
  work->tx = tx;
  const gboolean done = reply_pack (work, error);
  work->tx = NULL;
  return done;
}

gboolean
anf_referrals_get_pack (AnfWork *work, GError **error)
{
  AnfStore *store = work->office->store;
  Export self = { .work = work };
  return anf_store_read (store, look_in_tx, &self, error)
         && (!self.has_talks || anf_store_write (store, note_in_tx, &self, error))
         && anf_store_read (store, reply_in_tx, &self, error);
}
