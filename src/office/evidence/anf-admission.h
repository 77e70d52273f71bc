/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-grants.h"
#include "anf-uploads.h"

/**
 * AnfAdmission:
 *
 * One transaction of an intake: who calls, for which upload of what, and whether that may be.
 * @age: of grants, from before the records are read
 * @metadata: (nullable): the evidence as announced
 * @header: the metadata as it came, when it is being announced
 * @known: (nullable): the row that a receiver has had since it was opened
 * @present: the evidence is there already, with the same bytes
 */
typedef struct
{
  AnfWork work;
  AnfGrant *grant;
  guint age;
  JsonObject *metadata;
  const char *header;
  const char *id;
  gint64 length;
  AnfUploadRow *row;
  const AnfUploadRow *known;
  gboolean present;
} AnfAdmission;

void anf_admission_begin (AnfAdmission *self, AnfOffice *office, const AnfCall *call);
void anf_admission_clear (AnfAdmission *self);

/** anf_admission_check: that the caller may bring in what @metadata says, now: as found before, or
 * as the records say. */
gboolean anf_admission_check (AnfAdmission *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_admission_find_present: sets @present; CONFLICT when the evidence's id has other bytes. */
gboolean anf_admission_find_present (AnfAdmission *self,
                                     AnfTx *tx,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_admission_find: AnfStoreWork: the caller's own upload. */
gboolean anf_admission_find (AnfTx *tx, gpointer data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_admission_find_open: AnfStoreWork: the same, and unless it is finished whether it may go on.
 */
gboolean
anf_admission_find_open (AnfTx *tx, gpointer data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_admission_recall: the same without reading anything. Returns: FALSE when that does not do */
gboolean anf_admission_recall (AnfAdmission *self);

/** anf_admission_get_row: the upload, from wherever it is known */
const AnfUploadRow *anf_admission_get_row (const AnfAdmission *self);
