/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-evidence.h"

#include "anf-content-hash.h"
#include "anf-error.h"
#include "anf-evidence-parent.h"
#include "anf-flag-checks.h"
#include "anf-json.h"
#include "anf-log-rows.h"
#include "anf-media.h"
#include "anf-note.h"

#include <glib/gi18n.h>

#include <string.h>

char *
anf_evidence_derivative_id (const char *original, const char *kind)
{
  g_autofree char *name = g_strdup_printf ("%s %s", kind, original);
  g_autofree char *hash = anf_content_hash (name);
  /* RFC 9562 5.8: a version 8 UUID carries whatever its maker defines. */
  return g_strdup_printf ("%.8s-%.4s-8%.3s-8%.3s-%.12s", hash, hash + 8, hash + 12, hash + 15,
                          hash + 18);
}

static AnfItem *
find_checked (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_EVIDENCE, work->call->id, error);
  g_auto (AnfFactSheet) sheet = { 0 };
  if (item == NULL || !anf_facts_of_evidence (work, item->doc, &sheet, error)
      || !anf_work_check (work, &sheet.facts, error))
    return NULL;
  return g_steal_pointer (&item);
}

int
anf_evidence_compare_taken (gconstpointer a, gconstpointer b)
{
  const AnfItem *left = *(const AnfItem *const *)a;
  const AnfItem *right = *(const AnfItem *const *)b;
  const gint64 first = anf_json_peek_int (left->doc, "sequence", G_MAXINT64);
  const gint64 second = anf_json_peek_int (right->doc, "sequence", G_MAXINT64);
  return first < second ? -1 : first > second;
}

/* The same content is the same success; no If-Match lets anybody change the rest. */
static gboolean
begin_put (AnfWork *work, AnfItem **existing, GError **error)
{
  gboolean same = FALSE;
  g_autoptr (GError) refusal = NULL;
  const gboolean begun
      = anf_work_begin_put (work, ANF_NOUN_EVIDENCE, NULL, existing, &same, &refusal);
  if ((begun && *existing != NULL && !same)
      || g_error_matches (refusal, ANF_ERROR, (int)ANF_ERROR_CONFLICT))
    return anf_error_throw (error, ANF_ERROR_CONFLICT, _ ("evidence is never changed: %s stands"),
                            work->call->id);
  if (!begun)
    g_propagate_error (error, g_steal_pointer (&refusal));
  return begun;
}

/* A carrier kept elsewhere: its hash is logged now, so that what is handed over later can be
   compared with what was held then. */
gboolean
anf_evidence_put (AnfWork *work, GError **error)
{
  const char *visit_id = NULL;
  g_autoptr (AnfItem) existing = NULL;
  if (!anf_json_get_string (work->call->body, "visit", &visit_id, error))
    return FALSE;
  g_auto (AnfFactSheet) sheet = { 0 };
  g_autoptr (AnfItem) visit = anf_work_find (work, ANF_NOUN_VISIT, visit_id, error);
  if (visit == NULL || !anf_facts_of_visit (work, visit->doc, &sheet, error)
      || !anf_work_check (work, &sheet.facts, error) || !begin_put (work, &existing, error))
    return FALSE;
  if (existing != NULL)
    {
      anf_work_reply_item (work, 200, existing);
      return TRUE;
    }
  JsonObject *doc = anf_json_copy_object (work->call->body);
  JsonObject *examination = json_object_new ();
  json_object_set_string_member (examination, "status", "not_needed");
  json_object_set_string_member (doc, "id", work->call->id);
  json_object_set_string_member (doc, "kind", "reference");
  json_object_set_object_member (doc, "examination", examination);
  g_autoptr (AnfItem) item = anf_item_new (ANF_NOUN_EVIDENCE, work->call->id, doc);
  item->record->parent = g_strdup (visit_id);
  item->record->scheme = g_strdup (visit->record->scheme);
  if (!anf_work_create (work, item, "listed", "referred", anf_json_peek_string (doc, "sha256"),
                        error)
      || !anf_flag_checks_note_reference (work, work->call->id, error))
    return FALSE;
  anf_work_reply_item (work, 201, item);
  return TRUE;
}

static AnfItem *
find_asked_parent (AnfWork *work, GError **error)
{
  const char *id = NULL;
  AnfNoun noun = ANF_NOUN_VISIT;
  guint asked = 0;
  for (gsize i = 0; i < ANF_EVIDENCE_PARENTS; i++)
    {
      const char *value = anf_work_get_query (work, anf_evidence_parents[i].member);
      if (value == NULL)
        continue;
      id = value;
      noun = anf_evidence_parents[i].noun;
      asked++;
    }
  if (asked == 1)
    return anf_work_find (work, noun, id, error);
  anf_error_throw (error, ANF_ERROR_INVALID,
                   _ ("evidence is listed by visit, order or lead: name one"));
  return NULL;
}

gboolean
anf_evidence_list (AnfWork *work, GError **error)
{
  g_auto (AnfFactSheet) sheet = { 0 };
  g_autoptr (AnfItem) parent = find_asked_parent (work, error);
  if (parent == NULL || !anf_facts_of_parent (work, parent, &sheet, error))
    return FALSE;
  /* Whoever may see one of their own there may see the list; to others it is not there at all. */
  sheet.facts.owner_unit = work->actor.unit;
  g_autoptr (GError) refusal = NULL;
  if (!anf_policy_check ("getEvidence", &work->actor, &sheet.facts, &refusal))
    {
      if (g_error_matches (refusal, ANF_ERROR, (int)ANF_ERROR_NOT_FOUND))
        return anf_work_throw_absent (parent->noun, error);
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  AnfRecordsQuery query
      = { .parent = parent->record->id, .state = anf_work_get_query (work, "state") };
  if (anf_work_has_unit_side (work))
    {
      query.link_kind = "uploader";
      query.link_target = work->actor.unit;
    }
  return anf_work_reply_list (work, ANF_NOUN_EVIDENCE, &query, error);
}

gboolean
anf_evidence_get (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = find_checked (work, error);
  if (item != NULL)
    anf_work_reply_item (work, 200, item);
  return item != NULL;
}

static gboolean
reply_bytes (AnfWork *work, AnfItem *item, const char *filename, GError **error)
{
  const char *type = anf_json_peek_string (item->doc, "filetype");
  if (strcmp (anf_json_peek_string (item->doc, "kind"), "reference") == 0)
    return anf_error_throw (error, ANF_ERROR_NOT_FOUND, _ ("evidence %s is kept elsewhere: %s"),
                            item->record->id, anf_json_peek_string (item->doc, "carrier"));
  if (!anf_work_reply_blob (work, anf_json_peek_string (item->doc, "sha256"), NULL,
                            g_strdup (filename), error))
    return FALSE;
  /* Sent as what it was declared to be only where that cannot run in a browser. */
  static const char *const harmless[]
      = { "image/jpeg", "image/png",  "image/webp", "image/heic", "image/heif",
          "image/avif", "audio/mpeg", "audio/mp4",  "audio/amr",  "audio/wav",
          "video/mp4",  "video/3gpp", NULL };
  work->reply->content_type = "application/octet-stream";
  for (gsize i = 0; type != NULL && harmless[i] != NULL; i++)
    if (strcmp (harmless[i], type) == 0)
      work->reply->content_type = harmless[i];
  return TRUE;
}

gboolean
anf_evidence_get_content (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = find_checked (work, error);
  return item != NULL
         && reply_bytes (work, item, anf_json_peek_string (item->doc, "filename"), error);
}

static gboolean
reply_derivative (AnfWork *work, const char *kind, GError **error)
{
  g_autoptr (AnfItem) original = find_checked (work, error);
  if (original == NULL)
    return FALSE;
  g_autofree char *id = anf_evidence_derivative_id (original->record->id, kind);
  g_autoptr (AnfRecord) record = NULL;
  if (!anf_records_lookup (work->tx, ANF_NOUN_EVIDENCE, id, &record, error))
    return FALSE;
  g_autoptr (AnfItem) item
      = record != NULL ? anf_work_find (work, ANF_NOUN_EVIDENCE, id, error) : NULL;
  if (record != NULL && item == NULL)
    return FALSE;
  /* Its id can be worked out, so somebody may have taken it for a file of their own. */
  if (item == NULL
      || g_strcmp0 (anf_json_peek_string (item->doc, "derived_from"), original->record->id) != 0)
    return anf_error_throw (error, ANF_ERROR_NOT_FOUND,
                            _ ("evidence %s has no %s: it is not examined yet, or cannot be"),
                            original->record->id, kind);
  /* The name on the inspector's device (IMG_20260101…) stays out of what is handed on. */
  g_autofree char *filename = g_strdup_printf (
      "%s.%s", kind, anf_media_suffix (anf_json_peek_string (item->doc, "filetype")));
  return reply_bytes (work, item, filename, error);
}

gboolean
anf_evidence_get_redacted (AnfWork *work, GError **error)
{
  return reply_derivative (work, "redacted", error);
}

gboolean
anf_evidence_get_thumbnail (AnfWork *work, GError **error)
{
  return reply_derivative (work, "thumbnail", error);
}

static gboolean
keep_first_line (gint64 index, const char *line, gpointer data, GError **error)
{
  gint64 *first = data;
  if (*first < 0)
    *first = index;
  return TRUE;
}

/* What an inspected unit gets as receipt says nothing of the tree: its size and hashes would tell
   how much others sent meanwhile. It is the leaf itself, signed. */
static char *
sign_leaf (AnfWork *work, const char *line, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%s\n", line);
  return anf_note_sign (text, anf_journal_get_signer (work->office->journal), error);
}

gboolean
anf_evidence_get_receipt (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) item = find_checked (work, error);
  if (item == NULL)
    return FALSE;
  g_autofree char *record = g_strdup_printf ("evidence/%s", item->record->id);
  gint64 index = -1;
  if (!anf_log_rows_list (work->tx, record, keep_first_line, &index, error))
    return FALSE;
  g_autofree char *line = anf_log_rows_get_line (work->tx, index, error);
  if (line == NULL)
    return FALSE;
  if (anf_work_has_unit_side (work))
    {
      char *note = sign_leaf (work, line, error);
      if (note != NULL)
        anf_work_reply_text (work, "text/plain; charset=utf-8", note);
      return note != NULL;
    }
  gint64 size = 0;
  g_autofree char *checkpoint = anf_log_rows_get_checkpoint (work->tx, &size, error);
  char *proof = checkpoint != NULL
                    ? anf_journal_prove (work->tx, (guint64)index, (guint64)size, checkpoint, error)
                    : NULL;
  if (proof != NULL)
    anf_work_reply_text (work, "text/plain; charset=utf-8", proof);
  return proof != NULL;
}
