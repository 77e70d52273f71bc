/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: the check of a whole folder, in its parts. */

#include "anf-json.h"
#include "anf-note.h"
#include "anf-office.h"
#include "anf-records.h"
#include "anf-sealer.h"
#include "anf-vault.h"

typedef struct
{
  void (*report) (const char *line, gpointer data);
  gpointer data;
  guint faults;
  AnfVault *vault;
  gboolean locked;     /* the keys are encrypted, and nothing opens them here */
  AnfSigner *signer;   /* (nullable): the log's key is missing, damaged or locked */
  char *vkey;          /* (nullable): and what is known of it cannot be read either */
  AnfSealer *sealer;   /* (nullable): nothing is sealed, or its key is gone */
  GHashTable *blobs;   /* name → whether a record names it; blobs that are there and whole */
  GHashTable *parts;   /* id → size */
  GHashTable *numbers; /* series → AnfFsckSeries */
  AnfNoun noun;
  gint64 last;
} AnfFsck;

/** The numbers that records bear of one series. */
typedef struct
{
  gint64 count;
  gint64 highest;
} AnfFsckSeries;

/** anf_fsck_fault: something is wrong. */
void anf_fsck_fault (AnfFsck *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/** anf_fsck_note: something that a crash may leave: told, and not counted. */
void anf_fsck_note (AnfFsck *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

/** anf_fsck_keys: opens the keys, and tells of those that are missing, damaged or others. */
void anf_fsck_keys (AnfFsck *self, AnfStore *store, const AnfOfficeOptions *options);

/** anf_fsck_name_blobs: marks the blobs whose names stand in @text. */
void anf_fsck_name_blobs (AnfFsck *self, const char *text);
/** anf_fsck_note_unnamed: tells of those that nothing has named. */
void anf_fsck_note_unnamed (AnfFsck *self);

/** anf_fsck_links_of: a record has the links that its lists and rights go by. */
gboolean anf_fsck_links_of (AnfFsck *self, AnfTx *tx, gint64 seq, JsonObject *doc, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/** anf_fsck_links: AnfStoreWork: and there are no others. */
gboolean anf_fsck_links (AnfTx *tx, gpointer data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_fsck_apart_of: the person that is kept apart from a record is the one whose hash it has. */
gboolean anf_fsck_apart_of (AnfFsck *self,
                            AnfTx *tx,
                            const char *id,
                            JsonObject *doc,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_fsck_apart: AnfStoreWork: and nobody is kept for a record that is not there. */
gboolean anf_fsck_apart (AnfTx *tx, gpointer data, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_fsck_count: takes note of the number that a record bears. */
void anf_fsck_count (AnfFsck *self, JsonObject *doc);
/** anf_fsck_counters: AnfStoreWork: each stands at the number that was given last, none lacks. */
gboolean anf_fsck_counters (AnfTx *tx, gpointer data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_fsck_search: AnfStoreWork: the search's index has what the records say, and no more. */
gboolean anf_fsck_search (AnfTx *tx, gpointer data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_fsck_sm3: AnfStoreWork: each blob whose SM3 is kept has it. */
gboolean anf_fsck_sm3 (AnfTx *tx, gpointer data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_fsck_uploads: AnfStoreWork: what was acknowledged of each is there. */
gboolean anf_fsck_uploads (AnfTx *tx, gpointer data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
