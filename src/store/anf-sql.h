/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to store/: one SQLite connection with its prepared statements. */

#include "anf-store.h"

#include <sqlite3.h>

/** anf_tx_open: opens a connection with every safety setting on, read back and checked. */
AnfTx *anf_tx_open (const char *path, gboolean writer, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_tx_close (AnfTx *self);

/** anf_tx_get_handle: Returns: (transfer none): SQLite's own */
sqlite3 *anf_tx_get_handle (AnfTx *self);

/** anf_tx_obey: ends each statement soon, as BUSY, while @give_up (atomic, outliving it) is set. */
void anf_tx_obey (AnfTx *self, gint *give_up);

/** anf_tx_is_open: whether a transaction is under way; SQLite ends it by itself at some errors. */
gboolean anf_tx_is_open (AnfTx *self);

/** anf_tx_script: runs the statements of @sql: transaction control and migrations only. */
gboolean anf_tx_script (AnfTx *self, const char *sql, GError **error);

/**
 * AnfCursor: a statement being stepped; reset, and so free for others, at the end of its scope.
 */
typedef struct sqlite3_stmt AnfCursor;
void anf_cursor_done (AnfCursor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfCursor, anf_cursor_done)

/**
 * anf_tx_query:
 * @sql: literal text, also the key of the statement cache
 * @types: one letter a parameter `?1`, `?2`, …: `t` const char * (NULL binds NULL), `i` gint64,
 * `b` GBytes * (never NULL); text and bytes must live until the cursor is done
 *
 * Returns: (transfer full): a cursor before its first row
 */
AnfCursor *anf_tx_query (AnfTx *self, GError **error, const char *sql, const char *types, ...)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_cursor_step: Returns: 1 on a row, 0 at the end, -1 with @error. */
int anf_cursor_step (AnfCursor *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_tx_run: a statement without rows. @changes: (nullable): how many rows it changed */
gboolean
anf_tx_run (AnfTx *self, int *changes, GError **error, const char *sql, const char *types, ...)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_tx_get_last_row: Returns: the key of the row inserted last */
gint64 anf_tx_get_last_row (AnfTx *self);

/** anf_cursor_text: Returns: (transfer none) (nullable): valid until the next step */
const char *anf_cursor_text (AnfCursor *self, int column);
gint64 anf_cursor_int (AnfCursor *self, int column);

/** anf_sql_migrate: brings the schema to this program's version, in one transaction. */
gboolean anf_sql_migrate (AnfTx *tx, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_sql_write_nothing: an #AnfStoreWork that changes nothing, and whose commit has to be written
 * all the same. */
gboolean anf_sql_write_nothing (AnfTx *tx, gpointer data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
