/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-intake.h"

#include "anf-admission.h"
#include "anf-arrivals.h"
#include "anf-error.h"
#include "anf-evidence-parent.h"
#include "anf-examinations.h"
#include "anf-facts.h"
#include "anf-json.h"
#include "anf-numbers.h"
#include "anf-part.h"
#include "anf-upload-metadata.h"
#include "anf-uploads.h"

#include <glib/gi18n.h>

#include <inttypes.h>
#include <string.h>

#define UPLOAD_ID_BYTES 16
/* What uploads leave to the records, letters and packs: so much, or this part of a small disk. */
#define RECORDS_ROOM (64 * 1024 * 1024)
#define RECORDS_PART 32
/* A long body is made durable in steps, so that a crash does not take it back to its start. */
#define STEP_BYTES (32 * 1024 * 1024)

struct _AnfReceiver
{
  AnfOffice *office;
  AnfUploadRow *row;
  AnfPart *part; /* NULL for a finished upload */
  char *token;
  JsonObject *metadata;
  AnfGrant *grant;  /* (nullable) */
  gboolean checked; /* the body has a checksum of its own */
  gboolean mismatched;
};

void
anf_upload_free (AnfUpload *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->metadata);
  g_free (self);
}

static AnfUploadRow *
new_row (AnfAdmission *intake)
{
  AnfUploadRow *row = g_new0 (AnfUploadRow, 1);
  row->id = g_strdup (intake->id);
  row->account = g_strdup (intake->work.actor.name);
  row->evidence = g_strdup (anf_json_peek_string (intake->metadata, "id"));
  row->sha256 = g_strdup (anf_json_peek_string (intake->metadata, "sha256"));
  row->size = intake->length;
  row->metadata = g_strdup (intake->header);
  row->touched_at = intake->work.now;
  row->finished = intake->present;
  return row;
}

/* Half a film on a full disk is of use to nobody, and the records must go on. */
static gboolean
check_room (AnfOffice *office, gint64 length, GError **error)
{
  gint64 room = 0;
  gint64 size = 0;
  if (!anf_vault_measure_room (office->vault, &room, &size, error))
    return FALSE;
  room = MAX (room - MIN (RECORDS_ROOM, size / RECORDS_PART), 0);
  return length <= room
         || anf_error_throw (error, ANF_ERROR_NO_SPACE,
                             _ ("the file has %" PRId64 " bytes, and the disk of the service has "
                                "room for %" PRId64 ": keep it and send it when there is more"),
                             length, room);
}

static gboolean
create_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  AnfAdmission *intake = data;
  intake->work.tx = tx;
  if (!anf_admission_check (intake, error) || !anf_admission_find_present (intake, tx, error)
      || (!intake->present && !check_room (intake->work.office, intake->length, error)))
    return FALSE;
  intake->row = new_row (intake);
  return anf_arrivals_add (intake->work.office->arrivals, intake->row,
                           g_steal_pointer (&intake->metadata), error);
}

static AnfUpload *
describe (AnfOffice *office, const AnfUploadRow *row)
{
  AnfUpload *upload = g_new0 (AnfUpload, 1);
  upload->id = g_strdup (row->id);
  upload->length = row->size;
  upload->offset = row->finished ? row->size : row->received;
  upload->expires_at = row->touched_at + office->upload_ttl_us;
  upload->metadata = g_strdup (row->metadata);
  upload->finished = row->finished;
  return upload;
}

/* A file of no bytes is complete as soon as it is announced. */
static AnfUpload *
finish_empty (AnfOffice *office, const char *token, const char *id, GError **error)
{
  g_autoptr (AnfReceiver) receiver = anf_intake_open (office, token, id, 0, NULL, error);
  gint64 offset = 0;
  if (receiver == NULL || !anf_receiver_finish (receiver, &offset, error))
    return NULL;
  return anf_intake_find (office, token, id, error);
}

AnfUpload *
anf_intake_create (
    AnfOffice *office, const char *token, gint64 length, const char *metadata, GError **error)
{
  const AnfCall call = { .operation = "createUpload", .token = token, .if_match = -1 };
  g_autofree char *id = anf_random_hex (&office->random, UPLOAD_ID_BYTES);
  AnfAdmission intake = { .header = metadata, .id = id, .length = length };
  if (length > office->upload_max)
    {
      anf_error_throw (error, ANF_ERROR_TOO_LARGE,
                       _ ("the file is larger than the %" PRId64 " bytes allowed here"),
                       office->upload_max);
      return NULL;
    }
  intake.metadata = anf_upload_metadata_parse (metadata, error);
  if (intake.metadata == NULL)
    return NULL;
  anf_admission_begin (&intake, office, &call);
  AnfUpload *upload = NULL;
  if (anf_store_read_aside (office->store, create_in_tx, &intake, error))
    upload = describe (office, intake.row);
  anf_admission_clear (&intake);
  if (upload == NULL || upload->finished || length > 0)
    return upload;
  anf_upload_free (upload);
  return finish_empty (office, token, id, error);
}

AnfUpload *
anf_intake_find (AnfOffice *office, const char *token, const char *id, GError **error)
{
  const AnfCall call = { .operation = "headUpload", .token = token, .if_match = -1 };
  AnfAdmission intake = { .id = id };
  AnfUpload *upload = NULL;
  anf_admission_begin (&intake, office, &call);
  if (anf_store_read_aside (office->store, anf_admission_find, &intake, error))
    upload = describe (office, intake.row);
  anf_admission_clear (&intake);
  return upload;
}

static gboolean
remove_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  AnfAdmission *intake = data;
  if (!anf_admission_find (tx, data, error))
    return FALSE;
  if (intake->row->finished)
    return anf_error_throw (error, ANF_ERROR_STATE,
                            _ ("upload %s is complete: it is evidence and stays"), intake->id);
  return anf_arrivals_remove (intake->work.office->arrivals, intake->id)
         || anf_uploads_remove (tx, intake->id, error);
}

gboolean
anf_intake_terminate (AnfOffice *office, const char *token, const char *id, GError **error)
{
  const AnfCall call = { .operation = "deleteUpload", .token = token, .if_match = -1 };
  AnfAdmission intake = { .id = id };
  anf_admission_begin (&intake, office, &call);
  const gboolean done = anf_store_write (office->store, remove_in_tx, &intake, error);
  anf_admission_clear (&intake);
  /* A part without a row is swept at the next start. */
  if (done)
    anf_office_forget_part (office, id);
  return done;
}

static gboolean
claim (AnfOffice *office, const char *id, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&office->receiving_mutex);
  office->received_at = g_get_monotonic_time ();
  return g_hash_table_add (office->receiving, g_strdup (id))
         || anf_error_throw (error, ANF_ERROR_BUSY, _ ("upload %s is being received: try again"),
                             id);
}

static void
unclaim (AnfOffice *office, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&office->receiving_mutex);
  g_hash_table_remove (office->receiving, id);
}

static AnfPart *
open_part (AnfOffice *office, const AnfUploadRow *row, gint64 offset, GError **error)
{
  if (offset == row->received)
    return offset == 0 ? anf_part_create (office->vault, row->id, row->sha256, row->size, error)
                       : anf_part_open (office->vault, row->id, offset, error);
  anf_error_throw (error, ANF_ERROR_CONFLICT,
                   _ ("Upload-Offset is %" PRId64 ", but %" PRId64
                      " bytes have arrived: ask with HEAD and go on from there"),
                   offset, row->received);
  return NULL;
}

static gboolean
open_receiver (AnfReceiver *self, gint64 offset, GError **error)
{
  if (self->row->finished)
    return offset == self->row->size
           || anf_error_throw (error, ANF_ERROR_CONFLICT, _ ("upload %s is complete"),
                               self->row->id);
  if (!claim (self->office, self->row->id, error))
    return FALSE;
  self->part = open_part (self->office, self->row, offset, error);
  if (self->part == NULL)
    unclaim (self->office, self->row->id);
  return self->part != NULL;
}

AnfReceiver *
anf_intake_open (AnfOffice *office,
                 const char *token,
                 const char *id,
                 gint64 offset,
                 const AnfChecksum *checksum,
                 GError **error)
{
  const AnfCall call = { .operation = "patchUpload", .token = token, .if_match = -1 };
  AnfAdmission intake = { .id = id };
  anf_admission_begin (&intake, office, &call);
  g_autoptr (AnfReceiver) self = g_new0 (AnfReceiver, 1);
  self->office = office;
  self->token = g_strdup (token);
  const gboolean found
      = anf_admission_recall (&intake)
        || anf_store_read_aside (office->store, anf_admission_find_open, &intake, error);
  self->row = g_steal_pointer (&intake.row);
  self->metadata = g_steal_pointer (&intake.metadata);
  self->grant = g_steal_pointer (&intake.grant);
  anf_admission_clear (&intake);
  if (!found || !open_receiver (self, offset, error))
    return NULL;
  self->checked = checksum != NULL;
  if (self->checked && self->part != NULL
      && !anf_part_expect (self->part, checksum->algorithm, checksum->value, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* Short of the end until the evidence is there: clients take a full offset for success. */
static gint64
get_promised (const AnfReceiver *self)
{
  const gint64 offset = anf_part_get_offset (self->part);
  return offset < self->row->size ? offset : MAX (offset - 1, 0);
}

static gboolean
touch_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  const AnfReceiver *self = data;
  AnfUploadRow row = *self->row;
  row.received = get_promised (self);
  row.touched_at = anf_clock_now (&self->office->clock);
  return anf_uploads_put (tx, &row, error);
}

/* Bytes, their name, then the row: only then is the offset a promise. */
static gboolean
make_durable (AnfReceiver *self, GError **error)
{
  if (!anf_part_sync (self->part, error) || !anf_part_sync_name (self->part, error)
      || !anf_store_write (self->office->store, touch_in_tx, self, error))
    return FALSE;
  self->row->received = get_promised (self);
  (void)anf_arrivals_remove (self->office->arrivals, self->row->id);
  return TRUE;
}

gboolean
anf_receiver_write (AnfReceiver *self, gconstpointer bytes, gsize size, GError **error)
{
  const gint64 room = self->part != NULL ? self->row->size - anf_part_get_offset (self->part) : 0;
  if ((guint64)room < size)
    return anf_error_throw (error, ANF_ERROR_TOO_LARGE,
                            _ ("more bytes than the %" PRId64 " announced"), self->row->size);
  if (!anf_part_write (self->part, bytes, size, error))
    return FALSE;
  const gint64 unsure = get_promised (self) - self->row->received;
  return self->checked || unsure < STEP_BYTES || make_durable (self, error);
}

gboolean
anf_receiver_is_complete (const AnfReceiver *self)
{
  return self->row->finished;
}

gboolean
anf_receiver_mismatched (const AnfReceiver *self)
{
  return self->mismatched;
}

static gboolean
add_sequence (AnfWork *work, JsonObject *doc, const char *parent, GError **error)
{
  if (json_object_has_member (doc, "sequence"))
    return TRUE;
  /* A unit's own files are counted by themselves, else gaps would tell it of a reinspector's. */
  g_autofree char *series = anf_work_has_unit_side (work)
                                ? g_strdup_printf ("evidence %s %s", parent, work->actor.unit)
                                : g_strdup_printf ("evidence %s", parent);
  const gint64 number = anf_numbers_take (work->tx, series, error);
  json_object_set_int_member (doc, "sequence", number);
  return number > 0;
}

static gboolean
insert_evidence (AnfAdmission *intake, GError **error)
{
  AnfWork *work = &intake->work;
  JsonObject *doc = json_object_ref (intake->metadata);
  AnfNoun noun;
  const char *parent = anf_evidence_peek_parent (doc, &noun);
  JsonObject *examination = json_object_new ();
  json_object_set_string_member (examination, "status", "pending");
  json_object_set_object_member (doc, "examination", examination);
  json_object_set_int_member (doc, "size", anf_admission_get_row (intake)->size);
  g_autoptr (AnfItem) item
      = anf_item_new (ANF_NOUN_EVIDENCE, anf_admission_get_row (intake)->evidence, doc);
  item->record->parent = g_strdup (parent);
  if (!add_sequence (work, doc, parent, error)
      || !anf_work_create (work, item, "received", "received",
                           anf_admission_get_row (intake)->sha256, error))
    return FALSE;
  return !anf_work_has_unit_side (work)
         || anf_records_link (work->tx, ANF_NOUN_EVIDENCE, item->record, "uploader",
                              work->actor.unit, error);
}

/* The rights are looked at once more: hours may lie between the first byte and the last. */
static gboolean
find_for_commit (AnfAdmission *intake, AnfTx *tx, GError **error)
{
  AnfOffice *office = intake->work.office;
  intake->work.tx = tx;
  if (intake->grant != NULL && anf_arrivals_awaits (office->arrivals, intake->id)
      && anf_grants_hold (office->grants, intake->grant, intake->work.now))
    {
      intake->work.actor = intake->grant->actor;
      return TRUE;
    }
  intake->known = NULL;
  return anf_admission_find_open (tx, intake, error);
}

/* What came in one body needs no row. */
static gboolean
put_finished (AnfAdmission *intake, GError **error)
{
  if (anf_arrivals_awaits (intake->work.office->arrivals, intake->id))
    return TRUE;
  AnfUploadRow row = *anf_admission_get_row (intake);
  row.finished = TRUE;
  row.touched_at = intake->work.now;
  return anf_uploads_put (intake->work.tx, &row, error);
}

static gboolean
commit_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  AnfAdmission *intake = data;
  AnfJournal *journal = intake->work.office->journal;
  const guint mark = anf_journal_mark (journal);
  const gboolean done = find_for_commit (intake, tx, error)
                        && (anf_admission_get_row (intake)->finished
                            || (anf_admission_find_present (intake, tx, error)
                                && (intake->present || insert_evidence (intake, error))
                                && put_finished (intake, error)));
  if (!done)
    anf_journal_rewind (journal, mark);
  return done;
}

static gboolean
commit (AnfReceiver *self, GError **error)
{
  const AnfCall call = { .operation = "patchUpload", .token = self->token, .if_match = -1 };
  AnfAdmission intake = { .id = self->row->id, .known = self->row };
  anf_admission_begin (&intake, self->office, &call);
  intake.metadata = g_steal_pointer (&self->metadata);
  intake.grant = g_steal_pointer (&self->grant);
  const gboolean done = anf_store_write (self->office->store, commit_in_tx, &intake, error);
  if (done)
    anf_arrivals_finish (self->office->arrivals, self->row->id, intake.work.now);
  anf_admission_clear (&intake);
  return done;
}

static gboolean
remove_row_in_tx (AnfTx *tx, gpointer data, GError **error)
{
  return anf_uploads_remove (tx, data, error);
}

/* Whatever arrived is not what was announced: going on from it could never succeed. */
static gboolean
refuse_whole (AnfReceiver *self, GError **error)
{
  self->mismatched = TRUE;
  (void)anf_part_discard (g_steal_pointer (&self->part), NULL);
  unclaim (self->office, self->row->id);
  g_autoptr (GError) local_error = NULL;
  if (!anf_arrivals_remove (self->office->arrivals, self->row->id)
      && !anf_store_write (self->office->store, remove_row_in_tx, self->row->id, &local_error))
    g_warning ("upload %s could not be forgotten: %s", self->row->id, local_error->message);
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("the file's SHA-256 is not the %s announced: read it anew and start "
                             "over"),
                          self->row->sha256);
}

static gboolean
finish_whole (AnfReceiver *self, GError **error)
{
  char sha256[ANF_VAULT_NAME_LENGTH + 1];
  anf_part_get_sha256 (self->part, sha256);
  if (strcmp (sha256, self->row->sha256) != 0)
    return refuse_whole (self, error);
  if (!anf_part_adopt (self->part, sha256, error) || !commit (self, error))
    return FALSE;
  self->row->finished = TRUE;
  (void)anf_part_discard (g_steal_pointer (&self->part), NULL);
  unclaim (self->office, self->row->id);
  anf_examinations_wake (self->office->examinations);
  return TRUE;
}

gboolean
anf_receiver_finish (AnfReceiver *self, gint64 *offset, GError **error)
{
  *offset = self->row->size;
  if (self->part == NULL)
    return TRUE;
  g_autoptr (GError) local_error = NULL;
  if (!anf_part_sync (self->part, &local_error))
    {
      self->mismatched = g_error_matches (local_error, ANF_ERROR, (int)ANF_ERROR_INVALID);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  *offset = anf_part_get_offset (self->part);
  return *offset < self->row->size ? make_durable (self, error) : finish_whole (self, error);
}

void
anf_receiver_free (AnfReceiver *self)
{
  if (self == NULL)
    return;
  if (self->part != NULL)
    {
      /* Of a checked body that broke off nothing can be kept: what came cannot be checked. */
      if (!self->checked && get_promised (self) > self->row->received)
        (void)make_durable (self, NULL);
      anf_part_free (self->part);
      unclaim (self->office, self->row->id);
    }
  g_clear_pointer (&self->row, anf_upload_row_free);
  g_clear_pointer (&self->metadata, json_object_unref);
  g_clear_pointer (&self->grant, anf_grant_unref);
  g_free (self->token);
  g_free (self);
}
