/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-grid.h"

#define ANF_FILTER_CONDITIONS_MAX 16
#define ANF_FILTER_VALUES_MAX 50
#define ANF_FILTER_SIZE_MAX 4000 /* bytes */

/**
 * AnfFilter:
 *
 * Which rows of a table are shown, as people write it: conditions parted by `;`, all of which must
 * hold. A condition names a column, by its name or its heading, and says
 *
 * - `unit=A` or `unit=A|B`: it is A, or one of them;
 * - `due=2018-03-01..2018-03-31`: a date or number from one to the other; either may be left out;
 * - `fact~窗口 材料`: it has these words in it, whatever the case of their letters;
 * - `closed=`: nothing stands there;
 *
 * and with a `!` before the `=` or `~` that this is not so. A backslash takes `;`, `|` and itself
 * for what they are.
 */
typedef struct _AnfFilter AnfFilter;

/** anf_filter_new: @columns: (array length=n_columns): borrowed for as long as the filter lives.
 * ANF_ERROR_INVALID names the column or value that is wrong. */
AnfFilter *anf_filter_new (const char *text,
                           const AnfGridColumn *columns,
                           guint n_columns,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_filter_free (AnfFilter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfFilter, anf_filter_free)

/** AnfFilterNames: Returns: (transfer full) (nullable): what stands in @column, then other names of
 * the same, such as the id of a unit; NULL or empty where nothing stands */
typedef char **(*AnfFilterNames) (guint column, gpointer data);

/** anf_filter_matches: whether the row is shown whose cells @names tells. */
gboolean anf_filter_matches (const AnfFilter *self, AnfFilterNames names, gpointer data);

/** anf_filter_may_match: FALSE when what @knows of the row's columns already forbids it. */
gboolean anf_filter_may_match (const AnfFilter *self,
                               gboolean (*knows) (guint column, gpointer data),
                               AnfFilterNames names,
                               gpointer data);

/** anf_filter_peek_only: Returns: (nullable): the one value that the column of that name may have,
 * where the filter lets it have no other: for an index */
const char *anf_filter_peek_only (const AnfFilter *self, const char *column);

/** anf_filter_find_unknown: Returns: (transfer none) (nullable): the first value that the column of
 * that name shall be, or not be, of which @is_known says that it is none at all */
const char *anf_filter_find_unknown (const AnfFilter *self,
                                     const char *column,
                                     gboolean (*is_known) (const char *value, gpointer data),
                                     gpointer data);
