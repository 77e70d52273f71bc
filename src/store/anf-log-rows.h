/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-store.h"

/* The custody log as rows. What they mean is custody's business; this only keeps them. */

#define ANF_LOG_HASH_SIZE 32

gboolean anf_log_rows_add_leaf (AnfTx *tx,
                                gint64 index,
                                const guint8 hash[ANF_LOG_HASH_SIZE],
                                const char *record,
                                const char *line,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean anf_log_rows_add_node (AnfTx *tx,
                                guint level,
                                gint64 index,
                                const guint8 hash[ANF_LOG_HASH_SIZE],
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_log_rows_read: @count hashes of @level (0: leaves) from @first on; CORRUPT when one lacks.
 */
gboolean anf_log_rows_read (AnfTx *tx,
                            guint level,
                            gint64 first,
                            gint64 count,
                            guint8 *hashes,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_log_rows_count: how many leaves there are, or -1. */
gint64 anf_log_rows_count (AnfTx *tx, GError **error);

/** anf_log_rows_get_line: Returns: (transfer full): the leaf's line; NOT_FOUND */
char *anf_log_rows_get_line (AnfTx *tx, gint64 index, GError **error);

/** anf_log_rows_find_last: the newest leaf of @record (`evidence/ID`), or -1 with NOT_FOUND. */
gint64 anf_log_rows_find_last (AnfTx *tx, const char *record, GError **error);

/** anf_log_rows_list: the leaves of @record, oldest first. */
typedef gboolean (*AnfLogRowsEach) (gint64 index, const char *line, gpointer data, GError **error);
gboolean anf_log_rows_list (AnfTx *tx,
                            const char *record,
                            AnfLogRowsEach each,
                            gpointer data,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_log_rows_list_group: the leaves of the first record from @first on that begins with @prefix,
 * oldest first; none is no error. `ab/07` comes after `ab/06`. */
gboolean anf_log_rows_list_group (AnfTx *tx,
                                  const char *prefix,
                                  const char *first,
                                  AnfLogRowsEach each,
                                  gpointer data,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_log_rows_find_last_group: Returns: (transfer full) (nullable): the last record that begins
 * with @prefix; NULL without @error when there is none */
char *anf_log_rows_find_last_group (AnfTx *tx, const char *prefix, GError **error);

gboolean anf_log_rows_set_checkpoint (AnfTx *tx, gint64 size, const char *note, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_log_rows_get_checkpoint: Returns: (transfer full): the last signed note; NOT_FOUND */
char *anf_log_rows_get_checkpoint (AnfTx *tx, gint64 *size, GError **error);
