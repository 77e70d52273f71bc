/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-store.h"

#include <json-glib/json-glib.h>

typedef enum
{
  ANF_NOUN_SCHEME,
  ANF_NOUN_UNIT,
  ANF_NOUN_CALENDAR,
  ANF_NOUN_ACCOUNT,
  ANF_NOUN_VISIT,
  ANF_NOUN_EVIDENCE,
  ANF_NOUN_FINDING,
  ANF_NOUN_ORDER,
  ANF_NOUN_REFERRAL,
  ANF_NOUN_STEP,
  ANF_NOUN_FLAG,
  ANF_NOUN_FIGURE,
  ANF_NOUN_REPORT,
  ANF_NOUN_LEAD,
  ANF_NOUN_SELF_CHECK,
  ANF_NOUN_DRAW,
  ANF_NOUN_WEBHOOK,
  ANF_NOUN_REGISTER,
  ANF_NOUN_EXPOSURE,
  ANF_NOUN_TASK,
  ANF_NOUN_CHOICE,
  ANF_NOUN_SURVEY,
  ANF_NOUN_SHEETS,
  ANF_NOUN_TALK,
  ANF_NOUN_NUMBERING,
} AnfNoun;

#define ANF_NOUN_COUNT (ANF_NOUN_NUMBERING + 1)

/** anf_noun_name: `visit`, `evidence`, …: as in leaves and messages. */
const char *anf_noun_name (AnfNoun noun);

/** anf_noun_find: @name: (nullable). Returns: FALSE for what no table holds */
gboolean anf_noun_find (const char *name, AnfNoun *noun);

/**
 * AnfRecord:
 *
 * A record as stored. @doc is its canonical JSON text; the other members repeat what lists are
 * filtered by. Strings are NULL where the noun has no such thing.
 */
typedef struct
{
  gint64 seq;
  char *id;
  char *number;
  char *state;
  gint64 version;
  char *scheme;
  char *unit;
  char *parent;
  char *request;
  char *doc;
} AnfRecord;

void anf_record_free (AnfRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfRecord, anf_record_free)

/** anf_records_get_version: 0 for one that is absent. */
gboolean anf_records_get_version (AnfTx *tx,
                                  AnfNoun noun,
                                  const char *id,
                                  gint64 *version,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_records_find: NOT_FOUND with a message that names the noun and the id. */
AnfRecord *anf_records_find (AnfTx *tx, AnfNoun noun, const char *id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_records_lookup: as find, but an absent record is TRUE with @record NULL. */
gboolean anf_records_lookup (AnfTx *tx,
                             AnfNoun noun,
                             const char *id,
                             AnfRecord **record,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_records_insert: sets @record->seq. CONFLICT when the id or the number is taken. */
gboolean anf_records_insert (AnfTx *tx, AnfNoun noun, AnfRecord *record, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_records_update: writes all columns but id; CONFLICT unless the stored version is one less.
 */
gboolean anf_records_update (AnfTx *tx, AnfNoun noun, const AnfRecord *record, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_records_link: notes that the record names @target as @kind; again is no error. */
gboolean anf_records_link (AnfTx *tx,
                           AnfNoun noun,
                           const AnfRecord *record,
                           const char *kind,
                           const char *target,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_records_unlink: takes such a link back; that there is none is no error. */
gboolean anf_records_unlink (AnfTx *tx,
                             AnfNoun noun,
                             const AnfRecord *record,
                             const char *kind,
                             const char *target,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** AnfRecordsChange: anf_records_link(), anf_records_unlink(), or what does as much and more. */
typedef gboolean (*AnfRecordsChange) (AnfTx *tx,
                                      AnfNoun noun,
                                      const AnfRecord *record,
                                      const char *kind,
                                      const char *target,
                                      GError **error);

/** anf_records_count_versions: all versions of all records of @noun: grows with every change. */
gboolean anf_records_count_versions (AnfTx *tx, AnfNoun noun, gint64 *count, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * AnfRecordsQuery: NULL members do not filter. @after is the last seq seen (0: from the start).
 * @link_kind and @link_target go together. @scheme_tree is a scheme and all below it.
 */
typedef struct
{
  const char *number;
  const char *parent;
  const char *unit;
  const char *state;
  const char *scheme;
  const char *scheme_tree;
  const char *link_kind;
  const char *link_target;
  gint64 after;
  gint64 limit;
} AnfRecordsQuery;

/** Called for each record in order of creation; borrowed. Return FALSE to stop with @error. */
typedef gboolean (*AnfRecordsEach) (
    gint64 seq, const char *id, const char *doc, gpointer data, GError **error);

/** anf_records_list: a page by key: costs do not grow with what stands before or behind it. */
gboolean anf_records_list (AnfTx *tx,
                           AnfNoun noun,
                           const AnfRecordsQuery *query,
                           AnfRecordsEach each,
                           gpointer data,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
