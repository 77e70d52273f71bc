/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-admission.h"

#include "anf-arrivals.h"
#include "anf-error.h"
#include "anf-evidence-parent.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-upload-metadata.h"

#include <glib/gi18n.h>

#include <string.h>

void
anf_admission_begin (AnfAdmission *self, AnfOffice *office, const AnfCall *call)
{
  self->work.office = office;
  self->work.call = call;
  self->work.now = anf_clock_now (&office->clock);
  self->age = anf_grants_get_age (office->grants);
}

void
anf_admission_clear (AnfAdmission *self)
{
  anf_work_clear (&self->work);
  g_clear_pointer (&self->grant, anf_grant_unref);
  g_clear_pointer (&self->metadata, json_object_unref);
  g_clear_pointer (&self->row, anf_upload_row_free);
}

/* Whether the caller may bring in evidence for what @metadata names, now. */
static gboolean
check_target (AnfWork *work, JsonObject *metadata, GError **error)
{
  g_auto (AnfFactSheet) sheet = { 0 };
  if (!anf_facts_of_evidence (work, metadata, &sheet, error))
    return FALSE;
  sheet.facts.owner = work->actor.name;
  sheet.facts.owner_unit = work->actor.unit;
  return anf_work_check (work, &sheet.facts, error);
}

/* That the caller may bring this in, now: as found before, or as the records say. */
gboolean
anf_admission_check (AnfAdmission *self, GError **error)
{
  AnfWork *work = &self->work;
  AnfGrants *grants = work->office->grants;
  if (self->grant == NULL)
    self->grant = anf_grants_find (grants, work->call, self->metadata, work->now);
  if (self->grant != NULL && anf_grants_hold (grants, self->grant, work->now))
    {
      work->actor = self->grant->actor;
      return TRUE;
    }
  if ((work->account == NULL && !anf_work_authenticate (work, error))
      || !check_target (work, self->metadata, error))
    return FALSE;
  anf_grants_add (grants, work, self->metadata, self->age);
  return TRUE;
}

/* The same evidence again with the same bytes is success without sending them again. */
gboolean
anf_admission_find_present (AnfAdmission *self, AnfTx *tx, GError **error)
{
  const char *id = anf_json_peek_string (self->metadata, "id");
  g_autoptr (AnfRecord) record = NULL;
  if (!anf_records_lookup (tx, ANF_NOUN_EVIDENCE, id, &record, error))
    return FALSE;
  if (record == NULL)
    return TRUE;
  g_autoptr (JsonObject) doc = anf_json_parse_object (record->doc, strlen (record->doc), error);
  if (doc == NULL)
    return FALSE;
  AnfNoun noun;
  const char *parent = anf_evidence_peek_parent (self->metadata, &noun);
  self->present = g_strcmp0 (anf_json_peek_string (doc, "sha256"),
                             anf_json_peek_string (self->metadata, "sha256"))
                      == 0
                  && g_strcmp0 (record->parent, parent) == 0;
  return self->present
         || anf_error_throw (error, ANF_ERROR_CONFLICT,
                             _ ("evidence %s is there with other bytes: choose another id"), id);
}

/* An upload is its sender's alone; to anyone else it does not exist. */
static gboolean
check_row (AnfAdmission *self, GError **error)
{
  const gint64 forgotten = self->work.now - self->work.office->upload_ttl_us;
  const AnfUploadRow *row = self->row;
  return (row != NULL && strcmp (row->account, self->work.actor.name) == 0
          && (row->finished || row->touched_at >= forgotten))
         || anf_error_throw (error, ANF_ERROR_NOT_FOUND,
                             _ ("there is no upload %s: create it anew"), self->id);
}

static gboolean
parse_row (AnfAdmission *self, GError **error)
{
  if (self->metadata == NULL)
    self->metadata = anf_upload_metadata_parse (self->row->metadata, error);
  return self->metadata != NULL;
}

gboolean
anf_admission_find (AnfTx *tx, gpointer data, GError **error)
{
  AnfAdmission *self = data;
  self->work.tx = tx;
  /* Before the first read, which fixes what the transaction sees: what has moved from there into
     the database by now, it sees. */
  if (self->row == NULL)
    self->row = anf_arrivals_dup (self->work.office->arrivals, self->id, &self->metadata);
  if (!anf_work_authenticate (&self->work, error))
    return FALSE;
  if (self->row == NULL && !anf_uploads_lookup (tx, self->id, &self->row, error))
    return FALSE;
  return check_row (self, error) && parse_row (self, error);
}

gboolean
anf_admission_find_open (AnfTx *tx, gpointer data, GError **error)
{
  AnfAdmission *self = data;
  return anf_admission_find (tx, data, error)
         && (self->row->finished || anf_admission_check (self, error));
}

/* Most uploads are announced and sent at once, by somebody who has just been admitted: then nothing
   has to be read. */
gboolean
anf_admission_recall (AnfAdmission *self)
{
  AnfOffice *office = self->work.office;
  self->row = anf_arrivals_dup (office->arrivals, self->id, &self->metadata);
  if (self->row == NULL || !parse_row (self, NULL))
    return FALSE;
  self->grant = anf_grants_find (office->grants, self->work.call, self->metadata, self->work.now);
  if (self->grant == NULL)
    return FALSE;
  self->work.actor = self->grant->actor;
  return check_row (self, NULL);
}

const AnfUploadRow *
anf_admission_get_row (const AnfAdmission *self)
{
  return self->known != NULL ? self->known : self->row;
}
