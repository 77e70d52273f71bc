/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Private to office/: the newest checkpoint, kept beside the database as well, in
   `last.checkpoint`. A database whose -wal file was lost, or in whose place an older copy was put,
   is sound in itself: only by this is it seen that what was acknowledged after it is gone. */

#include "anf-store.h"
#include "anf-tree.h"

typedef struct _AnfAnchor AnfAnchor;

/**
 * anf_anchor_read:
 * @head: (out): what the checkpoint there states
 *
 * Returns: whether one is there that can be read; without one there is nothing to hold the database
 * to, as in a folder of an earlier version.
 */
gboolean anf_anchor_read (const char *data_dir, AnfTreeHead *head);

/**
 * anf_anchor_check:
 *
 * Holds the log in @store to the checkpoint kept in @data_dir: CORRUPT when leaves are missing from
 * it, or when it is another log's.
 */
gboolean
anf_anchor_check (AnfStore *store, const char *data_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_anchor_open: with the checkpoint that @store has, durably. Returns: (transfer full) */
AnfAnchor *
anf_anchor_open (AnfStore *store, const char *data_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_anchor_put:
 * @note: what was committed, and is on the disk
 *
 * In the place of the one before, before anybody is told of the commit. It is left to the system
 * when it reaches the disk: after a power cut it may be an earlier one, and asks for less. A disk
 * that refuses it is warned of once; the commit stands.
 */
void anf_anchor_put (AnfAnchor *self, const char *note);

/** anf_anchor_close: Accepts NULL. */
void anf_anchor_close (AnfAnchor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfAnchor, anf_anchor_close)

/** anf_anchor_remove: durably: the log goes on from what the database has. */
gboolean anf_anchor_remove (const char *data_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
