/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-records.h"

/* The index of what is searched, as rows. What text a record has is the office's business. */

/** AnfSearchText: what the index has of one record, spread by anf-search-words.h. */
typedef struct
{
  char *tags;
  char *open;
  char *hidden;
} AnfSearchText;

void anf_search_text_clear (AnfSearchText *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnfSearchText, anf_search_text_clear)
gboolean anf_search_text_equal (const AnfSearchText *a, const AnfSearchText *b);

/** anf_search_rows_find: @key: (out): of the record's row, 0 when there is none */
gboolean anf_search_rows_find (AnfTx *tx, AnfNoun noun, gint64 seq, gint64 *key, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/** anf_search_rows_add: a new row, after all others. */
gboolean anf_search_rows_add (AnfTx *tx, AnfNoun noun, gint64 seq, gint64 *key, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_search_rows_put, anf_search_rows_take: @text must be taken out just as it was put in. */
gboolean anf_search_rows_put (AnfTx *tx, gint64 key, const AnfSearchText *text, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
gboolean anf_search_rows_take (AnfTx *tx, gint64 key, const AnfSearchText *text, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
/** anf_search_rows_clear: takes everything out; the rows keep their keys. */
gboolean anf_search_rows_clear (AnfTx *tx, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Return FALSE to stop with @error. */
typedef gboolean (*AnfSearchEach) (
    gint64 key, const char *noun, gint64 seq, gpointer data, GError **error);

/** AnfSearchQuery: @match of anf-search-words.h; @before is the last key seen, G_MAXINT64 at first.
 */
typedef struct
{
  const char *match;
  gint64 before;
  gint64 limit;
} AnfSearchQuery;

/** anf_search_rows_list: a page of what is found, newest first. */
gboolean anf_search_rows_list (AnfTx *tx,
                               const AnfSearchQuery *query,
                               AnfSearchEach each,
                               gpointer data,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_search_rows_each: a page of all rows, oldest first. */
gboolean anf_search_rows_each (AnfTx *tx,
                               gint64 after,
                               gint64 limit,
                               AnfSearchEach each,
                               gpointer data,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_search_rows_has: whether @match finds the row @key. */
gboolean anf_search_rows_has (AnfTx *tx,
                              gint64 key,
                              const char *match,
                              gboolean *found,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_search_rows_each_word: every word of the index with its row and place, in no order. */
typedef gboolean (*AnfSearchWordAt) (
    gint64 key, const char *word, const char *column, gint64 offset, gpointer data, GError **error);
gboolean anf_search_rows_each_word (AnfTx *tx, AnfSearchWordAt each, gpointer data, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_search_rows_count: how many words all rows have together; not fast. */
gboolean anf_search_rows_count (AnfTx *tx, gint64 *count, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_search_rows_get_built, anf_search_rows_set_built: which way of making text the index was
 * built by; 0 for none. */
gboolean
anf_search_rows_get_built (AnfTx *tx, gint64 *built, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean
anf_search_rows_set_built (AnfTx *tx, gint64 built, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_search_rows_each_link: the links of one record, in a fixed order. */
typedef gboolean (*AnfSearchLink) (const char *kind,
                                   const char *target,
                                   gpointer data,
                                   GError **error);
gboolean anf_search_rows_each_link (AnfTx *tx,
                                    AnfNoun noun,
                                    gint64 seq,
                                    AnfSearchLink each,
                                    gpointer data,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
