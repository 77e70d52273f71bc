/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-connection.h"

/**
 * AnfTransfers:
 *
 * Who is sending which upload now, and how many one login sends. A client whose link broke comes
 * back before we notice: its new request ends the old one, which would else keep the upload locked
 * until its deadline. Usable from any thread.
 */
typedef struct _AnfTransfers AnfTransfers;

AnfTransfers *anf_transfers_new (guint most, guint most_per_login);
void anf_transfers_free (AnfTransfers *self);

/** anf_transfers_admit: takes a place for a body; FALSE when there is none. */
gboolean anf_transfers_admit (AnfTransfers *self, const char *login) G_GNUC_WARN_UNUSED_RESULT;
/** anf_transfers_leave: gives the place back. */
void anf_transfers_leave (AnfTransfers *self, const char *login);
/** anf_transfers_count: places taken. */
guint anf_transfers_count (AnfTransfers *self);

/**
 * anf_transfers_try_enter:
 * @began: when the request came, by the monotonic clock
 * @connection: (nullable): a stolen one, which somebody who takes over may shut down
 *
 * Becomes the one that sends upload @id, unless another does.
 */
gboolean anf_transfers_try_enter (AnfTransfers *self,
                                  const char *id,
                                  gint64 began,
                                  AnfConnection *connection) G_GNUC_WARN_UNUSED_RESULT;
/**
 * anf_transfers_take_over:
 *
 * The same, but ends the one that sends now and waits until it is gone. The caller has checked that
 * its client may do that. Two requests may get their threads in another order than they came.
 * Returns: FALSE when that one does not go in time, or is the newer.
 */
gboolean anf_transfers_take_over (AnfTransfers *self,
                                  const char *id,
                                  gint64 began,
                                  AnfConnection *connection) G_GNUC_WARN_UNUSED_RESULT;
/** anf_transfers_end: ends the one that sends upload @id, if any. */
gboolean anf_transfers_end (AnfTransfers *self, const char *id) G_GNUC_WARN_UNUSED_RESULT;
/** anf_transfers_exit: the upload is free again. */
void anf_transfers_exit (AnfTransfers *self, const char *id);
/** anf_transfers_is_busy: whether somebody sends upload @id. */
gboolean anf_transfers_is_busy (AnfTransfers *self, const char *id);
