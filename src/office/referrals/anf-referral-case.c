/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-clock.h"
#include "anf-content-hash.h"
#include "anf-csv.h"
#include "anf-error.h"
#include "anf-evidence.h"
#include "anf-examinations.h"
#include "anf-flags.h"
#include "anf-json.h"
#include "anf-letter-draft.h"
#include "anf-log-rows.h"
#include "anf-media.h"
#include "anf-pack-digest.h"
#include "anf-papers.h"
#include "anf-referral-custody.h"
#include "anf-referral-defects.h"
#include "anf-referral-index.h"
#include "anf-referral-talks.h"
#include "anf-referrals.h"
#include "anf-words.h"

#include <glib/gi18n.h>

#include <string.h>

/* The case while it is gathered. */
typedef struct
{
  AnfWork *work;
  AnfItem *referral;
  JsonObject *file;    /* case.json */
  JsonArray *evidence; /* its member, borrowed */
  JsonArray *orders;   /* its member, borrowed */
  JsonArray *talks;    /* its member, borrowed */
  GByteArray *custody; /* custody.csv */
  AnfCsv *csv;
  AnfReferralIndex index;
  guint files;
  AnfDefects defects;
} Case;

static void
case_clear (Case *self)
{
  g_clear_pointer (&self->file, json_object_unref);
  g_clear_pointer (&self->custody, g_byte_array_unref);
  g_clear_pointer (&self->csv, anf_csv_free);
  anf_referral_index_clear (&self->index);
  anf_referral_defects_clear (&self->defects);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

static gboolean
take_bytes (gconstpointer bytes, gsize size, gpointer data, GError **error)
{
  g_byte_array_append (data, bytes, (guint)size);
  return TRUE;
}

/* Who collected it appears under the log's pseudonym: the body that may know more asks for it. */
static gboolean
add_pseudonym (Case *self, JsonObject *entry, const char *account, GError **error)
{
  g_autoptr (AnfRecord) record = NULL;
  if (!anf_records_lookup (self->work->tx, ANF_NOUN_ACCOUNT, account, &record, error))
    return FALSE;
  if (record == NULL)
    {
      json_object_set_string_member (entry, "by", account);
      return TRUE;
    }
  g_autoptr (JsonObject) doc = anf_json_parse_object (record->doc, strlen (record->doc), error);
  if (doc == NULL)
    return FALSE;
  json_object_set_string_member (entry, "by", anf_json_peek_string (doc, "pseudonym"));
  return TRUE;
}

static gboolean
add_sm3 (Case *self, JsonObject *entry, const char *sha256, const char *what, GError **error)
{
  g_autofree char *sm3 = anf_referral_dup_sm3 (self->work, sha256, what, error);
  anf_json_set_string (entry, "sm3", sm3);
  return sm3 != NULL;
}

/* A case is fixed with what the examination finds in its files. */
static gboolean
check_is_examined (Case *self, const AnfItem *item, GError **error)
{
  JsonObject *examination = anf_json_peek_object (item->doc, "examination");
  if (g_strcmp0 (anf_json_peek_string (examination, "status"), "pending") != 0)
    return TRUE;
  const char *id = item->record->id;
  if (anf_examinations_are_running (self->work->office->examinations))
    return anf_error_throw (error, ANF_ERROR_BUSY,
                            _ ("evidence %s is still being examined: try again in a moment"), id);
  return anf_error_throw (error, ANF_ERROR_UNAVAILABLE,
                          _ ("evidence %s cannot be examined, because anfang-examine does not run: "
                             "whoever operates the service finds the reason in its log"),
                          id);
}

/* As the list names it. */
static const char *
name_item (JsonObject *entry, const AnfItem *item)
{
  const char *path = anf_json_peek_string (entry, "path");
  return path != NULL ? path : anf_json_peek_string (item->doc, "carrier");
}

static gboolean
add_evidence (Case *self, const AnfItem *item, GError **error)
{
  static const char *const taken[]
      = { "id",           "kind",     "filename",    "filetype",   "size",
          "sha256",       "sequence", "captured_at", "position",   "position_source",
          "position_at",  "datum",    "carrier",     "duration_s", "examination",
          "derived_from", "tool",     "operator",    "created_at", "visit",
          "order",        "lead",     "handovers",   NULL };
  if (!check_is_examined (self, item, error))
    return FALSE;
  JsonObject *entry = json_object_new ();
  json_array_add_object_element (self->evidence, entry);
  for (gsize i = 0; taken[i] != NULL; i++)
    if (json_object_has_member (item->doc, taken[i]))
      json_object_set_member (entry, taken[i], json_object_dup_member (item->doc, taken[i]));
  const char *sha256 = anf_json_peek_string (item->doc, "sha256");
  if (g_strcmp0 (anf_json_peek_string (item->doc, "kind"), "reference") != 0)
    {
      self->files++;
      /* A derivative has no name of its own. */
      g_autofree char *derivative = g_strdup_printf (
          "derivative.%s", anf_media_suffix (anf_json_peek_string (item->doc, "filetype")));
      const char *filename = json_object_has_member (item->doc, "derived_from")
                                 ? derivative
                                 : anf_json_peek_string (item->doc, "filename");
      g_autofree char *path = anf_pack_item_path ("evidence", self->files, sha256, filename);
      g_autofree char *whole = g_strdup_printf ("data/%s", path);
      json_object_set_string_member (entry, "path", whole);
      if (!add_sm3 (self, entry, sha256, item->record->id, error))
        return FALSE;
    }
  if (!add_pseudonym (self, entry, anf_json_peek_string (item->doc, "created_by"), error)
      || !anf_referral_custody_add_record (self->work, self->csv, item, name_item (entry, item),
                                           error))
    return FALSE;
  JsonArray *flags = anf_flags_describe (self->work, item->record->id, error);
  if (flags == NULL)
    return FALSE;
  json_object_set_array_member (entry, "flags", flags);
  anf_referral_defects_look (&self->defects, item, name_item (entry, item));
  return anf_referral_index_add (&self->index, entry, item->doc, error);
}

/* An original, then what was derived from it. */
static gboolean
add_evidence_family (Case *self, const AnfItem *original, GError **error)
{
  if (anf_referral_index_find (&self->index, original->record->id) > 0)
    return TRUE;
  if (!add_evidence (self, original, error))
    return FALSE;
  g_autoptr (GPtrArray) derived
      = anf_work_list_children (self->work, ANF_NOUN_EVIDENCE, original->record->id, error);
  if (derived == NULL)
    return FALSE;
  for (guint i = 0; i < derived->len; i++)
    if (!add_evidence (self, derived->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* As they were taken, in whichever order they were named. */
static gboolean
add_evidence_of (Case *self, const AnfItem *finding, GError **error)
{
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (finding->doc, "evidence"));
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_item_free);
  if (ids[0] == NULL)
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("finding %s has no evidence: nothing to hand over"),
                            finding->record->number);
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      AnfItem *item = anf_work_find (self->work, ANF_NOUN_EVIDENCE, ids[i], error);
      if (item == NULL)
        return FALSE;
      g_ptr_array_add (items, item);
    }
  g_ptr_array_sort (items, anf_evidence_compare_taken);
  for (guint i = 0; i < items->len; i++)
    if (!add_evidence_family (self, items->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
add_order (Case *self, const char *id, GError **error)
{
  g_autoptr (AnfItem) order = anf_work_find (self->work, ANF_NOUN_ORDER, id, error);
  if (order == NULL)
    return FALSE;
  JsonObject *letter = anf_json_peek_object (order->doc, "letter");
  if (letter == NULL)
    return TRUE;
  for (guint i = 0; i < json_array_get_length (self->orders); i++)
    if (g_strcmp0 (anf_json_peek_string (json_array_get_object_element (self->orders, i), "id"), id)
        == 0)
      return TRUE;
  const char *sha256 = anf_json_peek_string (letter, "sha256");
  g_autofree char *path = anf_pack_item_path ("orders", json_array_get_length (self->orders) + 1,
                                              sha256, "letter.pdf");
  g_autofree char *whole = g_strdup_printf ("data/%s", path);
  JsonObject *entry = json_object_new ();
  json_object_set_string_member (entry, "id", id);
  json_object_set_string_member (entry, "number", order->record->number);
  json_object_set_string_member (entry, "state", order->record->state);
  json_object_set_string_member (entry, "path", whole);
  json_object_set_string_member (entry, "sha256", sha256);
  json_object_set_int_member (entry, "size", anf_json_peek_int (letter, "size", 0));
  json_array_add_object_element (self->orders, entry);
  return add_sm3 (self, entry, sha256, order->record->number, error)
         && anf_referral_custody_add_record (self->work, self->csv, order, whole, error);
}

static gboolean
add_finding (Case *self, JsonArray *findings, const char *id, GError **error)
{
  static const char *const taken[]
      = { "id",       "number", "area",  "category", "unit",  "fact",       "clause", "requirement",
          "evidence", "state",  "visit", "lead",     "order", "created_at", NULL };
  g_autoptr (AnfItem) finding = anf_work_find (self->work, ANF_NOUN_FINDING, id, error);
  if (finding == NULL)
    return FALSE;
  JsonObject *entry = json_object_new ();
  json_array_add_object_element (findings, entry);
  for (gsize i = 0; taken[i] != NULL; i++)
    if (json_object_has_member (finding->doc, taken[i]))
      json_object_set_member (entry, taken[i], json_object_dup_member (finding->doc, taken[i]));
  const char *order = anf_json_peek_string (finding->doc, "order");
  return anf_flags_check_finding (self->work, finding->doc, TRUE, error)
         && add_evidence_of (self, finding, error)
         && anf_referral_custody_add_record (self->work, self->csv, finding,
                                             finding->record->number, error)
         && (order == NULL || add_order (self, order, error));
}

static void
begin (Case *self, AnfWork *work, AnfItem *referral)
{
  self->work = work;
  self->referral = referral;
  self->file = json_object_new ();
  self->evidence = json_array_new ();
  self->orders = json_array_new ();
  self->custody = g_byte_array_new ();
  self->csv = anf_csv_new (take_bytes, self->custody);
  anf_referral_index_init (&self->index, work, referral);
  anf_referral_defects_init (&self->defects);
  json_object_set_array_member (self->file, "evidence", self->evidence);
  json_object_set_array_member (self->file, "orders", self->orders);
}

static const char *
get_explanation (Case *self)
{
  JsonObject *body = self->work->call->body;
  return body == NULL ? NULL : anf_json_peek_string (body, "explanation");
}

static gboolean
add_explanation (Case *self, GError **error)
{
  const char *explanation = get_explanation (self);
  if (!anf_referral_defects_judge (&self->defects, explanation, error))
    return FALSE;
  json_object_set_array_member (self->file, "defects", json_array_ref (self->defects.repairable));
  anf_json_set_string (self->file, "explanation", explanation);
  return TRUE;
}

static gboolean
gather (Case *self, GError **error)
{
  static const char *const taken[] = { "id",      "number",    "supplements", "to",     "basis",
                                       "summary", "suspicion", "persons",     "scheme", NULL };
  JsonObject *referral = json_object_new ();
  JsonArray *findings = json_array_new ();
  json_object_set_string_member (self->file, "format", "anfang-case/1");
  json_object_set_object_member (self->file, "referral", referral);
  json_object_set_array_member (self->file, "findings", findings);
  for (gsize i = 0; taken[i] != NULL; i++)
    if (json_object_has_member (self->referral->doc, taken[i]))
      json_object_set_member (referral, taken[i],
                              json_object_dup_member (self->referral->doc, taken[i]));
  if (!anf_referral_custody_begin (self->csv, error))
    return FALSE;
  g_auto (GStrv) ids
      = anf_facts_dup_strings (anf_json_peek_array (self->referral->doc, "findings"));
  for (gsize i = 0; ids[i] != NULL; i++)
    if (!add_finding (self, findings, ids[i], error))
      return FALSE;
  self->talks = anf_referral_take_talks (self->work, self->referral, self->csv, error);
  if (self->talks == NULL)
    return FALSE;
  json_object_set_array_member (self->file, "talks", self->talks);
  return add_explanation (self, error);
}

static gboolean
keep_document (Case *self, JsonObject *frozen, const char *name, GBytes *bytes, GError **error)
{
  char sha256[ANF_VAULT_NAME_LENGTH + 1];
  if (!anf_vault_put (self->work->office->vault, bytes, sha256, error))
    return FALSE;
  g_autofree char *sm3 = anf_pack_digest_bytes_sm3 (bytes);
  g_autofree char *member = g_strdup_printf ("%s_sha256", name);
  g_autofree char *other = g_strdup_printf ("%s_sm3", name);
  json_object_set_string_member (frozen, member, sha256);
  json_object_set_string_member (frozen, other, sm3);
  return TRUE;
}

static gboolean
issue_letters (Case *self, GBytes *index, GBytes *custody, GError **error)
{
  const AnfReferralPapers papers = {
    .evidence = (const AnfIndexItem *)(gpointer)self->index.rows->data,
    .n_evidence = self->index.rows->len,
    .entries = self->evidence,
    .orders = self->orders,
    .talks = self->talks,
    .index = index,
    .custody = custody,
  };
  JsonArray *letters = anf_referral_issue (self->work, self->referral, &papers, error);
  if (letters == NULL)
    return FALSE;
  json_object_set_array_member (self->file, "letters", letters);
  for (guint i = 0; i < json_array_get_length (letters); i++)
    {
      JsonObject *entry = json_array_get_object_element (letters, i);
      if (!add_sm3 (self, entry, anf_json_peek_string (entry, "sha256"),
                    anf_json_peek_string (entry, "path"), error))
        return FALSE;
    }
  json_object_set_array_member (
      self->file, "exhibits",
      json_array_ref (anf_json_peek_array (self->referral->doc, "exhibits")));
  return TRUE;
}

JsonObject *
anf_referral_freeze (AnfWork *work, AnfItem *referral, GError **error)
{
  g_auto (Case) self = { 0 };
  begin (&self, work, referral);
  if (!gather (&self, error))
    return NULL;
  g_autoptr (GBytes) index
      = anf_referral_index_render (&self.index, get_explanation (&self), error);
  if (index == NULL)
    return NULL;
  g_autoptr (GBytes) custody = g_bytes_new (self.custody->data, self.custody->len);
  if (!issue_letters (&self, index, custody, error))
    return NULL;
  char *text = anf_json_format_object (self.file);
  g_autoptr (GBytes) file = g_bytes_new_take (text, strlen (text));
  if (g_bytes_get_size (file) > ANF_JSON_SIZE_MAX)
    {
      anf_error_throw (error, ANF_ERROR_TOO_LARGE,
                       _ ("the case is too large for one pack: split it into two referrals"));
      return NULL;
    }
  g_autoptr (JsonObject) frozen = json_object_new ();
  /* The tree that the pack's proofs refer to: all that was logged up to here. */
  const gint64 size = (gint64)anf_journal_get_size (work->office->journal);
  if (!keep_document (&self, frozen, "case", file, error)
      || !keep_document (&self, frozen, "index", index, error)
      || !keep_document (&self, frozen, "custody", custody, error))
    return NULL;
  json_object_set_int_member (frozen, "log_size", size);
  anf_json_set_string (frozen, "explanation", get_explanation (&self));
  return g_steal_pointer (&frozen);
}
