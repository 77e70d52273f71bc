/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* The log's changes of key that a pack shows: proofs/rotation-001.note and so on, oldest first. */

/**
 * anf_pack_changes_check:
 * @notes: (element-type utf8): as the pack has them
 * @a_vkey, @a_size: a key of the log, and the leaves of what it signed
 * @b_vkey, @b_size: another
 * @error: CORRUPT unless the changes lead from one key to the other, and that of the older was
 * signed no later than it was the log's, and that of the newer no earlier, of no smaller log
 */
gboolean anf_pack_changes_check (const GPtrArray *notes,
                                 const char *a_vkey,
                                 guint64 a_size,
                                 const char *b_vkey,
                                 guint64 b_size,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_pack_changes_check_all: @at: (out): which of @notes is wrong: not signed by both its keys,
 * or not going on from the one before it. */
gboolean anf_pack_changes_check_all (const GPtrArray *notes,
                                     guint *at,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_pack_changes_check_own:
 * @notes: as anf_pack_changes_check_all() found them right
 * @vkey, @size: the key that signed the checkpoint, and its leaves
 * @others: (element-type utf8): keys of what stands beside it, which is checked by itself
 * @at: (out): which of @notes it is about
 * @error: CORRUPT unless they are changes of that key, it signed no more than was there when it
 * gave way, and where it did the newest key signed something beside: who has a key of the past can
 * make up a past, but not that. A newer key may speak for what was there before it.
 */
gboolean anf_pack_changes_check_own (const GPtrArray *notes,
                                     const char *vkey,
                                     guint64 size,
                                     const GPtrArray *others,
                                     guint *at,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_pack_changes_lead: whether they lead from the one key to the other. */
gboolean anf_pack_changes_lead (const GPtrArray *notes, const char *from, const char *to);
