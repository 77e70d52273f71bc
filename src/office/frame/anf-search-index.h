/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: what the search's index has of a record, kept in step with it. */

#include "anf-search-rows.h"
#include "anf-work.h"

/** The letters of the index's tags. */
#define ANF_SEARCH_TAG_KIND 'k'
#define ANF_SEARCH_TAG_SCHEME 'c'
#define ANF_SEARCH_TAG_UNIT 'u'
#define ANF_SEARCH_TAG_STATE 's'
#define ANF_SEARCH_TAG_REGISTER 'g'

/** anf_search_index_has: whether records of @noun are searched. Those of a referral never are
 * (domain.md E.5). */
gboolean anf_search_index_has (AnfNoun noun);
/** anf_search_index_get_title: Returns: (nullable): the member that says in a line what it is */
const char *anf_search_index_get_title (AnfNoun noun);
/** anf_search_index_get_link_tag: the tag of those for whom a link of @kind opens a record, or 0.
 */
char anf_search_index_get_link_tag (const char *kind);

/** anf_search_index_make: @text: (out): what the index has to have of the record as it stands in
 * @doc, with its links as they are. */
gboolean anf_search_index_make (AnfTx *tx,
                                AnfNoun noun,
                                gint64 seq,
                                JsonObject *doc,
                                AnfSearchText *text,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_search_index_add: after a record was made. */
gboolean
anf_search_index_add (AnfTx *tx, const AnfItem *item, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_search_index_change: before a record is written anew, as it will be in @item. */
gboolean
anf_search_index_change (AnfTx *tx, const AnfItem *item, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_search_index_link, anf_search_index_unlink: anf_records_link() and anf_records_unlink() for
 * links that tell who may read a record. */
gboolean anf_search_index_link (AnfTx *tx,
                                AnfNoun noun,
                                const AnfRecord *record,
                                const char *kind,
                                const char *target,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean anf_search_index_unlink (AnfTx *tx,
                                  AnfNoun noun,
                                  const AnfRecord *record,
                                  const char *kind,
                                  const char *target,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_search_index_find: Returns: (transfer full): the record of an index's row */
AnfItem *anf_search_index_find (AnfTx *tx, AnfNoun noun, gint64 seq, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_search_index_is_current: whether this program's way of making text built the index. */
gboolean anf_search_index_is_current (AnfTx *tx,
                                      gboolean *current,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_search_index_build: builds the index of a folder that has none, or an older program's. */
gboolean anf_search_index_build (AnfStore *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
