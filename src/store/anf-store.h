/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * AnfStore:
 *
 * Records in SQL, the only folder with SQL. One thread owns the writing connection; readers borrow
 * one of a fixed number of connections. Functions block, and may be called from any thread.
 */
typedef struct _AnfStore AnfStore;

/** AnfTx: one transaction, valid for the time of the work it is handed to. */
typedef struct _AnfTx AnfTx;

typedef gboolean (*AnfStoreWork) (AnfTx *tx, gpointer data, GError **error);

/**
 * AnfStoreSeal:
 * @begin: called before the jobs of a commit run, with all of them handed in
 * @seal: called once in every commit, after its jobs and before COMMIT; when it fails, the whole
 * commit fails
 * @settled: called after COMMIT or ROLLBACK
 *
 * All run on the writer's thread. This is where the log is signed and directories are synced, so
 * that jobs which arrive together share one signature and one sync.
 */
typedef struct
{
  void (*begin) (gpointer data);
  AnfStoreWork seal;
  void (*settled) (gboolean committed, gpointer data);
  gpointer data;
} AnfStoreSeal;

/**
 * anf_store_open:
 * @path: the database file, made when absent
 * @readers: how many reads may run at once, besides one aside
 *
 * Brings the schema up to date; a database of a newer program is refused and not touched.
 */
AnfStore *
anf_store_open (const char *path, guint readers, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_store_close: finishes the jobs that were handed in, then closes. Accepts NULL. */
void anf_store_close (AnfStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfStore, anf_store_close)

/** anf_store_check: the database's own integrity and foreign keys; CORRUPT saying where not. */
gboolean anf_store_check (AnfStore *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_store_copy:
 * @path: a database that another process may have open
 * @to: an empty file
 *
 * Copies the database as it is at one moment, while whoever has it open goes on.
 */
gboolean
anf_store_copy (const char *path, const char *to, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_store_set_seal: to be called before the first write. */
void anf_store_set_seal (AnfStore *self, const AnfStoreSeal *seal);

/**
 * anf_store_read: runs @work on a snapshot of the records.
 */
gboolean anf_store_read (AnfStore *self, AnfStoreWork work, gpointer data, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_store_read_aside:
 *
 * The same on a connection that anf_store_read() never waits for: for what comes in crowds and
 * yields to others, as uploads do, so that a page does not wait behind a thread that was put off.
 */
gboolean anf_store_read_aside (AnfStore *self, AnfStoreWork work, gpointer data, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_store_read_slow:
 *
 * The same on a connection that neither of the others waits for: for what looks long and has nobody
 * waiting, as the checks of plausibility do.
 */
gboolean anf_store_read_slow (AnfStore *self, AnfStoreWork work, gpointer data, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_store_give_up_reads: whatever is read, now or later, fails soon, as BUSY: the service ends,
 * and nobody waits for it any more. Writes are finished. */
void anf_store_give_up_reads (AnfStore *self);

/**
 * anf_store_write:
 *
 * Runs @work on the writer's thread, all of it or nothing, and returns when it is durable. Jobs
 * that arrive while a commit is under way share the next one.
 */
gboolean anf_store_write (AnfStore *self, AnfStoreWork work, gpointer data, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_store_check_writable:
 *
 * Whether commits go through: FALSE, with what is in the way, when the last one did not and one
 * that is tried now does not either.
 */
gboolean anf_store_check_writable (AnfStore *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
